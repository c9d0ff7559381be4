"""Made-up edcamps to plan: who wishes for what, who leads what, what must be kept apart, and the rooms.

The model: every topic belongs to a theme (maths, primary, well-being, …) and has a draw of its own, log-normal with
sigma 0.6: the best-liked tenth is wished for about four times as often as the middle. Everybody has two themes at
heart and wishes for three to six topics; one of their themes is five times as likely to be picked as one of equal draw
elsewhere. Two in three topics are offers and have a leader, who may lead two; the rest are requests that nobody leads
yet. One topic in twelve asks to be kept apart from another of its theme. There is a hall, a library and class rooms;
one room in four has a projector, which one topic in eight needs. Expected are half of those who wish.

There are as many topics as cells. What can be saved hangs on the themes: with `elsewhere` = 1 nobody has any, every
topic stands beside every other by chance, and less can be saved; the benchmark says how much.
"""

from dataclasses import dataclass
from random import Random

from teachmeet.domain.board import Card, Place, Puzzle

PROJECTOR = frozenset({"projector"})
ELSEWHERE = 0.2
"""How likely a topic of another theme is to be picked, beside one of equal draw of one's own."""


@dataclass(frozen=True, slots=True)
class Size:
    """How big an edcamp is."""

    slots: int
    rooms: int
    people: int
    themes: int

    @property
    def topics(self) -> range:
        """One for each cell."""
        return range(1, self.slots * self.rooms + 1)


SIZES = {24: Size(4, 6, 120, 6), 40: Size(5, 8, 300, 8), 60: Size(6, 10, 1000, 10)}
SEEDS = (1, 2, 3)


def edcamp(size: Size, seed: int, elsewhere: float = ELSEWHERE) -> Puzzle:
    """The edcamp of this size and seed; always the same one."""
    dice = Random(f"edcamp of {len(size.topics)}, {seed}")
    theme = {topic: dice.randrange(size.themes) for topic in size.topics}
    wants = _wishes(size, theme, dice, elsewhere)
    leads = _leaders(size, dice)
    avoids = _avoids(size, theme, dice)
    cards = tuple(
        Card(
            topic,
            wants=frozenset(wants[topic]),
            leads=frozenset(leads.get(topic, ())),
            avoids=frozenset(avoids.get(topic, ())),
            kit=PROJECTOR if dice.random() < 1 / 8 else frozenset(),
            expected=len(wants[topic]) // 2,
        )
        for topic in size.topics
    )
    return Puzzle(cards, tuple(range(1, size.slots + 1)), _rooms(size), people=size.people)


def _wishes(size: Size, theme: dict[int, int], dice: Random, elsewhere: float) -> dict[int, set[int]]:
    draw = {topic: dice.lognormvariate(0, 0.6) for topic in size.topics}
    wants: dict[int, set[int]] = {topic: set() for topic in size.topics}
    for person in range(size.people):
        at_heart = dice.sample(range(size.themes), 2)
        odds = [draw[topic] * (1 if theme[topic] in at_heart else elsewhere) for topic in size.topics]
        wished: set[int] = set()
        many = dice.randint(3, 6)
        while len(wished) < many:
            wished.update(dice.choices(size.topics, odds))
        for topic in wished:
            wants[topic].add(person)
    return wants


def _leaders(size: Size, dice: Random) -> dict[int, set[int]]:
    """Who leads: a fifth of all leaders have two sessions."""
    offers = dice.sample(size.topics, len(size.topics) * 2 // 3)
    people = iter(dice.sample(range(size.people), len(offers)))
    leads: dict[int, set[int]] = {}
    while offers:
        leader = next(people)
        for _ in range(min(len(offers), 2 if dice.random() < 1 / 5 else 1)):
            leads[offers.pop()] = {leader}
    return leads


def _avoids(size: Size, theme: dict[int, int], dice: Random) -> dict[int, set[int]]:
    avoids: dict[int, set[int]] = {}
    for topic in dice.sample(size.topics, len(size.topics) // 12):
        others = [other for other in size.topics if theme[other] == theme[topic] and other != topic]
        if others:
            avoids[topic] = {dice.choice(others)}
    return avoids


def _rooms(size: Size) -> tuple[Place, ...]:
    """A hall for a quarter of all, a library for a sixth, class rooms between; every fourth with a projector."""
    middle = size.people // size.rooms
    seats = [size.people // 4, size.people // 6, *(middle + middle * (2 - n) // 10 for n in range(size.rooms - 2))]
    return tuple(Place(n + 1, many, PROJECTOR if n % 4 == 0 else frozenset()) for n, many in enumerate(seats))
