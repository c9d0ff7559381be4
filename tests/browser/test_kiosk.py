"""The kiosk: a machine for everybody without a phone, let in by a one-time code; each visit is somebody new."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from teachmeet.domain.commands import OpenRound
from teachmeet.domain.commands_hall import RevokePass
from teachmeet.domain.programme import Duty
from tests.browser.passes import Machines, give_code, machines, make_code
from tests.browser.stage import TOPICS, Meet, Phone

pytestmark = pytest.mark.browser

DONE = "Done: next person"


@pytest.fixture
async def kiosk(chromium: Browser, meet: Meet) -> AsyncIterator[Phone]:
    """A machine on which the kiosk has been opened."""
    async with machines(chromium) as room:
        page = await room.open(f"{meet.home}/kiosk")
        await give_code(page, await make_code(meet, Duty.KIOSK))
        await ready(page)
        yield page


async def ready(page: Phone) -> None:
    """Until the next person may come in."""
    await expect(page.page.get_by_role("heading", name="Come in")).to_be_visible(timeout=15_000)
    await page.shows("No phone? Come in here.")


def visitors(meet: Meet) -> list[str | None]:
    """Who came in at the kiosk."""
    return [person.name for person in meet.state.people.values() if person.kiosk]


def ballots(meet: Meet) -> list[tuple[str | None, str | None]]:
    """Who voted for what; nothing but a test may ask."""
    state = meet.state
    given = [(p, t) for ballots in state.ballots.values() for p, ballot in ballots.items() for t in ballot]
    return sorted((state.people[person].name, state.topics[topic].title) for person, topic in given)


async def page_text(page: Phone) -> str:
    """Everything that stands on the page or is kept by it, seen or not."""
    script = """() => document.body.textContent + JSON.stringify(Object.assign({}, sessionStorage))
        + Array.from(document.querySelectorAll('input,textarea'), (field) => field.value).join(' ')"""
    return str(await page.page.evaluate(script))


async def test_each_visit_is_somebody_new_and_leaves_nothing(kiosk: Phone, meet: Meet) -> None:
    await meet.do(OpenRound(1))
    await kiosk.join("Ash")
    await kiosk.tab("Vote")
    await kiosk.vote(TOPICS[0])
    await expect(kiosk.page.locator("#vote-state")).to_have_text("saved ✓")
    await kiosk.tab("Suggest")
    await kiosk.page.get_by_label("What is it about?").fill("Half a thought")
    await kiosk.tap(DONE)
    await ready(kiosk)
    left = await page_text(kiosk)
    assert [word for word in ("Ash", "Half a thought") if word in left] == []
    kept = await kiosk.page.evaluate("Object.keys(sessionStorage).sort()")
    assert kept == ["teachmeet.beat", "teachmeet.kiosk.secret"]

    await kiosk.join("Bo")
    await kiosk.tab("Vote")
    await expect(kiosk.page.locator("#used")).to_contain_text("used 0 of 1")
    await kiosk.vote(TOPICS[0])
    await expect(kiosk.page.locator("#vote-state")).to_have_text("saved ✓")
    assert ballots(meet) == [("Ash", TOPICS[0]), ("Bo", TOPICS[0])]
    assert visitors(meet) == ["Ash", "Bo"]


async def test_a_visit_that_nobody_ends_ends_by_itself_and_says_so_before(kiosk: Phone, meet: Meet) -> None:
    await kiosk.join("Ash")
    await kiosk.shows("Still there? Else this is cleared in")
    await kiosk.page.locator("#meet").click()  # a touch is an answer
    await expect(kiosk.page.locator("#still")).to_have_text("")
    await expect(kiosk.page.get_by_role("navigation")).to_be_visible()
    await ready(kiosk)
    assert visitors(meet) == ["Ash"]


async def test_what_has_no_answer_is_sent_before_the_next_one_comes(kiosk: Phone, meet: Meet) -> None:
    await meet.do(OpenRound(1))
    await kiosk.join("Ash")
    await kiosk.tab("Vote")
    await kiosk.find_card(TOPICS[0])
    await kiosk.page.context.set_offline(True)
    await kiosk.tap("Vote for this")
    await kiosk.shows("offline: kept, will be sent")
    await kiosk.tap(DONE)
    await kiosk.shows("What you did is kept here and will be sent.")
    await expect(kiosk.page.locator("main")).to_be_hidden()
    await kiosk.page.context.set_offline(False)
    await ready(kiosk)
    assert ballots(meet) == [("Ash", TOPICS[0])]
    await kiosk.join("Bo")
    assert visitors(meet) == ["Ash", "Bo"]


async def test_a_machine_that_is_started_again_goes_on(kiosk: Phone, meet: Meet) -> None:
    await meet.do(OpenRound(1))
    await kiosk.join("Ash")
    await kiosk.page.reload()  # by accident, in the middle of a visit
    await expect(kiosk.page.get_by_role("navigation")).to_be_visible()
    await kiosk.tap(DONE)
    await ready(kiosk)
    again = await Machines.open(_of(kiosk), f"{meet.home}/Kiosk/", again=kiosk)  # a window more: no code is asked for
    await ready(again)
    await again.join("Bo")
    await expect(kiosk.page.get_by_role("heading", name="Come in")).to_be_visible()  # each window has its own visit
    assert visitors(meet) == ["Ash", "Bo"]
    assert again.complaints == []


def _of(page: Phone) -> Machines:
    browser = page.page.context.browser
    assert browser is not None
    return Machines(browser)


async def test_a_kiosk_that_was_taken_back_says_so_and_asks_for_a_code(kiosk: Phone, meet: Meet) -> None:
    await kiosk.join("Ash")
    (number,) = meet.state.passes
    await meet.do(RevokePass(number))
    await kiosk.shows("The host has closed this kiosk.")
    await expect(kiosk.page.get_by_label("The one-time code from the host")).to_be_visible()
    assert "Ash" not in await page_text(kiosk)
    await kiosk.page.reload()
    await give_code(kiosk, await make_code(meet, Duty.KIOSK))
    await ready(kiosk)


async def test_no_other_code_opens_a_kiosk(chromium: Browser, meet: Meet) -> None:
    async with machines(chromium) as room:
        page = await room.open(f"{meet.home}/kiosk")
        for code in (meet.folder.code, "ACDEFG", await make_code(meet, Duty.TIMEKEEPER)):
            await page.page.get_by_label("The one-time code from the host").fill(code)
            await page.tap("Go on")
            await page.shows("That is not a code for a kiosk, or it was used already.")
    assert visitors(meet) == []


async def test_somebody_with_a_code_of_their_own_is_themselves_at_the_kiosk(kiosk: Phone, meet: Meet) -> None:
    await kiosk.join("Ash")
    await kiosk.tab("Me")
    code = await kiosk.page.locator("#my-code").text_content()
    assert code
    await kiosk.tap(DONE)
    await ready(kiosk)
    await kiosk.tap("I was here with another phone")
    await kiosk.page.get_by_label("Your own code").fill(code)
    await kiosk.tap("That is me")
    await kiosk.tab("Me")
    await expect(kiosk.page.get_by_label("My name", exact=True)).to_have_value("Ash")
    assert visitors(meet) == ["Ash"]
