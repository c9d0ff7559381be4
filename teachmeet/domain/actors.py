"""Who asks for something, and in which role. Values only."""

from dataclasses import dataclass
from enum import StrEnum

from teachmeet.domain.facts import Author


class Role(StrEnum):
    """What a client may do hangs on this; a role is only ever granted for a secret."""

    HOST = "host"
    ATTENDEE = "attendee"
    WALL = "wall"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. An attendee who has not joined has no person yet, only the hash of the phone's secret."""

    role: Role
    person: int | None = None
    secret: str | None = None

    @property
    def author(self) -> Author:
        """How the journal names this actor; a newcomer's line is signed with 0 until it has made the person."""
        return (self.person or 0) if self.role is Role.ATTENDEE else self.role.value
