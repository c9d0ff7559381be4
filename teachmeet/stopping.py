"""Stopping a meet's server over its socket, with the host's key, and waiting until everything is saved."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from filelock import Timeout

from teachmeet import wire
from teachmeet.domain.actors import Role
from teachmeet.domain.panels import Panel
from teachmeet.link import Ended, Event, Link, Pass, Shown, Up
from teachmeet.meetfolder import FolderError, MeetFolder, Running

PATIENCE = 10.0
"""Seconds to wait for the server's end."""


def _wait_until_free(folder: MeetFolder) -> None:
    lock = folder.lock()
    try:
        lock.acquire(timeout=PATIENCE)
    except Timeout:
        raise TimeoutError from None
    lock.release()


async def stop(folder: MeetFolder) -> bool:
    """Stop the server; False when none was running. Raises FolderError when it does not listen."""
    running = folder.running()
    if running is None:
        return False
    try:
        async with asyncio.timeout(PATIENCE), at_the_desk(folder, running) as link:
            await link.send(wire.Stop())
            await asyncio.to_thread(_wait_until_free, folder)
    except TimeoutError:
        raise FolderError(
            f"The server of “{folder.slug}” (process {running.pid}) does not answer: end it by hand"
        ) from None
    return True


def _deaf(_panel: Panel) -> None:
    """Whoever looks at nothing hears nothing."""


@asynccontextmanager
async def at_the_desk(
    folder: MeetFolder, running: Running, look: tuple[str, ...] = (), shown: Callable[[Panel], None] = _deaf
) -> AsyncIterator[Link]:
    """A link to the server with the host's key, once it is there or has been told that the server ends.

    `shown` is called with each panel of those in `look` that comes.
    """
    came = asyncio.Event()

    def listen(event: Event) -> None:
        if isinstance(event, Shown):
            shown(event.panel)
        elif isinstance(event, Up | Ended):
            came.set()

    link = Link(lambda: running.socket, Pass(Role.HOST, key=folder.host), look, listen)
    holding = asyncio.create_task(link.run())
    try:
        await came.wait()
        yield link
    finally:
        holding.cancel()
        with suppress(asyncio.CancelledError):
            await holding
