"""Durable votes a second of the real server, beside a bare websockets echo in the same run, with as many clients.

Both servers run in a process of their own; the same client sends the same frames to both and waits for each
answer before its next. A vote is answered when it is on disk; the echo does nothing at all.
"""

import argparse
import asyncio
import json
import logging
import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

from benchmarks.report import emit
from benchmarks.room import Room, hello, hosting, percentile, room
from teachmeet.domain.commands import OpenRound
from teachmeet.server import raise_file_limit

_ANSWERS = ('{"type":"answer"', '{"type":"do"')
PHONES, SECONDS, ROUNDS = 1_000, 4.0, 3


async def _echo(connection: ServerConnection) -> None:
    async for message in connection:
        await connection.send(message)


def serve_echo(said: Connection) -> None:
    """The peer: a bare echo, with the server's own settings."""

    async def run() -> None:
        raise_file_limit()
        logging.getLogger("websockets.server").setLevel(logging.CRITICAL)  # its clients end by leaving
        async with serve(_echo, "127.0.0.1", 0, compression=None, max_queue=4, backlog=4096) as server:
            said.send(next(iter(server.sockets)).getsockname()[1])
            await server.serve_forever()

    asyncio.run(run())


async def phone(socket: ClientConnection, frame: Callable[[int], str], until: float, took: list[float]) -> None:
    """Send a frame, wait for its answer, again, until the time is over."""
    n = 1
    while (sent := time.perf_counter()) < until:
        n += 1
        await socket.send(frame(n))
        while not str(await socket.recv()).startswith(_ANSWERS):
            pass
        took.append(time.perf_counter() - sent)


async def storm(sockets: list[ClientConnection], frame: Callable[[int], str]) -> tuple[float, float]:
    """Answers a second, and the 99th percentile of their time in seconds."""
    took: list[float] = []
    begun = time.perf_counter()
    await asyncio.gather(*(phone(socket, frame, begun + SECONDS, took) for socket in sockets))
    return len(took) / (time.perf_counter() - begun), percentile(took, 0.99)


async def enter(where: Room) -> ClientConnection:
    """One attendee, joined."""
    socket = await connect(where.socket, compression=None, max_size=None, proxy=None, ping_interval=None)
    await socket.send(hello(where))
    await socket.send(json.dumps({"type": "do", "n": 1, "do": "join", "with": {"name": ""}}))
    while json.loads(await socket.recv())["type"] != "answer":
        pass
    return socket


async def open_round(where: Room) -> tuple[int, list[int]]:
    """Have the host open a round; its number and its topics."""
    async with hosting(where) as host:
        answer = await host.do(OpenRound(dots=20))
    return answer.seq, list(range(2, 2 + 20))


def vote(number: int, topics: list[int]) -> Callable[[int], str]:
    """The n-th vote of a phone, given with an even n and taken back with the next: each one needs the disk."""

    def frame(n: int) -> str:
        voted = {"round": number, "topic": topics[n // 2 % len(topics)], "dots": 1 - n % 2}
        return json.dumps({"type": "do", "n": n, "do": "vote", "with": voted}, separators=(",", ":"))

    return frame


async def measure(echo_port: int) -> dict[str, float]:
    """Both storms in turn, several times; the median of the ratios, so that a busy moment counts for neither."""
    raise_file_limit()
    with room() as where:
        number, topics = await open_round(where)
        frame = vote(number, topics)
        voters = [await enter(where) for _ in range(PHONES)]
        echo_url = f"ws://127.0.0.1:{echo_port}"
        echoes = [
            await connect(echo_url, compression=None, proxy=None, ping_interval=None) for _ in range(PHONES)
        ]
        runs = []
        offset = 0
        for _ in range(ROUNDS):
            echo = await storm(echoes, frame)
            start = offset
            durable = await storm(voters, lambda n, start=start: frame(start + n))  # type: ignore[misc]
            offset += 1_000_000
            runs.append((durable[0] / echo[0], durable[1] / echo[1], durable[0], echo[0]))
        for socket in (*voters, *echoes):
            socket.transport.abort()
    by_rate, by_p99 = sorted(runs), sorted(run[1] for run in runs)
    middle = by_rate[len(by_rate) // 2]
    return {
        "durable_over_echo": round(middle[0], 3),
        "p99_over_echo": round(by_p99[len(by_p99) // 2], 3),
        "durable_per_second": round(middle[2]),
        "echo_per_second": round(middle[3]),
    }


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    as_json = options.parse_args().json
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    echo = spawn.Process(target=serve_echo, args=(there,), daemon=True)
    echo.start()
    figures = asyncio.run(measure(here.recv()))
    echo.terminate()
    emit("votes", figures, as_json)


if __name__ == "__main__":
    main()
