"""Every screen of every page as axe-core judges it: in light, in dark, and in Arabic."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]  # it says nothing of its types
from playwright.async_api import Browser, Page, expect

from teachmeet.domain.commands import (
    AddSegment,
    AddTopic,
    AnswerClaim,
    CloseRound,
    Draw,
    EndTalk,
    OpenRound,
    SetOrder,
    StartSegment,
    StartTalk,
    StartTimer,
    TellSpeaker,
)
from teachmeet.domain.commands_board import (
    AddRoom,
    AddSlot,
    ApproveTopics,
    AskForRequests,
    CallPitch,
    PlaceTopic,
    Publish,
    SwapSessions,
)
from teachmeet.domain.commands_hall import ApproveQuestion, BlankWall, ChooseScene
from teachmeet.domain.programme import Duty, Method, Order, Pitch, Scene, SegmentKind, Told
from tests.browser.passes import machines, make_code
from tests.browser.stage import TOPICS, Meet, OpenPhone, Phone

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

NORM = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
CUSTOM = ("best-practice",)
JUDGE = """async (tags) => {
    const {violations} = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
    return violations.map(({id, help, nodes}) => [id, help, nodes.map((node) => [node.html, node.failureSummary])]);
}"""
FOUND = """(Array.from(document.querySelectorAll("main > section")).find((one) => one.getClientRects().length)
    || {id: ""}).id"""
"""Which section a page shows."""
SESSIONS = ("Rain plans", "Reading aloud", "Marking less")
"""What the host types in, and places."""
STILL = "Promise.all(document.getAnimations().map((moving) => moving.finished)).then(() => true)"


@dataclass(slots=True)
class Judge:
    """Looks at pages, and remembers what it saw and what was wrong with it."""

    wrong: dict[str, list[str]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    _twin: Page | None = None

    async def see(self, page: Page, screen: str, by: tuple[str, ...] = (*NORM, *CUSTOM)) -> None:
        """One line adds a screen: `await judge.see(page, "what is there")`."""
        for look in ("light", "dark"):
            await self.look(page, look, screen, by)
        await self.look(await self.twin(page), "dark", f"{screen}, in Arabic", by)
        self.seen.append(screen)

    async def look(self, page: Page, look: Literal["light", "dark"], screen: str, by: tuple[str, ...]) -> None:
        """Once, as it stands."""
        await page.emulate_media(color_scheme=look, reduced_motion="reduce")
        if not await page.evaluate("typeof axe === 'object'"):
            await page.evaluate(AXE_SCRIPT)
        await page.evaluate(STILL)
        await page.evaluate("scrollTo(0, document.body.scrollHeight)")  # where nothing lies under the act
        self.take(f"{screen}, {look}", await page.evaluate(JUDGE, list(by)))

    async def twin(self, page: Page) -> Page:
        """The same screen on another page of the same machine."""
        here = urlsplit(page.url)
        if self._twin is None:
            self._twin = await page.context.new_page()
        twin = self._twin
        if urlsplit(twin.url).path != here.path:
            await twin.goto(here._replace(query="lang=ar").geturl())
        await twin.evaluate("(at) => { location.hash = at }", here.fragment)
        await expect(twin.locator("html")).to_have_attribute("dir", "rtl")
        if section := await page.evaluate(FOUND):
            await expect(twin.locator(f"main > section#{section}")).to_be_visible()
        return twin

    @property
    def found(self) -> str:
        """What is wrong, a rule after the other."""
        return "\n".join("\n  ".join([rule, *places]) for rule, places in self.wrong.items())

    def take(self, where: str, violations: list[Any]) -> None:
        """What was found on a screen."""
        for rule, says, nodes in violations:
            for html, why in nodes:
                self.wrong.setdefault(f"{rule}: {says}", []).append(f"{where}: {html} {' '.join(why.split())}")


async def rest(phone: Phone) -> None:
    """Until all that the phone asked for is answered."""
    await phone.comes("!Object.keys(localStorage).some((key) => key.includes('.out.'))")


def sessions(meet: Meet) -> list[int]:
    """The topics that are placed."""
    return [number for title in SESSIONS for number, topic in meet.state.topics.items() if topic.title == title]


async def lay_board(meet: Meet) -> None:
    """Two rooms and two times from in an hour, a session in three of the four cells, and published."""
    for title in SESSIONS:
        await meet.do(AddTopic(Pitch.OFFER, title))
    await meet.do(AddRoom("Library", 60, (), "up the stairs, left"))
    await meet.do(AddRoom("Lab", 1))
    begins = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(hours=1)
    for hour in range(2):
        await meet.do(AddSlot(begins + timedelta(hours=hour), begins + timedelta(hours=hour, minutes=50)))
    slots, rooms = list(meet.state.slots), list(meet.state.rooms)
    for i, topic in enumerate(sessions(meet)):
        await meet.do(PlaceTopic(topic, slots[i // 2], rooms[i % 2]))
    await meet.do(Publish())


async def test_every_screen_of_the_phone(meet: Meet, phone: OpenPhone) -> None:
    judge = Judge()
    sana = await phone(url=None)
    page = sana.page
    await page.goto(f"{meet.home}/?lang=en")
    await judge.see(page, "the code")
    await page.goto(f"{meet.home}/J/zzzzz?lang=en")
    await sana.shows("That is not the code of this meet.")
    await judge.see(page, "a wrong code")
    await page.goto(f"{meet.url}?lang=en")
    await expect(page.locator("#join")).to_be_visible()
    await judge.see(page, "come in")
    await _on_stage(judge, meet, sana)
    await _suggesting(judge, meet, sana)
    await _voting(judge, meet, sana)
    await _day(judge, meet, sana)
    await page.evaluate("location.hash = 'me'")
    await expect(page.locator("#me")).to_be_visible()
    await judge.see(page, "me")
    await sana.tap("Forget me")
    await judge.see(page, "forget me")
    assert judge.found == ""
    assert len(judge.seen) == len(set(judge.seen))


async def _on_stage(judge: Judge, meet: Meet, sana: Phone) -> None:
    page = sana.page
    await meet.do(SetOrder(Order.DRAWN))
    await sana.join("Femi")
    await sana.shows("Are you")
    await judge.see(page, "are you on the sheet")
    await sana.tap("Yes")
    await sana.shows("The host has been asked.")
    await judge.see(page, "the host has been asked")
    (claim,) = meet.state.claims.values()
    await meet.do(AnswerClaim(claim.claim, True))
    await expect(page.locator("#own")).to_be_visible()
    await judge.see(page, "now, nothing on")
    await meet.do(Draw())
    await sana.shows("You're next")
    await judge.see(page, "you are next")
    await meet.do(StartTalk())
    await sana.shows("You're on")
    await meet.do(TellSpeaker(Told.LOUDER))
    await expect(page.locator("#told")).to_be_visible()
    await judge.see(page, "you are on, with a message")
    for each in page.context.pages:
        await each.locator("#called-back").click()
    await meet.do(StartTimer(60))
    await sana.shows("On now")
    await judge.see(page, "now, a talk on")
    await sana.tap("Ask a question")
    await judge.see(page, "a question")
    await sana.tap("Send it")
    await judge.see(page, "a question without words")
    await page.get_by_label("Your question").fill("How long was the walk?")
    await sana.tap("Send it")
    await rest(sana)
    await meet.do(EndTalk())
    await meet.do(AddSegment(SegmentKind.BREAK, seconds=600))
    await meet.do(StartSegment(list(meet.state.segments)[-1]))
    await expect(page.locator("#now-clock")).to_have_text(re.compile(r"\d:\d\d"))
    await judge.see(page, "now, a break")


async def _suggesting(judge: Judge, meet: Meet, sana: Phone) -> None:
    page = sana.page
    await sana.tab("Suggest")
    await sana.shows(TOPICS[0])
    await judge.see(page, "suggest")
    await page.locator("#topics button").first.click()
    await judge.see(page, "a topic unfolded")
    await sana.tap("Suggest it")
    await judge.see(page, "a suggestion without words")
    await page.get_by_label("What is it about?").fill("Parents in the loop")
    await sana.tap("Suggest it")
    await sana.shows("saved ✓")
    await meet.do(AskForRequests(600))
    await expect(page.locator("#only")).not_to_be_empty()
    await judge.see(page, "requests only")
    await meet.do(AskForRequests(None))


async def _voting(judge: Judge, meet: Meet, sana: Phone) -> None:
    page = sana.page
    await sana.tab("Vote")
    await judge.see(page, "vote, before any")
    await meet.do(OpenRound(2, most=2))
    await expect(page.locator("#card")).to_be_visible()
    await judge.see(page, "a card")
    await meet.do(CallPitch(next(iter(meet.state.topics))))
    await sana.tap("Vote for this")
    await rest(sana)
    await judge.see(page, "dots on a card")
    await page.locator("#vote-more").click()
    await page.locator("#vote-skip").click()
    await page.locator("#vote-go").click(force=True)
    await judge.see(page, "all dots used")
    await sana.tab("Now")
    await judge.see(page, "now, while they vote")
    await meet.do(CloseRound(meet.state.open_round or 0))
    await sana.tab("Vote")
    await sana.shows("What the room chose")
    await judge.see(page, "what the room chose")
    await meet.do(OpenRound(method=Method.APPROVAL, hidden=False))
    await sana.shows("So far")
    await judge.see(page, "approval, not hidden")
    await meet.do(CloseRound(meet.state.open_round or 0))
    await meet.do(OpenRound(method=Method.INTEREST))
    await expect(page.locator("#replies")).to_be_visible()
    await expect(page.locator("[data-reply='3']")).to_have_attribute("aria-disabled", "false")
    await judge.see(page, "interest")
    await page.locator("[data-reply='3']").click()
    await expect(page.locator("#mine-list button")).to_have_count(1)
    await judge.see(page, "interest, the next card")
    await meet.do(CloseRound(meet.state.open_round or 0))


async def _day(judge: Judge, meet: Meet, sana: Phone) -> None:
    page = sana.page
    await lay_board(meet)
    await expect(page.locator("#day-new")).to_be_visible()
    await sana.tab("My day")
    await judge.see(page, "my day")
    for fold in await page.locator("#slots [data-act=all]").all():
        await fold.click()
    await page.locator("#slots .plain").first.click()
    await rest(sana)
    await judge.see(page, "my day, all sessions")
    for each in page.context.pages:  # nobody looks at the day while it changes
        await each.evaluate("location.hash = 'now'")
        await expect(each.locator("#now")).to_be_visible()
    first, _, last = sessions(meet)
    await meet.do(SwapSessions(first, last))
    await meet.do(Publish())
    await expect(page.locator("#moved")).to_be_visible()
    await judge.see(page, "my session was moved")
    await page.context.set_offline(True)
    await expect(page.locator("#line")).to_have_text("○ offline")
    await judge.see(page, "offline")
    await page.context.set_offline(False)
    await expect(page.locator("#line")).to_have_text("● live")


async def test_every_scene_of_the_wall(chromium: Browser, meet: Meet, phone: OpenPhone) -> None:
    judge = Judge()
    sana = await phone()
    await sana.join("Sana")
    await sana.tap("Ask a question")
    await sana.page.get_by_label("Your question").fill("How long was the walk?")
    await sana.tap("Send it")
    await rest(sana)
    await meet.do(ApproveQuestion(next(iter(meet.state.questions))))
    await meet.do(ApproveTopics(tuple(meet.state.topics)))
    await lay_board(meet)
    context = await chromium.new_context(viewport={"width": 1280, "height": 720})
    try:
        page = await context.new_page()
        await page.goto(f"{meet.home}/wall?lang=en")
        for scene in (each for each in Scene if each not in (Scene.AUTO, Scene.TURNING)):
            await _show(meet, page, scene)
            await judge.see(page, scene)
        await meet.do(OpenRound(2))
        await _show(meet, page, Scene.VOTE)
        await judge.see(page, "a vote")
        await meet.do(CallPitch(next(iter(meet.state.topics))))
        await _show(meet, page, Scene.PITCHING)
        await expect(page.locator("#pitch-title")).to_have_text(TOPICS[0])
        await judge.see(page, "somebody pitches")
        await sana.tab("Vote")
        await sana.vote(TOPICS[0])
        await rest(sana)
        await meet.do(CloseRound(meet.state.open_round or 0))
        await _show(meet, page, Scene.RESULTS)
        await expect(page.locator("#results-rows li")).to_have_count(1)
        await judge.see(page, "counted")
        await meet.do(StartTalk())
        await meet.do(StartTimer(60))
        await _show(meet, page, Scene.NOW)
        await expect(page.locator("#now-clock")).to_be_visible()
        await judge.see(page, "a talk on")
        await meet.do(BlankWall(True))
        await expect(page.locator("#wall")).to_be_hidden()
        await judge.see(page, "blank", NORM)  # it has no heading either
        assert judge.found == ""
    finally:
        await context.close()


async def _show(meet: Meet, page: Page, scene: Scene) -> None:
    await meet.do(ChooseScene(scene))
    await expect(page.locator("html")).to_have_attribute("data-scene", scene.value)
    await expect(page.locator(f"#{scene.value}")).to_be_visible()


async def test_the_kiosk_and_the_pages_on_duty(chromium: Browser, meet: Meet) -> None:
    judge = Judge()
    async with machines(chromium) as room:
        kiosk = await room.open(f"{meet.home}/kiosk?lang=en")
        await judge.see(kiosk.page, "a kiosk's code")
        for page in (kiosk.page, await judge.twin(kiosk.page)):
            await _let_in(meet, Phone(page, []), Duty.KIOSK)
            await expect(page.locator("#join")).to_be_visible(timeout=15_000)
        await judge.see(kiosk.page, "at the kiosk")
        for page in (kiosk.page, await judge.twin(kiosk.page)):
            await page.locator("#join-name").fill("Ash")
            await page.locator("#join .main").click()
            await expect(page.locator("#now")).to_be_visible()
        await judge.see(kiosk.page, "a visit")
        for duty in (Duty.TIMEKEEPER, Duty.QUESTIONS, Duty.PITCHES):
            judge = replace(judge, _twin=None)
            helper = await room.open(f"{meet.home}/help?lang=en")
            for page in (helper.page, await judge.twin(helper.page)):
                await _let_in(meet, Phone(page, []), duty)
            await judge.see(helper.page, f"on duty: {duty}")
    assert judge.found == ""


async def _let_in(meet: Meet, machine: Phone, duty: Duty) -> None:
    await machine.page.locator("#code-text").fill(await make_code(meet, duty))
    await machine.page.locator("#code .main").click()
    await expect(machine.page.locator("#code")).to_be_hidden()
    await expect(machine.page.locator("#coming")).to_be_hidden()


async def test_the_judge_finds_what_is_wrong(chromium: Browser) -> None:
    judge = Judge()
    page = await chromium.new_page()
    try:
        await page.set_content("<main><h1>A</h1><input><p style='color:#999;background:#fff'>pale</p></main>")
        await judge.look(page, "light", "a bad page", NORM)
    finally:
        await page.close()
    assert {rule.partition(":")[0] for rule in judge.wrong} >= {"label", "color-contrast"}
