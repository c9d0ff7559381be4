"""From the room as it is to the board's puzzle: who wishes for what, and what may move. Pure."""

from dataclasses import dataclass

from teachmeet.domain.board import SOMEWHERE_ELSE, Card, Cell, Place, Placed, Puzzle
from teachmeet.domain.fold_board import stays
from teachmeet.domain.state import State
from teachmeet.domain.things import Session, Topic
from teachmeet.domain.votes import going_of, leads_of, roots, wishes

CALM = 3
"""What moving a published session to another slot costs, in misses."""


def sessions(state: State) -> dict[int, Session]:
    """The sessions of the host's board, in the order of topics: those of topics, slots and rooms that are there."""
    return {
        topic: state.board[topic]
        for topic in state.topics
        if topic in state.board and stands(state, state.board[topic])
    }


def stands(state: State, session: Session) -> bool:
    """Whether a session's topic is on the list, and its slot and room are there."""
    return (
        session.topic in state.topics
        and state.topics[session.topic].listed
        and session.slot in state.slots
        and (session.room is None or session.room in state.rooms)
    )


def cells(state: State) -> dict[Cell, int]:
    """The topic in each cell that is taken."""
    return {(s.slot, s.room): s.topic for s in sessions(state).values() if s.room is not None}


def cell_of(session: Session) -> Cell:
    """A session's cell as the puzzle has it."""
    return session.slot, SOMEWHERE_ELSE if session.room is None else session.room


def frozen(state: State) -> frozenset[int]:
    """The slots whose sessions stay where they are."""
    return frozenset(slot.slot for slot in state.slots.values() if slot.frozen is True)


def puzzle_of(state: State) -> Puzzle:
    """The board as it stands, as something to arrange."""
    placed = sessions(state)
    fast = frozen(state)
    free = {(slot, room) for slot in fast for room in state.rooms}
    shut = {(slot, room) for slot, rooms in state.closed.items() for room in rooms}
    merged = roots(state)
    return Puzzle(
        _cards(state),
        tuple(slot.slot for slot in sorted(state.slots.values(), key=lambda slot: slot.starts)),
        tuple(Place(room.room, room.seats, frozenset(map(str.casefold, room.kit))) for room in state.rooms.values()),
        frozenset(free | shut),
        {topic: cell_of(session) for topic, session in placed.items() if stays(state, session)},
        {merged.get(topic, topic): cell_of(session) for topic, session in state.published.items()},
        CALM if state.publications else 0,
        _in_the_room(state),
    )


def _cards(state: State) -> tuple[Card, ...]:
    wished, going = wishes(state), going_of(state)
    merged = roots(state)
    numbers: dict[int, int] = {}

    def known(people: set[int] | tuple[int, ...]) -> frozenset[int]:
        return frozenset(numbers.setdefault(_one(state, person), len(numbers)) for person in people)

    return tuple(
        Card(
            topic.topic,
            known(wished.get(topic.topic, set())),
            known(leads_of(topic)),
            topic.hands or 0,
            frozenset(merged.get(other, other) for other in topic.avoids) - {topic.topic},
            frozenset(map(str.casefold, topic.kit)),
            expected(topic, len(wished.get(topic.topic, ())), going.get(topic.topic, 0)),
        )
        for topic in state.topics.values()
        if topic.listed
    )


def expected(topic: Topic, wishes: int, going: int) -> int:
    """Seats that a session needs: of those going once anybody said so, else of those who wish, on phones or by hand.

    Votes do not predict attendance, saying that one goes does much better (field: measured at an event of 259).
    """
    return going or max(wishes, topic.hands or 0)


def _in_the_room(state: State) -> int:
    """How many people there are, each once; for hands."""
    there = (p.person for p in state.people.values() if (p.joined is not None or p.here) and not p.forgotten)
    return len({_one(state, person) for person in there})


def _one(state: State, person: int) -> int:
    """Somebody on the sheet who came in with a phone is one person."""
    known = state.people.get(person)
    return person if known is None or known.phone is None else known.phone


def placed_now(state: State) -> dict[int, Cell]:
    """The host's board as the puzzle has it."""
    return {topic: cell_of(session) for topic, session in sessions(state).items()}


def torn_in(puzzle: Puzzle, placed: Placed) -> dict[int, int]:
    """Of each slot, how many people wish for two or more of its sessions."""
    once: dict[int, set[int]] = {}
    torn: dict[int, set[int]] = {}
    for card in puzzle.cards:
        if card.topic in placed:
            slot = placed[card.topic][0]
            torn.setdefault(slot, set()).update(card.wants & once.setdefault(slot, set()))
            once[slot] |= card.wants
    return {slot: len(people) for slot, people in torn.items()}


@dataclass(frozen=True, slots=True)
class Twice:
    """Somebody leads two sessions at once; `known` when both say so, and it gives no anonymous card away."""

    person: int
    known: bool


def leads_twice(state: State, topic: Topic, slot: int, leaving: frozenset[int] = frozenset()) -> Twice | None:
    """Of those who lead this topic, one who leads another session of the slot; sessions `leaving` it do not count."""
    leads = {_one(state, person) for person in leads_of(topic)}
    for session in sessions(state).values():
        if session.slot == slot and session.topic != topic.topic and session.topic not in leaving:
            other = state.topics[session.topic]
            both = leads & {_one(state, person) for person in leads_of(other)}
            if both:
                hidden = {_one(state, one.person) for one in (topic, other) if one.anonymous and one.person is not None}
                return Twice(min(both - hidden or both), not both <= hidden)
    return None
