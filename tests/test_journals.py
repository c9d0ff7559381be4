"""Journals of every shape that was ever released fold for ever to the rooms that they led to.

Beside each `<name>.jsonl` stands `<name>.state.json`, the room it folded to on the day it was written. The state may
have grown fields since then; what it had must be as it was. Neither file is ever written anew.
"""

from pathlib import Path

import msgspec
import pytest

from teachmeet import wire
from teachmeet.domain.history import fold
from teachmeet.journal import read, without_the_forgotten
from teachmeet.wire import FACTS

KEPT = sorted((Path(__file__).parent / "journals").glob("*.jsonl"))
DIGESTS = {
    "v1": "edbd0561a8bb50862769c96dba9993c54230a42fc07a33d33f36d008f533c8e0",
    "v2": "c2bcd6603defd2b961bebd8f649c2bffb143f3977c4610699c2a26eacfc19375",
    "v3": "3449baa3012c742487e32ed44a6e17f36d0896c721d2ae47f81172179bef5187",
    "v4": "1f83de334c9c23ff7204049337fd56738aa6179a01bb1974eb2d67b41a010eac",
}
"""Of the states as they are shaped today: a new field of the state changes these, and nothing else may."""

Plain = dict[str, "Plain"] | list["Plain"] | str | int | float | bool | None


def as_kept(now: Plain, kept: Plain) -> Plain:
    """What is now, without the fields that nobody knew of then."""
    if isinstance(now, dict) and isinstance(kept, dict):
        return {name: as_kept(value, kept[name]) for name, value in now.items() if name in kept}
    if isinstance(now, list) and isinstance(kept, list) and len(now) == len(kept):
        return [as_kept(*pair) for pair in zip(now, kept, strict=True)]
    return now


def parts(state: dict[str, Plain]) -> dict[str, set[str]]:
    """The numbers of the things that a state holds, sort by sort."""
    return {name: set(things) for name, things in state.items() if isinstance(things, dict) and name != "meet"}


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_an_old_journal_still_leads_to_the_same_room(path: Path) -> None:
    lines = read(path).lines
    kept = msgspec.json.decode(path.with_suffix(".state.json").read_bytes())
    plain = msgspec.to_builtins(fold(lines), str_keys=True, order="deterministic")
    now = msgspec.json.decode(msgspec.json.encode(plain))
    assert as_kept(now, kept) == kept
    assert {name: numbers for name, numbers in parts(now).items() if name in kept} == parts(kept)
    assert wire.digest(fold(without_the_forgotten(lines))) == wire.digest(fold(lines))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_an_old_journal_still_has_the_same_digest(path: Path) -> None:
    assert wire.digest(fold(read(path).lines)) == DIGESTS[path.stem]


def test_every_fact_that_was_ever_written_stands_in_an_old_journal() -> None:
    kinds = {type(fact) for path in KEPT for line in read(path).lines for fact in line.facts}
    assert kinds == set(FACTS.values())
