"""What a placing is worth: its score, the price of each move of a held card, and the placing by votes. Pure.

Of a person's wishes in one slot all but one are missed. People are bits of an integer: those of a slot are one OR.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations, product

from teachmeet.domain.board import SOMEWHERE_ELSE, Card, Cell, Place, Placed, Puzzle, Score
from teachmeet.domain.rooming import SEAT, UNFIT, fits

DOUBLED = 10_000_000
"""What a person who would lead two sessions at once costs, in hundredths of a miss: more than all else together."""
CLASH = 30_000
"""What two sessions to be kept apart and held at once cost, in hundredths of a miss."""
ROOM_CHANGE = 4
"""A session that stays in its slot and changes rooms costs this part of one that changes slots."""


def score(puzzle: Puzzle, placed: Placed) -> Score:
    """How well a placing fits. Topics that are not cards of the puzzle are left out of account."""
    slots = _by_slot(puzzle, placed)
    missed = Counter[int]()
    for cards in slots.values():
        wished = Counter(person for card in cards for person in card.wants)
        missed.update({person: times - 1 for person, times in wished.items() if times > 1})
    wishes = sum(len(card.wants) for cards in slots.values() for card in cards)
    roomed = list(_roomed(puzzle, placed))
    return Score(
        wishes=wishes,
        kept=wishes - missed.total(),
        most_missed=max(missed.values(), default=0),
        torn=len(missed),
        by_hands=sum(_hands_in_pairs(cards) for cards in slots.values()) * 100 // max(puzzle.people, 1),
        clashes=sum(clash(one, other) for cards in slots.values() for one, other in combinations(cards, 2)),
        doubled=len({person for cards in slots.values() for person in _leading_twice(cards)}),
        unfit=sum(not fits(card, place) for card, place in roomed),
        short=sum(max(card.expected - place.seats, 0) for card, place in roomed),
        moved=sum(topic in puzzle.stands and placed.get(topic) != puzzle.stands[topic] for topic in _topics(puzzle)),
        left=sum(topic not in placed for topic in _topics(puzzle)),
    )


def misses(found: Score) -> int:
    """How many wishes a placing misses, of those whose people are known."""
    return found.wishes - found.kept


def weigh(puzzle: Puzzle, placed: Placed) -> int:
    """What a placing costs in all, in hundredths of a miss: what the search makes small."""
    found = score(puzzle, placed)
    cost = 100 * misses(found) + found.by_hands + CLASH * found.clashes + DOUBLED * found.doubled
    cost += UNFIT * found.unfit + SEAT * found.short
    return cost + sum(
        away(puzzle, topic, placed[topic][0]) or room_price(puzzle) * (placed[topic] != puzzle.stands[topic])
        for topic in _topics(puzzle)
        if topic in puzzle.stands and topic in placed
    )


def away(puzzle: Puzzle, topic: int, slot: int) -> int:
    """What holding a session in this slot costs for calm's sake, in hundredths of a miss."""
    stands = puzzle.stands.get(topic)
    return 0 if stands is None or stands[0] == slot else 100 * puzzle.calm


def room_price(puzzle: Puzzle) -> int:
    """What a mere change of room costs for calm's sake, in hundredths of a miss."""
    return 100 * puzzle.calm // ROOM_CHANGE


def votes(card: Card) -> int:
    """How many wish for a topic, on phones or by hand."""
    return len(card.wants) + card.hands


def bits(people: Iterable[int]) -> int:
    """A set of people as one integer."""
    mask = 0
    for person in people:
        mask |= 1 << person
    return mask


def open_cells(puzzle: Puzzle) -> dict[int, list[Place]]:
    """For each slot, its rooms that are neither closed nor held by a session that stays; the biggest first."""
    taken = puzzle.closed | set(puzzle.fixed.values())
    by_size = sorted(puzzle.rooms, key=lambda place: (-place.seats, place.room))
    return {slot: [place for place in by_size if (slot, place.room) not in taken] for slot in puzzle.slots}


def chosen(puzzle: Puzzle) -> list[Card]:
    """The topics that get a place besides the fixed ones: those most wished for, in that order.

    Who leads as many as there are slots already has their others wait until all else has its place.
    """
    free = sum(map(len, open_cells(puzzle).values()))
    waiting = [card for card in cards_of(puzzle).values() if card.topic not in puzzle.fixed]
    leading = Counter(
        person for card in cards_of(puzzle).values() if card.topic in puzzle.fixed for person in card.leads
    )
    first, later = list[Card](), list[Card]()
    for card in sorted(waiting, key=lambda card: (-votes(card), card.topic)):
        if len(first) < free and all(leading[person] < len(puzzle.slots) for person in card.leads):
            first.append(card)
            leading.update(card.leads)
        else:
            later.append(card)
    return sorted([*first, *later[: free - len(first)]], key=lambda card: (-votes(card), card.topic))


def cards_of(puzzle: Puzzle) -> dict[int, Card]:
    """The cards by topic."""
    return {card.topic: card for card in puzzle.cards}


def barred(one: Card, other: Card) -> bool:
    """Whether two sessions must not be held at once: somebody leads both, or they are to be kept apart."""
    return share_leader(one, other) or clash(one, other)


def share_leader(one: Card, other: Card) -> bool:
    """Whether somebody leads both."""
    return not one.leads.isdisjoint(other.leads)


def clash(one: Card, other: Card) -> bool:
    """Whether two sessions are to be kept apart, whoever of the two says so."""
    return other.topic in one.avoids or one.topic in other.avoids


def by_votes(puzzle: Puzzle) -> dict[int, Cell]:
    """The placing that one makes by hand: in order of votes, one slot after the other, the biggest free room first.

    A session that may not be held beside another of its slot goes to the next slot that will have it.
    """
    free = open_cells(puzzle)
    cards = cards_of(puzzle)
    inside = {slot: [cards[t] for t, cell in puzzle.fixed.items() if cell[0] == slot and t in cards] for slot in free}
    placed = dict(puzzle.fixed)
    slots = list(free)
    turn = 0
    for card in chosen(puzzle):
        order = [slot for slot in slots[turn:] + slots[:turn] if free[slot]]
        slot = next((slot for slot in order if not any(barred(card, other) for other in inside[slot])), order[0])
        place = next((place for place in free[slot] if fits(card, place)), free[slot][0])
        free[slot].remove(place)
        inside[slot].append(card)
        placed[card.topic] = (slot, place.room)
        turn = (slots.index(slot) + 1) % len(slots)
    return placed


def prices(puzzle: Puzzle, placed: Placed, topic: int) -> dict[Cell, int]:
    """What moving this card to each cell does to the number of wishes that are missed, hands among them.

    Negative saves; a wish for a topic without a place is missed too. A card that is there changes places with it, or
    leaves the board when this one had no room on it. Cells that are closed, that hold a session which stays, or where
    somebody would lead two at once are not named.
    """
    cards = cards_of(puzzle)
    held, home = cards[topic], placed.get(topic)
    staying = {cell for other, cell in puzzle.fixed.items() if other != topic}
    there = {cell: cards.get(other) for other, cell in placed.items() if other != topic}
    room = _Room(puzzle, placed)
    found = dict[Cell, int]()
    for cell in product(puzzle.slots, (place.room for place in puzzle.rooms)):
        if cell in puzzle.closed or cell in staying:
            continue
        if home is not None and home[0] == cell[0]:
            found[cell] = 0
            continue
        other = there.get(cell)
        change = room.change(cell[0], goes=other, comes=held)
        if change is not None and home is not None:
            back = other if home[1] != SOMEWHERE_ELSE else None
            left = room.change(home[0], goes=held, comes=back)
            change = None if left is None else change + left
        if change is not None:
            found[cell] = round(change / 100)
    return found


class _Room:
    """Who is where, to try out moves."""

    def __init__(self, puzzle: Puzzle, placed: Placed) -> None:
        self._people = max(puzzle.people, 1)
        self._inside = _by_slot(puzzle, placed)
        self._wants = {topic: bits(card.wants) for topic, card in cards_of(puzzle).items()}

    def change(self, slot: int, goes: Card | None, comes: Card | None) -> int | None:
        """What a slot gains in misses, in hundredths, when one goes and one comes; None when that doubles a leader."""
        rest = [card for card in self._inside.get(slot, ()) if card not in (goes, comes)]
        if comes and any(share_leader(comes, card) for card in rest):
            return None
        return self._missed(comes, rest) - self._missed(goes, rest)

    def _missed(self, card: Card | None, beside: list[Card]) -> int:
        """The misses, in hundredths, that a session makes beside these, less all that it makes without a place."""
        if card is None:
            return 0
        everybody = 0
        for other in beside:
            everybody |= self._wants[other.topic]
        wishes = self._wants[card.topic]
        missed = 100 * (wishes & everybody).bit_count()
        missed += 100 * card.hands * sum(other.hands for other in beside) // self._people
        return missed - 100 * (wishes.bit_count() + card.hands)


def _topics(puzzle: Puzzle) -> Collection[int]:
    return cards_of(puzzle).keys()


def _by_slot(puzzle: Puzzle, placed: Placed) -> dict[int, list[Card]]:
    slots = defaultdict[int, list[Card]](list)
    for topic, card in cards_of(puzzle).items():
        if topic in placed:
            slots[placed[topic][0]].append(card)
    return slots


def _roomed(puzzle: Puzzle, placed: Placed) -> Iterator[tuple[Card, Place]]:
    """Each session that is held in a room of the board, and the room."""
    rooms: Mapping[int, Place] = {place.room: place for place in puzzle.rooms}
    for topic, card in cards_of(puzzle).items():
        if topic in placed and placed[topic][1] in rooms:
            yield card, rooms[placed[topic][1]]


def _hands_in_pairs(cards: Iterable[Card]) -> int:
    """The sum over pairs of the product of their hands; divided by the people, those who raised theirs for both.

    That is what to expect when one wish says nothing about another.
    """
    hands = [card.hands for card in cards]
    return (sum(hands) ** 2 - sum(count * count for count in hands)) // 2


def _leading_twice(cards: Iterable[Card]) -> set[int]:
    leading = Counter(person for card in cards for person in card.leads)
    return {person for person, times in leading.items() if times > 1}
