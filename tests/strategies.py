"""What hypothesis draws from: any fact, any line, and evenings that nobody would have thought of."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, get_args, get_type_hints

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from teachmeet.domain import commands as c
from teachmeet.domain import commands_board as cb
from teachmeet.domain import commands_hall as ch
from teachmeet.domain import facts as f
from teachmeet.domain import facts_board as fb
from teachmeet.domain.clock import due
from teachmeet.domain.programme import (
    Duty,
    Format,
    Kind,
    Method,
    Order,
    Overrun,
    Part,
    Pitch,
    Policy,
    Reason,
    Scene,
    SegmentKind,
    Told,
)
from teachmeet.domain.puzzles import puzzle_of
from teachmeet.domain.refusals import Refused
from teachmeet.domain.state import State
from teachmeet.wire import FACTS
from tests.helpers import BEGIN, HELPERS, Said, Story


def times(examples: int) -> settings:
    """Draw so often, however slow the machine is."""
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])


IDS = st.integers(0, 12)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (the bounds must be naive)

SORTS = (Duty, Method, Order, Overrun, Part, Policy, Reason, Scene, SegmentKind, Told)
BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    int: st.integers(-3, 12),
    int | None: st.none() | IDS,
    bool: st.booleans(),
    bool | None: st.none() | st.booleans(),
    str: TEXT,
    str | None: st.none() | TEXT,
    datetime: MOMENTS,
    datetime | None: st.none() | MOMENTS,
    Format: st.sampled_from(Format),
    Pitch: st.sampled_from(Pitch),
    tuple[int, ...]: st.lists(IDS, max_size=4).map(tuple),
    tuple[str, ...]: st.lists(TEXT, max_size=3).map(tuple),
    tuple[tuple[int, int, int], ...]: st.lists(st.tuples(IDS, IDS, IDS), max_size=3).map(tuple),
    **{kind: st.sampled_from(kind) for kind in SORTS},
    Told | None: st.none() | st.sampled_from(Told),
}
BY_TYPE[Kind] = st.builds(Kind, **{name: BY_TYPE[hint] for name, hint in get_type_hints(Kind).items()})


def filled(kind: type[Any]) -> st.SearchStrategy[Any]:
    """A value of a fact's or command's class with anything in its fields."""
    return st.builds(kind, **{name: BY_TYPE[hint] for name, hint in get_type_hints(kind).items()})


FACTS_OF_ALL_KINDS: st.SearchStrategy[f.Fact] = st.one_of(*map(filled, FACTS.values()))

LINES = st.builds(
    f.Line,
    st.integers(1, 2**53),
    MOMENTS,
    st.sampled_from([f.HOST, f.CLOCK]) | IDS,
    st.sampled_from(["", "page-one", "page-two"]),
    st.integers(0, 2**53),
    st.lists(FACTS_OF_ALL_KINDS, min_size=1, max_size=4).map(tuple),
)


OTHERS_ON_THE_BOARD = (
    *(f.TopicPitched, f.TopicAvoids, f.TopicRemoved, f.RoundOpened, f.RoundClosed, f.Voted),
    *(f.Joined, f.SignedUp, f.RoomAdded, f.SlotAdded, f.Forgotten),
)
BOARD_FACTS: st.SearchStrategy[f.Fact] = st.one_of(*map(filled, (*get_args(fb.BoardFact), *OTHERS_ON_THE_BOARD)))
BOARD_LINES = st.builds(
    f.Line,
    st.just(1),
    MOMENTS,
    st.just(f.HOST),
    st.just(""),
    st.just(0),
    st.lists(BOARD_FACTS, min_size=3, max_size=9).map(tuple),
)
"""Facts about topics and the board in any order, about things that may not be there."""


def numbered(parts: Iterable[f.Line]) -> list[f.Line]:
    """The same lines, their numbers in a row."""
    lines: list[f.Line] = []
    for part in parts:
        seq = lines[-1].last + 1 if lines else 1
        lines.append(f.Line(seq, part.at, part.by, part.client, part.n, part.facts))
    return lines


# ── evenings

PEOPLE = ("ann", "bob", "cem", "dee")
SAYINGS = ("wants", "asks", "tells", "shows")


class Wish(StrEnum):
    """What somebody may want to do next; which thing it is done to depends on the evening so far."""

    JOIN = "join"
    RENAME = "rename"
    SUGGEST = "suggest"
    VOTE = "vote"
    ASK = "ask"
    FORGET = "forget"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    ADD_TIME = "add time"
    END = "end"
    ADD_TOPIC = "add topic"
    REMOVE = "remove"
    OPEN = "open"
    CLOSE = "close"
    SET_ASIDE = "set aside"
    ANSWER = "answer"
    UNDO = "undo"
    UNDO_ANY = "undo any"
    CLAIM = "claim"
    OFFER = "offer"
    SAW = "saw"
    LAY = "lay"
    ADD_SEGMENT = "add segment"
    MOVE_SEGMENT = "move segment"
    STRETCH = "stretch"
    SKIP = "skip"
    START_SEGMENT = "start segment"
    SET_KIND = "set kind"
    FIX = "fix"
    SET_ORDER = "set order"
    DRAW = "draw"
    MOVE = "move"
    SWAP = "swap"
    PAIR = "pair"
    ABSENT = "absent"
    WITHDRAW = "withdraw"
    RETURN = "return"
    ADD_TALK = "add talk"
    TICK = "tick"
    ANSWER_CLAIM = "answer claim"
    ANSWER_OFFER = "answer offer"
    TELL = "tell"
    CAMEL = "camel"
    TIMER = "timer"
    NO_TIMER = "no timer"
    AUTO_START = "auto start"
    SETTLE = "settle"
    AWAY = "away"
    WAIT = "wait"
    VOTE_MORE = "vote more"
    OPEN_OTHERWISE = "open otherwise"
    APPROVE = "approve"
    CHECK = "check"
    REQUESTS_ONLY = "requests only"
    CALL = "call"
    MERGE = "merge"
    UNMERGE = "unmerge"
    HANDS = "hands"
    NEEDS = "needs"
    APART = "apart"
    NAME_PART = "name part"
    ADD_ROOM = "add room"
    CHANGE_ROOM = "change room"
    ADD_SLOT = "add slot"
    MOVE_SLOT = "move slot"
    FREEZE = "freeze"
    CLOSE_CELL = "close cell"
    PLACE = "place"
    TAKE_OFF = "take off"
    SWAP_SESSIONS = "swap sessions"
    PIN = "pin"
    ARRANGE = "arrange"
    PUBLISH = "publish"
    TAKE_PART = "take part"
    GO = "go"
    CHOOSE_SCENE = "choose scene"
    BLANK = "blank"
    LET_OUT = "let out"
    PARK = "park"
    MAKE_PASS = "make pass"
    TAKE_PASS = "take pass"
    REVOKE = "revoke"
    HELP = "help"
    BACK = "back"
    PROFILE = "profile"
    CONSENT = "consent"
    COME_AS = "come as"


EVERYTHING = (*Wish, *[Wish.VOTE] * 6, *[Wish.OPEN, Wish.START, Wish.ADD_TIME, Wish.SUGGEST, Wish.ASK] * 2)
"""All wishes, those more often that much hangs on."""
ATTENDEES = frozenset(
    {
        Wish.JOIN,
        Wish.RENAME,
        Wish.SUGGEST,
        Wish.VOTE,
        Wish.VOTE_MORE,
        Wish.ASK,
        Wish.FORGET,
        Wish.CLAIM,
        Wish.OFFER,
        Wish.SAW,
        Wish.TAKE_PART,
        Wish.GO,
        Wish.BACK,
        Wish.PROFILE,
        Wish.CONSENT,
        Wish.COME_AS,
    }
)
STAGE = (*Wish, *[Wish.START, Wish.END, Wish.DRAW, Wish.TICK, Wish.ADD_TALK, Wish.WAIT] * 4)
"""The wishes of an evening of talks."""
WISHES = list(Wish)
IN_HALL = frozenset(WISHES[WISHES.index(Wish.CHOOSE_SCENE) :])
"""The wishes about the wall, questions, who people are and who has a duty."""
ON_BOARD = frozenset(WISHES[WISHES.index(Wish.OPEN_OTHERWISE) :]) - IN_HALL
"""The wishes about topics on their way to the board, and about the board."""
BOARDING = (
    *[wish for wish in Wish if wish in ON_BOARD] * 2,
    *[Wish.FORGET, Wish.REMOVE, Wish.CLOSE, Wish.SET_ASIDE, Wish.ADD_TOPIC, Wish.ADD_TOPIC, Wish.WAIT],
    *[Wish.OPEN_OTHERWISE, Wish.PLACE, Wish.MERGE, Wish.GO, Wish.SUGGEST] * 3,
    *[Wish.JOIN] * 4,
    *[Wish.VOTE, Wish.VOTE_MORE] * 8,
)
"""The wishes of a morning with a board."""
HALLING = (
    *[wish for wish in Wish if wish in IN_HALL] * 2,
    *[Wish.JOIN, Wish.ASK, Wish.LET_OUT, Wish.BACK, Wish.MAKE_PASS, Wish.TAKE_PASS, Wish.HELP, Wish.HELP] * 3,
    *[Wish.FORGET, Wish.COME_AS, Wish.SUGGEST, Wish.START, Wish.ANSWER, Wish.ADD_TOPIC, Wish.VOTE, Wish.WAIT],
)
"""The wishes of an evening with a full hall."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A wish of one of the people (or the host), with two numbers that choose among what is there."""

    wish: Wish
    who: int
    a: int
    b: int


def intents(wishes: Iterable[Wish] = EVERYTHING, most: int = 40) -> st.SearchStrategy[list[Intent]]:
    """An evening's worth of wishes, many of them refused; what little can come of is drawn less."""
    drawn = st.sampled_from(list(wishes))
    number = st.integers(0, 7)
    intent = st.builds(Intent, drawn, st.integers(0, len(PEOPLE) - 1), number, number)
    return st.lists(intent, max_size=most) | st.lists(intent, min_size=most // 2, max_size=most)


def pick(things: Iterable[int], place: int) -> int:
    """One of the numbers, or now and then one that is none of them."""
    known = list(things)
    return known[place % len(known)] if known and place < 7 else 999


def said(story: Story, intent: Intent) -> Said:
    """The command that the intent comes to, as things are. A person's words have their name in them."""
    state, a, b = story.state, intent.a, intent.b
    who = PEOPLE[intent.who]
    words = f"{who} {SAYINGS[a % 4]} {b}"
    command: c.Command
    match intent.wish:
        case Wish.JOIN:
            command = c.Join(f"{who} herself")
        case Wish.RENAME:
            command = c.Join(f"{who} {a}")
        case Wish.SUGGEST:
            command = c.Suggest(Pitch.REQUEST if b % 2 else Pitch.OFFER, words, words, anonymous=a % 2 == 1)
        case Wish.VOTE:
            number = state.open_round or pick(state.rounds, b)
            command = c.Vote(number, pick(state.topics, a), (1, 1, 1, 0)[b % 4])
        case Wish.VOTE_MORE:
            number = state.open_round or pick(state.rounds, b)
            command = c.Vote(number, pick(state.topics, a), (2, 3, 1, 0)[b % 4])
        case Wish.ASK:
            command = c.Ask(words)
        case Wish.FORGET:
            command = c.ForgetMe()
        case Wish.START:
            command = c.StartTalk(None if b % 2 else pick(state.talks, a))
        case Wish.PAUSE:
            command = c.PauseTalk()
        case Wish.RESUME:
            command = c.ResumeTalk()
        case Wish.ADD_TIME:
            command = c.AddTime(60 * (a - 3))
        case Wish.END:
            command = c.EndTalk()
        case Wish.ADD_TOPIC:
            command = c.AddTopic(Pitch.OFFER, f"Called out {a}", f"Guest {b}" if b < 3 else "")
        case Wish.REMOVE:
            command = c.RemoveTopic(pick(state.topics, a))
        case Wish.OPEN:
            command = c.OpenRound(1 + a % 3, None if b % 2 else 1 + 5 * b)
        case Wish.CLOSE:
            command = c.CloseRound(state.open_round or pick(state.rounds, a))
        case Wish.SET_ASIDE:
            command = c.SetAside(pick(state.people, a), b % 2 == 1)
        case Wish.ANSWER:
            command = c.AnswerQuestion(pick(state.questions, a), b % 2 == 1)
        case Wish.CLAIM:
            command = c.ClaimSignup(pick(state.people, a))
        case Wish.OFFER:
            command = c.OfferTalk(words)
        case Wish.SAW:
            command = c.SawCall(pick(state.talks, a))
        case Wish.UNDO:
            command = c.Undo(state.acts[-1].seq if state.acts else 1)
        case Wish.UNDO_ANY:
            command = c.Undo(pick(range(1, state.seq + 1), a))
        case _:
            command = elsewhere(story, intent)
    if intent.wish is Wish.HELP:
        return Said(HELPERS[intent.who % 3], command)
    if intent.wish in ATTENDEES:
        return Said(who, command)
    by_clock = intent.wish is Wish.AWAY or (intent.wish in (Wish.CLOSE, Wish.FREEZE) and b % 2)
    return Said(f.CLOCK if by_clock else f.HOST, command)


def elsewhere(story: Story, intent: Intent) -> c.Command:
    """The same, of all but the plainest things."""
    if intent.wish in IN_HALL:
        return in_hall(story, intent)
    return boarded(story, intent) if intent.wish in ON_BOARD else staged(story, intent)


def staged(story: Story, intent: Intent) -> c.Command:
    """The same, of the host and the clock on the stage."""
    a, b = intent.a, intent.b
    match intent.wish:
        case Wish.ADD_TALK:
            return c.AddTalk(f"Guest {b}", f"Walk-in {a}", ("micro", "nano", "smackdown")[a % 3])
        case Wish.TICK:
            return c.TickHere(pick(story.state.people, a + b), b % 4 > 0)
        case Wish.ANSWER_CLAIM:
            return c.AnswerClaim(pick(story.state.claims, a), b % 2 == 1)
        case Wish.ANSWER_OFFER:
            return c.AnswerOffer(pick(story.state.offers, a), b % 2 == 1)
        case Wish.TELL:
            return c.TellSpeaker(None if b % 2 else list(Told)[a % 4], "Louder")
        case Wish.CAMEL:
            return c.ThrowCamel()
        case Wish.TIMER:
            return c.StartTimer(60 * a)
        case Wish.NO_TIMER:
            return c.StopTimer()
        case Wish.AUTO_START:
            return c.SetAutoStart(b % 4 > 0)
        case Wish.SETTLE:
            return c.SettleAway(b % 2 == 1)
        case Wish.AWAY:
            return c.ComeBack(max(story.now - timedelta(seconds=17 * a), story.lines[-1].at))
        case _:
            return ordered(story, intent) if intent.wish in ORDERING else planned(story, intent)


ORDERING = frozenset(
    {Wish.SET_ORDER, Wish.DRAW, Wish.MOVE, Wish.SWAP, Wish.PAIR, Wish.ABSENT, Wish.WITHDRAW, Wish.RETURN}
)


def ordered(story: Story, intent: Intent) -> c.Command:
    """The same, of who comes when."""
    talks, a, b = story.state.talks, intent.a, intent.b
    one, other = pick(talks, a), pick(talks, b)
    match intent.wish:
        case Wish.SET_ORDER:
            return c.SetOrder(list(Order)[a % 3], b % 2 == 1)
        case Wish.DRAW:
            return c.Draw(all=a == 6, everybody=b % 2 == 1)
        case Wish.MOVE:
            return c.MoveTalk(one, None if b == 5 else other)
        case Wish.SWAP:
            return c.SwapTalks(one, other)
        case Wish.PAIR:
            return c.PairTalks(one, other)
        case Wish.ABSENT:
            return c.MarkAbsent(one)
        case Wish.WITHDRAW:
            return c.WithdrawTalk(one)
        case Wish.RETURN:
            return c.ReturnTalk(one)
        case _:
            raise AssertionError(intent.wish)


def in_hall(story: Story, intent: Intent) -> c.Command:
    """The same, of the wall, questions, who people are and who has a duty."""
    state, a, b = story.state, intent.a, intent.b
    who, question = PEOPLE[intent.who], pick(state.questions, a)
    match intent.wish:
        case Wish.CHOOSE_SCENE:
            return ch.ChooseScene(list(Scene)[(a + b) % len(Scene)])
        case Wish.BLANK:
            return ch.BlankWall(b % 2 == 1)
        case Wish.LET_OUT:
            return ch.ApproveQuestion(question)
        case Wish.PARK:
            return ch.ParkQuestion(question, b % 3 > 0)
        case Wish.MAKE_PASS:
            return ch.MakePass(list(Duty)[b % 4])
        case Wish.REVOKE:
            return ch.RevokePass(pick(state.passes, a))
        case Wish.HELP:
            return helped(story, intent)
        case Wish.BACK:
            return ch.BackQuestion(question, b % 3 > 0)
        case Wish.PROFILE:
            return ch.SetProfile(f"{who} {SAYINGS[a % 4]}", f"{who} {b}" if b % 2 else "")
        case Wish.CONSENT:
            return ch.GiveConsent(b % 2 == 1)
        case Wish.COME_AS:
            return ch.ReturnAs(str(pick(state.people, a)))
        case _:
            raise AssertionError(intent.wish)


def helped(story: Story, intent: Intent) -> c.Command:
    """The same, of somebody on duty, who now and then asks for what is not theirs."""
    a, b = intent.a, intent.b
    topic, question = pick(story.state.topics, a), pick(story.state.questions, a)
    asks: tuple[tuple[c.Command, ...], ...] = (
        (c.StartTalk(), c.PauseTalk(), c.ResumeTalk(), c.AddTime(60), c.EndTalk(), c.ThrowCamel(), c.StartTimer(60)),
        (ch.ApproveQuestion(question), ch.ParkQuestion(question), c.AnswerQuestion(question, True)),
        (cb.CallPitch(topic), cb.ApproveTopics((topic,)), cb.CountHands(topic, b), c.AddTopic(Pitch.OFFER, "Heard")),
    )
    mine = asks[(intent.who + (b == 7)) % 3]
    return mine[b % len(mine)]


def boarded(story: Story, intent: Intent) -> c.Command:
    """The same, of the board and of topics on their way to it."""
    topics, a, b = story.state.topics, intent.a, intent.b
    one, other = pick(topics, a), pick(topics, b)
    match intent.wish:
        case Wish.OPEN_OTHERWISE:
            chosen, best = ((one, other), None) if b % 3 == 1 else ((), a if b % 3 == 2 else None)
            return c.OpenRound(1 + a, None, list(Method)[b % 3], 1 + a // 2, a % 2 == 0, chosen, best)
        case Wish.APPROVE:
            return cb.ApproveTopics((one, other))
        case Wish.CHECK:
            return cb.SetChecking(b % 2 == 1)
        case Wish.REQUESTS_ONLY:
            return cb.AskForRequests(None if b % 2 else 60 * a)
        case Wish.CALL:
            return cb.CallPitch(None if b == 0 else one)
        case Wish.MERGE:
            return cb.MergeTopics(one, other)
        case Wish.UNMERGE:
            return cb.UnmergeTopic(one)
        case Wish.HANDS:
            return cb.CountHands(one, None if b == 0 else 3 * b)
        case Wish.NEEDS:
            return cb.SetNeeds(one, ("sink",) if b % 2 else ())
        case Wish.APART:
            return cb.KeepApart(one, other, a % 3 > 0)
        case Wish.NAME_PART:
            return cb.NamePart(one, f"Guest {b % 3}", list(Part)[b % 2], b < 6)
        case Wish.TAKE_PART:
            return cb.TakePart(one, list(Part)[b % 2], b < 5)
        case Wish.GO:
            return cb.Go(one, b % 3 > 0)
        case _:
            return gridded(story, intent)


def gridded(story: Story, intent: Intent) -> c.Command:
    """The same, of slots, rooms and sessions."""
    state, a, b = story.state, intent.a, intent.b
    one, other = pick(state.topics, a), pick(state.topics, b)
    slot, room = pick(state.slots, (a + b) % 8), pick(state.rooms, b)
    starts = BEGIN + timedelta(minutes=20 * (a + b))
    match intent.wish:
        case Wish.ADD_ROOM:
            return cb.AddRoom(f"Room {a}", b, ("sink",) if a % 2 else (), "")
        case Wish.CHANGE_ROOM:
            return cb.ChangeRoom(room, f"Room {a}", 1 + b, ("sink",) if b % 2 else ())
        case Wish.ADD_SLOT:
            return cb.AddSlot(starts, starts + timedelta(minutes=10 * b))
        case Wish.MOVE_SLOT:
            return cb.MoveSlot(slot, starts, starts + timedelta(minutes=10 * a))
        case Wish.FREEZE:
            return cb.FreezeSlot(slot, b % 3 == 0)
        case Wish.CLOSE_CELL:
            return cb.CloseCell(slot, room, b % 3 > 0)
        case Wish.PLACE:
            return cb.PlaceTopic(one, slot, None if b == 3 else room, "The yard" if b % 2 else "")
        case Wish.TAKE_OFF:
            return cb.TakeOff(one)
        case Wish.SWAP_SESSIONS:
            return cb.SwapSessions(one, other)
        case Wish.PIN:
            return cb.PinSession(one, b % 3 > 0)
        case Wish.ARRANGE:
            return arranged(state, a, b)
        case Wish.PUBLISH:
            return cb.Publish()
        case _:
            raise AssertionError(intent.wish)


def arranged(state: State, a: int, b: int) -> cb.TakeArrangement:
    """Some board of all that may move; now and then one of another time."""
    puzzle = puzzle_of(state)
    free = [(slot, place.room) for slot in puzzle.slots for place in puzzle.rooms]
    free = [cell for cell in free if cell not in puzzle.closed and cell not in puzzle.fixed.values()]
    topics = [card.topic for card in puzzle.cards if card.topic not in puzzle.fixed]
    turned = topics[a % max(len(topics), 1) :] + topics[: a % max(len(topics), 1)]
    cells = tuple((topic, *cell) for topic, cell in zip(turned, free, strict=False))
    return cb.TakeArrangement(cells[b == 7 :], a, b)


def planned(story: Story, intent: Intent) -> c.Command:
    """The same, of the plan."""
    segments, a, b = story.state.segments, intent.a, intent.b
    one, other = pick(segments, a), pick(segments, b)
    match intent.wish:
        case Wish.LAY:
            return c.LayPlan(Format.EDCAMP if a % 4 == 3 else Format.TEACHMEET)
        case Wish.ADD_SEGMENT:
            kind = (SegmentKind.TALKS, SegmentKind.BREAK, SegmentKind.OTHER)[a % 3]
            return c.AddSegment(kind, f"Part {a}", None if b == 0 else 60 * b, None if b % 2 else one)
        case Wish.MOVE_SEGMENT:
            return c.MoveSegment(one, None if b == 5 else other)
        case Wish.STRETCH:
            return c.StretchSegment(one, 90 * b)
        case Wish.SKIP:
            return c.SkipSegment(one, b % 2 == 1)
        case Wish.START_SEGMENT:
            return c.StartSegment(None if b % 2 else one)
        case Wish.SET_KIND:
            overrun = Overrun.STOP if a % 2 else Overrun.COUNT
            name = ("micro", "nano", "mumble")[b % 3]
            return c.SetKind(Kind(name, 60 * b, 10 * a, 5 * a, a % 2 == 1, overrun=overrun))
        case Wish.FIX:
            return c.FixOverrun(list(Policy)[a % 4], b % 3)
        case _:
            raise AssertionError(intent.wish)


def play(story: Story, evening: Sequence[Intent]) -> Story:
    """Let everybody have their wish, as far as the rules allow; deadlines come when they are due."""
    for intent in evening:
        if intent.wish is Wish.WAIT:
            story.later(seconds=20 * (1 + intent.a) ** 2)
            continue
        if intent.wish is Wish.TAKE_PASS:
            take(story, intent)
            continue
        if (next_up := due(story.state)) is not None and next_up[0] <= story.now:
            story.tell(Said(f.CLOCK, next_up[1]))
        try:
            story.tell(said(story, intent))
        except Refused:
            story.later(seconds=1)
    return story


def take(story: Story, intent: Intent) -> None:
    """A page comes in by a code: the one of its duty, or now and then one that was used or revoked."""
    known = story.state.passes.get(pick(story.state.passes, intent.a))
    if known is not None:
        with suppress(Refused):
            story.take_pass(known.number, known.duty.value if intent.b < 6 else "a stranger's page")
