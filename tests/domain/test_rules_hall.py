"""The hall: what the wall shows, questions that are let out, who people are, and passes for a duty."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from teachmeet import wire
from teachmeet.domain import commands as c
from teachmeet.domain import commands_board as cb
from teachmeet.domain import commands_hall as ch
from teachmeet.domain import facts as f
from teachmeet.domain import facts_board as fb
from teachmeet.domain import facts_hall as fh
from teachmeet.domain.actors import Actor, Role
from teachmeet.domain.checks import PASSES
from teachmeet.domain.commands import Ask, ForgetMe, Join, StartTalk, Vote
from teachmeet.domain.history import fold
from teachmeet.domain.panels import Surroundings, TopicsPanel, View
from teachmeet.domain.programme import Duty, Pitch, Scene
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.rules import decide
from teachmeet.domain.rules_hall import duty_of, take_pass
from teachmeet.domain.text import TITLE
from teachmeet.domain.views import PANELS
from teachmeet.domain.views_stage import mine
from teachmeet.journal import without_the_forgotten
from tests.helpers import THREE, Said, Someone, Story, ann, bob, caller, cem, host, wall

ANN, BOB, QUESTION = 2, 3, 4


def asked() -> Story:
    """Ann and Bob with phones; Ann has asked something."""
    return Story().tell(ann(Join("Ann")), bob(Join("Bob")), ann(Ask("May pupils come?")))


def scenes(story: Story) -> tuple[Scene, ...]:
    """What the wall shows in turn."""
    return PANELS["wall"][0](story.state, Surroundings(now=story.now), View.WALL).scenes  # type: ignore[union-attr]


# ── the wall


def test_the_host_chooses_what_the_wall_shows_and_darkens_it() -> None:
    story = Story()
    story >> host(ch.ChooseScene(Scene.JOIN)) << fh.SceneChosen(Scene.JOIN)
    story >> host(ch.ChooseScene(Scene.JOIN)) << ()
    story >> host(ch.BlankWall(True)) << fh.WallBlanked(True)
    assert (story.state.scene, story.state.blank) == (Scene.JOIN, True)
    story >> host(ch.ChooseScene(Scene.JOIN)) << fh.SceneChosen(Scene.JOIN)  # a chosen scene is seen
    assert not story.state.blank
    for who in (ann, wall):
        story >> who(ch.BlankWall(True)) << Code.NOT_YOURS


def test_a_wall_left_to_itself_shows_what_goes_on() -> None:
    story = Story(THREE)
    assert scenes(story) == (Scene.JOIN,)
    story.tell(host(StartTalk(3)))
    assert scenes(story) == (Scene.NOW,)
    story.tell(host(c.AddTopic(Pitch.OFFER, "Maths trails")))
    (topic,) = story.state.topics
    story.tell(host(c.OpenRound()))
    assert scenes(story) == (Scene.VOTE,)
    story.tell(host(cb.CallPitch(topic)))
    assert scenes(story) == (Scene.PITCHING,)
    story.tell(host(cb.CallPitch(None)), host(c.CloseRound(max(story.state.rounds))), host(c.EndTalk()))
    assert scenes(story) == (Scene.RESULTS,)


def test_a_turning_wall_leaves_out_what_has_nothing_to_say() -> None:
    story = Story(THREE).tell(host(ch.ChooseScene(Scene.TURNING)))
    assert scenes(story) == (Scene.JOIN, Scene.NOW)
    story.tell(ann(Join("Ann")), ann(Ask("Why?")))
    assert Scene.QUESTIONS not in scenes(story)
    story.tell(host(ch.ApproveQuestion(max(story.state.questions))))
    assert Scene.QUESTIONS in scenes(story)


# ── questions


def test_a_question_is_between_its_author_and_the_host_until_it_is_let_out() -> None:
    story = asked()

    def rows(view: View) -> int:
        return len(PANELS["questions"][0](story.state, Surroundings(), view).questions)  # type: ignore[union-attr]

    assert [rows(view) for view in (View.HOST, View.COHOST, View.ATTENDEE, View.WALL)] == [1, 1, 0, 0]
    assert [own.approved for own in mine(story.state, ANN).hall.questions] == [False]
    story >> bob(ch.BackQuestion(QUESTION)) << Code.UNKNOWN_QUESTION
    story >> host(ch.ApproveQuestion(QUESTION)) << fh.QuestionApproved(QUESTION)
    story >> host(ch.ApproveQuestion(QUESTION)) << ()
    assert [rows(view) for view in View] == [1, 1, 1, 1]


def test_backing_a_question_is_set_and_never_toggled() -> None:
    story = asked().tell(host(ch.ApproveQuestion(QUESTION)))
    story >> bob(ch.BackQuestion(QUESTION)) << fh.QuestionBacked(QUESTION, BOB, True)
    for _ in range(3):
        story >> bob(ch.BackQuestion(QUESTION)) << ()
    assert mine(story.state, BOB).hall.backed == (QUESTION,)
    assert mine(story.state, ANN).hall.backed == ()
    story >> bob(ch.BackQuestion(QUESTION, False)) << fh.QuestionBacked(QUESTION, BOB, False)
    assert story.state.questions[QUESTION].backers == frozenset()


def test_a_parked_question_is_out_and_kept_for_later() -> None:
    story = asked()
    story >> host(ch.ParkQuestion(QUESTION)) << fh.QuestionParked(QUESTION, True)
    assert story.state.questions[QUESTION].approved
    story >> host(ch.ParkQuestion(QUESTION, False)) << fh.QuestionParked(QUESTION, False)


# ── who people are


def test_people_say_what_they_do_and_whether_their_name_may_be_published() -> None:
    story = asked()
    story >> ann(ch.SetProfile("drives the school bus", "quiet routes")) << fh.ProfileSet(
        ANN, "drives the school bus", "quiet routes"
    )
    story >> ann(ch.SetProfile(" drives  the school bus", "quiet routes")) << ()
    story >> ann(ch.SetProfile("a\x1b[31m", "")) << Code.BAD_CHARACTERS
    story >> ann(ch.GiveConsent(False)) << fh.ConsentGiven(ANN, False)
    story >> ann(ch.GiveConsent(False)) << ()
    own = mine(story.state, ANN).hall
    assert (own.does, own.seeks, own.publish) == ("drives the school bus", "quiet routes", False)


def test_another_phone_is_the_same_person_by_the_code_and_is_forgotten_with_them() -> None:
    story = asked()
    phone = Actor(Role.ATTENDEE, None, "second phone", whose=ANN)
    assert decide(story.state, phone, ch.ReturnAs("ANYTHING"), story.now) == (fh.DeviceAdded(ANN, "second phone"),)
    with pytest.raises(Refused, match=Code.WRONG_RETURN_CODE):
        decide(story.state, replace(phone, whose=None), ch.ReturnAs("ANYTHING"), story.now)
    story.history.add(f.Line(story.state.seq + 1, story.now, ANN, "", 0, (fh.DeviceAdded(ANN, "second phone"),)))
    assert story.state.secrets["second phone"] == ANN
    story.tell(ann(ForgetMe()))
    assert set(story.state.secrets.values()) == {BOB}
    with pytest.raises(Refused, match=Code.WRONG_RETURN_CODE):
        decide(story.state, phone, ch.ReturnAs("ANYTHING"), story.now)


# ── passes


def passed(duty: Duty) -> Story:
    """A pass for a duty was made and taken."""
    story = Story(THREE)
    made = decide(story.state, Actor(Role.HOST, secret="hash of the code"), ch.MakePass(duty), story.now)
    story.history.add(f.Line(story.state.seq + 1, story.now, f.HOST, "", 0, made))
    taken = take_pass(story.state, "hash of the code", "the page's hash")
    story.history.add(f.Line(story.state.seq + 1, story.now, f.CLOCK, "", 0, taken))
    return story


def test_a_code_lets_one_page_in_once() -> None:
    story = passed(Duty.TIMEKEEPER)
    assert duty_of(story.state, "the page's hash") is Duty.TIMEKEEPER
    for code in ("hash of the code", "another"):
        with pytest.raises(Refused, match=Code.WRONG_KEY):
            take_pass(story.state, code, "another page")
    story.tell(host(ch.RevokePass(max(story.state.passes))))
    assert duty_of(story.state, "the page's hash") is None
    story >> host(ch.RevokePass(999)) << Code.UNKNOWN_PASS


ASKS: dict[Duty, c.Command] = {
    Duty.TIMEKEEPER: StartTalk(3),
    Duty.QUESTIONS: ch.ApproveQuestion(999),
    Duty.PITCHES: c.AddTopic(Pitch.OFFER, "Maths trails"),
}


@pytest.mark.parametrize("duty", ASKS)
def test_a_duty_is_all_that_a_pass_is_good_for(duty: Duty) -> None:
    story = passed(duty)
    helper = Actor(Role.COHOST, duty=duty)
    for other, command in ASKS.items():
        try:
            decide(story.state, helper, command, story.now)
            allowed = True
        except Refused as refused:
            allowed = refused.code is not Code.NOT_YOURS
        assert allowed == (other is duty)
    for command in (c.Undo(1), ch.MakePass(duty), ch.RevokePass(1), Vote(1, 1, 1), THREE):
        with pytest.raises(Refused, match=Code.NOT_YOURS):
            decide(story.state, helper, command, story.now)


def test_whoever_comes_in_at_the_kiosk_is_marked_and_counted() -> None:
    story = passed(Duty.KIOSK)
    visitor = Actor(Role.ATTENDEE, None, "this visit", Duty.KIOSK)
    joined, visited = decide(story.state, visitor, Join("Vi"), story.now)
    assert isinstance(joined, f.Joined) and visited == fh.KioskVisited(joined.person)
    story.history.add(f.Line(story.state.seq + 1, story.now, joined.person, "", 0, (joined, visited)))
    panel = PANELS["passes"][0](story.state, Surroundings(), View.HOST)
    assert panel.visitors == 1  # type: ignore[union-attr]


def test_no_number_and_no_code_of_a_pass_is_in_the_journal_or_on_a_panel_once_it_was_used() -> None:
    story = passed(Duty.TIMEKEEPER)
    number = max(story.state.passes)
    around = Surroundings(codes={number: "ABCDEF"})
    (row,) = PANELS["passes"][0](story.state, around, View.HOST).passes  # type: ignore[union-attr]
    assert (row.code, row.taken) == (None, True)


# ── refusals


def with_passes() -> Story:
    """As many passes as can be."""
    story = Story()
    for _ in range(PASSES):
        story.tell(host(ch.MakePass(Duty.KIOSK)))
    return story


REFUSED: list[tuple[str, Callable[[], Story], Said, Code]] = [
    ("a pass too many", with_passes, host(ch.MakePass(Duty.KIOSK)), Code.ENOUGH_PASSES),
    ("revoking what was never made", Story, host(ch.RevokePass(999)), Code.UNKNOWN_PASS),
    ("a code that is nobody's", asked, cem(ch.ReturnAs("ABCDEF")), Code.WRONG_RETURN_CODE),
    ("the code of the sheet", lambda: Story(THREE), cem(ch.ReturnAs("2")), Code.WRONG_RETURN_CODE),
    ("letting out what was never asked", Story, host(ch.ApproveQuestion(9)), Code.UNKNOWN_QUESTION),
    ("parking what was never asked", Story, host(ch.ParkQuestion(9)), Code.UNKNOWN_QUESTION),
    ("letting out what was taken back", lambda: asked().tell(ann(ForgetMe())), host(ch.ApproveQuestion(QUESTION)),
     Code.UNKNOWN_QUESTION),
    ("wanting what is not let out", asked, bob(ch.BackQuestion(QUESTION)), Code.UNKNOWN_QUESTION),
    ("wanting before joining", asked, cem(ch.BackQuestion(QUESTION)), Code.JOIN_FIRST),
    ("a profile of nobody", asked, cem(ch.SetProfile("x")), Code.JOIN_FIRST),
    ("consent of nobody", asked, cem(ch.GiveConsent(True)), Code.JOIN_FIRST),
    ("a long profile", asked, ann(ch.SetProfile("x" * (TITLE + 1))), Code.TOO_LONG),
    ("a profile that turns the line", asked, ann(ch.SetProfile("", "a\u202eb")), Code.BAD_CHARACTERS),
    *((f"{who.name} makes no pass", asked, who(ch.MakePass(Duty.TIMEKEEPER)), Code.NOT_YOURS) for who in (ann, wall)),
    *((f"{who.name} comes back as nobody", asked, who(ch.ReturnAs("2")), Code.NOT_YOURS) for who in (host, wall)),
]


@pytest.mark.parametrize(("told", "said", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_refused_changes_nothing(told: Callable[[], Story], said: Said, code: Code) -> None:
    story = told()
    then = story.state.copy()
    story >> said << code
    assert story.state == then


# ── coming back, and being forgotten


def test_a_phone_that_was_somebody_is_somebody_else_from_then_on() -> None:
    story = asked()
    story >> bob(ch.ReturnAs(str(ANN))) << (
        fh.DeviceLeft(BOB, "hash-of-bob"),
        fh.DeviceAdded(ANN, "hash-of-bob"),
    )
    story >> bob(ch.ReturnAs(str(ANN))) << ()
    assert (story.person(ann), story.person(bob)) == (ANN, ANN)
    assert not story.state.people[BOB].forgotten
    story >> bob(ch.ReturnAs(str(BOB))) << (fh.DeviceLeft(ANN, "hash-of-bob"), fh.DeviceAdded(BOB, "hash-of-bob"))
    assert (story.state.people[ANN].devices, story.state.people[BOB].devices) == ((), ("hash-of-bob",))


@pytest.mark.parametrize("forgets", [ann, bob], ids=["on the first phone", "on the second"])
def test_forgetting_takes_the_second_phone_along_and_leaves_whom_it_was_before(forgets: Someone) -> None:
    story = asked().tell(bob(ch.SetProfile("Bobs about", "")), bob(ch.ReturnAs(str(ANN))), forgets(ForgetMe()))
    assert story.state.secrets == {}
    assert story.state.people[BOB].does == "Bobs about"
    rewritten = without_the_forgotten(story.lines)
    assert fold(rewritten) == story.state


def test_nothing_that_somebody_said_of_themselves_or_wanted_outlives_them() -> None:
    story = asked().tell(host(ch.ApproveQuestion(QUESTION)), bob(ch.BackQuestion(QUESTION)))
    story.tell(bob(ch.SetProfile("juggles", "a stage")), bob(ForgetMe()))
    assert story.state.questions[QUESTION].backers == frozenset()
    rewritten = without_the_forgotten(story.lines)
    assert fold(rewritten) == story.state
    written = b"".join(map(wire.write_line, rewritten))
    for word in (b"juggles", b"a stage", b"hash-of-bob"):
        assert word not in written


def test_topics_that_are_held_back_can_be_read_by_whoever_lets_them_out() -> None:
    story = asked().tell(host(cb.SetChecking(True)), ann(c.Suggest(Pitch.OFFER, "Chess"))).on_duty(Duty.PITCHES)
    panel = PANELS["topics"][0](story.state, Surroundings(), View.COHOST)
    assert isinstance(panel, TopicsPanel)
    (card,) = panel.topics
    assert (card.title, card.approved) == ("Chess", False)
    story >> caller(cb.ApproveTopics((card.topic,))) << fb.TopicApproved(card.topic)
