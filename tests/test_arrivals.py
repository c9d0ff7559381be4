"""Who got a page and who got through: what the host is told of a network that keeps phones away, and when no longer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from teachmeet import server as server_module
from teachmeet.arrivals import A_FEW, LOADS, MOST, NO_PHONE, NO_SOCKET, PATIENCE, STALE, Arrivals
from teachmeet.clockwork import SystemClock
from teachmeet.domain.history import History
from teachmeet.domain.panels import Door
from teachmeet.hub import Hub
from teachmeet.journal import MemoryJournal
from teachmeet.server import Server
from teachmeet.serving import _expected
from teachmeet.words import load
from tests.helpers import BEGIN, MEET, Story, ann, joined
from tests.world import Client, dial, hello, request

KEYS = SimpleNamespace(host="the-hosts-key", code="A2C4")
NOBODY: frozenset[str] = frozenset()


@dataclass
class Watch:
    """A clock that is set by hand."""

    time: float = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def watch() -> Watch:
    """The clock of the arrivals."""
    return Watch()


@pytest.fixture
def arrivals(watch: Watch) -> Arrivals:
    """A hall where phones are expected from now on."""
    return Arrivals(watch, expected=watch())


def opened(arrivals: Arrivals, address: str) -> None:
    """A phone there scanned the code and got all it asked for."""
    arrivals.asked(address, with_code=True)
    arrivals.loaded(address)


def test_a_minute_without_any_phone_is_told_until_one_asks(arrivals: Arrivals, watch: Watch) -> None:
    watch.time += PATIENCE - 0.1
    assert arrivals.signs() == NOBODY
    watch.time += 0.1
    assert arrivals.signs() == {NO_PHONE}
    arrivals.asked("192.0.2.1", with_code=False)
    assert arrivals.signs() == NOBODY


def test_nothing_is_told_where_no_phone_is_expected(watch: Watch) -> None:
    arrivals = Arrivals(watch)
    watch.time += 100 * PATIENCE
    assert arrivals.signs() == NOBODY


def test_a_phone_that_got_the_page_but_says_nothing_is_told_until_it_does(arrivals: Arrivals, watch: Watch) -> None:
    opened(arrivals, "192.0.2.1")
    assert arrivals.signs() == NOBODY
    watch.time += LOADS
    assert arrivals.signs() == {NO_SOCKET}
    arrivals.spoke("192.0.2.1")
    assert arrivals.signs() == NOBODY


@pytest.mark.parametrize("with_code", [False, True])
def test_a_page_that_waits_for_its_code_and_a_preview_of_a_link_are_no_sign(
    arrivals: Arrivals, watch: Watch, with_code: bool
) -> None:
    arrivals.asked("192.0.2.1", with_code)
    if not with_code:
        arrivals.loaded("192.0.2.1")
    watch.time += LOADS
    assert arrivals.signs() == NOBODY


def test_one_that_gives_up_among_many_that_manage_is_no_sign_but_a_few_are(arrivals: Arrivals, watch: Watch) -> None:
    opened(arrivals, "192.0.2.200")
    arrivals.spoke("192.0.2.200")
    for n in range(A_FEW):
        assert arrivals.signs() == NOBODY
        opened(arrivals, f"192.0.2.{n}")
        watch.time += LOADS
    assert arrivals.signs() == {NO_SOCKET}
    watch.time += STALE
    assert arrivals.signs() == NOBODY


def test_what_is_remembered_has_an_end(arrivals: Arrivals) -> None:
    for n in range(MOST + 10):
        opened(arrivals, str(n))
    assert (len(arrivals._coming), len(arrivals._waiting)) == (MOST, MOST)


# ── on real sockets


@asynccontextmanager
async def hall(arrivals: Arrivals, own: frozenset[str] = frozenset({"localhost"})) -> AsyncIterator[int]:
    """A server in this process, with these names and addresses of its own; its port."""
    journal = MemoryJournal()
    journal.lines = list(Story().lines)
    hub = Hub(journal, History(journal.lines), SystemClock(), KEYS, load(), Door("", KEYS.code, 0, ()))
    server = Server(hub, KEYS.code, lambda: own, arrivals=arrivals)
    port = await server.listen("127.0.0.1", 0)
    writer = asyncio.create_task(hub.run())
    try:
        yield port
    finally:
        hub.stop()
        await writer
        await server.close()


async def told(desk: Client, *codes: str) -> None:
    """Wait until the host is told this and nothing else."""
    await desk.panel("desk", lambda panel: sorted(notice["code"] for notice in panel["notices"]) == sorted(codes))


async def test_the_host_is_told_and_told_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "LOOK", 0.01)
    loop = asyncio.get_running_loop()
    async with hall(Arrivals(loop.time, expected=0.0, patience=0.0, loads=0.0)) as port:
        here = f"localhost:{port}"
        async with await dial(f"ws://{here}/ws", host="127.0.0.1") as desk:
            await desk.send(hello("host", key=KEYS.host, look=["desk"]))
            await told(desk, NO_PHONE)
            assert (await request(port, "/j/a2c4", Host=here)).status == 200
            await told(desk)
            assert (await request(port, "/phone.js", Host=here)).status == 200
            await told(desk, NO_SOCKET)
            async with await dial(f"ws://{here}/ws", origin=f"http://{here}", host="127.0.0.1") as phone:
                await phone.send(hello("attendee", code=KEYS.code, secret="ann-phones-secret", look=[]))
                await told(desk)


@pytest.mark.parametrize(("own", "pages"), [({"localhost"}, 1), ({"localhost", "127.0.0.1"}, 0)])
async def test_what_the_laptop_asks_for_itself_is_no_phone(own: set[str], pages: int) -> None:
    arrivals = Arrivals(asyncio.get_running_loop().time)
    async with hall(arrivals, frozenset(own)) as port:
        assert (await request(port, "/", Host="localhost")).status == 200
    assert arrivals.pages == pages


# ── when phones are expected


def test_phones_are_expected_half_an_hour_before_the_start_and_not_the_day_after() -> None:
    evening = Story(replace(MEET, starts=BEGIN, ends=BEGIN + timedelta(hours=2))).state
    early, late = (_expected(evening, BEGIN - timedelta(minutes=minutes)) for minutes in (90, 10))
    assert early is not None
    assert late is not None
    assert early - late > 3_000
    assert _expected(evening, BEGIN + timedelta(days=2)) is None
    assert _expected(Story().state, BEGIN) is not None


def test_no_phone_is_expected_in_a_rehearsal_nor_once_one_came_in() -> None:
    assert _expected(Story(replace(MEET, rehearsal=True)).state, BEGIN) is None
    assert _expected(joined(ann).state, BEGIN) is None
