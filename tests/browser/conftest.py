"""A meet served by its own process, its host, and phones in a real browser."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Response, async_playwright

from teachmeet.domain.actors import Role
from teachmeet.domain.commands import MakeMeet
from teachmeet.domain.programme import KIND_SECONDS, Format, Pitch, Signup, TalkPlan, TopicPlan
from teachmeet.laptop import Laptop
from teachmeet.link import Link, Pass
from teachmeet.meetfolder import MeetFolder
from tests.browser.stage import TOPICS, Meet, OpenPhone, Phone

BEAT = 1_500
"""Milliseconds between two heartbeats of a phone: a tenth of what it is outside the tests."""

def chromium_path() -> str | None:
    """The browser that tests/run named, or the one on the PATH."""
    return os.environ.get("TEACHMEET_CHROMIUM") or shutil.which("chromium")


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = chromium_path()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium: install one, or name it in TEACHMEET_CHROMIUM")
        pytest.skip("no Chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[MeetFolder, str]]:
    """A meet's folder and URL, served by a process of its own."""
    talks = [("Femi", "Maths trails round the car park"), ("Olu", "Outdoor learning when it rains")]
    command = MakeMeet(
        "Bridge TeachMeet",
        Format.TEACHMEET,
        "Europe/London",
        ends=datetime.now(UTC) + timedelta(hours=3),
        talks=tuple(TalkPlan(Signup(name), title, "micro", KIND_SECONDS["micro"]) for name, title in talks),
        topics=tuple(TopicPlan(Signup("Carme"), title, Pitch.OFFER) for title in TOPICS),
    )
    folder = Laptop(tmp_path).new("bridge", command)
    serve = ["--sessions", str(tmp_path), "serve", "bridge", "--bind", "127.0.0.1", "--port", "0", "--json"]
    with subprocess.Popen([sys.executable, "-m", "teachmeet", *serve], stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        ready = json.loads(server.stdout.readline())
        yield folder, ready["url"]
        server.terminate()
        server.wait(10)


@pytest.fixture
async def meet(served: tuple[MeetFolder, str]) -> AsyncIterator[Meet]:
    """A meet that is served, with its host connected."""
    folder, url = served
    address = "ws" + url[len("http") : url.index("/J/")] + "/ws"
    host = Link(lambda: address, Pass(Role.HOST, key=folder.host), (), lambda _: None)
    held = asyncio.create_task(host.run())
    yield Meet(folder, url, host)
    held.cancel()
    await asyncio.wait([held])


@pytest.fixture
async def phone(chromium: Browser, meet: Meet) -> AsyncIterator[OpenPhone]:
    """Opens the meet on a phone of its own, or as one more page of a phone; in the end none has complained."""
    contexts: list[BrowserContext] = []
    phones: list[Phone] = []

    async def open_phone(url: str | None = meet.url, again: Phone | None = None) -> Phone:
        if again is None:
            context = await chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
            context.set_default_timeout(10_000)
            await context.add_init_script(f"try {{ localStorage['teachmeet.beat'] = {BEAT} }} catch (blocked) {{}}")
            contexts.append(context)
        else:
            context = again.page.context
        opened = Phone(await context.new_page(), [])
        listen(opened)
        phones.append(opened)
        if url is not None:
            await opened.page.goto(url)
        return opened

    yield open_phone
    for context in contexts:
        await context.close()
    assert [complaint for each in phones for complaint in each.complaints] == []


def listen(phone: Phone) -> None:
    """Collect errors of scripts, refusals by the page's policy, and dialogs; a lost network is none of these."""

    def said(message: ConsoleMessage) -> None:
        lost = "WebSocket connection" in message.text or "Failed to load resource" in message.text
        if message.type == "error" and not lost:
            phone.complaints.append(message.text)

    def answered(response: Response) -> None:
        if response.status >= 400 and "/J/" not in response.url.upper():
            phone.complaints.append(f"{response.status} {response.url}")

    phone.page.on("console", said)
    phone.page.on("response", answered)
    phone.page.on("pageerror", lambda error: phone.complaints.append(str(error)))
    phone.page.on("dialog", lambda dialog: phone.complaints.append(dialog.message))
