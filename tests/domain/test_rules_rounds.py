"""Rounds by their three methods, on all topics or some; a second round on the best of the first; wishes."""

from collections.abc import Callable

import pytest

from teachmeet.domain import facts as f
from teachmeet.domain import facts_board as fb
from teachmeet.domain.clock import due
from teachmeet.domain.commands import CloseRound, OpenRound, RemoveTopic, SetAside, Suggest, Vote
from teachmeet.domain.commands_board import CallPitch, CountHands, MergeTopics, SetChecking
from teachmeet.domain.panels import RoundPanel, Surroundings, TallyPanel, View
from teachmeet.domain.programme import Method, Pitch, Reply
from teachmeet.domain.refusals import Code
from teachmeet.domain.views import PANELS
from teachmeet.domain.views_stage import mine
from teachmeet.domain.votes import best, maybes, next_card, stood, tallied, wishes, wishes_of
from tests.helpers import (
    BOARD,
    CHESS,
    KNOTS,
    ROPES,
    SECOND,
    Said,
    Story,
    ann,
    bob,
    cem,
    clock,
    host,
    joined,
)

ANN, BOB, CEM, ROUND = 10, 11, 12, 13


def three() -> Story:
    """Three topics; Ann, Bob and Cem with phones."""
    return joined(ann, bob, cem, made=BOARD)


def voting(opened: OpenRound) -> Story:
    """The same with this round."""
    return three().tell(host(opened))


def by_interest() -> Story:
    """The same with a round by interest."""
    return voting(OpenRound(method=Method.INTEREST))


def tally(story: Story, view: View) -> TallyPanel:
    """The tally as a view has it."""
    panel = PANELS["tally"][0](story.state, Surroundings(), view)
    assert isinstance(panel, TallyPanel)
    return panel


def test_a_round_says_how_it_is_voted() -> None:
    story = three()
    story >> host(OpenRound(5, 60, Method.DOTS, 2, hidden=False)) << (
        f.RoundOpened(ROUND, 5, (KNOTS, CHESS, ROPES), story.now + 59 * SECOND),
        fb.RoundMethodSet(ROUND, Method.DOTS, 2, False),
    )
    panel = PANELS["round"][0](story.state, Surroundings(), View.ATTENDEE)
    assert isinstance(panel, RoundPanel)
    assert (panel.method, panel.dots, panel.most, panel.hidden) == (Method.DOTS, 5, 2, False)


# ── methods


def test_dots_may_be_stacked_as_far_as_the_round_allows() -> None:
    story = voting(OpenRound(5, most=3))
    story >> ann(Vote(ROUND, KNOTS, 3)) << f.Voted(ROUND, ANN, KNOTS, 3)
    story >> ann(Vote(ROUND, KNOTS, 3)) << ()
    story >> ann(Vote(ROUND, CHESS, 3)) << Code.OVER_BUDGET
    story >> ann(Vote(ROUND, CHESS, 2)) << f.Voted(ROUND, ANN, CHESS, 2)
    story >> ann(Vote(ROUND, KNOTS, 1)) << f.Voted(ROUND, ANN, KNOTS, 1)
    assert tallied(story.state, ROUND) == {KNOTS: 1, CHESS: 2}
    assert wishes(story.state) == {KNOTS: {ANN}, CHESS: {ANN}, ROPES: set()}


def test_approval_knows_no_budget() -> None:
    story = voting(OpenRound(1, method=Method.APPROVAL))
    for topic in (KNOTS, CHESS, ROPES):
        story >> ann(Vote(ROUND, topic, 1)) << f.Voted(ROUND, ANN, topic, 1)
    story >> ann(Vote(ROUND, CHESS, 0)) << f.Voted(ROUND, ANN, CHESS, 0)
    assert wishes_of(story.state, ANN) == (KNOTS, ROPES)


def test_of_a_round_by_interest_only_the_interested_wish() -> None:
    story = by_interest()
    replies = zip((KNOTS, CHESS, ROPES), (Reply.INTERESTED, Reply.MAYBE, Reply.SKIP), strict=True)
    for topic, reply in replies:
        story >> ann(Vote(ROUND, topic, reply)) << f.Voted(ROUND, ANN, topic, reply)
    assert (tallied(story.state, ROUND), maybes(story.state, ROUND)) == ({KNOTS: 1}, {CHESS: 1})
    assert wishes_of(story.state, ANN) == (KNOTS,)
    story >> ann(Vote(ROUND, CHESS, Reply.INTERESTED)) << f.Voted(ROUND, ANN, CHESS, Reply.INTERESTED)
    assert wishes_of(story.state, ANN) == (KNOTS, CHESS)


def test_the_next_card_is_one_that_fewest_have_answered_and_one_has_not() -> None:
    story = by_interest().tell(bob(Vote(ROUND, KNOTS, 1)), bob(Vote(ROUND, ROPES, 3)))
    assert next_card(story.state, ANN) == CHESS
    story.tell(ann(Vote(ROUND, CHESS, 1)))
    left = next_card(story.state, ANN)
    assert left in (KNOTS, ROPES)
    story.tell(ann(Vote(ROUND, KNOTS, 1)), ann(Vote(ROUND, ROPES, 2)))
    assert next_card(story.state, ANN) is None
    story.tell(ann(Vote(ROUND, ROPES, 0)))
    assert next_card(story.state, ANN) == ROPES


def test_where_nobody_answered_yet_not_everybody_begins_at_the_same_card() -> None:
    state = by_interest().state
    assert len({next_card(state, person) for person in range(100)}) == 3


def test_no_card_comes_that_phones_do_not_see() -> None:
    story = three().tell(ann(Suggest(Pitch.OFFER, "Masks")), host(OpenRound(method=Method.INTEREST)))
    story.tell(host(SetChecking(True)), host(RemoveTopic(CHESS)), host(MergeTopics(ROPES, KNOTS)))
    assert next_card(story.state, BOB) == KNOTS
    story.tell(bob(Vote(ROUND + 1, ROPES, 1)))
    assert next_card(story.state, BOB) is None


def test_no_card_comes_when_no_round_by_interest_is_open() -> None:
    assert next_card(voting(OpenRound()).state, ANN) is None
    assert next_card(by_interest().tell(host(CloseRound(ROUND))).state, ANN) is None


# ── who sees what


def test_an_open_tally_is_everybody_s_at_once() -> None:
    story = voting(OpenRound(hidden=False)).tell(ann(Vote(ROUND, CHESS, 1)))
    assert {tally(story, view).counts for view in View} == {(0, 1, 0)}


def test_a_hidden_tally_is_everybody_s_once_the_round_is_closed_maybes_too() -> None:
    story = by_interest().tell(ann(Vote(ROUND, CHESS, 3)), bob(Vote(ROUND, CHESS, 2)))
    assert (tally(story, View.HOST).counts, tally(story, View.HOST).maybes) == ((0, 1, 0), (0, 1, 0))
    for view in (View.ATTENDEE, View.WALL):
        assert (tally(story, view).counts, tally(story, view).maybes) == (None, None)
    story.tell(clock(CloseRound(ROUND)))
    for view in View:
        assert (tally(story, view).counts, tally(story, view).maybes) == ((0, 1, 0), (0, 1, 0))


def test_of_the_pitch_on_the_wall_it_is_told_how_many_have_answered_and_never_what() -> None:
    story = by_interest().tell(host(CallPitch(CHESS)))
    assert tally(story, View.WALL).answered == 0
    story.tell(ann(Vote(ROUND, CHESS, Reply.SKIP)), bob(Vote(ROUND, CHESS, Reply.INTERESTED)))
    assert tally(story, View.WALL).answered == 2
    story.tell(bob(Vote(ROUND, CHESS, 0)))
    assert tally(story, View.WALL).answered == 1
    assert tally(story.tell(host(CallPitch(KNOTS))), View.WALL).answered == 0
    assert tally(story.tell(host(CloseRound(ROUND))), View.WALL).answered is None


def test_whoever_answered_about_both_of_a_merge_answered_once() -> None:
    story = by_interest().tell(ann(Vote(ROUND, CHESS, 1)), ann(Vote(ROUND, KNOTS, 1)), bob(Vote(ROUND, KNOTS, 3)))
    story.tell(cem(Vote(ROUND, CHESS, 2)), host(MergeTopics(KNOTS, CHESS)), host(CallPitch(CHESS)))
    assert tally(story, View.WALL).answered == 3


def test_hands_are_no_votes() -> None:
    story = voting(OpenRound(hidden=False)).tell(host(CountHands(CHESS, 14)))
    assert tally(story, View.WALL).counts == (0, 0, 0)
    assert tally(story, View.WALL).voted == 0


# ── a round on some of them


def test_a_round_on_the_topics_that_were_named_each_once() -> None:
    story = three()
    story >> host(OpenRound(topics=(ROPES, KNOTS, ROPES))) << (
        f.RoundOpened(ROUND, 3, (ROPES, KNOTS), None),
        fb.RoundMethodSet(ROUND, Method.DOTS, 1, True),
    )
    story >> ann(Vote(ROUND, CHESS, 1)) << Code.UNKNOWN_TOPIC


def test_nobody_votes_on_what_they_do_not_see() -> None:
    story = three().tell(host(SetChecking(True)), ann(Suggest(Pitch.OFFER, "Masks")))
    masks = story.state.seq
    story >> host(OpenRound()) << (
        f.RoundOpened(masks + 1, 3, (KNOTS, CHESS, ROPES), None),
        fb.RoundMethodSet(masks + 1, Method.DOTS, 1, True),
    )
    story.tell(host(CloseRound(masks + 1)))
    story >> host(OpenRound(topics=(KNOTS, masks))) << (
        f.RoundOpened(masks + 4, 3, (KNOTS, masks), None),
        fb.RoundMethodSet(masks + 4, Method.DOTS, 1, True),
        fb.TopicApproved(masks),
    )


def voted() -> Story:
    """Knots 2, chess 1, ropes 1, and the round is over."""
    story = voting(OpenRound(2))
    story.tell(*(who(Vote(ROUND, topic, 1)) for who, topic in ((ann, KNOTS), (bob, KNOTS), (ann, CHESS), (cem, ROPES))))
    return story.tell(host(CloseRound(ROUND)))


ALL = (KNOTS, CHESS, ROPES)


@pytest.mark.parametrize(("most", "topics"), [(1, (KNOTS,)), (2, ALL), (3, ALL), (9, ALL)])
def test_the_best_of_a_round_and_those_that_have_as_many_as_the_last_of_them(
    most: int, topics: tuple[int, ...]
) -> None:
    story = voted()
    assert best(story.state, story.state.rounds[ROUND], most) == topics
    story.tell(host(OpenRound(best=most)))
    assert story.state.rounds[max(story.state.rounds)].topics == topics


def test_what_nobody_voted_for_is_not_among_the_best() -> None:
    story = voting(OpenRound(1)).tell(ann(Vote(ROUND, KNOTS, 1)), host(CloseRound(ROUND)))
    assert best(story.state, story.state.rounds[ROUND], 2) == (KNOTS,)


def test_what_was_merged_stands_among_the_best_as_what_it_became() -> None:
    story = voted().tell(host(MergeTopics(ROPES, CHESS)))
    assert best(story.state, story.state.rounds[ROUND], 1) == (KNOTS, CHESS)


def test_of_the_best_those_that_left_the_list_are_left_out() -> None:
    story = voted().tell(host(RemoveTopic(KNOTS)))
    assert stood(story.state, story.state.rounds[ROUND]) == (CHESS, ROPES)
    assert best(story.state, story.state.rounds[ROUND], 2) == (CHESS, ROPES)


# ── what one wishes for


def test_of_the_topics_of_a_second_round_what_was_said_there_is_wished_for() -> None:
    story = voted().tell(host(OpenRound(1, topics=(KNOTS, CHESS))))
    second = max(story.state.rounds)
    story.tell(ann(Vote(second, CHESS, 1)), host(CloseRound(second)))
    assert wishes(story.state) == {KNOTS: set(), CHESS: {ANN}, ROPES: {CEM}}
    assert [wishes_of(story.state, person) for person in (ANN, BOB, CEM)] == [(CHESS,), (), (ROPES,)]


def test_a_second_round_takes_no_wish_away_before_it_is_closed() -> None:
    story = voted()
    before = wishes(story.state)
    story.tell(host(OpenRound(3)))
    assert wishes(story.state) == before
    assert [wishes_of(story.state, person) for person in (ANN, CEM)] == [(KNOTS, CHESS), (ROPES,)]
    story.tell(host(CloseRound(max(story.state.rounds))))
    assert not any(wishes(story.state).values())


def test_one_person_s_wishes_are_those_of_everybody_taken_together() -> None:
    story = voted().tell(host(OpenRound(1, method=Method.INTEREST, topics=(CHESS,))))
    story.tell(bob(Vote(max(story.state.rounds), CHESS, Reply.INTERESTED)))
    together = wishes(story.state)
    for person in (ANN, BOB, CEM):
        assert set(wishes_of(story.state, person)) == {topic for topic, people in together.items() if person in people}


def test_nobody_wishes_for_what_is_off_the_list() -> None:
    story = voted().tell(host(RemoveTopic(KNOTS)))
    assert KNOTS not in wishes(story.state)
    assert wishes_of(story.state, BOB) == ()


def test_votes_set_aside_are_no_wishes_but_their_owner_s_own() -> None:
    story = voted().tell(host(SetAside(BOB, True)))
    assert wishes(story.state)[KNOTS] == {ANN}
    assert mine(story.state, BOB).board.wishes == (KNOTS,)


def test_a_round_is_closed_by_the_clock_at_its_time() -> None:
    story = voting(OpenRound(1, 60, Method.INTEREST))
    closes, command = due(story.state) or (None, None)
    assert (closes, command) == (story.now + 59 * SECOND, CloseRound(ROUND))
    story.now = story.now + 59 * SECOND
    story >> ann(Vote(ROUND, KNOTS, 1)) << Code.ROUND_CLOSED
    story >> clock(CloseRound(ROUND)) << f.RoundClosed(ROUND)
    assert due(story.state) is None


REFUSED: list[tuple[str, Callable[[], Story], Said, Code]] = [
    ("more dots on one than the round allows", lambda: voting(OpenRound(5, most=2)), ann(Vote(ROUND, KNOTS, 3)),
     Code.OUT_OF_RANGE),
    ("two yeses", lambda: voting(OpenRound(method=Method.APPROVAL)), ann(Vote(ROUND, KNOTS, 2)), Code.OUT_OF_RANGE),
    ("a reply that is none", by_interest, ann(Vote(ROUND, KNOTS, 4)), Code.OUT_OF_RANGE),
    ("a reply below", by_interest, ann(Vote(ROUND, KNOTS, -1)), Code.OUT_OF_RANGE),
    ("what the round is not about", lambda: voting(OpenRound(topics=(KNOTS,))), ann(Vote(ROUND, CHESS, 1)),
     Code.UNKNOWN_TOPIC),
    ("a closed round by interest", lambda: by_interest().tell(host(CloseRound(ROUND))), ann(Vote(ROUND, KNOTS, 3)),
     Code.ROUND_CLOSED),
    ("no such topic to vote on", three, host(OpenRound(topics=(KNOTS, 99))), Code.UNKNOWN_TOPIC),
    ("a removed topic to vote on", lambda: three().tell(host(RemoveTopic(KNOTS))), host(OpenRound(topics=(KNOTS,))),
     Code.UNKNOWN_TOPIC),
    ("the best of nothing", three, host(OpenRound(best=3)), Code.NO_ROUND_BEFORE),
    ("none of the best", voted, host(OpenRound(best=0)), Code.OUT_OF_RANGE),
    ("the best where nobody voted", lambda: voting(OpenRound()).tell(host(CloseRound(ROUND))), host(OpenRound(best=2)),
     Code.NOTHING_TO_VOTE_ON),
    ("more on one than there are dots", three, host(OpenRound(3, most=4)), Code.OUT_OF_RANGE),
    ("none on one", three, host(OpenRound(3, most=0)), Code.OUT_OF_RANGE),
    ("hands beyond the room", three, host(CountHands(KNOTS, 10**9)), Code.OUT_OF_RANGE),
]


@pytest.mark.parametrize(("given", "said", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(given: Callable[[], Story], said: Said, code: Code) -> None:
    given() >> said << code
