"""A row's cells → the texts, people and links that may stand in a meet, with a note of whatever had to be changed."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from teachmeet.domain.checks import KIT as MOST_KIT
from teachmeet.domain.programme import Signup
from teachmeet.domain.text import DETAIL, KIT, LINK, NAME, TITLE, is_blank, squeezed
from teachmeet.sheet.answers import is_nothing, yes_or_no
from teachmeet.sheet.headers import Matching
from teachmeet.sheet.table import Row, Table, one_line

_BETWEEN_THINGS = re.compile(r"[,;/|&+•]|\s(?:and|et|und|y)\s", re.IGNORECASE)
_BEFORE_A_THING = re.compile(r"^(?:(?:and|i need|i want|an?|the|some)\s+)+", re.IGNORECASE)
_SHOWN = 80
"""Characters of a cell shown in a report."""


class LeaveOutError(Exception):
    """The row in hand gives nothing; the text is the reason."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that gave no talk or topic; `text` shows which it is, on one line."""

    row: int
    reason: str
    text: str = ""


def shown(cell: str) -> str:
    """A cell as a report shows it: one line, not too long."""
    text = one_line(cell)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


@dataclass(slots=True)
class Cells:
    """The cells of a table by field, and what one reading of it noted and left out so far."""

    table: Table
    matching: Matching
    notes: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    _places: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        headers = self.table.headers
        self._places = {name: headers.index(header) for name, header in self.matching.columns.items()}

    def note(self, row: Row, text: str) -> None:
        """Tell a person how a row was read."""
        self.notes.append(f"Row {row.number}: {text}.")

    def leave_out(self, row: Row, reason: str) -> None:
        """Tell a person that a row was not read, showing its name and title, or what else there is."""
        known = [self.raw(row, name) for name in ("name", "title")]
        cells = [cell for cell in known if not is_blank(cell)] or [cell for cell in row.cells if not is_blank(cell)]
        self.left_out.append(LeftOut(row.number, reason, shown(" · ".join(map(one_line, cells)))))

    def raw(self, row: Row, name: str) -> str:
        """A cell as it stands; empty when no column was matched."""
        return row.cells[self._places[name]] if name in self._places else ""

    def text(self, row: Row, name: str) -> str:
        """A cell on one line; a note when characters had to go, or when a title's white space changed."""
        raw = self.raw(row, name)
        if is_blank(raw):
            return ""
        text = one_line(raw)
        if squeezed(raw) != squeezed(text):
            self.note(row, f"control characters were left out of the {name}")
        elif name == "title" and raw.strip() != text:
            self.note(row, "line breaks or repeated spaces in the title became one space")
        return text

    def shortened(self, row: Row, name: str, limit: int) -> str:
        """A text that may be cut without doing its author wrong: not a title, not a name."""
        text = self.text(row, name)
        if len(text) <= limit:
            return text
        self.note(row, f"the {name} is longer than {limit} characters and was cut there")
        return text[: limit - 1].rstrip() + "…"

    def title(self, row: Row) -> str:
        """The title, never altered but for its white space and control characters; a row without one is left out."""
        title = self.text(row, "title")
        if is_blank(title):
            raise LeaveOutError("no title")
        if len(title) > TITLE:
            raise LeaveOutError(f"the title has {len(title)} characters, {TITLE} are possible: shorten it in the sheet")
        return title

    def kit(self, row: Row) -> tuple[str, ...]:
        """What the room must have, thing by thing; a sentence is no thing that a room could be known to have."""
        things = _BETWEEN_THINGS.split(self.text(row, "kit"))
        bare = dict.fromkeys(_BEFORE_A_THING.sub("", thing.strip(" .")) for thing in things)
        wanted = [thing for thing in bare if not is_nothing(thing)]
        known = [thing for thing in wanted if len(thing) <= KIT][:MOST_KIT]
        for thing in wanted:
            if thing not in known:
                self.note(row, f"“{shown(thing)}” is not read as something that its room must have")
        return tuple(known)

    def who(self, row: Row) -> Signup | None:
        """The person of a row, or None when no name is given."""
        parts = (self.text(row, "name"), self.text(row, "surname"))
        name = " ".join(part for part in parts if not is_blank(part))
        if not name:
            return None
        if len(name) > NAME:
            raise LeaveOutError(f"the name has {len(name)} characters, {NAME} are possible: shorten it in the sheet")
        organisation = self.shortened(row, "organisation", TITLE)
        return Signup(name, organisation, self.shortened(row, "note", DETAIL), self._publish(row))

    def _publish(self, row: Row) -> bool | None:
        """May the name be published? Only a plain yes is one; None when nothing was answered."""
        said = self.raw(row, "publish")
        if is_blank(said):
            return None
        agreed = yes_or_no(said)
        if agreed is None:
            self.note(row, f"“{shown(said)}” is no plain yes, so the name will not be published")
        return bool(agreed)

    def link(self, row: Row) -> str:
        """A web address, or nothing: what is none is dropped, for it would be a link on many phones."""
        link = self.text(row, "link")
        if not link:
            return ""
        try:
            parts = urlsplit(link)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and not set(link) & set(' "<>\\^`{|}')
        except ValueError:  # an unclosed bracket of an IPv6 address
            good = False
        if good and len(link) <= LINK:
            return link
        why = f"is longer than {LINK} characters" if good else "is no http or https address"
        self.note(row, f"the link “{shown(link)}” {why} and was dropped")
        return ""
