"""Board: what is typed about rooms, times and topics; the menu; and reading aloud."""

from dataclasses import replace
from datetime import timedelta

import pytest
from textual.widgets import Input

from teachmeet.domain.commands_board import (
    AddRoom,
    AddSlot,
    ChangeRoom,
    FreezeSlot,
    MoveSlot,
    NamePart,
    PlaceTopic,
    Publish,
)
from teachmeet.domain.programme import RoomPlan
from teachmeet.screens.board_entry import read_room, room_line
from teachmeet.screens.read_aloud import ReadAloud
from teachmeet.widgets.board_grid import BoardGrid
from tests.helpers import BEGIN, Story, host
from tests.screens.boards import board, edcamp, placed, see_board, voted
from tests.screens.drawn import HOSTILE, LARGE, SMALL, Drawn, typed


def morning() -> Story:
    return placed(voted(edcamp(topics=12)), 10)


def entry(app: Drawn) -> Input:
    focused = app.focused
    assert isinstance(focused, Input)
    return focused


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("Library 60", RoomPlan("Library", 60)),
        ("Room 12 28", RoomPlan("Room 12", 28)),
        ("Lab: 24", RoomPlan("Lab", 24)),
        ("Main hall, 120 seats", RoomPlan("Main hall", 120)),
        ("Library 60 +sinks +quiet; up the  stairs", RoomPlan("Library", 60, ("sinks", "quiet"), "up the stairs")),
        ("a [/] b 3+[x]", RoomPlan("a [/] b", 3, ("[x]",))),
        ("Library", None),
        ("60", None),
        ("", None),
        ("Library sixty; up", None),
        ("Library 600000", None),
    ],
)
def test_a_room_is_read_from_one_line(text: str, room: RoomPlan | None) -> None:
    assert read_room(text) == room


async def test_rooms_are_added_one_after_the_other_and_bad_lines_are_kept() -> None:
    app = board(Story())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "No board yet: it needs rooms and times." in app.text
        await pilot.press("e", "1")
        await pilot.pause()
        await typed(pilot, "Library")
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [] and "A name and its seats, please" in app.text and entry(app).value == "Library"
        await typed(pilot, " 60 +projector; up the stairs")
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [AddRoom("Library", 60, ("projector",), "up the stairs")] and entry(app).value == ""
        await pilot.press("escape", "e", "2")
        await pilot.pause()
        await typed(pilot, "11-12")
        await pilot.press("enter")
        await pilot.pause()
        assert len(app.asked) == 1 and "From when to when, please" in app.text and entry(app).value == "11-12"


async def test_a_time_is_on_the_day_of_the_board() -> None:
    app = board(morning())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("e", "2")
        await pilot.pause()
        await typed(pilot, "22:00-22:45")
        await pilot.press("enter")
        await pilot.pause()
        (asked,) = app.asked
        assert isinstance(asked, AddSlot)
        assert asked.starts == BEGIN + timedelta(hours=4) and asked.ends - asked.starts == timedelta(minutes=45)


async def test_a_room_and_a_time_are_changed_from_what_they_are() -> None:
    story = morning()
    app = board(story)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.press("right", "e", "3")
        await pilot.pause()
        assert entry(app).value == "Library 60 +projector; up the stairs"
        await typed(pilot, " and left")
        await pilot.press("enter")
        await pilot.pause()
        library = list(story.state.rooms)[1]
        assert app.asked == [ChangeRoom(library, "Library", 60, ("projector",), "up the stairs and left")]
        await pilot.press("e", "4")
        await pilot.pause()
        assert entry(app).value == "19:00–19:50"
        entry(app).value = "19:05-19:50"
        await pilot.press("enter")
        await pilot.pause()
        slot = next(iter(story.state.slots.values()))
        assert app.asked[1:] == [MoveSlot(slot.slot, slot.starts + timedelta(minutes=5), slot.ends)]
        assert isinstance(app.focused, BoardGrid)


def test_a_room_as_it_would_be_typed_is_read_back() -> None:
    story = Story(edcamp())
    for card in (room for room in story.state.rooms.values()):
        again = read_room(room_line(card))  # type: ignore[arg-type]  # a room has what its card has
        assert again == RoomPlan(card.name, card.seats, card.kit, card.way)


async def test_somewhere_else_is_typed_and_has_a_column() -> None:
    story = morning()
    app = board(story)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        cell = app.screen.query_one(BoardGrid).cell
        assert cell is not None and cell.card is not None
        await pilot.press("e", "7")
        await pilot.pause()
        await typed(pilot, "under the [/] oak")
        await pilot.press("enter")
        await pilot.pause()
        command = PlaceTopic(cell.card.topic, cell.slot, None, "under the [/] oak")
        assert app.asked == [command]
        see_board(app, story.tell(host(command)))
        await pilot.pause()
        assert "Elsewhere" in app.text
        await pilot.press("end")
        assert "at under the [/] oak" in app.text


async def test_who_leads_freezing_and_publishing_are_in_the_menu() -> None:
    app = board(morning())
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        cell = app.screen.query_one(BoardGrid).cell
        assert cell is not None and cell.card is not None
        await pilot.press("e", "8")
        await pilot.pause()
        await typed(pilot, "Kim")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("e", "5")
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        assert "All phones and the wall show it at once." in app.text
        await pilot.press("9")
        await pilot.pause()
        assert app.asked == [NamePart(cell.card.topic, "Kim"), FreezeSlot(cell.slot), Publish()]


async def test_esc_leaves_the_line_and_the_keys_are_the_boards_again() -> None:
    app = board(morning())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("e", "1")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.focused, BoardGrid)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_board_is_read_aloud_slot_by_slot(size: tuple[int, int]) -> None:
    story = morning()
    app = board(story)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("A")
        await pilot.pause()
        assert isinstance(app.screen, ReadAloud)
        seen = app.text
        for _ in range(12):
            await pilot.press("space")
            seen += app.text
        assert "that was the last" in app.text
        for session in story.state.board.values():
            title = story.state.topics[session.topic].title
            assert title and title[:20] in seen
        for room in ("Hall", "Library", "Lab", "Music room"):
            assert room in seen
        await pilot.press("left")
        assert "that was the last" not in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, ReadAloud)


async def test_reading_aloud_begins_with_what_is_not_over() -> None:
    story = morning().later(hours=2, minutes=10)
    app = board(story)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.press("A")
        await pilot.pause()
        assert "2 of 3" in app.text
        await pilot.press("left")
        assert "1 of 3" in app.text


async def test_reading_hostile_titles_aloud() -> None:
    titles = (*HOSTILE, "x" * 140)
    app = board(placed(voted(replace(edcamp(topics=10, titles=titles)))))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("A")
        await pilot.pause()
        assert "a [/] b" in app.text


async def test_an_empty_board_is_not_read_aloud() -> None:
    app = board(voted(edcamp(topics=3)))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("A")
        await pilot.pause()
        assert not isinstance(app.screen, ReadAloud) and "The board is empty" in app.text
