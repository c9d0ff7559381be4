"""Asks whether a locked dependency has a known hole; a stage of tests/run.

    python tests/audit.py REQUIREMENTS [CACHE]

Exits 1 only for a hole whose fix is released, because that is the only one somebody here can close. A hole without a
fix, and no answer (no network, a slow one, a mirror without advisories), are printed and pass.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

LIMIT = 60  # seconds for all questions together


@dataclass(frozen=True)
class Hole:
    package: str
    version: str
    advisory: str
    fixed_in: tuple[str, ...]  # empty: no release closes it yet

    def __str__(self) -> str:
        cure = f"fixed in {', '.join(self.fixed_in)}" if self.fixed_in else "no fix released yet"
        return f"{self.package} {self.version}: {self.advisory}, {cure}"


def read(report: dict[str, Any]) -> tuple[int, list[str], list[Hole]]:
    """How many packages were answered for, the names of those that were not, and the holes; from pip-audit's JSON."""
    answered, silent, holes = 0, list[str](), list[Hole]()
    for package in report["dependencies"]:
        if "skip_reason" in package:
            silent.append(package["name"])
            continue
        answered += 1
        for found in package["vulns"]:
            names = " = ".join([found["id"], *found.get("aliases", [])])
            holes.append(Hole(package["name"], package["version"], names, tuple(found["fix_versions"])))
    return answered, silent, holes


def ask(requirements: str, cache: str | None) -> dict[str, Any] | None:
    """pip-audit's report, or None (and the reason is printed) when there is none."""
    command = [sys.executable, "-m", "pip_audit", "-r", requirements, "--disable-pip"]
    command += ["--format", "json", "--desc", "off", "--progress-spinner", "off", "--timeout", "10"]
    command += ["--cache-dir", cache] if cache else []
    try:
        run = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        print(f"Not audited: no answer within {LIMIT} s.")
        return None
    try:
        report = json.loads(run.stdout)
    except json.JSONDecodeError:  # pip-audit exits 1 for a hole and for a failure alike; only the JSON tells them apart
        said = [line for line in run.stderr.splitlines() if line[:1].isalpha()]
        print(f"Not audited: {said[-1] if said else f'pip-audit ended with {run.returncode}'}")
        return None
    assert isinstance(report, dict), "pip-audit's JSON is an object"
    return report


def main(argv: list[str]) -> int:
    report = ask(argv[1], argv[2] if len(argv) > 2 else None)
    if report is None:
        return 0
    answered, silent, holes = read(report)
    print(f"{answered} packages answered for, {len(holes)} known holes.")
    if silent:
        names = ", ".join(silent[:5]) + (" …" if len(silent) > 5 else "")
        print(f"{len(silent)} packages not answered for: {names}")
    for hole in holes:
        print(hole)
    return 1 if any(hole.fixed_in for hole in holes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
