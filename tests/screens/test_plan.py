"""The plan: its parts with their times, and every key that changes it."""

from datetime import timedelta

import pytest
from rich.cells import cell_len

from teachmeet.domain.commands import (
    AddSegment,
    LayPlan,
    MoveSegment,
    SetKind,
    SkipSegment,
    StartSegment,
    StretchSegment,
    TickHere,
)
from teachmeet.domain.programme import Format, Kind, Overrun, SegmentKind
from teachmeet.screens.talks import read_part
from teachmeet.widgets.plan_list import PlanList
from tests.helpers import Story, host
from tests.screens.drawn import HOSTILE, LARGE, SMALL, Drawn, typed
from tests.screens.evenings import planned, see, shown

SIZES = (SMALL, LARGE)
WELCOME, TALKS, BREAK = 0, 1, 2


def parts(story: Story) -> list[int]:
    return list(story.state.segments)


def lines(app: Drawn) -> list[str]:
    return app.text.splitlines()


@pytest.mark.parametrize("size", SIZES)
async def test_p_shows_the_plan_with_its_times_and_what_warns(size: tuple[int, int]) -> None:
    app = shown(planned())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("P")
        await pilot.pause()
        assert app.focused is app.screen.query_one(PlanList)
        assert "PLAN  8 parts · ends 23:00 · planned 21:55" in app.text and "1 h 5 min over: f to fix" in app.text
        for start, title, length in (("18:30", "Welcome", "10′"), ("18:40", "Talks", "as long as it takes")):
            assert any(start in line and title in line and length in line for line in lines(app))
        assert any("Break" in line and "20′" in line and "within 70′" in line for line in lines(app))
        assert "28 of 38 have no link" in app.text and "no break for 187 minutes" in app.text
        await pilot.press("P", "down", "g")
        assert [type(command) for command in app.asked] == [TickHere]


async def test_without_a_plan_it_says_how_to_lay_one() -> None:
    app = shown(Story())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("P")
        await pilot.pause()
        assert "No plan yet. Press e" in app.text
        await pilot.press("enter", "plus", "delete", "shift+up")
        assert app.asked == []
        await pilot.press("e", "2")
        await pilot.pause()
        assert app.asked == [LayPlan(Format.EDCAMP)]


async def test_the_keys_of_a_part() -> None:
    story = planned()
    numbers = parts(story)
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("P", "down", "down", "plus", "minus", "greater_than_sign", "less_than_sign")
        rest = numbers[BREAK]
        assert app.asked == [StretchSegment(rest, n * 60) for n in (21, 19, 25, 15)]
        app.asked.clear()
        await pilot.press("delete", "shift+up", "shift+down", "enter")
        await pilot.pause()
        assert app.asked == [
            SkipSegment(rest, True),
            MoveSegment(rest, numbers[TALKS]),
            MoveSegment(rest, numbers[4]),
            StartSegment(rest),
        ]
        app.asked.clear()
        see(app, story.tell(host(SkipSegment(rest, True))))
        await pilot.pause()
        assert any("×" in line and "Break" in line and "left out" in line for line in lines(app))
        await pilot.press("backspace")
        assert app.asked == [SkipSegment(rest, False)]


async def test_what_lasts_as_long_as_its_talks_gets_the_length_that_is_expected() -> None:
    story = planned()
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("P", "down", "plus")
        command = app.asked[0]
        assert isinstance(command, StretchSegment) and command.segment == parts(story)[TALKS]
        assert timedelta(minutes=50) < timedelta(seconds=command.seconds) < timedelta(minutes=80)


async def test_the_ends_of_the_plan_are_its_ends() -> None:
    story = planned()
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("P", "shift+up", "end", "shift+down")
        assert app.asked == []
        await pilot.press("up", "shift+down")
        assert app.asked == [MoveSegment(parts(story)[-2], None)]


async def test_a_part_that_is_on_and_one_that_is_over() -> None:
    story = planned().tell(host(StartSegment())).later(minutes=9).tell(host(StartSegment()))
    app = shown(story)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.press("P")
        await pilot.pause()
        assert any("✓ 18:00-18:09" in line and "over" in line for line in lines(app))
        assert any("▶ 18:09-" in line and "Talks" in line for line in lines(app))


async def test_t_types_in_parts_before_the_one_chosen() -> None:
    story = planned()
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("P", "down", "t")
        await pilot.pause()
        await typed(pilot, "15 Soup [/]")
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [AddSegment(SegmentKind.BREAK, "Soup [/]", 900, parts(story)[TALKS])]
        await typed(pilot, "Soup")
        await pilot.press("enter")
        await pilot.pause()
        assert len(app.asked) == 1 and "Minutes first, please" in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.focused, PlanList)


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("20", SegmentKind.BREAK, AddSegment(SegmentKind.BREAK, "", 1200)),
        ("20 a b", SegmentKind.OTHER, AddSegment(SegmentKind.OTHER, "a b", 1200)),
        ("More talks", SegmentKind.TALKS, AddSegment(SegmentKind.TALKS, "More talks", None)),
        ("soon", SegmentKind.BREAK, None),
        ("-5 x", SegmentKind.BREAK, None),
        ("٣ x", SegmentKind.BREAK, None),
    ],
)
def test_a_typed_part(text: str, kind: SegmentKind, part: AddSegment | None) -> None:
    assert read_part(text, kind, None) == part


async def test_kinds_are_changed_in_a_dialog() -> None:
    app = shown(planned())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("P", "e", "3")
        await pilot.pause()
        assert "soapbox" in app.text and "7:00" in app.text
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("left", "down", "right", *["down"] * 4, "right", "down", "right", "enter")
        await pilot.pause()
        assert app.asked == [SetKind(Kind("micro", 360, 90, 0, False, 120, 30, Overrun.STOP))]
        assert "micro is 6:00 now." in app.text


async def test_a_new_kind_is_asked_for_its_name() -> None:
    app = shown(planned())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("P", "e", "3", "end", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == []
        await typed(pilot, "pecha kucha")
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [SetKind(Kind("pecha kucha", 300))]


@pytest.mark.parametrize("size", SIZES)
async def test_titles_are_shown_as_they_are(size: tuple[int, int]) -> None:
    story = Story()
    for text in HOSTILE:
        story.tell(host(AddSegment(SegmentKind.OTHER, text, 600)))
    app = shown(story)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("P")
        await pilot.pause()
        for text in HOSTILE:
            assert text[:8] in app.text
        assert max(map(cell_len, lines(app))) <= size[0]
