"""What is pitched: by phones, by the host for somebody who calls it out, and taken off the list."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from teachmeet.domain import facts as f
from teachmeet.domain.checks import TOPICS, TOPICS_EACH
from teachmeet.domain.commands import AddTopic, ForgetMe, RemoveTopic, Suggest
from teachmeet.domain.programme import Pitch, Signup, TopicPlan
from teachmeet.domain.refusals import Code
from teachmeet.domain.text import DETAIL, NAME, TITLE
from tests.helpers import MEET, Said, Someone, Story, ann, bob, clock, host, joined, wall

ANN, BOB = 2, 3


def both() -> Story:
    """Ann and Bob with phones, nothing pitched."""
    return joined(ann, bob)


def test_a_phone_pitches_under_its_own_number() -> None:
    story = both()
    story >> ann(Suggest(Pitch.REQUEST, "Marking less", "How?")) << f.TopicPitched(
        4, ANN, Pitch.REQUEST, False, "Marking less", "How?"
    )
    assert story.state.topics[4].title == "Marking less"


def test_white_space_is_squeezed_and_the_text_otherwise_kept() -> None:
    both() >> ann(Suggest(Pitch.OFFER, "  a   [/] b ", " ")) << f.TopicPitched(
        4, ANN, Pitch.OFFER, False, "a [/] b", ""
    )


def test_the_same_title_may_be_offered_and_asked_for_and_by_two_people() -> None:
    story = both().tell(ann(Suggest(Pitch.OFFER, "Chess")))
    story >> ann(Suggest(Pitch.REQUEST, "Chess")) << f.TopicPitched(5, ANN, Pitch.REQUEST, False, "Chess", "")
    story >> bob(Suggest(Pitch.OFFER, "Chess")) << f.TopicPitched(6, BOB, Pitch.OFFER, False, "Chess", "")


def test_what_was_removed_may_be_pitched_again() -> None:
    story = both().tell(ann(Suggest(Pitch.OFFER, "Chess")), host(RemoveTopic(4)))
    story >> ann(Suggest(Pitch.OFFER, "Chess")) << f.TopicPitched(6, ANN, Pitch.OFFER, False, "Chess", "")


def test_the_host_types_in_what_nobody_s_name_belongs_to() -> None:
    Story() >> host(AddTopic(Pitch.OFFER, "Chess")) << f.TopicPitched(2, None, Pitch.OFFER, False, "Chess", "")


def test_the_host_types_in_a_newcomer_s_topic_and_the_newcomer() -> None:
    Story() >> host(AddTopic(Pitch.OFFER, "Chess", "Dee")) << (
        f.SignedUp(2, None, "Dee", "", ""),
        f.TopicPitched(3, 2, Pitch.OFFER, False, "Chess", ""),
    )


def test_a_name_from_the_sheet_is_known_again() -> None:
    story = Story().tell(host(AddTopic(Pitch.OFFER, "Chess", "Dee")))
    story >> host(AddTopic(Pitch.OFFER, "Go", "Dee")) << f.TopicPitched(4, 2, Pitch.OFFER, False, "Go", "")


def test_a_phone_s_name_is_nobody_s_proof_so_the_host_s_dee_is_another() -> None:
    story = joined(Someone("dee"))
    story >> host(AddTopic(Pitch.OFFER, "Go", "Dee")) << (
        f.SignedUp(3, None, "Dee", "", ""),
        f.TopicPitched(4, 3, Pitch.OFFER, False, "Go", ""),
    )


def test_the_host_may_pitch_the_same_twice_for_two_people_called_it_out() -> None:
    story = Story().tell(host(AddTopic(Pitch.OFFER, "Chess")))
    story >> host(AddTopic(Pitch.OFFER, "Chess")) << f.TopicPitched(3, None, Pitch.OFFER, False, "Chess", "")


def test_a_removed_topic_keeps_its_number_for_ever() -> None:
    story = Story().tell(host(AddTopic(Pitch.OFFER, "Chess")))
    story >> host(RemoveTopic(2)) << f.TopicRemoved(2)
    story >> host(AddTopic(Pitch.OFFER, "Go")) << f.TopicPitched(4, None, Pitch.OFFER, False, "Go", "")


def busy(count: int) -> Story:
    """Ann has pitched that many."""
    return both().tell(*(ann(Suggest(Pitch.OFFER, f"Topic {number}")) for number in range(count)))


def full() -> Story:
    """As many topics as a meet holds, from its sheet."""
    topics = tuple(TopicPlan(Signup(f"P{n}"), f"T{n}") for n in range(TOPICS))
    return joined(ann, made=replace(MEET, topics=topics))


def test_one_below_the_limit_still_goes() -> None:
    story = busy(TOPICS_EACH - 1).tell(ann(Suggest(Pitch.OFFER, "The last")))
    assert len(story.state.topics) == TOPICS_EACH


def test_the_longest_texts_go() -> None:
    story = both().tell(ann(Suggest(Pitch.OFFER, "t" * TITLE, "d" * DETAIL)))
    story.tell(host(AddTopic(Pitch.OFFER, "x", "n" * NAME)))
    assert len(story.state.topics) == 2


REFUSED: list[tuple[str, Callable[[], Story], Said, Code]] = [
    ("no title", both, ann(Suggest(Pitch.OFFER, "")), Code.EMPTY),
    ("only spaces", both, ann(Suggest(Pitch.OFFER, " \u00a0 ")), Code.EMPTY),
    ("only joiners", both, ann(Suggest(Pitch.OFFER, "\u200b\u200d")), Code.EMPTY),
    ("a long title", both, ann(Suggest(Pitch.OFFER, "t" * (TITLE + 1))), Code.TOO_LONG),
    ("a long detail", both, ann(Suggest(Pitch.OFFER, "t", "d" * (DETAIL + 1))), Code.TOO_LONG),
    ("an escape", both, ann(Suggest(Pitch.OFFER, "\x1b[31mred")), Code.BAD_CHARACTERS),
    ("a bidi override in the detail", both, ann(Suggest(Pitch.OFFER, "t", "a\u202eb")), Code.BAD_CHARACTERS),
    ("a line break", both, ann(Suggest(Pitch.OFFER, "a\nb")), Code.BAD_CHARACTERS),
    ("pitched twice", lambda: busy(1), ann(Suggest(Pitch.OFFER, " Topic  0")), Code.ALREADY_PITCHED),
    ("one too many of one's own", lambda: busy(TOPICS_EACH), ann(Suggest(Pitch.OFFER, "More")), Code.ENOUGH_TOPICS),
    ("one too many for the meet", full, ann(Suggest(Pitch.OFFER, "More")), Code.ENOUGH_TOPICS),
    ("one too many typed in", full, host(AddTopic(Pitch.OFFER, "More")), Code.ENOUGH_TOPICS),
    ("not joined", both, Said("stranger", Suggest(Pitch.OFFER, "t")), Code.JOIN_FIRST),
    ("forgotten", lambda: both().tell(ann(ForgetMe())), ann(Suggest(Pitch.OFFER, "t")), Code.JOIN_FIRST),
    ("the host has no phone", both, host(Suggest(Pitch.OFFER, "t")), Code.NOT_YOURS),
    ("the wall pitches nothing", both, wall(Suggest(Pitch.OFFER, "t")), Code.NOT_YOURS),
    ("an attendee types nothing in", both, ann(AddTopic(Pitch.OFFER, "t")), Code.NOT_YOURS),
    ("typed in without a title", both, host(AddTopic(Pitch.OFFER, " ")), Code.EMPTY),
    ("typed in too long", both, host(AddTopic(Pitch.OFFER, "t" * (TITLE + 1))), Code.TOO_LONG),
    ("typed in with a long name", both, host(AddTopic(Pitch.OFFER, "t", "n" * (NAME + 1))), Code.TOO_LONG),
    ("typed in with a bell", both, host(AddTopic(Pitch.OFFER, "t", "n\a")), Code.BAD_CHARACTERS),
    ("an attendee removes nothing", lambda: busy(1), ann(RemoveTopic(4)), Code.NOT_YOURS),
    ("the clock removes nothing", lambda: busy(1), clock(RemoveTopic(4)), Code.NOT_YOURS),
    ("removing what never was", both, host(RemoveTopic(4)), Code.UNKNOWN_TOPIC),
    ("removing a person", both, host(RemoveTopic(ANN)), Code.UNKNOWN_TOPIC),
    ("removing twice", lambda: busy(1).tell(host(RemoveTopic(4))), host(RemoveTopic(4)), Code.UNKNOWN_TOPIC),
    (
        "removing what a forgotten person pitched",
        lambda: busy(1).tell(ann(ForgetMe())),
        host(RemoveTopic(4)),
        Code.UNKNOWN_TOPIC,
    ),
]


@pytest.mark.parametrize(("given", "said", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(given: Callable[[], Story], said: Said, code: Code) -> None:
    given() >> said << code
