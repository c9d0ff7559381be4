"""Whether a port is to be had, and which program has it if not."""

import csv
import errno
import os
import re
import socket
import sys
from contextlib import closing, suppress
from enum import Enum
from pathlib import Path

from teachmeet.doctor.asking import ask


class Port(Enum):
    """What became of trying to listen on a port."""

    FREE = "free"
    TAKEN = "taken"
    NOT_OURS = "not_ours"
    """The system keeps it for administrators."""


def try_port(port: int) -> Port:
    """Listen there for a moment, as the server would."""
    with closing(socket.socket()) as trying:
        if sys.platform != "win32":  # there the option would take over a port that is in use
            trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trying.bind(("", port))
            trying.listen()
        except OSError as error:
            return Port.NOT_OURS if error.errno in (errno.EACCES, errno.EPERM) else Port.TAKEN
    return Port.FREE


def holder(port: int, system: str = sys.platform) -> str | None:
    """The program that listens on a port, as far as we may know."""
    if system.startswith("linux"):
        return _linux_holder(port)
    if system == "darwin":
        said = ask("lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-Fc")
        return None if said is None else lsof_names(said.text)
    if system == "win32":
        said = ask("netstat", "-ano", "-p", "TCP")
        pid = None if said is None else netstat_pid(said.text, port)
        named = None if pid is None else ask("tasklist", "/FI", f"PID eq {pid}", "/FO", "CSV", "/NH")
        return None if named is None else tasklist_name(named.text)
    return None


def _linux_holder(port: int) -> str | None:
    sockets: set[str] = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with suppress(OSError):
            sockets |= listening_sockets(Path(table).read_text(), port)
    for process in Path("/proc").iterdir() if sockets else ():
        if process.name.isdigit() and _holds(process / "fd", sockets):
            with suppress(OSError):  # it has ended meanwhile
                return (process / "comm").read_text().strip()
    return None


def _holds(open_files: Path, sockets: set[str]) -> bool:
    """Whether a process has one of these sockets; not so of a process that is not ours."""
    with suppress(OSError):
        for name in os.listdir(open_files):
            with suppress(OSError):  # it was closed meanwhile
                if os.readlink(open_files / name) in sockets:
                    return True
    return False


def listening_sockets(table: str, port: int) -> set[str]:
    """Who listens on a port, by `/proc/net/tcp`, in the words of the links in a process's folder `fd`."""
    rows = (line.split() for line in table.splitlines()[1:])
    return {
        f"socket:[{row[9]}]"
        for row in rows
        if len(row) > 9 and row[3] == "0A" and int(row[1].rpartition(":")[2], 16) == port
    }


def lsof_names(text: str) -> str | None:
    """The first program in the output of `lsof -Fc`."""
    return next((line[1:] for line in text.splitlines() if line.startswith("c") and len(line) > 1), None)


def netstat_pid(text: str, port: int) -> int | None:
    """The process that listens on a port, by Windows' `netstat -ano`; its words for the states are the system's own."""
    for line in text.splitlines():
        row = line.split()
        waits = len(row) >= 5 and row[0] == "TCP" and row[2] in ("0.0.0.0:0", "[::]:0")
        if waits and row[1].rpartition(":")[2] == str(port) and row[-1].isdigit():
            return int(row[-1])
    return None


def tasklist_name(text: str) -> str | None:
    """The program in the output of `tasklist /FO CSV /NH`; it says otherwise, without quotes, when there is none."""
    first = next(csv.reader(text.splitlines()), [])
    return first[0] if len(first) > 1 and re.search(r"\w", first[0]) else None
