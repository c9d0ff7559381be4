"""What the browser tests play with: a meet that is served, and phones that people tap on."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Page, expect

from teachmeet.domain.commands import Command
from teachmeet.domain.history import fold
from teachmeet.domain.state import State
from teachmeet.journal import read
from teachmeet.link import Link
from teachmeet.meetfolder import MeetFolder

TOPICS = ("Graphic novels", "Quiet corners", "Maths trails", "Voice notes", "Feedback pupils act on")


@dataclass(frozen=True, slots=True)
class Meet:
    """A meet that is served now."""

    folder: MeetFolder
    url: str
    """What the QR code holds."""
    host: Link

    @property
    def home(self) -> str:
        """The address without the code."""
        return self.url[: self.url.index("/J/")]

    @property
    def state(self) -> State:
        """The meet as its journal has it on disk now."""
        return fold(read(self.folder.journal).lines)

    async def do(self, command: Command) -> None:
        """As the host."""
        await asyncio.wait_for(self.host.do(command), 10)


@dataclass(frozen=True, slots=True)
class Phone:
    """Somebody's phone, and what it complained of."""

    page: Page
    complaints: list[str]

    async def join(self, name: str = "") -> None:
        """Come in with a name, or without one."""
        if name:
            await self.page.get_by_label("Your name").fill(name)
            await self.tap("Come in")
        else:
            await self.tap("Without a name")
        await expect(self.page.get_by_role("button", name="Now")).to_be_visible()

    async def tab(self, name: str) -> None:
        """Go to one of the four tabs."""
        await self.page.get_by_role("navigation").get_by_role("button", name=name).click()

    async def tap(self, name: str) -> None:
        """Tap what says exactly this."""
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def shows(self, text: str) -> None:
        """Wait until this stands on the screen."""
        await expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    async def comes(self, so: str) -> None:
        """Wait until this holds on the page, whose policy lets it evaluate no text, as `wait_for_function` would."""
        async with asyncio.timeout(15):
            while not await self.page.evaluate(so):
                await self.page.wait_for_timeout(50)

    async def find_card(self, title: str) -> None:
        """Skip to the card of a topic; everybody starts at another one."""
        heading = self.page.locator("#card-title")
        for _ in range(len(TOPICS) * 2):
            if await heading.text_content() == title:
                return
            if await self.page.locator("#vote-skip").is_disabled():
                await self.tap("Once more")
            else:
                await self.page.locator("#vote-skip").click()
        raise AssertionError(f"there is no card {title!r}")

    async def vote(self, title: str) -> None:
        """Find the card and vote for it; what becomes of that is for the caller to see."""
        await self.find_card(title)
        await self.tap("Vote for this")

    async def outbox(self) -> list[dict[str, object]]:
        """What waits in the phone's storage."""
        script = "Object.keys(localStorage).filter(k => k.includes('.out.')).map(k => JSON.parse(localStorage[k]))"
        waiting: list[dict[str, object]] = await self.page.evaluate(script)
        return waiting


OpenPhone = Callable[..., Awaitable[Phone]]
"""Opens the meet on a phone of its own, or (`again`) as one more page of a phone."""
