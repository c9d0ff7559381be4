"""What the rules look up, and how much a meet holds: the thing that was named, or Refused."""

from teachmeet.domain import text
from teachmeet.domain.programme import Order
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.state import State
from teachmeet.domain.things import Person, Question, Round, Segment, Talk, Topic

TOPICS, TOPICS_EACH, QUESTIONS_EACH, PEOPLE = 500, 20, 30, 3_000
"""The most that a meet holds: topics, topics and questions of one person, people."""
TALKS, SEGMENTS, OFFERS_EACH = 500, 60, 3
"""Likewise: talks, parts, offers of one person."""
ROOMS, SLOTS, MOST_SEATS, KIT, PARTS = 40, 30, 5_000, 6, 8
"""Likewise: rooms and slots of the board, seats of a room, what a room has or a topic needs, leads of a topic."""
PASSES = 100
"""Likewise: passes that were ever made."""
LONGEST_ROUND = 24 * 3600
MOST_DOTS = 20
MOST_ADDED = 3600
LONGEST = 12 * 3600
"""The longest talk, part or timer, in seconds."""


def ranged(value: int, field: str, least: int, most: int) -> int:
    """The number, or Refused when it lies outside."""
    if not least <= value <= most:
        raise Refused(Code.OUT_OF_RANGE, field=field, least=least, most=most)
    return value


def checked(value: str, longest: int, field: str, may_be_empty: bool = False) -> str:
    """The text with its white space squeezed, or Refused: empty, too long, or with harmful characters."""
    if not text.is_clean(value):
        raise Refused(Code.BAD_CHARACTERS, field=field)
    value = text.squeezed(value)
    if len(value) > longest:
        raise Refused(Code.TOO_LONG, field=field, most=longest)
    if text.is_blank(value):
        if may_be_empty:
            return ""
        raise Refused(Code.EMPTY, field=field)
    return value


def kit(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """What a room has or a topic needs, each once, in their order; Refused when there is too much of it."""
    names = tuple(checked(name, text.KIT, "kit") for name in wanted)
    each = {name.casefold(): name for name in reversed(names)}
    if len(each) > KIT:
        raise Refused(Code.TOO_MUCH_KIT, most=KIT)
    return tuple(reversed(each.values()))


def next_talk(state: State) -> Talk | None:
    """Who is next: the first talk to come, or, when lots are drawn, the first of those that were."""
    coming = (talk for talk in state.talks.values() if talk.waits)
    if state.order is Order.DRAWN:
        coming = (talk for talk in coming if talk.drawn is not None)
    return next(coming, None)


def known_talk(state: State, number: int) -> Talk:
    """The talk of this number."""
    talk = state.talks.get(number)
    if talk is None:
        raise Refused(Code.UNKNOWN_TALK)
    return talk


def waiting_talk(state: State, number: int) -> Talk:
    """The talk of this number, if it is still to come."""
    talk = known_talk(state, number)
    if not talk.waits:
        raise Refused(Code.TALK_IS_ON if state.on == number else Code.TALK_IS_OVER)
    return talk


def known_person(state: State, number: int) -> Person:
    """The person of this number."""
    person = state.people.get(number)
    if person is None or person.forgotten:
        raise Refused(Code.UNKNOWN_PERSON)
    return person


def known_segment(state: State, number: int) -> Segment:
    """The part of this number."""
    segment = state.segments.get(number)
    if segment is None:
        raise Refused(Code.UNKNOWN_SEGMENT)
    return segment


def coming_segment(state: State, number: int) -> Segment:
    """The part of this number, if it has not begun."""
    segment = known_segment(state, number)
    if segment.started is not None:
        raise Refused(Code.SEGMENT_HAS_BEGUN)
    return segment


def coming_segments(state: State) -> list[Segment]:
    """The parts to come, in order: those behind the one that is on, or all while none is."""
    parts = list(state.segments.values())
    if state.segment in state.segments:
        parts = parts[[part.segment for part in parts].index(state.segment) + 1 :]
    return [part for part in parts if part.started is None and not part.skipped]


def open_round(state: State, number: int) -> Round:
    """The round of this number, if it is the open one."""
    voting = state.rounds.get(number)
    if voting is None:
        raise Refused(Code.NO_SUCH_ROUND)
    if state.open_round != number:
        raise Refused(Code.ROUND_CLOSED)
    return voting


def listed_topic(state: State, number: int) -> Topic:
    """The topic of this number, if it is on the list."""
    topic = state.topics.get(number)
    if topic is None or not topic.listed:
        raise Refused(Code.UNKNOWN_TOPIC)
    return topic


def on_phones(state: State, topic: Topic) -> bool:
    """Whether phones see a topic: it is on the list, and not held back until the host let it."""
    return topic.listed and (topic.approved or not state.checking)


def known_question(state: State, number: int) -> Question:
    """The question of this number."""
    question = state.questions.get(number)
    if question is None or question.text is None:
        raise Refused(Code.UNKNOWN_QUESTION)
    return question
