"""The board as a puzzle: which topics want a place, where they may stand, and what a placing costs. Pure values.

People are numbered from 0 within a puzzle: nothing of who wished for what leaves it but in sums.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

SOMEWHERE_ELSE = 0
"""The room of a session off the grid: it takes time of a slot, and no room of the board."""

Cell = tuple[int, int]
"""Slot and room, by their numbers."""

Placed = Mapping[int, Cell]
"""Topic → cell."""

NOTHING: Placed = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Card:
    """A topic that wants a place.

    `wants` and `leads` are people of the puzzle. `hands` were counted in the room: nobody knows whose they were.
    `expected` is how many seats it needs: those going, or else those who wish.
    """

    topic: int
    wants: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()
    hands: int = 0
    avoids: frozenset[int] = frozenset()
    """Topics not to be held at the same time; it holds both ways, whoever of the two says so."""
    kit: frozenset[str] = frozenset()
    expected: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A room of the board."""

    room: int
    seats: int
    kit: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Puzzle:
    """What there is to place, and where.

    `fixed` stays where it is: pinned, frozen, or somewhere else. `stands` is where sessions were last published, and
    `calm` what moving one of them away costs, in misses; 0 before anything was published. `people` is how many
    in the room, for hands.
    """

    cards: tuple[Card, ...]
    slots: tuple[int, ...]
    rooms: tuple[Place, ...]
    closed: frozenset[Cell] = frozenset()
    fixed: Placed = field(default_factory=lambda: NOTHING)
    stands: Placed = field(default_factory=lambda: NOTHING)
    calm: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """How well a placing fits; nothing here says whose wish it was.

    `wishes` are all choices of placed topics, `kept` those that fit: of the wished topics of a person in one slot all
    but one are missed. `most_missed` is what anybody misses at most, `torn` how many people miss something.
    `by_hands` are the misses to expect from hands alone, in hundredths. `clashes` are pairs to be kept apart that are
    not, `doubled` people who would lead two sessions at once, `unfit` sessions in a room without what they need,
    `short` the seats that are wanting, `moved` sessions away from where they were published, `left` topics without a
    place.
    """

    wishes: int
    kept: int
    most_missed: int
    torn: int
    by_hands: int
    clashes: int
    doubled: int
    unfit: int
    short: int
    moved: int
    left: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is: `done` of `of` steps, and the best placing so far."""

    done: int
    of: int
    placed: Placed
    score: Score
