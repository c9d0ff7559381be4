"""The planner's child: it finds what a search in this process finds, and does not outlive whoever asked."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from teachmeet import planner
from teachmeet.domain.arranging import search
from teachmeet.domain.board import Card, Place, Progress, Puzzle
from teachmeet.planner import PlannerFailed, arrange

ROOT = str(Path(__file__).resolve().parent.parent)
ENDLESS = 10**9
"""Steps that nobody waits for."""
PATIENCE = 30.0

PUZZLE = Puzzle(
    cards=tuple(Card(topic, frozenset(range(topic, topic + 9)), frozenset({topic % 5})) for topic in range(1, 13)),
    slots=(1, 2, 3),
    rooms=tuple(Place(room, 10 * room) for room in range(1, 5)),
    fixed={1: (2, 1)},
    people=25,
)


async def test_the_child_finds_what_a_search_in_this_process_finds() -> None:
    seen: list[Progress] = []
    last = await arrange(PUZZLE, 7, seen.append, 4_000)
    assert seen == list(search(PUZZLE, 7, 4_000))
    assert last == seen[-1]
    assert last.done == last.of == 4_000


async def test_the_child_does_not_care_where_it_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "msgspec.py").write_text("raise SystemExit('the wrong one')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert (await arrange(PUZZLE, 7, lambda _: None, 400)).done == 400
    assert os.listdir(tmp_path) == ["msgspec.py"]


def remembering(pids: list[int]) -> Callable[..., object]:
    """Starts children as asyncio does, and remembers who they are."""
    start = asyncio.create_subprocess_exec

    async def started(*command: str, **options: object) -> asyncio.subprocess.Process:
        child = await start(*command, **options)  # type: ignore[arg-type]
        pids.append(child.pid)
        return child

    return started


def is_alive(pid: int) -> bool:
    """Whether there is such a process. One that ended and was not waited for counts."""
    if sys.platform == "win32":
        listed = subprocess.run(["tasklist", "/FI", f"PID eq {pid}"], capture_output=True, text=True, check=True)
        return str(pid) in listed.stdout
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_cancelling_ends_the_child_and_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    pids: list[int] = []
    monkeypatch.setattr(asyncio, "create_subprocess_exec", remembering(pids))
    begun = asyncio.Event()
    planning = asyncio.create_task(arrange(PUZZLE, 7, lambda _: begun.set(), ENDLESS))
    async with asyncio.timeout(PATIENCE):
        await begun.wait()
        assert is_alive(pids[0])
        planning.cancel()
        with pytest.raises(asyncio.CancelledError):
            await planning
    assert not is_alive(pids[0])


PARENT = """
import asyncio, os, sys
sys.path.insert(0, {root!r})
from tests.test_planner import ENDLESS, PUZZLE, remembering
from teachmeet.planner import arrange

async def run():
    pids = []
    asyncio.create_subprocess_exec = remembering(pids)
    def told(progress):
        if progress.done:
            return
        print(pids[0], flush=True)
    await arrange(PUZZLE, 7, told, ENDLESS)

asyncio.run(run())
"""


async def test_the_child_ends_when_its_parent_is_gone() -> None:
    program = PARENT.format(root=ROOT)
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-B", "-c", program, stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(PATIENCE):
        assert parent.stdout is not None
        pid = int(await parent.stdout.readline())
        assert is_alive(pid)
        parent.kill()
        await parent.communicate()
        while is_alive(pid):  # noqa: ASYNC110 (nobody tells of the end of another's child)
            await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("raise RuntimeError('no room to think')", "no room to think"),
        ("import sys; sys.exit(3)", "it ended with 3"),
        ("print('hello')", "stopped before it was done"),
        ("import sys; sys.stdin.close(); print('{', flush=True)", "stopped before it was done"),
    ],
)
async def test_a_broken_child_is_said_in_a_sentence(program: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planner, "_CHILD", program.replace("{", "{{"))
    with pytest.raises(PlannerFailed, match=says) as failed:
        await arrange(PUZZLE, 7, lambda _: None)
    assert str(failed.value).endswith(".")
    assert "\n" not in str(failed.value)


async def test_no_child_at_all_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    with pytest.raises(PlannerFailed, match="could not be started"):
        await arrange(PUZZLE, 7, lambda _: None)
