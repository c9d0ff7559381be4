"""Pulling the plug while the planner works: the meet is back at once with everything, and no search outlives it."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from teachmeet import journal, wire
from teachmeet.domain import commands as c
from teachmeet.domain import commands_board as cb
from teachmeet.domain.actors import Role
from teachmeet.domain.commands import MakeMeet
from teachmeet.domain.history import fold
from teachmeet.domain.panels import Mine, Panel
from teachmeet.domain.panels_board import BoardPanel, GridPanel, PlanningPanel
from teachmeet.domain.programme import Format, RoomPlan, SlotPlan, TopicPlan
from teachmeet.link import Event, Link, Own, Pass, Shown
from teachmeet.meetfolder import MeetFolder
from tests.world import free_port, make_meet, serving, until

pytestmark = [pytest.mark.chaos, pytest.mark.skipif(sys.platform == "win32", reason="finds children with ps")]

NINE = datetime(2100, 5, 8, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = MakeMeet(
    "Edcamp",
    Format.EDCAMP,
    "UTC",
    rooms=tuple(RoomPlan(f"Room {n}", 20 + n) for n in range(10)),
    slots=tuple(SlotPlan(NINE + n * HOUR, NINE + n * HOUR + HOUR / 2) for n in range(6)),
    topics=tuple(TopicPlan(None, f"Card {n}") for n in range(60)),
)
TOPICS = range(18, 78)
"""Their numbers: the meet, ten rooms and six slots come first."""


class Client:
    """A link, and what it was shown last."""

    def __init__(self, folder: MeetFolder, port: int, name: str = "") -> None:
        self.panels: dict[str, Panel] = {}
        self.mine: Mine | None = None
        attendee = Pass(Role.ATTENDEE, code=folder.code, secret=f"the-secret-of-{name}-phone")
        card = attendee if name else Pass(Role.HOST, key=folder.host)
        looks = ("board",) if name else ("grid", "planning", "board")
        self.link = Link(lambda: f"ws://127.0.0.1:{port}/ws", card, looks, self._listen)

    def _listen(self, event: Event) -> None:
        match event:
            case Shown(name, panel):
                self.panels[name] = panel
            case Own(Mine() as mine):
                self.mine = mine
            case _:
                pass

    @property
    def planning(self) -> PlanningPanel:
        """How far the planner is, as the host sees it."""
        panel = self.panels["planning"]
        assert isinstance(panel, PlanningPanel)
        return panel


@asynccontextmanager
async def connected(*clients: Client) -> AsyncIterator[None]:
    """Hold these links."""
    tasks = [asyncio.create_task(client.link.run()) for client in clients]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def children(pid: int) -> list[int]:
    """The processes that this one started and that still run."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    return [int(row[0]) for row in rows if int(row[1]) == pid and not row[2].startswith("Z")]


def runs(pid: int) -> bool:
    """Whether a process is there and no corpse."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(listed.strip()) and not listed.strip().startswith("Z")


async def vote(phone: Client, name: str, voting: int, over: asyncio.Event) -> None:
    """Join, then choose and think again until it is over; what stands in the end are three."""
    await phone.link.do(c.Join(name))
    place = sum(map(ord, name))
    while not over.is_set():
        for step in range(3):
            await phone.link.do(c.Vote(voting, TOPICS[(place + step * 7) % 60], 1))
        for step in range(3):
            await phone.link.do(c.Vote(voting, TOPICS[(place + step * 7) % 60], 0))
        place += 1
    for step in range(3):
        await phone.link.do(c.Vote(voting, TOPICS[(place + step * 7) % 60], 1))


@pytest.mark.timeout(300)
async def test_a_server_killed_while_planning_is_back_with_everything_and_its_search_is_gone(tmp_path: Path) -> None:
    folder, port = make_meet(tmp_path, made=DAY), free_port()
    desk = Client(folder, port)
    phones = [Client(folder, port, f"P{n:02}") for n in range(12)]
    over = asyncio.Event()
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(connected(desk, *phones))
        served = await stack.enter_async_context(serving(folder, port))
        voting = (await desk.link.do(c.OpenRound())).seq
        lives = [asyncio.create_task(vote(phone, f"P{n:02}", voting, over)) for n, phone in enumerate(phones)]
        await desk.link.do(cb.PlaceTopic(TOPICS[0], 12, 2))
        await desk.link.do(cb.PinSession(TOPICS[0]))
        for _ in range(4):
            await until(lambda: desk.link.connected and "planning" in desk.panels, "the host is back")
            desk.panels.pop("planning")
            await desk.link.send(wire.Arrange())
            await until(lambda: "planning" in desk.panels and desk.planning.cells, "there is a preview")
            assert desk.planning.searching
            (child,) = children(served.process.pid)
            desk.panels.clear()
            served.kill()
            await until(lambda pid=child: not runs(pid), "the search ended with its server")  # type: ignore[misc]  # a default
            served = await stack.enter_async_context(serving(folder, port=None))
            assert served.port == port
            await until(lambda: "planning" in desk.panels and "grid" in desk.panels, "the host sees the board again")
            assert desk.planning == PlanningPanel(False, 0, 0, 0, (), None, 0)
            assert children(served.process.pid) == []
        over.set()
        await asyncio.wait_for(asyncio.gather(*lives), 60)
        await publish(desk, phones)
        assert await served.stop() == 0
    state = fold(journal.read(folder.journal).lines)
    for phone in phones:
        assert phone.mine is not None
        assert len(phone.mine.votes) == 3
        assert state.ballots[voting][phone.mine.person] == phone.mine.votes
    assert state.board[TOPICS[0]].place == (12, 2, "")
    assert len(state.published) == 60


async def publish(desk: Client, phones: list[Client]) -> None:
    """Plan once more to the end; everybody gets the board, and what was pinned before the first kill stays put."""
    await desk.link.send(wire.Arrange())
    await until(lambda: desk.planning.of and not desk.planning.searching, "the planner is done")
    found = desk.planning
    assert found.failed == ""
    assert TOPICS[0] not in {topic for topic, _, _ in found.cells}
    await desk.link.do(cb.TakeArrangement(found.cells, found.seed, found.of))
    await desk.link.do(cb.Publish())
    for client in (desk, *phones):
        await until(lambda client=client: _has_board(client), "the board is out")  # type: ignore[misc]  # a default
    grid = desk.panels["grid"]
    assert isinstance(grid, GridPanel)
    assert len(grid.sessions) == 60


def _has_board(client: Client) -> bool:
    board = client.panels.get("board")
    return isinstance(board, BoardPanel) and len(board.sessions) == 60


@pytest.mark.timeout(120)
async def test_a_server_that_is_stopped_while_planning_ends_its_search_too(tmp_path: Path) -> None:
    folder, port = make_meet(tmp_path, made=DAY), free_port()
    desk = Client(folder, port)
    async with serving(folder, port) as served, connected(desk):
        await desk.link.do(c.OpenRound())
        await desk.link.send(wire.Arrange())
        await until(lambda: "planning" in desk.panels and desk.planning.cells, "there is a preview")
        (child,) = children(served.process.pid)
        assert await served.stop() == 0
        await until(lambda: not runs(child), "the search ended with its server")
        assert served.complaint() == ""


@pytest.mark.timeout(120)
async def test_a_search_that_is_killed_is_told_in_a_sentence_and_the_meet_goes_on(tmp_path: Path) -> None:
    folder, port = make_meet(tmp_path, made=DAY), free_port()
    desk = Client(folder, port)
    async with serving(folder, port) as served, connected(desk):
        await desk.link.do(c.OpenRound())
        await desk.link.send(wire.Arrange())
        await until(lambda: "planning" in desk.panels and desk.planning.cells, "there is a preview")
        (child,) = children(served.process.pid)
        with suppress(ProcessLookupError):
            os.kill(child, 9)
        await until(lambda: desk.planning.failed, "the host is told")
        assert "\n" not in desk.planning.failed
        await desk.link.do(cb.PlaceTopic(TOPICS[0], 12, 2))
        await publish_after_all(desk)


async def publish_after_all(desk: Client) -> None:
    """The next search does what the last one could not."""
    await desk.link.send(wire.Arrange())
    await until(lambda: desk.planning.of and not desk.planning.searching and not desk.planning.failed, "it is done")
    await desk.link.do(cb.TakeArrangement(desk.planning.cells, desk.planning.seed, desk.planning.of))
    await desk.link.do(cb.Publish())
