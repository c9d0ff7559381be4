"""The hat is fair: every place as likely for everybody, or as likely as the lots say; drawn again it is the same."""

from collections import Counter
from collections.abc import Mapping
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teachmeet.domain.draw import draw
from tests.strategies import times

DRAWS = 20_000
Z = 3.0902
"""The normal distribution's 99.9th percentile."""


def most_by_chance(freedom: int) -> float:
    """The chi-square that chance exceeds once in a thousand times.

    Wilson and Hilferty, "The distribution of chi-square", PNAS 17 (1931): its cube root is nearly normal.
    """
    spread = 2 / (9 * freedom)
    return float(freedom * (1 - spread + Z * spread**0.5) ** 3)


@pytest.mark.parametrize(("freedom", "tabled"), [(3, 16.266), (10, 29.588), (100, 149.449)])
def test_the_bound_is_that_of_the_tables(freedom: int, tabled: float) -> None:
    assert most_by_chance(freedom) == pytest.approx(tabled, rel=0.02)


def chi_square(seen: Mapping[object, int], odds: Mapping[object, float]) -> float:
    """How far what was seen is from what was to be expected."""
    draws = sum(seen.values())
    return sum((seen.get(each, 0) - draws * share) ** 2 / (draws * share) for each, share in odds.items())


def seeds(of: str) -> list[int]:
    """As the hub throws them: 48 bits each; the same in every run, so that the test says the same in every run."""
    dice = Random(of)
    return [dice.getrandbits(48) for _ in range(DRAWS)]


def odds(weights: Mapping[int, int]) -> dict[object, float]:
    """Of each whole order its probability, from the definition: lot after lot, each by its share of what is left."""
    found: dict[object, float] = {}
    for order in permutations(weights):
        left, share = sum(weights.values()), 1.0
        for name in order:
            share *= weights[name] / left
            left -= weights[name]
        found[order] = share
    return found


def test_every_place_in_the_order_is_as_likely_for_everybody() -> None:
    names = tuple(range(3, 15))
    places: list[Counter[object]] = [Counter() for _ in names]
    for seed in seeds("places"):
        for place, name in enumerate(draw(names, (1,) * len(names), seed, len(names))):
            places[place][name] += 1
    even: dict[object, float] = {name: 1 / len(names) for name in names}
    for seen in places:
        assert chi_square(seen, even) < most_by_chance(len(names) - 1)


def test_every_whole_order_is_as_likely() -> None:
    names = (2, 3, 5, 7)
    seen: Counter[object] = Counter(draw(names, (1, 1, 1, 1), seed, 4) for seed in seeds("orders"))
    assert chi_square(seen, {order: 1 / 24 for order in permutations(names)}) < most_by_chance(23)


def test_one_lot_after_the_other_is_as_fair_as_all_at_once() -> None:
    names, dice = (2, 3, 5, 7), Random("one after the other")
    seen: Counter[object] = Counter()
    for _ in range(DRAWS):
        left, order = list(names), []
        while left:
            (fell,) = draw(tuple(left), (1,) * len(left), dice.getrandbits(48), 1)
            left.remove(fell)
            order.append(fell)
        seen[tuple(order)] += 1
    assert chi_square(seen, {order: 1 / 24 for order in permutations(names)}) < most_by_chance(23)


def test_with_weights_the_odds_are_the_stated_ones() -> None:
    weights = {2: 1, 3: 2, 5: 3, 7: 1}
    lots = tuple(weights.values())
    drawn = [draw(tuple(weights), lots, seed, 4) for seed in seeds("weights")]
    assert chi_square(Counter(drawn), odds(weights)) < most_by_chance(23)
    first: dict[object, float] = {name: lot / sum(lots) for name, lot in weights.items()}
    assert chi_square(Counter(order[0] for order in drawn), first) < most_by_chance(3)


def test_the_test_would_notice_a_lot_that_is_not_fair() -> None:
    skewed = Counter[object](draw((2, 3, 5), (10, 10, 11), seed, 1)[0] for seed in seeds("skewed"))
    assert chi_square(skewed, {2: 1 / 3, 3: 1 / 3, 5: 1 / 3}) > most_by_chance(2)


@times(200)
@given(st.lists(st.integers(1, 999), unique=True, max_size=40), st.integers(0, 2**48), st.integers(0, 50), st.data())
def test_a_draw_takes_from_the_hat_once_each_and_the_same_again(
    names: list[int], seed: int, count: int, data: st.DataObject
) -> None:
    weights = tuple(data.draw(st.lists(st.integers(1, 3), min_size=len(names), max_size=len(names))))
    drawn = draw(tuple(names), weights, seed, count)
    assert len(drawn) == len(set(drawn)) == min(count, len(names))
    assert set(drawn) <= set(names)
    assert draw(tuple(names), weights, seed, count) == drawn
    assert draw(tuple(names), weights, seed, len(names))[: len(drawn)] == drawn


def test_a_lot_of_long_ago_falls_on_the_same_today() -> None:
    """Journals keep only the seed: another generator, or another way to use it, would belie every draw in them."""
    assert draw((3, 5, 7, 9, 11), (1, 2, 3, 1, 1), 123_456_789, 5) == (7, 5, 11, 9, 3)
