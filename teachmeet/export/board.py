"""The board as everybody was shown it last: which session was where, and who led it. For all formats; pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from teachmeet.domain.state import State
from teachmeet.domain.things import Room, Slot, Topic
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
    return tuple(name for name in (published(state, person) for person in people) if name)


def published(state: State, number: int) -> str:
    """Somebody's name with their organisation, as the sign-up sheet has them, if they are on it; nothing unless they
    agreed that it is published: on their phone, or else on the sheet."""
    person = state.people.get(number)
    if person is None:
        return ""
    sheet = person if person.signup is None else state.people.get(person.signup, person)
    phone = person if person.phone is None else state.people.get(person.phone, person)
    agreed = sheet.publish if phone.publish is None else phone.publish
    if not agreed or not sheet.name:
        return ""
    return f"{sheet.name}, {sheet.organisation}" if sheet.organisation else sheet.name
