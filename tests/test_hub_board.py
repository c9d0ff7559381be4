"""The hub with a planner at its side: progress for the host's eyes alone, calling off, breaking, taking, stopping."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from teachmeet import wire
from teachmeet.domain import commands as c
from teachmeet.domain import commands_board as cb
from teachmeet.domain import panels as p
from teachmeet.domain.actors import Actor, Role
from teachmeet.domain.board import Progress, Puzzle
from teachmeet.domain.facts import HOST, Line
from teachmeet.domain.history import History
from teachmeet.domain.panels import Door
from teachmeet.domain.panels_board import GridPanel, HeldPanel, PlanningPanel
from teachmeet.domain.refusals import Code
from teachmeet.domain.rules import decide
from teachmeet.domain.scoring import score
from teachmeet.domain.state import State
from teachmeet.hub import Hub
from teachmeet.journal import MemoryJournal
from teachmeet.session import Frame, Session
from teachmeet.words import load
from tests.helpers import BEGIN, BOARD, CHESS, EARLY, HALL, KNOTS, LAB, LATE, ROPES
from tests.world import until

BOARDS = [
    {KNOTS: (EARLY, HALL), CHESS: (EARLY, LAB), ROPES: (LATE, HALL)},
    {KNOTS: (EARLY, HALL), CHESS: (LATE, LAB), ROPES: (LATE, HALL)},
]
CELLS = tuple(tuple((topic, *cell) for topic, cell in sorted(board.items())) for board in BOARDS)
SEED = 20260312


@dataclass(slots=True)
class StandingClock:
    """A clock on which it is always a quarter past."""

    time: datetime = BEGIN

    def now(self) -> datetime:
        """The time."""
        return self.time

    def check(self) -> None:
        """Nothing happens to it."""


class Keys:
    """The secrets of the meet."""

    host, code = "key", "ABCD"


@dataclass(slots=True)
class FakePlanner:
    """Finds what it is told to find, when it is told to."""

    finds: "asyncio.Queue[int | Exception]" = field(default_factory=asyncio.Queue)
    asked: list[tuple[Puzzle, int]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    last_words: Exception | None = None
    """What goes wrong while it is called off."""

    async def __call__(self, puzzle: Puzzle, seed: int, told: Callable[[Progress], None]) -> Progress:
        """Search: each find is told, the last one is the answer."""
        self.asked.append((puzzle, seed))
        try:
            for done in range(1, 10):
                found = await self.finds.get()
                if isinstance(found, Exception):
                    raise found
                best = Progress(done * 100, 200, BOARDS[found], score(puzzle, BOARDS[found]))
                if best.done == best.of:
                    self.ended.append("found")
                    return best
                told(best)
        except asyncio.CancelledError:
            self.ended.append("called off")
            if self.last_words is not None:
                raise self.last_words from None
            raise
        raise AssertionError("it searched for ever")


@dataclass(slots=True)
class Screen:
    """Somebody at the other end of a socket that is none: all they were sent."""

    hub: Hub
    session: Session | None = None
    answers: list[wire.FromServer] = field(default_factory=list)
    panels: dict[str, list[p.Panel]] = field(default_factory=dict)
    n: int = 0

    def send(self, data: bytes) -> None:
        """Keep what only this one gets."""
        self.answers.append(wire.read_server(data))

    def show(self, frame: Frame) -> bool:
        """Keep a panel."""
        message = wire.read_server(frame.data)
        assert isinstance(message, wire.PanelMessage)
        self.panels.setdefault(message.name, []).append(wire.read_panel(message))
        return True

    def close(self, _reason: str) -> None:
        """Be sent away."""

    def say(self, message: wire.FromClient) -> None:
        """Send something."""
        self.session = self.session or self.hub.open(self)
        self.hub.receive(self.session, wire.encode(message).decode())

    async def do(self, command: c.Command) -> wire.Answer | wire.Refusal:
        """Ask for something and wait for what comes of it."""
        self.n += 1
        before, n = len(self.answers), self.n
        self.say(wire.write_command(n, command))
        await until(lambda: any(isinstance(a, wire.Answer | wire.Refusal) and a.n == n for a in self.answers[before:]))
        return next(a for a in self.answers[before:] if isinstance(a, wire.Answer | wire.Refusal) and a.n == n)

    def refused(self) -> list[str]:
        """The codes of all refusals."""
        return [answer.code for answer in self.answers if isinstance(answer, wire.Refusal)]

    def planning(self) -> PlanningPanel:
        """What the host was shown last of the search."""
        panel = self.panels["planning"][-1]
        assert isinstance(panel, PlanningPanel)
        return panel


@dataclass(slots=True)
class Room:
    """A hub with a planner, its host and a phone."""

    hub: Hub
    planner: FakePlanner
    journal: MemoryJournal
    running: "asyncio.Task[None]"
    host: Screen
    phone: Screen

    async def searching(self, finds: int = 1) -> None:
        """Have the host ask for a board, and the planner tell so many times what it has found."""
        self.host.say(wire.Arrange())
        for find in range(finds):
            self.planner.finds.put_nowait(find % 2)
        await until(lambda: self.host.planning().done == 100 * finds)


@asynccontextmanager
async def room(*before: c.Command) -> AsyncIterator[Room]:
    """The room, after the host did this."""
    journal = MemoryJournal()
    history = History()
    for n, command in enumerate((BOARD, *before), 1):
        state = history.state
        facts = decide(State() if n == 1 else state, Actor(Role.HOST), command, BEGIN)
        line = Line(state.seq + 1, BEGIN, HOST, "test", n, facts)
        journal.append([line], state.seq)
        history.add(line)
    planner = FakePlanner()
    door = Door("", "ABCD", 0, ())
    hub = Hub(journal, history, StandingClock(), Keys(), load("en"), door, planner=planner, dice=lambda: SEED)
    running = asyncio.create_task(hub.run())
    host, phone = Screen(hub), Screen(hub)
    host.say(wire.Hello(Role.HOST, "terminal", key="key", look=("planning", "held", "grid")))
    phone.say(wire.Hello(Role.ATTENDEE, "a-phone-1", code="ABCD", secret="s" * 16, look=("topics", "board")))
    await until(lambda: "grid" in host.panels and "board" in phone.panels)
    try:
        yield Room(hub, planner, journal, running, host, phone)
    finally:
        hub.stop()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_the_host_is_shown_how_far_the_search_is_and_what_it_has_found() -> None:
    async with room() as meet:
        assert meet.host.planning() == PlanningPanel(False, 0, 0, 0, (), None, 0)
        await meet.searching()
        panel = meet.host.planning()
        assert (panel.searching, panel.done, panel.of, panel.seed, panel.cells) == (True, 100, 200, SEED, CELLS[0])
        assert panel.score is not None
        meet.planner.finds.put_nowait(1)
        await until(lambda: not meet.host.planning().searching)
        assert (meet.host.planning().done, meet.host.planning().cells) == (200, CELLS[1])
        assert meet.planner.ended == ["found"]


async def test_nobody_but_the_host_is_shown_anything_of_it() -> None:
    async with room() as meet:
        await meet.searching()
        assert set(meet.phone.panels) == {"topics", "board"}
        for name in ("planning", "held", "grid"):
            meet.phone.say(wire.Look((name,)))
        await until(lambda: meet.phone.refused() == ["not_yours"] * 3)


@pytest.mark.parametrize("message", [wire.Arrange(), wire.Arrange(False), wire.Hold(KNOTS)])
async def test_only_the_host_may_arrange_and_hold(message: wire.Arrange | wire.Hold) -> None:
    async with room() as meet:
        meet.phone.say(message)
        await until(lambda: meet.phone.refused() == ["not_yours"])
        assert meet.planner.asked == []


async def test_a_search_that_is_called_off_ends_and_is_not_shown_any_more() -> None:
    async with room() as meet:
        await meet.searching()
        meet.host.say(wire.Arrange(False))
        await until(lambda: meet.host.planning() == PlanningPanel(False, 0, 0, 0, (), None, 0))
        assert meet.planner.ended == ["called off"]
        meet.host.say(wire.Arrange(False))  # there is nothing to call off
        assert isinstance(await meet.host.do(cb.PlaceTopic(KNOTS, EARLY, HALL)), wire.Answer)


async def test_what_goes_wrong_while_a_search_is_called_off_is_nobody_s_business() -> None:
    async with room() as meet:
        meet.planner.last_words = ProcessLookupError("gone already")
        await meet.searching()
        meet.host.say(wire.Arrange(False))
        await until(lambda: meet.planner.ended == ["called off"])
        await meet.host.do(cb.PlaceTopic(KNOTS, EARLY, HALL))
        await until(lambda: meet.host.planning() == PlanningPanel(False, 0, 0, 0, (), None, 0))
        assert not [one for one in meet.host.panels["planning"] if isinstance(one, PlanningPanel) and one.failed]


async def test_asking_again_begins_anew() -> None:
    async with room() as meet:
        await meet.searching()
        meet.host.say(wire.Arrange())
        await until(lambda: len(meet.planner.asked) == 2)
        assert meet.planner.ended == ["called off"]
        meet.planner.finds.put_nowait(1)
        await until(lambda: meet.host.planning().cells == CELLS[1])


@pytest.mark.parametrize(("error", "said"), [(RuntimeError("out of luck"), "out of luck"), (KeyError(), "KeyError")])
async def test_a_planner_that_breaks_is_told_of_and_the_evening_goes_on(error: Exception, said: str) -> None:
    async with room() as meet:
        meet.host.say(wire.Arrange())
        meet.planner.finds.put_nowait(error)
        await until(lambda: meet.host.planning().failed == said)
        assert not meet.host.planning().searching
        assert isinstance(await meet.host.do(cb.PlaceTopic(KNOTS, EARLY, HALL)), wire.Answer)
        assert isinstance(await meet.phone.do(c.Join("Ann")), wire.Answer)
        meet.host.say(wire.Arrange())
        meet.planner.finds.put_nowait(0)
        await until(lambda: meet.host.planning().done == 100)


async def test_a_board_that_is_taken_clears_the_search_and_is_the_host_s_board() -> None:
    async with room() as meet:
        await meet.searching()
        found = meet.host.planning()
        taken = cb.TakeArrangement(found.cells, found.seed, found.of)
        assert isinstance(await meet.host.do(taken), wire.Answer)
        await until(lambda: meet.host.planning() == PlanningPanel(False, 0, 0, 0, (), None, 0))
        assert meet.planner.ended == ["called off"]
        grid = meet.host.panels["grid"][-1]
        assert isinstance(grid, GridPanel)
        assert {card.topic: (card.slot, card.room) for card in grid.sessions} == BOARDS[0]
        assert (await meet.host.do(taken)).__class__ is wire.Answer, "taken twice is as good as once"


async def test_a_board_found_for_a_time_that_is_over_is_refused_and_the_search_stays_shown() -> None:
    async with room() as meet:
        await meet.searching()
        found = meet.host.planning()
        await meet.host.do(c.RemoveTopic(ROPES))
        answer = await meet.host.do(cb.TakeArrangement(found.cells, found.seed, found.of))
        assert isinstance(answer, wire.Refusal)
        assert answer.code == Code.BOARD_HAS_CHANGED
        assert meet.host.planning() == found


@pytest.mark.parametrize(
    "before",
    [
        tuple(c.RemoveTopic(topic) for topic in (KNOTS, CHESS, ROPES)),
        (cb.FreezeSlot(EARLY), cb.FreezeSlot(LATE)),
        tuple(cb.PlaceTopic(topic, EARLY, None, "The yard") for topic in (KNOTS, CHESS, ROPES)),
    ],
    ids=["no topics", "no cells", "all elsewhere"],
)
async def test_where_there_is_nothing_to_arrange_nobody_searches(before: tuple[c.Command, ...]) -> None:
    async with room(*before) as meet:
        meet.host.say(wire.Arrange())
        await until(lambda: meet.host.refused() == ["nothing_to_arrange"])
        assert meet.planner.asked == []


async def test_a_held_topic_shows_what_each_cell_would_cost_it() -> None:
    async with room(cb.PlaceTopic(CHESS, EARLY, LAB)) as meet:
        assert meet.host.panels["held"] == [HeldPanel(None, ())]
        meet.host.say(wire.Hold(KNOTS))
        await until(lambda: len(meet.host.panels["held"]) == 2)
        held = meet.host.panels["held"][-1]
        assert isinstance(held, HeldPanel)
        assert held.topic == KNOTS
        assert {(EARLY, HALL), (LATE, HALL), (LATE, LAB)} <= {(slot, room) for slot, room, _ in held.prices}
        meet.host.say(wire.Hold(999))
        await until(lambda: meet.host.panels["held"][-1] == HeldPanel(None, ()))
        meet.host.say(wire.Hold())
        assert isinstance(await meet.host.do(cb.Publish()), wire.Answer)


async def test_the_server_stops_while_the_planner_searches() -> None:
    async with room() as meet:
        await meet.searching()
        meet.host.say(wire.Stop())
        await asyncio.wait_for(meet.running, 30)
        await until(lambda: meet.planner.ended == ["called off"])
        assert any(isinstance(answer, wire.Bye) for answer in meet.host.answers)


async def test_nothing_of_a_search_is_journaled_before_its_board_is_taken() -> None:
    async with room() as meet:
        before = len(meet.journal.lines)
        await meet.searching()
        meet.host.say(wire.Hold(KNOTS))
        meet.host.say(wire.Arrange(False))
        await until(lambda: meet.planner.ended == ["called off"])
        assert len(meet.journal.lines) == before
