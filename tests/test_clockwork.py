"""The server's time: steady through steps of the laptop's clock, and with the room through its sleep."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from teachmeet import clockwork
from teachmeet.clockwork import SystemClock

BEGIN = datetime(2026, 3, 12, 18, 0, tzinfo=UTC)


class Laptop:
    """A laptop whose clocks the test turns. `counts_sleep`: its monotonic clock goes on while it sleeps."""

    def __init__(self, patch: pytest.MonkeyPatch, boottime: bool = True, counts_sleep: bool = False) -> None:
        self.counts_sleep = counts_sleep
        self.wall, self.monotonic, self.since_boot = BEGIN, 1_000.0, 5_000.0
        clocks: dict[str, object] = {"monotonic": lambda: self.monotonic}
        if boottime:
            clocks |= {"CLOCK_BOOTTIME": 7, "CLOCK_MONOTONIC": 7, "clock_gettime": lambda _which: self.since_boot}
        patch.setattr(clockwork, "time", SimpleNamespace(**clocks))
        patch.setattr(clockwork, "datetime", SimpleNamespace(now=lambda _zone: self.wall))
        self.clock = SystemClock()

    def run(self, seconds: float) -> None:
        """Time passes."""
        self.monotonic += seconds
        self.since_boot += seconds
        self.wall += timedelta(seconds=seconds)

    def sleep(self, seconds: float) -> None:
        """The lid is closed for a while."""
        self.since_boot += seconds
        self.wall += timedelta(seconds=seconds)
        if self.counts_sleep:
            self.monotonic += seconds

    def step(self, seconds: float) -> None:
        """Somebody, or NTP, sets the clock."""
        self.wall += timedelta(seconds=seconds)

    def look(self) -> str | None:
        """What is noticed a second later, and then no more."""
        self.run(1)
        noticed = self.clock.check()
        self.run(1)
        assert self.clock.check() is None, "told twice"
        return noticed

    @property
    def passed(self) -> float:
        """Seconds since the beginning, by the server's time."""
        return (self.clock.now() - BEGIN).total_seconds()


@pytest.fixture
def laptop(monkeypatch: pytest.MonkeyPatch) -> Laptop:
    """A Linux laptop."""
    return Laptop(monkeypatch)


def test_nothing_is_noticed_while_time_passes(laptop: Laptop) -> None:
    assert laptop.look() is None
    assert laptop.passed == 2


@pytest.mark.parametrize("seconds", [3600, 4, -4, -3600])
def test_a_step_of_the_clock_moves_no_countdown_and_is_told(laptop: Laptop, seconds: float) -> None:
    laptop.step(seconds)
    assert laptop.look() == "clock_stepped"
    assert laptop.passed == 2


def test_a_small_correction_is_nobodys_business(laptop: Laptop) -> None:
    laptop.step(0.8)
    assert laptop.look() is None
    assert laptop.passed == 2


def test_the_room_goes_on_while_the_laptop_sleeps(laptop: Laptop) -> None:
    laptop.sleep(600)
    assert laptop.look() == "clock_slept"
    assert laptop.passed == 602


def test_a_step_after_a_sleep_is_a_step(laptop: Laptop) -> None:
    laptop.sleep(600)
    assert laptop.look() == "clock_slept"
    laptop.step(60)
    assert laptop.look() == "clock_stepped"
    assert laptop.passed == 604


def test_a_step_back_after_a_sleep_is_a_step(laptop: Laptop) -> None:
    laptop.sleep(600)
    laptop.look()
    laptop.step(-60)
    assert laptop.look() == "clock_stepped"
    assert laptop.passed == 604


def test_several_sleeps_are_each_taken_over(laptop: Laptop) -> None:
    for _ in range(3):
        laptop.sleep(100)
        assert laptop.look() == "clock_slept"
    assert laptop.passed == 306


def test_a_monotonic_clock_that_counts_sleep_takes_it_over_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = Laptop(monkeypatch, counts_sleep=True)
    laptop.sleep(600)
    assert laptop.look() == "clock_slept"
    assert laptop.passed == 602


@pytest.mark.parametrize("counts_sleep", [True, False])
def test_without_a_boot_clock_time_never_runs_backwards(monkeypatch: pytest.MonkeyPatch, counts_sleep: bool) -> None:
    laptop = Laptop(monkeypatch, boottime=False, counts_sleep=counts_sleep)
    laptop.sleep(600)
    assert laptop.look() == ("clock_slept" if counts_sleep else "clock_stepped")
    assert laptop.passed in (2, 602)


def test_the_time_is_aware_and_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
    assert SystemClock().check() is None


