"""People: who is counted as what, finding a name, and leaving a device's votes out."""

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from teachmeet.domain.commands import Join, MakeMeet, SetAside
from teachmeet.domain.panels import Surroundings
from teachmeet.domain.programme import Format, Signup, TalkPlan
from teachmeet.screens.people import PeopleScreen
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
