"""What the host may do on this machine: list, make, start and remove meets, export them. No sockets, no screens."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from teachmeet import journal
from teachmeet.domain import commands as c
from teachmeet.domain.actors import Actor, Role
from teachmeet.domain.facts import HOST, Line
from teachmeet.domain.founding import founded
from teachmeet.domain.history import fold
from teachmeet.domain.programme import Format, Past, SlotPlan
from teachmeet.domain.refusals import Refused
from teachmeet.domain.resemble import plain
from teachmeet.domain.rules import decide
from teachmeet.domain.state import State
from teachmeet.made_up import edcamp, made_up
from teachmeet.meetfolder import NAME, REHEARSAL, FolderError, MeetFolder, Running, existing, meet_folder
from teachmeet.wire import to_utc
from teachmeet.words import load

_TO_CHOOSE = timedelta(hours=1)
"""So long before its first slot a rehearsal of a board begins at least."""
LANGUAGE = "language.txt"
"""Where a sessions folder keeps the language that the host chose."""
PATIENCE = 15.0
"""Seconds that a server may take until it accepts connections."""


class LaptopError(Exception):
    """It could not be done; the message is one sentence: what, and what to do."""


@dataclass(frozen=True, slots=True)
class MeetRow:
    """A meet of this laptop; `trouble` says in a sentence why it cannot be opened, if it cannot."""

    slug: str
    title: str
    starts: datetime | None
    zone: str
    rehearsal: bool
    running: Running | None
    trouble: str | None = None
    talks: int = 0
    topics: int = 0
    people: int = 0
    """As the catalogue last knew them."""


class Laptop:
    """The meets in a sessions folder."""

    def __init__(self, sessions: Path) -> None:
        self.sessions = sessions
        spoken = load().language  # who is simulated speaks as the host does
        self._self = (sys.executable, "-m", "teachmeet", "--sessions", str(sessions.absolute()), "--lang", spoken)

    @property
    def language(self) -> str:
        """The language that the host chose for this terminal; empty when none was chosen."""
        try:
            return (self.sessions / LANGUAGE).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeError):
            return ""

    def keep_language(self, language: str) -> None:
        """Have teachmeet speak this language from its next start on."""
        path = self.sessions / LANGUAGE
        try:
            self.sessions.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{language}\n", encoding="utf-8")
        except OSError as error:
            raise LaptopError(f"{path} cannot be written to: {error.strerror or error}") from None

    def meets(self) -> tuple[MeetRow, ...]:
        """All meets, the newest first, what cannot be opened included."""
        known = {str(row.get("meet")): row for row in self._catalogue_rows()}
        rows = [_with_numbers(self._row(folder), known.get(folder.slug, {})) for folder in self._folders()]
        return tuple(sorted(rows, key=lambda row: (row.starts is not None, row.starts, row.slug), reverse=True))

    def _folders(self) -> Iterator[MeetFolder]:
        if self.sessions.is_dir():
            for path in self.sessions.iterdir():
                if NAME.fullmatch(path.name) and _holds_a_meet(path):
                    yield MeetFolder(path)

    def _row(self, folder: MeetFolder) -> MeetRow:
        try:
            first = next(iter(journal.read_first(folder.journal)), None)
        except journal.JournalError as error:
            return MeetRow(folder.slug, folder.slug, None, "UTC", False, None, str(error))
        meet = None if first is None else fold([first]).meet
        if meet is None:
            return MeetRow(folder.slug, folder.slug, None, "UTC", False, None, _empty(folder))
        return MeetRow(
            folder.slug, meet.title, meet.starts or meet.made, meet.zone, meet.rehearsal, folder.running()
        )

    def _catalogue_rows(self) -> list[dict[str, object]]:
        from teachmeet.catalogue import Catalogue

        return Catalogue(self.sessions).rows() if self.sessions.is_dir() else []

    def catalogue(self, slug: str) -> None:
        """Have the catalogue know what a meet holds now; it is a convenience, so a full disk is not its moment."""
        with suppress(OSError):
            self.enter(slug)

    def enter(self, slug: str) -> None:
        """The same, where it matters: what somebody had forgotten must be out of it too. Raises OSError."""
        from teachmeet.catalogue import Catalogue

        Catalogue(self.sessions).enter(slug, self.state(slug))

    def past(self, series: str) -> tuple[Past, ...]:
        """What the meets of a series on this laptop say of their people; one that cannot be read says what it said."""
        from teachmeet.catalogue import Catalogue

        if not plain(series) or not self.sessions.is_dir():
            return ()
        for folder in self._folders():
            with suppress(LaptopError, journal.JournalError):
                meet = fold(journal.read_first(folder.journal)).meet
                if meet is not None and plain(meet.series) == plain(series):
                    self.catalogue(folder.slug)
        return Catalogue(self.sessions).past(series)

    def folder(self, slug: str) -> MeetFolder:
        """The folder of a meet that is there."""
        try:
            return existing(self.sessions, slug)
        except FolderError as error:
            raise LaptopError(str(error)) from None

    def state(self, slug: str) -> State:
        """The meet as its journal has it now, also while it runs."""
        return fold(self.lines(slug))

    def lines(self, slug: str) -> tuple[Line, ...]:
        """All that its journal has now, also while it runs."""
        try:
            lines = journal.read(self.folder(slug).journal).lines
        except journal.JournalError as error:
            raise LaptopError(str(error)) from None
        if not lines:
            raise LaptopError(_empty(self.folder(slug)))
        return lines

    # ── making

    def new(self, slug: str, command: c.MakeMeet) -> MeetFolder:
        """Make a meet: its folder appears whole, or not at all."""
        try:
            folder = meet_folder(self.sessions, slug)
        except FolderError as error:
            raise LaptopError(str(error)) from None
        if folder.path.exists():
            raise LaptopError(f"“{slug}” is already there: choose another name, or delete {folder.path}")
        line = _founding(command)
        making = self.sessions / f".{slug}.new"
        try:
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir(parents=True)
            MeetFolder(making).make_keys()
            journal.found(making / journal.JOURNAL, line)
            making.rename(folder.path)
            journal.fsync_folder(self.sessions)
        except OSError as error:
            shutil.rmtree(making, ignore_errors=True)
            raise LaptopError(f"{folder.path} cannot be made: {error.strerror or error}") from None
        self.catalogue(slug)
        return folder

    def rehearsal(self, slug: str | None, kind: Format = Format.TEACHMEET) -> MeetFolder:
        """Make a copy to rehearse on, anew each time: of the meet as it was founded, or a made-up one of this kind."""
        now = datetime.now(UTC)
        if slug is not None:
            command = _still_to_come(founded(self.state(slug)), now)
        else:
            command = edcamp(load(), now) if kind is Format.EDCAMP else made_up(load())
        name = (slug or kind.value).removesuffix(REHEARSAL)[: 60 - len(REHEARSAL)] + REHEARSAL
        folder = meet_folder(self.sessions, name)
        if folder.is_locked():
            raise LaptopError(f"“{name}” is running: stop it with “teachmeet stop {name}”")
        self.remove(name)
        return self.new(name, replace(command, rehearsal=True))

    def remove(self, slug: str) -> None:
        """Remove a rehearsal, if it is there; other meets are deleted by hand, if they must be."""
        folder = meet_folder(self.sessions, slug)
        if not folder.path.exists():
            return
        if not self._row(folder).rehearsal or not slug.endswith(REHEARSAL):
            raise LaptopError(f"“{slug}” is no rehearsal: delete {folder.path} by hand if you mean it")
        if folder.is_locked():
            raise LaptopError(f"“{slug}” is running: stop it with “teachmeet stop {slug}”")
        try:
            shutil.rmtree(folder.path)
        except OSError as error:
            raise LaptopError(f"{folder.path} cannot be deleted: {error.strerror or error}") from None

    # ── its server

    async def start(self, slug: str) -> Running:
        """The meet's server: the one that runs, or a new one that outlives this process and its terminal."""
        folder = self.folder(slug)
        running = folder.running()
        if running is not None:
            return running
        child = _detached([*self._self, "serve", slug], folder)
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while asyncio.get_running_loop().time() < deadline:
            running = folder.running()
            if running is not None:
                return running
            if child.poll() is not None and child.returncode != 0:
                raise LaptopError(_last_words(folder))
            await asyncio.sleep(0.05)
        child.kill()
        raise LaptopError(f"The server did not start within {PATIENCE:.0f} seconds: see {folder.log}")

    def crowd(self, slug: str, people: int = 24, seconds: int = 3600) -> "subprocess.Popen[bytes]":
        """Attendees who are not there: a process of its own that joins, pitches, votes and asks in a rehearsal."""
        if not slug.endswith(REHEARSAL):
            raise LaptopError(f"“{slug}” is no rehearsal: a crowd may not walk into a real meet")
        wanted = ("--people", str(people), "--seconds", str(seconds))
        return _detached([*self._self, "crowd", slug, *wanted], self.folder(slug), "crowd.log")


def _still_to_come(command: c.MakeMeet, now: datetime) -> c.MakeMeet:
    """The same days later when its board has begun: a slot that is over is frozen, and nothing to rehearse on."""
    first = min((slot.starts for slot in command.slots), default=now + timedelta(days=1))
    if first > now + _TO_CHOOSE:
        return command
    days = timedelta(days=(now + _TO_CHOOSE - first).days + 1)
    return replace(
        command,
        starts=command.starts and command.starts + days,
        ends=command.ends and command.ends + days,
        slots=tuple(SlotPlan(slot.starts + days, slot.ends + days) for slot in command.slots),
    )


def _with_numbers(row: MeetRow, known: dict[str, object]) -> MeetRow:
    talks, topics, people = (count if isinstance(count := known.get(name), int) else 0 for name in _COUNTED)
    return replace(row, talks=talks, topics=topics, people=people)


_COUNTED = ("talks", "topics", "people")


def _holds_a_meet(path: Path) -> bool:
    try:
        return (path / journal.JOURNAL).exists()
    except OSError:
        return path.is_dir()  # it may not be looked into: its row says so


def _empty(folder: MeetFolder) -> str:
    return f"{folder.journal} is empty: restore it from a copy, or delete the folder"


def _founding(command: c.MakeMeet) -> Line:
    now = to_utc(datetime.now(UTC))
    try:
        return Line(1, now, HOST, "", 0, decide(State(), Actor(Role.HOST), command, now))
    except Refused as refused:
        raise LaptopError(load()(f"refusal.{refused.code}", **refused.values)) from None


def _detached(command: list[str], folder: MeetFolder, log: str = "server.log") -> "subprocess.Popen[bytes]":
    """Start a process that the end of this one, of its terminal or of its window does not touch."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    try:
        with (folder.path / log).open("wb") as said:
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                creationflags=flags,
                start_new_session=sys.platform != "win32",
            )
    except OSError as error:
        raise LaptopError(f"The server cannot be started: {error.strerror or error}") from None
    _children[:] = [one for one in _children if one.poll() is None] + [child]
    return child


_children: list["subprocess.Popen[bytes]"] = []
"""What this process started and has not seen end: a handle that is dropped earlier is a warning, and a zombie."""


def _last_words(folder: MeetFolder) -> str:
    """What a server said that did not start."""
    try:
        lines = folder.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        lines = []
    return lines[-1] if lines else f"The server did not start: see {folder.log}"
