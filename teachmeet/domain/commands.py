"""What a client may ask for. Values only; `rules.py` says yes or no."""

from dataclasses import dataclass
from datetime import datetime

from teachmeet.domain.programme import Format, Pitch, RoomPlan, SlotPlan, TalkPlan, TopicPlan

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


@dataclass(frozen=True, slots=True)
class RemoveTopic:
    """Take a topic off the list."""

    topic: int


@dataclass(frozen=True, slots=True)
class OpenRound:
    """Open a voting by dots on all topics of the list; `seconds` until it closes by itself, or None."""

    dots: int = 3
    seconds: int | None = None


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


@dataclass(frozen=True, slots=True)
class Vote:
    """Set the dots one gives a topic in a round: 0 takes them back. Never adds, never toggles."""

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
)
