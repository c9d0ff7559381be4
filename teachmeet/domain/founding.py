"""From what an organizer brings to the facts of a new meet, and back. Part of the rules: may refuse."""

from itertools import pairwise

from teachmeet.domain import facts as f
from teachmeet.domain import facts_board as fb
from teachmeet.domain.checks import kit
from teachmeet.domain.commands import MakeMeet
from teachmeet.domain.programme import Past, RoomPlan, Signup, SlotPlan, TalkPlan, TopicPlan
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.resemble import plain
from teachmeet.domain.state import State
from teachmeet.domain.text import DETAIL, NAME, TITLE, is_blank, is_clean
from teachmeet.domain.things import Topic


def found(command: MakeMeet, first: int) -> tuple[f.Fact, ...]:
    """The facts of a new meet, numbered from `first`; Refused when its times, slots or rooms make no sense.

    A person who signed up for several things is one person: the same name at the same organisation.
    """
    check(command)
    made = _meet(command)
    people: dict[tuple[str, str], int] = {}
    consents = _consents(command)
    topics: list[int] = []

    def number() -> int:
        """The number of the fact that is made next."""
        return first + len(made)

    def person(who: Signup) -> int:
        key = (who.name, who.organisation)
        if not who.name or key not in people:
            people[key] = number()
            made.append(f.SignedUp(people[key], consents[key], who.name, who.organisation, who.note))
        return people[key]

    for room in command.rooms:
        made.append(f.RoomAdded(number(), room.name, room.seats))
        if room.kit or room.way:
            made.append(fb.RoomChanged(number() - 1, room.name, room.seats, kit(room.kit), room.way))
    for slot in command.slots:
        made.append(f.SlotAdded(number(), slot.starts, slot.ends))
    for talk in command.talks:
        who = person(talk.who)
        made.append(f.TalkPlanned(number(), who, talk.kind, talk.seconds, talk.title, talk.link))
    for topic in command.topics:
        by = None if topic.who is None else person(topic.who)
        topics.append(number())
        made.append(f.TopicPitched(topics[-1], by, topic.pitch, False, topic.title, topic.detail))
        if topic.kit:
            made.append(fb.TopicNeeds(topics[-1], kit(topic.kit)))
    for pitched, topic in zip(topics, command.topics, strict=True):
        if topic.avoid:
            made.append(f.TopicAvoids(pitched, tuple(topics[place] for place in topic.avoid)))
    return (*made, *_remembered(command, people))


def _meet(command: MakeMeet) -> list[f.Fact]:
    """The gathering itself, and the series that it belongs to."""
    made = f.MeetMade(
        command.title, command.format, command.zone, command.starts, command.ends, command.rehearsal
    )
    return [made, f.SeriesNamed(command.series)] if command.series else [made]


def _remembered(command: MakeMeet, people: dict[tuple[str, str], int]) -> list[f.Remembered]:
    """What the series knows of those on the sheet, by their numbers."""
    known = {past.name: past for past in command.past}
    found = [(number, known.get(plain(name))) for (name, _), number in people.items() if plain(name)]
    return [f.Remembered(number, past.spoke, past.missed) for number, past in found if past is not None]


def _consents(command: MakeMeet) -> dict[tuple[str, str], bool | None]:
    """Of each person, whether the name may be published: one no among several answers is a no."""
    said: dict[tuple[str, str], bool | None] = {}
    for who in (*(talk.who for talk in command.talks), *(topic.who for topic in command.topics)):
        if who is not None:
            key = (who.name, who.organisation)
            before = said.get(key)
            said[key] = who.publish if before is None else before and who.publish is not False
    return said


def check(command: MakeMeet) -> None:
    """Refuse a meet that cannot be."""
    if not is_clean(command.title):
        raise Refused(Code.BAD_CHARACTERS, field="title")
    if is_blank(command.title):
        raise Refused(Code.EMPTY, field="title")
    if len(command.title) > TITLE:
        raise Refused(Code.TOO_LONG, field="title", most=TITLE)
    if not is_clean(command.series):
        raise Refused(Code.BAD_CHARACTERS, field="series")
    if len(command.series) > TITLE:
        raise Refused(Code.TOO_LONG, field="series", most=TITLE)
    if command.starts is not None and command.ends is not None and command.ends <= command.starts:
        raise Refused(Code.ENDS_BEFORE_START)
    if any(slot.ends <= slot.starts for slot in command.slots):
        raise Refused(Code.ENDS_BEFORE_START)
    in_order = sorted(command.slots, key=lambda slot: slot.starts)
    if any(after.starts < before.ends for before, after in pairwise(in_order)):
        raise Refused(Code.SLOTS_OVERLAP)
    if not all(is_clean(room.name) and is_clean(room.way) for room in command.rooms):
        raise Refused(Code.BAD_CHARACTERS, field="room")
    if any(len(room.name) > NAME or len(room.way) > DETAIL for room in command.rooms):
        raise Refused(Code.TOO_LONG, field="room", most=NAME)
    if any(room.seats < 1 for room in command.rooms):
        raise Refused(Code.ROOM_WITHOUT_SEATS)
    names = [room.name.casefold() for room in command.rooms]
    if len(set(names)) < len(names):
        raise Refused(Code.ROOM_TWICE)


def founded(state: State) -> MakeMeet:
    """The command that would found this meet again: everybody on its sheet, and nothing that came from a phone."""
    meet = state.meet
    if meet is None:
        raise AssertionError("a meet is founded by its first line")
    people = {
        person.person: Signup(person.name or "", person.organisation or "", person.note or "", person.publish)
        for person in state.people.values()
    }
    known = [topic for topic in state.topics.values() if topic.listed and not _came_from_a_phone(state, topic)]
    places = {topic.topic: place for place, topic in enumerate(known)}
    return MakeMeet(
        meet.title,
        meet.format,
        meet.zone,
        meet.starts,
        meet.ends,
        tuple(RoomPlan(room.name, room.seats, room.kit, room.way) for room in state.rooms.values()),
        tuple(SlotPlan(slot.starts, slot.ends) for slot in state.slots.values()),
        tuple(
            TalkPlan(people[talk.person], talk.title, talk.kind, talk.seconds, talk.link or "")
            for talk in state.talks.values()
            if talk.title is not None and state.people[talk.person].joined is None
        ),
        tuple(
            TopicPlan(
                None if topic.person is None else people[topic.person],
                topic.title or "",
                topic.pitch,
                topic.detail or "",
                tuple(places[other] for other in topic.avoids if other in places),
                topic.kit,
            )
            for topic in known
        ),
        meet.rehearsal,
        meet.series,
        _pasts(state),
    )


def _pasts(state: State) -> tuple[Past, ...]:
    """What the founding was told of those on the sheet."""
    known = (person for person in state.people.values() if person.name and (person.spoke or person.missed))
    return tuple(dict.fromkeys(Past(plain(person.name or ""), person.spoke, person.missed) for person in known))


def _came_from_a_phone(state: State, topic: Topic) -> bool:
    return topic.person is not None and state.people[topic.person].joined is not None
