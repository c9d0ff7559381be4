"""What was asked: those that wait for the host first, then the open ones by backers, the parked, the answered."""

from collections.abc import Sequence
from enum import StrEnum

from textual.content import Content

from teachmeet.domain.panels import QuestionRow
from teachmeet.widgets.row_list import RowList, column
from teachmeet.words import Words, load

STATE, BACKERS = 13, 4
"""Columns of how it stands with a question, and of how many back it."""


class Standing(StrEnum):
    """How it stands with a question, in the order of the list; the names are those of the words."""

    WAITS = "waits"
    OUT = "out"
    PARKED = "parked"
    ANSWERED = "answered"


MARKS = {Standing.WAITS: "●", Standing.OUT: "?", Standing.PARKED: "‖", Standing.ANSWERED: "✓"}
STYLES = {Standing.WAITS: "$warning", Standing.OUT: "$accent"}
_ORDER = tuple(Standing)


def standing(row: QuestionRow) -> Standing:
    """How it stands with a question."""
    if row.answered:
        return Standing.ANSWERED
    if not row.approved:
        return Standing.WAITS
    return Standing.PARKED if row.parked else Standing.OUT


def sorted_questions(rows: Sequence[QuestionRow]) -> list[QuestionRow]:
    """As the host wants them: of those that wait the first that came, of the open ones what most people back."""
    return sorted(rows, key=lambda row: (_ORDER.index(standing(row)), -row.backers, row.question))


def asked_at(row: QuestionRow, words: Words) -> str:
    """Where it was asked: at a talk, or to the room."""
    return words("questions.at", talk=row.talk) if row.talk else words("questions.room")


class QuestionList(RowList[QuestionRow]):
    """Draws the `questions` panel."""

    def __init__(self, words: Words | None = None, *, id: str | None = None) -> None:
        self._words = words or load()
        super().__init__(empty=self._words("questions.none"), id=id)

    def key_of(self, row: QuestionRow) -> int:
        return row.question

    def draw(self, row: QuestionRow, width: int) -> Content:
        stands = standing(row)
        style = STYLES.get(stands, "$text-muted")
        state = column(f"{MARKS[stands]} {self._words(f'questions.state.{stands}')}", STATE, style)
        backers = column(f"+{row.backers}" if row.backers else "", BACKERS, "$accent" if row.backers else "")
        who = column(row.name or self._words("questions.nameless"), 16 if width >= 90 else 12, "$text-muted")
        at = column(f"  {asked_at(row, self._words)}" if width >= 120 else "", 28 if width >= 120 else 0, "$text-muted")
        room = width - state.cell_length - backers.cell_length - who.cell_length - at.cell_length - 2
        text = column(row.text or "", room, "" if stands in STYLES else "$text-muted")
        return Content("").join([state, backers, text, Content("  "), who, at])
