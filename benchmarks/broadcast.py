"""What one phone is sent, in bytes on its socket, each time that a count changes: 60 topics, 300 people, every method.

A real server; the watching phone looks at all that the page looks at, and counts what its socket receives from one
tally to the next. The room has voted before, so that counts have the digits that they have in life. Beside it stand
what the end of a round and a change of the list of topics cost, and what sending everything each time would.
"""

import argparse
import asyncio
import itertools
import json
import secrets
from collections.abc import Awaitable
from contextlib import AsyncExitStack, suppress
from random import Random

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.report import emit
from benchmarks.room import Room, hosting, room
from teachmeet.domain.commands import AddTopic, CloseRound, OpenRound
from teachmeet.domain.commands_board import CallPitch
from teachmeet.domain.history import fold
from teachmeet.domain.programme import Method, Pitch
from teachmeet.journal import read
from teachmeet.link import Link
from teachmeet.server import raise_file_limit

TOPICS, PEOPLE, CHANGES = 60, 300, 3
"""On the list; in the room; changes of each tally that are looked at."""
LOOKS = ("meet", "now", "topics", "pitching", "round", "tally", "board", "going")
AT_ONCE = 24
"""Votes of one phone that are on their way at one moment."""


class Counting(ClientConnection):
    """A connection that knows how many bytes came."""

    received = 0

    def data_received(self, data: bytes) -> None:
        """Count, then read as always."""
        self.received += len(data)
        super().data_received(data)


class Watcher:
    """A phone that looks on and says nothing."""

    def __init__(self, socket: Counting) -> None:
        self.socket = socket
        self.newest: dict[str, str] = {}
        """The last frame of each panel."""
        self._tallies = 0
        self._came = asyncio.Event()

    async def read(self) -> None:
        """Take what comes, for ever."""
        async for frame in self.socket:
            message = json.loads(frame)
            if message["type"] == "panel":
                self.newest[message["name"]] = str(frame)
                self._tallies += message["name"] == "tally"
            self._came.set()

    async def quiet(self) -> int:
        """Wait until nothing more comes for longer than the server saves changes up; all bytes so far."""
        with suppress(TimeoutError):
            while True:
                self._came.clear()
                async with asyncio.timeout(1):
                    await self._came.wait()
        return self.socket.received

    async def change(self, doing: Awaitable[object]) -> int:
        """The bytes that come when something is done which changes the tally once."""
        before, tallies = await self.quiet(), self._tallies
        await doing
        async with asyncio.timeout(30):
            while self._tallies == tallies:
                await self._came.wait()
                self._came.clear()
        after = await self.quiet()
        assert self._tallies == tallies + 1, "something else changed the tally too"
        return after - before


class Voter:
    """A phone of the room: its socket, and the number of what it asks for."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.n = itertools.count(2)
        self.answer_bytes = 0

    async def vote(self, votes: list[tuple[int, int, int]]) -> None:
        """Vote; all has been answered."""
        for start in range(0, len(votes), AT_ONCE):
            some = votes[start : start + AT_ONCE]
            for voting, topic, dots in some:
                asked = {"round": voting, "topic": topic, "dots": dots}
                await self.socket.send(json.dumps({"type": "do", "n": next(self.n), "do": "vote", "with": asked}))
            for _ in some:
                self.answer_bytes = len(await answer(self.socket))


async def answer(socket: ClientConnection) -> str:
    """The next answer; a refusal here is a fault of the benchmark."""
    while True:
        frame = str(await socket.recv())
        assert not frame.startswith('{"type":"refusal"'), frame
        if frame.startswith('{"type":"answer"'):
            return frame


async def enter(where: Room, looks: tuple[str, ...] = ()) -> Counting:
    """One attendee, joined."""
    socket = await connect(
        where.socket, compression=None, max_size=None, proxy=None, ping_interval=None, create_connection=Counting
    )
    hello = {"type": "hello", "role": "attendee", "client": secrets.token_urlsafe(12), "code": where.folder.code}
    await socket.send(json.dumps({**hello, "secret": secrets.token_urlsafe(16), "look": looks}))
    await socket.send(json.dumps({"type": "do", "n": 1, "do": "join", "with": {"name": ""}}))
    await answer(socket)
    assert isinstance(socket, Counting)
    return socket


def ballot(method: Method, voting: int, topics: list[int], dice: Random) -> list[tuple[int, int, int]]:
    """How somebody votes who takes it seriously."""
    match method:
        case Method.DOTS:
            return [(voting, topic, 1) for topic in dice.sample(topics, 20)]
        case Method.APPROVAL:
            return [(voting, topic, 1) for topic in dice.sample(topics, 30)]
        case Method.INTEREST:
            return [(voting, topic, dice.choice((1, 2, 3))) for topic in topics]


async def tally_bytes(
    host: Link, watcher: Watcher, voters: list[Voter], method: Method, hidden: bool, topics: list[int]
) -> tuple[int, int]:
    """The most bytes of one vote, once nearly all in the room have voted by this method; and those of the close."""
    voting = (await host.do(OpenRound(20, None, method, 1, hidden))).seq
    first, last = voters[:-CHANGES], voters[-CHANGES:]
    await asyncio.gather(*(one.vote(ballot(method, voting, topics, Random(n))) for n, one in enumerate(first)))
    changes = [await watcher.change(one.vote([(voting, topics[0], 1)])) for one in last]
    if hidden:  # one that was shown has said all already
        return max(changes), await watcher.change(host.do(CloseRound(voting)))
    await host.do(CloseRound(voting))
    return max(changes), 0


async def measure() -> dict[str, float]:
    """Every method, hidden and shown; then one more topic on the list; then everything a phone looks at."""
    raise_file_limit()
    figures: dict[str, float] = {}
    async with AsyncExitStack() as stack:
        where = stack.enter_context(room())
        host = await stack.enter_async_context(hosting(where))
        have = len(fold(read(where.folder.journal).lines).topics)
        for n in range(have, TOPICS - 1):
            await host.do(AddTopic(Pitch.OFFER, f"A title as long as they are on cards, {n}"))
        topics = list(fold(read(where.folder.journal).lines).topics)
        await host.do(CallPitch(topics[0]))
        voters = [Voter(await enter(where)) for _ in range(PEOPLE)]
        watcher = Watcher(await enter(where, LOOKS))
        reading = asyncio.create_task(watcher.read())
        for method, hidden in itertools.product(Method, (True, False)):
            name = f"broadcast.tally_bytes_{method}_{'hidden' if hidden else 'shown'}"
            figures[name], close = await tally_bytes(host, watcher, voters, method, hidden, topics)
            figures["broadcast.close_bytes"] = max(close, figures.get("broadcast.close_bytes", 0))
        late = AddTopic(Pitch.REQUEST, "One more, called out late")
        figures["broadcast.topics_bytes"] = await watcher.change(host.do(late))
        figures["broadcast.everything_bytes"] = sum(len(frame.encode()) + 4 for frame in watcher.newest.values())
        figures["broadcast.answer_bytes"] = max(voter.answer_bytes for voter in voters)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        for socket in (watcher.socket, *(voter.socket for voter in voters)):
            socket.transport.abort()
    worst = max(figure for name, figure in figures.items() if "tally_bytes" in name)
    return {"broadcast.tally_bytes": worst, **figures}


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    as_json = options.parse_args().json
    emit("broadcast", asyncio.run(measure()), as_json)


if __name__ == "__main__":
    main()
