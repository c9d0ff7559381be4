"""Every draw of a journal, drawn again: from the hat that stands there, and against the room as it was. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from teachmeet.domain.draw import draw, hat, is_here, lots
from teachmeet.domain.facts import Drawn, Line
from teachmeet.domain.history import History
from teachmeet.domain.state import State


@dataclass(frozen=True, slots=True)
class Proof:
    """A draw: `same` when it falls the same again, `fits` when the hat and its lots were those of the room then."""

    seq: int
    seed: int
    hat: tuple[int, ...]
    weights: tuple[int, ...]
    talks: tuple[int, ...]
    same: bool
    fits: bool


def proofs(lines: Iterable[Line]) -> tuple[Proof, ...]:
    """A proof of each draw, also of one that was undone."""
    history = History()
    found: list[Proof] = []
    for line in lines:
        for place, fact in enumerate(line.facts):
            if isinstance(fact, Drawn):
                found.append(_proof(history.state, line.seq + place, fact))
        history.add(line)
    return tuple(found)


def _proof(before: State, seq: int, fact: Drawn) -> Proof:
    everybody = hat(before)
    those_here = [talk for talk in everybody if is_here(before, talk)]
    hats = {tuple((talk.talk, lots(before, talk)) for talk in each) for each in (everybody, those_here)}
    alike = len(fact.hat) == len(fact.weights)
    same = alike and draw(fact.hat, fact.weights, fact.seed, len(fact.talks)) == fact.talks
    fits = alike and tuple(zip(fact.hat, fact.weights, strict=True)) in hats
    return Proof(seq, fact.seed, fact.hat, fact.weights, fact.talks, same, fits)
