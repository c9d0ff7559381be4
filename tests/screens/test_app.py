"""The app around a real server: opening, leaving, coming back, and a server that vanishes."""

import asyncio
import os
import signal

import pytest
from textual.widgets import Input, OptionList

from teachmeet import wire
from teachmeet.domain.acts import Deed
from teachmeet.domain.panels import DeskPanel, MeetPanel, Notice, UndoCard
from teachmeet.domain.programme import Format
from teachmeet.meetfolder import MeetFolder
from teachmeet.screens import messages as m
from teachmeet.screens.join import JoinScreen
from teachmeet.screens.leave import LeaveScreen
from teachmeet.screens.meeting import RESTARTS
from teachmeet.screens.talks import TalksScreen
from teachmeet.widgets.too_small import TooSmall
from tests.screens.drawn import Drawn
from tests.screens.stage import Played, Stage, playing, sees, until

MEET = MeetPanel("a [/] b", Format.TEACHMEET, "Europe/London", None, None, False)


async def test_a_meet_opens_is_left_running_and_found_again(stage: Stage) -> None:
    folder = stage.bridge()
    first = Played(stage, "bridge")
    async with first.run_test() as pilot:
        await sees(pilot, "Bridge [/] TeachMeet", "✓ saved", "0 phones", folder.code)
        await pilot.press("q")
        assert isinstance(first.screen, LeaveScreen)
        await pilot.press("enter")
        await sees(pilot, "Your meets", "● running")
    running = folder.running()
    assert running is not None

    again = Played(stage, "bridge")
    async with playing(again) as pilot:
        await sees(pilot, "Bridge [/] TeachMeet")
        assert again.meeting is not None and again.meeting.running.pid == running.pid
        await pilot.press("q", "down", "enter")
        await until(pilot, lambda: again.meeting is None)
        await sees(pilot, "Your meets")
    assert not folder.is_locked()


def kill(folder: MeetFolder) -> int:
    """Kill a meet's server as nothing else can; the number of its process."""
    running = folder.running()
    assert running is not None
    os.kill(running.pid, signal.SIGKILL)
    return running.pid


async def test_a_server_that_vanishes_is_started_again_with_a_word(stage: Stage) -> None:
    folder = stage.bridge()
    app = Played(stage, "bridge")
    async with playing(app) as pilot:
        await sees(pilot, "✓ saved")
        gone: set[int] = set()
        for _ in range(RESTARTS):
            gone.add(kill(folder))
            await sees(pilot, "✗ ")
            await sees(pilot, "✓ saved")
            await until(pilot, lambda: (now := folder.running()) is not None and now.pid not in gone)
        kill(folder)
        await sees(pilot, "✗ server gone", "three times")
        assert not await asyncio.to_thread(folder.is_locked)


async def test_a_server_that_was_stopped_elsewhere_stays_stopped(stage: Stage) -> None:
    folder = stage.bridge()
    app = Played(stage, "bridge")
    async with playing(app) as pilot:
        await sees(pilot, "✓ saved")
        assert app.meeting is not None
        await app.meeting.link.send(wire.Stop())
        await sees(pilot, "✗ stopped")
        await until(pilot, lambda: not folder.is_locked())
        await pilot.press("q")
        await sees(pilot, "Your meets")


async def test_a_meet_that_is_not_there_is_said_at_home(stage: Stage) -> None:
    app = Played(stage, "nowhere")
    async with playing(app) as pilot:
        await sees(pilot, "There is no meet “nowhere”")


async def test_a_rehearsal_says_so_and_is_deleted_when_left(stage: Stage) -> None:
    app = Played(stage)
    async with playing(app) as pilot:
        await sees(pilot, "No meet here yet.")
        await pilot.press("r")
        await sees(pilot, "REHEARSAL", "✓ saved")
        assert [crowd.here for crowd in stage.crowds] == [True]
        await pilot.press("2")
        await sees(pilot, "REHEARSAL", "7′")
        await pilot.press("q")
        await sees(pilot, "REHEARSAL", "Stop and delete the rehearsal")
        await pilot.press("enter")
        await sees(pilot, "No meet here yet.")
        assert [crowd.here for crowd in stage.crowds] == [False]
        await until(pilot, lambda: not stage.meets())


# ── what needs no server


async def test_digits_switch_screens_and_nothing_is_lost_below_the_least_size() -> None:
    app = Drawn(JoinScreen())
    async with app.run_test() as pilot:
        await pilot.pause()
        app.install_screen(TalksScreen(), "talks")
        app.hand(MEET)
        await pilot.press("2")
        await pilot.pause()
        assert isinstance(app.screen, TalksScreen)
        assert "a [/] b" in app.text
        await pilot.press("4", "7")
        assert isinstance(app.screen, TalksScreen)
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert isinstance(app.screen, TooSmall)
        assert "80 columns" in app.text
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert isinstance(app.screen, TalksScreen)


async def test_a_full_disk_is_said_in_words_and_nothing_more_is_asked() -> None:
    app = Drawn(JoinScreen())
    async with app.run_test() as pilot:
        await pilot.pause()
        app.hand(MEET)
        app.post_message(m.ServerEnded("not_saved", "No space left on device", 1_800_000_000_000))
        await pilot.pause()
        assert "✗ not saved" in app.text
        assert "disk full: nothing after 08:00:00 was saved" in app.text


async def test_trouble_comes_and_goes() -> None:
    app = Drawn(JoinScreen())
    async with app.run_test() as pilot:
        await pilot.pause()
        app.hand(MEET)
        app.post_message(m.LinkDown())
        await pilot.pause()
        assert "✗ not connected" in app.text
        app.post_message(m.LinkDown(restarting=True))
        await pilot.pause()
        assert "✗ server gone, restarting" in app.text
        app.post_message(m.LinkUp())
        await pilot.pause()
        assert "✓ saved" in app.text and "✗" not in app.text


@pytest.mark.parametrize("code", ["torn", "clock_stepped", "clock_slept"])
async def test_notices_are_said_and_the_meet_goes_on(code: str) -> None:
    app = Drawn(JoinScreen())
    async with app.run_test() as pilot:
        await pilot.pause()
        app.hand(DeskPanel(7, None, (Notice(code, {"seq": 7} if code == "torn" else {}),)))
        await pilot.pause()
        said = app.words(f"notice.{code}", seq=7)
        assert said.split(".")[0][:40] in app.text
        assert "✓ saved" in app.text or "connecting" in app.text


@pytest.mark.parametrize("deed", Deed)
async def test_undo_names_what_it_will_undo(deed: Deed) -> None:
    app = Drawn(JoinScreen())
    async with app.run_test() as pilot:
        await pilot.pause()
        app.hand(DeskPanel(9, UndoCard(9, deed, "a [/] b {x}", None), ()))
        await pilot.pause()
        assert "u undo: " + app.words(f"undo.{deed}", subject="a [/] b {x}") in app.text
        await pilot.press("u")
        await pilot.pause()
        assert [type(command).__name__ for command in app.asked] == ["Undo"]
        assert "Undone: " in app.text


async def test_undo_that_would_lose_votes_says_what_to_do_instead() -> None:
    app = Drawn(JoinScreen())
    async with app.run_test() as pilot:
        await pilot.pause()
        app.hand(DeskPanel(9, UndoCard(9, Deed.OPENED_ROUND, "1", "votes_would_be_lost"), ()))
        await pilot.pause()
        await pilot.press("u")
        await pilot.pause()
        assert not app.asked
        assert "Close the round instead" in app.text


async def test_help_lists_the_keys_of_the_screen_and_the_palette_has_them_by_name() -> None:
    app = Drawn(JoinScreen())
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        assert "address" in app.text and "1 2 3 4 5 6" in app.text and "undo" in app.text
        assert "ctrl+q q" in app.text and "^" not in app.text
        await pilot.press("escape", "ctrl+p")
        await pilot.pause()
        titles = {command.title for command in app.get_system_commands(app.screen_stack[1])}
        assert {"address", "Talks", "undo", "leave", "Paper: light"} <= titles
        assert "Quit" not in titles


async def test_enter_pressed_twice_closes_the_palette_and_nothing_under_it() -> None:
    app = Drawn(JoinScreen())
    async with app.run_test() as pilot:
        await pilot.pause()
        shown = app.screen
        await pilot.press("ctrl+p", *"paper")
        palette = app.screen
        await until(pilot, lambda: palette.query_one("CommandList", OptionList).highlighted == 0)
        entry = palette.query_one(Input)
        for _ in range(3):
            entry.post_message(Input.Submitted(entry, entry.value))
        await until(pilot, lambda: app.theme == "paper")
        await pilot.pause()
        assert app.screen is shown


async def test_help_of_home_and_of_a_meet_both_say_how_to_leave(stage: Stage) -> None:
    stage.bridge()
    app = Played(stage)
    async with playing(app) as pilot:
        await sees(pilot, "Bridge [/] TeachMeet")
        await pilot.press("question_mark")
        await sees(pilot, "leave", "make a meet", "rehearse", "open")
        await pilot.press("escape", "q")
        await until(pilot, lambda: not app.is_running)


async def test_q_is_a_letter_in_a_form_and_leaves_nothing(stage: Stage) -> None:
    app = Played(stage)
    async with playing(app) as pilot:
        await sees(pilot, "No meet here yet.")
        await pilot.press("k")
        await sees(pilot, "A new meet")
        await pilot.press("q", "question_mark", "1")
        await sees(pilot, "q?1")
        await pilot.press("tab", "tab", "q")
        assert app.is_running


async def test_a_terminal_that_starts_too_small_shows_the_meet_when_it_has_grown(stage: Stage) -> None:
    stage.bridge()
    app = Played(stage, "bridge")
    async with playing(app, (60, 20)) as pilot:
        await until(pilot, lambda: app.meeting is not None)
        await until(pilot, lambda: isinstance(app.screen, TooSmall) and "80 columns" in app.text)
        await pilot.resize_terminal(80, 24)
        await sees(pilot, "Bridge [/] TeachMeet", "✓ saved")


async def test_a_click_on_a_tab_shows_its_screen() -> None:
    app = Drawn(JoinScreen())
    async with app.run_test() as pilot:
        await pilot.pause()
        app.install_screen(TalksScreen(), "talks")
        await pilot.click(offset=(12, 1))
        await pilot.pause()
        assert isinstance(app.screen, TalksScreen)
