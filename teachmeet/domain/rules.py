"""decide(state, actor, command, now, seed) → facts, or Refused: the only place that says no to a command.

Nothing here changes the state. An empty tuple means yes, and that it is so already.
"""

from datetime import datetime, timedelta
from typing import assert_never

from teachmeet.domain import commands as c
from teachmeet.domain import facts as f
from teachmeet.domain import text
from teachmeet.domain.actors import Actor as Actor
from teachmeet.domain.actors import Role as Role
from teachmeet.domain.acts import Deed
from teachmeet.domain.founding import found
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.state import Question, Round, State, Talk, Topic

TOPICS, TOPICS_EACH, QUESTIONS_EACH, PEOPLE = 500, 20, 30, 3_000
"""The most that a meet holds: topics, topics and questions of one person, people."""
LONGEST_ROUND = 24 * 3600
MOST_DOTS = 20
MOST_ADDED = 3600


def decide(
    state: State, actor: Actor, command: c.Command, now: datetime, seed: int = 0
) -> tuple[f.Fact, ...]:
    """The facts that follow from a command, or raise Refused.

    `now` is aware; `seed` is for what is decided by lot, so that a decision can be had again.
    """
    match command:
        case c.Vote() | c.Join() | c.Suggest() | c.Ask() | c.ForgetMe():
            if actor.role is not Role.ATTENDEE:
                raise Refused(Code.NOT_YOURS)
            return _attendee(state, actor, command, now)
        case c.CloseRound() if actor.role is Role.CLOCK:
            return _close_round(state, command)
        case c.MakeMeet() if actor.role is Role.HOST:
            if state.meet is not None:
                raise Refused(Code.MEET_EXISTS)
            return found(command, state.seq + 1)
        case _ if actor.role is not Role.HOST:
            raise Refused(Code.NOT_YOURS)
        case _:
            return _host(state, command, now)


def _attendee(
    state: State, actor: Actor, command: c.Vote | c.Join | c.Suggest | c.Ask | c.ForgetMe, now: datetime
) -> tuple[f.Fact, ...]:
    # Somebody forgotten is nobody, also to a page that still knows their number: what it said would be forgotten too.
    person = actor.person
    if person is not None and state.people[person].forgotten:
        person = None
    if isinstance(command, c.Join):
        return _join(state, person, actor.secret, command)
    if person is None:
        raise Refused(Code.JOIN_FIRST)
    match command:
        case c.Vote():
            return _vote(state, person, command, now)
        case c.Suggest():
            return _suggest(state, person, command)
        case c.Ask():
            return _ask(state, person, command)
        case c.ForgetMe():
            return (f.Forgotten(person),)
        case _:
            assert_never(command)


def _join(state: State, person: int | None, secret: str | None, command: c.Join) -> tuple[f.Fact, ...]:
    name = checked(command.name, text.NAME, "name", may_be_empty=True)
    if person is not None:
        same = state.people[person].name == name
        return () if same else (f.Renamed(person, name),)
    if len(state.people) >= PEOPLE:
        raise Refused(Code.ROOM_FULL, most=PEOPLE)
    return (f.Joined(state.seq + 1, name, secret),)


def _vote(state: State, person: int, command: c.Vote, now: datetime) -> tuple[f.Fact, ...]:
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


def _suggest(state: State, person: int, command: c.Suggest) -> tuple[f.Fact, ...]:
    title = checked(command.title, text.TITLE, "title")
    detail = checked(command.detail, text.DETAIL, "detail", may_be_empty=True)
    own = [topic for topic in state.topics.values() if topic.person == person]
    if len(own) >= TOPICS_EACH or len(state.topics) >= TOPICS:
        raise Refused(Code.ENOUGH_TOPICS, most=TOPICS_EACH)
    if any(topic.title == title and topic.pitch == command.pitch and not topic.removed for topic in own):
        raise Refused(Code.ALREADY_PITCHED)
    return (f.TopicPitched(state.seq + 1, person, command.pitch, command.anonymous, title, detail),)


def _ask(state: State, person: int, command: c.Ask) -> tuple[f.Fact, ...]:
    question = checked(command.text, text.QUESTION, "text")
    if sum(asked.person == person for asked in state.questions.values()) >= QUESTIONS_EACH:
        raise Refused(Code.ENOUGH_QUESTIONS, most=QUESTIONS_EACH)
    return (f.QuestionAsked(state.seq + 1, person, state.on, question),)


HostCommand = (
    c.StartTalk
    | c.PauseTalk
    | c.ResumeTalk
    | c.AddTime
    | c.EndTalk
    | c.AddTopic
    | c.RemoveTopic
    | c.OpenRound
    | c.CloseRound
    | c.SetAside
    | c.AnswerQuestion
    | c.Undo
    | c.MakeMeet
)


def _host(state: State, command: HostCommand, now: datetime) -> tuple[f.Fact, ...]:
    match command:
        case c.StartTalk():
            return _start_talk(state, command)
        case c.PauseTalk() | c.ResumeTalk() | c.AddTime() | c.EndTalk():
            return _run_talk(state, command)
        case c.AddTopic():
            return _add_topic(state, command)
        case c.RemoveTopic():
            return (f.TopicRemoved(listed_topic(state, command.topic).topic),)
        case c.OpenRound():
            return _open_round(state, command, now)
        case c.CloseRound():
            return _close_round(state, command)
        case c.SetAside():
            person = state.people.get(command.person)
            if person is None:
                raise Refused(Code.UNKNOWN_PERSON)
            same = person.aside == command.aside
            return () if same else (f.VotesSetAside(person.person, command.aside),)
        case c.AnswerQuestion():
            question = known_question(state, command.question)
            same = question.answered == command.answered
            return () if same else (f.QuestionAnswered(question.question, command.answered),)
        case c.Undo():
            return _undo(state, command)
        case c.MakeMeet():
            raise AssertionError("founding is decided before a meet has a host's desk")
        case _:
            assert_never(command)


def _start_talk(state: State, command: c.StartTalk) -> tuple[f.Fact, ...]:
    if state.on is not None:
        raise Refused(Code.TALK_IS_ON)
    if command.talk is None:
        talk = next_talk(state)
        if talk is None:
            raise Refused(Code.NO_MORE_TALKS)
    elif (talk := state.talks.get(command.talk)) is None:
        raise Refused(Code.UNKNOWN_TALK)
    elif talk.started is not None:
        raise Refused(Code.TALK_IS_OVER)
    return (f.TalkStarted(talk.talk),)


def _run_talk(state: State, command: c.PauseTalk | c.ResumeTalk | c.AddTime | c.EndTalk) -> tuple[f.Fact, ...]:
    if state.on is None:
        raise Refused(Code.NOTHING_IS_ON)
    talk = state.talks[state.on]
    match command:
        case c.PauseTalk():
            if talk.paused is not None:
                raise Refused(Code.ALREADY_PAUSED)
            return (f.TalkPaused(talk.talk),)
        case c.ResumeTalk():
            if talk.paused is None:
                raise Refused(Code.NOT_PAUSED)
            return (f.TalkResumed(talk.talk),)
        case c.AddTime():
            if not 0 < abs(command.seconds) <= MOST_ADDED or talk.seconds + talk.added + command.seconds < 0:
                raise Refused(Code.OUT_OF_RANGE, field="seconds", least=-MOST_ADDED, most=MOST_ADDED)
            return (f.TimeAdded(talk.talk, command.seconds),)
        case c.EndTalk():
            return (f.TalkEnded(talk.talk),)
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


def _close_round(state: State, command: c.CloseRound) -> tuple[f.Fact, ...]:
    return (f.RoundClosed(open_round(state, command.round).round),)


def _undo(state: State, command: c.Undo) -> tuple[f.Fact, ...]:
    if not state.acts:
        raise Refused(Code.NOTHING_TO_UNDO)
    newest = state.acts[-1]
    if newest.seq != command.act:
        raise Refused(Code.NOT_THE_NEWEST)
    why_not = why_not_undone(state)
    if why_not is not None:
        raise Refused(why_not)
    return (f.Undone(newest.seq),)


def why_not_undone(state: State) -> Code | None:
    """Why the host's newest act cannot be undone: an attendee's answered command stands on it. Else None."""
    if not state.acts:
        return Code.NOTHING_TO_UNDO
    act = state.acts[-1]
    match act.deed:
        case Deed.OPENED_ROUND if state.ballots.get(act.subject):
            return Code.VOTES_WOULD_BE_LOST
        case Deed.ADDED_TOPIC if any(
            act.subject in ballot for ballots in state.ballots.values() for ballot in ballots.values()
        ):
            return Code.TOPIC_HAS_VOTES
        case Deed.STARTED_TALK if any(q.talk == act.subject for q in state.questions.values()):
            return Code.QUESTIONS_WOULD_BE_LOST
        case _:
            return None


# ── looking things up, or refusing


def checked(value: str, longest: int, field: str, may_be_empty: bool = False) -> str:
    """The text with its white space squeezed, or Refused: empty, too long, or with harmful characters."""
    if not text.is_clean(value):
        raise Refused(Code.BAD_CHARACTERS, field=field)
    value = text.squeezed(value)
    if len(value) > longest:
        raise Refused(Code.TOO_LONG, field=field, most=longest)
    if text.is_blank(value):
        if may_be_empty:
            return ""
        raise Refused(Code.EMPTY, field=field)
    return value


def next_talk(state: State) -> Talk | None:
    """The first talk of the running order that has not been on."""
    return next((talk for talk in state.talks.values() if talk.started is None), None)


def open_round(state: State, number: int) -> Round:
    """The round of this number, if it is the open one."""
    voting = state.rounds.get(number)
    if voting is None:
        raise Refused(Code.NO_SUCH_ROUND)
    if state.open_round != number:
        raise Refused(Code.ROUND_CLOSED)
    return voting


def listed_topic(state: State, number: int) -> Topic:
    """The topic of this number, if it is on the list."""
    topic = state.topics.get(number)
    if topic is None or topic.removed:
        raise Refused(Code.UNKNOWN_TOPIC)
    return topic


def known_question(state: State, number: int) -> Question:
    """The question of this number."""
    question = state.questions.get(number)
    if question is None or question.text is None:
        raise Refused(Code.UNKNOWN_QUESTION)
    return question
