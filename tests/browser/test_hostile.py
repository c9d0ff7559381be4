"""Every text field of every page filled with what nobody should type: it is text everywhere, or refused with words."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from playwright.async_api import Browser, Page, expect

from teachmeet.cli import cli
from teachmeet.domain.commands import (
    AddSegment,
    AddTalk,
    AddTopic,
    CloseRound,
    Command,
    EndTalk,
    OpenRound,
    StartTalk,
    TellSpeaker,
)
from teachmeet.domain.commands_board import (
    AddRoom,
    AddSlot,
    ApproveTopics,
    CallPitch,
    NamePart,
    PlaceTopic,
    Publish,
)
from teachmeet.domain.commands_hall import ApproveQuestion, ChooseScene
from teachmeet.domain.programme import Duty, Pitch, Scene, SegmentKind
from teachmeet.domain.text import is_blank
from teachmeet.export import KINDS
from teachmeet.link import Rejected
from tests.browser.passes import Machines, give_code, machines, make_code
from tests.browser.stage import Meet, OpenPhone, Phone
from tests.hostile import CORPUS, formulas, moves, turned

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LOOK = """() => {
    const bad = "main img, main script, main iframe, main a[href^='javascript' i], main style, main video,"
        + "[onerror], [onclick], [onload], [onfocus], [onmouseover], [autofocus], main [style*='expression']";
    return {
        pwned: String(window.pwned),
        made: Array.from(document.querySelectorAll(bad), (element) => element.outerHTML),
        wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        text: document.body.textContent,
    };
}"""

AS_TYPED = ("an image", "a script", "a drawing", "liquid", "a formula", "emoji", "from right to left")

GUESSED = ("an image", "colours of a terminal", "nul")
"""Few, because whoever tries out codes is made to wait."""


async def look(page: Page) -> str:
    """All the text of a page, on which nothing of it did anything."""
    seen = await page.evaluate(LOOK)
    assert (seen["pwned"], seen["made"]) == ("undefined", [])
    assert seen["wide"] <= 0, f"{page.url} is wider than the screen"
    assert turned(re.sub(r"[\n\t]", "", seen["text"])) == []
    return str(seen["text"])


async def fill(page: Page, field: str, text: str) -> None:
    """Paste into a field, which takes no more than it takes."""
    await page.locator(f"#{field}").fill("")
    await page.locator(f"#{field}").focus()
    await page.keyboard.insert_text(text)


async def said(page: Page, state: str) -> str:
    """What the page says became of it."""
    line = page.locator(f"#{state}")
    await expect(line).to_have_text(re.compile(r"^(?!(sending…)?$)"))
    text = await line.text_content() or ""
    assert text in ("saved ✓", "done ✓") or re.search(r"\w+ \w+", text), f"{state} says {text!r}"
    return text


async def fill_phone(phone: Phone, text: str) -> dict[str, str]:
    """All fields of a phone; what was said of each."""
    page, became = phone.page, {}
    await page.locator("#join-name").focus()
    await page.keyboard.insert_text(text)
    await phone.tap("Come in")
    await expect(page.get_by_role("navigation")).to_be_visible()
    await page.evaluate("location.hash = 'suggest'")
    await fill(page, "topic", text)
    await fill(page, "detail", text)
    await phone.tap("Suggest it")
    became["suggest"] = await said(page, "suggest-state")
    await page.evaluate("location.hash = 'questions'")
    await fill(page, "question", text)
    await phone.tap("Ask it")
    became["ask"] = await said(page, "question-state")
    await page.evaluate("location.hash = 'me'")
    await fill(page, "does", text)
    await fill(page, "seeks", text)
    await page.locator("#profile button").click()
    became["profile"] = await said(page, "profile-state")
    await fill(page, "me-name", text)
    await page.locator("#me form").first.get_by_role("button").click()
    became["name"] = await said(page, "me-state")
    return became


async def guess(phone: Phone, text: str) -> None:
    """As somebody's personal code."""
    await phone.page.evaluate("location.hash = 'return'")
    await fill(phone.page, "return-code", text)
    await phone.page.locator("#return form .main").click()
    assert await said(phone.page, "return-state") != "saved ✓"


async def test_the_fields_of_a_phone(chromium: Browser, meet: Meet, phone: OpenPhone) -> None:
    became: dict[str, dict[str, str]] = {}
    for name, text in CORPUS.items():
        somebody = await phone()
        became[name] = await fill_phone(somebody, text)
        if name in GUESSED:
            await guess(somebody, text)
        await look(somebody.page)
        await somebody.page.close()
    saved = {name for name, each in became.items() if each["suggest"] == "saved ✓"}
    assert set(CORPUS) - saved == {"nothing to be seen"}
    state = meet.state
    assert moves("".join(f"{topic.title}{topic.detail}" for topic in state.topics.values())) == []
    assert moves("".join(f"{each.name}{each.does}{each.seeks}" for each in state.people.values())) == []
    assert len(state.questions) == len(saved)
    await show_everywhere(chromium, meet, phone)
    exported(meet)


async def show_everywhere(chromium: Browser, meet: Meet, phone: OpenPhone) -> None:
    """Let all of it out, and look at it on another phone, on the pages on duty, and on the wall."""
    state = meet.state
    await meet.do(ApproveTopics(tuple(state.topics)))
    for question in state.questions:
        await meet.do(ApproveQuestion(question))
    await type_as_host(meet)
    olu = await phone()
    await olu.join("Olu")
    for tab in ("suggest", "questions", "vote", "day", "me", "now"):
        await olu.page.evaluate("(tab) => { location.hash = tab }", tab)
        await expect(olu.page.locator(f"#{tab}")).to_be_visible()
        text = await look(olu.page)
        if tab in ("suggest", "questions"):
            assert [CORPUS[name] for name in AS_TYPED if CORPUS[name] not in text] == []
    async with machines(chromium) as room:
        for duty in (Duty.QUESTIONS, Duty.PITCHES, Duty.TIMEKEEPER):
            await on_duty(meet, room, duty)
    await on_the_wall(chromium, meet)


async def type_as_host(meet: Meet) -> None:
    """The host's own fields, as a terminal would send them; with a talk of each on the way."""
    begins = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(hours=1)
    await meet.do(AddSlot(begins, begins + timedelta(minutes=50)))
    for text, topic in zip(typeable(), list(meet.state.topics), strict=False):
        for command in (
            AddTopic(Pitch.OFFER, text, text, (text,)),
            AddSegment(SegmentKind.OTHER, text, 600),
            AddTalk(text, text, "micro"),
            AddRoom(text, 20, (text,), text),
            NamePart(topic, text),
            PlaceTopic(topic, next(iter(meet.state.slots)), None, text),
        ):
            await done_or_refused(meet, command)
    for text in CORPUS.values():
        await done_or_refused(meet, TellSpeaker(text=text[:2_000].encode(errors="replace").decode()))
    await meet.do(Publish())


def typeable() -> list[str]:
    """What is taken as it is typed."""
    return [text for text in CORPUS.values() if len(text) <= 60 and not moves(text) and not is_blank(text)]


async def done_or_refused(meet: Meet, command: Command) -> None:
    """Done, or refused with a sentence."""
    try:
        await meet.do(command)
    except Rejected as no:
        assert len(str(no).split()) > 2, f"{command} is refused with {no}"


async def on_duty(meet: Meet, room: Machines, duty: Duty) -> None:
    """The page of this duty; whoever calls the pitches has fields of their own."""
    page = await room.open(f"{meet.home}/help")
    await give_code(page, await make_code(meet, duty))
    await expect(page.page.locator("main > section:not([hidden]) h2").first).to_be_visible()
    if duty is Duty.PITCHES:
        for text in CORPUS.values():
            await fill(page.page, "type-title", text)
            await fill(page.page, "type-name", text)
            await page.page.locator("#type .wide").click()
            await said(page.page, "type-state")
    await look(page.page)


async def on_the_wall(chromium: Browser, meet: Meet) -> None:
    """All scenes, with every topic in turn on the pitch line and every talk in turn on."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 720})
    try:
        page = await context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        await page.goto(f"{meet.home}/wall")
        await meet.do(OpenRound(3))
        for scene in (each for each in Scene if each not in (Scene.AUTO, Scene.TURNING)):
            await meet.do(ChooseScene(scene))
            await expect(page.locator(f"#{scene.value}")).to_be_visible()
            await look(page)
        await meet.do(ChooseScene(Scene.PITCHING))
        for topic in [each for each in meet.state.topics.values() if each.listed]:
            await meet.do(CallPitch(topic.topic))
            await expect(page.locator("#pitch-title")).to_have_text(topic.title or "")
            await look(page)
        await meet.do(ChooseScene(Scene.NOW))
        for talk in [each for each in meet.state.talks.values() if each.title in CORPUS.values()]:
            await meet.do(StartTalk(talk.talk))
            await expect(page.locator("#now-title")).to_have_text(talk.title or "")
            await look(page)
            await meet.do(EndTalk())
        await meet.do(CloseRound(meet.state.open_round or 0))
        assert complaints == []
    finally:
        await context.close()


def exported(meet: Meet) -> None:
    """What is written of it holds no markup, no formula, and nothing that moves a cursor."""
    sessions = str(meet.folder.path.parent)
    for kind in KINDS:
        done = CliRunner().invoke(cli, ["--sessions", sessions, "export", meet.folder.slug, "--to", kind])
        assert done.exit_code == 0, done.output
    tables = list(meet.folder.exports.glob("*.csv"))
    assert len(tables) == 3
    for table in tables:
        text = table.read_text(encoding="utf-8")
        assert (formulas(text), moves(re.sub(r"[\r\n]", "", text))) == ([], [])
    (document,) = meet.folder.exports.glob("*.md")
    text = document.read_text(encoding="utf-8")
    assert moves(text.replace("\n", "")) == []
    assert re.findall(r"(?<!\\)<(?=[a-z/!])|(?<!\\)\]\(javascript:|\{\{|\{%", text) == []
