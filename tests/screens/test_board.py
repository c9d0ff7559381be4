"""Board: walking, picking up and dropping, swapping, pinning, closing, the mouse; what each asks of the server."""

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot

from teachmeet.domain.commands_board import (
    CloseCell,
    FreezeSlot,
    PinSession,
    PlaceTopic,
    Publish,
    SwapSessions,
    TakeOff,
)
from teachmeet.domain.puzzles import cells
from teachmeet.link import Rejected
from teachmeet.screens.board import BoardScreen
from teachmeet.widgets.board_cell import HATCH
from teachmeet.widgets.board_grid import BoardGrid
from teachmeet.widgets.waiting_shelf import WaitingShelf
from teachmeet.wire import Hold
from tests.helpers import Story, host
from tests.screens.boards import board, edcamp, placed, see_board, voted
from tests.screens.drawn import LARGE, SMALL, Drawn


def morning(on_board: int = 10, topics: int = 12) -> Story:
    """Four rooms and three slots; all but the last topics have a place."""
    return placed(voted(edcamp(topics=topics)), on_board)


def grid(app: Drawn) -> BoardGrid:
    return app.screen.query_one(BoardGrid)


def shelf(app: Drawn) -> WaitingShelf:
    return app.screen.query_one(WaitingShelf)


def under(app: Drawn) -> int:
    """The topic of the session under the cursor."""
    cell = grid(app).cell
    assert cell is not None and cell.card is not None
    return cell.card.topic


def spot_of(app: Drawn, topic: int) -> tuple[int, int]:
    spot = grid(app).board.spot_of(topic)
    assert spot is not None
    return spot


def middle(app: Drawn, spot: tuple[int, int]) -> Offset:
    """Where a cell is on the screen."""
    region = grid(app).content_region
    places = (region.offset + Offset(x, y) for y in range(region.height) for x in range(region.width))
    return next(place for place in places if grid(app).spot_at(place) == spot) + Offset(3, 1)


async def held(app: Drawn, pilot: Pilot[None], story: Story) -> int:
    """The server has heard what is in the hand, and tells its prices."""
    await pilot.pause()
    last = app.fake.sent[-1]
    assert isinstance(last, Hold) and last.topic is not None
    see_board(app, story, held=last.topic)
    await pilot.pause()
    return last.topic


async def test_arrows_walk_the_grid_and_stop_at_its_edges() -> None:
    app = board(morning())
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.press("up", "left")
        assert grid(app).cursor == (0, 0)
        await pilot.press("down", "right", "right")
        assert grid(app).cursor == (1, 2)
        await pilot.press("end", "pageup")
        assert grid(app).cursor == (0, 3)


async def test_down_from_the_last_slot_leads_to_what_waits_and_up_leads_back() -> None:
    app = board(morning())
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.press("pagedown", "down")
        assert shelf(app).has_focus
        await pilot.press("right")
        assert shelf(app).card == shelf(app).cards[1]
        await pilot.press("up")
        assert grid(app).has_focus
        await pilot.press("tab")
        assert shelf(app).has_focus


async def test_an_empty_board_begins_with_what_waits() -> None:
    story = voted(edcamp(topics=3))
    app = board(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert shelf(app).has_focus and "3 TOPICS WAIT FOR A PLACE" in app.text
        await pilot.press("enter")
        assert grid(app).has_focus
        topic = await held(app, pilot, story)
        await pilot.press("right", "enter")
        await pilot.pause()
        assert app.asked == [PlaceTopic(topic, *key_of(app, (0, 1)))]
        assert app.fake.sent[-1] == Hold(None)


def key_of(app: Drawn, spot: tuple[int, int]) -> tuple[int, int | None]:
    cell = grid(app).board.at(spot)
    assert cell is not None
    return cell.slot, cell.room


async def test_a_held_card_shows_what_each_cell_costs_and_swaps_where_one_is() -> None:
    story = morning()
    app = board(story)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        topic = await held(app, pilot, story)
        assert "in your hand" in app.text and "best" in app.text and "⇄" in app.text
        assert f"In your hand: “{story.state.topics[topic].title}”" in app.text
        await pilot.press("down")
        other = under(app)
        assert f"and “{story.state.topics[other].title}” goes to Hall at 19:00." in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [SwapSessions(topic, other)]


async def test_esc_puts_the_card_back_and_asks_for_nothing() -> None:
    story = morning()
    app = board(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("enter", "down", "escape")
        await pilot.pause()
        assert app.asked == [] and app.fake.sent[-1] == Hold(None)
        assert "in your hand" not in app.text
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert app.asked == [] and app.fake.sent[-1] == Hold(None)


async def test_a_card_dropped_among_those_that_wait_comes_off_the_board() -> None:
    story = placed(voted(edcamp(topics=6)))
    app = board(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        topic = under(app)
        await pilot.press("enter")
        await held(app, pilot, story)
        await pilot.press("tab")
        assert "Here it comes off the board and waits again." in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [TakeOff(topic)]


async def test_a_server_that_was_started_anew_is_told_what_is_held() -> None:
    story = morning()
    app = board(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        topic = await held(app, pilot, story)
        see_board(app, story)
        await pilot.pause()
        assert app.fake.sent == [Hold(topic), Hold(topic)]


async def test_a_pinned_or_frozen_session_is_not_picked_up() -> None:
    story = morning()
    app = board(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        see_board(app, story.tell(host(PinSession(under(app)))))
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert app.fake.sent == [] and "It is pinned: unpin it with p first." in app.text
        await pilot.press("p")
        await pilot.pause()
        assert app.asked == [PinSession(under(app), False)]
        see_board(app, story.tell(host(PinSession(under(app), False)), host(FreezeSlot(next(iter(story.state.slots))))))
        await pilot.pause()
        assert "frozen" in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert app.fake.sent == [] and "That time is frozen" in app.text


async def test_s_marks_the_first_and_swaps_with_the_second() -> None:
    app = board(morning())
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        first = under(app)
        await pilot.press("s")
        assert "to swap" in app.text and "(s again)" in app.text
        await pilot.press("right", "s")
        await pilot.pause()
        assert app.asked == [SwapSessions(first, under(app))]
        await pilot.press("s", "s")
        await pilot.pause()
        assert len(app.asked) == 1


async def test_a_waiting_topic_takes_a_sessions_place_by_s() -> None:
    app = board(morning())
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.press("tab", "s", "tab", "s")
        await pilot.pause()
        waiting = shelf(app).cards[0].topic
        assert app.asked == [SwapSessions(waiting, under(app))]


async def test_p_pins_and_del_takes_off() -> None:
    app = board(morning())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("p", "delete")
        await pilot.pause()
        assert app.asked == [PinSession(under(app)), TakeOff(under(app))]
        await pilot.press("tab", "p", "delete")
        await pilot.pause()
        assert len(app.asked) == 2 and "There is no session here." in app.text


async def test_z_closes_an_empty_cell_and_opens_it_again() -> None:
    story = morning(on_board=3)
    app = board(story)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.press("z")
        assert app.asked == [] and "move it first, then close the cell" in app.text
        await pilot.press("end")
        slot, room = key_of(app, grid(app).cursor)
        assert room is not None and (slot, room) not in cells(story.state)
        await pilot.press("z")
        await pilot.pause()
        assert app.asked == [CloseCell(slot, room)]
        see_board(app, story.tell(host(CloseCell(slot, room))))
        await pilot.pause()
        assert "is closed" in app.text
        await pilot.press("left")
        assert HATCH * 3 in app.text
        await pilot.press("right", "z")
        await pilot.pause()
        assert app.asked[-1] == CloseCell(slot, room, False)


async def test_a_closed_cell_says_so_while_a_card_is_held_and_takes_none() -> None:
    story = morning(on_board=3)
    slot, room = next(
        (slot, room)
        for slot in story.state.slots
        for room in reversed(story.state.rooms)
        if (slot, room) not in cells(story.state)
    )
    app = board(story.tell(host(CloseCell(slot, room))))
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await held(app, pilot, story)
        await pilot.press("end")
        assert "This cell is closed: z opens it." in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [] and "That cell is closed." in app.text


async def test_capital_z_freezes_and_thaws() -> None:
    story = morning()
    app = board(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        slot = next(iter(story.state.slots))
        await pilot.press("Z")
        await pilot.pause()
        see_board(app, story.tell(host(FreezeSlot(slot))))
        await pilot.pause()
        await pilot.press("Z")
        await pilot.pause()
        assert app.asked == [FreezeSlot(slot), FreezeSlot(slot, False)]


async def test_a_refusal_is_one_sentence_and_the_board_stays() -> None:
    story = morning()
    app = board(story)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        before = grid(app).board
        app.fake.link.refuse = Rejected("leads_twice", "no", {"name": "Sana [/]"})
        await pilot.press("enter", "down", "enter")
        await pilot.pause()
        assert "Sana [/] would lead two sessions at once." in app.text
        assert grid(app).board == before


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_card_is_dragged_to_another_cell(size: tuple[int, int]) -> None:
    story = morning()
    app = board(story)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        start, aim = middle(app, (0, 0)), middle(app, (1, 1))
        topic = under(app)
        await pilot.mouse_down(offset=start)
        await pilot.hover(offset=aim)
        await pilot.pause()
        assert app.fake.sent == [Hold(topic)] and grid(app).cursor == (1, 1)
        other = under(app)
        await pilot.mouse_up(offset=aim)
        await pilot.pause()
        assert app.asked == [SwapSessions(topic, other)] and app.fake.sent[-1] == Hold(None)


async def test_a_waiting_topic_is_dragged_onto_the_board_and_outside_goes_back() -> None:
    story = morning(on_board=3)
    app = board(story)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        waits = shelf(app).cards[0].topic
        place = shelf(app).content_region.offset + Offset(8, 0)
        await pilot.mouse_down(offset=place)
        await pilot.hover(offset=middle(app, (2, 3)))
        await pilot.mouse_up(offset=middle(app, (2, 3)))
        await pilot.pause()
        assert app.asked == [PlaceTopic(waits, *key_of(app, (2, 3)))]
        await pilot.mouse_down(offset=middle(app, (0, 0)))
        await pilot.hover(offset=middle(app, (1, 3)))
        await pilot.mouse_up(offset=(2, 0))
        await pilot.pause()
        assert len(app.asked) == 1 and app.fake.sent[-1] == Hold(None)


async def test_a_click_selects_and_with_a_card_in_the_hand_drops() -> None:
    story = morning()
    app = board(story)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.click(offset=middle(app, (1, 1)))
        await pilot.pause()
        assert grid(app).cursor == (1, 1) and app.fake.sent == []
        await pilot.press("enter")
        topic = await held(app, pilot, story)
        await pilot.click(offset=middle(app, (0, 2)))
        await pilot.pause()
        assert app.asked == [SwapSessions(topic, under(app))]


async def test_the_cursor_stays_with_its_cell_and_in_view() -> None:
    story = placed(voted(edcamp(10, 6, 40)))
    app = board(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("end", "pagedown")
        assert grid(app).cursor == (5, 9)
        assert "Greenhouse" in app.text and "00:00–00:50" in app.text and "Hall" not in app.text
        slot, room = key_of(app, (5, 9))
        await pilot.press("home", "pageup")
        assert "Hall" in app.text and "19:00–19:50" in app.text
        assert (slot, room) == key_of(app, (5, 9))


async def test_another_screen_puts_the_card_back() -> None:
    app = board(morning())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await app.push_screen(BoardScreen())
        await pilot.pause()
        assert isinstance(app.fake.sent[-1], Hold) and app.fake.sent[-1].topic is None


async def test_published_sessions_count_who_goes_and_say_what_moved() -> None:
    story = morning().tell(host(Publish()))
    topics = list(story.state.board)
    app = board(story.tell(host(SwapSessions(topics[0], topics[5]))))
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        assert "2 changes are not published" in app.text and "→" in app.text
        grid(app).go_to(spot_of(app, topics[0]))
        await pilot.pause()
        assert "moved since it was published" in app.text
