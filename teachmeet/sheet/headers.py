"""Which column is which: by its header or by the organizer's word. Cells are looked at only to check a guess."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from teachmeet.domain.text import is_blank
from teachmeet.sheet.answers import is_lurker, kind_and_seconds, pitch_of, plain, yes_or_no
from teachmeet.sheet.patterns import GIVEN_NAME, JUST_NAME, score
from teachmeet.sheet.table import SheetError, Table, letter, one_line


class Wanted(StrEnum):
    """What a sheet is read for."""

    TALKS = "talks"
    TOPICS = "topics"


_PERSON = ("name", "surname", "organisation", "publish", "note")
FIELDS: Mapping[Wanted, tuple[str, ...]] = {
    Wanted.TALKS: ("title", *_PERSON, "kind", "link"),
    Wanted.TOPICS: ("title", *_PERSON, "number", "avoid", "detail", "pitch", "kit"),
}
"""The fields that a column can be, by what is wanted; `name` is the presenter's or the proposer's."""

REQUIRED: Mapping[Wanted, tuple[str, ...]] = {Wanted.TALKS: ("title", "name"), Wanted.TOPICS: ("title",)}

_EVERY_FIELD = tuple(dict.fromkeys(name for fields in FIELDS.values() for name in fields))

_UNDERSTOOD: Mapping[str, Callable[[str], bool]] = {
    "kind": lambda cell: kind_and_seconds(cell) is not None or is_lurker(cell),
    "publish": lambda cell: yes_or_no(cell) is not None,
    "pitch": lambda cell: pitch_of(cell) is not None,
}
"""Fields whose column, unless its header is beyond doubt, must have answers of which half can be understood."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Which column each field is read from; `missing` are required fields without one.

    `rivals` names, for a missing field, the columns that look like it equally much.
    """

    wanted: Wanted
    columns: Mapping[str, str]
    missing: tuple[str, ...] = ()
    rivals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def question(self, table: Table) -> str:
        """The sentence that asks for the first missing field; empty when none is missing."""
        if not self.missing:
            return ""
        missing, columns = self.missing[0], ", ".join(table.headers)
        if rivals := self.rivals.get(missing):
            found = f"{len(rivals)} columns look like the {missing}: {', '.join(rivals)}"
        else:
            found = f"No column looks like the {missing}"
        return f"{found}. Say which: --map {missing}=\"…\" (columns: {columns})"


def recognised(cells: list[str]) -> int:
    """How many different fields a row of cells would be the headers of."""
    return len({name for name in _EVERY_FIELD for cell in cells if score(name, cell) >= 60})


def match(table: Table, wanted: Wanted, named: Mapping[str, str] | None = None) -> Matching:
    """The columns of a table by field: those the organizer `named`, and guesses for the others.

    An empty column name says that the field has none. Fields of the other sort of sheet are passed over, so that
    one set of names serves both. Raise SheetError for a field or column there is not, or a header used twice.
    """
    chosen = _chosen(table, wanted, named or {})
    free = [place for place in range(len(table.headers)) if place not in chosen.values()]
    fields = [name for name in FIELDS[wanted] if name not in chosen]
    guesses = sorted(_guesses(table, fields, free))
    rivals: dict[str, tuple[str, ...]] = {}
    for weight, place, name in guesses:
        if name in chosen or name in rivals or place in chosen.values():
            continue
        equal = [p for w, p, n in guesses if (w, n) == (weight, name) and p not in chosen.values()]
        _check_twins(table, equal)
        if len(equal) > 1 and name in REQUIRED[wanted]:
            rivals[name] = tuple(table.headers[p] for p in equal)
        else:
            chosen[name] = place
    if wanted is Wanted.TALKS and "kind" not in chosen:
        _find_kind(table, chosen)
    _split_names(table, chosen, named or {})
    columns = {name: table.headers[chosen[name]] for name in FIELDS[wanted] if chosen.get(name, -1) >= 0}
    missing = tuple(name for name in REQUIRED[wanted] if name not in columns)
    return Matching(wanted, columns, missing, {name: rivals[name] for name in missing if name in rivals})


def _chosen(table: Table, wanted: Wanted, named: Mapping[str, str]) -> dict[str, int]:
    """The places of the columns that were named; −1 for a field that shall have none."""
    chosen: dict[str, int] = {}
    for name, header in named.items():
        if name not in _EVERY_FIELD:
            raise SheetError(f"There is no field “{one_line(name)}” to map. Fields: {', '.join(FIELDS[wanted])}.")
        if name not in FIELDS[wanted]:
            continue
        chosen[name] = _place(table, header) if header.strip() else -1
    return chosen


def _place(table: Table, header: str) -> int:
    """The place of the column called so: to the letter, else but for case, accents and punctuation."""
    same = [at for at, known in enumerate(table.headers) if known == one_line(header)]
    same = same or [at for at, known in enumerate(table.headers) if plain(known) == plain(header) != ""]
    if not same:
        raise SheetError(f"There is no column “{one_line(header)}”. Columns: {', '.join(table.headers)}.")
    _check_twins(table, same)
    return same[0]


def _check_twins(table: Table, places: list[int]) -> None:
    """Raise SheetError when a column that would be read has a namesake."""
    header = table.headers[places[0]].casefold()
    twins = [letter(at) for at, known in enumerate(table.headers) if known.casefold() == header]
    if len(twins) > 1:
        raise SheetError(
            f"{len(twins)} columns are called “{table.headers[places[0]]}” ({', '.join(twins)}):"
            " give each its own name in the sheet."
        )


def _guesses(table: Table, fields: list[str], free: list[int]) -> Iterator[tuple[int, int, str]]:
    """Each likely (weight, place, field), the weight negative so that the best sorts first."""
    for name in fields:
        for place in free:
            weight = score(name, table.headers[place])
            if weight == 100 or (weight and _answered(table, name, place)):
                yield -weight, place, name


def _answered(table: Table, name: str, place: int) -> bool:
    """Whether the cells of a column are answers to what the field asks, or are all empty."""
    understood = _UNDERSTOOD.get(name)
    if understood is None:
        return True
    cells = [row.cells[place] for row in table.rows if not is_blank(row.cells[place])]
    return 2 * sum(map(understood, cells)) >= len(cells)


def _find_kind(table: Table, chosen: dict[str, int]) -> None:
    """Take a column as the kind for its answers alone, whatever its header: most name a kind or minutes."""
    for place in range(len(table.headers)):
        cells = [row.cells[place] for row in table.rows if not is_blank(row.cells[place])]
        known = sum(kind_and_seconds(cell) is not None and not cell.strip().isdigit() for cell in cells)
        if place not in chosen.values() and known > 0.6 * len(cells):
            chosen["kind"] = place
            return


def _split_names(table: Table, chosen: dict[str, int], named: Mapping[str, str]) -> None:
    """Where a sheet has "Nom" beside "Prénom", or "Name" beside "Vorname", the plain one is the family's name."""
    if "name" in named or "surname" in chosen or chosen.get("name", -1) < 0:
        return
    given = [at for at, header in enumerate(table.headers) if GIVEN_NAME.fullmatch(plain(header))]
    if len(given) == 1 and given[0] != chosen["name"] and JUST_NAME.fullmatch(plain(table.headers[chosen["name"]])):
        chosen["surname"], chosen["name"] = chosen["name"], given[0]
