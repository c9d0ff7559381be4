"""The grid with the topics that wait below it: walking, picking up and dropping. The rest is `BoardPane`'s."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from teachmeet.domain.commands_board import PlaceTopic, SwapSessions, TakeOff
from teachmeet.domain.panels_board import GridPanel, HeldPanel
from teachmeet.screens.arrange_pane import ArrangePane
from teachmeet.screens.base import bind
from teachmeet.widgets.board_grid import BoardGrid
from teachmeet.widgets.board_scene import Board, Card, Cell, Doing, board_of
from teachmeet.widgets.board_text import card_line, drop_line, place_of, room_line, title_of
from teachmeet.widgets.score_lines import ScoreLines
from teachmeet.widgets.waiting_shelf import WaitingShelf

EVERY = 2.0
"""Seconds between two looks at which slot is on."""


class HandPane(ArrangePane):
    """Draws `grid`, `held` and `planning`; keeps what is in the host's hand."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("enter", "enter", "board.key.enter", display="enter"),
        bind("tab", "other", "board.key.other", show=False),
        bind("escape", "escape", "board.key.escape", show=False, display="esc"),
    ]

    class Where(Message):
        """A topic is to be held somewhere else in this slot: where is to be typed."""

        def __init__(self, topic: int, slot: int) -> None:
            super().__init__()
            self.topic, self.slot = topic, slot

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hand: int | None = None
        self._priced = False
        self._first: int | None = None
        self._below = False
        self._begun = False

    def compose(self) -> ComposeResult:
        yield ScoreLines(self.words)
        yield Static(id="no-board", markup=False)
        yield BoardGrid(self.words)
        with Vertical(id="told"):
            yield Static(id="told-title", markup=False)
            yield Static(id="told-text", markup=False)
            yield Static(id="told-hint", markup=False)
        yield Static(id="waiting-heading", markup=False)
        yield WaitingShelf(self.words)

    def on_mount(self) -> None:
        self.set_interval(EVERY, self.draw)

    # ── drawing

    def draw(self) -> None:
        """Draw what there is by now."""
        grid = self.grid
        if grid is None:
            return
        self.show_score(grid)
        self._let_go_of_what_is_gone(grid)
        doing = Doing(self._hand, self.meet.panel(HeldPanel), self._first, self.plan)
        board = board_of(grid, doing, round(self.meet.server_now() * 1000))
        empty = not (board.rows and board.rooms)
        self.set_class(empty, "-none")
        self.set_class(self.plan is not None, "-preview")
        if empty:
            lacks = "none" if not (board.rows or board.rooms) else "no_rooms" if board.rows else "no_slots"
            self.query_one("#no-board", Static).update(self.words(f"board.{lacks}"))
        self._grid.show(board, self.meet.zone)
        nothing = self.words("board.all_topics" if grid.sessions or grid.waiting else "board.no_topics")
        self._shelf.show(board.waiting, self._hand or self._first, nothing)
        waits = self.words("board.waiting", n=len(board.waiting)) if board.waiting else ""
        self.query_one("#waiting-heading", Static).update(Content.assemble((waits, "$text-muted")))
        if not self._begun:
            self._begun = True
            self._go_below(not grid.sessions)
        self._tell()

    def _let_go_of_what_is_gone(self, grid: GridPanel) -> None:
        """A topic that left the list is in nobody's hand. A server that was started anew is told what is."""
        there = {session.topic for session in grid.sessions} | {topic.topic for topic in grid.waiting}
        held = self.meet.panel(HeldPanel)
        if self._hand is not None and self._hand not in there:
            self._hand = None
        if self._hand is not None and self._priced and held is not None and held.topic is None:
            self.meet.hold(self._hand)
        self._priced = self._hand is not None and held is not None and held.topic == self._hand
        if self._first is not None and self._first not in there:
            self._first = None

    @on(BoardGrid.Moved)
    @on(WaitingShelf.Moved)
    def _tell(self) -> None:
        """Say what is under the cursor, or what dropping there would do."""
        title, text = self._told()
        self.query_one("#told-title", Static).update(Content(title))
        self.query_one("#told-text", Static).update(Content(text))
        self.set_class(self._hand is not None or self._first is not None, "-holding")

    def _told(self) -> tuple[str, str]:
        words, board, zone = self.words, self.board, self.meet.zone
        hand = None if self._hand is None else board.card_of(self._hand)
        if hand is not None:
            title = words("board.holding", title=title_of(hand, words))
            if self._below:
                return title, words("board.drop_below" if board.spot_of(hand.topic) else "board.back_here")
            spot = self._grid.cursor
            said = drop_line(board, spot, hand, words, zone) if board.at(spot) else ""
            return title, said
        card, first = self.card, None if self._first is None else board.card_of(self._first)
        if first is not None:
            other = "" if card is None or card == first else title_of(card, words)
            return words("board.swapping", title=title_of(first, words)), other
        if card is not None:
            return title_of(card, words), card_line(card, None if self._below else self._grid.cell, words)
        cell = None if self._below else self._grid.cell
        if cell is None:
            return "", ""
        said = "board.is_closed" if cell.closed else "board.is_free"
        place = place_of(board, self._grid.cursor, words, zone)
        return words(said, place=place), room_line(board, self._grid.cursor, words)

    # ── what is where

    @property
    def _grid(self) -> BoardGrid:
        return self.query_one(BoardGrid)

    @property
    def _shelf(self) -> WaitingShelf:
        return self.query_one(WaitingShelf)

    @property
    def board(self) -> Board:
        """What is shown: the host's board, or the planner's."""
        return self._grid.board

    @property
    def cell(self) -> Cell | None:
        """The cell under the cursor; None below the grid."""
        return None if self._below else self._grid.cell

    @property
    def card(self) -> Card | None:
        """The session or the waiting topic under the cursor."""
        if self._below:
            return self._shelf.card
        return None if self._grid.cell is None else self._grid.cell.card

    def focus_cursor(self) -> None:
        """Give the keys to where the cursor is."""
        self._go_below(self._below)

    def _go_below(self, below: bool) -> None:
        self._below = below and (bool(self._shelf.cards) or self._hand is not None)
        self._grid.light(not self._below)
        self._shelf.light(self._below)
        (self._shelf if self._below else self._grid).focus()
        self._tell()

    @on(BoardGrid.Below)
    def _down(self) -> None:
        self._go_below(True)

    @on(WaitingShelf.Above)
    def _up(self) -> None:
        self._go_below(False)

    def action_other(self) -> None:
        """From the grid to what waits, and back."""
        self._go_below(not self._below)

    # ── in the hand

    def action_enter(self) -> None:
        """Pick up what is under the cursor, or drop what is in the hand there; take the planner's board."""
        self.disarm()
        if self.plan is not None:
            self.take_plan(self.plan)
        elif self._hand is not None:
            self._drop()
        elif self.card is None:
            self.meet.say(self.words("board.nothing_here"))
        else:
            self._pick_up(self.card)

    def _pick_up(self, card: Card) -> None:
        if card.pinned or card.frozen:
            self.meet.say(self.words(f"refusal.{'session_is_pinned' if card.pinned else 'slot_is_frozen'}"), "warning")
            return
        self._hand, self._first, self._priced = card.topic, None, False
        self.meet.hold(card.topic)
        if self._below:
            self._go_below(False)
        self.draw()

    def put_back(self) -> None:
        if self._hand is not None:
            self._hand = None
            self.meet.hold(None)
        self._first = None
        if self._below and not self._shelf.cards:
            self._go_below(False)
        self.draw()

    def _drop(self) -> None:
        """What dropping the card under the cursor comes to."""
        hand = None if self._hand is None else self.board.card_of(self._hand)
        if hand is None:
            self.put_back()
        elif self._below:
            if self.board.spot_of(hand.topic):
                self._off(hand)
            self.put_back()
        elif (cell := self._grid.cell) is not None:
            self._drop_on(hand, cell)

    def _drop_on(self, hand: Card, cell: Cell) -> None:
        if cell.closed:
            self.meet.say(self.words("refusal.cell_is_closed"), "warning")
        elif cell.card is not None and cell.card.topic == hand.topic:
            self.put_back()
        elif cell.room is None and cell.card is None:
            self.post_message(self.Where(hand.topic, cell.slot))
        else:
            self._bring(hand, cell)
            self.put_back()

    def _bring(self, card: Card, cell: Cell) -> None:
        """A topic into a cell; whatever is there changes places with it."""
        words = self.words
        if cell.card is not None:
            said = words("board.swapped", title=title_of(card, words), other=title_of(cell.card, words))
            self.meet.do(SwapSessions(card.topic, cell.card.topic), said=said)
            return
        place = place_of(self.board, self._grid.cursor, words, self.meet.zone)
        said = words("board.placed", title=title_of(card, words), place=place)
        self.meet.do(PlaceTopic(card.topic, cell.slot, cell.room), said=said)

    def _off(self, card: Card) -> None:
        self.meet.do(TakeOff(card.topic), said=self.words("board.taken_off", title=title_of(card, self.words)))

    def action_escape(self) -> None:
        """Put back what is in the hand; call the planner off."""
        self.disarm()
        if self._hand is not None or self._first is not None:
            self.put_back()
        elif self.plan is not None:
            self.call_off()
