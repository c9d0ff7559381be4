"""What a meet is made of, as the facts made it. Values only: frozen, and replaced when something changes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from teachmeet.domain.programme import Duty, Format, Method, Pitch, Reason, SegmentKind, Told


@dataclass(frozen=True, slots=True)
class Meet:
    """The gathering itself."""

    title: str
    format: Format
    zone: str
    made: datetime
    starts: datetime | None
    ends: datetime | None
    rehearsal: bool
    series: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """A place with a capacity and kit; `way` is how one gets there."""

    room: int
    name: str
    seats: int
    kit: tuple[str, ...] = ()
    way: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of the board."""

    slot: int
    starts: datetime
    ends: datetime
    frozen: bool | None = None
    """Its sessions stay where they are; None until it was about to start, or the host said so."""


@dataclass(frozen=True, slots=True)
class Session:
    """A topic that has a place on the board; one somewhere else has no room."""

    topic: int
    slot: int
    room: int | None
    where: str = ""
    """The place off the grid."""
    pinned: bool = False

    @property
    def place(self) -> tuple[int, int | None, str]:
        """When and where, to compare."""
        return self.slot, self.room, self.where


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the meet or on its sheet; text is None once forgotten."""

    person: int
    name: str | None
    organisation: str | None = ""
    note: str | None = ""
    publish: bool | None = None
    secret: str | None = None
    """The hash of what the phone keeps with which they came in; None once that phone is somebody else's."""
    joined: datetime | None = None
    aside: bool = False
    forgotten: bool = False
    here: bool = False
    """Came in, was ticked by the host, or let in as this person of the sheet; and was not called in vain since."""
    phone: int | None = None
    """Of somebody on the sheet: the person who came in with a phone and is the same."""
    signup: int | None = None
    """Of somebody with a phone: the person on the sheet who is the same."""
    does: str | None = ""
    seeks: str | None = ""
    """What they do, and what they look for, in their own words."""
    kiosk: bool = False
    """Came in at the kiosk: each visit is somebody new."""
    devices: tuple[str, ...] = ()
    """The same of the phones with which they came back."""
    let: bool = False
    """The host let something onto the wall that bears the name they gave on their phone, as it is now."""
    spoke: int = 0
    missed: bool = False
    """How often they spoke at earlier meets of the series, and whether they were not called at the last."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A timed item in the running order, with its clock.

    `added` and `paused_for` are kept apart: giving time moves the end, a pause does not use any.
    """

    talk: int
    person: int
    kind: str
    seconds: int
    title: str | None
    link: str | None
    started: datetime | None = None
    ended: datetime | None = None
    paused: datetime | None = None
    paused_for: timedelta = timedelta(0)
    added: int = 0
    withdrawn: Reason | None = None
    drawn: int | None = None
    """The number of the fact that drew it, while it waits."""
    vain: int = 0
    """How often it was called in vain."""
    partner: int | None = None
    """The person who shares it."""
    seen: bool = False
    """Whoever gives it saw that they are next."""

    @property
    def waits(self) -> bool:
        """Whether it is still to come."""
        return self.started is None and self.withdrawn is None


@dataclass(frozen=True, slots=True)
class Topic:
    """What somebody pitched."""

    topic: int
    person: int | None
    pitch: Pitch
    anonymous: bool
    title: str | None
    detail: str | None
    avoids: tuple[int, ...] = ()
    removed: bool = False
    kit: tuple[str, ...] = ()
    """What its room must have."""
    approved: bool = True
    """The host let it onto the wall."""
    into: int | None = None
    """The topic that it was merged into."""
    hands: int | None = None
    """Hands that were counted in the room for it; they are no votes."""
    leads: tuple[int, ...] = ()
    scribes: tuple[int, ...] = ()
    """People who took a part in it, besides whoever offered it."""
    resigned: bool = False
    """Whoever offered it will not lead it."""

    @property
    def listed(self) -> bool:
        """Whether it stands on the list by itself."""
        return not self.removed and self.into is None


@dataclass(frozen=True, slots=True)
class Round:
    """One voting."""

    round: int
    dots: int
    topics: tuple[int, ...]
    opened: datetime
    closes: datetime | None
    closed: datetime | None = None
    method: Method = Method.DOTS
    most: int = 1
    """The most dots that one topic can have of one person."""
    hidden: bool = True
    """Nobody but the host sees its tallies before it closes."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question somebody asked."""

    question: int
    person: int
    talk: int | None
    text: str | None
    asked: datetime
    answered: bool = False
    approved: bool = False
    """The host let it onto phones and wall."""
    parked: bool = False
    """Kept for later."""
    backers: frozenset[int] = frozenset()
    """The people who want it asked too."""


@dataclass(frozen=True, slots=True)
class HallPass:
    """What lets one page do a duty; `secret` is the hash of its code, `holder` of what the page keeps once it is in."""

    number: int
    duty: Duty
    secret: str
    holder: str | None = None
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the meet with its own format; see `programme.SegmentPlan`."""

    segment: int
    kind: SegmentKind
    title: str
    seconds: int | None
    within: int | None = None
    skipped: bool = False
    started: datetime | None = None
    ended: datetime | None = None
    paused_for: timedelta = timedelta(0)
    """Time that was frozen out of it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody on a phone says that they are this person of the sheet; `yes` once the host has answered."""

    claim: int
    person: int
    signup: int
    yes: bool | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Somebody's two minutes; `yes` once the host has answered."""

    offer: int
    person: int
    title: str | None
    yes: bool | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What the speaker of a talk was shown."""

    message: int
    talk: int
    ready: Told | None
    text: str


@dataclass(frozen=True, slots=True)
class Timer:
    """The second, short timer."""

    started: datetime
    seconds: int


@dataclass(frozen=True, slots=True)
class Away:
    """A time in which the server was not there, and nobody has said yet what the clock makes of it."""

    since: datetime
    until: datetime
    talk: int | None = None
    segment: int | None = None
    """The talk and the part whose clocks ran through it."""
    earlier: tuple["Away", ...] = ()
    """Those before it of which nobody has said anything either."""
