"""Rounds on the phone: dots that stack, approval, interest; the spotlight, what is hidden and what is not, merges."""

import re

import pytest
from playwright.async_api import expect

from teachmeet.domain.commands import CloseRound, OpenRound
from teachmeet.domain.commands_board import CallPitch, CountHands, MergeTopics, UnmergeTopic
from teachmeet.domain.programme import Method, Reply
from tests.browser.stage import TOPICS, Meet, OpenPhone, Phone

pytestmark = pytest.mark.browser

CARD = "#card-title"
STATE = "#vote-state"
USED = "#used"


def number(meet: Meet, title: str) -> int:
    """The topic of this title."""
    return next(topic.topic for topic in meet.state.topics.values() if topic.title == title)


def ballots(meet: Meet) -> list[dict[str, int]]:
    """What each voter gave to what in the last round, as the journal has it; nothing but a test may ask."""
    state = meet.state
    given = state.ballots.get(max(state.rounds), {})
    return [{state.topics[topic].title or "": dots for topic, dots in ballot.items()} for ballot in given.values()]


async def answer(phone: Phone, reply: Reply) -> str:
    """Say this to the card that stands there, once it takes an answer; its title."""
    button = phone.page.locator(f"[data-reply='{int(reply)}']")
    await expect(button).to_have_attribute("aria-disabled", "false")
    title = await phone.page.locator(CARD).text_content() or ""
    await button.click()
    await expect(phone.page.locator(CARD)).not_to_have_text(title)
    return title


async def close(meet: Meet) -> None:
    """Close the open round."""
    await meet.do(CloseRound(meet.state.open_round or 0))


async def test_dots_stack_up_to_the_most_and_within_the_budget(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone()
    await sana.join("Sana")
    await meet.do(OpenRound(4, most=3))
    await sana.tab("Vote")
    await sana.shows("The organizer sees totals, not your choices.")
    await sana.vote(TOPICS[0])
    more, less = sana.page.locator("#vote-more"), sana.page.locator("#vote-less")
    await expect(more).to_be_focused()
    await more.click()
    await more.click()
    await expect(sana.page.locator("#vote-here")).to_have_text("● 3 votes here")
    await expect(sana.page.locator(USED)).to_have_text("used 3 of 4 ●●●○")
    await more.click(force=True)
    await expect(sana.page.locator(STATE)).to_have_text("3 votes are the most for one.")
    await less.click()
    await expect(sana.page.locator("#vote-here")).to_have_text("● 2 votes here")
    await sana.vote(TOPICS[1])
    await more.click()
    await expect(sana.page.locator(USED)).to_have_text("used 4 of 4 ●●●●")
    await more.click(force=True)
    await expect(sana.page.locator(STATE)).to_have_text("All 4 votes are used. Take one back first.")
    await sana.comes("!Object.keys(localStorage).some((key) => key.includes('.out.'))")
    assert ballots(meet) == [{TOPICS[0]: 2, TOPICS[1]: 2}]
    await less.click()
    await less.click()
    await expect(sana.page.get_by_role("button", name="Vote for this")).to_be_focused()
    await sana.tap(f"Take it back: {TOPICS[0]}")
    await expect(sana.page.locator(USED)).to_have_text("used 0 of 4 ○○○○")
    await sana.comes("!Object.keys(localStorage).some((key) => key.includes('.out.'))")
    assert ballots(meet) in ([], [{}])


async def test_approval_says_yes_as_often_as_one_likes_and_shows_what_is_not_hidden(
    meet: Meet, phone: OpenPhone
) -> None:
    sana, olu = await phone(), await phone()
    await sana.join("Sana")
    await olu.join("Olu")
    await meet.do(OpenRound(method=Method.APPROVAL, hidden=False))
    for each in (sana, olu):
        await each.tab("Vote")
        await each.shows("So far")
    for title in TOPICS:
        await sana.find_card(title)
        await sana.tap("Yes to this")
    await expect(sana.page.locator(USED)).to_contain_text(f"{len(TOPICS)} yes")
    await expect(olu.page.locator("#bars li").first).to_contain_text("1 yes")
    await olu.find_card(TOPICS[2])
    await olu.tap("Yes to this")
    await expect(sana.page.locator("#bars li").first).to_contain_text(TOPICS[2])
    await expect(sana.page.locator("#bars li").first).to_contain_text("2 yes · ● yours")
    await sana.tap(f"Take it back: {TOPICS[2]}")
    await expect(olu.page.locator("#bars li", has_text=TOPICS[2])).to_contain_text("1 yes")
    await close(meet)
    await olu.shows("What the room chose")


async def test_interest_goes_card_by_card_and_back(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone()
    await sana.join("Sana")
    await meet.do(OpenRound(method=Method.INTEREST))
    await sana.tab("Vote")
    await expect(sana.page.locator("#vote-place")).to_have_text("0 of 5")
    first = await answer(sana, Reply.INTERESTED)
    await expect(sana.page.locator(CARD)).to_be_focused()
    await expect(sana.page.locator("#vote-place")).to_have_text("1 of 5")
    second = await answer(sana, Reply.SKIP)
    await sana.tap("back")
    await expect(sana.page.locator(CARD)).to_have_text(second)
    await expect(sana.page.get_by_role("button", name="● Skip")).to_have_attribute("aria-pressed", "true")
    await answer(sana, Reply.MAYBE)
    given = {first: 3, second: 2}
    for reply in (Reply.INTERESTED, Reply.INTERESTED, Reply.SKIP):
        given[await answer(sana, reply)] = int(reply)
    await expect(sana.page.locator(CARD)).to_have_text("You have seen all 5")
    assert ballots(meet) == [given]
    await sana.tap(f"Change it: {first}")
    await answer(sana, Reply.SKIP)
    await expect(sana.page.get_by_role("button", name=f"Change it: {first}")).to_have_count(0)
    assert ballots(meet) == [{**given, first: 1}]
    await meet.do(CountHands(number(meet, second), 14))
    await close(meet)
    row = sana.page.locator("#bars li", has_text=second)
    await expect(row).to_contain_text("0 interested · 1 maybe · 14 hands in the room")


async def test_interest_goes_on_without_a_network_and_counts_once(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone()
    await sana.join("Sana")
    await meet.do(OpenRound(method=Method.INTEREST))
    await sana.tab("Vote")
    given = {await answer(sana, Reply.INTERESTED): 3}
    await sana.page.context.set_offline(True)
    given[await answer(sana, Reply.MAYBE)] = 2
    given[await answer(sana, Reply.INTERESTED)] = 3
    assert len(given) == 3
    assert len(ballots(meet)[0]) == 1
    await sana.page.context.set_offline(False)
    await expect(sana.page.locator("#line")).to_have_text("● live", timeout=15_000)
    await sana.comes("!Object.keys(localStorage).some((key) => key.includes('.out.'))")
    assert ballots(meet) == [given]
    await sana.page.reload()
    await expect(sana.page.locator("#vote-place")).to_have_text("3 of 5")
    assert await sana.page.locator(CARD).text_content() not in given


async def test_a_tap_too_many_says_nothing_about_the_next_card(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone()
    await sana.join("Sana")
    await meet.do(OpenRound(method=Method.INTEREST))
    await sana.tab("Vote")
    reply = sana.page.locator("[data-reply='1']")
    await expect(reply).to_have_attribute("aria-disabled", "false")
    await reply.evaluate("(button) => { for (let i = 0; i < 5; i++) button.click(); }")
    await expect(sana.page.locator("#vote-place")).to_have_text("1 of 5")
    await expect(reply).to_have_attribute("aria-disabled", "false")
    assert len(ballots(meet)[0]) == 1


async def test_who_pitches_is_offered_and_takes_no_card_away(meet: Meet, phone: OpenPhone) -> None:
    sana, olu = await phone(), await phone()
    await sana.join("Sana")
    await olu.join("Olu")
    await meet.do(OpenRound(method=Method.INTEREST))
    await sana.tab("Vote")
    await expect(sana.page.locator("#vote-place")).to_have_text("0 of 5")
    stands = await sana.page.locator(CARD).text_content() or ""
    pitched = next(title for title in TOPICS if title != stands)
    await meet.do(CallPitch(number(meet, pitched)))
    light = sana.page.locator("#lit")
    await expect(light).to_contain_text(f"Now pitching: \u2068{pitched}")
    await expect(sana.page.locator(CARD)).to_have_text(stands)
    await light.click()
    await expect(sana.page.locator(CARD)).to_have_text(pitched)
    await expect(light).to_be_hidden()
    await olu.tab("Vote")
    await expect(olu.page.locator(CARD)).to_have_text(pitched)  # whoever begins now begins there
    await expect(olu.page.locator("#lit")).to_be_hidden()
    await answer(sana, Reply.INTERESTED)
    await sana.tab("Now")
    await expect(sana.page.locator("#pitch")).to_have_text(f"Pitching now{pitched}◆ offer · Carme · 1 has answered")
    await expect(olu.page.locator("#card-answered")).to_have_text("1 has answered")
    await expect(olu.page.locator("#results")).to_be_hidden()


async def test_topics_that_become_one_say_so_and_come_apart_again(meet: Meet, phone: OpenPhone) -> None:
    sana, second = await phone(), await phone()
    await sana.join("Sana")
    await second.join("Olu")
    await meet.do(OpenRound(3))
    for each in (sana, second):
        await each.tab("Vote")
    await sana.vote(TOPICS[0])
    await sana.vote(TOPICS[1])
    await expect(sana.page.locator(STATE)).to_have_text("saved ✓")
    await sana.find_card(TOPICS[0])
    await meet.do(MergeTopics(number(meet, TOPICS[0]), number(meet, TOPICS[1])))
    await expect(sana.page.locator(CARD)).to_have_text(TOPICS[1])
    await expect(sana.page.locator("#card-joined")).to_contain_text(TOPICS[0])
    note = f"“\u2068{TOPICS[0]}\u2069” was joined with “\u2068{TOPICS[1]}\u2069”: your vote counts there."
    await expect(sana.page.locator("#merges")).to_have_text(note)
    await expect(sana.page.locator("#aloud")).to_have_text(note)
    await expect(sana.page.locator(USED)).to_have_text("used 2 of 3 ●●○")
    await expect(second.page.locator("#merges li")).to_have_count(0)
    again = await phone(again=sana)
    await again.tab("Vote")
    await expect(again.page.locator("#merges")).to_have_text(note)
    await expect(again.page.locator("#aloud")).not_to_have_text(note)  # it was told once
    await again.page.close()
    await meet.do(UnmergeTopic(number(meet, TOPICS[0])))
    await expect(sana.page.locator("#merges li")).to_have_count(0)
    await sana.find_card(TOPICS[0])
    await expect(sana.page.get_by_role("button", name="Your vote")).to_be_visible()
    await expect(sana.page.locator(USED)).to_have_text("used 2 of 3 ●●○")
    await meet.do(MergeTopics(number(meet, TOPICS[0]), number(meet, TOPICS[1])))
    await sana.tap(f"Take it back: {TOPICS[1]}")
    await expect(sana.page.locator(USED)).to_have_text("used 0 of 3 ○○○")


async def test_everybody_has_an_order_of_their_own_that_stays(meet: Meet, phone: OpenPhone) -> None:
    await meet.do(OpenRound(3))
    orders = []
    for _ in range(4):
        each = await phone()
        await each.join()
        await each.tab("Vote")
        order = await through(each)
        assert sorted(order) == sorted(TOPICS)
        await each.page.reload()
        assert await through(each) == order
        orders.append(tuple(order))
    starts = {order[0]: order for order in orders}
    turned = {tuple(TOPICS[i:] + TOPICS[:i]) for i in range(len(TOPICS))}
    assert len(set(orders)) > 1
    assert len(starts) > 1
    assert not set(orders) <= turned  # shuffled, not only begun elsewhere


async def through(phone: Phone) -> list[str]:
    """The cards in their order."""
    titles = []
    await expect(phone.page.locator("#vote-place")).to_have_text(re.compile(r"^1 of 5"))
    while await phone.page.locator("#vote-skip").is_enabled():
        titles.append(await phone.page.locator(CARD).text_content() or "")
        await phone.page.locator("#vote-skip").click()
    return titles
