"""Who is at the meet: with a phone that is here or away, at the kiosk, or on the sheet only."""

from textual.content import Content

from teachmeet.domain.panels import PersonRow
from teachmeet.widgets.row_list import RowList, column
from teachmeet.words import Words, load


def standing(row: PersonRow) -> str:
    """The key of the word for where somebody is."""
    if row.kiosk:
        return "people.kiosk"
    if not row.phone:
        return "people.sheet"
    return "people.connected" if row.connected else "people.away"


MARKS = {"people.connected": "●", "people.away": "○", "people.sheet": "·", "people.kiosk": "▣"}


class PeopleList(RowList[PersonRow]):
    """Draws the `people` panel."""

    def __init__(self, words: Words | None = None, *, id: str | None = None) -> None:
        self._words = words or load()
        super().__init__(empty=self._words("people.nobody"), id=id)

    def key_of(self, row: PersonRow) -> int:
        return row.person

    def draw(self, row: PersonRow, width: int) -> Content:
        key = standing(row)
        came = row.here and not row.phone
        state = column(self._words("people.came" if came else key), 18, "$success" if came else "$text-muted")
        aside = column(self._words("people.aside") if row.aside else "", 20, "$warning")
        here = row.connected or came
        mark = column(MARKS["people.connected" if came else key], 2, "$success" if here else "$text-muted")
        room = width - mark.cell_length - state.cell_length - aside.cell_length - 1
        style = "$text-muted" if not row.name else ""
        name = column(row.name or self._words("people.nameless"), min(room, 60), style)
        return Content("").join([mark, name, Content(" "), state, aside])
