"""What is decided about the plan: its parts, kinds of talks, lateness, a server that was away. Part of the rules."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from teachmeet.domain import commands as c
from teachmeet.domain import facts as f
from teachmeet.domain import text
from teachmeet.domain.checks import LONGEST, SEGMENTS, checked, coming_segment, coming_segments, known_segment, ranged
from teachmeet.domain.policies import outcomes
from teachmeet.domain.presets import preset
from teachmeet.domain.programme import RESTS, SegmentKind
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.state import State

KindCommand = c.SetKind | c.FixOverrun | c.SettleAway
SegmentCommand = c.LayPlan | c.AddSegment | c.MoveSegment | c.StretchSegment | c.SkipSegment | c.StartSegment
HostCommand = KindCommand | SegmentCommand
KINDS_MOST = 30


def decide_host(state: State, command: HostCommand, now: datetime) -> tuple[f.Fact, ...]:
    """What the host does about the plan."""
    if isinstance(command, c.SetKind):
        return _set_kind(state, command)
    if isinstance(command, c.FixOverrun):
        return _fix_overrun(state, command, now)
    if isinstance(command, c.SettleAway):
        if state.away is None:
            raise Refused(Code.NOT_AWAY)
        return (f.AwaySettled(command.freeze),)
    return _segment(state, command, now)


def _segment(state: State, command: SegmentCommand, now: datetime) -> tuple[f.Fact, ...]:
    match command:
        case c.LayPlan():
            return _lay(state, command)
        case c.AddSegment():
            return _add(state, command, now)
        case c.MoveSegment():
            segment = coming_segment(state, command.segment)
            if command.before is not None:
                coming_segment(state, command.before)
            return () if command.before == segment.segment else (f.SegmentMoved(segment.segment, command.before),)
        case c.StretchSegment():
            return _stretch(state, command, now)
        case c.SkipSegment():
            segment = coming_segment(state, command.segment)
            same = segment.skipped == command.skipped
            return () if same else (f.SegmentSkipped(segment.segment, command.skipped),)
        case c.StartSegment():
            return _start(state, command)
        case _:
            assert_never(command)


def _lay(state: State, command: c.LayPlan) -> tuple[f.Fact, ...]:
    gone = [f.SegmentRemoved(s.segment) for s in state.segments.values() if s.started is None]
    first = state.seq + 1 + len(gone)
    plans = preset(command.preset, tuple(state.slots.values()))
    if len(state.segments) - len(gone) + len(plans) > SEGMENTS:
        raise Refused(Code.ENOUGH_SEGMENTS, most=SEGMENTS)
    added = [
        f.SegmentAdded(first + place, plan.kind, plan.title, plan.seconds, plan.within, None)
        for place, plan in enumerate(plans)
    ]
    return (*gone, *added)


def _add(state: State, command: c.AddSegment, now: datetime) -> tuple[f.Fact, ...]:
    title = checked(command.title, text.TITLE, "title", may_be_empty=True)
    if len(state.segments) >= SEGMENTS:
        raise Refused(Code.ENOUGH_SEGMENTS, most=SEGMENTS)
    if command.seconds is not None:
        ranged(command.seconds, "seconds", 1, LONGEST)
    elif command.kind is not SegmentKind.TALKS:
        raise Refused(Code.OUT_OF_RANGE, field="seconds", least=1, most=LONGEST)
    if command.before is not None:
        coming_segment(state, command.before)
    if command.kind in RESTS:
        _fits(state, command.seconds or 0, now)
    return (f.SegmentAdded(state.seq + 1, command.kind, title, command.seconds, None, command.before),)


def _stretch(state: State, command: c.StretchSegment, now: datetime) -> tuple[f.Fact, ...]:
    segment = known_segment(state, command.segment)
    if segment.ended is not None:
        raise Refused(Code.SEGMENT_IS_OVER)
    ranged(command.seconds, "seconds", 1, LONGEST)
    if segment.kind in RESTS and command.seconds > (segment.seconds or 0):
        _fits(state, command.seconds, segment.started or now)
    return () if segment.seconds == command.seconds else (f.SegmentStretched(segment.segment, command.seconds),)


def _fits(state: State, seconds: int, begins: datetime) -> None:
    """A rest must end before the meet does, were it to begin then, or with the meet."""
    if state.meet is None or state.meet.ends is None:
        return
    begins = max(begins, state.meet.starts or begins)
    if seconds > max((state.meet.ends - begins).total_seconds(), 0):
        raise Refused(Code.BREAK_TOO_LONG)


def _start(state: State, command: c.StartSegment) -> tuple[f.Fact, ...]:
    if state.on is not None:
        raise Refused(Code.TALK_IS_ON)
    if command.segment is not None:
        segment = coming_segment(state, command.segment)
    else:
        coming = coming_segments(state)
        if not coming:
            raise Refused(Code.NO_MORE_SEGMENTS)
        segment = coming[0]
    return (f.SegmentStarted(segment.segment),)


def _set_kind(state: State, command: c.SetKind) -> tuple[f.Fact, ...]:
    kind = replace(command.kind, name=checked(command.kind.name, text.NAME, "name").casefold())
    ranged(kind.seconds, "seconds", 1, LONGEST)
    for field in ("changeover", "setup", "warn", "danger"):
        ranged(getattr(kind, field), field, 0, LONGEST)
    if kind.setup_inside and kind.setup >= kind.seconds:
        raise Refused(Code.SETUP_TOO_LONG)
    if kind.name not in state.kinds and len(state.kinds) >= KINDS_MOST:
        raise Refused(Code.ENOUGH_KINDS, most=KINDS_MOST)
    return () if state.kinds.get(kind.name) == kind else (f.KindSet(kind),)


def _fix_overrun(state: State, command: c.FixOverrun, now: datetime) -> tuple[f.Fact, ...]:
    ranged(command.last, "last", 0, len(state.talks))
    for outcome in outcomes(state, now, command.last):
        if outcome.policy is command.policy:
            return outcome.facts
    raise Refused(Code.NOT_LATE if not outcomes(state, now) else Code.NOTHING_TO_TAKE)


def come_back(state: State, command: c.ComeBack, now: datetime) -> tuple[f.Fact, ...]:
    """The server was away; only a clock that ran meanwhile makes it worth asking."""
    talk = None if state.on is None else state.talks[state.on]
    runs = talk is not None and talk.paused is None
    timed = state.segment is not None and bool(state.segments[state.segment].seconds)
    if command.since >= now or not (runs or timed or state.timer is not None):
        return ()
    return (f.WasAway(command.since),)
