"""Lists that are longer than their room: as many rows as fit, page after page, turned by the clock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

PAGE = 7.5
"""Seconds that a page stays, as on the wall."""

Lines = tuple[Content, ...]
"""A row: a few lines that are never parted."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows below a head of one line, which stands above them on every page that has some."""

    rows: tuple[Lines, ...]
    head: Content | None = None
    apart: bool = False
    """Whether an empty line parts it from what stands above it."""


def paged(blocks: Sequence[Block], room: int) -> list[Lines]:
    """What stands on each page of so many lines; a row that is taller than that is cut."""
    pages: list[list[Content]] = [[]]
    for block in blocks:
        head = () if block.head is None else (block.head,)
        for place, row in enumerate(block.rows):
            gap = (Content(),) if block.apart and not place and pages[-1] else ()
            before = (*gap, *head) if not place or not pages[-1] else ()
            if pages[-1] and len(pages[-1]) + len(before) + len(row) > room:
                pages.append([])
                before = head
            pages[-1] += [*before, *row]
    return [tuple(page[:room]) for page in pages]


class Pages(Widget):
    """Shows one page, and by dots below it which one of how many."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Pages { width: 1fr; height: 1fr; color: $text; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._data: object = None
        self._draw: Callable[[int], Sequence[Block]] = lambda _width: ()
        self._pages: list[Lines] = []
        self._made: tuple[object, Size] | None = None
        self._at, self._since = 0, 0.0

    @property
    def whole(self) -> float:
        """Seconds that it takes to see all of it."""
        return len(self._pages) * PAGE

    def put(self, data: object, draw: Callable[[int], Sequence[Block]]) -> None:
        """Show what `draw` makes of so many columns; drawn anew only when `data` or the room has changed."""
        if data != self._data:
            self._data, self._draw = data, draw
            self.refresh()

    def reopen(self, now: float) -> None:
        """Begin with the first page."""
        self._at, self._since = 0, now
        self.refresh()

    def turn(self, now: float) -> None:
        """To the next page, when this one stood long enough."""
        if len(self._pages) > 1 and now - self._since >= PAGE:
            self._at, self._since = (self._at + 1) % len(self._pages), now
            self.refresh()

    def render(self) -> Content:
        if self._made != (self._data, self.size):
            self._made = (self._data, self.size)
            blocks = self._draw(self.size.width)
            room = self.size.height
            self._pages = paged(blocks, room)
            if len(self._pages) > 1:
                self._pages = paged(blocks, max(room - 2, 1))
        self._at = min(self._at, len(self._pages) - 1)
        lines = self._pages[self._at]
        if len(self._pages) > 1:
            dots = " ".join("●" if n == self._at else "○" for n in range(len(self._pages)))
            below = max(self.size.height - len(lines) - 1, 0)
            lines = (*lines, *([Content()] * below), Content(dots.center(self.size.width)).stylize("$text-muted"))
        return Content("\n").join(lines)
