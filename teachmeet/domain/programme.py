"""What an organizer brings to a new meet: rooms, slots, and what people signed up for. Values only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Format(StrEnum):
    """What kind of gathering a meet is."""

    TEACHMEET = "teachmeet"
    EDCAMP = "edcamp"


class Pitch(StrEnum):
    """What a topic is: something one can share, or something one wants to learn."""

    OFFER = "offer"
    REQUEST = "request"


MICRO, NANO, SOAPBOX = "micro", "nano", "soapbox"
KIND_SECONDS = {MICRO: 7 * 60, NANO: 2 * 60, SOAPBOX: 15 * 60}
"""The usual length of each kind of talk, in seconds."""


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """A room as the organizer typed it."""

    name: str
    seats: int


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
class TopicPlan:
    """A topic known before the meet. `avoid` holds places in the list of topics (from 0) not to clash with."""

    who: Signup | None
    title: str
    pitch: Pitch = Pitch.OFFER
    detail: str = ""
    avoid: tuple[int, ...] = ()
