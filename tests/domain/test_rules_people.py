"""People: come in, change a name, ask, be forgotten."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from teachmeet.domain import facts as f
from teachmeet.domain.actors import Actor, Role
from teachmeet.domain.checks import PEOPLE, QUESTIONS_EACH
from teachmeet.domain.commands import AnswerQuestion, Ask, Command, EndTalk, ForgetMe, Join, StartTalk, Suggest, Vote
from teachmeet.domain.programme import NANO, Pitch, Signup, TalkPlan
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.rules import decide
from teachmeet.domain.text import NAME, QUESTION
from teachmeet.domain.things import Person
from tests.helpers import BEGIN, MEET, Said, Story, ann, bob, clock, host, joined, secret, wall

ANN = 2


def here() -> Story:
    """Ann is in."""
    return joined(ann)


def asked() -> Story:
    """Ann asked something: question 3."""
    return here().tell(ann(Ask("Why?")))


def test_somebody_comes_in() -> None:
    story = Story()
    story >> ann(Join("Ann")) << f.Joined(2, "Ann", secret("ann"))
    assert story.state.secrets == {secret("ann"): 2}


def test_somebody_comes_in_without_a_name() -> None:
    Story() >> ann(Join("  \u200b ")) << f.Joined(2, "", secret("ann"))


def test_two_may_bear_one_name() -> None:
    here() >> bob(Join("Ann")) << f.Joined(3, "Ann", secret("bob"))


def test_joining_again_changes_the_name_or_nothing() -> None:
    story = here()
    story >> ann(Join("Ann")) << ()
    story >> ann(Join("Anne")) << f.Renamed(ANN, "Anne")
    story >> ann(Join()) << f.Renamed(ANN, "")


def test_a_question_goes_to_the_talk_that_is_on_else_to_the_room() -> None:
    story = joined(ann, made=replace(MEET, talks=(TalkPlan(Signup("Eve"), "One", NANO, 120),)))
    story >> ann(Ask("Where is the tea?")) << f.QuestionAsked(5, 4, None, "Where is the tea?")
    story.tell(host(StartTalk()))
    story >> ann(Ask("Why?")) << f.QuestionAsked(7, 4, 3, "Why?")
    story.tell(host(EndTalk()))
    story >> ann(Ask("And now?")) << f.QuestionAsked(9, 4, None, "And now?")


def test_a_question_is_answered_and_opened_again() -> None:
    story = asked()
    story >> host(AnswerQuestion(3)) << f.QuestionAnswered(3, True)
    story >> host(AnswerQuestion(3)) << ()
    story >> host(AnswerQuestion(3, False)) << f.QuestionAnswered(3, False)


def test_who_is_forgotten_is_nobody_and_may_come_in_anew() -> None:
    story = asked()
    story >> ann(ForgetMe()) << f.Forgotten(ANN)
    assert story.state.secrets == {}
    assert story.state.questions[3].text is None
    story >> ann(Vote(1, 1, 1)) << Code.JOIN_FIRST
    story >> ann(Join("Ann")) << f.Joined(5, "Ann", secret("ann"))


@pytest.mark.parametrize("command", [Ask("Why?"), ForgetMe(), Suggest(Pitch.OFFER, "t"), Vote(1, 1, 1)])
def test_a_page_that_was_open_when_its_person_was_forgotten_can_say_nothing_more(command: Command) -> None:
    story = here().tell(ann(ForgetMe()))
    with pytest.raises(Refused, match=Code.JOIN_FIRST.value):
        decide(story.state, Actor(Role.ATTENDEE, ANN, secret("ann")), command, BEGIN)


def test_a_page_that_was_open_when_its_person_was_forgotten_may_come_in_anew() -> None:
    story = here().tell(ann(ForgetMe()))
    facts = decide(story.state, Actor(Role.ATTENDEE, ANN, secret("ann")), Join("Ann"), BEGIN)
    assert facts == (f.Joined(4, "Ann", secret("ann")),)


def crowded() -> Story:
    """As many people as a meet holds."""
    story = here()
    story.state.people.update({n: Person(n, "") for n in range(10, 10 + PEOPLE)})
    return story


def test_those_who_are_in_a_full_meet_may_still_change_their_name() -> None:
    crowded() >> ann(Join("Anne")) << f.Renamed(ANN, "Anne")


def curious() -> Story:
    """Ann has asked all she may."""
    return here().tell(*(ann(Ask(f"Why {number}?")) for number in range(QUESTIONS_EACH)))


REFUSED: list[tuple[str, Callable[[], Story], Said, Code]] = [
    ("a long name", Story, ann(Join("n" * (NAME + 1))), Code.TOO_LONG),
    ("a name with an escape", Story, ann(Join("\x1b[2J")), Code.BAD_CHARACTERS),
    ("a name with a bidi isolate", here, ann(Join("\u2066Ann")), Code.BAD_CHARACTERS),
    ("a full room", crowded, bob(Join("Bob")), Code.ROOM_FULL),
    ("the host does not join", Story, host(Join("Host")), Code.NOT_YOURS),
    ("the wall does not join", Story, wall(Join("Wall")), Code.NOT_YOURS),
    ("the clock does not join", Story, clock(Join("Clock")), Code.NOT_YOURS),
    ("asking before joining", Story, ann(Ask("Why?")), Code.JOIN_FIRST),
    ("asking nothing", here, ann(Ask("  ")), Code.EMPTY),
    ("asking at length", here, ann(Ask("?" * (QUESTION + 1))), Code.TOO_LONG),
    ("asking in colour", here, ann(Ask("\x9b31mWhy?")), Code.BAD_CHARACTERS),
    ("asking too often", curious, ann(Ask("Why more?")), Code.ENOUGH_QUESTIONS),
    ("the host asks nobody", here, host(Ask("Why?")), Code.NOT_YOURS),
    ("no such question", here, host(AnswerQuestion(3)), Code.UNKNOWN_QUESTION),
    ("a person is no question", here, host(AnswerQuestion(ANN)), Code.UNKNOWN_QUESTION),
    ("a forgotten question", lambda: asked().tell(ann(ForgetMe())), host(AnswerQuestion(3)), Code.UNKNOWN_QUESTION),
    ("an attendee answers none", asked, ann(AnswerQuestion(3)), Code.NOT_YOURS),
    ("forgetting a stranger", Story, ann(ForgetMe()), Code.JOIN_FIRST),
    ("forgetting twice", lambda: here().tell(ann(ForgetMe())), ann(ForgetMe()), Code.JOIN_FIRST),
    ("the host cannot be forgotten", here, host(ForgetMe()), Code.NOT_YOURS),
]


@pytest.mark.parametrize(("given", "said", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(given: Callable[[], Story], said: Said, code: Code) -> None:
    given() >> said << code
