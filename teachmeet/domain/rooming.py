"""Rooms for the sessions of one slot: kit first, then the biggest to the biggest, and nobody moves without need. Pure.

Rooms need no part in the search for slots: whether those of one slot find rooms is Hall's condition (P. Hall, "On
Representatives of Subsets", 1935), and which one each gets follows from how many are expected.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from teachmeet.domain.board import Card, Place

UNFIT = 30_000
"""What a session in a room without its kit costs, in hundredths of a miss."""
SEAT = 50
"""What a seat that is wanting costs, in hundredths of a miss: of those who wish about half come."""


def fits(card: Card, place: Place) -> bool:
    """Whether a room has what a session needs."""
    return card.kit <= place.kit


def unease(card: Card, place: Place) -> int:
    """What this session in this room costs, in hundredths of a miss; 0 when it has its kit and its seats."""
    return (0 if fits(card, place) else UNFIT) + SEAT * max(card.expected - place.seats, 0)


def roomed(
    cards: Iterable[Card], places: Sequence[Place], stands: Mapping[int, int], price: int = 0
) -> tuple[dict[int, int], int]:
    """A room for each session of a slot, and what that costs in hundredths of a miss.

    `stands` are the rooms they were published in, in this slot; `price` is what each that leaves its room costs. No
    more sessions than rooms.
    """
    waiting = sorted(cards, key=lambda card: (-card.expected, card.topic))
    by_size = sorted(places, key=lambda place: (-place.seats, place.room))
    by_room = {place.room: place for place in by_size}

    def cost(way: Mapping[int, int]) -> int:
        away = sum(way[topic] != room for topic, room in stands.items() if topic in way) if price else 0
        return sum(unease(card, by_room[way[card.topic]]) for card in waiting) + price * away

    best, least = dict[int, int](), -1
    for way in _ways(waiting, by_size, stands):
        costs = cost(way)
        if least < 0 or costs < least:
            best, least = way, costs
        if not least:
            break
    return best, max(least, 0)


def _ways(waiting: list[Card], by_size: list[Place], stands: Mapping[int, int]) -> Iterator[dict[int, int]]:
    """Ways to deal the rooms, the quiet and quick ones first."""
    rooms = {place.room for place in by_size}
    kept = {card.topic: stands[card.topic] for card in waiting if stands.get(card.topic) in rooms}
    if kept:
        left = [card for card in waiting if card.topic not in kept]
        yield kept | _carefully(left, [place for place in by_size if place.room not in kept.values()])
    yield _quickly(waiting, by_size)
    if any(card.kit for card in waiting):
        yield _carefully(waiting, by_size)


def _quickly(waiting: list[Card], by_size: list[Place]) -> dict[int, int]:
    """Sessions with kit take the smallest room that will do, the others the biggest for the biggest."""
    free, given = list(by_size), dict[int, int]()
    for card in waiting:
        if card.kit and (place := _smallest(card, free)):
            free.remove(place)
            given[card.topic] = place.room
    left = [card for card in waiting if card.topic not in given]
    return given | {card.topic: place.room for card, place in zip(left, free, strict=False)}


def _smallest(card: Card, by_size: list[Place]) -> Place | None:
    """The smallest room with this session's kit and its seats, or else the biggest with its kit."""
    fitting = [place for place in by_size if fits(card, place)]
    return next((place for place in reversed(fitting) if place.seats >= card.expected), fitting[0] if fitting else None)


def _carefully(waiting: Sequence[Card], free: list[Place]) -> dict[int, int]:
    """The biggest session takes the biggest room with its kit, as long as the others then find theirs."""
    if not any(card.kit for card in waiting):
        return {card.topic: place.room for card, place in zip(waiting, free, strict=False)}
    free, given = list(free), dict[int, int]()
    for number, card in enumerate(waiting):
        needy = [other for other in waiting[number + 1 :] if other.kit]
        reach = _most_fitting([card, *needy], free)
        for place in free:
            left = [other for other in free if other is not place]
            if fits(card, place) + _most_fitting(needy, left) >= reach:
                given[card.topic] = place.room
                free = left
                break
    return given


def _most_fitting(cards: Sequence[Card], places: Sequence[Place]) -> int:
    """How many of these find a room with their kit: a greatest matching, by paths that change over."""
    holder: dict[int, Card] = {}

    def settle(card: Card, tried: set[int]) -> bool:
        for place in places:
            if fits(card, place) and place.room not in tried:
                tried.add(place.room)
                if place.room not in holder or settle(holder[place.room], tried):
                    holder[place.room] = card
                    return True
        return False

    return sum(settle(card, set()) for card in cards)
