"""What no phone and no wall can tell of a board's morning: ballots, whose an anonymous card is, what was held back."""

from dataclasses import replace
from random import Random
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from teachmeet import wire
from teachmeet.domain import facts as f
from teachmeet.domain.commands import CloseRound, Join, OpenRound, Suggest, Vote
from teachmeet.domain.commands_board import CallPitch, PlaceTopic, Publish
from teachmeet.domain.history import fold
from teachmeet.domain.panels import Mine, Surroundings, View
from teachmeet.domain.programme import Method, Pitch
from teachmeet.domain.state import State
from teachmeet.domain.views import PANELS
from teachmeet.domain.views_stage import mine
from tests.helpers import BOARD, CHESS, EARLY, HALL, KNOTS, LAB, ROPES, Story, ann, bob, cem, host, joined
from tests.strategies import BOARDING, Intent, Wish, intents, play, times

ANN, BOB, CEM, ROUND = 10, 11, 12, 13
OTHERS = (View.ATTENDEE, View.WALL)


def shown(state: State, view: View, but: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Everything a view is shown, as the bytes that leave the server."""
    return {
        name: wire.write_panel_data(draw(state, Surroundings(), view))
        for name, (draw, views) in PANELS.items()
        if view in views and name not in but
    }


def told(state: State, view: View) -> dict[str, Any]:
    """The same without how many have answered about the topic in the spotlight, which says not what."""
    plain = {name: msgspec.json.decode(data) for name, data in shown(state, view).items()}
    del plain["tally"]["answered"]
    return plain


def own(state: State, person: int) -> Mine:
    """One's own part, without the card that comes next: it goes by how many have answered."""
    part = mine(state, person)
    return replace(part, board=replace(part.board, next=None))


def voted_otherwise(story: Story, seed: int, who: frozenset[int]) -> State:
    """The room if each of these had voted for other topics, with other dots; as many voters as before."""
    dice = Random(seed)
    maps: dict[tuple[int, int], tuple[dict[int, int], int]] = {}
    lines: list[f.Line] = []
    for line in story.lines:
        facts: list[f.Fact] = []
        for fact in line.facts:
            if isinstance(fact, f.Voted) and fact.person in who:
                voting = story.state.rounds[fact.round]
                if (fact.round, fact.person) not in maps:
                    other = dice.sample(voting.topics, len(voting.topics))
                    maps[fact.round, fact.person] = dict(zip(voting.topics, other, strict=True)), dice.randint(1, 3)
                topics, most = maps[fact.round, fact.person]
                fact = replace(fact, topic=topics[fact.topic], dots=most if fact.dots else 0)
            facts.append(fact)
        lines.append(replace(line, facts=tuple(facts)))
    return fold(lines)


WHILE_OPEN = tuple(
    wish
    for wish in BOARDING
    if wish not in (Wish.CLOSE, Wish.OPEN, Wish.OPEN_OTHERWISE, Wish.UNDO, Wish.UNDO_ANY, Wish.SET_ASIDE)
)


def morning(method: Method, evening: list[Intent]) -> Story:
    """A hidden round is open, and everything else goes on."""
    story = joined(ann, bob, cem, made=BOARD).tell(host(OpenRound(3, method=method, most=3)))
    story.tell(host(CallPitch(KNOTS)), host(PlaceTopic(CHESS, EARLY, LAB)), host(Publish()))
    return play(story, evening)


@times(150)
@given(st.sampled_from(Method), intents([*WHILE_OPEN, *[Wish.VOTE, Wish.VOTE_MORE] * 5], 50), st.integers(0, 999))
def test_two_hidden_ballots_of_as_many_voters_look_the_same_to_every_phone_and_wall(
    method: Method, evening: list[Intent], seed: int
) -> None:
    story = morning(method, evening)
    other = voted_otherwise(story, seed, frozenset(story.state.people))
    assert story.state.open_round == ROUND
    for view in OTHERS:
        assert told(other, view) == told(story.state, view)


@times(100)
@given(st.sampled_from(Method), intents([*WHILE_OPEN, *[Wish.VOTE, Wish.VOTE_MORE] * 5], 50), st.integers(0, 999))
def test_one_s_own_part_is_nobody_else_s(method: Method, evening: list[Intent], seed: int) -> None:
    story = morning(method, evening)
    other = voted_otherwise(story, seed, frozenset({ANN}))
    for person in story.state.people:
        if person != ANN:
            assert own(other, person) == own(story.state, person)


@times(100)
@given(intents([*BOARDING, *[Wish.SUGGEST, Wish.PLACE, Wish.TAKE_PART] * 4], 50))
def test_no_panel_tells_who_wrote_an_anonymous_card(evening: list[Intent]) -> None:
    """But what the host may not do, for somebody would be in two rooms, says that there is such a somebody."""
    story = play(joined(ann, bob, cem, made=BOARD), evening)
    other = story.state.copy()
    for number, topic in other.topics.items():
        if topic.anonymous and not {ANN, BOB}.intersection((*topic.leads, *topic.scribes)):
            swapped = {ANN: BOB, BOB: ANN}.get(topic.person or 0, topic.person)
            other.topics[number] = replace(topic, person=swapped)
    for view in View:
        but = ("grid", "held") if view is View.HOST else ()
        assert shown(other, view, but) == shown(story.state, view, but)


@times(150)
@given(intents([*BOARDING, *[Wish.SUGGEST, Wish.MERGE, Wish.CHECK] * 4], 50))
def test_no_text_is_on_a_wall_before_the_host_let_it_nor_on_a_phone_while_it_is_held_back(
    evening: list[Intent],
) -> None:
    state = play(joined(ann, bob, cem, made=BOARD), evening).state
    let = {topic.title for topic in state.topics.values() if topic.approved}
    held = {topic.title for topic in state.topics.values() if not topic.approved and topic.title} - let
    for view in (View.WALL, View.ATTENDEE) if state.checking else (View.WALL,):
        read = b"".join(shown(state, view).values()).decode()
        assert [title for title in held if title and f'"{title}"' in read] == []


def test_who_votes_changes_no_panel_of_others_but_how_many_have() -> None:
    story = joined(ann, bob, cem, made=BOARD).tell(ann(Suggest(Pitch.OFFER, "Masks")), host(OpenRound()))
    story.tell(host(PlaceTopic(ROPES, EARLY, HALL)), host(Publish()))
    voting = max(story.state.rounds)
    before = {view: shown(story.state, view) for view in OTHERS}
    story.tell(ann(Vote(voting, KNOTS, 1)))
    for view in OTHERS:
        after = shown(story.state, view)
        assert {name for name in after if after[name] != before[view][name]} == {"tally"}
        tallies = [msgspec.json.decode(one["tally"]) for one in (before[view], after)]
        assert {name for name, value in tallies[1].items() if tallies[0][name] != value} == {"voted"}
    story.tell(ann(Vote(voting, CHESS, 1)), ann(Vote(voting, KNOTS, 0)))
    assert {view: shown(story.state, view) for view in OTHERS} == {view: after_one(before[view]) for view in OTHERS}
    story.tell(host(CloseRound(voting)), ann(Join("Anne")))
    assert msgspec.json.decode(shown(story.state, View.WALL)["tally"])["counts"] == [0, 1, 0, 0]


def after_one(panels: dict[str, bytes]) -> dict[str, bytes]:
    """These panels once one more has voted."""
    tally = msgspec.json.decode(panels["tally"])
    return panels | {"tally": msgspec.json.encode(tally | {"voted": tally["voted"] + 1})}
