"""A path → a Table: finds out what a file is by its bytes, never by its name, and says so when it is no sheet."""

from pathlib import Path

from teachmeet.domain.text import tidied
from teachmeet.sheet.delimited import read_text
from teachmeet.sheet.table import SheetError, Table
from teachmeet.sheet.workbook import read_workbook

MAX_BYTES = 10_000_000
"""The largest file that is opened: a sign-up sheet has kilobytes."""

_SAVE = "open it in your spreadsheet program and save it as .xlsx or as CSV (UTF-8)"
_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0", "is an old Excel file (.xls), or one with a password"),
    (b"%PDF", "is a PDF"),
    (b"\x89PNG", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"{\\rtf", "is a text document (.rtf)"),
)
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml")


def load(path: Path) -> Table:
    """The text of a sheet; raise SheetError in one sentence for whatever is none."""
    name = tidied(path.name) or str(path)
    data = _bytes(path, name)
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\r\n\t \0"):
        raise SheetError(f"“{name}” is empty: export it again.")
    for start, what in _OTHER_KINDS:
        if data.startswith(start):
            raise SheetError(f"“{name}” {what}: {_SAVE}.")
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:9].lower().startswith(_MARKUP):
        raise SheetError(f"“{name}” is a web page under a spreadsheet's name: {_SAVE}.")
    if data.startswith(b"PK\x03\x04"):
        return read_workbook(name, data, _SAVE)
    return read_text(name, data, _SAVE)


def _bytes(path: Path, name: str) -> bytes:
    """What is in the file, if it is one and not too large."""
    try:
        place = path.expanduser()
        if place.is_dir():
            raise SheetError(f"“{name}” is a folder: give the path of the file in it.")
        if not place.exists():
            raise SheetError(f"There is no file “{tidied(str(path))}”: check the path.")
        if not place.is_file():  # a pipe or a device could keep us reading for ever
            raise SheetError(f"“{name}” is no ordinary file: save the sheet as a file first.")
        with place.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError, RuntimeError) as fault:  # ValueError: a NUL in it; RuntimeError: no home
        why = (fault.strerror if isinstance(fault, OSError) else None) or "not a path"
        raise SheetError(f"“{name}” cannot be opened ({why}): check the path and its permissions.") from fault
    if len(data) > MAX_BYTES:
        raise SheetError(f"“{name}” is larger than {MAX_BYTES // 1_000_000} MB: keep only the sign-ups in it.")
    return data
