"""What can be done about being late: each policy as facts, and what it would lead to. Pure."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import datetime

from teachmeet.domain import facts as f
from teachmeet.domain.forecast import forecast, pending
from teachmeet.domain.programme import RESTS, Policy, Reason
from teachmeet.domain.state import State
from teachmeet.domain.things import Talk

SHORTEST = 60
"""No talk is shortened below so many seconds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a policy leads to: how late it would still be, and how many talks or breaks it touches.

    `seconds` is what it takes from each, or adds to the end.
    """

    policy: Policy
    facts: tuple[f.Fact, ...]
    late: int
    touched: int
    seconds: int


def outcomes(state: State, now: datetime, last: int = 0) -> tuple[Outcome, ...]:
    """Every policy that would do something; none when the meet has no planned end, or is not late."""
    seen = forecast(state, now)
    if seen.late is None or seen.late <= 0:
        return ()
    ways = (_push(seen.finish), _eat(state, seen.late), _shorten(state, seen.late), _drop(state, now, last))
    return tuple(_outcome(state, now, way) for way in ways if way[1])


Way = tuple[Policy, tuple[f.Fact, ...], int]
"""A policy, its facts, and the seconds that it takes from each, or adds."""


def _outcome(state: State, now: datetime, way: Way) -> Outcome:
    policy, made, seconds = way
    late = forecast(with_facts(state, made, now), now).late or 0
    return Outcome(policy, made, late, len(made), seconds)


def with_facts(state: State, made: tuple[f.Fact, ...], now: datetime) -> State:
    """What the state would be after these facts; the state itself stays as it is."""
    # What the facts of policies touch is copied, and not the ballots of the whole room.
    would_be = replace(state, talks=state.talks.copy(), segments=state.segments.copy())
    would_be.apply(f.Line(state.seq + 1, now, f.HOST, "", 0, made))
    return would_be


def _push(finish: datetime) -> Way:
    return Policy.PUSH, (f.EndMoved(finish),), 0


def _eat(state: State, late: int) -> Way:
    """Take the lateness out of the rests to come, the next one first."""
    made: list[f.Fact] = []
    left = late
    for segment in state.segments.values():
        if segment.kind in RESTS and segment.started is None and not segment.skipped and segment.seconds and left > 0:
            bite = min(left, segment.seconds)
            left -= bite
            rest = segment.seconds - bite
            made.append(
                f.SegmentStretched(segment.segment, rest) if rest else f.SegmentSkipped(segment.segment, True)
            )
    return Policy.EAT_BREAK, tuple(made), late - left


def _shorten(state: State, late: int) -> Way:
    """Take the same part of every talk to come, so much that all together make up for the lateness."""
    waiting = pending(state)
    planned = sum(talk.seconds for talk in waiting)
    if not planned:
        return Policy.SHORTEN, (), 0
    keep = max(planned - late, 0) / planned
    made = [
        f.TalkLengthSet(talk.talk, length)
        for talk in waiting
        if (length := max(min(SHORTEST, talk.seconds), int(talk.seconds * keep))) < talk.seconds
    ]
    lengths = {fact.talk: fact.seconds for fact in made}
    longest = max((talk.seconds - lengths[talk.talk] for talk in waiting if talk.talk in lengths), default=0)
    return Policy.SHORTEN, tuple(made), longest


def _drop(state: State, now: datetime, last: int) -> Way:
    """Give up the last so many talks; without a number, as many as it takes to be in time."""
    waiting = pending(state)

    def in_time(count: int) -> bool:
        """The more are dropped, the sooner it ends: they are the last, and nobody comes before them for it."""
        gone = _withdrawn(waiting[len(waiting) - count :])
        return (forecast(with_facts(state, gone, now), now).late or 0) <= 0

    if not last:
        last = 1 + bisect_left(range(1, len(waiting)), True, key=in_time)
    return Policy.DROP, _withdrawn(waiting[max(len(waiting) - last, 0) :]), 0


def _withdrawn(talks: list[Talk]) -> tuple[f.Fact, ...]:
    return tuple(f.TalkWithdrawn(talk.talk, Reason.TIME) for talk in talks)
