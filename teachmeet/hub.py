"""The one writer of a meet: commands in → decide → append → answers and panels out. Knows no sockets.

Everything a client asks for waits in one queue. A batch of it is decided, folded and appended with one fsync;
only then are its answers sent and panels drawn, so nobody ever sees what a crash could take back. While the disk
works, the next batch gathers: the state is never ahead of the disk when something is drawn from it.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from secrets import randbits
from typing import assert_never

from teachmeet import wire
from teachmeet.admission import Doorkeeper, Keys, allowed
from teachmeet.arranger import Arranger, Planner, no_planner
from teachmeet.clockwork import Clock
from teachmeet.display import Display
from teachmeet.domain.actors import Actor, Role
from teachmeet.domain.clock import Deadline, at, due
from teachmeet.domain.commands import ComeBack, Command, Draw
from teachmeet.domain.commands_hall import MakePass, ReturnAs
from teachmeet.domain.facts import Fact, Forgotten, Joined, Line
from teachmeet.domain.facts_board import BoardArranged
from teachmeet.domain.facts_hall import DeviceAdded, PassMade, PassRevoked, PassTaken
from teachmeet.domain.history import History
from teachmeet.domain.panels import Door, Mine, Notice, View
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.rules import decide
from teachmeet.domain.rules_hall import duty_of
from teachmeet.domain.state import KEPT_ANSWERS
from teachmeet.domain.views_stage import mine
from teachmeet.inbox import Asked, Inbox
from teachmeet.journal import AppendFailed, Journal
from teachmeet.session import Kin, Outlet, Session
from teachmeet.words import Words

log = logging.getLogger("teachmeet.hub")

BATCH = 1_024
"""The most messages that one fsync serves."""
WATCH = 1.0
"""Seconds between two looks at the clocks."""
FORECAST = 10.0
"""Seconds between two forecasts while nothing happens: lateness grows by itself."""


class Hub:
    """Runs one meet. `open`, `receive` and `close` are for the server's sockets; `run` is the writer."""

    def __init__(
        self,
        journal: Journal,
        history: History,
        clock: Clock,
        keys: Keys,
        words: Words,
        door: Door,
        readdress: Callable[[str], Door | None] = lambda _address: None,
        after_forgetting: Callable[[], Notice | None] = lambda: None,
        notices: tuple[Notice, ...] = (),
        away_since: datetime | None = None,
        beat: Callable[[], None] = lambda: None,
        dice: Callable[[], int] = lambda: randbits(48),
        planner: Planner = no_planner,
    ) -> None:
        self._journal, self._history, self._clock = journal, history, clock
        self._door = Doorkeeper(keys, dice, _monotonic)
        self._readdress, self._after_forgetting = readdress, after_forgetting
        self._wake = asyncio.Event()
        self._display = Display(lambda: self._history.state, clock.now, door, notices, self._wake.set)
        self._arranger = Arranger(planner, lambda: self._history.state, self._display.put_planning, dice)
        self._kin = Kin()
        self._inbox = Inbox(words, clock.now, self._wake.set)
        self._disk = ThreadPoolExecutor(1, "journal")
        self._beat, self._dice, self._away_since = beat, dice, away_since
        self._passed_over: Command | None = None
        self._next_watch, self._next_forecast, self._stopping = 0.0, 0.0, False
        self._last_watch = self._now = clock.now()
        self._at = wire.to_utc(self._now)
        self._last_saved = clock.now()

    # ── the sockets' side

    def open(self, outlet: Outlet) -> Session:
        """A socket was opened."""
        session = Session(outlet, _monotonic())
        self._display.sessions.add(session)
        return session

    def close(self, session: Session) -> None:
        """A socket is gone."""
        self._display.sessions.discard(session)
        self._kin.remove(session)
        self._display.touch()

    def receive(self, session: Session, frame: str | bytes) -> None:
        """Take one message in."""
        self._inbox.receive(session, frame)

    # ── the writer

    async def run(self) -> None:
        """Serve until the host stops the meet; raises AppendFailed when the disk takes no more."""
        loop = asyncio.get_running_loop()
        try:
            while not self._stopping:
                await self._something_to_do()
                self._watch_the_clock()
                await self._batch(loop)
                self._display.show(_monotonic())
        except AppendFailed as failed:
            self._farewell("not_saved", str(failed))
            raise
        finally:
            self._arranger.call_off()
            self._disk.shutdown()
        self._farewell("stopped")

    async def _something_to_do(self) -> None:
        """Sleep until there is a message, a deadline, a panel to show, or a second has passed."""
        if self._inbox:
            await asyncio.sleep(0)  # let the sockets be read, so that one fsync serves them too
            return
        timeout = WATCH
        if (deadline := self._deadline()) is not None:
            timeout = min(timeout, (deadline[0] - self._clock.now()).total_seconds())
        if (wait := self._display.wait(_monotonic())) is not None:
            timeout = min(timeout, wait)
        self._wake.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(max(timeout, 0)):
                await self._wake.wait()

    def _watch_the_clock(self) -> None:
        """Compare the clocks, about once a second however busy the room is."""
        now = _monotonic()
        if now < self._next_watch:
            return
        self._next_watch = now + WATCH
        notice = self._clock.check()
        if notice is not None:
            self.tell_host(Notice(notice, {}))
        if notice == "clock_slept":
            self._away_since = max(self._last_watch, self._last_saved)
        self._last_watch = self._clock.now()
        self._beat()
        if now >= self._next_forecast:
            self._next_forecast = now + FORECAST
            self._display.touch()

    async def _batch(self, loop: asyncio.AbstractEventLoop) -> None:
        after = self._history.state.seq
        self._now = self._clock.now()  # a batch is one moment
        self._at = wire.to_utc(self._now)
        lines: list[Line] = []
        replies: list[Callable[[], None]] = []
        self._decide_what_is_due(lines)
        for _ in range(min(len(self._inbox), BATCH)):
            session, asked = self._inbox.take()
            replies.append(self._serve(session, asked, lines))
        if lines:
            await loop.run_in_executor(self._disk, self._journal.append, lines, after)
            self._last_saved = lines[-1].at
            self._display.touch()
            self._heed(lines)
            if any(isinstance(fact, Forgotten) for line in lines for fact in line.facts):
                self._history = History(await loop.run_in_executor(self._disk, self._journal.forget))
                notice = await loop.run_in_executor(self._disk, self._after_forgetting)
                if notice is not None:
                    self.tell_host(notice)
        for reply in replies:
            reply()
        if any(isinstance(line.by, str) for line in lines):
            self._tell_everybody_theirs()

    def _heed(self, lines: list[Line]) -> None:
        """What was kept may concern those who work beside the writer."""
        first = [line.facts[0] for line in lines]
        if any(isinstance(fact, BoardArranged) for fact in first):
            self._arranger.call_off()
        for fact in first:
            if isinstance(fact, PassMade | PassRevoked | PassTaken):
                self._door.heed(fact)
                self._display.put_codes(self._door.codes)
                self._put_out_the_revoked()

    def _put_out_the_revoked(self) -> None:
        for session in self._display.sessions:
            if session.holder is not None and duty_of(self._history.state, session.holder) is None:
                session.put_out()
                session.outlet.close("revoked")

    def _tell_everybody_theirs(self) -> None:
        """What the host or the clock did may change people's own part: who is next, who was told something."""
        for session in list(self._display.sessions):
            if session.secret is not None and (own := self._mine(session)) != session.mine:
                session.mine = own
                session.outlet.send(wire.encode(wire.MineMessage(own)))

    def _decide_what_is_due(self, lines: list[Line]) -> None:
        """Deadlines are commands too, of the actor `clock`."""
        if self._away_since is not None:
            since, self._away_since = self._away_since, None
            self._decide_as_clock(ComeBack(since), lines)
        if (deadline := self._deadline()) is not None and deadline[0] <= self._now:
            self._decide_as_clock(deadline[1], lines)

    def _deadline(self) -> Deadline | None:
        """The next one; one that was refused must not keep the writer spinning."""
        deadline = due(self._history.state)
        return None if deadline is None or deadline[1] == self._passed_over else deadline

    def _decide_as_clock(self, command: Command, lines: list[Line]) -> None:
        try:
            facts = decide(self._history.state, Actor(Role.CLOCK), command, self._now)
        except Refused as refused:
            log.error("a deadline was refused: %s (%s)", type(command).__name__, refused.code)
            self._passed_over = command
            return
        if facts:
            self._fold(Role.CLOCK.value, "", 0, facts, lines)

    def _fold(self, by: str | int, client: str, n: int, facts: tuple[Fact, ...], lines: list[Line]) -> int:
        line = Line(self._history.state.seq + 1, self._at, by, client, n, facts)
        self._history.add(line)
        self._passed_over = None
        lines.append(line)
        return line.seq

    def _serve(self, session: Session, asked: Asked, lines: list[Line]) -> Callable[[], None]:
        """Do what was asked, and return how to answer once the disk has it."""
        try:
            match asked:
                case (do, command):
                    session.unanswered -= 1
                    return self._do(session, do, command, lines)
                case wire.Hello():
                    if session not in self._display.sessions:
                        return lambda: None  # gone already: nothing would ever take it off the pages again
                    self._greet(session, asked, lines)
                    return lambda: self._welcome(session)
                case wire.Look():
                    self._look(session, asked.panels)
                    return lambda: self._display.show_look(session)
                case wire.Address():
                    self._choose_address(asked.address)
                case wire.Arrange(start):
                    self._arranger.start() if start else self._arranger.call_off()
                case wire.Hold(topic):
                    self._display.hold(topic)
                case wire.Stop():
                    self.stop()
                case _:
                    assert_never(asked)
            return lambda: None
        except Refused as refused:
            no, do_ = refused, asked[0] if isinstance(asked, tuple) else None
            return lambda: self._inbox.refuse(session, no, do_)

    def _do(self, session: Session, do: wire.Do, command: Command, lines: list[Line]) -> Callable[[], None]:
        if session.role is None:
            raise Refused(Code.HELLO_FIRST)
        if self._stopping:
            raise Refused(Code.STOPPING)
        state = self._history.state
        actor = self._actor(session, session.role)
        client, phones = do.client or session.client, self._phones(session)
        kept = state.answers.get(f"{actor.author}/{client}")
        if kept is not None and do.n in kept:
            return partial(self._answer, session, do.n, client, kept[do.n], phones)
        if kept is not None and len(kept) >= KEPT_ANSWERS and do.n < min(kept):
            raise Refused(Code.TOO_OLD)
        facts = self._decide(self._with_codes(actor, command), command)
        if not facts:
            return partial(self._answer, session, do.n, client, state.seq, phones)
        become = [fact.person for fact in facts if isinstance(fact, Joined | DeviceAdded)]
        by = become[0] if become else actor.author  # a phone that is somebody's from now on asks as them
        return partial(self._answer, session, do.n, client, self._fold(by, client, do.n, facts, lines), phones)

    def _decide(self, actor: Actor, command: Command) -> tuple[Fact, ...]:
        """What the rules say. A fault in them costs the one command that found it, not the room."""
        state = self._history.state
        try:
            seed = self._dice() if isinstance(command, Draw) else 0
            return decide(state, actor, command, self._now, seed)
        except Refused:
            raise
        except Exception:
            log.exception("the rules failed on a %s after %d", type(command).__name__, state.seq)
            raise Refused(Code.FAULT) from None

    def _actor(self, session: Session, role: Role) -> Actor:
        """Who asks; a duty that was revoked a moment ago is none any more."""
        duty = None if session.holder is None else duty_of(self._history.state, session.holder)
        if session.holder is not None and duty is None:
            raise Refused(Code.NOT_YOURS)
        return Actor(role, self._person(session), session.secret, duty)

    def _with_codes(self, actor: Actor, command: Command) -> Actor:
        """The same, with what only this room knows of codes."""
        if isinstance(command, MakePass) and actor.role is Role.HOST:
            return replace(actor, secret=self._door.fresh())
        if isinstance(command, ReturnAs) and actor.role is Role.ATTENDEE:
            return replace(actor, whose=self._door.whose(command.code, self._history.state))
        return actor

    def _person(self, session: Session) -> int | None:
        return None if session.secret is None else self._history.state.secrets.get(session.secret)

    def _mine(self, session: Session) -> Mine | None:
        person = self._person(session)
        return None if person is None else self._door.with_code(mine(self._history.state, person))

    def _phones(self, session: Session) -> tuple[str, ...]:
        """The phones that are the same person's, or only this one, by the hashes of what they keep."""
        if session.secret is None:
            return ()
        person = self._person(session)
        known = None if person is None else self._history.state.people[person]
        return (session.secret,) if known is None else (*known.devices, known.secret or session.secret)

    def _answer(self, session: Session, n: int, client: str, seq: int, phones: tuple[str, ...]) -> None:
        """Answer, and tell the person's other pages: also those that are not theirs any more, or newly are."""
        session.mine = self._mine(session)
        session.outlet.send(wire.encode(wire.Answer(n, seq, client, session.mine)))
        for other in self._kin.of(session, (*phones, *self._phones(session))):
            other.mine = self._mine(other)
            other.outlet.send(wire.encode(wire.MineMessage(other.mine)))

    # ── coming in

    def _greet(self, session: Session, hello: wire.Hello, lines: list[Line]) -> None:
        """Let a socket in, or refuse and change nothing."""
        entry = self._door.admit(hello, self._history.state)
        secret = entry.secret
        names = allowed(View(hello.role.value), hello.look)
        self._kin.remove(session)
        if secret is not None:
            self._kin.add(session, secret)
        if entry.facts:
            self._fold(Role.CLOCK.value, "", 0, entry.facts, lines)
        session.let_in(hello.role, hello.client, secret, entry.holder, entry.duty)
        session.look = names
        self._display.touch()

    def _welcome(self, session: Session) -> None:
        if session.role is not None:
            now = at(self._clock.now())
            session.mine = self._mine(session)
            session.outlet.send(wire.encode(wire.Welcome(wire.VERSION, session.role, now, session.mine, session.duty)))
            self._display.show_look(session)

    def _look(self, session: Session, names: tuple[str, ...]) -> None:
        if session.role is None:
            raise Refused(Code.HELLO_FIRST)
        session.look = allowed(session.view, names)
        session.shown = {name: version for name, version in session.shown.items() if name in names}

    def _choose_address(self, address: str) -> None:
        door = self._readdress(address)
        if door is None:
            raise Refused(Code.UNKNOWN_ADDRESS)
        self.put_door(door)

    # ── what the server says

    def tell_host(self, notice: Notice) -> None:
        """Let the host know of something, until the server ends."""
        self._display.tell_host(notice)

    def tell_host_no_more(self, code: str) -> None:
        """What the notice of this code said is over."""
        self._display.tell_host_no_more(code)

    def put_door(self, door: Door) -> None:
        """Say how one gets in, once that is known."""
        self._display.put_door(door)

    def stop(self) -> None:
        """Serve what was asked for so far, then end."""
        self._stopping = True
        self._wake.set()

    # ── the end

    def _farewell(self, why: str, reason: str = "") -> None:
        data = wire.encode(wire.Bye(why, reason, at(self._last_saved)))
        for session in list(self._display.sessions):
            session.outlet.send(data)
            session.outlet.close(why)


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
