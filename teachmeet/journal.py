"""The truth on disk: lines appended, fsynced, read back, rewritten when somebody is forgotten. No rules, no sockets."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from teachmeet.domain.facts import Forgotten, Line, personal_fields
from teachmeet.wire import Damaged, forgetting, read_line, write_line

JOURNAL = "journal.jsonl"


class JournalError(Exception):
    """The journal cannot be used; the message says which line, and what to do."""


class AppendFailed(Exception):
    """Nothing of this batch was saved, and nothing more will be."""


class Journal(Protocol):
    """Where accepted lines go."""

    def append(self, lines: Sequence[Line], after: int) -> None:
        """Make the lines durable, or raise AppendFailed; `after` is the last number before them."""

    def forget(self) -> Sequence[Line]:
        """Rewrite everything without the words of those who are forgotten, and return all lines."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a journal held when it was opened; `torn` is the number after which a half line was cut off."""

    lines: tuple[Line, ...]
    torn: int | None


def fsync(descriptor: int) -> None:
    """Have the disk keep what was written, its own cache included."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    elif hasattr(os, "fdatasync"):
        os.fdatasync(descriptor)
    else:
        os.fsync(descriptor)


def fsync_folder(folder: Path) -> None:
    """Have the disk keep a folder's new names; Windows keeps them with the file."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path: Path, content: bytes, private: bool = False) -> None:
    """Put a file in place at once, or not at all: temporary file, fsync, replace."""
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)  # what a crash left would keep its mode
    mode = 0o600 if private else 0o666
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    fsync_folder(path.parent)


def read(path: Path) -> Opened:
    """The lines of a journal, which may be in use: a half line at its end is left out, and not touched.

    Raises JournalError with `file:line` when a whole line is not what was written.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise JournalError(f"{path} is missing: restore the meet's folder from a copy, or make the meet anew") from None
    except OSError as error:
        raise JournalError(f"{path} cannot be read: {error.strerror or error}") from None
    *whole, tail = content.split(b"\n")
    lines: list[Line] = []
    seq = 0
    for number, written in enumerate(whole, 1):
        line = _checked(path, number, written + b"\n", seq)
        lines.append(line)
        seq = line.last
    if tail and _is_whole_but_for_its_newline(tail):
        raise _damage(path, len(whole) + 1, "its end was changed")
    return Opened(tuple(lines), seq if tail else None)


def read_first(path: Path) -> tuple[Line, ...]:
    """The line that founded the meet, without reading the rest; empty when there is none whole."""
    try:
        with path.open("rb") as file:
            written = file.readline()
    except OSError as error:
        raise JournalError(f"{path} cannot be read: {error.strerror or error}") from None
    return (_checked(path, 1, written, 0),) if written.endswith(b"\n") else ()


def _checked(path: Path, number: int, written: bytes, seq: int) -> Line:
    try:
        line = read_line(written)
    except Damaged as damage:
        raise _damage(path, number, str(damage)) from None
    if line.seq != seq + 1:
        raise _damage(path, number, f"number {seq + 1} was expected, {line.seq} stands there")
    return line


def _damage(path: Path, number: int, why: str) -> JournalError:
    keep = f", or keep what stands before line {number} by deleting that line and all after it" if number > 1 else ""
    return JournalError(f"{path}:{number} is damaged: {why}. Restore the file from a copy{keep}")


def _is_whole_but_for_its_newline(tail: bytes) -> bool:
    """Whether the last byte was a newline once: a torn write leaves a beginning, never another last byte."""
    try:
        read_line(tail[:-1] + b"\n")
    except Damaged:
        return False
    return True


class FileJournal:
    """The journal of a meet whose server runs. Only one may be open at a time: the server's lock sees to that."""

    def __init__(self, path: Path) -> None:
        self.path = path
        opened = read(path)
        self._last = opened.lines[-1].last if opened.lines else 0
        self.torn = opened.torn
        if opened.torn is not None:
            self._cut_torn_tail(opened.torn)
        self.lines: Sequence[Line] = rewrite(path) if _must_forget(opened.lines) else opened.lines
        self._open()

    def _open(self) -> None:
        self._file = self.path.open("ab", buffering=0)
        self._size = self._file.tell()

    def _cut_torn_tail(self, seq: int) -> None:
        """Keep the half line beside the journal, for whoever wants to see it, and cut it off."""
        content = self.path.read_bytes()
        good = content.rfind(b"\n") + 1
        write_whole(self.path.with_name(f"journal.torn-{seq}"), content[good:], private=True)
        with self.path.open("r+b") as file:
            file.truncate(good)
            fsync(file.fileno())

    def append(self, lines: Sequence[Line], after: int) -> None:
        """Write and fsync the lines together; on failure cut back to what stood before, and raise."""
        if after != self._last:
            raise AssertionError(f"the journal ends at {self._last}, not at {after}")
        content = b"".join(map(write_line, lines))
        try:
            rest = memoryview(content)
            while rest:  # a disk that fills takes a part first, and says why only when asked to take the rest
                rest = rest[self._file.write(rest) :]
            fsync(self._file.fileno())
        except OSError as error:
            self._cut_back()
            raise AppendFailed(error.strerror or str(error)) from error
        self._size += len(content)
        self._last = lines[-1].last

    def _cut_back(self) -> None:
        try:
            self._file.truncate(self._size)
            fsync(self._file.fileno())
        except OSError:
            # What is left is a half line, or lines that were never answered: opening again deals with the first,
            # and sending again with the second.
            pass

    def forget(self) -> Sequence[Line]:
        """Rewrite the file without the words of the forgotten; raises AppendFailed, the old file standing."""
        self._file.close()  # Windows replaces no file that is open
        try:
            return rewrite(self.path)
        finally:
            self._open()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class MemoryJournal:
    """A journal for tests that have no disk in them; `before_append` may raise AppendFailed."""

    def __init__(self, before_append: Callable[[Sequence[Line]], None] = lambda _lines: None) -> None:
        self.lines: list[Line] = []
        self._before_append = before_append

    def append(self, lines: Sequence[Line], after: int) -> None:
        """Keep the lines."""
        if after != (self.lines[-1].last if self.lines else 0):
            raise AssertionError("lines must follow one another")
        self._before_append(lines)
        self.lines.extend(lines)

    def forget(self) -> Sequence[Line]:
        """Scrub and return the lines."""
        self.lines = list(without_the_forgotten(self.lines))
        return self.lines


def found(path: Path, line: Line) -> None:
    """Begin a journal with the line that founds its meet."""
    write_whole(path, write_line(line), private=True)


def rewrite(path: Path) -> Sequence[Line]:
    """Write a journal anew without the words of the forgotten, and return its lines; raises AppendFailed.

    Torn copies go first: should the rest fail, opening finds words to forget and comes here again.
    """
    lines = without_the_forgotten(read(path).lines)
    try:
        for torn in path.parent.glob("journal.torn-*"):
            torn.unlink()
        write_whole(path, b"".join(map(write_line, lines)), private=True)
    except OSError as error:
        raise AppendFailed(error.strerror or str(error)) from error
    return lines


def without_the_forgotten(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines with the personal fields of everybody null who is forgotten somewhere in them."""
    lines = tuple(lines)
    people = frozenset(fact.person for line in lines for fact in line.facts if isinstance(fact, Forgotten))
    return tuple(forgetting(line, people) for line in lines) if people else lines


def _must_forget(lines: Sequence[Line]) -> bool:
    """Whether the server died between a person's wish and the rewriting."""
    people = {fact.person for line in lines for fact in line.facts if isinstance(fact, Forgotten)}
    return any(
        getattr(fact, field) is not None
        for line in lines
        for fact in line.facts
        if getattr(fact, "person", None) in people
        for field in personal_fields(fact)
    )
