"""A spreadsheet or form export → talks and topics: load, match, read. It writes nothing and knows no screen."""

from teachmeet.sheet.cells import LeftOut
from teachmeet.sheet.files import load
from teachmeet.sheet.headers import FIELDS, Matching, Wanted, match
from teachmeet.sheet.reading import Report, read
from teachmeet.sheet.table import Row, SheetError, Table

__all__ = [
    "FIELDS",
    "LeftOut",
    "Matching",
    "Report",
    "Row",
    "SheetError",
    "Table",
    "Wanted",
    "load",
    "match",
    "read",
]
