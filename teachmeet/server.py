"""Websockets and static pages ↔ hub. Knows no rules: it checks who may connect, and carries bytes."""

import asyncio
import errno
import logging
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from websockets.asyncio.server import Server as Listening
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.protocol import State

from teachmeet.arrivals import Arrivals
from teachmeet.domain.panels import Notice
from teachmeet.hub import Hub
from teachmeet.pages import Page, chosen
from teachmeet.session import Frame
from teachmeet.wire import MAX_FRAME

BACKLOG = 4_096
SLOW = 64 * 1024
"""A client with so many bytes unsent gets its panels later, the newest ones only."""
DEAF = 2 * 1024 * 1024
"""A client with so many bytes unsent is not reading any more."""
LOOK = 2.0
"""Seconds between two looks at who came and who did not get through."""
REFRESH = 2.0
"""Addresses are read again at most so often, in seconds, when an unknown one is asked for."""

log = logging.getLogger("teachmeet.server")


class PortTaken(Exception):
    """The port is in use, or may not be used."""


class NoSuchAddress(Exception):
    """The address to listen on is none of this laptop's."""


class Socket:
    """One client's way out: writes frames to its transport at once, without a task for each."""

    def __init__(self, connection: ServerConnection) -> None:
        self._connection = connection
        self._closing: asyncio.Task[None] | None = None

    def send(self, data: bytes) -> None:
        """Send what only this client gets; a client that does not read is cut off, and will come back."""
        if self._connection.protocol.state is State.OPEN:
            transport = self._connection.transport
            if transport.get_write_buffer_size() > DEAF:
                transport.abort()
            else:
                transport.write(text_frame(data))

    def show(self, frame: Frame) -> bool:
        """Send what many get, packed once for all of them; False when this one has too much unsent."""
        if self._connection.protocol.state is not State.OPEN:
            return True
        transport = self._connection.transport
        if transport.get_write_buffer_size() > SLOW:
            return False
        if frame.packed is None:
            frame.packed = text_frame(frame.data)
        transport.write(frame.packed)
        return True

    def close(self, reason: str) -> None:
        """Close after what was sent."""
        if self._closing is None:
            self._closing = asyncio.create_task(self._connection.close(1001, reason))


def text_frame(data: bytes) -> bytes:
    """An unmasked, unfragmented text frame (RFC 6455, section 5.2)."""
    size = len(data)
    if size < 126:
        return b"\x81" + size.to_bytes(1) + data
    if size < 1 << 16:
        return b"\x81\x7e" + size.to_bytes(2) + data
    return b"\x81\x7f" + size.to_bytes(8) + data


class Server:
    """Listens for a hub. `addresses` gives the laptop's own addresses and names, read afresh at each call.

    `public` gives the public address (`https://meet.example`), or nothing: a request may name that too. What hands on
    from there may say in headers who asked (`X-Forwarded-…`): that is never looked at.
    """

    def __init__(
        self,
        hub: Hub,
        code: str,
        addresses: Callable[[], frozenset[str]],
        public: Callable[[], str] = lambda: "",
        arrivals: Arrivals | None = None,
    ) -> None:
        self._hub, self._code = hub, code
        self._public = public
        self._arrivals = arrivals or Arrivals(time.monotonic)
        self._told: frozenset[str] = frozenset()
        self._looking: asyncio.TimerHandle | None = None
        self._read_addresses = addresses
        self._addresses, self._read_at = addresses(), time.monotonic()
        self._listening: Listening | None = None

    async def listen(self, bind: str, port: int) -> int:
        """Accept connections; returns the port, which is a free one when 0 was asked for."""
        raise_file_limit()
        try:
            self._listening = await serve(
                self._handle,
                bind,
                port,
                process_request=self._process_request,
                compression=None,
                max_size=MAX_FRAME,
                max_queue=4,
                backlog=BACKLOG,
                server_header=None,
                close_timeout=2,
                logger=_quiet(),
            )
        except OSError as error:
            taken = error.errno in (errno.EADDRINUSE, errno.EACCES, errno.EPERM)
            raise (PortTaken if taken else NoSuchAddress)(error.strerror) from error
        self._look_who_came()
        return int(next(iter(self._listening.sockets)).getsockname()[1])

    async def close(self) -> None:
        """Stop accepting, and close what is open."""
        if self._looking is not None:
            self._looking.cancel()
        if self._listening is not None:
            self._listening.close()
            with suppress(TimeoutError):
                async with asyncio.timeout(3):
                    await self._listening.wait_closed()

    async def _handle(self, connection: ServerConnection) -> None:
        session = self._hub.open(Socket(connection))
        receive = self._hub.receive
        try:
            receive(session, await connection.recv())
            if connection.request is not None and "Origin" in connection.request.headers:  # only browsers say it
                self._arrivals.spoke(_address_of(connection))
            while True:
                receive(session, await connection.recv())
        except ConnectionClosed:
            pass
        finally:
            self._hub.close(session)

    # ── who comes

    def _look_who_came(self) -> None:
        """Tell the host what phones did not manage, or manage by now."""
        signs = self._arrivals.signs()
        for code in self._told - signs:
            self._hub.tell_host_no_more(code)
        for code in signs - self._told:
            self._hub.tell_host(Notice(code, {}))
        self._told = signs
        self._looking = asyncio.get_running_loop().call_later(LOOK, self._look_who_came)

    def _count(self, path: str, address: str) -> None:
        """A page was asked for; what this laptop asks for itself is no phone, unless a tunnel ends here."""
        if address in self._addresses and not self._public():
            return
        if path == "/" or path[:3].upper() == "/J/":
            self._arrivals.asked(address, path[3:].strip("/").upper() == self._code.upper())
        elif path == "/phone.js":
            self._arrivals.loaded(address)

    # ── http

    def _process_request(self, connection: ServerConnection, request: Request) -> Response | None:
        hosts = request.headers.get_all("Host")
        host = hosts[0] if len(hosts) == 1 else ""
        if not self._is_ours(host):
            return _say(HTTPStatus.FORBIDDEN, "This address is not this laptop's. Open the one under the code.\n")
        if request.method not in ("GET", "HEAD"):
            return _say(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET works here.\n")
        path, _, query = request.path.partition("?")
        if path == "/ws":
            return self._admit(request, host)
        self._count(path, _address_of(connection))
        return self._serve_page(path, query, request)

    def _admit(self, request: Request, host: str) -> Response | None:
        """A browser says which page opened the socket: only our own may. Others say nothing, and hold a secret."""
        origins = request.headers.get_all("Origin")
        ours = {f"http://{host.lower()}", f"https://{host.lower()}", self._public()}
        if any(origin.lower() not in ours for origin in origins):
            return _say(HTTPStatus.FORBIDDEN, "This page may not open a socket here.\n")
        return None

    def _serve_page(self, path: str, query: str, request: Request) -> Response:
        if path == "/healthz":
            return _say(HTTPStatus.OK, "ok\n")
        pages = chosen(query, ",".join(request.headers.get_all("Accept-Language")))
        if path == "/" or path[:3].upper() == "/J/":
            right = path == "/" or path[3:].strip("/").upper() == self._code.upper()
            return _send(pages.phone, request, HTTPStatus.OK if right else HTTPStatus.NOT_FOUND)
        page = pages.files.get(path.rstrip("/").lower())  # /Kiosk/ is typed by hand
        if page is None:
            return _say(HTTPStatus.NOT_FOUND, "There is nothing here. Open the address under the code.\n")
        return _send(page, request, HTTPStatus.OK)

    def _is_ours(self, host: str) -> bool:
        """Whether a Host header names this laptop; wifi that changed mid-meet locks nobody out."""
        name = host_name(host)
        if name in self._addresses or name == host_name(self._public().partition("://")[2]) != "":
            return True
        if time.monotonic() - self._read_at > REFRESH:
            self._addresses, self._read_at = self._read_addresses(), time.monotonic()
        return name in self._addresses


def _address_of(connection: ServerConnection) -> str:
    """From where a connection came, to count by; empty when it is gone already."""
    where = connection.remote_address
    return str(where[0]) if where else ""


def host_name(host: str) -> str:
    """The name or address in a Host header, without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


def _send(page: Page, request: Request, status: HTTPStatus) -> Response:
    headers = Headers(
        {
            "Content-Type": page.kind,
            "Cache-Control": "no-cache",
            "Vary": "Accept-Encoding, Accept-Language",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
    )
    if page.policy:
        headers["Content-Security-Policy"] = page.policy
    body = page.body
    if any("gzip" in accepted for accepted in request.headers.get_all("Accept-Encoding")):
        body = page.zipped
        headers["Content-Encoding"] = "gzip"
    return _respond(status, headers, body, request.method)


def _say(status: HTTPStatus, text: str) -> Response:
    return _respond(status, Headers({"Content-Type": "text/plain; charset=utf-8"}), text.encode(), "GET")


def _respond(status: HTTPStatus, headers: Headers, body: bytes, method: str) -> Response:
    headers["Content-Length"] = str(len(body))
    headers["Connection"] = "close"
    return Response(status.value, status.phrase, headers, b"" if method == "HEAD" else body)


def raise_file_limit() -> None:
    """Allow as many sockets as the system lets this process have; Windows has no such limit."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = 65_536 if hard == resource.RLIM_INFINITY else min(65_536, hard)
        if soft < wanted:
            with suppress(OSError, ValueError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _quiet() -> logging.Logger:
    """The library's log without what scanners and vanishing phones cause all evening."""
    quiet = logging.getLogger("teachmeet.websockets")
    quiet.setLevel(logging.CRITICAL)
    return quiet
