"""The phone's page in Chromium, Firefox and WebKit: what the network swallows is there again, once."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from teachmeet.domain.actors import Role
from teachmeet.domain.commands import MakeMeet, OpenRound
from teachmeet.domain.programme import Format, Pitch, TopicPlan
from teachmeet.link import Link, Pass
from teachmeet.meetfolder import MeetFolder
from tests.browser import engines
from tests.browser.conftest import BEAT
from tests.browser.stage import TOPICS, Meet
from tests.proxy import Proxy, Swallowed, proxy
from tests.world import PATIENCE, free_port, make_meet, serving

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

OUTAGE, LONG_OUTAGE = 5.0, 60.0
"""Seconds."""
LIFE = 15_000
"""Milliseconds between two heartbeats outside of tests."""
TITLE = "Parents in the loop"
BUTTON = "//button[normalize-space()={0!r} and not(ancestor-or-self::*[@hidden])]"
TAB = "//nav//button[@data-tab={0!r}]"


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody with a phone: what they see, and tap."""

    window: engines.Window

    async def until(self, body: str, what: Any = True) -> None:
        """Wait until the page says so."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + PATIENCE
        while (said := await self.window.run(f"return {body}")) != what:
            if clock() > deadline:
                seen = await self.window.run("return document.body.innerText")
                raise AssertionError(f"{body} is {said!r}, not {what!r}; the page says:\n{seen}")
            await asyncio.sleep(0.05)

    async def reads(self, element: str, text: str) -> None:
        """Wait until this element says just this."""
        await self.until(f"(document.getElementById({element!r}) || document.body).textContent.trim()", text)

    async def tab(self, name: str) -> None:
        """Go to a tab, and wait for its page."""
        await self.window.tap(TAB.format(name))
        await self.until(f"document.getElementById({name!r}) && !document.getElementById({name!r}).hidden")

    async def tap(self, text: str) -> None:
        """Tap what says this."""
        await self.window.tap(BUTTON.format(text))

    async def vote(self, title: str) -> None:
        """Find a card, and vote for it."""
        await self.find(title)
        await self.tap("Vote for this")

    async def find(self, title: str) -> None:
        """Skip to a card."""
        for _ in range(len(TOPICS) * 2 + 2):
            if await self.window.run("return document.getElementById('card-title').textContent") == title:
                return
            ended = await self.window.run("return document.getElementById('vote-skip').disabled")
            await self.window.tap(f"//button[@id={'vote-go' if ended else 'vote-skip'!r}]")
        raise AssertionError(f"there is no card {title!r}")


@pytest.fixture
async def folder(tmp_path: Path) -> MeetFolder:
    """A meet that keeps its port."""
    topics = tuple(TopicPlan(None, title, Pitch.OFFER) for title in TOPICS)
    ends = datetime.now(UTC) + timedelta(hours=3)
    founding = MakeMeet("Bridge TeachMeet", Format.TEACHMEET, "UTC", ends=ends, topics=topics)
    made = make_meet(tmp_path, "bridge", founding)
    made.keep_port(free_port())
    return made


@pytest.fixture
async def road(folder: MeetFolder) -> AsyncIterator[Proxy]:
    """What lies between the phone and the server."""
    assert folder.port is not None
    async with proxy(folder.port) as between:
        yield between


@pytest.fixture
async def meet(folder: MeetFolder, road: Proxy) -> AsyncIterator[Meet]:
    """The meet as its host has it, who needs no road; somebody must serve it."""
    host = Link(lambda: f"ws://127.0.0.1:{folder.port}/ws", Pass(Role.HOST, key=folder.host), (), lambda _: None)
    held = asyncio.create_task(host.run())
    yield Meet(folder, f"http://127.0.0.1:{road.port}/J/{folder.code}", host)
    held.cancel()
    await asyncio.wait([held])


@pytest.fixture(params=engines.ENGINES)
async def hand(request: pytest.FixtureRequest) -> AsyncIterator[Hand]:
    """A phone with this browser."""
    try:
        async with engines.window(request.param) as window:
            yield Hand(window)
    except engines.Missing as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(f"no {request.param}: there is no {missing} on the PATH")
        pytest.skip(f"no {request.param}: there is no {missing} on the PATH")


def votes(meet: Meet) -> list[str]:
    """What was voted for, as the journal has it, each as often as it counts."""
    state = meet.state
    ballots = [ballot for people in state.ballots.values() for ballot in people.values()]
    given = [topic for ballot in ballots for topic, dots in ballot.items() for _ in range(dots)]
    return sorted(state.topics[topic].title or "" for topic in given)


def joined(meet: Meet) -> list[str | None]:
    """The names of those who came in with a phone."""
    return [person.name for person in meet.state.people.values() if person.joined is not None]


async def come_in_and_vote(hand: Hand, meet: Meet, beat: int) -> None:
    """A name, a suggestion, and a vote for it, all answered; with heartbeats of so many milliseconds."""
    await hand.window.open(f"{meet.home}/")
    await hand.window.run(f"localStorage['teachmeet.beat'] = {beat}")
    await hand.window.open(meet.url)
    await hand.until("document.getElementById('join') && !document.getElementById('join').hidden")
    await hand.window.type("//input[@id='join-name']", "Sana")
    await hand.tap("Come in")
    await hand.until("!document.getElementById('tabs').hidden")
    await hand.tab("suggest")
    await hand.window.type("//textarea[@id='topic']", TITLE)
    await hand.tap("Suggest it")
    await hand.reads("suggest-state", "saved ✓")
    await meet.do(OpenRound(4))
    await hand.tab("vote")
    await hand.until("!document.getElementById('card').hidden")
    await hand.vote(TITLE)
    await hand.reads("vote-state", "saved ✓")


async def swallowed(hand: Hand, meet: Meet, road: Proxy, seconds: float, beat: int) -> None:
    """The network goes in the middle of one vote, and before another; both count once when it is back."""
    async with serving(meet.folder, None):
        await come_in_and_vote(hand, meet, beat)
        await hand.find(TOPICS[0])
        road.swallow(Swallowed.ANSWERS)
        await hand.tap("Vote for this")
        await hand.reads("vote-state", "offline: kept, will be sent")  # whether it arrived, the phone cannot know
        road.swallow(Swallowed.ALL)
        await hand.vote(TOPICS[1])
        away = asyncio.get_running_loop().time() + seconds
        await hand.reads("vote-state", "offline: kept, will be sent")
        await hand.reads("line", "○ offline")
        await asyncio.sleep(away - asyncio.get_running_loop().time())
        assert TOPICS[1] not in votes(meet)
        road.restore()
        await back(hand, meet)


async def back(hand: Hand, meet: Meet) -> None:
    """The same person, and every vote once."""
    await hand.reads("line", "● live")
    await hand.until("Object.keys(localStorage).some((key) => key.includes('.out.'))", False)
    await hand.reads("used", "used 3 of 4 ●●●○")
    assert votes(meet) == sorted((TITLE, TOPICS[0], TOPICS[1]))
    assert joined(meet) == ["Sana"]


async def test_what_the_network_swallows_counts_once(hand: Hand, meet: Meet, road: Proxy) -> None:
    await swallowed(hand, meet, road, OUTAGE, BEAT)


@pytest.mark.long
async def test_a_minute_without_a_network(hand: Hand, meet: Meet, road: Proxy) -> None:
    await swallowed(hand, meet, road, LONG_OUTAGE, LIFE)


async def test_a_server_that_is_killed_and_started_again(hand: Hand, meet: Meet) -> None:
    async with serving(meet.folder, None) as first:
        await come_in_and_vote(hand, meet, BEAT)
        first.process.kill()
    await hand.vote(TOPICS[0])
    await hand.reads("vote-state", "offline: kept, will be sent")
    async with serving(meet.folder, None):
        await hand.vote(TOPICS[1])
        await back(hand, meet)


KEEPERS = {"chromium": True, "firefox": False, "webkit": True}
"""Who shows the page as it was left to those who come back. Firefox loads it anew: it keeps no page whose socket is
still open or just being closed when one goes."""


async def test_coming_back_to_the_page(hand: Hand, meet: Meet, request: pytest.FixtureRequest) -> None:
    async with serving(meet.folder, None):
        await come_in_and_vote(hand, meet, BEAT)
        await hand.window.run("addEventListener('pageshow', (event) => (window.kept = event.persisted))")
        await hand.window.open(f"{meet.home}/elsewhere")
        await hand.until("document.body.innerText.includes('There is nothing here')")
        await hand.window.run("history.back()")
        await hand.reads("line", "● live")
        await hand.reads("used", "used 1 of 4 ●○○○")
        for title in TOPICS[:2]:
            await hand.vote(title)
            await hand.reads("vote-state", "saved ✓")
        await back(hand, meet)
        kept = await hand.window.run("return window.kept === true")
    assert {request.node.callspec.params["hand"]: kept}.items() <= KEEPERS.items()
