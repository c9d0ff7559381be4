"""Who leads a session and who writes its notes: taken by phones, named by the host, given back; hidden ones unnamed."""

from collections.abc import Callable

import pytest

from teachmeet import wire
from teachmeet.domain import facts as f
from teachmeet.domain import facts_board as fb
from teachmeet.domain.checks import PARTS
from teachmeet.domain.commands import AddTopic, AnswerClaim, ClaimSignup, ForgetMe, Join, RemoveTopic, Suggest
from teachmeet.domain.commands_board import ApproveTopics, MergeTopics, NamePart, PlaceTopic, Publish, TakePart
from teachmeet.domain.panels import Surroundings, TopicsPanel, View
from teachmeet.domain.programme import Part, Pitch
from teachmeet.domain.puzzles import puzzle_of
from teachmeet.domain.refusals import Code
from teachmeet.domain.text import NAME
from teachmeet.domain.views import PANELS
from teachmeet.domain.views_stage import mine
from teachmeet.domain.votes import leads_of
from tests.helpers import BOARD, CHESS, EARLY, HALL, KNOTS, ROPES, Said, Someone, Story, ann, bob, cem, host, joined

ANN, BOB, CEM, OFFER, REQUEST = 10, 11, 12, 13, 14


def room() -> Story:
    """Ann offers splices, and asks for bows; Bob and Cem have phones too."""
    story = joined(ann, bob, cem, made=BOARD)
    return story.tell(ann(Suggest(Pitch.OFFER, "Splices")), ann(Suggest(Pitch.REQUEST, "Bows")))


def leads(story: Story, topic: int) -> tuple[int, ...]:
    """Who leads a topic's session."""
    return leads_of(story.state.topics[topic])


def shown(story: Story, topic: int, view: View = View.ATTENDEE) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who leads and who writes, as a view reads it; whoever offered it is named apart."""
    panel = PANELS["topics"][0](story.state, Surroundings(), view)
    assert isinstance(panel, TopicsPanel)
    return next((card.leads, card.scribes) for card in panel.topics if card.topic == topic)


def test_whoever_offers_a_topic_leads_it_and_nobody_a_request() -> None:
    story = room()
    assert (leads(story, OFFER), leads(story, REQUEST)) == ((ANN,), ())
    assert mine(story.state, ANN).board.leads == (OFFER,)


def test_i_ll_lead_this() -> None:
    story = room()
    story >> bob(TakePart(REQUEST, Part.LEAD)) << fb.PartTaken(REQUEST, BOB, Part.LEAD, True)
    story >> bob(TakePart(REQUEST, Part.LEAD)) << ()
    assert leads(story, REQUEST) == (BOB,)
    assert mine(story.state, BOB).board.leads == (REQUEST,)
    assert shown(story, REQUEST) == (("Bob",), ())


def test_whoever_asked_for_it_may_lead_it_after_all_and_is_named() -> None:
    story = room().tell(ann(TakePart(REQUEST, Part.LEAD)))
    assert leads(story, REQUEST) == (ANN,)
    assert shown(story, REQUEST) == (("Ann",), ())


def test_two_lead_together_and_one_steps_back_though_it_was_their_offer() -> None:
    story = room().tell(bob(TakePart(OFFER, Part.LEAD)))
    assert leads(story, OFFER) == (ANN, BOB)
    assert shown(story, OFFER) == (("Bob",), ())
    story >> ann(TakePart(OFFER, Part.LEAD, False)) << fb.PartTaken(OFFER, ANN, Part.LEAD, False)
    story >> ann(TakePart(OFFER, Part.LEAD, False)) << ()
    assert leads(story, OFFER) == (BOB,)
    assert mine(story.state, ANN).topics == (OFFER, REQUEST)
    story >> ann(TakePart(OFFER, Part.LEAD)) << fb.PartTaken(OFFER, ANN, Part.LEAD, True)
    assert leads(story, OFFER) == (ANN, BOB)


def test_somebody_writes_the_notes() -> None:
    story = room()
    story >> cem(TakePart(KNOTS, Part.SCRIBE)) << fb.PartTaken(KNOTS, CEM, Part.SCRIBE, True)
    assert mine(story.state, CEM).board.scribes == (KNOTS,)
    assert shown(story, KNOTS) == ((), ("Cem",))
    assert leads(story, KNOTS) == ()
    story >> cem(TakePart(KNOTS, Part.SCRIBE, False)) << fb.PartTaken(KNOTS, CEM, Part.SCRIBE, False)
    assert mine(story.state, CEM).board.scribes == ()


def test_the_host_names_somebody_without_a_phone_once() -> None:
    story = room()
    story >> host(NamePart(ROPES, " Dee ")) << (
        f.SignedUp(15, None, "Dee", "", ""),
        fb.PartTaken(ROPES, 15, Part.LEAD, True),
    )
    story >> host(NamePart(ROPES, "Dee")) << ()
    story >> host(NamePart(KNOTS, "Dee", Part.SCRIBE)) << fb.PartTaken(KNOTS, 15, Part.SCRIBE, True)
    assert shown(story, ROPES) == (("Dee",), ())


def test_a_name_that_the_host_mistyped_is_taken_away_again() -> None:
    story = room().tell(host(NamePart(ROPES, "Dea")), bob(TakePart(ROPES, Part.LEAD)))
    story >> host(NamePart(ROPES, "Dea", taken=False)) << fb.PartTaken(ROPES, 15, Part.LEAD, False)
    story >> host(NamePart(ROPES, "Dea", taken=False)) << ()
    story >> host(NamePart(ROPES, "Bob", taken=False)) << fb.PartTaken(ROPES, BOB, Part.LEAD, False)
    assert leads(story, ROPES) == ()


def test_a_topic_called_out_by_somebody_is_led_by_them_and_by_their_phone() -> None:
    story = room().tell(host(AddTopic(Pitch.OFFER, "Masks", "Dee")), Someone("dee")(Join("Dee")))
    masks, dee = 16, Someone("dee")
    story.tell(dee(ClaimSignup(15)), host(AnswerClaim(story.state.seq + 1, True)))
    phone = story.person(dee)
    assert mine(story.state, phone).board.leads == (masks,)
    story >> dee(TakePart(masks, Part.LEAD)) << ()
    story >> dee(TakePart(masks, Part.LEAD, False)) << fb.PartTaken(masks, 15, Part.LEAD, False)
    assert leads(story, masks) == ()
    story >> dee(TakePart(masks, Part.LEAD)) << fb.PartTaken(masks, 15, Part.LEAD, True)
    assert leads(story, masks) == (15,)


def test_somebody_on_the_sheet_and_on_a_phone_is_one_leader_to_the_planner() -> None:
    dee = Someone("dee")
    story = room().tell(host(NamePart(KNOTS, "Dee")), dee(Join("Dee")), dee(ClaimSignup(15)))
    story.tell(host(AnswerClaim(story.state.seq, True)), dee(TakePart(CHESS, Part.LEAD)))
    cards = {card.topic: card.leads for card in puzzle_of(story.state).cards}
    assert cards[KNOTS] == cards[CHESS] != frozenset()
    story.tell(host(PlaceTopic(KNOTS, EARLY, HALL)))
    story >> host(PlaceTopic(CHESS, EARLY, None, "The yard")) << Code.LEADS_TWICE


# ── what is hidden


def hidden() -> Story:
    """Ann offers masks, which makes her lead them, and asks for capes, both anonymously."""
    story = room().tell(ann(Suggest(Pitch.OFFER, "Masks", "", True)), ann(Suggest(Pitch.REQUEST, "Capes", "", True)))
    return story.tell(host(ApproveTopics((15, 16))))


@pytest.mark.parametrize("topic", [15, 16])
def test_whose_an_anonymous_card_is_is_shown_to_nobody(topic: int) -> None:
    story = hidden()
    assert (ANN in leads(story, topic)) == (topic == 15)
    for view in View:
        assert shown(story, topic, view) == ((), ())


@pytest.mark.parametrize("topic", [15, 16])
@pytest.mark.parametrize("part", Part)
def test_whoever_takes_a_part_in_it_openly_is_named_whether_the_card_is_theirs_or_not(topic: int, part: Part) -> None:
    """Else the name that is missing would tell."""
    theirs = hidden().tell(ann(TakePart(topic, part)))
    others = hidden().tell(bob(TakePart(topic, part)))
    if (topic, part) != (15, Part.LEAD):  # she leads the masks already, and nobody knows
        for view in View:
            told = shown(theirs, topic, view)
            named = ((("Ann",), ()) if part is Part.LEAD else ((), ("Ann",)))
            assert told == (((), ()) if view is View.WALL else named)  # a wall waits until the host has let the name
            assert shown(others, topic, view) == tuple(("Bob",) if names else () for names in told)


def test_nor_on_the_board_nor_by_taking_a_name_away() -> None:
    story = hidden().tell(host(PlaceTopic(15, EARLY, HALL)), host(RemoveTopic(OFFER)), host(RemoveTopic(REQUEST)))
    story.tell(host(Publish()))
    for name, (draw, views) in PANELS.items():
        for view in views:
            if name != "people":
                assert b"Ann" not in wire.write_panel_data(draw(story.state, Surroundings(), view))
    story >> host(NamePart(15, "Ann", taken=False)) << ()
    story >> host(NamePart(15, "Zoe", taken=False)) << ()


def test_others_who_lead_an_anonymous_card_are_named() -> None:
    story = hidden().tell(bob(TakePart(15, Part.LEAD)))
    assert shown(story, 15) == (("Bob",), ())


def test_the_forgotten_lead_nothing_and_write_nothing() -> None:
    story = room().tell(bob(TakePart(REQUEST, Part.LEAD)), bob(TakePart(KNOTS, Part.SCRIBE)), bob(ForgetMe()))
    assert leads(story, REQUEST) == ()
    assert story.state.topics[KNOTS].scribes == ()


def full(part: Part) -> Callable[[], Story]:
    """As many as can be have that part of the ropes."""
    return lambda: room().tell(*(host(NamePart(ROPES, f"Guest {number}", part)) for number in range(PARTS)))


def test_those_who_have_a_part_keep_it_when_no_more_can() -> None:
    story = full(Part.LEAD)()
    story >> host(NamePart(ROPES, "Guest 0")) << ()
    story >> ann(TakePart(ROPES, Part.SCRIBE)) << fb.PartTaken(ROPES, ANN, Part.SCRIBE, True)


REFUSED: list[tuple[str, Callable[[], Story], Said, Code]] = [
    ("one leader too many", full(Part.LEAD), ann(TakePart(ROPES, Part.LEAD)), Code.ENOUGH_PARTS),
    ("one scribe too many", full(Part.SCRIBE), ann(TakePart(ROPES, Part.SCRIBE)), Code.ENOUGH_PARTS),
    ("one name too many", full(Part.LEAD), host(NamePart(ROPES, "Guest 99")), Code.ENOUGH_PARTS),
    ("leading what never was", room, bob(TakePart(99, Part.LEAD)), Code.UNKNOWN_TOPIC),
    ("leading what was removed", lambda: room().tell(host(RemoveTopic(ROPES))), bob(TakePart(ROPES, Part.LEAD)),
     Code.UNKNOWN_TOPIC),
    ("leading what was merged", lambda: room().tell(host(MergeTopics(ROPES, KNOTS))), bob(TakePart(ROPES, Part.LEAD)),
     Code.UNKNOWN_TOPIC),
    ("leading before joining", room, Said("stranger", TakePart(ROPES, Part.LEAD)), Code.JOIN_FIRST),
    ("the host has no phone", room, host(TakePart(ROPES, Part.LEAD)), Code.NOT_YOURS),
    ("naming nobody", room, host(NamePart(ROPES, " ")), Code.EMPTY),
    ("a long name", room, host(NamePart(ROPES, "x" * (NAME + 1))), Code.TOO_LONG),
    ("a name that turns the line", room, host(NamePart(ROPES, "a\u202eb")), Code.BAD_CHARACTERS),
    ("an attendee names nobody", room, ann(NamePart(ROPES, "Bob")), Code.NOT_YOURS),
]


@pytest.mark.parametrize(("given", "said", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(given: Callable[[], Story], said: Said, code: Code) -> None:
    given() >> said << code
