"""What was asked, newest first; answered ones dim."""

from textual.content import Content

from teachmeet.domain.panels import QuestionRow
from teachmeet.widgets.row_list import RowList, column
from teachmeet.words import Words, load


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
        mark = column("✓" if row.answered else "?", 2, "$text-muted" if row.answered else "$accent")
        who = column(row.name or self._words("questions.nameless"), 16 if width >= 70 else 12, "$text-muted")
        at = column(asked_at(row, self._words), 30 if width >= 110 else 20, "$text-muted")
        room = width - mark.cell_length - who.cell_length - at.cell_length - 4
        text = column(row.text or "", room, "$text-muted" if row.answered else "")
        return Content("").join([mark, text, Content("  "), who, Content("  "), at])
