"""What happened, add-only for ever: a fact may gain a successor, never change or vanish. Values only.

Numbers named after a thing (`talk`, `topic`, `person` …) are the sequence number of the fact that brought it in;
they are never used again. Text that somebody can ask to have forgotten stands in fields marked `personal`, and
a fact that has one names its owner in `person`.
"""

from dataclasses import dataclass, fields
from datetime import datetime

from teachmeet.domain.facts_board import BoardFact
from teachmeet.domain.facts_hall import HallFact
from teachmeet.domain.personal import personal
from teachmeet.domain.programme import Format, Kind, Order, Pitch, Reason, SegmentKind, Told


@dataclass(frozen=True, slots=True)
class MeetMade:
    """A meet was founded; always the first fact. `zone` is an IANA name."""

    title: str
    format: Format
    zone: str
    starts: datetime | None
    ends: datetime | None
    rehearsal: bool


@dataclass(frozen=True, slots=True)
class SeriesNamed:
    """The meet belongs to this series."""

    series: str


@dataclass(frozen=True, slots=True)
class RoomAdded:
    """A room with so many seats belongs to the board."""

    room: int
    name: str
    seats: int


@dataclass(frozen=True, slots=True)
class SlotAdded:
    """A time belongs to the board."""

    slot: int
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class SignedUp:
    """The organizer knows of somebody, who need not have a phone. `publish` is None when nobody asked."""

    person: int
    publish: bool | None
    name: str | None = personal()
    organisation: str | None = personal()
    note: str | None = personal()


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody came in with a phone; `secret` is the hash of what the phone keeps."""

    person: int
    name: str | None = personal()
    secret: str | None = personal()


@dataclass(frozen=True, slots=True)
class Renamed:
    """Somebody changed their name."""

    person: int
    name: str | None = personal()


@dataclass(frozen=True, slots=True)
class TalkPlanned:
    """A talk stands at the end of the running order; `seconds` is its planned length."""

    talk: int
    person: int
    kind: str
    seconds: int
    title: str | None = personal()
    link: str | None = personal()


@dataclass(frozen=True, slots=True)
class TalkStarted:
    """The talk is on, its clock running."""

    talk: int


@dataclass(frozen=True, slots=True)
class TalkPaused:
    """The clock of the talk stands."""

    talk: int


@dataclass(frozen=True, slots=True)
class TalkResumed:
    """The clock of the talk runs again."""

    talk: int


@dataclass(frozen=True, slots=True)
class TimeAdded:
    """The talk got so many seconds more, or fewer."""

    talk: int
    seconds: int


@dataclass(frozen=True, slots=True)
class TalkEnded:
    """The talk is over."""

    talk: int


@dataclass(frozen=True, slots=True)
class TopicPitched:
    """A topic is on the list. `person` is None when nobody said whose it is."""

    topic: int
    person: int | None
    pitch: Pitch
    anonymous: bool
    title: str | None = personal()
    detail: str | None = personal()


@dataclass(frozen=True, slots=True)
class TopicAvoids:
    """The topic's proposer asked not to clash with these topics."""

    topic: int
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TopicRemoved:
    """The host took the topic off the list."""

    topic: int


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """Voting on these topics is open; each voter has so many dots; tallies are hidden until it closes."""

    round: int
    dots: int
    topics: tuple[int, ...]
    closes: datetime | None


@dataclass(frozen=True, slots=True)
class RoundClosed:
    """Voting is over."""

    round: int


@dataclass(frozen=True, slots=True)
class Voted:
    """The person's dots for the topic are this many now, or their `programme.Reply`; 0 takes it back."""

    round: int
    person: int
    topic: int
    dots: int


@dataclass(frozen=True, slots=True)
class VotesSetAside:
    """The person's votes count in no tally, or count again."""

    person: int
    aside: bool


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """A question to the talk that was on, or to the room when `talk` is None."""

    question: int
    person: int
    talk: int | None
    text: str | None = personal()


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """The question was answered, or is open again."""

    question: int
    answered: bool


@dataclass(frozen=True, slots=True)
class SegmentAdded:
    """A part stands in the plan before another one, or at its end. See `programme.SegmentPlan`."""

    segment: int
    kind: SegmentKind
    title: str
    seconds: int | None
    within: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class SegmentRemoved:
    """The part is no longer in the plan; it had not begun."""

    segment: int


@dataclass(frozen=True, slots=True)
class SegmentMoved:
    """The part stands before another one now, or at the end."""

    segment: int
    before: int | None


@dataclass(frozen=True, slots=True)
class SegmentStretched:
    """The part is this long now."""

    segment: int
    seconds: int


@dataclass(frozen=True, slots=True)
class SegmentSkipped:
    """The part is left out, or taken in again."""

    segment: int
    skipped: bool


@dataclass(frozen=True, slots=True)
class SegmentStarted:
    """The part is on; whatever was on before is over."""

    segment: int


@dataclass(frozen=True, slots=True)
class KindSet:
    """What a kind of talk is from now on."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class EndMoved:
    """The meet is meant to end at this time."""

    ends: datetime


@dataclass(frozen=True, slots=True)
class TalkLengthSet:
    """The talk, which had not begun, is this long now."""

    talk: int
    seconds: int


@dataclass(frozen=True, slots=True)
class OrderSet:
    """How the running order comes about from now on; `talks` are those to come, in their new order."""

    order: Order
    weights: bool
    talks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The lot fell on these talks, in this order; `hat` and `weights` are what was drawn from, `seed` the dice."""

    talks: tuple[int, ...]
    hat: tuple[int, ...]
    weights: tuple[int, ...]
    seed: int


@dataclass(frozen=True, slots=True)
class TalkMoved:
    """The talk stands before another one now, or at the end."""

    talk: int
    before: int | None


@dataclass(frozen=True, slots=True)
class TalksSwapped:
    """The two talks changed places."""

    talk: int
    other: int


@dataclass(frozen=True, slots=True)
class TalksPaired:
    """Two people share the talk; the other talk is given up for it."""

    talk: int
    other: int


@dataclass(frozen=True, slots=True)
class CalledInVain:
    """Whoever was called for the talk was not here: it is to come again, its presenter not here."""

    talk: int


@dataclass(frozen=True, slots=True)
class TalkWithdrawn:
    """The talk is not given."""

    talk: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class TalkReturned:
    """The talk is to come again."""

    talk: int


@dataclass(frozen=True, slots=True)
class TickedHere:
    """The person is here, or is not."""

    person: int
    here: bool


@dataclass(frozen=True, slots=True)
class SignupClaimed:
    """The person on a phone says that they are the one on the sheet."""

    claim: int
    person: int
    signup: int


@dataclass(frozen=True, slots=True)
class ClaimAnswered:
    """They are, and the two are one from now on; or they are not."""

    claim: int
    yes: bool


@dataclass(frozen=True, slots=True)
class TalkOffered:
    """Somebody offers two minutes."""

    offer: int
    person: int
    title: str | None = personal()


@dataclass(frozen=True, slots=True)
class OfferAnswered:
    """The offer was taken, or was not."""

    offer: int
    yes: bool


@dataclass(frozen=True, slots=True)
class CallSeen:
    """Whoever is to give the talk saw that they are next."""

    talk: int


@dataclass(frozen=True, slots=True)
class SpeakerTold:
    """Words were shown to whoever gave the talk."""

    message: int
    talk: int
    ready: Told | None
    text: str


@dataclass(frozen=True, slots=True)
class CamelThrown:
    """The camel flew at whoever gave the talk."""

    camel: int
    talk: int


@dataclass(frozen=True, slots=True)
class TimerStarted:
    """The second timer runs, for so many seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class TimerStopped:
    """There is no second timer."""


@dataclass(frozen=True, slots=True)
class AutoStartSet:
    """Whether the next talk starts by itself after the changeover."""

    on: bool


@dataclass(frozen=True, slots=True)
class WasAway:
    """The server was away from then until this line; what the clock did with it is still to be said."""

    since: datetime


@dataclass(frozen=True, slots=True)
class AwaySettled:
    """The time away was frozen out of the running clocks, or counted as it went."""

    frozen: bool


@dataclass(frozen=True, slots=True)
class Remembered:
    """What earlier meets of the series say of somebody: how often they spoke, whether they were missed last time."""

    person: int
    spoke: int
    missed: bool


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The person asked to be forgotten: their name and words are gone, their votes stay as numbers."""

    person: int


@dataclass(frozen=True, slots=True)
class Undone:
    """The host's act whose line began at this sequence number never happened."""

    act: int


Fact = (
    Voted
    | Joined
    | Renamed
    | TopicPitched
    | QuestionAsked
    | TalkStarted
    | TalkPaused
    | TalkResumed
    | TimeAdded
    | TalkEnded
    | TopicRemoved
    | RoundOpened
    | RoundClosed
    | VotesSetAside
    | QuestionAnswered
    | SignedUp
    | TalkPlanned
    | TopicAvoids
    | RoomAdded
    | SlotAdded
    | MeetMade
    | SeriesNamed
    | SegmentAdded
    | SegmentRemoved
    | SegmentMoved
    | SegmentStretched
    | SegmentSkipped
    | SegmentStarted
    | KindSet
    | EndMoved
    | TalkLengthSet
    | OrderSet
    | Drawn
    | TalkMoved
    | TalksSwapped
    | TalksPaired
    | CalledInVain
    | TalkWithdrawn
    | TalkReturned
    | TickedHere
    | SignupClaimed
    | ClaimAnswered
    | TalkOffered
    | OfferAnswered
    | CallSeen
    | SpeakerTold
    | CamelThrown
    | TimerStarted
    | TimerStopped
    | AutoStartSet
    | WasAway
    | AwaySettled
    | Remembered
    | Forgotten
    | Undone
    | BoardFact
    | HallFact
)


def personal_fields(fact: Fact) -> tuple[str, ...]:
    """The names of a fact's personal fields."""
    return tuple(field.name for field in fields(fact) if field.metadata.get("personal"))


HOST, COHOST, CLOCK = "host", "cohost", "clock"
Author = str | int
"""Who acted: `HOST`, `COHOST`, `CLOCK`, or a person's number."""


@dataclass(frozen=True, slots=True)
class Line:
    """One accepted command as the journal keeps it: its facts number seq, seq + 1, …; all stand or none.

    `client` and `n` say which command of which page load it answers; the clock's own have "" and 0.
    """

    seq: int
    at: datetime
    by: Author
    client: str
    n: int
    facts: tuple[Fact, ...]

    @property
    def last(self) -> int:
        """The sequence number of its last fact."""
        return self.seq + len(self.facts) - 1
