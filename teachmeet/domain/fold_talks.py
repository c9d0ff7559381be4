"""What facts about talks do to the state. Part of State.apply: total, never refuses."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar, assert_never

from teachmeet.domain import facts as f
from teachmeet.domain.programme import Order, Reason
from teachmeet.domain.things import Talk

if TYPE_CHECKING:
    from teachmeet.domain.state import State

Thing = TypeVar("Thing")

ClockFact = f.TalkStarted | f.TalkPaused | f.TalkResumed | f.TimeAdded | f.TalkEnded
OneTalkFact = f.TalkLengthSet | f.TalkWithdrawn | f.TalkReturned | f.CalledInVain | f.CallSeen
OrderFact = f.OrderSet | f.Drawn | f.TalkMoved | f.TalksSwapped | f.TalksPaired


def plan(state: "State", fact: f.TalkPlanned) -> None:
    """One more talk, at the end."""
    state.talks[fact.talk] = Talk(fact.talk, fact.person, fact.kind, fact.seconds, fact.title, fact.link)


def apply_clock(state: "State", fact: ClockFact, at: datetime) -> None:
    """A talk's clock runs, stands, or is over."""
    talk = state.talks.get(fact.talk)
    if talk is None:
        return
    match fact:
        case f.TalkStarted():
            _end_what_is_on(state, at)
            talk = replace(talk, started=at, ended=None, paused=None, paused_for=timedelta(0), withdrawn=None)
            state.on = fact.talk
        case f.TalkPaused() if state.on == fact.talk:
            talk = replace(talk, paused=talk.paused or at)
        case f.TalkResumed():
            talk = _running_again(talk, at)
        case f.TimeAdded():
            talk = replace(talk, added=talk.added + fact.seconds)
        case f.TalkEnded() if state.on == fact.talk:
            talk = replace(_running_again(talk, at), ended=at)
            state.on = None
        case f.TalkPaused() | f.TalkEnded():
            return  # its start was undone since
        case _:
            assert_never(fact)
    state.talks[fact.talk] = talk


def _end_what_is_on(state: "State", at: datetime) -> None:
    """Only one talk is on: a start that the clock made ends what an undone ending has left on."""
    if state.on is not None and (talk := state.talks.get(state.on)) is not None:
        state.talks[talk.talk] = replace(_running_again(talk, at), ended=at)


def _running_again(talk: Talk, at: datetime) -> Talk:
    if talk.paused is None:
        return talk
    return replace(talk, paused=None, paused_for=talk.paused_for + (at - talk.paused))


def apply_one(state: "State", fact: OneTalkFact) -> None:
    """Whether a talk is given, and how long it is."""
    talk = state.talks.get(fact.talk)
    if talk is None:
        return
    match fact:
        case f.TalkLengthSet():
            state.talks[fact.talk] = replace(talk, seconds=fact.seconds)
        case f.TalkWithdrawn():
            state.talks[fact.talk] = replace(talk, withdrawn=fact.reason, drawn=None)
        case f.TalkReturned():
            _return(state, talk)
        case f.CallSeen():
            state.talks[fact.talk] = replace(talk, seen=True)
        case f.CalledInVain():
            if (presenter := state.people.get(talk.person)) is not None:
                state.people[talk.person] = replace(presenter, here=False)
            del state.talks[fact.talk]
            state.talks[fact.talk] = replace(talk, drawn=None, vain=talk.vain + 1, seen=False)
        case _:
            assert_never(fact)


def _return(state: "State", talk: Talk) -> None:
    """Somebody whose talk was given up to share another's gives it alone again."""
    if talk.withdrawn is Reason.PAIRED:
        for other in state.talks.values():
            if other.partner == talk.person and other.waits:
                state.talks[other.talk] = replace(other, partner=None)
    state.talks[talk.talk] = replace(talk, withdrawn=None, drawn=None, seen=False)
    _called_first(state)


def apply_order(state: "State", fact: OrderFact) -> None:
    """Who comes when."""
    match fact:
        case f.OrderSet():
            state.order, state.weights = fact.order, fact.weights
            _put_in_order(state, fact.talks)
            _called_first(state)
        case f.Drawn():
            for number in fact.talks:
                if (talk := state.talks.get(number)) is not None:
                    state.talks[number] = replace(talk, drawn=state.seq, seen=False)
            called = [n for n, talk in state.talks.items() if talk.drawn is not None and n not in fact.talks]
            _put_in_order(state, [*called, *fact.talks])
        case f.TalkMoved():
            if (talk := state.talks.get(fact.talk)) is not None and fact.before != fact.talk:
                drawn = talk.drawn or state.seq if state.order is Order.DRAWN else talk.drawn
                state.talks = put_before(state.talks, fact.talk, replace(talk, drawn=drawn), fact.before)
                _called_first(state)
        case f.TalksSwapped():
            one, other = state.talks.get(fact.talk), state.talks.get(fact.other)
            if one is not None and other is not None:
                places = {one.talk: replace(other, drawn=one.drawn), other.talk: replace(one, drawn=other.drawn)}
                in_order = [places.get(n, talk) for n, talk in state.talks.items()]
                state.talks = {talk.talk: talk for talk in in_order}
        case f.TalksPaired():
            one, other = state.talks.get(fact.talk), state.talks.get(fact.other)
            if one is not None and other is not None and fact.talk != fact.other:
                state.talks[fact.talk] = replace(one, partner=other.person)
                state.talks[fact.other] = replace(other, withdrawn=Reason.PAIRED, drawn=None)
        case _:
            assert_never(fact)


def _called_first(state: "State") -> None:
    """While lots are drawn, those whose lot was drawn stand before those in the hat."""
    if state.order is Order.DRAWN:
        _put_in_order(state, [n for n, talk in state.talks.items() if talk.drawn is not None])


def _put_in_order(state: "State", first: Iterable[int]) -> None:
    """Those that have been on or are not given keep to the front; then these, then whoever is left."""
    talks = state.talks
    over = [n for n, talk in talks.items() if not talk.waits]
    chosen = [n for n in dict.fromkeys(first) if n in talks and talks[n].waits]
    rest = [n for n in talks if n not in over and n not in chosen]
    state.talks = {n: talks[n] for n in (*over, *chosen, *rest)}


def put_before(things: dict[int, Thing], number: int, thing: Thing, before: int | None) -> dict[int, Thing]:
    """The things in their order, with this one before another, or last when there is no such other."""
    rest = {n: other for n, other in things.items() if n != number}
    if before not in rest:
        return {**rest, number: thing}
    ordered: dict[int, Thing] = {}
    for n, other in rest.items():
        if n == before:
            ordered[number] = thing
        ordered[n] = other
    return ordered
