"""The server's time: UTC that moves with the monotonic clock, and notices when the system's clock parts from it."""

import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

STEP = 2.0
"""A difference of so many seconds between the two clocks is a step of the system's."""
SUSPEND = 5.0
"""A second that took so many seconds longer was the laptop's sleep."""


class Clock(Protocol):
    """Where the hub gets the time from."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""

    def check(self) -> str | None:
        """Compare the clocks; the code of a notice when something happened since the last time."""


class SystemClock:
    """UTC as it was at the start, carried on by the monotonic clock: an NTP step moves no countdown.

    Sleep is different: there the room went on, so the time that passed is taken over. Some systems' monotonic
    clock counts sleep and some do not; what the system's own clock says holds for both.
    """

    def __init__(self) -> None:
        self._began_at = datetime.now(UTC)
        self._began = self._checked = time.monotonic()
        self._apart = 0.0
        self._slept = _asleep()

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return self._began_at + timedelta(seconds=time.monotonic() - self._began)

    def check(self) -> str | None:
        """`clock_slept` after a sleep, `clock_stepped` after a step of the system's clock, else None.

        To be called about once a second.
        """
        monotonic = time.monotonic()
        pause, self._checked = monotonic - self._checked, monotonic
        apart = (datetime.now(UTC) - self.now()).total_seconds()
        moved, self._apart = apart - self._apart, apart
        asleep = _asleep()
        slept, self._slept = asleep - self._slept, asleep
        if pause > SUSPEND or slept > SUSPEND:
            if moved > SUSPEND:
                self._began_at += timedelta(seconds=moved)
                self._apart -= moved
            return "clock_slept"
        if abs(moved) > STEP:
            return "clock_stepped"
        return None


def _asleep() -> float:
    """Seconds that the laptop has slept since it was switched on; 0 where no clock tells them from the others.

    Linux has a clock for it. On macOS the system's monotonic clock goes on in sleep, and Python's own stands still.
    """
    sleepless = getattr(time, "CLOCK_MONOTONIC" if sys.platform == "darwin" else "CLOCK_BOOTTIME", None)
    return 0.0 if sleepless is None else time.clock_gettime(sleepless) - time.monotonic()
