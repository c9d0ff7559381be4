"""What the host is asked after a crash: the server that was killed left a sign of life, the next one finds it."""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from teachmeet.domain.commands import StartTalk
from teachmeet.domain.facts import WasAway
from teachmeet.domain.history import History
from teachmeet.domain.panels import Door
from teachmeet.hub import Hub
from teachmeet.journal import MemoryJournal
from teachmeet.laptop import Laptop
from teachmeet.meetfolder import MeetFolder
from teachmeet.words import load
from tests.helpers import THREE, Story, host
from tests.test_hub_evening import HandedIn, Keys
from tests.world import hosting, make_meet, serving, until


@pytest.fixture
def folder(tmp_path: Path) -> MeetFolder:
    """A meet with a talk."""
    return make_meet(tmp_path)


def was_away(folder: MeetFolder) -> list[WasAway]:
    """What its journal says of times away."""
    lines = Laptop(folder.path.parent).lines(folder.slug)
    return [fact for line in lines for fact in line.facts if isinstance(fact, WasAway)]


async def test_after_a_kill_the_host_is_asked_what_the_clock_makes_of_it(folder: MeetFolder) -> None:
    async with serving(folder) as served, await hosting(served, look=("plan",)) as desk:
        began = (await desk.do("start_talk"))["seq"]
        served.kill()
        gone = datetime.now(UTC)
    async with serving(folder, port=None) as served, await hosting(served, look=("plan", "desk")) as desk:
        plan = await desk.panel("plan", lambda panel: panel["away"] is not None)
        assert abs(plan["away"]["since"] / 1000 - gone.timestamp()) < 3
        assert plan["away"]["since"] < plan["away"]["until"]
        undo = (await desk.panel("desk"))["undo"]
        assert undo["act"] == began, "coming back is no act of the host"
        assert (await desk.do("settle_away", freeze=True))["type"] == "answer"
        await desk.panel("plan", lambda panel: panel["away"] is None)
        assert await desk.refused("settle_away", freeze=True) == "not_away"


async def test_nobody_is_asked_after_a_server_that_was_stopped_or_when_nothing_ran(folder: MeetFolder) -> None:
    async with serving(folder) as served, await hosting(served, look=()) as desk:
        assert folder.last_beat() is not None
        served.kill()
        assert desk is not None
    async with serving(folder, port=None) as served, await hosting(served, look=()) as desk:
        await desk.do("start_talk")
        await served.stop()
        assert folder.last_beat() is None
    async with serving(folder, port=None) as served, await hosting(served, look=("plan",)) as desk:
        assert (await desk.panel("plan"))["away"] is None
    assert was_away(folder) == []


async def test_a_sign_of_life_is_left_every_second(folder: MeetFolder) -> None:
    async with serving(folder):
        announced = folder.path / "server.json"
        os.utime(announced, (1, 1))
        await until(lambda: announced.stat().st_mtime > 1, "a beat")


@pytest.mark.parametrize("since", [timedelta(0), timedelta(minutes=-3)])
async def test_a_hub_that_never_was_away_asks_nothing(since: timedelta) -> None:
    """A clock that was set back while nobody served: the sign of life is younger than now."""
    story = Story(THREE).tell(host(StartTalk()))
    journal = MemoryJournal()
    journal.append(story.lines, 0)
    time = HandedIn(story.now)
    door, since_then = Door("", "", 0, ()), story.now - since
    hub = Hub(journal, History(story.lines), time, Keys(), load("en"), door, away_since=since_then)
    task = asyncio.create_task(hub.run())
    await asyncio.sleep(0.05)
    hub.stop()
    await task
    assert journal.lines == story.lines

