"""The stage: what its keys ask for, that what cannot be unsent arms or says so, and what it says between two talks."""

import asyncio
import webbrowser
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from teachmeet.domain.commands import (
    AddTime,
    EndTalk,
    StartSegment,
    StartTalk,
    StartTimer,
    StopTimer,
    TellSpeaker,
    ThrowCamel,
)
from teachmeet.domain.programme import SegmentKind, Told
from teachmeet.meetfolder import MeetFolder
from teachmeet.screens import slides
from teachmeet.screens.stage_pane import StagePane
from teachmeet.widgets.camel import WalkingCamel
from teachmeet.widgets.digits import BigClock
from tests.helpers import Story, host
from tests.screens.drawn import LARGE, SMALL, Drawn, typed
from tests.screens.evenings import coming, evening, hat, name, planned, running, see, shown

SIZES = (SMALL, LARGE)


async def test_a_minute_more_and_a_minute_less() -> None:
    app = shown(running())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("greater_than_sign", "less_than_sign")
        assert app.asked == [AddTime(60), AddTime(-60)]


@pytest.mark.parametrize(("digit", "told"), list(zip("1234", Told, strict=True)))
async def test_m_and_a_digit_tell_the_speaker(digit: str, told: Told) -> None:
    app = shown(running())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("m")
        await pilot.pause()
        assert "cannot be unsent" in app.text
        await pilot.press(digit)
        await pilot.pause()
        assert app.asked == [TellSpeaker(told)]
        assert f"Shown to {app.words(f'talks.tell.{told}')}"[:9] in app.text


async def test_m_and_0_type_what_the_speaker_reads() -> None:
    app = shown(running())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("m", "0")
        await pilot.pause()
        await typed(pilot, "The [b]clicker[/b] is on the desk")
        assert "cannot be unsent" in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [TellSpeaker(text="The [b]clicker[/b] is on the desk")]
        await pilot.press("plus")
        assert app.asked[-1] == AddTime(30)


async def test_nobody_is_told_anything_when_nobody_is_on() -> None:
    app = shown(hat())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("m", "c")
        await pilot.pause()
        assert app.asked == [] and "Nobody is on just now." in app.text


async def test_the_camel_is_armed_before_it_is_thrown_and_then_walks() -> None:
    story = running()
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        app.animation_level = "none"
        await pilot.pause()
        await pilot.press("c")
        assert app.asked == [] and "no way back" in app.text
        await pilot.press("n")
        assert app.asked == [] and "n again" in app.text
        await pilot.press("c", "c")
        assert app.asked == [ThrowCamel()]
        camel = app.screen.query_one(WalkingCamel)
        assert not camel.has_class("-walking")
        see(app, story.tell(host(ThrowCamel())))
        await pilot.pause()
        assert camel.has_class("-walking") and "█" in app.text


async def test_a_camel_of_an_hour_ago_does_not_walk_again() -> None:
    app = shown(running().tell(host(ThrowCamel())))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert not app.screen.query_one(WalkingCamel).has_class("-walking")


async def test_s_starts_a_second_timer_beside_the_clock_and_takes_it_away() -> None:
    story = running()
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("S", "2")
        await pilot.pause()
        assert app.asked == [StartTimer(120)]
        see(app, story.tell(host(StartTimer(120))).later(seconds=29))
        await pilot.pause()
        timer = app.screen.query_one("#timer-clock", BigClock)
        assert timer.text == "1:31 running" and "QUESTIONS" in app.text and "1:31" in app.text
        await pilot.press("S")
        assert app.asked[1:] == [StopTimer()]


async def test_n_begins_the_part_that_the_plan_has_next() -> None:
    story = planned()
    welcome = next(iter(story.state.segments))
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "n: Welcome at 18:30 · space: Wen" in app.text
        await pilot.press("n", "space")
        assert app.asked == [StartSegment(welcome), StartTalk()]
        see(app, story.tell(host(StartSegment(welcome))).later(minutes=4))
        await pilot.pause()
        assert app.screen.query_one(BigClock).text == "6:00 running"
        assert "Welcome" in app.text and "NEXT  Wen" in app.text and "space starts Wen" in app.text


async def test_n_begins_the_next_talk_once_its_part_is_on() -> None:
    story = planned().tell(host(StartSegment()), host(StartTalk())).later(minutes=6).tell(host(EndTalk()))
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("n")
        assert app.asked == [StartTalk()]


@pytest.mark.parametrize("size", SIZES)
async def test_the_top_line_says_when_it_ends(size: tuple[int, int]) -> None:
    for minutes, said in ((205, "late"), (300, "early"), (270, "in time")):
        app = shown(planned(minutes))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            assert "ends 23:00 · " in app.text and said in app.text.splitlines()[0]


async def test_the_top_line_is_quiet_without_an_end_and_after_it() -> None:
    app = shown(Story())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "ends" not in app.text.splitlines()[0]
        see(app, evening(ended=38))
        await pilot.pause()
        assert "ends" not in app.text.splitlines()[0]


@pytest.mark.parametrize("size", SIZES)
async def test_who_is_next_was_seen_or_must_be_called(size: tuple[int, int]) -> None:
    story = running()
    app = shown(story)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert name(story, coming(story)) in app.text and "not seen: call the name" in app.text


async def test_the_bell_rings_once_at_time_on_any_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    story = running()
    rung: list[int] = []
    monkeypatch.setattr(Drawn, "bell", lambda _app: rung.append(1))
    app = shown(story)
    assert story.state.on is not None
    talk = story.state.talks[story.state.on]
    async with app.run_test(size=SMALL) as pilot:
        assert talk.started is not None
        story.now = talk.started + timedelta(seconds=talk.seconds - 0.1)
        see(app, story)
        await pilot.pause()
        await asyncio.sleep(0.4)
        await pilot.pause()
        assert rung == [1] and f"Time is up for {name(story, talk)}." in app.text
        story.now += timedelta(seconds=5)
        see(app, story)
        await pilot.pause(0.3)
        assert rung == [1]


async def test_o_opens_the_link_of_the_talk_and_nothing_but_http(monkeypatch: pytest.MonkeyPatch) -> None:
    story = evening()
    opened: list[str] = []
    monkeypatch.setattr(slides, "show", opening(opened))
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("o")
        await app.workers.wait_for_complete()
        await pilot.pause()
        first = next(iter(story.state.talks.values()))
        if first.link:
            assert opened == [first.link]
        else:
            assert opened == [] and "has no link" in app.text


async def test_o_opens_what_lies_in_the_folder_of_slides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(slides, "show", opening(opened))
    monkeypatch.setattr(slides, "link_of", lambda _link: None)
    (tmp_path / "slides").mkdir()
    (tmp_path / "slides" / "01 drama.pdf").touch()
    app = shown(evening())
    app.fake.folder = MeetFolder(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("o")
        await app.workers.wait_for_complete()
        assert opened == [(tmp_path / "slides" / "01 drama.pdf").resolve().as_uri()]


def opening(opened: list[str]) -> Callable[[str], bool]:
    """A browser that only remembers."""

    def show(address: str) -> bool:
        opened.append(address)
        return True

    return show


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "ftp://x", "http://a b", "https://", "", None, "http://x\ny"]
)
def test_what_is_no_link_is_never_opened(link: str | None) -> None:
    assert slides.link_of(link) is None


@pytest.mark.parametrize("link", ["http://a.example/x", "HTTPS://a.example/?q=1#z"])
def test_links(link: str) -> None:
    assert slides.link_of(link) == link


def test_a_file_is_found_by_number_or_name_and_never_one_that_would_run(tmp_path: Path) -> None:
    for file in ("12 Femi.pdf", "1.sh", "olu-outdoor.pptx", "Zoë.exe", "3.odp"):
        (tmp_path / file).touch()
    found = {
        (number, who): None if (path := slides.file_of(tmp_path, number, who)) is None else path.name
        for number, who in ((1, "Wen"), (12, "Femi"), (2, "Olu"), (5, "Zoë"), (3, ""), (7, ""))
    }
    names = [None, "12 Femi.pdf", "olu-outdoor.pptx", None, "3.odp", None]
    assert list(found.values()) == names
    assert slides.file_of(tmp_path / "nowhere", 1, "Wen") is None


def test_a_browser_in_the_terminal_is_not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("true"))
    assert slides.show("https://a.example") is False

    def none() -> None:
        raise webbrowser.Error

    monkeypatch.setattr(webbrowser, "get", none)
    assert slides.show("https://a.example") is False


async def test_a_part_without_talks_stands_on_the_stage() -> None:
    story = running().tell(host(EndTalk()))
    rest = next(s for s in story.state.segments.values() if s.kind is SegmentKind.BREAK)
    app = shown(story.tell(host(StartSegment(rest.segment))))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert app.screen.query_one(BigClock).text == "20:00 running" and "Break" in app.text
        assert app.screen.query_one(StagePane).on is None
