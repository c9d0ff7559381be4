"""Who asks for something, and in which role. Values only."""

from dataclasses import dataclass
from enum import StrEnum

from teachmeet.domain.facts import Author
from teachmeet.domain.programme import Duty


class Role(StrEnum):
    """What a client may do hangs on this; a role is only ever granted for a secret."""

    HOST = "host"
    COHOST = "cohost"
    ATTENDEE = "attendee"
    WALL = "wall"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. An attendee who has not joined has no person yet, only the hash of the phone's secret."""

    role: Role
    person: int | None = None
    secret: str | None = None
    """Of an attendee the hash of the phone's secret; of a host who makes a pass that of its code."""
    duty: Duty | None = None
    """What a co-host may do; of an attendee KIOSK when they stand at one."""
    whose: int | None = None
    """Whose personal code an attendee gave, if anybody's."""

    @property
    def author(self) -> Author:
        """How the journal names this actor; a newcomer's line is signed with 0 until it has made the person."""
        return (self.person or 0) if self.role is Role.ATTENDEE else self.role.value
