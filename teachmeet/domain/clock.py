"""Time in a meet, without reading any clock: what a talk has left, and the next deadline of the state."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from teachmeet.domain.checks import next_talk
from teachmeet.domain.commands import CloseRound, EndTalk, StartTalk
from teachmeet.domain.commands_board import FreezeSlot
from teachmeet.domain.programme import KINDS, MICRO, Kind, Overrun, SegmentKind
from teachmeet.domain.state import State
from teachmeet.domain.things import Segment, Talk, Timer


@dataclass(frozen=True, slots=True)
class Anchor:
    """A timer that everybody draws for themselves; times in milliseconds, `ends_at` since 1970 in UTC.

    A running timer has `ends_at`, a standing one `remaining` (below zero in overtime); never both. It warns
    when less than `warn` is left, then when less than `danger` is. `total` is all the time that was given.
    """

    ends_at: int | None
    remaining: int | None
    total: int
    warn: int
    danger: int


def kind_of(state: State, talk: Talk) -> Kind:
    """What a talk's kind says of it; one that nobody knows goes as a micro."""
    return state.kinds.get(talk.kind) or KINDS[MICRO]


def used(talk: Talk, now: datetime) -> timedelta:
    """How long a talk has been going, pauses left out."""
    if talk.started is None:
        return timedelta(0)
    until = talk.ended or talk.paused or now
    return until - talk.started - talk.paused_for


def anchor(talk: Talk, kind: Kind) -> Anchor:
    """The timer of a talk that has started; the same whenever it is asked."""
    if talk.started is None:
        raise AssertionError("only a talk that has started has a clock")
    given = timedelta(seconds=talk.seconds + talk.added)
    total = milliseconds(given)
    warn, danger = min(kind.warn * 1000, total // 2), min(kind.danger * 1000, total // 4)
    if talk.paused is not None:
        return Anchor(None, milliseconds(given - used(talk, talk.paused)), total, warn, danger)
    return Anchor(at(ends_at(talk, talk.started)), None, total, warn, danger)


def ends_at(talk: Talk, started: datetime) -> datetime:
    """When the time of a talk that runs is over."""
    return started + talk.paused_for + timedelta(seconds=talk.seconds + talk.added)


def segment_anchor(segment: Segment) -> Anchor | None:
    """The timer of a part that has begun and has a length."""
    if segment.started is None or not segment.seconds:
        return None
    total = segment.seconds * 1000
    ends = segment.started + segment.paused_for + timedelta(seconds=segment.seconds)
    return Anchor(at(ends), None, total, min(120_000, total // 2), min(30_000, total // 4))


def timer_anchor(timer: Timer) -> Anchor:
    """The second timer."""
    total = timer.seconds * 1000
    ends = timer.started + timedelta(seconds=timer.seconds)
    return Anchor(at(ends), None, total, min(30_000, total // 2), min(10_000, total // 4))


def at(moment: datetime) -> int:
    """A moment as milliseconds since 1970 in UTC."""
    return round(moment.timestamp() * 1000)


def milliseconds(span: timedelta) -> int:
    """A span as whole milliseconds."""
    return round(span.total_seconds() * 1000)


Deadline = tuple[datetime, CloseRound | EndTalk | StartTalk | FreezeSlot]
FREEZES = timedelta(minutes=5)
"""So long before it starts, a slot of the published board freezes by itself."""


def due(state: State) -> Deadline | None:
    """The next deadline and the command that it brings; None when nothing is waiting for a time."""
    deadlines = (_round_closes(state), _talk_stops(state), _talk_starts(state), _slot_freezes(state))
    return min((one for one in deadlines if one is not None), key=lambda one: one[0], default=None)


def _round_closes(state: State) -> Deadline | None:
    voting = None if state.open_round is None else state.rounds[state.open_round]
    return None if voting is None or voting.closes is None else (voting.closes, CloseRound(voting.round))


def _slot_freezes(state: State) -> Deadline | None:
    """The next slot with sessions that everybody knows of; one that the host thawed stays so."""
    known = {session.slot for session in state.published.values()}
    coming = [slot for slot in state.slots.values() if slot.frozen is None and slot.slot in known]
    first = min(coming, key=lambda slot: slot.starts, default=None)
    return None if first is None else (first.starts - FREEZES, FreezeSlot(first.slot))


def _talk_stops(state: State) -> Deadline | None:
    """A talk of a kind that ends by itself; never before the host has said what a time away was."""
    talk = None if state.on is None else state.talks.get(state.on)
    if talk is None or talk.started is None or talk.paused is not None or state.away is not None:
        return None
    stops = kind_of(state, talk).overrun is Overrun.STOP
    return (ends_at(talk, talk.started), EndTalk()) if stops else None


def _talk_starts(state: State) -> Deadline | None:
    """The next talk, when it starts by itself after the changeover; the first of a part never does."""
    if not state.auto_start or state.on is not None or next_talk(state) is None or state.away is not None:
        return None
    part = None if state.segment is None else state.segments.get(state.segment)
    if part is not None and part.kind is not SegmentKind.TALKS:
        return None
    ended = [(talk.ended, talk) for talk in state.talks.values() if talk.ended is not None]
    if not ended:
        return None
    over, last = max(ended, key=lambda one: one[0])
    if part is not None and part.started is not None and over < part.started:
        return None
    return over + timedelta(seconds=kind_of(state, last).changeover), StartTalk()
