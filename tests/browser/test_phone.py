"""The phone page in Chromium, against the real server in its own process."""

import re
from importlib.resources import files
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Request, Response, expect

from teachmeet.domain.commands import CloseRound, OpenRound, PauseTalk, StartTalk
from teachmeet.journal import read
from tests.browser.stage import TOPICS, Meet, OpenPhone
from tests.browser.test_pages import MODULES

pytestmark = pytest.mark.browser

USED = "#used"
STATE = "#vote-state"


def votes(meet: Meet) -> list[tuple[int, str]]:
    """Who voted for what, as the journal has it; nothing but a test may ask."""
    state = meet.state
    return sorted(
        (person, state.topics[topic].title or "")
        for ballots in state.ballots.values()
        for person, ballot in ballots.items()
        for topic in ballot
    )


def joined(meet: Meet) -> list[str | None]:
    """The names of those who came in with a phone."""
    return [person.name for person in meet.state.people.values() if person.joined is not None]


async def test_an_evening_with_two_phones(meet: Meet, phone: OpenPhone) -> None:
    sana, olu = await phone(), await phone()
    await sana.join("Sana")
    await olu.join()
    assert joined(meet) == ["Sana", ""]

    await sana.tab("Suggest")
    await sana.page.get_by_text("I want to learn").click()
    await sana.page.get_by_label("What is it about?").fill("  Parents in\nthe loop ")
    await sana.tap("Suggest it")
    await expect(sana.page.locator("#suggest-state")).to_have_text("saved ✓")
    await olu.tab("Suggest")
    await olu.shows("Parents in the loop")
    await olu.shows("? request · Sana")

    await meet.do(OpenRound(3))
    for each in (sana, olu):
        await expect(each.page.locator("#open")).to_be_visible()
        await expect(each.page.locator("#suggest")).to_be_visible()  # a round never takes anybody away
        await each.tab("Vote")
        await each.vote("Parents in the loop")
        await expect(each.page.locator(STATE)).to_have_text("saved ✓")
    await sana.vote(TOPICS[0])
    await sana.vote(TOPICS[1])
    await expect(sana.page.locator(USED)).to_have_text(re.compile("used 3 of 3"))
    await sana.find_card(TOPICS[2])
    await sana.page.locator("#vote-go").click(force=True)  # it is disabled for those who look, and says why
    await expect(sana.page.locator(STATE)).to_have_text("All 3 votes are used. Take one back first.")

    await sana.tap(f"Take it back: {TOPICS[1]}")
    await expect(sana.page.locator(USED)).to_have_text(re.compile("used 2 of 3"))
    await sana.vote(TOPICS[2])
    await expect(sana.page.locator(STATE)).to_have_text("saved ✓")

    await sana.page.reload()
    await expect(sana.page.locator(USED)).to_have_text(re.compile("used 3 of 3 ●●●"))
    await sana.tab("Me")
    await expect(sana.page.get_by_label("My name", exact=True)).to_have_value("Sana")
    await sana.shows("3 votes in this round")
    assert joined(meet) == ["Sana", ""]
    me, you = (person.person for person in meet.state.people.values() if person.joined is not None)
    mine = sorted([TOPICS[0], TOPICS[2], "Parents in the loop"])
    assert votes(meet) == [*((me, title) for title in mine), (you, "Parents in the loop")]

    await meet.do(CloseRound(meet.state.open_round or 0))
    await olu.shows("What the room chose")
    first = olu.page.locator("#bars li").first
    await expect(first).to_contain_text("Parents in the loop")
    await expect(first).to_contain_text("2 votes · ● yours")


async def test_a_vote_without_a_network_is_kept_and_counted_once(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone()
    await sana.join("Sana")
    await meet.do(OpenRound(3))
    await sana.tab("Vote")
    await sana.find_card(TOPICS[0])
    await sana.page.context.set_offline(True)
    await sana.tap("Vote for this")
    await expect(sana.page.locator(STATE)).to_have_text("offline: kept, will be sent")
    await expect(sana.page.locator("#line")).to_have_text("○ offline")
    assert votes(meet) == []

    await sana.page.context.set_offline(False)
    await expect(sana.page.locator(STATE)).to_have_text("saved ✓", timeout=15_000)
    await expect(sana.page.locator("#line")).to_have_text("● live")
    assert [title for _, title in votes(meet)] == [TOPICS[0]]
    assert await sana.outbox() == []


async def test_what_a_closed_page_left_unanswered_is_sent_by_the_next_one(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone()
    await sana.join("Sana")
    await meet.do(OpenRound(3))
    await sana.tab("Vote")
    await sana.find_card(TOPICS[0])
    await sana.page.context.set_offline(True)
    await sana.tap("Vote for this")
    await sana.shows("offline: kept, will be sent")
    (left,) = await sana.outbox()
    await sana.page.close()
    await sana.page.context.set_offline(False)

    again = await phone(again=sana)
    await again.tab("Vote")
    await expect(again.page.locator(USED)).to_have_text(re.compile("used 1 of 3"))
    await expect(again.page.locator("#line")).to_have_text("● live")
    await again.comes("!Object.keys(localStorage).some((key) => key.includes('.out.'))")
    assert [title for _, title in votes(meet)] == [TOPICS[0]]
    sent_as = {(line.client, line.n) for line in read(meet.folder.journal).lines}
    assert (left["client"], left["n"]) in sent_as


async def test_two_pages_of_one_phone_are_one_person(meet: Meet, phone: OpenPhone) -> None:
    first = await phone()
    await first.join("Sana")
    second = await phone(again=first)
    await meet.do(OpenRound(1))
    for each in (first, second):
        await each.tab("Vote")
    await first.vote(TOPICS[0])
    await expect(second.page.locator(USED)).to_have_text(re.compile("used 1 of 1"))
    assert joined(meet) == ["Sana"]
    await second.tap(f"Take it back: {TOPICS[0]}")
    await expect(first.page.locator(USED)).to_have_text(re.compile("used 0 of 1"))
    assert votes(meet) == []


async def test_the_server_has_the_last_word_on_the_budget(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone()
    await sana.join("Sana")
    await meet.do(OpenRound(1))
    await sana.tab("Vote")
    # What a page asks for that believes it has a vote left, while another page has used it.
    await sana.vote(TOPICS[0])
    await expect(sana.page.locator(STATE)).to_have_text("saved ✓")
    topic = next(t.topic for t in meet.state.topics.values() if t.title == TOPICS[1])
    await sana.page.evaluate(
        """([round, topic]) => {
            const secret = Object.keys(localStorage).find((key) => key.endsWith(".secret"));
            const entry = { client: "another-page", n: 1, do: "vote", with: { round, topic, dots: 1 }, at: Date.now(),
                            lease: { page: "another-page", until: 0 } };
            localStorage[secret.replace("secret", "out.another-page.1")] = JSON.stringify(entry);
        }""",
        [meet.state.open_round, topic],
    )
    await sana.shows("All your votes are used (1). Take one back first.")
    await expect(sana.page.locator(USED)).to_have_text(re.compile("used 1 of 1"))
    assert [title for _, title in votes(meet)] == [TOPICS[0]]


async def test_a_vote_that_came_too_late_says_so(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone()
    await sana.join()
    await meet.do(OpenRound(3))
    await sana.tab("Vote")
    await sana.find_card(TOPICS[0])
    await sana.page.context.set_offline(True)
    await sana.tap("Vote for this")
    await sana.shows("offline: kept, will be sent")
    await meet.do(CloseRound(meet.state.open_round or 0))
    await sana.page.context.set_offline(False)
    await sana.shows("Voting closed: this one did not count.")
    await sana.shows("What the room chose")
    assert votes(meet) == []


HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "{{x}} {% raw %} ${1+1}",
    "</script><script>alert(2)</script>",
    "مشاريع علمية بلا مختبر",
    "javascript:alert(3)",
    "=HYPERLINK(\"x\")",
)


async def test_what_people_type_is_text_and_nothing_else(meet: Meet, phone: OpenPhone) -> None:
    sana, olu = await phone(), await phone()
    await sana.join(HOSTILE[0])
    await olu.join()
    await olu.tab("Suggest")
    await sana.tab("Suggest")
    for title in HOSTILE:
        await sana.page.get_by_label("What is it about?").fill(title)
        await sana.page.get_by_label("One line more").fill(title)
        await sana.tap("Suggest it")
        await expect(sana.page.locator("#suggest-state")).to_have_text("saved ✓")
        await olu.shows(title)
    assert await olu.page.locator("main img, main script").count() == 0
    arabic = olu.page.locator("#topics span", has_text=HOSTILE[3])
    assert await arabic.evaluate("(element) => getComputedStyle(element).direction") == "rtl"

    await sana.page.get_by_label("What is it about?").fill("abc\u202edef\u0007\r\nghi\ud800")
    await sana.tap("Suggest it")
    await olu.shows("abc def ghi")


async def test_a_wrong_code_is_told_and_the_right_one_lets_in(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone(url=None)
    response = await sana.page.goto(f"{meet.home}/J/zzzzz")
    assert response is not None
    assert response.status == 404
    await sana.shows("That is not the code of this meet.")
    await sana.page.get_by_label("The code on the wall").fill(f" {meet.folder.code.lower()} ")
    await sana.tap("Go on")
    await sana.join("Sana")
    await expect(sana.page).to_have_url(re.compile(f"/J/{meet.folder.code}$"))
    assert joined(meet) == ["Sana"]
    keys = await sana.page.evaluate("Object.keys(localStorage).filter((key) => key.includes('ZZZZZ'))")
    assert keys == []


async def test_forget_me_asks_first_and_leaves_a_stranger(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone()
    await sana.join("Sana")
    second = await phone(again=sana)
    await sana.tab("Me")
    await sana.tap("Forget me")
    await sana.tap("Keep me")
    assert joined(meet) == ["Sana"]
    await sana.tap("Forget me")
    for answer in ("forget-yes", "forget-no"):
        below = await sana.page.evaluate(
            "(id) => document.getElementById(id).getBoundingClientRect().bottom"
            " - document.getElementById('tabs').getBoundingClientRect().top",
            answer,
        )
        assert below <= 0, f"{answer} lies under the tabs"
    await sana.tap("Yes, forget me")
    for each in (sana, second):
        await expect(each.page.get_by_role("heading", name="Come in")).to_be_visible()
    assert "Sana" not in meet.folder.journal.read_text(encoding="utf-8")
    await sana.join("Somebody else")
    await expect(second.page.get_by_role("navigation")).to_be_visible()  # the same stranger
    assert joined(meet) == [None, "Somebody else"]


async def test_what_is_on_its_clock_and_a_question(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone()
    await sana.join()
    await sana.shows("Nothing is on right now")
    await meet.do(StartTalk())
    await sana.shows("Maths trails round the car park")
    await expect(sana.page.get_by_role("timer")).to_have_text(re.compile(r"^(7:00|6:5\d)$"))
    await meet.do(PauseTalk())
    await expect(sana.page.locator("#now-warn")).to_have_text("paused")

    await sana.tap("Ask a question")
    await sana.tap("Send it")
    await sana.shows("There is nothing written yet.")
    await sana.page.get_by_label("Your question").fill("How long was the walk?")
    await sana.tap("Send it")
    await expect(sana.page.locator("#ask-state")).to_have_text("saved ✓")
    assert [question.text for question in meet.state.questions.values()] == ["How long was the walk?"]


async def test_blocked_storage_still_works_for_the_visit(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone(url=None)
    await sana.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
    )
    await sana.page.goto(meet.url)
    await sana.join("Sana")
    await meet.do(OpenRound(3))
    await sana.tab("Vote")
    await sana.vote(TOPICS[0])
    await expect(sana.page.locator(STATE)).to_have_text("saved ✓")
    assert [title for _, title in votes(meet)] == [TOPICS[0]]


async def test_the_page_is_small_and_asks_for_little(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone(url=None)
    asked: list[Request] = []
    came: list[Response] = []
    heard: list[str | bytes] = []
    sana.page.on("request", lambda request: asked.append(request))
    sana.page.on("response", lambda response: came.append(response))
    sana.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(frame)))
    await sana.page.goto(meet.url)
    await expect(sana.page.get_by_role("heading", name="Come in")).to_be_visible()
    await expect(sana.page.locator("#meet")).to_have_text("Bridge TeachMeet")
    await expect(sana.page.locator("#suggest-state")).to_have_count(1)  # the second script is there
    assert [urlsplit(request.url).path for request in asked] == [urlsplit(meet.url).path, "/phone.js", "/acts.js"]
    headers = [await response.all_headers() for response in came]
    assert [each["content-encoding"] for each in headers] == ["gzip"] * len(came)
    first = sum(int(each["content-length"]) for each in headers[:2])
    shown = [f'"name":"{name}"' for name in ("meet", "now", "round")]
    panels = sum(len(text) for text in heard if any(name in str(text) for name in shown))
    assert first + panels <= 14 * 1024, f"{first} bytes of page, {panels} of first panels"


# What browsers of 2018 cannot parse, or do not have; over plain http some of it is missing in new ones too.
TOO_NEW = re.compile(
    r"\?\.(?!\d)|\?\?|\bthis\.#|\.at\(|\.replaceAll\(|structuredClone|randomUUID|crypto\.subtle|fromEntries|allSettled"
    r"|matchAll|replaceChildren|toggleAttribute|catch \{|\.flat\(|\.flatMap\(|globalThis|innerHTML|insertAdjacentHTML"
)
TOO_NEW_STYLE = re.compile(r"(?<!grid-)\bgap:|\binset:|aspect-ratio|:is\(|:where\(|:has\(|\bclamp\(|dvh\b")


@pytest.mark.parametrize(
    ("name", "too_new"),
    [
        *((f"{name}.js", TOO_NEW) for name in MODULES),
        *((f"{name}.css", TOO_NEW_STYLE) for name in ("phone", "acts", "kiosk", "help")),
    ],
)
def test_browsers_of_2018_can_read_it(name: str, too_new: re.Pattern[str]) -> None:
    lines = (files("teachmeet") / "web" / name).read_text(encoding="utf-8").splitlines()
    code = [line for line in lines if not re.match(r"\s*(//|/\*|For browsers)", line)]
    assert [line for line in code if too_new.search(line)] == []
