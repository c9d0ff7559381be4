"""Founding a meet: everything known of it in one line, numbers in a row, and what makes no sense refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from teachmeet.domain import facts as f
from teachmeet.domain.commands import AnswerOffer, MakeMeet, OfferTalk
from teachmeet.domain.founding import founded
from teachmeet.domain.programme import Format, Past, Pitch, RoomPlan, Signup, SlotPlan, TalkPlan, TopicPlan
from teachmeet.domain.refusals import Code
from teachmeet.domain.text import TITLE
from tests.helpers import MEET, Said, Story, ann, clock, host, joined, wall
from tests.strategies import PEOPLE, Intent, intents, play, times

HOUR = timedelta(hours=1)
SIX = datetime(2026, 3, 12, 18, tzinfo=UTC)


def test_the_plainest_meet_is_one_fact() -> None:
    Story(None) >> host(MEET) << f.MeetMade("TeachMeet Leeds", Format.TEACHMEET, "Europe/London", None, None, False)


def test_everything_known_comes_in_one_line_with_numbers_in_a_row() -> None:
    dee = Signup("Dee", "Oak School", "veg", True)
    command = MakeMeet(
        "EdCamp",
        Format.EDCAMP,
        "UTC",
        SIX,
        SIX + 3 * HOUR,
        rooms=(RoomPlan("Library", 60),),
        slots=(SlotPlan(SIX, SIX + HOUR), SlotPlan(SIX + HOUR, SIX + 2 * HOUR)),
        talks=(TalkPlan(dee, "Chess", "nano", 120, "https://example.org"),),
        topics=(TopicPlan(None, "Go"), TopicPlan(dee, "Marking", Pitch.REQUEST, "How?", (0,))),
        rehearsal=True,
    )
    story = Story(None)
    story >> host(command) << (
        f.MeetMade("EdCamp", Format.EDCAMP, "UTC", SIX, SIX + 3 * HOUR, True),
        f.RoomAdded(2, "Library", 60),
        f.SlotAdded(3, SIX, SIX + HOUR),
        f.SlotAdded(4, SIX + HOUR, SIX + 2 * HOUR),
        f.SignedUp(5, True, "Dee", "Oak School", "veg"),
        f.TalkPlanned(6, 5, "nano", 120, "Chess", "https://example.org"),
        f.TopicPitched(7, None, Pitch.OFFER, False, "Go", ""),
        f.TopicPitched(8, 5, Pitch.REQUEST, False, "Marking", "How?"),
        f.TopicAvoids(8, (7,)),
    )
    assert [line.last for line in story.lines] == [9]
    assert (story.state.seq, story.state.topics[8].avoids) == (9, (7,))


def test_a_topic_may_avoid_one_that_comes_after_it() -> None:
    story = Story(replace(MEET, topics=(TopicPlan(None, "Go", avoid=(1,)), TopicPlan(None, "Chess"))))
    assert story.lines[0].facts[-1] == f.TopicAvoids(2, (3,))


def people_of(*signups: Signup) -> int:
    """How many people these sign-ups are."""
    return len(Story(replace(MEET, talks=tuple(TalkPlan(who, "T", "nano", 120) for who in signups))).state.people)


def test_the_same_name_at_the_same_place_is_one_person() -> None:
    assert people_of(Signup("Dee", "Oak"), Signup("Dee", "Oak", "again")) == 1


def test_the_same_name_elsewhere_is_another_person() -> None:
    assert people_of(Signup("Dee", "Oak"), Signup("Dee", "Elm")) == 2


def test_those_without_a_name_are_each_somebody() -> None:
    assert people_of(Signup(""), Signup("")) == 2


@pytest.mark.parametrize(
    ("said", "consent"),
    [
        ((None,), None),
        ((True, None), True),
        ((None, True), True),
        ((True, False), False),
        ((False, True), False),
        ((False, None), False),
    ],
)
def test_one_no_among_several_answers_is_a_no(said: tuple[bool | None, ...], consent: bool | None) -> None:
    talks = tuple(TalkPlan(Signup("Dee", publish=publish), "T", "nano", 120) for publish in said)
    assert [person.publish for person in Story(replace(MEET, talks=talks)).state.people.values()] == [consent]


def test_slots_may_touch_and_stand_in_any_order() -> None:
    story = Story(replace(MEET, slots=(SlotPlan(SIX + HOUR, SIX + 2 * HOUR), SlotPlan(SIX, SIX + HOUR))))
    assert [slot.starts for slot in story.state.slots.values()] == [SIX + HOUR, SIX]


def test_the_longest_title_goes() -> None:
    assert Story(replace(MEET, title="t" * TITLE)).state.seq == 1


def test_founding_cannot_be_undone() -> None:
    assert Story().state.acts == []


def test_a_founded_meet_can_be_founded_again_to_the_same_facts() -> None:
    dee, eve = Signup("Dee", "Oak", "veg", False), Signup("Eve")
    made = replace(
        MEET,
        starts=SIX,
        rooms=(RoomPlan("Library", 60),),
        slots=(SlotPlan(SIX, SIX + HOUR),),
        talks=(TalkPlan(dee, "Chess", "nano", 120, "https://example.org"), TalkPlan(eve, "Go", "micro", 420)),
        topics=(TopicPlan(dee, "A", avoid=(1,)), TopicPlan(None, "B", Pitch.REQUEST, "b", (0,)), TopicPlan(eve, "C")),
        series="Leeds",
        past=(Past("dee", 2, False), Past("eve", 0, True)),
    )
    assert founded(Story(made).state) == made


def test_no_meet_is_founded_again_from_nothing() -> None:
    with pytest.raises(AssertionError, match="first line"):
        founded(Story(None).state)


@times(150)
@given(intents())
def test_any_evening_s_sheet_can_be_founded_again_without_a_word_from_phones(told: list[Intent]) -> None:
    sheet = replace(MEET, topics=(TopicPlan(None, "A", avoid=(1,)), TopicPlan(Signup("Eve"), "B", avoid=(0,))))
    story = play(joined(ann, made=sheet), told)
    again = Story(founded(story.state))
    assert not [word for person in PEOPLE for word in (f"{person} ", person.title()) if word in repr(again.state)]
    assert founded(again.state) == founded(story.state)


def test_what_the_series_knows_of_somebody_enters_by_their_number_and_without_their_name() -> None:
    made = replace(
        MEET,
        series="Leeds",
        talks=(TalkPlan(Signup("José  Pérez"), "A", "nano", 120), TalkPlan(Signup("Dee"), "B", "nano", 120)),
        past=(Past("jose perez", 2, True), Past("somebody else", 1, False)),
    )
    facts = Story(made).lines[0].facts
    assert facts[1:3] == (f.SeriesNamed("Leeds"), f.SignedUp(3, None, "José  Pérez", "", ""))
    assert facts[-1] == f.Remembered(3, 2, True)
    state = Story(made).state
    assert state.meet is not None
    assert state.meet.series == "Leeds"
    assert (state.people[3].spoke, state.people[3].missed) == (2, True)


def test_an_offer_from_a_phone_is_not_in_a_meet_that_is_founded_again() -> None:
    story = joined(ann).tell(ann(OfferTalk("Go")), host(AnswerOffer(3, True)))
    assert len(story.state.talks) == 1
    assert founded(story.state).talks == ()


def nothing() -> Story:
    """No meet yet."""
    return Story(None)


REFUSED: list[tuple[str, Callable[[], Story], Said, Code]] = [
    ("no title", nothing, host(replace(MEET, title="")), Code.EMPTY),
    ("a title of joiners", nothing, host(replace(MEET, title=" \u200b")), Code.EMPTY),
    ("a long title", nothing, host(replace(MEET, title="t" * (TITLE + 1))), Code.TOO_LONG),
    ("a title with an escape", nothing, host(replace(MEET, title="Teach\x1b[31mMeet")), Code.BAD_CHARACTERS),
    ("a series with an escape", nothing, host(replace(MEET, series="L\x1b")), Code.BAD_CHARACTERS),
    ("a long series", nothing, host(replace(MEET, series="s" * (TITLE + 1))), Code.TOO_LONG),
    ("ends as it starts", nothing, host(replace(MEET, starts=SIX, ends=SIX)), Code.ENDS_BEFORE_START),
    (
        "a slot that ends before it starts",
        nothing,
        host(replace(MEET, slots=(SlotPlan(SIX + HOUR, SIX),))),
        Code.ENDS_BEFORE_START,
    ),
    (
        "slots that overlap",
        nothing,
        host(replace(MEET, slots=(SlotPlan(SIX, SIX + 2 * HOUR), SlotPlan(SIX + HOUR, SIX + 3 * HOUR)))),
        Code.SLOTS_OVERLAP,
    ),
    (
        "a slot within another",
        nothing,
        host(
            replace(
                MEET,
                slots=(
                    SlotPlan(SIX + 2 * HOUR, SIX + 3 * HOUR),
                    SlotPlan(SIX, SIX + 5 * HOUR),
                ),
            )
        ),
        Code.SLOTS_OVERLAP,
    ),
    ("a room without seats", nothing, host(replace(MEET, rooms=(RoomPlan("Lab", 0),))), Code.ROOM_WITHOUT_SEATS),
    (
        "one room twice",
        nothing,
        host(replace(MEET, rooms=(RoomPlan("Lab", 9), RoomPlan("LAB", 9)))),
        Code.ROOM_TWICE,
    ),
    ("a room with an escape", nothing, host(replace(MEET, rooms=(RoomPlan("L\x1bab", 9),))), Code.BAD_CHARACTERS),
    ("twice", Story, host(MEET), Code.MEET_EXISTS),
    ("by an attendee", nothing, ann(MEET), Code.NOT_YOURS),
    ("by the wall", nothing, wall(MEET), Code.NOT_YOURS),
    ("by the clock", nothing, clock(MEET), Code.NOT_YOURS),
]


@pytest.mark.parametrize(("given", "said", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(given: Callable[[], Story], said: Said, code: Code) -> None:
    given() >> said << code
