"""What became of every talk and part: planned and actual times, in the order of the evening. For all formats; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from teachmeet.domain.clock import used
from teachmeet.domain.facts import Line
from teachmeet.domain.forecast import Of, Stop
from teachmeet.domain.history import fold
from teachmeet.domain.programme import Reason
from teachmeet.domain.state import State
from teachmeet.domain.things import Segment, Talk
from teachmeet.export.board import SessionRecord, published, sessions
from teachmeet.export.planned import as_planned
from teachmeet.words import Words


class Became(StrEnum):
    """What became of a talk; the words to people are kept under these names."""

    GIVEN = "given"
    ON = "on"
    ILL = "ill"
    TIME = "time"
    PAIRED = "paired"
    NOT_CALLED = "not_called"


_GIVEN_UP = {Reason.ILL: Became.ILL, Reason.TIME: Became.TIME, Reason.PAIRED: Became.PAIRED}


@dataclass(frozen=True, slots=True)
class TalkRecord:
    """One talk. All spans in seconds; `over` is what it took beyond its length and the time it was given."""

    talk: Talk
    became: Became
    presenters: tuple[str, ...]
    """The names that may be published, with their organisations; both of a pair."""
    planned: Stop | None
    took: int | None
    over: int | None
    given_with: Talk | None
    """The talk for whose sake this one was given up."""


@dataclass(frozen=True, slots=True)
class PartRecord:
    """One part of the meet."""

    segment: Segment
    planned: Stop | None
    ended: datetime | None


@dataclass(frozen=True, slots=True)
class Record:
    """The evening as it was: its state, its talks, its parts, and the sessions of its board."""

    state: State
    talks: tuple[TalkRecord, ...]
    """Those that were on, in that order; those given up; those never called."""
    parts: tuple[PartRecord, ...]
    sessions: tuple[SessionRecord, ...] = ()


def record(lines: Sequence[Line]) -> Record:
    """The record of a meet, from its journal alone."""
    state, planned = fold(lines), as_planned(lines)
    talks = [_talk_record(state, talk, planned.get((Of.TALK, talk.talk))) for talk in state.talks.values()]
    parts = [
        PartRecord(segment, planned.get((Of.SEGMENT, segment.segment)), segment.ended)
        for segment in state.segments.values()
        if not segment.skipped or segment.started is not None
    ]
    return Record(state, tuple(sorted(talks, key=_place)), tuple(parts), sessions(state))


def _place(one: TalkRecord) -> tuple[int, float]:
    if one.talk.started is not None:
        return 0, one.talk.started.timestamp()
    return (2 if one.became is Became.NOT_CALLED else 1), 0.0


def _talk_record(state: State, talk: Talk, planned: Stop | None) -> TalkRecord:
    names = (published(state, number) for number in (talk.person, talk.partner) if number is not None)
    took = None if talk.ended is None else round(used(talk, talk.ended).total_seconds())
    over = None if took is None else took - talk.seconds - talk.added
    return TalkRecord(
        talk, _became(talk), tuple(name for name in names if name), planned, took, over, _given_with(state, talk)
    )


def _became(talk: Talk) -> Became:
    if talk.started is not None:
        return Became.ON if talk.ended is None else Became.GIVEN
    return Became.NOT_CALLED if talk.withdrawn is None else _GIVEN_UP[talk.withdrawn]


def _given_with(state: State, talk: Talk) -> Talk | None:
    if talk.withdrawn is not Reason.PAIRED:
        return None
    return next((other for other in state.talks.values() if other.partner == talk.person), None)


def part_name(words: Words, segment: Segment) -> str:
    """What a part is called: as the organizer typed it, else as its kind."""
    return segment.title or words(f"export.part_kind.{segment.kind}")
