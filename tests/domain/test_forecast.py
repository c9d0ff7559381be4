"""The projected finish against an evening that is lived through second by second, by one who read only the rules."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from teachmeet.domain.clock import kind_of
from teachmeet.domain.commands import AddSegment, EndTalk, LayPlan, PauseTalk, SetKind, StartSegment, StartTalk
from teachmeet.domain.facts import EndMoved, TalkLengthSet, TalkWithdrawn
from teachmeet.domain.forecast import Of, forecast, pending
from teachmeet.domain.policies import SHORTEST, outcomes
from teachmeet.domain.programme import KINDS, MICRO, Format, Reason, SegmentKind
from teachmeet.domain.refusals import Refused
from teachmeet.domain.state import State
from teachmeet.domain.things import Segment, Talk
from tests.domain.test_evenings import EVENING, evening
from tests.helpers import BEGIN, Story, ann, host, joined
from tests.strategies import STAGE, Intent, Wish, intents, times

PLANNING = (
    *STAGE,
    *[Wish.START_SEGMENT, Wish.STRETCH, Wish.SKIP, Wish.SET_KIND, Wish.ADD_SEGMENT, Wish.MOVE_SEGMENT] * 4,
    *[Wish.PAUSE, Wish.AWAY, Wish.SETTLE] * 4,
)


class Lived:
    """Lives through the rest of an evening, a second at a time. Times are seconds since it was asked."""

    def __init__(self, state: State, now: datetime) -> None:
        self.state, self.now = state, now
        self.clock = 0
        self.lived: dict[tuple[str, int], tuple[int, int]] = {}
        """When each talk and part began and ended."""
        self.queue = [talk for talk in state.talks.values() if talk.started is None and talk.withdrawn is None]
        parts = [part for part in state.segments.values() if not part.skipped and part.ended is None]
        on = [place for place, part in enumerate(parts) if part.segment == state.segment]
        self.parts = parts[on[0] :] if on else parts
        self.rested: int | None = None
        rests = [part for part in state.segments.values() if part.kind in ("break", "lunch") and part.ended]
        begun = [part.started for part in state.segments.values() if part.started]
        if rests:
            self.rested = max(self.second(part.ended) for part in rests)
        elif begun:
            self.rested = self.second(min(begun))

    def second(self, moment: datetime | None) -> int:
        """A moment on this clock."""
        assert moment is not None
        return round((moment - self.now).total_seconds())

    def finish(self) -> datetime:
        """When it is over."""
        for _ in self.seconds():
            self.clock += 1
        return self.now + timedelta(seconds=self.clock)

    def seconds(self) -> Iterator[None]:
        """Every second until the end."""
        yield from self.before_anything()
        if self.rested is None:
            self.rested = self.clock
        if not self.state.segments:
            while self.queue:
                yield from self.hear(self.queue.pop(0))
        for part in self.parts:
            begins = self.clock if part.started is None else self.second(part.started)
            yield from self.talks(part) if part.kind == "talks" else self.other(part)
            self.lived["segment", part.segment] = begins, self.clock
            if part.kind in ("break", "lunch"):
                self.rested = self.clock

    def before_anything(self) -> Iterator[None]:
        """The rest of the talk that is on; the changeover of the last one; the wait for the beginning."""
        talks = list(self.state.talks.values())
        over = [talk for talk in talks if talk.ended]
        starts = None if self.state.meet is None else self.state.meet.starts
        if self.state.on is not None:
            talk = self.state.talks[self.state.on]
            stands = self.second(talk.paused) if talk.paused else 0
            spent = stands - self.second(talk.started) - round(talk.paused_for.total_seconds())
            while spent < talk.seconds + talk.added:
                spent += 1
                yield
            self.lived["talk", talk.talk] = self.second(talk.started), self.clock
            yield from [None] * kind_of(self.state, talk).changeover
        elif over:
            last = max(over, key=lambda talk: self.second(talk.ended))
            while self.clock < self.second(last.ended) + kind_of(self.state, last).changeover:
                yield
        elif self.state.segment is None and starts is not None and not any(talk.started for talk in talks):
            while self.clock < self.second(starts):
                yield

    def takes(self, talk: Talk) -> int:
        """A talk with all that belongs to it."""
        kind = kind_of(self.state, talk)
        return talk.seconds + talk.added + kind.changeover + (0 if kind.setup_inside else kind.setup)

    def hear(self, talk: Talk) -> Iterator[None]:
        """A talk."""
        kind = kind_of(self.state, talk)
        yield from [None] * (0 if kind.setup_inside else kind.setup)
        begins = self.clock
        yield from [None] * (talk.seconds + talk.added)
        self.lived["talk", talk.talk] = begins, self.clock
        yield from [None] * kind.changeover

    def other(self, part: Segment) -> Iterator[None]:
        """A part without talks."""
        length = part.seconds or 0
        if part.started is None:
            yield from [None] * length
        else:
            until = self.second(part.started) + length + round(part.paused_for.total_seconds())
            while self.clock < until:
                yield

    def talks(self, part: Segment) -> Iterator[None]:
        """A part for talks: every time somebody could begin, is there time?"""
        later = self.parts[self.parts.index(part) + 1 :]
        is_last = not any(other.kind == "talks" for other in later)
        bounds: list[int] = []
        if part.seconds is not None:
            begins = self.clock if part.started is None else self.second(part.started)
            bounds.append(begins + part.seconds + round(part.paused_for.total_seconds()))
        within = [other.within for other in later if other.within is not None]
        if within:
            bounds.append((self.rested or 0) + within[0])
        while self.queue:
            if not is_last and any(self.clock + self.takes(self.queue[0]) > bound for bound in bounds):
                return
            yield from self.hear(self.queue.pop(0))


LATER = st.integers(0, 60) | st.integers(0, 3_000)


@times(400)
@given(intents(PLANNING, 40), LATER)
def test_the_finish_is_the_one_that_is_lived_through(told: list[Intent], later: int) -> None:
    story = evening(told).later(seconds=later)
    agrees(story.state, story.now)


SKIPPED = st.sampled_from([False, False, False, True])


def part(kind: SegmentKind, seconds: int) -> st.SearchStrategy[Segment]:
    """A part of a plan of up to so many seconds, which may have to come within so many."""
    lengths, within = st.none() | st.integers(0, seconds), st.none() | st.integers(300, 1_500)
    rests = kind is SegmentKind.BREAK
    return st.builds(
        Segment, st.just(0), st.just(kind), st.just(""), lengths, within if rests else st.none(), skipped=SKIPPED
    )


TALKS, REST, SONG = (
    part(kind, seconds)
    for kind, seconds in ((SegmentKind.TALKS, 1_500), (SegmentKind.BREAK, 600), (SegmentKind.OTHER, 300))
)
BLOCKS = st.lists(st.tuples(TALKS, REST) | st.tuples(TALKS, REST) | st.tuples(SONG, TALKS), max_size=4)
PARTS = BLOCKS.flatmap(lambda blocks: TALKS.map(lambda last: [*(each for block in blocks for each in block), last]))


@times(400)
@given(PARTS, st.integers(0, 3), st.lists(st.integers(0, 900), min_size=8, max_size=8), st.booleans(), LATER)
def test_so_it_is_whatever_the_plan(parts: list[Segment], begun: int, spans: list[int], ends: bool, later: int) -> None:
    """Any parts, with rests that must come in time; so many begun; in each a talk of some length, the last one on."""
    story = evening([])
    story.state.segments = {100 + n: replace(each, segment=100 + n) for n, each in enumerate(parts)}
    for place in range(begun):
        try:
            story.tell(host(StartSegment())).later(seconds=spans[2 * place])
            story.tell(host(StartTalk())).later(seconds=spans[2 * place + 1])
            if ends or place < begun - 1:
                story.tell(host(EndTalk()))
        except Refused:
            break
    if story.state.segment is not None:
        on = story.state.segments[story.state.segment]
        story.state.segments[on.segment] = replace(on, paused_for=timedelta(seconds=spans[-1]))
    story.later(seconds=later)
    agrees(story.state, story.now)


def agrees(state: State, now: datetime) -> None:
    """The forecast and the evening that is lived through come to the same."""
    lived = Lived(state, now)
    finish = lived.finish()
    seen = forecast(state, now)
    assert seen.finish == finish
    assert state.meet is not None
    assert state.meet.ends is not None
    assert seen.late == (finish - state.meet.ends).total_seconds()
    assert seen.unplaced == tuple(talk.talk for talk in lived.queue)
    assert lived.lived == {
        (stop.of.value, stop.number): (lived.second(stop.starts), lived.second(stop.ends)) for stop in seen.stops
    }


@times(200)
@given(intents(PLANNING, 40))
def test_stops_follow_one_another(told: list[Intent]) -> None:
    story = evening(told)
    seen = forecast(story.state, story.now)
    talks = [stop for stop in seen.stops if stop.of is Of.TALK]
    parts = [stop for stop in seen.stops if stop.of is Of.SEGMENT]
    for stops in (talks, parts):
        assert all(before.ends <= after.starts for before, after in pairwise(stops))
        assert all(stop.starts <= stop.ends <= seen.finish for stop in stops)


@times(100)
@given(intents(PLANNING, 30), st.integers(0, 9_000))
def test_what_a_policy_promises_is_what_is_lived_through(told: list[Intent], later: int) -> None:
    story = evening(told).later(seconds=later)
    meet = story.state.meet
    assert meet is not None
    assert meet.ends is not None
    for outcome in outcomes(story.state, story.now):
        would_be = story.state.copy()
        for number, talk in would_be.talks.items():
            changed = {getattr(fact, "talk", None): fact for fact in outcome.facts}.get(number)
            if changed is not None:
                length = getattr(changed, "seconds", talk.seconds)
                would_be.talks[number] = replace(talk, seconds=length, withdrawn=getattr(changed, "reason", None))
        for number, part in would_be.segments.items():
            changed = {getattr(fact, "segment", None): fact for fact in outcome.facts}.get(number)
            if changed is not None:
                length = getattr(changed, "seconds", part.seconds)
                would_be.segments[number] = replace(part, seconds=length, skipped=hasattr(changed, "skipped"))
        ends = next((fact.ends for fact in outcome.facts if isinstance(fact, EndMoved)), meet.ends)
        finish = Lived(would_be, story.now).finish()
        assert outcome.late == (finish - ends).total_seconds()


@times(150)
@given(intents(PLANNING, 30), st.integers(0, 9_000))
def test_no_more_is_taken_from_anybody_than_it_takes(told: list[Intent], later: int) -> None:
    """With one talk fewer dropped it would still be late; all cuts together are the lateness, each rounded up."""
    story = evening(told).later(seconds=later)
    state = story.state
    late = forecast(state, story.now).late or 0
    for outcome in outcomes(state, story.now):
        gone = [fact.talk for fact in outcome.facts if isinstance(fact, TalkWithdrawn)]
        if gone:
            fewer = state.copy()
            for number in gone[1:]:
                fewer.talks[number] = replace(fewer.talks[number], withdrawn=Reason.TIME)
            assert (forecast(fewer, story.now).late or 0) > 0
            assert gone == [talk.talk for talk in pending(state)][-len(gone) :]
        lengths = {fact.talk: fact.seconds for fact in outcome.facts if isinstance(fact, TalkLengthSet)}
        cuts = [state.talks[number].seconds - seconds for number, seconds in lengths.items()]
        assert sum(cuts) < late + len(pending(state))
        if cuts and all(lengths.get(talk.talk, 0) > SHORTEST for talk in pending(state)):
            assert sum(cuts) >= late


# ── by hand


def plain() -> Story:
    """Six talks of 7, 2, 7, 2, 2 and 5 minutes, the usual plan; 18:00 to 19:00."""
    return joined(ann, made=EVENING).tell(host(LayPlan(Format.TEACHMEET)))


def seconds(story: Story) -> int:
    """When it is over, in seconds from 18:00."""
    return round((forecast(story.state, BEGIN).finish - BEGIN).total_seconds())


def test_the_usual_evening_adds_up() -> None:
    # welcome 10, talks 25 with changeovers of 3 × 60, 2 × 30 and 10 s, break 20, Monday 5, take it home 3, prizes 5
    assert seconds(plain()) == 60 * (10 + 25 + 20 + 5 + 3 + 5) + 250


def test_set_up_outside_a_talk_s_time_comes_on_top() -> None:
    story = plain().tell(host(SetKind(replace(KINDS[MICRO], setup=60, setup_inside=False))))
    assert seconds(story) == seconds(plain()) + 180


def test_the_break_that_must_come_cuts_off_the_talks_before_it() -> None:
    story = plain()
    part = story.state.segments[17]
    assert part.kind is SegmentKind.BREAK
    story.state.segments[17] = replace(part, within=21 * 60)
    stops = [stop.number for stop in forecast(story.state, BEGIN).stops]
    assert stops.index(5) < stops.index(17) < stops.index(7)


def test_a_talk_that_is_over_its_time_ends_now_as_far_as_anybody_knows() -> None:
    story = joined(ann, made=EVENING).tell(host(StartTalk())).later(minutes=30)
    stop = forecast(story.state, story.now).of(Of.TALK, 3)
    assert stop is not None
    assert stop.ends == story.now


def test_a_standing_clock_pushes_the_finish_on() -> None:
    story = joined(ann, made=EVENING).tell(host(StartTalk()), host(PauseTalk()))
    now = forecast(story.state, story.now).finish
    assert forecast(story.state, story.now + timedelta(minutes=5)).finish == now + timedelta(minutes=5)


def test_who_waits_has_no_place_when_no_part_for_talks_is_left() -> None:
    story = joined(ann, made=EVENING).tell(host(AddSegment(SegmentKind.OTHER, "", 60)), host(StartTalk()))
    story.tell(host(EndTalk()), host(StartSegment()))
    assert len(forecast(story.state, story.now).unplaced) == 5
