"""A placing is counted as its definition says; prices are what a move does; and the placing that a hand would make."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teachmeet.domain.board import SOMEWHERE_ELSE, Card, Cell, Place, Placed, Puzzle
from teachmeet.domain.scoring import by_votes, chosen, misses, prices, score
from tests.puzzles import flaws, puzzles, recounted
from tests.strategies import times

ROOMS = (Place(1, 30), Place(2, 20))


def wished(*wants: set[int]) -> tuple[Card, ...]:
    return tuple(Card(topic, frozenset(people)) for topic, people in enumerate(wants, 1))


@pytest.mark.parametrize(
    ("rooms", "missed", "most"),
    [
        ({1: (1, 1), 2: (1, 2), 3: (2, 1)}, 2, 1),  # 0 and 1 wish for both of the first slot
        ({1: (1, 1), 2: (2, 1), 3: (1, 2)}, 1, 1),
        ({1: (1, 1), 2: (1, 2), 3: (1, 3)}, 3, 2),  # of three wishes in one slot two are missed
        ({1: (1, 1)}, 0, 0),
        ({1: (1, SOMEWHERE_ELSE), 2: (1, 1)}, 2, 1),  # whoever is in the park is not in room 1
        ({}, 0, 0),
    ],
)
def test_of_the_wishes_of_one_slot_all_but_one_are_missed(rooms: dict[int, Cell], missed: int, most: int) -> None:
    found = score(Puzzle(wished({0, 1, 2}, {0, 1}, {0, 3}), (1, 2), ROOMS), rooms)
    assert (misses(found), found.most_missed) == (missed, most)


def test_hands_count_as_if_one_wish_said_nothing_about_another() -> None:
    cards = (Card(1, hands=10), Card(2, hands=6), Card(3, hands=4))
    puzzle = Puzzle(cards, (1, 2), ROOMS, people=20)
    assert score(puzzle, {1: (1, 1), 2: (1, 2), 3: (2, 1)}).by_hands == 300
    assert score(puzzle, {1: (1, 1), 2: (1, 2), 3: (1, 0)}).by_hands == (60 + 40 + 24) * 100 // 20


@times(300)
@given(puzzles(), st.data())
def test_the_score_is_that_of_a_recount(puzzle: Puzzle, data: st.DataObject) -> None:
    topics = [*(card.topic for card in puzzle.cards), 99]
    cells = list(product([*puzzle.slots, 77], [*(place.room for place in puzzle.rooms), SOMEWHERE_ELSE]))
    placed = data.draw(st.dictionaries(st.sampled_from(topics), st.sampled_from(cells)))
    assert score(puzzle, placed) == recounted(puzzle, placed)


def without_a_place(puzzle: Puzzle, placed: Placed) -> int:
    """The wishes, and the hands, for topics that are not on the board."""
    return sum(len(card.wants) + card.hands for card in puzzle.cards if card.topic not in placed)


def test_a_topic_that_few_wish_for_pays_for_the_one_that_it_puts_off_the_board() -> None:
    cards = wished({0}, {0, 1, 2, 3}, {3})
    puzzle = Puzzle(cards, (1, 2), ROOMS[:1])
    assert prices(puzzle, {2: (1, 1)}, 1) == {(1, 1): 3, (2, 1): -1}
    assert prices(puzzle, {2: (1, 1)}, 3) == {(1, 1): 3, (2, 1): -1}


@times(300)
@given(puzzles(), st.data())
def test_a_price_is_what_the_move_does(puzzle: Puzzle, data: st.DataObject) -> None:
    placed = by_votes(puzzle)
    topics = [card.topic for card in puzzle.cards]
    if not topics:
        return
    topic = data.draw(st.sampled_from(topics))
    found = prices(puzzle, placed, topic)
    staying = {cell for other, cell in puzzle.fixed.items() if other != topic}
    for cell in product(puzzle.slots, [place.room for place in puzzle.rooms]):
        moved = {other: where for other, where in placed.items() if where != cell and other != topic} | {topic: cell}
        home = placed.get(topic)
        for other, where in placed.items():
            if where == cell and other != topic and home is not None and home[1] != SOMEWHERE_ELSE:
                moved[other] = home
        before, after = score(puzzle, placed), score(puzzle, moved)
        if cell in puzzle.closed or cell in staying:
            assert cell not in found
        elif home is not None and home[0] == cell[0]:
            assert found[cell] == 0
        elif cell in found:
            exact = misses(after) - misses(before) + (after.by_hands - before.by_hands) / 100
            exact += without_a_place(puzzle, moved) - without_a_place(puzzle, placed)
            assert found[cell] == pytest.approx(exact, abs=0.55)
            assert after.doubled <= before.doubled
        else:
            assert after.doubled > 0


def test_a_move_that_doubles_a_leader_has_no_price() -> None:
    cards = (Card(1, leads=frozenset({5})), Card(2, leads=frozenset({5})), Card(3))
    puzzle = Puzzle(cards, (1, 2), ROOMS)
    placed = {1: (1, 1), 2: (2, 1), 3: (2, 2)}
    assert prices(puzzle, placed, 1) == {(1, 1): 0, (1, 2): 0, (2, 1): 0}  # they may change places


def test_by_votes_deals_the_most_wished_over_the_slots_the_biggest_room_first() -> None:
    cards = wished({0}, {0, 1}, {0, 1, 2}, {0, 1, 2, 3}, {0, 1, 2, 3, 4})
    placed = by_votes(Puzzle(cards, (1, 2), ROOMS))
    assert placed == {5: (1, 1), 4: (2, 1), 3: (1, 2), 2: (2, 2)}


def test_by_votes_gives_nobody_two_rooms_at_once_when_another_slot_is_free() -> None:
    leader = frozenset({9})
    cards = (Card(1, frozenset({0, 1, 2}), leader), Card(2, frozenset({0, 1})), Card(3, frozenset({0}), leader))
    assert by_votes(Puzzle(cards, (1, 2), ROOMS)) == {1: (1, 1), 2: (2, 1), 3: (2, 2)}


def test_who_leads_more_than_there_are_slots_waits_until_others_have_a_place() -> None:
    cards = (*(Card(topic, frozenset(range(9)), frozenset({1})) for topic in (1, 2, 3)), Card(4))
    assert [card.topic for card in chosen(Puzzle(cards, (1, 2), ROOMS[:1]))] == [1, 2]
    assert [card.topic for card in chosen(Puzzle(cards, (1, 2), (Place(1, 5), Place(2, 5))))] == [1, 2, 3, 4]
    assert [card.topic for card in chosen(Puzzle(cards[1:], (1,), ROOMS))] == [2, 4]


@times(300)
@given(puzzles())
def test_a_placing_by_votes_has_no_flaw(puzzle: Puzzle) -> None:
    assert flaws(puzzle, by_votes(puzzle)) == []
