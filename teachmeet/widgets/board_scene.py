"""What the board's grid is drawn from: each cell with all that it shows, reckoned from the panels. Draws nothing."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from teachmeet.domain.panels_board import (
    GridPanel,
    GridSession,
    GridSlot,
    HeldPanel,
    PlanningPanel,
    RoomCard,
    WaitingTopic,
)
from teachmeet.domain.programme import Pitch

Spot = tuple[int, int]
"""Row and column of the grid, from 0."""


class Stand(Enum):
    """Where a slot is in time."""

    PAST = "past"
    ON = "on"
    COMING = "coming"


class Mark(Enum):
    """What the host is about to do with a card."""

    NONE = "none"
    HAND = "hand"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class Card:
    """A topic, on the board or waiting. `where` is for one that is held somewhere else."""

    topic: int
    pitch: Pitch
    title: str | None
    leads: tuple[str, ...]
    wishes: int
    hands: int | None
    kit: tuple[str, ...] = ()
    going: int = 0
    pinned: bool = False
    frozen: bool = False
    where: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; without a room it is somewhere else.

    `priced`: prices are shown, and `price` is None where the card in the host's hand cannot go.
    """

    slot: int
    room: int | None
    stand: Stand
    closed: bool = False
    card: Card | None = None
    moved: bool = False
    mark: Mark = Mark.NONE
    priced: bool = False
    price: int | None = None
    best: bool = False
    dim: bool = False
    """Of the planner's board, what stays where it is."""


@dataclass(frozen=True, slots=True)
class Row:
    """A slot of the board, and where it is in time. `torn` wish for two of its sessions."""

    slot: GridSlot
    stand: Stand
    torn: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """Rows of cells; `rooms` are the columns, None for each that is somewhere else."""

    rows: tuple[Row, ...] = ()
    rooms: tuple[RoomCard | None, ...] = ()
    cells: tuple[tuple[Cell, ...], ...] = ()
    waiting: tuple[Card, ...] = ()

    def at(self, spot: Spot) -> Cell | None:
        """The cell at a spot."""
        row, column = spot
        return self.cells[row][column] if 0 <= row < len(self.rows) and 0 <= column < len(self.rooms) else None

    def everything(self) -> Iterator[tuple[Spot, Cell]]:
        """All cells with their spots."""
        for row, cells in enumerate(self.cells):
            for column, cell in enumerate(cells):
                yield (row, column), cell

    def spot_of(self, topic: int) -> Spot | None:
        """Where a topic stands."""
        return next((spot for spot, cell in self.everything() if cell.card and cell.card.topic == topic), None)

    def card_of(self, topic: int) -> Card | None:
        """A topic, wherever it is."""
        spot = self.spot_of(topic)
        cell = None if spot is None else self.at(spot)
        return cell.card if cell else next((card for card in self.waiting if card.topic == topic), None)

    def row_of(self, slot: int) -> Row | None:
        """A slot."""
        return next((row for row in self.rows if row.slot.slot == slot), None)

    def room_of(self, room: int | None) -> RoomCard | None:
        """A room; None for somewhere else."""
        return next((each for each in self.rooms if each is not None and each.room == room), None)


@dataclass(frozen=True, slots=True)
class Doing:
    """What the host is doing: the topic in their hand with its prices, the first of a swap, the planner's board."""

    hand: int | None = None
    held: HeldPanel | None = None
    first: int | None = None
    plan: PlanningPanel | None = None


@dataclass(slots=True)
class _Placing:
    """Cards by cell, those somewhere else by slot, those without a place."""

    cells: dict[tuple[int, int], Card] = field(default_factory=dict)
    elsewhere: dict[int, list[Card]] = field(default_factory=lambda: defaultdict(list))
    waiting: list[Card] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)


def board_of(grid: GridPanel, doing: Doing, now: int) -> Board:
    """The board at a time, in milliseconds since 1970."""
    placing = _placed(grid) if doing.plan is None else _planned(grid, doing.plan)
    aside = max(map(len, placing.elsewhere.values()), default=0)
    plain = doing.plan is None
    rows = tuple(Row(slot, _stand(slot, now), slot.torn if plain else 0) for slot in grid.slots)
    rooms: tuple[RoomCard | None, ...] = (*grid.rooms, *([None] * aside))
    prices, best = _prices(doing)
    closed = set(grid.closed)

    def cell(row: Row, column: int) -> Cell:
        slot, room = row.slot.slot, rooms[column]
        if room is None:
            there = placing.elsewhere.get(slot, [])
            place = column - len(grid.rooms)
            card = there[place] if place < len(there) else None
            price = None
        else:
            card = placing.cells.get((slot, room.room))
            price = prices.get((slot, room.room))
        topic = None if card is None else card.topic
        return Cell(
            slot,
            None if room is None else room.room,
            row.stand,
            room is not None and (slot, room.room) in closed,
            card,
            topic in placing.moved,
            _mark(topic, doing),
            bool(prices) and room is not None,
            price,
            price is not None and price == best and topic != doing.hand,
            not plain and bool(grid.sessions) and topic is not None and topic not in placing.moved,
        )

    cells = tuple(tuple(cell(row, column) for column in range(len(rooms))) for row in rows)
    return Board(rows, rooms, cells, tuple(placing.waiting))


def _placed(grid: GridPanel) -> _Placing:
    """The host's board as it stands."""
    placing = _Placing(waiting=[waiting_card(topic) for topic in grid.waiting])
    for session in grid.sessions:
        _put(placing, session_card(session), session.slot, session.room)
        if session.moved:
            placing.moved.add(session.topic)
    return placing


def _planned(grid: GridPanel, plan: PlanningPanel) -> _Placing:
    """The planner's board: its cells, and what it may not touch. Moved is what stands elsewhere now."""
    planned = {topic: (slot, room) for topic, slot, room in plan.cells}
    stays = {s.topic for s in grid.sessions if s.pinned or s.frozen or s.room is None}
    placing = _Placing()
    for session in grid.sessions:
        card = session_card(session, warned=session.topic in stays)
        if session.topic in stays:
            _put(placing, card, session.slot, session.room)
        elif (cell := planned.get(session.topic)) is None:
            placing.waiting.append(card)
        else:
            placing.cells[cell] = card
            if cell != (session.slot, session.room):
                placing.moved.add(session.topic)
    for topic in grid.waiting:
        if (cell := planned.get(topic.topic)) is None:
            placing.waiting.append(waiting_card(topic))
        else:
            placing.cells[cell] = waiting_card(topic)
            if grid.sessions:
                placing.moved.add(topic.topic)
    return placing


def _put(placing: _Placing, card: Card, slot: int, room: int | None) -> None:
    if room is None:
        placing.elsewhere[slot].append(card)
    else:
        placing.cells[slot, room] = card


def session_card(session: GridSession, *, warned: bool = True) -> Card:
    """A session as a card; the planner's board says nothing of what is wrong where it stands now."""
    return Card(
        session.topic,
        session.pitch,
        session.title,
        session.leads,
        session.wishes,
        session.hands,
        going=session.going,
        pinned=session.pinned,
        frozen=session.frozen,
        where=session.where,
        warnings=session.warnings if warned else (),
    )


def waiting_card(topic: WaitingTopic) -> Card:
    """A topic without a place as a card."""
    return Card(topic.topic, topic.pitch, topic.title, topic.leads, topic.wishes, topic.hands, topic.kit)


def _stand(slot: GridSlot, now: int) -> Stand:
    if slot.ends <= now:
        return Stand.PAST
    return Stand.ON if slot.starts <= now else Stand.COMING


def _mark(topic: int | None, doing: Doing) -> Mark:
    if topic is None:
        return Mark.NONE
    if topic == doing.hand:
        return Mark.HAND
    return Mark.FIRST if topic == doing.first else Mark.NONE


def _prices(doing: Doing) -> tuple[dict[tuple[int, int], int], int | None]:
    """The price of each cell for the card in the host's hand, and the lowest; none before the server has told."""
    held = doing.held
    if held is None or doing.hand is None or held.topic != doing.hand:
        return {}, None
    prices = {(slot, room): price for slot, room, price in held.prices}
    return prices, min(prices.values(), default=None)
