"""What is decided about the board: slots, rooms, cells, sessions, publishing, who means to go. Part of the rules."""

from itertools import pairwise
from typing import assert_never

from teachmeet.domain import commands_board as c
from teachmeet.domain import facts as f
from teachmeet.domain import facts_board as fb
from teachmeet.domain import text
from teachmeet.domain.board import Cell
from teachmeet.domain.checks import MOST_SEATS, ROOMS, SLOTS, checked, kit, listed_topic, ranged
from teachmeet.domain.fold_board import stays
from teachmeet.domain.puzzles import cells, frozen, leads_twice, sessions
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.state import State
from teachmeet.domain.things import Session, Topic
from teachmeet.domain.votes import members, root_of

HostCommand = c.GridCommand | c.SessionCommand


def decide_host(state: State, command: HostCommand) -> tuple[f.Fact, ...]:
    """What the host does about the board."""
    if isinstance(command, c.GridCommand):
        return _grid(state, command)
    match command:
        case c.PlaceTopic():
            return _place(state, command)
        case c.TakeOff():
            return (fb.SessionTakenOff(_movable(state, _session(state, command.topic)).topic),)
        case c.SwapSessions():
            return _swap(state, command)
        case c.PinSession():
            session = _session(state, command.topic)
            return () if session.pinned == command.pinned else (fb.SessionPinned(session.topic, command.pinned),)
        case c.TakeArrangement():
            return _take(state, command)
        case c.Publish():
            return _publish(state)
        case _:
            assert_never(command)


# ── slots and rooms


def _grid(state: State, command: c.GridCommand) -> tuple[f.Fact, ...]:
    match command:
        case c.AddRoom() | c.ChangeRoom():
            return _room(state, command)
        case c.AddSlot() | c.MoveSlot():
            return _slot(state, command)
        case c.FreezeSlot():
            return freeze(state, command)
        case c.CloseCell():
            return _close(state, command)
        case _:
            assert_never(command)


def _room(state: State, command: c.AddRoom | c.ChangeRoom) -> tuple[f.Fact, ...]:
    name = checked(command.name, text.NAME, "room")
    way = checked(command.way, text.DETAIL, "way", may_be_empty=True)
    if command.seats < 1:
        raise Refused(Code.ROOM_WITHOUT_SEATS)
    ranged(command.seats, "seats", 1, MOST_SEATS)
    number = _known_room(state, command.room) if isinstance(command, c.ChangeRoom) else state.seq + 1
    if any(room.name.casefold() == name.casefold() and room.room != number for room in state.rooms.values()):
        raise Refused(Code.ROOM_TWICE)
    changed = fb.RoomChanged(number, name, command.seats, kit(command.kit), way)
    if isinstance(command, c.ChangeRoom):
        room = state.rooms[number]
        same = (room.name, room.seats, room.kit, room.way) == (name, changed.seats, changed.kit, way)
        return () if same else (changed,)
    if len(state.rooms) >= ROOMS:
        raise Refused(Code.ENOUGH_ROOMS, most=ROOMS)
    added = f.RoomAdded(number, name, command.seats)
    return (added, changed) if changed.kit or way else (added,)


def _slot(state: State, command: c.AddSlot | c.MoveSlot) -> tuple[f.Fact, ...]:
    ranged(command.starts.year, "starts", 2000, 2999)
    ranged(command.ends.year, "ends", 2000, 2999)
    if command.ends <= command.starts:
        raise Refused(Code.ENDS_BEFORE_START)
    number = _known_slot(state, command.slot) if isinstance(command, c.MoveSlot) else None
    others = [(slot.starts, slot.ends) for slot in state.slots.values() if slot.slot != number]
    in_order = sorted([*others, (command.starts, command.ends)])
    if any(after[0] < before[1] for before, after in pairwise(in_order)):
        raise Refused(Code.SLOTS_OVERLAP)
    if number is not None:
        same = (state.slots[number].starts, state.slots[number].ends) == (command.starts, command.ends)
        return () if same else (fb.SlotMoved(number, command.starts, command.ends),)
    if len(state.slots) >= SLOTS:
        raise Refused(Code.ENOUGH_SLOTS, most=SLOTS)
    return (f.SlotAdded(state.seq + 1, command.starts, command.ends),)


def freeze(state: State, command: c.FreezeSlot) -> tuple[f.Fact, ...]:
    """Also the clock's: a slot that is about to start freezes by itself."""
    slot = state.slots[_known_slot(state, command.slot)]
    return () if slot.frozen is command.frozen else (fb.SlotFrozen(slot.slot, command.frozen),)


def _close(state: State, command: c.CloseCell) -> tuple[f.Fact, ...]:
    slot, room = _known_slot(state, command.slot), _known_room(state, command.room)
    if command.closed and (slot, room) in cells(state):
        raise Refused(Code.CELL_TAKEN)
    same = (room in state.closed.get(slot, ())) == command.closed
    return () if same else (fb.CellClosed(slot, room, command.closed),)


def _known_slot(state: State, number: int) -> int:
    if number not in state.slots:
        raise Refused(Code.UNKNOWN_SLOT)
    return number


def _known_room(state: State, number: int) -> int:
    if number not in state.rooms:
        raise Refused(Code.UNKNOWN_ROOM)
    return number


# ── sessions


def _session(state: State, topic: int) -> Session:
    session = sessions(state).get(listed_topic(state, topic).topic)
    if session is None:
        raise Refused(Code.NOT_ON_BOARD)
    return session


def _movable(state: State, session: Session) -> Session:
    if session.slot in frozen(state):
        raise Refused(Code.SLOT_IS_FROZEN)
    if session.pinned:
        raise Refused(Code.SESSION_IS_PINNED)
    return session


def _open_cell(state: State, slot: int, room: int | None) -> None:
    """Refused when nothing may be put there."""
    _known_slot(state, slot)
    if slot in frozen(state):
        raise Refused(Code.SLOT_IS_FROZEN)
    if room is not None:
        _known_room(state, room)
        if room in state.closed.get(slot, ()):
            raise Refused(Code.CELL_IS_CLOSED)


def _free_to_lead(state: State, topic: Topic, slot: int, leaving: frozenset[int] = frozenset()) -> None:
    """Refused when somebody would lead two sessions at once."""
    twice = leads_twice(state, topic, slot, leaving)
    if twice is not None:
        name = state.people[twice.person].name if twice.known else None
        raise Refused(Code.LEADS_TWICE, name=name) if name else Refused(Code.SOMEBODY_LEADS_TWICE)


def _place(state: State, command: c.PlaceTopic) -> tuple[f.Fact, ...]:
    topic = listed_topic(state, command.topic)
    where = checked(command.where, text.NAME, "where", may_be_empty=command.room is not None)
    where = where if command.room is None else ""
    _open_cell(state, command.slot, command.room)
    now = sessions(state).get(topic.topic)
    if now is not None:
        if now.place == (command.slot, command.room, where):
            return ()
        _movable(state, now)
    if command.room is not None and cells(state).get((command.slot, command.room), topic.topic) != topic.topic:
        raise Refused(Code.CELL_TAKEN)
    _free_to_lead(state, topic, command.slot)
    return (fb.SessionPlaced(topic.topic, command.slot, command.room, where),)


def _swap(state: State, command: c.SwapSessions) -> tuple[f.Fact, ...]:
    one, other = listed_topic(state, command.topic), listed_topic(state, command.other)
    if one.topic == other.topic:
        raise Refused(Code.SAME_TOPIC)
    board = sessions(state)
    places = {topic.topic: board.get(topic.topic) for topic in (one, other)}
    if not any(places.values()):
        raise Refused(Code.NOT_ON_BOARD)
    leaving = frozenset(places)
    for topic, goes_to in ((one, places[other.topic]), (other, places[one.topic])):
        if goes_to is not None:
            _movable(state, goes_to)
            _free_to_lead(state, topic, goes_to.slot, leaving)
    return (fb.SessionsSwapped(one.topic, other.topic),)


def _take(state: State, command: c.TakeArrangement) -> tuple[f.Fact, ...]:
    """The planner's board, if it still fits: the host may have moved something meanwhile."""
    ranged(command.seed, "seed", 0, 2**53)
    ranged(command.steps, "steps", 0, 2**53)
    board = sessions(state)
    placed = {topic: session for topic, session in board.items() if stays(state, session)}
    free = _free_cells(state, {(s.slot, s.room) for s in placed.values() if s.room is not None})
    for number, slot, room in command.cells:
        if number in placed or number not in state.topics or not state.topics[number].listed:
            raise Refused(Code.BOARD_HAS_CHANGED)
        if (slot, room) not in free:
            raise Refused(Code.BOARD_HAS_CHANGED)
        free.remove((slot, room))
        placed[number] = Session(number, slot, room)
    if free and not board.keys() <= placed.keys():
        raise Refused(Code.BOARD_HAS_CHANGED)  # it knows nothing of what was placed since, and there is room for it
    if placed == board:
        return ()
    return (fb.BoardArranged(command.cells, command.seed, command.steps),)


def _free_cells(state: State, taken: set[Cell]) -> set[Cell]:
    """The cells in which the planner may place something."""
    slots = state.slots.keys() - frozen(state)
    cells = {(slot, room) for slot in slots for room in state.rooms if room not in state.closed.get(slot, ())}
    return cells - taken


def _publish(state: State) -> tuple[f.Fact, ...]:
    board = sessions(state)
    if not board:
        raise Refused(Code.NOTHING_ON_BOARD)
    same = state.publications and {t: s.place for t, s in board.items()} == {
        t: s.place for t, s in state.published.items() if t in state.topics and state.topics[t].listed
    }
    return () if same else (fb.BoardPublished(),)


# ── attendees


def go(state: State, person: int, command: c.Go) -> tuple[f.Fact, ...]:
    together = members(state, root_of(state, command.topic))
    going = [topic for topic in together if topic in state.going.get(person, ())]
    if not command.going:
        return tuple(fb.GoingSet(person, topic, False) for topic in going)
    if command.topic not in state.published or not state.topics[command.topic].listed:
        raise Refused(Code.NOT_ON_BOARD)
    return () if going else (fb.GoingSet(person, command.topic, True),)

