"""How long until so many phones are in: pages, socket, welcome, name saved on disk, all at once on this machine.

And what of that comes over the wire to one phone, headers and all, gzipped as browsers have it: `wire_kb_per_phone` is
the page with its first script, the socket's beginning, the welcome and the first panels; `wire_kb_with_the_rest` also
the second script, which comes behind them, and the panels that it looks at.
"""

import argparse
import asyncio
import json
import time

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.report import emit
from benchmarks.room import Room, fetch, hello, room

AT_ONCE = 64
"""Connections being opened at one moment: the client's own handshakes share the machine with the server's."""


async def join(where: Room, gate: asyncio.Semaphore, leave: asyncio.Event) -> int:
    """One phone, from its tap until its name is saved; the bytes of its pages. Stays connected until told to leave."""
    async with gate:
        size = 0
        for path in (f"/J/{where.folder.code}", "/phone.js"):
            size += await fetch(where.port, path)
        socket = await connect(where.socket, compression=None, max_size=None, proxy=None)
        await socket.send(hello(where))
        await socket.send(json.dumps({"type": "do", "n": 1, "do": "join", "with": {"name": "Olu"}}))
        while json.loads(await socket.recv())["type"] != "answer":
            pass

    async def stay() -> None:
        await leave.wait()
        await socket.close()

    _staying.add(task := asyncio.create_task(stay()))
    task.add_done_callback(_staying.discard)
    return size


_staying: set[asyncio.Task[None]] = set()


class Counted(ClientConnection):
    """A socket that counts what comes."""

    came = 0

    def data_received(self, data: bytes) -> None:
        self.came += len(data)
        super().data_received(data)


FIRST, LATER = ("meet", "now", "round"), ("topics", "pitching", "tally", "board", "questions")
"""What a page looks at when it opens, and once its second script is there."""


async def wire() -> tuple[float, float, float]:
    """Kilobytes of the page, with the socket and first panels, and with what comes behind them."""
    with room() as where:
        page = await fetch(where.port, f"/J/{where.folder.code}") + await fetch(where.port, "/phone.js")
        later = await fetch(where.port, "/acts.js")
        async with connect(where.socket, max_size=None, proxy=None, create_connection=Counted) as socket:
            assert isinstance(socket, Counted)
            said = json.loads(hello(where))
            await socket.send(json.dumps({**said, "look": FIRST}))
            await _hear(socket, FIRST)
            first = socket.came
            await socket.send(json.dumps({"type": "look", "panels": [*LATER, *FIRST]}))
            await _hear(socket, LATER)
            return page / 1024, (page + first) / 1024, (page + later + socket.came) / 1024


async def _hear(socket: ClientConnection, panels: tuple[str, ...]) -> None:
    awaited = set(panels)
    while awaited:
        message = json.loads(await socket.recv())
        if message["type"] == "panel":
            awaited.discard(message["name"])


async def joined(people: int) -> tuple[float, int]:
    """Seconds until so many are in, and the bytes of one phone's pages."""
    with room() as where:
        gate, leave = asyncio.Semaphore(AT_ONCE), asyncio.Event()
        begun = time.perf_counter()
        sizes = await asyncio.gather(*(join(where, gate, leave) for _ in range(people)))
        seconds = time.perf_counter() - begun
        leave.set()
        await asyncio.gather(*_staying)
        return seconds, sizes[0]


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    as_json = options.parse_args().json
    figures: dict[str, float] = {}
    for people in (200, 500):
        seconds, size = asyncio.run(joined(people))
        figures[f"join.seconds_{people}"] = round(seconds, 3)
        figures["join.page_bytes"] = size
    page, first, everything = asyncio.run(wire())
    figures["join.page_kb"] = round(page, 2)
    figures["join.wire_kb_per_phone"] = round(first, 2)
    figures["join.wire_kb_with_the_rest"] = round(everything, 2)
    emit("join", figures, as_json)


if __name__ == "__main__":
    main()
