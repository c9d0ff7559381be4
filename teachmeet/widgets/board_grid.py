"""The board's grid: slots down, rooms across, a cursor that walks; head row and head column stay while it scrolls.

It paints lines of its own: only cells that changed are painted again, and walking paints two. What a card says is
drawn as it is: nobody's text is ever read as markup.
"""

from datetime import tzinfo
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from teachmeet.widgets.board_cell import CORNERS, cell_lines, head_lines, slot_lines
from teachmeet.widgets.board_scene import Board, Cell, Spot
from teachmeet.widgets.dragging import Draggable
from teachmeet.words import Words, load

SLOT_WIDTH = 12
"""The columns of the head column, its gap included."""
LEAST, MOST = 13, 34
"""The columns of a cell, its gap included."""
LOWEST, HIGHEST = 3, 7
"""The lines of a row of cells; one that is higher than the lowest ends with an empty line."""
HEAD = 2
"""The lines of the head row."""
KEPT = 600
"""How many drawn cells are kept."""


class BoardGrid(ScrollView, Draggable, can_focus=True, inherit_bindings=False):
    """Draws a `Board`."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1, 0)", show=False),
        Binding("down", "move(1, 0)", show=False),
        Binding("left", "move(0, -1)", show=False),
        Binding("right", "move(0, 1)", show=False),
        Binding("home", "move(0, -999)", show=False),
        Binding("end", "move(0, 999)", show=False),
        Binding("pageup", "move(-999, 0)", show=False),
        Binding("pagedown", "move(999, 0)", show=False),
    ]
    COMPONENT_CLASSES = {f"board-grid--{corner}" for corner in CORNERS}  # noqa: RUF012  # Textual's own type

    DEFAULT_CSS = """
    BoardGrid {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        text-wrap: nowrap;
        text-overflow: clip;
        color: $text;
        & > .board-grid--card { background: $surface; color: $text; }
        & > .board-grid--past { background: $surface; color: $text-muted; }
        & > .board-grid--shut { color: $border-blurred; }
        & > .board-grid--cursor { background: $border-blurred; color: $text; text-style: bold; }
        & > .board-grid--best { background: $accent; color: $background; text-style: bold; }
    }
    """

    class Moved(Message):
        """The cursor is on another cell, or that cell is another one than it was."""

    class Below(Message):
        """The cursor walked past the last slot."""

    def __init__(self, words: Words | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words = words or load()
        self._zone: tzinfo | None = None
        self._board = Board()
        self._cursor: Spot = (0, 0)
        self._lit = True
        self._kept: dict[tuple[Cell, str, int, int], list[Strip]] = {}

    # ── what a screen asks

    @property
    def board(self) -> Board:
        """What is shown."""
        return self._board

    @property
    def cursor(self) -> Spot:
        """Where the cursor is."""
        return self._cursor

    @property
    def cell(self) -> Cell | None:
        """The cell under the cursor; None without slots or rooms."""
        return self._board.at(self._cursor)

    def show(self, board: Board, zone: tzinfo | None) -> None:
        """Show a board. The cursor stays with its slot and room, however others come and go."""
        before, old = self._board, self.cell
        if board == before and zone == self._zone:
            return
        same_heads = (before.rooms, before.rows, self._zone) == (board.rooms, board.rows, zone)
        self._board, self._zone = board, zone
        self._cursor = self._again(before)
        if same_heads:
            for spot, cell in board.everything():
                if before.at(spot) != cell:
                    self._refresh(spot)
        else:
            self._measure()
            self.refresh()
        if self.cell != old:
            self.post_message(self.Moved())

    def light(self, lit: bool) -> None:
        """Whether the cursor is here, and not on what lies below."""
        if lit != self._lit:
            self._lit = lit
            self._refresh(self._cursor)

    def go_to(self, spot: Spot) -> None:
        """Put the cursor on a cell, if there is one."""
        if spot != self._cursor and self._board.at(spot) is not None:
            self._refresh(self._cursor)
            self._cursor = spot
            self._refresh(spot)
            self._see_cursor()
            self.post_message(self.Moved())

    def spot_at(self, place: Offset) -> Spot | None:
        """The cell at a place of the screen."""
        x, y = place - self.content_region.offset
        if not self.content_region.contains_point(place) or x < SLOT_WIDTH or y < HEAD:
            return None
        scroll = self.scroll_offset
        spot = (y - HEAD + scroll.y) // self._height, (x - SLOT_WIDTH + scroll.x) // self._width
        return spot if self._board.at(spot) is not None else None

    def _again(self, before: Board) -> Spot:
        """Where the cursor's slot and room are now."""
        row, column = self._cursor
        old = before.at(self._cursor)
        if old is not None:
            rows = [each.slot.slot for each in self._board.rows]
            row = rows.index(old.slot) if old.slot in rows else row
            rooms = [None if room is None else room.room for room in self._board.rooms]
            if old.room is not None and old.room in rooms:
                column = rooms.index(old.room)
        return min(row, max(len(self._board.rows) - 1, 0)), min(column, max(len(self._board.rooms) - 1, 0))

    # ── sizes

    @property
    def _width(self) -> int:
        """The columns of a cell: as many rooms as can be read side by side, and no room left over."""
        room = max(self.scrollable_content_region.width - SLOT_WIDTH, 1)
        fitting = max(room // LEAST, 1)
        return min(max(room // max(min(fitting, len(self._board.rooms)), 1), LEAST), MOST)

    @property
    def _height(self) -> int:
        """The lines of a slot; the last one needs no empty line below it."""
        room = self.size.height - HEAD + 1
        return min(max(room // max(len(self._board.rows), 1), LOWEST), HIGHEST)

    @property
    def _gap(self) -> int:
        """The empty lines below a slot."""
        return int(self._height > LOWEST)

    def _measure(self) -> None:
        width = SLOT_WIDTH + self._width * len(self._board.rooms)
        self.virtual_size = Size(width, HEAD + self._height * len(self._board.rows) - self._gap)

    def on_resize(self) -> None:
        self._measure()
        self._see_cursor()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._kept.clear()

    # ── drawing

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        ground = self.visual_style.rich_style
        row, inside = divmod(y - HEAD + self.scroll_offset.y, self._height)
        if not self._board.rooms or row >= len(self._board.rows):
            return Strip.blank(width, ground)
        if y < HEAD:
            left, cells = self._corner(y), [self._head(column, y) for column in range(len(self._board.rooms))]
        else:
            left = self._slot(row, inside)
            cells = [self._drawn((row, column))[inside] for column in range(len(self._board.rooms))]
        body = Strip.join(cells)
        start = self.scroll_offset.x
        return Strip.join([left, body.crop(start, start + width - SLOT_WIDTH)]).adjust_cell_length(width, ground)

    def _corner(self, y: int) -> Strip:
        """How many rooms there are to either side of what is seen."""
        width = self._width
        seen = max(self.scrollable_content_region.width - SLOT_WIDTH, 1)
        before = -(-self.scroll_offset.x // width)
        after = max(len(self._board.rooms) - (self.scroll_offset.x + seen) // width, 0)
        said = [f"← {before}"] if before else []
        said += [f"{after} →"] if after else []
        text = "  ".join(said) if y else ""
        return self._strip(Content(text).stylize("$accent"), SLOT_WIDTH, self.visual_style)

    def _head(self, column: int, y: int) -> Strip:
        here = self._lit and column == self._cursor[1]
        lines = head_lines(self._board.rooms[column], self._width, here, self._words)
        return self._strip(lines[y], self._width, self.visual_style)

    def _slot(self, row: int, inside: int) -> Strip:
        here = self._lit and row == self._cursor[0]
        lines = slot_lines(self._board.rows[row], self._height, here, self._zone, self._words)
        return self._strip(lines[inside], SLOT_WIDTH, self.visual_style)

    def _drawn(self, spot: Spot) -> list[Strip]:
        """A cell's lines, kept for as long as it looks the same."""
        cell = self._board.at(spot)
        assert cell is not None
        corner = "cursor" if self._lit and spot == self._cursor else ""
        width, height = self._width, self._height
        key = (cell, corner, width, height)
        known = self._kept.get(key)
        if known is None:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            known = self._kept[key] = self._paint(cell, bool(corner), width, height)
        return known

    def _paint(self, cell: Cell, here: bool, width: int, height: int) -> list[Strip]:
        """A card is apart from the one below it: by an empty line, or by a last line on the board."""
        low, ground = height == LOWEST, self.visual_style
        looks = cell_lines(cell, width - 1, height if low else height - 1, here, self._words)
        style = ground if looks.corner == "bare" else self.get_visual_style(f"board-grid--{looks.corner}")
        gap = Strip.blank(1, ground.rich_style)
        styles = [style] * len(looks.lines)
        if low and looks.corner in ("card", "past"):
            styles[-1] = ground
        drawn = zip(looks.lines, styles, strict=True)
        lines = [Strip.join([self._strip(line, width - 1, each), gap]) for line, each in drawn]
        return [*lines, *[Strip.blank(width, ground.rich_style)] * (height - len(lines))]

    def _strip(self, line: Content, width: int, style: Style) -> Strip:
        line = line.truncate(width, ellipsis=True, pad=True)
        strips = Visual.to_strips(self, line, width, 1, style, apply_selection=False, pad=True)
        return strips[0] if strips else Strip.blank(width, style.rich_style)

    def _refresh(self, spot: Spot) -> None:
        """Have a cell painted again, and the heads of its row and column."""
        scroll, width, height = self.scroll_offset, self._width, self._height
        x, y = SLOT_WIDTH + spot[1] * width - scroll.x, HEAD + spot[0] * height - scroll.y
        self.refresh(
            Region(x, y, width, height), Region(x, 0, width, HEAD), Region(0, y, SLOT_WIDTH, height)
        )

    # ── walking

    def action_move(self, rows: int, columns: int) -> None:
        """By so many cells; down from the last slot leads out of the grid."""
        row, column = self._cursor
        if rows == 1 and row + 1 >= len(self._board.rows):
            self.post_message(self.Below())
            return
        last = len(self._board.rows) - 1, len(self._board.rooms) - 1
        self.go_to((min(max(row + rows, 0), last[0]), min(max(column + columns, 0), last[1])))

    def _see_cursor(self) -> None:
        """Scroll no further than it takes to see the whole cell; sideways by whole rooms."""
        if self.cell is None:
            return
        width, height = self._width, self._height
        room = self.scrollable_content_region.width - SLOT_WIDTH, self.size.height - HEAD
        x, y = self._cursor[1] * width, self._cursor[0] * height
        left, top = self.scroll_offset
        if x < left:
            left = x
        elif x + width > left + room[0]:
            left = -(-(x + width - room[0]) // width) * width
        if y < top:
            top = y
        elif y + height - self._gap > top + room[1]:
            top = y + height - self._gap - room[1]
        if (left, top) != self.scroll_offset:
            self.scroll_to(left, top, animate=False, force=True)
