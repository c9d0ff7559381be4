"""The timetable search: which topic in which slot, so that few wishes are missed. Pure; its dice come from a seed.

Simulated annealing (Kirkpatrick, Gelatt, Vecchi, Science 220, 1983) over swaps on a `Desk`: a quick placing first, at
once, then swaps that may make it worse, ever less so.
"""

from collections.abc import Iterator
from itertools import combinations
from math import log
from random import Random

from teachmeet.domain.board import Cell, Placed, Progress, Puzzle
from teachmeet.domain.desk import Desk
from teachmeet.domain.scoring import by_votes, score, weigh

STEPS = 1_200_000
"""Swaps to try; about two seconds' worth for 60 topics."""
REPORTS = 40
"""How often a search says how far it is."""
COOLINGS = 400
"""How often the temperature falls, each time by the same part."""
HOT, COLD = 0.15, 0.02
"""The first and last temperature, as a part of what a swap on a settled board costs in the middle."""
PASSES = 6
"""How often at most the quick placing tries every swap."""
BRANCHES = 5_000
"""How many ways to keep apart what must not be held at once are tried at most."""

_DROPS = 4096
_LENIENCE = tuple(round(-log((number + 0.5) / _DROPS), 6) for number in range(_DROPS))
"""An exponential distribution, to be drawn from by number: rounded, so that no machine's `log` decides a swap."""


def greedy(puzzle: Puzzle) -> dict[int, Cell]:
    """A quick placing: topic after topic where it costs least, then swaps for as long as they help."""
    desk = Desk(puzzle)
    _settle(desk)
    return desk.placed()


def search(puzzle: Puzzle, seed: int, steps: int = STEPS) -> Iterator[Progress]:
    """The placings on the way to a good one, each the best so far; the same ones for the same seed and steps.

    The first is there at once, the last has `done == of`. None is worse than placing quickly or by votes.
    """
    desk = Desk(puzzle)
    _settle(desk)
    best: Placed = min(desk.placed(), by_votes(puzzle), key=lambda placed: weigh(puzzle, placed))
    if not desk.can_swap:
        yield Progress(steps, steps, best, score(puzzle, best))
        return
    yield Progress(0, steps, best, score(puzzle, best))
    dice = Random(seed)
    heat, falls = _temperatures(desk, dice)
    done = 0
    for report in range(1, REPORTS + 1):
        for cooling in range(COOLINGS // REPORTS):
            until = steps * ((report - 1) * (COOLINGS // REPORTS) + cooling + 1) // COOLINGS
            desk.stir(dice, until - done, [heat * part for part in _LENIENCE])
            done, heat = until, heat * falls
        if report == REPORTS:
            desk.take_best()
            _descend(desk)
        best = min(best, desk.placed_best(), key=lambda placed: weigh(puzzle, placed))
        yield Progress(done, steps, best, score(puzzle, best))


def _temperatures(desk: Desk, dice: Random) -> tuple[float, float]:
    """The first temperature, and by what it is multiplied each time that it falls."""
    pairs = (dice.sample(range(desk.movable), 2) for _ in range(400))
    costs = sorted(change for one, other in pairs if 0 < (change := desk.change(one, other)) < desk.never)
    middle = costs[len(costs) // 2] if costs else 1.0
    return HOT * middle, round((COLD / HOT) ** (1 / COOLINGS), 9)


def _settle(desk: Desk) -> None:
    """Lay every session somewhere good: the quick placing."""
    desk.lay(_one_by_one(desk, {}))
    for bars in (desk.bars, desk.shared):
        if desk.tangled(bars) and (apart := _apart(desk, bars)) is not None:
            desk.lay(_one_by_one(desk, apart))
            break
    _descend(desk)


def _one_by_one(desk: Desk, given: dict[int, int]) -> list[int]:
    """The slot of each session, taken in order of how little freedom it has, then of votes, where it costs least."""
    room = [len(places) for places in desk.free]
    everybody, hands, crew = list(desk.fixed_wants), list(desk.fixed_hands), [0] * len(room)
    at = [0] * desk.movable

    def cost(session: int, slot: int) -> tuple[float, int]:
        wished: float = 100 * (desk.wants[session] & everybody[slot]).bit_count()
        wished += desk.by_hand * desk.hands[session] * hands[slot]
        return wished + desk.stay[session][slot] + desk.barring(session, crew[slot]), -room[slot]

    def put(session: int, slot: int) -> None:
        at[session] = slot
        room[slot] -= 1
        everybody[slot] |= desk.wants[session]
        hands[slot] += desk.hands[session]
        crew[slot] |= 1 << session

    for session, slot in given.items():
        put(session, slot)
    for session in sorted(range(desk.movable), key=lambda session: -desk.bars[session].bit_count()):
        if session not in given:
            put(session, min((s for s in range(len(room)) if room[s]), key=lambda s: cost(session, s)))
    return at


def _apart(desk: Desk, bars: list[int]) -> dict[int, int] | None:
    """Slots for the sessions that bar one another, so that none does; None when no way was found."""
    order = sorted((s for s in range(desk.movable) if bars[s] or desk.kept_out[s]), key=lambda s: -bars[s].bit_count())
    room, crew = [len(places) for places in desk.free], [0] * len(desk.free)
    found = dict[int, int]()
    tried = 0

    def place(number: int) -> bool:
        nonlocal tried
        if number == len(order):
            return True
        session = order[number]
        for slot in sorted(range(len(room)), key=lambda slot: -room[slot]):
            if room[slot] and not bars[session] & crew[slot] and slot not in desk.kept_out[session]:
                tried += 1
                if tried > BRANCHES:
                    return False
                room[slot] -= 1
                crew[slot] ^= 1 << session
                found[session] = slot
                if place(number + 1):
                    return True
                room[slot] += 1
                crew[slot] ^= 1 << session
        return False

    return found if place(0) else None


def _descend(desk: Desk) -> None:
    """Swap for as long as a swap helps, but not for ever."""
    for _ in range(PASSES):
        if not sum(desk.swap_if(one, other) for one, other in combinations(range(desk.movable), 2)):
            break
