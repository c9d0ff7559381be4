"""What a screen reader says aloud of itself in the course of an evening, on a phone and at the wall, word for word.

The transcript stands in announcements.txt. Whoever changes on purpose what is said deletes that file and runs this: it
is written anew, to be read before it is kept.
"""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from teachmeet.domain.commands import (
    AddTime,
    CloseRound,
    EndTalk,
    OpenRound,
    PauseTalk,
    ResumeTalk,
    StartTalk,
    ThrowCamel,
)
from teachmeet.domain.commands_board import MergeTopics, Publish, SwapSessions
from teachmeet.domain.commands_hall import BlankWall, ChooseScene
from teachmeet.domain.programme import Method, Scene
from tests.browser.stage import TOPICS, Meet, OpenPhone, Phone
from tests.browser.test_axe import lay_board, sessions

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

SHORT = 16
"""Seconds of a talk that is soon over: half of them are the two last minutes of a long one, a quarter the last half."""
STORED = Path(__file__).with_name("announcements.txt")
TIME = re.compile(r"\b\d\d?:\d\d\b( ?[AaPp][Mm])?")
"""Times of day are of the moment."""
HEAR = """
const heard = window.heard = [];
const LIVE = "[role=status],[role=alert],[role=log],[aria-live]";
const last = new Map();
function listen() {
    const watching = new MutationObserver((changes) => {
        const touched = new Set();
        for (const {target} of changes) {
            const near = target.nodeType === 1 ? target : target.parentElement;
            const region = near && near.closest(LIVE);
            if (region) touched.add(region);
        }
        for (const region of touched) {
            const spoken = region.getAttribute("role") === "alert" ? "assertive" : "polite";
            const kind = region.getAttribute("aria-live") || spoken;
            const text = region.textContent.trim();
            const silent = kind === "off" || region.closest("[hidden]") || !region.getClientRects().length;
            if (silent || text === last.get(region)) continue;
            last.set(region, text);
            if (text) heard.push(`${kind}: ${text}`);
        }
    });
    watching.observe(document, {subtree: true, childList: true, characterData: true, attributeFilter: ["hidden"]});
}
listen();
"""


class Ear:
    """Writes down what is said on a page, a heading for each thing that happens."""

    def __init__(self, page: Page, where: str) -> None:
        self.page = page
        self.lines = [where]

    async def hear(self, after: str) -> None:
        """What was said since, once it is drawn."""
        await self.page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        heard = await self.page.evaluate("window.heard.splice(0)")
        said = [TIME.sub("⟨time⟩", line) for line in heard]
        self.lines += ["", after, *(f"  {line}" for line in said or ["(nothing)"])]


async def saved(phone: Phone) -> None:
    """Until all that the phone asked for is answered."""
    await phone.comes("!Object.keys(localStorage).some((key) => key.includes('.out.'))")


async def test_the_announcements_of_an_evening(chromium: Browser, meet: Meet, phone: OpenPhone) -> None:
    sana = await phone(url=None)
    await sana.page.add_init_script(HEAR)
    await sana.page.goto(meet.url)
    ear = Ear(sana.page, "ON A PHONE")
    await comes_in(ear, sana)
    await votes(ear, meet, sana)
    context = await chromium.new_context(viewport={"width": 1280, "height": 720})
    try:
        page = await context.new_page()
        await page.add_init_script(HEAR)
        await page.goto(f"{meet.home}/wall")
        wall = Ear(page, "AT THE WALL")
        await expect(page.locator("#results")).to_be_visible()
        await wall.hear("the page is there")
        await listens(ear, wall, meet, sana)
        await follows_the_board(ear, meet, sana)
        await turns(wall, meet)
    finally:
        await context.close()
    transcript = "\n".join((*ear.lines, "", "", *wall.lines, ""))
    if not STORED.exists():
        STORED.write_text(transcript, encoding="utf-8")
        pytest.fail(f"{STORED.name} was written anew: read it")
    assert transcript == STORED.read_text(encoding="utf-8")


async def comes_in(ear: Ear, sana: Phone) -> None:
    await expect(sana.page.locator("#line")).to_have_text("● live")
    await ear.hear("the page is there")
    await sana.join("Sana")
    await saved(sana)
    await ear.hear("she comes in")
    await sana.tab("Suggest")
    await sana.tap("Suggest it")
    await ear.hear("she suggests nothing")
    await sana.page.get_by_label("What is it about?").fill("Parents in the loop")
    await sana.tap("Suggest it")
    await expect(sana.page.locator("#suggest-state")).to_have_text("saved ✓")
    await ear.hear("she suggests something")


async def votes(ear: Ear, meet: Meet, sana: Phone) -> None:
    page = sana.page
    await meet.do(OpenRound(1))
    await expect(page.locator("#open")).to_be_visible()
    await ear.hear("a round is opened")
    await sana.tab("Vote")
    await expect(page.locator("#card")).to_be_visible()
    await ear.hear("she goes to vote")
    await sana.vote(TOPICS[0])
    await expect(page.locator("#vote-state")).to_have_text("saved ✓")
    await ear.hear("she votes")
    await sana.find_card(TOPICS[1])
    await page.locator("#vote-go").click(force=True)
    await ear.hear("she votes once more, with none left")
    await page.context.set_offline(True)
    await expect(page.locator("#line")).to_have_text("○ offline")
    await sana.tap(f"Take it back: {TOPICS[0]}")
    await ear.hear("the network goes, and she takes her vote back")
    await page.context.set_offline(False)
    await expect(page.locator("#line")).to_have_text("● live")
    await saved(sana)
    await ear.hear("the network is back")
    await meet.do(CloseRound(meet.state.open_round or 0))
    await expect(page.locator("#results")).to_be_visible()
    await ear.hear("the round is closed")
    await meet.do(OpenRound(method=Method.INTEREST))
    await expect(page.locator("[data-reply='3']")).to_have_attribute("aria-disabled", "false")
    await page.locator("[data-reply='3']").click()
    await expect(page.locator("#vote-place")).to_have_text(re.compile("^1 of"))
    await saved(sana)
    await ear.hear("another round, by interest; she answers the first card")
    await meet.do(CloseRound(meet.state.open_round or 0))


async def listens(ear: Ear, wall: Ear, meet: Meet, sana: Phone) -> None:
    """A talk: its clock says something three times, and else nothing."""
    await sana.tab("Now")
    await meet.do(ChooseScene(Scene.NOW))
    await expect(wall.page.locator("#now")).to_be_visible()
    await wall.hear("it shows what is on")
    await meet.do(StartTalk())
    clock, digits = sana.page.locator("#now-clock"), wall.page.locator("#now-digits")
    for showing in (clock, digits):
        await expect(showing).to_have_text(re.compile(r"6:5[0-8]"))
    for each in (ear, wall):
        await each.hear("a talk of seven minutes begins")
    await meet.do(PauseTalk())
    await expect(sana.page.locator("#now-warn")).to_have_text("paused")
    await expect(wall.page.locator("#now-word")).to_have_text("paused")
    await meet.do(ResumeTalk())
    await expect(sana.page.locator("#now-warn")).to_be_empty()
    await expect(wall.page.locator("#now-word")).not_to_have_text("paused")
    for each in (ear, wall):
        await each.hear("it is paused, and goes on")
    await meet.do(AddTime(SHORT - 7 * 60))
    for showing in (clock, digits):
        await expect(showing).to_have_text(re.compile(r"\+0:0\d"), timeout=(SHORT + 20) * 1_000)
    for each in (ear, wall):
        await each.hear(f"it is made {SHORT} seconds long, and they pass")
    await meet.do(ThrowCamel())
    await expect(wall.page.locator("#camel")).to_be_visible()
    await wall.hear("the camel is thrown")
    await meet.do(EndTalk())
    await sana.shows("Nothing is on right now")
    await ear.hear("the camel is thrown, and the talk ended")


async def follows_the_board(ear: Ear, meet: Meet, sana: Phone) -> None:
    page = sana.page
    numbers = {topic.title: topic.topic for topic in meet.state.topics.values()}
    await meet.do(MergeTopics(numbers["Parents in the loop"], numbers[TOPICS[2]]))
    await expect(page.locator("#merges li")).to_have_count(1)
    await ear.hear("her topic is joined with another one")
    await lay_board(meet)
    await expect(page.locator("#day-new")).to_be_visible()
    await ear.hear("the board is published")
    await sana.tab("My day")
    for fold in await page.locator("#slots [data-act=all]").all():
        await fold.click()
    await page.locator("#slots .plain").first.click()
    await saved(sana)
    await ear.hear("she goes to a session")
    await sana.tab("Now")
    first, _, last = sessions(meet)
    await meet.do(SwapSessions(first, last))
    await meet.do(Publish())
    await expect(page.locator("#moved")).to_be_visible()
    await ear.hear("her session is moved")


async def turns(wall: Ear, meet: Meet) -> None:
    """The wall's scenes."""
    for scene in (Scene.JOIN, Scene.BOARD, Scene.THANKS):
        await meet.do(ChooseScene(scene))
        await expect(wall.page.locator(f"#{scene.value}")).to_be_visible()
        await wall.hear(f"scene: {scene}")
    await meet.do(BlankWall(True))
    await expect(wall.page.locator("#wall, #corner").first).to_be_hidden()
    await wall.hear("it is made dark")
