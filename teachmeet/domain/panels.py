"""The panels that phones, wall and terminal draw, as plain data. Values only; `views.py` fills them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from teachmeet.domain.acts import Deed
from teachmeet.domain.clock import Anchor
from teachmeet.domain.panels_board import NO_BOARD, BoardPanel, GoingPanel, GridPanel, HeldPanel, MyBoard, PlanningPanel
from teachmeet.domain.panels_hall import NO_HALL, MyHall, PassesPanel, WallPanel
from teachmeet.domain.programme import Format, Kind, Method, Order, Pitch, Policy, Reason, SegmentKind, Told


class View(StrEnum):
    """From where somebody looks; the server picks it from the role."""

    HOST = "host"
    COHOST = "cohost"
    WALL = "wall"
    ATTENDEE = "attendee"


@dataclass(frozen=True, slots=True)
class Address:
    """One of the laptop's addresses; `reachable` is false for those that a phone cannot be expected to reach."""

    address: str
    interface: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class Door:
    """How one gets in: what the QR code shows, and what the host may choose from.

    `matrix` is the QR code itself, a row of modules each, `1` where it is dark.
    """

    url: str
    code: str
    port: int
    addresses: tuple[Address, ...]
    matrix: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the host must be told; `code` names its sentence in `words/` under `notice`."""

    code: str
    values: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What no fact says: who is connected now, the door, what went wrong."""

    connected: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))
    """Person → open sockets."""
    phones: int = 0
    door: Door | None = None
    notices: tuple[Notice, ...] = ()
    now: datetime | None = None
    """What time it is; None when nobody needs a forecast."""
    planning: PlanningPanel | None = None
    """What the planner has found so far."""
    held: int | None = None
    """The topic that the host holds over the board."""
    codes: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    """The codes of passes that nobody has used yet: they are only ever in memory."""
    on_duty: frozenset[int] = frozenset()
    """The passes whose page is here now."""


# ── the panels


@dataclass(frozen=True, slots=True)
class MeetPanel:
    """The gathering. Times in milliseconds since 1970, UTC; `zone` is an IANA name."""

    title: str
    format: Format
    zone: str
    starts: int | None
    ends: int | None
    rehearsal: bool


@dataclass(frozen=True, slots=True)
class TalkCard:
    """A talk as it is announced; `seconds` is its planned length; text is null once taken back."""

    talk: int
    title: str | None
    name: str | None
    organisation: str | None
    kind: str
    seconds: int
    partner: str | None = None
    """Who shares it."""


@dataclass(frozen=True, slots=True)
class SegmentCard:
    """A part of the meet; an empty title stands for the name of its kind."""

    segment: int
    kind: SegmentKind
    title: str


@dataclass(frozen=True, slots=True)
class NowPanel:
    """What is on, its clock, and what comes next; `left` counts the talks still to come.

    `segment` is the part of the meet that is on, with its clock if it has a length. `timer` is the second, short
    timer. A `camel` that changes is one that flies. `room_for_two` says that there is time for somebody's two minutes,
    `weighted` that the draw favours first-timers and those missed last time.
    """

    on: TalkCard | None
    clock: Anchor | None
    next: TalkCard | None
    left: int
    segment: SegmentCard | None = None
    segment_clock: Anchor | None = None
    timer: Anchor | None = None
    camel: int = 0
    room_for_two: bool = False
    weighted: bool = False


@dataclass(frozen=True, slots=True)
class TalkRow:
    """A talk in the running order. `used` is in milliseconds, once it has ended.

    `starts` is when it is expected to begin. `drawn` is whether it was announced while lots are drawn, `vain` how often
    it was called for nothing, `seen` whether whoever gives it saw that they are next. Of a series, `first_time` says
    that they never spoke at it before, `missed` that they were not called at the last meet.
    """

    card: TalkCard
    link: str | None
    started: int | None
    ended: int | None
    used: int | None
    starts: int | None = None
    withdrawn: Reason | None = None
    drawn: bool = False
    here: bool = False
    vain: int = 0
    seen: bool = False
    presenter: int = 0
    first_time: bool = False
    missed: bool = False


@dataclass(frozen=True, slots=True)
class TalksPanel:
    """The running order, for the host, and how it comes about."""

    talks: tuple[TalkRow, ...]
    order: Order = Order.SIGNUP
    weights: bool = False


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A part of the plan with its times, real ones once there are any; `within` as in `programme.SegmentPlan`."""

    card: SegmentCard
    seconds: int | None
    within: int | None
    starts: int | None
    ends: int | None
    started: bool
    over: bool
    skipped: bool


@dataclass(frozen=True, slots=True)
class Fix:
    """What a policy about being late would lead to; `seconds` is what it takes from each of those it touches."""

    policy: Policy
    late: int
    touched: int
    seconds: int


@dataclass(frozen=True, slots=True)
class AwayCard:
    """The server was away in this time, and the clocks ran on."""

    since: int
    until: int


@dataclass(frozen=True, slots=True)
class PlanPanel:
    """The plan, for the host: `finish` is when it will be over, `late` by how many seconds, below zero when early.

    `warnings` name their sentences in `words/` under `plan.warning`. `fixes` are what can be done about being late.
    """

    segments: tuple[SegmentRow, ...]
    finish: int | None
    ends: int | None
    late: int | None
    warnings: tuple[Notice, ...]
    fixes: tuple[Fix, ...]
    kinds: tuple[Kind, ...]
    auto_start: bool
    away: AwayCard | None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """Somebody on a phone may be this person of the sheet."""

    claim: int
    name: str | None
    signup: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class OfferRow:
    """Somebody offers two minutes."""

    offer: int
    name: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class AsksPanel:
    """What waits for the host's yes or no, oldest first."""

    claims: tuple[ClaimRow, ...]
    offers: tuple[OfferRow, ...]


@dataclass(frozen=True, slots=True)
class MergedTopic:
    """A topic that was merged into another one."""

    topic: int
    title: str | None


@dataclass(frozen=True, slots=True)
class TopicCard:
    """A topic on the list; `name` is null when nobody said it, or it is anonymous.

    `kit` is what its room must have, `leads` and `scribes` the names of those who took a part in it, whoever offered it
    left out. `merged` are the titles of what was merged into it. `approved`: the host let it onto the wall; on the wall
    the text of others is null. `hands` were counted in the room, and are no votes. `avoids` are the topics that it is
    kept apart from, for the host only.
    """

    topic: int
    pitch: Pitch
    title: str | None
    detail: str | None
    name: str | None
    kit: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    scribes: tuple[str, ...] = ()
    merged: tuple[MergedTopic, ...] = ()
    approved: bool = True
    hands: int | None = None
    avoids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicsPanel:
    """The list of topics in the order they came; `edition` changes when its members do."""

    edition: int
    topics: tuple[TopicCard, ...]


@dataclass(frozen=True, slots=True)
class RoundPanel:
    """The open round, else the last one; before the first, `round` and `closes_at` are null.

    `number` counts rounds from 1; `round` is what a vote must name. `most` dots at most go on one topic. While the
    round is open, only the host sees `hidden` tallies.
    """

    number: int
    round: int | None
    open: bool
    dots: int
    topics: tuple[int, ...]
    closes_at: int | None
    method: Method = Method.DOTS
    most: int = 1
    hidden: bool = True


@dataclass(frozen=True, slots=True)
class PitchingPanel:
    """How pitching goes: `only_requests` are taken from phones just now, by itself until `until` if that is a time.

    `checking`: phones see a topic only after the host let it. `on` is the topic that somebody speaks for.
    """

    only_requests: bool
    until: int | None
    checking: bool
    on: TopicCard | None


@dataclass(frozen=True, slots=True)
class TallyPanel:
    """How many have voted in the round, of how many who could; and, when they may be seen, the counts.

    `counts[i]` are the dots of the i-th topic of the `topics` panel whose `edition` is the same: draw it only
    then; in a round by interest they are the people interested, and `maybes` those who said maybe. For attendees and
    the wall `counts` are null while the round is open and hidden, `maybes` while it is open: they would double what
    each vote costs. `answered` is how many have answered, whatever they said, about the topic in the spotlight of a
    round by interest.
    """

    round: int | None
    edition: int
    voted: int
    voters: int
    counts: tuple[int, ...] | None
    maybes: tuple[int, ...] | None = None
    answered: int | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody at the meet; `phone` is whether they came in with one, `connected` whether it is here now."""

    person: int
    name: str | None
    phone: bool
    connected: bool
    aside: bool
    here: bool = False
    kiosk: bool = False
    does: str | None = ""
    seeks: str | None = ""


@dataclass(frozen=True, slots=True)
class PeoplePanel:
    """Everybody who came in, then those on the sheet only."""

    people: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question, to the talk it was asked at or to the room; `backers` people want it asked too.

    `approved`: phones and wall show it. `parked`: kept for later.
    """

    question: int
    text: str | None
    name: str | None
    talk: str | None
    answered: bool
    approved: bool = True
    parked: bool = False
    backers: int = 0


@dataclass(frozen=True, slots=True)
class QuestionsPanel:
    """Questions, newest first: all for the host, those that were approved for everybody else."""

    questions: tuple[QuestionRow, ...]


@dataclass(frozen=True, slots=True)
class JoinPanel:
    """How to get in, and how many are: `joined` people with a phone, `phones` sockets open now.

    `addresses` are for the host only, empty on the wall. `matrix` is for the wall only: the QR code of the URL, a row
    of modules each, `1` where it is dark.
    """

    url: str
    code: str
    port: int
    addresses: tuple[Address, ...]
    joined: int
    phones: int
    matrix: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UndoCard:
    """What undo would undo; `why_not` is the refusal's code when it would be refused."""

    act: int
    deed: Deed
    subject: str | None
    why_not: str | None


@dataclass(frozen=True, slots=True)
class DeskPanel:
    """The host's own: what can be undone, what must be known, and the last number that is safe on disk."""

    saved: int
    undo: UndoCard | None
    notices: tuple[Notice, ...]


class Standing(StrEnum):
    """How it stands with one's own talk."""

    COMING = "coming"
    NEXT = "next"
    ON = "on"
    OVER = "over"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class ToldRow:
    """What the host told: a ready message, or free text."""

    message: int
    ready: Told | None
    text: str


@dataclass(frozen=True, slots=True)
class MyTalk:
    """One's own talk; `told` is what the host told whoever gives it, the newest last."""

    talk: int
    title: str | None
    standing: Standing
    seen: bool
    told: tuple[ToldRow, ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    """Somebody on the sheet whose name resembles one's own."""

    person: int
    name: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class MyOffer:
    """One's last offer of two minutes; `yes` is null until the host has answered."""

    title: str | None
    yes: bool | None


@dataclass(frozen=True, slots=True)
class Mine:
    """A person's own part, sent to nobody else: their name, dots by topic in the last round, topics, questions.

    `round` says which round the votes belong to. `maybe` are those on the sheet whom one may be; `claimed` one of them
    for whom the host's answer is awaited.
    """

    person: int
    name: str | None
    round: int | None
    votes: Mapping[int, int]
    topics: tuple[int, ...]
    questions: int
    talk: MyTalk | None = None
    maybe: tuple[Maybe, ...] = ()
    claimed: int | None = None
    offer: MyOffer | None = None
    board: MyBoard = NO_BOARD
    hall: MyHall = NO_HALL


Panel = (
    MeetPanel
    | NowPanel
    | TalksPanel
    | PlanPanel
    | AsksPanel
    | TopicsPanel
    | RoundPanel
    | TallyPanel
    | PeoplePanel
    | QuestionsPanel
    | JoinPanel
    | DeskPanel
    | PitchingPanel
    | BoardPanel
    | GoingPanel
    | GridPanel
    | PlanningPanel
    | HeldPanel
    | WallPanel
    | PassesPanel
)
