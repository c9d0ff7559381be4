"""Home: the meets of the laptop, what cannot be opened, and which keys there are."""

import pytest

from teachmeet.domain.commands import MakeMeet
from teachmeet.domain.programme import Format
from teachmeet.laptop import MeetRow
from teachmeet.screens.home import MADE_UP
from tests.screens.stage import Played, Stage, playing, sees, until


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_an_empty_home_teaches(stage: Stage, size: tuple[int, int]) -> None:
    async with playing(Played(stage), size) as pilot:
        await sees(pilot, "No meet here yet.", "Press r", "r rehearse", "k make a meet")
        await pilot.press("enter")


async def test_meets_are_listed_and_a_damaged_one_says_what_to_do(stage: Stage) -> None:
    stage.bridge()
    broken = stage.sessions / "broken"
    broken.mkdir()
    (broken / "journal.jsonl").write_bytes(b"{}\n")
    app = Played(stage)
    async with playing(app) as pilot:
        await sees(pilot, "Bridge [/] TeachMeet", "broken", "is damaged")
        await until(pilot, lambda: app.focused is not None)
        await pilot.press("end", "enter")
        await pilot.pause()
        assert app.meeting is None


async def test_a_list_that_grows_moves_nothing_under_the_cursor(stage: Stage) -> None:
    stage.bridge()
    app = Played(stage)
    async with playing(app) as pilot:
        await sees(pilot, "Bridge [/] TeachMeet")
        stage.rehearsal(None)
        app.home.look_again()
        await sees(pilot, "REHEARSAL")
        chosen = app.home._chosen()
        assert chosen is not None and chosen.slug == "bridge"


async def test_the_last_of_many_meets_is_seen_and_what_is_wrong_with_it_too(stage: Stage) -> None:
    for number in range(12):
        stage.new(f"meet-{number:02}", MakeMeet(f"Meet number {number:02}", Format.TEACHMEET, "UTC"))
    app = Played(stage)
    async with playing(app) as pilot:
        await sees(pilot, "Meet number 11")
        await until(pilot, lambda: app.focused is not None)
        await pilot.press("end")
        await sees(pilot, "Meet number 00")
        await pilot.press("delete")
        await sees(pilot, "Meet number 00", "is no rehearsal")


async def test_a_folder_that_may_not_be_looked_into_is_said_and_ends_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meets() -> tuple[MeetRow, ...]:
        raise PermissionError(13, "Permission denied", "sessions")

    monkeypatch.setattr(stage, "meets", meets)
    async with playing(Played(stage)) as pilot:
        await sees(pilot, "sessions: Permission denied")


async def test_only_a_rehearsal_can_be_deleted(stage: Stage) -> None:
    stage.bridge()
    app = Played(stage)
    async with playing(app) as pilot:
        await sees(pilot, "Bridge [/] TeachMeet")
        await pilot.press("delete")
        await sees(pilot, "is no rehearsal")
        stage.rehearsal(None)
        app.home.look_again()
        await sees(pilot, "REHEARSAL")
        place = [row.slug for row in stage.meets()].index(MADE_UP)
        await pilot.press("home", *["down"] * place, "delete")
        await until(pilot, lambda: [row.slug for row in stage.meets()] == ["bridge"])
