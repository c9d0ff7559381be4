"""The server's time: UTC that moves with the monotonic clock, and notices when the system's clock parts from it."""

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
        if pause > SUSPEND or (moved > SUSPEND and pause <= SUSPEND and self._looks_like_sleep(moved)):
            if moved > SUSPEND:
                self._began_at += timedelta(seconds=moved)
                self._apart -= moved
            return "clock_slept"
        if abs(moved) > STEP:
            return "clock_stepped"
        return None

    def _looks_like_sleep(self, moved: float) -> bool:
        """Whether a jump of the system's clock was sleep: only the boot clock, where there is one, can tell."""
        boot = getattr(time, "CLOCK_BOOTTIME", None)
        if boot is None:
            return False
        slept = time.clock_gettime(boot) - time.monotonic() - _BOOT_APART
        return abs(slept - moved) < SUSPEND or slept > moved


_BOOT_APART = (
    time.clock_gettime(time.CLOCK_BOOTTIME) - time.monotonic() if hasattr(time, "CLOCK_BOOTTIME") else 0.0
)
