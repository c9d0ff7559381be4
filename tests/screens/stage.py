"""The real app on a real laptop, in a folder of its own: real meets, real servers, and a crowd that is made up."""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from teachmeet.app import TeachmeetApp
from teachmeet.domain.commands import MakeMeet
from teachmeet.domain.programme import Format
from teachmeet.laptop import Laptop
from teachmeet.meetfolder import MeetFolder

TRIES = 400
"""How often a condition is looked at, with a pause of a twentieth of a second between."""


class FakeCrowd:
    """Simulated simulated attendees."""

    def __init__(self, slug: str, people: int) -> None:
        self.slug, self.people = slug, people
        self.here = True

    def terminate(self) -> None:
        self.here = False

    def wait(self, timeout: float | None = None) -> int:
        return 0


class Stage(Laptop):
    """A laptop whose meets serve on a port of their own, so that tests do not meet each other."""

    def __init__(self, sessions: Path) -> None:
        super().__init__(sessions)
        self.crowds: list[FakeCrowd] = []

    def new(self, slug: str, command: MakeMeet) -> MeetFolder:
        folder = super().new(slug, command)
        with socket.socket() as free:
            free.bind(("", 0))
            folder.keep_port(free.getsockname()[1])
        return folder

    def crowd(self, slug: str, people: int = 24, seconds: int = 3600) -> FakeCrowd:  # type: ignore[override]  # no process
        self.crowds.append(FakeCrowd(slug, people))
        return self.crowds[-1]

    def bridge(self) -> MeetFolder:
        """A meet with a hostile title."""
        return self.new("bridge", MakeMeet("Bridge [/] TeachMeet", Format.TEACHMEET, "Europe/London"))


class Played(TeachmeetApp):
    """The app, with eyes."""

    CSS_PATH = [  # noqa: RUF012  # Textual's own type
        str(Path(__file__).resolve().parents[2] / "teachmeet" / path) for path in TeachmeetApp.CSS_PATH
    ]

    def __init__(self, desk: Stage, slug: str | None = None, *, asked: bool = True) -> None:
        super().__init__(desk, slug)
        if asked:
            self.hush.on = False  # whether the room sees the screen was answered before

    @property
    def text(self) -> str:
        """All that is on the screen."""
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())


async def until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    """Wait until something holds; fails with what is on the screen."""
    for _ in range(TRIES):
        await pilot.pause()
        if condition():
            return
        await pilot.pause(0.05)
    app = pilot.app
    assert isinstance(app, Played)
    raise AssertionError(f"it never came to that; the screen says:\n{app.text}")


async def sees(pilot: Pilot[None], *texts: str) -> None:
    """Wait until all of these texts are on the screen."""
    app = pilot.app
    assert isinstance(app, Played)
    await until(pilot, lambda: all(text in app.text for text in texts))


@asynccontextmanager
async def playing(app: Played, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """Run an app; whatever server is left at the end is stopped."""
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        try:
            yield pilot
        finally:
            meeting = app.meeting
            if meeting is not None and not meeting.over and meeting.link.connected:
                await meeting.stop()
