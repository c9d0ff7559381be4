"""A whole evening through the real hub, on a clock that is handed in: 38 talks, two ill, three walk-ins, overruns, the
break, a kill and three minutes of sleep in the middle; with phones, and with none at all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from teachmeet import wire
from teachmeet.domain import commands as c
from teachmeet.domain import facts as f
from teachmeet.domain.actors import Actor, Role
from teachmeet.domain.checks import next_talk
from teachmeet.domain.clock import kind_of, used
from teachmeet.domain.forecast import Of, forecast, pending
from teachmeet.domain.history import History, fold
from teachmeet.domain.panels import Door, Standing
from teachmeet.domain.programme import NANO, Format, Order, Policy, Reason, SegmentKind, Told
from teachmeet.domain.proofs import proofs
from teachmeet.domain.rules import decide
from teachmeet.domain.state import State
from teachmeet.domain.things import Talk
from teachmeet.export.record import Became, record
from teachmeet.hub import Hub
from teachmeet.journal import MemoryJournal
from teachmeet.session import Session
from teachmeet.sheet import Wanted, load, match, read
from teachmeet.words import load as words
from tests.domain.test_forecast import agrees
from tests.world import until

SIX = datetime(2026, 3, 12, 18, 0, tzinfo=UTC)
SHEET = Path(__file__).parent / "data" / "teachmeet-signups.csv"
LOOKS = 0.01
"""Seconds between two looks of the hub at the clock, which is not the one on the wall."""


@dataclass(slots=True)
class HandedIn:
    """A clock that goes when it is told to."""

    time: datetime = SIX
    happened: str | None = None

    def now(self) -> datetime:
        """The time."""
        return self.time

    def check(self) -> str | None:
        """What happened to it since the last time."""
        happened, self.happened = self.happened, None
        return happened


class Keys:
    """The secrets of the meet."""

    host, code = "key", "ABCD"


@dataclass(slots=True)
class Seat:
    """Somebody at the other end of a socket that is none."""

    hub: Hub
    session: Session | None = None
    came: "asyncio.Future[wire.Answer | wire.Refusal]" = field(init=False)
    n: int = 0

    def send(self, data: bytes) -> None:
        """Hear what only this seat gets."""
        match wire.read_server(data):
            case wire.Answer() | wire.Refusal() as answer:
                assert answer.n == self.n, answer
                self.came.set_result(answer)
            case _:
                pass

    def show(self, _frame: object) -> bool:
        """See what many get."""
        return True

    def close(self, _reason: str) -> None:
        """Be sent away."""

    async def come_in(self, hello: wire.Hello) -> "Seat":
        """Sit down."""
        self.session = self.hub.open(self)
        self.hub.receive(self.session, wire.encode(hello).decode())
        return self

    async def do(self, command: c.Command) -> wire.Answer | wire.Refusal:
        """Ask for something and wait for what comes of it."""
        assert self.session is not None
        self.n += 1
        self.came = asyncio.get_running_loop().create_future()
        self.hub.receive(self.session, wire.encode(wire.write_command(self.n, command)).decode())
        return await self.came


class Evening:
    """The evening: a hub, its journal, the host, and whoever has a phone."""

    def __init__(self, phones: bool, seed: int) -> None:
        self.clock, self.dice, self.phones = HandedIn(), Random(seed), phones
        self.journal = MemoryJournal()
        self.hub: Hub
        self.host: Seat
        self.seats: dict[int, Seat] = {}
        self.history = History()
        self.folded = 0
        self.compared = 0

    @property
    def state(self) -> State:
        """The room as the journal has it."""
        for line in self.journal.lines[self.folded :]:
            self.history.add(line)
        self.folded = len(self.journal.lines)
        return self.history.state

    async def start(self, away_since: datetime | None = None) -> "asyncio.Task[None]":
        """A hub on the journal as it would be read from the disk."""
        lines = [wire.read_line(wire.write_line(line)) for line in self.journal.lines]
        door, dice = Door("", "ABCD", 0, ()), self.dice
        self.hub = Hub(
            self.journal,
            History(lines),
            self.clock,
            Keys(),
            words("en"),
            door,
            away_since=away_since,
            dice=lambda: dice.getrandbits(48),
        )
        running = asyncio.create_task(self.hub.run())
        self.host = await Seat(self.hub).come_in(wire.Hello(Role.HOST, f"terminal{len(lines)}", key="key"))
        for number in self.seats:
            self.seats[number] = await self.sit(number)
        return running

    async def sit(self, number: int) -> Seat:
        """A phone of this number, fresh or again."""
        hello = wire.Hello(
            Role.ATTENDEE, f"page{number:04}x{len(self.journal.lines)}", code="ABCD", secret=f"{number:016}"
        )
        return await Seat(self.hub).come_in(hello)

    async def does(self, *commands: c.Command) -> None:
        """The host does what must be accepted; after each, the forecast is the one that is lived through."""
        for command in commands:
            answer = await self.host.do(command)
            assert isinstance(answer, wire.Answer), (command, answer)
            self.compare()

    def compare(self) -> None:
        """Hold the projected finish against brute force."""
        agrees(self.state, self.clock.time)
        self.compared += 1

    def passes(self, seconds: float) -> None:
        """Time passes."""
        self.clock.time += timedelta(seconds=seconds)
        self.compare()

    # ── people

    async def everybody_comes(self) -> None:
        """All are ticked; with phones, every second one says who they are instead."""
        with_talks = dict.fromkeys(talk.person for talk in self.state.talks.values())
        for place, person in enumerate(with_talks):
            if not self.phones or place % 2:
                await self.does(c.TickHere(person))
                continue
            name = self.state.people[person].name or ""
            self.seats[person] = seat = await self.sit(person)
            assert isinstance(await seat.do(c.Join(name.lower())), wire.Answer)
            claim = await seat.do(c.ClaimSignup(person))
            assert isinstance(claim, wire.Answer)
            await self.does(c.AnswerClaim(claim.seq, True))

    async def somebody_walks_in(self, number: int) -> None:
        """With a phone they offer two minutes; without, the host types them in."""
        if not self.phones:
            await self.does(c.AddTalk(f"Walk-in {number}", f"On my feet {number}", NANO))
            return
        self.seats[number] = seat = await self.sit(number)
        assert isinstance(await seat.do(c.Join(f"Walk-in {number}")), wire.Answer)
        offer = await seat.do(c.OfferTalk(f"On my feet {number}"))
        assert isinstance(offer, wire.Answer)
        await self.does(c.AnswerOffer(offer.seq, True))

    # ── talks

    async def call(self) -> Talk | None:
        """Whoever is next, by lot; with a phone they see it."""
        if not pending(self.state):
            return None
        if next_talk(self.state) is None:
            drawn = await self.host.do(c.Draw())
            if isinstance(drawn, wire.Refusal):
                await self.does(c.Draw(everybody=True))
        talk = next_talk(self.state)
        assert talk is not None
        if (seat := self.seats.get(talk.person)) is not None:
            await self.sees_the_call(seat, talk)
        return talk

    async def sees_the_call(self, seat: Seat, talk: Talk) -> None:
        """The phone says that its owner is next, and they look at it."""
        answer = await seat.do(c.SawCall(talk.talk))
        assert isinstance(answer, wire.Answer)
        assert answer.mine is not None
        assert answer.mine.talk is not None
        assert (answer.mine.talk.standing, answer.mine.talk.seen) == (Standing.NEXT, True)
        self.compare()

    async def speak(self, talk: Talk) -> None:
        """A talk with its overrun; now and then a pause, more time, or the camel."""
        await self.does(c.StartTalk())
        self.passes(talk.seconds // 2)
        if self.dice.random() < 0.2:
            await self.does(c.PauseTalk())
            self.passes(20)
            await self.does(c.ResumeTalk())
        if self.dice.random() < 0.2:
            await self.does(c.AddTime(30), c.TellSpeaker(Told.ONE_MINUTE))
        self.passes(talk.seconds - talk.seconds // 2 + self.dice.randint(-30, 90))
        if used(self.state.talks[talk.talk], self.clock.time).total_seconds() > talk.seconds + 60:
            await self.does(c.ThrowCamel())

    async def evening_goes_on(self, talks: int) -> None:
        """So many talks one after another, and the break when it is its turn."""
        for _ in range(talks):
            if self.break_is_due():
                await self.does(c.StartSegment())
                self.passes(20 * 60)
            talk = await self.call()
            if talk is None:
                return
            await self.speak(talk)
            await self.does(c.EndTalk())
            self.passes(kind_of(self.state, talk).changeover)

    def break_is_due(self) -> bool:
        """Whether the plan puts the break before anybody else."""
        stops = forecast(self.state, self.clock.time).stops
        ahead = [stop for stop in stops if stop.of is Of.TALK or self.state.segments[stop.number].started is None]
        return bool(ahead) and ahead[0].of is Of.SEGMENT and self.kind(ahead[0].number) is SegmentKind.BREAK

    def kind(self, segment: int) -> SegmentKind:
        """What a part is for."""
        return self.state.segments[segment].kind

    async def until_away(self) -> None:
        """Wait until the hub has noticed that time is missing."""
        await until(lambda: self.state.away is not None, "the hub noticed")


@asynccontextmanager
async def running(evening: Evening, away_since: datetime | None = None) -> AsyncIterator[None]:
    """A hub that is killed at the end: no farewell, nothing written."""
    task = await evening.start(away_since)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def founded(evening: Evening) -> None:
    """The first line of the journal: the sheet of 38."""
    table = load(SHEET)
    report = read(table, match(table, Wanted.TALKS, {}))
    assert len(report.talks) == 38
    made = c.MakeMeet(
        "TeachMeet", Format.TEACHMEET, "Europe/London", SIX, SIX + timedelta(hours=4), talks=report.talks
    )
    facts = decide(State(), Actor(Role.HOST), made, SIX - timedelta(days=1))
    evening.journal.append([f.Line(1, SIX - timedelta(days=1), f.HOST, "", 0, facts)], 0)


async def first_half(evening: Evening) -> None:
    """People come, two are ill, two walk in, one is absent at first; the laptop sleeps in the middle of a talk."""
    await evening.does(c.LayPlan(Format.TEACHMEET))
    await evening.everybody_comes()
    ill = list(evening.state.talks)[3:5]
    await evening.does(*(c.WithdrawTalk(talk) for talk in ill))
    await evening.does(c.SetOrder(Order.DRAWN), c.StartSegment())
    evening.passes(11 * 60)
    await evening.evening_goes_on(6)
    await evening.somebody_walks_in(900)
    absent = await evening.call()
    assert absent is not None
    await evening.does(c.MarkAbsent(absent.talk))
    await evening.evening_goes_on(3)
    await evening.does(c.TickHere(absent.person))
    talk = await evening.call()
    assert talk is not None
    await evening.does(c.StartTalk())
    evening.passes(60)
    before = await asleep(evening)
    await evening.does(c.SettleAway(True))
    spent = used(evening.state.talks[talk.talk], evening.clock.time)
    assert spent == before, "three minutes of sleep were frozen"


async def asleep(evening: Evening) -> timedelta:
    """Three minutes of sleep while somebody speaks; what they had used before."""
    await asyncio.sleep(3 * LOOKS)  # the hub looks at the clock
    assert evening.state.on is not None
    before = used(evening.state.talks[evening.state.on], evening.clock.time)
    evening.clock.time += timedelta(minutes=3)
    evening.clock.happened = "clock_slept"
    await evening.until_away()
    return before


async def second_half(evening: Evening) -> None:
    """After the kill: what ran meanwhile counts; two more walk in; it is late, so it is shortened, and some dropped."""
    await evening.until_away()
    on = evening.state.on
    assert on is not None
    await evening.does(c.SettleAway(False))
    assert used(evening.state.talks[on], evening.clock.time) >= timedelta(seconds=99), "the time of the kill counts"
    evening.passes(200)
    await evening.does(c.EndTalk())
    evening.passes(60)
    await evening.somebody_walks_in(901)
    await evening.evening_goes_on(8)
    await evening.somebody_walks_in(902)
    late = forecast(evening.state, evening.clock.time).late
    assert late is not None
    assert late > 0
    await evening.does(c.FixOverrun(Policy.SHORTEN))
    await evening.evening_goes_on(14)
    assert len(pending(evening.state)) > 2
    evening.passes(30 * 60)
    await evening.does(c.FixOverrun(Policy.DROP, 2))
    await evening.evening_goes_on(99)
    while evening.state.segment is not None and forecast(evening.state, evening.clock.time).stops[1:]:
        await evening.does(c.StartSegment())
        evening.passes(evening.state.segments[evening.state.segment].seconds or 0)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("phones", [True, False], ids=["phones", "zero phones"])
async def test_an_evening_of_38_talks(phones: bool, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("teachmeet.hub.WATCH", LOOKS)
    monkeypatch.setattr("teachmeet.session.RATE", 1e9)
    evening = Evening(phones, seed)
    founded(evening)
    async with running(evening):
        await first_half(evening)
        killed = evening.clock.time
    evening.clock.time += timedelta(seconds=40)
    async with running(evening, away_since=killed):
        await second_half(evening)
    check(evening, phones)


def check(evening: Evening, phones: bool) -> None:
    """Everybody who stayed got called, or the record says why not; every lot can be proved; nothing is lost."""
    lines = [wire.read_line(wire.write_line(line)) for line in evening.journal.lines]
    state = fold(lines)
    assert wire.digest(state) == wire.digest(evening.state)
    became = [one.became for one in record(lines).talks]
    assert len(became) == 38 + 3
    assert became.count(Became.ILL) == 2
    assert became.count(Became.TIME) == 2
    assert became.count(Became.GIVEN) == 38 + 3 - 4
    dropped = [talk for talk in state.talks.values() if talk.withdrawn is not None]
    assert {talk.withdrawn for talk in dropped} == {Reason.ILL, Reason.TIME}
    found = proofs(lines)
    assert len(found) >= 30
    assert all(proof.same and proof.fits for proof in found)
    assert (sum(person.joined is not None for person in state.people.values()) > 0) == phones
    assert any(part.kind is SegmentKind.BREAK and part.ended for part in state.segments.values())
    assert evening.compared > 250
    talks = sorted((t.started, t.ended) for t in state.talks.values() if t.started and t.ended)
    assert all(before[1] <= after[0] for before, after in pairwise(talks))
