"""What had been planned: the times that talks and parts were to have, found in the journal afterwards. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from teachmeet.domain import facts as f
from teachmeet.domain.forecast import Of, Stop, forecast
from teachmeet.domain.history import History
from teachmeet.domain.programme import Order
from teachmeet.domain.state import State

Planned = dict[tuple[Of, int], Stop]
"""When each talk and part was to begin and end, by its number; what never had a place in the plan is not in it."""


def as_planned(lines: Sequence[f.Line]) -> Planned:
    """The plan as it stood when the first talk or part began, counted from the announced start of the meet.

    What came in later, a walk-in for instance, was planned when it came; a talk that was drawn, when it was drawn.
    What the host took back is left out, a false start included.
    """
    undone = {fact.act for line in lines for fact in line.facts if isinstance(fact, f.Undone)}
    history, planned, begun = History(), Planned(), False
    for line in lines:
        counts = line.seq not in undone
        if counts and not begun and _begins(line.facts):
            begun = True
            planned = _stops(history.state, _announced(history.state, line.at))
        history.add(line)
        if begun and counts and (fresh := _fresh(line.facts)):
            seen = _stops(history.state, line.at)
            planned |= {key: stop for key, stop in seen.items() if key in fresh}
    return planned


def _begins(facts: Iterable[f.Fact]) -> bool:
    return any(isinstance(fact, f.TalkStarted | f.SegmentStarted) for fact in facts)


def _announced(state: State, at: datetime) -> datetime:
    """When it was to begin; without an announced start, when it did."""
    starts = None if state.meet is None else state.meet.starts
    return at if starts is None else starts


def _fresh(facts: Iterable[f.Fact]) -> set[tuple[Of, int]]:
    """The talks and parts whose place in the plan comes from these facts."""
    found: set[tuple[Of, int]] = set()
    for fact in facts:
        match fact:
            case f.TalkPlanned(talk):
                found.add((Of.TALK, talk))
            case f.SegmentAdded(segment):
                found.add((Of.SEGMENT, segment))
            case f.Drawn(talks):
                found |= {(Of.TALK, talk) for talk in talks}
            case _:
                pass
    return found


def _stops(state: State, now: datetime) -> Planned:
    """The forecast; who is still in the hat has no place in it yet."""
    stops = {(stop.of, stop.number): stop for stop in forecast(state, now).stops}
    if state.order is not Order.DRAWN:
        return stops
    waiting = {(Of.TALK, talk.talk) for talk in state.talks.values() if talk.waits and talk.drawn is None}
    return {key: stop for key, stop in stops.items() if key not in waiting}
