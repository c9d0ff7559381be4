"""What a client may ask for. Values only; `rules.py` says yes or no."""

from dataclasses import dataclass
from datetime import datetime

from teachmeet.domain.commands_board import BoardCommand
from teachmeet.domain.commands_hall import HallCommand
from teachmeet.domain.programme import (
    Format,
    Kind,
    Method,
    Order,
    Past,
    Pitch,
    Policy,
    RoomPlan,
    SegmentKind,
    SlotPlan,
    TalkPlan,
    Told,
    TopicPlan,
)

# ── the host


@dataclass(frozen=True, slots=True)
class MakeMeet:
    """Found a meet with all that is known of it. The first command of every journal."""

    title: str
    format: Format
    zone: str
    starts: datetime | None = None
    ends: datetime | None = None
    rooms: tuple[RoomPlan, ...] = ()
    slots: tuple[SlotPlan, ...] = ()
    talks: tuple[TalkPlan, ...] = ()
    topics: tuple[TopicPlan, ...] = ()
    rehearsal: bool = False
    series: str = ""
    """The meets that this one follows, by their common name."""
    past: tuple[Past, ...] = ()


@dataclass(frozen=True, slots=True)
class StartTalk:
    """Put a talk on; without a number, the next one of the running order."""

    talk: int | None = None


@dataclass(frozen=True, slots=True)
class PauseTalk:
    """Stop the clock of the talk that is on."""


@dataclass(frozen=True, slots=True)
class ResumeTalk:
    """Let the paused clock go on."""


@dataclass(frozen=True, slots=True)
class AddTime:
    """Give the talk that is on more time, or less: `seconds` may be negative."""

    seconds: int


@dataclass(frozen=True, slots=True)
class EndTalk:
    """End the talk that is on."""


@dataclass(frozen=True, slots=True)
class AddTopic:
    """Type in what somebody calls out; `name` is empty when nobody said who."""

    pitch: Pitch
    title: str
    name: str = ""
    kit: tuple[str, ...] = ()
    """What its room must have."""


@dataclass(frozen=True, slots=True)
class RemoveTopic:
    """Take a topic off the list."""

    topic: int


@dataclass(frozen=True, slots=True)
class OpenRound:
    """Open a voting; `seconds` until it closes by itself, or None.

    On all topics of the list, or on these `topics`, or on so many of the `best` of the last round, ties included.
    `dots` each, `most` of them on one topic, count for rounds by dots only. `hidden` tallies are the host's alone until
    the round closes.
    """

    dots: int = 3
    seconds: int | None = None
    method: Method = Method.DOTS
    most: int = 1
    hidden: bool = True
    topics: tuple[int, ...] = ()
    best: int | None = None


@dataclass(frozen=True, slots=True)
class CloseRound:
    """Close the open round; its tallies become visible."""

    round: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """Leave a person's votes out of every tally, or take them in again."""

    person: int
    aside: bool


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """Mark a question as answered, or as open again."""

    question: int
    answered: bool = True


@dataclass(frozen=True, slots=True)
class Undo:
    """Undo the host's newest act, whose number must be given so that nobody undoes another one."""

    act: int


# ── the host: plan and kinds


@dataclass(frozen=True, slots=True)
class LayPlan:
    """Put a preset in place of all segments that have not begun."""

    preset: Format


@dataclass(frozen=True, slots=True)
class AddSegment:
    """Add a part before another one, or at the end. `seconds` is None for talks that take as long as they take."""

    kind: SegmentKind
    title: str = ""
    seconds: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class MoveSegment:
    """Put a part before another one, or at the end."""

    segment: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class StretchSegment:
    """Give a part another length, in seconds."""

    segment: int
    seconds: int


@dataclass(frozen=True, slots=True)
class SkipSegment:
    """Leave a part out, or take it in again."""

    segment: int
    skipped: bool = True


@dataclass(frozen=True, slots=True)
class StartSegment:
    """Begin a part, which ends the one before; without a number, the next one."""

    segment: int | None = None


@dataclass(frozen=True, slots=True)
class SetKind:
    """Change what a kind of talk is, or add one; talks of its old length that have not begun get the new one."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class FixOverrun:
    """Do something about being late; `last` says how many talks to drop."""

    policy: Policy
    last: int = 0


# ── the host: who is on


@dataclass(frozen=True, slots=True)
class SetOrder:
    """Choose how the running order comes about; weights favour first-timers and those missed last time."""

    order: Order
    weights: bool = False


@dataclass(frozen=True, slots=True)
class Draw:
    """Draw the next talk from the hat, or all of them; from those here only, unless `everybody`."""

    all: bool = False
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class MoveTalk:
    """Put a talk before another one, or at the end."""

    talk: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class SwapTalks:
    """Let two talks change places."""

    talk: int
    other: int


@dataclass(frozen=True, slots=True)
class PairTalks:
    """Let two people share a talk: the other's own talk is given up for it."""

    talk: int
    other: int


@dataclass(frozen=True, slots=True)
class MarkAbsent:
    """The one who was called is not here: back into the hat, or to the end of the order."""

    talk: int


@dataclass(frozen=True, slots=True)
class WithdrawTalk:
    """The one whose talk it is fell ill."""

    talk: int


@dataclass(frozen=True, slots=True)
class ReturnTalk:
    """Take a talk in again that was given up, or that was drawn."""

    talk: int


@dataclass(frozen=True, slots=True)
class AddTalk:
    """A walk-in: somebody wants to give a talk after all."""

    name: str
    title: str
    kind: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class TickHere:
    """Somebody is here, or is not; for those without a phone."""

    person: int
    here: bool = True


@dataclass(frozen=True, slots=True)
class AnswerClaim:
    """Whether the one on the phone is the one on the sheet whom they say they are."""

    claim: int
    yes: bool


@dataclass(frozen=True, slots=True)
class AnswerOffer:
    """Whether somebody's two minutes are taken into the running order."""

    offer: int
    yes: bool


# ── the host: the one who speaks


@dataclass(frozen=True, slots=True)
class TellSpeaker:
    """Show words on the phone of whoever speaks: a ready message, or free text."""

    ready: Told | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ThrowCamel:
    """Throw the camel at whoever speaks. It cannot be caught again."""


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Start the second, short timer, which runs beside the talk's; `seconds` until it rings."""

    seconds: int


@dataclass(frozen=True, slots=True)
class StopTimer:
    """Take the second timer away."""


@dataclass(frozen=True, slots=True)
class SetAutoStart:
    """Whether the next talk starts by itself after the changeover."""

    on: bool


@dataclass(frozen=True, slots=True)
class SettleAway:
    """What the clock does with the time that the server was away: freeze it, or count it as it went."""

    freeze: bool


# ── the clock


@dataclass(frozen=True, slots=True)
class ComeBack:
    """The server is back; it was away since then."""

    since: datetime


# ── an attendee


@dataclass(frozen=True, slots=True)
class Join:
    """Come in, or change one's name; an empty name is 'without a name'."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Suggest:
    """Pitch a topic; an anonymous one is shown without its author to everybody."""

    pitch: Pitch
    title: str
    detail: str = ""
    anonymous: bool = False
    kit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vote:
    """Set the dots one gives a topic in a round: 0 takes them back. Never adds, never toggles.

    In a round by approval 1 is a yes; in one by interest they are a `programme.Reply`.
    """

    round: int
    topic: int
    dots: int


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the speaker who is on, or the room when nobody is."""

    text: str


@dataclass(frozen=True, slots=True)
class ForgetMe:
    """Have one's name and words removed from everything that was kept."""


@dataclass(frozen=True, slots=True)
class ClaimSignup:
    """Say that one is this person of the sheet; the host confirms it."""

    person: int


@dataclass(frozen=True, slots=True)
class OfferTalk:
    """Offer two minutes on the spot; the host takes them or not."""

    title: str


@dataclass(frozen=True, slots=True)
class SawCall:
    """The page that says "You're next" was in sight."""

    talk: int


Command = (
    Vote
    | Join
    | Suggest
    | Ask
    | ForgetMe
    | StartTalk
    | PauseTalk
    | ResumeTalk
    | AddTime
    | EndTalk
    | AddTopic
    | RemoveTopic
    | OpenRound
    | CloseRound
    | SetAside
    | AnswerQuestion
    | Undo
    | MakeMeet
    | LayPlan
    | AddSegment
    | MoveSegment
    | StretchSegment
    | SkipSegment
    | StartSegment
    | SetKind
    | FixOverrun
    | SetOrder
    | Draw
    | MoveTalk
    | SwapTalks
    | PairTalks
    | MarkAbsent
    | WithdrawTalk
    | ReturnTalk
    | AddTalk
    | TickHere
    | AnswerClaim
    | AnswerOffer
    | TellSpeaker
    | ThrowCamel
    | StartTimer
    | StopTimer
    | SetAutoStart
    | SettleAway
    | ComeBack
    | ClaimSignup
    | OfferTalk
    | SawCall
    | BoardCommand
    | HallCommand
)
