"""A list of one-line rows with a cursor that stays with its row, however the list changes around it.

Rows are plain data with a number of their own; how one looks is for the lists that build on this. Only rows that
changed are painted again. What a row says is drawn as it is: nobody's text is ever read as markup.
"""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

Row = TypeVar("Row")

GUTTER = 2
"""The columns left of each row, where the cursor's mark stands."""

MARK = "▌"


class RowList(ScrollView, Generic[Row], can_focus=True, inherit_bindings=False):
    """The base of the lists: keeps the rows, the cursor and the place on the screen."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "end(-1)", show=False),
        Binding("end", "end(1)", show=False),
    ]

    COMPONENT_CLASSES = {"row-list--cursor"}  # noqa: RUF012  # Textual's own type

    DEFAULT_CSS = """
    RowList {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        text-wrap: nowrap;
        text-overflow: clip;
        color: $text;
        & > .row-list--cursor { background: $surface; text-style: bold; }
    }
    """

    empty: reactive[str] = reactive("")
    """What is said when there is no row."""

    class Moved(Message):
        """The cursor is on another row, or that row is another one than it was."""

        def __init__(self, row_list: "RowList[Any]") -> None:
            super().__init__()
            self.row_list = row_list

        @property
        def control(self) -> "RowList[Any]":
            """The list whose cursor it is."""
            return self.row_list

    def __init__(self, *, empty: str = "", id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(RowList.empty, empty)
        self._rows: tuple[Row, ...] = ()
        self._places: dict[int, int] = {}
        self._cursor: int | None = None

    # ── what a list says of its rows

    @abstractmethod
    def key_of(self, row: Row) -> int:
        """The number that a row keeps for ever."""

    @abstractmethod
    def draw(self, row: Row, width: int) -> Content:
        """A row in so many columns."""

    # ── what a screen asks

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    @property
    def row(self) -> Row | None:
        """The row under the cursor; None when there is none at all."""
        return None if self._cursor is None else self._rows[self._places[self._cursor]]

    @property
    def cursor(self) -> int | None:
        """The number of the row under the cursor."""
        return self._cursor

    def put(self, rows: Sequence[Row]) -> None:
        """Show these rows. The cursor stays with its row, and that row as far as it can where it is on the screen."""
        before, self._rows = self._rows, tuple(rows)
        if before == self._rows:
            return
        old_place = self._places.get(self._cursor, 0) if self._cursor is not None else 0
        old_row = row_at(old_place, before)
        self._places = {self.key_of(row): place for place, row in enumerate(self._rows)}
        if self._cursor not in self._places:
            left = row_at(min(old_place, len(self._rows) - 1), self._rows)
            self._cursor = None if left is None else self.key_of(left)
        self._paint(before)
        place = self._places.get(self._cursor, 0) if self._cursor is not None else 0
        if before and place != old_place and self.scroll_offset.y:
            self.scroll_to(y=self.scroll_offset.y + place - old_place, animate=False, force=True)
        self._see_cursor()
        if self.row != old_row:
            self.post_message(self.Moved(self))

    def go_to(self, key: int) -> None:
        """Put the cursor on a row, if it is there."""
        if key == self._cursor or key not in self._places:
            return
        if self._cursor is not None:
            self.refresh_line(self._places[self._cursor])
        self._cursor = key
        self.refresh_line(self._places[key])
        self._see_cursor()
        self.post_message(self.Moved(self))

    # ── drawing

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        row = row_at(y + self.scroll_offset.y, self._rows)
        if row is None:
            return self._empty_line(y, width)
        here = self.key_of(row) == self._cursor
        style = self.get_visual_style("row-list--cursor") if here else self.visual_style
        gutter = Content((MARK if here else "").ljust(GUTTER))
        line = (gutter + self.draw(row, width - GUTTER - 1)).truncate(width, ellipsis=True, pad=True)
        return self._strip(line, width, style)

    def _empty_line(self, y: int, width: int) -> Strip:
        """A line of the sentence that stands for no rows; it begins where the first row would be."""
        if not self._rows and self.empty:
            lines = Content(self.empty).wrap(max(width - 2 * GUTTER, 1))
            if y < len(lines):
                text = Content(" " * GUTTER) + Content(lines[y].plain).stylize("$text-muted")
                return self._strip(text.truncate(width, pad=True), width, self.visual_style)
        return Strip.blank(width, self.visual_style.rich_style)

    def _strip(self, line: Content, width: int, style: Style) -> Strip:
        strips = Visual.to_strips(self, line, width, 1, style, apply_selection=False, pad=True)
        return strips[0] if strips else Strip.blank(width, style.rich_style)

    def _paint(self, before: Sequence[Row]) -> None:
        """Ask for the lines that are not what they were."""
        if len(before) != len(self._rows):
            self.virtual_size = Size(self.size.width, len(self._rows))
            self.refresh()
            return
        for place, (old, new) in enumerate(zip(before, self._rows, strict=True)):
            if old != new:
                self.refresh_line(place)

    def _see_cursor(self) -> None:
        """Scroll no further than it takes to see the cursor's row."""
        height = self.scrollable_content_region.height
        if self._cursor is None or height < 1:
            return
        place, top = self._places[self._cursor], self.scroll_offset.y
        if place < top:
            self.scroll_to(y=place, animate=False, force=True)
        elif place >= top + height:
            self.scroll_to(y=place - height + 1, animate=False, force=True)

    # ── what the host does

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._rows))
        self._see_cursor()

    def on_click(self, event: events.Click) -> None:
        self._go(event.y + self.scroll_offset.y)

    def action_move(self, rows: int) -> None:
        """Up or down."""
        if self._cursor is not None:
            self._go(self._places[self._cursor] + rows)

    def action_page(self, pages: int) -> None:
        """Up or down by what is seen at once."""
        self.action_move(pages * max(self.scrollable_content_region.height - 1, 1))

    def action_end(self, side: int) -> None:
        """To the first or the last."""
        self._go(0 if side < 0 else len(self._rows) - 1)

    def _go(self, place: int) -> None:
        row = row_at(min(max(place, 0), len(self._rows) - 1), self._rows)
        if row is not None:
            self.go_to(self.key_of(row))


def row_at(place: int, rows: Sequence[Row]) -> Row | None:
    """The row at a place, if there is one."""
    return rows[place] if 0 <= place < len(rows) else None


def column(text: str, width: int, style: str = "", *, right: bool = False) -> Content:
    """A text in just so many columns: cut with an ellipsis, or filled up."""
    drawn = Content(text).truncate(max(width, 0), ellipsis=True)
    gap = max(width - drawn.cell_length, 0)
    drawn = drawn.stylize(style) if style else drawn
    return drawn.pad_left(gap) if right else drawn.pad_right(gap)
