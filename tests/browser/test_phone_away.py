"""A phone that was away: put aside, asleep, without a network; it comes back as the same person and hears again."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from teachmeet.domain.commands import CloseRound, OpenRound
from tests.browser.conftest import BEAT, chromium_path, listen
from tests.browser.stage import TOPICS, Meet, OpenPhone, Phone

pytestmark = pytest.mark.browser

LINE = "#line"


@pytest.fixture
async def remembering(chromium: Browser) -> AsyncIterator[Browser]:
    """A browser that keeps a page as it is when one goes on to another, as phones do."""
    assert chromium.is_connected()  # there is one at all
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path(),
            args=["--no-sandbox"],
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield browser
        await browser.close()


def votes(meet: Meet) -> list[str | None]:
    """What was voted for."""
    state = meet.state
    return [state.topics[t].title for ballots in state.ballots.values() for b in ballots.values() for t in b]


async def test_a_page_from_the_back_forward_cache_hears_again(remembering: Browser, meet: Meet) -> None:
    context = await remembering.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(10_000)
    await context.add_init_script(f"localStorage['teachmeet.beat'] = {BEAT}")
    sana = Phone(await context.new_page(), [])
    listen(sana)
    await sana.page.goto(meet.url)
    await sana.join("Sana")
    await meet.do(OpenRound(2))
    await sana.tab("Vote")
    await sana.vote(TOPICS[0])
    await expect(sana.page.locator("#vote-state")).to_have_text("saved ✓")
    await sana.page.evaluate("addEventListener('pageshow', (event) => (window.restored = event.persisted))")

    await sana.page.goto(f"{meet.home}/healthz")
    await meet.do(CloseRound(meet.state.open_round or 0))
    await sana.page.go_back(wait_until="commit")
    await sana.comes("window.restored === true")
    await sana.shows("What the room chose")  # what happened meanwhile
    await expect(sana.page.locator(LINE)).to_have_text("● live")
    await meet.do(OpenRound(2))
    await sana.vote(TOPICS[1])
    await expect(sana.page.locator("#vote-state")).to_have_text("saved ✓")
    assert votes(meet) == [TOPICS[0], TOPICS[1]]
    assert len([person for person in meet.state.people.values() if person.joined is not None]) == 1
    assert sana.complaints == []
    await context.close()


async def test_a_vote_on_its_way_when_the_page_is_put_aside_counts_once(remembering: Browser, meet: Meet) -> None:
    context = await remembering.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(10_000)
    await context.add_init_script(f"localStorage['teachmeet.beat'] = {BEAT}")
    sana = Phone(await context.new_page(), [])
    listen(sana)
    await sana.page.goto(meet.url)
    await sana.join("Sana")
    await meet.do(OpenRound(2))
    await sana.tab("Vote")
    await sana.find_card(TOPICS[0])
    await context.set_offline(True)
    await sana.tap("Vote for this")
    await sana.shows("offline: kept, will be sent")
    await sana.page.evaluate("addEventListener('pageshow', (event) => (window.restored = event.persisted))")
    await sana.page.goto("about:blank")
    await context.set_offline(False)
    await sana.page.go_back(wait_until="commit")
    await expect(sana.page.locator("#vote-state")).to_have_text("saved ✓", timeout=15_000)
    assert votes(meet) == [TOPICS[0]]
    await context.close()


async def counted(page: Page) -> None:
    """Count the sockets that the page opens."""
    await page.add_init_script(
        """window.sockets = [];
        const real = WebSocket;
        window.WebSocket = function (url) { const made = new real(url); window.sockets.push(made); return made; };"""
    )


async def test_a_page_that_is_hidden_lets_its_socket_go_and_takes_no_other(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone(url=None)
    await counted(sana.page)
    await sana.page.goto(meet.url)
    await sana.join("Sana")
    await sana.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    await sana.comes("window.sockets[0].readyState >= 2")
    assert await sana.page.evaluate("window.sockets.length") == 1
    await sana.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    await expect(sana.page.locator(LINE)).to_have_text("● live")
    assert await sana.page.evaluate("window.sockets.length") == 2


@pytest.mark.parametrize("event", ["visibilitychange", "online", "pageshow", "resume"])
async def test_waking_up_proves_the_socket(meet: Meet, phone: OpenPhone, event: str) -> None:
    sana = await phone(url=None)
    await counted(sana.page)
    await sana.page.goto(meet.url)
    await sana.join("Sana")
    # From here on the network swallows everything, as it does for a phone that slept in a pocket.
    await sana.page.evaluate("() => { const old = window.sockets[0]; old.onmessage = () => {}; old.send = () => {}; }")
    target = "document" if event in ("visibilitychange", "resume") else "window"
    await sana.page.evaluate(f"{target}.dispatchEvent(new Event('{event}'))")
    await sana.comes("window.sockets.length > 1")
    await expect(sana.page.locator(LINE)).to_have_text("● live")


async def test_a_clock_that_jumps_is_noticed(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone(url=None)
    await counted(sana.page)
    await sana.page.add_init_script(
        "const tell = Date.now; window.ahead = 0; Date.now = () => tell.call(Date) + window.ahead;"
    )
    await sana.page.goto(meet.url)
    await sana.join("Sana")
    await sana.page.wait_for_timeout(2_500)  # the early pings
    before = int(await sana.page.evaluate("document.documentElement.dataset.ahead"))
    await sana.page.evaluate("window.ahead = 3600000")
    await sana.comes(f"Math.abs(Number(document.documentElement.dataset.ahead) - {before} + 3600000) < 500")
    await expect(sana.page.locator(LINE)).to_have_text("● live")
