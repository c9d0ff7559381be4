"""A real server of a throw-away meet in a process of its own, and bare clients that measure it."""

import asyncio
import json
import secrets
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from teachmeet.domain.actors import Role
from teachmeet.domain.commands import MakeMeet
from teachmeet.domain.programme import MICRO, Format, Signup, TalkPlan, TopicPlan
from teachmeet.laptop import Laptop
from teachmeet.link import Link, Pass, Up
from teachmeet.meetfolder import MeetFolder

TOPICS = 40


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: where, and its folder."""

    port: int
    folder: MeetFolder

    @property
    def socket(self) -> str:
        """Where clients connect."""
        return f"ws://127.0.0.1:{self.port}/ws"


@dataclass(frozen=True, slots=True)
class Room(Served):
    """A server that runs in a process of its own."""

    process: "subprocess.Popen[str]"


def founding(talks: int = 0) -> MakeMeet:
    """What makes a meet with topics to vote on, and so many talks."""
    topics = tuple(TopicPlan(None, f"Topic {n}") for n in range(TOPICS))
    given = tuple(TalkPlan(Signup(f"Speaker {n}"), f"Lesson {n}", MICRO, 3600) for n in range(talks))
    return MakeMeet("Measured", Format.EDCAMP, "UTC", talks=given, topics=topics)


@contextmanager
def room(talks: int = 0) -> Iterator[Room]:
    """A meet with topics to vote on, and so many talks, served on a free port of loopback until the block ends."""
    with tempfile.TemporaryDirectory(prefix="teachmeet-") as folder:
        made = Laptop(Path(folder)).new("measured", founding(talks))
        serving = ("--sessions", folder, "serve", "measured", "--bind", "127.0.0.1", "--port", "0", "--json")
        process = subprocess.Popen([sys.executable, "-m", "teachmeet", *serving], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        try:
            ready = json.loads(process.stdout.readline())
            yield Room(ready["port"], made, process)
        finally:
            process.terminate()
            process.wait(10)
            process.stdout.close()


@asynccontextmanager
async def hosting(where: Served) -> AsyncIterator[Link]:
    """The host's link, welcomed."""
    up = asyncio.Event()
    card = Pass(Role.HOST, key=where.folder.host)
    link = Link(lambda: where.socket, card, (), lambda event: up.set() if isinstance(event, Up) else None)
    holding = asyncio.create_task(link.run())
    try:
        async with asyncio.timeout(30):
            await up.wait()
        yield link
    finally:
        holding.cancel()
        await asyncio.wait([holding])


def hello(room: Room) -> str:
    """An attendee's hello, as phones send it."""
    return json.dumps(
        {
            "type": "hello",
            "role": "attendee",
            "client": secrets.token_urlsafe(12),
            "code": room.folder.code,
            "secret": secrets.token_urlsafe(16),
            "look": ["meet", "now", "topics", "round", "tally"],
        }
    )


async def fetch(port: int, path: str) -> int:
    """Get one page as a phone does, over a connection of its own; how many bytes came."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    writer.write(request.encode())
    body = await reader.read()
    writer.close()
    assert body.startswith(b"HTTP/1.1 200"), body[:60]
    return len(body)


def percentile(values: list[float], part: float) -> float:
    """The value below which this part of all lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]
