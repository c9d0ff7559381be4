"""A client's end of the socket against a server that the test plays: drops, refusals, goodbyes, nonsense."""

import asyncio
import random
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.server import ServerConnection, serve

from teachmeet import link as link_module
from teachmeet import wire
from teachmeet.domain import commands as c
from teachmeet.domain.actors import Role
from teachmeet.domain.panels import Mine
from teachmeet.link import Down, Ended, Event, Link, Own, Pass, Rejected, Shown, TurnedAway, Up
from tests.world import until

Visit = Callable[["Played"], Awaitable[None]]
"""What the server does with one connection."""


class Played:
    """One connection as the test plays its server."""

    def __init__(self, connection: ServerConnection) -> None:
        self.connection = connection
        self.hello: wire.Hello | None = None

    async def heard(self) -> wire.FromClient:
        """The next message, pings left out."""
        while True:
            message = wire.read_client(await self.connection.recv())
            if not isinstance(message, wire.Ping):
                return message

    async def asked(self) -> wire.Do:
        """The next command."""
        message = await self.heard()
        assert isinstance(message, wire.Do)
        return message

    async def say(self, message: wire.FromServer | str) -> None:
        """Send a message, or any text."""
        await self.connection.send(message if isinstance(message, str) else wire.encode(message), text=True)

    async def welcome(self) -> None:
        """Let the client in."""
        message = await self.heard()
        assert isinstance(message, wire.Hello)
        self.hello = message
        await self.say(wire.Welcome(wire.VERSION, message.role, 1_000_000))

    async def answer(self, do: wire.Do, seq: int = 1) -> None:
        """Say that it is done."""
        assert self.hello is not None
        await self.say(wire.Answer(do.n, seq, self.hello.client))

    async def refuse(self, do: wire.Do, code: str) -> None:
        """Say no."""
        await self.say(wire.Refusal(code, "No.", {"most": 3}, do.n))

    async def until_left(self) -> None:
        """Stay until the client is gone."""
        await self.connection.wait_closed()


class Told:
    """A link against a scripted server, and what it told."""

    def __init__(self, url: str) -> None:
        self.events: list[Event] = []
        card = Pass(Role.ATTENDEE, code="A2C4", secret="ann-phones-secret")
        self.link = Link(lambda: url, card, ("tally",), self.events.append)
        self.running = asyncio.create_task(self.link.run())


@asynccontextmanager
async def visited(*visits: Visit) -> AsyncIterator[Told]:
    """A link whose first connections go as scripted, one after the other; a further one is turned into a failure."""
    scripts = deque(visits)
    failed: list[BaseException] = []

    async def play(connection: ServerConnection) -> None:
        try:
            await scripts.popleft()(Played(connection))
        except Exception as error:
            failed.append(error)
        connection.transport.abort()

    async with serve(play, "127.0.0.1", 0, compression=None) as server:
        told = Told(f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/ws")
        try:
            yield told
        finally:
            told.running.cancel()
            await asyncio.gather(told.running, return_exceptions=True)
    assert not failed, failed


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(random, "uniform", lambda low, _high: low / 50)


async def test_what_was_not_answered_is_sent_again_as_it_was() -> None:
    seen: list[tuple[str, int, bytes]] = []

    async def look(played: Played) -> wire.Do:
        await played.welcome()
        do = await played.asked()
        assert played.hello is not None
        seen.append((played.hello.client, do.n, bytes(do.args)))
        return do

    async def drop(played: Played) -> None:
        await look(played)

    async def answer(played: Played) -> None:
        await played.answer(await look(played), seq=9)
        await played.until_left()

    async with visited(drop, drop, answer) as told:
        assert (await told.link.do(c.Ask("Why?"))).seq == 9
        assert told.link.connections == 3
        assert [type(event) for event in told.events if isinstance(event, Up | Down)] == [Up, Down, Up, Down, Up]
    assert len(seen) == 3
    assert len(set(seen)) == 1


async def test_what_is_asked_while_nobody_listens_waits_for_the_welcome() -> None:
    async def late(played: Played) -> None:
        await played.welcome()
        first, second = await played.asked(), await played.asked()
        assert (first.n, second.n) == (1, 2)
        await played.answer(second, 2)
        await played.answer(first, 1)
        await played.until_left()

    async with visited(late) as told:
        answers = await asyncio.gather(told.link.do(c.Join("Ann")), told.link.do(c.Ask("Why?")))
        assert [answer.seq for answer in answers] == [1, 2]


@pytest.mark.parametrize("code", ["too_fast", "too_many_unanswered", "stopping"])
async def test_a_refusal_of_the_moment_is_tried_again(code: str) -> None:
    async def refuse_first(played: Played) -> None:
        await played.welcome()
        do = await played.asked()
        await played.refuse(do, code)
        again = await played.asked()
        assert (again.n, bytes(again.args)) == (do.n, bytes(do.args))
        await played.answer(again)
        await played.until_left()

    async with visited(refuse_first) as told:
        assert (await told.link.do(c.Ask("Why?"))).n == 1


async def test_another_refusal_is_raised_with_its_sentence() -> None:
    async def refuse(played: Played) -> None:
        await played.welcome()
        await played.refuse(await played.asked(), "over_budget")
        await played.answer(await played.asked())
        await played.until_left()

    async with visited(refuse) as told:
        with pytest.raises(Rejected) as rejected:
            await told.link.do(c.Vote(1, 2, 1))
        assert (rejected.value.code, rejected.value.say, rejected.value.values) == ("over_budget", "No.", {"most": 3})
        await told.link.do(c.Vote(1, 2, 0))


async def test_never_more_than_the_server_lets_wait_are_on_their_way() -> None:
    async def count(played: Played) -> None:
        await played.welcome()
        waiting = [await played.asked() for _ in range(32)]
        assert sum(one.sent for one in told.link._waiting.values()) == 32 < len(told.link._waiting)
        await played.answer(waiting[0])
        waiting.append(await played.asked())
        for do in waiting[1:]:
            await played.answer(do)
        for _ in range(7):
            await played.answer(await played.asked())
        await played.until_left()

    async with visited(count) as told:
        await asyncio.gather(*(told.link.do(c.Ask(f"{number}?")) for number in range(40)))


@pytest.mark.parametrize("why", ["stopped", "not_saved"])
async def test_a_goodbye_ends_the_link_and_a_new_visit_sends_what_waits(why: str) -> None:
    async def goodbye(played: Played) -> None:
        await played.welcome()
        await played.asked()
        await played.say(wire.Bye(why, "No space left on device", 5))
        await played.until_left()

    async def answer(played: Played) -> None:
        await played.welcome()
        await played.answer(await played.asked())
        await played.until_left()

    async with visited(goodbye, answer) as told:
        asking = asyncio.create_task(told.link.do(c.Ask("Why?")))
        await told.running
        assert Ended(why, "No space left on device", 5) in told.events
        assert not told.link.connected
        told.running = asyncio.create_task(told.link.run())
        assert (await asking).n == 1


async def test_who_is_turned_away_does_not_come_back() -> None:
    async def turn_away(played: Played) -> None:
        await played.heard()
        await played.say(wire.Refusal("wrong_code", "No meet has this code."))
        await played.until_left()

    async with visited(turn_away) as told:
        await told.running
        assert told.events == [TurnedAway("wrong_code", "No meet has this code.")]


@pytest.mark.parametrize("nonsense", ["hello?", '{"type":"chat"}', '{"type":"welcome"}'])
async def test_a_server_that_speaks_otherwise_is_told_of_and_left(nonsense: str) -> None:
    async def babble(played: Played) -> None:
        await played.heard()
        await played.say(nonsense)
        await played.until_left()

    async with visited(babble) as told:
        await told.running
        (event,) = told.events
        assert isinstance(event, TurnedAway)
        assert event.code == "wrong_version"
        assert event.say


async def test_panels_and_ones_own_part_are_told_and_unknown_panels_left_out() -> None:
    own = Mine(3, "Ann", None, {}, (), 0)

    async def show(played: Played) -> None:
        await played.welcome()
        await played.say('{"type":"panel","name":"hologram","version":1,"data":{}}')
        tally = '{"round":null,"edition":1,"voted":0,"voters":2,"counts":null}'
        await played.say('{"type":"panel","name":"tally","version":1,"data":' + tally + "}")
        await played.say(wire.MineMessage(own))
        await played.until_left()

    async with visited(show) as told:
        await until(lambda: Own(own) in told.events)
        assert [event.name for event in told.events if isinstance(event, Shown)] == ["tally"]


async def test_the_servers_clock_is_known_from_the_welcome_and_better_from_a_pong() -> None:
    async def tell_the_time(played: Played) -> None:
        await played.welcome()
        ping = wire.read_client(await played.connection.recv())
        assert isinstance(ping, wire.Ping)
        await played.say(wire.Pong(ping.c, 2_000_000))
        await played.until_left()

    async with visited(tell_the_time) as told:
        await until(lambda: told.link.connected)
        assert told.link.now() >= 1_000
        await until(lambda: told.link.now() >= 2_000)


async def test_a_dropped_connection_comes_back() -> None:
    async def stay(played: Played) -> None:
        await played.welcome()
        await played.until_left()

    async with visited(stay, stay) as told:
        await until(lambda: told.link.connected)
        told.link.drop()
        await until(lambda: told.link.connections == 2)


async def test_nobody_listens_and_the_link_goes_on_trying_until_somebody_does() -> None:
    tries: list[int] = []

    def nowhere() -> str:
        tries.append(1)
        return "ws://127.0.0.1:9/ws"

    link = Link(nowhere, Pass(Role.WALL), (), lambda _event: None)
    running = asyncio.create_task(link.run())
    await until(lambda: len(tries) >= 3)
    assert not link.connected
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
