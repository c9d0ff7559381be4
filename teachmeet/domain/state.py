"""State.apply: the fold from facts to the room as it is now; total, tolerant of every fact ever written, never refuses.

Everything that changes the state lives here. The things in it are frozen and replaced, so that a copy of the
state is a copy of its dictionaries.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from teachmeet.domain import facts as f
from teachmeet.domain import facts_board as fb
from teachmeet.domain import facts_hall as fh
from teachmeet.domain import fold_board, fold_hall, fold_people, fold_plan, fold_talks
from teachmeet.domain.acts import Act, act_of
from teachmeet.domain.programme import KINDS, Kind, Order, Scene
from teachmeet.domain.things import (
    Away,
    Claim,
    HallPass,
    Meet,
    Message,
    Offer,
    Person,
    Question,
    Room,
    Round,
    Segment,
    Session,
    Slot,
    Talk,
    Timer,
    Topic,
)

KEPT_ANSWERS = 64
"""How many accepted commands of a client are remembered, so that sending again is safe."""
KEPT_ACTS = 50
"""How many of the host's acts can be undone."""

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
    order: Order = Order.SIGNUP
    weights: bool = False
    """Whether the draw favours first-timers and those missed last time."""
    kinds: dict[str, Kind] = field(default_factory=lambda: dict(KINDS))
    segments: dict[int, Segment] = field(default_factory=dict)
    """In the order of the plan."""
    segment: int | None = None
    """The part that is on."""
    auto_start: bool = False
    claims: dict[int, Claim] = field(default_factory=dict)
    offers: dict[int, Offer] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    camel: int = 0
    """The number of the last throw."""
    timer: Timer | None = None
    away: Away | None = None
    topics: dict[int, Topic] = field(default_factory=dict)
    edition: int = 0
    """The sequence number of the last change to which topics are listed, or in which order."""
    rounds: dict[int, Round] = field(default_factory=dict)
    open_round: int | None = None
    ballots: dict[int, Ballots] = field(default_factory=dict)
    answered: dict[int, dict[int, int]] = field(default_factory=dict)
    """Of a round: topic → how many have answered about it, whatever they said."""
    checking: bool = False
    """Phones see a topic only after the host let it."""
    requests_until: datetime | None = None
    """Until then phones pitch requests only."""
    pitching: int | None = None
    """The topic that somebody speaks for."""
    board: dict[int, Session] = field(default_factory=dict)
    """Topic → its place, as the host sees it; those of topics that left the list are kept, and count for nothing."""
    closed: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Slot → the rooms in which nothing is to be placed then, in their order."""
    published: dict[int, Session] = field(default_factory=dict)
    """The board that everybody sees, and the one before it."""
    published_before: dict[int, Session] = field(default_factory=dict)
    publications: int = 0
    going: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Person → the topics whose sessions they mean to be in."""
    questions: dict[int, Question] = field(default_factory=dict)
    scene: Scene = Scene.AUTO
    blank: bool = False
    """What the wall shows, unless it is dark."""
    passes: dict[int, HallPass] = field(default_factory=dict)
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
            order=self.order,
            weights=self.weights,
            kinds=self.kinds.copy(),
            segments=self.segments.copy(),
            segment=self.segment,
            auto_start=self.auto_start,
            claims=self.claims.copy(),
            offers=self.offers.copy(),
            messages=self.messages.copy(),
            camel=self.camel,
            timer=self.timer,
            away=self.away,
            topics=self.topics.copy(),
            edition=self.edition,
            rounds=self.rounds.copy(),
            open_round=self.open_round,
            ballots={r: {p: b.copy() for p, b in of.items()} for r, of in self.ballots.items()},
            answered={r: of.copy() for r, of in self.answered.items()},
            checking=self.checking,
            requests_until=self.requests_until,
            pitching=self.pitching,
            board=self.board.copy(),
            closed=self.closed.copy(),
            published=self.published.copy(),
            published_before=self.published_before.copy(),
            publications=self.publications,
            going=self.going.copy(),
            questions=self.questions.copy(),
            scene=self.scene,
            blank=self.blank,
            passes=self.passes.copy(),
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
        if isinstance(fact, f.Voted):  # first: there are more of them than of all others together
            fold_people.vote(self, fact)
        elif isinstance(fact, fold_people.PersonFact):
            fold_people.apply_person(self, fact, at)
        elif isinstance(fact, fold_people.TopicFact):
            fold_people.apply_topic(self, fact)
        elif isinstance(fact, fold_people.RoundFact):
            fold_people.apply_round(self, fact, at)
        elif isinstance(fact, fold_people.QuestionFact):
            fold_people.apply_question(self, fact, at)
        elif isinstance(fact, fold_talks.ClockFact):
            fold_talks.apply_clock(self, fact, at)
        elif isinstance(fact, fold_talks.OneTalkFact):
            fold_talks.apply_one(self, fact)
        elif isinstance(fact, fold_talks.OrderFact):
            fold_talks.apply_order(self, fact)
        elif isinstance(fact, fold_plan.SegmentFact):
            fold_plan.apply_segment(self, fact, at)
        elif isinstance(fact, fold_plan.StageFact):
            fold_plan.apply_stage(self, fact, at)
        elif isinstance(fact, fold_plan.SettingFact):
            fold_plan.apply_setting(self, fact)
        elif isinstance(fact, fb.TopicFact):
            fold_board.apply_topic(self, fact)
        elif isinstance(fact, fb.GridFact):
            fold_board.apply_grid(self, fact)
        elif isinstance(fact, fb.SessionFact):
            fold_board.apply_session(self, fact)
        elif isinstance(fact, fh.HallFact):
            self._apply_hall(fact)
        else:
            self._apply_founding(fact, at)

    def _apply_hall(self, fact: fh.HallFact) -> None:
        if isinstance(fact, fh.WallFact):
            fold_hall.apply_wall(self, fact)
        elif isinstance(fact, fh.QuestionFact):
            fold_hall.apply_question(self, fact)
        elif isinstance(fact, fh.PersonFact):
            fold_hall.apply_person(self, fact)
        else:
            fold_hall.apply_pass(self, fact)

    def _apply_founding(
        self, fact: f.MeetMade | f.SeriesNamed | f.RoomAdded | f.SlotAdded | f.TalkPlanned | f.Undone, at: datetime
    ) -> None:
        match fact:
            case f.TalkPlanned():
                fold_talks.plan(self, fact)
            case f.MeetMade():
                self.meet = Meet(fact.title, fact.format, fact.zone, at, fact.starts, fact.ends, fact.rehearsal)
            case f.SeriesNamed():
                if self.meet is not None:
                    self.meet = replace(self.meet, series=fact.series)
            case f.RoomAdded():
                self.rooms[fact.room] = Room(fact.room, fact.name, fact.seats)
            case f.SlotAdded():
                self.slots[fact.slot] = Slot(fact.slot, fact.starts, fact.ends)
            case f.Undone():
                # The history leaves the act out (history.py); what it leaves may be another list of topics.
                self.edition = self.seq
            case _:
                assert_never(fact)
