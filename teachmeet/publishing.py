"""Giving a meet its public address, or taking it back: in its folder, or by its server when one runs."""

import asyncio

from teachmeet import wire
from teachmeet.domain.panels import JoinPanel, Panel
from teachmeet.meetfolder import FolderError, MeetFolder
from teachmeet.stopping import PATIENCE, at_the_desk


async def publish(folder: MeetFolder, public: str) -> None:
    """Have the meet's code show this public address, an empty one its own again. Raises FolderError."""
    running = folder.running()
    if running is None:
        folder.keep_public(public)
        return
    shown = asyncio.Event()

    def look(panel: Panel) -> None:
        if isinstance(panel, JoinPanel) and folder.public == public and _shows(panel, public):
            shown.set()

    try:
        async with asyncio.timeout(PATIENCE), at_the_desk(folder, running, ("join",), look) as link:
            await link.send(wire.Address(public))
            await shown.wait()
    except TimeoutError:
        raise FolderError(
            f"The server of “{folder.slug}” does not take the address: stop it with “teachmeet stop {folder.slug}”"
        ) from None


def _shows(join: JoinPanel, public: str) -> bool:
    """Whether the code is that of the public address; without one, whether none is to be had."""
    if not public:
        return not any("://" in one.address for one in join.addresses)
    return join.url.startswith(f"{public}/".upper())
