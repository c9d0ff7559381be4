"""The world around a meet, for real: folders, server processes, sockets, requests. Everything ends with its test."""

import asyncio
import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from teachmeet.domain.commands import MakeMeet
from teachmeet.domain.programme import Format, Pitch, Signup, TalkPlan, TopicPlan
from teachmeet.laptop import Laptop
from teachmeet.meetfolder import MeetFolder

ROOT = Path(__file__).parent.parent
PATIENCE = 30.0
"""Seconds that anything may take on the slowest machine; nothing waits so long unless it is broken."""

Message = dict[str, Any]

EVENING = MakeMeet(
    "TeachMeet Leeds",
    Format.TEACHMEET,
    "Europe/London",
    talks=(TalkPlan(Signup("Grace", publish=True), "A reading corner", "micro", 420),),
    topics=tuple(TopicPlan(None, title, Pitch.OFFER) for title in ("Chess", "Quiet groups", "Rain")),
)
"""A meet with one talk and three topics to vote on."""


def make_meet(sessions: Path, slug: str = "leeds", made: MakeMeet = EVENING) -> MeetFolder:
    """Make a meet as `teachmeet new` does."""
    return Laptop(sessions).new(slug, replace(made))


async def until(condition: Callable[[], object], what: str = "it came", seconds: float = PATIENCE) -> None:
    """Wait until the condition holds; fails after a time that is long for any machine."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while not condition():
        assert loop.time() < deadline, f"not within {seconds:.0f} seconds: {what}"
        await asyncio.sleep(0.01)


def free_port() -> int:
    """A free port below those that the system gives out, so that no client's end can ever be in the way."""
    while True:
        port = random.randint(20_000, 32_000)
        with socket.socket() as trying, contextlib.suppress(OSError):
            trying.bind(("127.0.0.1", port))
            return port


# ── processes


def command(*args: str | Path) -> list[str]:
    """`python -m teachmeet …`, as a list."""
    return [sys.executable, "-m", "teachmeet", *map(str, args)]


def limited_to(file_bytes: int, *args: str | Path) -> list[str]:
    """The same, in a process that may make no file longer than that: the disk that is full in the middle of a line."""
    limit = "import os, resource, sys; n = int(sys.argv[1]); resource.setrlimit(resource.RLIMIT_FSIZE, (n, n)); "
    start = "os.execv(sys.executable, [sys.executable, '-m', 'teachmeet', *sys.argv[2:]])"
    return [sys.executable, "-c", limit + start, str(file_bytes), *map(str, args)]


def without_powers(*args: str | Path) -> list[str]:
    """The same, in a process to which folders' permissions apply though it is root's (Linux capabilities 1 and 2)."""
    drop = "import ctypes, os, sys; c = ctypes.CDLL(None); os.getuid() or [c.prctl(24, n, 0, 0, 0) for n in (1, 2)]; "
    start = "os.execv(sys.executable, [sys.executable, '-m', 'teachmeet', *sys.argv[1:]])"
    return [sys.executable, "-c", drop + start, *map(str, args)]


def environment(**more: str) -> dict[str, str]:
    """The environment of a child: ours, without what would lead it elsewhere."""
    inherited = {name: value for name, value in os.environ.items() if name != "TEACHMEET_SESSIONS"}
    return {**inherited, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **more}


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command went."""

    code: int
    out: str
    err: str


def run(
    *args: str | Path, cwd: Path | None = None, line: Sequence[str] = (), **env: str
) -> Ran:
    """Run the command line to its end; `line` replaces the whole command."""
    done = subprocess.run(
        list(line) or command(*args),
        cwd=cwd,
        env=environment(**env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@dataclass(slots=True)
class Served:
    """A meet's server in a process of its own."""

    folder: MeetFolder
    process: "subprocess.Popen[bytes]"
    ready: Message
    errors: Path

    @property
    def port(self) -> int:
        """Where it listens."""
        port = self.ready["port"]
        assert isinstance(port, int)
        return port

    @property
    def socket(self) -> str:
        """Where clients connect."""
        return f"ws://127.0.0.1:{self.port}/ws"

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    async def ended(self) -> int:
        """Its exit code, once it has ended by itself."""
        return await asyncio.to_thread(self.process.wait, PATIENCE)

    def complaint(self) -> str:
        """What it said on stderr."""
        return self.errors.read_text(encoding="utf-8")

    async def stop(self) -> int:
        """Ask it to stop, as Ctrl+C does; its exit code."""
        self.process.send_signal(signal.SIGINT)
        return await self.ended()


def serve_command(folder: MeetFolder, port: int | None = 0) -> list[str | Path]:
    """The arguments that serve a meet on loopback; without a port it takes its own again."""
    at = () if port is None else ("--port", str(port))
    return ["--sessions", folder.path.parent, "serve", folder.slug, "--bind", "127.0.0.1", *at, "--json"]


@contextmanager
def started(folder: MeetFolder, port: int | None = 0, line: Sequence[str] = ()) -> Iterator[Served]:
    """A server that has said it is ready; killed at the end, whatever happened."""
    errors = folder.path.with_name(f"{folder.slug}.stderr")
    with errors.open("ab") as said:
        process = subprocess.Popen(
            list(line) or command(*serve_command(folder, port)),
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
        )
    assert process.stdout is not None
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()
    try:
        told = process.stdout.readline()
        watchdog.cancel()
        assert told, f"the server did not start: {errors.read_text(encoding='utf-8')}"
        yield Served(folder, process, json.loads(told), errors)
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()
        process.stdout.close()


@asynccontextmanager
async def serving(folder: MeetFolder, port: int | None = 0, line: Sequence[str] = ()) -> AsyncIterator[Served]:
    """The same, without holding up the loop while the server starts."""
    holding = started(folder, port, line)
    served = await asyncio.to_thread(holding.__enter__)
    try:
        yield served
    finally:
        holding.__exit__(None, None, None)


# ── sockets


@dataclass(slots=True)
class Client:
    """One socket spoken to as a stranger would who has only read the protocol: plain JSON, everything kept."""

    connection: ClientConnection
    heard: list[Message] = field(default_factory=list)
    closed: tuple[int | None, str] | None = None
    _n: int = 0
    _reading: "asyncio.Task[None] | None" = None

    async def _read(self) -> None:
        try:
            async for frame in self.connection:
                self.heard.append(json.loads(frame))
        except ConnectionClosed:
            pass
        self.closed = (self.connection.close_code, self.connection.close_reason or "")

    async def send(self, message: Message | str | bytes) -> None:
        """Send a message, or any frame."""
        await self.connection.send(json.dumps(message) if isinstance(message, dict) else message)

    async def hear(self, kind: str, since: int = 0, **fields: object) -> Message:
        """The first message of this type, with these fields, after the first `since` ones; waits for it."""
        found: list[Message] = []

        def came() -> bool:
            for message in self.heard[since:]:
                if message["type"] == kind and all(message.get(name) == value for name, value in fields.items()):
                    found.append(message)
                    return True
            assert self.closed is None, f"closed {self.closed} before {kind} {fields} came; heard {self.heard[-3:]}"
            return False

        await until(came, f"{kind} {fields}; heard {self.heard[-3:]}")
        return found[0]

    async def panel(self, name: str, that: Callable[[Any], object] = lambda _data: True) -> Any:
        """A panel's data, once it is as it should be."""

        def fits() -> bool:
            newest = self.newest(name)
            return newest is not None and bool(that(newest))

        await until(fits, f"panel {name}: {self.newest(name)}")
        return self.newest(name)

    def newest(self, name: str) -> Any:
        """The data of a panel as it was sent last; None when it never came."""
        of_it = [m for m in self.heard if m["type"] == "panel" and m["name"] == name]
        return of_it[-1]["data"] if of_it else None

    async def answered(self, n: int, client: str | None = None, since: int = 0) -> Message:
        """What came of a command: its answer, or its refusal."""
        found: list[Message] = []

        def came() -> bool:
            found.extend(
                m
                for m in self.heard[since:]
                if m["type"] in ("answer", "refusal") and m["n"] == n and client in (None, m["client"])
            )
            assert found or self.closed is None, f"closed {self.closed} before {n} was answered"
            return bool(found)

        await until(came, f"an answer to {n}; heard {self.heard[-3:]}")
        return found[0]

    async def do(self, do: str, **fields: object) -> Message:
        """Ask for something, and wait for the answer or the refusal."""
        self._n += 1
        n, since = self._n, len(self.heard)
        await self.send({"type": "do", "n": n, "do": do, "with": fields})
        return await self.answered(n, since=since)

    async def refused(self, do: str, **fields: object) -> str:
        """Ask for something that must be refused; the code of the refusal."""
        answer = await self.do(do, **fields)
        assert answer["type"] == "refusal", answer
        assert answer["say"]
        return str(answer["code"])

    async def close(self) -> None:
        """Leave."""
        await self.connection.close()
        if self._reading is not None:
            await self._reading

    async def gone(self) -> tuple[int | None, str]:
        """Wait until the server has closed; the code and the reason."""
        await until(lambda: self.closed is not None, "the socket was closed")
        assert self.closed is not None
        return self.closed

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


async def dial(url: str, **how: Any) -> Client:
    """A socket on which nothing was said yet."""
    connection = await connect(url, compression=None, max_size=None, proxy=None, close_timeout=2, **how)
    client = Client(connection)
    client._reading = asyncio.create_task(client._read())
    return client


EVERYTHING = ["meet", "now", "topics", "round", "tally"]
"""What a phone looks at."""


def hello(role: str, client: str = "", **more: object) -> Message:
    """A client's first message."""
    return {"type": "hello", "role": role, "client": client or f"page{random.getrandbits(64):016x}", "v": 1, **more}


async def come_in(url: str, first: Message) -> Client:
    """A client that was welcomed."""
    client = await dial(url)
    await client.send(first)
    await until(lambda: client.heard or client.closed, "a welcome")
    assert client.heard[0]["type"] == "welcome", client.heard
    return client


async def attendee(served: Served, secret: str, name: str | None = None, look: Sequence[str] = EVERYTHING) -> Client:
    """A phone that is in; joined under a name if one is given."""
    code = served.folder.code
    client = await come_in(served.socket, hello("attendee", code=code, secret=secret, look=list(look)))
    if name is not None:
        assert (await client.do("join", name=name))["type"] == "answer"
    return client


HOSTS = [*EVERYTHING, "join", "talks", "people", "questions", "desk"]
"""What the host's terminal looks at."""


async def hosting(served: Served, look: Sequence[str] = HOSTS) -> Client:
    """The host."""
    return await come_in(served.socket, hello("host", key=served.folder.host, look=list(look)))


# ── requests


@dataclass(frozen=True, slots=True)
class Response:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


async def request(port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Response:
    """Ask for a page; headers are given with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def ask() -> Response:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
            connection.request(method, path, body, named)
            with connection.getresponse() as came:
                return Response(came.status, {n.lower(): v for n, v in came.getheaders()}, came.read())

    return await asyncio.to_thread(ask)
