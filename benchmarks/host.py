"""The organizer's terminal: what it costs while a talk's clock runs, and how soon a key shows with a full room.

Real `teachmeet host` in a terminal of its own, beside a real server; the phones are links in a third process.
"""

import argparse
import asyncio
import fcntl
import multiprocessing
import os
import pty
import random
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.report import emit
from benchmarks.room import Room, Served, hosting, percentile, room
from teachmeet.domain.actors import Role
from teachmeet.domain.commands import Join, OpenRound, StartTalk, Vote
from teachmeet.domain.history import fold
from teachmeet.journal import read
from teachmeet.link import Link, Pass

PHONES, PRESSES, IDLE = 300, 120, 20.0
BETWEEN = 5.0
"""Seconds between two votes of one phone."""
PATIENCE = 30.0
SETTLES = 5.0
"""Seconds after which a program that was started has done what it does once."""
TALKS_KEY, TOPICS_KEY = (b"2", b"Lesson 1"), (b"3", b"Topic 1")
"""A key that shows a screen, and what stands on that screen alone."""


class Terminal:
    """`teachmeet host` in a terminal of 120 × 36, and all that it shows."""

    def __init__(self, where: Room) -> None:
        self._end, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        sessions, slug = where.folder.path.parent, where.folder.slug
        self.process = subprocess.Popen(
            [sys.executable, "-m", "teachmeet", "--sessions", str(sessions), "host", slug],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # the terminal must be its own
        )
        os.close(theirs)
        self._shown, self._awaited, self._seen = b"", b"", 0.0
        self._came = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with suppress(OSError):
            while data := os.read(self._end, 65_536):
                self._shown = (self._shown + data)[-1_000_000:]
                if self._awaited and self._awaited in self._shown:
                    self._awaited, self._seen = b"", time.perf_counter()
                    self._came.set()

    def press(self, key: bytes, shows: bytes) -> float:
        """Press a key, and wait until this is on the screen; the seconds between."""
        self._came.clear()
        self._shown, self._awaited = b"", shows
        pressed = time.perf_counter()
        os.write(self._end, key)
        if not self._came.wait(PATIENCE):
            raise TimeoutError(f"{key!r} did not show {shows!r} within {PATIENCE:.0f} seconds")
        return self._seen - pressed

    def wait_for(self, text: bytes) -> None:
        """Wait until this is on the screen."""
        self.press(b"", text)

    def close(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()
        with suppress(OSError):
            os.close(self._end)
        self._reader.join(5)


@contextmanager
def terminal(where: Room) -> Iterator[Terminal]:
    """An open terminal that shows the stage."""
    one = Terminal(where)
    try:
        one.wait_for(b"Topics")  # a tab of every screen of a meet
        time.sleep(1)
        one.press(b"Y", b"Topics")  # the room does not see this screen
        time.sleep(1)
        one.press(*TALKS_KEY)
        yield one
    finally:
        one.close()


def cpu_seconds(pid: int) -> float:
    """The time that a process has computed so far."""
    stat = Path(f"/proc/{pid}/stat")
    if stat.exists():
        fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    said = subprocess.run(["ps", "-o", "time=", "-p", str(pid)], capture_output=True, text=True, check=True).stdout
    seconds = 0.0
    for part in said.strip().replace("-", ":").split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def idle_cpu(one: Terminal) -> float:
    """The part of one core that the stage costs while its clock runs and nobody does anything."""
    time.sleep(SETTLES)
    begun, before = time.perf_counter(), cpu_seconds(one.process.pid)
    time.sleep(IDLE)
    return (cpu_seconds(one.process.pid) - before) / (time.perf_counter() - begun)


def key_latencies(one: Terminal) -> list[float]:
    """Seconds from each key to the screen that it shows."""
    time.sleep(SETTLES)
    dice = random.Random(1)
    took = []
    for n in range(PRESSES):
        time.sleep(dice.uniform(0.05, 0.25))
        took.append(one.press(*(TALKS_KEY if n % 2 else TOPICS_KEY)))
    return took


# ── the room


def crowd(url: str, code: str, voting: int, topics: tuple[int, ...], said: Connection) -> None:
    """The phones: they join, then each votes every few seconds. In life they have processors of their own."""
    os.nice(19)

    async def live(link: Link, dice: random.Random) -> None:
        while True:
            await asyncio.sleep(dice.uniform(0, 2 * BETWEEN))
            topic = dice.choice(topics)
            await link.do(Vote(voting, topic, 1))
            await link.do(Vote(voting, topic, 0))

    async def run() -> None:
        looks = ("meet", "now", "topics", "round", "tally")
        cards = [Pass(Role.ATTENDEE, code=code, secret=f"the-secret-of-phone-{n}") for n in range(PHONES)]
        links = [Link(lambda: url, card, looks, lambda _event: None) for card in cards]
        held = [asyncio.create_task(link.run()) for link in links]
        await asyncio.gather(*(link.do(Join(f"Phone {n}")) for n, link in enumerate(links)))
        said.send("in")
        await asyncio.gather(*held, *(live(link, random.Random(n)) for n, link in enumerate(links)))

    asyncio.run(run())


@contextmanager
def phones(where: Served) -> Iterator[None]:
    """A full room, for as long as the block runs."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    voting = max(fold(read(where.folder.journal).lines).rounds.values(), key=lambda one: one.round)
    wanted = (where.socket, where.folder.code, voting.round, voting.topics, there)
    process = spawn.Process(target=crowd, args=wanted, daemon=True)
    process.start()
    try:
        if not here.poll(60):
            raise TimeoutError("the phones did not get in within 60 seconds")
        here.recv()
        yield
        if not process.is_alive():
            raise RuntimeError("the phones left before the end")
    finally:
        process.kill()
        process.join(5)


async def begin(where: Room) -> None:
    """A talk is on, and a round is open."""
    async with hosting(where) as host:
        await host.do(OpenRound(dots=20))
        await host.do(StartTalk())


def measure() -> dict[str, float]:
    """First the terminal alone, then with the room full."""
    with room(talks=8) as where:
        asyncio.run(begin(where))
        with terminal(where) as one:
            idle = idle_cpu(one)
            alone = key_latencies(one)
            with phones(where):
                full = key_latencies(one)
    return {
        "host.idle_cpu": round(idle, 4),
        "host.key_p99_ms": round(percentile(alone, 0.99) * 1000, 1),
        "host.key_p50_ms_300": round(percentile(full, 0.5) * 1000, 1),
        "host.key_p99_ms_300": round(percentile(full, 0.99) * 1000, 1),
    }


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    as_json = options.parse_args().json
    emit("host", measure(), as_json)


if __name__ == "__main__":
    main()
