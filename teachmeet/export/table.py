"""The record as tables for a spreadsheet: comma-separated, RFC 4180. What attendees typed is never a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

from teachmeet.domain.forecast import Stop
from teachmeet.export.board import SessionRecord
from teachmeet.export.record import PartRecord, Record, TalkRecord, part_name
from teachmeet.words import Words, load

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it, Excel takes UTF-8 for the code page of its country."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet take a text for a formula (OWASP, "CSV Injection"); the last four are the wide ones."""

Cell = str | int | None


def inert(text: str) -> str:
    """Text that a spreadsheet shows and never computes: an apostrophe stands before what would begin a formula."""
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def talks_table(evening: Record) -> str:
    """A row for each talk: times as ISO 8601 in the meet's zone, spans in seconds."""
    words, zone = load(), _zone(evening)
    names = ("title", "presenter", "kind", "became", "with", *_TIMES, "length", "added", "took", "over", "link")
    return _written(words, names, (_talk_row(words, zone, one) for one in evening.talks))


def parts_table(evening: Record) -> str:
    """A row for each part of the plan, in its order."""
    words, zone = load(), _zone(evening)
    return _written(words, ("part", *_TIMES, "length"), (_part_row(words, zone, one) for one in evening.parts))


def sessions_table(evening: Record) -> str:
    """A row for each session of the published board, in the order of slots, then of rooms."""
    words, zone = load(), _zone(evening)
    names = ("title", "kind", "leads", "scribes", "room", "planned_start", "planned_end", "hands", "going", "merged")
    return _written(words, names, (_session_row(words, zone, one) for one in evening.sessions))


_TIMES = ("planned_start", "planned_end", "start", "end")


def _zone(evening: Record) -> ZoneInfo:
    if evening.state.meet is None:
        raise AssertionError("a meet is founded by its first line")
    return ZoneInfo(evening.state.meet.zone)


def _talk_row(words: Words, zone: ZoneInfo, one: TalkRecord) -> Sequence[Cell]:
    talk = one.talk
    return (
        _typed(talk.title, words),
        inert(" & ".join(one.presenters)),
        inert(talk.kind),
        words(f"export.became.{one.became}"),
        "" if one.given_with is None else _typed(one.given_with.title, words),
        *_times(zone, one.planned, talk.started, talk.ended),
        talk.seconds,
        talk.added,
        one.took,
        one.over,
        inert(talk.link or ""),
    )


def _part_row(words: Words, zone: ZoneInfo, one: PartRecord) -> Sequence[Cell]:
    segment = one.segment
    times = _times(zone, one.planned, segment.started, one.ended)
    return (inert(part_name(words, segment)), *times, segment.seconds)


def _session_row(words: Words, zone: ZoneInfo, one: SessionRecord) -> Sequence[Cell]:
    return (
        _typed(one.topic.title, words),
        words(f"export.{one.topic.pitch}"),
        inert(" & ".join(one.leads)),
        inert(" & ".join(one.scribes)),
        inert(one.where if one.room is None else one.room.name),
        *_times(zone, None, one.slot.starts, one.slot.ends)[2:],
        one.topic.hands,
        one.going,
        inert("; ".join(one.merged)),
    )


def _typed(title: str | None, words: Words) -> str:
    return words("export.taken_back") if title is None else inert(title)


def _times(zone: ZoneInfo, planned: Stop | None, *actual: datetime | None) -> list[str]:
    wanted = (None, None) if planned is None else (planned.starts, planned.ends)
    times = (*wanted, *actual)
    return ["" if one is None else one.astimezone(zone).isoformat(timespec="seconds") for one in times]


def _written(words: Words, names: Iterable[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Texts stand in quotes, so that a semicolon in one divides nothing where the country's spreadsheets use it."""
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([words(f"export.column.{name}") for name in names])
    writer.writerows(rows)
    return BOM + out.getvalue()
