"""What is decided about topics, rounds and votes. Part of the rules."""

from datetime import datetime, timedelta
from typing import assert_never

from teachmeet.domain import commands as c
from teachmeet.domain import facts as f
from teachmeet.domain import text
from teachmeet.domain.checks import (
    LONGEST_ROUND,
    MOST_DOTS,
    TOPICS,
    TOPICS_EACH,
    checked,
    listed_topic,
    open_round,
)
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.state import State

HostCommand = c.AddTopic | c.RemoveTopic | c.OpenRound | c.CloseRound


def vote(state: State, person: int, command: c.Vote, now: datetime) -> tuple[f.Fact, ...]:
    voting = open_round(state, command.round)
    if voting.closes is not None and now >= voting.closes:
        raise Refused(Code.ROUND_CLOSED)
    if command.topic not in voting.topics:
        raise Refused(Code.UNKNOWN_TOPIC)
    if command.dots and state.topics[command.topic].removed:
        raise Refused(Code.UNKNOWN_TOPIC)
    if command.dots not in (0, 1):
        raise Refused(Code.OUT_OF_RANGE, field="dots", least=0, most=1)
    ballot = state.ballots.get(voting.round, {}).get(person, {})
    standing = ballot.get(command.topic, 0)
    if standing == command.dots:
        return ()
    if sum(ballot.values()) - standing + command.dots > voting.dots:
        raise Refused(Code.OVER_BUDGET, most=voting.dots)
    return (f.Voted(voting.round, person, command.topic, command.dots),)


def suggest(state: State, person: int, command: c.Suggest) -> tuple[f.Fact, ...]:
    title = checked(command.title, text.TITLE, "title")
    detail = checked(command.detail, text.DETAIL, "detail", may_be_empty=True)
    own = [topic for topic in state.topics.values() if topic.person == person]
    if len(own) >= TOPICS_EACH or len(state.topics) >= TOPICS:
        raise Refused(Code.ENOUGH_TOPICS, most=TOPICS_EACH)
    if any(topic.title == title and topic.pitch == command.pitch and not topic.removed for topic in own):
        raise Refused(Code.ALREADY_PITCHED)
    return (f.TopicPitched(state.seq + 1, person, command.pitch, command.anonymous, title, detail),)


def decide_host(state: State, command: HostCommand, now: datetime) -> tuple[f.Fact, ...]:
    """What the host does about topics and rounds."""
    match command:
        case c.AddTopic():
            return _add_topic(state, command)
        case c.RemoveTopic():
            return (f.TopicRemoved(listed_topic(state, command.topic).topic),)
        case c.OpenRound():
            return _open_round(state, command, now)
        case c.CloseRound():
            return close_round(state, command)
        case _:
            assert_never(command)


def _add_topic(state: State, command: c.AddTopic) -> tuple[f.Fact, ...]:
    title = checked(command.title, text.TITLE, "title")
    name = checked(command.name, text.NAME, "name", may_be_empty=True)
    if len(state.topics) >= TOPICS:
        raise Refused(Code.ENOUGH_TOPICS, most=TOPICS)
    if not name:
        return (f.TopicPitched(state.seq + 1, None, command.pitch, False, title, ""),)
    known = [p.person for p in state.people.values() if p.name == name and p.joined is None]
    if known:
        return (f.TopicPitched(state.seq + 1, known[0], command.pitch, False, title, ""),)
    person = f.SignedUp(state.seq + 1, None, name, "", "")
    return (person, f.TopicPitched(state.seq + 2, person.person, command.pitch, False, title, ""))


def _open_round(state: State, command: c.OpenRound, now: datetime) -> tuple[f.Fact, ...]:
    if state.open_round is not None:
        raise Refused(Code.ROUND_IS_OPEN)
    topics = tuple(topic.topic for topic in state.topics.values() if not topic.removed)
    if not topics:
        raise Refused(Code.NOTHING_TO_VOTE_ON)
    if not 1 <= command.dots <= MOST_DOTS:
        raise Refused(Code.OUT_OF_RANGE, field="dots", least=1, most=MOST_DOTS)
    if command.seconds is None:
        closes = None
    elif 1 <= command.seconds <= LONGEST_ROUND:
        closes = now + timedelta(seconds=command.seconds)
    else:
        raise Refused(Code.OUT_OF_RANGE, field="seconds", least=1, most=LONGEST_ROUND)
    return (f.RoundOpened(state.seq + 1, command.dots, topics, closes),)


def close_round(state: State, command: c.CloseRound) -> tuple[f.Fact, ...]:
    return (f.RoundClosed(open_round(state, command.round).round),)
