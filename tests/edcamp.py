"""The made-up edcamp morning as a script: who is there, who writes which card, what says the same, who chooses what.

Always the same: 55 cards of which 20 are requests and 12 say again what another one said, 90 people, 4 slots × 6 rooms.
Everything is given by places in `CARDS` and by numbers of `PEOPLE`; what plays it knows topics' numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from random import Random

from teachmeet.domain.commands import MakeMeet, Suggest
from teachmeet.domain.programme import Pitch, Reply
from teachmeet.made_up import Card, cards, edcamp, names
from teachmeet.words import load

WORDS = load("en")
CARDS: tuple[Card, ...] = cards(WORDS)
TWINS: tuple[tuple[int, int], ...] = tuple((at, card.again) for at, card in enumerate(CARDS) if card.again is not None)
"""(a card, the earlier one that says the same): what the host merges, in the order in which they come."""
DISTINCT: tuple[int, ...] = tuple(at for at, card in enumerate(CARDS) if card.again is None)
DOTS, BEST = 5, 24
"""Dots each in the first round; topics of the second."""

_THEMES = 6
_LIKED = {at: Random(f"liked {at}").lognormvariate(0, 0.6) for at in DISTINCT}
"""How much a card is liked by anybody; the best-liked tenth about four times as much as the middle."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who came: their number from 0, and the name they give, empty for none."""

    number: int
    name: str

    @property
    def secret(self) -> str:
        """What their phone keeps."""
        return f"the-secret-of-phone-{self.number:02}"


def _people() -> tuple[Person, ...]:
    known = names(WORDS)
    called = (known[n % len(known)] + ("" if n < len(known) else f" {n // len(known) + 1}") for n in range(90))
    return tuple(Person(n, "" if n % 9 == 8 else name) for n, name in enumerate(called))


PEOPLE: tuple[Person, ...] = _people()
AUTHOR: tuple[int, ...] = tuple((at * 29 + 7) % 90 for at in range(len(CARDS)))
"""Whose card each is; 29 and 90 share no factor, so nobody writes two."""
ANONYMOUS: frozenset[int] = frozenset(range(3, len(CARDS), 6))
"""Cards whose authors do not want to be named."""


def suggestion(at: int) -> Suggest:
    """What a phone asks for to have this card on the list."""
    card = CARDS[at]
    return Suggest(card.pitch, card.title, "", at in ANONYMOUS, card.kit)


def requests_first() -> tuple[int, ...]:
    """The cards in an order that a host gets who takes requests only at first: all those, then the offers."""
    return tuple(sorted(range(len(CARDS)), key=lambda at: CARDS[at].pitch is Pitch.OFFER))


@cache
def favourites(person: int) -> tuple[int, ...]:
    """The distinct cards somebody is after, the dearest first: three to six, most of them of two themes of theirs."""
    dice = Random(f"favourites of {person}")
    at_heart = dice.sample(range(_THEMES), 2)
    odds = [_LIKED[at] * (1 if DISTINCT.index(at) % _THEMES in at_heart else 0.2) for at in DISTINCT]
    wanted: dict[int, None] = {}
    many = dice.randint(3, 6)
    while len(wanted) < many:
        wanted[dice.choices(DISTINCT, odds)[0]] = None
    return tuple(wanted)


@cache
def dots(person: int) -> tuple[int, ...]:
    """The cards on which somebody puts a dot in the first round, before anything is merged: who likes what was said
    twice may find either card, and one in three finds both."""
    dice = Random(f"dots of {person}")
    again: Mapping[int, int] = {of: at for at, of in TWINS}
    found: list[int] = []
    for at in favourites(person):
        both = [at, again[at]] if at in again else [at]
        found += both if dice.random() < 1 / 3 else [dice.choice(both)]
    return tuple(found[:DOTS])


def reply(person: int, at: int) -> Reply:
    """What somebody says to a card of the second round."""
    if at in favourites(person):
        return Reply.INTERESTED
    return Reply.MAYBE if Random(f"reply of {person} to {at}").random() < 0.25 else Reply.SKIP


def hands(at: int) -> int:
    """How many hands go up for a card where there is no phone."""
    root = CARDS[at].again
    return sum((at if root is None else root) in favourites(person.number) for person in PEOPLE)


def leaders() -> dict[int, int]:
    """Of the requests, those that somebody will lead: card → person. One in three stays without, as in life."""
    asked = [at for at in DISTINCT if CARDS[at].pitch is Pitch.REQUEST]
    return {at: (at * 13 + 31) % 90 for place, at in enumerate(asked) if place % 3 != 2}


def meet(now: datetime) -> MakeMeet:
    """The edcamp whose board begins an hour after `now`: four slots, six rooms with kit, and no card yet."""
    return edcamp(WORDS, now)


def tallies(merged: bool = True) -> dict[int, int]:
    """People per distinct card (or, not `merged`, dots per card) that the first round must come to."""
    counts: dict[int, int] = {}
    for person in PEOPLE:
        chosen = dots(person.number)
        roots = {at if CARDS[at].again is None else CARDS[at].again for at in chosen} if merged else set(chosen)
        for at in roots:
            assert at is not None
            counts[at] = counts.get(at, 0) + 1
    return counts
