"""The whole flow by keys alone: tab, enter, space, arrows and letters; where one is can always be seen."""

import re
from dataclasses import dataclass

import pytest
from playwright.async_api import Page, expect

from teachmeet.domain.commands import CloseRound, OpenRound, StartTalk
from teachmeet.domain.programme import Method, Reply
from tests.browser.stage import TOPICS, Meet, OpenPhone
from tests.browser.test_axe import lay_board

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

MOST = 80
"""Tabs until one has been everywhere."""
AT = """() => {
    const at = document.activeElement;
    if (at === document.body) return null;
    const seen = at.matches(".pick input, .chips input") ? document.querySelector(`label[for="${at.id}"]`) : at;
    const style = getComputedStyle(seen);
    const {left, right, top, bottom} = seen.getBoundingClientRect();
    const points = [0.1, 0.5, 0.9].map((part) => [(left + right) / 2, top + (bottom - top) * part]);
    const hit = points.some(([x, y]) => {
        const there = document.elementFromPoint(x, y);
        return there && (seen.contains(there) || there.contains(seen));
    });
    return {
        id: at.id, tag: at.tagName, act: at.dataset.act || "", tab: at.dataset.tab || "", reply: at.dataset.reply || "",
        name: at.getAttribute("aria-label") || at.textContent.trim() || at.id,
        ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        hit,
    };
}"""


@dataclass(frozen=True, slots=True)
class Keys:
    """Somebody who has a keyboard, and nothing else."""

    page: Page

    async def at(self, **wanted: str) -> bool:
        """Whether the focus is on this; wherever it is, it can be seen."""
        at = await self.page.evaluate(AT)
        if at is None:
            return False
        assert at["hit"], f"nobody sees {at['name']!r}, which has the focus"
        assert at["ring"] or at["tag"] in ("H2", "H3"), f"nothing shows that {at['name']!r} has the focus"
        return all(at[what] == value for what, value in wanted.items())

    async def to(self, **wanted: str) -> None:
        """Press tab until the focus is there."""
        for _ in range(MOST):
            if await self.at(**wanted):
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"tab does not lead to {wanted}")

    async def press(self, key: str = "Enter", **wanted: str) -> None:
        """Go there, and press a key."""
        await self.to(**wanted)
        await self.page.keyboard.press(key)

    async def type(self, field: str, text: str) -> None:
        """Go to a field, and type."""
        await self.to(id=field)
        await self.page.keyboard.type(text)

    async def tab(self, name: str) -> None:
        """One of the four tabs."""
        await self.press(tab=name)
        await expect(self.page.locator(f"#{name}")).to_be_visible()

    async def card(self, title: str) -> None:
        """Skip to a card; each time its heading has the focus, so that it is read out."""
        heading = self.page.locator("#card-title")
        for _ in range(2 * len(TOPICS)):
            if await heading.text_content() == title:
                return
            ended = await self.page.locator("#vote-skip").is_disabled()
            await self.press(id="vote-go" if ended else "vote-skip")
            await expect(heading).to_be_focused()
        raise AssertionError(f"there is no card {title!r}")

    async def reads(self, element: str, text: str) -> None:
        """Wait until this element says just this."""
        await expect(self.page.locator(f"#{element}")).to_have_text(text)


def votes(meet: Meet) -> list[tuple[str, int]]:
    """What was given to what in the last round, as the journal has it."""
    state = meet.state
    given = [each for ballot in state.ballots.get(max(state.rounds), {}).values() for each in ballot.items()]
    return sorted((state.topics[topic].title or "", dots) for topic, dots in given)


async def test_an_evening_without_a_finger_or_a_mouse(meet: Meet, phone: OpenPhone) -> None:
    page = (await phone()).page
    keys = Keys(page)
    await keys.type("join-name", "Sana")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("navigation")).to_be_visible()
    await expect(page.locator("#now-kicker")).to_be_focused()
    await suggest(keys)
    await vote_by_dots(keys, meet)
    await vote_by_approval(keys, meet)
    await vote_by_interest(keys, meet)
    await ask(keys, meet)
    await go(keys, meet)


async def suggest(keys: Keys) -> None:
    """Ask for a topic, with a need."""
    await keys.tab("suggest")
    await keys.to(id="pitch-offer")
    await keys.page.keyboard.press("ArrowRight")
    await expect(keys.page.locator("#pitch-request")).to_be_checked()
    await keys.type("topic", "Parents in the loop")
    await keys.press("Space", id="need-projector")
    await keys.press(name="Suggest it")
    await keys.reads("suggest-state", "saved ✓")
    await expect(keys.page.locator("#topics")).to_contain_text("Parents in the loop")


async def vote_by_dots(keys: Keys, meet: Meet) -> None:
    """Two on one card, one on another, and one of them back."""
    await meet.do(OpenRound(3, most=2))
    await keys.tab("vote")
    await keys.card(TOPICS[0])
    await keys.press("Space", id="vote-go")
    await expect(keys.page.locator("#vote-more")).to_be_focused()
    await keys.page.keyboard.press("Enter")
    await keys.reads("vote-here", "● 2 votes here")
    await keys.card(TOPICS[1])
    await keys.press(id="vote-go")
    await keys.reads("used", "used 3 of 3 ●●●")
    await keys.press("Space", id="vote-less")
    await expect(keys.page.locator("#vote-go")).to_be_focused()
    await keys.reads("used", "used 2 of 3 ●●○")
    await keys.press(id="vote-go")
    await settled(keys, meet, [(TOPICS[0], 2), (TOPICS[1], 1)])


async def vote_by_approval(keys: Keys, meet: Meet) -> None:
    """Yes to two."""
    await meet.do(OpenRound(method=Method.APPROVAL))
    for title in TOPICS[:2]:
        await keys.card(title)
        await keys.press(id="vote-go")
        await keys.reads("vote-state", "saved ✓")
    await settled(keys, meet, [(TOPICS[0], 1), (TOPICS[1], 1)])


async def vote_by_interest(keys: Keys, meet: Meet) -> None:
    """One of each: after every answer the next card's heading has the focus."""
    await meet.do(OpenRound(method=Method.INTEREST))
    given = []
    heading = keys.page.locator("#card-title")
    for reply in (Reply.INTERESTED, Reply.MAYBE, Reply.SKIP):
        button = keys.page.locator(f"[data-reply='{int(reply)}']")
        await expect(button).to_have_attribute("aria-disabled", "false")
        title = await heading.text_content() or ""
        await keys.press("Space", reply=str(int(reply)))
        await expect(heading).not_to_have_text(title)
        await expect(heading).to_be_focused()
        given.append((title, int(reply)))
    await settled(keys, meet, sorted(given))


async def settled(keys: Keys, meet: Meet, given: list[tuple[str, int]]) -> None:
    """What was given is on the server's disk; the round is over."""
    for _ in range(200):
        if votes(meet) == given:
            break
        await keys.page.wait_for_timeout(50)
    assert votes(meet) == given
    await meet.do(CloseRound(meet.state.open_round or 0))
    await expect(keys.page.locator("#results")).to_be_visible()


async def ask(keys: Keys, meet: Meet) -> None:
    """A question to whoever speaks."""
    await meet.do(StartTalk())
    await keys.tab("now")
    await keys.press(name="Ask a question")
    await expect(keys.page.locator("#ask-text")).to_be_focused()
    await keys.page.keyboard.type("How long was the walk?")
    await keys.press(name="Send it")
    await keys.reads("ask-state", "saved ✓")
    await expect(keys.page.locator("#ask-open")).to_be_focused()
    assert [question.text for question in meet.state.questions.values()] == ["How long was the walk?"]


async def go(keys: Keys, meet: Meet) -> None:
    """A session of my day, and not that one after all."""
    await lay_board(meet)
    await keys.tab("day")
    await keys.press(act="all")
    title = re.compile("Rain plans")
    row = keys.page.locator("#slots li").filter(has_text=title)
    number = (await row.first.get_attribute("id") or "").removeprefix("session-")
    await keys.press("Space", act=f"go-{number}")
    await expect(row).to_contain_text("You're going")
    assert await keys.at(act=f"go-{number}")
    await keys.page.keyboard.press("Enter")
    await expect(row).not_to_contain_text("You're going")
    assert await keys.at(act=f"go-{number}")
