"""A phone and a wall in the language of whoever looks: chosen by the browser, changed by a tap, kept by the phone."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from teachmeet.domain.commands import AddTopic, OpenRound
from teachmeet.domain.programme import Pitch
from teachmeet.words import languages, load
from tests.browser.stage import Meet

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


async def keep(page: Page, name: str) -> None:
    """A picture, where one is wanted."""
    if folder := os.environ.get("TEACHMEET_PICTURES"):
        await page.screenshot(path=Path(folder) / f"{name}.png")


async def test_the_browser_chooses_a_tap_changes_it_and_the_phone_keeps_it(chromium: Browser, meet: Meet) -> None:
    spanish, arabic = load("es"), load("ar")
    context = await chromium.new_context(locale="es-MX", viewport={"width": 360, "height": 740})
    page = await context.new_page()
    await page.goto(meet.url)
    await expect(page.locator("html[lang=es][dir=ltr]")).to_have_count(1)
    await expect(page.locator("#join h2")).to_have_text(spanish("phone.join.title"))
    await keep(page, "es-join")
    await page.locator("#join a[hreflang=ar]").click()
    await expect(page.locator("html[lang=ar][dir=rtl]")).to_have_count(1)
    await expect(page.locator("#join h2")).to_have_text(arabic("phone.join.title"))
    await page.goto(meet.url)  # scanned once more: no language stands there
    await expect(page.locator("html[lang=ar]")).to_have_count(1)
    await page.goto(f"{meet.url}?lang=ca")  # the address is stronger
    await expect(page.locator("html[lang=ca]")).to_have_count(1)
    await page.goto(f"{meet.home}/J/QQQQ?lang=es")
    await expect(page.locator("#code-state")).to_have_text(spanish("refusal.wrong_code"))
    await context.close()


@pytest.mark.parametrize("width", [320, 390])
async def test_the_phone_reads_from_right_to_left(chromium: Browser, meet: Meet, width: int) -> None:
    arabic = load("ar")
    await meet.do(AddTopic(Pitch.OFFER, "Knots"))
    await meet.do(AddTopic(Pitch.REQUEST, "Rain plans"))
    await meet.do(OpenRound(3))
    context = await chromium.new_context(locale="ar-EG", viewport={"width": width, "height": 740})
    page = await context.new_page()
    await page.goto(meet.url)
    await keep(page, f"ar-join-{width}")
    await page.locator("#join-name").fill("Ann")
    await page.locator("#join button.main").click()
    for tab in ("now", "vote", "suggest", "me"):
        await page.locator(f"#tabs [data-tab={tab}]").click()
        await expect(page.locator(f"#{tab}")).to_be_visible()
        await page.wait_for_load_state("networkidle")
        await keep(page, f"ar-{tab}-{width}")
        assert await page.evaluate(FITS), tab
    await expect(page.locator("#me h2")).to_have_text(arabic("phone.me_page.title"))
    await expect(page.locator("#me .tongues a")).to_have_text(
        [load(code)("language.name") for code in languages() if code != "ar"]
    )
    await context.close()


@pytest.mark.parametrize("language", languages())
async def test_the_wall_takes_its_language_from_its_address(chromium: Browser, meet: Meet, language: str) -> None:
    context = await chromium.new_context(viewport={"width": 1280, "height": 720})
    page = await context.new_page()
    await page.goto(f"{meet.home}/wall?lang={language}")
    await expect(page.locator("html")).to_have_attribute("dir", load(language)("language.direction"))
    await expect(page.locator("#join h2")).to_have_text(load(language)("wall.join.scan"))
    await keep(page, f"wall-{language}")
    assert await page.evaluate(FITS)
    await context.close()
