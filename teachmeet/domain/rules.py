"""decide(state, actor, command, now, seed) → facts, or Refused: the only place that says no to a command.

Nothing here changes the state. An empty tuple means yes, and that it is so already. What each sort of thing is
decided by stands in `rules_people`, `rules_topics`, `rules_board`, `rules_talks`, `rules_plan` and `rules_undo`.
"""

from datetime import datetime
from typing import assert_never

from teachmeet.domain import commands as c
from teachmeet.domain import commands_board as cb
from teachmeet.domain import commands_hall as ch
from teachmeet.domain import facts as f
from teachmeet.domain import rules_board, rules_hall, rules_people, rules_plan, rules_talks, rules_topics
from teachmeet.domain.actors import Actor, Role
from teachmeet.domain.founding import found
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.rules_undo import undo
from teachmeet.domain.state import State

AttendeeCommand = (
    c.Vote
    | c.Join
    | c.Suggest
    | c.Ask
    | c.ForgetMe
    | c.ClaimSignup
    | c.OfferTalk
    | c.SawCall
    | cb.AttendeeCommand
    | ch.AttendeeCommand
)
ClockCommand = c.CloseRound | c.EndTalk | c.StartTalk | c.ComeBack | cb.FreezeSlot


def decide(state: State, actor: Actor, command: c.Command, now: datetime, seed: int = 0) -> tuple[f.Fact, ...]:
    """The facts that follow from a command, or raise Refused.

    `now` is aware; `seed` is for what is decided by lot, so that a decision can be had again.
    """
    if isinstance(command, AttendeeCommand):
        if actor.role is not Role.ATTENDEE:
            raise Refused(Code.NOT_YOURS)
        return _attendee(state, actor, command, now)
    if actor.role is Role.CLOCK and isinstance(command, ClockCommand):
        return _clock(state, command, now)
    helps = actor.role is Role.COHOST and actor.duty is not None and isinstance(command, rules_hall.DUTIES[actor.duty])
    if not (actor.role is Role.HOST or helps) or isinstance(command, c.ComeBack):
        raise Refused(Code.NOT_YOURS)
    if isinstance(command, c.MakeMeet):
        if state.meet is not None:
            raise Refused(Code.MEET_EXISTS)
        return found(command, state.seq + 1)
    if isinstance(command, c.Undo):
        return undo(state, command)
    if isinstance(command, rules_talks.HostCommand):
        return rules_talks.decide_host(state, command, seed)
    if isinstance(command, rules_topics.HostCommand):
        return rules_topics.decide_host(state, command, now)
    if isinstance(command, rules_board.HostCommand):
        return rules_board.decide_host(state, command)
    if isinstance(command, ch.HostCommand):
        return rules_hall.decide_host(state, command, actor.secret)
    if isinstance(command, rules_people.HostCommand):
        return rules_people.decide_host(state, command)
    return rules_plan.decide_host(state, command, now)


def _attendee(state: State, actor: Actor, command: AttendeeCommand, now: datetime) -> tuple[f.Fact, ...]:
    # Somebody forgotten is nobody, also to a page that still knows their number: what it said would be forgotten too.
    person = actor.person
    if person is not None and state.people[person].forgotten:
        person = None
    if isinstance(command, c.Join):
        return rules_people.join(state, person, actor, command)
    if isinstance(command, ch.ReturnAs):
        return rules_hall.return_as(state, actor.whose, actor.secret)
    if person is None:
        raise Refused(Code.JOIN_FIRST)
    match command:
        case c.Vote():
            return rules_topics.vote(state, person, command, now)
        case c.Suggest():
            return rules_topics.suggest(state, person, command, now)
        case c.Ask():
            return rules_people.ask(state, person, command)
        case c.ForgetMe():
            return rules_people.forget(state, person)
        case c.ClaimSignup():
            return rules_people.claim(state, person, command)
        case c.OfferTalk():
            return rules_people.offer(state, person, command)
        case c.SawCall():
            return rules_talks.saw_call(state, person, command)
        case cb.TakePart():
            return rules_topics.take_part(state, person, command)
        case cb.Go():
            return rules_board.go(state, person, command)
        case ch.BackQuestion():
            return rules_hall.back(state, person, command)
        case ch.SetProfile():
            return rules_hall.set_profile(state, person, command)
        case ch.GiveConsent():
            return rules_hall.give_consent(state, person, command)
        case _:
            assert_never(command)


def _clock(state: State, command: ClockCommand, now: datetime) -> tuple[f.Fact, ...]:
    match command:
        case c.CloseRound():
            return rules_topics.close_round(state, command)
        case c.EndTalk():
            return rules_talks.run(state, command)
        case c.StartTalk():
            return rules_talks.start(state, command)
        case c.ComeBack():
            return rules_plan.come_back(state, command, now)
        case cb.FreezeSlot():
            return rules_board.freeze(state, command)
        case _:
            assert_never(command)
