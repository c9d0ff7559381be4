"""The panels of the unconference board: what everybody sees of it, what the host is making, and one's own part."""

from collections.abc import Iterable
from functools import partial

from teachmeet.domain.board import Placed, Puzzle, Score
from teachmeet.domain.checks import on_phones
from teachmeet.domain.clock import at
from teachmeet.domain.panels import Surroundings, View
from teachmeet.domain.panels_board import (
    BoardPanel,
    GoingPanel,
    GridPanel,
    GridSession,
    GridSlot,
    HeldPanel,
    MergeNote,
    MyBoard,
    PlanningPanel,
    RoomCard,
    ScoreCard,
    SessionCard,
    SlotCard,
    WaitingTopic,
)
from teachmeet.domain.puzzles import expected, leads_twice, placed_now, puzzle_of, sessions, torn_in
from teachmeet.domain.scoring import by_votes, prices, score
from teachmeet.domain.state import State
from teachmeet.domain.things import Room, Session, Topic
from teachmeet.domain.votes import going_of, leads_of, next_card, root_of, roots, shown_leads, wishes, wishes_of


def names(state: State, people: Iterable[int], view: View) -> tuple[str, ...]:
    """The names of these people as a view may read them."""
    return tuple(name for person in people if (name := name_of(state, person, view)))


def name_of(state: State, person: int | None, view: View) -> str | None:
    """Somebody's name; on the wall only one that the host typed, or has let."""
    known = None if person is None else state.people.get(person)
    if known is None or (view is View.WALL and known.joined is not None and not known.let):
        return None
    return known.name or None


def _room(room: Room) -> RoomCard:
    return RoomCard(room.room, room.name, room.seats, room.kit, room.way)


# ── what everybody sees


def _published(state: State) -> dict[int, Session]:
    """The published sessions of topics that are still on the list, in the order of slots, then of rooms."""
    order = {slot.slot: slot.starts for slot in state.slots.values()}
    rooms = {room: place for place, room in enumerate(state.rooms)}
    there = [
        session
        for session in state.published.values()
        if session.slot in order and session.topic in state.topics and state.topics[session.topic].listed
    ]
    there.sort(key=lambda session: (order[session.slot], rooms.get(session.room or 0, len(rooms)), session.topic))
    return {session.topic: session for session in there}


def board(state: State, _around: Surroundings, view: View) -> BoardPanel:
    """The board panel: what was published, never what the host is trying out."""
    shown = _published(state)
    if not state.publications:
        return BoardPanel(0, (), (), (), ())
    slots = sorted(state.slots.values(), key=lambda slot: slot.starts)
    before = (state.topics[topic] for topic in state.published_before if topic in state.topics and topic not in shown)
    gone = [topic.title or "" for topic in before if not topic.removed]
    return BoardPanel(
        state.publications,
        tuple(SlotCard(slot.slot, at(slot.starts), at(slot.ends)) for slot in slots),
        tuple(_room(room) for room in state.rooms.values()),
        tuple(_card(state, session, view) for session in shown.values()),
        tuple(title for title in gone if title),
    )


def _card(state: State, session: Session, view: View) -> SessionCard:
    topic = state.topics[session.topic]
    return SessionCard(
        topic.topic,
        topic.pitch,
        topic.title,
        names(state, shown_leads(topic), view),
        names(state, topic.scribes, view),
        session.slot,
        session.room,
        session.where,
        _changed(state, session),
    )


def _changed(state: State, session: Session) -> bool:
    """Since the board was published the time before; the first time nothing is a change."""
    before = state.published_before.get(session.topic)
    return state.publications > 1 and (before is None or before.place != session.place)


def going(state: State, _around: Surroundings, _view: View) -> GoingPanel:
    """The going panel."""
    counts = going_of(state)
    return GoingPanel(state.publications, tuple(counts.get(topic, 0) for topic in _published(state)))


# ── what the host is making


def grid(state: State, _around: Surroundings, _view: View) -> GridPanel:
    """The grid panel."""
    puzzle, placed = puzzle_of(state), placed_now(state)
    wished = {topic: len(people) for topic, people in wishes(state).items()}
    on_board, goes = sessions(state), going_of(state)
    torn = torn_in(puzzle, placed)
    slots = sorted(state.slots.values(), key=lambda slot: slot.starts)
    draw = partial(_grid_session, state, wished, goes)
    drawn = tuple(draw(session) for session in on_board.values())
    gone = sum(topic not in on_board for topic in _published(state))
    return GridPanel(
        tuple(GridSlot(s.slot, at(s.starts), at(s.ends), s.frozen is True, torn.get(s.slot, 0)) for s in slots),
        tuple(_room(room) for room in state.rooms.values()),
        tuple((slot, room) for slot, rooms in state.closed.items() for room in rooms),
        drawn,
        _waiting(state, wished),
        score_card(puzzle, placed) if placed else None,
        state.publications,
        sum(session.moved for session in drawn) + gone if state.publications else len(drawn),
    )


def _grid_session(state: State, wished: dict[int, int], goes: dict[int, int], session: Session) -> GridSession:
    topic = state.topics[session.topic]
    known = state.published.get(topic.topic)
    return GridSession(
        topic.topic,
        topic.pitch,
        topic.title,
        names(state, shown_leads(topic), View.HOST),
        session.slot,
        session.room,
        session.where,
        session.pinned,
        state.slots[session.slot].frozen is True,
        bool(state.publications) and (known is None or known.place != session.place),
        wished.get(topic.topic, 0),
        topic.hands,
        goes.get(topic.topic, 0),
        _warnings(state, session, wished.get(topic.topic, 0), goes.get(topic.topic, 0)),
    )


def _warnings(state: State, session: Session, wished: int, goes: int) -> tuple[str, ...]:
    """What is wrong with where a session stands."""
    topic = state.topics[session.topic]
    room = None if session.room is None else state.rooms[session.room]
    found: list[str] = []
    if not leads_of(topic):
        found.append("nobody_leads")
    if leads_twice(state, topic, session.slot) is not None:
        found.append("leads_twice")
    if _clashes(state, topic, session):
        found.append("clash")
    if room is not None and not {*map(str.casefold, topic.kit)} <= {*map(str.casefold, room.kit)}:
        found.append("kit")
    if room is not None and expected(topic, wished, goes) > room.seats:
        found.append("seats")
    return tuple(found)


def _clashes(state: State, topic: Topic, session: Session) -> bool:
    """Whether something is held at the same time that was to be kept apart."""
    merged = roots(state)
    apart = {merged.get(other, other) for other in topic.avoids}
    for other in sessions(state).values():
        if other.slot == session.slot and other.topic != topic.topic:
            theirs = {merged.get(number, number) for number in state.topics[other.topic].avoids}
            if other.topic in apart or topic.topic in theirs:
                return True
    return False


def _waiting(state: State, wished: dict[int, int]) -> tuple[WaitingTopic, ...]:
    on_board = sessions(state)
    left = [topic for topic in state.topics.values() if topic.listed and topic.topic not in on_board]
    left.sort(key=lambda topic: -(wished.get(topic.topic, 0) + (topic.hands or 0)))
    return tuple(
        WaitingTopic(
            topic.topic,
            topic.pitch,
            topic.title,
            names(state, shown_leads(topic), View.HOST),
            wished.get(topic.topic, 0),
            topic.hands,
            topic.kit,
        )
        for topic in left
    )


def score_card(puzzle: Puzzle, placed: Placed, known: Score | None = None) -> ScoreCard:
    """How well a placing fits, beside the same topics placed by votes alone."""
    found = known or score(puzzle, placed)
    plain = score(puzzle, by_votes(puzzle))
    return ScoreCard(
        _in_hundred(found),
        _in_hundred(plain),
        found.most_missed,
        found.torn,
        found.clashes,
        found.doubled,
        found.unfit,
        found.short,
        found.left,
    )


def _in_hundred(found: Score) -> int | None:
    """Rounded down: “all of them” is only said when it is so."""
    return None if not found.wishes else found.kept * 100 // found.wishes


def planning(_state: State, around: Surroundings, _view: View) -> PlanningPanel:
    """The planning panel: how far the planner is, and the best board it has found."""
    return around.planning or PlanningPanel(False, 0, 0, 0, (), None, 0)


def held(state: State, around: Surroundings, _view: View) -> HeldPanel:
    """The held panel: the price of each cell for the card in the host's hand."""
    topic = around.held
    if topic is None or topic not in state.topics or not state.topics[topic].listed:
        return HeldPanel(None, ())
    found = prices(puzzle_of(state), placed_now(state), topic)
    return HeldPanel(topic, tuple((slot, room, price) for (slot, room), price in found.items()))


# ── one's own part


def my_board(state: State, person: int) -> MyBoard:
    """What the state holds of one person's topics, votes and sessions, for that person's eyes."""
    last = max(state.rounds, default=None)
    spent = 0 if last is None else sum(state.ballots.get(last, {}).get(person, {}).values())
    merged = roots(state)
    wished = wishes_of(state, person) if state.rounds else ()
    goes = state.going.get(person, ())
    if merged:
        goes = tuple(dict.fromkeys(merged.get(topic, topic) for topic in goes))
    leads, scribes = _parts(state, person)
    return MyBoard(
        spent,
        wished,
        goes,
        leads,
        scribes,
        _merges(state, person) if merged else (),
        _moved(state, {*goes, *leads, *scribes, *wished}) if state.publications > 1 else (),
        next_card(state, person),
    )


def _parts(state: State, person: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The topics that somebody leads, and those whose notes they write, also as who they are on the sheet."""
    me = {person, state.people[person].signup} - {None}
    leads: list[int] = []
    scribes: list[int] = []
    for topic in state.topics.values():
        if (topic.person in me or not me.isdisjoint(topic.leads)) and topic.listed and me & {*leads_of(topic)}:
            leads.append(topic.topic)
        if topic.scribes and topic.listed and not me.isdisjoint(topic.scribes):
            scribes.append(topic.topic)
    return tuple(leads), tuple(scribes)


def _merges(state: State, person: int) -> tuple[MergeNote, ...]:
    """The topics that one voted for or pitched, and that went into others."""
    voted = {topic for ballots in state.ballots.values() for topic in ballots.get(person, {})}
    notes: list[MergeNote] = []
    for topic in state.topics.values():
        if topic.into is not None and not topic.removed and (topic.topic in voted or topic.person == person):
            into = state.topics[root_of(state, topic.topic)]
            seen = into.title if on_phones(state, into) else None
            notes.append(MergeNote(topic.topic, topic.title, into.topic, seen))
    return tuple(notes)


def _moved(state: State, mine: set[int]) -> tuple[int, ...]:
    shown = _published(state)
    gone = (topic for topic in state.published_before if topic in mine and topic not in shown)
    return (*(topic for topic, session in shown.items() if topic in mine and _changed(state, session)), *gone)
