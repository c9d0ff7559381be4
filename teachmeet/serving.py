"""One run of a meet's server: takes the lock, folds the journal, listens, and serves until it is stopped."""

import asyncio
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from filelock import Timeout

from teachmeet.addresses import names
from teachmeet.arranger import Planner, no_planner
from teachmeet.arrivals import Arrivals
from teachmeet.awake import kept_awake
from teachmeet.clockwork import SystemClock
from teachmeet.domain.facts import Forgotten
from teachmeet.domain.history import History
from teachmeet.domain.panels import Door, Notice
from teachmeet.domain.state import State
from teachmeet.entrance import EVERYWHERE, PUBLIC, Entrance
from teachmeet.heap import settle_heap
from teachmeet.hub import Hub
from teachmeet.journal import AppendFailed, FileJournal, JournalError
from teachmeet.meetfolder import USUAL_PORTS, FolderError, MeetFolder, Running
from teachmeet.pages import pages_in
from teachmeet.server import NoSuchAddress, PortTaken, Server
from teachmeet.words import load

EARLY = timedelta(minutes=30)
"""So long before a meet starts people are there, and scan."""
DAY = timedelta(days=1)
PATIENCE = 2.0
"""Seconds to wait for the lock: somebody who only asks whether it is held lets go at once."""


class ServingError(Exception):
    """The server cannot run; the message is one sentence: what, and what to do."""


async def serve(
    folder: MeetFolder,
    bind: str,
    port: int | None,
    ready: Callable[[Running, Door], None],
    forget: Callable[[], None] = lambda: None,
    planner: Planner = no_planner,
) -> None:
    """Serve a meet until the host or a signal stops it; `ready` is called once when it accepts connections.

    `forget` has the catalogue forget whoever the journal no longer knows; it may raise OSError. `planner` arranges the
    board.
    """
    lock = folder.lock()
    try:
        lock.acquire(timeout=PATIENCE)
    except Timeout:
        raise ServingError(f"“{folder.slug}” is already running: open it with “teachmeet host {folder.slug}”") from None
    except OSError as error:
        raise ServingError(f"{folder.path} cannot be written to: {error.strerror or error}") from None
    try:
        away_since = folder.last_beat()
        folder.retire()  # what a server that was killed announced is not true any more
        with closing(FileJournal(folder.journal)) as journal:
            await _serve_journal(folder, journal, bind, port, ready, forget, planner, away_since)
    except (JournalError, FolderError) as error:
        raise ServingError(str(error)) from None
    except AppendFailed as error:
        raise ServingError(f"{folder.journal} could not be written to ({error}): nothing more is saved") from None
    except OSError as error:
        raise ServingError(f"{folder.path} cannot be written to: {error.strerror or error}") from None
    finally:
        lock.release()


async def _serve_journal(
    folder: MeetFolder,
    journal: FileJournal,
    bind: str,
    port: int | None,
    ready: Callable[[Running, Door], None],
    forget: Callable[[], None],
    planner: Planner,
    away_since: datetime | None,
) -> None:
    code = folder.code
    history = History(journal.lines)
    if history.state.meet is None:
        raise ServingError(f"{folder.journal} is empty: restore it from a copy of the meet's folder")
    torn = None if journal.torn is None else Notice("torn", {"seq": journal.torn})
    forgotten = [line.at for line in journal.lines if any(isinstance(fact, Forgotten) for fact in line.facts)]
    # The last run may have ended between a forgetting and this.
    left = _after_forgetting(folder, forgotten[-1], forget) if forgotten else None
    entrance = Entrance(folder, bind)

    def announce(url: str) -> None:
        folder.announce(replace(running, url=url))

    hub = Hub(
        journal,
        history,
        SystemClock(),
        _Keys(folder.host, code),
        load("en"),
        Door("", code, 0, ()),
        readdress=lambda address: _readdress(hub, entrance, address, announce),
        after_forgetting=lambda: _after_forgetting(folder, datetime.now(UTC), forget),
        notices=tuple(notice for notice in (torn, left, entrance.notice()) if notice is not None),
        away_since=None if away_since is None else max(away_since, journal.lines[-1].at),
        beat=folder.beat,
        planner=planner,
    )
    arrivals = Arrivals(time.monotonic, _expected(history.state, datetime.now(UTC)))
    pages_in("en")  # those in other languages are put together when somebody first asks
    server = Server(hub, code, names, lambda: entrance.public, arrivals)
    entrance.port = await _listen(server, folder, bind, port)
    door = entrance.door()
    hub.put_door(door)
    here = "127.0.0.1" if bind in EVERYWHERE else bind
    running = Running(door.url, here, entrance.port, os.getpid(), datetime.now(UTC).isoformat(timespec="seconds"))
    settle_heap()
    writer = asyncio.create_task(hub.run())
    _stop_on_signals(hub.stop)
    try:
        folder.announce(running)
        ready(running, door)
        async with kept_awake(lambda: hub.tell_host(Notice("may_sleep", {}))):
            await writer
    finally:
        writer.cancel()
        with suppress(OSError):
            folder.retire()
        await server.close()


async def _listen(server: Server, folder: MeetFolder, bind: str, port: int | None) -> int:
    """Listen on the meet's port; one that never served takes the first that it can have, and keeps it."""
    kept = folder.port
    wanted = (port,) if port is not None else (kept,) if kept is not None else USUAL_PORTS
    for candidate in wanted:
        try:
            listening = await server.listen(bind, candidate)
        except NoSuchAddress:
            raise ServingError(f"“{bind}” is no address of this laptop: give one that is, or no --bind") from None
        except PortTaken:
            continue
        if listening != kept:
            folder.keep_port(listening)
        return listening
    kept_one = wanted[0] == kept
    raise ServingError(
        f"Port {wanted[0]} is taken, or not ours to use: stop what uses it"
        + (", since phones know this meet by it" if kept_one else "")
        + f", or give another with “teachmeet serve {folder.slug} --port N”"
    )


def _expected(state: State, now: datetime) -> float | None:
    """When phones are expected, on the monotonic clock: half an hour before the meet starts, or now.

    None for a rehearsal, whose crowd needs no page; once somebody came in, for phones do reach this laptop then; and
    on the days after.
    """
    meet = state.meet
    if meet is None or meet.rehearsal or any(person.joined is not None for person in state.people.values()):
        return None
    wait = timedelta() if meet.starts is None else meet.starts - EARLY - now
    return None if wait < -DAY else time.monotonic() + max(wait.total_seconds(), 0.0)


def _readdress(hub: Hub, entrance: Entrance, address: str, announce: Callable[[str], None]) -> Door | None:
    """Show phones another address, and tell the host that words leave the building, as long as they do."""
    try:
        door = entrance.choose(address)
        if door is not None:
            announce(door.url)
    except (FolderError, OSError):
        return None  # what cannot be kept would be another address after the next start
    if door is not None:
        hub.tell_host_no_more(PUBLIC)
        if (notice := entrance.notice()) is not None:
            hub.tell_host(notice)
    return door


def _after_forgetting(folder: MeetFolder, written_before: datetime, forget: Callable[[], None]) -> Notice | None:
    """Remove exports, which may hold the words of somebody who is forgotten; they can be made again.

    The catalogue forgets them too. What cannot be removed, for instance because it is open on Windows, is told of:
    the room goes on.
    """
    left: list[str] = []
    for path in sorted(folder.exports.iterdir()) if folder.exports.is_dir() else ():
        try:
            if path.is_file() and path.stat().st_mtime <= written_before.timestamp():
                path.unlink()
        except OSError:
            left.append(path.name)
    try:
        forget()
    except OSError as error:
        left.append(os.path.basename(error.filename or "catalogue.json"))
    return Notice("exports_left", {"files": ", ".join(left)}) if left else None


class _Keys:
    def __init__(self, host: str, code: str) -> None:
        self.host, self.code = host, code


def _stop_on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    if sys.platform == "win32":
        signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(stop))
    else:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)


logging.basicConfig(format="%(asctime)s %(message)s")
