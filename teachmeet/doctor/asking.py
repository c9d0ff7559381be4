"""Asking the system's own tools, read-only: what they say, if they are there and may be asked."""

import shutil
import subprocess
from dataclasses import dataclass

PATIENCE = 8.0
"""Seconds that a tool may take."""
ELSEWHERE = "/usr/sbin:/sbin:/usr/libexec/ApplicationFirewall"
"""Where systems keep tools that are not for everybody's PATH."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a tool said, on both of its streams, and with which exit code it ended."""

    code: int
    text: str


def ask(tool: str, *arguments: str) -> Said | None:
    """What a tool says; None when there is none, or when it does not end."""
    path = shutil.which(tool) or shutil.which(tool, path=ELSEWHERE)
    if path is None:
        return None
    try:
        done = subprocess.run(
            [path, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return Said(done.returncode, done.stdout.decode(errors="replace"))
