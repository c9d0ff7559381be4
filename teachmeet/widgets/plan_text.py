"""The plan in words: parts, times of day, lateness, what could be done about it; the same on every screen."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from teachmeet.domain.panels import Fix, Notice, PlanPanel, SegmentCard, SegmentRow, TalksPanel
from teachmeet.domain.programme import Policy, SegmentKind
from teachmeet.widgets.digits import clock_text
from teachmeet.words import Words

NAMED = 4
"""How many are named of those who would be dropped."""


def part_of(card: SegmentCard, words: Words) -> str:
    """What a part is called."""
    return card.title or words(f"plan.kind.{card.kind}")


def time_of_day(moment: int, zone: tzinfo | None) -> str:
    """A moment, in milliseconds since 1970, as the clock in the hall shows it."""
    return f"{datetime.fromtimestamp(moment / 1000, zone):%H:%M}"


def minutes_of(seconds: int, words: Words) -> str:
    """A span in whole minutes, hours apart."""
    hours, minutes = divmod(abs(seconds) // 60, 60)
    if not minutes and hours:
        return words("talks.only_hours", hours=hours)
    return words("talks.hours", hours=hours, minutes=minutes) if hours else words("talks.only_minutes", minutes=minutes)


def lateness(late: int, words: Words) -> str:
    """Late, early, or in time."""
    if abs(late) < 60:
        return words("app.in_time")
    return words("app.late" if late > 0 else "app.early", time=minutes_of(late, words))


def meter(late: int, words: Words) -> str:
    """Whether it fits."""
    if late >= 60:
        return words("talks.over_meter", time=minutes_of(late, words))
    return words("talks.just_fits") if late > -60 else words("talks.fits_meter", time=minutes_of(late, words))


def warning(notice: Notice, words: Words) -> str:
    """What an organizer would want to know early."""
    return words(f"plan.warning.{notice.code}", **notice.values)


def due_part(plan: PlanPanel | None, talks: TalksPanel | None) -> SegmentRow | None:
    """The part that comes before the next talk, by the forecast that plan and talks carry; None when a talk does."""
    coming = (row for row in (() if plan is None else plan.segments) if not row.started and not row.skipped)
    part = next(coming, None)
    if part is None or part.card.kind is SegmentKind.TALKS or part.starts is None or part.ends is None:
        return None
    waiting = (row for row in (() if talks is None else talks.talks) if row.started is None and row.withdrawn is None)
    talk = next(waiting, None)
    if talk is None or talk.starts is None:
        return part
    return part if talk.starts >= max(part.ends, part.starts + 1) else None


def _few(names: Sequence[str], words: Words) -> str:
    shown = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    return words("talks.left_more", names=shown, n=more) if more > 0 else shown


def fix_lines(fix: Fix, last: Sequence[str], finish: str, words: Words) -> tuple[str, str]:
    """What a policy does, and what would come of it. `last` are the names of the last talks, as many as it drops."""
    key = f"talks.fix.{fix.policy}"
    left = words("talks.fix.in_time") if fix.late < 60 else words("talks.fix.late", time=minutes_of(fix.late, words))
    lost = minutes_of(fix.seconds, words) if fix.seconds % 60 == 0 else clock_text(fix.seconds)
    match fix.policy:
        case Policy.PUSH:
            return words(key), words(f"{key}_hint", time=finish)
        case Policy.DROP:
            return words(key, n=fix.touched), words(f"{key}_hint", names=_few(last, words), left=left)
        case _:
            return words(key), words(f"{key}_hint", n=fix.touched, time=lost, left=left)
