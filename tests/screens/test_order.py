"""The running order: the draw, who is not here, who is, and every way to change who comes when."""

from dataclasses import replace

import pytest
from rich.cells import cell_len
from textual.widgets import Input, Static

from teachmeet.domain.commands import (
    AddTalk,
    Command,
    Draw,
    EndTalk,
    FixOverrun,
    MakeMeet,
    MarkAbsent,
    MoveTalk,
    PairTalks,
    ReturnTalk,
    SetAutoStart,
    SetOrder,
    StartTalk,
    SwapTalks,
    TickHere,
    WithdrawTalk,
)
from teachmeet.domain.panels import TalksPanel
from teachmeet.domain.programme import Format, Order, Policy, Signup, TalkPlan
from teachmeet.screens.talks import read_walk_in
from teachmeet.widgets import stage
from teachmeet.widgets.letters import Picturing, spelled
from teachmeet.widgets.running_order import RunningOrder, Stand
from teachmeet.widgets.stage import Stage
from tests.helpers import Story, host
from tests.screens.drawn import HOSTILE, LARGE, SMALL, Drawn, typed
from tests.screens.evenings import coming, evening, hat, name, planned, running, see, shown
from tests.world import until

SIZES = (SMALL, LARGE)


def order(app: Drawn) -> RunningOrder:
    return app.screen.query_one(RunningOrder)


@pytest.mark.parametrize("size", SIZES)
async def test_the_hat_says_who_is_here_and_who_was_not_seen(size: tuple[int, int]) -> None:
    app = shown(hat())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "THE HAT" in app.text and "5 here · 33 not seen" in app.text
        assert "HAT  5 here · 33 not seen" in app.text
        assert [row.stand for row in order(app).rows] == [Stand.HAT] * 38
        assert any("• Wen" in line for line in app.text.splitlines())


async def test_the_hat_marks_who_never_spoke_and_who_was_missed() -> None:
    app = shown(hat())
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        panel = app.panels[TalksPanel]
        assert isinstance(panel, TalksPanel)
        first, second, *others = panel.talks
        app.hand(replace(panel, talks=(replace(first, first_time=True), replace(second, missed=True), *others)))
        await pilot.pause()
        lines = app.text.splitlines()
        assert any("Wen" in line and "1st time" in line for line in lines)
        assert any("Olu" in line and "missed" in line for line in lines)


async def test_an_empty_hat_and_nobody_here_say_what_to_do() -> None:
    app = shown(hat(here=0))
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        assert "0 here · 38 not seen" in app.text


async def test_d_draws_from_those_here_and_names_who_is_left_out() -> None:
    app = shown(hat())
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.press("d")
        await pilot.pause()
        assert app.asked == [Draw()]
        assert "Drawn. Left out, not seen yet: Anna, Aoife, Neil and 30 more" in app.text


async def test_the_names_flicker_and_then_the_drawn_one_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "DRAWS_FOR", 3.0)
    story = hat()
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("d")
        see(app, story.tell(host(Draw())))
        await pilot.pause()
        assert app.screen.query_one(Stage).has_class("-drawing") and "DRAWING" in app.text
        await until(lambda: not app.screen.query_one(Stage).has_class("-drawing"))
        title = story.state.talks[coming(story).talk].title
        assert str(app.screen.query_one("#stage-title", Static).content) == title
        assert app.screen.query_one(Picturing).picture == spelled(name(story, coming(story)))


async def test_nothing_flickers_with_reduced_motion_or_when_nobody_drew_here() -> None:
    story = hat()
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        see(app, story.tell(host(Draw())))
        await pilot.pause()
        assert not app.screen.query_one(Stage).has_class("-drawing")
        app.animation_level = "none"
        see(app, story.tell(host(StartTalk()), host(EndTalk())))
        await pilot.pause()
        await pilot.press("d")
        see(app, story.tell(host(Draw())))
        await pilot.pause()
        assert not app.screen.query_one(Stage).has_class("-drawing")
        assert name(story, coming(story)) in app.text


ASKED: tuple[tuple[str, Command], ...] = (
    ("1", Draw()),
    ("2", Draw(everybody=True)),
    ("3", Draw(all=True)),
    ("4", Draw(all=True, everybody=True)),
    ("5", SetOrder(Order.SIGNUP)),
    ("6", SetOrder(Order.VOTES)),
    ("7", SetOrder(Order.DRAWN)),
    ("8", SetOrder(Order.DRAWN, weights=True)),
    ("9", SetAutoStart(True)),
)


@pytest.mark.parametrize(("digit", "command"), ASKED)
async def test_the_dialog_draws_and_orders(digit: str, command: Command) -> None:
    app = shown(hat())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("D")
        await pilot.pause()
        assert "Not seen yet, so left out: Anna" in app.text and "The room is told." in app.text
        await pilot.press(digit)
        await pilot.pause()
        assert app.asked == [command]


async def test_what_is_on_can_be_switched_off_in_the_dialog() -> None:
    story = hat().tell(host(SetOrder(Order.DRAWN, weights=True)), host(SetAutoStart(True)))
    app = shown(story)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        assert "first-timers and those missed last time have more lots" in app.text
        await pilot.press("D", "8")
        await pilot.pause()
        await pilot.press("D", "9")
        await pilot.pause()
        assert app.asked == [SetOrder(Order.DRAWN), SetAutoStart(False)]
        await pilot.press("D", "escape")
        await pilot.pause()
        assert len(app.asked) == 2


async def test_x_puts_the_next_one_back_who_is_not_here() -> None:
    story = running()
    called = coming(story)
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        assert app.asked == [MarkAbsent(called.talk)]
        assert f"{name(story, called)} isn't here: back into the hat." in app.text
        see(app, story.tell(host(MarkAbsent(called.talk))))
        await pilot.pause()
        row = next(row for row in order(app).rows if row.talk.card.talk == called.talk)
        assert row.stand is Stand.HAT
        await pilot.press("end")
        await pilot.pause()
        assert "not here" in app.text and "called once" in app.text


async def test_x_with_nobody_next_says_so() -> None:
    app = shown(hat())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        assert app.asked == [] and "Nobody is next. Draw first (d)." in app.text


async def test_g_ticks_who_is_here_and_unticks() -> None:
    story = hat()
    app = shown(story)
    talks = list(story.state.talks.values())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("g", "down", "down", "down", "down", "down", "g")
        await pilot.pause()
        assert app.asked == [TickHere(talks[0].person, False), TickHere(talks[5].person, True)]
        assert f"{name(story, talks[5])} is here." in app.text


async def test_shift_and_arrows_move_a_talk() -> None:
    story = evening()
    talks = list(story.state.talks)
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("shift+up")
        assert app.asked == []
        await pilot.press("shift+down")
        assert app.asked == [MoveTalk(talks[0], talks[2])]
        see(app, story.tell(host(MoveTalk(talks[0], talks[2]))))
        await pilot.pause()
        assert order(app).cursor == talks[0]
        await pilot.press("shift+up", "end", "shift+down", "up", "shift+down")
        assert app.asked[1:] == [MoveTalk(talks[0], talks[1]), MoveTalk(talks[-2], None)]


MENU = (("1", "ill"), ("2", "swap"), ("3", "pair"), ("4", "first"), ("5", "last"))


@pytest.mark.parametrize(("digit", "what"), MENU)
async def test_the_menu_of_a_talk(digit: str, what: str) -> None:
    story = evening()
    talks = list(story.state.talks)
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("down", "e")
        await pilot.pause()
        assert "Olu: Outdoor learning" in app.text
        await pilot.press(digit)
        await pilot.pause()
        if what in ("swap", "pair"):
            assert "Olu and who?" in app.text and app.asked == []
            await pilot.press("down", "enter")
            await pilot.pause()
        expected = {
            "ill": WithdrawTalk(talks[1]),
            "swap": SwapTalks(talks[1], talks[2]),
            "pair": PairTalks(talks[1], talks[2]),
            "first": MoveTalk(talks[1], talks[0]),
            "last": MoveTalk(talks[1], None),
        }
        assert app.asked == [expected[what]]


async def test_who_is_drawn_goes_back_and_who_is_ill_comes_in_again() -> None:
    story = hat().tell(host(Draw()))
    called = coming(story)
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("e", "2")
        await pilot.pause()
        assert app.asked == [ReturnTalk(called.talk)]
        see(app, story.tell(host(WithdrawTalk(called.talk))))
        await pilot.pause()
        await pilot.press("end", "e")
        await pilot.pause()
        assert "take it in again" in app.text and "is ill" not in app.text
        await pilot.press("1")
        await pilot.pause()
        assert app.asked[1:] == [ReturnTalk(called.talk)]


async def test_a_talk_that_is_over_has_no_menu() -> None:
    app = shown(evening(ended=1))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("home", "e")
        await pilot.pause()
        assert app.asked == [] and app.words("refusal.talk_is_over") in app.text


async def test_t_types_in_walk_ins() -> None:
    app = shown(evening())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("t")
        await pilot.pause()
        assert "Name -- title of the talk" in app.text and "micro" in app.text
        await typed(pilot, "Ngozi [/] -- Chess -- for all")
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert app.asked == [AddTalk("Ngozi [/]", "Chess -- for all", "nano")]
        await typed(pilot, "only a name")
        await pilot.press("enter")
        await pilot.pause()
        assert len(app.asked) == 1 and "A name and a title, please" in app.text
        assert app.screen.query_one(Input).value == "only a name"
        await pilot.press("escape", "down")
        assert isinstance(app.focused, RunningOrder)


@pytest.mark.parametrize("text", ["", "Olu", " -- ", "-- title", "Olu --", "Olu--title"])
def test_what_is_no_walk_in(text: str) -> None:
    assert read_walk_in(text, "micro") is None


async def test_f_shows_what_each_way_out_leads_to_before_it_is_taken() -> None:
    story = planned()
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "1 h 5 min over: f to fix" in app.text
        await pilot.press("f")
        await pilot.pause()
        for said in (
            "1 h 5 min over the planned end", "planned end 23:00", "Eat the break",
            "the break shrinks by 20 min; still 45 min over", "38 talks lose up to", "Drop the last", "in time",
        ):  # fmt: skip
            assert said in app.text
        await pilot.press("2")
        await pilot.pause()
        assert app.asked == [FixOverrun(Policy.EAT_BREAK)]
        await pilot.press("f", "4")
        await pilot.pause()
        command = app.asked[-1]
        assert isinstance(command, FixOverrun) and command.policy is Policy.DROP and command.last > 0
        story.tell(host(command))
        see(app, story)
        await pilot.pause()
        assert "no time" in app.text or "f to fix" not in app.text


async def test_f_in_time_says_so() -> None:
    app = shown(planned(400))
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        assert "to spare" in app.text
        await pilot.press("f")
        await pilot.pause()
        assert app.asked == [] and "Nothing to make up for." in app.text


@pytest.mark.parametrize("size", SIZES)
async def test_text_is_shown_as_it_is_in_dialogs(size: tuple[int, int]) -> None:
    talks = tuple(TalkPlan(Signup(text, text), text, "micro", 150) for text in HOSTILE)
    story = Story(MakeMeet("M", Format.TEACHMEET, "Europe/London", talks=talks))
    app = shown(story)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for text in HOSTILE:
            await pilot.press("e")
            await pilot.pause()
            assert text[:6] in app.text
            assert max(map(cell_len, app.text.splitlines())) <= size[0]
            await pilot.press("2")
            await pilot.pause()
            assert text[:6] in app.text
            assert max(map(cell_len, app.text.splitlines())) <= size[0]
            await pilot.press("escape", "down")
            await pilot.pause()
        await pilot.press("D")
        await pilot.pause()
        assert HOSTILE[0][:6] in app.text
