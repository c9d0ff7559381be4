"""The hat: who is in it, and on whom the lot falls. Anybody can draw again from what the journal keeps, and compare."""

from random import Random

from teachmeet.domain.state import State
from teachmeet.domain.things import Talk

FIRST_TIME, MISSED_LAST_TIME = 2, 3
"""How many lots somebody has who never spoke at the series before, or who was not called last time; others have one."""


def hat(state: State) -> list[Talk]:
    """The talks that wait and are not drawn yet."""
    return [talk for talk in state.talks.values() if talk.waits and talk.drawn is None]


def is_here(state: State, talk: Talk) -> bool:
    """Whether whoever gives a talk is here."""
    presenter = state.people.get(talk.person)
    return presenter is not None and presenter.here


def lots(state: State, talk: Talk) -> int:
    """How many lots a talk has."""
    presenter = state.people.get(talk.person)
    if not state.weights or presenter is None:
        return 1
    if presenter.missed:
        return MISSED_LAST_TIME
    return FIRST_TIME if presenter.spoke == 0 else 1


def draw(names: tuple[int, ...], weights: tuple[int, ...], seed: int, count: int) -> tuple[int, ...]:
    """So many of the names, one after the other, each with the odds of its weight among those still in the hat.

    The same hat, weights and seed give the same names on every machine: `Random.random` is the Mersenne Twister's
    53 bits, which Python keeps the same for ever (documentation of `random`, "Notes on Reproducibility").
    """
    dice = Random(seed)
    left = list(zip(names, weights, strict=True))
    drawn: list[int] = []
    while left and len(drawn) < count:
        mark = dice.random() * sum(weight for _, weight in left)
        place = 0
        while place < len(left) - 1 and mark >= left[place][1]:
            mark -= left[place][1]
            place += 1
        drawn.append(left.pop(place)[0])
    return tuple(drawn)
