"""The phone's page in Chromium behind a tunnel: the evening once more, everything over https and wss."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, WebSocket, expect

from teachmeet.domain.commands import CloseRound, OpenRound
from teachmeet.publishing import publish
from tests.browser.stage import TOPICS, Meet, Phone
from tests.tunnel import NAME, tunnel

pytestmark = pytest.mark.browser

STATE = "#vote-state"


@pytest.fixture
async def public(meet: Meet, tmp_path: Path) -> AsyncIterator[str]:
    """The meet's public address, given while it runs."""
    port = urlsplit(meet.url).port
    assert port is not None
    async with tunnel(port, tmp_path) as outside:
        address = f"https://{NAME}:{outside}"
        await publish(meet.folder, address)
        yield address


async def test_an_evening_over_wss(chromium: Browser, meet: Meet, public: str) -> None:
    sockets: list[str] = []
    elsewhere: list[str] = []

    def opened(socket: WebSocket) -> None:
        sockets.append(socket.url)

    context = await chromium.new_context(ignore_https_errors=True, viewport={"width": 360, "height": 740})
    context.set_default_timeout(10_000)
    sana = Phone(await context.new_page(), [])
    sana.page.on("websocket", opened)
    sana.page.on("request", lambda asked: elsewhere.append(asked.url) if not asked.url.startswith(public) else None)
    sana.page.on("pageerror", lambda error: sana.complaints.append(str(error)))
    try:
        await sana.page.goto(f"{public}/J/{meet.folder.code}".upper())
        await sana.join("Sana")
        await meet.do(OpenRound(2))
        await sana.tab("Vote")
        await sana.vote(TOPICS[0])
        await expect(sana.page.locator(STATE)).to_have_text("saved ✓")
        await sana.page.reload()
        await expect(sana.page.locator("#used")).to_have_text(re.compile("used 1 of 2"))
        await meet.do(CloseRound(meet.state.open_round or 0))
        await sana.shows("What the room chose")
    finally:
        await context.close()
    assert {urlsplit(url)._replace(query="").geturl() for url in sockets} == {f"{public}/ws".replace("https", "wss")}
    assert (elsewhere, sana.complaints) == ([], [])
    state = meet.state
    ballots = [ballot for people in state.ballots.values() for ballot in people.values()]
    assert [[state.topics[topic].title for topic in ballot] for ballot in ballots] == [[TOPICS[0]]]
