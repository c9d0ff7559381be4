"""Merging duplicates: the union of voters, budgets that hold, and unmerging as if nothing had been."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from teachmeet.domain import facts as f
from teachmeet.domain import facts_board as fb
from teachmeet.domain.commands import CloseRound, ForgetMe, Join, OpenRound, RemoveTopic, Suggest, Undo, Vote
from teachmeet.domain.commands_board import (
    ApproveTopics,
    CloseCell,
    Go,
    KeepApart,
    MergeTopics,
    NamePart,
    PinSession,
    PlaceTopic,
    Publish,
    SetChecking,
    TakeArrangement,
    TakeOff,
    UnmergeTopic,
)
from teachmeet.domain.panels import MergedTopic, Surroundings, TopicsPanel, View
from teachmeet.domain.panels_board import MergeNote
from teachmeet.domain.programme import Method, Part, Pitch, Reply
from teachmeet.domain.puzzles import sessions
from teachmeet.domain.refusals import Code
from teachmeet.domain.views import PANELS
from teachmeet.domain.views_stage import mine
from teachmeet.domain.votes import going_of, stood, tallied, wishes, wishes_of
from tests.helpers import (
    BOARD,
    CHESS,
    EARLY,
    HALL,
    KNOTS,
    LAB,
    LATE,
    ROPES,
    Said,
    Story,
    ann,
    apart_from,
    bob,
    cem,
    clock,
    host,
    joined,
    wall,
)

ANN, BOB, CEM, ROUND = 10, 11, 12, 13


def three() -> Story:
    """Knots, chess and ropes; Ann, Bob and Cem with phones."""
    return joined(ann, bob, cem, made=BOARD)


def voting(opened: OpenRound | None = None) -> Story:
    """The same with a round."""
    return three().tell(host(opened or OpenRound(3)))


def voted() -> Story:
    """Ann wants knots and ropes, Bob ropes and chess; ropes go on as knots."""
    story = voting().tell(ann(Vote(ROUND, KNOTS, 1)), ann(Vote(ROUND, ROPES, 1)))
    return story.tell(bob(Vote(ROUND, ROPES, 1)), bob(Vote(ROUND, CHESS, 1)), host(MergeTopics(ROPES, KNOTS)))


# ── the union


def test_whoever_voted_for_either_is_one_voter_of_what_they_became() -> None:
    story = voted()
    assert tallied(story.state, ROUND) == {KNOTS: 2, CHESS: 1}
    assert wishes(story.state) == {KNOTS: {ANN, BOB}, CHESS: {BOB}}
    assert wishes_of(story.state, BOB) == (KNOTS, CHESS)


def test_ballots_stay_as_they_were_cast() -> None:
    assert voted().state.ballots[ROUND] == {ANN: {KNOTS: 1, ROPES: 1}, BOB: {ROPES: 1, CHESS: 1}}


def test_of_dots_that_become_one_the_most_count() -> None:
    story = voting(OpenRound(5, most=3)).tell(ann(Vote(ROUND, KNOTS, 2)), ann(Vote(ROUND, ROPES, 3)))
    story.tell(host(MergeTopics(ROPES, KNOTS)))
    assert tallied(story.state, ROUND) == {KNOTS: 3}
    assert mine(story.state, ANN).votes == {KNOTS: 3}


def test_of_replies_that_become_one_the_warmest_counts() -> None:
    story = voting(OpenRound(method=Method.INTEREST))
    story.tell(ann(Vote(ROUND, KNOTS, Reply.SKIP)), ann(Vote(ROUND, ROPES, Reply.INTERESTED)))
    story.tell(bob(Vote(ROUND, KNOTS, Reply.MAYBE)), bob(Vote(ROUND, ROPES, Reply.SKIP)))
    story.tell(host(MergeTopics(ROPES, KNOTS)))
    assert tallied(story.state, ROUND) == {KNOTS: 1}
    assert mine(story.state, BOB).votes == {KNOTS: Reply.MAYBE}


def test_of_approvals_that_become_one_one_counts() -> None:
    story = voting(OpenRound(method=Method.APPROVAL))
    story.tell(*(ann(Vote(ROUND, topic, 1)) for topic in (KNOTS, CHESS, ROPES)), host(MergeTopics(ROPES, KNOTS)))
    assert tallied(story.state, ROUND) == {KNOTS: 1, CHESS: 1}


def test_a_round_lists_what_its_topics_became_once() -> None:
    story = voted()
    assert stood(story.state, story.state.rounds[ROUND]) == (KNOTS, CHESS)


def test_a_merge_after_the_round_counts_like_one_before() -> None:
    story = voting().tell(ann(Vote(ROUND, KNOTS, 1)), bob(Vote(ROUND, ROPES, 1)), host(CloseRound(ROUND)))
    story.tell(host(MergeTopics(ROPES, KNOTS)))
    assert tallied(story.state, ROUND) == {KNOTS: 2}


def test_what_was_merged_into_a_merged_topic_counts_for_the_last_of_them() -> None:
    story = voting().tell(*(who(Vote(ROUND, topic, 1)) for who, topic in ((ann, KNOTS), (bob, CHESS), (cem, ROPES))))
    story.tell(host(MergeTopics(ROPES, KNOTS)), host(MergeTopics(KNOTS, CHESS)))
    assert tallied(story.state, ROUND) == {CHESS: 3}
    story.tell(host(UnmergeTopic(KNOTS)))
    assert tallied(story.state, ROUND) == {KNOTS: 2, CHESS: 1}


# ── voting on what was merged


def test_a_vote_for_the_one_that_went_counts_for_the_one_it_went_into() -> None:
    story = voted()
    story >> cem(Vote(ROUND, ROPES, 1)) << f.Voted(ROUND, CEM, ROPES, 1)
    assert tallied(story.state, ROUND)[KNOTS] == 3


def test_voting_for_either_again_does_nothing() -> None:
    story = voted()
    for topic in (KNOTS, ROPES):
        story >> ann(Vote(ROUND, topic, 1)) << ()
        story >> bob(Vote(ROUND, topic, 1)) << ()


def test_dots_on_both_are_two_dots_of_the_budget_until_the_vote_is_taken_back() -> None:
    story = voting(OpenRound(2)).tell(ann(Vote(ROUND, KNOTS, 1)), ann(Vote(ROUND, ROPES, 1)))
    story.tell(host(MergeTopics(ROPES, KNOTS)))
    story >> ann(Vote(ROUND, CHESS, 1)) << Code.OVER_BUDGET
    assert mine(story.state, ANN).board.spent == 2
    story >> ann(Vote(ROUND, KNOTS, 0)) << (f.Voted(ROUND, ANN, ROPES, 0), f.Voted(ROUND, ANN, KNOTS, 0))
    assert mine(story.state, ANN).board.spent == 0
    story >> ann(Vote(ROUND, CHESS, 1)) << f.Voted(ROUND, ANN, CHESS, 1)


def test_another_number_of_dots_takes_the_place_of_both() -> None:
    story = voting(OpenRound(5, most=3)).tell(ann(Vote(ROUND, KNOTS, 2)), ann(Vote(ROUND, ROPES, 3)))
    story.tell(host(MergeTopics(ROPES, KNOTS)))
    story >> ann(Vote(ROUND, KNOTS, 1)) << (f.Voted(ROUND, ANN, ROPES, 0), f.Voted(ROUND, ANN, KNOTS, 1))
    assert mine(story.state, ANN).board.spent == 1


def test_taking_back_what_stands_on_the_one_that_went() -> None:
    story = voted()
    story >> bob(Vote(ROUND, KNOTS, 0)) << f.Voted(ROUND, BOB, ROPES, 0)
    story >> bob(Vote(ROUND, KNOTS, 0)) << ()


def test_a_vote_for_what_the_round_never_asked_about_goes_to_what_went_into_it() -> None:
    """Or unmerging would leave a dot that nobody could take back."""
    story = voting(OpenRound(1, topics=(KNOTS, ROPES))).tell(host(MergeTopics(ROPES, CHESS)))
    story >> ann(Vote(ROUND, CHESS, 1)) << f.Voted(ROUND, ANN, ROPES, 1)
    assert tallied(story.state, ROUND) == {CHESS: 1}
    story.tell(host(UnmergeTopic(ROPES)))
    assert tallied(story.state, ROUND) == {ROPES: 1}
    story >> ann(Vote(ROUND, ROPES, 0)) << f.Voted(ROUND, ANN, ROPES, 0)


def test_a_dot_on_what_was_taken_off_together_comes_back() -> None:
    story = voted().tell(host(RemoveTopic(KNOTS)))
    story >> cem(Vote(ROUND, ROPES, 1)) << Code.UNKNOWN_TOPIC
    story >> bob(Vote(ROUND, ROPES, 0)) << f.Voted(ROUND, BOB, ROPES, 0)


# ── unmerging


def test_unmerged_both_have_the_votes_they_had() -> None:
    story = voted()
    then = story.state.copy()
    story >> host(UnmergeTopic(ROPES)) << fb.TopicUnmerged(ROPES)
    assert tallied(story.state, ROUND) == {KNOTS: 1, ROPES: 2, CHESS: 1}
    story.tell(host(MergeTopics(ROPES, KNOTS)))
    rest = ("seq", "edition", "acts", "answers")
    assert apart_from(story.state, *rest) == apart_from(then, *rest)


def placed() -> Story:
    """Ropes have the hall, early, and stay there; then they go on as knots."""
    story = three().tell(host(PlaceTopic(ROPES, EARLY, HALL)), host(PinSession(ROPES)))
    return story.tell(host(MergeTopics(ROPES, KNOTS)))


def test_merged_a_topic_leaves_the_board_and_unmerged_it_is_back_in_its_place() -> None:
    story = placed()
    assert sessions(story.state) == {}
    story >> host(UnmergeTopic(ROPES)) << fb.TopicUnmerged(ROPES)
    session = sessions(story.state)[ROPES]
    assert (session.slot, session.room, session.pinned) == (EARLY, HALL, True)


@pytest.mark.parametrize(
    "meanwhile",
    [
        (PlaceTopic(CHESS, EARLY, HALL),),
        (CloseCell(EARLY, HALL),),
        (TakeArrangement(((CHESS, EARLY, HALL),)),),
        (NamePart(ROPES, "Dee"), NamePart(CHESS, "Dee"), MergeTopics(ROPES, KNOTS), PlaceTopic(CHESS, EARLY, LAB)),
    ],
    ids=["taken", "closed", "arranged", "its leader is elsewhere"],
)
def test_unmerged_a_topic_waits_when_it_can_stand_there_no_more(meanwhile: tuple[PlaceTopic, ...]) -> None:
    story = placed()
    if len(meanwhile) > 1:
        story.tell(host(UnmergeTopic(ROPES)))
    story.tell(*map(host, meanwhile))
    story >> host(UnmergeTopic(ROPES)) << (fb.TopicUnmerged(ROPES), fb.SessionTakenOff(ROPES))
    assert ROPES not in sessions(story.state)


def test_a_published_session_that_was_merged_is_shown_again_when_unmerged() -> None:
    story = three().tell(host(PlaceTopic(ROPES, EARLY, HALL)), host(Publish()))
    shown = PANELS["board"][0](story.state, Surroundings(), View.ATTENDEE)
    story.tell(host(MergeTopics(ROPES, KNOTS)))
    assert PANELS["board"][0](story.state, Surroundings(), View.ATTENDEE) != shown
    story.tell(host(UnmergeTopic(ROPES)))
    assert PANELS["board"][0](story.state, Surroundings(), View.ATTENDEE) == shown


# ── going


def test_whoever_goes_to_one_that_went_goes_to_what_it_went_into_and_may_take_that_back() -> None:
    story = three().tell(*(host(PlaceTopic(topic, slot, HALL)) for topic, slot in ((KNOTS, EARLY), (ROPES, LATE))))
    story.tell(host(Publish()), ann(Go(ROPES, True)), bob(Go(ROPES, True)), bob(Go(KNOTS, True)))
    story.tell(host(MergeTopics(ROPES, KNOTS)))
    assert going_of(story.state) == {KNOTS: 2}
    assert mine(story.state, ANN).board.going == (KNOTS,)
    story >> ann(Go(KNOTS, True)) << ()
    story >> ann(Go(ROPES, True)) << Code.NOT_ON_BOARD
    story >> bob(Go(KNOTS, False)) << (fb.GoingSet(BOB, KNOTS, False), fb.GoingSet(BOB, ROPES, False))
    story >> ann(Go(KNOTS, False)) << fb.GoingSet(ANN, ROPES, False)
    assert going_of(story.state) == {}


# ── who is told what


def test_those_who_voted_for_it_or_pitched_it_are_told() -> None:
    story = three().tell(cem(Suggest(Pitch.OFFER, "Hitches")))
    hitches = story.state.seq
    story.tell(host(OpenRound()), ann(Vote(story.state.seq + 1, hitches, 1)), host(MergeTopics(hitches, KNOTS)))
    note = MergeNote(hitches, "Hitches", KNOTS, "Knots")
    assert mine(story.state, ANN).board.merged == mine(story.state, CEM).board.merged == (note,)
    assert mine(story.state, BOB).board.merged == ()


def merged_on(story: Story, view: View) -> tuple[MergedTopic, ...]:
    """What a view reads under knots."""
    panel = PANELS["topics"][0](story.state, Surroundings(), view)
    assert isinstance(panel, TopicsPanel)
    return next(card.merged for card in panel.topics if card.topic == KNOTS)


def test_no_wall_reads_what_was_merged_before_the_host_let_it() -> None:
    story = three().tell(cem(Suggest(Pitch.OFFER, "Something rude")))
    rude = story.state.seq
    story.tell(host(MergeTopics(rude, KNOTS)))
    assert [merged_on(story, view) for view in (View.HOST, View.ATTENDEE, View.WALL)] == [
        (MergedTopic(rude, "Something rude"),),
        (MergedTopic(rude, "Something rude"),),
        (),
    ]
    story.tell(host(SetChecking(True)))
    assert merged_on(story, View.ATTENDEE) == ()
    story.tell(host(UnmergeTopic(rude)), host(ApproveTopics((rude,))), host(MergeTopics(rude, KNOTS)))
    assert merged_on(story, View.WALL) == (MergedTopic(rude, "Something rude"),)


def test_what_everybody_saw_does_not_vanish_behind_what_was_held_back() -> None:
    story = three().tell(host(SetChecking(True)), cem(Suggest(Pitch.OFFER, "Hitches")))
    hitches = story.state.seq
    story >> host(MergeTopics(KNOTS, hitches)) << (fb.TopicsMerged(KNOTS, hitches), fb.TopicApproved(hitches))
    story.tell(host(Undo(story.state.acts[-1].seq)))
    assert not story.state.topics[hitches].approved


def test_what_is_held_back_is_not_read_in_a_note_either() -> None:
    story = three().tell(host(SetChecking(True)), cem(Suggest(Pitch.OFFER, "Hitches")))
    story.tell(bob(Suggest(Pitch.OFFER, "Bows")))
    bows = story.state.seq
    story.tell(host(MergeTopics(bows - 1, bows)))
    assert mine(story.state, CEM).board.merged == (MergeNote(bows - 1, "Hitches", bows, None),)


# ── those who leave


def test_a_topic_does_not_go_with_the_forgotten_whose_topic_it_was_merged_into() -> None:
    story = three().tell(cem(Suggest(Pitch.OFFER, "Hitches")))
    hitches = story.state.seq
    story.tell(host(PlaceTopic(ROPES, EARLY, HALL)), host(MergeTopics(ROPES, hitches)))
    story.tell(host(MergeTopics(KNOTS, hitches)))
    story >> cem(ForgetMe()) << (
        f.Forgotten(CEM),
        fb.TopicUnmerged(KNOTS),
        fb.TopicUnmerged(ROPES),
        fb.SessionTakenOff(ROPES),
    )
    assert {topic.topic for topic in story.state.topics.values() if topic.listed} == {KNOTS, CHESS, ROPES}


def test_votes_for_what_the_forgotten_pitched_still_count_where_it_went() -> None:
    story = three().tell(cem(Suggest(Pitch.OFFER, "Hitches")))
    hitches = story.state.seq
    story.tell(host(OpenRound()), ann(Vote(hitches + 1, hitches, 1)), host(MergeTopics(hitches, KNOTS)))
    story >> cem(ForgetMe()) << f.Forgotten(CEM)
    assert tallied(story.state, hitches + 1) == {KNOTS: 1}
    assert merged_on(story, View.HOST) == ()


def test_kept_apart_from_what_went_is_kept_apart_from_what_it_went_into_until_the_host_says_no() -> None:
    story = three().tell(host(KeepApart(CHESS, ROPES)), host(MergeTopics(ROPES, KNOTS)))
    story >> host(KeepApart(KNOTS, CHESS, False)) << f.TopicAvoids(CHESS, ())


REFUSED = [
    ("a topic with itself", three, host(MergeTopics(KNOTS, KNOTS)), Code.SAME_TOPIC),
    ("what never was", three, host(MergeTopics(99, KNOTS)), Code.UNKNOWN_TOPIC),
    ("into what never was", three, host(MergeTopics(KNOTS, 99)), Code.UNKNOWN_TOPIC),
    ("merged twice", voted, host(MergeTopics(ROPES, CHESS)), Code.UNKNOWN_TOPIC),
    ("into what went", voted, host(MergeTopics(CHESS, ROPES)), Code.UNKNOWN_TOPIC),
    ("back and forth", voted, host(MergeTopics(KNOTS, ROPES)), Code.UNKNOWN_TOPIC),
    ("into what was removed", lambda: three().tell(host(RemoveTopic(KNOTS))), host(MergeTopics(ROPES, KNOTS)),
     Code.UNKNOWN_TOPIC),
    ("unmerging what stands alone", voted, host(UnmergeTopic(KNOTS)), Code.NOT_MERGED),
    ("unmerging what never was", voted, host(UnmergeTopic(99)), Code.NOT_MERGED),
    ("unmerging twice", lambda: voted().tell(host(UnmergeTopic(ROPES))), host(UnmergeTopic(ROPES)), Code.NOT_MERGED),
    ("removing what went", voted, host(RemoveTopic(ROPES)), Code.UNKNOWN_TOPIC),
    ("placing what went", placed, host(PlaceTopic(ROPES, LATE, HALL)), Code.UNKNOWN_TOPIC),
    ("taking off what went", placed, host(TakeOff(ROPES)), Code.UNKNOWN_TOPIC),
    ("an attendee merges nothing", three, ann(MergeTopics(ROPES, KNOTS)), Code.NOT_YOURS),
    ("the wall merges nothing", three, wall(MergeTopics(ROPES, KNOTS)), Code.NOT_YOURS),
    ("the clock unmerges nothing", voted, clock(UnmergeTopic(ROPES)), Code.NOT_YOURS),
]


@pytest.mark.parametrize(("given", "said", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(given: Callable[[], Story], said: Said, code: Code) -> None:
    given() >> said << code


@pytest.mark.parametrize("method", Method)
def test_undoing_a_merge_leaves_every_ballot_as_it_was(method: Method) -> None:
    story = voting(OpenRound(3, method=method)).tell(ann(Vote(ROUND, KNOTS, 1)), bob(Vote(ROUND, ROPES, 1)))
    then = story.state.copy()
    story.tell(host(MergeTopics(ROPES, KNOTS)))
    story.tell(host(Undo(story.state.acts[-1].seq)))
    rest = ("seq", "edition", "answers")
    assert apart_from(story.state, *rest) == apart_from(then, *rest)


def test_who_led_what_went_leads_what_it_went_into_only_when_they_say_so() -> None:
    story = three().tell(cem(Suggest(Pitch.OFFER, "Hitches")))
    hitches = story.state.seq
    story.tell(host(NamePart(hitches, "Dee", Part.SCRIBE)), host(MergeTopics(hitches, KNOTS)))
    assert mine(story.state, CEM).board.leads == ()
    assert mine(story.state, CEM).topics == ()
    story.tell(cem(Join("Cemil")))
    assert replace(story.state.topics[KNOTS], approved=True).leads == ()
