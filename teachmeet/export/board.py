"""The board as everybody was shown it last: which session was where, and who led it. For all formats; pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from teachmeet.domain.state import State
from teachmeet.domain.things import Person, Room, Slot, Topic
from teachmeet.domain.votes import going_of, members, shown_leads


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session of the published board; without a room it is at `where`."""

    topic: Topic
    slot: Slot
    room: Room | None
    where: str
    leads: tuple[str, ...]
    """The names that may be published, with their organisations."""
    scribes: tuple[str, ...]
    merged: tuple[str, ...]
    """The titles of what was merged into it."""
    going: int


def sessions(state: State) -> tuple[SessionRecord, ...]:
    """The published sessions of topics that are still on the list, in the order of slots, then of rooms."""
    rooms = {room: place for place, room in enumerate(state.rooms)}
    goes = going_of(state)
    found = [
        SessionRecord(
            state.topics[topic],
            state.slots[session.slot],
            None if session.room is None else state.rooms.get(session.room),
            session.where,
            named(state, shown_leads(state.topics[topic])),
            named(state, state.topics[topic].scribes),
            merged_titles(state, topic),
            goes.get(topic, 0),
        )
        for topic, session in state.published.items()
        if topic in state.topics and state.topics[topic].listed and session.slot in state.slots
    ]
    there = len(rooms)
    found.sort(key=lambda one: (one.slot.starts, rooms[one.room.room] if one.room else there, one.topic.topic))
    return tuple(found)


def merged_titles(state: State, topic: int) -> tuple[str, ...]:
    """The titles of what was merged into a topic, in the order they came."""
    inside = sorted(members(state, topic))
    topics = (state.topics[one] for one in inside if one != topic)
    return tuple(one.title for one in topics if one.title is not None and not one.removed)


def named(state: State, people: Iterable[int]) -> tuple[str, ...]:
    """Of these people, the names that may be published."""
    known = (state.people.get(person) for person in people)
    return tuple(name for name in (published(on_sheet(state, person)) for person in known) if name)


def on_sheet(state: State, person: Person | None) -> Person | None:
    """Who somebody with a phone is on the sign-up sheet, if that was found out: there they were asked about names."""
    return person if person is None or person.signup is None else state.people.get(person.signup)


def published(person: Person | None) -> str:
    """A name with its organisation, where its owner agreed that it is published; else nothing."""
    if person is None or not person.publish or not person.name:
        return ""
    return f"{person.name}, {person.organisation}" if person.organisation else person.name
