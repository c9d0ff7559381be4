"""Rounds and votes: dots are set, never toggled; budgets hold; who may open and close."""

from collections.abc import Callable

import pytest

from teachmeet.domain import facts as f
from teachmeet.domain import facts_board as fb
from teachmeet.domain.checks import LONGEST_ROUND, MOST_DOTS, open_round
from teachmeet.domain.commands import AddTopic, CloseRound, Join, OpenRound, RemoveTopic, SetAside, Vote
from teachmeet.domain.programme import Method, Pitch
from teachmeet.domain.refusals import Code
from teachmeet.domain.votes import tallied
from tests.helpers import BEGIN, SECOND, Said, Story, ann, bob, clock, host, joined, wall

TOPIC, OTHER, THIRD, ANN, BOB, ROUND = 2, 3, 4, 5, 6, 7
"""The numbers of things in `listed()`, and of a round that is opened there."""


def listed() -> Story:
    """Three topics, then Ann and Bob with phones."""
    story = Story()
    for title in ("Marking less", "Quiet pupils", "Chess club"):
        story.tell(host(AddTopic(Pitch.OFFER, title)))
    return story.tell(ann(Join("Ann")), bob(Join("Bob")))


def voting(dots: int = 2, seconds: int | None = None) -> Story:
    """The same with a round open on the three topics."""
    return listed().tell(host(OpenRound(dots, seconds)))


def test_a_round_takes_in_the_topics_of_the_list_and_no_others() -> None:
    story = listed().tell(host(RemoveTopic(OTHER)))
    story >> host(OpenRound(3)) << (
        f.RoundOpened(8, 3, (TOPIC, THIRD), None),
        fb.RoundMethodSet(8, Method.DOTS, 1, True),
    )


def test_a_round_with_seconds_names_the_moment_at_which_it_closes() -> None:
    story = listed()
    closes = story.now + 60 * SECOND
    story >> host(OpenRound(1, 60)) << (
        f.RoundOpened(ROUND, 1, (TOPIC, OTHER, THIRD), closes),
        fb.RoundMethodSet(ROUND, Method.DOTS, 1, True),
    )


def test_a_vote_sets_dots_and_never_toggles() -> None:
    story = voting()
    story >> ann(Vote(ROUND, TOPIC, 1)) << f.Voted(ROUND, ANN, TOPIC, 1)
    for _ in range(3):
        story >> ann(Vote(ROUND, TOPIC, 1)) << ()
    assert story.state.ballots == {ROUND: {ANN: {TOPIC: 1}}}
    story >> ann(Vote(ROUND, TOPIC, 0)) << f.Voted(ROUND, ANN, TOPIC, 0)
    for _ in range(3):
        story >> ann(Vote(ROUND, TOPIC, 0)) << ()
    assert story.state.ballots == {ROUND: {}}


def test_a_dot_taken_back_can_be_given_elsewhere() -> None:
    story = voting(dots=1).tell(ann(Vote(ROUND, TOPIC, 1)))
    story >> ann(Vote(ROUND, OTHER, 1)) << Code.OVER_BUDGET
    story.tell(ann(Vote(ROUND, TOPIC, 0)))
    story >> ann(Vote(ROUND, OTHER, 1)) << f.Voted(ROUND, ANN, OTHER, 1)


def test_one_voter_s_budget_is_nobody_else_s() -> None:
    story = voting(dots=1).tell(ann(Vote(ROUND, TOPIC, 1)))
    story >> bob(Vote(ROUND, TOPIC, 1)) << f.Voted(ROUND, BOB, TOPIC, 1)


def test_each_round_has_a_budget_of_its_own() -> None:
    story = voting(dots=1).tell(ann(Vote(ROUND, TOPIC, 1)), host(CloseRound(ROUND)), host(OpenRound(1)))
    again = story.state.open_round
    assert again is not None
    story >> ann(Vote(again, OTHER, 1)) << f.Voted(again, ANN, OTHER, 1)
    assert story.state.ballots[ROUND] == {ANN: {TOPIC: 1}}


def test_a_topic_pitched_while_a_round_is_open_waits_for_the_next() -> None:
    story = voting().tell(host(AddTopic(Pitch.OFFER, "Late")))
    story >> ann(Vote(ROUND, story.state.seq, 1)) << Code.UNKNOWN_TOPIC


def test_no_dot_goes_to_a_removed_topic_but_one_given_before_comes_back() -> None:
    story = voting(dots=1).tell(ann(Vote(ROUND, TOPIC, 1)), host(RemoveTopic(TOPIC)))
    story >> bob(Vote(ROUND, TOPIC, 1)) << Code.UNKNOWN_TOPIC
    story >> ann(Vote(ROUND, TOPIC, 0)) << f.Voted(ROUND, ANN, TOPIC, 0)


def test_the_clock_and_the_host_may_close_a_round() -> None:
    voting() >> clock(CloseRound(ROUND)) << f.RoundClosed(ROUND)
    voting() >> host(CloseRound(ROUND)) << f.RoundClosed(ROUND)


def test_a_vote_at_the_closing_moment_is_too_late_even_before_the_clock_came() -> None:
    story = voting(seconds=60)
    closes = open_round(story.state, ROUND).closes
    assert closes == BEGIN + 66 * SECOND
    story.now = closes - SECOND
    story >> ann(Vote(ROUND, TOPIC, 1)) << f.Voted(ROUND, ANN, TOPIC, 1)
    story.now = closes
    story >> ann(Vote(ROUND, OTHER, 1)) << Code.ROUND_CLOSED


def test_votes_set_aside_stay_on_the_ballot_and_count_in_no_tally() -> None:
    story = voting().tell(ann(Vote(ROUND, TOPIC, 1)), bob(Vote(ROUND, TOPIC, 1)))
    story >> host(SetAside(ANN, True)) << f.VotesSetAside(ANN, True)
    assert tallied(story.state, ROUND) == {TOPIC: 1}
    story >> ann(Vote(ROUND, OTHER, 1)) << f.Voted(ROUND, ANN, OTHER, 1)
    assert tallied(story.state, ROUND) == {TOPIC: 1}
    story >> host(SetAside(ANN, False)) << f.VotesSetAside(ANN, False)
    assert tallied(story.state, ROUND) == {TOPIC: 2, OTHER: 1}


def test_setting_aside_what_is_aside_already_changes_nothing() -> None:
    story = listed()
    story >> host(SetAside(ANN, False)) << ()
    story.tell(host(SetAside(ANN, True))) >> host(SetAside(ANN, True)) << ()


REFUSED = [
    ("no such round", listed, ann(Vote(1, TOPIC, 1)), Code.NO_SUCH_ROUND),
    ("a topic's number is no round's", voting, ann(Vote(TOPIC, TOPIC, 1)), Code.NO_SUCH_ROUND),
    ("a closed round", lambda: voting().tell(host(CloseRound(ROUND))), ann(Vote(ROUND, TOPIC, 1)), Code.ROUND_CLOSED),
    ("no such topic", voting, ann(Vote(ROUND, 99, 1)), Code.UNKNOWN_TOPIC),
    ("two dots on one topic", voting, ann(Vote(ROUND, TOPIC, 2)), Code.OUT_OF_RANGE),
    ("less than no dots", voting, ann(Vote(ROUND, TOPIC, -1)), Code.OUT_OF_RANGE),
    ("a number beyond all bounds", voting, ann(Vote(10**40, 10**40, 10**40)), Code.NO_SUCH_ROUND),
    (
        "over budget",
        lambda: voting(dots=1).tell(ann(Vote(ROUND, TOPIC, 1))),
        ann(Vote(ROUND, OTHER, 1)),
        Code.OVER_BUDGET,
    ),
    ("voting before joining", voting, Said("stranger", Vote(ROUND, TOPIC, 1)), Code.JOIN_FIRST),
    ("the host has no vote", voting, host(Vote(ROUND, TOPIC, 1)), Code.NOT_YOURS),
    ("the wall has no vote", voting, wall(Vote(ROUND, TOPIC, 1)), Code.NOT_YOURS),
    ("the clock has no vote", voting, clock(Vote(ROUND, TOPIC, 1)), Code.NOT_YOURS),
    ("a second round at once", voting, host(OpenRound()), Code.ROUND_IS_OPEN),
    ("nothing on the list", Story, host(OpenRound()), Code.NOTHING_TO_VOTE_ON),
    (
        "everything taken off the list",
        lambda: listed().tell(*(host(RemoveTopic(topic)) for topic in (TOPIC, OTHER, THIRD))),
        host(OpenRound()),
        Code.NOTHING_TO_VOTE_ON,
    ),
    ("no dots to give", listed, host(OpenRound(0)), Code.OUT_OF_RANGE),
    ("too many dots", listed, host(OpenRound(MOST_DOTS + 1)), Code.OUT_OF_RANGE),
    ("no time to vote", listed, host(OpenRound(3, 0)), Code.OUT_OF_RANGE),
    ("a round beyond a day", listed, host(OpenRound(3, LONGEST_ROUND + 1)), Code.OUT_OF_RANGE),
    ("a round beyond the calendar", listed, host(OpenRound(3, 10**15)), Code.OUT_OF_RANGE),
    ("an attendee opens no round", listed, ann(OpenRound()), Code.NOT_YOURS),
    ("an attendee closes no round", voting, ann(CloseRound(ROUND)), Code.NOT_YOURS),
    ("the wall closes no round", voting, wall(CloseRound(ROUND)), Code.NOT_YOURS),
    ("the clock opens no round", listed, clock(OpenRound()), Code.NOT_YOURS),
    ("closing what never was", voting, host(CloseRound(99)), Code.NO_SUCH_ROUND),
    (
        "closing twice",
        lambda: voting().tell(host(CloseRound(ROUND))),
        clock(CloseRound(ROUND)),
        Code.ROUND_CLOSED,
    ),
    ("nobody to set aside", voting, host(SetAside(99, True)), Code.UNKNOWN_PERSON),
    ("an attendee sets nobody aside", voting, ann(SetAside(BOB, True)), Code.NOT_YOURS),
]


@pytest.mark.parametrize(("given", "said", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(given: Callable[[], Story], said: Said, code: Code) -> None:
    given() >> said << code


def test_a_refusal_changes_nothing() -> None:
    story = voting(dots=1).tell(ann(Vote(ROUND, TOPIC, 1)))
    before = story.state.copy()
    story >> ann(Vote(ROUND, OTHER, 1)) << Code.OVER_BUDGET
    assert story.state == before


def test_a_meet_with_people_only_has_no_round() -> None:
    assert joined(ann).state.open_round is None
