"""Timed talks on the phone: who is who, "You're next", "You're on", two minutes on the spot, and the clock."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from teachmeet.domain.actors import Role
from teachmeet.domain.commands import (
    AddSegment,
    AddTime,
    AnswerClaim,
    AnswerOffer,
    Draw,
    EndTalk,
    SetOrder,
    StartSegment,
    StartTalk,
    StartTimer,
    StopTimer,
    TellSpeaker,
    ThrowCamel,
)
from teachmeet.domain.panels import TalksPanel
from teachmeet.domain.programme import Order, SegmentKind, Told
from teachmeet.link import Event, Link, Pass, Shown
from tests.browser.delays import slow_road
from tests.browser.stage import Meet, OpenPhone, Phone
from tests.world import until

pytestmark = pytest.mark.browser

HEAD = "#called-head"


@asynccontextmanager
async def seen_by_the_host(meet: Meet) -> AsyncIterator[list[str | None]]:
    """The talks whose givers saw that they are next, as the host's talks panel has them."""
    seen: list[str | None] = []

    def take(event: Event) -> None:
        if isinstance(event, Shown) and isinstance(event.panel, TalksPanel):
            seen[:] = [row.card.title for row in event.panel.talks if row.seen]

    link = Link(meet.host.url, Pass(Role.HOST, key=meet.folder.host), ("talks",), take)
    held = asyncio.create_task(link.run())
    yield seen
    held.cancel()
    await asyncio.wait([held])


async def come_in_as_femi(meet: Meet, phone: Phone) -> None:
    """Join with the name on the sheet, say so, and have it confirmed."""
    await phone.join("Femi")
    await phone.shows("Are you")
    await expect(phone.page.locator("#claim-ask")).to_contain_text("Maths trails round the car park")
    await phone.tap("Yes")
    await phone.shows("The host has been asked.")
    (claim,) = (claim for claim in meet.state.claims.values() if claim.yes is None)
    await meet.do(AnswerClaim(claim.claim, True))
    await expect(phone.page.locator("#claim-state")).to_be_empty()


async def test_a_speaker_from_the_sheet_is_called_seen_timed_and_told(meet: Meet, phone: OpenPhone) -> None:
    await meet.do(SetOrder(Order.DRAWN))
    femi, olu = await phone(), await phone()
    await olu.join("Zoë")
    await expect(olu.page.locator("#claim")).to_be_hidden()
    await come_in_as_femi(meet, femi)
    await expect(femi.page.locator("#own-talk")).to_have_text("Maths trails round the car park · to come")

    async with seen_by_the_host(meet) as seen:
        await meet.do(Draw())
        await expect(femi.page.locator(HEAD)).to_have_text("You're next")
        await femi.shows("Come to the front.")
        await expect(femi.page.get_by_role("navigation")).to_be_hidden()
        await until(lambda: seen == ["Maths trails round the car park"])
    await expect(olu.page.locator(HEAD)).to_be_hidden()

    await meet.do(StartTalk())
    await expect(femi.page.locator(HEAD)).to_have_text("You're on")
    clock = femi.page.locator("#called-clock")
    await expect(clock).to_have_text(re.compile(r"^(7:00|6:5\d)$"))
    box = await clock.bounding_box()
    assert box is not None
    assert box["height"] > 120
    await meet.do(TellSpeaker(Told.WRAP_UP))
    await expect(femi.page.locator("#told.news")).to_have_text("Wrap up, please")
    await meet.do(TellSpeaker(text="<b>the mic</b>"))
    await expect(femi.page.locator("#told.news")).to_have_text("<b>the mic</b>")
    await meet.do(StartTimer(90))
    await expect(femi.page.locator("#called-timer")).to_have_text(re.compile(r"short timer: 1:(30|2\d)"))
    await meet.do(StopTimer())
    await expect(femi.page.locator("#called-timer")).to_be_empty()

    await meet.do(AddTime(-7 * 60))
    await expect(femi.page.locator("#called-warn")).to_have_text("time is up")
    await expect(clock).to_have_text(re.compile(r"^\+0:"))
    await expect(femi.page.locator("#called")).to_have_attribute("data-clock", "over")
    await expect(femi.page.locator("#camel")).to_be_hidden()
    await meet.do(ThrowCamel())
    await expect(femi.page.locator("#camel")).to_be_visible()
    await expect(olu.page.locator("#camel")).to_be_hidden()
    again = await phone(again=femi)
    await expect(again.page.locator(HEAD)).to_have_text("You're on")
    await expect(again.page.locator("#told")).to_have_text("<b>the mic</b>")
    await expect(again.page.locator("#told.news")).to_have_count(0)  # it is not new to this page, nor is the camel
    await expect(again.page.locator("#camel")).to_be_hidden()

    await femi.tap("back to the meet")
    await expect(femi.page.get_by_role("navigation")).to_be_visible()
    await meet.do(TellSpeaker(Told.THANK_YOU))
    await femi.shows("Thank you")
    await expect(femi.page.locator(HEAD)).to_be_visible()
    await meet.do(EndTalk())
    await expect(femi.page.locator("#own-talk")).to_have_text("Maths trails round the car park · done, thank you")
    await expect(femi.page.locator(HEAD)).to_be_hidden()


async def test_somebody_else_of_that_name_is_asked_once(meet: Meet, phone: OpenPhone) -> None:
    femi = await phone()
    await femi.join("Femi")
    await femi.tap("No, somebody else")
    await expect(femi.page.locator("#claim")).to_be_hidden()
    await femi.page.reload()
    await femi.shows("Nothing is on right now")
    await expect(femi.page.locator("#claim")).to_be_hidden()
    assert meet.state.claims == {}

    olu = await phone()
    await olu.join("Olu")
    await olu.tap("Yes")
    await olu.shows("The host has been asked.")
    (claim,) = meet.state.claims.values()
    await meet.do(AnswerClaim(claim.claim, False))
    await olu.shows("The host could not confirm that. Ask at the front.")


async def test_a_call_does_not_take_the_page_from_somebody_who_types(meet: Meet, phone: OpenPhone) -> None:
    await meet.do(SetOrder(Order.DRAWN))
    femi = await phone()
    await come_in_as_femi(meet, femi)
    await femi.tab("Suggest")
    topic = femi.page.get_by_label("What is it about?")
    await topic.fill("Parents in")
    await meet.do(Draw())
    await expect(femi.page.locator("#call")).to_have_text("You're next")
    await topic.press_sequentially(" the loop")
    await expect(topic).to_have_value("Parents in the loop")
    (talk,) = (talk for talk in meet.state.talks.values() if talk.drawn is not None)
    assert not talk.seen
    await femi.page.locator("#call").click()
    await expect(femi.page.locator(HEAD)).to_have_text("You're next")
    await until(lambda: meet.state.talks[talk.talk].seen)
    await femi.tap("back to the meet")
    await expect(topic).to_have_value("Parents in the loop")


HIDE = """(hidden) => {
    for (const [name, value] of [["hidden", hidden], ["visibilityState", hidden ? "hidden" : "visible"]]) {
        Object.defineProperty(document, name, { get: () => value, configurable: true });
    }
    document.dispatchEvent(new Event("visibilitychange"));
}"""


async def test_nobody_is_called_once_forgotten(meet: Meet, phone: OpenPhone) -> None:
    femi = await phone()
    await come_in_as_femi(meet, femi)
    await femi.tap("back to the meet")
    await expect(femi.page.locator("#call")).to_be_visible()
    await femi.tab("Me")
    await femi.tap("Forget me")
    await femi.tap("Yes, forget me")
    await expect(femi.page.get_by_role("heading", name="Come in")).to_be_visible()
    await expect(femi.page.locator("#call")).to_be_hidden()


async def test_a_page_that_nobody_looks_at_has_not_seen_the_call(meet: Meet, phone: OpenPhone) -> None:
    await meet.do(SetOrder(Order.DRAWN))
    femi = await phone()
    await come_in_as_femi(meet, femi)
    await femi.page.evaluate(HIDE, True)
    await meet.do(Draw())
    await expect(femi.page.locator(HEAD)).to_have_text("You're next")
    await asyncio.sleep(0.5)
    (talk,) = (talk for talk in meet.state.talks.values() if talk.drawn is not None)
    assert not talk.seen
    await femi.page.evaluate(HIDE, False)
    await until(lambda: meet.state.talks[talk.talk].seen)


async def test_two_minutes_are_offered_and_taken(meet: Meet, phone: OpenPhone) -> None:
    zoe = await phone()
    await zoe.join("Zoë")
    for title, yes, told in (("Bins", False, "not this time"), ("Bread", True, "taken: you're in the running order")):
        await zoe.tap("I've got two minutes")
        await zoe.page.get_by_label("What will you show in two minutes?").fill(title)
        await zoe.tap("Send it")
        await zoe.shows("waits for the host")
        await expect(zoe.page.locator("#two-open")).to_be_hidden()
        (offer,) = (offer for offer in meet.state.offers.values() if offer.yes is None)
        await meet.do(AnswerOffer(offer.offer, yes))
        await expect(zoe.page.locator("#two-state")).to_contain_text(f"{title} · {told}")
    assert list(meet.state.talks.values())[-1].title == "Bread"
    await expect(zoe.page.locator("#two-open")).to_be_hidden()
    await expect(zoe.page.locator("#own-talk")).to_have_text("Bread · to come")


async def test_what_part_is_on_and_that_the_draw_has_weights(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone()
    await sana.join("Sana")
    await meet.do(AddSegment(SegmentKind.BREAK, seconds=20 * 60))
    await meet.do(StartSegment(next(s.segment for s in meet.state.segments.values() if s.kind is SegmentKind.BREAK)))
    await expect(sana.page.locator("#now-title")).to_have_text("Break")
    await expect(sana.page.locator("#now-who")).to_have_text(re.compile(r"^until \d+:\d\d"))
    await expect(sana.page.locator("#now-clock")).to_have_text(re.compile(r"^(20:00|19:5\d)$"))
    await meet.do(SetOrder(Order.DRAWN, weights=True))
    await sana.shows("The draw favours first-timers and those not called last time.")


async def test_the_camel_stands_still_for_those_who_want_no_motion(meet: Meet, phone: OpenPhone) -> None:
    femi = await phone()
    await femi.page.emulate_media(reduced_motion="reduce")
    await come_in_as_femi(meet, femi)
    await meet.do(StartTalk())
    await expect(femi.page.locator(HEAD)).to_have_text("You're on")
    await meet.do(ThrowCamel())
    await femi.shows("The camel is here.")
    animation = "getComputedStyle(document.querySelector('#camel svg')).animationName"
    assert await femi.page.evaluate(animation) == "none"


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_the_clock_is_right_on_a_slow_and_uneven_road(meet: Meet, phone: OpenPhone, seed: int) -> None:
    port = urlsplit(meet.url).port
    assert port is not None
    async with slow_road(port, 0.2, seed) as slow:
        sana = await phone(url=None)
        # A phone whose own clock is wrong, so that a page which measures nothing cannot be right.
        await sana.page.add_init_script("const real = Date.now; Date.now = () => real.call(Date) - 3456789;")
        await sana.page.goto(meet.url.replace(f":{port}/", f":{slow}/"))
        await sana.join("Sana")
        await sana.page.wait_for_timeout(3_000)  # the early pings
        ahead = int(await sana.page.evaluate("document.documentElement.dataset.ahead"))
        assert abs(ahead - 3_456_789) <= 100
        await sana.page.close()
