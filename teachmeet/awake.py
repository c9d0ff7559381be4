"""Keeping the laptop and its screens awake while a meet runs; each system has its own way, and it may refuse.

What keeps it awake ends with this process, however that ends: a laptop must not stay awake in a bag. Nothing here
keeps it from sleeping when its lid is closed.
"""

import asyncio
import os
import shutil
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

STATES = Path("/sys/power/state")
"""Where Linux lists the ways in which this machine can sleep."""

ENDS = 2.0
"""Seconds that what kept the machine awake may take to end."""

_CONTINUOUS, _SYSTEM, _DISPLAY = 0x8000_0000, 0x1, 0x2  # Windows' ES_CONTINUOUS, ES_SYSTEM_…, ES_DISPLAY_REQUIRED


@dataclass(frozen=True, slots=True)
class Means:
    """With what this system is kept awake; without a command the system is asked by a call of its own."""

    tool: str
    command: tuple[str, ...] = ()


def means(system: str, pid: int, find: Callable[[str], str | None] = shutil.which) -> Means | None:
    """How a system, named as in `sys.platform`, is kept awake for as long as a process lives; None if it has no way.

    systemd-inhibit holds for as long as what it runs: cat, which ends when nobody can write to it any more.
    """
    if system == "win32":
        return Means("SetThreadExecutionState")
    if system == "darwin":
        tool = find("caffeinate")
        return None if tool is None else Means("caffeinate", (tool, "-d", "-i", "-w", str(pid)))
    tool, cat = find("systemd-inhibit"), find("cat")
    if tool is None or cat is None:
        return None
    said = ("--what=idle:sleep", "--who=teachmeet", "--why=A meet is running", "--mode=block")
    return Means("systemd-inhibit", (tool, *said, cat))


def can_sleep(system: str = sys.platform) -> bool:
    """Whether the machine sleeps at all: servers and virtual machines may not."""
    if not system.startswith("linux"):
        return True
    try:
        return bool(STATES.read_text().strip())
    except (OSError, UnicodeDecodeError):
        return True


@asynccontextmanager
async def kept_awake(failed: Callable[[], None]) -> AsyncIterator[None]:
    """Keep the machine awake meanwhile; `failed` is called once when it may sleep all the same."""
    if sys.platform == "win32":
        if not _set_execution_state(_CONTINUOUS | _SYSTEM | _DISPLAY):
            failed()
        try:
            yield
        finally:
            _set_execution_state(_CONTINUOUS)
    else:
        holding = asyncio.create_task(_hold(means(sys.platform, os.getpid()), failed))
        try:
            yield
        finally:
            holding.cancel()
            with suppress(asyncio.CancelledError):
                await holding


async def _hold(how: Means | None, failed: Callable[[], None]) -> None:
    """Run what keeps the machine awake; it failed when it ends before it is cancelled."""
    child = None
    with suppress(OSError):
        if how is not None:
            child = await asyncio.create_subprocess_exec(
                *how.command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
            )
    try:
        if child is not None:
            await child.wait()
        if can_sleep():
            failed()
    finally:
        if child is not None and child.returncode is None:
            await _end(child)


async def _end(child: Process) -> None:
    """Let go of it, ask it to end, and in the end see to it."""
    if child.stdin is not None:
        child.stdin.close()
    with suppress(ProcessLookupError):
        child.terminate()
        with suppress(TimeoutError):
            async with asyncio.timeout(ENDS):
                await child.wait()
            return
        child.kill()
    await child.wait()


def _set_execution_state(flags: int) -> bool:
    """Windows only: what this thread needs from now on, for as long as it lives."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.SetThreadExecutionState(flags))
    return False
