"""CSV, TSV and their kin → a Table: the encoding, the delimiter, the quotation marks. It gives no cell a meaning."""

import codecs
import csv
import io
import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from teachmeet.sheet.headers import recognised
from teachmeet.sheet.table import SheetError, Table, filled, header_place, make_table, reach

_DELIMITERS = ",;\t|"
_NO_DELIMITER = "\x1f"
"""For sheets of one column: a separator that no text holds."""

_SAMPLE = 300
"""Records looked at for the delimiter."""

_END = "end"
"""A record put after the last one: it does not come back when a quotation mark was left open."""

_DECLARED = re.compile(r"sep=(.)\r?\n")
"""Excel's own first line, which it does not show."""

Records = list[list[str]]


@dataclass(frozen=True, slots=True)
class _Guess:
    """One way to cut a text; the larger, the likelier."""

    score: tuple[int, float, int]
    delimiter: str


def read_text(name: str, data: bytes, save: str) -> Table:
    """The table of a text file; raise SheetError for what is none."""
    text, notes = _decoded(name, data, save)
    declared = _DECLARED.match(text)
    if declared:
        text, delimiter = text[declared.end() :], declared[1]
    else:
        delimiter = _delimiter(text)
    records, odd = _records(name, text, delimiter)
    if odd:
        notes.append("Some quotation marks in the file are not written as CSV asks: look at the titles that have any.")
    while records and not records[-1]:
        records.pop()
    return make_table(name, records, header_place(records), notes)


def _decoded(name: str, data: bytes, save: str) -> tuple[str, list[str]]:
    """The text and what to note of it.

    Older Excels write the system's own code page and say so nowhere. Windows-1252 leaves five bytes undefined; where
    these occur the file is most likely from an old Mac (accented letters stand there), Latin-1 has only controls.
    """
    no_text = SheetError(f"“{name}” is no spreadsheet that can be read: {save}.")
    marks = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
    marked = next((mark for mark in marks if data.startswith(mark)), b"")
    body = data[len(marked) :]
    if marked and marked != codecs.BOM_UTF8:
        try:
            return body.decode(marks[marked]), []
        except UnicodeDecodeError as fault:
            raise no_text from fault
    if b"\0" in body or sum(byte < 9 or 13 < byte < 32 for byte in body[:4096]) > 20:
        raise no_text
    for encoding, called in (("utf-8", ""), ("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman")):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        note = f"The file is not in UTF-8; it was read as {called}: check the accents, or save it as CSV (UTF-8)."
        return text, [note] if called else []
    raise AssertionError("Mac Roman has a character for every byte")


def _delimiter(text: str) -> str:
    """The delimiter by which the headers make sense and the rows have as many cells as there are headers."""
    guesses = [_guess(text, delimiter) for delimiter in _DELIMITERS]
    likely = [guess for guess in guesses if guess.score[2] > 1 and (guess.score[0] > 1 or guess.score[1] >= 0.5)]
    alone = _guess(text, _NO_DELIMITER)
    best = max(likely, key=lambda guess: guess.score, default=alone)
    # A list of one column, its header known and its texts full of commas, is not a table of two.
    return alone.delimiter if alone.score[0] > best.score[0] else best.delimiter


def _guess(text: str, delimiter: str) -> _Guess:
    """How well a delimiter fits: headers recognised, share of rows as wide as the headers, width."""
    try:
        records = list(islice(csv.reader(io.StringIO(text, newline=""), **_dialect(delimiter)), _SAMPLE))
    except csv.Error:  # a quotation mark that opens under this delimiter only, and swallows the file
        return _Guess((0, 0.0, 0), delimiter)
    start = header_place(records)
    header = records[start] if records else []
    widths = [max(min(len(cells), len(header)), reach(cells)) for cells in records[start + 1 :] if filled(cells)]
    # Some programs leave out the empty cells at a row's end; none adds cells with something in them.
    fits = sum(1.0 if width == len(header) else 0.5 * (1 < width < len(header)) for width in widths)
    share = round(fits / len(widths), 2) if widths else 1.0
    return _Guess((recognised(header), share, len(header)), delimiter)


def _dialect(delimiter: str) -> dict[str, Any]:
    """A reader's options; a space before a quotation mark is a habit of hands, not part of a cell."""
    return {"delimiter": delimiter, "skipinitialspace": True}


def _records(name: str, text: str, delimiter: str) -> tuple[Records, bool]:
    """All records, and whether their quotation marks had to be taken as they came."""
    try:
        return _parsed(text, delimiter, strict=True), False
    except csv.Error:
        pass
    try:
        # Tab-separated text by its own standard (IANA) knows no quoting: Google writes it so.
        quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
        records = _parsed(text, delimiter, quoting=quoting)
    except csv.Error as fault:
        raise SheetError(
            f"“{name}” has a quotation mark that is opened and never closed: export it again, or save it as .xlsx."
        ) from fault
    return records, delimiter != "\t"


def _parsed(text: str, delimiter: str, **options: Any) -> Records:
    """The records of a text; raise csv.Error also for a quotation mark that stays open."""
    ended = text if text.endswith(("\n", "\r")) else text + "\n"
    records = list(csv.reader(io.StringIO(ended + _END, newline=""), **_dialect(delimiter), **options))
    if records.pop() != [_END]:
        raise csv.Error("a quotation mark stays open")
    return records
