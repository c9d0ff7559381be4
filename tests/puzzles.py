"""Puzzles that hypothesis makes up, and a recount of their scores the long way."""

from itertools import combinations, product

from hypothesis import strategies as st

from teachmeet.domain.board import SOMEWHERE_ELSE, Card, Cell, Place, Placed, Puzzle, Score

PEOPLE = 6
KITS = st.frozensets(st.sampled_from(["piano", "projector"]), max_size=1)


@st.composite
def puzzles(draw: st.DrawFn, most_topics: int = 9, most_rooms: int = 3, sound: bool = False) -> Puzzle:
    """Any puzzle; a sound one has nothing closed, fixed or published, and no kit."""
    slots = tuple(range(1, 1 + _number(draw, 0, 3)))
    rooms = tuple(
        Place(room, _number(draw, 0, 6), frozenset() if sound else draw(KITS))
        for room in range(1, 1 + _number(draw, 0, most_rooms))
    )
    topics = range(1, 1 + _number(draw, 0, most_topics))
    people = st.frozensets(st.integers(0, PEOPLE - 1), max_size=4)
    some = st.frozensets(st.integers(1, most_topics), max_size=2)
    cards = tuple(
        Card(
            topic,
            wants=draw(people),
            leads=draw(st.frozensets(st.integers(0, 3), max_size=1)),
            hands=_number(draw, 0, 2),
            avoids=draw(some),
            kit=frozenset() if sound else draw(KITS),
            expected=_number(draw, 0, 6),
        )
        for topic in topics
    )
    if sound:
        return Puzzle(cards, slots, rooms, people=PEOPLE)
    cells = [*product(slots, [place.room for place in rooms])]
    closed = draw(st.frozensets(st.sampled_from(cells), max_size=3)) if cells else frozenset[Cell]()
    return Puzzle(
        cards,
        slots,
        rooms,
        closed=closed,
        fixed=_some_placed(draw, topics, [*cells, *product(slots, [SOMEWHERE_ELSE])], 3),
        stands=_some_placed(draw, topics, cells, 9),
        calm=_number(draw, 0, 3),
        people=_number(draw, 0, PEOPLE),
    )


def _number(draw: st.DrawFn, least: int, most: int) -> int:
    return draw(st.integers(least, most))


def _some_placed(draw: st.DrawFn, topics: range, cells: list[Cell], most: int) -> dict[int, Cell]:
    """Some topics in cells, no two on one of the board."""
    placed: dict[int, Cell] = {}
    for topic in list(topics)[:most] if cells else []:
        cell = cells[_number(draw, 0, len(cells) - 1)]
        if draw(st.booleans()) and (cell[1] == SOMEWHERE_ELSE or cell not in placed.values()):
            placed[topic] = cell
    return placed


def recounted(puzzle: Puzzle, placed: Placed) -> Score:
    """The score by its definition: person by person, pair by pair."""
    cards = [card for card in puzzle.cards if card.topic in placed]
    slots = {cell[0] for cell in placed.values()}
    people = {person for card in cards for person in card.wants}
    seats = {place.room: place.seats for place in puzzle.rooms}
    kits = {place.room: place.kit for place in puzzle.rooms}
    missed = {
        person: sum(
            max(sum(person in card.wants for card in cards if placed[card.topic][0] == slot) - 1, 0) for slot in slots
        )
        for person in people
    }
    together = [pair for pair in combinations(cards, 2) if placed[pair[0].topic][0] == placed[pair[1].topic][0]]
    on_board = [card for card in cards if placed[card.topic][1] in seats]
    wishes = sum(len(card.wants) for card in cards)
    return Score(
        wishes=wishes,
        kept=wishes - sum(missed.values()),
        most_missed=max(missed.values(), default=0),
        torn=sum(many > 0 for many in missed.values()),
        by_hands=100 * sum(one.hands * other.hands for one, other in together) // max(puzzle.people, 1),
        clashes=sum(one.topic in other.avoids or other.topic in one.avoids for one, other in together),
        doubled=len({person for one, other in together for person in one.leads & other.leads}),
        unfit=sum(bool(card.kit - kits[placed[card.topic][1]]) for card in on_board),
        short=sum(max(card.expected - seats[placed[card.topic][1]], 0) for card in on_board),
        moved=sum(topic in puzzle.stands and placed.get(topic) != puzzle.stands[topic] for topic in _topics(puzzle)),
        left=sum(topic not in placed for topic in _topics(puzzle)),
    )


def _topics(puzzle: Puzzle) -> list[int]:
    return [card.topic for card in puzzle.cards]


def flaws(puzzle: Puzzle, placed: Placed) -> list[str]:
    """What is wrong with a placing, whatever it scores."""
    found = [f"{topic} was fixed" for topic, cell in puzzle.fixed.items() if placed.get(topic) != cell]
    free = {topic: cell for topic, cell in placed.items() if topic not in puzzle.fixed}
    taken = [*free.values(), *(cell for cell in puzzle.fixed.values() if cell[1] != SOMEWHERE_ELSE)]
    cells = set(product(puzzle.slots, [place.room for place in puzzle.rooms]))
    found += [f"two in {cell}" for cell in set(taken) if taken.count(cell) > 1]
    found += [f"{topic} in {cell}, which is closed" for topic, cell in free.items() if cell in puzzle.closed]
    found += [f"{topic} in {cell}, which is not there" for topic, cell in free.items() if cell not in cells]
    found += [f"{topic} is no card" for topic in free if topic not in _topics(puzzle)]
    room = len(cells - puzzle.closed - set(puzzle.fixed.values()))
    waiting = len(set(_topics(puzzle)) - set(puzzle.fixed))
    if len(free) != min(room, waiting):
        found.append(f"{len(free)} placed, {room} cells for {waiting}")
    return found
