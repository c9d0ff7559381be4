"""A duty handed to a phone by a one-time code: the clock, the questions, or the pitch line, and nothing else."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from teachmeet.domain.commands_board import SetChecking
from teachmeet.domain.commands_hall import RevokePass
from teachmeet.domain.programme import Duty
from tests.browser.passes import Machines, give_code, machines, make_code
from tests.browser.stage import TOPICS, Meet, OpenPhone

pytestmark = pytest.mark.browser

SETTLE = 800
"""Milliseconds after which a button that has changed takes a tap, and some more."""


@pytest.fixture
async def room(chromium: Browser) -> AsyncIterator[Machines]:
    """Where pages are opened."""
    async with machines(chromium) as opened:
        yield opened


async def test_the_timekeeper_runs_the_clock(meet: Meet, room: Machines) -> None:
    keeper = await room.open(f"{meet.home}/help")
    await give_code(keeper, await make_code(meet, Duty.TIMEKEEPER))
    big, state = keeper.page.locator("#time-go"), keeper.page.locator("#time-state")
    await expect(big).to_have_text("Start: Maths trails round the car park")
    await keeper.page.wait_for_timeout(SETTLE)
    await big.dblclick()  # the second tap was not meant for what stands there by then
    await expect(big).to_have_text("Pause")
    await expect(state).to_have_text("done ✓")
    await expect(keeper.page.get_by_role("timer")).to_have_text(re.compile(r"^(7:00|6:5\d)$"))
    await keeper.tap("+ 30 s")
    await expect(keeper.page.get_by_role("timer")).to_have_text(re.compile(r"^7:[12]\d$"))
    await keeper.tap("− 30 s")
    await expect(keeper.page.get_by_role("timer")).to_have_text(re.compile(r"^6:[45]\d$"))
    await keeper.page.wait_for_timeout(SETTLE)
    await big.click()
    await expect(big).to_have_text("Go on")
    assert meet.state.on is not None
    assert meet.state.talks[meet.state.on].paused is not None
    await keeper.page.wait_for_timeout(SETTLE)
    await big.click()
    await expect(big).to_have_text("Pause")

    await keeper.tap("Wrap up, please")
    await expect(keeper.page.locator("#told-state")).to_have_text("done ✓")
    await keeper.tap("Throw the camel")
    await keeper.shows("It cannot be caught again.")
    await keeper.tap("No")
    assert meet.state.camel == 0
    await keeper.tap("Throw the camel")
    await keeper.page.wait_for_timeout(SETTLE)
    await keeper.tap("Throw it")
    await expect(keeper.page.locator("#told-state")).to_have_text("done ✓")
    assert meet.state.camel != 0

    await keeper.tap("End this talk")
    await keeper.shows("End “Maths trails round the car park” now?")
    await keeper.page.wait_for_timeout(SETTLE)
    await keeper.tap("Yes, end it")
    await expect(big).to_have_text("Start: Outdoor learning when it rains")
    assert meet.state.on is None


async def test_what_did_not_arrive_in_time_is_not_done_later(meet: Meet, room: Machines) -> None:
    keeper = await room.open(f"{meet.home}/help")
    await give_code(keeper, await make_code(meet, Duty.TIMEKEEPER))
    await expect(keeper.page.locator("#time-go")).to_have_text("Start: Maths trails round the car park")
    await keeper.page.wait_for_timeout(SETTLE)
    await keeper.page.context.set_offline(True)
    await keeper.page.locator("#time-go").click()
    await expect(keeper.page.locator("#time-state")).to_have_text("offline: that was not done")
    await keeper.page.context.set_offline(False)
    await expect(keeper.page.locator("#line")).to_have_text("● live", timeout=15_000)
    assert meet.state.on is None


async def test_questions_are_let_out_parked_and_answered(meet: Meet, room: Machines, phone: OpenPhone) -> None:
    sana = await phone()
    await sana.join("Sana")
    for text in ("Who marks the trails?", "Is there a map?"):
        await sana.tap("Ask a question")
        await sana.page.get_by_label("Your question").fill(text)
        await sana.tap("Send it")
        await expect(sana.page.locator("#ask-state")).to_have_text("saved ✓")
    keeper = await room.open(f"{meet.home}/help")
    await give_code(keeper, await make_code(meet, Duty.QUESTIONS))
    waiting, out, over = (keeper.page.locator(f"#floor-{name} li") for name in ("waiting", "out", "over"))
    await expect(waiting).to_contain_text(["Who marks the trails?", "Is there a map?"])
    await keeper.tap("Let it out: Who marks the trails?")
    await expect(out).to_contain_text(["Who marks the trails?"])
    await keeper.tap("Park it: Is there a map?")
    await expect(over).to_contain_text(["Is there a map?"])
    await keeper.tap("Answered: Who marks the trails?")
    await expect(over).to_contain_text(["Who marks the trails?", "Is there a map?"])
    await keeper.tap("Back from parking: Is there a map?")
    await expect(out).to_contain_text(["Is there a map?"])
    first, second = meet.state.questions.values()
    assert (first.approved, first.answered, second.approved, second.parked) == (True, True, True, False)


async def test_the_pitch_line_is_called_counted_and_typed_in(meet: Meet, room: Machines, phone: OpenPhone) -> None:
    sana = await phone()
    await sana.join("Sana")
    await meet.do(SetChecking(True))
    await sana.tab("Suggest")
    await sana.page.get_by_label("What is it about?").fill("Bread in the staff room")
    await sana.tap("Suggest it")
    await expect(sana.page.locator("#suggest-state")).to_have_text("saved ✓")
    keeper = await room.open(f"{meet.home}/help")
    await give_code(keeper, await make_code(meet, Duty.PITCHES))
    big = keeper.page.locator("#pitch-go")
    await expect(big).to_have_text(f"Next: {TOPICS[0]}")
    await keeper.page.wait_for_timeout(SETTLE)
    await big.dblclick()
    await expect(keeper.page.locator("#pitch-title")).to_have_text(TOPICS[0])
    await expect(big).to_have_text(f"Next: {TOPICS[1]}")
    await keeper.page.get_by_label("Hands up for this").fill("17")
    await keeper.tap("Count them")
    await expect(keeper.page.locator("#hands-state")).to_have_text("17 hands in the room")

    await keeper.tap("Onto the wall: Bread in the staff room")
    await expect(keeper.page.get_by_role("button", name="Onto the wall: Bread")).to_have_count(0)
    await keeper.page.get_by_text("request", exact=True).click()
    await keeper.page.get_by_label("What is it about?").fill("Parents in the loop")
    await keeper.page.get_by_label("Who said it").fill("Iain")
    await keeper.tap("Add it")
    await expect(keeper.page.locator("#pitch-line li")).to_contain_text([*TOPICS, "Bread", "Parents in the loop"])
    await expect(keeper.page.locator("#pitch-line li").last).to_contain_text("? request · Iain")
    await keeper.tap("Nobody, for now")
    await keeper.shows("Nobody is pitching")
    topics = {topic.title: topic for topic in meet.state.topics.values()}
    assert topics[TOPICS[0]].hands == 17
    assert topics["Bread in the staff room"].approved
    assert meet.state.pitching is None


async def test_a_duty_taken_back_says_so_and_asks_for_a_code(meet: Meet, room: Machines) -> None:
    keeper = await room.open(f"{meet.home}/help")
    code = await make_code(meet, Duty.TIMEKEEPER)
    await give_code(keeper, code)
    await expect(keeper.page.get_by_role("heading", name="Timekeeper")).to_be_visible()
    await keeper.page.reload()  # the page keeps what it was given
    await expect(keeper.page.get_by_role("heading", name="Timekeeper")).to_be_visible()
    other = await room.open(f"{meet.home}/help")
    await other.page.get_by_label("The one-time code from the host").fill(code)
    await other.tap("Go on")
    await other.shows("That is not such a code, or it was used already.")

    (number,) = meet.state.passes
    await meet.do(RevokePass(number))
    await keeper.shows("The host has taken this back.")
    await give_code(keeper, await make_code(meet, Duty.QUESTIONS))
    await expect(keeper.page.get_by_role("heading", name="Questions")).to_be_visible()
