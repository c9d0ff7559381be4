"""The laptop is kept awake while a meet runs, and sleeps again after it, however it ended; the host is told if not."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from teachmeet import awake
from teachmeet.awake import Means, _hold, can_sleep, kept_awake, means
from tests.world import PATIENCE, hosting, make_meet, serve_command, serving, until

posix = pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for the system's tool")

TOOL = "caffeinate" if sys.platform == "darwin" else "systemd-inhibit"
HOLDS = (
    'trap : TERM\necho "$@" > "$0.args"\nwhile [ "${1#-}" != "$1" ]; do shift; done\n'
    '( "$@"; echo > "$0.ended" )\nexit 0\n'
)
"""Does as systemd-inhibit does: runs what it is given. Notes how it began, and when that ended, even if killed."""


def found_everywhere(name: str) -> str:
    """A machine that has every tool."""
    return f"/usr/bin/{name}"


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("win32", Means("SetThreadExecutionState")),
        ("darwin", Means("caffeinate", ("/usr/bin/caffeinate", "-d", "-i", "-w", "4711"))),
        (
            "linux",
            Means(
                "systemd-inhibit",
                (
                    "/usr/bin/systemd-inhibit",
                    "--what=idle:sleep",
                    "--who=teachmeet",
                    "--why=A meet is running",
                    "--mode=block",
                    "/usr/bin/cat",
                ),
            ),
        ),
    ],
)
def test_every_system_has_its_own_way(system: str, expected: Means) -> None:
    assert means(system, 4711, found_everywhere) == expected


@pytest.mark.parametrize("system", ["linux", "darwin", "freebsd14"])
def test_a_system_without_its_tool_has_none(system: str) -> None:
    assert means(system, 4711, lambda _: None) is None


def test_a_machine_that_lists_no_way_to_sleep_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    states = tmp_path / "state"
    monkeypatch.setattr(awake, "STATES", states)
    assert can_sleep("linux")  # nobody says that it cannot
    states.write_text("\n")
    assert not can_sleep("linux")
    assert can_sleep("darwin")
    states.write_text("freeze mem disk\n")
    assert can_sleep("linux")


# ── with a tool that is none


Tool = Callable[[str], Path]


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tool:
    """Puts a script in the place of the system's tool, on a machine that can sleep."""
    states = tmp_path / "state"
    states.write_text("mem\n")
    monkeypatch.setattr(awake, "STATES", states)
    monkeypatch.setattr(awake, "ENDS", PATIENCE)
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def put(script: str) -> Path:
        path = folder / TOOL
        path.write_text(f"#!/bin/sh\n{script}")
        path.chmod(0o755)
        return path

    return put


def ended(path: Path) -> bool:
    """Whether the script has noted its end."""
    return path.with_name(f"{path.name}.ended").exists()


def began(path: Path) -> bool:
    """Whether it has begun."""
    return path.with_name(f"{path.name}.args").exists()


@posix
async def test_the_tool_holds_for_as_long_as_the_meet_runs(tool: Tool) -> None:
    said: list[str] = []
    path = tool(HOLDS)
    async with kept_awake(lambda: said.append("failed")):
        await until(lambda: began(path), "the tool began")
        assert not ended(path)
    await until(lambda: ended(path), "the tool ended")
    assert said == []


@posix
@pytest.mark.parametrize("script", ["exit 1\n", "kill -9 $$\n"], ids=["refuses", "is killed"])
async def test_a_tool_that_does_not_hold_is_told(tool: Tool, script: str) -> None:
    tool(script)
    told = asyncio.Event()
    async with kept_awake(told.set):
        await asyncio.wait_for(told.wait(), 30)


@posix
async def test_no_tool_at_all_is_told(tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    told = asyncio.Event()
    async with kept_awake(told.set):
        await asyncio.wait_for(told.wait(), 30)


@posix
async def test_a_tool_that_cannot_be_run_is_told(tool: Tool) -> None:
    tool("").write_bytes(b"\x7fELF, but no program")
    told = asyncio.Event()
    async with kept_awake(told.set):
        await asyncio.wait_for(told.wait(), 30)


@posix
async def test_nothing_is_told_of_a_machine_that_cannot_sleep(tool: Tool, tmp_path: Path) -> None:
    tool("exit 1\n")
    (tmp_path / "state").write_text("\n")
    said: list[str] = []
    await _hold(means(sys.platform, os.getpid()), lambda: said.append("failed"))
    assert said == []


@posix
async def test_a_tool_that_will_not_end_is_ended(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(awake, "ENDS", 0.1)
    path = tool("trap '' TERM\necho > \"$0.args\"\nwhile :; do sleep 1; done\n")
    async with kept_awake(lambda: None):
        await until(lambda: began(path), "the tool began")


# ── with a meet


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="systemd-inhibit")
async def test_whatever_kept_it_awake_ends_with_a_server_that_is_killed(tool: Tool, tmp_path: Path) -> None:
    path = tool(HOLDS)
    async with serving(make_meet(tmp_path)) as served:
        await until(lambda: began(path), "the tool began")
        assert "--what=idle:sleep" in path.with_name(f"{TOOL}.args").read_text()
        served.kill()
        await until(lambda: ended(path), "the tool ended")


@posix
async def test_the_host_is_told_that_the_laptop_may_sleep(tool: Tool, tmp_path: Path) -> None:
    tool("exit 1\n")
    folder = make_meet(tmp_path)
    start = (
        "import pathlib, sys; from teachmeet import awake, cli; "
        f"awake.STATES = pathlib.Path({str(tmp_path / 'state')!r}); cli.main()"
    )
    line = [sys.executable, "-c", start, *map(str, serve_command(folder))]
    async with serving(folder, line=line) as served, await hosting(served) as desk:
        told = await desk.panel("desk", lambda panel: panel["notices"])
        assert told["notices"] == [{"code": "may_sleep", "values": {}}]
