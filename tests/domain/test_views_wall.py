"""What the wall is shown: nothing that somebody typed on a phone, names included, before the host let it."""

from dataclasses import replace
from datetime import timedelta

from teachmeet import wire
from teachmeet.domain.commands import AnswerOffer, Ask, EndTalk, Join, OfferTalk, StartTalk, Suggest
from teachmeet.domain.commands_board import ApproveTopics, CallPitch, MergeTopics, PlaceTopic, Publish, TakePart
from teachmeet.domain.commands_hall import ApproveQuestion
from teachmeet.domain.panels import Address, Door, JoinPanel, Surroundings, View
from teachmeet.domain.panels_hall import WallPanel
from teachmeet.domain.programme import Part, Pitch, RoomPlan, SlotPlan
from teachmeet.domain.views import PANELS
from tests.helpers import BEGIN, MEET, THREE, Story, ann, bob, host

BOARD = replace(
    MEET,
    rooms=(RoomPlan("Library", 60),),
    slots=(SlotPlan(BEGIN + timedelta(hours=1), BEGIN + timedelta(hours=2)),),
)


def seen(story: Story, *names: str) -> str:
    """What these panels, or all of its own, carry to the wall, as it leaves the server."""
    mine = names or tuple(name for name, (_, views) in PANELS.items() if View.WALL in views)
    drawn = (PANELS[name][0](story.state, Surroundings(), View.WALL) for name in mine)
    return " ".join(wire.write_panel_data(panel).decode() for panel in drawn)


def story_of_two(made: object = BOARD) -> Story:
    """Ann suggested something, and Bob is there."""
    assert isinstance(made, type(MEET))
    return Story(made).tell(ann(Join("Annabel")), bob(Join("Bobby")), ann(Suggest(Pitch.OFFER, "Chess")))


def topic_of(story: Story, title: str) -> int:
    return next(topic.topic for topic in story.state.topics.values() if topic.title == title)


def test_a_suggestion_is_seen_with_its_name_once_the_host_let_it() -> None:
    story = story_of_two()
    assert "Chess" not in seen(story)
    assert "Annabel" not in seen(story)
    story.tell(host(ApproveTopics((topic_of(story, "Chess"),))))
    assert "Chess" in seen(story, "topics")
    assert "Annabel" in seen(story, "topics")
    assert "Bobby" not in seen(story)


def test_a_new_name_is_not_seen_before_the_host_let_something_under_it() -> None:
    story = story_of_two()
    chess = topic_of(story, "Chess")
    story.tell(host(ApproveTopics((chess,))), ann(Join("Something rude")))
    assert "Something rude" not in seen(story)
    assert '"name":null' in seen(story, "topics")
    story.tell(host(CallPitch(chess)))
    assert "Something rude" in seen(story, "pitching")


def test_whoever_takes_a_part_is_named_once_the_host_let_the_card() -> None:
    story = story_of_two()
    chess, slot, room = topic_of(story, "Chess"), next(iter(story.state.slots)), next(iter(story.state.rooms))
    story.tell(host(PlaceTopic(chess, slot, room)), host(Publish()))
    assert "Annabel" in seen(story, "board")
    story.tell(bob(TakePart(chess, Part.SCRIBE)))
    assert "Bobby" not in seen(story)
    assert "Bobby" in wire.write_panel_data(PANELS["board"][0](story.state, Surroundings(), View.ATTENDEE)).decode()
    story.tell(host(CallPitch(chess)))
    assert "Bobby" in seen(story, "board")


def test_an_anonymous_card_lets_no_name_out() -> None:
    story = story_of_two().tell(ann(Suggest(Pitch.REQUEST, "Go", anonymous=True)))
    story.tell(host(ApproveTopics((topic_of(story, "Go"),))))
    assert "Annabel" not in seen(story)


def test_what_was_merged_into_an_approved_topic_stays_unseen_until_it_is_let_itself() -> None:
    story = story_of_two().tell(bob(Suggest(Pitch.OFFER, "Rude chess")))
    chess, rude = topic_of(story, "Chess"), topic_of(story, "Rude chess")
    story.tell(host(ApproveTopics((chess,))), host(MergeTopics(rude, chess)))
    assert "Rude chess" not in seen(story)


def test_two_minutes_bring_their_name_once_they_are_taken() -> None:
    story = story_of_two().tell(bob(OfferTalk("Ukulele")))
    assert "Ukulele" not in seen(story)
    story.tell(host(AnswerOffer(next(iter(story.state.offers)), yes=True)))
    assert "Ukulele" in seen(story, "now")
    assert "Bobby" in seen(story, "now")
    story.tell(bob(Join("Somebody else")))
    assert "Somebody else" not in seen(story)


def test_names_that_the_host_typed_are_seen() -> None:
    assert "Eve Enard" in seen(Story(THREE), "now")


def test_a_question_that_the_host_let_brings_no_name_that_was_not() -> None:
    story = story_of_two().tell(bob(Ask("Why?")))
    assert "Why?" not in seen(story)
    story.tell(host(ApproveQuestion(next(iter(story.state.questions)))))
    assert "Why?" in seen(story, "questions")
    assert "Bobby" not in seen(story)


def test_the_wall_has_the_code_to_draw_and_the_host_draws_it_alone() -> None:
    door = Door("HTTP://10.0.0.2/J/ABCD", "ABCD", 80, (Address("10.0.0.2", "wlan0", True),), ("101", "010", "101"))
    draw = PANELS["join"][0]
    around = Surroundings(door=door)
    assert draw(Story().state, around, View.WALL) == JoinPanel(door.url, "ABCD", 80, (), 0, 0, door.matrix)
    assert draw(Story().state, around, View.HOST) == JoinPanel(door.url, "ABCD", 80, door.addresses, 0, 0)


def test_the_wall_counts_the_talks_that_there_were() -> None:
    story = Story(THREE).tell(host(StartTalk()), host(EndTalk()), host(StartTalk()))
    panel = PANELS["wall"][0](story.state, Surroundings(), View.WALL)
    assert isinstance(panel, WallPanel)
    assert panel.given == 2
