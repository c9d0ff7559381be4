"""A short evening, played by the real hub on a stopped clock: every frame that the protocol's description shows.

Nothing in here is made up but what people type: the hub decides, the wire encodes, and what came is kept.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from teachmeet import wire
from teachmeet.domain import commands as c
from teachmeet.domain.actors import Actor, Role
from teachmeet.domain.facts import HOST, Line
from teachmeet.domain.history import History
from teachmeet.domain.panels import Address, Door, View
from teachmeet.domain.programme import MICRO, NANO, Format, Pitch, Signup, TalkPlan
from teachmeet.domain.rules import decide
from teachmeet.domain.state import State
from teachmeet.domain.views import PANELS
from teachmeet.hub import Hub
from teachmeet.journal import AppendFailed, MemoryJournal
from teachmeet.session import Frame
from teachmeet.words import load

BEGIN = datetime(2026, 3, 12, 18, 0, tzinfo=UTC)
CODE, KEY = "K7PM", "hK3vZ0c1qT8wYb5nR2xJ6mLdE9aUfGsP"
ADDRESSES = ("192.168.1.20", "10.0.0.5")
ANN = wire.Hello(Role.ATTENDEE, "9f2c41d07ab3", code=CODE, secret="a1f0c47e52d9b8360e7c", look=("meet", "round"))
MEET = c.MakeMeet(
    "TeachMeet Leeds",
    Format.TEACHMEET,
    "Europe/London",
    starts=BEGIN + timedelta(minutes=30),
    ends=BEGIN + timedelta(hours=3),
    talks=(
        TalkPlan(Signup("Asha Rao", "Park School"), "Five minutes of retrieval", NANO, 120),
        TalkPlan(Signup("Tom Birk"), "Marking less", MICRO, 420, "https://example.org/marking"),
    ),
)


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


def hub_of(journal: MemoryJournal, clock: StoppedClock) -> Hub:
    """A hub with nothing around it."""

    def door(address: str) -> Door | None:
        known = tuple(Address(one, name, True) for one, name in zip(ADDRESSES, ("wlan0", "eth0"), strict=True))
        return Door(f"HTTP://{address}:8080/J/{CODE}", CODE, 8080, known) if address in ADDRESSES else None

    first = door(ADDRESSES[0])
    if first is None:
        raise AssertionError("the first address is one of the addresses")
    return Hub(journal, History(journal.lines), clock, Keys(), load("en"), first, readdress=door)


class Stage:
    """Clients and a hub; every step is over, its answers written to disk and sent, before the next one begins."""

    def __init__(self, journal: MemoryJournal) -> None:
        self.clock = StoppedClock(BEGIN + timedelta(minutes=31))
        self.hub = hub_of(journal, self.clock)
        self.journal = journal
        self.evening = Evening()
        self._numbers: dict[str, int] = {}
        self._tapes = {name: Tape() for name in ("host", "wall", "ann", "ann again", "ben", "stranger", "marker")}
        self._sessions = {name: self.hub.open(tape) for name, tape in self._tapes.items()}

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
        return int(msgspec.json.decode(exchange.got[0])["seq"])

    async def look(self, who: str, view: View) -> Iterator[tuple[tuple[str, View], str]]:
        """What this client is shown when it looks at all that it may."""
        names = tuple(name for name, (_, views) in PANELS.items() if view in views)
        shown = await self.say(who, wire.Look(names))
        await self.say(who, wire.Look(()))
        return (((name, view), frame) for name, frame in zip(names, shown.got, strict=True))

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


async def play() -> Evening:
    """The whole evening."""
    journal = founded(MemoryJournal())
    stage = Stage(journal)
    running = asyncio.create_task(stage.hub.run())
    evening = stage.evening
    try:
        await come_in(stage)
        await pitch_and_vote(stage)
        await present(stage)
        evening.panels |= dict(await stage.look("host", View.HOST))
        evening.panels |= dict(await stage.look("wall", View.WALL))
        evening.panels |= dict(await stage.look("ben", View.ATTENDEE))
        await tidy_up(stage)
        evening.closed |= dict(await stage.look("ben", View.ATTENDEE))
        evening.before_forgetting = list(journal.lines)
        await stage.do("ann", c.ForgetMe(), "forget_me")
        evening.lines = list(journal.lines)
        await stage.say("host", wire.Stop(), "stop")
        await running
        evening.byes["stopped"] = stage.last("ann")
    finally:
        running.cancel()
    evening.byes["not_saved"] = await fill_the_disk()
    return evening


async def come_in(stage: Stage) -> None:
    """Everybody says hello, and Ann does so on two pages."""
    hellos = {
        "host": wire.Hello(Role.HOST, "host-5cQ1xW", key=KEY, look=("desk",)),
        "wall": wire.Hello(Role.WALL, "wall-8dTz0a", look=("join",)),
        "ann": ANN,
        "ben": wire.Hello(Role.ATTENDEE, "44e09c6b1d27", code=CODE, secret="0b6d93e8c4f17a25d1b9", look=("now",)),
    }
    await stage.say("stranger", wire.Hello(Role.ATTENDEE, "c0ffee12", code="AAAA", secret="x" * 20), "wrong_code")
    for who, hello in hellos.items():
        await stage.say(who, hello, f"hello {who}")
        if who != "ann":
            await stage.say(who, wire.Look(()))
    await stage.do("ann", c.Join("Ann"), "join")
    again = msgspec.structs.replace(ANN, client="e5b7120c9d4f", look=())
    await stage.say("ann again", again, "hello again")
    await stage.do("ben", c.Join(""))
    await stage.say("ben", '{"type":"ping","c":81234.5}', "ping")
    await stage.say("ben", wire.Look(("now", "topics", "round", "tally")), "look")
    await stage.say("ben", wire.Look(()))
    await stage.say("host", wire.Address(ADDRESSES[1]), "address")


async def pitch_and_vote(stage: Stage) -> None:
    """Topics come in, one is called out; a round opens, and dots are given and taken back."""
    quiz = await stage.do("ann", c.Suggest(Pitch.OFFER, "Quizzes that pupils write"), "suggest")
    await stage.do("ben", c.Suggest(Pitch.REQUEST, "How do you give feedback aloud?", anonymous=True))
    chairs = await stage.do("host", c.AddTopic(Pitch.OFFER, "Chairs in a circle", "Dora"), "add_topic") + 1
    plants = await stage.do("host", c.AddTopic(Pitch.REQUEST, "Plants that survive a classroom"))
    await stage.do("host", c.RemoveTopic(plants), "remove_topic")
    pushed = stage.listen("ann")
    voting = await stage.do("host", c.OpenRound(dots=2, seconds=300), "open_round")
    await pushed.wait()
    stage.evening.exchanges["round opens"] = Exchange("", (stage.last("ann"),))
    await stage.say("ann", wire.Look(()))
    await stage.do("ann", c.Vote(voting, quiz, 1), "vote")
    stage.evening.mine = stage.last("ann again")
    await stage.do("ann", c.Vote(voting, chairs, 1))
    await stage.say("ann", stage.evening.exchanges["vote"].sent, "vote again")
    adopted = wire.write_command(3, c.Vote(voting, quiz, 1), ANN.client)
    await stage.say("ann again", adopted, "vote adopted")
    await stage.do("ben", c.Vote(voting, chairs, 1))
    await stage.say("ben", wire.write_command(4, c.Vote(voting, 9999, 1)), "unknown_topic")
    await stage.say("ann", wire.write_command(6, c.Suggest(Pitch.OFFER, "x" * 141)), "too_long")


async def present(stage: Stage) -> None:
    """The first talk is on, with every turn its clock can take, and a question."""
    await stage.do("host", c.StartTalk(), "start_talk")
    await stage.do("host", c.PauseTalk(), "pause_talk")
    await stage.do("host", c.ResumeTalk(), "resume_talk")
    await stage.do("host", c.AddTime(60), "add_time")
    await stage.do("ann", c.Ask("Does it work with the youngest?"), "ask")


async def tidy_up(stage: Stage) -> None:
    """The talk ends, the round is closed by time, opened once more and closed by hand; an act is undone."""
    state = History(stage.journal.lines).state
    await stage.do("host", c.AnswerQuestion(max(state.questions)), "answer_question")
    await stage.do("host", c.EndTalk(), "end_talk")
    ben = list(state.secrets.values())[1]
    aside = await stage.do("host", c.SetAside(ben, True), "set_aside")
    await stage.do("host", c.Undo(aside), "undo")
    stage.clock.time += timedelta(seconds=300)
    await stage.say("host", wire.Look(()))
    voting = await stage.do("host", c.OpenRound(dots=1))
    await stage.do("ben", c.Vote(voting, min(state.topics), 1))
    await stage.do("host", c.CloseRound(voting), "close_round")


async def fill_the_disk() -> str:
    """What an attendee is told when the disk takes no more."""

    def full(lines: Sequence[Line]) -> None:
        if lines[0].seq > 1:
            raise AppendFailed("No space left on device")

    stage = Stage(founded(MemoryJournal(full)))
    running = asyncio.create_task(stage.hub.run())
    await stage.say("ann", ANN)
    stage.send("ann", wire.write_command(1, c.Join("Ann")))
    with suppress(AppendFailed):
        await running
    return stage.last("ann")


def founded(journal: MemoryJournal) -> MemoryJournal:
    """The journal with the meet founded in it."""
    facts = decide(State(), Actor(Role.HOST), MEET, BEGIN)
    journal.append([Line(1, BEGIN, HOST, "", 0, facts)], 0)
    return journal
