"""The two usual courses of a meet, to begin from. Values only."""

from itertools import pairwise

from teachmeet.domain.programme import Format, SegmentKind, SegmentPlan
from teachmeet.domain.things import Slot

_MINUTE = 60
_LAST = (
    SegmentPlan(SegmentKind.MONDAY, seconds=5 * _MINUTE),
    SegmentPlan(SegmentKind.TAKE_HOME, seconds=3 * _MINUTE),
    SegmentPlan(SegmentKind.PRIZE_DRAW, seconds=5 * _MINUTE),
)
_TEACHMEET = (
    SegmentPlan(SegmentKind.WELCOME, seconds=10 * _MINUTE),
    SegmentPlan(SegmentKind.TALKS),
    SegmentPlan(SegmentKind.BREAK, seconds=20 * _MINUTE, within=70 * _MINUTE),
    SegmentPlan(SegmentKind.TALKS),
    *_LAST,
    SegmentPlan(SegmentKind.TEACHEAT, seconds=0),
)
_BOARD = (
    SegmentPlan(SegmentKind.REQUESTS, seconds=15 * _MINUTE),
    SegmentPlan(SegmentKind.OFFERS, seconds=15 * _MINUTE),
    SegmentPlan(SegmentKind.VOTING, seconds=10 * _MINUTE),
    SegmentPlan(SegmentKind.BOARD, seconds=10 * _MINUTE),
)
_SMACKDOWN = SegmentPlan(SegmentKind.SMACKDOWN, seconds=20 * _MINUTE)
_SLOT, _GAP, _LUNCH = 50 * _MINUTE, 10 * _MINUTE, 45 * _MINUTE
_LONG_GAP = 30 * _MINUTE
"""So much time between two slots of the board is lunch."""


def preset(of: Format, slots: tuple[Slot, ...]) -> tuple[SegmentPlan, ...]:
    """The parts of a usual TeachMeet or edcamp.

    The slots of an edcamp are those of its board; when it has none yet, two before lunch and two after.
    """
    if of is Format.TEACHMEET:
        return _TEACHMEET
    return (*_BOARD, *_day(slots), _SMACKDOWN, *_LAST)


def _day(slots: tuple[Slot, ...]) -> tuple[SegmentPlan, ...]:
    slot = SegmentPlan(SegmentKind.SLOTS, seconds=_SLOT)
    gap = SegmentPlan(SegmentKind.BREAK, seconds=_GAP)
    if not slots:
        return (slot, gap, slot, SegmentPlan(SegmentKind.LUNCH, seconds=_LUNCH), slot, gap, slot)
    in_order = sorted(slots, key=lambda one: one.starts)
    parts = [SegmentPlan(SegmentKind.SLOTS, seconds=_length(in_order[0]))]
    for before, after in pairwise(in_order):
        between = round((after.starts - before.ends).total_seconds())
        if between > 0:
            rest = SegmentKind.LUNCH if between >= _LONG_GAP else SegmentKind.BREAK
            parts.append(SegmentPlan(rest, seconds=between))
        parts.append(SegmentPlan(SegmentKind.SLOTS, seconds=_length(after)))
    return tuple(parts)


def _length(slot: Slot) -> int:
    return round((slot.ends - slot.starts).total_seconds())
