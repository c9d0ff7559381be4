"""The fold on its own: what it keeps of answers, and that a copy is a copy. Random histories: test_histories.py."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from teachmeet.domain import facts as f
from teachmeet.domain.commands import Ask, ForgetMe, Join, OpenRound, Suggest, Vote
from teachmeet.domain.history import fold
from teachmeet.domain.programme import Pitch
from teachmeet.domain.state import KEPT_ANSWERS, State
from teachmeet.journal import without_the_forgotten
from tests.helpers import BEGIN, Story, ann, bob, host, joined


def line(seq: int, *facts: f.Fact, by: f.Author = f.HOST, client: str = "page", n: int = 1) -> f.Line:
    """A line as the hub would write it."""
    return f.Line(seq, BEGIN, by, client, n, facts)


def test_the_answers_of_the_last_64_accepted_numbers_are_kept_as_a_set() -> None:
    state = State()
    asked = [n for n in range(1, 200) if n % 3]  # refusals leave gaps
    for seq, n in enumerate(asked, 1):
        state.apply(line(seq, f.Renamed(1, "x"), by=1, n=n))
    kept = state.answers["1/page"]
    assert list(kept) == asked[-KEPT_ANSWERS:]
    assert kept[asked[-1]] == len(asked)


def test_numbers_that_come_out_of_order_are_kept_as_they_are() -> None:
    state = State()
    for seq, n in enumerate((5, 2, 9), 1):
        state.apply(line(seq, f.Renamed(1, "x"), by=1, n=n))
    assert state.answers == {"1/page": {5: 1, 2: 2, 9: 3}}


def test_clients_of_different_people_are_apart_though_they_bear_one_id() -> None:
    state = State()
    state.apply(line(1, f.Renamed(1, "x"), by=1))
    state.apply(line(2, f.Renamed(2, "x"), by=2))
    assert state.answers == {"1/page": {1: 1}, "2/page": {1: 2}}


def test_the_clock_needs_no_answers() -> None:
    state = State()
    state.apply(line(1, f.RoundClosed(9), by=f.CLOCK, client="", n=0))
    assert state.answers == {}


def test_a_line_of_several_facts_counts_them_all() -> None:
    state = State()
    state.apply(line(1, f.RoomAdded(1, "Lab", 9), f.RoomAdded(2, "Hall", 99)))
    assert state.seq == 2


@pytest.mark.parametrize(
    "fact",
    [
        f.Voted(9, 9, 9, 1),
        f.Renamed(9, "x"),
        f.Forgotten(9),
        f.VotesSetAside(9, True),
        f.TalkStarted(9),
        f.TalkEnded(9),
        f.TimeAdded(9, 9),
        f.TopicRemoved(9),
        f.TopicAvoids(9, (8,)),
        f.RoundClosed(9),
        f.QuestionAnswered(9, True),
        f.Undone(9),
    ],
)
def test_a_fact_about_nothing_changes_nothing(fact: f.Fact) -> None:
    state = State()
    state.apply(line(1, fact, by=f.CLOCK, client=""))
    assert replace(state, edition=0) == State(seq=1)


def full() -> Story:
    """Something in as many fields as can be."""
    story = joined(ann, bob).tell(ann(Suggest(Pitch.OFFER, "Chess")), ann(Ask("Why?")), host(OpenRound()))
    return story.tell(ann(Vote(6, 4, 1)))


def test_a_copy_is_equal_and_untouched_by_what_happens_after() -> None:
    story = full()
    copy, then = story.state.copy(), fold(story.lines)
    assert copy == then
    story.tell(bob(Vote(6, 4, 1)), bob(Join("Bo")), bob(Suggest(Pitch.OFFER, "Go")), ann(ForgetMe()))
    assert copy == then
    assert story.state != then


def test_a_copy_shares_no_container_with_its_original() -> None:
    state = full().state
    copy = state.copy()
    for field in fields(State):
        value = getattr(state, field.name)
        if isinstance(value, dict | list):
            assert getattr(copy, field.name) is not value
    assert copy.ballots[6] is not state.ballots[6]
    assert copy.ballots[6][2] is not state.ballots[6][2]
    assert copy.answers["2/ann-page-1"] is not state.answers["2/ann-page-1"]


def test_a_forgotten_person_leaves_numbers_and_no_words() -> None:
    story = full().tell(ann(ForgetMe()))
    person = story.state.people[2]
    assert (person.name, person.secret, person.forgotten, person.here) == (None, None, True, False)
    assert story.state.topics[4].title is None
    assert story.state.questions[5].text is None
    assert story.state.ballots == {6: {2: {4: 1}}}
    assert story.state.secrets == {"hash-of-bob": 3}


def test_somebody_of_the_sheet_is_forgotten_as_if_their_words_had_never_been_written() -> None:
    lines = [
        line(1, f.SignedUp(1, True, "Dee", "Oak", "veg"), f.TalkPlanned(2, 1, "nano", 120, "Chess", "https://x.org")),
        line(3, f.TopicPitched(3, 1, Pitch.OFFER, False, "Go", "go")),
        line(4, f.Forgotten(1)),
    ]
    assert fold(lines) == fold(without_the_forgotten(lines))
    assert not [word for word in ("'Dee'", "Oak", "veg", "Chess", "https", "'Go'") if word in repr(fold(lines))]


def test_forgetting_one_of_two_phones_with_one_secret_leaves_the_other_in() -> None:
    state = State()
    state.apply(line(1, f.Joined(1, "Ann", "same")))
    state.apply(line(2, f.Joined(2, "Ann", "same")))
    state.apply(line(3, f.Forgotten(1)))
    assert state.secrets == {"same": 2}


def test_the_founding_is_dated_by_its_line() -> None:
    made = Story().state.meet
    assert made is not None
    assert made.made == datetime(2026, 3, 12, 18, 0, 1, tzinfo=UTC)
