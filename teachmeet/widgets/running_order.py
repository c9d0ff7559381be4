"""The running order: who was on and for how long, who is on, who comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum

from textual.content import Content

from teachmeet.domain.panels import TalkRow, TalksPanel
from teachmeet.domain.programme import Order
from teachmeet.widgets.digits import clock_text
from teachmeet.widgets.plan_text import time_of_day
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
    HAT = "hat"
    """Waits, and is not drawn yet."""
    GONE = "gone"
    """Will not be given."""


MARKS = {Stand.PAST: "✓", Stand.ON: "▶", Stand.NEXT: "›", Stand.COMING: " ", Stand.HAT: " ", Stand.GONE: "×"}
HERE = "•"


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
    """The talks with where each stands: those that were on as they came, then the next, the hat, and who is gone."""
    lots = panel.order is Order.DRAWN
    began = sorted((row for row in panel.talks if row.started is not None), key=lambda row: row.started or 0)
    waiting = [row for row in panel.talks if row.started is None and row.withdrawn is None]
    called = [row for row in waiting if row.drawn or not lots]
    yield from (Place(row, Stand.ON if row.ended is None else Stand.PAST) for row in began)
    yield from (Place(row, Stand.COMING if place else Stand.NEXT) for place, row in enumerate(called))
    yield from (Place(row, Stand.HAT) for row in waiting if lots and not row.drawn)
    yield from (Place(row, Stand.GONE) for row in panel.talks if row.started is None and row.withdrawn is not None)


class RunningOrder(RowList[Place]):
    """Draws the `talks` panel. The cursor goes along with the evening, until the host takes it elsewhere."""

    def __init__(self, words: Words | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words = words or load()
        self._current: int | None = None
        self._shown: TalksPanel | None = None
        self._zone: tzinfo | None = None

    def set_zone(self, zone: tzinfo | None) -> None:
        """The times are those of this zone."""
        if zone != self._zone:
            self._zone = zone
            self.refresh()

    def stay(self) -> None:
        """The cursor stays with its talk, wherever that is moved."""
        self._current = None

    @property
    def waiting(self) -> list[Place]:
        """Those still to come, as they are shown."""
        return [row for row in self.rows if row.stand in (Stand.NEXT, Stand.COMING, Stand.HAT)]

    def show(self, panel: TalksPanel) -> None:
        """Draw the running order; a cursor that is on the current talk goes to the one that is current now."""
        if panel == self._shown:
            return
        self._shown = panel
        rows = tuple(places(panel))
        went_along = self.cursor is None or self.cursor == self._current
        current = next((p for p in rows if p.stand is Stand.ON), None)
        current = current or next((p for p in rows if p.stand in (Stand.NEXT, Stand.HAT)), None)
        self.put(rows)
        self._current = None if current is None else current.talk.card.talk
        if went_along and self._current is not None:
            self.go_to(self._current)

    def key_of(self, row: Place) -> int:
        return row.talk.card.talk

    def draw(self, row: Place, width: int) -> Content:
        card, words = row.talk.card, self._words
        faded = row.stand in (Stand.PAST, Stand.GONE) or (row.stand is Stand.HAT and not row.talk.here)
        style = "$accent" if row.stand is Stand.ON else "$text-muted" if faded else ""
        mark = self._mark(row, style)
        title, kind = width >= ROOM_FOR_TITLES, width >= ROOM_FOR_KINDS or width < ROOM_FOR_TITLES
        time = self._time(row, 13 if title else 7)
        told = [self._told(row)] if kind else []
        room = width - mark.cell_length - time.cell_length - sum(part.cell_length for part in told)
        name = column(name_of(card, words), min(max(room // 5, 10), 20) if title else room - 1, style)
        gap = Content(" ")
        if not title:
            return Content("").join([mark, name, gap, *told, time])
        what = column(title_of(card, words), room - name.cell_length - 2, style)
        return Content("").join([mark, name, gap, what, gap, *told, time])

    def _mark(self, row: Place, style: str) -> Content:
        """Where it stands; of those who wait, whether they are here."""
        if row.stand in (Stand.COMING, Stand.HAT) and row.talk.here:
            return column(HERE, 2, "$success")
        return column(MARKS[row.stand], 2, "$accent" if row.stand in (Stand.ON, Stand.NEXT) else style)

    def _told(self, row: Place) -> Content:
        """The kind; why it is not given; that it was called for nothing; that its presenter is new, or was missed."""
        if row.talk.withdrawn is not None:
            return column(self._words(f"talks.{row.talk.withdrawn}"), 9, "$text-muted")
        if row.talk.vain and not row.talk.here and row.stand is not Stand.PAST:
            return column(self._words("talks.not_here"), 9, "$warning")
        if row.stand in (Stand.COMING, Stand.HAT) and (row.talk.missed or row.talk.first_time):
            return column(self._words("talks.missed" if row.talk.missed else "talks.first_time"), 9, "$success")
        return column(kind_of(row.talk.card, self._words), 9, "$text-muted")

    def _time(self, row: Place, width: int) -> Content:
        """The planned length; of a past talk what it took, and by how much it was over if there is room for both."""
        if row.stand is not Stand.PAST:
            starts = row.talk.starts if row.stand in (Stand.NEXT, Stand.COMING) else None
            before = "" if starts is None or width < 12 else time_of_day(starts, self._zone)
            length = length_of(row.talk.card.seconds, self._words)
            return column(before, width - 6, "$text-muted", right=True) + column(length, min(width, 6), right=True)
        used = clock_text(row.used)
        if not row.over:
            return column(used, width, "$text-muted", right=True)
        over = clock_text(-row.over)
        before = f"{used} " if len(used) + 1 + len(over) <= width else ""
        return column(before, width - len(over), "$text-muted", right=True) + Content(over).stylize("$error")
