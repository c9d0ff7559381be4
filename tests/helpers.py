"""Meets told as scripts: `meet >> ann(Vote(…)) << Voted(…)`, or `<< Code.OVER_BUDGET` when it must be refused."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from teachmeet.domain.actors import Actor, Role
from teachmeet.domain.commands import Command, Join, MakeMeet
from teachmeet.domain.commands_hall import MakePass, ReturnAs
from teachmeet.domain.facts import CLOCK, HOST, Author, Fact, Joined, Line, Undone
from teachmeet.domain.facts_hall import DeviceAdded, PassMade
from teachmeet.domain.history import History
from teachmeet.domain.programme import MICRO, NANO, Duty, Format, Pitch, RoomPlan, Signup, SlotPlan, TalkPlan, TopicPlan
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.rules import decide
from teachmeet.domain.rules_hall import duty_of, take_pass
from teachmeet.domain.state import State

BEGIN = datetime(2026, 3, 12, 18, 0, tzinfo=UTC)
"""When every story begins."""
SECOND = timedelta(seconds=1)

MEET = MakeMeet("TeachMeet Leeds", Format.TEACHMEET, "Europe/London")
"""The plainest meet there is; founding it takes number 1."""

THREE = replace(
    MEET,
    starts=BEGIN,
    ends=BEGIN + timedelta(hours=2),
    talks=(
        TalkPlan(Signup("Eve Enard"), "One", MICRO, 420, "https://example.org"),
        TalkPlan(Signup("Gus"), "Two", NANO, 120),
        TalkPlan(Signup("Ida"), "Three", NANO, 120),
    ),
)
"""A meet of two hours with three talks, 3, 5 and 7, of the people 2, 4 and 6; 8 is free."""


BOARD = replace(
    MEET,
    starts=BEGIN,
    ends=BEGIN + timedelta(hours=2),
    rooms=(RoomPlan("Hall", 30), RoomPlan("Lab", 2, ("sink",))),
    slots=(
        SlotPlan(BEGIN + timedelta(minutes=30), BEGIN + timedelta(minutes=60)),
        SlotPlan(BEGIN + timedelta(minutes=60), BEGIN + timedelta(minutes=90)),
    ),
    topics=(TopicPlan(None, "Knots"), TopicPlan(None, "Chess"), TopicPlan(None, "Ropes", Pitch.REQUEST)),
)
"""A meet with the rooms 2 and 3 and the slots 5 and 6, half past and the full hour, and three topics of nobody's,
7 to 9; 10 is free."""
HALL, LAB, EARLY, LATE, KNOTS, CHESS, ROPES = 2, 3, 5, 6, 7, 8, 9


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody asks for something."""

    who: str
    command: Command


@dataclass(frozen=True, slots=True)
class Someone:
    """Who can ask: calling them with a command makes them say it."""

    name: str

    def __call__(self, command: Command) -> Said:
        return Said(self.name, command)


HELPERS = (Duty.TIMEKEEPER.value, Duty.QUESTIONS.value, Duty.PITCHES.value)
AT_KIOSK = frozenset({"dee"})
"""Whoever has no phone stands at the kiosk, once there is one."""
host, clock, wall = Someone(HOST), Someone(CLOCK), Someone("wall")
timekeeper, moderator, caller = map(Someone, HELPERS)
"""Pages on duty: to be let in by `on_duty` first."""
ann, bob, cem = Someone("ann"), Someone("bob"), Someone("cem")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command: the facts, or the refusal's code."""

    story: "Story"
    came: tuple[Fact, ...] | Code

    def __lshift__(self, expected: Fact | tuple[Fact, ...] | Code) -> "Story":
        """Assert what came; the story goes on."""
        wanted = expected if isinstance(expected, tuple | Code) else (expected,)
        assert self.came == wanted
        return self.story


class Story:
    """A meet with nothing around it: commands are decided, become lines and are folded, a second apart."""

    def __init__(self, made: MakeMeet | None = MEET) -> None:
        self.history = History()
        self.lines: list[Line] = []
        self.now = BEGIN
        self._asked: dict[str, int] = {}
        if made is not None:
            self.tell(host(made))

    @property
    def state(self) -> State:
        """The room as it is now."""
        return self.history.state

    def actor(self, who: str) -> Actor:
        """Who somebody is now; phones are known by their secret, as in life."""
        if who in (HOST, CLOCK, "wall"):
            return Actor(Role(who))
        if who in HELPERS:
            return Actor(Role.COHOST, duty=duty_of(self.state, secret(who)))
        stands_at = duty_of(self.state, secret(Duty.KIOSK)) if who in AT_KIOSK else None
        return Actor(Role.ATTENDEE, self.state.secrets.get(secret(who)), secret(who), stands_at)

    def person(self, who: Someone) -> int:
        """The number of somebody who has joined."""
        return self.state.secrets[secret(who.name)]

    def decide(self, said: Said) -> tuple[Fact, ...]:
        """What the rules say, nothing changed; may raise Refused. Every number of the journal is its own seed.

        Codes are what they are for: a pass's is its number to come, and somebody's own is their number.
        """
        actor = self.actor(said.who)
        match said.command:
            case MakePass() if said.who == HOST:
                actor = replace(actor, secret=f"hash-of-pass-{self.state.seq + 1}")
            case ReturnAs(code) if code.isdecimal():
                actor = replace(actor, whose=int(code))
            case _:
                pass
        return decide(self.state, actor, said.command, self.now, seed=self.state.seq)

    def tell(self, *said: Said) -> "Story":
        """Have commands done that must be accepted."""
        for each in said:
            facts = self.decide(each)
            become = [fact.person for fact in facts if isinstance(fact, Joined | DeviceAdded)]
            author: Author = become[0] if become else self.actor(each.who).author
            self.now += SECOND
            if not facts:
                continue
            n = self._asked[each.who] = self._asked.get(each.who, 0) + 1
            client, n = ("", 0) if each.who == CLOCK else (f"{each.who}-page-1", n)
            self._keep(Line(self.state.seq + 1, self.now, author, client, n, facts))
        return self

    def _keep(self, line: Line) -> None:
        self.lines.append(line)
        self.history.add(line)

    def take_pass(self, made: int, holder: str) -> "Story":
        """A page comes in by the code of this pass; may raise Refused."""
        facts = take_pass(self.state, f"hash-of-pass-{made}", secret(holder))
        self._keep(Line(self.state.seq + 1, self.now, CLOCK, "", 0, facts))
        return self

    def on_duty(self, *duties: Duty) -> "Story":
        """Pages for these duties are let in, each under its duty's name."""
        for duty in duties:
            self.tell(host(MakePass(duty)))
            (made,) = self.lines[-1].facts
            assert isinstance(made, PassMade)
            self.take_pass(made.number, duty.value)
        return self

    def __rshift__(self, said: Said) -> Outcome:
        """Say one thing and see what comes of it."""
        try:
            facts = self.decide(said)
        except Refused as refused:
            return Outcome(self, refused.code)
        self.tell(said)
        return Outcome(self, facts)

    def later(self, **span: float) -> "Story":
        """Let time pass: `later(minutes=5)`."""
        self.now += timedelta(**span)
        return self


def secret(who: str) -> str:
    """The hash that a phone's secret is known by."""
    return f"hash-of-{who}"


def joined(*people: Someone, made: MakeMeet | None = MEET) -> Story:
    """A meet where these people came in, in this order, under their own names."""
    return Story(made).tell(*(each(Join(each.name.title())) for each in people))


def without(lines: Iterable[Line], act: int) -> list[Line]:
    """The lines as if the act, and its undoing, had never been written."""
    return [line for line in lines if line.seq != act and Undone(act) not in line.facts]


def left_out(lines: Iterable[Line]) -> State:
    """The slow and plain fold: undone lines are only counted. What history.py must come to."""
    lines = list(lines)
    undone = {fact.act for line in lines for fact in line.facts if isinstance(fact, Undone)}
    state = State()
    for line in lines:
        if line.seq in undone:
            state.take_note(line)
        else:
            state.apply(line)
    return state


def apart_from(state: State, *fields: str) -> State:
    """The state with these fields as they are in an empty one, to compare the rest."""
    empty = State()
    return replace(state, **{field: getattr(empty, field) for field in fields})
