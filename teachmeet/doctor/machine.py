"""The laptop's clock, disk and terminal, and the place where the meets are kept."""

import ctypes
import json
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from teachmeet.doctor.asking import ask
from teachmeet.doctor.finding import About, Finding, look, ok, wrong
from teachmeet.journal import fsync

COLUMNS, ROWS = 80, 24
"""The smallest terminal that every screen is usable in."""
SCARCE, FULL = 1_000_000_000, 50_000_000
"""Bytes; an evening of three hundred people writes some ten million."""
SLOW = 0.1
"""Seconds that one may wait for the disk: a vote that is answered later feels lost."""
TRIES = 5
NEVER_BEFORE = 2026
"""The year in which this was written."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """The terminal that the command was typed in."""

    columns: int
    rows: int
    encoding: str


# ── the clock


def clock(
    now: datetime, meets_zone: str | None, last_entry: datetime | None, is_set: Callable[[], bool | None]
) -> tuple[Finding, ...]:
    """The clock and its zone; `now` is aware, in the laptop's own zone, `is_set` says whether the network sets it."""
    said = f"{now:%H:%M}"
    name = getattr(now.tzinfo, "key", "UTC")
    found = []
    if now.year < NEVER_BEFORE:
        return (wrong(About.CLOCK, "clock_wrong", date=f"{now:%Y-%m-%d}", time=said),)
    if last_entry is not None and now < last_entry:
        last = f"{last_entry.astimezone(now.tzinfo):%d %b %H:%M}"
        found.append(wrong(About.CLOCK, "clock_behind", time=said, last=last))
    else:
        by_network = is_set()
        code = {True: "clock_set", False: "clock_unset", None: "clock_unknown"}[by_network]
        found.append((look if by_network is False else ok)(About.CLOCK, code, time=said, zone=name))
    if meets_zone is not None and now.utcoffset() != now.astimezone(ZoneInfo(meets_zone)).utcoffset():
        found.append(look(About.CLOCK, "clock_zone", zone=name, meets=meets_zone))
    return tuple(found)


def set_by_network(system: str = sys.platform) -> bool | None:
    """Whether something keeps the clock right; None where the system does not say."""
    if system.startswith("linux"):
        return _kernel_says()
    if system == "win32":
        said = ask("w32tm", "/query", "/status")
        return None if said is None else windows_time(said.text)
    return None  # macOS tells administrators alone


def _kernel_says() -> bool | None:
    """Linux: the kernel knows whether somebody has set its clock lately (adjtimex(2), asked and not changed)."""
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512))
    except (AttributeError, OSError):
        return None
    return None if state < 0 else state != 5  # TIME_ERROR


def windows_time(text: str) -> bool | None:
    """By `w32tm /query /status`, whose first line is the leap indicator: 3 means not set; the words are translated."""
    found = re.search(r":\s*([0-3])\s*\(", text.strip().partition("\n")[0])
    return None if found is None else found[1] != "3"


# ── the disk


def disk(folder: Path) -> tuple[Finding, ...]:
    """Room on the disk of a folder that need not be there yet, and how long it takes to keep something."""
    there = next((path for path in (folder, *folder.parents) if path.is_dir()), folder)
    try:
        free = shutil.disk_usage(there).free
        took = _time_to_keep(there)
    except OSError as error:
        return (wrong(About.DISK, "disk_locked", folder=str(there), why=error.strerror or str(error)),)
    return judged(free, took)


def judged(free: int, took: float) -> tuple[Finding, ...]:
    """What so many free bytes and so many seconds to keep something mean."""
    said: dict[str, str | int] = {"free": amount(free), "ms": max(1, round(took * 1000))}
    found = []
    if free < SCARCE:
        found.append(wrong(About.DISK, "disk_full", **said) if free < FULL else look(About.DISK, "disk_scarce", **said))
    if took > SLOW:
        found.append(look(About.DISK, "disk_slow", **said))
    return tuple(found) or (ok(About.DISK, "disk_ok", **said),)


def _time_to_keep(folder: Path) -> float:
    """The median of some tries to have the disk keep a line."""
    took = []
    with tempfile.TemporaryFile(dir=folder, prefix=".doctor-") as file:
        for _ in range(TRIES):
            began = time.perf_counter()
            file.write(b"x" * 200 + b"\n")
            file.flush()
            fsync(file.fileno())
            took.append(time.perf_counter() - began)
    return sorted(took)[TRIES // 2]


def amount(size: float) -> str:
    """A number of bytes as people say it."""
    return f"{size / 1e9:.0f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


# ── the place of the meets

_SERVICES = {
    "OneDrive": re.compile(r"^onedrive( - .*)?$", re.IGNORECASE),
    "Dropbox": re.compile(r"^dropbox( \(.*\))?$", re.IGNORECASE),
    "Google Drive": re.compile(r"^(google ?drive|my drive|googledrive-.*|google drive streams?)$", re.IGNORECASE),
    "iCloud": re.compile(r"^(icloud ?drive|mobile documents|com~apple~clouddocs)$", re.IGNORECASE),
}
"""What these services call the folders that they copy, on any system."""
_VARIABLES = {"OneDrive": "OneDrive", "OneDriveCommercial": "OneDrive", "OneDriveConsumer": "OneDrive"}
"""Where Windows says in which folders."""


def folder(sessions: Path, environment: Mapping[str, str]) -> Finding:
    """Whether the place of the meets is copied away: a service may hold a file just when it is written."""
    service = synced(_resolved(sessions), environment)
    if service is None:
        return ok(About.FOLDER, "folder_ok", folder=str(sessions))
    return look(About.FOLDER, "folder_synced", folder=str(sessions), service=service)


def synced(place: Path, environment: Mapping[str, str]) -> str | None:
    """The service that copies a folder away: by its name, by variables, or by what Dropbox notes of itself."""
    for variable, service in _VARIABLES.items():
        if (named := environment.get(variable)) and place.is_relative_to(_resolved(Path(named))):
            return service
    for noted in _dropboxes(environment):
        if place.is_relative_to(noted):
            return "Dropbox"
    for part in place.parts:
        for service, pattern in _SERVICES.items():
            # macOS keeps what other makers copy under Library/CloudStorage, as OneDrive-School or Dropbox.
            name = part.partition("-")[0] if "CloudStorage" in place.parts else part
            if pattern.match(part) or pattern.match(name):
                return service
    return None


def _dropboxes(environment: Mapping[str, str]) -> list[Path]:
    """Dropbox notes its folders in a file of its own, whatever they are called."""
    found: list[Path] = []
    for variable, note in (("APPDATA", "Dropbox"), ("LOCALAPPDATA", "Dropbox"), ("HOME", ".dropbox")):
        if not (home := environment.get(variable)):
            continue
        with suppress(OSError, ValueError, AttributeError, TypeError, KeyError):
            for account in json.loads((Path(home) / note / "info.json").read_text(encoding="utf-8")).values():
                found.append(_resolved(Path(account["path"])))
    return found


def _resolved(path: Path) -> Path:
    """Where a path leads, links followed; it need not be there."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


# ── the terminal


def terminal(shown: Terminal | None, environment: Mapping[str, str], system: str = sys.platform) -> tuple[Finding, ...]:
    """Whether the screens can be drawn in the terminal that this was typed in."""
    if shown is None:
        return (ok(About.TERMINAL, "terminal_none"),)
    size = {"columns": shown.columns, "rows": shown.rows}
    found = []
    if shown.columns < COLUMNS or shown.rows < ROWS:
        found.append(wrong(About.TERMINAL, "terminal_small", **size, least_columns=COLUMNS, least_rows=ROWS))
    if not shown.encoding.lower().replace("-", "").startswith("utf"):
        found.append(wrong(About.TERMINAL, "terminal_letters", encoding=shown.encoding or "?"))
    if environment.get("TERM") == "dumb":
        found.append(wrong(About.TERMINAL, "terminal_dumb"))
    elif system == "win32" and "WT_SESSION" not in environment and "TERM_PROGRAM" not in environment:
        found.append(look(About.TERMINAL, "terminal_old"))
    elif not colourful(environment, system):
        found.append(look(About.TERMINAL, "terminal_colours"))
    return tuple(found) or (ok(About.TERMINAL, "terminal_ok", **size),)


def colourful(environment: Mapping[str, str], system: str) -> bool:
    """Whether the terminal says that it has more than sixteen colours."""
    named = environment.get("COLORTERM", "") + environment.get("TERM", "")
    return system == "win32" or any(word in named for word in ("truecolor", "24bit", "256color", "direct", "kitty"))
