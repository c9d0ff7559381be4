"""What is decided about people: joining, claims, who is here, being forgotten, questions. Part of the rules."""

from typing import assert_never

from teachmeet.domain import commands as c
from teachmeet.domain import facts as f
from teachmeet.domain import facts_board as fb
from teachmeet.domain import text
from teachmeet.domain.actors import Actor
from teachmeet.domain.checks import OFFERS_EACH, PEOPLE, QUESTIONS_EACH, TALKS, checked, known_person, known_question
from teachmeet.domain.facts_hall import KioskVisited
from teachmeet.domain.programme import NANO, Duty
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.resemble import resemble
from teachmeet.domain.state import State
from teachmeet.domain.votes import root_of

HostCommand = c.SetAside | c.AnswerQuestion | c.TickHere | c.AnswerClaim | c.AnswerOffer


def join(state: State, person: int | None, actor: Actor, command: c.Join) -> tuple[f.Fact, ...]:
    name = checked(command.name, text.NAME, "name", may_be_empty=True)
    if person is not None:
        same = state.people[person].name == name
        return () if same else (f.Renamed(person, name),)
    if len(state.people) >= PEOPLE:
        raise Refused(Code.ROOM_FULL, most=PEOPLE)
    joined = f.Joined(state.seq + 1, name, actor.secret)
    return (joined, KioskVisited(joined.person)) if actor.duty is Duty.KIOSK else (joined,)


def claim(state: State, person: int, command: c.ClaimSignup) -> tuple[f.Fact, ...]:
    """Somebody says who they are on the sheet; names that do not resemble are not asked about."""
    signup = known_person(state, command.person)
    me = state.people[person]
    if me.signup is not None or signup.joined is not None or signup.phone is not None:
        raise Refused(Code.ALREADY_CLAIMED)
    if not resemble(me.name or "", signup.name or ""):
        raise Refused(Code.UNKNOWN_PERSON)
    mine = [claim for claim in state.claims.values() if claim.person == person and claim.signup == signup.person]
    if mine:
        return ()
    return (f.SignupClaimed(state.seq + 1, person, signup.person),)


def offer(state: State, person: int, command: c.OfferTalk) -> tuple[f.Fact, ...]:
    """Two minutes on the spot."""
    title = checked(command.title, text.TITLE, "title")
    own = [offer for offer in state.offers.values() if offer.person == person]
    if any(offer.yes is None for offer in own) or len(own) >= OFFERS_EACH:
        raise Refused(Code.ENOUGH_OFFERS, most=OFFERS_EACH)
    return (f.TalkOffered(state.seq + 1, person, title),)


def ask(state: State, person: int, command: c.Ask) -> tuple[f.Fact, ...]:
    question = checked(command.text, text.QUESTION, "text")
    if sum(asked.person == person for asked in state.questions.values()) >= QUESTIONS_EACH:
        raise Refused(Code.ENOUGH_QUESTIONS, most=QUESTIONS_EACH)
    return (f.QuestionAsked(state.seq + 1, person, state.on, question),)


def forget(state: State, person: int) -> tuple[f.Fact, ...]:
    """Somebody's name and words, those on the sheet included when they are the same."""
    signup = state.people[person].signup
    gone = (f.Forgotten(person),) if signup is None else (f.Forgotten(person), f.Forgotten(signup))
    return (*gone, *_set_free(state, {person, signup}))


def _set_free(state: State, gone: set[int | None]) -> tuple[f.Fact, ...]:
    """What others pitched does not go with a topic of theirs that it was merged into; it waits for a place."""
    theirs = {topic.topic for topic in state.topics.values() if topic.person is not None and topic.person in gone}
    facts: list[f.Fact] = []
    for topic in state.topics.values():
        if topic.into in theirs and topic.topic not in theirs and root_of(state, topic.topic) in theirs:
            facts.append(fb.TopicUnmerged(topic.topic))
            if topic.topic in state.board:
                facts.append(fb.SessionTakenOff(topic.topic))
    return tuple(facts)


def decide_host(state: State, command: HostCommand) -> tuple[f.Fact, ...]:
    """What the host does about people."""
    match command:
        case c.SetAside():
            person = state.people.get(command.person)
            if person is None:
                raise Refused(Code.UNKNOWN_PERSON)
            same = person.aside == command.aside
            return () if same else (f.VotesSetAside(person.person, command.aside),)
        case c.TickHere():
            person = known_person(state, command.person)
            same = person.here == command.here
            return () if same else (f.TickedHere(person.person, command.here),)
        case c.AnswerQuestion():
            question = known_question(state, command.question)
            same = question.answered == command.answered
            return () if same else (f.QuestionAnswered(question.question, command.answered),)
        case c.AnswerClaim():
            claim = state.claims.get(command.claim)
            if claim is None or claim.yes is not None:
                raise Refused(Code.UNKNOWN_CLAIM)
            phone, signup = state.people[claim.person], state.people[claim.signup]
            if phone.forgotten or signup.forgotten:
                raise Refused(Code.UNKNOWN_CLAIM)
            if command.yes and (signup.phone is not None or phone.signup is not None):
                raise Refused(Code.ALREADY_CLAIMED)
            return (f.ClaimAnswered(claim.claim, command.yes),)
        case c.AnswerOffer():
            return _answer_offer(state, command)
        case _:
            assert_never(command)


def _answer_offer(state: State, command: c.AnswerOffer) -> tuple[f.Fact, ...]:
    """Taken, it is a nano talk at the end of the order; in a draw it is called without one."""
    offer = state.offers.get(command.offer)
    if offer is None or offer.yes is not None or offer.title is None:
        raise Refused(Code.UNKNOWN_OFFER)
    if not command.yes:
        return (f.OfferAnswered(offer.offer, False),)
    if len(state.talks) >= TALKS:
        raise Refused(Code.ENOUGH_TALKS, most=TALKS)
    talk = state.seq + 2
    return (
        f.OfferAnswered(offer.offer, True),
        f.TalkPlanned(talk, offer.person, NANO, state.kinds[NANO].seconds, offer.title, ""),
        f.TalkMoved(talk, None),
    )
