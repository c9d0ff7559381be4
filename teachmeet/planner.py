"""The timetable search in a process of its own, so that nobody on a phone waits for it. Both ends of its pipe are here.

The child is spawned, never forked: a forked one would hold the server's lock. It reads the puzzle from its standard
input, writes a line each time it is further, works at low priority, and ends when its standard input does.
"""

import asyncio
import os
import subprocess
import sys
import threading
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from pathlib import Path

import msgspec

from teachmeet import wire
from teachmeet.domain.arranging import STEPS, search
from teachmeet.domain.board import Progress, Puzzle

GENTLE = 10
"""How much the child yields to others, on systems that know `nice`."""
LONGEST_LINE = 2**20

_FOLDER = str(Path(__file__).resolve().parent.parent)
_CHILD = "import sys; sys.path[:] = {path!r}; from teachmeet.planner import work; work({seed}, {steps})"
"""The child's program. It finds its modules where this process did, wherever that was started."""


class PlannerFailed(Exception):
    """The search ended before it was done; says why in a sentence."""


async def arrange(puzzle: Puzzle, seed: int, told: Callable[[Progress], None], steps: int = STEPS) -> Progress:
    """Search for a board in a child process; tells each time it is further, and gives the last of it.

    The same puzzle, seed and steps give the same board. Cancelling ends the child and waits until it has ended.
    """
    path = [folder for folder in sys.path if folder]
    path = path if _FOLDER in path else [_FOLDER, *path]
    child = await _spawn(_CHILD.format(path=path, seed=int(seed), steps=int(steps)))
    try:
        last = await _follow(child, puzzle, told)
    finally:
        if child.returncode is None:
            child.kill()
        _, complaint = await child.communicate()
    if last is None or last.done < last.of:
        raise PlannerFailed(_why(complaint, child.returncode))
    return last


async def _spawn(program: str) -> Process:
    """Start a child that reads no file of the folder it is started in, and writes none beside the program's own."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.BELOW_NORMAL_PRIORITY_CLASS | subprocess.CREATE_NO_WINDOW
    command = (sys.executable, "-P", "-B", "-c", program)
    try:
        return await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, limit=LONGEST_LINE, creationflags=flags
        )
    except OSError as error:
        raise PlannerFailed(f"The planner could not be started: {error}.") from error


async def _follow(child: Process, puzzle: Puzzle, told: Callable[[Progress], None]) -> Progress | None:
    """Hand the child its puzzle and listen until it is done, or has nothing more to say."""
    assert child.stdin is not None
    assert child.stdout is not None
    last: Progress | None = None
    try:
        child.stdin.write(wire.write_puzzle(puzzle))
        await child.stdin.drain()
        while line := await child.stdout.readline():
            last = wire.read_progress(line)
            told(last)
            if last.done >= last.of:
                break
    except (ConnectionError, msgspec.DecodeError):
        return None
    return last


def _why(complaint: bytes, code: int | None) -> str:
    lines = complaint.decode(errors="replace").strip().splitlines()
    said = lines[-1].rstrip(".")[:300] if lines else f"it ended with {code}"
    return f"The planner stopped before it was done: {said}."


# ── the child's end


def work(seed: int, steps: int) -> None:
    """Read the puzzle, search, and write how far it is; ends at once when the parent is gone."""
    if hasattr(os, "nice"):
        os.nice(GENTLE)
    puzzle = wire.read_puzzle(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for progress in search(puzzle, seed, steps):
        sys.stdout.buffer.write(wire.write_progress(progress))
        sys.stdout.buffer.flush()


def _end_with_parent() -> None:
    # Not through sys.stdin: its lock would be held when the search is done and the child wants to end.
    while os.read(0, 4096):
        continue
    os._exit(1)
