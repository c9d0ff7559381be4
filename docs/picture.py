"""`python -m docs.picture` draws the README's pictures: the stage in mid-evening, the board while a card is held."""

import asyncio
import re
from pathlib import Path

from teachmeet.domain.commands_board import CloseCell, PinSession, TakeOff
from teachmeet.domain.puzzles import sessions
from teachmeet.widgets.board_grid import BoardGrid
from tests.helpers import host
from tests.screens.boards import board, edcamp, placed, see_board, voted
from tests.screens.drawn import Drawn
from tests.screens.evenings import running, shown

HERE = Path(__file__).parent
STAGE, BOARD = (100, 30), (132, 32)
"""Columns and rows."""


async def stage() -> str:
    """Who is on, with a clock, who is next, the hat."""
    story = running()
    app = shown(story.later(minutes=2, seconds=13))
    async with app.run_test(size=STAGE) as pilot:
        await pilot.pause()
        return exported(app)


async def held() -> str:
    """A card in the host's hand: each cell says what dropping it there would cost."""
    story = placed(voted(edcamp(6, 4, 24), 40))
    on_board = list(sessions(story.state).values())
    alone = on_board[-1]
    story.tell(host(PinSession(on_board[3].topic)), host(TakeOff(alone.topic)))
    story.tell(host(CloseCell(alone.slot, alone.room or 0)))
    app = board(story)
    async with app.run_test(size=BOARD) as pilot:
        await pilot.pause()
        await pilot.press("right", "enter")
        await pilot.pause()
        cell = app.screen.query_one(BoardGrid).cell
        assert cell is not None and cell.card is not None
        see_board(app, story, held=cell.card.topic)
        await pilot.pause()
        await pilot.press("down", "right")
        await pilot.pause()
        return exported(app)


def exported(app: Drawn) -> str:
    """What Textual exports, without the fonts of another host: a browser takes one that it has."""
    svg = app.export_screenshot(title="teachmeet host")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    for name, draw in {"stage": stage, "board": held}.items():
        (HERE / f"{name}.svg").write_text(asyncio.run(draw()), encoding="utf-8", newline="\n")
