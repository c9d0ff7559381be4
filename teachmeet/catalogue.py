"""The meets of this laptop, in a TinyDB that is written whole or not at all. The journals are the truth."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tinydb import Query, TinyDB
from tinydb.storages import Storage

from teachmeet.domain.past import speakers
from teachmeet.domain.programme import Past
from teachmeet.domain.resemble import plain
from teachmeet.domain.state import State
from teachmeet.journal import write_whole
from teachmeet.wire import numbers

CATALOGUE = "catalogue.json"


class WholeFile(Storage):
    """A storage that replaces its file at once: TinyDB's own leaves half a file when the power goes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, dict[str, Any]] | None:
        """What is stored; a file that cannot be read counts as none, since the journals can fill it again."""
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return content if isinstance(content, dict) else None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Put it in place."""
        write_whole(self._path, json.dumps(data, ensure_ascii=False, indent=1).encode())


class Catalogue:
    """What past and coming meets of a sessions folder hold, a row each. A rehearsal never enters it."""

    def __init__(self, sessions: Path) -> None:
        database = TinyDB(sessions / CATALOGUE, storage=WholeFile)
        self._meets, self._speakers = database.table("meets"), database.table("speakers")

    def enter(self, slug: str, state: State) -> None:
        """Put a meet in, or its newer numbers; raises OSError."""
        meet = state.meet
        if meet is None or meet.rehearsal:
            return
        row = {
            "meet": slug,
            "title": meet.title,
            "format": meet.format.value,
            "day": (meet.starts or meet.made).date().isoformat(),
            **numbers(state),
        }
        self._meets.upsert(row, Query().meet == slug)
        self._speakers.remove(Query().meet == slug)
        if plain(meet.series):
            when = {"series": plain(meet.series), "at": (meet.starts or meet.made).isoformat()}
            self._speakers.insert_multiple({"meet": slug, **when, **asdict(one)} for one in speakers(state))

    def past(self, series: str) -> tuple[Past, ...]:
        """Of everybody in a series, at how many meets they spoke, and whether the last one left them uncalled."""
        rows = sorted(self._speakers.search(Query().series == plain(series)), key=lambda row: str(row["at"]))
        known: dict[str, Past] = {}
        for row in rows:
            before = known.get(row["name"], Past(row["name"], 0, False))
            is_last = row["meet"] == rows[-1]["meet"]
            known[row["name"]] = Past(row["name"], before.spoke + row["spoke"], row["missed"] and is_last)
        return tuple(past for past in known.values() if past.spoke or past.missed)

    def remove(self, slug: str) -> None:
        """Take a meet out."""
        self._meets.remove(Query().meet == slug)
        self._speakers.remove(Query().meet == slug)

    def rows(self) -> list[dict[str, Any]]:
        """All rows, in the order they came in."""
        return [dict(row) for row in self._meets.all()]
