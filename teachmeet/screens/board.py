"""Board: the slots and rooms with their sessions, what waits for a place, and what is typed about either."""

from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import ActiveBinding, BindingType
from textual.widgets import Input

from teachmeet.domain.commands_board import AddRoom, AddSlot, ChangeRoom, MoveSlot, NamePart, PlaceTopic
from teachmeet.domain.panels import MeetPanel, Panel
from teachmeet.domain.panels_board import GridPanel, HeldPanel, PlanningPanel
from teachmeet.screens.base import MeetScreen, bind
from teachmeet.screens.board_entry import Entry, read_room, read_slot, room_line
from teachmeet.screens.board_pane import BoardPane
from teachmeet.screens.hand_pane import HandPane
from teachmeet.screens.read_aloud import ReadAloud
from teachmeet.widgets.board_text import hours_of, title_of
from teachmeet.widgets.breadth import BREADTHS
from teachmeet.widgets.menu import Choice, Menu
from teachmeet.widgets.plan_text import time_of_day
from teachmeet.widgets.typed_line import Ask, TypedLine

FOOTER = ("space", "enter", "s", "p", "a", "e", "A", "question_mark")
"""The keys that the foot of the screen shows first, in this order: a narrow terminal has no room for all."""
HEIGHTS: list[tuple[int, str]] = [(0, "-low"), (32, "-high")]
"""The least lines of each class, as Textual's VERTICAL_BREAKPOINTS wants them."""


class BoardScreen(MeetScreen):
    """Shows the board that the host is making, or that the planner would."""

    CSS_PATH = "board.tcss"
    HORIZONTAL_BREAKPOINTS = BREADTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    NAME = "board"
    LOOKS = ("grid", "planning", "held")
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("e", "menu", "board.key.menu"),
        bind("A", "read_aloud", "board.key.read_aloud", display="A"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._entry = Entry("")

    def body(self) -> ComposeResult:
        yield BoardPane()
        yield TypedLine()

    def on_mount(self) -> None:
        self._pane.focus_cursor()

    def show(self, panel: Panel) -> None:
        if isinstance(panel, GridPanel | HeldPanel | PlanningPanel | MeetPanel):
            self._pane.draw()

    def on_screen_suspend(self) -> None:
        # A dialog leaves the hand as it is; another screen of the meet does not.
        if isinstance(self.app.screen, MeetScreen) and self.app.screen is not self:
            self._pane.put_back()

    @property
    def _pane(self) -> BoardPane:
        return self.query_one(BoardPane)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """What can be done now, the most needed first."""
        found = super().active_bindings
        first = [key for key in FOOTER if key in found]
        if "q" in found and self.has_class("-narrow"):
            # The foot has no room for it; help says it.
            found["q"] = found["q"]._replace(binding=replace(found["q"].binding, show=False))
        return {key: found[key] for key in (*first, *(key for key in found if key not in first))}

    def action_read_aloud(self) -> None:
        """All sessions slot by slot, in large lines, to be read out."""
        grid = self.panel(GridPanel)
        if grid is None or not grid.sessions:
            self.say(self.words("refusal.nothing_on_board"))
            return
        self._pane.disarm()
        self.app.push_screen(ReadAloud(self.words, grid, self.zone, self.server_now()))

    # ── the menu

    @work(group="menu", exclusive=True)
    async def action_menu(self) -> None:
        """What else can be done: rooms, times, the cell and the topic under the cursor."""
        words = self.words
        self._pane.disarm()
        if self._pane.plan is not None:
            self.say(words("board.preview_first"), "warning")
            return
        choices = [Choice(str(n), label, name, hint) for n, name, label, hint in self._choices()]
        chosen = await self.app.push_screen_wait(Menu(words, words("board.menu.title"), choices))
        acts = {
            "publish": self._pane.publish,
            "freeze": self._pane.action_freeze,
            "close": self._pane.action_close,
        }
        if chosen in acts:
            acts[chosen]()
        elif chosen is not None:
            self._ask(chosen)

    def _choices(self) -> list[tuple[int, str, str, str]]:
        """Each with its digit, which stays the same whichever others there are."""
        words, cell, card = self.words, self._pane.cell, self._pane.card
        found = [(1, "room", words("board.menu.room"), ""), (2, "slot", words("board.menu.slot"), "")]
        board = self._pane.board
        room = None if cell is None else board.room_of(cell.room)
        row = None if cell is None else board.row_of(cell.slot)
        if room is not None:
            found.append((3, "change", words("board.menu.change", room=room.name), ""))
        if row is not None:
            hours = hours_of(row, self.zone)
            found.append((4, "move", words("board.menu.move", slot=hours), ""))
            freeze = "thaw" if row.slot.frozen else "freeze"
            found.append((5, "freeze", words(f"board.menu.{freeze}", slot=hours), words(f"board.menu.{freeze}_hint")))
        if cell is not None and cell.card is None and room is not None:
            found.append((6, "close", words("board.menu.open" if cell.closed else "board.menu.close"), ""))
        if card is not None:
            title = title_of(card, words)
            found.append((7, "where", words("board.menu.where", title=title), words("board.menu.where_hint")))
            found.append((8, "leads", words("board.menu.leads", title=title), ""))
        found.append((9, "publish", words("board.menu.publish"), words("board.menu.publish_hint")))
        return found

    # ── typing

    def _ask(self, what: str, topic: int | None = None, slot: int | None = None) -> None:
        """Have something typed, about what is under the cursor now."""
        words, cell, card, board = self.words, self._pane.cell, self._pane.card, self._pane.board
        topic = card.topic if topic is None and card is not None else topic
        slot = cell.slot if slot is None and cell is not None else slot
        self._entry = Entry(what, topic, slot, None if cell is None else cell.room)
        row, room = None if slot is None else board.row_of(slot), board.room_of(self._entry.room)
        if what == "where" and row is None:
            self._entry = replace(self._entry, slot=board.rows[0].slot.slot if board.rows else None)
            row = board.rows[0] if board.rows else None
        known = None if topic is None else board.card_of(topic)
        values = {
            "title": "" if known is None else title_of(known, words),
            "time": "" if row is None else time_of_day(row.slot.starts, self.zone),
        }
        form = {"change": "room", "move": "slot"}.get(what, what)
        help_ = words(f"board.entry.{form}_help", **values)
        line = self.query_one(TypedLine)
        line.open(Ask(what, words(f"board.entry.{form}"), help_, once=what not in ("room", "slot")))
        entry = line.query_one(Input)
        if what == "change" and room is not None:
            entry.value = room_line(room)
        elif what == "move" and row is not None:
            entry.value = hours_of(row, self.zone)
        entry.cursor_position = len(entry.value)

    @on(HandPane.Where)
    def _ask_where(self, message: HandPane.Where) -> None:
        message.stop()
        self._ask("where", message.topic, message.slot)

    @on(TypedLine.Entered)
    def _entered(self, event: TypedLine.Entered) -> None:
        event.stop()
        readers = {"room": self._room, "change": self._room, "slot": self._slot, "move": self._slot}
        if readers.get(event.what, self._other)(event.text):
            self.query_one(TypedLine).taken()

    def _room(self, text: str) -> bool:
        room, number = read_room(text), self._entry.room
        if room is None:
            self.say(self.words("board.entry.room_like"), "warning")
            return False
        if self._entry.what == "change" and number is not None:
            changed = ChangeRoom(number, room.name, room.seats, room.kit, room.way)
            self.do(changed, said=self.words("board.room_changed", room=room.name))
        else:
            added = AddRoom(room.name, room.seats, room.kit, room.way)
            self.do(added, said=self.words("board.room_added", room=room.name))
        return True

    def _slot(self, text: str) -> bool:
        number = self._entry.slot
        slot = read_slot(text, self.zone, self.panel(GridPanel), self.panel(MeetPanel), self.server_now())
        if slot is None:
            self.say(self.words("board.entry.slot_like"), "warning")
            return False
        if self._entry.what == "move" and number is not None:
            self.do(MoveSlot(number, slot.starts, slot.ends), said=self.words("board.slot_moved"))
        else:
            self.do(AddSlot(slot.starts, slot.ends), said=self.words("board.slot_added"))
        return True

    def _other(self, text: str) -> bool:
        """Where a topic is held, or who leads it."""
        topic, slot = self._entry.topic, self._entry.slot
        if self._entry.what == "leads" and topic is not None:
            self.do(NamePart(topic, text), said=self.words("board.leads", name=text))
        elif topic is not None and slot is not None:
            self.do(PlaceTopic(topic, slot, None, text), said=self.words("board.placed_at", where=text))
            self._pane.put_back()
        return True

    @on(TypedLine.Closed)
    def _typed(self, event: TypedLine.Closed) -> None:
        event.stop()
        self._pane.focus_cursor()
