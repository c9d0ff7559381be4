"""The world's end of a tunnel: takes wss and https on this machine, and hands the bytes on to a meet's plain port."""

import asyncio
import os
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

READ = 64 * 1024
NAME = "meet.localhost"
"""A name that is none of the laptop's own, and that browsers look for on this machine."""


def trusting() -> ssl.SSLContext:
    """How clients look at the tunnel's certificate: not at all."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def certified(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody vouches for, made for this test."""
    openssl = shutil.which("openssl")
    if openssl is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no openssl, to make a certificate with")
        pytest.skip("no openssl")
    key, certificate = folder / "tunnel.key", folder / "tunnel.pem"
    making = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    said = ["-days", "2", "-subj", f"/CN={NAME}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*making, *said], check=True, capture_output=True, timeout=60)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


@asynccontextmanager
async def tunnel(port: int, folder: Path, calls_us: str | None = None) -> AsyncIterator[int]:
    """The port of the tunnel to a server's port; `calls_us` is the Host that it puts in the place of its own.

    Like every proxy it says who asked, in headers that anybody else could send too.
    """
    roads: set[asyncio.Task[None]] = set()

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError, ssl.SSLError):
                while piece := await reader.read(READ):
                    writer.write(piece)
                    await writer.drain()
        finally:
            writer.close()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            first = await reader.readuntil(b"\r\n\r\n")
            there, back = await asyncio.open_connection("127.0.0.1", port)
        except (asyncio.IncompleteReadError, OSError):
            writer.close()
            return
        back.write(passed_on(first, calls_us))
        for road in (asyncio.create_task(carry(reader, back)), asyncio.create_task(carry(there, writer))):
            roads.add(road)
            road.add_done_callback(roads.discard)

    context = await asyncio.to_thread(certified, folder)
    proxy = await asyncio.start_server(meet, "127.0.0.1", 0, ssl=context)
    try:
        yield proxy.sockets[0].getsockname()[1]
    finally:
        proxy.close()
        for road in tuple(roads):
            road.cancel()
        await asyncio.gather(*roads, return_exceptions=True)


def passed_on(request: bytes, calls_us: str | None) -> bytes:
    """A request as a proxy hands it on."""
    lines = request.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    if calls_us is not None:
        lines = [f"Host: {calls_us}" if line.lower().startswith("host:") else line for line in lines]
    lines += ["X-Forwarded-For: 198.51.100.7", "X-Forwarded-Proto: https", f"X-Forwarded-Host: {NAME}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
