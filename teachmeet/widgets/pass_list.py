"""The passes: what each lets somebody do, and whether somebody has taken it."""

from enum import StrEnum

from textual.content import Content

from teachmeet.domain.panels_hall import PassRow
from teachmeet.domain.programme import Duty
from teachmeet.widgets.row_list import RowList, column
from teachmeet.words import Words, load

PAGES = {Duty.TIMEKEEPER: "help", Duty.QUESTIONS: "help", Duty.PITCHES: "help", Duty.KIOSK: "kiosk"}
"""Which of the laptop's pages takes the code of a pass."""


class Held(StrEnum):
    """How it stands with a pass; the names are those of the words."""

    WAITS = "waits"
    HERE = "here"
    AWAY = "away"
    LOST = "lost"
    """Nobody took it, and the laptop no longer knows its code: it keeps codes in memory only."""


MARKS = {Held.WAITS: "…", Held.HERE: "●", Held.AWAY: "○", Held.LOST: "✗"}
STYLES = {Held.WAITS: "$accent", Held.HERE: "$success"}


def held(row: PassRow) -> Held:
    """How it stands with a pass."""
    if row.taken:
        return Held.HERE if row.connected else Held.AWAY
    return Held.LOST if row.code is None else Held.WAITS


class PassList(RowList[PassRow]):
    """Draws the `passes` panel."""

    def __init__(self, words: Words | None = None, *, id: str | None = None) -> None:
        self._words = words or load()
        super().__init__(empty=self._words("passes.none"), id=id)

    def key_of(self, row: PassRow) -> int:
        return row.number

    def draw(self, row: PassRow, width: int) -> Content:
        how = held(row)
        mark = column(MARKS[how], 2, STYLES.get(how, "$text-muted"))
        duty = column(self._words(f"passes.duty.{row.duty}"), 16, "bold")
        code = column(row.code or "", 9, "$accent")
        state = column(self._words(f"passes.held.{how}"), width - 27, "$text-muted")
        return Content("").join([mark, duty, code, state])
