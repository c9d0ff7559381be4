"""When everything will happen, and when it will be over, if it goes on as it is. Pure arithmetic on the state.

- A talk takes its set-up when that is not inside its time, its time, and the changeover behind it, also the last one.
- What is on ends when its time is over, or now, whichever is later; a clock that stands is taken to run from now on.
- Nothing begins before the changeover of the last talk is over, nor, in a meet that has not begun, before its start.
- The parts come in their order, from the one that is on; those before it, ended ones and skipped ones do not come.
  Without a plan, all talks come one after another.
- A part for talks takes them in their order. The last such part takes whoever is left. One before it takes a talk as
  long as this, changeover included, is over by the end of the part, if it has a length, and in time for the next
  rest that has to come `within` so long of the last one, or of the beginning; the first talk that does not fit closes
  it. Time that was frozen out of a part comes on top of its length.
- A meet that has no part for talks left has no place for those who wait: they are `unplaced`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from teachmeet.domain.clock import kind_of, used
from teachmeet.domain.programme import RESTS, SegmentKind
from teachmeet.domain.state import State
from teachmeet.domain.things import Segment, Talk


class Of(StrEnum):
    """What a stop is."""

    TALK = "talk"
    SEGMENT = "segment"


@dataclass(frozen=True, slots=True)
class Stop:
    """A talk or a part yet to come, or on now, with its times; a talk's changeover comes after its end."""

    of: Of
    number: int
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is to come, and when it is over; `late` in seconds against the planned end, below zero when early.

    `unplaced` are talks for which the plan has no part.
    """

    stops: tuple[Stop, ...]
    finish: datetime
    late: int | None
    unplaced: tuple[int, ...] = ()

    def of(self, kind: Of, number: int) -> Stop | None:
        """The stop of this talk or part."""
        return next((stop for stop in self.stops if stop.of is kind and stop.number == number), None)


def need(state: State, talk: Talk) -> timedelta:
    """All the time that a talk takes, from the one before it to the one after."""
    kind = kind_of(state, talk)
    setup = 0 if kind.setup_inside else kind.setup
    return timedelta(seconds=setup + talk.seconds + talk.added + kind.changeover)


def forecast(state: State, now: datetime) -> Forecast:
    """The rest of the meet, as it looks now. Before its start it is taken to begin on time."""
    walk = _Walk(state, now)
    segments = [s for s in state.segments.values() if s.ended is None and not s.skipped]
    if state.segment is not None:
        ahead = [s.segment for s in segments]
        segments = segments[ahead.index(state.segment) :] if state.segment in ahead else segments
    if state.on is not None:
        walk.finish_talk(state.talks[state.on])
    if not state.segments:
        walk.take_all()
    for place, segment in enumerate(segments):
        walk.through(segment, segments[place + 1 :])
    ends = None if state.meet is None else state.meet.ends
    late = None if ends is None else round((walk.at - ends).total_seconds())
    return Forecast(tuple(walk.stops), walk.at, late, tuple(talk.talk for talk in walk.waiting))


def pending(state: State) -> list[Talk]:
    """The talks to come, in the order in which they are expected: those that were drawn stand first."""
    return [talk for talk in state.talks.values() if talk.waits]


class _Walk:
    """Goes through what is to come, looking at the clock as it goes."""

    def __init__(self, state: State, now: datetime) -> None:
        self.state, self.now = state, now
        self.stops: list[Stop] = []
        self.waiting = pending(state)
        self.at = self._begin()
        self.rested = self._last_rest()

    def _begin(self) -> datetime:
        """Now; before the meet has begun, its start; right after a talk, the end of its changeover."""
        talks = self.state.talks.values()
        ended = [(talk.ended, talk) for talk in talks if talk.ended is not None]
        starts = None if self.state.meet is None else self.state.meet.starts
        if ended and self.state.on is None:
            over, talk = max(ended, key=lambda one: one[0])
            return max(self.now, over + timedelta(seconds=kind_of(self.state, talk).changeover))
        begun = self.state.segment is not None or any(talk.started is not None for talk in talks)
        return self.now if begun or starts is None else max(self.now, starts)

    def _last_rest(self) -> datetime:
        """When people last rested, or when it all began."""
        over = [s.ended for s in self.state.segments.values() if s.kind in RESTS and s.ended is not None]
        begun = [s.started for s in self.state.segments.values() if s.started is not None]
        return max(over) if over else min(begun, default=self.at)

    def finish_talk(self, talk: Talk) -> None:
        """The talk that is on goes on until its time is over, and is followed by its changeover."""
        given = timedelta(seconds=talk.seconds + talk.added)
        left = max(given - used(talk, self.now), timedelta(0))
        self.stops.append(Stop(Of.TALK, talk.talk, talk.started or self.now, self.now + left))
        self.at = self.now + left + timedelta(seconds=kind_of(self.state, talk).changeover)

    def through(self, segment: Segment, later: list[Segment]) -> None:
        """One part, with those after it."""
        starts = segment.started or self.at
        place = len(self.stops)
        if segment.kind is SegmentKind.TALKS:
            self._talks(segment, later)
        elif segment.started is not None:
            length = timedelta(seconds=segment.seconds or 0) + segment.paused_for
            self.at = max(self.at, segment.started + length)
        else:
            self.at += timedelta(seconds=segment.seconds or 0)
        if segment.kind in RESTS:
            self.rested = self.at
        self.stops.insert(place, Stop(Of.SEGMENT, segment.segment, starts, self.at))

    def _talks(self, segment: Segment, later: list[Segment]) -> None:
        if not any(other.kind is SegmentKind.TALKS for other in later):
            self.take_all()
            return
        until = None
        if segment.seconds is not None:
            until = (segment.started or self.at) + timedelta(seconds=segment.seconds) + segment.paused_for
        rest = next((other for other in later if other.within is not None), None)
        if rest is not None and rest.within is not None:
            due = self.rested + timedelta(seconds=rest.within)
            until = due if until is None else min(until, due)
        while self.waiting and (until is None or self.at + need(self.state, self.waiting[0]) <= until):
            self._take()

    def take_all(self) -> None:
        """Everybody who is left."""
        while self.waiting:
            self._take()

    def _take(self) -> None:
        talk = self.waiting.pop(0)
        kind = kind_of(self.state, talk)
        end = self.at + need(self.state, talk)
        starts = self.at if kind.setup_inside else self.at + timedelta(seconds=kind.setup)
        self.stops.append(Stop(Of.TALK, talk.talk, starts, end - timedelta(seconds=kind.changeover)))
        self.at = end
