"""What simulated people do next, from what they were shown last: attendees, and a host for when nobody plays one.

Panels in, commands out: no sockets and no clocks. Dice and how far the rehearsal is are handed in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from teachmeet.domain import commands as c
from teachmeet.domain import commands_board as cb
from teachmeet.domain.panels import (
    AsksPanel,
    Mine,
    NowPanel,
    Panel,
    PitchingPanel,
    RoundPanel,
    Standing,
    TalksPanel,
    TopicCard,
    TopicsPanel,
)
from teachmeet.domain.panels_board import BoardPanel, GridPanel, PlanningPanel
from teachmeet.domain.programme import Method, Order, Part, Pitch, Reply
from teachmeet.made_up import Card
from teachmeet.wire import Arrange

P = TypeVar("P", bound=Panel)
Act = c.Command | Arrange


@dataclass(slots=True)
class Seen:
    """What somebody was shown last: panels, and their own part."""

    panels: dict[type[object], object] = field(default_factory=dict)
    mine: Mine | None = None

    def put(self, panel: Panel) -> None:
        """A panel came."""
        self.panels[type(panel)] = panel

    def get(self, kind: type[P]) -> P | None:
        """The newest panel of a kind; None before the first."""
        panel = self.panels.get(kind)
        return panel if isinstance(panel, kind) else None


# ── attendees


@dataclass(slots=True)
class Attendee:
    """Somebody's habits: the cards they mean to suggest, None when they make something up, and what else they say."""

    dice: Random
    pitches: Sequence[str]
    questions: Sequence[str]
    cards: list[Card] | None = None

    def act(self, seen: Seen) -> c.Command | None:
        """See to one's own talk; then vote, or go to sessions; else suggest, ask, offer, or listen."""
        if seen.mine is not None and (own := self._about_ones_talk(seen, seen.mine)) is not None:
            return own
        chance = self.dice.random()
        if chance < 0.75 and (choice := self._choose(seen)) is not None:
            return choice
        if self.cards and chance < 0.5:
            return self._suggest(seen, self.cards)
        if chance < 0.15 and self.cards is None and (seen.mine is None or len(seen.mine.topics) < 2):
            pitch = Pitch.OFFER if self.dice.random() < 0.6 else Pitch.REQUEST
            return c.Suggest(pitch, self.dice.choice(self.pitches), anonymous=chance < 0.08)
        if chance < 0.22 and (seen.mine is None or seen.mine.questions < 3):
            return c.Ask(self.dice.choice(self.questions))
        return self._take_part(seen) if chance < 0.3 else None

    def _about_ones_talk(self, seen: Seen, mine: Mine) -> c.Command | None:
        """Say who one is on the sheet; see that one is next; offer two minutes when there is time for them."""
        if mine.maybe and mine.claimed is None and mine.talk is None:
            return c.ClaimSignup(self.dice.choice(mine.maybe).person)
        if mine.talk is not None and mine.talk.standing is Standing.NEXT and not mine.talk.seen:
            return c.SawCall(mine.talk.talk)
        now = seen.get(NowPanel)
        has_room = now is not None and now.room_for_two
        if has_room and mine.offer is None and mine.talk is None and self.dice.random() < 0.1:
            return c.OfferTalk(self.dice.choice(self.pitches))
        return None

    def _suggest(self, seen: Seen, cards: list[Card]) -> c.Command | None:
        """The next of one's cards, a request while nothing else is taken; one in five is anonymous."""
        pitching = seen.get(PitchingPanel)
        only = pitching is not None and pitching.only_requests
        card = next((card for card in cards if card.pitch is Pitch.REQUEST or not only), None)
        if card is None:
            return None
        cards.remove(card)
        return c.Suggest(card.pitch, card.title, kit=card.kit, anonymous=self.dice.random() < 0.2)

    def _choose(self, seen: Seen) -> c.Command | None:
        """Vote while there is a round, go to sessions once there is a board."""
        voting, board = seen.get(RoundPanel), seen.get(BoardPanel)
        if voting is not None and voting.open:
            return self._vote(voting, seen.mine)
        if board is not None and board.sessions and seen.mine is not None:
            return self._go(board, seen.mine)
        return None

    def _vote(self, voting: RoundPanel, mine: Mine | None) -> c.Command | None:
        """By any method; now and then somebody thinks again."""
        if voting.round is None or not voting.topics:
            return None
        votes = dict(mine.votes) if mine is not None and mine.round == voting.round else {}
        again = self.dice.choice(sorted(votes)) if votes and self.dice.random() < 0.2 else None
        match voting.method:
            case Method.DOTS if mine is not None and max(mine.board.spent, sum(votes.values())) >= voting.dots:
                return None if again is None else c.Vote(voting.round, again, 0)
            case Method.DOTS:
                topic = self.dice.choice(voting.topics)
                return c.Vote(voting.round, topic, min(votes.get(topic, 0) + 1, voting.most))
            case Method.APPROVAL if again is not None:
                return c.Vote(voting.round, again, 0)
            case Method.APPROVAL:
                return c.Vote(voting.round, self.dice.choice(voting.topics), 1)
            case Method.INTEREST:
                card = None if mine is None else mine.board.next
                return None if card is None else c.Vote(voting.round, card, self.dice.choice(tuple(Reply)))

    def _go(self, board: BoardPanel, mine: Mine) -> c.Command | None:
        """A session of a time in which one goes nowhere yet, a wished-for one first; sometimes to leave one again."""
        going = set(mine.board.going)
        busy = {session.slot for session in board.sessions if session.topic in going}
        if going and self.dice.random() < 0.1:
            return cb.Go(self.dice.choice(sorted(going)), False)
        free = [session.topic for session in board.sessions if session.slot not in busy]
        wished = [topic for topic in free if topic in mine.board.wishes]
        return cb.Go(self.dice.choice(wished or free), True) if free else None

    def _take_part(self, seen: Seen) -> c.Command | None:
        """Lead what somebody asked for and nobody offers; once there is a board, write the notes of a session."""
        topics, board = seen.get(TopicsPanel), seen.get(BoardPanel)
        if seen.mine is None or topics is None:
            return None
        if board is not None and board.sessions:
            bare = [s.topic for s in board.sessions if not s.scribes and s.topic in seen.mine.board.going]
            return cb.TakePart(self.dice.choice(bare), Part.SCRIBE) if bare else None
        asked = [t.topic for t in topics.topics if t.pitch is Pitch.REQUEST and not t.leads]
        if not asked or len(seen.mine.board.leads) > 1:
            return None
        return cb.TakePart(self.dice.choice(asked), Part.LEAD)


# ── the host


class Host:
    """Hosts a TeachMeet: answers who asks, draws and runs talks, has a round open."""

    LOOKS: tuple[str, ...] = ("now", "round", "talks", "asks")

    def __init__(self) -> None:
        self._missed_one = False

    def acts(self, seen: Seen, _part: float) -> list[Act]:
        """What is to be done now."""
        voting = seen.get(RoundPanel)
        return [*self._evening(seen), *([c.OpenRound()] if voting is not None and not voting.open else [])]

    def _evening(self, seen: Seen) -> list[Act]:
        """Answer who asks, and take the running order one step on."""
        acts: list[Act] = []
        asks, now, talks = seen.get(AsksPanel), seen.get(NowPanel), seen.get(TalksPanel)
        if asks is not None:
            acts += [c.AnswerClaim(claim.claim, True) for claim in asks.claims]
            acts += [c.AnswerOffer(offer.offer, True) for offer in asks.offers]
        if now is not None and talks is not None and (step := self._step(now, talks)) is not None:
            acts.append(step)
        return acts

    def _step(self, now: NowPanel, talks: TalksPanel) -> c.Command | None:
        """End what is on; else have the next one on, drawn if there is none, and once somebody who is not there."""
        if now.on is not None:
            return c.EndTalk()
        if now.next is None or talks.order is not Order.DRAWN:
            return c.Draw(everybody=True) if now.left else None
        if not self._missed_one and now.left > 1:
            self._missed_one = True
            return c.MarkAbsent(now.next.talk)
        return c.StartTalk()


ROUNDS = (
    (0.30, 0.44, c.OpenRound(dots=5)),
    (0.46, 0.58, c.OpenRound(method=Method.INTEREST, best=24)),
    (0.60, 0.68, c.OpenRound(method=Method.APPROVAL, best=18, hidden=False)),
)
"""When each round opens and closes, in parts of the rehearsal."""
REQUESTS_UNTIL, BOARD, HURRY, LATE = 0.08, 0.7, 0.8, 0.88
"""Until when requests only; when the board is arranged, when it is taken as it is, when a late card comes."""


class EdcampHost(Host):
    """Hosts an edcamp: requests first, merging, three rounds, the board, and a card that comes too late."""

    LOOKS = (*Host.LOOKS, "topics", "pitching", "grid", "planning")

    def __init__(self, seconds: float, cards: Sequence[Card], late: str, elsewhere: str) -> None:
        super().__init__()
        self._seconds, self._late, self._elsewhere = seconds, late, elsewhere
        self._twins = {card.title: cards[card.again].title for card in cards if card.again is not None}
        self._asked_for_requests = self._arranged = False

    def acts(self, seen: Seen, part: float) -> list[Act]:
        """What is to be done now, `part` of the morning being over."""
        topics, grid = seen.get(TopicsPanel), seen.get(GridPanel)
        acts = self._evening(seen)
        if not self._asked_for_requests and part < REQUESTS_UNTIL:
            self._asked_for_requests = True
            acts.append(cb.AskForRequests(max(1, round(self._seconds * REQUESTS_UNTIL))))
        if topics is not None:
            acts += self._tidy(topics.topics)
            acts += self._call(topics.topics, seen.get(PitchingPanel), part)
        if (step := self._round(seen.get(RoundPanel), part)) is not None:
            acts.append(step)
        elif grid is not None and part >= BOARD:
            acts += self._board(grid, seen.get(PlanningPanel), topics, part)
        return acts

    def _tidy(self, topics: tuple[TopicCard, ...]) -> list[Act]:
        """Let what is new onto the wall; merge what says the same, as the host knows who made the cards up."""
        acts: list[Act] = []
        new = tuple(topic.topic for topic in topics if not topic.approved)
        if new:
            acts.append(cb.ApproveTopics(new))
        known = {topic.title: topic.topic for topic in topics}
        for topic in topics:
            into = known.get(self._twins.get(topic.title or "", ""))
            if into is not None:
                acts.append(cb.MergeTopics(topic.topic, into))
        return acts

    def _call(self, topics: tuple[TopicCard, ...], pitching: PitchingPanel | None, part: float) -> list[Act]:
        """Card after card is spoken for until the first round opens."""
        if pitching is None or not topics:
            return []
        on = None if pitching.on is None else pitching.on.topic
        if part >= ROUNDS[0][0]:
            return [] if on is None else [cb.CallPitch(None)]
        after = [topic.topic for topic in topics if on is None or topic.topic > on]
        return [cb.CallPitch(after[0])] if after else []

    def _round(self, voting: RoundPanel | None, part: float) -> Act | None:
        if voting is None:
            return None
        if voting.open:
            over = voting.number > len(ROUNDS) or part >= ROUNDS[voting.number - 1][1]
            return c.CloseRound(voting.round) if over and voting.round is not None else None
        if voting.number < len(ROUNDS) and ROUNDS[voting.number][0] <= part < BOARD:
            return ROUNDS[voting.number][2]
        return None

    def _board(
        self, grid: GridPanel, planning: PlanningPanel | None, topics: TopicsPanel | None, part: float
    ) -> list[Act]:
        """Have it arranged and publish it; then a card comes late, and goes to a free place or somewhere else."""
        if not self._arranged:
            self._arranged = True
            return [Arrange()]
        if not grid.sessions:
            return [] if planning is None else _take(grid, planning, part)
        if grid.changes:
            return [cb.Publish()]
        if part < LATE or topics is None:
            return []
        late = next((topic.topic for topic in topics.topics if topic.title == self._late), None)
        if late is None:
            return [c.AddTopic(Pitch.OFFER, self._late)]
        open_slots = [slot.slot for slot in grid.slots if not slot.frozen]
        if late not in {waiting.topic for waiting in grid.waiting} or not open_slots:
            return []
        slot, room = _free_cell(grid) or (open_slots[-1], None)
        return [cb.PlaceTopic(late, slot, room, self._elsewhere if room is None else "")]


def _take(grid: GridPanel, planning: PlanningPanel, part: float) -> list[Act]:
    """The planner's board; it has to think again when a topic of it was merged into another one meanwhile."""
    if not planning.cells or (planning.searching and part < HURRY):
        return []
    waiting = {topic.topic for topic in grid.waiting}
    if any(topic not in waiting for topic, _, _ in planning.cells):
        return [Arrange()]
    return [cb.TakeArrangement(planning.cells, planning.seed, planning.of)]


def _free_cell(grid: GridPanel) -> tuple[int, int] | None:
    """The first cell in which something may still be placed."""
    taken = {(session.slot, session.room) for session in grid.sessions} | {*grid.closed}
    cells = ((slot.slot, room.room) for slot in grid.slots if not slot.frozen for room in grid.rooms)
    return next((cell for cell in cells if cell not in taken), None)
