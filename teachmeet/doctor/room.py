"""What a running meet's server knows of phones, and whether its public address leads to it."""

import asyncio
import base64
import http.client
import ssl
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from teachmeet.arrivals import NO_PHONE, NO_SOCKET
from teachmeet.doctor.finding import About, Finding, keeps_out, look, ok, wrong
from teachmeet.domain.panels import DeskPanel, JoinPanel, Panel
from teachmeet.meetfolder import FolderError, MeetFolder, Running
from teachmeet.stopping import at_the_desk

PATIENCE = 8.0
"""Seconds to wait for the server, and for what leads to it."""


@dataclass(frozen=True, slots=True)
class Room:
    """What the host of a running meet sees: sockets of phones, people who came in, and codes of notices."""

    phones: int
    joined: int
    notices: frozenset[str]
    url: str


async def _ask(folder: MeetFolder, running: Running) -> Room:
    seen: dict[type[Panel], Panel] = {}
    both = asyncio.Event()

    def shown(panel: Panel) -> None:
        seen[type(panel)] = panel
        if {JoinPanel, DeskPanel} <= seen.keys():
            both.set()

    async with asyncio.timeout(PATIENCE), at_the_desk(folder, running, ("join", "desk"), shown):
        await both.wait()
    join, desk = seen[JoinPanel], seen[DeskPanel]
    assert isinstance(join, JoinPanel) and isinstance(desk, DeskPanel)
    return Room(join.phones, join.joined, frozenset(notice.code for notice in desk.notices), join.url)


def ask(folder: MeetFolder) -> Room | Finding | None:
    """What its server knows; None when none runs. Not to be called where a loop runs."""
    running = folder.running()
    if running is None:
        return None
    try:
        return asyncio.run(_ask(folder, running))
    except (TimeoutError, FolderError):
        return wrong(About.PHONES, "server_silent", pid=running.pid)


def phones(there: Room | None, outside: bool = False) -> Finding:
    """Whether phones get through. That a network keeps devices apart, nothing but a phone can tell.

    `outside`: they come in by a public address, whatever network they are in.
    """
    if there is None and outside:
        return look(About.PHONES, "phones_outside_unknown")
    if there is None:
        return keeps_out(look(About.PHONES, "phones_unknown"))
    if NO_SOCKET in there.notices:
        return keeps_out(wrong(About.PHONES, "phones_stuck"))
    if there.phones:
        return ok(About.PHONES, "phones_here", n=there.phones)
    if there.joined:
        return ok(About.PHONES, "phones_were", n=there.joined)
    if outside:
        return look(About.PHONES, "phones_outside", url=there.url)
    if NO_PHONE in there.notices:
        return keeps_out(wrong(About.PHONES, "phones_none"))
    return keeps_out(look(About.PHONES, "phones_try", url=there.url))


def public(address: str, running: bool, port: int, context: ssl.SSLContext | None = None) -> tuple[Finding, ...]:
    """Phones come in by a public address, so words leave the building; while the meet runs, whether it leads there."""
    host = urlsplit(address).netloc
    found = [look(About.PUBLIC, "public", address=host)]
    if urlsplit(address).scheme == "http":
        found.append(look(About.PUBLIC, "public_open", address=host))
    if running:
        found.append(_leads_here(address, host, port, context))
    return tuple(found)


def _leads_here(address: str, host: str, port: int, context: ssl.SSLContext | None) -> Finding:
    try:
        if _status(address, "/healthz", {}, context) != 200:
            return wrong(About.PUBLIC, "public_elsewhere", address=host, port=port)
        if _status(address, "/ws", _UPGRADE, context) != 101:
            return wrong(About.PUBLIC, "public_no_socket", address=host)
    except (OSError, http.client.HTTPException) as error:
        return wrong(About.PUBLIC, "public_silent", address=host, port=port, why=_why(error))
    return ok(About.PUBLIC, "public_leads_here", address=host)


_UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": base64.b64encode(b"is this the meet").decode(),
}


def _status(address: str, path: str, headers: dict[str, str], context: ssl.SSLContext | None) -> int:
    parts = urlsplit(address)
    name, port = parts.hostname or "", parts.port
    if parts.scheme == "https":
        asked: http.client.HTTPConnection = http.client.HTTPSConnection(name, port, timeout=PATIENCE, context=context)
    else:
        asked = http.client.HTTPConnection(name, port, timeout=PATIENCE)
    with closing(asked):
        asked.request("GET", path, headers=headers)
        with asked.getresponse() as came:
            return came.status


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
