"""Hundreds of phones in one process: bare sockets that say hello, ask, and keep every frame that they are sent."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from teachmeet.meetfolder import MeetFolder
from tests.world import PATIENCE, Message

LOOKS = ("meet", "now", "topics", "pitching", "round", "tally", "board", "going")
"""What a phone looks at, whatever tab it is on."""
_OWN = ('{"type":"answer"', '{"type":"refusal"', '{"type":"mine"', '{"type":"welcome"')


class Where(Protocol):
    """A meet that is served."""

    @property
    def folder(self) -> MeetFolder:
        """Its folder, with the code."""

    @property
    def socket(self) -> str:
        """Where phones connect."""


@dataclass(slots=True)
class Tape:
    """In which part of the story everybody is; each frame is kept with the part in which it came."""

    part: str = "before"


@dataclass(slots=True)
class Page:
    """One socket: a page of a phone, or a wall."""

    tape: Tape
    socket: ClientConnection
    client: str
    frames: list[tuple[str, str]] = field(default_factory=list)
    mine: Message | None = None
    n: int = 0
    """How many commands it sent."""
    _awaited: dict[tuple[str, int], "list[asyncio.Future[Message]]"] = field(default_factory=dict)
    _reading: "asyncio.Task[None] | None" = None

    @classmethod
    async def open(cls, served: Where, tape: Tape, hello: Message) -> "Page":
        """Connect and say hello; the welcome has come."""
        socket = await connect(
            served.socket, compression=None, max_size=None, proxy=None, ping_interval=None, close_timeout=2
        )
        page = cls(tape, socket, hello["client"])
        await socket.send(json.dumps({"type": "hello", "v": 1, **hello}))
        page._take(str(await asyncio.wait_for(socket.recv(), PATIENCE)))
        page._reading = asyncio.create_task(page._read())
        return page

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            async for frame in self.socket:
                self._take(str(frame))

    def _take(self, frame: str) -> None:
        self.frames.append((self.tape.part, frame))
        if not frame.startswith(_OWN):
            return
        message = json.loads(frame)
        if message.get("mine") is not None:
            self.mine = message["mine"]
        if message["type"] in ("answer", "refusal"):
            waiting = self._awaited.get((message["client"], message["n"]))
            if waiting:  # what was sent several times is answered as often, in that order
                waiting.pop(0).set_result(message)

    async def ask(self, do: str, again: tuple[str, int] | None = None, /, **fields: object) -> Message:
        """Ask for something, or `again` for what a page asked as its n-th; wait for what comes of it."""
        if again is None:
            self.n += 1
        client, n = again or (self.client, self.n)
        awaited: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._awaited.setdefault((client, n), []).append(awaited)
        await self.socket.send(json.dumps({"type": "do", "n": n, "do": do, "with": fields, "client": client}))
        return await asyncio.wait_for(awaited, PATIENCE)

    def newest(self, panel: str) -> Any:
        """The data of a panel as it came last; None when it never did."""
        for _, frame in reversed(self.frames):
            if frame.startswith(f'{{"type":"panel","name":"{panel}"'):
                return json.loads(frame)["data"]
        return None

    async def close(self) -> None:
        """Leave, as a phone that is put away."""
        self.socket.transport.abort()
        if self._reading is not None:
            await self._reading


@dataclass(slots=True)
class Phone:
    """Somebody's phone with its pages."""

    number: int
    served: Where
    tape: Tape
    pages: list[Page] = field(default_factory=list)

    async def open(self) -> Page:
        """Open one more page."""
        page = await Page.open(
            self.served,
            self.tape,
            {
                "role": "attendee",
                "client": f"page-{len(self.pages)}-of-phone-{self.number}",
                "code": self.served.folder.code,
                "secret": f"the-secret-of-phone-{self.number}",
                "look": LOOKS,
            },
        )
        self.pages.append(page)
        return page

    @property
    def mine(self) -> Message:
        """One's own part, as the first page was told it last."""
        mine = self.pages[0].mine
        assert mine is not None
        return mine


async def crowd(stack: AsyncExitStack, served: Where, tape: Tape, people: int, pages: int) -> list[Phone]:
    """So many people with so many pages each, all joined; they leave when the stack is closed."""
    phones = [Phone(number, served, tape) for number in range(people)]
    stack.push_async_callback(leave, phones)
    gate = asyncio.Semaphore(50)

    async def enter(phone: Phone) -> None:
        async with gate:
            for _ in range(pages):
                await phone.open()
            joined = await phone.pages[0].ask("join", name=f"Teacher {phone.number}")
            assert joined["type"] == "answer", joined

    await asyncio.gather(*map(enter, phones))
    return phones


async def leave(phones: Sequence[Phone]) -> None:
    """Everybody goes home."""
    await asyncio.gather(*(page.close() for phone in phones for page in phone.pages))
