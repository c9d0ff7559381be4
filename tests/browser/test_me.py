"""Questions, and who one is: asking and backing, what one says of oneself, consent, and coming back by a code."""

import re

import pytest
from playwright.async_api import expect

from teachmeet.domain.commands import AnswerQuestion, EndTalk, StartTalk
from teachmeet.domain.commands_hall import ApproveQuestion, ParkQuestion
from tests.browser.stage import Meet, OpenPhone, Phone

pytestmark = pytest.mark.browser


async def ask(phone: Phone, text: str) -> None:
    """On the page of questions."""
    await phone.page.get_by_label("What would you like to ask?").fill(text)
    await phone.tap("Ask it")
    await expect(phone.page.locator("#question-state")).to_have_text("saved ✓")


async def test_questions_are_asked_let_out_and_wanted_by_others(meet: Meet, phone: OpenPhone) -> None:
    sana, olu = await phone(), await phone()
    await sana.join("Sana")
    await olu.join("Olu")
    await meet.do(StartTalk())
    await sana.tab("Ask")
    await sana.shows("Maths trails round the car park")
    await ask(sana, "Who marks the trails?")
    mine = sana.page.locator("#my-questions li")
    await expect(mine).to_contain_text("waits for the host")
    await olu.tab("Ask")
    await olu.shows("None yet. Yours may be the first.")
    (question,) = meet.state.questions

    await meet.do(ApproveQuestion(question))
    await expect(mine).to_contain_text("let out")
    theirs = olu.page.locator("#others li")
    await expect(theirs).to_contain_text("Sana · Maths trails round the car park")
    await olu.tap("Me too: Who marks the trails?")
    await expect(theirs).to_contain_text("You want this asked too")
    await expect(theirs).to_contain_text("1 wants this asked too")
    await expect(mine).to_contain_text("1 wants this asked too")
    await expect(sana.page.get_by_role("button", name="Me too")).to_have_count(0)  # one's own has no such button

    await olu.page.reload()
    await olu.shows("You want this asked too")
    await olu.tap("Not any more: Who marks the trails?")
    await expect(theirs).not_to_contain_text("wants this asked too")
    assert meet.state.questions[question].backers == frozenset()

    await meet.do(ParkQuestion(question))
    for each in (mine, theirs):
        await expect(each).to_contain_text("parked for later")
    await meet.do(ParkQuestion(question, False))
    await meet.do(AnswerQuestion(question, True))
    for each in (mine, theirs):
        await expect(each).to_contain_text("answered")
    await expect(olu.page.get_by_role("button", name="Me too")).to_have_count(0)


async def test_a_question_without_a_network_is_kept(meet: Meet, phone: OpenPhone) -> None:
    sana, olu = await phone(), await phone()
    await sana.join("Sana")
    await olu.join("Olu")
    await meet.do(StartTalk())
    await sana.tab("Ask")
    await ask(sana, "Who marks the trails?")
    (question,) = meet.state.questions
    await meet.do(ApproveQuestion(question))
    await olu.tab("Ask")
    await olu.shows("Who marks the trails?")
    await olu.page.context.set_offline(True)
    await olu.tap("Me too: Who marks the trails?")
    await olu.shows("offline: kept, will be sent")
    await olu.page.context.set_offline(False)
    await expect(olu.page.locator("#others li")).to_contain_text("1 wants this asked too", timeout=15_000)


async def test_the_tabs_are_four_and_follow_what_goes_on(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone()
    await sana.join("Sana")
    bar = sana.page.get_by_role("navigation").get_by_role("button")
    await expect(bar).to_have_text([re.compile(name) for name in ("^Now", "^Vote", "^Suggest", "^Me")])
    await meet.do(StartTalk())
    await expect(bar).to_have_text([re.compile(name) for name in ("^Now", "^Ask", "^Suggest", "^Me")])
    await sana.tab("Ask")
    await ask(sana, "Who marks the trails?")
    await meet.do(EndTalk())
    await expect(bar.nth(1)).to_have_text("Ask")  # not while somebody is there
    await sana.tab("Now")
    await expect(bar.nth(1)).to_have_text(re.compile("^Vote"))
    await sana.page.locator("#go-questions").click()  # without a tab it is a row of the first page
    await sana.shows("waits for the host")


async def test_who_one_is_is_asked_in_a_pause_and_never_before_the_first_act(meet: Meet, phone: OpenPhone) -> None:
    sana = await phone()
    await sana.join("Sana")
    tell = sana.page.locator("#tell")
    await expect(sana.page.locator("#go-questions")).to_have_count(1)  # the second script is there
    await expect(tell).to_be_hidden()
    await meet.do(StartTalk())
    await sana.tab("Ask")
    await ask(sana, "Who marks the trails?")
    await sana.tab("Now")
    await expect(tell).to_be_hidden()
    await meet.do(EndTalk())
    await expect(tell).to_be_visible()
    await sana.tap("Yes, now")

    assert [person.publish for person in meet.state.people.values() if person.joined] == [None]
    await sana.shows("not said yet")
    await sana.page.get_by_label("What I do").fill("I drive the school bus")
    await sana.page.get_by_label("What I look for").fill("quiet routes")
    await sana.tap("Keep it")
    await expect(sana.page.locator("#profile-state")).to_have_text("saved ✓")
    await sana.page.locator("#consent").get_by_text("Yes").click()
    await expect(sana.page.locator("#consent-state")).to_have_text("saved ✓")
    (me,) = [person for person in meet.state.people.values() if person.joined]
    assert (me.does, me.seeks, me.publish) == ("I drive the school bus", "quiet routes", True)
    await sana.page.locator("#consent").get_by_text("No").click()
    await expect(sana.page.locator("#consent-state")).to_have_text("saved ✓")
    await sana.page.reload()
    await expect(sana.page.get_by_label("What I do")).to_have_value("I drive the school bus")
    await expect(sana.page.get_by_role("radio", name="No")).to_be_checked()
    await expect(sana.page.locator("#my-words li")).to_contain_text(["Who marks the trails?"])
    await sana.tab("Now")
    await expect(tell).to_be_hidden()


async def test_another_phone_is_the_same_person_by_the_code(meet: Meet, phone: OpenPhone) -> None:
    old = await phone()
    await old.join("Sana")
    await old.tab("Suggest")
    await old.page.get_by_label("What is it about?").fill("Bread in the staff room")
    await old.tap("Suggest it")
    await expect(old.page.locator("#suggest-state")).to_have_text("saved ✓")
    await old.tab("Me")
    code = await old.page.locator("#my-code").text_content()
    assert code is not None
    assert re.fullmatch(r"\w{3} \w{3}", code)

    new = await phone()
    await new.tap("I was here with another phone")
    await new.tap("That is me")
    await new.shows("There is nothing written yet.")
    await new.page.get_by_label("Your own code").fill("ACDEFG")
    await new.tap("That is me")
    await new.shows("Nobody here has that code.")
    await new.page.get_by_label("Your own code").fill(f" {code.lower()}")
    await new.tap("That is me")
    await expect(new.page.get_by_role("navigation")).to_be_visible()
    await new.tab("Me")
    await expect(new.page.get_by_label("My name", exact=True)).to_have_value("Sana")
    await expect(new.page.locator("#my-words")).to_contain_text("Bread in the staff room")
    assert [person.name for person in meet.state.people.values() if person.joined is not None] == ["Sana"]
    await new.page.reload()
    await expect(new.page.get_by_label("My name", exact=True)).to_have_value("Sana")


async def test_who_came_in_anew_returns_from_me(meet: Meet, phone: OpenPhone) -> None:
    old, new = await phone(), await phone()
    await old.join("Sana")
    await new.join("A stranger")
    await old.tab("Me")
    code = await old.page.locator("#my-code").text_content()
    await new.tab("Me")
    await new.tap("I was here with another phone")
    await new.page.get_by_label("Your own code").fill(code or "")
    await new.tap("That is me")
    await expect(new.page.locator("#now")).to_be_visible()
    await new.tab("Me")
    await expect(new.page.get_by_label("My name", exact=True)).to_have_value("Sana")
    await new.page.get_by_label("My name", exact=True).fill("Sana O.")
    await new.tap("Change it")
    await expect(old.page.get_by_label("My name", exact=True)).to_have_value("Sana O.")  # both phones are one person
