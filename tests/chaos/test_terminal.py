"""The organizer's terminal dies in every way there is, while phones vote: they notice nothing."""

import asyncio
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from teachmeet import journal
from teachmeet.domain import commands as c
from teachmeet.domain.actors import Role
from teachmeet.domain.history import fold
from teachmeet.link import Link, Pass
from teachmeet.meetfolder import MeetFolder
from teachmeet.stopping import stop
from tests.world import come_in, command, environment, free_port, hello, make_meet, until

pytestmark = [pytest.mark.chaos, pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")]

PHONES = 20
End = Callable[["subprocess.Popen[bytes]"], None]


@contextmanager
def terminal(folder: MeetFolder) -> Iterator["subprocess.Popen[bytes]"]:
    """`teachmeet host` in a terminal of its own, 120 × 36."""
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    process = subprocess.Popen(
        command("--sessions", folder.path.parent, "host", folder.slug),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(TERM="xterm-256color"),
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # the terminal must be its own
    )
    os.close(theirs)
    draining = threading.Thread(target=_drain, args=(ours,), daemon=True)
    draining.start()
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        with suppress(OSError):
            os.close(ours)
        draining.join(5)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[MeetFolder]:
    """A meet that was never served; whatever serves it in the end is killed."""
    made = make_meet(tmp_path)
    made.keep_port(free_port())
    yield made
    if (left := made.running()) is not None:
        os.kill(left.pid, signal.SIGKILL)


def _drain(end: int) -> None:
    """Read what the terminal shows, or it would wait for somebody to look."""
    with suppress(OSError):
        while os.read(end, 65_536):
            pass


def _hang_up(process: "subprocess.Popen[bytes]") -> None:
    os.killpg(process.pid, signal.SIGHUP)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    process.kill()


def _terminate(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()


@pytest.mark.parametrize("end", [_kill, _hang_up, _terminate], ids=["killed", "window closed", "terminated"])
async def test_phones_are_served_on_their_old_socket(folder: MeetFolder, end: End) -> None:
    with terminal(folder) as process:
        await until(lambda: folder.running() is not None, "the terminal started the server")
        running = folder.running()
        assert running is not None
        async with await come_in(running.socket, hello("host", key=folder.host)) as host:
            voting = (await host.do("open_round"))["seq"]
            phones = [
                Link(
                    lambda: running.socket,
                    Pass(Role.ATTENDEE, code=folder.code, secret=f"the-secret-of-phone-{n}"),
                    ("tally",),
                    lambda _event: None,
                )
                for n in range(PHONES)
            ]
            held = [asyncio.create_task(phone.run()) for phone in phones]
            topics = fold(journal.read(folder.journal).lines).rounds[voting].topics
            await asyncio.gather(*(phone.do(c.Join()) for phone in phones))
            await asyncio.gather(*(phone.do(c.Vote(voting, topics[0], 1)) for phone in phones))

            storm = [asyncio.create_task(_vote_on(phone, voting, topics[1])) for phone in phones]
            end(process)
            await asyncio.to_thread(process.wait, 30)
            await asyncio.gather(*storm)

        assert folder.running() == running
        assert [phone.connections for phone in phones] == [1] * PHONES
        for task in held:
            task.cancel()
        await asyncio.wait(held)
        ballots = fold(journal.read(folder.journal).lines).ballots[voting]
        assert [sorted(ballot) for ballot in ballots.values()] == [sorted(topics[:2])] * PHONES
        assert await stop(folder)


async def _vote_on(phone: Link, voting: int, topic: int) -> None:
    """Vote, take it back, vote: every act is answered."""
    for dots in (1, 0, 1, 0, 1):
        await phone.do(c.Vote(voting, topic, dots))


async def test_opening_again_finds_the_running_server(folder: MeetFolder) -> None:
    with terminal(folder) as process:
        await until(lambda: folder.running() is not None, "the terminal started the server")
        first = folder.running()
        process.kill()
    with terminal(folder):
        assert first is not None
        async with await come_in(first.socket, hello("host", key=folder.host)) as host:
            assert folder.running() == first
            assert (await host.do("start_talk"))["type"] == "answer"
    assert await stop(folder)
