"""One number in block digits with a line below it: the biggest thing of a screen that has no clock running."""

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from teachmeet.widgets.digits import best_scale, blocks


class Figure(Widget):
    """Draws a number as large as its region allows, at most `most_scale`; without room for that, in its caption."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Figure {
        height: auto;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    def __init__(self, *, most_scale: int = 3, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._most_scale = most_scale
        self._number = self._caption = ""

    @property
    def text(self) -> str:
        """All that it says, in one line."""
        return f"{self._number} {self._caption}".strip()

    def say(self, number: str, caption: str) -> None:
        """Show another number: digits, a colon or a plus."""
        if (number, caption) != (self._number, self._caption):
            grown = len(number) != len(self._number)
            self._number, self._caption = number, caption
            self.refresh(layout=grown)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(Size(width, max(container.height, 1))))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.size))

    def _lines(self, room: Size) -> list[Content]:
        """The digits centred over their caption, in the middle of the region."""
        if not self._number:
            return [_centred(self._caption, room.width)] if self._caption else []
        below = 2 if self._caption else 0
        scale = min(best_scale(self._number, Size(room.width, room.height - below)), self._most_scale)
        caption = [Content(""), _centred(self._caption, room.width).stylize("$text-muted")] if self._caption else []
        if scale < 1:
            return [_centred(self.text, room.width)]
        return [_centred(row, room.width).stylize("bold") for row in blocks(self._number, scale)] + caption


def _centred(text: str, width: int) -> Content:
    drawn = Content(text).truncate(max(width, 0), ellipsis=True)
    return drawn.pad_left(max((width - drawn.cell_length) // 2, 0))
