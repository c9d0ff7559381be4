"""XLSX → a Table, by openpyxl, which is imported here alone and only when it is needed."""

import io
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from teachmeet.domain.text import tidied
from teachmeet.sheet.table import MAX_ROWS, SheetError, Table, filled, header_place, make_table

if TYPE_CHECKING:
    from openpyxl import Workbook

_MAX_COLUMNS = 256
"""A stray cell in column XFD would make every row 16,384 cells wide."""

_MAX_UNPACKED = 200_000_000
"""Bytes: a zip of 10 MB can hold gigabytes."""

_OTHER_ZIPS = (
    ("mimetype", "is an OpenDocument file (.ods)"),
    ("Index/", "is a Numbers file"),
    ("Index.zip", "is a Numbers file"),
    ("word/", "is a Word document"),
    ("ppt/", "is a PowerPoint file"),
    ("xl/workbook.bin", "is a binary Excel file (.xlsb)"),
)


def read_workbook(name: str, data: bytes, save: str) -> Table:
    """The table of the first sheet with something in it; raise SheetError for a zip that is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as fault:
        raise SheetError(f"“{name}” is damaged: {save} again.") from fault
    for start, what in _OTHER_ZIPS:
        if any(part.filename.startswith(start) for part in parts):
            raise SheetError(f"“{name}” {what}: {save}.")
    if not any(part.filename.startswith("xl/") for part in parts):
        raise SheetError(f"“{name}” is a zip archive: unpack it and give the sheet that is in it.")
    if sum(part.file_size for part in parts) > _MAX_UNPACKED:
        raise SheetError(f"“{name}” holds too much once unpacked: keep only the sign-ups in it.")
    try:
        records, notes = _open(data)
    except SheetError:
        raise
    except Exception as fault:  # openpyxl promises no set of exceptions for a damaged file
        raise SheetError(f"“{name}” is damaged: {save} again.") from fault
    if not records:
        raise SheetError(f"“{name}” is empty: export it again.")
    header = header_place(records)
    # Here every column is one, with or without a header; only text files can have a cell too many.
    records[header] += [""] * (max(map(len, records)) - len(records[header]))
    return make_table(name, records, header, notes)


def _open(data: bytes) -> tuple[list[list[str]], list[str]]:
    """The cells of the first visible sheet with any, and a note when other sheets were passed over."""
    import openpyxl

    with warnings.catch_warnings():
        # "Workbook contains no default style" and the like would land on the terminal UI; cells are all we read.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            return _first_sheet(book)
        finally:
            book.close()


def _first_sheet(book: "Workbook") -> tuple[list[list[str]], list[str]]:
    sheets = sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
    for sheet in sheets:
        # Some writers state a size of one cell; without it every row is read, whatever it says.
        if hasattr(sheet, "reset_dimensions"):
            sheet.reset_dimensions()
        records = _records(sheet.iter_rows(values_only=True))
        if records:
            note = f"The file has {len(sheets)} sheets; only “{tidied(sheet.title)}” was read."
            return records, [note] if len(sheets) > 1 else []
    return [], []


def _records(rows: Iterable[tuple[object, ...]]) -> list[list[str]]:
    """The rows as text, without the empty ones at the end."""
    records: list[list[str]] = []
    full = 0
    for number, row in enumerate(rows, 1):
        cells = [cell_text(value) for value in row[:_MAX_COLUMNS]]
        if filled(cells):
            records += [[] for _ in range(number - 1 - len(records))]
            records.append(cells)
            full += 1
        if full > MAX_ROWS + 1:
            break  # make_table says that these are too many
    return records


def cell_text(value: object) -> str:
    """A cell's value as its spreadsheet would show it, whatever its format; an error value is empty."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return f"{value:.15g}"
        case datetime():
            midnight = value.time() == time()
            return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
        case str():
            # "_x000D_" is how a workbook writes a carriage return.
            return "" if value in _ERRORS else value.replace("_x000D_", "\n")
        case _:
            return str(value)


_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"))
