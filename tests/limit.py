"""Runs a command for at most so many seconds: `timeout`, for systems that have none (macOS, Windows).

    python tests/limit.py SECONDS COMMAND [ARG…]

Exits as the command did; 124 when its time ran out, 127 when there is no such command. The command gets no standard
input and a session of its own, so that what it started can be ended with it: first interrupted, because pytest then
still says what failed so far, then killed.
"""

import contextlib
import os
import signal
import subprocess
import sys

GRACE = 15  # seconds between the interrupt and the kill


def main(argv: list[str]) -> int:
    seconds, command = float(argv[1]), argv[2:]
    # A shell starts its background jobs with SIGINT ignored, and a child inherits that: tests that press Ctrl+C in
    # a child of theirs would wait for ever. A handler, unlike "ignore", does not survive exec.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    except OSError as error:
        sys.stderr.write(f"{command[0]}: {error.strerror}\n")
        return 127
    try:
        code = child.wait(seconds)
    except subprocess.TimeoutExpired:
        end(child)
        return 124
    except KeyboardInterrupt:
        end(child)
        return 130
    return code if code >= 0 else 128 - code


def end(child: subprocess.Popen[bytes]) -> None:
    """Interrupts the child's process group and, after GRACE seconds, kills what is left of it."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(child.pid)], capture_output=True, check=False)
    else:
        signal_group(child.pid, signal.SIGINT)
        try:
            child.wait(GRACE)
        except subprocess.TimeoutExpired:
            sys.stderr.write(f"still there {GRACE} s after the interrupt: killed\n")
        signal_group(child.pid, signal.SIGKILL)
    child.wait()


def signal_group(leader: int, number: int) -> None:
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError):  # all of it has ended
            os.killpg(leader, number)


if __name__ == "__main__":
    sys.exit(main(sys.argv))
