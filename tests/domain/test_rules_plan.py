"""The plan: presets, parts added, moved, stretched, skipped and begun; kinds; lateness; a server that was away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from teachmeet.domain import facts as f
from teachmeet.domain.checks import LONGEST, SEGMENTS
from teachmeet.domain.clock import anchor, due, kind_of, used
from teachmeet.domain.commands import (
    AddSegment,
    ComeBack,
    EndTalk,
    FixOverrun,
    LayPlan,
    MoveSegment,
    PauseTalk,
    ResumeTalk,
    SetKind,
    SettleAway,
    SkipSegment,
    StartSegment,
    StartTalk,
    StartTimer,
    StretchSegment,
)
from teachmeet.domain.forecast import forecast
from teachmeet.domain.policies import SHORTEST, outcomes
from teachmeet.domain.presets import preset
from teachmeet.domain.programme import KINDS, MICRO, NANO, Format, Kind, Overrun, Policy, Reason, SegmentKind, SlotPlan
from teachmeet.domain.refusals import Code
from teachmeet.domain.rules_plan import KINDS_MOST
from teachmeet.domain.text import TITLE
from tests.helpers import BEGIN, THREE, Said, Story, ann, clock, host, joined, wall

ONE, TWO, LAST = 3, 5, 7
WELCOME, TALKS, BREAK, MORE, MONDAY, HOME, PRIZE, EAT = range(9, 17)
"""The parts of the usual evening."""
MINUTE = timedelta(minutes=1)


def bare() -> Story:
    """Three talks, Ann with a phone, no plan."""
    return joined(ann, made=THREE)


def evening() -> Story:
    """The same with the usual plan."""
    return bare().tell(host(LayPlan(Format.TEACHMEET)))


def kinds(story: Story) -> list[SegmentKind]:
    """What the parts are for, in order."""
    return [segment.kind for segment in story.state.segments.values()]


def test_a_preset_is_laid_in_place_of_what_has_not_begun() -> None:
    story = evening().tell(host(StartSegment()), host(StartSegment()))
    was = kinds(story)
    story.tell(host(LayPlan(Format.TEACHMEET)))
    assert kinds(story) == [SegmentKind.WELCOME, SegmentKind.TALKS, *was]
    assert [s.segment for s in story.state.segments.values()][:2] == [WELCOME, TALKS]


def test_the_usual_evening() -> None:
    story = evening()
    rest = story.state.segments[BREAK]
    assert kinds(story) == [plan.kind for plan in preset(Format.TEACHMEET, ())]
    assert (rest.kind, rest.seconds, rest.within) == (SegmentKind.BREAK, 1200, 4200)


def test_an_edcamp_s_day_is_that_of_its_board() -> None:
    hour = timedelta(hours=1)
    slots = tuple(SlotPlan(BEGIN + n * hour, BEGIN + n * hour + 50 * MINUTE) for n in (0, 1, 3))
    story = Story(replace(THREE, slots=slots)).tell(host(LayPlan(Format.EDCAMP)))
    day = [(s.kind, s.seconds) for s in story.state.segments.values()][4:9]
    slot, gap, lunch = (SegmentKind.SLOTS, 3000), (SegmentKind.BREAK, 600), (SegmentKind.LUNCH, 4200)
    assert day == [slot, gap, slot, lunch, slot]


def test_an_edcamp_without_a_board_has_two_slots_before_lunch_and_two_after() -> None:
    parts = [plan.kind for plan in preset(Format.EDCAMP, ())]
    assert parts.count(SegmentKind.SLOTS) == 4
    assert parts[:4] == [SegmentKind.REQUESTS, SegmentKind.OFFERS, SegmentKind.VOTING, SegmentKind.BOARD]
    assert parts[-4:-3] == [SegmentKind.SMACKDOWN]


def test_parts_are_added_moved_stretched_and_skipped() -> None:
    story = evening()
    story >> host(AddSegment(SegmentKind.OTHER, " Song ", 240, BREAK)) << f.SegmentAdded(
        17, SegmentKind.OTHER, "Song", 240, None, BREAK
    )
    assert list(story.state.segments)[:4] == [WELCOME, TALKS, 17, BREAK]
    story >> host(MoveSegment(17)) << f.SegmentMoved(17, None)
    assert list(story.state.segments)[-1] == 17
    story >> host(MoveSegment(17, 17)) << ()
    story >> host(StretchSegment(17, 300)) << f.SegmentStretched(17, 300)
    story >> host(StretchSegment(17, 300)) << ()
    story >> host(SkipSegment(17)) << f.SegmentSkipped(17, True)
    story >> host(SkipSegment(17)) << ()
    story >> host(SkipSegment(17, False)) << f.SegmentSkipped(17, False)


def test_talks_may_take_as_long_as_they_take() -> None:
    evening() >> host(AddSegment(SegmentKind.TALKS)) << f.SegmentAdded(17, SegmentKind.TALKS, "", None, None, None)


def test_the_next_part_ends_the_one_before_and_passes_over_the_skipped() -> None:
    story = evening().tell(host(SkipSegment(TALKS)))
    story >> host(StartSegment()) << f.SegmentStarted(WELCOME)
    story >> host(StartSegment()) << f.SegmentStarted(BREAK)
    assert story.state.segments[WELCOME].ended is not None
    assert story.state.segment == BREAK


def test_whoever_jumps_ahead_goes_on_from_there() -> None:
    story = evening().tell(host(StartSegment(MORE)))
    story >> host(StartSegment()) << f.SegmentStarted(MONDAY)
    story >> host(StartSegment(WELCOME)) << f.SegmentStarted(WELCOME)


def test_the_first_talk_begins_the_part_for_talks() -> None:
    story = evening().tell(host(StartSegment()))
    story >> host(StartTalk()) << (f.SegmentStarted(TALKS), f.TalkStarted(ONE))
    story.tell(host(EndTalk())) >> host(StartTalk()) << f.TalkStarted(TWO)
    story.tell(host(EndTalk()), host(StartSegment()))
    story >> host(StartTalk()) << (f.SegmentStarted(MORE), f.TalkStarted(LAST))


def test_a_break_may_always_be_shortened_and_grows_as_far_as_the_meet() -> None:
    story = evening().tell(host(StartSegment(BREAK))).later(minutes=110)
    story >> host(StretchSegment(BREAK, 60)) << f.SegmentStretched(BREAK, 60)
    story >> host(StretchSegment(BREAK, 6_000)) << f.SegmentStretched(BREAK, 6_000)
    story >> host(StretchSegment(BREAK, 7_200)) << Code.BREAK_TOO_LONG


def test_a_kind_changes_those_of_its_old_length_that_have_not_begun() -> None:
    story = bare().tell(host(StartTalk(TWO)))
    nano = replace(KINDS[NANO], seconds=180)
    story >> host(SetKind(replace(nano, name=" NaNo "))) << f.KindSet(nano)
    assert [talk.seconds for talk in story.state.talks.values()] == [420, 120, 180]
    story >> host(SetKind(nano)) << ()
    story.tell(host(SetKind(Kind("haiku", 17))))
    assert list(story.state.kinds)[-1] == "haiku"


def test_a_talk_of_a_kind_that_nobody_knows_goes_as_a_micro() -> None:
    story = Story(replace(THREE, talks=(replace(THREE.talks[0], kind="opera"),)))
    assert kind_of(story.state, story.state.talks[ONE]) == KINDS[MICRO]


# ── being late


def late(minutes: float = 1) -> Story:
    """The usual evening so much behind that it ends late: 13 minutes of talks and 33 of other parts are to come."""
    return evening().tell(host(StartSegment())).later(minutes=120 - 13 - 33 + minutes)


def lateness(story: Story) -> int:
    """How late it ends, in seconds."""
    seen = forecast(story.state, story.now).late
    assert seen is not None
    return seen


@pytest.mark.parametrize("policy", [Policy.PUSH, Policy.EAT_BREAK, Policy.DROP, Policy.SHORTEN])
def test_what_a_policy_promises_it_does(policy: Policy) -> None:
    story = late()
    assert lateness(story) > 0
    promised = {one.policy: one for one in outcomes(story.state, story.now)}[policy]
    story.tell(host(FixOverrun(policy)))
    assert forecast(story.state, story.now - timedelta(seconds=1)).late == promised.late
    assert promised.late < lateness(late())


def test_pushing_moves_the_end() -> None:
    story = late()
    finish = forecast(story.state, story.now).finish
    story >> host(FixOverrun(Policy.PUSH)) << f.EndMoved(finish)
    assert story.state.meet is not None
    assert story.state.meet.ends == finish


def test_the_break_is_eaten_as_far_as_needed_or_whole() -> None:
    story = late()
    seconds = lateness(story)
    story >> host(FixOverrun(Policy.EAT_BREAK)) << f.SegmentStretched(BREAK, 1200 - seconds)
    late(60) >> host(FixOverrun(Policy.EAT_BREAK)) << f.SegmentSkipped(BREAK, True)


def test_what_is_left_is_shortened_evenly_but_not_to_nothing() -> None:
    story = late(60).tell(host(FixOverrun(Policy.SHORTEN)))
    assert [talk.seconds for talk in story.state.talks.values()] == [SHORTEST] * 3


def test_the_last_are_dropped_as_many_as_it_takes_or_as_one_says() -> None:
    story = late()
    story >> host(FixOverrun(Policy.DROP, 2)) << (
        f.TalkWithdrawn(TWO, Reason.TIME),
        f.TalkWithdrawn(LAST, Reason.TIME),
    )
    every = late(60) >> host(FixOverrun(Policy.DROP))
    assert len(every.came) == 3
    assert isinstance((late(0.2) >> host(FixOverrun(Policy.DROP))).came, tuple)


def test_nobody_need_do_anything_in_a_meet_without_an_end() -> None:
    story = joined(ann, made=replace(THREE, ends=None)).later(days=1)
    assert outcomes(story.state, story.now) == ()


# ── away


def on() -> Story:
    """The first talk is on, from 18:00:04 on, in a part that began with it."""
    return evening().tell(host(StartTalk()))


def away(story: Story, minutes: float = 3) -> Story:
    """The server was away for so long."""
    since = story.now
    return story.later(minutes=minutes).tell(clock(ComeBack(since)))


def test_a_time_away_is_frozen_out_or_counts() -> None:
    for frozen, spent in ((True, 1), (False, 181)):
        story = away(on())
        story >> host(SettleAway(frozen)) << f.AwaySettled(frozen)
        # The line about the coming back is written a second after it.
        assert round(used(story.state.talks[ONE], story.now).total_seconds()) == spent + (not frozen)
        assert story.state.away is None


def test_nothing_ran_nothing_to_ask() -> None:
    story = evening().later(minutes=5)
    story >> clock(ComeBack(story.now - MINUTE)) << ()
    story = bare().tell(host(StartTalk()), host(PauseTalk())).later(minutes=5)
    story >> clock(ComeBack(story.now - MINUTE)) << ()
    on() >> clock(ComeBack(BEGIN + 60 * MINUTE)) << ()
    story = evening().tell(host(SkipSegment(EAT, False)), host(StartSegment(EAT))).later(minutes=5)
    story >> clock(ComeBack(story.now - MINUTE)) << ()


def test_what_was_paused_loses_nothing_though_it_runs_when_the_host_answers() -> None:
    story = away(on().tell(host(PauseTalk()), host(StartTimer(600)))).tell(host(ResumeTalk()))
    before = used(story.state.talks[ONE], story.now)
    story.tell(host(SettleAway(True)))
    assert used(story.state.talks[ONE], story.now) == before + timedelta(seconds=1)


def test_what_was_paused_or_ended_since_ran_through_it_all_the_same() -> None:
    for command in (PauseTalk(), EndTalk()):
        story = away(on()).tell(host(command), host(SettleAway(True)))
        assert used(story.state.talks[ONE], story.now) < timedelta(seconds=5)


def test_two_times_away_are_settled_together() -> None:
    story = away(away(on())).tell(host(SettleAway(True)))
    assert used(story.state.talks[ONE], story.now) < timedelta(seconds=5)
    assert story.state.segments[TALKS].paused_for > 6 * MINUTE


def test_the_second_timer_is_frozen_too() -> None:
    story = away(evening().tell(host(StartTimer(600))))
    assert story.state.timer is not None
    began = story.state.timer.started
    story.tell(host(SettleAway(True)))
    assert story.state.timer is not None
    assert story.state.timer.started > began + 2 * MINUTE


def test_a_running_clock_s_anchor_moves_by_what_was_frozen() -> None:
    story = on()
    before = anchor(story.state.talks[ONE], KINDS[MICRO]).ends_at
    story = away(story).tell(host(SettleAway(True)))
    after = anchor(story.state.talks[ONE], KINDS[MICRO]).ends_at
    assert before is not None
    assert after is not None
    assert after - before == 181_000


def test_a_talk_that_ends_by_itself_waits_for_the_answer() -> None:
    stopping = replace(KINDS[MICRO], overrun=Overrun.STOP)
    story = away(evening().tell(host(SetKind(stopping)), host(StartTalk())), 30)
    assert due(story.state) is None
    story.tell(host(SettleAway(False)))
    assert due(story.state) is not None


def crowded() -> Story:
    """As many parts as a meet holds."""
    return bare().tell(*[host(AddSegment(SegmentKind.OTHER, "", 60))] * SEGMENTS)


def many_kinds() -> Story:
    """As many kinds as a meet holds."""
    return bare().tell(*(host(SetKind(Kind(f"kind {n}", 60))) for n in range(KINDS_MOST - len(KINDS))))


def begun() -> Story:
    """The welcome is over, talks are on."""
    return evening().tell(host(StartSegment()), host(StartSegment()))


def done() -> Story:
    """The last part is on."""
    return evening().tell(*[host(StartSegment())] * 8)


def all_begun() -> Story:
    """So many parts have begun that a preset has no room left."""
    return crowded().tell(*[host(StartSegment())] * SEGMENTS)


def of(**given: Any) -> SetKind:
    """The micro kind, otherwise."""
    return SetKind(replace(KINDS[MICRO], **given))


REFUSED: list[tuple[str, Callable[[], Story], Said, Code]] = [
    ("a kind of no length", bare, host(of(seconds=0)), Code.OUT_OF_RANGE),
    ("a kind of less", bare, host(of(seconds=-60)), Code.OUT_OF_RANGE),
    ("a kind of a day", bare, host(of(seconds=LONGEST + 1)), Code.OUT_OF_RANGE),
    ("a changeover below zero", bare, host(of(changeover=-1)), Code.OUT_OF_RANGE),
    ("a set-up below zero", bare, host(of(setup=-1)), Code.OUT_OF_RANGE),
    ("a warning below zero", bare, host(of(warn=-1)), Code.OUT_OF_RANGE),
    ("danger below zero", bare, host(of(danger=-1)), Code.OUT_OF_RANGE),
    ("nothing but set-up", bare, host(of(setup=420, setup_inside=True)), Code.SETUP_TOO_LONG),
    ("a kind without a name", bare, host(SetKind(Kind(" ", 60))), Code.EMPTY),
    ("one kind too many", many_kinds, host(SetKind(Kind("opera", 60))), Code.ENOUGH_KINDS),
    ("a part of no length", evening, host(AddSegment(SegmentKind.OTHER, "", 0)), Code.OUT_OF_RANGE),
    ("a part of less", evening, host(AddSegment(SegmentKind.OTHER, "", -5)), Code.OUT_OF_RANGE),
    ("a break of any length", evening, host(AddSegment(SegmentKind.BREAK)), Code.OUT_OF_RANGE),
    ("a long title", evening, host(AddSegment(SegmentKind.OTHER, "t" * (TITLE + 1), 60)), Code.TOO_LONG),
    ("a break longer than the meet", evening, host(AddSegment(SegmentKind.BREAK, "", 7_201)), Code.BREAK_TOO_LONG),
    ("a lunch longer than the meet", evening, host(AddSegment(SegmentKind.LUNCH, "", 7_201)), Code.BREAK_TOO_LONG),
    ("a break stretched beyond the end", evening, host(StretchSegment(BREAK, 7_201)), Code.BREAK_TOO_LONG),
    ("a break when it is late", lambda: begun().later(hours=2), host(StretchSegment(BREAK, 1201)), Code.BREAK_TOO_LONG),
    ("before nothing", evening, host(AddSegment(SegmentKind.OTHER, "", 60, 99)), Code.UNKNOWN_SEGMENT),
    ("before what has begun", begun, host(AddSegment(SegmentKind.OTHER, "", 60, TALKS)), Code.SEGMENT_HAS_BEGUN),
    ("one part too many", crowded, host(AddSegment(SegmentKind.OTHER, "", 60)), Code.ENOUGH_SEGMENTS),
    ("a preset too many", all_begun, host(LayPlan(Format.TEACHMEET)), Code.ENOUGH_SEGMENTS),
    ("moving nothing", evening, host(MoveSegment(99)), Code.UNKNOWN_SEGMENT),
    ("moving what is on", begun, host(MoveSegment(TALKS)), Code.SEGMENT_HAS_BEGUN),
    ("moving before what is over", begun, host(MoveSegment(BREAK, WELCOME)), Code.SEGMENT_HAS_BEGUN),
    ("stretching nothing", evening, host(StretchSegment(99, 60)), Code.UNKNOWN_SEGMENT),
    ("stretching to nothing", evening, host(StretchSegment(BREAK, 0)), Code.OUT_OF_RANGE),
    ("stretching what is over", begun, host(StretchSegment(WELCOME, 60)), Code.SEGMENT_IS_OVER),
    ("skipping what is on", begun, host(SkipSegment(TALKS)), Code.SEGMENT_HAS_BEGUN),
    ("beginning nothing", evening, host(StartSegment(99)), Code.UNKNOWN_SEGMENT),
    ("beginning again", begun, host(StartSegment(WELCOME)), Code.SEGMENT_HAS_BEGUN),
    ("next after the last part", done, host(StartSegment()), Code.NO_MORE_SEGMENTS),
    ("next without a plan", bare, host(StartSegment()), Code.NO_MORE_SEGMENTS),
    ("a part while somebody speaks", on, host(StartSegment()), Code.TALK_IS_ON),
    ("early already", evening, host(FixOverrun(Policy.PUSH)), Code.NOT_LATE),
    (
        "no break left to eat",
        lambda: begun().tell(host(SkipSegment(BREAK))).later(hours=2),
        host(FixOverrun(Policy.EAT_BREAK)),
        Code.NOTHING_TO_TAKE,
    ),
    ("dropping more than there are", late, host(FixOverrun(Policy.DROP, 4)), Code.OUT_OF_RANGE),
    ("dropping fewer than none", late, host(FixOverrun(Policy.DROP, -1)), Code.OUT_OF_RANGE),
    ("nobody was away", on, host(SettleAway(True)), Code.NOT_AWAY),
    ("settled already", lambda: away(on()).tell(host(SettleAway(True))), host(SettleAway(True)), Code.NOT_AWAY),
    ("the host does not come back", on, host(ComeBack(BEGIN)), Code.NOT_YOURS),
    *(
        (f"{who} may not {type(command).__name__}", evening, said(command), Code.NOT_YOURS)
        for who, said in (("an attendee", ann), ("the wall", wall), ("the clock", clock))
        for command in (
            LayPlan(Format.TEACHMEET),
            AddSegment(SegmentKind.TALKS),
            MoveSegment(BREAK),
            StretchSegment(BREAK, 60),
            SkipSegment(BREAK),
            StartSegment(),
            of(seconds=60),
            FixOverrun(Policy.PUSH),
            SettleAway(True),
        )
    ),
]


@pytest.mark.parametrize(("given", "said", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(given: Callable[[], Story], said: Said, code: Code) -> None:
    given() >> said << code
