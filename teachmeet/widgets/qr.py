"""A QR code in half-blocks, black on white whatever the theme, as large as fits and never cropped."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from teachmeet.matrix import Matrix, matrix
from teachmeet.words import Words, load

QUIET = 4
"""The quiet zone in modules, as ISO/IEC 18004 wants it; phones still read one of LEAST_QUIET."""

LEAST_QUIET = 2

LIGHT = Style(color="#000000", bgcolor="#ffffff")
DARK = Style(color="#000000", bgcolor="#000000")

_CELLS: dict[tuple[bool, bool], tuple[str, Style]] = {
    # (upper half dark, lower half dark). A dark cell is dark in both colours: many terminals leave a hair between
    # glyphs, none between grounds, and one that shows no colours still shows the block.
    (False, False): (" ", LIGHT),
    (True, False): ("▀", LIGHT),
    (False, True): ("▄", LIGHT),
    (True, True): ("█", DARK),
}


def needed(modules: int, scale: int = 1, quiet: int = LEAST_QUIET) -> Size:
    """The columns and rows of a code of so many modules a side; a module is `scale` columns by half a row each."""
    side = scale * (modules + 2 * quiet)
    return Size(side, (side + 1) // 2)


def fit(modules: int, room: Size) -> tuple[int, int] | None:
    """The largest scale that fits and then the widest quiet zone, at most QUIET; None when not even the least does."""
    side = min(room.width, room.height * 2)
    scale = side // (modules + 2 * LEAST_QUIET)
    if scale < 1:
        return None
    return scale, min(QUIET, (side // scale - modules) // 2)


def draw(modules: Matrix, scale: int, quiet: int) -> list[Strip]:
    """The code as lines of half-blocks; what an odd side leaves of the last row is quiet zone too."""
    count = len(modules)

    def dark(y: int, x: int) -> bool:
        row, column = y // scale - quiet, x // scale - quiet
        return 0 <= row < count and 0 <= column < count and modules[row][column]

    size = needed(count, scale, quiet)
    return [
        _strip([_CELLS[dark(2 * y, x), dark(2 * y + 1, x)] for x in range(size.width)]) for y in range(size.height)
    ]


def _strip(cells: Sequence[tuple[str, Style]]) -> Strip:
    """Cells of one style that follow each other as one segment."""
    segments: list[Segment] = []
    run, style = "", LIGHT
    for glyph, wanted in cells:
        if wanted is not style and run:
            segments.append(Segment(run, style))
            run = ""
        run, style = run + glyph, wanted
    segments.append(Segment(run, style))
    return Strip(segments, len(cells))


class QrCode(Widget):
    """Draws `url` as large as its region allows, in the middle; too small a region says how much it takes."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    QrCode {
        width: 1fr;
        height: 1fr;
        color: $text;
    }
    """

    url: reactive[str] = reactive("")
    """What the code says; empty draws nothing."""

    def __init__(
        self, url: str = "", words: Words | None = None, *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._words = words or load()
        self._drawn: tuple[tuple[str, Size], list[Strip]] | None = None
        self.set_reactive(QrCode.url, url)

    def render(self) -> Text:
        """What stands in for a code that does not fit."""
        if not self.url:
            return Text()
        size = needed(len(matrix(self.url)))
        return Text(self._words("qr.too_small", columns=size.width, rows=size.height))

    def render_line(self, y: int) -> Strip:
        lines = self._lines()
        if not lines:
            return super().render_line(y)
        width, height = self.size
        top = (height - len(lines)) // 2
        if not top <= y < top + len(lines):
            return Strip.blank(width, self.rich_style)
        line = lines[y - top]
        left = (width - line.cell_length) // 2
        right = width - left - line.cell_length
        return Strip([Segment(" " * left, self.rich_style), *line, Segment(" " * right, self.rich_style)], width)

    def _lines(self) -> list[Strip]:
        """The code's own lines, drawn once for a URL and a size; none when it does not fit."""
        key = (self.url, self.size)
        if self._drawn is None or self._drawn[0] != key:
            fitting = fit(len(matrix(self.url)), self.size) if self.url else None
            self._drawn = (key, draw(matrix(self.url), *fitting) if fitting else [])
        return self._drawn[1]
