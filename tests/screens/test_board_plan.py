"""Board: the planner's board as a preview, its price once something is published, and publishing."""

import pytest

from teachmeet.domain.commands_board import Publish, TakeArrangement
from teachmeet.domain.panels_board import PlanningPanel
from teachmeet.domain.puzzles import placed_now
from teachmeet.screens.board_pane import BoardPane
from teachmeet.widgets.board_grid import BoardGrid
from teachmeet.wire import Arrange
from tests.helpers import Story, host
from tests.screens.boards import board, edcamp, placed, planned, see_board, voted
from tests.screens.drawn import LARGE, SMALL, Drawn


def morning(on_board: int = 10) -> Story:
    return placed(voted(edcamp(topics=12)), on_board)


def exchanged(story: Story, done: int = 10) -> PlanningPanel:
    """A planner's board in which the first two sessions changed places."""
    cells = dict(placed_now(story.state))
    one, other = list(cells)[:2]
    cells[one], cells[other] = cells[other], cells[one]
    return planned(story, cells, done)


def title(story: Story, place: int) -> str:
    return list(story.state.topics.values())[place].title or ""


async def test_a_has_it_arranged_and_enter_takes_it() -> None:
    story = morning()
    app = board(story)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.press("a")
        await pilot.pause()
        assert app.fake.sent == [Arrange(True)]
        see_board(app, story, planning=PlanningPanel(True, 0, 0, 7, (), None, 0))
        await pilot.pause()
        assert "PREVIEW" in app.text and "The planner is starting…" in app.text
        plan = exchanged(story, 4)
        see_board(app, story, planning=plan)
        await pilot.pause()
        assert "40 %" in app.text and "in 100 choices fit" in app.text and "enter takes it" in app.text
        assert "would move" not in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [TakeArrangement(plan.cells, 7, 10)]


async def test_the_preview_shows_the_planners_cells_and_marks_what_moves() -> None:
    story = morning()
    app = board(story)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        grid = app.screen.query_one(BoardGrid)
        before = {cell.card.topic: spot for spot, cell in grid.board.everything() if cell.card}
        see_board(app, story, planning=exchanged(story))
        await pilot.pause()
        after = {cell.card.topic: spot for spot, cell in grid.board.everything() if cell.card}
        moved = {cell.card.topic for _, cell in grid.board.everything() if cell.card and cell.moved}
        assert moved == {topic for topic in before if before[topic] != after[topic]} and len(moved) == 2
        assert "nothing has changed yet" in app.text
        see_board(app, story)
        await pilot.pause()
        assert before == {cell.card.topic: spot for spot, cell in grid.board.everything() if cell.card}
        assert "PREVIEW" not in app.text


@pytest.mark.parametrize("key", ["a", "escape"])
async def test_a_again_or_esc_calls_it_off(key: str) -> None:
    story = morning()
    app = board(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        see_board(app, story, planning=exchanged(story))
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()
        assert app.fake.sent == [Arrange(False)] and app.asked == []
        assert "Nothing has changed." in app.text


async def test_over_the_preview_no_key_changes_the_board() -> None:
    story = morning()
    app = board(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        see_board(app, story, planning=exchanged(story))
        await pilot.pause()
        await pilot.press("s", "p", "delete", "z", "Z", "space", "space", "e")
        await pilot.pause()
        assert app.asked == [] and app.fake.sent == []
        assert "This is the planner's board" in app.text


async def test_once_published_the_price_comes_first() -> None:
    story = morning().tell(host(Publish()))
    app = board(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        see_board(app, story, planning=exchanged(story))
        await pilot.pause()
        assert "2 of 10 sessions would move · " in app.text


async def test_a_planner_that_breaks_is_one_sentence_and_the_board_stays() -> None:
    story = morning()
    app = board(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        before = app.screen.query_one(BoardGrid).board
        see_board(app, story, planning=PlanningPanel(False, 0, 0, 7, (), None, 0, "it broke"))
        await pilot.pause()
        assert "The planner could not finish and nothing has changed" in app.text
        assert "PREVIEW" not in app.text and app.screen.query_one(BoardGrid).board == before


async def test_space_arms_and_publishes_when_pressed_again() -> None:
    story = morning()
    app = board(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "not published yet" in app.text
        await pilot.press("space")
        assert app.asked == [] and "space again: all phones and the wall show this board at once" in app.text
        await pilot.press("space")
        await pilot.pause()
        assert app.asked == [Publish()] and "space again" not in app.text
        see_board(app, story.tell(host(Publish())))
        await pilot.pause()
        assert "published ✓" in app.text
        await pilot.press("space")
        await pilot.pause()
        assert len(app.asked) == 1 and "Everybody sees the board as it is." in app.text


async def test_space_lapses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BoardPane, "ARMED_FOR", 0.05)
    app = board(morning())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("space")
        for _ in range(200):
            if "space again" not in app.text:
                break
            await pilot.pause(0.01)
        monkeypatch.setattr(BoardPane, "ARMED_FOR", 60)
        await pilot.press("space")
        assert app.asked == [] and "space again" in app.text
        await pilot.press("escape")
        assert "space again" not in app.text


async def test_an_empty_board_is_not_published() -> None:
    app = board(voted(edcamp(topics=3)))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("space")
        await pilot.pause()
        assert app.asked == [] and "The board is empty" in app.text


async def test_what_is_lost_without_a_connection_is_said() -> None:
    app: Drawn = board(morning())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        app.fake.link.connected = False
        await pilot.press("a")
        await pilot.pause()
        assert app.fake.sent == [] and "Not connected just now." in app.text
