"""Stopping a meet's server over its socket, with the host's key, and waiting until everything is saved."""

import asyncio
from contextlib import suppress

from filelock import Timeout

from teachmeet import wire
from teachmeet.domain.actors import Role
from teachmeet.link import Ended, Event, Link, Pass, Up
from teachmeet.meetfolder import FolderError, MeetFolder

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
    came = asyncio.Event()

    def listen(event: Event) -> None:
        if isinstance(event, Up | Ended):
            came.set()

    link = Link(lambda: running.socket, Pass(Role.HOST, key=folder.host), (), listen)
    holding = asyncio.create_task(link.run())
    try:
        async with asyncio.timeout(PATIENCE):
            await came.wait()
            await link.send(wire.Stop())
            await asyncio.to_thread(_wait_until_free, folder)
    except TimeoutError:
        raise FolderError(
            f"The server of “{folder.slug}” (process {running.pid}) does not answer: end it by hand"
        ) from None
    finally:
        holding.cancel()
        with suppress(asyncio.CancelledError):
            await holding
    return True
