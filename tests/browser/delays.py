"""A road with delays: whatever passes between a browser and the server waits, each way for itself."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

READ = 64 * 1024


@asynccontextmanager
async def slow_road(port: int, longest: float, seed: int) -> AsyncIterator[int]:
    """The port of a proxy before a server's port; each piece takes up to `longest` seconds, none overtakes another."""
    dice = random.Random(seed)
    roads: set[asyncio.Task[None]] = set()

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def deliver() -> None:
            while (piece := await under_way.get())[1]:
                await asyncio.sleep(piece[0] - loop.time())
                writer.write(piece[1])

        delivering = asyncio.create_task(deliver())
        try:
            with suppress(ConnectionError):
                while piece := await reader.read(READ):
                    under_way.put_nowait((loop.time() + dice.uniform(0, longest), piece))
            under_way.put_nowait((0.0, b""))
            await delivering
        finally:
            delivering.cancel()
            writer.close()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", port)
        for road in (asyncio.create_task(carry(reader, back)), asyncio.create_task(carry(there, writer))):
            roads.add(road)
            road.add_done_callback(roads.discard)

    proxy = await asyncio.start_server(meet, "127.0.0.1", 0)
    try:
        yield proxy.sockets[0].getsockname()[1]
    finally:
        proxy.close()
        for road in tuple(roads):
            road.cancel()
        await asyncio.gather(*roads, return_exceptions=True)
