"""Time in a meet, without reading any clock: what a talk has left, and the next deadline of the state."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from teachmeet.domain.commands import CloseRound
from teachmeet.domain.state import State, Talk

WARN, DANGER = 120, 30
"""A talk is nearly over with this many seconds left, and all but over with these."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A timer that everybody draws for themselves; times in milliseconds, `ends_at` since 1970 in UTC.

    A running timer has `ends_at`, a standing one `remaining` (below zero in overtime); never both. It warns
    when less than `warn` is left, then when less than `danger` is. `total` is all the time that was given.
    """

    ends_at: int | None
    remaining: int | None
    total: int
    warn: int
    danger: int


def used(talk: Talk, now: datetime) -> timedelta:
    """How long a talk has been going, pauses left out."""
    if talk.started is None:
        return timedelta(0)
    until = talk.ended or talk.paused or now
    return until - talk.started - talk.paused_for


def anchor(talk: Talk) -> Anchor:
    """The timer of a talk that has started; the same whenever it is asked."""
    if talk.started is None:
        raise AssertionError("only a talk that has started has a clock")
    given = timedelta(seconds=talk.seconds + talk.added)
    total = milliseconds(given)
    warn, danger = min(WARN * 1000, total // 2), min(DANGER * 1000, total // 4)
    if talk.paused is not None:
        return Anchor(None, milliseconds(given - used(talk, talk.paused)), total, warn, danger)
    return Anchor(at(talk.started + talk.paused_for + given), None, total, warn, danger)


def at(moment: datetime) -> int:
    """A moment as milliseconds since 1970 in UTC."""
    return round(moment.timestamp() * 1000)


def milliseconds(span: timedelta) -> int:
    """A span as whole milliseconds."""
    return round(span.total_seconds() * 1000)


def due(state: State) -> tuple[datetime, CloseRound] | None:
    """The next deadline and the command that it brings; None when nothing is waiting for a time."""
    if state.open_round is None:
        return None
    voting = state.rounds[state.open_round]
    return None if voting.closes is None else (voting.closes, CloseRound(voting.round))
