"""A client's end of the socket: connects, connects again, sends again what was not answered. Draws nothing.

The terminal and the rehearsal's attendees each hold one. What happens is told to one listener, in order.
"""

import asyncio
import random
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidURI, WebSocketException

from teachmeet import wire
from teachmeet.domain.actors import Role
from teachmeet.domain.commands import Command
from teachmeet.domain.panels import Mine, Panel
from teachmeet.domain.refusals import Code
from teachmeet.words import load

RETRIED = frozenset({Code.TOO_FAST, Code.TOO_MANY_UNANSWERED, Code.STOPPING})
"""Refusals of a moment: the command is kept, and sent again a little later."""
MOST_UNANSWERED = 32
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0
"""Seconds before connecting again: doubled each time up to the longest, a random part of it waited."""
BEAT = 15.0
"""Seconds between two pings that measure the clock."""


class Rejected(Exception):
    """The meet said no; `code` is one of `refusals.Code`, `say` the sentence, `values` what it speaks of."""

    def __init__(self, code: str, say: str, values: dict[str, str | int]) -> None:
        super().__init__(say)
        self.code, self.say, self.values = code, say, values


@dataclass(frozen=True, slots=True)
class Up:
    """Connected and welcomed."""


@dataclass(frozen=True, slots=True)
class Down:
    """Not connected; the link goes on trying."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel came, whole."""

    name: str
    panel: Panel


@dataclass(frozen=True, slots=True)
class Own:
    """One's own part came."""

    mine: Mine | None


@dataclass(frozen=True, slots=True)
class Ended:
    """The server said goodbye: `why` is `stopped` or `not_saved`; `saved` is in milliseconds since 1970."""

    why: str
    reason: str
    saved: int


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """The server did not let us in, and would not the next time either."""

    code: str
    say: str


@dataclass(frozen=True, slots=True)
class No:
    """The server refused what was sent without wanting an answer; as `Rejected` says it."""

    code: str
    say: str
    values: dict[str, str | int]


Event = Up | Down | Shown | Own | Ended | TurnedAway | No


@dataclass(frozen=True, slots=True)
class Pass:
    """With what one comes in: an attendee's code and secret, or the host's key."""

    role: Role
    code: str = ""
    secret: str | None = None
    key: str = ""


@dataclass(slots=True)
class _Waiting:
    do: wire.Do
    answer: asyncio.Future[wire.Answer]
    sent: bool = False


@dataclass(slots=True)
class Link:
    """One client of a meet's server at `url` (`ws://…/ws`). `run` holds it; cancel that to leave."""

    url: Callable[[], str]
    card: Pass
    look: tuple[str, ...]
    listener: Callable[[Event], None]
    client: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    connected: bool = False
    connections: int = 0
    """How many times it was welcomed."""
    ahead: float = 0.0
    """By how many seconds the server's clock is ahead of this process's monotonic one."""
    _best_trip: float = float("inf")
    _n: int = 0
    _waiting: dict[int, _Waiting] = field(default_factory=dict)
    _socket: ClientConnection | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self) -> None:
        """Stay connected until cancelled, or until the server says goodbye or turns us away."""
        pause = FIRST_PAUSE
        while True:
            before = self.connections
            try:
                if await self._visit():
                    return
            except (OSError, WebSocketException, InvalidHandshake, InvalidURI, TimeoutError, EOFError):
                pass
            finally:
                self._gone()
            pause = FIRST_PAUSE if self.connections > before else min(pause * 2, LONGEST_PAUSE)
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))

    async def do(self, command: Command) -> wire.Answer:
        """Ask for something, and wait until it is on the server's disk; raises Rejected when the answer is no.

        Sent again after every reconnection until it is answered: done once all the same.
        """
        self._n += 1
        waiting = _Waiting(wire.write_command(self._n, command), asyncio.get_running_loop().create_future())
        self._waiting[self._n] = waiting
        await self._send_waiting()
        return await waiting.answer

    async def send(self, message: wire.FromClient) -> None:
        """Send what needs no answer; lost when there is no connection."""
        if self._socket is not None and self.connected:
            with suppress(WebSocketException, OSError):
                await self._socket.send(wire.encode(message), text=True)

    def now(self) -> float:
        """The server's time, in seconds since 1970, as well as the pings tell."""
        return time.monotonic() + self.ahead

    def drop(self) -> None:
        """Lose the connection at once, as a phone does that goes to sleep; the link comes back by itself."""
        if self._socket is not None:
            self._socket.transport.abort()

    # ── one visit

    async def _visit(self) -> bool:
        """One connection, from hello to its end; True when there is no point in coming back."""
        async with connect(self.url(), compression=None, max_size=None, open_timeout=5, proxy=None) as socket:
            self._socket = socket
            card = self.card
            hello = wire.Hello(
                card.role, self.client, code=card.code, secret=card.secret, key=card.key, look=self.look
            )
            await socket.send(wire.encode(hello), text=True)
            beating = asyncio.create_task(self._beat())
            try:
                async for frame in socket:
                    if await self._take(wire.read_server(frame)):
                        return True
            except msgspec.DecodeError:  # whatever listens there, it does not speak as we do
                self.listener(TurnedAway(Code.WRONG_VERSION, load()("refusal.wrong_version")))
                return True
            finally:
                beating.cancel()
        return False

    async def _take(self, message: wire.FromServer) -> bool:
        match message:
            case wire.Answer():
                waiting = self._waiting.pop(message.n, None)
                if waiting is not None and not waiting.answer.done():
                    waiting.answer.set_result(message)
                if message.mine is not None:
                    self.listener(Own(message.mine))
                await self._send_waiting()
            case wire.Refusal():
                return await self._take_refusal(message)
            case wire.PanelMessage():
                if message.name in wire.PANELS:
                    self.listener(Shown(message.name, wire.read_panel(message)))
            case wire.MineMessage():
                self.listener(Own(message.mine))
            case wire.Pong():
                self._measure(message)
            case wire.Welcome():
                self._measure_roughly(message.now)
                self.connected = True
                self.connections += 1
                self.listener(Up())
                self.listener(Own(message.mine))
                await self._send_waiting()
            case wire.Bye():
                self.listener(Ended(message.why, message.reason, message.saved))
                return True
        return False

    async def _take_refusal(self, refusal: wire.Refusal) -> bool:
        if refusal.n is None:
            if self.connected:
                self.listener(No(refusal.code, refusal.say, dict(refusal.values)))
                return False
            self.listener(TurnedAway(refusal.code, refusal.say))
            return True
        waiting = self._waiting.get(refusal.n)
        if waiting is None:
            return False
        if refusal.code in RETRIED:
            self._hold(self._send_later(waiting))
            return False
        del self._waiting[refusal.n]
        if not waiting.answer.done():
            waiting.answer.set_exception(Rejected(refusal.code, refusal.say, dict(refusal.values)))
        await self._send_waiting()
        return False

    async def _send_waiting(self) -> None:
        """Send what is not on its way yet, oldest first, and never more than the server lets wait."""
        if not self.connected:
            return
        on_the_way = sum(waiting.sent for waiting in self._waiting.values())
        for waiting in list(self._waiting.values()):
            if on_the_way >= MOST_UNANSWERED:
                return
            if not waiting.sent:
                waiting.sent = True
                on_the_way += 1
                await self.send(waiting.do)

    async def _send_later(self, waiting: _Waiting) -> None:
        await asyncio.sleep(random.uniform(0.5, 1.0))
        waiting.sent = False
        await self._send_waiting()

    def _hold(self, work: "asyncio._CoroutineLike[None]") -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _gone(self) -> None:
        for waiting in self._waiting.values():
            waiting.sent = False
        self._socket = None
        if self.connected:
            self.connected = False
            self._best_trip = float("inf")
            self.listener(Down())

    # ── the clock

    async def _beat(self) -> None:
        for pause in (0.05, 0.2, 0.5):
            await asyncio.sleep(pause)
            await self.send(wire.Ping(time.monotonic()))
        while True:
            await asyncio.sleep(BEAT)
            await self.send(wire.Ping(time.monotonic()))

    def _measure(self, pong: wire.Pong) -> None:
        """The pong with the shortest round trip knows best; older ones count less and less, as clocks drift."""
        arrived = time.monotonic()
        trip = arrived - pong.c
        self._best_trip *= 1.05
        if 0 <= trip <= self._best_trip:
            self._best_trip = trip
            self.ahead = pong.now / 1000 + trip / 2 - arrived

    def _measure_roughly(self, now: int) -> None:
        if self._best_trip == float("inf"):
            self.ahead = now / 1000 - time.monotonic()
