"""Bars: their length, their number, and that something never looks like nothing."""

import pytest
from textual.app import App, ComposeResult

from teachmeet.widgets.bars import InterestBar, bar, number_width, tally


@pytest.mark.parametrize(
    ("value", "most", "width", "drawn"),
    [
        (0, 10, 10, ""),
        (10, 10, 10, "━━━━━━━━━━"),
        (5, 10, 10, "━━━━━"),
        (1, 4, 10, "━━╸"),
        (1, 1000, 10, "╸"),
        (999, 1000, 10, "━━━━━━━━━╸"),
        (12, 10, 3, "━━━"),
        (-3, 10, 10, ""),
        (3, 0, 10, ""),
        (3, 10, 0, ""),
        (0.5, 1.0, 4, "━━"),
    ],
)
def test_the_length_of_a_bar(value: float, most: float, width: int, drawn: str) -> None:
    assert bar(value, most, width) == drawn


def test_a_tally_fills_its_columns_whatever_the_number() -> None:
    assert number_width(100) == 4
    for value in (0, 7, 42, 100):
        for width in range(12):
            assert tally(value, 100, width).cell_len == width
    assert tally(7, 14, 12).plain == "━━━━╸────  7"
    assert tally(7, 14, 3).plain == "  7"


async def test_the_widget_follows_its_values() -> None:
    class Shown(App[None]):
        def compose(self) -> ComposeResult:
            yield InterestBar(3, 6)

    app = Shown()
    async with app.run_test(size=(12, 3)) as pilot:
        shown = app.query_one(InterestBar)
        assert shown.render_line(0).text == "━━━━━───── 3"
        shown.value = 6
        await pilot.pause()
        assert shown.render_line(0).text == "━━━━━━━━━━ 6"
        shown.most = 12
        await pilot.pause()
        assert shown.render_line(0).text == "━━━━╸────  6"
