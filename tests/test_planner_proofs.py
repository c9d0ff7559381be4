"""What the planner is measured by still holds: HiGHS proves the stored bounds again, and the search reaches them."""

import pytest

from benchmarks.edcamps import SEEDS, SIZES, edcamp
from benchmarks.planner import missed, proofs, prove_again
from teachmeet.domain.arranging import search

SECONDS = 120
"""A proof takes two or three; pytest ends it after so many."""


@pytest.mark.timeout(SECONDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_no_board_of_an_edcamp_misses_fewer_than_what_was_proved(seed: int) -> None:
    stored, proof = proofs()[seed], prove_again(seed)
    assert (proof.bound, proof.status) == (stored.bound, stored.status) == (stored.bound, "Optimal")


@pytest.mark.parametrize("seed", SEEDS)
def test_the_search_finds_a_board_that_no_board_beats(seed: int) -> None:
    puzzle = edcamp(SIZES[24], seed)
    *_, last = search(puzzle, 7, 200_000)
    assert missed(puzzle, last.placed) == proofs()[seed].bound
    assert (last.score.doubled, last.score.clashes, last.score.unfit, last.score.short) == (0, 0, 0, 0)
