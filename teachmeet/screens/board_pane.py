"""What is done to a card or a cell of the board besides picking it up: swapped, pinned, closed, dragged."""

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.geometry import Offset

from teachmeet.domain.commands_board import CloseCell, FreezeSlot, PinSession, SwapSessions
from teachmeet.screens.base import bind
from teachmeet.screens.hand_pane import HandPane
from teachmeet.widgets.board_scene import Card, Spot
from teachmeet.widgets.board_text import place_of, title_of
from teachmeet.widgets.dragging import Draggable


class BoardPane(HandPane):
    """Its keys are about the cell or the session under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("s", "swap", "board.key.swap"),
        bind("p", "pin", "board.key.pin"),
        bind("delete,backspace", "take_off", "board.key.take_off", show=False, display="del"),
        bind("z", "close", "board.key.close", show=False),
        bind("Z", "freeze", "board.key.freeze", show=False, display="Z"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._pressed: Card | None = None
        self._carried = False

    def _changeable(self) -> bool:
        """Whether it is the host's board that is shown; if not, that is said."""
        self.disarm()
        if self.plan is not None:
            self.meet.say(self.words("board.preview_first"), "warning")
        return self.plan is None

    def _session(self) -> Card | None:
        """The session under the cursor; None, and a sentence, when there is none."""
        card = None if self._below else self.card
        if card is None:
            self.meet.say(self.words("board.no_session"))
        return card

    def action_swap(self) -> None:
        """Mark the first, then change places with the second; with an empty cell it just goes there."""
        if not self._changeable():
            return
        first, card = self._hand or self._first, self.card
        there = None if first is None else self.board.card_of(first)
        if there is None:
            if card is not None:
                self._first = card.topic
                self.draw()
            else:
                self.meet.say(self.words("board.nothing_here"))
            return
        if card is not None and card != there:
            said = self.words("board.swapped", title=title_of(there, self.words), other=title_of(card, self.words))
            self.meet.do(SwapSessions(there.topic, card.topic), said=said)
        elif card is None and self.cell is not None and self.cell.room is not None:
            self._bring(there, self.cell)
        self.put_back()

    def action_pin(self) -> None:
        """Pin the session, or let it go again."""
        if self._changeable() and (card := self._session()) is not None:
            said = self.words("board.unpinned" if card.pinned else "board.now_pinned", title=title_of(card, self.words))
            self.meet.do(PinSession(card.topic, not card.pinned), said=said)

    def action_take_off(self) -> None:
        """Take the session off the board; its topic waits again."""
        if self._changeable() and (card := self._session()) is not None:
            self._off(card)

    def action_close(self) -> None:
        """Close the cell, or open it again."""
        cell = self.cell
        if not self._changeable() or cell is None or cell.room is None:
            return
        if cell.card is not None:
            self.meet.say(self.words("board.close_taken"), "warning")
            return
        place = place_of(self.board, self._grid.cursor, self.words, self.meet.zone)
        said = self.words("board.opened" if cell.closed else "board.now_closed", place=place)
        self.meet.do(CloseCell(cell.slot, cell.room, not cell.closed), said=said)

    def action_freeze(self) -> None:
        """Freeze the slot, or thaw it."""
        cell = self.cell
        row = None if cell is None else self.board.row_of(cell.slot)
        if self._changeable() and row is not None:
            said = self.words("board.thawed" if row.slot.frozen else "board.now_frozen")
            self.meet.do(FreezeSlot(row.slot.slot, not row.slot.frozen), said=said)

    # ── the mouse

    def _look_at(self, place: Offset) -> Spot | int | None:
        """Move the cursor to what is at a place of the screen; None when nothing is."""
        spot = self._grid.spot_at(place)
        if spot is not None:
            self._grid.go_to(spot)
            self._go_below(False)
            return spot
        waiting = self._shelf.place_at(place)
        if waiting is not None:
            self._shelf.go_to(waiting)
            self._go_below(True)
        elif self._shelf.content_region.contains_point(place) and self._hand is not None:
            self._go_below(True)
            return -1
        return waiting

    @on(Draggable.Pressed)
    def _press(self, event: Draggable.Pressed) -> None:
        event.stop()
        there = self._look_at(event.at)
        self._pressed = None if there is None or self.plan is not None else self.card
        self._carried = False

    @on(Draggable.Dragged)
    def _drag(self, event: Draggable.Dragged) -> None:
        event.stop()
        pressed = self._pressed
        if self.plan is not None or self._look_at(event.at) is None:
            return
        if self._hand is None and pressed is not None and self.card != pressed:
            self._carried = True
            self._pick_up(pressed)
            self._look_at(event.at)

    @on(Draggable.Released)
    def _release(self, event: Draggable.Released) -> None:
        event.stop()
        if self._hand is None:
            return
        if self._look_at(event.at) is not None:
            self._drop()
        elif self._carried:
            self.put_back()
