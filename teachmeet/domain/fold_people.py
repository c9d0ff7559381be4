"""What facts about people, topics, votes and questions do to the state. Part of State.apply: total, never refuses."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from teachmeet.domain import facts as f
from teachmeet.domain.things import Claim, Offer, Person, Question, Round, Topic

if TYPE_CHECKING:
    from teachmeet.domain.state import State

PersonFact = (
    f.Joined
    | f.Renamed
    | f.SignedUp
    | f.VotesSetAside
    | f.TickedHere
    | f.SignupClaimed
    | f.ClaimAnswered
    | f.TalkOffered
    | f.OfferAnswered
    | f.Remembered
    | f.Forgotten
)
TopicFact = f.TopicPitched | f.TopicAvoids | f.TopicRemoved
RoundFact = f.RoundOpened | f.RoundClosed
QuestionFact = f.QuestionAsked | f.QuestionAnswered


def apply_person(state: "State", fact: PersonFact, at: datetime) -> None:
    """Who is there, who they are, and what is known of them."""
    match fact:
        case f.Joined():
            state.people[fact.person] = Person(fact.person, fact.name, secret=fact.secret, joined=at, here=True)
            if fact.secret is not None:
                state.secrets[fact.secret] = fact.person
        case f.SignedUp():
            state.people[fact.person] = Person(fact.person, fact.name, fact.organisation, fact.note, fact.publish)
        case f.SignupClaimed():
            state.claims[fact.claim] = Claim(fact.claim, fact.person, fact.signup)
        case f.ClaimAnswered():
            _answer_claim(state, fact)
        case f.TalkOffered():
            state.offers[fact.offer] = Offer(fact.offer, fact.person, fact.title)
        case f.OfferAnswered():
            if (offer := state.offers.get(fact.offer)) is not None:
                state.offers[fact.offer] = replace(offer, yes=fact.yes)
                if fact.yes:
                    let(state, (offer.person,))
        case f.Renamed() | f.VotesSetAside() | f.TickedHere() | f.Remembered() | f.Forgotten():
            person = state.people.get(fact.person)
            if person is not None:
                _change_person(state, person, fact)
        case _:
            assert_never(fact)


def _change_person(
    state: "State", person: Person, fact: f.Renamed | f.VotesSetAside | f.TickedHere | f.Remembered | f.Forgotten
) -> None:
    match fact:
        case f.Renamed():
            person = replace(person, name=fact.name, let=False)
        case f.VotesSetAside():
            person = replace(person, aside=fact.aside)
        case f.TickedHere():
            person = replace(person, here=fact.here)
        case f.Remembered():
            person = replace(person, spoke=fact.spoke, missed=fact.missed)
        case f.Forgotten():
            _forget(state, person)
            return
        case _:
            assert_never(fact)
    state.people[person.person] = person


def let(state: "State", people: Iterable[int | None]) -> None:
    """The host let something of theirs onto the wall, and saw the names that they had then."""
    for number in people:
        if number in state.people:
            state.people[number] = replace(state.people[number], let=True)


def _answer_claim(state: "State", fact: f.ClaimAnswered) -> None:
    claim = state.claims.get(fact.claim)
    if claim is None:
        return
    state.claims[fact.claim] = replace(claim, yes=fact.yes)
    phone, signup = state.people.get(claim.person), state.people.get(claim.signup)
    if fact.yes and phone is not None and signup is not None:
        state.people[phone.person] = replace(phone, signup=signup.person)
        signup = state.people[signup.person]  # the same person, should a claim ever name itself
        state.people[signup.person] = replace(signup, phone=phone.person, here=True)


def _forget(state: "State", person: Person) -> None:
    """Leave of a person what a journal without their personal fields would fold to."""
    gone = replace(person, name=None, secret=None, devices=(), does=None, seeks=None, forgotten=True, here=False)
    if person.joined is None:
        gone = replace(gone, organisation=None, note=None)
    state.people[person.person] = gone
    for secret in [secret for secret, whose in state.secrets.items() if whose == person.person]:
        del state.secrets[secret]
    for talk in state.talks.values():
        if talk.person == person.person:
            state.talks[talk.talk] = replace(talk, title=None, link=None)
    for topic in state.topics.values():
        if topic.person == person.person:
            state.topics[topic.topic] = replace(topic, title=None, detail=None, removed=True)
            state.edition = state.seq
        elif person.person in (*topic.leads, *topic.scribes):
            leads = tuple(one for one in topic.leads if one != person.person)
            scribes = tuple(one for one in topic.scribes if one != person.person)
            state.topics[topic.topic] = replace(topic, leads=leads, scribes=scribes)
            state.edition = state.seq
    state.going.pop(person.person, None)
    for question in state.questions.values():
        if question.person == person.person:
            state.questions[question.question] = replace(question, text=None)
        elif person.person in question.backers:
            state.questions[question.question] = replace(question, backers=question.backers - {person.person})
    for offer in state.offers.values():
        if offer.person == person.person:
            state.offers[offer.offer] = replace(offer, title=None)


def vote(state: "State", fact: f.Voted) -> None:
    """Set somebody's dots."""
    if fact.round not in state.rounds or fact.person not in state.people:
        return
    ballots = state.ballots.setdefault(fact.round, {})
    before = fact.topic in ballots.get(fact.person, {})
    if before != bool(fact.dots):
        answered = state.answered.setdefault(fact.round, {})
        answered[fact.topic] = answered.get(fact.topic, 0) + (1 if fact.dots else -1)
    if fact.dots:
        ballots.setdefault(fact.person, {})[fact.topic] = fact.dots
    elif (ballot := ballots.get(fact.person)) is not None:
        ballot.pop(fact.topic, None)
        if not ballot:
            del ballots[fact.person]


def apply_topic(state: "State", fact: TopicFact) -> None:
    """What was pitched."""
    if isinstance(fact, f.TopicPitched):
        by = None if fact.person is None else state.people.get(fact.person)
        typed = by is None or by.joined is None  # by the host, who sees what they type
        state.topics[fact.topic] = Topic(
            fact.topic, fact.person, fact.pitch, fact.anonymous, fact.title, fact.detail, approved=typed
        )
        state.edition = state.seq
        return
    topic = state.topics.get(fact.topic)
    if topic is None:
        return
    match fact:
        case f.TopicAvoids():
            state.topics[fact.topic] = replace(topic, avoids=fact.others)
        case f.TopicRemoved():
            state.topics[fact.topic] = replace(topic, removed=True)
            state.edition = state.seq
        case _:
            assert_never(fact)


def apply_round(state: "State", fact: RoundFact, at: datetime) -> None:
    """Voting opens and closes."""
    if isinstance(fact, f.RoundOpened):
        state.rounds[fact.round] = Round(fact.round, fact.dots, fact.topics, at, fact.closes)
        state.open_round = fact.round
    elif (opened := state.rounds.get(fact.round)) is not None:
        state.rounds[fact.round] = replace(opened, closed=at)
        if state.open_round == fact.round:
            state.open_round = None


def apply_question(state: "State", fact: QuestionFact, at: datetime) -> None:
    """What was asked."""
    if isinstance(fact, f.QuestionAsked):
        state.questions[fact.question] = Question(fact.question, fact.person, fact.talk, fact.text, at)
    elif (question := state.questions.get(fact.question)) is not None:
        state.questions[fact.question] = replace(question, answered=fact.answered)
