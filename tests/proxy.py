"""A road that can swallow: a proxy whose connections stay open while nothing, or only half of it, arrives.

What wifi does to a phone that walks out of the hall: nobody is told that the other one is gone.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum

READ = 64 * 1024


class Swallowed(Enum):
    """What does not arrive."""

    NOTHING = "nothing"
    ANSWERS = "what the server sends"
    ALL = "what anybody sends"


@dataclass(slots=True)
class Proxy:
    """The road to a server's port of this machine, `to`, from a port of its own."""

    to: int
    port: int = 0
    swallowed: Swallowed = Swallowed.NOTHING
    _deaf: set[asyncio.StreamWriter] = field(default_factory=set)
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _roads: set["asyncio.Task[None]"] = field(default_factory=set)

    def swallow(self, what: Swallowed) -> None:
        """From now on this does not arrive. A connection that lost something never carries anything again."""
        self.swallowed = what

    def restore(self) -> None:
        """New connections carry everything; those that were open stay open, and dead."""
        self._deaf |= self._open
        self.swallowed = Swallowed.NOTHING

    def _loses(self, writer: asyncio.StreamWriter, answers: bool) -> bool:
        if self.swallowed is Swallowed.ALL or (answers and self.swallowed is Swallowed.ANSWERS):
            self._deaf.add(writer)
        return writer in self._deaf

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answers: bool) -> None:
        self._open.add(writer)
        with suppress(ConnectionError):
            while piece := await reader.read(READ):
                if not self._loses(writer, answers):
                    writer.write(piece)
                    await writer.drain()
            if not self._loses(writer, answers):  # an end is swallowed too
                writer.close()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            if self.swallowed is Swallowed.NOTHING:
                writer.close()
            return
        for road in (self._carry(reader, back, False), self._carry(there, writer, True)):
            task = asyncio.create_task(road)
            self._roads.add(task)
            task.add_done_callback(self._roads.discard)

    async def _end(self) -> None:
        for writer in self._open:
            writer.close()
        for road in tuple(self._roads):
            road.cancel()
        await asyncio.gather(*self._roads, return_exceptions=True)


@asynccontextmanager
async def proxy(to: int) -> AsyncIterator[Proxy]:
    """A road to this port of loopback; everything on it is closed at the end."""
    road = Proxy(to)
    listening = await asyncio.start_server(road._meet, "127.0.0.1", 0)
    road.port = listening.sockets[0].getsockname()[1]
    try:
        yield road
    finally:
        listening.close()
        await road._end()
