"""The line of keys: what fits is shown, help always; a click on a key presses it."""

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from teachmeet.widgets.key_line import HELP, KeyLine, Shown, fitting

SPACE = Shown("space", "space", "go")
NEXT = Shown("n", "n", "next")
HELPS = Shown(HELP, "?", "help")


@pytest.mark.parametrize(
    ("width", "left"),
    [
        (80, (SPACE, NEXT, HELPS)),
        (26, (SPACE, NEXT, HELPS)),
        (25, (SPACE, HELPS)),
        (17, (HELPS,)),
        (3, (HELPS,)),
        (0, (HELPS,)),
    ],
)
def test_the_last_keys_go_first_and_help_stays(width: int, left: tuple[Shown, ...]) -> None:
    assert fitting((SPACE, NEXT, HELPS), width) == left


class Pressed(App[None]):
    """Counts what is pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "count('a')", "[arrange]"),
        Binding("b", "count('b')", "blank"),
        Binding("z", "count('z')", "hidden", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static("something", id="body")
        yield KeyLine()

    def action_count(self, key: str) -> None:
        self.pressed.append(key)


async def test_a_click_presses_the_key_that_it_hits_and_nothing_beside_them() -> None:
    app = Pressed()
    async with app.run_test(size=(60, 8)) as pilot:
        await pilot.pause()
        line = app.query_one(KeyLine)
        assert "a [arrange]  b blank" in line.render().plain
        assert "hidden" not in line.render().plain
        second = line.render().plain.index("blank")
        await pilot.click(KeyLine, offset=(2, 0))
        await pilot.click(KeyLine, offset=(second, 0))
        await pilot.click(KeyLine, offset=(55, 0))
        await pilot.pause()
        assert app.pressed == ["a", "b"]
