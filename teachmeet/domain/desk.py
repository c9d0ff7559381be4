"""The desk on which a board is tried out: sessions by number, in slots, and what swapping two of them costs. Pure.

A free room counts as a session that nobody wishes for, so that every move is a swap. Of the missed wishes a swap
changes only those between either of the two and whoever is wished for beside it: two ANDs and two counts of bits.
"""

from collections.abc import Callable
from random import Random

from teachmeet.domain.board import Card, Cell, Place, Puzzle
from teachmeet.domain.rooming import roomed, unease
from teachmeet.domain.scoring import (
    CLASH,
    DOUBLED,
    away,
    barred,
    bits,
    cards_of,
    chosen,
    clash,
    open_cells,
    room_price,
    share_leader,
)

COSTS_KEPT = 200_000
"""Of how many groups of sessions the cost of their rooms is remembered."""


class Desk:
    """Sessions in slots. Costs are in hundredths of a miss."""

    never = CLASH // 2
    """What costs as much is a broken rule, and not a matter of wishes."""

    def __init__(self, puzzle: Puzzle) -> None:
        self._puzzle = puzzle
        free = {slot: places for slot, places in open_cells(puzzle).items() if places}
        self._slots = list(free)
        self.free = list(free.values())
        """Of each slot, the rooms that are to be had."""
        self.cards = chosen(puzzle)
        """The sessions that are placed, by number; the numbers after them are free rooms."""
        self.movable = sum(map(len, self.free))
        self.can_swap = len(self.free) > 1 and bool(self.cards)
        nobody = self.movable - len(self.cards)
        self.wants = [bits(card.wants) for card in self.cards] + [0] * nobody
        self.hands = [card.hands for card in self.cards] + [0] * nobody
        self.by_hand = 100 / max(puzzle.people, 1)
        self._know_bars(nobody)
        self._know_what_stays(nobody)
        self._know_rooms()
        self.lay([slot for slot, places in enumerate(self.free) for _ in places])

    def _know_bars(self, nobody: int) -> None:
        """Which sessions must not be held at once: of each, the others as bits."""

        def others(card: Card, bars: Callable[[Card, Card], bool]) -> int:
            return bits(
                session for session, other in enumerate(self.cards) if other is not card and bars(card, other)
            )

        self.shared = [others(card, share_leader) for card in self.cards] + [0] * nobody
        """Those with a leader in common."""
        self._clashing = [others(card, clash) for card in self.cards] + [0] * nobody
        self.bars = [shared | clashing for shared, clashing in zip(self.shared, self._clashing, strict=True)]
        """Those, and the ones to be kept apart."""

    def _know_what_stays(self, nobody: int) -> None:
        """What the sessions that stay where they are do to the others."""
        known = cards_of(self._puzzle)
        fixed = {
            slot: [known[topic] for topic, cell in self._puzzle.fixed.items() if cell[0] == slot and topic in known]
            for slot in self._slots
        }
        self.fixed_wants = [bits(person for card in cards for person in card.wants) for cards in fixed.values()]
        self.fixed_hands = [sum(card.hands for card in cards) for cards in fixed.values()]
        self.kept_out = [
            {number for number, others in enumerate(fixed.values()) if any(barred(card, other) for other in others)}
            for card in self.cards
        ] + [set[int]()] * nobody
        """Of each session, the slots that one which stays bars it from."""
        self.stay = [
            [away(self._puzzle, card.topic, slot) + _tangle(card, others) for slot, others in fixed.items()]
            for card in self.cards
        ] + [[0] * len(fixed)] * nobody
        """What a session in a slot costs, whatever else is held there."""
        self._counts = any(self.hands) or any(map(any, self.stay))

    def _know_rooms(self) -> None:
        """Which sessions do not fit every room of a slot, or stood in one: what the others are, no room cares."""
        self._stands = [
            {topic: cell[1] for topic, cell in self._puzzle.stands.items() if cell[0] == slot} for slot in self._slots
        ]
        self._price = room_price(self._puzzle)
        self._demanding = [
            bits(
                session
                for session, card in enumerate(self.cards)
                if any(unease(card, place) for place in places) or (self._price and card.topic in stands)
            )
            for places, stands in zip(self.free, self._stands, strict=True)
        ]
        self._restless = [
            bits(
                session
                for session, card in enumerate(self.cards)
                if any(unease(card, place) for place in _known_to(stands.get(card.topic), places))
                or (self._price and stands.get(card.topic, -1) not in {-1, *(place.room for place in places)})
            )
            for places, stands in zip(self.free, self._stands, strict=True)
        ]
        """Of each slot, those that are not content with any room, or with the one where they stood if it can be had."""
        self._room_costs = dict[tuple[int, int], int]()

    def lay(self, at: list[int]) -> None:
        """Put each session into its slot."""
        self.at = list(at)
        self._inside = [
            [session for session, where in enumerate(at) if where == slot] for slot in range(len(self.free))
        ]
        self._crew = [bits(inside) for inside in self._inside]
        self._in_hands = [
            fixed + sum(self.hands[session] for session in inside)
            for fixed, inside in zip(self.fixed_hands, self._inside, strict=True)
        ]
        self._beside = [0] * self.movable
        self._missed = [0] * self.movable
        for slot in range(len(self.free)):
            self._look_beside(slot)
        self._rooming = [self._room_cost(slot, crew) for slot, crew in enumerate(self._crew)]
        self.added = self._best_added = 0.0
        self._best = self.at

    def _look_beside(self, slot: int) -> None:
        """For each session of a slot, who wishes for any other there, and how many of those wish for it as well."""
        wants, beside, missed, inside = self.wants, self._beside, self._missed, self._inside[slot]
        everybody = self.fixed_wants[slot]
        for session in inside:
            beside[session] = everybody
            everybody |= wants[session]
        everybody = 0
        for session in reversed(inside):
            others = beside[session] | everybody
            beside[session] = others
            missed[session] = (wants[session] & others).bit_count()
            everybody |= wants[session]

    def barring(self, session: int, crew: int) -> int:
        """What the rules that a session breaks beside these cost."""
        shared, clashing = self.shared[session] & crew, self._clashing[session] & crew
        return DOUBLED * shared.bit_count() + CLASH * clashing.bit_count()

    def tangled(self, bars: list[int]) -> bool:
        """Whether sessions are held at once that must not be."""
        return any(
            bars[session] & self._crew[slot] or slot in self.kept_out[session] for session, slot in enumerate(self.at)
        )

    def change(self, one: int, other: int) -> float:
        """What swapping two sessions adds to the cost, rooms aside."""
        if self.at[one] == self.at[other]:
            return 0
        wants, beside = self.wants, self._beside
        more = (wants[one] & beside[other]).bit_count() + (wants[other] & beside[one]).bit_count()
        change = 100 * (more - self._missed[one] - self._missed[other])
        return change + self._change_of_rules(one, other) + self._change_of_counts(one, other)

    def _change_of_rules(self, one: int, other: int) -> float:
        """What swapping two sessions does to the rules between them."""
        here, there = self.at[one], self.at[other]
        left, found = self._crew[here] & ~(1 << one), self._crew[there] & ~(1 << other)
        change = self.barring(one, found) - self.barring(one, left)
        return change + self.barring(other, left) - self.barring(other, found)

    def _change_of_counts(self, one: int, other: int) -> float:
        """What swapping two sessions does to calm, to hands, and beside what stays."""
        here, there, hands = self.at[one], self.at[other], self.hands
        change = self.stay[one][there] + self.stay[other][here] - self.stay[one][here] - self.stay[other][there]
        gain = hands[one] - hands[other]
        return change + self.by_hand * gain * (self._in_hands[there] - self._in_hands[here] + gain)

    def swap_if(self, one: int, other: int, allowed: float = -0.001) -> bool:
        """Swap two sessions when that helps, or costs no more than is allowed; whether it did."""
        return self._swap_within(one, other, self.change(one, other), allowed)

    def _swap_within(self, one: int, other: int, change: float, allowed: float) -> bool:
        """Swap two sessions unless that costs more than is allowed, the rooms of both slots included."""
        here, there = self.at[one], self.at[other]
        if here == there:
            return False
        change -= self._rooming[here] + self._rooming[there]
        if change > allowed:
            return False
        both = (1 << one) | (1 << other)
        crews = self._crew[here] ^ both, self._crew[there] ^ both
        rooming = self._room_cost(here, crews[0]), self._room_cost(there, crews[1])
        change += sum(rooming)
        if change > allowed:
            return False
        self._rooming[here], self._rooming[there] = rooming
        self._crew[here], self._crew[there] = crews
        self.at[one], self.at[other] = there, here
        self._inside[here][self._inside[here].index(one)] = other
        self._inside[there][self._inside[there].index(other)] = one
        gain = self.hands[one] - self.hands[other]
        self._in_hands[there] += gain
        self._in_hands[here] -= gain
        self._look_beside(here)
        self._look_beside(there)
        self.added += change
        if self.added < self._best_added:
            self._best_added, self._best = self.added, list(self.at)
        return True

    def stir(self, dice: Random, times: int, lenience: list[float]) -> None:
        """Try so many swaps; each is made when it costs no more than one of these, drawn for it."""
        at, wants, beside, missed, rooming = self.at, self.wants, self._beside, self._missed, self._rooming
        bars, crew, counts = self.bars, self._crew, self._counts
        movable, draws, throw = self.movable, len(lenience), dice.getrandbits
        for _ in range(times):
            thrown, one = divmod(throw(48), movable)
            thrown, other = divmod(thrown, movable)
            here, there = at[one], at[other]
            if here == there:
                continue
            allowed = lenience[thrown % draws]
            more = (wants[one] & beside[other]).bit_count() + (wants[other] & beside[one]).bit_count()
            change: float = 100 * (more - missed[one] - missed[other])
            if counts:
                change += self._change_of_counts(one, other)
            if (bars[one] | bars[other]) & (crew[here] | crew[there]):
                change += self._change_of_rules(one, other)
            if change - rooming[here] - rooming[there] <= allowed:
                self._swap_within(one, other, change, allowed)

    def take_best(self) -> None:
        """Lay the best placing of slots so far again."""
        self.lay(self._best)

    def placed(self) -> dict[int, Cell]:
        """Every session in its cell, as they lie."""
        return self._placed(self.at)

    def placed_best(self) -> dict[int, Cell]:
        """Every session in its cell, as they lay when it cost least."""
        return self._placed(self._best)

    def _placed(self, at: list[int]) -> dict[int, Cell]:
        placed = dict(self._puzzle.fixed)
        for slot, number in enumerate(self._slots):
            cards = [card for card, where in zip(self.cards, at, strict=False) if where == slot]
            rooms, _ = roomed(cards, self.free[slot], self._stands[slot], self._price)
            placed |= {topic: (number, room) for topic, room in rooms.items()}
        return placed

    def _room_cost(self, slot: int, crew: int) -> int:
        """What the rooms for these sessions of a slot cost."""
        demanding = crew & self._demanding[slot]
        if not crew & self._restless[slot]:
            return 0
        cost = self._room_costs.get((slot, demanding))
        if cost is None:
            cards = [card for session, card in enumerate(self.cards) if demanding >> session & 1]
            cost = roomed(cards, self.free[slot], self._stands[slot], self._price)[1]
            if len(self._room_costs) > COSTS_KEPT:
                self._room_costs.clear()
            self._room_costs[slot, demanding] = cost
        return cost


def _known_to(stood: int | None, places: list[Place]) -> list[Place]:
    """The room where a session stood, if it can be had; else all of them."""
    return [place for place in places if place.room == stood] or places


def _tangle(card: Card, others: list[Card]) -> int:
    """What the rules that a session breaks beside these, which stay, cost."""
    return sum(DOUBLED * share_leader(card, other) + CLASH * clash(card, other) for other in others)
