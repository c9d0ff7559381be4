"""The running order: who was on and for how long, who is on, who comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from textual.content import Content

from teachmeet.domain.panels import TalkRow, TalksPanel
from teachmeet.widgets.digits import clock_text
from teachmeet.widgets.row_list import RowList, column
from teachmeet.widgets.talk_text import kind_of, length_of, name_of, title_of
from teachmeet.words import Words, load

ROOM_FOR_TITLES, ROOM_FOR_KINDS = 44, 58
"""From how many columns titles stand in a row, and kinds beside them."""


class Stand(StrEnum):
    """Where a talk stands in the evening."""

    PAST = "past"
    ON = "on"
    NEXT = "next"
    COMING = "coming"


MARKS = {Stand.PAST: "✓", Stand.ON: "▶", Stand.NEXT: "›", Stand.COMING: " "}


@dataclass(frozen=True, slots=True)
class Place:
    """A talk and where it stands."""

    talk: TalkRow
    stand: Stand

    @property
    def over(self) -> int:
        """The seconds that it took longer than planned; 0 while it has not ended."""
        return max(self.used - self.talk.card.seconds, 0)

    @property
    def used(self) -> int:
        """The seconds that it took, once it has ended."""
        return 0 if self.talk.used is None else self.talk.used // 1000


def places(panel: TalksPanel) -> Iterator[Place]:
    """The talks with where each stands."""
    coming = Stand.NEXT
    for talk in panel.talks:
        if talk.ended is not None:
            yield Place(talk, Stand.PAST)
        elif talk.started is not None:
            yield Place(talk, Stand.ON)
        else:
            yield Place(talk, coming)
            coming = Stand.COMING


class RunningOrder(RowList[Place]):
    """Draws the `talks` panel. The cursor goes along with the evening, until the host takes it elsewhere."""

    def __init__(self, words: Words | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words = words or load()
        self._current: int | None = None

    def show(self, panel: TalksPanel) -> None:
        """Draw the running order; a cursor that is on the current talk goes to the one that is current now."""
        rows = tuple(places(panel))
        went_along = self.cursor is None or self.cursor == self._current
        current = next((p for p in rows if p.stand is Stand.ON), None)
        current = current or next((p for p in rows if p.stand is Stand.NEXT), None)
        self.put(rows)
        self._current = None if current is None else current.talk.card.talk
        if went_along and self._current is not None:
            self.go_to(self._current)

    def key_of(self, row: Place) -> int:
        return row.talk.card.talk

    def draw(self, row: Place, width: int) -> Content:
        card, words = row.talk.card, self._words
        style = {Stand.PAST: "$text-muted", Stand.ON: "$accent"}.get(row.stand, "")
        mark = column(MARKS[row.stand], 2, "$accent" if row.stand in (Stand.ON, Stand.NEXT) else style)
        title, kind = width >= ROOM_FOR_TITLES, width >= ROOM_FOR_KINDS or width < ROOM_FOR_TITLES
        time = self._time(row, 13 if title else 7)
        told = [column(kind_of(card, words), 8, "$text-muted")] if kind else []
        room = width - mark.cell_length - time.cell_length - sum(part.cell_length for part in told)
        name = column(name_of(card, words), min(max(room // 5, 10), 20) if title else room - 1, style)
        gap = Content(" ")
        if not title:
            return Content("").join([mark, name, gap, *told, time])
        what = column(title_of(card, words), room - name.cell_length - 2, style)
        return Content("").join([mark, name, gap, what, gap, *told, time])

    def _time(self, row: Place, width: int) -> Content:
        """The planned length; of a past talk what it took, and by how much it was over if there is room for both."""
        if row.stand is not Stand.PAST:
            return column(length_of(row.talk.card.seconds, self._words), width, right=True)
        used = clock_text(row.used)
        if not row.over:
            return column(used, width, "$text-muted", right=True)
        over = clock_text(-row.over)
        before = f"{used} " if len(used) + 1 + len(over) <= width else ""
        return column(before, width - len(over), "$text-muted", right=True) + Content(over).stylize("$error")
