"""The laptop's clock is set, sleeps, or dies while a talk runs: the countdown stands firm, and the host is told.

libfaketime puts another wall clock before the server's process; the monotonic clock stays real, as in life.
"""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from teachmeet.domain.facts import AwaySettled, WasAway
from teachmeet.journal import read
from teachmeet.meetfolder import MeetFolder
from tests.world import Client, Served, command, hosting, make_meet, serve_command, serving, until

LIBRARY = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
pytestmark = pytest.mark.chaos
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs signals that stop a process")
faked = pytest.mark.skipif(LIBRARY is None, reason="needs libfaketime (Debian: libfaketime)")

FIRM = 400
"""Milliseconds that an answer may come late on a slow machine; the clock is stepped by much more."""
LOOKS = ("now", "plan", "desk")


class WallClock:
    """The wall clock of a server's process; a file says how far it is from the real one."""

    def __init__(self, path: Path, ahead: timedelta = timedelta(0)) -> None:
        self.path = path
        self.set(ahead)

    def set(self, ahead: timedelta) -> None:
        """Step it to so far ahead of the real one."""
        new = self.path.with_suffix(".new")
        new.write_text(f"{ahead.total_seconds():+f}\n", encoding="ascii")
        new.replace(self.path)

    @asynccontextmanager
    async def serving(self, folder: MeetFolder) -> AsyncIterator[Served]:
        """A server that lives by it."""
        settings = (
            f"LD_PRELOAD={LIBRARY}",
            f"FAKETIME_TIMESTAMP_FILE={self.path}",
            "FAKETIME_NO_CACHE=1",
            "DONT_FAKE_MONOTONIC=1",
            "FAKETIME_DONT_FAKE_MONOTONIC=1",
        )
        async with serving(folder, line=("env", *settings, *command(*serve_command(folder)))) as served:
            yield served


async def server_time(client: Client) -> int:
    """The server's time, in milliseconds since 1970."""
    asked = time.monotonic()
    await client.send({"type": "ping", "c": asked})
    return int((await client.hear("pong", c=asked))["now"])


async def left(client: Client) -> float:
    """What a phone would draw now: milliseconds left of the talk that is on."""
    now = await client.panel("now", lambda panel: panel["clock"] is not None)
    return float(now["clock"]["ends_at"] - await server_time(client))


async def stays_firm(client: Client, before: float, since: float) -> None:
    """The countdown went on as real time did."""
    passed = (time.monotonic() - since) * 1000
    assert abs(before - passed - await left(client)) < FIRM


def told(desk: Any, code: str) -> bool:
    """Whether the host is told this."""
    return any(notice["code"] == code for notice in desk["notices"])


@faked
@pytest.mark.parametrize("hours", [1, -1])
async def test_a_step_of_the_wall_clock_moves_no_countdown_and_is_told(tmp_path: Path, hours: int) -> None:
    wall = WallClock(tmp_path / "ahead")
    async with wall.serving(make_meet(tmp_path)) as served, await hosting(served, LOOKS) as host:
        await host.do("start_talk")
        before, since = await left(host), time.monotonic()
        wall.set(timedelta(hours=hours))
        await host.panel("desk", lambda desk: told(desk, "clock_stepped"))
        await stays_firm(host, before, since)
        total = host.newest("now")["clock"]["total"]
        await host.do("add_time", seconds=60)
        await host.panel("now", lambda panel: panel["clock"]["total"] == total + 60_000)
        await stays_firm(host, before + 60_000, since)
        assert not told(host.newest("desk"), "clock_slept")
        assert host.newest("plan")["away"] is None
        times = [line.at for line in read(served.folder.journal).lines]
    assert times == sorted(times)
    assert times[-1] - times[-2] < timedelta(minutes=1)


CHANGES = {
    "spring": datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    "autumn": datetime(2026, 10, 25, 1, 0, tzinfo=UTC),
    "new-year": datetime(2027, 1, 1, 0, 0, tzinfo=UTC),
}
"""When Europe/London's clocks are changed, and a midnight."""


@faked
async def test_a_change_of_the_hour_and_midnight_are_moments_like_others(tmp_path: Path) -> None:
    async def live_through(name: str, moment: datetime) -> None:
        wall = WallClock(tmp_path / f"{name}.ahead", moment - timedelta(seconds=10) - datetime.now(UTC))
        async with wall.serving(make_meet(tmp_path, name)) as served, await hosting(served, LOOKS) as host:
            await host.do("start_talk")
            before, since = await left(host), time.monotonic()
            change = moment.timestamp() * 1000
            assert change - 10_500 < await server_time(host) < change
            await asyncio.sleep((change - await server_time(host)) / 1000 + 1.5)
            assert await server_time(host) > change + 1_000
            await stays_firm(host, before, since)
            assert not any(told(host.newest("desk"), code) for code in ("clock_stepped", "clock_slept"))
            await host.do("end_talk")
            lines = read(served.folder.journal).lines
        started, ended = lines[-2].at, lines[-1].at
        assert started < moment < ended < started + timedelta(seconds=30)

    await asyncio.gather(*(live_through(name, moment) for name, moment in CHANGES.items()))


# ── gone for a while


@posix
async def test_a_server_that_stood_still_asks_the_host_and_can_take_the_time_out(tmp_path: Path) -> None:
    async with serving(make_meet(tmp_path)) as served, await hosting(served, LOOKS) as host:
        await host.do("start_talk")
        now = await host.panel("now", lambda panel: panel["clock"] is not None)
        served.process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(6.5)
        served.process.send_signal(signal.SIGCONT)
        away = (await host.panel("plan", lambda plan: plan["away"] is not None))["away"]
        assert 6_000 < away["until"] - away["since"] < 9_500
        await host.panel("desk", lambda desk: told(desk, "clock_slept"))
        assert (await host.do("settle_away", freeze=True))["type"] == "answer"
        ends = now["clock"]["ends_at"]
        later = await host.panel("now", lambda panel: panel["clock"]["ends_at"] > ends)
        assert abs(later["clock"]["ends_at"] - ends - (away["until"] - away["since"])) <= 2
        await host.panel("plan", lambda plan: plan["away"] is None)


@posix
async def test_a_server_that_was_killed_asks_since_its_last_sign_of_life(tmp_path: Path) -> None:
    folder = make_meet(tmp_path)
    async with serving(folder) as served, await hosting(served, LOOKS) as host:
        await host.do("start_talk")
        ends = (await host.panel("now", lambda panel: panel["clock"] is not None))["clock"]["ends_at"]
        begun = read(folder.journal).lines[-1].at
        await until(lambda: (folder.last_beat() or begun) > begun + timedelta(seconds=1), "a sign of life")
        served.kill()
        died = datetime.now(UTC)
    await asyncio.sleep(2)
    async with serving(folder) as served, await hosting(served, LOOKS) as host:
        away = (await host.panel("plan", lambda plan: plan["away"] is not None))["away"]
        since, back = (datetime.fromtimestamp(away[name] / 1000, UTC) for name in ("since", "until"))
        assert died - timedelta(seconds=3) < since <= died < back
        assert (await host.do("settle_away", freeze=False))["type"] == "answer"
        await host.panel("plan", lambda plan: plan["away"] is None)
        assert host.newest("now")["clock"]["ends_at"] == ends
        assert await host.refused("settle_away", freeze=True) == "not_away"
    facts = [fact for line in read(folder.journal).lines for fact in line.facts]
    assert [type(fact) for fact in facts if isinstance(fact, WasAway | AwaySettled)] == [WasAway, AwaySettled]
