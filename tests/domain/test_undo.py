"""Undo: the host's own acts, newest first, never over an attendee's answered command; the fold without the act."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from teachmeet.domain import commands_board as b
from teachmeet.domain import commands_hall as h
from teachmeet.domain import facts as f
from teachmeet.domain.acts import Act, Deed
from teachmeet.domain.commands import (
    AddSegment,
    AddTalk,
    AddTime,
    AddTopic,
    AnswerClaim,
    AnswerOffer,
    AnswerQuestion,
    Ask,
    ClaimSignup,
    CloseRound,
    Command,
    Draw,
    EndTalk,
    FixOverrun,
    ForgetMe,
    Join,
    LayPlan,
    MarkAbsent,
    MoveSegment,
    MoveTalk,
    OfferTalk,
    OpenRound,
    PairTalks,
    PauseTalk,
    RemoveTopic,
    ResumeTalk,
    ReturnTalk,
    SetAside,
    SetAutoStart,
    SetKind,
    SetOrder,
    SkipSegment,
    StartSegment,
    StartTalk,
    StretchSegment,
    Suggest,
    SwapTalks,
    TickHere,
    Undo,
    Vote,
    WithdrawTalk,
)
from teachmeet.domain.commands_hall import ApproveQuestion, ParkQuestion
from teachmeet.domain.history import History, fold
from teachmeet.domain.programme import (
    NANO,
    Duty,
    Format,
    Kind,
    Order,
    Overrun,
    Part,
    Pitch,
    Policy,
    Scene,
    SegmentKind,
    Signup,
    TalkPlan,
)
from teachmeet.domain.refusals import Code
from teachmeet.domain.state import KEPT_ACTS
from teachmeet.words import load
from tests.helpers import (
    BEGIN,
    BOARD,
    CHESS,
    EARLY,
    HALL,
    KNOTS,
    LAB,
    LATE,
    MEET,
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
    moderator,
    timekeeper,
    wall,
    without,
)

TALK, ANN, TOPIC, QUESTION = 3, 4, 5, 6
BOOKKEEPING = ("seq", "answers", "edition")
"""What also an undone line leaves behind: its number, its answer, and the list's edition."""


def evening() -> Story:
    """A talk, Ann, her topic and her question."""
    made = replace(MEET, ends=BEGIN + timedelta(hours=2), talks=(TalkPlan(Signup("Eve"), "One", NANO, 120),))
    return joined(ann, made=made).tell(ann(Suggest(Pitch.OFFER, "Chess")), ann(Ask("Why?")))


def undo(story: Story) -> Story:
    """Undo the newest act."""
    return story.tell(host(Undo(story.state.acts[-1].seq)))


RUNNING_LATE = (LayPlan(Format.TEACHMEET), StretchSegment(7, 43_000))
"""A welcome of twelve hours."""
ACTS: list[tuple[Deed, tuple[Command, ...], Command, int]] = [
    (Deed.STARTED_TALK, (), StartTalk(), TALK),
    (Deed.PAUSED_TALK, (StartTalk(),), PauseTalk(), TALK),
    (Deed.RESUMED_TALK, (StartTalk(), PauseTalk()), ResumeTalk(), TALK),
    (Deed.ADDED_TIME, (StartTalk(),), AddTime(60), TALK),
    (Deed.ENDED_TALK, (StartTalk(), PauseTalk()), EndTalk(), TALK),
    (Deed.ADDED_TOPIC, (), AddTopic(Pitch.OFFER, "Go"), 7),
    (Deed.ADDED_TOPIC, (), AddTopic(Pitch.OFFER, "Go", "Dee"), 8),
    (Deed.REMOVED_TOPIC, (), RemoveTopic(TOPIC), TOPIC),
    (Deed.OPENED_ROUND, (), OpenRound(), 7),
    (Deed.CLOSED_ROUND, (OpenRound(),), CloseRound(7), 7),
    (Deed.SET_ASIDE, (), SetAside(ANN, True), ANN),
    (Deed.TOOK_IN_AGAIN, (SetAside(ANN, True),), SetAside(ANN, False), ANN),
    (Deed.ANSWERED_QUESTION, (), AnswerQuestion(QUESTION), QUESTION),
    (Deed.LET_OUT_QUESTION, (), h.ApproveQuestion(QUESTION), QUESTION),
    (Deed.PARKED_QUESTION, (), h.ParkQuestion(QUESTION), QUESTION),
    (Deed.UNPARKED_QUESTION, (h.ParkQuestion(QUESTION),), h.ParkQuestion(QUESTION, False), QUESTION),
    (Deed.REOPENED_QUESTION, (AnswerQuestion(QUESTION),), AnswerQuestion(QUESTION, False), QUESTION),
    (Deed.LET_OUT_QUESTION, (), ApproveQuestion(QUESTION), QUESTION),
    (Deed.PARKED_QUESTION, (), ParkQuestion(QUESTION), QUESTION),
    (Deed.UNPARKED_QUESTION, (ParkQuestion(QUESTION),), ParkQuestion(QUESTION, False), QUESTION),
    (Deed.LAID_PLAN, (), LayPlan(Format.TEACHMEET), 14),
    (Deed.LAID_PLAN, (LayPlan(Format.TEACHMEET), StartSegment()), LayPlan(Format.EDCAMP), 37),
    (Deed.ADDED_SEGMENT, (), AddSegment(SegmentKind.TALKS), 7),
    (Deed.MOVED_SEGMENT, (LayPlan(Format.TEACHMEET),), MoveSegment(7), 7),
    (Deed.STRETCHED_SEGMENT, (LayPlan(Format.TEACHMEET),), StretchSegment(9, 60), 9),
    (Deed.SKIPPED_SEGMENT, RUNNING_LATE, FixOverrun(Policy.EAT_BREAK), 9),
    (Deed.SKIPPED_SEGMENT, (LayPlan(Format.TEACHMEET),), SkipSegment(9), 9),
    (Deed.TOOK_SEGMENT_IN, (LayPlan(Format.TEACHMEET), SkipSegment(9)), SkipSegment(9, False), 9),
    (Deed.STARTED_SEGMENT, (LayPlan(Format.TEACHMEET), StartSegment()), StartSegment(), 8),
    (Deed.STARTED_TALK, (LayPlan(Format.TEACHMEET), StartSegment()), StartTalk(), TALK),
    (Deed.SET_KIND, (), SetKind(Kind(NANO, 90)), 0),
    (Deed.MOVED_END, RUNNING_LATE, FixOverrun(Policy.PUSH), 0),
    (Deed.SHORTENED, RUNNING_LATE, FixOverrun(Policy.SHORTEN), TALK),
    (Deed.GAVE_UP_TALK, RUNNING_LATE, FixOverrun(Policy.DROP), TALK),
    (Deed.GAVE_UP_TALK, (), WithdrawTalk(TALK), TALK),
    (Deed.RETURNED_TALK, (WithdrawTalk(TALK),), ReturnTalk(TALK), TALK),
    (Deed.SET_ORDER, (), SetOrder(Order.VOTES, True), 0),
    (Deed.DREW, (TickHere(2),), Draw(), TALK),
    (Deed.ADDED_TALK, (), AddTalk("Fay", "Go", NANO), 9),
    (Deed.MOVED_TALK, (AddTalk("Fay", "Go", NANO),), MoveTalk(9, TALK), 9),
    (Deed.SWAPPED_TALKS, (AddTalk("Fay", "Go", NANO),), SwapTalks(9, TALK), 9),
    (Deed.PAIRED_TALKS, (AddTalk("Fay", "Go", NANO),), PairTalks(9, TALK), 9),
    (Deed.CALLED_IN_VAIN, (Draw(everybody=True),), MarkAbsent(TALK), TALK),
    (Deed.TICKED_HERE, (), TickHere(2), 2),
    (Deed.TICKED_AWAY, (), TickHere(ANN, False), ANN),
    (Deed.SET_AUTO_START, (), SetAutoStart(True), 0),
]
"""What the host does, after what; its deed and what it was done to."""

SPLICES = 13
AT_NINE = (BEGIN + timedelta(hours=3), BEGIN + timedelta(hours=4))
PLACED = (b.PlaceTopic(KNOTS, EARLY, HALL), b.PlaceTopic(CHESS, LATE, LAB))
MERGED = (*PLACED, b.MergeTopics(KNOTS, CHESS))
ON_THE_BOARD: list[tuple[Deed, tuple[Command, ...], Command, int]] = [
    (Deed.APPROVED_TOPICS, (), b.ApproveTopics((SPLICES,)), SPLICES),
    (Deed.APPROVED_TOPICS, (), b.ApproveTopics((SPLICES, SPLICES + 1)), 0),
    (Deed.HELD_BACK, (), b.SetChecking(True), 0),
    (Deed.HELD_BACK_NO_MORE, (b.SetChecking(True),), b.SetChecking(False), 0),
    (Deed.ASKED_FOR_REQUESTS, (), b.AskForRequests(60), 0),
    (Deed.ASKED_FOR_REQUESTS, (b.AskForRequests(60),), b.AskForRequests(None), 0),
    (Deed.CALLED_PITCH, (), b.CallPitch(SPLICES), SPLICES),
    (Deed.CALLED_PITCH, (b.CallPitch(SPLICES),), b.CallPitch(None), 0),
    (Deed.MERGED_TOPICS, PLACED, b.MergeTopics(CHESS, KNOTS), CHESS),
    (Deed.MERGED_TOPICS, (), b.MergeTopics(KNOTS, SPLICES), KNOTS),
    (Deed.UNMERGED_TOPIC, MERGED, b.UnmergeTopic(KNOTS), KNOTS),
    (Deed.UNMERGED_TOPIC, (*MERGED, b.CloseCell(EARLY, HALL)), b.UnmergeTopic(KNOTS), KNOTS),
    (Deed.COUNTED_HANDS, (), b.CountHands(KNOTS, 14), KNOTS),
    (Deed.COUNTED_HANDS, (b.CountHands(KNOTS, 14),), b.CountHands(KNOTS, None), KNOTS),
    (Deed.SET_NEEDS, (), b.SetNeeds(KNOTS, ("rope",)), KNOTS),
    (Deed.KEPT_APART, (), b.KeepApart(KNOTS, CHESS), KNOTS),
    (Deed.KEPT_APART, (b.KeepApart(KNOTS, CHESS),), b.KeepApart(CHESS, KNOTS, False), KNOTS),
    (Deed.NAMED_PART, (), b.NamePart(KNOTS, "Dee"), KNOTS),
    (Deed.NAMED_PART, (b.NamePart(KNOTS, "Dee"),), b.NamePart(CHESS, "Dee", Part.SCRIBE), CHESS),
    (Deed.NAMED_PART, (), b.NamePart(SPLICES, "Bob", taken=False), SPLICES),
    (Deed.ADDED_ROOM, (), b.AddRoom("Gym", 80), 20),
    (Deed.ADDED_ROOM, (), b.AddRoom("Gym", 80, ("mats",)), 20),
    (Deed.CHANGED_ROOM, (), b.ChangeRoom(LAB, "Lab", 12), LAB),
    (Deed.ADDED_SLOT, (), b.AddSlot(*AT_NINE), 20),
    (Deed.MOVED_SLOT, (), b.MoveSlot(LATE, *AT_NINE), LATE),
    (Deed.FROZE_SLOT, (), b.FreezeSlot(LATE), LATE),
    (Deed.THAWED_SLOT, (b.FreezeSlot(LATE),), b.FreezeSlot(LATE, False), LATE),
    (Deed.CLOSED_CELL, (), b.CloseCell(EARLY, LAB), LAB),
    (Deed.OPENED_CELL, (b.CloseCell(EARLY, LAB),), b.CloseCell(EARLY, LAB, False), LAB),
    (Deed.PLACED_SESSION, (), b.PlaceTopic(KNOTS, EARLY, HALL), KNOTS),
    (Deed.PLACED_SESSION, PLACED, b.PlaceTopic(KNOTS, LATE, None, "The yard"), KNOTS),
    (Deed.TOOK_OFF_SESSION, PLACED, b.TakeOff(KNOTS), KNOTS),
    (Deed.SWAPPED_SESSIONS, PLACED, b.SwapSessions(KNOTS, CHESS), KNOTS),
    (Deed.SWAPPED_SESSIONS, PLACED, b.SwapSessions(ROPES, CHESS), ROPES),
    (Deed.PINNED_SESSION, PLACED, b.PinSession(KNOTS), KNOTS),
    (Deed.UNPINNED_SESSION, (*PLACED, b.PinSession(KNOTS)), b.PinSession(KNOTS, False), KNOTS),
    (Deed.ARRANGED_BOARD, PLACED, b.TakeArrangement(((CHESS, EARLY, LAB), (KNOTS, LATE, LAB)), 7, 9), 0),
    (Deed.PUBLISHED_BOARD, PLACED, b.Publish(), 0),
    (Deed.PUBLISHED_BOARD, (*PLACED, b.Publish(), b.TakeOff(KNOTS)), b.Publish(), 0),
    (Deed.REMOVED_TOPIC, (*PLACED, b.Publish()), RemoveTopic(KNOTS), KNOTS),
]
"""Likewise on a board with topics of nobody's, and two of Bob's."""


def test_every_deed_is_in_the_table() -> None:
    assert {row[0] for row in (*ACTS, *ANSWERS, *ON_THE_BOARD)} == set(Deed)


def test_every_deed_has_its_words() -> None:
    assert set(load("en").section("undo")) >= {deed.value for deed in Deed}


ANSWERS = [
    (Deed.CONFIRMED_CLAIM, AnswerClaim(8, True), 8),
    (Deed.DENIED_CLAIM, AnswerClaim(8, False), 8),
    (Deed.TOOK_OFFER, AnswerOffer(9, True), 9),
    (Deed.DECLINED_OFFER, AnswerOffer(9, False), 9),
]


@pytest.mark.parametrize(("deed", "act", "subject"), ANSWERS)
def test_an_undone_answer_was_never_given(deed: Deed, act: Command, subject: int) -> None:
    story = evening().tell(ann(Join("Eve")))
    story.tell(ann(ClaimSignup(2)), ann(OfferTalk("Go")))
    then = story.state.copy()
    story.tell(host(act))
    done = story.state.acts[-1]
    assert (done.deed, done.subject) == (deed, subject)
    undo(story)
    assert apart_from(story.state, *BOOKKEEPING) == apart_from(then, *BOOKKEEPING)


def test_when_an_ending_is_undone_the_talk_that_the_clock_started_since_ends_it() -> None:
    talks = tuple(TalkPlan(Signup(name), name, NANO, 120) for name in ("Eve", "Gus"))
    story = joined(ann, made=replace(MEET, talks=talks)).tell(host(SetAutoStart(True)), host(StartTalk()))
    story.tell(host(EndTalk())).later(minutes=2).tell(clock(StartTalk()))
    undo(story)
    first, second = story.state.talks.values()
    assert (story.state.on, first.ended, second.ended) == (second.talk, second.started, None)


def test_a_start_that_is_undone_leaves_a_talk_that_was_never_on_though_the_clock_ended_it() -> None:
    stopping = Kind(NANO, 120, overrun=Overrun.STOP)
    story = evening().tell(host(SetKind(stopping)), host(StartTalk())).later(minutes=2).tell(clock(EndTalk()))
    undo(story)
    assert story.state.talks[TALK].waits
    assert story.state.talks[TALK].ended is None


@pytest.mark.parametrize(("deed", "before", "act", "subject"), ACTS, ids=[row[2].__class__.__name__ for row in ACTS])
def test_an_undone_act_never_happened(deed: Deed, before: tuple[Command, ...], act: Command, subject: int) -> None:
    undone_again(evening().tell(*map(host, before)), deed, act, subject)


@pytest.mark.parametrize(
    ("deed", "before", "act", "subject"), ON_THE_BOARD, ids=[row[2].__class__.__name__ for row in ON_THE_BOARD]
)
def test_an_undone_act_on_the_board_never_happened(
    deed: Deed, before: tuple[Command, ...], act: Command, subject: int
) -> None:
    story = joined(ann, bob, cem, made=BOARD)
    story.tell(*(bob(Suggest(Pitch.OFFER, title)) for title in ("Splices", "Whips")))
    story.tell(host(OpenRound()), ann(Vote(15, KNOTS, 1)), cem(Vote(15, SPLICES, 1)), *map(host, before[:-1]))
    story.tell(cem(b.TakePart(CHESS, Part.LEAD)), *map(host, before[-1:]))
    undone_again(story, deed, act, subject)


def undone_again(story: Story, deed: Deed, act: Command, subject: int) -> None:
    """Do it and undo it: the room is as it was, and the same as if it had never been written."""
    then = story.state.copy()
    story.tell(host(act))
    done = story.state.acts[-1]
    assert (done.deed, done.subject) == (deed, subject)
    story >> host(Undo(done.seq)) << f.Undone(done.seq)
    assert apart_from(story.state, *BOOKKEEPING) == apart_from(then, *BOOKKEEPING)
    assert apart_from(story.state, *BOOKKEEPING) == apart_from(fold(without(story.lines, done.seq)), *BOOKKEEPING)
    assert story.state == fold(story.lines)


def test_what_a_helper_did_the_host_undoes() -> None:
    story = evening().on_duty(Duty.TIMEKEEPER, Duty.QUESTIONS)
    then = story.state.copy()
    story.tell(timekeeper(StartTalk()), moderator(h.ApproveQuestion(QUESTION)))
    assert [act.deed for act in story.state.acts] == [Deed.STARTED_TALK, Deed.LET_OUT_QUESTION]
    for helper in (timekeeper, moderator):
        story >> helper(Undo(story.state.acts[-1].seq)) << Code.NOT_YOURS
    undo(undo(story))
    assert apart_from(story.state, *BOOKKEEPING) == apart_from(then, *BOOKKEEPING)


def test_who_wants_a_question_asked_is_kept_when_letting_it_out_is_undone_and_done_again() -> None:
    story = evening().tell(host(h.ApproveQuestion(QUESTION)), ann(h.BackQuestion(QUESTION)))
    undo(story)
    assert not story.state.questions[QUESTION].approved
    story.tell(host(h.ApproveQuestion(QUESTION)))
    assert story.state.questions[QUESTION].backers == {ANN}


def test_what_the_wall_shows_and_who_has_a_duty_is_no_act_to_undo() -> None:
    story = evening().tell(host(h.ChooseScene(Scene.JOIN)), host(h.BlankWall(True))).on_duty(Duty.KIOSK)
    story.tell(host(h.RevokePass(max(story.state.passes))))
    assert story.state.acts == []


def test_the_number_and_the_answer_of_an_undone_act_stay() -> None:
    story = evening().tell(host(RemoveTopic(TOPIC)))
    act = story.state.acts[-1].seq
    undo(story)
    assert story.state.seq == act + 1
    assert set(story.state.answers["host/host-page-1"].values()) == {1, act, act + 1}


def test_acts_are_undone_newest_first_down_to_the_first() -> None:
    story = evening()
    then = story.state.copy()
    story.tell(host(StartTalk()), host(PauseTalk()), host(AddTime(5)), host(EndTalk()))
    for _ in range(4):
        undo(story)
    assert apart_from(story.state, *BOOKKEEPING) == apart_from(then, *BOOKKEEPING)
    story >> host(Undo(7)) << Code.NOTHING_TO_UNDO


def test_the_clock_s_closing_is_no_act_but_goes_with_the_round_it_closed() -> None:
    story = evening().tell(host(OpenRound(3, 60)), clock(CloseRound(7)))
    assert story.state.acts == [Act(7, Deed.OPENED_ROUND, 7)]
    undo(story)
    assert (story.state.rounds, story.state.open_round) == ({}, None)


def test_what_attendees_did_meanwhile_stays() -> None:
    story = evening().tell(host(RemoveTopic(TOPIC)), bob(Join("Bob")), bob(Suggest(Pitch.OFFER, "Go")))
    undo(story)
    assert [topic.title for topic in story.state.topics.values() if not topic.removed] == ["Chess", "Go"]


def test_the_list_gets_a_new_edition_when_undoing_changes_it() -> None:
    story = evening().tell(host(RemoveTopic(TOPIC)), bob(Join("Bob")), bob(Suggest(Pitch.OFFER, "Go")))
    shown = story.state.edition
    undo(story)
    assert story.state.edition > shown


def test_a_round_whose_votes_were_all_taken_back_may_be_undone() -> None:
    story = evening().tell(host(OpenRound()), ann(Vote(7, TOPIC, 1)))
    story >> host(Undo(7)) << Code.VOTES_WOULD_BE_LOST
    story.tell(ann(Vote(7, TOPIC, 0)))
    story >> host(Undo(7)) << f.Undone(7)


def test_undoing_the_closing_opens_the_round_with_its_votes() -> None:
    story = evening().tell(host(OpenRound()), ann(Vote(7, TOPIC, 1)), host(CloseRound(7)))
    undo(story)
    assert (story.state.open_round, story.state.ballots) == (7, {7: {ANN: {TOPIC: 1}}})
    story >> ann(Vote(7, TOPIC, 0)) << f.Voted(7, ANN, TOPIC, 0)


def test_who_was_forgotten_stays_forgotten_whatever_is_undone() -> None:
    story = evening().tell(host(RemoveTopic(TOPIC)), ann(ForgetMe()))
    undo(story)
    assert story.state.topics[TOPIC].title is None
    assert story.state.topics[TOPIC].removed


def many(count: int) -> Story:
    """A talk that was given a second so many times."""
    return evening().tell(host(StartTalk()), *[host(AddTime(1))] * count)


def test_the_last_fifty_acts_can_be_undone_and_no_more() -> None:
    story = many(KEPT_ACTS + 20)
    for left in range(KEPT_ACTS, 0, -1):
        assert len(story.state.acts) == left
        undo(story)
    assert story.state.talks[TALK].added == 20
    story >> host(Undo(7)) << Code.NOTHING_TO_UNDO


def test_an_act_behind_the_checkpoint_stays_done_when_later_ones_come_and_go() -> None:
    story = many(0)
    for _ in range(KEPT_ACTS + 10):
        undo(story.tell(host(AddTime(1))))
    assert story.state.on == TALK
    assert story.state.talks[TALK].added == 0
    story >> host(AddTime(2)) << f.TimeAdded(TALK, 2)


def test_acts_that_came_and_went_do_not_use_up_the_fifty() -> None:
    story = many(10)
    for _ in range(KEPT_ACTS):
        undo(story.tell(host(AddTime(1))))
    for _ in range(10):
        undo(story)
    assert story.state.talks[TALK].added == 0


def test_a_history_goes_on_from_where_a_journal_left_off() -> None:
    story = many(KEPT_ACTS + 3)
    undo(undo(story))
    story.history = History(story.lines)
    undo(story.tell(host(AddTime(9))))
    assert story.state.talks[TALK].added == KEPT_ACTS + 1


def voted_on_a_called_out_topic() -> Story:
    """Votes on a topic of the host's, and the round's opening no longer among the acts: should it ever come to that."""
    story = evening().tell(host(AddTopic(Pitch.OFFER, "Go")), host(OpenRound()), ann(Vote(8, 7, 1)))
    assert story.state.acts.pop().deed is Deed.OPENED_ROUND
    return story


def walk_in_s_topic(*since: Said) -> Callable[[], Story]:
    """The host typed a topic in, and then people on phones did this."""
    def told() -> Story:
        return joined(ann, bob, made=BOARD).tell(host(AddTopic(Pitch.OFFER, "Masks", "Dee")), *since)

    return told


def claimed_walk_in() -> Story:
    """Bob says that he is the one whom the host typed in."""
    return evening().tell(host(AddTalk("Bob", "Go", NANO)), bob(Join("Bob")), bob(ClaimSignup(7)))


REFUSED: list[tuple[str, Callable[[], Story], Said, Code]] = [
    ("nothing was done", evening, host(Undo(1)), Code.NOTHING_TO_UNDO),
    ("founding is no act", Story, host(Undo(1)), Code.NOTHING_TO_UNDO),
    ("what an attendee did", lambda: many(0), host(Undo(TOPIC)), Code.NOT_THE_NEWEST),
    ("not the newest", lambda: many(1), host(Undo(7)), Code.NOT_THE_NEWEST),
    ("undone already", lambda: undo(many(1)), host(Undo(8)), Code.NOT_THE_NEWEST),
    (
        "a round with votes",
        lambda: evening().tell(host(OpenRound()), ann(Vote(7, TOPIC, 1))),
        host(Undo(7)),
        Code.VOTES_WOULD_BE_LOST,
    ),
    (
        "a closed round with votes, its clock's closing being no act",
        lambda: evening().tell(host(OpenRound(3, 60)), ann(Vote(7, TOPIC, 1)), clock(CloseRound(7))),
        host(Undo(7)),
        Code.VOTES_WOULD_BE_LOST,
    ),
    (
        "a talk that was asked about",
        lambda: many(0).tell(ann(Ask("How?"))),
        host(Undo(7)),
        Code.QUESTIONS_WOULD_BE_LOST,
    ),
    ("a topic with votes", voted_on_a_called_out_topic, host(Undo(7)), Code.TOPIC_HAS_VOTES),
    (
        "a topic that somebody leads",
        walk_in_s_topic(ann(b.TakePart(13, Part.LEAD))),
        host(Undo(12)),
        Code.TOPIC_HAS_PEOPLE,
    ),
    (
        "a topic whose notes somebody writes",
        walk_in_s_topic(ann(b.TakePart(13, Part.SCRIBE))),
        host(Undo(12)),
        Code.TOPIC_HAS_PEOPLE,
    ),
    ("a walk-in who came with a phone", claimed_walk_in, host(Undo(7)), Code.CLAIM_WOULD_BE_LOST),
    ("an attendee undoes nothing", lambda: many(0), ann(Undo(7)), Code.NOT_YOURS),
    ("the wall undoes nothing", lambda: many(0), wall(Undo(7)), Code.NOT_YOURS),
    ("the clock undoes nothing", lambda: many(0), clock(Undo(7)), Code.NOT_YOURS),
]


@pytest.mark.parametrize(("given", "said", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(given: Callable[[], Story], said: Said, code: Code) -> None:
    given() >> said << code
