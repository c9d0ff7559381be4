"""How many fewer wishes a planned board misses than one placed by votes, how near to what is proved, and the wait.

Each search runs in the planner's real child process with its own budget of steps: about two seconds for 60 topics. The
edcamps are made up; `benchmarks/edcamps.py` says how. By votes is what a person does by hand: in order of votes, one
slot after the other, the biggest room first, leaders and what asked for it kept apart. `misses_over_slot_by_slot`
compares with filling one slot after the other instead, and `without_themes` is for wishes that follow no themes.

    python -m benchmarks.planner --prove N    prove again how few wishes the N-th edcamp of 24 topics must miss; keep it
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from statistics import mean, median
from typing import Any

from benchmarks.edcamps import ELSEWHERE, SEEDS, SIZES, edcamp
from benchmarks.host import PATIENCE, phones
from benchmarks.proving import Proof, prove
from benchmarks.report import emit
from benchmarks.room import Served, founding, hosting, percentile
from teachmeet.domain.arranging import greedy
from teachmeet.domain.board import Cell, Placed, Puzzle
from teachmeet.domain.commands import OpenRound
from teachmeet.domain.scoring import by_votes, chosen, misses, score
from teachmeet.laptop import Laptop
from teachmeet.planner import arrange
from teachmeet.serving import serve

PROOFS = Path(__file__).parent / "proofs.json"
DICE = 7
TRIES = 5
"""How often the quick placing is timed; the shortest time counts, others being other programs'."""
LATE_FOR, ROUNDS = 4.0, 3
"""Seconds for which the server's loop is watched, by turns without the planner and with it at work, and how often."""
TICK = 0.005


def missed(puzzle: Puzzle, placed: Placed) -> int:
    """How many wishes a placing misses."""
    return misses(score(puzzle, placed))


def planned(puzzle: Puzzle) -> Placed:
    """The board that the planner's child finds."""
    return asyncio.run(arrange(puzzle, DICE, lambda _: None)).placed


def slot_by_slot(puzzle: Puzzle) -> dict[int, Cell]:
    """The most wished-for topics all in the first slot, the next ones in the second: whoever is asked first decides."""
    cells = [(slot, place.room) for slot in puzzle.slots for place in puzzle.rooms]
    return {card.topic: cell for card, cell in zip(chosen(puzzle), cells, strict=False)}


def boards() -> dict[str, float]:
    """What searching saves, as means over the edcamps of a size."""
    figures: dict[str, float] = {}
    gaps = []
    for topics, size in SIZES.items():
        ratios, to_naive = [], []
        begun = time.perf_counter()
        for seed in SEEDS:
            puzzle = edcamp(size, seed)
            found = missed(puzzle, planned(puzzle))
            ratios.append(found / missed(puzzle, by_votes(puzzle)))
            to_naive.append(found / missed(puzzle, slot_by_slot(puzzle)))
            if topics == 24:
                gaps.append(found / proofs()[seed].bound - 1)
        figures[f"planner.misses_over_votes_{topics}"] = round(mean(ratios), 3)
        figures[f"planner.misses_over_slot_by_slot_{topics}"] = round(mean(to_naive), 3)
        figures[f"planner.seconds_{topics}"] = round((time.perf_counter() - begun) / len(SEEDS), 2)
    figures["planner.gap_to_proved_24"] = round(max(gaps), 4)
    puzzles = [edcamp(SIZES[60], seed, elsewhere=1) for seed in SEEDS]
    ratios = [missed(puzzle, planned(puzzle)) / missed(puzzle, by_votes(puzzle)) for puzzle in puzzles]
    figures["planner.misses_over_votes_60_without_themes"] = round(mean(ratios), 3)
    return figures


def preview() -> float:
    """Milliseconds until the quick placing of the biggest edcamp is there."""
    puzzle = edcamp(SIZES[60], SEEDS[0], ELSEWHERE)
    took = []
    for _ in range(TRIES):
        begun = time.perf_counter()
        greedy(puzzle)
        took.append(time.perf_counter() - begun)
    return min(took) * 1000


# ── the server's loop


@asynccontextmanager
async def served_here() -> AsyncIterator[Served]:
    """A real server on this process's loop, so that the loop can be watched."""
    with tempfile.TemporaryDirectory(prefix="teachmeet-") as folder:
        made = Laptop(Path(folder)).new("measured", founding())
        listening: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        serving = asyncio.create_task(serve(made, "127.0.0.1", 0, lambda run, door: listening.set_result(door.port)))
        try:
            either: set[asyncio.Future[Any]] = {serving, listening}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if serving.done():
                await serving  # says why
            yield Served(listening.result(), made)
        finally:
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving


async def lateness(seconds: float) -> list[float]:
    """How many milliseconds late the loop came back, tick after tick, for so long."""
    late, until = [], time.perf_counter() + seconds
    while (begun := time.perf_counter()) < until:
        await asyncio.sleep(TICK)
        late.append(max(time.perf_counter() - begun - TICK, 0) * 1000)
    return late


async def loop_late() -> dict[str, float]:
    """The lateness of a loop that serves voting phones, alone and while the planner is at work."""
    puzzle = edcamp(SIZES[60], SEEDS[0])
    async with served_here() as where:
        async with asyncio.timeout(PATIENCE), hosting(where) as host:
            await host.do(OpenRound(dots=20))
        room_full = phones(where)
        await asyncio.to_thread(room_full.__enter__)
        try:
            alone, beside = [], []
            for _ in range(ROUNDS):
                alone.append(percentile(await lateness(LATE_FOR), 0.99))
                planning = asyncio.create_task(keep_planning(puzzle))
                beside.append(percentile(await lateness(LATE_FOR), 0.99))
                planning.cancel()
                await asyncio.wait([planning])
        finally:
            await asyncio.to_thread(room_full.__exit__, None, None, None)
    return {
        "planner.loop_late_p99_ms": round(median(beside), 2),
        "planner.loop_late_p99_ms_without": round(median(alone), 2),
    }


async def keep_planning(puzzle: Puzzle) -> None:
    """One search after the other, until it is cancelled."""
    while True:
        await arrange(puzzle, DICE, lambda _: None)


# ── proofs


def proofs() -> dict[int, Proof]:
    """What was proved of the edcamps of 24 topics, by their seeds."""
    kept = json.loads(PROOFS.read_text(encoding="utf-8")) if PROOFS.exists() else {}
    return {int(seed): Proof(**proof) for seed, proof in kept.items()}


def prove_again(seed: int) -> Proof:
    """Prove one of them, starting from a board that the quick placing finds: no search has a part in it."""
    puzzle = edcamp(SIZES[24], seed)
    return prove(puzzle, missed(puzzle, greedy(puzzle)))


def keep(seed: int, proof: Proof) -> None:
    """Write a proof down beside the others."""
    known = {seed: asdict(one) for seed, one in sorted({**proofs(), seed: proof}.items())}
    PROOFS.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Measure, and print; or prove."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", action="store_true")
    options.add_argument("--prove", type=int, choices=SEEDS, metavar="N")
    given = options.parse_args()
    if given.prove is not None:
        proof = prove_again(given.prove)
        keep(given.prove, proof)
        figures: dict[str, float] = {"planner.proved_misses": proof.bound, "planner.proof_seconds": proof.seconds}
    else:
        figures = boards()
        figures["planner.preview_ms"] = round(preview(), 1)
        figures |= asyncio.run(loop_late())
    emit("planner", figures, given.json)


if __name__ == "__main__":
    main()
