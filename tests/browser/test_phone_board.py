"""Suggestions and the board on the phone: parts in a topic, requests only, what is held back, my day, what changed."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Route, expect

from teachmeet.domain.commands import AddTopic, CloseRound, OpenRound
from teachmeet.domain.commands_board import (
    AddRoom,
    AddSlot,
    ApproveTopics,
    AskForRequests,
    MergeTopics,
    PlaceTopic,
    Publish,
    SetChecking,
    SwapSessions,
    TakeOff,
)
from teachmeet.domain.programme import Method, Pitch
from teachmeet.domain.votes import going_of, leads_of
from tests.browser.stage import TOPICS, Meet, OpenPhone, Phone

pytestmark = pytest.mark.browser

SESSIONS = ("Rain plans", "Reading aloud", "Marking less", "Chess at noon")
"""What the host types in, and places."""


def numbers(meet: Meet) -> dict[str, int]:
    """The topics by their titles."""
    return {topic.title or "": topic.topic for topic in meet.state.topics.values()}


def going(meet: Meet) -> dict[str, int]:
    """How many go to what, as the journal has it."""
    state = meet.state
    return {state.topics[topic].title or "": count for topic, count in going_of(state).items()}


async def saved(phone: Phone) -> None:
    """Wait until all that the phone asked for is answered."""
    await phone.comes("!Object.keys(localStorage).some((key) => key.includes('.out.'))")


async def type_in(meet: Meet) -> None:
    """Topics that nobody leads."""
    for title in SESSIONS:
        await meet.do(AddTopic(Pitch.OFFER, title))


async def lay(meet: Meet, first: timedelta = timedelta(hours=1)) -> None:
    """Two rooms and three times, the first of them so far from now; the sessions placed, not published."""
    if SESSIONS[0] not in numbers(meet):
        await type_in(meet)
    await meet.do(AddRoom("Library", 60, (), "up the stairs, left"))
    await meet.do(AddRoom("Lab", 1))
    begins = datetime.now(UTC).replace(second=0, microsecond=0) + first
    for i in range(3):
        starts = begins + timedelta(minutes=60 * i)
        await meet.do(AddSlot(starts, starts + timedelta(minutes=50)))
    state = meet.state
    slots, rooms, topics = list(state.slots), list(state.rooms), numbers(meet)
    places = [(slots[1], rooms[0]), (slots[1], rooms[1]), (slots[2], rooms[0]), (slots[2], None)]
    for title, (slot, room) in zip(SESSIONS, places, strict=True):
        await meet.do(PlaceTopic(topics[title], slot, room, "" if room else "the oak tree"))


async def suggest(phone: Phone, title: str, request: bool = False) -> None:
    """Suggest this, and wait until it is saved."""
    if request:
        await phone.page.get_by_text("I want to learn").click()
    await phone.page.get_by_label("What is it about?").fill(title)
    await phone.tap("Suggest it")
    await expect(phone.page.locator("#suggest-state")).to_have_text("saved ✓")


# ── topics


async def test_a_request_finds_somebody_who_leads_it(meet: Meet, phone: OpenPhone) -> None:
    sana, olu = await phone(), await phone()
    await sana.join("Sana")
    await olu.join("Olu")
    for each in (sana, olu):
        await each.tab("Suggest")
    await sana.page.get_by_text("projector", exact=True).click()
    await sana.page.get_by_text("space to move", exact=True).click()
    await suggest(sana, "Outdoor learning", request=True)
    topic = numbers(meet)["Outdoor learning"]
    assert meet.state.topics[topic].kit == ("projector", "space to move")

    row = olu.page.locator("#topics li", has_text="Outdoor learning")
    await expect(row).to_contain_text("Nobody leads it yet.")
    await row.get_by_role("button", name="I'll lead this").click()
    await expect(row).to_contain_text("● You lead this")
    theirs = sana.page.locator("#topics li", has_text="Outdoor learning")
    await expect(theirs).to_contain_text("Led by Olu")
    olu_is = max(person.person for person in meet.state.people.values())
    assert leads_of(meet.state.topics[topic]) == (olu_is,)

    head = row.get_by_role("button", name="Outdoor learning").first
    await head.click()
    await expect(head).to_be_focused()
    await expect(row).to_contain_text("Needs: projector, space to move")
    await row.get_by_role("button", name="I'll write notes").click()
    await expect(row).to_contain_text("● You write the notes")
    await row.get_by_role("button").first.click()
    await row.get_by_role("button", name="Stop leading it").click()
    await expect(row).not_to_contain_text("You lead this")
    await saved(olu)
    assert leads_of(meet.state.topics[topic]) == ()
    assert meet.state.topics[topic].scribes == (olu_is,)

    await row.get_by_role("button").first.click()
    await olu.page.context.set_offline(True)
    await row.get_by_role("button", name="I'll lead this").click()
    await expect(row).to_contain_text("offline: kept, will be sent")
    await olu.page.context.set_offline(False)
    await expect(theirs).to_contain_text("Led by Olu", timeout=15_000)


async def test_what_was_merged_is_named_inside_the_other(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone()
    await sana.join("Sana")
    await sana.tab("Suggest")
    topics = numbers(meet)
    await meet.do(MergeTopics(topics[TOPICS[0]], topics[TOPICS[1]]))
    await expect(sana.page.locator("#topics li")).to_have_count(len(TOPICS) - 1)
    await sana.page.get_by_role("button", name=TOPICS[1]).first.click()
    await sana.shows(f"Together with: {TOPICS[0]}")


async def test_only_requests_are_taken_for_a_while(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone()
    await sana.join("Sana")
    await sana.tab("Suggest")
    offer = sana.page.locator("#pitch-offer")
    await expect(offer).to_be_checked()
    await meet.do(AskForRequests(600))
    await expect(sana.page.locator("#only")).to_have_text(
        re.compile(r"Just now: what do you want to learn\? Offers from \d+:\d\d")
    )
    await expect(offer).to_be_disabled()
    await suggest(sana, "Rain")
    assert [topic.pitch for topic in meet.state.topics.values()][-1] == "request"
    await meet.do(AskForRequests(1))  # over by itself, and nobody says so
    await expect(sana.page.locator("#only")).to_be_empty()
    await expect(offer).to_be_enabled()


async def test_what_is_held_back_is_known_to_whoever_wrote_it(meet: Meet, phone: OpenPhone) -> None:
    sana, olu = await phone(), await phone()
    await meet.do(SetChecking(True))
    for each in (sana, olu):
        await each.join()
        await each.tab("Suggest")
    await suggest(sana, "Bins")
    await expect(sana.page.locator("#held")).to_contain_text("Bins")
    await expect(sana.page.locator("#held")).to_contain_text("waits for the host")
    await sana.page.reload()
    await expect(sana.page.locator("#held")).to_contain_text("Bins")
    await expect(olu.page.locator("#suggest")).not_to_contain_text("Bins")
    await meet.do(ApproveTopics((numbers(meet)["Bins"],)))
    await olu.shows("Bins")
    await expect(sana.page.locator("#held li")).to_have_count(0)


# ── my day


async def test_the_board_comes_is_gone_to_and_changes(meet: Meet, phone: OpenPhone) -> None:
    sana, olu = await phone(), await phone()
    await sana.join("Sana")
    await olu.join("Olu")
    await type_in(meet)
    await meet.do(OpenRound(3))
    await sana.tab("Vote")
    for title in SESSIONS[:2]:
        await sana.vote(title)
        await expect(sana.page.locator("#vote-state")).to_have_text("saved ✓")
    await meet.do(CloseRound(meet.state.open_round or 0))
    await expect(sana.page.get_by_role("button", name="My day")).to_be_hidden()
    await lay(meet)
    await olu.tab("Suggest")
    await meet.do(Publish())

    for each in (sana, olu):
        await expect(each.page.locator("#tabs button:visible")).to_have_text(
            ["Now", re.compile("^Vote"), "Suggest", "My day ● new"]
        )
        await expect(each.page.locator("#aloud")).to_have_text("The board is out: see My day.")
        await expect(each.page.locator("#moved")).to_be_hidden()  # the first board moves nobody
    await expect(olu.page.locator("#suggest")).to_be_visible()  # and takes nobody away from where they are
    await sana.tab("My day")
    await expect(sana.page.locator("#day-new")).to_be_hidden()
    slot = sana.page.locator("#slots > section").first
    await expect(slot).to_contain_text("▲ You voted for 2 at the same time")
    await slot.get_by_role("button", name=f"I'm going: {SESSIONS[0]}").click()
    await expect(slot).to_contain_text("● You're going")
    await expect(slot).to_contain_text("1 going · 60 seats")
    await expect(slot.locator("li")).to_have_count(1)
    await expect(slot).not_to_contain_text("▲")
    await slot.get_by_role("button", name="1 more at this time").click()
    await slot.get_by_role("button", name=f"I'm going: {SESSIONS[1]}").click()
    await expect(slot).to_contain_text("▲ 2 of yours are at the same time")
    await saved(sana)
    assert going(meet) == {SESSIONS[0]: 1, SESSIONS[1]: 1}
    await slot.get_by_role("button", name=f"Not going: {SESSIONS[1]}").click()
    await saved(sana)
    assert going(meet) == {SESSIONS[0]: 1}

    await sana.tab("Now")
    mine = sana.page.locator("#my-next")
    await expect(mine).to_contain_text("Your next session · ")
    await expect(mine).to_contain_text(f"{SESSIONS[0]}Library · up the stairs, left")
    topics = numbers(meet)
    await meet.do(SwapSessions(topics[SESSIONS[0]], topics[SESSIONS[1]]))
    await expect(mine).to_contain_text("Library")  # nothing moves before the host says so
    await meet.do(Publish())
    await expect(mine).to_contain_text("Lab")
    banner = sana.page.locator("#moved")
    await expect(banner).to_have_text("2 of your sessions have changed: see My day")  # one that I chose, too
    await expect(sana.page.locator("#aloud")).to_have_text("2 of your sessions have changed: see My day")
    await expect(olu.page.locator("#moved")).to_be_hidden()
    await sana.tab("Suggest")
    await expect(banner).to_be_visible()
    await banner.click()
    await expect(banner).to_be_hidden()
    await expect(sana.page.locator(f"#session-{topics[SESSIONS[0]]}")).to_contain_text("▲ new here, or moved")
    await sana.page.reload()
    await expect(sana.page.locator("#day")).to_be_visible()
    await expect(banner).to_be_hidden()  # it was seen

    await meet.do(TakeOff(topics[SESSIONS[0]]))
    await meet.do(Publish())
    await expect(sana.page.locator("#gone")).to_have_text(f"Taken off: {SESSIONS[0]}")
    await expect(sana.page.locator("#slots")).not_to_contain_text(SESSIONS[0])


async def test_going_without_a_network_is_kept_and_counted_once(meet: Meet, phone: OpenPhone) -> None:
    await lay(meet)
    await meet.do(Publish())
    sana = await phone()
    await sana.join("Sana")
    second = await phone(again=sana)
    for each in (sana, second):
        await each.tab("My day")
        await each.page.get_by_role("button", name="to choose from").last.click()
    off_grid = sana.page.locator("#slots li", has_text=SESSIONS[3])
    await expect(off_grid).to_contain_text("the oak tree")
    await expect(off_grid).to_contain_text("0 going")
    await sana.page.context.set_offline(True)
    await off_grid.get_by_role("button").click()
    await expect(off_grid).to_contain_text("offline: kept, will be sent")
    await expect(off_grid).to_contain_text("● You're going")
    assert going(meet) == {}
    await sana.page.context.set_offline(False)
    await expect(off_grid).to_contain_text("1 going", timeout=15_000)
    await expect(second.page.locator("#slots li", has_text=SESSIONS[3])).to_contain_text("● You're going")
    assert going(meet) == {SESSIONS[3]: 1}


async def test_who_comes_late_sees_the_board_and_what_is_on(meet: Meet, phone: OpenPhone) -> None:
    await lay(meet, timedelta(minutes=-70))  # the first time is over, the second is on
    await meet.do(Publish())
    sana = await phone()
    await sana.join("Sana")
    await expect(sana.page.locator("#now-kicker")).to_have_text("Sessions")
    await expect(sana.page.locator("#now-title")).to_have_text(re.compile(r"^until \d+:\d\d"))
    await expect(sana.page.locator("#day-new")).to_be_visible()
    await sana.tap("Look at my day")
    first = sana.page.locator("#slots > section").first
    await expect(first.locator("h3")).to_contain_text("now")
    await first.get_by_role("button", name="2 sessions to choose from").click()
    await first.get_by_role("button", name=f"I'm going: {SESSIONS[1]}").click()
    await expect(first).to_contain_text("1 going · 1 seat")
    await sana.tab("Now")
    await expect(sana.page.locator("#my-next")).to_contain_text("Your session now")
    await sana.page.get_by_role("button", name="Me: my name").click()
    await expect(sana.page.get_by_label("My name", exact=True)).to_have_value("Sana")
    await sana.shows("1 session you go to")


async def test_times_are_the_meets_own(meet: Meet, phone: OpenPhone) -> None:
    await lay(meet)
    await meet.do(Publish())
    sana = await phone()
    await sana.join()
    await sana.tab("My day")
    starts = min(slot.starts for slot in meet.state.slots.values()) + timedelta(hours=1)
    how = "{ timeZone: 'Europe/London', hour: 'numeric', minute: '2-digit' }"
    wanted = f"(milliseconds) => new Date(milliseconds).toLocaleTimeString([], {how})"
    time = await sana.page.evaluate(wanted, starts.timestamp() * 1000)
    await expect(sana.page.locator("#slots h3").first).to_contain_text(time)


async def test_the_pages_come_even_when_they_are_late(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone(url=None)
    tries: list[str] = []

    async def fail_once(route: Route) -> None:
        tries.append(route.request.url)
        await (route.abort() if len(tries) == 1 else route.continue_())

    await sana.page.route("**/acts.js*", fail_once)
    await sana.page.goto(meet.url)
    await sana.join("Sana")
    await sana.tab("Suggest")
    await sana.shows("One moment…")
    await suggest(sana, "Bins")
    assert len(tries) == 2


async def test_nothing_hangs_over_the_edge_of_a_small_phone(meet: Meet, phone: OpenPhone) -> None:
    await lay(meet, timedelta(minutes=-70))
    await meet.do(Publish())
    await meet.do(OpenRound(5, most=3))
    sana = await phone()
    await sana.join("Sana")
    for width in (320, 180):  # the second is the first at twice the size
        await sana.page.set_viewport_size({"width": width, "height": 568})
        for tab in ("Now", "Vote", "Suggest", "My day"):
            await sana.tab(tab)
            wide = await sana.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{tab} is {wide} wide on {width}"


async def test_a_keyboard_is_enough(meet: Meet, phone: OpenPhone) -> None:
    await lay(meet)
    await meet.do(Publish())
    await meet.do(OpenRound(method=Method.INTEREST))
    sana = await phone()
    await sana.join("Sana")
    await sana.page.get_by_role("button", name="Vote").first.focus()
    await sana.page.keyboard.press("Enter")
    card = sana.page.locator("#card-title")
    for _ in range(2):
        await expect(sana.page.locator("[data-reply='2']")).to_have_attribute("aria-disabled", "false")
        await focus_by_tab(sana, "Maybe")
        before = await card.text_content() or ""
        await sana.page.keyboard.press("Enter")
        await expect(card).not_to_have_text(before)
        await expect(card).to_be_focused()
    await focus_by_tab(sana, "My day")
    await sana.page.keyboard.press("Enter")
    await expect(sana.page.locator("#day")).to_be_visible()
    await sana.page.locator("#day h2").focus()
    await focus_by_tab(sana, "2 sessions to choose from")
    await sana.page.keyboard.press("Enter")
    await focus_by_tab(sana, "I'm going")
    await sana.page.keyboard.press("Enter")
    await expect(sana.page.get_by_role("button", name=f"Not going: {SESSIONS[0]}")).to_be_focused()
    await saved(sana)
    assert going(meet) == {SESSIONS[0]: 1}


async def focus_by_tab(phone: Phone, text: str) -> None:
    """Press Tab until what begins with this text has the focus."""
    for _ in range(40):
        await phone.page.keyboard.press("Tab")
        if (await phone.page.evaluate("document.activeElement.textContent")).strip().startswith(text):
            return
    raise AssertionError(f"Tab never comes to {text!r}")
