"""What facts about the board do to the state. Part of State.apply: total, never refuses."""

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from teachmeet.domain import facts_board as f
from teachmeet.domain.fold_people import let
from teachmeet.domain.programme import Part, Pitch
from teachmeet.domain.things import Room, Session, Topic

if TYPE_CHECKING:
    from teachmeet.domain.state import State


def apply_topic(state: "State", fact: f.TopicFact) -> None:
    """What becomes of topics before they have a place."""
    match fact:
        case f.CheckingSet():
            state.checking = fact.on
            state.edition = state.seq
        case f.OnlyRequests():
            state.requests_until = fact.until
        case f.PitchCalled():
            state.pitching = fact.topic
            if fact.topic in state.topics:
                _change(state, replace(state.topics[fact.topic], approved=True))
                _let(state, state.topics[fact.topic])
        case f.RoundMethodSet():
            if (voting := state.rounds.get(fact.round)) is not None:
                state.rounds[fact.round] = replace(voting, method=fact.method, most=fact.most, hidden=fact.hidden)
        case _:
            if (topic := state.topics.get(fact.topic)) is not None:
                _change(state, _changed(topic, fact))
                if isinstance(fact, f.TopicApproved):
                    _let(state, topic)


def _change(state: "State", topic: Topic) -> None:
    state.topics[topic.topic] = topic
    state.edition = state.seq


def _let(state: "State", topic: Topic) -> None:
    """The names on a card go onto the wall with it, but for whoever wanted none on it."""
    let(state, (None if topic.anonymous else topic.person, *topic.leads, *topic.scribes))


def _changed(
    topic: Topic,
    fact: f.TopicNeeds | f.TopicApproved | f.TopicsMerged | f.TopicUnmerged | f.HandsCounted | f.PartTaken,
) -> Topic:
    match fact:
        case f.TopicNeeds():
            return replace(topic, kit=fact.kit)
        case f.TopicApproved():
            return replace(topic, approved=True)
        case f.TopicsMerged():
            return replace(topic, into=fact.into)
        case f.TopicUnmerged():
            return replace(topic, into=None)
        case f.HandsCounted():
            return replace(topic, hands=fact.hands)
        case f.PartTaken():
            return _with_part(topic, fact)
        case _:
            assert_never(fact)


def _with_part(topic: Topic, fact: f.PartTaken) -> Topic:
    if fact.part is Part.LEAD and fact.person == topic.person and topic.pitch is Pitch.OFFER:
        return replace(topic, resigned=not fact.taken)
    people = topic.leads if fact.part is Part.LEAD else topic.scribes
    people = tuple(person for person in people if person != fact.person)
    people = (*people, fact.person) if fact.taken else people
    return replace(topic, leads=people) if fact.part is Part.LEAD else replace(topic, scribes=people)


def apply_grid(state: "State", fact: f.GridFact) -> None:
    """The slots and rooms themselves."""
    match fact:
        case f.RoomChanged():
            if fact.room in state.rooms:
                state.rooms[fact.room] = Room(fact.room, fact.name, fact.seats, fact.kit, fact.way)
        case f.SlotMoved():
            if (slot := state.slots.get(fact.slot)) is not None:
                state.slots[fact.slot] = replace(slot, starts=fact.starts, ends=fact.ends)
        case f.SlotFrozen():
            if (slot := state.slots.get(fact.slot)) is not None:
                state.slots[fact.slot] = replace(slot, frozen=fact.frozen)
        case f.CellClosed():
            rooms = {room for room in state.closed.get(fact.slot, ()) if room != fact.room}
            state.closed[fact.slot] = tuple(sorted(rooms | {fact.room} if fact.closed else rooms))
        case _:
            assert_never(fact)


def apply_session(state: "State", fact: f.SessionFact) -> None:
    """What has a place, what everybody sees of it, and who means to be there."""
    match fact:
        case f.SessionPlaced():
            pinned = fact.topic in state.board and state.board[fact.topic].pinned
            state.board[fact.topic] = Session(fact.topic, fact.slot, fact.room, fact.where, pinned)
        case f.SessionTakenOff():
            state.board.pop(fact.topic, None)
        case f.SessionsSwapped():
            _swap(state, fact.topic, fact.other)
        case f.SessionPinned():
            if (session := state.board.get(fact.topic)) is not None:
                state.board[fact.topic] = replace(session, pinned=fact.pinned)
        case f.BoardArranged():
            _arrange(state, fact)
        case f.BoardPublished():
            _publish(state)
        case f.GoingSet():
            topics = tuple(topic for topic in state.going.get(fact.person, ()) if topic != fact.topic)
            state.going[fact.person] = (*topics, fact.topic) if fact.going else topics
        case _:
            assert_never(fact)


def _swap(state: "State", one: int, other: int) -> None:
    first, second = state.board.pop(one, None), state.board.pop(other, None)
    if first is not None:
        state.board[other] = replace(first, topic=other)
    if second is not None:
        state.board[one] = replace(second, topic=one)


def _arrange(state: "State", fact: f.BoardArranged) -> None:
    for topic, session in list(state.board.items()):
        if not stays(state, session):
            del state.board[topic]
    for topic, slot, room in fact.cells:
        state.board[topic] = Session(topic, slot, room)


def stays(state: "State", session: Session) -> bool:
    """Whether a session is none that an arrangement may move: pinned, somewhere else, in a frozen slot, or a topic's
    that left the list."""
    topic, slot = state.topics.get(session.topic), state.slots.get(session.slot)
    listed = topic is not None and topic.listed
    return not listed or session.pinned or session.room is None or (slot is not None and slot.frozen is True)


def _publish(state: "State") -> None:
    """Placing a topic and showing it to everybody lets it onto the wall too."""
    state.publications += 1
    state.published_before, state.published = state.published, {}
    for topic, session in state.board.items():
        known = state.topics.get(topic)
        if known is not None and known.listed and session.slot in state.slots:
            state.published[topic] = session
            state.topics[topic] = replace(known, approved=True)
            _let(state, known)
    state.edition = state.seq
