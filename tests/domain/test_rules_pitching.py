"""Pitching: requests only for a while, what is held back until the host let it, who speaks for a topic, its needs."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from teachmeet.domain import facts as f
from teachmeet.domain import facts_board as fb
from teachmeet.domain.checks import KIT, LONGEST
from teachmeet.domain.commands import (
    AddSegment,
    AddTopic,
    OpenRound,
    RemoveTopic,
    StartSegment,
    Suggest,
)
from teachmeet.domain.commands_board import (
    ApproveTopics,
    AskForRequests,
    CallPitch,
    CountHands,
    KeepApart,
    MergeTopics,
    SetChecking,
    SetNeeds,
)
from teachmeet.domain.panels import PitchingPanel, Surroundings, TopicCard, TopicsPanel, View
from teachmeet.domain.programme import Pitch, SegmentKind
from teachmeet.domain.puzzles import puzzle_of
from teachmeet.domain.refusals import Code
from teachmeet.domain.text import KIT as KIT_LENGTH
from teachmeet.domain.views import PANELS
from tests.helpers import BOARD, CHESS, KNOTS, ROPES, SECOND, Said, Story, ann, bob, clock, host, joined, wall

ANN, BOB, FREE = 10, 11, 12


def room() -> Story:
    """Three topics of nobody's; Ann and Bob with phones."""
    return joined(ann, bob, made=BOARD)


def pitching(story: Story, view: View = View.ATTENDEE) -> PitchingPanel:
    """How pitching goes, now."""
    panel = PANELS["pitching"][0](story.state, Surroundings(now=story.now), view)
    assert isinstance(panel, PitchingPanel)
    return panel


def titles(story: Story, view: View) -> list[str | None]:
    """What a view reads of the topics."""
    panel = PANELS["topics"][0](story.state, Surroundings(), view)
    assert isinstance(panel, TopicsPanel)
    return [card.title for card in panel.topics]


# ── requests only


def test_for_a_while_phones_pitch_requests_only_and_then_offers_too() -> None:
    story = room()
    until = story.now + timedelta(seconds=600)
    story >> host(AskForRequests(600)) << fb.OnlyRequests(until)
    assert pitching(story).only_requests
    story >> ann(Suggest(Pitch.OFFER, "Masks")) << Code.ONLY_REQUESTS
    story >> ann(Suggest(Pitch.REQUEST, "Masks")) << f.TopicPitched(FREE + 1, ANN, Pitch.REQUEST, False, "Masks", "")
    story.now = until
    assert not pitching(story).only_requests
    story >> ann(Suggest(Pitch.OFFER, "Capes")) << f.TopicPitched(FREE + 2, ANN, Pitch.OFFER, False, "Capes", "")


def test_the_host_lifts_it_and_may_type_anything_meanwhile() -> None:
    story = room().tell(host(AskForRequests(600)))
    story >> host(AddTopic(Pitch.OFFER, "Masks")) << f.TopicPitched(FREE + 1, None, Pitch.OFFER, False, "Masks", "")
    story >> host(AskForRequests(None)) << fb.OnlyRequests(None)
    story >> host(AskForRequests(None)) << ()
    story >> ann(Suggest(Pitch.OFFER, "Capes")) << f.TopicPitched(FREE + 3, ANN, Pitch.OFFER, False, "Capes", "")


def test_a_part_for_requests_does_the_same_while_it_is_on() -> None:
    story = room().tell(host(AddSegment(SegmentKind.REQUESTS, "", 600)), host(AddSegment(SegmentKind.OFFERS, "", 600)))
    assert not pitching(story).only_requests
    story.tell(host(StartSegment()))
    assert (pitching(story).only_requests, pitching(story).until) == (True, None)
    story >> ann(Suggest(Pitch.OFFER, "Masks")) << Code.ONLY_REQUESTS
    story.tell(host(StartSegment()))
    assert not pitching(story).only_requests


def test_asking_again_sets_the_time_anew() -> None:
    story = room().tell(host(AskForRequests(600)))
    story >> host(AskForRequests(60)) << fb.OnlyRequests(story.now + 59 * SECOND)


# ── the wall, and what is held back


def test_what_a_phone_pitches_is_read_on_phones_and_on_no_wall_before_the_host_let_it() -> None:
    story = room().tell(ann(Suggest(Pitch.OFFER, "Masks", "of paper")))
    assert titles(story, View.ATTENDEE) == ["Knots", "Chess", "Ropes", "Masks"]
    assert titles(story, View.WALL) == ["Knots", "Chess", "Ropes", None]
    story >> host(ApproveTopics((FREE, KNOTS, FREE))) << fb.TopicApproved(FREE)
    story >> host(ApproveTopics((FREE,))) << ()
    assert titles(story, View.WALL)[-1] == "Masks"


def test_held_back_it_is_on_no_phone_either() -> None:
    story = room().tell(ann(Suggest(Pitch.OFFER, "Masks")))
    story >> host(SetChecking(True)) << fb.CheckingSet(True)
    story >> host(SetChecking(True)) << ()
    assert pitching(story).checking
    assert titles(story, View.ATTENDEE) == ["Knots", "Chess", "Ropes"]
    assert titles(story, View.HOST)[-1] == "Masks"
    story.tell(host(ApproveTopics((FREE,))))
    assert titles(story, View.ATTENDEE)[-1] == "Masks"
    story.tell(bob(Suggest(Pitch.OFFER, "Capes")), host(SetChecking(False)))
    assert titles(story, View.ATTENDEE)[-1] == "Capes"


def test_a_new_list_is_a_new_edition_when_the_host_holds_back_or_lets_on() -> None:
    story = room().tell(ann(Suggest(Pitch.OFFER, "Masks")))
    for act in (SetChecking(True), ApproveTopics((FREE,)), SetChecking(False)):
        before = story.state.edition
        story.tell(host(act))
        assert story.state.edition > before


# ── the pitch line


def test_whoever_speaks_for_a_topic_has_it_in_the_spotlight_of_every_view() -> None:
    story = room().tell(host(SetChecking(True)), ann(Suggest(Pitch.OFFER, "Masks")))
    story >> host(CallPitch(FREE + 1)) << fb.PitchCalled(FREE + 1)
    story >> host(CallPitch(FREE + 1)) << ()
    card = TopicCard(FREE + 1, Pitch.OFFER, "Masks", None, "Ann")
    assert [pitching(story, view).on for view in View] == [card] * 4
    assert titles(story, View.WALL)[-1] == "Masks"
    story >> host(CallPitch(None)) << fb.PitchCalled(None)
    story >> host(CallPitch(None)) << ()
    assert pitching(story).on is None


@pytest.mark.parametrize("leave", [RemoveTopic(KNOTS), MergeTopics(KNOTS, CHESS)])
def test_what_left_the_list_is_in_no_spotlight(leave: RemoveTopic) -> None:
    story = room().tell(host(CallPitch(KNOTS)), host(leave))
    assert pitching(story).on is None


# ── what is noted about a topic


def test_needs_come_with_a_topic_or_later() -> None:
    story = room()
    story >> ann(Suggest(Pitch.OFFER, "Masks", kit=("Paper", "paper", "sink"))) << (
        f.TopicPitched(FREE, ANN, Pitch.OFFER, False, "Masks", ""),
        fb.TopicNeeds(FREE, ("Paper", "sink")),
    )
    story >> host(AddTopic(Pitch.OFFER, "Capes", "Dee", ("cloth",))) << (
        f.SignedUp(FREE + 2, None, "Dee", "", ""),
        f.TopicPitched(FREE + 3, FREE + 2, Pitch.OFFER, False, "Capes", ""),
        fb.TopicNeeds(FREE + 3, ("cloth",)),
    )
    story >> host(SetNeeds(KNOTS, ("rope",))) << fb.TopicNeeds(KNOTS, ("rope",))
    story >> host(SetNeeds(KNOTS, ("rope",))) << ()
    story >> host(SetNeeds(KNOTS, ())) << fb.TopicNeeds(KNOTS, ())


def test_hands_are_counted_and_taken_back() -> None:
    story = room()
    story >> host(CountHands(KNOTS, 14)) << fb.HandsCounted(KNOTS, 14)
    story >> host(CountHands(KNOTS, 14)) << ()
    story >> host(CountHands(KNOTS, 0)) << fb.HandsCounted(KNOTS, 0)
    story >> host(CountHands(KNOTS, None)) << fb.HandsCounted(KNOTS, None)
    assert story.state.topics[KNOTS].hands is None


def test_two_topics_are_kept_apart_whoever_says_so_and_together_again() -> None:
    story = room()
    story >> host(KeepApart(KNOTS, CHESS)) << f.TopicAvoids(KNOTS, (CHESS,))
    story >> host(KeepApart(CHESS, KNOTS)) << ()
    story >> host(KeepApart(KNOTS, ROPES)) << f.TopicAvoids(KNOTS, (CHESS, ROPES))
    assert next(card.avoids for card in puzzle_of(story.state).cards if card.topic == KNOTS) == {CHESS, ROPES}
    story >> host(KeepApart(CHESS, KNOTS, False)) << f.TopicAvoids(KNOTS, (ROPES,))
    story >> host(KeepApart(CHESS, KNOTS, False)) << ()


REFUSED: list[tuple[str, Callable[[], Story], Said, Code]] = [
    ("an offer while requests are asked for", lambda: room().tell(host(AskForRequests(9))),
     ann(Suggest(Pitch.OFFER, "x")), Code.ONLY_REQUESTS),
    ("no time for requests", room, host(AskForRequests(0)), Code.OUT_OF_RANGE),
    ("requests for ever", room, host(AskForRequests(LONGEST + 1)), Code.OUT_OF_RANGE),
    ("letting on what never was", room, host(ApproveTopics((KNOTS, 99))), Code.UNKNOWN_TOPIC),
    ("calling what never was", room, host(CallPitch(99)), Code.UNKNOWN_TOPIC),
    ("calling what was removed", lambda: room().tell(host(RemoveTopic(KNOTS))), host(CallPitch(KNOTS)),
     Code.UNKNOWN_TOPIC),
    ("hands for what never was", room, host(CountHands(99, 3)), Code.UNKNOWN_TOPIC),
    ("less than no hands", room, host(CountHands(KNOTS, -1)), Code.OUT_OF_RANGE),
    ("too much to bring", room, ann(Suggest(Pitch.OFFER, "x", kit=tuple(map(str, range(KIT + 1))))), Code.TOO_MUCH_KIT),
    ("too much to need", room, host(SetNeeds(KNOTS, tuple(map(str, range(KIT + 1))))), Code.TOO_MUCH_KIT),
    ("too long a need", room, host(SetNeeds(KNOTS, ("x" * (KIT_LENGTH + 1),))), Code.TOO_LONG),
    ("a need with an escape", room, ann(Suggest(Pitch.OFFER, "x", kit=("\x1b",))), Code.BAD_CHARACTERS),
    ("apart from itself", room, host(KeepApart(KNOTS, KNOTS)), Code.SAME_TOPIC),
    ("apart from what never was", room, host(KeepApart(KNOTS, 99)), Code.UNKNOWN_TOPIC),
    ("nothing that phones see", lambda: Story().tell(host(SetChecking(True))), host(OpenRound()),
     Code.NOTHING_TO_VOTE_ON),
    ("an attendee lets nothing on", room, ann(ApproveTopics((KNOTS,))), Code.NOT_YOURS),
    ("an attendee asks for no requests", room, ann(AskForRequests(60)), Code.NOT_YOURS),
    ("an attendee calls nobody", room, ann(CallPitch(KNOTS)), Code.NOT_YOURS),
    ("an attendee counts no hands", room, ann(CountHands(KNOTS, 90)), Code.NOT_YOURS),
    ("the wall lets nothing on", room, wall(ApproveTopics((KNOTS,))), Code.NOT_YOURS),
    ("the clock holds nothing back", room, clock(SetChecking(True)), Code.NOT_YOURS),
]


@pytest.mark.parametrize(("given", "said", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(given: Callable[[], Story], said: Said, code: Code) -> None:
    given() >> said << code
