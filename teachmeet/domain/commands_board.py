"""What a client may ask for about topics on their way to the board, and about the board. Values only."""

from dataclasses import dataclass
from datetime import datetime

from teachmeet.domain.programme import Part

# ── the host: topics


@dataclass(frozen=True, slots=True)
class ApproveTopics:
    """Let topics onto the wall, and onto phones if they were held back."""

    topics: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SetChecking:
    """Whether phones see a new topic only after the host let it."""

    on: bool


@dataclass(frozen=True, slots=True)
class AskForRequests:
    """Take requests only from phones, for so many seconds; None lifts it."""

    seconds: int | None


@dataclass(frozen=True, slots=True)
class CallPitch:
    """Put a topic in the spotlight while somebody speaks for it; None takes it out."""

    topic: int | None


@dataclass(frozen=True, slots=True)
class MergeTopics:
    """Let a topic go on as a part of another one."""

    topic: int
    into: int


@dataclass(frozen=True, slots=True)
class UnmergeTopic:
    """Let a merged topic stand by itself again."""

    topic: int


@dataclass(frozen=True, slots=True)
class CountHands:
    """So many hands went up in the room; None takes the count back."""

    topic: int
    hands: int | None


@dataclass(frozen=True, slots=True)
class SetNeeds:
    """What the topic's room must have."""

    topic: int
    kit: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeepApart:
    """Whether two topics are not to be held at the same time."""

    topic: int
    other: int
    apart: bool = True


@dataclass(frozen=True, slots=True)
class NamePart:
    """Somebody without a phone leads a topic's session, or writes its notes; or whoever is named does so no more."""

    topic: int
    name: str
    part: Part = Part.LEAD
    taken: bool = True


# ── the host: the board


@dataclass(frozen=True, slots=True)
class AddRoom:
    """One more room."""

    name: str
    seats: int
    kit: tuple[str, ...] = ()
    way: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRoom:
    """Another name, capacity, kit or way for a room."""

    room: int
    name: str
    seats: int
    kit: tuple[str, ...] = ()
    way: str = ""


@dataclass(frozen=True, slots=True)
class AddSlot:
    """One more time; both ends aware."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class MoveSlot:
    """Another time for a slot."""

    slot: int
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class FreezeSlot:
    """Whether the sessions of a slot stay where they are."""

    slot: int
    frozen: bool = True


@dataclass(frozen=True, slots=True)
class CloseCell:
    """Whether nothing is to be placed in a cell."""

    slot: int
    room: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class PlaceTopic:
    """Put a topic into an empty cell; without a room it is somewhere else, at `where`."""

    topic: int
    slot: int
    room: int | None
    where: str = ""


@dataclass(frozen=True, slots=True)
class TakeOff:
    """Take a session off the board; its topic waits for a place again."""

    topic: int


@dataclass(frozen=True, slots=True)
class SwapSessions:
    """Let two topics change places; one of them may have none."""

    topic: int
    other: int


@dataclass(frozen=True, slots=True)
class PinSession:
    """Whether a session stays where it is when the board is arranged."""

    topic: int
    pinned: bool = True


@dataclass(frozen=True, slots=True)
class TakeArrangement:
    """Take the planner's board: (topic, slot, room) of each that may move."""

    cells: tuple[tuple[int, int, int], ...]
    seed: int = 0
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Publish:
    """Show everybody the board as it stands."""


# ── an attendee


@dataclass(frozen=True, slots=True)
class TakePart:
    """Lead a topic's session, or write its notes; or no more."""

    topic: int
    part: Part
    taken: bool = True


@dataclass(frozen=True, slots=True)
class Go:
    """Say whether one means to be in a topic's session. Set, never toggled."""

    topic: int
    going: bool


TopicCommand = (
    ApproveTopics
    | SetChecking
    | AskForRequests
    | CallPitch
    | MergeTopics
    | UnmergeTopic
    | CountHands
    | SetNeeds
    | KeepApart
    | NamePart
)
GridCommand = AddRoom | ChangeRoom | AddSlot | MoveSlot | FreezeSlot | CloseCell
SessionCommand = PlaceTopic | TakeOff | SwapSessions | PinSession | TakeArrangement | Publish
AttendeeCommand = TakePart | Go
BoardCommand = TopicCommand | GridCommand | SessionCommand | AttendeeCommand
