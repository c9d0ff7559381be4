"""An evening played for real: the organizer's terminal, its detached server, two phones in Chromium, and a kill."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.async_api import expect
from textual.pilot import Pilot

from teachmeet.app import TeachmeetApp
from teachmeet.cli import cli
from teachmeet.domain.actors import Role
from teachmeet.domain.panels import PeoplePanel, RoundPanel, TallyPanel, TopicsPanel
from teachmeet.laptop import Laptop
from teachmeet.link import Link, Pass
from tests.browser.stage import Meet, OpenPhone
from tests.screenshots import text_of
from tests.world import free_port, make_meet, until

pytestmark = [pytest.mark.browser, pytest.mark.chaos]


@pytest.fixture
async def meet(tmp_path: Path) -> AsyncIterator[Meet]:
    """A meet whose server the terminal will start; stopped in the end, whoever started it."""
    folder = make_meet(tmp_path, "bridge")
    folder.keep_port(free_port())
    host = Link(lambda: "", Pass(Role.HOST), (), lambda _: None)
    yield Meet(folder, f"http://127.0.0.1:{folder.port}/J/{folder.code}", host)
    if (running := folder.running()) is not None:
        os.kill(running.pid, signal.SIGKILL)
    await until(lambda: not folder.is_locked())


async def test_two_phones_vote_the_server_is_killed_and_everybody_is_back(meet: Meet, phone: OpenPhone) -> None:
    app = TeachmeetApp(Laptop(meet.folder.path.parent), "bridge")
    async with app.run_test(size=(120, 36)) as pilot:
        await until(lambda: app.meeting is not None and app.meeting.link.connected)
        sana, olu = await phone(), await phone()
        await sana.join("Sana")
        await olu.join("Olu")
        await sana.tab("Suggest")
        await sana.page.get_by_label("What is it about?").fill("Parents in the loop")
        await sana.tap("Suggest it")
        await expect(sana.page.locator("#suggest-state")).to_have_text("saved ✓")

        await shown(app, pilot, "Does the room see this screen?")
        await pilot.press("Y", "3")
        await shown(app, pilot, "Parents in the loop")
        await pilot.press("space")
        await until(lambda: voting_is_open(app) is True)
        for each in (sana, olu):
            await expect(each.page.locator("#open")).to_be_visible()
            await each.tab("Vote")
            await each.vote("Parents in the loop")
            await expect(each.page.locator("#vote-state")).to_have_text("saved ✓")
        await until(lambda: counted(app, "Parents in the loop") == 2)
        before = meet.state

        killed = meet.folder.running()
        assert killed is not None
        os.kill(killed.pid, signal.SIGKILL)
        await until(lambda: (now := meet.folder.running()) is not None and now.pid != killed.pid)
        for each in (sana, olu):
            await expect(each.page.locator("#line")).to_have_text("● live", timeout=30_000)
            await each.find_card("Parents in the loop")
            await expect(each.page.get_by_role("button", name="Your vote")).to_be_visible()
        await until(lambda: app.meeting is not None and app.meeting.link.connected)
        await pilot.press("6")
        await until(lambda: connected(app) == ["Olu", "Sana"])
        await shown(app, pilot, "2 joined, 2 connected")
        await pilot.press("3")
        assert counted(app, "Parents in the loop") == 2
        assert (meet.state.people, meet.state.ballots) == (before.people, before.ballots)

        await pilot.press("space")
        await sana.shows("Parents in the loop")
        await until(lambda: voting_is_open(app) is False)

    sessions = str(meet.folder.path.parent)
    exported = CliRunner().invoke(cli, ["--sessions", sessions, "export", "bridge", "--to", "markdown"])
    assert exported.exit_code == 0, exported.output
    assert "1. Parents in the loop (offer): 2 votes" in read_export(meet)


def read_export(meet: Meet) -> str:
    """The exported document."""
    return (meet.folder.exports / "bridge.md").read_text(encoding="utf-8")


def counted(app: TeachmeetApp, title: str) -> int | None:
    """The dots of a topic, as the host's terminal has them."""
    topics, tally = app.panels.get(TopicsPanel), app.panels.get(TallyPanel)
    if not isinstance(topics, TopicsPanel) or not isinstance(tally, TallyPanel) or tally.counts is None:
        return None
    if topics.edition != tally.edition:
        return None
    return dict(zip((topic.title for topic in topics.topics), tally.counts, strict=True)).get(title)


def voting_is_open(app: TeachmeetApp) -> bool | None:
    """Whether a round is open, as the host's terminal has it; None before it knows."""
    voting = app.panels.get(RoundPanel)
    return voting.open if isinstance(voting, RoundPanel) else None


def connected(app: TeachmeetApp) -> list[str]:
    """Who is here, as the host's terminal has it."""
    people = app.panels.get(PeoplePanel)
    rows = people.people if isinstance(people, PeoplePanel) else ()
    return sorted(row.name or "" for row in rows if row.connected)


async def shown(app: TeachmeetApp, pilot: Pilot[None], text: str) -> None:
    """Wait until a text stands on the terminal."""
    async with asyncio.timeout(30):
        while text not in text_of(app):
            await pilot.pause(0.05)
