"""The meet that is open: the link to its server, and the server itself, started again when it vanishes."""

import asyncio
import subprocess
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import assert_never

from textual.message import Message

from teachmeet import link as links
from teachmeet import wire
from teachmeet.domain.actors import Role
from teachmeet.laptop import LaptopError
from teachmeet.meetfolder import MeetFolder, Running
from teachmeet.screens import messages as m
from teachmeet.screens.desk import Crowd, Desk

RESTARTS, WITHIN = 3, 60.0
"""A vanished server is started again at most so often within so many seconds."""
LOOK_EVERY = 0.3
"""Seconds between two looks at whether the server lives, while it does not answer."""


class Meeting:
    """One open meet; `run` holds it. What happens is told as messages, in order."""

    def __init__(
        self, desk: Desk, folder: MeetFolder, running: Running, look: tuple[str, ...], tell: Callable[[Message], object]
    ) -> None:
        self.folder = folder
        self.running = running
        self.crowd: Crowd | None = None
        """Simulated attendees, in a rehearsal that was started from here."""
        self.over = False
        """The server said goodbye, or does not let us in: nobody tries any more."""
        self.link = links.Link(
            lambda: self.running.socket, links.Pass(Role.HOST, key=folder.host), look, self._heard
        )
        self._desk = desk
        self._tell = tell
        self._away = asyncio.Event()
        self._away.set()
        self._restarts: deque[float] = deque(maxlen=RESTARTS)

    @property
    def slug(self) -> str:
        """The meet's short name."""
        return self.folder.slug

    async def run(self) -> None:
        """Stay connected and keep a server alive, until cancelled or until the server says goodbye."""
        watching = asyncio.create_task(self._look_after())
        try:
            await self.link.run()
        finally:
            watching.cancel()

    def now(self) -> float:
        """The server's time, in seconds since 1970; the laptop's own until the server has told."""
        return self.link.now() if self.link.connections else time.time()

    async def look(self, panels: tuple[str, ...]) -> None:
        """From now on have these panels shown, after a reconnection too."""
        if panels != self.link.look:
            self.link.look = panels
            await self.link.send(wire.Look(panels))

    def wall(self, look: tuple[str, ...], heard: Callable[[links.Event], None]) -> links.Link:
        """A link that comes in as a wall, for whoever runs it: it is sent what the room may see, and nothing else."""
        return links.Link(lambda: self.running.socket, links.Pass(Role.WALL), look, heard)

    async def arrange(self, start: bool) -> None:
        """Have the planner arrange the board, or call it off."""
        await self.link.send(wire.Arrange(start))

    async def hold(self, topic: int | None) -> None:
        """Have the prices of every cell shown for this topic, or for none."""
        await self.link.send(wire.Hold(topic))

    async def stop(self) -> None:
        """Stop the server, everything saved, and wait until it is gone; TimeoutError when it does not go."""
        await self.link.send(wire.Stop())
        async with asyncio.timeout(15):
            while await asyncio.to_thread(self.folder.is_locked):  # noqa: ASYNC110  # another process's lock
                await asyncio.sleep(0.05)

    def dismiss_crowd(self) -> None:
        """Send the simulated attendees home, and see them off: they go at once."""
        crowd, self.crowd = self.crowd, None
        if crowd is not None:
            crowd.terminate()
            with suppress(subprocess.TimeoutExpired):
                crowd.wait(1)

    def _heard(self, event: links.Event) -> None:
        match event:
            case links.Up():
                self._away.clear()
                self._tell(m.LinkUp())
            case links.Down():
                self._away.set()
                if not self.over:
                    self._tell(m.LinkDown())
            case links.Shown():
                self._tell(m.PanelShown(event.panel))
            case links.Own():
                pass  # the host has no part of their own
            case links.Ended():
                self.over = True
                self._tell(m.ServerEnded(event.why, event.reason, event.saved))
            case links.TurnedAway():
                self.over = True
                self._tell(m.TurnedAway(event.say))
            case links.No():
                self._tell(m.Refused(event.code, event.say, event.values))
            case _:
                assert_never(event)

    async def _look_after(self) -> None:
        """While there is no connection, see whether the server lives; start another one when it does not."""
        while True:
            await self._away.wait()
            await asyncio.sleep(LOOK_EVERY)
            if not self.over and self._away.is_set() and not await asyncio.to_thread(self.folder.is_locked):
                await self._restart()

    async def _restart(self) -> None:
        if len(self._restarts) == RESTARTS and time.monotonic() - self._restarts[0] < WITHIN:
            self._tell(m.RestartFailed(None))
            return
        self._restarts.append(time.monotonic())
        self._tell(m.LinkDown(restarting=True))
        try:
            self.running = await self._desk.start(self.slug)
        except LaptopError as error:
            self._tell(m.RestartFailed(str(error)))
