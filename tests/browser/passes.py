"""One-time codes, as the host reads them off the terminal; and pages that are opened with one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, BrowserContext, expect

from teachmeet.domain.actors import Role
from teachmeet.domain.commands_hall import MakePass
from teachmeet.domain.panels_hall import PassesPanel
from teachmeet.domain.programme import Duty
from teachmeet.link import Event, Link, Pass, Shown
from tests.browser.conftest import BEAT, listen
from tests.browser.stage import Meet, Phone
from tests.world import until


async def make_code(meet: Meet, duty: Duty) -> str:
    """Have a pass made, and read its code."""
    codes: list[str] = []

    def take(event: Event) -> None:
        if isinstance(event, Shown) and isinstance(event.panel, PassesPanel):
            codes[:] = [row.code for row in event.panel.passes if row.duty is duty and row.code is not None]

    await meet.do(MakePass(duty))
    link = Link(meet.host.url, Pass(Role.HOST, key=meet.folder.host), ("passes",), take)
    held = asyncio.create_task(link.run())
    try:
        await until(lambda: bool(codes))
    finally:
        held.cancel()
        await asyncio.wait([held])
    return codes[-1]


@asynccontextmanager
async def machines(chromium: Browser) -> AsyncIterator["Machines"]:
    """Machines to open pages on; in the end none has complained."""
    opened = Machines(chromium)
    yield opened
    for context in opened.contexts:
        await context.close()
    assert [complaint for each in opened.pages for complaint in each.complaints] == []


class Machines:
    """Opens pages, each on a machine of its own, or (`again`) on one that is there."""

    def __init__(self, chromium: Browser) -> None:
        self._chromium = chromium
        self.contexts: list[BrowserContext] = []
        self.pages: list[Phone] = []

    async def open(self, url: str, again: Phone | None = None) -> Phone:
        """Open this address."""
        if again is None:
            context = await self._chromium.new_context(viewport={"width": 768, "height": 900})
            context.set_default_timeout(10_000)
            beat = f"for (const all of [localStorage, sessionStorage]) all['teachmeet.beat'] = {BEAT}"
            await context.add_init_script(beat)
            self.contexts.append(context)
        else:
            context = again.page.context
        page = Phone(await context.new_page(), [])
        listen(page)
        self.pages.append(page)
        await page.page.goto(url)
        return page


async def give_code(page: Phone, code: str) -> None:
    """Type the code in, as people do: in small letters, with a space."""
    await page.page.get_by_label("The one-time code from the host").fill(f" {code[:3].lower()} {code[3:].lower()} ")
    await page.tap("Go on")
    await expect(page.page.locator("#line")).to_have_text("● live")
