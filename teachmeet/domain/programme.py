"""What an organizer brings to a new meet: rooms, slots, and what people signed up for. Values only."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class Format(StrEnum):
    """What kind of gathering a meet is."""

    TEACHMEET = "teachmeet"
    EDCAMP = "edcamp"


class Pitch(StrEnum):
    """What a topic is: something one can share, or something one wants to learn."""

    OFFER = "offer"
    REQUEST = "request"


class Method(StrEnum):
    """How a round is voted."""

    DOTS = "dots"
    """So many dots each, on one topic only one or as many as the round allows."""
    APPROVAL = "approval"
    """Yes to as many topics as one likes."""
    INTEREST = "interest"
    """One card at a time: interested, maybe, or skip."""


class Reply(IntEnum):
    """What a vote of a round by interest says; 0 takes it back."""

    SKIP = 1
    MAYBE = 2
    INTERESTED = 3


class Part(StrEnum):
    """What an attendee does in a session besides being there."""

    LEAD = "lead"
    SCRIBE = "scribe"


class Scene(StrEnum):
    """What the wall shows."""

    AUTO = "auto"
    """What fits what is going on."""
    TURNING = "turning"
    """One after the other, those that have something to say."""
    JOIN = "join"
    NOW = "now"
    PITCHING = "pitching"
    VOTE = "vote"
    RESULTS = "results"
    BOARD = "board"
    QUESTIONS = "questions"
    THANKS = "thanks"


class Duty(StrEnum):
    """What a pass lets somebody do who is not the host."""

    TIMEKEEPER = "timekeeper"
    QUESTIONS = "questions"
    PITCHES = "pitches"
    KIOSK = "kiosk"
    """Stand in for the phone of whoever has none."""


class Overrun(StrEnum):
    """What happens when a talk's time is over."""

    COUNT = "count"
    """Its clock counts up until the host ends it."""
    STOP = "stop"
    """It ends by itself."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of talk; all lengths in seconds.

    Somebody sets up for `setup`, inside the talk's own time or before it; `changeover` follows every talk.
    """

    name: str
    seconds: int
    changeover: int = 60
    setup: int = 0
    setup_inside: bool = True
    warn: int = 120
    danger: int = 30
    overrun: Overrun = Overrun.COUNT


MICRO, NANO, SOAPBOX, LIGHTNING, SMACKDOWN = "micro", "nano", "soapbox", "lightning", "smackdown"
KINDS = {
    kind.name: kind
    for kind in (
        Kind(MICRO, 7 * 60),
        Kind(NANO, 2 * 60, changeover=30, warn=30, danger=15),
        Kind(SOAPBOX, 15 * 60),
        Kind(LIGHTNING, 5 * 60),
        Kind(SMACKDOWN, 2 * 60, changeover=10, warn=30, danger=15, overrun=Overrun.STOP),
    )
}
"""The usual kinds, as a meet begins with them."""
KIND_SECONDS = {kind.name: kind.seconds for kind in KINDS.values()}
"""The usual length of each kind of talk, in seconds."""


class SegmentKind(StrEnum):
    """What a part of a meet is for."""

    WELCOME = "welcome"
    TALKS = "talks"
    BREAK = "break"
    REQUESTS = "requests"
    OFFERS = "offers"
    VOTING = "voting"
    BOARD = "board"
    SLOTS = "slots"
    LUNCH = "lunch"
    SMACKDOWN = "smackdown"
    MONDAY = "monday"
    TAKE_HOME = "take_home"
    PRIZE_DRAW = "prize_draw"
    TEACHEAT = "teacheat"
    OTHER = "other"


RESTS = frozenset({SegmentKind.BREAK, SegmentKind.LUNCH})
"""The segments in which people rest."""


@dataclass(frozen=True, slots=True)
class SegmentPlan:
    """A part of a meet before it is one. An empty title stands for the name of its kind.

    `seconds` is None for talks that take as long as they take. A rest that must come `within` so many seconds
    of the last one, or of the beginning, divides the talks before it from those after.
    """

    kind: SegmentKind
    title: str = ""
    seconds: int | None = None
    within: int | None = None


class Order(StrEnum):
    """How the running order comes about."""

    SIGNUP = "signup"
    DRAWN = "drawn"
    VOTES = "votes"


class Policy(StrEnum):
    """What to do about being late."""

    PUSH = "push"
    EAT_BREAK = "eat_break"
    SHORTEN = "shorten"
    DROP = "drop"


class Reason(StrEnum):
    """Why a talk is not given."""

    ILL = "ill"
    TIME = "time"
    PAIRED = "paired"


class Told(StrEnum):
    """The ready messages to a speaker."""

    WRAP_UP = "wrap_up"
    ONE_MINUTE = "one_minute"
    LOUDER = "louder"
    THANK_YOU = "thank_you"


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """A room as the organizer typed it."""

    name: str
    seats: int
    kit: tuple[str, ...] = ()
    """What is in it, such as a projector."""
    way: str = ""
    """How one gets there."""


@dataclass(frozen=True, slots=True)
class SlotPlan:
    """A time of the board; both ends aware."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Signup:
    """Somebody on the sheet."""

    name: str
    organisation: str = ""
    note: str = ""
    publish: bool | None = None
    """May the name be published? None when nobody asked."""


@dataclass(frozen=True, slots=True)
class TalkPlan:
    """A talk somebody signed up for; `seconds` is its length, `link` is empty when there is none."""

    who: Signup
    title: str
    kind: str
    seconds: int
    link: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier meets of a series say of somebody: at how many they spoke, whether the last left them uncalled.

    `name` is as `resemble.plain` has it.
    """

    name: str
    spoke: int
    missed: bool


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """A topic known before the meet. `avoid` holds places in the list of topics (from 0) not to clash with."""

    who: Signup | None
    title: str
    pitch: Pitch = Pitch.OFFER
    detail: str = ""
    avoid: tuple[int, ...] = ()
    kit: tuple[str, ...] = ()
    """What its room must have."""
