"""The panels of the unconference board, as plain data. Values only; `views_board.py` fills them."""

from dataclasses import dataclass

from teachmeet.domain.programme import Pitch


@dataclass(frozen=True, slots=True)
class RoomCard:
    """A room; `kit` is what is in it, `way` how one gets there."""

    room: int
    name: str
    seats: int
    kit: tuple[str, ...]
    way: str


@dataclass(frozen=True, slots=True)
class SlotCard:
    """A time of the board, in milliseconds since 1970, UTC."""

    slot: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class SessionCard:
    """A session as everybody sees it; without a room it is at `where`. `changed`: new, or elsewhere, since the last
    time that the board was published."""

    topic: int
    pitch: Pitch
    title: str | None
    leads: tuple[str, ...]
    scribes: tuple[str, ...]
    slot: int
    room: int | None
    where: str
    changed: bool


@dataclass(frozen=True, slots=True)
class BoardPanel:
    """The published board; `edition` counts how often it was, 0 before the first time.

    `gone` are the titles of the sessions that the one before it had, and it has not.
    """

    edition: int
    slots: tuple[SlotCard, ...]
    rooms: tuple[RoomCard, ...]
    sessions: tuple[SessionCard, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoingPanel:
    """How many mean to go: `counts[i]` to the i-th session of the `board` panel of the same edition."""

    edition: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """How well a board fits, in numbers to speak of; see `board.Score`.

    `fit` of 100 choices fit, `by_votes` of 100 when placed by votes alone; both are null while nobody has chosen.
    """

    fit: int | None
    by_votes: int | None
    most_missed: int
    torn: int
    clashes: int
    doubled: int
    unfit: int
    short: int
    left: int


@dataclass(frozen=True, slots=True)
class GridSession:
    """A session on the host's board.

    `wishes` are the people who wish for it, `hands` those counted in the room, `going` those who said that they go.
    `moved`: new, or elsewhere, since the board was published. `warnings` name their words under `board.warning`.
    """

    topic: int
    pitch: Pitch
    title: str | None
    leads: tuple[str, ...]
    slot: int
    room: int | None
    where: str
    pinned: bool
    frozen: bool
    moved: bool
    wishes: int
    hands: int | None
    going: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaitingTopic:
    """A topic without a place, those with most wishes first."""

    topic: int
    pitch: Pitch
    title: str | None
    leads: tuple[str, ...]
    wishes: int
    hands: int | None
    kit: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GridSlot:
    """A time of the host's board; `torn` is how many people wish for two or more of its sessions."""

    slot: int
    starts: int
    ends: int
    frozen: bool
    torn: int


@dataclass(frozen=True, slots=True)
class GridPanel:
    """The board as the host is making it.

    `closed` are cells in which nothing is to be placed. `published` counts how often it was, `changes` the sessions
    that are not yet as everybody sees them.
    """

    slots: tuple[GridSlot, ...]
    rooms: tuple[RoomCard, ...]
    closed: tuple[tuple[int, int], ...]
    sessions: tuple[GridSession, ...]
    waiting: tuple[WaitingTopic, ...]
    score: ScoreCard | None
    published: int
    changes: int


@dataclass(frozen=True, slots=True)
class PlanningPanel:
    """The planner's board, for the host: `done` of `of` steps while it is `searching`; 0 of 0 when nobody asked.

    `cells` are (topic, slot, room) of all that may move, which `take_arrangement` wants back with `seed` and `of`.
    `moved` sessions are not where they were published. `failed` is a sentence when the planner broke.
    """

    searching: bool
    done: int
    of: int
    seed: int
    cells: tuple[tuple[int, int, int], ...]
    score: ScoreCard | None
    moved: int
    failed: str = ""


@dataclass(frozen=True, slots=True)
class HeldPanel:
    """What each cell costs for the topic that the host holds: (slot, room, wishes missed more or, below 0, fewer)."""

    topic: int | None
    prices: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class MergeNote:
    """A topic that one voted for, or pitched, went into another one."""

    topic: int
    title: str | None
    into: int
    into_title: str | None


@dataclass(frozen=True, slots=True)
class MyBoard:
    """A person's own part of topics and board.

    `spent` are all dots given in the last round, those on topics that became one each for itself. `wishes` are the
    topics that one chose, `going` those one goes to, `leads` and `scribes` the parts one took. `moved` are sessions of
    these that changed when the board was last published, `next` the card to show next in a round by interest.
    """

    spent: int = 0
    wishes: tuple[int, ...] = ()
    going: tuple[int, ...] = ()
    leads: tuple[int, ...] = ()
    scribes: tuple[int, ...] = ()
    merged: tuple[MergeNote, ...] = ()
    moved: tuple[int, ...] = ()
    next: int | None = None


NO_BOARD = MyBoard()
