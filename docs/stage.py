"""What the evening is played on: the real hub on a stopped clock, and clients that keep every frame. Plays nothing."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import msgspec

from teachmeet import wire
from teachmeet.arranger import Planner
from teachmeet.domain import commands as c
from teachmeet.domain.arranging import search
from teachmeet.domain.board import Progress, Puzzle
from teachmeet.domain.facts import Line
from teachmeet.domain.history import History, fold
from teachmeet.domain.panels import Address, Door, View
from teachmeet.domain.state import State
from teachmeet.domain.views import PANELS
from teachmeet.hub import Hub
from teachmeet.journal import MemoryJournal
from teachmeet.session import Frame
from teachmeet.words import load

BEGIN = datetime(2026, 3, 12, 18, 0, tzinfo=UTC)
DOORS = BEGIN + timedelta(minutes=31)
CODE, KEY = "K7PM", "hK3vZ0c1qT8wYb5nR2xJ6mLdE9aUfGsP"
ADDRESSES = ("192.168.1.20", "10.0.0.5")
LOT = 20260312
"""What the dice show first; each throw after it shows so much more."""
CLIENTS = ("host", "wall", "ann", "ann again", "ann elsewhere", "ben", "questions", "kiosk", "stranger")
STEPS = 2_000
"""How long the planner searches."""


class Tape:
    """The way out to a client that only listens: keeps all it was sent."""

    def __init__(self) -> None:
        self.frames: list[str] = []
        self.came = asyncio.Event()

    def send(self, data: bytes) -> None:
        """Keep a frame."""
        self.frames.append(data.decode())
        self.came.set()

    def show(self, frame: Frame) -> bool:
        """Keep a panel's frame."""
        self.send(frame.data)
        return True

    def close(self, reason: str) -> None:
        """Nothing is open that could be closed."""


@dataclass(slots=True)
class StoppedClock:
    """Time that stands until it is moved."""

    time: datetime

    def now(self) -> datetime:
        """Where it stands."""
        return self.time

    def check(self) -> None:
        """It is never wrong."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of this meet."""

    host: str = KEY
    code: str = CODE


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a client sent, and what it was sent for it; `sent` is empty for what came by itself."""

    sent: str
    got: tuple[str, ...]


@dataclass(slots=True)
class Evening:
    """What was recorded: exchanges by name, the panels that each view was shown, and the journal's lines."""

    exchanges: dict[str, Exchange] = field(default_factory=dict)
    panels: dict[tuple[str, View], str] = field(default_factory=dict)
    closed: dict[tuple[str, View], str] = field(default_factory=dict)
    """The panels once the round was closed."""
    byes: dict[str, str] = field(default_factory=dict)
    mine: str = ""
    """What another page of the same person was told."""
    lines: list[Line] = field(default_factory=list)
    before_forgetting: list[Line] = field(default_factory=list)


def hub_of(journal: MemoryJournal, clock: StoppedClock, away_since: datetime | None, planner: Planner) -> Hub:
    """A hub with nothing around it."""

    def door(address: str) -> Door | None:
        known = tuple(Address(one, name, True) for one, name in zip(ADDRESSES, ("wlan0", "eth0"), strict=True))
        return Door(f"HTTP://{address}:8080/J/{CODE}", CODE, 8080, known) if address in ADDRESSES else None

    first = door(ADDRESSES[0])
    if first is None:
        raise AssertionError("the first address is one of the addresses")
    history = History(journal.lines)
    return Hub(
        journal,
        history,
        clock,
        Keys(),
        load("en"),
        first,
        readdress=door,
        away_since=away_since,
        dice=count(LOT, 90_000_019).__next__,
        planner=planner,
    )


class Stage:
    """Clients and a hub; every step is over, its answers written to disk and sent, before the next one begins."""

    def __init__(self, journal: MemoryJournal, begins: datetime = DOORS, away_since: datetime | None = None) -> None:
        self.clock = StoppedClock(begins)
        self.arranged = asyncio.Event()
        self.hub = hub_of(journal, self.clock, away_since, self._arrange)
        self.journal = journal
        self.evening = Evening()
        self._numbers: dict[str, int] = {}
        self._tapes = {name: Tape() for name in (*CLIENTS, "marker")}
        self._sessions = {name: self.hub.open(tape) for name, tape in self._tapes.items()}

    @property
    def state(self) -> State:
        """The room as its journal has it."""
        return fold(self.journal.lines)

    async def say(self, who: str, what: wire.FromClient | str, name: str = "") -> Exchange:
        """Send one message, and wait for all that comes of it."""
        tape = self._tapes[who]
        tape.frames.clear()
        sent = self.send(who, what)
        await self._all_done()
        exchange = Exchange(sent, tuple(tape.frames))
        if name:
            self.evening.exchanges[name] = exchange
        return exchange

    def send(self, who: str, what: wire.FromClient | str) -> str:
        """Send one message, and return how it went out."""
        sent = what if isinstance(what, str) else plain(what)
        self.hub.receive(self._sessions[who], sent)
        return sent

    async def do(self, who: str, command: c.Command, name: str = "") -> int:
        """Ask for something that is granted, 10 seconds after the last; returns the number it was answered with."""
        self.clock.time += timedelta(seconds=10)
        n = self._numbers[who] = self._numbers.get(who, 0) + 1
        exchange = await self.say(who, wire.write_command(n, command), name)
        answer = msgspec.json.decode(exchange.got[0])
        if answer["type"] != "answer":
            raise AssertionError(f"{who} asked in vain for {command}: {answer}")
        return int(answer["seq"])

    async def look(self, who: str, view: View) -> Iterator[tuple[tuple[str, View], str]]:
        """What this client is shown when it looks at all that it may."""
        names = tuple(name for name, (_, views) in PANELS.items() if view in views)
        shown = await self.say(who, wire.Look(names))
        await self.say(who, wire.Look(()))
        return (((name, view), frame) for name, frame in zip(names, shown.got, strict=True))

    async def _arrange(self, puzzle: Puzzle, seed: int, _told: Callable[[Progress], None]) -> Progress:
        """The planner, in a hurry."""
        *_, best = search(puzzle, seed, STEPS)
        self.arranged.set()
        return best

    def listen(self, who: str) -> asyncio.Event:
        """What is set when this client is sent something of which it did not ask."""
        self._tapes[who].came.clear()
        return self._tapes[who].came

    async def _all_done(self) -> None:
        """Wait until the hub has served everything: it answers in order, so it answers this last."""
        marker = self._tapes["marker"]
        marker.came.clear()
        self.hub.receive(self._sessions["marker"], '{"type":"do","n":1,"do":"pause_talk"}')
        await marker.came.wait()

    def last(self, who: str) -> str:
        """The last frame that a client was sent."""
        return self._tapes[who].frames[-1]


def plain(message: wire.FromClient) -> str:
    """A message without the fields that stand at their defaults, as a client written by hand would send it."""
    whole: dict[str, Any] = msgspec.json.decode(wire.encode(message))
    optional = {field.encode_name for field in msgspec.structs.fields(message) if not field.required}
    sent = {name: value for name, value in whole.items() if name not in optional or value not in ("", None, [])}
    return msgspec.json.encode(sent).decode()
