"""What every sheet becomes before anybody asks what it means: headers and numbered rows. No files, no meaning."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from teachmeet.domain.text import is_blank, is_clean, squeezed, tidied

MAX_ROWS = 20_000
"""The most rows a sheet may have: far more than any meet, few enough to be read at once."""

_PREAMBLE = 10
"""How many rows above the headers ("TeachMeet sign-ups, autumn") are looked through for them."""

_RUN = re.compile(r"\s\s")


class SheetError(Exception):
    """A sheet that cannot be read, in one sentence: what, and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row with something in it; `number` is the one its spreadsheet shows, the first row being 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's text. `blanks` are runs of empty rows, `notes` what a person should know of how it was read."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    blanks: tuple[range, ...] = ()
    notes: tuple[str, ...] = ()


def letter(column: int) -> str:
    """The name a spreadsheet shows over a column, counted from 0: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def filled(cells: Iterable[str]) -> int:
    """How many of the cells hold something that can be seen."""
    return sum(not is_blank(cell) for cell in cells)


def one_line(text: str) -> str:
    """The text as it may stand in a meet; unchanged but for its ends where it is harmless already.

    Narrow: a no-break space (French writes one before a question mark) or a full-width one stays what it is.
    """
    stripped = text.strip()
    if is_clean(stripped) and not _RUN.search(stripped):
        return stripped
    return squeezed(tidied(stripped))


def header_place(records: Sequence[Sequence[str]]) -> int:
    """The place of the headers: the first row with something in it, a title of one cell above them skipped."""
    seen = [place for place, cells in enumerate(records) if filled(cells)][:_PREAMBLE]
    wide = (place for place in seen if filled(records[place]) > 1)
    return next(wide, seen[0] if seen else 0)


def make_table(name: str, records: Sequence[Sequence[str]], start: int, notes: Iterable[str] = ()) -> Table:
    """The table of a file's records, the headers at `start`; raise SheetError when nothing is below them.

    A wholly empty column at the end is none; a column with cells but no header is named by its letter.
    """
    below = [(number, cells) for number, cells in enumerate(records[start + 1 :], start + 2)]
    full = [(number, cells) for number, cells in below if filled(cells)]
    if not full:
        raise SheetError(f"“{name}” has no rows below its headers: is it the right sheet?")
    if len(full) > MAX_ROWS:
        raise SheetError(f"“{name}” has more than {MAX_ROWS:,} rows: keep only those of this meet.")
    header = list(records[start])
    used = max(reach(cells[: len(header)]) for cells in (header, *(cells for _, cells in full)))
    del header[used:]
    headers = tuple(one_line(text) or f"Column {letter(at)}" for at, text in enumerate(header))
    rows = tuple(Row(number, _padded(cells, len(headers))) for number, cells in full)
    return Table(headers, rows, _runs(number for number, cells in below if not filled(cells)), tuple(notes))


def reach(cells: Sequence[str]) -> int:
    """How many cells there are up to the last one that is not blank."""
    return max((at + 1 for at, cell in enumerate(cells) if not is_blank(cell)), default=0)


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """The cells, as many as there are headers; more only when something stands in them."""
    kept = cells[: max(width, reach(cells))]
    return (*kept, *[""] * (width - len(kept)))


def _runs(numbers: Iterable[int]) -> tuple[range, ...]:
    """Ascending row numbers as runs of neighbours."""
    runs: list[range] = []
    for number in numbers:
        if runs and runs[-1].stop == number:
            runs[-1] = range(runs[-1].start, number + 1)
        else:
            runs.append(range(number, number + 1))
    return tuple(runs)
