"""The list that all lists are: the cursor stays with its row, and only what changed is painted."""

from typing import NamedTuple

import pytest
from textual.app import App, ComposeResult
from textual.content import Content

from teachmeet.widgets.row_list import RowList, column


class Row(NamedTuple):
    """A number and what it says."""

    number: int
    text: str


class Rows(RowList[Row]):
    """The plainest list."""

    def key_of(self, row: Row) -> int:
        return row.number

    def draw(self, row: Row, width: int) -> Content:
        return column(row.text, width)


class Shown(App[None]):
    """A list and nothing else."""

    def compose(self) -> ComposeResult:
        yield Rows(empty="Nothing is here, and this sentence is longer than a line.")

    @property
    def rows(self) -> Rows:
        return self.query_one(Rows)

    @property
    def lines(self) -> list[str]:
        return [self.rows.render_line(y).text.rstrip() for y in range(self.size.height)]


def numbered(*numbers: int) -> list[Row]:
    return [Row(number, f"row {number}") for number in numbers]


async def test_the_cursor_stays_with_its_row() -> None:
    app = Shown()
    async with app.run_test(size=(30, 6)) as pilot:
        app.rows.put(numbered(1, 2, 3))
        await pilot.press("down")
        app.rows.put(numbered(9, 8, 3, 2, 1))
        assert app.rows.cursor == 2
        await pilot.pause()
        assert app.lines == ["  row 9", "  row 8", "  row 3", "▌ row 2", "  row 1", ""]


async def test_a_row_that_goes_leaves_the_cursor_to_its_follower() -> None:
    app = Shown()
    async with app.run_test(size=(30, 6)) as pilot:
        app.rows.put(numbered(1, 2, 3))
        await pilot.press("down")
        for left, cursor in (((1, 3), 3), ((1,), 1), ((), None)):
            app.rows.put(numbered(*left))
            assert app.rows.cursor == cursor
        assert (app.rows.cursor, app.rows.row) == (None, None)
        await pilot.press("up", "down", "home", "end", "pagedown")
        await pilot.pause()
        assert app.lines[:3] == ["  Nothing is here, and this", "  sentence is longer than a", "  line."]


async def test_the_row_under_the_cursor_keeps_its_place_on_the_screen() -> None:
    app = Shown()
    async with app.run_test(size=(30, 6)) as pilot:
        app.rows.put(numbered(*range(100)))
        await pilot.press("pagedown", "pagedown", "pagedown")
        await pilot.pause()
        before = app.lines.index("▌ row 15")
        app.rows.put(numbered(*range(200, 205), *range(100)))
        await pilot.pause()
        assert app.lines.index("▌ row 15") == before
        app.rows.put(numbered(*range(10, 100)))
        await pilot.pause()
        assert app.lines.index("▌ row 15") == before
        app.rows.put(numbered(15, 16))
        await pilot.pause()
        assert app.lines[0] == "▌ row 15"


async def test_a_smaller_terminal_still_shows_the_cursor() -> None:
    app = Shown()
    async with app.run_test(size=(30, 20)) as pilot:
        app.rows.put(numbered(*range(100)))
        await pilot.press("pagedown")
        await pilot.resize_terminal(30, 5)
        await pilot.pause()
        assert "▌ row 19" in app.lines


async def test_only_what_changed_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Shown()
    async with app.run_test(size=(30, 6)):
        app.rows.put(numbered(1, 2, 3))
        painted: list[int] = []
        monkeypatch.setattr(app.rows, "refresh_line", painted.append)
        app.rows.put([Row(1, "row 1"), Row(2, "another"), Row(3, "row 3")])
        assert painted == [1]


async def test_it_tells_when_another_row_is_under_the_cursor() -> None:
    told: list[Row | None] = []

    class Listening(Shown):
        def on_row_list_moved(self, message: RowList.Moved) -> None:
            told.append(message.control.row)

    app = Listening()
    async with app.run_test(size=(30, 6)) as pilot:
        app.rows.put(numbered(1, 2))
        await pilot.press("down", "down")
        app.rows.put([Row(1, "row 1"), Row(2, "changed")])
        app.rows.put([Row(1, "elsewhere"), Row(2, "changed")])
        await pilot.pause()
        assert told == [Row(1, "row 1"), Row(2, "row 2"), Row(2, "changed")]


async def test_a_click_moves_the_cursor() -> None:
    app = Shown()
    async with app.run_test(size=(30, 6)) as pilot:
        app.rows.put(numbered(1, 2, 3))
        await pilot.pause()
        await pilot.click(Rows, offset=(5, 2))
        assert app.rows.cursor == 3


@pytest.mark.parametrize(
    ("text", "width", "drawn"),
    [("abc", 5, "abc  "), ("abcdef", 5, "abcd…"), ("字字字", 5, "字字…"), ("a[/]b", 5, "a[/]b"), ("abc", 0, "")],
)
def test_a_column_is_as_wide_as_it_should(text: str, width: int, drawn: str) -> None:
    assert column(text, width).plain == drawn
    assert column(text, width, "bold", right=True).plain.strip() == drawn.strip()
