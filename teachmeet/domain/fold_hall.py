"""What facts about the hall do to the state. Part of State.apply: total, never refuses."""

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from teachmeet.domain import facts_hall as f
from teachmeet.domain.things import HallPass, Person, Question

if TYPE_CHECKING:
    from teachmeet.domain.state import State


def apply_wall(state: "State", fact: f.WallFact) -> None:
    """What the wall shows."""
    match fact:
        case f.SceneChosen():
            state.scene, state.blank = fact.scene, False
        case f.WallBlanked():
            state.blank = fact.blank
        case _:
            assert_never(fact)


def apply_question(state: "State", fact: f.QuestionFact) -> None:
    """What becomes of a question."""
    question = state.questions.get(fact.question)
    if question is not None:
        state.questions[question.question] = _changed_question(question, fact)


def _changed_question(question: Question, fact: f.QuestionFact) -> Question:
    match fact:
        case f.QuestionApproved():
            return replace(question, approved=True)
        case f.QuestionParked():
            return replace(question, parked=fact.parked, approved=True)
        case f.QuestionBacked():
            without = question.backers - {fact.person}
            return replace(question, backers=without | {fact.person} if fact.backed else without)
        case _:
            assert_never(fact)


def apply_person(state: "State", fact: f.PersonFact) -> None:
    """What somebody says of themselves."""
    person = state.people.get(fact.person)
    if person is not None and not person.forgotten:
        state.people[person.person] = _changed_person(person, fact)
        match fact:
            case f.DeviceAdded(_, secret) if secret is not None:
                state.secrets[secret] = person.person
            case f.DeviceLeft(_, secret) if secret is not None and state.secrets.get(secret) == person.person:
                del state.secrets[secret]
            case _:
                pass


def _changed_person(person: Person, fact: f.PersonFact) -> Person:
    match fact:
        case f.ProfileSet():
            return replace(person, does=fact.does, seeks=fact.seeks)
        case f.ConsentGiven():
            return replace(person, publish=fact.publish)
        case f.KioskVisited():
            return replace(person, kiosk=True)
        case f.DeviceAdded():
            left = _without(person.devices, fact.secret)
            return person if fact.secret is None else replace(person, devices=(*left, fact.secret))
        case f.DeviceLeft():
            kept = None if person.secret == fact.secret else person.secret
            return replace(person, secret=kept, devices=_without(person.devices, fact.secret))
        case _:
            assert_never(fact)


def _without(devices: tuple[str, ...], secret: str | None) -> tuple[str, ...]:
    return tuple(known for known in devices if known != secret)


def apply_pass(state: "State", fact: f.PassFact) -> None:
    """Who may do what besides the host."""
    if isinstance(fact, f.PassMade):
        state.passes[fact.number] = HallPass(fact.number, fact.duty, fact.secret)
    elif (known := state.passes.get(fact.number)) is not None:
        if isinstance(fact, f.PassTaken):
            state.passes[fact.number] = replace(known, holder=fact.holder)
        else:
            state.passes[fact.number] = replace(known, revoked=True)
