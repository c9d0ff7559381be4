"""What the terminal asks of the laptop it runs on: the part of `laptop.Laptop` that screens and app use."""

from typing import Protocol

from teachmeet.domain.commands import MakeMeet
from teachmeet.laptop import MeetRow
from teachmeet.meetfolder import MeetFolder, Running


class Crowd(Protocol):
    """A process of simulated attendees."""

    def terminate(self) -> None:
        """Send them all home."""

    def wait(self, timeout: float | None = None) -> int:
        """Until they are gone; raises subprocess.TimeoutExpired."""


class Desk(Protocol):
    """The meets of a laptop. All but `start` may take a while: call them in a thread."""

    def meets(self) -> tuple[MeetRow, ...]:
        """All meets, the newest first."""

    def folder(self, slug: str) -> MeetFolder:
        """The folder of a meet that is there."""

    def new(self, slug: str, command: MakeMeet) -> MeetFolder:
        """Make a meet."""

    def rehearsal(self, slug: str | None) -> MeetFolder:
        """Make a copy to rehearse on, or a made-up meet."""

    def remove(self, slug: str) -> None:
        """Remove a rehearsal."""

    async def start(self, slug: str) -> Running:
        """The meet's server, started when none runs."""

    def keep_language(self, language: str) -> None:
        """Have teachmeet speak this language from its next start on."""

    def crowd(self, slug: str, people: int = ...) -> Crowd:
        """Simulated attendees for a rehearsal that runs."""
