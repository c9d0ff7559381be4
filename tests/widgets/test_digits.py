"""The big clock: what it shows at a time, how large, and that it looks by itself and only when it must."""

from dataclasses import replace

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Size

from teachmeet.widgets.digits import Anchor, BigClock, Phase, best_scale, blocks, blocks_size, clock_text, face
from teachmeet.words import load

TALK = Anchor(running=True, ends_at=420.0, remaining=0.0, warn=120.0, danger=30.0, length=420.0)


class Clock:
    """A clock that stands where it is put."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Shown(App[None]):
    """A clock and nothing else."""

    def __init__(self, clock: Clock, anchor: Anchor | None = TALK) -> None:
        super().__init__()
        self.clock = clock
        self.anchor_given = anchor

    def compose(self) -> ComposeResult:
        yield BigClock(self.clock, self.anchor_given)


@pytest.mark.parametrize(
    ("now", "digits", "phase"),
    [
        (0.0, "7:00", Phase.CALM),
        (1e-7, "7:00", Phase.CALM),
        (-1e-7, "7:00", Phase.CALM),
        (0.5, "7:00", Phase.CALM),
        (1.0, "6:59", Phase.CALM),
        (298.5, "2:02", Phase.CALM),
        (299.0, "2:01", Phase.CALM),
        (300.0, "2:00", Phase.SOON),
        (389.0, "0:31", Phase.SOON),
        (390.0, "0:30", Phase.NOW),
        (419.5, "0:01", Phase.NOW),
        (420.0, "0:00", Phase.OVER),
        (420.5, "0:00", Phase.OVER),
        (421.0, "+0:01", Phase.OVER),
        (495.0, "+1:15", Phase.OVER),
    ],
)
def test_what_it_shows_at_a_time(now: float, digits: str, phase: Phase) -> None:
    shown = face(TALK, now)
    assert (shown.digits, shown.phase) == (digits, phase)


def test_paused_it_stands() -> None:
    paused = replace(TALK, running=False, ends_at=None, remaining=252.0)
    assert face(paused, 0.0) == face(paused, 1000.0)
    assert face(paused, 0.0)[:2] == ("4:12", Phase.PAUSED)
    assert face(replace(paused, remaining=-5.0), 0.0)[:2] == ("+0:05", Phase.PAUSED)


def test_the_bar_is_what_is_left_of_the_plan() -> None:
    assert [face(TALK, now).fraction for now in (-60.0, 0.0, 210.0, 420.0, 500.0)] == [1.0, 1.0, 0.5, 0.0, 0.0]
    assert face(replace(TALK, length=0.0), 0.0).fraction == 0.0


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (9, "0:09"), (600, "10:00"), (7200, "120:00"), (-1, "+0:01"), (-61, "+1:01")]
)
def test_minutes_and_seconds(seconds: int, text: str) -> None:
    assert clock_text(seconds) == text


@pytest.mark.parametrize("scale", range(1, 9))
def test_blocks_are_of_the_size_they_say(scale: int) -> None:
    for text in ("0:12", "34:56", "+7:89"):
        rows = blocks(text, scale)
        assert {len(row) for row in rows} == {blocks_size(text, scale).width}
        assert len(rows) == blocks_size(text, scale).height


def test_a_digit_as_drawn() -> None:
    assert blocks("4", 1) == ["█ █", "▀▀█", "  ▀"]


def test_all_digits_are_different_and_equally_wide() -> None:
    for scale in (1, 3, 6):
        drawn = [tuple(blocks(digit, scale)) for digit in "0123456789"]
        assert len(set(drawn)) == 10
        assert len({len(rows[0]) for rows in drawn}) == 1


def test_the_largest_that_fits() -> None:
    assert best_scale("4:12", Size(12, 3)) == 0
    assert best_scale("4:12", Size(13, 2)) == 0
    assert best_scale("4:12", Size(13, 3)) == 1
    for room in (Size(48, 10), Size(80, 20), Size(160, 45)):
        scale = best_scale("4:12", room)
        size, next_size = blocks_size("4:12", scale), blocks_size("4:12", scale + 1)
        assert size.width <= room.width and size.height <= room.height
        assert next_size.width > room.width or next_size.height > room.height


@pytest.mark.parametrize("now", [0.0, 350.0, 400.0, 430.0])
async def test_the_phase_is_a_class_and_a_word(now: float) -> None:
    app = Shown(Clock(now))
    async with app.run_test() as pilot:
        await pilot.pause()
        clock = app.query_one(BigClock)
        phase = face(TALK, now).phase
        assert {f"-{one}" for one in Phase} & clock.classes == {f"-{phase}"}
        assert load()(f"clock.{phase}") in _text(clock)
        assert "of 7:00" in _text(clock)


async def test_too_small_a_place_gets_one_line() -> None:
    app = Shown(Clock(168.0))
    async with app.run_test(size=(20, 2)) as pilot:
        await pilot.pause()
        assert _text(app.query_one(BigClock)).split() == ["4:12", "running"]
        await pilot.resize_terminal(8, 1)
        await pilot.pause()
        assert _text(app.query_one(BigClock)).strip() == "4:12"
        await pilot.resize_terminal(3, 1)
        await pilot.pause()
        assert _text(app.query_one(BigClock)).strip() == ""


async def test_it_repaints_only_what_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Shown(Clock(10.25))
    async with app.run_test() as pilot:
        await pilot.pause()
        clock = app.query_one(BigClock)
        painted: list[str] = []
        monkeypatch.setattr(clock, "refresh", lambda *args, **kwargs: painted.append(clock.text))
        for now in (10.5, 10.75, 11.0, 11.25, 11.5, 12.0):
            app.clock.now = now
            clock._look()
        assert painted == ["6:49 running", "6:48 running"]


async def test_it_looks_again_by_itself() -> None:
    app = Shown(Clock(10.95))
    async with app.run_test() as pilot:
        clock = app.query_one(BigClock)
        assert clock.text == "6:50 running"
        app.clock.now = 11.0
        for _ in range(100):
            await pilot.pause(0.02)
            if clock.text == "6:49 running":
                return
        pytest.fail("it stood still")


async def test_paused_it_does_not_look_at_all() -> None:
    app = Shown(Clock(), replace(TALK, running=False, remaining=60.0))
    async with app.run_test() as pilot:
        clock = app.query_one(BigClock)
        assert not _waits(clock)
        clock.countdown = TALK
        await pilot.pause()
        assert _waits(clock)
        clock.countdown = None
        await pilot.pause()
        assert not _waits(clock)
        assert clock.text == ""
        assert _text(clock).strip() == ""


def _text(clock: BigClock) -> str:
    return "\n".join(clock.render_line(y).text for y in range(clock.size.height))


def _waits(clock: BigClock) -> bool:
    """Whether it has asked to be woken."""
    return clock._next is not None
