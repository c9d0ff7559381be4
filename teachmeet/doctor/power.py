"""Whether the laptop hangs on the mains, how full its battery is, and whether it can be kept awake."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from teachmeet.awake import can_sleep, means
from teachmeet.doctor.asking import ask
from teachmeet.doctor.finding import About, Finding, look, ok, wrong

SUPPLIES = Path("/sys/class/power_supply")
LOW = 20
"""Percent with which no battery lasts an evening."""


@dataclass(frozen=True, slots=True)
class Power:
    """`percent` is None without a battery."""

    mains: bool
    percent: int | None


def check(system: str = sys.platform) -> Finding:
    """How the laptop gets its power."""
    if system == "win32":
        now = _windows_power()
    elif system == "darwin":
        said = ask("pmset", "-g", "batt")
        now = None if said is None else mac_power(said.text)
    else:
        now = linux_power(SUPPLIES)
    if now is None or (now.percent is None and now.mains):
        return ok(About.POWER, "power_unknown" if now is None else "power_no_battery")
    if now.mains:
        return ok(About.POWER, "power_mains", percent=now.percent or 0)
    low = now.percent is not None and now.percent < LOW
    return (wrong if low else look)(About.POWER, "power_battery", percent=now.percent or 0)


def linux_power(supplies: Path) -> Power | None:
    """By `/sys/class/power_supply`; None when it lists nothing. Batteries of mice and keyboards are left out."""
    mains, discharging, percents = False, False, []
    try:
        found = sorted(supplies.iterdir())
    except OSError:
        return None
    for supply in found:
        said = {name: _read(supply / name) for name in ("type", "scope", "online", "status", "capacity")}
        if said["type"] == "Battery" and said["scope"] != "Device":
            discharging |= said["status"] == "Discharging"
            percents += [int(said["capacity"])] if said["capacity"].isdigit() else []
        elif said["type"] in ("Mains", "USB"):
            mains |= said["online"] == "1"
    if not percents:
        return Power(True, None) if mains else None
    return Power((mains and not discharging) or not discharging, min(percents))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def mac_power(text: str) -> Power | None:
    """By `pmset -g batt`."""
    drawn = re.search(r"drawing from '([^']+)'", text)
    percent = re.search(r"\b(\d{1,3})%", text)
    if drawn is None:
        return None
    return Power(drawn[1] != "Battery Power", None if percent is None else int(percent[1]))


_ON_MAINS, _UNKNOWN, _NO_BATTERY = 1, 255, 128


def windows_power(line: int, flag: int, percent: int) -> Power | None:
    """By Windows' SYSTEM_POWER_STATUS: ACLineStatus, BatteryFlag and BatteryLifePercent."""
    if line == _UNKNOWN:
        return None
    battery = flag == _UNKNOWN or not flag & _NO_BATTERY
    return Power(line == _ON_MAINS, percent if battery and percent != _UNKNOWN else None)


def _windows_power() -> Power | None:
    if sys.platform == "win32":
        import ctypes

        status = (ctypes.c_ubyte * 12)()  # four bytes of states, then two numbers of seconds
        if ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status)):
            return windows_power(status[0], status[1], status[2])
    return None


def sleep(system: str = sys.platform) -> Finding:
    """Whether it can be kept awake while a meet runs; the system may still refuse, and then the host is told."""
    if not can_sleep(system):
        return ok(About.SLEEP, "sleep_never")
    how = means(system, 0)
    return look(About.SLEEP, "sleep_free") if how is None else ok(About.SLEEP, "sleep_held", tool=how.tool)
