"""The running order: one talk is on at a time; its clock stands, runs, gains and ends."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from teachmeet.domain import facts as f
from teachmeet.domain.checks import MOST_ADDED
from teachmeet.domain.commands import AddTime, EndTalk, PauseTalk, ResumeTalk, StartTalk
from teachmeet.domain.programme import MICRO, NANO, Signup, TalkPlan
from teachmeet.domain.refusals import Code
from tests.helpers import MEET, Said, Story, ann, clock, host, joined, wall

FIRST, SECOND, ANN = 3, 5, 6
"""The numbers of the two talks, and of Ann's phone."""
EVENING = replace(
    MEET,
    talks=(TalkPlan(Signup("Eve"), "One", MICRO, 420), TalkPlan(Signup("Gus"), "Two", NANO, 120)),
)


def evening() -> Story:
    """Two talks on the sheet, Ann with a phone."""
    return joined(ann, made=EVENING)


def on() -> Story:
    """The first talk is on."""
    return evening().tell(host(StartTalk()))


def paused() -> Story:
    """Its clock stands."""
    return on().tell(host(PauseTalk()))


def over() -> Story:
    """It is over, and the second too."""
    return on().tell(host(EndTalk()), host(StartTalk()), host(EndTalk()))


def test_the_talks_come_in_the_order_of_the_sheet() -> None:
    story = evening()
    story >> host(StartTalk()) << f.TalkStarted(FIRST)
    story >> host(EndTalk()) << f.TalkEnded(FIRST)
    story >> host(StartTalk()) << f.TalkStarted(SECOND)
    story >> host(EndTalk()) << f.TalkEnded(SECOND)
    story >> host(StartTalk()) << Code.NO_MORE_TALKS


def test_any_talk_may_be_called_up_and_the_rest_keep_their_order() -> None:
    story = evening()
    story >> host(StartTalk(SECOND)) << f.TalkStarted(SECOND)
    story.tell(host(EndTalk()))
    story >> host(StartTalk()) << f.TalkStarted(FIRST)


def test_a_clock_stands_and_runs_again() -> None:
    story = on()
    story >> host(PauseTalk()) << f.TalkPaused(FIRST)
    story >> host(ResumeTalk()) << f.TalkResumed(FIRST)
    story >> host(PauseTalk()) << f.TalkPaused(FIRST)
    story >> host(EndTalk()) << f.TalkEnded(FIRST)
    assert story.state.on is None


def test_time_is_given_and_taken_also_while_the_clock_stands() -> None:
    story = paused()
    story >> host(AddTime(60)) << f.TimeAdded(FIRST, 60)
    story >> host(AddTime(-30)) << f.TimeAdded(FIRST, -30)
    assert story.state.talks[FIRST].added == 30


def test_all_of_a_talk_s_time_may_be_taken_but_no_more() -> None:
    story = on()
    story >> host(AddTime(-420)) << f.TimeAdded(FIRST, -420)
    story >> host(AddTime(-1)) << Code.OUT_OF_RANGE


REFUSED: list[tuple[str, Callable[[], Story], Said, Code]] = [
    ("no talks at all", Story, host(StartTalk()), Code.NO_MORE_TALKS),
    ("none left", over, host(StartTalk()), Code.NO_MORE_TALKS),
    ("unknown talk", evening, host(StartTalk(99)), Code.UNKNOWN_TALK),
    ("a person is no talk", evening, host(StartTalk(ANN)), Code.UNKNOWN_TALK),
    ("a talk that is over", over, host(StartTalk(FIRST)), Code.TALK_IS_OVER),
    ("two at once", on, host(StartTalk(SECOND)), Code.TALK_IS_ON),
    ("the same twice", on, host(StartTalk(FIRST)), Code.TALK_IS_ON),
    ("next while one is on", on, host(StartTalk()), Code.TALK_IS_ON),
    ("pausing nothing", evening, host(PauseTalk()), Code.NOTHING_IS_ON),
    ("resuming nothing", evening, host(ResumeTalk()), Code.NOTHING_IS_ON),
    ("time for nothing", evening, host(AddTime(60)), Code.NOTHING_IS_ON),
    ("ending nothing", over, host(EndTalk()), Code.NOTHING_IS_ON),
    ("pausing twice", paused, host(PauseTalk()), Code.ALREADY_PAUSED),
    ("resuming what runs", on, host(ResumeTalk()), Code.NOT_PAUSED),
    ("no time", on, host(AddTime(0)), Code.OUT_OF_RANGE),
    ("too much time", on, host(AddTime(MOST_ADDED + 1)), Code.OUT_OF_RANGE),
    ("an age", on, host(AddTime(10**30)), Code.OUT_OF_RANGE),
    ("more than it has", on, host(AddTime(-421)), Code.OUT_OF_RANGE),
    *(
        (f"{who} may not {type(command).__name__}", on, said(command), Code.NOT_YOURS)
        for who, said in (("an attendee", ann), ("the wall", wall))
        for command in (StartTalk(), PauseTalk(), ResumeTalk(), AddTime(60), EndTalk())
    ),
    *(
        (f"the clock may not {type(command).__name__}", on, clock(command), Code.NOT_YOURS)
        for command in (PauseTalk(), ResumeTalk(), AddTime(60))
    ),
]


@pytest.mark.parametrize(("given", "said", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(given: Callable[[], Story], said: Said, code: Code) -> None:
    given() >> said << code
