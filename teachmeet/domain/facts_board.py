"""What happened to topics on their way to the board, and on it; add-only for ever, like all of `facts.py`.

Nothing in here is personal text: what people wrote stands in `TopicPitched`, who they are in `Joined` and `SignedUp`.
"""

from dataclasses import dataclass
from datetime import datetime

from teachmeet.domain.programme import Method, Part

# ── topics and rounds


@dataclass(frozen=True, slots=True)
class TopicNeeds:
    """What the topic's room must have."""

    topic: int
    kit: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicApproved:
    """The host let the topic onto the wall; one that was held back is on phones now too."""

    topic: int


@dataclass(frozen=True, slots=True)
class CheckingSet:
    """Whether phones see a topic only after the host let it."""

    on: bool


@dataclass(frozen=True, slots=True)
class OnlyRequests:
    """Until then phones pitch requests only; None lifts it."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class PitchCalled:
    """Whoever pitched this topic speaks for it now; None when nobody does."""

    topic: int | None


@dataclass(frozen=True, slots=True)
class TopicsMerged:
    """The topic goes on as a part of another one; votes for either are votes for that."""

    topic: int
    into: int


@dataclass(frozen=True, slots=True)
class TopicUnmerged:
    """The topic stands by itself again, with the votes it had."""

    topic: int


@dataclass(frozen=True, slots=True)
class HandsCounted:
    """So many hands went up in the room for the topic; None when that is taken back."""

    topic: int
    hands: int | None


@dataclass(frozen=True, slots=True)
class PartTaken:
    """The person leads the topic's session or writes its notes, or does so no more."""

    topic: int
    person: int
    part: Part
    taken: bool


@dataclass(frozen=True, slots=True)
class RoundMethodSet:
    """How the round is voted; `most` dots at most go on one topic. Follows its `RoundOpened`."""

    round: int
    method: Method
    most: int
    hidden: bool


# ── the board


@dataclass(frozen=True, slots=True)
class RoomChanged:
    """What the room is from now on."""

    room: int
    name: str
    seats: int
    kit: tuple[str, ...]
    way: str


@dataclass(frozen=True, slots=True)
class SlotMoved:
    """When the slot is from now on."""

    slot: int
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class SlotFrozen:
    """The sessions of the slot stay where they are, or may move again."""

    slot: int
    frozen: bool


@dataclass(frozen=True, slots=True)
class CellClosed:
    """Nothing is to be placed there, or it may be again."""

    slot: int
    room: int
    closed: bool


@dataclass(frozen=True, slots=True)
class SessionPlaced:
    """The topic is a session in this cell; without a room it is somewhere else, at `where`."""

    topic: int
    slot: int
    room: int | None
    where: str


@dataclass(frozen=True, slots=True)
class SessionTakenOff:
    """The topic has no place on the board."""

    topic: int


@dataclass(frozen=True, slots=True)
class SessionsSwapped:
    """The two changed places; one of them may have had none."""

    topic: int
    other: int


@dataclass(frozen=True, slots=True)
class SessionPinned:
    """The session stays where it is when the board is arranged, or does so no more."""

    topic: int
    pinned: bool


@dataclass(frozen=True, slots=True)
class BoardArranged:
    """The planner's board was taken: (topic, slot, room) of each that may move; those not named have no place.

    `seed` and `steps` have the same board come out again.
    """

    cells: tuple[tuple[int, int, int], ...]
    seed: int
    steps: int


@dataclass(frozen=True, slots=True)
class BoardPublished:
    """The board as it stands is everybody's from now on."""


@dataclass(frozen=True, slots=True)
class GoingSet:
    """The person means to be in the topic's session, or does no more."""

    person: int
    topic: int
    going: bool


TopicFact = (
    TopicNeeds
    | TopicApproved
    | CheckingSet
    | OnlyRequests
    | PitchCalled
    | TopicsMerged
    | TopicUnmerged
    | HandsCounted
    | PartTaken
    | RoundMethodSet
)
GridFact = RoomChanged | SlotMoved | SlotFrozen | CellClosed
SessionFact = (
    SessionPlaced | SessionTakenOff | SessionsSwapped | SessionPinned | BoardArranged | BoardPublished | GoingSet
)
BoardFact = TopicFact | GridFact | SessionFact
