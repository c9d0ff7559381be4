"""What facts about the plan and its clocks do to the state. Part of State.apply: total, never refuses."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, assert_never

from teachmeet.domain import facts as f
from teachmeet.domain.fold_talks import put_before
from teachmeet.domain.programme import KINDS
from teachmeet.domain.things import Away, Message, Segment, Timer

if TYPE_CHECKING:
    from teachmeet.domain.state import State

SegmentFact = (
    f.SegmentAdded | f.SegmentRemoved | f.SegmentMoved | f.SegmentStretched | f.SegmentSkipped | f.SegmentStarted
)
SettingFact = f.KindSet | f.EndMoved | f.AutoStartSet
StageFact = f.SpeakerTold | f.CamelThrown | f.TimerStarted | f.TimerStopped | f.WasAway | f.AwaySettled


def apply_segment(state: "State", fact: SegmentFact, at: datetime) -> None:
    """The parts of the meet, and which one is on."""
    if isinstance(fact, f.SegmentAdded):
        segment = Segment(fact.segment, fact.kind, fact.title, fact.seconds, fact.within)
        state.segments = put_before(state.segments, fact.segment, segment, fact.before)
        return
    known = state.segments.get(fact.segment)
    if known is None:
        return
    match fact:
        case f.SegmentRemoved():
            del state.segments[fact.segment]
            if state.segment == fact.segment:
                state.segment = None
        case f.SegmentMoved():
            state.segments = put_before(state.segments, fact.segment, known, fact.before)
        case f.SegmentStretched():
            state.segments[fact.segment] = replace(known, seconds=fact.seconds)
        case f.SegmentSkipped():
            state.segments[fact.segment] = replace(known, skipped=fact.skipped)
        case f.SegmentStarted():
            if state.segment is not None and state.segment != fact.segment:
                state.segments[state.segment] = replace(state.segments[state.segment], ended=at)
            state.segments[fact.segment] = replace(known, started=known.started or at, ended=None, skipped=False)
            state.segment = fact.segment
        case _:
            assert_never(fact)


def apply_setting(state: "State", fact: SettingFact) -> None:
    """What holds for the whole meet."""
    match fact:
        case f.KindSet():
            old = state.kinds.get(fact.kind.name) or KINDS.get(fact.kind.name)
            state.kinds[fact.kind.name] = fact.kind
            for number, talk in state.talks.items():
                if old is not None and talk.waits and talk.kind == old.name and talk.seconds == old.seconds:
                    state.talks[number] = replace(talk, seconds=fact.kind.seconds)
        case f.EndMoved():
            if state.meet is not None:
                state.meet = replace(state.meet, ends=fact.ends)
        case f.AutoStartSet():
            state.auto_start = fact.on
        case _:
            assert_never(fact)


def apply_stage(state: "State", fact: StageFact, at: datetime) -> None:
    """What happens around the one who speaks, and to the clocks."""
    match fact:
        case f.SpeakerTold():
            state.messages[fact.message] = Message(fact.message, fact.talk, fact.ready, fact.text)
        case f.CamelThrown():
            state.camel = fact.camel
        case f.TimerStarted():
            state.timer = Timer(at, fact.seconds)
        case f.TimerStopped():
            state.timer = None
        case f.WasAway():
            state.away = _away(state, fact.since, at)
        case f.AwaySettled():
            if fact.frozen and state.away is not None:
                for away in (*state.away.earlier, state.away):
                    _freeze(state, away)
            state.away = None
        case _:
            assert_never(fact)


def _away(state: "State", since: datetime, until: datetime) -> Away:
    """What ran meanwhile is kept: by the time the host answers, it may stand, or be over."""
    talk = None if state.on is None else state.talks.get(state.on)
    runs = talk is not None and talk.paused is None
    before = state.away
    earlier = () if before is None else (*before.earlier, replace(before, earlier=()))
    return Away(since, until, state.on if runs else None, state.segment, earlier)


def _freeze(state: "State", away: Away) -> None:
    """Take the time away out of every clock that ran through it."""

    def lost(started: datetime) -> timedelta:
        return max(away.until - max(away.since, started), timedelta(0))

    talk = None if away.talk is None else state.talks.get(away.talk)
    if talk is not None and talk.started is not None:
        state.talks[talk.talk] = replace(talk, paused_for=talk.paused_for + lost(talk.started))
    segment = None if away.segment is None else state.segments.get(away.segment)
    if segment is not None and segment.started is not None:
        state.segments[segment.segment] = replace(segment, paused_for=segment.paused_for + lost(segment.started))
    if state.timer is not None:
        state.timer = replace(state.timer, started=state.timer.started + lost(state.timer.started))
