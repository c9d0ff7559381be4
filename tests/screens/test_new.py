"""New: from a title and a sheet to a meet that runs; and every way in which it says what is missing."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, Select

from teachmeet.screens import sheets
from teachmeet.screens.columns import ColumnsScreen
from teachmeet.screens.new import NewScreen
from teachmeet.screens.sheets import one_ending
from teachmeet.sheet import Wanted
from tests.screens.stage import Played, Stage, playing, sees, until

DATA = Path(__file__).resolve().parents[1] / "data"
SIGNUPS = DATA / "teachmeet-signups.csv"


async def open_form(pilot: Pilot[None]) -> None:
    """From home to the form."""
    await sees(pilot, "k make a meet")
    await pilot.press("k")
    await until(pilot, lambda: isinstance(pilot.app.screen, NewScreen) and pilot.app.focused is not None)


def put(pilot: Pilot[None], **values: str) -> None:
    """Fill fields of the form."""
    for name, value in values.items():
        pilot.app.screen.query_one(f"#{name}", Input).value = value


async def test_a_meet_from_the_real_sheet_is_made_and_opened(stage: Stage) -> None:
    app = Played(stage)
    async with playing(app) as pilot:
        await open_form(pilot)
        await pilot.press(*"a [/] b")
        put(pilot, starts="2026-11-20 18:30", ends="20:30", zone="Europe/London")
        await pilot.pause()
        assert app.screen.query_one("#name", Input).value == "a-b"
        field = app.screen.query_one("#talks", Input)
        field.focus()
        field.value = f"'{SIGNUPS}'"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ColumnsScreen))
        await sees(pilot, "38 talks · 3 rows left out", "row 41", "lurker")
        await pilot.press("ctrl+s")
        await sees(pilot, "✓ 38 talks")
        await pilot.press("ctrl+s")
        await sees(pilot, "✓ saved", "a [/] b")
        state = stage.state("a-b")
        assert len(state.talks) == 38
        assert state.meet is not None and state.meet.ends is not None and state.meet.ends.hour == 20


async def test_nothing_that_the_form_says_is_cut_off_in_a_small_terminal(stage: Stage) -> None:
    app = Played(stage)
    async with playing(app) as pilot:
        await open_form(pilot)
        app.screen.query_one("#format", Select).value = "edcamp"
        await pilot.pause()
        for field in app.screen.query(Input):
            assert cell_len(field.placeholder) <= field.size.width, field.id


async def test_ctrl_s_pressed_twice_makes_one_meet_and_opens_it(stage: Stage) -> None:
    app = Played(stage)
    async with playing(app) as pilot:
        await open_form(pilot)
        put(pilot, meet="Twice")
        await pilot.pause()
        await pilot.press("ctrl+s", "ctrl+s", "ctrl+s")
        await sees(pilot, "✓ saved", "Twice")
        assert [row.slug for row in stage.meets()] == ["twice"]


async def test_pasted_cells_are_a_sheet_and_their_text_is_inert(stage: Stage) -> None:
    app = Played(stage)
    async with playing(app) as pilot:
        await open_form(pilot)
        put(pilot, meet="Pasted")
        field = app.screen.query_one("#topics", Input)
        field.focus()
        field.post_message(events.Paste("Title\tYour [b]name\n[/] {x}\tAnn [/]\n\nQuiet\t\n"))
        await until(pilot, lambda: isinstance(app.screen, ColumnsScreen))
        await sees(pilot, "2 topics", "[/] {x}", "Ann [/]")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, NewScreen))
        assert "✓" not in app.text


async def test_a_column_is_corrected_by_hand(stage: Stage) -> None:
    app = Played(stage)
    async with playing(app) as pilot:
        await open_form(pilot)
        field = app.screen.query_one("#talks", Input)
        field.post_message(events.Paste("Zap,Zip,Your name\nMaths trails,Bins,Ann\nDrums,Bread,Bob\n"))
        await until(pilot, lambda: isinstance(app.screen, ColumnsScreen))
        await sees(pilot, "title")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, ColumnsScreen), "a sheet without titles cannot be taken"
        assert "--map" not in app.text
        app.screen.query_one("#field-title", Select).value = "Zip"
        await sees(pilot, "2 talks", "Bins", "Bread")
        app.screen.query_one("#field-name", Select).clear()
        await sees(pilot, "No column looks like the name")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Give it a title first."),
        ({"meet": "X", "starts": "soon"}, "“soon” is no time"),
        ({"meet": "X", "zone": "Mars"}, "“Mars” is no time zone"),
        ({"meet": "X", "starts": "2026-11-20 18:30", "ends": "17:00"}, "The end is before the start"),
        ({"meet": "X", "talks": "nowhere.csv"}, "There is no file “nowhere.csv”"),
        ({"meet": "X", "name": "con"}, "Windows keeps it for a device"),
        ({"meet": "X", "name": "a/b"}, "cannot be a meet's name"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_made(stage: Stage, values: dict[str, str], said: str) -> None:
    app = Played(stage)
    async with playing(app) as pilot:
        await open_form(pilot)
        for name, value in values.items():
            put(pilot, **{name: value})
            await pilot.pause()
        await pilot.press("ctrl+s")
        await sees(pilot, said)
        assert stage.meets() == ()
        await pilot.press("escape")
        await sees(pilot, "No meet here yet.")


async def test_a_name_that_is_taken_is_said_at_once(stage: Stage) -> None:
    stage.bridge()
    app = Played(stage)
    async with playing(app) as pilot:
        await open_form(pilot)
        await pilot.press(*"Bridge")
        await sees(pilot, "There is a meet “bridge” already")


async def test_rooms_and_slots_are_for_a_board(stage: Stage) -> None:
    app = Played(stage)
    async with playing(app, (100, 40)) as pilot:
        await open_form(pilot)
        assert "Rooms" not in app.text
        app.screen.query_one("#format", Select).value = "edcamp"
        await sees(pilot, "Rooms", "Slots")
        put(pilot, meet="Edcamp", starts="2026-11-20 09:00", rooms="Library:60,Lab:24", slots="09:00-09:50")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await sees(pilot, "✓ saved")
        state = stage.state("edcamp")
        assert (len(state.rooms), len(state.slots)) == (2, 1)


@pytest.mark.parametrize("around", ["{}", "'{}'", '"{}"', "file://{}", "  {} "])
def test_a_path_is_found_in_what_a_terminal_makes_of_a_dragged_file(around: str) -> None:
    assert sheets.path_in(around.format(SIGNUPS)) == str(SIGNUPS)


def test_a_path_with_escaped_blanks_is_found(tmp_path: Path) -> None:
    path = tmp_path / "sign ups.csv"
    path.write_text("Title,Name\nQuiet corners,Ann\n")
    assert sheets.from_path(str(path).replace(" ", "\\ "), Wanted.TALKS).count == 1


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\r\r"])
def test_pasted_lines_end_as_the_terminal_likes_and_are_rows_all_the_same(ending: str) -> None:
    assert one_ending(ending.join(("Name,Title", "Olu,Rain", "Zoë,Chalk"))) == "Name,Title\nOlu,Rain\nZoë,Chalk"
