"""Board: how it looks at each size, with hostile titles, in the past, and what its lines say."""

import pytest
from rich.cells import cell_len

from teachmeet.domain.commands_board import CountHands, FreezeSlot, PinSession, PlaceTopic, Publish
from teachmeet.domain.panels_board import ScoreCard
from teachmeet.widgets.board_grid import HEAD, BoardGrid
from teachmeet.widgets.board_text import price_text, score_line, wrong_line
from teachmeet.words import load
from tests.helpers import Story, host
from tests.screens.boards import ROOMS, board, edcamp, hours, placed, see_board, voted
from tests.screens.drawn import HOSTILE, LARGE, SMALL, Drawn

SIZES = (SMALL, (120, 36), LARGE)
NOTHING = ScoreCard(None, None, 0, 0, 0, 0, 0, 0, 0)


def lines(app: Drawn) -> list[str]:
    return app.text.split("\n")


@pytest.mark.parametrize("size", SIZES)
async def test_titles_are_drawn_as_they_are(size: tuple[int, int]) -> None:
    app = board(placed(voted(edcamp(6, 4, 21, HOSTILE))))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "a [/] b" in app.text and "[bold" in app.text
        for key in ("down", "right", "down", "enter", "up"):
            await pilot.press(key)
            assert {cell_len(line) for line in lines(app)} == {size[0]}


async def test_ten_rooms_and_six_slots_are_read_at_once_on_a_large_terminal() -> None:
    app = board(placed(voted(edcamp(10, 6, 52))))
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        for room in ROOMS:
            assert room.name in app.text
        for slot in ("19:00–19:50", "20:00–20:50", "21:00–21:50", "22:00–22:50", "23:00–23:50", "00:00–00:50"):
            assert slot in app.text
        assert "→" not in app.text


async def test_heads_stay_while_it_scrolls_and_say_how_many_rooms_are_out_of_sight() -> None:
    app = board(placed(voted(edcamp(10, 6, 52))))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "5 →" in app.text or "6 →" in app.text
        await pilot.press(*["right"] * 5, *["down"] * 4)
        assert "← " in app.text and "23:00–23:50" in app.text
        grid = app.screen.query_one(BoardGrid)
        head = lines(app)[grid.content_region.y]
        assert ROOMS[5].name in head
        assert grid.scroll_offset.y and grid.content_region.height > HEAD


async def test_what_is_on_past_and_frozen_is_said_in_words() -> None:
    story = placed(voted(edcamp(topics=12)), 10)
    story.tell(host(FreezeSlot(list(story.state.slots)[2])))
    app = board(story.later(hours=2, minutes=5))
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        assert "past" in app.text and "● on now" in app.text and "frozen" in app.text


async def test_only_cells_that_changed_are_painted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    story = placed(voted(edcamp(topics=12)), 10)
    app = board(story)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        grid = app.screen.query_one(BoardGrid)
        painted: list[tuple[int, int]] = []
        monkeypatch.setattr(grid, "_refresh", painted.append)
        await pilot.press("right")
        assert sorted(painted) == [(0, 0), (0, 1)]
        painted.clear()
        cell = grid.cell
        assert cell is not None and cell.card is not None
        see_board(app, story.tell(host(PinSession(cell.card.topic))))
        await pilot.pause()
        assert painted == [(0, 1)]


async def test_the_cursor_stays_with_its_room_when_another_comes_before_it() -> None:
    app = board(placed(voted(edcamp(4, 3, 8))))
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.press("right", "down")
        before = app.screen.query_one(BoardGrid).cell
        fewer = Story(edcamp(4, 2, 8))
        see_board(app, fewer)
        await pilot.pause()
        assert before is not None and app.screen.query_one(BoardGrid).cell is not None


@pytest.mark.parametrize(
    ("rooms", "slots", "said"),
    [(0, 0, "No board yet"), (0, 2, "no rooms yet"), (2, 0, "no times yet")],
)
async def test_empty_boards_teach(rooms: int, slots: int, said: str) -> None:
    app = board(Story(edcamp(rooms, slots, 0)))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert said in " ".join(app.text.split()) and "Nobody has pitched yet." in app.text
        await pilot.press("up", "down", "enter", "s", "p", "z", "Z", "delete", "a", "A", "e")
        await pilot.pause()
        assert app.asked == []


async def test_hands_are_marked_as_hands() -> None:
    story = Story(edcamp(2, 2, 2))
    topic, slot, room = (next(iter(there)) for there in (story.state.topics, story.state.slots, story.state.rooms))
    story.tell(host(CountHands(topic, 14)), host(PlaceTopic(topic, slot, room)))
    app = board(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "14 hands" in app.text and "Nobody voted on a phone; 14 hands were counted" in app.text


async def test_colour_is_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    story = placed(voted(edcamp(topics=12)), 10).tell(host(Publish()))
    app = board(story)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        topic = app.screen.query_one(BoardGrid).cell
        assert topic is not None and topic.card is not None
        see_board(app, story, held=topic.card.topic)
        await pilot.pause()
        for mark in ("best", "in your hand", "▌", "⇄"):
            assert mark in app.text


def test_the_score_in_words() -> None:
    words = load()
    score = ScoreCard(77, 69, 3, 41, 2, 1, 0, 12, 4)
    assert score_line(score, 0, words) == "77 in 100 choices fit; nobody misses more than 3 (by votes alone: 69)"
    said = wrong_line(score, words)
    assert said.startswith("1 person would lead two at once · 2 pairs that should be apart are not · 12 seats short")
    assert said.endswith("4 topics wait for a place")
    assert score_line(NOTHING, 0, words) == "Nobody has voted yet"
    assert wrong_line(NOTHING, words) == "" == wrong_line(None, words)
    full = ScoreCard(100, 90, 0, 0, 0, 0, 0, 0, 0)
    assert score_line(full, 0, words) == "Every choice fits; nobody misses anything (by votes alone: 90)"


def test_prices_have_their_sign() -> None:
    assert [price_text(price) for price in (-4, 0, 11)] == ["−4", "0", "+11"]
    assert len(hours(3)) == 3
