"""A sign-up sheet as the host goes through it: loaded from a path or from pasted text, matched, read. No widgets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from teachmeet.sheet import Matching, Report, SheetError, Table, Wanted, load, match, read


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with what was made of it so far; `problem` is a sentence when that cannot be read."""

    name: str
    table: Table
    wanted: Wanted
    named: Mapping[str, str]
    matching: Matching
    report: Report
    problem: str = ""

    @property
    def count(self) -> int:
        """How many talks or topics it gave."""
        return len(self.report.talks) + len(self.report.topics)


def from_path(typed: str, wanted: Wanted) -> Sheet:
    """The sheet at a path, as a terminal pastes one that is dragged into it; raises SheetError."""
    path = Path(path_in(typed))
    return _looked_through(path.name, load(path), wanted)


def one_ending(text: str) -> str:
    """Pasted text with one sort of line ending: a terminal may make a CRLF two carriage returns."""
    text = text.replace("\r\n", "\n")
    if text.count("\r\r") * 2 == text.count("\r"):
        text = text.replace("\r\r", "\n")
    return text.replace("\r", "\n")


def from_text(text: str, wanted: Wanted, name: str) -> Sheet:
    """The sheet that was pasted; raises SheetError."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(one_ending(text), encoding="utf-8", newline="")
        return _looked_through(name, load(path), wanted)


def with_column(sheet: Sheet, field: str, column: str) -> Sheet:
    """The sheet read anew, a field taken from another column; from none when that is empty."""
    named = {**sheet.named, field: column}
    try:
        matching = match(sheet.table, sheet.wanted, named)
        return replace(sheet, named=named, matching=matching, report=read(sheet.table, matching), problem="")
    except SheetError as error:
        left = {name: header for name, header in sheet.matching.columns.items() if name != field}
        columns = {**left, field: column} if column else left
        matching = replace(sheet.matching, columns=columns)
        return replace(sheet, named=named, matching=matching, report=Report(), problem=_plainly(error))


def path_in(typed: str) -> str:
    """A path without the quotation marks, backslashes or scheme that terminals put around a dragged file."""
    typed = typed.strip()
    if typed.startswith("file://"):
        return unquote(urlsplit(typed).path)
    if len(typed) > 1 and typed[0] == typed[-1] and typed[0] in "'\"":
        return typed[1:-1]
    return typed if Path(typed).expanduser().exists() else re.sub(r"\\(.)", r"\1", typed)


def _looked_through(name: str, table: Table, wanted: Wanted) -> Sheet:
    matching = match(table, wanted)
    try:
        return Sheet(name, table, wanted, {}, matching, read(table, matching))
    except SheetError as error:
        return Sheet(name, table, wanted, {}, matching, Report(), _plainly(error))


def _plainly(error: SheetError) -> str:
    """The sentence without what only the command line can use."""
    return re.sub(r"\s*Say which: --map .*$", "", str(error), flags=re.DOTALL)
