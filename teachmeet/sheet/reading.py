"""A matched table → talks or topics, and a report of each row left out and each cell not read as it stands."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from teachmeet.domain.programme import KIND_SECONDS, MICRO, Pitch, TalkPlan, TopicPlan
from teachmeet.domain.text import DETAIL, is_blank, squeezed
from teachmeet.sheet.answers import is_lurker, kind_and_seconds, kinds_named, pitch_of
from teachmeet.sheet.cells import Cells, LeaveOutError, LeftOut, shown
from teachmeet.sheet.headers import Matching, Wanted
from teachmeet.sheet.table import Row, SheetError, Table

_BETWEEN = re.compile(r"[\s,;/|&+]+")
_NO_NUMBER = frozenset(("", "and", "i", "y", "e", "et", "und", "en", "none", "n", "a", "-", "–"))
"""What stands between the numbers of a list, or in place of one."""

_TOO_MANY = "more cells than there are columns: is there a text with a delimiter but without quotation marks?"

_Plan = TypeVar("_Plan", TalkPlan, TopicPlan)


@dataclass(frozen=True, slots=True)
class Report:
    """What a sheet gave, in its order; what was left out, by row; and what else a person should know."""

    talks: tuple[TalkPlan, ...] = ()
    topics: tuple[TopicPlan, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()


def read(table: Table, matching: Matching) -> Report:
    """The talks or topics of a table; raise SheetError while a required column is missing."""
    if matching.missing:
        raise SheetError(matching.question(table))
    cells = Cells(table, matching, list(table.notes))
    for run in table.blanks:
        reason = f"blank rows {run.start} to {run.stop - 1}" if len(run) > 1 else "blank row"
        cells.left_out.append(LeftOut(run.start, reason))
    talks: tuple[TalkPlan, ...] = ()
    topics: tuple[TopicPlan, ...] = ()
    if matching.wanted is Wanted.TALKS:
        talks = _talks(cells)
    else:
        topics = _topics(cells)
    left_out = tuple(sorted(cells.left_out, key=lambda left: left.row))
    return Report(talks, topics, left_out, tuple(cells.notes))


def _talks(cells: Cells) -> tuple[TalkPlan, ...]:
    """Every talk once."""
    if "kind" not in cells.matching.columns:
        cells.notes.append("No column says the kind of talk: all are read as micro (7 min).")
    talks, _ = _gathered(cells, _talk)
    return tuple(talks)


def _topics(cells: Cells) -> tuple[TopicPlan, ...]:
    """Every topic once, the numbers in its "avoid" list turned into places in the list of topics."""
    topics, places = _gathered(cells, _topic)
    if "avoid" not in cells.matching.columns:
        return tuple(topics)
    if "number" not in cells.matching.columns:
        cells.notes.append("No column looks like the numbers that the avoid lists name, so these are not read.")
        return tuple(topics)
    numbers = _numbers(cells, places)
    for row in cells.table.rows:
        if row.number in places:
            place = places[row.number]
            avoid = dict.fromkeys((*topics[place].avoid, *_avoided(cells, row, numbers)))
            topics[place] = replace(topics[place], avoid=tuple(at for at in avoid if at != place))
    return tuple(topics)


def _talk(cells: Cells, row: Row) -> TalkPlan:
    """The talk of a row; raise LeaveOutError when there is none."""
    said = cells.raw(row, "kind")
    if is_lurker(said):
        raise LeaveOutError(f"lurker: comes without a talk (“{shown(said)}”)")
    title = cells.title(row)
    who = cells.who(row)
    if who is None:
        raise LeaveOutError("no name")
    found = kind_and_seconds(said)
    if found is None and "kind" in cells.matching.columns:
        what = "no kind is given" if is_blank(said) else f"“{shown(said)}” is no kind of talk known here"
        cells.note(row, f"{what}, so it is read as micro (7 min)")
    kind, seconds = found or (MICRO, KIND_SECONDS[MICRO])
    if len(kinds_named(said)) > 1:
        cells.note(row, f"“{shown(said)}” names more than one kind; it is read as {kind}")
    return TalkPlan(who, title, kind, seconds, cells.link(row))


def _topic(cells: Cells, row: Row) -> TopicPlan:
    """The topic of a row, its avoid list still empty; raise LeaveOutError when there is none."""
    title = cells.title(row)
    said = cells.raw(row, "pitch")
    pitch = pitch_of(said)
    if pitch is None and not is_blank(said):
        cells.note(row, f"“{shown(said)}” is neither an offer nor a request, so it is read as an offer")
    detail = cells.shortened(row, "detail", DETAIL)
    return TopicPlan(cells.who(row), title, pitch or Pitch.OFFER, detail, kit=cells.kit(row))


def _gathered(cells: Cells, make: Callable[[Cells, Row], _Plan]) -> tuple[list[_Plan], dict[int, int]]:
    """The plans of all rows, the same one only once, and the place of each by the numbers of its rows."""
    plans: list[_Plan] = []
    places: dict[int, int] = {}
    first: dict[tuple[str, str], Row] = {}
    for row in cells.table.rows:
        noted = len(cells.notes)
        try:
            if len(row.cells) > len(cells.table.headers):
                raise LeaveOutError(_TOO_MANY)
            plan = make(cells, row)
        except LeaveOutError as reason:
            del cells.notes[noted:]
            cells.leave_out(row, str(reason))
            continue
        key = (_same(plan.who.name) if plan.who else "", _same(plan.title))
        if key in first:
            del cells.notes[noted:]
            places[row.number] = place = places[first[key].number]
            plans[place] = _merged(cells, row, first[key], plans[place], plan)
        else:
            first[key] = row
            places[row.number] = len(plans)
            plans.append(plan)
    return plans, places


def _merged(cells: Cells, row: Row, first: Row, kept: _Plan, again: _Plan) -> _Plan:
    """The plan of the first of two rows; only a no to publishing the name is taken over from the second."""
    answers = [one.name for one in fields(kept) if one.name != "title"]
    differ = [name for name in answers if getattr(kept, name) != getattr(again, name)]
    names = ["what it says of the person" if name == "who" else name for name in differ]
    but = f"; it differs in {', '.join(names)}" if names else ""
    cells.leave_out(row, f"duplicate: same person and title as row {first.number}{but}")
    if kept.who and again.who and again.who.publish is False and kept.who.publish is not False:
        cells.note(row, f"says no to publishing the name, which now holds for row {first.number}")
        return replace(kept, who=replace(kept.who, publish=False))
    return kept


def _same(text: str) -> str:
    """What two texts share that differ in case, white space or the encoding of an accent only."""
    return squeezed(unicodedata.normalize("NFKC", text).casefold())


def _numbers(cells: Cells, places: dict[int, int]) -> dict[str, int]:
    """The place of each topic by the number its row gives; of two rows with one number the first has it."""
    numbers: dict[str, int] = {}
    for row in cells.table.rows:
        number = _bare(cells.raw(row, "number"))
        if not number or row.number not in places:
            continue
        if numbers.setdefault(number, places[row.number]) != places[row.number]:
            cells.note(row, f"the number {number} was given before; avoid lists mean the first row with it")
    return numbers


def _avoided(cells: Cells, row: Row, numbers: dict[str, int]) -> list[int]:
    """The places that a row's avoid list names; a note for each number that no topic has."""
    wanted = [_bare(word) for word in _BETWEEN.split(cells.raw(row, "avoid"))]
    wanted = [word for word in wanted if word not in _NO_NUMBER]
    for word in wanted:
        if word not in numbers:
            cells.note(row, f"its avoid list names “{shown(word)}”, but no topic that was read has this number")
    return [numbers[word] for word in wanted if word in numbers]


def _bare(number: str) -> str:
    """A number without what people put around it: "#07." and "7" are the same."""
    bare = number.strip().strip("#().:").casefold()
    return bare.lstrip("0") or bare
