"""A thin bar with its number, for tallies and bars of interest."""

from rich.style import Style
from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

FULL, HALF, TRACK = "━", "╸", "─"


def bar(value: float, most: float, width: int) -> str:
    """The filled part of a bar whose whole width stands for `most`, in half columns.

    Whatever is not nothing shows: a single vote among a thousand still draws half a column. A bar is as long as
    its width only for `most` itself, so that a near miss is seen as one.
    """
    if value <= 0 or most <= 0 or width <= 0:
        return ""
    halves = 2 * width if value >= most else min(max(round(2 * width * value / most), 1), 2 * width - 1)
    return FULL * (halves // 2) + HALF * (halves % 2)


def number_width(most: int) -> int:
    """The columns that the number beside a bar takes, its gap included; the same for all bars of a list."""
    return len(str(max(most, 0))) + 1


def tally(value: int, most: int, width: int, filled: str | Style = "", track: str | Style = "") -> Text:
    """A bar, its track and its number, right-aligned, in just `width` columns; too narrow a one is the number alone."""
    number = str(value).rjust(number_width(most))
    room = width - len(number)
    if room < 1:
        return Text(number.strip().rjust(width)[:width], no_wrap=True)
    drawn = bar(value, most, room)
    return Text.assemble(
        (drawn, filled), (TRACK * (room - len(drawn)), track), number, no_wrap=True, end=""
    )


class InterestBar(Widget):
    """One tally as a widget; a table's cell takes the text of `tally` instead."""

    COMPONENT_CLASSES = {"interest-bar--filled", "interest-bar--track"}  # noqa: RUF012  # Textual's own type

    DEFAULT_CSS = """
    InterestBar {
        height: 1;
        color: $text;
        & > .interest-bar--filled { color: $accent; }
        & > .interest-bar--track { color: $border-blurred; }
    }
    """

    value: reactive[int] = reactive(0)
    """What is shown."""

    most: reactive[int] = reactive(0)
    """What a bar of full width stands for: the largest value of the list."""

    def __init__(
        self, value: int = 0, most: int = 0, *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(InterestBar.value, value)
        self.set_reactive(InterestBar.most, most)

    def render(self) -> Text:
        return tally(
            self.value,
            self.most,
            self.size.width,
            self.get_component_rich_style("interest-bar--filled", partial=True),
            self.get_component_rich_style("interest-bar--track", partial=True),
        )
