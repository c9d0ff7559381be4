"""What the planner was asked and what it has found so far, for the host's eyes. The search itself runs elsewhere."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from teachmeet.domain.arranging import greedy
from teachmeet.domain.board import Progress, Puzzle
from teachmeet.domain.panels_board import PlanningPanel
from teachmeet.domain.puzzles import puzzle_of
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.scoring import score
from teachmeet.domain.state import State
from teachmeet.domain.views_board import score_card

log = logging.getLogger("teachmeet.arranger")

Planner = Callable[[Puzzle, int, Callable[[Progress], None]], Awaitable[Progress]]
"""Arranges a puzzle with a seed, tells how far it is, and gives the best board; may raise anything when it breaks."""


async def no_planner(_puzzle: Puzzle, _seed: int, _told: Callable[[Progress], None]) -> Progress:
    """For a server that was not given one."""
    raise NotImplementedError("this server has no planner")


class Arranger:
    """One search at a time; `show` is told what the planning panel says, None when there is nothing to say."""

    def __init__(
        self,
        planner: Planner,
        state: Callable[[], State],
        show: Callable[[PlanningPanel | None], None],
        dice: Callable[[], int],
    ) -> None:
        self._planner, self._state, self._show, self._dice = planner, state, show, dice
        self._search: asyncio.Task[None] | None = None
        self._shown = False

    def start(self) -> None:
        """Search anew; Refused when there is nothing to place, or nowhere to."""
        puzzle = puzzle_of(self._state())
        cells = {(slot, place.room) for slot in puzzle.slots for place in puzzle.rooms} - puzzle.closed
        if not cells - set(puzzle.fixed.values()) or all(card.topic in puzzle.fixed for card in puzzle.cards):
            raise Refused(Code.NOTHING_TO_ARRANGE)
        self.call_off()
        self._search = asyncio.create_task(self._run(puzzle, self._dice()))

    def call_off(self) -> None:
        """Search no more, and show nothing of what was found."""
        if self._search is not None:
            self._search.cancel()
            self._search = None
        if self._shown:
            self._shown = False
            self._show(None)

    async def _run(self, puzzle: Puzzle, seed: int) -> None:
        me = asyncio.current_task()

        def tell(panel: PlanningPanel) -> None:
            if self._search is me:  # what was called off has nothing more to say, however it ends
                self._shown = True
                self._show(panel)

        def told(progress: Progress) -> None:
            tell(_panel(puzzle, seed, progress, searching=True))

        tell(PlanningPanel(True, 0, 0, seed, (), None, 0))
        try:
            # At once, before the search has so much as started; beside the loop, since a big room takes some ms.
            told(await asyncio.to_thread(_preview, puzzle))
            best = await self._planner(puzzle, seed, told)
        except Exception as error:  # whatever breaks in the search, the evening goes on
            log.exception("the planner failed")
            tell(PlanningPanel(False, 0, 0, seed, (), None, 0, str(error) or type(error).__name__))
        else:
            tell(_panel(puzzle, seed, best, searching=False))


def _preview(puzzle: Puzzle) -> Progress:
    """What can be had in a moment."""
    placed = greedy(puzzle)
    return Progress(0, 0, placed, score(puzzle, placed))


def _panel(puzzle: Puzzle, seed: int, found: Progress, searching: bool) -> PlanningPanel:
    cells = tuple((topic, *cell) for topic, cell in sorted(found.placed.items()) if topic not in puzzle.fixed)
    card = score_card(puzzle, found.placed, found.score)
    return PlanningPanel(searching, found.done, found.of, seed, cells, card, found.score.moved)
