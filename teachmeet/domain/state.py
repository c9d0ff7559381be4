"""State.apply: the fold from facts to the room as it is now; total, tolerant of every fact ever written, never refuses.

Everything that changes the state lives here. The things in it are frozen and replaced, so that a copy of the
state is a copy of its dictionaries.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import assert_never

from teachmeet.domain import facts as f
from teachmeet.domain.acts import Act, act_of
from teachmeet.domain.acts import Deed as Deed
from teachmeet.domain.programme import Format, Pitch

KEPT_ANSWERS = 64
"""How many accepted commands of a client are remembered, so that sending again is safe."""
KEPT_ACTS = 50
"""How many of the host's acts can be undone."""

@dataclass(frozen=True, slots=True)
class Meet:
    """The gathering itself."""

    title: str
    format: Format
    zone: str
    made: datetime
    starts: datetime | None
    ends: datetime | None
    rehearsal: bool


@dataclass(frozen=True, slots=True)
class Room:
    """A place with a capacity."""

    room: int
    name: str
    seats: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of the board."""

    slot: int
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the meet or on its sheet; text is None once forgotten."""

    person: int
    name: str | None
    organisation: str | None = ""
    note: str | None = ""
    publish: bool | None = None
    secret: str | None = None
    joined: datetime | None = None
    aside: bool = False
    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """A timed item in the running order, with its clock.

    `added` and `paused_for` are kept apart: giving time moves the end, a pause does not use any.
    """

    talk: int
    person: int
    kind: str
    seconds: int
    title: str | None
    link: str | None
    started: datetime | None = None
    ended: datetime | None = None
    paused: datetime | None = None
    paused_for: timedelta = timedelta(0)
    added: int = 0


@dataclass(frozen=True, slots=True)
class Topic:
    """What somebody pitched."""

    topic: int
    person: int | None
    pitch: Pitch
    anonymous: bool
    title: str | None
    detail: str | None
    avoids: tuple[int, ...] = ()
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """One voting."""

    round: int
    dots: int
    topics: tuple[int, ...]
    opened: datetime
    closes: datetime | None
    closed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question somebody asked."""

    question: int
    person: int
    talk: int | None
    text: str | None
    asked: datetime
    answered: bool = False


Ballots = dict[int, dict[int, int]]
"""A round's votes: person → topic → dots."""


@dataclass(slots=True)
class State:
    """The room as the facts made it."""

    seq: int = 0
    meet: Meet | None = None
    rooms: dict[int, Room] = field(default_factory=dict)
    slots: dict[int, Slot] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    secrets: dict[str, int] = field(default_factory=dict)
    """Hash of a phone's secret → person."""
    talks: dict[int, Talk] = field(default_factory=dict)
    """In running order."""
    on: int | None = None
    """The talk that is on."""
    topics: dict[int, Topic] = field(default_factory=dict)
    edition: int = 0
    """The sequence number of the last change to which topics are listed, or in which order."""
    rounds: dict[int, Round] = field(default_factory=dict)
    open_round: int | None = None
    ballots: dict[int, Ballots] = field(default_factory=dict)
    questions: dict[int, Question] = field(default_factory=dict)
    answers: dict[str, dict[int, int]] = field(default_factory=dict)
    """Of each author's client: accepted n → the sequence number that answered it, the last 64."""
    acts: list[Act] = field(default_factory=list)

    def copy(self) -> "State":
        """A state that can be folded on without touching this one."""
        return State(
            seq=self.seq,
            meet=self.meet,
            rooms=self.rooms.copy(),
            slots=self.slots.copy(),
            people=self.people.copy(),
            secrets=self.secrets.copy(),
            talks=self.talks.copy(),
            on=self.on,
            topics=self.topics.copy(),
            edition=self.edition,
            rounds=self.rounds.copy(),
            open_round=self.open_round,
            ballots={r: {p: b.copy() for p, b in of.items()} for r, of in self.ballots.items()},
            questions=self.questions.copy(),
            answers={c: a.copy() for c, a in self.answers.items()},
            acts=self.acts.copy(),
        )

    def apply(self, line: f.Line) -> None:
        """Fold one line, all of its facts."""
        self.take_note(line)
        if (act := act_of(line)) is not None:
            self.acts = [*self.acts[-(KEPT_ACTS - 1) :], act]
        for fact in line.facts:
            self._apply(fact, line.at)

    def take_note(self, line: f.Line) -> None:
        """Count a line and remember its answer, whatever it says: all that remains of an undone one."""
        self.seq = max(self.seq, line.last)
        if line.client:
            kept = self.answers.setdefault(f"{line.by}/{line.client}", {})
            kept[line.n] = line.seq
            if len(kept) > KEPT_ANSWERS:
                del kept[min(kept)]

    def _apply(self, fact: f.Fact, at: datetime) -> None:
        match fact:
            case f.Voted():
                self._vote(fact)
            case f.Joined() | f.Renamed() | f.SignedUp() | f.VotesSetAside() | f.Forgotten():
                self._apply_person(fact, at)
            case f.TopicPitched() | f.TopicAvoids() | f.TopicRemoved():
                self._apply_topic(fact)
            case f.RoundOpened() | f.RoundClosed():
                self._apply_round(fact, at)
            case f.QuestionAsked() | f.QuestionAnswered():
                self._apply_question(fact, at)
            case (
                f.TalkPlanned()
                | f.TalkStarted()
                | f.TalkPaused()
                | f.TalkResumed()
                | f.TimeAdded()
                | f.TalkEnded()
            ):
                self._apply_talk(fact, at)
            case f.MeetMade():
                self.meet = Meet(
                    fact.title, fact.format, fact.zone, at, fact.starts, fact.ends, fact.rehearsal
                )
            case f.RoomAdded():
                self.rooms[fact.room] = Room(fact.room, fact.name, fact.seats)
            case f.SlotAdded():
                self.slots[fact.slot] = Slot(fact.slot, fact.starts, fact.ends)
            case f.Undone():
                # The history leaves the act out (history.py); what it leaves may be another list of topics.
                self.edition = self.seq
            case _:
                assert_never(fact)

    def _vote(self, fact: f.Voted) -> None:
        if fact.round not in self.rounds or fact.person not in self.people:
            return
        ballots = self.ballots.setdefault(fact.round, {})
        if fact.dots:
            ballots.setdefault(fact.person, {})[fact.topic] = fact.dots
        elif (ballot := ballots.get(fact.person)) is not None:
            ballot.pop(fact.topic, None)
            if not ballot:
                del ballots[fact.person]

    def _apply_person(
        self, fact: f.Joined | f.Renamed | f.SignedUp | f.VotesSetAside | f.Forgotten, at: datetime
    ) -> None:
        if isinstance(fact, f.Joined):
            self.people[fact.person] = Person(fact.person, fact.name, secret=fact.secret, joined=at)
            if fact.secret is not None:
                self.secrets[fact.secret] = fact.person
            return
        if isinstance(fact, f.SignedUp):
            self.people[fact.person] = Person(
                fact.person, fact.name, fact.organisation, fact.note, fact.publish
            )
            return
        person = self.people.get(fact.person)
        if person is None:
            return
        match fact:
            case f.Renamed():
                self.people[fact.person] = replace(person, name=fact.name)
            case f.VotesSetAside():
                self.people[fact.person] = replace(person, aside=fact.aside)
            case f.Forgotten():
                self._forget(person)
            case _:
                assert_never(fact)

    def _forget(self, person: Person) -> None:
        """Leave of a person what a journal without their personal fields would fold to."""
        gone = replace(person, name=None, secret=None, forgotten=True)
        if person.joined is None:
            gone = replace(gone, organisation=None, note=None)
        self.people[person.person] = gone
        if person.secret is not None and self.secrets.get(person.secret) == person.person:
            del self.secrets[person.secret]
        for talk in self.talks.values():
            if talk.person == person.person:
                self.talks[talk.talk] = replace(talk, title=None, link=None)
        for topic in self.topics.values():
            if topic.person == person.person:
                self.topics[topic.topic] = replace(topic, title=None, detail=None, removed=True)
                self.edition = self.seq
        for question in self.questions.values():
            if question.person == person.person:
                self.questions[question.question] = replace(question, text=None)

    def _apply_topic(self, fact: f.TopicPitched | f.TopicAvoids | f.TopicRemoved) -> None:
        if isinstance(fact, f.TopicPitched):
            self.topics[fact.topic] = Topic(
                fact.topic, fact.person, fact.pitch, fact.anonymous, fact.title, fact.detail
            )
            self.edition = self.seq
            return
        topic = self.topics.get(fact.topic)
        if topic is None:
            return
        match fact:
            case f.TopicAvoids():
                self.topics[fact.topic] = replace(topic, avoids=fact.others)
            case f.TopicRemoved():
                self.topics[fact.topic] = replace(topic, removed=True)
                self.edition = self.seq
            case _:
                assert_never(fact)

    def _apply_round(self, fact: f.RoundOpened | f.RoundClosed, at: datetime) -> None:
        if isinstance(fact, f.RoundOpened):
            self.rounds[fact.round] = Round(fact.round, fact.dots, fact.topics, at, fact.closes)
            self.open_round = fact.round
        elif (opened := self.rounds.get(fact.round)) is not None:
            self.rounds[fact.round] = replace(opened, closed=at)
            if self.open_round == fact.round:
                self.open_round = None

    def _apply_question(self, fact: f.QuestionAsked | f.QuestionAnswered, at: datetime) -> None:
        if isinstance(fact, f.QuestionAsked):
            self.questions[fact.question] = Question(fact.question, fact.person, fact.talk, fact.text, at)
        elif (question := self.questions.get(fact.question)) is not None:
            self.questions[fact.question] = replace(question, answered=fact.answered)

    def _apply_talk(
        self,
        fact: f.TalkPlanned | f.TalkStarted | f.TalkPaused | f.TalkResumed | f.TimeAdded | f.TalkEnded,
        at: datetime,
    ) -> None:
        if isinstance(fact, f.TalkPlanned):
            self.talks[fact.talk] = Talk(
                fact.talk, fact.person, fact.kind, fact.seconds, fact.title, fact.link
            )
            return
        talk = self.talks.get(fact.talk)
        if talk is None:
            return
        match fact:
            case f.TalkStarted():
                self.talks[fact.talk] = replace(talk, started=at)
                self.on = fact.talk
            case f.TalkPaused():
                self.talks[fact.talk] = replace(talk, paused=at)
            case f.TalkResumed() if talk.paused is not None:
                paused_for = talk.paused_for + (at - talk.paused)
                self.talks[fact.talk] = replace(talk, paused=None, paused_for=paused_for)
            case f.TalkResumed():
                pass
            case f.TimeAdded():
                self.talks[fact.talk] = replace(talk, added=talk.added + fact.seconds)
            case f.TalkEnded():
                if talk.paused is not None:
                    talk = replace(talk, paused=None, paused_for=talk.paused_for + (at - talk.paused))
                self.talks[fact.talk] = replace(talk, ended=at)
                if self.on == fact.talk:
                    self.on = None
            case _:
                assert_never(fact)
