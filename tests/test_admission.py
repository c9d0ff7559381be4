"""Who comes in as what: keys, one-time codes, personal codes, and what a page on duty is never shown."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

import pytest

from teachmeet import wire
from teachmeet.admission import AGAIN, LETTERS, SPOKEN, WRONG, Doorkeeper, allowed, hashed, spoken
from teachmeet.domain import commands as c
from teachmeet.domain import commands_hall as ch
from teachmeet.domain import panels as p
from teachmeet.domain.actors import Role
from teachmeet.domain.facts import HOST, Fact, Line
from teachmeet.domain.facts_hall import PassMade, PassTaken
from teachmeet.domain.history import History, fold
from teachmeet.domain.panels import Door, View
from teachmeet.domain.panels_hall import PassesPanel
from teachmeet.domain.programme import Duty, Pitch
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.rules_hall import take_pass
from teachmeet.domain.views import PANELS
from teachmeet.hub import Hub
from teachmeet.journal import MemoryJournal
from teachmeet.session import Frame, Session
from teachmeet.words import load
from tests.helpers import BEGIN, THREE, Story, ann, bob, joined
from tests.world import until

ANNS, TABLET, HELPS, KIOSK = "a" * 20, "t" * 20, "h" * 20, "k" * 20


class Keys:
    """The secrets of the meet."""

    host, code = "key-of-the-host", "ABCD"


class OtherKeys:
    """Those of another."""

    host, code = "key-of-another", "EFGH"


# ── the doorkeeper alone


@dataclass(slots=True)
class Porch:
    """A doorkeeper before a meet, on a clock that is moved by hand."""

    story: Story = field(default_factory=lambda: joined(ann, bob, made=THREE))
    now: float = 1_000.0
    keeper: Doorkeeper = field(init=False)

    def __post_init__(self) -> None:
        dice = count(20260312, 90_000_019)
        self.keeper = Doorkeeper(Keys(), dice.__next__, lambda: self.now)

    def hello(self, role: Role, **fields: str) -> wire.Hello:
        """A first message, as a page would send it."""
        return wire.Hello(role, "a-page-load", **fields)  # type: ignore[arg-type]

    def refusal(self, role: Role, **fields: str) -> Code:
        """With which code somebody is sent away."""
        with pytest.raises(Refused) as refused:
            self.keeper.admit(self.hello(role, **fields), self.story.state)
        return refused.value.code

    def whose(self, code: str) -> int | None:
        """Whose personal code that is."""
        return self.keeper.whose(code, self.story.state)


def test_the_host_comes_in_by_the_key_alone() -> None:
    porch = Porch()
    porch.keeper.admit(porch.hello(Role.HOST, key=Keys.host), porch.story.state)
    for key in ("", "ABCD", Keys.host.upper(), Keys.host + "x", "ключ"):
        assert porch.refusal(Role.HOST, key=key) is Code.WRONG_KEY


def test_an_attendee_comes_in_by_the_meet_s_code_however_it_is_typed() -> None:
    porch = Porch()
    for code in ("ABCD", " abcd "):
        entry = porch.keeper.admit(porch.hello(Role.ATTENDEE, code=code, secret=ANNS), porch.story.state)
        assert (entry.secret, entry.duty) == (hashed(ANNS), None)
    assert porch.refusal(Role.ATTENDEE, code="ABCE", secret=ANNS) is Code.WRONG_CODE
    assert porch.refusal(Role.ATTENDEE, code="ABCD") is Code.WRONG_TYPE


def test_nobody_says_that_they_are_the_clock_and_an_old_page_is_told_so() -> None:
    porch = Porch()
    assert porch.refusal(Role.CLOCK) is Code.NOT_YOURS
    with pytest.raises(Refused, match=Code.WRONG_VERSION):
        porch.keeper.admit(wire.Hello(Role.WALL, "a-page-load", v=wire.VERSION + 1), porch.story.state)


def test_a_code_can_be_said_aloud_and_typed_in_any_way() -> None:
    for number in (0, 1, 2**48 - 1):
        assert len(spoken(number)) == SPOKEN
        assert set(spoken(number)) <= set(LETTERS)
    porch = Porch()
    code = porch.keeper.personal_code(4)  # of somebody on the sheet, who has no phone to read it on
    for typed in (code.lower(), f" {code[:3]} {code[3:]} ", f"{code[:2]}-{code[2:]}"):
        assert porch.whose(typed) is None
    anns = porch.story.person(ann)
    code = porch.keeper.personal_code(anns)
    for typed in (code.lower(), f" {code[:3]} {code[3:]} ", f"{code[:2]}-{code[2:]}"):
        assert porch.whose(typed) == anns


def test_a_personal_code_is_the_same_after_a_restart_and_another_at_another_meet() -> None:
    def code(keys: Keys | OtherKeys, person: int) -> str:
        return Doorkeeper(keys, lambda: 0, lambda: 0.0).personal_code(person)

    assert code(Keys(), 4) == code(Keys(), 4)
    assert len({code(keys, person) for keys in (Keys(), OtherKeys()) for person in range(1, 500)}) == 998


def test_after_thirty_wrong_codes_none_is_looked_at_for_a_minute() -> None:
    porch = Porch()
    right = porch.keeper.personal_code(porch.story.person(ann))
    for n in range(WRONG):
        if n % 2:
            assert porch.whose("WRONG2") is None
        else:
            assert porch.refusal(Role.COHOST, secret=HELPS, key="WRONG2") is Code.WRONG_KEY
    for code in ("WRONG2", right):
        with pytest.raises(Refused, match=Code.TOO_FAST):
            porch.whose(code)
    assert porch.refusal(Role.COHOST, secret=HELPS, key="WRONG2") is Code.TOO_FAST
    porch.now += AGAIN + 1
    assert porch.whose(right) == porch.story.person(ann)


def test_right_codes_are_not_counted_and_whoever_is_on_duty_is_not_held_up() -> None:
    porch = Porch()
    secret = porch.keeper.fresh()
    porch.story.history.add(made(porch.story, secret))
    holds = take_pass(porch.story.state, secret, hashed(HELPS))
    porch.story.history.add(line(porch.story, holds))
    right = porch.keeper.personal_code(porch.story.person(ann))
    for _ in range(2 * WRONG):
        assert porch.whose(right) == porch.story.person(ann)
    for _ in range(WRONG):
        porch.whose("WRONG2")
    entry = porch.keeper.admit(porch.hello(Role.COHOST, secret=HELPS, key="WRONG2"), porch.story.state)
    assert (entry.duty, entry.facts) == (Duty.QUESTIONS, ())
    assert porch.refusal(Role.COHOST, secret=TABLET) is Code.WRONG_KEY  # without a code it is no guess


def made(story: Story, secret: str, duty: Duty = Duty.QUESTIONS) -> Line:
    """A pass was made, by what is kept of its code."""
    return line(story, (PassMade(story.state.seq + 1, duty, secret),))


def line(story: Story, facts: tuple[Fact, ...]) -> Line:
    """These happened."""
    return Line(story.state.seq + 1, story.now, HOST, "", 0, facts)


def test_the_journal_alone_tells_no_code() -> None:
    porch = Porch()
    secret = porch.keeper.fresh()
    porch.story.history.add(made(porch.story, secret))
    porch.keeper.heed(PassMade(porch.story.state.seq, Duty.QUESTIONS, secret))
    (code,) = porch.keeper.codes.values()
    assert secret != hashed(code)  # whoever tried all codes out would have it
    stranger = Doorkeeper(OtherKeys(), lambda: 0, lambda: 0.0)
    with pytest.raises(Refused, match=Code.WRONG_KEY):
        stranger.admit(porch.hello(Role.COHOST, secret=HELPS, key=code), porch.story.state)
    assert stranger.whose(porch.keeper.personal_code(porch.story.person(ann)), porch.story.state) is None


def test_a_helper_sees_nothing_of_the_host_s_but_talks_and_questions() -> None:
    hosts = {name for name, (_, views) in PANELS.items() if View.WALL not in views and View.ATTENDEE not in views}
    helpers = {name for name in hosts if View.COHOST in PANELS[name][1]}
    assert helpers == {"talks"}
    assert allowed(View.COHOST, ("talks", "questions", "topics", "now")) == ("talks", "questions", "topics", "now")
    for name in [*sorted(hosts - helpers), "join", "no-such-panel"]:
        with pytest.raises(Refused, match=Code.NOT_YOURS):
            allowed(View.COHOST, ("now", name))


# ── with a hub behind it


@dataclass(slots=True)
class StandingClock:
    """A clock on which it is always six."""

    time: datetime = BEGIN

    def now(self) -> datetime:
        """The time."""
        return self.time

    def check(self) -> None:
        """Nothing happens to it."""


@dataclass(slots=True)
class Page:
    """Somebody at the other end of a socket that is none: all they were sent."""

    hub: Hub
    session: Session | None = None
    heard: list[wire.FromServer] = field(default_factory=list)
    panels: dict[str, p.Panel] = field(default_factory=dict)
    frames: list[bytes] = field(default_factory=list)
    closed: str = ""
    n: int = 0

    def send(self, data: bytes) -> None:
        """Keep what only this one gets."""
        self.frames.append(data)
        self.heard.append(wire.read_server(data))

    def show(self, frame: Frame) -> bool:
        """Keep a panel."""
        self.frames.append(frame.data)
        message = wire.read_server(frame.data)
        assert isinstance(message, wire.PanelMessage)
        self.panels[message.name] = wire.read_panel(message)
        return True

    def close(self, reason: str) -> None:
        """Be sent away."""
        self.closed = reason

    def say(self, message: wire.FromClient) -> None:
        """Send something."""
        self.session = self.session or self.hub.open(self)
        self.hub.receive(self.session, wire.encode(message).decode())

    async def hello(self, role: Role, **fields: object) -> wire.Welcome | wire.Refusal:
        """Say who one is."""
        before = len(self.heard)
        self.say(wire.Hello(role, f"page-load-{id(self)}-{before}", **fields))  # type: ignore[arg-type]
        return await self._next(before, lambda m: isinstance(m, wire.Welcome) or code_of(m) is not None)  # type: ignore[return-value]

    async def do(self, command: c.Command) -> wire.Answer | wire.Refusal:
        """Ask for something and wait for what comes of it."""
        self.n += 1
        before, n = len(self.heard), self.n
        self.say(wire.write_command(n, command))
        return await self._next(before, lambda m: isinstance(m, wire.Answer | wire.Refusal) and m.n == n)  # type: ignore[return-value]

    async def _next(self, before: int, wanted: Callable[[wire.FromServer], bool]) -> wire.FromServer:
        await until(lambda: any(map(wanted, self.heard[before:])))
        return next(filter(wanted, self.heard[before:]))

    def mine(self) -> p.Mine | None:
        """One's own part as it was told last."""
        told = [m.mine for m in self.heard if isinstance(m, wire.Welcome | wire.Answer | wire.MineMessage)]
        return told[-1] if told else None

    def votes(self) -> dict[int, int]:
        """One's votes."""
        own = self.mine()
        assert own is not None
        return dict(own.votes)

    def code(self) -> str:
        """One's personal code."""
        own = self.mine()
        assert own is not None and own.hall.code is not None
        return own.hall.code


def code_of(message: wire.FromServer) -> str | None:
    """The code of a refusal."""
    return message.code if isinstance(message, wire.Refusal) else None


class Hall:
    """A meet that is served, and can be served again from its journal."""

    def __init__(self) -> None:
        self.journal, self.dice = MemoryJournal(), count(20260312, 90_000_019)
        story = Story(THREE)
        self.journal.append(story.lines, 0)
        self.running: asyncio.Task[None] | None = None
        self.hub: Hub

    async def serve(self) -> Page:
        """Start (again); returns the host's terminal."""
        await self.stop()
        door = Door("", "ABCD", 0, ())
        history = History([wire.read_line(wire.write_line(line)) for line in self.journal.lines])
        self.hub = Hub(
            self.journal, history, StandingClock(), Keys(), load("en"), door, dice=self.dice.__next__
        )
        self.running = asyncio.create_task(self.hub.run())
        terminal = Page(self.hub)
        assert isinstance(await terminal.hello(Role.HOST, key=Keys.host, look=("passes", "people")), wire.Welcome)
        return terminal

    async def stop(self) -> None:
        """End it, if it runs."""
        if self.running is not None:
            self.hub.stop()
            await self.running
            self.running = None

    async def phone(self, secret: str) -> Page:
        """A phone comes in."""
        page = Page(self.hub)
        assert isinstance(await page.hello(Role.ATTENDEE, code="ABCD", secret=secret), wire.Welcome)
        return page

    async def code(self, terminal: Page, duty: Duty) -> tuple[int, str]:
        """A new pass, and its code as the host reads it."""
        answer = await terminal.do(ch.MakePass(duty))
        assert isinstance(answer, wire.Answer)

        def row() -> str | None:
            return next((r.code for r in passes(terminal).passes if r.number == answer.seq), None)

        await until(row)
        return answer.seq, row() or ""


def passes(terminal: Page) -> PassesPanel:
    """What the host was shown last of the passes."""
    panel = terminal.panels["passes"]
    assert isinstance(panel, PassesPanel)
    return panel


@pytest.fixture
async def hall() -> AsyncIterator[Hall]:
    """A meet that is served."""
    served = Hall()
    try:
        yield served
    finally:
        await served.stop()


async def test_a_helper_comes_in_once_by_the_code_and_ever_after_by_what_the_page_keeps(hall: Hall) -> None:
    terminal = await hall.serve()
    number, code = await hall.code(terminal, Duty.QUESTIONS)
    page = Page(hall.hub)
    welcome = await page.hello(Role.COHOST, secret=HELPS, key=f"{code[:3]} {code[3:].lower()}", look=("questions",))
    assert isinstance(welcome, wire.Welcome) and (welcome.role, welcome.duty) == (Role.COHOST, Duty.QUESTIONS)
    await until(lambda: passes(terminal).passes[0].connected)
    assert passes(terminal).passes[0].code is None
    other = await Page(hall.hub).hello(Role.COHOST, secret=TABLET, key=code)
    assert code_of(other) == Code.WRONG_KEY
    assert isinstance(await Page(hall.hub).hello(Role.COHOST, secret=HELPS), wire.Welcome)
    await hall.serve()
    assert isinstance(await Page(hall.hub).hello(Role.COHOST, secret=HELPS), wire.Welcome)
    assert [fact for line in hall.journal.lines for fact in line.facts if isinstance(fact, PassTaken)] == [
        PassTaken(number, hashed(HELPS))
    ]


async def test_two_pages_with_one_code_at_the_same_moment_are_one_too_many(hall: Hall) -> None:
    terminal = await hall.serve()
    _, code = await hall.code(terminal, Duty.TIMEKEEPER)
    pages = [Page(hall.hub) for _ in range(2)]
    came = await asyncio.gather(
        *(page.hello(Role.COHOST, secret=secret, key=code) for page, secret in zip(pages, (HELPS, TABLET), strict=True))
    )
    assert sorted(type(one).__name__ for one in came) == ["Refusal", "Welcome"]


async def test_a_code_that_the_server_forgot_when_it_stopped_still_lets_its_page_in(hall: Hall) -> None:
    _, code = await hall.code(await hall.serve(), Duty.PITCHES)
    terminal = await hall.serve()
    assert [row.code for row in passes(terminal).passes] == [None]
    assert isinstance(await Page(hall.hub).hello(Role.COHOST, secret=HELPS, key=code), wire.Welcome)


async def test_a_revoked_page_is_sent_away_and_does_nothing_more(hall: Hall) -> None:
    terminal = await hall.serve()
    number, code = await hall.code(terminal, Duty.TIMEKEEPER)
    page = Page(hall.hub)
    await page.hello(Role.COHOST, secret=HELPS, key=code, look=("now",))
    terminal.say(wire.write_command(900, ch.RevokePass(number)))
    asked = await page.do(c.StartTalk())  # in the same breath, behind it
    assert code_of(asked) == Code.NOT_YOURS
    assert page.closed == "revoked"
    assert code_of(await page.do(c.StartTalk())) == Code.HELLO_FIRST
    for key in ("", code):
        assert code_of(await Page(hall.hub).hello(Role.COHOST, secret=HELPS, key=key)) == Code.WRONG_KEY
    await until(lambda: passes(terminal).passes == ())
    frames = len(page.frames)
    await terminal.do(c.StartTalk())
    await until(lambda: len(page.frames) == frames)


async def test_a_revoked_page_that_comes_again_and_again_locks_nobody_out(hall: Hall) -> None:
    terminal = await hall.serve()
    number, code = await hall.code(terminal, Duty.TIMEKEEPER)
    await Page(hall.hub).hello(Role.COHOST, secret=HELPS, key=code)
    await terminal.do(ch.RevokePass(number))
    for _ in range(2 * WRONG):
        assert code_of(await Page(hall.hub).hello(Role.COHOST, secret=HELPS)) == Code.WRONG_KEY
    _, another = await hall.code(terminal, Duty.TIMEKEEPER)
    assert isinstance(await Page(hall.hub).hello(Role.COHOST, secret=TABLET, key=another), wire.Welcome)


async def test_each_visit_at_the_kiosk_is_somebody_new_until_it_is_revoked(hall: Hall) -> None:
    terminal = await hall.serve()
    number, code = await hall.code(terminal, Duty.KIOSK)
    page = Page(hall.hub)
    people = set()
    for visit, name in enumerate(("Jo", "Jo", "Max")):
        key = {"key": code} if visit == 0 else {}
        welcome = await page.hello(Role.ATTENDEE, kiosk=KIOSK, secret=f"{visit}" * 20, **key)
        assert isinstance(welcome, wire.Welcome)
        assert (welcome.role, welcome.duty, welcome.mine) == (Role.ATTENDEE, Duty.KIOSK, None)
        assert isinstance(await page.do(c.Join(name)), wire.Answer)
        own = page.mine()
        assert own is not None
        people.add(own.person)
    assert len(people) == 3
    await until(lambda: passes(terminal).visitors == 3)
    assert {person.person for person in fold(hall.journal.lines).people.values() if person.kiosk} == people
    await terminal.do(ch.RevokePass(number))
    await until(lambda: page.closed == "revoked")
    refused = await Page(hall.hub).hello(Role.ATTENDEE, kiosk=KIOSK, secret="9" * 20)
    assert code_of(refused) == Code.WRONG_KEY


async def test_a_code_is_good_for_its_own_duty_only(hall: Hall) -> None:
    terminal = await hall.serve()
    _, kiosk = await hall.code(terminal, Duty.KIOSK)
    _, helper = await hall.code(terminal, Duty.QUESTIONS)
    for refused in (
        await Page(hall.hub).hello(Role.COHOST, secret=HELPS, key=kiosk),
        await Page(hall.hub).hello(Role.ATTENDEE, secret=ANNS, kiosk=KIOSK, key=helper),
        await Page(hall.hub).hello(Role.HOST, key=helper),
    ):
        assert code_of(refused) == Code.WRONG_KEY
    assert isinstance(await Page(hall.hub).hello(Role.ATTENDEE, secret=ANNS, kiosk=KIOSK, key=kiosk), wire.Welcome)
    assert isinstance(await Page(hall.hub).hello(Role.COHOST, secret=HELPS, key=helper), wire.Welcome)
    # What lets a kiosk in makes nobody a helper, and the other way round.
    assert code_of(await Page(hall.hub).hello(Role.COHOST, secret=KIOSK)) == Code.WRONG_KEY
    assert code_of(await Page(hall.hub).hello(Role.ATTENDEE, secret=ANNS, kiosk=HELPS)) == Code.WRONG_KEY


async def test_with_the_code_two_phones_are_one_person_and_are_told_the_same(hall: Hall) -> None:
    terminal = await hall.serve()
    topic = await terminal.do(c.AddTopic(Pitch.OFFER, "Maths trails"))
    assert isinstance(topic, wire.Answer)
    voting = await terminal.do(c.OpenRound())
    assert isinstance(voting, wire.Answer)
    first = await hall.phone(ANNS)
    await first.do(c.Join("Ann"))
    second = await hall.phone(TABLET)
    await second.do(c.Join("An"))  # before they knew that there is a code
    answer = await second.do(ch.ReturnAs(first.code().lower()))
    assert isinstance(answer, wire.Answer) and answer.mine == first.mine()
    vote = c.Vote(voting.seq, topic.seq, 1)
    assert isinstance(await first.do(vote), wire.Answer)
    await until(lambda: second.mine() == first.mine())
    assert second.votes() == {topic.seq: 1}
    await second.do(c.Vote(voting.seq, topic.seq, 0))
    await until(lambda: first.mine() == second.mine())
    assert first.votes() == {}
    # After a restart the same.
    await hall.serve()
    again = await hall.phone(TABLET)
    assert again.code() == first.code()
    assert again.mine() == first.mine()


async def test_coming_back_is_done_once_though_it_was_asked_twice(hall: Hall) -> None:
    await hall.serve()
    first = await hall.phone(ANNS)
    await first.do(c.Join("Ann"))
    second = await hall.phone(TABLET)
    answers = [await second.do(ch.ReturnAs(first.code()))]
    second.n -= 1
    answers.append(await second.do(ch.ReturnAs(first.code())))
    assert answers[0] == answers[1]
    assert code_of(await second.do(ch.ReturnAs("WRONG2"))) == Code.WRONG_RETURN_CODE


async def test_forgetting_on_one_phone_is_forgetting_on_both(hall: Hall) -> None:
    await hall.serve()
    first, second = await hall.phone(ANNS), await hall.phone(TABLET)
    await first.do(c.Join("Ann"))
    code = first.code()
    await second.do(ch.ReturnAs(code))
    await second.do(c.ForgetMe())
    await until(lambda: first.mine() is None)
    assert code_of(await first.do(ch.SetProfile("x"))) == Code.JOIN_FIRST
    third = await hall.phone("n" * 20)
    assert code_of(await third.do(ch.ReturnAs(code))) == Code.WRONG_RETURN_CODE
    written = b"".join(map(wire.write_line, hall.journal.lines)).decode()
    for secret in (ANNS, TABLET):
        assert hashed(secret) not in written


async def test_codes_are_the_host_s_to_see_and_one_s_own_and_nowhere_else(hall: Hall) -> None:
    terminal = await hall.serve()
    look = tuple(name for name, (_, views) in PANELS.items() if View.COHOST in views)
    _, helps = await hall.code(terminal, Duty.QUESTIONS)
    helper, wall, one, other = (Page(hall.hub) for _ in range(4))
    await helper.hello(Role.COHOST, secret=HELPS, key=helps, look=look)
    _, code = await hall.code(terminal, Duty.TIMEKEEPER)
    panels = tuple(name for name, (_, views) in PANELS.items() if View.WALL in views)
    await wall.hello(Role.WALL, look=panels)
    phones = tuple(name for name, (_, views) in PANELS.items() if View.ATTENDEE in views)
    await one.hello(Role.ATTENDEE, code="ABCD", secret=ANNS, look=phones)
    await other.hello(Role.ATTENDEE, code="ABCD", secret=TABLET, look=phones)
    await one.do(c.Join("Ann"))
    await other.do(c.Join("Bob"))
    await one.do(c.Ask("Why?"))
    own = one.code()
    assert any(code.encode() in frame for frame in terminal.frames)
    for page in (helper, wall, one, other):
        assert not any(code.encode() in frame or helps.encode() in frame for frame in page.frames)
    for page in (terminal, helper, wall, other):
        assert not any(own.encode() in frame for frame in page.frames)
    written = b"".join(map(wire.write_line, hall.journal.lines)).decode()
    for said in (code, helps, own, hashed(code), hashed(helps), hashed(own)):
        assert said not in written


async def test_while_a_round_hides_its_counts_a_helper_has_none(hall: Hall) -> None:
    terminal = await hall.serve()
    await terminal.do(c.AddTopic(Pitch.OFFER, "Maths trails"))
    await terminal.do(c.OpenRound())
    _, code = await hall.code(terminal, Duty.PITCHES)
    page = Page(hall.hub)
    await page.hello(Role.COHOST, secret=HELPS, key=code, look=("tally",))
    await until(lambda: "tally" in page.panels)
    tally = page.panels["tally"]
    assert isinstance(tally, p.TallyPanel)
    assert tally.counts is None
    page.say(wire.Look(("people",)))
    await until(lambda: code_of(page.heard[-1]) == Code.NOT_YOURS)
