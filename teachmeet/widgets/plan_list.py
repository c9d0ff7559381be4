"""The plan: its parts with their times, what is over, on, to come, and left out."""

from datetime import tzinfo

from textual.content import Content

from teachmeet.domain.panels import SegmentRow
from teachmeet.domain.programme import SegmentKind
from teachmeet.widgets.digits import clock_text
from teachmeet.widgets.plan_text import part_of, time_of_day
from teachmeet.widgets.row_list import RowList, column
from teachmeet.words import Words

ROOM_FOR_ENDS = 70
"""From how many columns the end stands beside the beginning."""


def length_text(seconds: int | None, words: Words) -> str:
    """How long a part is planned."""
    if seconds is None:
        return words("plan.as_long")
    return clock_text(seconds) if seconds % 60 else words("plan.row_minutes", n=seconds // 60)


class PlanList(RowList[SegmentRow]):
    """Draws the parts of the `plan` panel."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._zone: tzinfo | None = None
        super().__init__(empty=words("plan.none"))

    def set_zone(self, zone: tzinfo | None) -> None:
        """The times are those of this zone."""
        if zone != self._zone:
            self._zone = zone
            self.refresh()

    def key_of(self, row: SegmentRow) -> int:
        return row.card.segment

    def draw(self, row: SegmentRow, width: int) -> Content:
        words = self._words
        on = row.started and not row.over
        style = "$text-muted" if row.over or row.skipped else "$accent" if on else ""
        mark = "✓" if row.over else "▶" if on else "×" if row.skipped else "·" if self._is_rest(row) else " "
        times = "" if row.skipped else self._times(row, width >= ROOM_FOR_ENDS)
        state = "skipped" if row.skipped else "on" if on else "over" if row.over else ""
        if state:
            state = words(f"plan.{state}")
        elif row.within is not None:
            state = words("plan.within", n=row.within // 60)
        length = length_text(row.seconds, words)
        parts = [column(mark, 2, style), column(times, 15 if width >= ROOM_FOR_ENDS else 7, style)]
        tail = [column(length, 19 if row.seconds is None else 8, "$text-muted", right=True), Content("  ")]
        tail.append(column(state, 13, style or "$text-muted"))
        room = width - sum(part.cell_length for part in (*parts, *tail))
        return Content("").join([*parts, column(part_of(row.card, words), room, style), *tail])

    def _is_rest(self, row: SegmentRow) -> bool:
        return row.card.kind in (SegmentKind.BREAK, SegmentKind.LUNCH)

    def _times(self, row: SegmentRow, with_end: bool) -> str:
        if row.starts is None:
            return ""
        starts = time_of_day(row.starts, self._zone)
        return f"{starts}-{time_of_day(row.ends, self._zone)}" if with_end and row.ends is not None else starts
