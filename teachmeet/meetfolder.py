"""A meet's folder under `sessions/`: its name, its code and port, the host's key, and who serves it now. No rules."""

import json
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from teachmeet.journal import JOURNAL, write_whole

NAME = re.compile(r"[a-z0-9-]{1,60}")
REHEARSAL = "-rehearsal"
USUAL_PORTS = (80, 8080, 0)
"""Tried in this order by a meet that never served: 0 is any free one."""
CODE_LETTERS = "ACDEFGHJKLMNPQRTUVWXYZ234679"
"""What nobody mistakes for anything else: no 0 O 1 I 8 B 5 S."""
CODE_LENGTH = 4
_VOWELS_AND_DIGIT_VOWELS = frozenset("AEUY34")
_WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)


class FolderError(Exception):
    """Something is wrong with a meet's folder; the message says what, and what to do."""


@dataclass(frozen=True, slots=True)
class Running:
    """The server that serves a meet now. `since` is an ISO time."""

    url: str
    address: str
    port: int
    pid: int
    since: str

    @property
    def socket(self) -> str:
        """Where a client on this laptop connects."""
        return f"ws://{self.address}:{self.port}/ws"


@dataclass(frozen=True, slots=True)
class MeetFolder:
    """One meet's folder; it need not be there yet."""

    path: Path

    @property
    def slug(self) -> str:
        """The meet's short name."""
        return self.path.name

    @property
    def journal(self) -> Path:
        """The truth."""
        return self.path / JOURNAL

    @property
    def exports(self) -> Path:
        """What was exported."""
        return self.path / "exports"

    @property
    def log(self) -> Path:
        """What the server had to say."""
        return self.path / "server.log"

    @property
    def exists(self) -> bool:
        """Whether a meet was made here."""
        return self.journal.exists()

    @property
    def code(self) -> str:
        """The code that lets attendees in, for the meet's life."""
        return str(self._settings()["code"])

    @property
    def port(self) -> int | None:
        """The port that the meet has served on, if it ever has."""
        port = self._settings().get("port")
        return port if isinstance(port, int) else None

    @property
    def chosen_address(self) -> str | None:
        """The address that the host put into the QR code, if they did."""
        address = self._settings().get("address")
        return address if isinstance(address, str) else None

    @property
    def public(self) -> str:
        """The public address that hands everything on to this laptop; empty when there is none."""
        public = self._settings().get("public")
        return public if isinstance(public, str) else ""

    @property
    def host(self) -> str:
        """The host's key."""
        try:
            return (self.path / "host.key").read_text(encoding="ascii").strip()
        except OSError as error:
            raise FolderError(f"{self.path / 'host.key'} cannot be read: {error.strerror or error}") from None

    def make_keys(self) -> None:
        """Make the code and the host's key; for a new folder."""
        self._write_settings({"code": new_code()})
        write_whole(self.path / "host.key", secrets.token_urlsafe(24).encode(), private=True)

    def keep_port(self, port: int) -> None:
        """Remember the port: a changed one would kill every printed code and every phone's storage."""
        self._write_settings({**self._settings(), "port": port})

    def keep_address(self, address: str) -> None:
        """Remember which address the host put into the QR code."""
        self._write_settings({**self._settings(), "address": address})

    def keep_public(self, public: str) -> None:
        """Remember the public address, which is in the code from now on; an empty one takes it back.

        It stays for the meet's life, like the port: whoever starts the server again shows the same code.
        """
        settings = {name: kept for name, kept in self._settings().items() if name not in ("public", "address")}
        self._write_settings(settings | ({"public": public} if public else {}))

    def _settings(self) -> dict[str, object]:
        path = self.path / "meet.json"
        try:
            settings = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is damaged"
            raise FolderError(f"{path} cannot be read ({why}): restore it from a copy of the meet's folder") from None
        if not isinstance(settings, dict) or not isinstance(settings.get("code"), str):
            raise FolderError(f"{path} has no code in it: restore it from a copy of the meet's folder")
        return settings

    def _write_settings(self, settings: dict[str, object]) -> None:
        write_whole(self.path / "meet.json", (json.dumps(settings, indent=2) + "\n").encode())

    # ── who serves it

    def lock(self) -> FileLock:
        """The lock that the server holds for its life; not taken yet."""
        return FileLock(self.path / "server.lock", is_singleton=False)

    def announce(self, running: Running) -> None:
        """Say who serves this meet now."""
        facts = {name: getattr(running, name) for name in ("url", "address", "port", "pid", "since")}
        write_whole(self.path / "server.json", (json.dumps(facts) + "\n").encode())

    def retire(self) -> None:
        """Say that nobody does any more."""
        (self.path / "server.json").unlink(missing_ok=True)

    def beat(self) -> None:
        """Leave a sign of life, from which the next server can tell when this one died."""
        with suppress(OSError):
            os.utime(self.path / "server.json")

    def last_beat(self) -> datetime | None:
        """When a server that did not end by itself was last alive; None when the last one did."""
        try:
            return datetime.fromtimestamp((self.path / "server.json").stat().st_mtime, UTC)
        except OSError:
            return None

    def running(self) -> Running | None:
        """The server that serves this meet now: what it announced counts only while it holds the lock."""
        try:
            said = json.loads((self.path / "server.json").read_text(encoding="utf-8"))
            running = Running(**said)
        except (OSError, ValueError, TypeError):
            return None
        return running if self.is_locked() else None

    def is_locked(self) -> bool:
        """Whether a server lives, ready or not."""
        if not (self.path / "server.lock").exists():
            return False
        lock = self.lock()
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return True
        except OSError:
            return False
        lock.release()
        return False


def meet_folder(sessions: Path, slug: str) -> MeetFolder:
    """The folder of the meet of this name; raises FolderError for a name that cannot be one."""
    if not NAME.fullmatch(slug):
        raise FolderError(f"“{slug}” cannot be a meet's name: use 1 to 60 of the letters a-z, digits and hyphens")
    if slug in _WINDOWS_DEVICES:
        raise FolderError(f"“{slug}” cannot be a meet's name: Windows keeps it for a device; choose another")
    return MeetFolder(sessions / slug)


def existing(sessions: Path, slug: str) -> MeetFolder:
    """The folder of a meet that was made; raises FolderError when there is none."""
    folder = meet_folder(sessions, slug)
    if not folder.exists:
        raise FolderError(f"There is no meet “{slug}” in {sessions}{os.sep}: make it with “teachmeet new {slug}”")
    return folder


def new_code() -> str:
    """A code for the door: four letters and digits that nobody mistakes, and that never make a word."""
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if any(c.isdigit() for c in code) and not _VOWELS_AND_DIGIT_VOWELS & set(code[1:-1]):
            return code
