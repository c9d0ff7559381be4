"""The wall in Chromium, against the real server in its own process: what the room sees from its last row."""

import asyncio
import io
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.async_api import Browser, BrowserContext, Page, Request, expect

from teachmeet.domain.actors import Role
from teachmeet.domain.commands import (
    AddSegment,
    AddTime,
    AddTopic,
    Ask,
    CloseRound,
    Command,
    EndTalk,
    Join,
    MakeMeet,
    OpenRound,
    PauseTalk,
    StartSegment,
    StartTalk,
    StartTimer,
    Suggest,
    ThrowCamel,
    Vote,
)
from teachmeet.domain.commands_board import (
    AddRoom,
    AddSlot,
    ApproveTopics,
    CallPitch,
    CountHands,
    FreezeSlot,
    PlaceTopic,
    Publish,
)
from teachmeet.domain.commands_hall import ApproveQuestion, BackQuestion, BlankWall, ChooseScene, ParkQuestion
from teachmeet.domain.programme import Format, Method, Pitch, Reply, Scene, SegmentKind
from teachmeet.laptop import Laptop
from teachmeet.link import Link, Pass
from tests.browser.conftest import BEAT, listen
from tests.browser.stage import TOPICS, Meet, Phone
from tests.world import free_port, serving

pytestmark = pytest.mark.browser

SIZES = [(1280, 720), (1920, 1080), (1024, 768)]
SCENES = [scene for scene in Scene if scene not in (Scene.AUTO, Scene.TURNING)]
SESSIONS = ("Bread in maths", "Silent debate", "Maps drawn from memory")
RUDE = "Something that nobody should read"


@dataclass(frozen=True, slots=True)
class Wall:
    """A wall, what it complained of, and what came to it."""

    page: Page
    complaints: list[str]
    frames: list[str] = field(default_factory=list)

    async def scene(self, scene: Scene) -> None:
        """Wait until this scene is the only one that is seen."""
        await expect(self.page.locator(f"main > section#{scene.value}")).to_be_visible()
        await expect(self.page.locator("main > section:visible")).to_have_count(1)
        await expect(self.page.locator("#corner")).to_be_visible(visible=scene is not Scene.JOIN)

    async def shows(self, text: str | re.Pattern[str]) -> None:
        """Wait until this stands on the wall."""
        await expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    async def picture(self) -> Image.Image:
        """What the room sees."""
        return Image.open(io.BytesIO(await self.page.screenshot()))

    async def never_had(self, *texts: str) -> None:
        """None of these ever came over the socket, or stands anywhere in the page."""
        everything = [*self.frames, await self.page.content()]
        assert [text for text in texts if any(text in each for each in everything)] == []


OpenWall = Callable[..., Awaitable[Wall]]


@pytest.fixture
async def wall(chromium: Browser) -> AsyncIterator[OpenWall]:
    """Opens walls on screens of a size; in the end none has complained."""
    contexts: list[BrowserContext] = []
    walls: list[Wall] = []

    async def open_wall(home: str, size: tuple[int, int] = SIZES[0], still: bool = False) -> Wall:
        context = await chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce" if still else "no-preference"
        )
        context.set_default_timeout(10_000)
        await context.add_init_script(f"localStorage['teachmeet.beat'] = {BEAT}")
        contexts.append(context)
        opened = Wall(await context.new_page(), [])
        listen(Phone(opened.page, opened.complaints))
        opened.page.on(
            "websocket", lambda socket: socket.on("framereceived", lambda frame: opened.frames.append(str(frame)))
        )
        walls.append(opened)
        await opened.page.goto(f"{home}/wall")
        return opened

    yield open_wall
    for context in contexts:
        await context.close()
    assert [complaint for each in walls for complaint in each.complaints] == []


@asynccontextmanager
async def somebody(meet: Meet, name: str) -> AsyncIterator[Callable[[Command], Awaitable[None]]]:
    """An attendee without a browser: does what they are told."""
    secret = name.encode().hex().rjust(16, "0")
    link = Link(meet.host.url, Pass(Role.ATTENDEE, code=meet.folder.code, secret=secret), (), lambda _: None)
    held = asyncio.create_task(link.run())

    async def do(command: Command) -> None:
        await asyncio.wait_for(link.do(command), 10)

    await do(Join(name))
    yield do
    held.cancel()
    await asyncio.wait([held])


async def publish(meet: Meet) -> None:
    """Two rooms, two times, and three sessions on the board."""
    now = datetime.now(UTC)
    await meet.do(AddRoom("Library", 60, way="up the stairs"))
    await meet.do(AddRoom("Lab", 24))
    await meet.do(AddSlot(now - timedelta(minutes=20), now + timedelta(minutes=20)))
    await meet.do(AddSlot(now + timedelta(minutes=30), now + timedelta(minutes=70)))
    for title in SESSIONS:
        await meet.do(AddTopic(Pitch.OFFER, title))
    state = meet.state
    (library, lab), (first, second), topics = list(state.rooms), list(state.slots), list(state.topics)[-3:]
    await meet.do(FreezeSlot(first, False))
    for topic, slot, room in ((topics[0], first, library), (topics[1], first, lab), (topics[2], second, library)):
        await meet.do(PlaceTopic(topic, slot, room))
    await meet.do(Publish())


# ── scenes


async def main_line(wall: Wall) -> float:
    """How tall the largest letters of the scene are, as a part of the wall's height."""
    largest: float = await wall.page.evaluate(
        """() => {
            const written = (each) => Array.from(each.childNodes).some((one) => one.nodeType === 3 && one.data.trim());
            const all = Array.from(document.querySelectorAll("main > section:not([hidden]) *"));
            const said = all.filter((each) => each.offsetParent && written(each));
            return Math.max(...said.map((each) => parseFloat(getComputedStyle(each).fontSize))) / innerHeight;
        }"""
    )
    return largest


async def cut_off(wall: Wall) -> list[str]:
    """What does not fit: beyond the edges of the wall, or cropped by its own box."""
    found: list[str] = await wall.page.evaluate(
        """() => Array.from(document.querySelectorAll("#wall *")).filter((each) => {
            if (!each.offsetParent || each.classList.contains("unseen")) return false;
            const { left, top, right, bottom } = each.getBoundingClientRect();
            const crops = getComputedStyle(each).overflow === "hidden" && each.tagName !== "H1";
            return left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1
                || (crops && (each.scrollHeight > each.clientHeight + 2 || each.scrollWidth > each.clientWidth + 2));
        }).map((each) => `${each.tagName} ${each.id} ${each.className}`)"""
    )
    return found


SAYS: dict[Scene, str | re.Pattern[str]] = {
    Scene.JOIN: "Phones must be on the same wifi.",
    Scene.NOW: "Maths trails round the car park",
    Scene.PITCHING: TOPICS[4],
    Scene.VOTE: re.compile(r"^Voting closes in (5:00|4:\d\d)$"),
    Scene.RESULTS: "What the room chose",
    Scene.BOARD: re.compile(r"^Now, until \d\d:\d\d$"),
    Scene.QUESTIONS: "Does it work with thirty?",
    Scene.THANKS: "Thank you",
}


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
async def test_the_host_chooses_and_the_last_row_can_read_it(meet: Meet, wall: OpenWall, size: tuple[int, int]) -> None:
    seen = await wall(meet.home, size)
    async with somebody(meet, "Zoë") as zoe, somebody(meet, "Iain") as iain:
        await zoe(Ask("Does it work with thirty?"))
        (question,) = meet.state.questions
        await meet.do(ApproveQuestion(question))
        await iain(BackQuestion(question))
        await publish(meet)
        await meet.do(StartTalk())
        await meet.do(OpenRound(3))
        first, last = next(iter(meet.state.topics)), list(meet.state.topics)[4]
        await zoe(Vote(meet.state.open_round or 0, first, 1))
        await meet.do(CloseRound(meet.state.open_round or 0))
        await meet.do(CallPitch(last))
        for scene in SCENES:
            if scene is Scene.VOTE:
                await meet.do(OpenRound(3, seconds=300))
                await zoe(Vote(meet.state.open_round or 0, first, 1))
            if scene is Scene.RESULTS:
                await meet.do(CloseRound(meet.state.open_round or 0))
            await meet.do(ChooseScene(scene))
            await seen.scene(scene)
            await seen.shows(SAYS[scene])
            assert await main_line(seen) >= 1 / 12, scene
            assert await cut_off(seen) == [], scene


RECORD = """() => {
    window.kinds = [];
    window.said = [];
    const [now, word] = [document.getElementById("now"), document.getElementById("now-word")];
    const newest = (all, one) => one !== all[all.length - 1] && all.push(one);
    new MutationObserver(() => newest(kinds, now.dataset.clock)).observe(now, { attributeFilter: ["data-clock"] });
    new MutationObserver(() => newest(said, word.textContent)).observe(word, { childList: true });
}"""


async def test_what_each_scene_says(meet: Meet, wall: OpenWall) -> None:
    seen = await wall(meet.home)
    await seen.scene(Scene.JOIN)
    await seen.shows("Nobody yet")
    async with somebody(meet, "Zoë") as zoe, somebody(meet, "Iain") as iain:
        await expect(seen.page.locator("#join-in")).to_have_text("2 are in")
        await expect(seen.page.locator("#join-letters")).to_have_text(meet.folder.code)
        await expect(seen.page.locator("#join-url")).to_have_text(meet.home.partition("://")[2])

        await meet.do(ChooseScene(Scene.NOW))
        await expect(seen.page.locator("#now-kicker")).to_have_text("Next")
        await meet.do(StartTalk())
        await expect(seen.page.locator("#now-who")).to_have_text("Femi · micro 7′")
        await expect(seen.page.locator("#now-digits")).to_have_text(re.compile(r"^(7:00|6:5\d)$"))
        await expect(seen.page.locator("#next-title")).to_have_text("Outdoor learning when it rains")
        await seen.page.evaluate(RECORD)
        await meet.do(AddTime(-410))
        await expect(seen.page.locator("#now-word")).to_have_text("time is up", timeout=20_000)
        assert await seen.page.evaluate("window.kinds") == ["calm", "soon", "now", "over"]
        assert await seen.page.evaluate("window.said") == ["of 0:10", "soon over", "nearly time", "time is up"]
        await expect(seen.page.locator("#now-digits")).to_have_text(re.compile(r"^\+0:\d\d$"))
        await meet.do(StartTimer(90))
        await seen.shows(re.compile(r"short timer: 1:(30|2\d)"))
        await meet.do(PauseTalk())
        await expect(seen.page.locator("#now-word")).to_have_text("paused")
        await meet.do(EndTalk())
        await meet.do(AddSegment(SegmentKind.BREAK, seconds=20 * 60))
        kinds = {segment.kind: segment.segment for segment in meet.state.segments.values()}
        await meet.do(StartSegment(kinds[SegmentKind.BREAK]))
        await expect(seen.page.locator("#now-title")).to_have_text("Break")
        await expect(seen.page.locator("#now-who")).to_have_text(re.compile(r"^until \d\d:\d\d$"))

        topics = list(meet.state.topics)
        await meet.do(ChooseScene(Scene.VOTE))
        await seen.shows("No vote is open")
        await meet.do(OpenRound(3))
        await expect(seen.page.locator("#vote-line")).to_have_text("Voting is open")
        await seen.shows("3 dots each, on your phone: for what you would go to.")
        await zoe(Vote(meet.state.open_round or 0, topics[0], 1))
        await expect(seen.page.locator("#vote-count")).to_have_text("1 of 2")
        await expect(seen.page.locator("#vote-rows")).to_be_hidden()
        await meet.do(ChooseScene(Scene.RESULTS))
        await seen.shows("The vote is still open.")
        await meet.do(CloseRound(meet.state.open_round or 0))
        await expect(seen.page.locator("#results .counted")).to_have_count(1)
        await expect(seen.page.locator("#results .counted .n")).to_have_text("1")
        await expect(seen.page.locator("#results .counted bdi")).to_have_text(TOPICS[0])

        await meet.do(OpenRound(method=Method.INTEREST, hidden=False))
        await meet.do(CallPitch(topics[3]))
        await zoe(Vote(meet.state.open_round or 0, topics[3], Reply.INTERESTED))
        await iain(Vote(meet.state.open_round or 0, topics[3], Reply.MAYBE))
        await meet.do(CountHands(topics[3], 12))
        await meet.do(ChooseScene(Scene.PITCHING))
        await expect(seen.page.locator("#pitch-title")).to_have_text(TOPICS[3])
        await expect(seen.page.locator("#pitch-count")).to_have_text("2 have answered")
        await meet.do(ChooseScene(Scene.VOTE))
        await expect(seen.page.locator("#vote .counted")).to_have_text(re.compile("1.*Voice notes.*12 hands"))
        await expect(seen.page.locator("#vote-so-far")).to_have_text("2 of 2 have voted")

        await meet.do(ChooseScene(Scene.THANKS))
        await expect(seen.page.locator("#thanks-rows dd")).to_have_text(["2", "1", "5"])
        await expect(seen.page.locator("#thanks-rows dt")).to_have_text(["people", "talk", "topics"])


async def test_the_board_has_the_time_that_is_on_first_and_marks_what_changed(meet: Meet, wall: OpenWall) -> None:
    seen = await wall(meet.home)
    await meet.do(ChooseScene(Scene.BOARD))
    await seen.shows("The board is being made")
    await publish(meet)
    heads = seen.page.locator("#board h3")
    await expect(heads).to_have_text([re.compile("^Now, until"), re.compile(r"^Next, \d\d:\d\d–\d\d:\d\d$")])
    await expect(seen.page.locator("#board .place").first).to_contain_text("up the stairs")
    titles = seen.page.locator("#board .title bdi:first-of-type")
    await expect(titles).to_have_text(SESSIONS)
    sizes = [await seen.page.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)", each) for each in
             (await titles.first.element_handle(), await titles.last.element_handle())]  # fmt: skip
    assert sizes[0] > sizes[1] * 1.3
    await expect(seen.page.locator("#board em")).to_have_count(0)
    fourth, slot = list(meet.state.topics)[3], list(meet.state.slots)[1]
    await meet.do(PlaceTopic(fourth, slot, list(meet.state.rooms)[1]))
    await meet.do(Publish())
    await expect(seen.page.locator("#board em")).to_have_text("● changed")


async def test_a_long_board_turns_its_pages(meet: Meet, wall: OpenWall) -> None:
    await publish(meet)
    second = list(meet.state.slots)[1]
    for n in range(16):
        await meet.do(AddRoom(f"Room {n}", 20))
        await meet.do(AddTopic(Pitch.OFFER, f"One of many sessions, and this is number {n}"))
        await meet.do(PlaceTopic(list(meet.state.topics)[-1], second, list(meet.state.rooms)[-1]))
    await meet.do(Publish())
    await meet.do(ChooseScene(Scene.BOARD))
    seen = await wall(meet.home)
    await seen.scene(Scene.BOARD)
    shown: set[str] = set()
    for _ in range(200):
        shown |= set(await seen.page.locator("#board .session .title bdi:first-of-type").all_text_contents())
        assert await cut_off(seen) == []
        assert await seen.page.locator("#board h3").count() >= 1
        if len(shown) == 19:
            break
        await seen.page.wait_for_timeout(100)
    assert len(shown) == 19
    assert "●" in (await seen.page.locator("#board-dots").text_content() or "")


async def test_questions_stand_by_how_many_ask_them_without_the_parked(meet: Meet, wall: OpenWall) -> None:
    await meet.do(ChooseScene(Scene.QUESTIONS))
    seen = await wall(meet.home)
    await seen.shows("No question yet")
    async with somebody(meet, "Zoë") as zoe, somebody(meet, "Iain") as iain:
        for text in ("First?", "Second?", "Parked?", "Unread?"):
            await zoe(Ask(text))
        first, second, parked, _ = meet.state.questions
        for question in (first, second, parked):
            await meet.do(ApproveQuestion(question))
        await iain(BackQuestion(second))
        await meet.do(ParkQuestion(parked))
        await expect(seen.page.locator("#questions .title")).to_have_text(["Second?", "First?"])
        await seen.shows("1 more asks this")
        await seen.never_had("Unread?", "Zoë")


# ── which scene


async def test_the_wall_chooses_by_itself(meet: Meet, wall: OpenWall) -> None:
    seen = await wall(meet.home)
    await seen.scene(Scene.JOIN)
    await meet.do(StartTalk())
    await seen.scene(Scene.NOW)
    await meet.do(EndTalk())
    await meet.do(OpenRound(3))
    await seen.scene(Scene.VOTE)
    await meet.do(CallPitch(next(iter(meet.state.topics))))
    await seen.scene(Scene.PITCHING)
    await meet.do(CallPitch(None))
    await meet.do(CloseRound(meet.state.open_round or 0))
    await seen.scene(Scene.RESULTS)
    late = await wall(meet.home)  # whoever comes later sees the same, at once
    await late.scene(Scene.RESULTS)


async def test_scenes_take_turns(meet: Meet, wall: OpenWall) -> None:
    await publish(meet)
    await meet.do(ChooseScene(Scene.TURNING))
    seen = await wall(meet.home)
    for scene in (Scene.JOIN, Scene.NOW, Scene.BOARD, Scene.JOIN):
        await seen.scene(scene)


async def test_blank_is_dark(meet: Meet, wall: OpenWall) -> None:
    await meet.do(ChooseScene(Scene.NOW))
    await meet.do(StartTalk())
    seen = await wall(meet.home)
    await seen.scene(Scene.NOW)
    await meet.do(BlankWall(True))
    await expect(seen.page.locator("#wall")).to_be_hidden()
    assert (await seen.page.locator("body").inner_text()).strip() == "The wall is dark for now"  # for ears only
    assert (await seen.picture()).convert("L").getextrema() == (0, 0)
    await meet.do(ThrowCamel())
    late = await wall(meet.home)
    await expect(late.page.locator("html.blank")).to_have_count(1)
    assert (await late.picture()).convert("L").getextrema() == (0, 0)
    assert (await seen.picture()).convert("L").getextrema() == (0, 0)
    await meet.do(BlankWall(False))
    await seen.scene(Scene.NOW)


# ── the code


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
async def test_the_code_is_read_from_every_scene(meet: Meet, wall: OpenWall, size: tuple[int, int]) -> None:
    seen = await wall(meet.home, size)
    for scene in SCENES:
        await meet.do(ChooseScene(scene))
        await seen.scene(scene)
        codes = zxingcpp.read_barcodes(await seen.picture())
        assert [code.text for code in codes] == [meet.url], scene
    code = await seen.page.locator("#corner-code").bounding_box()
    assert code is not None
    assert code["width"] >= min(size) / 6


# ── what nobody let


async def test_nothing_that_was_typed_on_a_phone_is_there_before_the_host_let_it(meet: Meet, wall: OpenWall) -> None:
    seen = await wall(meet.home)
    async with somebody(meet, "Zoë") as zoe:
        await zoe(Suggest(Pitch.OFFER, RUDE, detail="And more of it"))
        await zoe(Ask("Is it rude?"))
        rude = list(meet.state.topics)[-1]
        await meet.do(OpenRound(3))
        await zoe(Vote(meet.state.open_round or 0, rude, 1))
        await zoe(Vote(meet.state.open_round or 0, next(iter(meet.state.topics)), 1))
        await meet.do(CloseRound(meet.state.open_round or 0))
        for scene in SCENES:
            await meet.do(ChooseScene(scene))
            await seen.scene(scene)
            await seen.never_had(RUDE, "And more of it", "Is it rude?", "Zoë")
        await meet.do(ChooseScene(Scene.RESULTS))
        await expect(seen.page.locator("#results .counted")).to_have_count(1)
        await meet.do(ApproveTopics((rude,)))
        await expect(seen.page.locator("#results .counted")).to_have_count(2)
        await seen.shows(RUDE)
        await zoe(Join("Somebody rude"))
        await meet.do(ChooseScene(Scene.THANKS))
        await seen.scene(Scene.THANKS)
        await seen.never_had("Somebody rude")


async def test_what_is_typed_stays_text(meet: Meet, wall: OpenWall) -> None:
    seen = await wall(meet.home)
    nasty = '<img src=x onerror="document.title=1"> {n} [b]a[/] `$(id)`'
    await meet.do(AddTopic(Pitch.REQUEST, nasty, name="<b>Carme</b>"))
    await meet.do(CallPitch(list(meet.state.topics)[-1]))
    await expect(seen.page.locator("#pitch-title")).to_have_text(nasty)
    await expect(seen.page.locator("#pitch-who")).to_have_text("<b>Carme</b>")
    assert await seen.page.locator("main img, main b:has-text('Carme')").count() == 0
    await meet.do(AddTopic(Pitch.OFFER, "تعليم القراءة في الصف الأول"))
    await meet.do(CallPitch(list(meet.state.topics)[-1]))
    await expect(seen.page.locator("#pitch-kicker")).to_have_text("◆ offer")
    assert await seen.page.evaluate("getComputedStyle(document.getElementById('pitch-title')).direction") == "rtl"


# ── camel and bell


async def test_the_camel_crosses_the_wall_once(meet: Meet, wall: OpenWall) -> None:
    seen, still = await wall(meet.home), await wall(meet.home, still=True)
    for each in (seen, still):
        await each.scene(Scene.JOIN)
    await meet.do(StartTalk())
    await meet.do(ThrowCamel())
    name = "getComputedStyle(document.querySelector('#camel svg')).animationName"
    for each, animation in ((seen, "walk"), (still, "none")):
        await each.shows("The camel is here")
        assert await each.page.evaluate(name) == animation
    late = await wall(meet.home)
    await late.scene(Scene.NOW)
    await expect(late.page.locator("#camel")).to_be_hidden()
    await expect(seen.page.locator("#camel")).to_be_hidden(timeout=15_000)


async def test_the_bell_rings_at_time_once_somebody_clicked(meet: Meet, wall: OpenWall) -> None:
    seen = await wall(meet.home)
    await meet.do(StartTalk())
    await seen.scene(Scene.NOW)
    await seen.page.get_by_role("button", name="Click once for sound").click()
    await expect(seen.page.get_by_role("button")).to_have_count(0)
    rung = "document.documentElement.dataset.rung || '0'"
    await meet.do(AddTime(-417))
    assert await seen.page.evaluate(rung) == "0"
    await expect(seen.page.locator("html")).to_have_attribute("data-rung", "1", timeout=15_000)
    await seen.shows("time is up")
    late = await wall(meet.home)
    await late.scene(Scene.NOW)
    await late.shows("time is up")
    assert [await each.page.evaluate(rung) for each in (seen, late)] == ["1", "0"]


# ── connection


async def test_a_wall_comes_back_after_the_server_and_keeps_its_picture(tmp_path: Path, wall: OpenWall) -> None:
    made = MakeMeet("Bridge TeachMeet", Format.TEACHMEET, "Europe/London", rehearsal=True)
    folder = Laptop(tmp_path).new("bridge", made)
    port = free_port()

    async def host_does(command: Command) -> None:
        address = f"ws://127.0.0.1:{port}/ws"
        link = Link(lambda: address, Pass(Role.HOST, key=folder.host), (), lambda _: None)
        held = asyncio.create_task(link.run())
        await asyncio.wait_for(link.do(command), 10)
        held.cancel()
        await asyncio.wait([held])

    async with serving(folder, port) as served:
        seen = await wall(f"http://127.0.0.1:{port}")
        await seen.scene(Scene.JOIN)
        await seen.shows("REHEARSAL: these people are made up")
        await host_does(ChooseScene(Scene.VOTE))
        await host_does(AddTopic(Pitch.OFFER, "Chess"))
        await host_does(OpenRound(3, seconds=600))
        await seen.shows(re.compile("Voting closes in (10:00|9:5)"))
        served.kill()
        await seen.shows("not connected, trying again")
        before = await seen.page.locator("#vote-line").text_content()
        await expect(seen.page.locator("#vote-line")).not_to_have_text(before or "")
        await seen.scene(Scene.VOTE)
    async with serving(folder, port):
        await expect(seen.page.locator("#away")).to_be_empty(timeout=20_000)
        await host_does(ChooseScene(Scene.THANKS))
        await seen.scene(Scene.THANKS)


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
async def test_the_widest_code_and_a_long_address_fit(tmp_path: Path, wall: OpenWall, size: tuple[int, int]) -> None:
    folder = Laptop(tmp_path).new("bridge", MakeMeet("Bridge", Format.TEACHMEET, "Europe/London", rehearsal=True))
    settings = folder.path / "meet.json"
    settings.write_text(settings.read_text(encoding="utf-8").replace(folder.code, "WMWM"), encoding="utf-8")
    folder.keep_public("https://quiet-forest-piano-1234.tunnels.example")
    async with serving(folder) as served:
        seen = await wall(f"http://127.0.0.1:{served.port}", size)
        await seen.shows("Any phone that is on the internet can.")
        assert await cut_off(seen) == []
        await expect(seen.page.locator("#join-url")).to_have_text("quiet-forest-piano-1234.tunnels.example")
        host = Link(lambda: served.socket, Pass(Role.HOST, key=folder.host), (), lambda _: None)
        held = asyncio.create_task(host.run())
        await asyncio.wait_for(host.do(ChooseScene(Scene.VOTE)), 10)
        await seen.scene(Scene.VOTE)
        assert await cut_off(seen) == []
        (code,) = zxingcpp.read_barcodes(await seen.picture())
        assert code.text == "HTTPS://QUIET-FOREST-PIANO-1234.TUNNELS.EXAMPLE/J/WMWM"
        held.cancel()
        await asyncio.wait([held])


async def test_the_page_asks_for_little(meet: Meet, wall: OpenWall, chromium: Browser) -> None:
    page = await chromium.new_page()
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    await page.goto(f"{meet.home}/wall")
    await expect(page.locator("#join-letters")).to_have_text(meet.folder.code)
    assert [request.url.rpartition("/")[2] for request in asked] == ["wall", "wall.js?lang=en"]
    await page.close()
