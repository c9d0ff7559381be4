"""What is decided about the hall: the wall, questions, who people are, passes. Part of the rules."""

from typing import assert_never

from teachmeet.domain import commands as c
from teachmeet.domain import commands_board as cb
from teachmeet.domain import commands_hall as ch
from teachmeet.domain import facts as f
from teachmeet.domain import facts_hall as fh
from teachmeet.domain import text
from teachmeet.domain.checks import PASSES, checked, known_question
from teachmeet.domain.programme import Duty
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.state import State

DUTIES: dict[Duty, tuple[type[c.Command], ...]] = {
    Duty.TIMEKEEPER: (
        c.StartTalk,
        c.PauseTalk,
        c.ResumeTalk,
        c.AddTime,
        c.EndTalk,
        c.TellSpeaker,
        c.ThrowCamel,
        c.StartTimer,
        c.StopTimer,
    ),
    Duty.QUESTIONS: (ch.ApproveQuestion, ch.ParkQuestion, c.AnswerQuestion),
    Duty.PITCHES: (cb.CallPitch, cb.ApproveTopics, cb.CountHands, c.AddTopic),
    Duty.KIOSK: (),
}
"""What a co-host may ask for: nothing that the host could not undo, and nothing of anybody's votes."""


def decide_host(state: State, command: ch.HostCommand, secret: str | None) -> tuple[f.Fact, ...]:
    """What the host does about the hall; `secret` is the hash of a new pass's code."""
    match command:
        case ch.ChooseScene():
            same = state.scene is command.scene and not state.blank
            return () if same else (fh.SceneChosen(command.scene),)
        case ch.BlankWall():
            return () if state.blank == command.blank else (fh.WallBlanked(command.blank),)
        case ch.ApproveQuestion():
            question = known_question(state, command.question)
            return () if question.approved else (fh.QuestionApproved(question.question),)
        case ch.ParkQuestion():
            question = known_question(state, command.question)
            return () if question.parked == command.parked else (fh.QuestionParked(question.question, command.parked),)
        case ch.MakePass():
            return _make(state, command, secret)
        case ch.RevokePass():
            known = state.passes.get(command.number)
            if known is None:
                raise Refused(Code.UNKNOWN_PASS)
            return () if known.revoked else (fh.PassRevoked(known.number),)
        case _:
            assert_never(command)


def _make(state: State, command: ch.MakePass, secret: str | None) -> tuple[f.Fact, ...]:
    if secret is None:
        raise Refused(Code.NOT_YOURS)
    if len(state.passes) >= PASSES:
        raise Refused(Code.ENOUGH_PASSES, most=PASSES)
    return (fh.PassMade(state.seq + 1, command.duty, secret),)


def take_pass(state: State, secret: str, holder: str) -> tuple[f.Fact, ...]:
    """A page gives a code, by its hash; a code works once."""
    for known in state.passes.values():
        if known.secret == secret and known.holder is None and not known.revoked:
            return (fh.PassTaken(known.number, holder),)
    raise Refused(Code.WRONG_KEY)


def duty_of(state: State, holder: str) -> Duty | None:
    """What the page that keeps this may do, by its hash."""
    held = (known for known in state.passes.values() if known.holder == holder and not known.revoked)
    return next((known.duty for known in held), None)


# ── attendees


def back(state: State, person: int, command: ch.BackQuestion) -> tuple[f.Fact, ...]:
    question = known_question(state, command.question)
    if not question.approved:
        raise Refused(Code.UNKNOWN_QUESTION)
    same = (person in question.backers) == command.backed
    return () if same else (fh.QuestionBacked(question.question, person, command.backed),)


def set_profile(state: State, person: int, command: ch.SetProfile) -> tuple[f.Fact, ...]:
    does = checked(command.does, text.TITLE, "does", may_be_empty=True)
    seeks = checked(command.seeks, text.TITLE, "seeks", may_be_empty=True)
    me = state.people[person]
    return () if (me.does, me.seeks) == (does, seeks) else (fh.ProfileSet(person, does, seeks),)


def give_consent(state: State, person: int, command: ch.GiveConsent) -> tuple[f.Fact, ...]:
    same = state.people[person].publish is command.publish
    return () if same else (fh.ConsentGiven(person, command.publish),)


def return_as(state: State, who: int | None, secret: str | None) -> tuple[f.Fact, ...]:
    """`who` is whose code it is, if anybody's; `secret` the hash of what the phone here keeps."""
    known = None if who is None else state.people.get(who)
    if known is None or known.joined is None or known.forgotten or secret is None:
        raise Refused(Code.WRONG_RETURN_CODE)
    before = state.secrets.get(secret)
    if before == known.person:
        return ()
    added = fh.DeviceAdded(known.person, secret)
    return (added,) if before is None else (fh.DeviceLeft(before, secret), added)
