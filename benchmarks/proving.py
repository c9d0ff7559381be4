"""How few wishes a board can miss at all, proved by HiGHS, whatever search found it.

Which topics share a slot is what counts, so every group of topics that may share one is a column: its price is what it
misses, and each topic is in one group. Of 24 topics in groups of six there are 134,596 groups, less those with two
sessions of one leader or two that are to be kept apart; seats and kit are left out, so that what is proved holds for
every board, also those with worse rooms. With a variable for each topic and slot instead (and one for each person and
slot) the linear relaxation misses nothing at all, and a proof is out of reach.

First the relaxation is solved. Its dual prices say by how much each group would raise the misses at least; those that
would raise them above a board that is known cannot be part of a better one, and whole groups are sought without them.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy

from teachmeet.domain.board import Puzzle
from teachmeet.domain.scoring import barred, bits

TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Group:
    """Topics, by their place among the cards, that share a slot, and how many wishes that misses."""

    cards: tuple[int, ...]
    missed: int


@dataclass(frozen=True, slots=True)
class Proof:
    """No board misses fewer than `bound`; `status` is the solver's word, `seconds` what it took."""

    bound: int
    status: str
    seconds: float


def prove(puzzle: Puzzle, known: int, seconds: float = 120) -> Proof:
    """How few wishes a full board of this puzzle misses at least, when one is known that misses so many.

    Every slot has the same rooms, nothing is closed or fixed, and there are as many topics as cells.
    """
    begun = time.perf_counter()
    groups = list(_groups(puzzle))
    relaxed = _solve(groups, len(puzzle.cards), False, seconds)
    least, prices = relaxed.getInfo().objective_function_value, relaxed.getSolution().row_dual
    worth = [
        group
        for group in groups
        if group.missed - sum(prices[card] for card in group.cards) <= known - least + TOLERANCE
    ]
    solved = _solve(worth, len(puzzle.cards), True, seconds - (time.perf_counter() - begun))
    bound = solved.getInfo().mip_dual_bound
    status = solved.modelStatusToString(solved.getModelStatus())
    return Proof(int(numpy.ceil(bound - TOLERANCE)), status, round(time.perf_counter() - begun, 1))


def _groups(puzzle: Puzzle) -> list[Group]:
    """Every group of topics that may share a slot and fill its rooms."""
    cards, size = puzzle.cards, len(puzzle.rooms)
    assert len(cards) == size * len(puzzle.slots)
    assert not (puzzle.closed or puzzle.fixed)
    wants = [bits(card.wants) for card in cards]
    bars = [bits(n for n, other in enumerate(cards) if other is not card and barred(card, other)) for card in cards]
    found: list[Group] = []

    def grow(group: tuple[int, ...], wished: int, everybody: int) -> None:
        if len(group) == size:
            found.append(Group(group, wished - everybody.bit_count()))
            return
        for card in range(group[-1] + 1 if group else 0, len(cards)):
            if not any(bars[card] >> other & 1 for other in group):
                grow((*group, card), wished + wants[card].bit_count(), everybody | wants[card])

    grow((), 0, 0)
    return found


def _solve(groups: Sequence[Group], topics: int, whole: bool, seconds: float) -> highspy.Highs:
    """Pick groups that hold each topic once and miss least; whole ones, or parts of groups when that is not asked."""
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(groups), topics
    program.col_cost_ = numpy.array([group.missed for group in groups], dtype=float)
    program.col_lower_, program.col_upper_ = numpy.zeros(len(groups)), numpy.ones(len(groups))
    program.row_lower_ = program.row_upper_ = numpy.ones(topics)
    size = len(groups[0].cards)
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = numpy.arange(0, size * len(groups) + 1, size)
    program.a_matrix_.index_ = numpy.array([card for group in groups for card in group.cards])
    program.a_matrix_.value_ = numpy.ones(size * len(groups))
    if whole:
        program.integrality_ = [highspy.HighsVarType.kInteger] * len(groups)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # it alone has no types
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 2)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(program)
    solver.run()
    return solver
