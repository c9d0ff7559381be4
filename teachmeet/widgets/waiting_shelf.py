"""The topics that wait for a place, below the board: as many columns as there is room for, most wishes first."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from teachmeet.widgets.board_scene import Card
from teachmeet.widgets.board_text import interest, title_of
from teachmeet.widgets.dragging import Draggable
from teachmeet.widgets.row_list import column
from teachmeet.widgets.topic_list import MARKS
from teachmeet.words import Words, load

LEAST = 36
"""The columns that a topic needs."""


class WaitingShelf(ScrollView, Draggable, can_focus=True, inherit_bindings=False):
    """Its cursor stays with its topic, however the others come and go."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1, 0)", show=False),
        Binding("down", "move(1, 0)", show=False),
        Binding("left", "move(0, -1)", show=False),
        Binding("right", "move(0, 1)", show=False),
        Binding("home", "end(-1)", show=False),
        Binding("end", "end(1)", show=False),
    ]
    COMPONENT_CLASSES = {"waiting-shelf--cursor"}  # noqa: RUF012  # Textual's own type

    DEFAULT_CSS = """
    WaitingShelf {
        height: 3;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        text-wrap: nowrap;
        text-overflow: clip;
        color: $text;
        & > .waiting-shelf--cursor { background: $border-blurred; text-style: bold; }
    }
    """

    class Moved(Message):
        """The cursor is on another topic, or that is another one than it was."""

    class Above(Message):
        """The cursor walked past the first line."""

    def __init__(self, words: Words | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words = words or load()
        self._cards: tuple[Card, ...] = ()
        self._hand: int | None = None
        self._cursor: int | None = None
        self._place = 0
        self._lit = False
        self._empty = ""

    # ── what a screen asks

    @property
    def cards(self) -> tuple[Card, ...]:
        """What is shown."""
        return self._cards

    @property
    def card(self) -> Card | None:
        """The topic under the cursor."""
        return self._cards[self._place] if self._place < len(self._cards) else None

    def show(self, cards: Sequence[Card], hand: int | None, empty: str) -> None:
        """Show these topics, the one in the host's hand marked; `empty` stands for none."""
        cards = tuple(cards)
        if (cards, hand, empty) == (self._cards, self._hand, self._empty):
            return
        old = self.card
        self._cards, self._hand, self._empty = cards, hand, empty
        places = {card.topic: place for place, card in enumerate(cards)}
        self._place = places.get(self._cursor or 0, min(self._place, max(len(cards) - 1, 0)))
        self._cursor = None if self.card is None else self.card.topic
        self._measure()
        self.refresh()
        if self.card != old:
            self.post_message(self.Moved())

    def light(self, lit: bool) -> None:
        """Whether the cursor is here."""
        if lit != self._lit:
            self._lit = lit
            self._see_cursor()
            self.refresh()

    def go_to(self, place: int) -> None:
        """Put the cursor on a topic, if it is there."""
        if place != self._place and 0 <= place < len(self._cards):
            self._place, self._cursor = place, self._cards[place].topic
            self._see_cursor()
            self.refresh()
            self.post_message(self.Moved())

    def place_at(self, place: Offset) -> int | None:
        """Which topic is at a place of the screen."""
        if not self.content_region.contains_point(place):
            return None
        x, y = place - self.content_region.offset
        found = (y + self.scroll_offset.y) * self._columns + min(x // self._width, self._columns - 1)
        return found if found < len(self._cards) else None

    # ── drawing

    @property
    def _columns(self) -> int:
        return max(self.scrollable_content_region.width // LEAST, 1)

    @property
    def _width(self) -> int:
        return max(self.scrollable_content_region.width // self._columns, 1)

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width, -(-len(self._cards) // self._columns))

    def render_line(self, y: int) -> Strip:
        width, ground = self.scrollable_content_region.width, self.visual_style.rich_style
        if not self._cards:
            line = Content(f"  {self._empty}" if y == 0 else "").stylize("$text-muted").truncate(width, ellipsis=True)
            strips = Visual.to_strips(self, line, width, 1, self.visual_style, apply_selection=False, pad=True)
            return strips[0] if strips else Strip.blank(width, ground)
        first = (y + self.scroll_offset.y) * self._columns
        places = range(first, min(first + self._columns, len(self._cards)))
        return Strip.join([self._drawn(place) for place in places]).adjust_cell_length(width, ground)

    def _drawn(self, place: int) -> Strip:
        card, width = self._cards[place], self._width
        here, held = self._lit and place == self._place, self._cards[place].topic == self._hand
        wanted = Content(interest(card, self._words) or "0").pad_left(0)
        number = column(wanted.plain, 4 if wanted.cell_length <= 4 else wanted.cell_length + 1, "$text-muted")
        mark = Content.assemble(("▌" if here or held else " ", "$accent"), f"{MARKS[card.pitch]} ")
        said = self._words("board.in_hand") if held else ", ".join(card.leads)
        room = width - mark.cell_length - number.cell_length - 2
        who = column(said, min(len(said), room // 3), "$accent" if held else "$text-muted")
        gap = 2 if said else 0
        title = column(title_of(card, self._words), room - who.cell_length - gap)
        line = Content("").join([mark, number, title, Content(" " * gap), who]).truncate(width - 1, pad=True)
        style = self.get_visual_style("waiting-shelf--cursor") if here else self.visual_style
        strips = Visual.to_strips(self, line, width - 1, 1, style, apply_selection=False, pad=True)
        return Strip.join([*strips[:1], Strip.blank(1, self.visual_style.rich_style)])

    # ── walking

    def on_resize(self) -> None:
        self._measure()
        self._see_cursor()

    def action_move(self, rows: int, columns: int) -> None:
        """By lines and columns; up from the first line leads out."""
        if rows < 0 and self._place < self._columns:
            self.post_message(self.Above())
            return
        self.go_to(min(self._place + rows * self._columns + columns, len(self._cards) - 1))

    def action_end(self, side: int) -> None:
        """To the first or the last."""
        self.go_to(0 if side < 0 else len(self._cards) - 1)

    def _see_cursor(self) -> None:
        line, top, height = self._place // self._columns, self.scroll_offset.y, self.size.height
        if line < top or line >= top + height > top:
            self.scroll_to(y=line if line < top else line - height + 1, animate=False, force=True)
            self.refresh(Region(0, 0, *self.size))
