"""People: who is counted as what, finding a name, leaving a device's votes out; and passes for those who help."""

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from teachmeet.domain.commands import Join, MakeMeet, SetAside
from teachmeet.domain.commands_hall import MakePass, RevokePass, SetProfile
from teachmeet.domain.panels import Door, PeoplePanel, PersonRow, Surroundings
from teachmeet.domain.panels_hall import PassesPanel, PassRow
from teachmeet.domain.programme import Duty, Format, Signup, TalkPlan
from teachmeet.screens.passes import PassesScreen
from teachmeet.screens.people import PeopleScreen
from teachmeet.widgets.letters import Picturing, spelled
from teachmeet.widgets.pass_list import PassList
from teachmeet.widgets.people_list import PeopleList
from tests.helpers import Someone, Story, ann, bob, cem, host
from tests.screens.drawn import HOSTILE, LARGE, SMALL, Drawn, signed_up

SIZES = (SMALL, LARGE)


def crowd() -> tuple[Story, Surroundings]:
    """Ann is here, Bob is away, one gave no name; 38 are on the sheet."""
    story = Story(signed_up()).tell(ann(Join("Ann")), bob(Join("Bob")), cem(Join()))
    return story, Surroundings(connected={story.person(ann): 2, story.person(cem): 1}, phones=3)


def drawn(story: Story, around: Surroundings | None = None) -> Drawn:
    app = Drawn(PeopleScreen())
    app.hand_all(story.state, around)
    return app


@pytest.mark.parametrize("size", SIZES)
async def test_who_is_here_away_and_on_the_sheet(size: tuple[int, int]) -> None:
    app = drawn(*crowd())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        lines = app.text.splitlines()
        assert any("3 joined, 2 connected, 38 on the sheet only" in line for line in lines)
        for mark, name, state in (
            ("●", "Ann", "connected"),
            ("○", "Bob", "away"),
            ("●", "without a name", "connected"),
            ("·", "Wen", "on the sheet"),
        ):
            assert any(mark in line and name in line and state in line for line in lines)


async def test_l_leaves_votes_out_and_takes_them_in_again() -> None:
    story, around = crowd()
    app = drawn(story, around)
    bobs = story.person(bob)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("down", "l")
        await pilot.pause()
        assert app.asked == [SetAside(bobs, True)]
        assert "The votes of Bob are left out." in app.text
        app.hand_all(story.tell(host(SetAside(bobs, True))).state, around)
        await pilot.pause()
        assert "votes left out" in app.text
        await pilot.press("l")
        assert app.asked[-1] == SetAside(bobs, False)


async def test_who_gave_no_name_is_still_somebody() -> None:
    story, around = crowd()
    app = drawn(story, around)
    nameless = story.person(cem)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.press("down", "down", "l")
        await pilot.pause()
        assert app.asked == [SetAside(nameless, True)]
        assert "The votes of somebody without a name are left out." in app.text
        app.hand_all(story.tell(host(SetAside(nameless, True))).state, around)
        await pilot.pause()
        assert "u undo: left out the votes of somebody without a name" in app.text


async def test_who_has_no_phone_has_no_votes() -> None:
    app = drawn(*crowd())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("end", "l")
        assert app.asked == []
        assert "Marta has no phone here" in app.text


async def test_the_list_stays_under_the_cursor_when_phones_come_and_go() -> None:
    story, around = crowd()
    app = drawn(story, around)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("end")
        people = app.screen.query_one(PeopleList)
        last = people.cursor
        app.hand_all(story.tell(*(phone(Join("New")) for phone in (ann, bob))).state, Surroundings())
        await pilot.pause()
        assert people.cursor == last


async def test_finding() -> None:
    app = drawn(*crowd())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        people = app.screen.query_one(PeopleList)
        await pilot.press("slash", "A", "n", "n")
        await pilot.pause()
        assert [row.name for row in people.rows] == ["Ann", "Anna"]
        assert "2 found" in app.text
        await pilot.press("x")
        await pilot.pause()
        assert "Nobody is called that." in app.text
        await pilot.press("backspace", "enter", "down", "up", "l")
        assert isinstance(app.focused, PeopleList)
        assert len(app.asked) == 1
        await pilot.press("escape")
        await pilot.pause()
        assert len(people.rows) == 41
        assert app.screen.query_one(Input).value == ""


async def test_nobody_is_said_in_a_sentence() -> None:
    app = drawn(Story())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "Nobody is here yet." in app.text
        await pilot.press("l", "slash", "escape")
        assert app.asked == []


@pytest.mark.parametrize("size", SIZES)
async def test_names_are_shown_as_they_are(size: tuple[int, int]) -> None:
    phones = [Someone(f"phone {n}") for n in range(len(HOSTILE))]
    talks = tuple(TalkPlan(Signup(text), "T", "micro", 60) for text in HOSTILE)
    story = Story(MakeMeet("M", Format.TEACHMEET, "UTC", talks=talks))
    story.tell(*(phone(Join(text[:60])) for phone, text in zip(phones, HOSTILE, strict=True)))
    app = drawn(story)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for phone, text in zip(phones, HOSTILE, strict=True):
            await pilot.press("l")
            await pilot.pause()
            assert app.asked[-1] == SetAside(story.person(phone), True)
            assert app.text.count(text[:8]) >= 3
            assert max(map(cell_len, app.text.splitlines())) <= size[0]
            await pilot.press("down")


@pytest.mark.parametrize("size", SIZES)
async def test_what_somebody_does_and_looks_for(size: tuple[int, int]) -> None:
    story, around = crowd()
    story.tell(ann(SetProfile("[b]Teaches[/b] Year 4", "outdoor learning")))
    app = drawn(story, around)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "Does: [b]Teaches[/b] Year 4" in app.text and "Looks for: outdoor learning" in app.text
        await pilot.press("down")
        await pilot.pause()
        assert "Does:" not in app.text


@pytest.mark.parametrize("size", SIZES)
async def test_visitors_of_the_kiosk_are_marked_and_counted(size: tuple[int, int]) -> None:
    people = (PersonRow(2, "Ann", True, True, False), PersonRow(3, "Gus", True, False, False, kiosk=True))
    app = drawn(Story(signed_up()))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.hand(PeoplePanel(people))
        await pilot.pause()
        assert "2 joined, 1 connected, 0 on the sheet only, 1 at the kiosk" in app.text
        assert any("▣" in line and "Gus" in line and "at the kiosk" in line for line in app.text.splitlines())


# ── passes

WAITS = PassRow(7, Duty.QUESTIONS, "W3NY7K", False, False)
HERE = PassRow(3, Duty.TIMEKEEPER, None, True, True)
LOST = PassRow(4, Duty.KIOSK, None, False, False)
DOOR = Door("HTTP://192.168.178.23:8080/J/W3NY", "W3NY", 8080, ())


def with_door() -> Drawn:
    return drawn(Story(signed_up()), Surroundings(door=DOOR))


@pytest.mark.parametrize("size", SIZES)
async def test_a_pass_is_made_and_its_code_shown_in_large_letters(size: tuple[int, int]) -> None:
    app = with_door()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        assert "No pass yet." in app.text
        await pilot.press("2")
        await pilot.pause()
        assert app.asked == [MakePass(Duty.QUESTIONS)]
        app.hand(PassesPanel((HERE, WAITS), 0))
        await pilot.pause()
        await pilot.pause()
        dialog = app.screen
        assert dialog.query_one(PassList).cursor == WAITS.number
        assert dialog.query_one("#pass-code", Picturing).picture == spelled("W3NY7K")
        assert "http://192.168.178.23:8080/help" in app.text and "waits for its phone" in app.text
        await pilot.press("escape")
        assert not isinstance(app.screen, PassesScreen)


@pytest.mark.parametrize(("key", "duty"), [("1", Duty.TIMEKEEPER), ("3", Duty.PITCHES), ("4", Duty.KIOSK)])
async def test_each_duty_has_its_key(key: str, duty: Duty) -> None:
    app = with_door()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("e", key)
        await pilot.pause()
        assert app.asked == [MakePass(duty)]


async def test_a_pass_that_is_taken_shows_no_code_and_is_taken_back() -> None:
    app = with_door()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        app.hand(PassesPanel((HERE, WAITS, LOST), 0))
        await pilot.press("e")
        await pilot.pause()
        assert "It is in use." in app.text and "/help" not in app.text
        await pilot.press("delete")
        await pilot.pause()
        assert app.asked == [RevokePass(HERE.number)]
        app.hand(PassesPanel((WAITS, LOST), 0))
        await pilot.press("end")
        await pilot.pause()
        assert "The server was started again" in app.text and "code forgotten" in app.text


async def test_the_kiosk_has_a_page_of_its_own() -> None:
    app = with_door()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        app.hand(PassesPanel((PassRow(9, Duty.KIOSK, "ACDEFG", False, False),), 0))
        await pilot.press("e")
        await pilot.pause()
        assert "http://192.168.178.23:8080/kiosk" in app.text
