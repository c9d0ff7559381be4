"""An edcamp's morning played through: 55 cards from 90 phones, two of them in Chromium, the host at the terminal."""

import asyncio
import os
import random
import re
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import expect
from textual.pilot import Pilot

from teachmeet.app import TeachmeetApp
from teachmeet.domain.actors import Role
from teachmeet.domain.panels import RoundPanel, TallyPanel
from teachmeet.domain.programme import Method
from teachmeet.laptop import Laptop
from teachmeet.link import Link, Pass
from teachmeet.made_up import Card, cards, edcamp
from teachmeet.meetfolder import MeetFolder
from teachmeet.words import load
from tests.browser.stage import Meet, OpenPhone
from tests.browser.stage import Phone as Tapped
from tests.morning import arrange, grid, merge, publish, topics
from tests.phones import Phone, Tape, crowd
from tests.screenshots import text_of
from tests.world import free_port, make_meet, until

pytestmark = pytest.mark.browser

CARDS = cards(load("en"))
PEOPLE = 88
"""Phones that are bare sockets; two more are tapped on."""


@dataclass(frozen=True, slots=True)
class Camp:
    """Where the phones find the meet that the terminal serves."""

    folder: MeetFolder

    @property
    def socket(self) -> str:
        return f"ws://127.0.0.1:{self.folder.port}/ws"


@pytest.fixture
async def meet(tmp_path: Path) -> AsyncIterator[Meet]:
    """An edcamp whose server the terminal will start; stopped in the end."""
    folder = make_meet(tmp_path, "camp", edcamp(load("en"), datetime.now(UTC)))
    folder.keep_port(free_port())
    host = Link(lambda: "", Pass(Role.HOST), (), lambda _: None)
    yield Meet(folder, f"http://127.0.0.1:{folder.port}/J/{folder.code}", host)
    if (running := folder.running()) is not None:
        os.kill(running.pid, signal.SIGKILL)
    await until(lambda: not folder.is_locked())


@pytest.mark.timeout(300)
async def test_a_morning_with_phones(meet: Meet, phone: OpenPhone) -> None:
    app = TeachmeetApp(Laptop(meet.folder.path.parent), "camp")
    async with app.run_test(size=(160, 50)) as pilot, AsyncExitStack() as stack:
        await until(lambda: app.meeting is not None and app.meeting.link.connected)
        room = await crowd(stack, Camp(meet.folder), Tape(), PEOPLE, pages=1)
        sana, olu = await phone(), await phone()
        await sana.join("Sana")
        await olu.join("Olu")

        await asyncio.gather(*(_pitch(each, card) for each, card in zip(room, CARDS, strict=False)))
        await pilot.press("3")
        await until(lambda: len(topics(app).topics) == 55)
        await _somebody_leads(sana, next(card.title for card in CARDS if card.pitch.value == "request"))
        for card in CARDS:
            if card.again is not None:
                await merge(app, pilot, card.title, CARDS[card.again].title)
        assert len(topics(app).topics) == 43

        await _first_round(app, pilot, room, sana, olu)
        await _second_round(app, pilot, room, meet)
        await _board(app, pilot, meet, sana)


async def _pitch(each: Phone, card: Card) -> None:
    answer = await each.pages[0].ask("suggest", pitch=card.pitch.value, title=card.title, kit=card.kit)
    assert answer["type"] == "answer", answer


async def _somebody_leads(who: Tapped, title: str) -> None:
    await who.tab("Suggest")
    row = who.page.locator("#topics li", has_text=title)
    await row.get_by_role("button", name="I'll lead this").click()
    await expect(row).to_contain_text("● You lead this")


async def _first_round(app: TeachmeetApp, pilot: Pilot[None], room: list[Phone], sana: Tapped, olu: Tapped) -> None:
    """Dots: everybody has three, and nobody is told how it stands."""
    await pilot.press("space")
    await until(lambda: voting(app).open)
    await asyncio.gather(*(_spend(each, voting(app)) for each in room))
    for each in (sana, olu):
        await each.tab("Vote")
        await expect(each.page.locator("#vote")).to_contain_text("The organizer sees totals, not your choices")
        await each.tap("Vote for this")
        await expect(each.page.locator("#vote-state")).to_have_text("saved ✓")
        await expect(each.page.locator("#results")).to_be_hidden()
    await until(lambda: tally(app).voted == 90)
    await pilot.press("space")
    await until(lambda: not voting(app).open)
    await expect(olu.page.locator("#results")).to_be_visible()


async def _spend(each: Phone, open_round: RoundPanel) -> None:
    for topic in random.Random(each.number).sample(open_round.topics, 3):
        answer = await each.pages[0].ask("vote", round=open_round.round, topic=topic, dots=1)
        assert answer["type"] == "answer", answer


async def _second_round(app: TeachmeetApp, pilot: Pilot[None], room: list[Phone], meet: Meet) -> None:
    """One card at a time, on the best of the first."""
    before = voting(app).round
    await pilot.press("v")
    await until(lambda: "Open a round" in text_of(app))
    await pilot.press("right", "right", "down")
    await until(lambda: "one card at a time" in text_of(app))
    while not (best := re.search(r"best (\d+)", text_of(app))) or int(best[1]) < 30:
        on = next(line for line in text_of(app).splitlines() if " On " in line)
        await pilot.press("right" if "all 43" in on or "best" in on else "down")
    await pilot.press("enter")
    await until(lambda: voting(app).open and voting(app).round != before)
    assert voting(app).method is Method.INTEREST and 30 <= len(voting(app).topics) < 43
    await asyncio.gather(*(_answer_cards(each, voting(app)) for each in room))
    await until(lambda: tally(app).voted == PEOPLE)
    await pilot.press("space")
    await until(lambda: not voting(app).open)
    number = voting(app).round
    assert number is not None and len(meet.state.ballots[number]) == PEOPLE


async def _answer_cards(each: Phone, open_round: RoundPanel) -> None:
    """The server says which card is next, until there is none."""
    dice = random.Random(each.number)
    page = each.pages[0]
    begins = dice.choice(open_round.topics)
    first = await page.ask("vote", round=open_round.round, topic=begins, dots=dice.randint(1, 3))
    assert first["type"] == "answer", first
    while (card := each.mine["board"]["next"]) is not None:
        answer = await page.ask("vote", round=open_round.round, topic=card, dots=dice.randint(1, 3))
        assert answer["type"] == "answer", answer
    assert len(each.mine["votes"]) == len(open_round.topics)


async def _board(app: TeachmeetApp, pilot: Pilot[None], meet: Meet, sana: Tapped) -> None:
    """Arranged, published, and one session moved for somebody who goes there."""
    await pilot.press("4")
    await until(lambda: bool(grid(app).waiting))
    await arrange(app, pilot)
    score = grid(app).score
    assert len(grid(app).sessions) == 24 and score is not None
    assert score.fit is not None and score.by_votes is not None and score.fit >= score.by_votes
    assert (score.clashes, score.doubled) == (0, 0)
    await expect(sana.page.get_by_role("button", name="My day")).to_be_hidden()
    await publish(app, pilot)

    await sana.tab("My day")
    first = sana.page.locator("#slots > section").first
    await first.get_by_role("button", name="sessions to choose from").click()
    await first.get_by_role("button", name="I'm going").first.click()
    await until(lambda: bool(meet.state.going))
    (gone_to,) = next(iter(meet.state.going.values()))
    before = meet.state.published[gone_to]
    await sana.tab("Now")

    column = [room.room for room in grid(app).rooms].index(before.room or 0)
    await pilot.press(*["up"] * 8, "home", *["right"] * column, "s", "down", "s")
    await until(lambda: grid(app).changes == 2)
    assert meet.state.published[gone_to] == before  # nothing moves for anybody yet
    await publish(app, pilot)
    await expect(sana.page.locator("#moved")).to_have_text(re.compile("is now at|have changed"))
    assert meet.state.published[gone_to].slot != before.slot


def voting(app: TeachmeetApp) -> RoundPanel:
    """The round as the terminal knows it."""
    panel = app.panels.get(RoundPanel)
    return panel if isinstance(panel, RoundPanel) else RoundPanel(0, None, False, 0, (), None)


def tally(app: TeachmeetApp) -> TallyPanel:
    """The tally as the terminal knows it."""
    panel = app.panels.get(TallyPanel)
    return panel if isinstance(panel, TallyPanel) else TallyPanel(None, 0, 0, 0, None)
