"""Time handed in: what a talk has used, the anchor that clients draw from, and the next deadline."""

from dataclasses import replace
from datetime import timedelta

import pytest

from teachmeet.domain.clock import Anchor, anchor, at, due, used
from teachmeet.domain.commands import (
    AddTime,
    AddTopic,
    CloseRound,
    EndTalk,
    OpenRound,
    PauseTalk,
    ResumeTalk,
    StartTalk,
)
from teachmeet.domain.programme import KINDS, MICRO, Pitch, Signup, TalkPlan
from teachmeet.domain.things import Talk
from tests.helpers import BEGIN, MEET, Story, host

TALK = 3
BEGAN = at(BEGIN)


def evening(seconds: int = 600) -> Story:
    """One talk of this length, not begun; one command a second from 18:00:01 on."""
    return Story(replace(MEET, talks=(TalkPlan(Signup("Eve"), "One", MICRO, seconds),)))


def talk(story: Story) -> Talk:
    """The talk as it is now."""
    return story.state.talks[TALK]


def test_a_moment_is_milliseconds_since_1970() -> None:
    assert at(BEGIN) == 1_773_338_400_000


def test_a_talk_that_has_not_begun_used_nothing_and_has_no_clock() -> None:
    story = evening()
    assert used(talk(story), story.now) == timedelta(0)
    with pytest.raises(AssertionError, match="started"):
        anchor(talk(story), KINDS[MICRO])


def test_a_running_clock_is_the_moment_at_which_it_ends() -> None:
    story = evening().tell(host(StartTalk()))
    assert anchor(talk(story), KINDS[MICRO]) == Anchor(BEGAN + 2_000 + 600_000, None, 600_000, 120_000, 30_000)
    assert used(talk(story), story.now + timedelta(seconds=7)) == timedelta(seconds=7)


def test_a_short_talk_warns_when_half_and_a_quarter_are_left() -> None:
    clock = anchor(talk(evening(60).tell(host(StartTalk()))), KINDS[MICRO])
    assert (clock.warn, clock.danger) == (30_000, 15_000)


def test_a_standing_clock_is_what_is_left() -> None:
    story = evening().tell(host(StartTalk())).later(seconds=99).tell(host(PauseTalk())).later(hours=1)
    assert anchor(talk(story), KINDS[MICRO]) == Anchor(None, 500_000, 600_000, 120_000, 30_000)
    assert used(talk(story), story.now) == timedelta(seconds=100)


def test_a_pause_uses_no_time() -> None:
    story = evening().tell(host(StartTalk()), host(PauseTalk())).later(seconds=59).tell(host(ResumeTalk()))
    assert anchor(talk(story), KINDS[MICRO]).ends_at == BEGAN + 2_000 + 600_000 + 60_000
    assert used(talk(story), story.now) == timedelta(seconds=1)


def test_added_time_moves_the_end_and_is_no_pause() -> None:
    story = evening().tell(host(StartTalk()), host(AddTime(60)))
    assert anchor(talk(story), KINDS[MICRO]) == Anchor(BEGAN + 2_000 + 660_000, None, 660_000, 120_000, 30_000)
    assert talk(story).paused_for == timedelta(0)


def test_overtime_stands_below_zero() -> None:
    story = evening(60).tell(host(StartTalk())).later(seconds=89).tell(host(PauseTalk()))
    assert anchor(talk(story), KINDS[MICRO]).remaining == -30_000


def test_no_clock_is_left_of_a_talk_without_time() -> None:
    story = evening(60).tell(host(StartTalk()), host(AddTime(-60)))
    assert anchor(talk(story), KINDS[MICRO]) == Anchor(BEGAN + 2_000, None, 0, 0, 0)


def test_a_talk_that_is_over_used_what_it_used_also_when_it_ended_paused() -> None:
    story = evening().tell(host(StartTalk())).later(seconds=99)
    story.tell(host(PauseTalk())).later(seconds=500).tell(host(EndTalk())).later(days=1)
    assert used(talk(story), story.now) == timedelta(seconds=100)


def test_nothing_is_due_without_a_round_or_in_one_that_the_host_closes() -> None:
    story = evening().tell(host(AddTopic(Pitch.OFFER, "Chess")))
    assert due(story.state) is None
    story.tell(host(OpenRound()))
    assert due(story.state) is None


def test_a_round_with_an_end_is_due_then_and_no_more_once_closed() -> None:
    story = evening().tell(host(AddTopic(Pitch.OFFER, "Chess")))
    closes = story.now + timedelta(seconds=90)
    story.tell(host(OpenRound(3, 90)))
    number = story.state.open_round
    assert number is not None
    assert due(story.state) == (closes, CloseRound(number))
    story.tell(host(CloseRound(number)))
    assert due(story.state) is None
