"""The board on a real server without a single phone: arranged, changed, published and read aloud by keys alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from teachmeet.domain.panels_board import GridPanel
from teachmeet.screens.read_aloud import ReadAloud
from teachmeet.widgets.board_grid import BoardGrid
from tests.screens.boards import edcamp, hours
from tests.screens.stage import Played, Stage, playing, sees, until


def grid(app: Played) -> GridPanel:
    panel = app.panels.get(GridPanel)
    assert isinstance(panel, GridPanel)
    return panel


async def test_a_morning_by_keys_alone(stage: Stage) -> None:
    tomorrow = hours(2, datetime.now(UTC) + timedelta(days=1))
    stage.new("keys", replace(edcamp(rooms=3, topics=7), slots=tomorrow))
    app = Played(stage, "keys")
    async with playing(app, (120, 36)) as pilot:
        await sees(pilot, "✓ saved")
        await pilot.press("4")
        await sees(pilot, "7 TOPICS WAIT FOR A PLACE", "Library")
        await pilot.press("a")
        await sees(pilot, "PREVIEW", "nothing has changed yet")
        assert not grid(app).sessions
        await pilot.press("enter")
        await until(pilot, lambda: len(grid(app).sessions) == 6)
        await sees(pilot, "1 TOPIC WAITS FOR A PLACE", "not published yet")
        await pilot.press("tab", "pageup", "home", "enter")
        await sees(pilot, "In your hand:", "best")
        before = {session.topic: (session.slot, session.room) for session in grid(app).sessions}
        await pilot.press("right", "enter")
        await until(pilot, lambda: before != {s.topic: (s.slot, s.room) for s in grid(app).sessions})
        await until(pilot, lambda: "in your hand" not in app.text)
        await pilot.press("space", "space")
        await sees(pilot, "published ✓")
        await pilot.press("p")
        await until(pilot, lambda: any(session.pinned for session in grid(app).sessions))
        await pilot.press("delete")
        await sees(pilot, "It is pinned: unpin it with p first.")
        await pilot.press("u")
        await until(pilot, lambda: not any(session.pinned for session in grid(app).sessions))
        await pilot.press("delete")
        await sees(pilot, "1 change is not published", "2 TOPICS WAIT FOR A PLACE")
        await pilot.press("e", "1")
        await pilot.press(*"Foyer 40", "enter", "escape")
        await until(pilot, lambda: len(grid(app).rooms) == 4)
        await sees(pilot, "Foyer")
        await pilot.press("A")
        await until(pilot, lambda: isinstance(app.screen, ReadAloud))
        await sees(pilot, "until", "1 of 2")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.focused, BoardGrid))
        await pilot.press("a")
        await sees(pilot, "PREVIEW", "sessions would move")
        await pilot.press("escape")
        await until(pilot, lambda: "PREVIEW" not in app.text)


async def test_nothing_to_arrange_is_said(stage: Stage) -> None:
    stage.new("bare", edcamp(rooms=3, slots=2, topics=0))
    app = Played(stage, "bare")
    async with playing(app) as pilot:
        await sees(pilot, "✓ saved")
        await pilot.press("4")
        await sees(pilot, "Library")
        await pilot.press("a")
        await sees(pilot, "There is nothing to arrange")
