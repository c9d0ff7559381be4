"""Talks: what each key asks for, what the stage says, and that the order does not move under the cursor."""

from datetime import timedelta

import pytest
from rich.cells import cell_len
from textual.widgets import Static

from teachmeet.domain.commands import (
    AddTime,
    EndTalk,
    MakeMeet,
    PauseTalk,
    ResumeTalk,
    StartTalk,
)
from teachmeet.domain.programme import Format, Signup, TalkPlan
from teachmeet.link import Rejected
from teachmeet.screens.stage_pane import StagePane
from teachmeet.screens.talks import TalksScreen
from teachmeet.widgets.digits import BigClock
from teachmeet.widgets.running_order import RunningOrder, Stand
from tests.helpers import Story, host
from tests.screens.drawn import HOSTILE, LARGE, SMALL, Drawn
from tests.screens.evenings import evening

SIZES = (SMALL, LARGE)


def drawn(story: Story) -> Drawn:
    app = Drawn(TalksScreen())
    app.fake.time = story.now
    app.hand_all(story.state)
    return app


async def test_space_starts_pauses_and_goes_on() -> None:
    story = evening()
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("space")
        assert app.asked == [StartTalk()]
        app.hand_all(story.tell(host(StartTalk())).state)
        await pilot.pause()
        await pilot.press("space")
        assert app.asked[1:] == [PauseTalk()]
        app.hand_all(story.tell(host(PauseTalk())).state)
        await pilot.pause()
        await pilot.press("space")
        assert app.asked[2:] == [ResumeTalk()]


async def test_n_ends_a_talk_only_when_pressed_again() -> None:
    app = drawn(evening(on=True))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("n")
        assert app.asked == []
        assert "n again: end Wen, 7:00 left" in app.text
        await pilot.press("n")
        assert app.asked == [EndTalk()]
        assert "n again" not in app.text


async def test_n_lapses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StagePane, "ARMED_FOR", 0.05)
    app = drawn(evening(on=True))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("n")
        for _ in range(200):
            if "n again" not in app.text:
                break
            await pilot.pause(0.01)
        monkeypatch.setattr(StagePane, "ARMED_FOR", 60)
        await pilot.press("n")
        assert app.asked == []
        assert "n again" in app.text


async def test_n_armed_for_one_talk_never_ends_another() -> None:
    story = evening(on=True)
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("n")
        app.hand_all(story.tell(host(EndTalk()), host(StartTalk())).state)
        await pilot.pause()
        await pilot.press("n")
        assert app.asked == []
        assert "n again: end Olu" in app.text


async def test_n_in_overtime_says_so_and_with_nobody_on_starts_the_next() -> None:
    story = evening(on=True)
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        app.fake.time = story.now + timedelta(minutes=7, seconds=12)
        await pilot.press("n")
        assert "n again: end Wen, 0:12 over" in app.text
        app.hand_all(story.tell(host(EndTalk())).state)
        await pilot.pause()
        await pilot.press("n")
        assert app.asked == [StartTalk()]


async def test_plus_and_minus_give_and_take_half_a_minute() -> None:
    story = evening(on=True)
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("plus", "minus", "equals_sign")
        assert app.asked == [AddTime(30), AddTime(-30), AddTime(30)]
        app.hand_all(story.tell(host(AddTime(30))).state)
        await pilot.pause()
        assert "+0:30 given" in app.text
        app.hand_all(story.tell(host(AddTime(-90))).state)
        await pilot.pause()
        assert "−1:00 taken off" in app.text


async def test_enter_starts_the_talk_under_the_cursor() -> None:
    story = evening()
    third = list(story.state.talks)[2]
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("down", "down", "enter")
        assert app.asked == [StartTalk(third)]


async def test_a_refusal_is_one_sentence() -> None:
    app = drawn(evening())
    app.fake.link.refuse = Rejected("talk_is_on", "", {})
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "A talk is on. End it first." in app.text


async def test_a_refusal_is_read_whole_beside_a_long_undo() -> None:
    story = evening()
    app = drawn(story)
    app.hand_all(story.tell(host(StartTalk())).state)
    app.fake.link.refuse = Rejected("votes_would_be_lost", "", {})
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("plus")
        await pilot.pause()
        assert "Votes were cast since. Close the round instead: they stay.  u undo:" in app.text
        app.say("Something was done, and it takes a sentence as long as this one to say what.")
        await pilot.pause()
        assert "u undo: started" in app.text


async def test_the_cursor_goes_along_until_it_is_taken_elsewhere() -> None:
    story = evening()
    app = drawn(story)
    talks = list(story.state.talks)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        order = app.screen.query_one(RunningOrder)
        assert order.cursor == talks[0]
        app.hand_all(story.tell(host(StartTalk()), host(EndTalk())).state)
        await pilot.pause()
        assert order.cursor == talks[1]
        await pilot.press("down", "down")
        app.hand_all(story.tell(host(StartTalk()), host(EndTalk())).state)
        await pilot.pause()
        assert order.cursor == talks[3]


async def test_the_clock_counts_down_and_on_into_overtime() -> None:
    story = evening(on=True)
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        clock = app.screen.query_one(BigClock)
        assert clock.text == "7:00 running"
        for minutes, text in ((5, "2:00 soon"), (6.75, "0:15 nearly time"), (7.5, "+0:30 time is up")):
            app.fake.time = story.now + timedelta(minutes=minutes)
            clock.watch_countdown()
            assert clock.text == text
        app.hand_all(story.tell(host(PauseTalk())).state)
        await pilot.pause()
        assert clock.text == "6:59 paused"


@pytest.mark.parametrize("size", SIZES)
async def test_what_matters_is_on_the_screen(size: tuple[int, int]) -> None:
    story = evening(ended=3, on=True)
    app = drawn(story)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        text = app.text
        for part in ("One-page profiles for supply teachers", "Una · Hillside Special School · micro · 7′"):
            assert part in text
        for part in ("Hugo · nano 2′", "{{ mustache }} poems", "34 · 2 h 48 min", "+0:10", "▶ Una", "› Hugo"):
            assert part in text
        assert "of 7:00" in text and "space" in text and "help" in text
        order = app.screen.query_one(RunningOrder)
        assert [row.stand for row in order.rows[:6]] == [
            *(Stand.PAST,) * 3, Stand.ON, Stand.NEXT, Stand.COMING,
        ]  # fmt: skip
        await pilot.press("end")
        await pilot.pause()
        assert "Why I stopped setting" in app.text


@pytest.mark.parametrize("size", SIZES)
async def test_before_the_first_between_two_and_after_the_last(size: tuple[int, int]) -> None:
    app = drawn(evening())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for part in ("38 talks", "3 h 16 min of talking", "space starts Wen", "Drama for quiet children"):
            assert part in app.text
        app.hand_all(evening(ended=1).state)
        await pilot.pause()
        for part in ("JUST BEFORE", "Wen", "7:10 of 7:00 · +0:10", "space starts Olu"):
            assert part in app.text
        app.hand_all(evening(ended=38).state)
        await pilot.pause()
        for part in ("That was the last talk.", "3 h 23 min of talking", "ALL HAVE BEEN ON"):
            assert part in app.text


async def test_a_meet_without_talks_says_what_can_be_done() -> None:
    app = drawn(Story())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "No talks yet" in app.text
        await pilot.press("space", "n", "enter")
        assert app.asked == [StartTalk(), StartTalk()]


@pytest.mark.parametrize("size", SIZES)
async def test_text_is_shown_as_it_is(size: tuple[int, int]) -> None:
    talks = tuple(TalkPlan(Signup(text, text), text, text, 150) for text in HOSTILE)
    story = Story(MakeMeet("M", Format.TEACHMEET, "Europe/London", talks=talks))
    app = drawn(story)
    async with app.run_test(size=size) as pilot:
        for text in HOSTILE:
            app.hand_all(story.tell(host(StartTalk())).state)
            await pilot.pause()
            await pilot.press("n", "down")
            assert str(app.screen.query_one("#stage-title", Static).content) == text
            assert text[:8] in app.text
            assert max(map(cell_len, app.text.splitlines())) <= size[0]
            story.tell(host(EndTalk()))
