"""Boards for the tests of screens: rooms, slots, topics that people voted for, placed by votes alone."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle

from teachmeet.domain.board import Placed
from teachmeet.domain.commands import CloseRound, Join, MakeMeet, OpenRound, Vote
from teachmeet.domain.commands_board import CountHands, PlaceTopic
from teachmeet.domain.panels import Surroundings
from teachmeet.domain.panels_board import PlanningPanel
from teachmeet.domain.programme import Format, Method, Pitch, RoomPlan, Signup, SlotPlan, TopicPlan
from teachmeet.domain.puzzles import puzzle_of
from teachmeet.domain.scoring import by_votes
from teachmeet.domain.views_board import score_card
from teachmeet.screens.board import BoardScreen
from tests.helpers import BEGIN, Someone, Story, host
from tests.screens.drawn import Drawn

ROOMS = (
    RoomPlan("Hall", 120, ("projector", "sound")),
    RoomPlan("Library", 60, ("projector",), "up the stairs"),
    RoomPlan("Lab", 32, ("projector", "sinks")),
    RoomPlan("Music room", 30, ("piano",)),
    RoomPlan("Room 12", 28),
    RoomPlan("Room 14", 28),
    RoomPlan("Art studio", 24, ("sinks",)),
    RoomPlan("Staff room", 20, ("kettle",)),
    RoomPlan("Drama studio", 40, ("sound",)),
    RoomPlan("Greenhouse", 12),
)
TITLES = (
    "Retrieval practice in five minutes a day",
    "Marking in half the time",
    "Quiet corners for loud classrooms",
    "First words for a pupil who speaks no English yet",
    "Working walls that work",
    "Maths trails round the car park",
    "Outdoor learning when it rains",
    "Reading aloud in science",
    "Exit tickets: paper, phone or neither?",
    "Silent debate",
    "Podcasts by pupils, for parents",
    "Lunch clubs that fill themselves",
    "Feedback without grades",
    "Homework that nobody has to mark",
    "Names of thirty faces in one lesson",
    "A drum kit made of bins",
    "Maps drawn from memory",
    "Teaching ratio with bread",
    "Letting pupils run the garden",
    "One shelf that changed our library",
    "Supply teachers: a folder that helps",
    "Sitting beside, not in front",
    "My first parents' evening",
    "Two-minute silences that start a lesson",
)
NAMES = ("Sana", "Olu", "Femi", "Zoë", "Wen", "Carme", "Iain")


def hours(slots: int, begin: datetime = BEGIN) -> tuple[SlotPlan, ...]:
    """So many slots of fifty minutes, an hour apart, the first at the beginning of the story and an hour."""
    first = begin + timedelta(hours=1)
    return tuple(SlotPlan(first + timedelta(hours=n), first + timedelta(hours=n, minutes=50)) for n in range(slots))


def edcamp(rooms: int = 4, slots: int = 3, topics: int = 10, titles: tuple[str, ...] = TITLES) -> MakeMeet:
    """A morning with so much of everything; every fourth topic is a request that nobody leads."""
    title = cycle(titles)
    plans = tuple(
        TopicPlan(
            None if n % 4 == 3 else Signup(f"{NAMES[n % 7]} {n // 7 or ''}".strip()),
            next(title) if n < len(titles) else f"{next(title)}, part {n // len(titles) + 1}",
            Pitch.REQUEST if n % 4 == 3 else Pitch.OFFER,
        )
        for n in range(topics)
    )
    meet = MakeMeet("Edcamp Leeds", Format.EDCAMP, "Europe/London", rooms=ROOMS[:rooms], slots=hours(slots))
    return replace(meet, topics=plans)


def voted(made: MakeMeet, people: int = 12) -> Story:
    """So many people came, and each chose four topics of a round that is closed; its hand-raisers are counted once."""
    story = Story(made)
    phones = [Someone(f"phone{n}") for n in range(people)]
    story.tell(*(phone(Join(f"Phone {n}")) for n, phone in enumerate(phones)))
    story.tell(host(OpenRound(method=Method.APPROVAL)))
    opened, topics = story.state.open_round, list(story.state.topics)
    assert opened is not None
    for n, phone in enumerate(phones):
        for wish in {n % 3, (n * n + 1) % len(topics), (n * 7 + 3) % len(topics), n // 2 % len(topics)}:
            story.tell(phone(Vote(opened, topics[wish], 1)))
    return story.tell(host(CloseRound(opened)), host(CountHands(topics[-1], 9)))


def placed(story: Story, most: int | None = None) -> Story:
    """The topics go where one would place them by votes alone."""
    for topic, (slot, room) in list(by_votes(puzzle_of(story.state)).items())[:most]:
        story.tell(host(PlaceTopic(topic, slot, room)))
    return story


def planned(story: Story, cells: Placed, done: int = 10, of: int = 10) -> PlanningPanel:
    """What the planner would say of these cells."""
    puzzle = puzzle_of(story.state)
    moved = sum(topic in puzzle.stands and puzzle.stands[topic] != cell for topic, cell in cells.items())
    found = tuple((topic, *cell) for topic, cell in cells.items() if topic not in puzzle.fixed)
    return PlanningPanel(done < of, done, of, 7, found, score_card(puzzle, {**puzzle.fixed, **cells}), moved)


def see_board(app: Drawn, story: Story, held: int | None = None, planning: PlanningPanel | None = None) -> None:
    """All that there is comes, at the story's time."""
    app.fake.time = story.now
    app.hand_all(story.state, Surroundings(now=story.now, phones=3, held=held, planning=planning))


def board(story: Story) -> Drawn:
    """The screen of the board, with all that there is."""
    app = Drawn(BoardScreen())
    see_board(app, story)
    return app
