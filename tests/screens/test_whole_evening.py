"""An evening without a single phone, on a real server: everybody is ticked, drawn, timed and put off by keys alone."""

from datetime import UTC, datetime, timedelta

from teachmeet.domain.commands import MakeMeet
from teachmeet.domain.panels import NowPanel, TalksPanel
from teachmeet.domain.programme import Format, Order, Signup, TalkPlan
from teachmeet.widgets.digits import BigClock
from tests.screens.stage import Played, Stage, playing, sees, until

NAMES = ("Wen", "Olu", "Zoë")


def talks(app: Played) -> TalksPanel:
    panel = app.panels.get(TalksPanel)
    assert isinstance(panel, TalksPanel)
    return panel


def on(app: Played) -> NowPanel:
    panel = app.panels.get(NowPanel)
    assert isinstance(panel, NowPanel)
    return panel


async def test_an_evening_by_keys_alone(stage: Stage) -> None:
    ends = datetime.now(UTC) + timedelta(minutes=9)
    plans = tuple(TalkPlan(Signup(name), f"{name}'s [/] talk", "micro", 420) for name in NAMES)
    stage.new("keys", MakeMeet("Keys", Format.TEACHMEET, "Europe/London", ends=ends, talks=plans))
    app = Played(stage, "keys")
    async with playing(app) as pilot:
        await sees(pilot, "✓ saved")
        await pilot.press("2")
        await sees(pilot, "space starts Wen", "min late", "over: f to fix")
        await pilot.press("g", "down", "g", "down", "g")
        await until(pilot, lambda: all(row.here for row in talks(app).talks))
        await pilot.press("d")
        await until(pilot, lambda: talks(app).order is Order.DRAWN and on(app).next is not None)
        drawn = on(app).next
        assert drawn is not None
        await pilot.press("x")
        await until(pilot, lambda: on(app).next is None)
        await sees(pilot, "2 here · 1 not seen", f"{drawn.name} isn't here: back into the hat.")
        await pilot.press("u")
        await until(pilot, lambda: on(app).next == drawn)
        await pilot.press("space")
        await until(pilot, lambda: on(app).on == drawn)
        await until(pilot, lambda: app.screen.query_one(BigClock).text.endswith("running"))
        await pilot.press("m", "1")
        await sees(pilot, f"Shown to {drawn.name}: Please wrap up")
        await pilot.press("c", "c")
        await until(pilot, lambda: on(app).camel > 0)
        await pilot.press("n", "n")
        await until(pilot, lambda: on(app).on is None)
        await pilot.press("t", *"Ngozi", "space", "minus", "minus", "space", *"Chess", "enter", "escape")
        await until(pilot, lambda: len(talks(app).talks) == 4)
        await pilot.press("f", "4")
        await until(pilot, lambda: any(row.withdrawn for row in talks(app).talks))
        await pilot.press("P", "e", "1")
        await sees(pilot, "Welcome", "Prize draw", "TeachEat")
        assert any(row.used is not None for row in talks(app).talks)
