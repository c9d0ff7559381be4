"""The columns of a sign-up sheet: which is which, corrected by hand, and what will be read and left out, row by row."""

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Label, Select, Static

from teachmeet.screens.base import ClosesOnce, bind
from teachmeet.screens.sheets import Sheet, with_column
from teachmeet.sheet import FIELDS
from teachmeet.widgets.key_line import KeyLine
from teachmeet.words import Words

SHOWN_PLANS, SHOWN_LINES = 400, 800
"""How much of a report is drawn; all of it is counted."""
MARK = 8
"""The columns of the mark before each line."""


class ColumnsScreen(ClosesOnce[Sheet | None]):
    """Gives back the sheet as it was confirmed, or None."""

    CSS_PATH = "columns.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("ctrl+s", "take", "new.take"),
        bind("escape", "back", "new.not_this"),
    ]

    def __init__(self, words: Words, sheet: Sheet) -> None:
        super().__init__()
        self._words = words
        self._sheet = sheet

    def compose(self) -> ComposeResult:
        words = self._words
        yield Static(words("new.columns_of", name=self._sheet.name), id="columns-title", markup=False)
        with Horizontal(id="columns"):
            with VerticalScroll(id="fields", can_focus=False):
                yield Static(words(f"new.columns_{self._sheet.wanted}"), classes="note", markup=False)
                for field in FIELDS[self._sheet.wanted]:
                    with Horizontal(classes="field"):
                        yield Label(words(f"new.field.{field}"), markup=False)
                        yield self._select(field)
            with VerticalScroll(id="report"):
                yield Static(id="counted", markup=False)
                yield Static(id="rows", markup=False)
        yield KeyLine()

    def _select(self, field: str) -> Select[str]:
        headers = dict.fromkeys(self._sheet.table.headers)
        chosen = self._sheet.matching.columns.get(field)
        return Select(
            [(Content(header), header) for header in headers],
            prompt=self._words("new.no_column"),
            value=Select.NULL if chosen is None else chosen,
            id=f"field-{field}",
            compact=True,
        )

    def on_mount(self) -> None:
        self._draw()

    @on(Select.Changed)
    def change(self, event: Select.Changed) -> None:
        """A field is to be read from another column."""
        event.stop()
        field = str(event.select.id).removeprefix("field-")
        column = "" if event.select.is_blank() else str(event.value)
        if column != self._sheet.matching.columns.get(field, ""):
            self._read(field, column)

    @work(group="read", exclusive=True)
    async def _read(self, field: str, column: str) -> None:
        self._sheet = await asyncio.to_thread(with_column, self._sheet, field, column)
        for other, header in self._sheet.matching.columns.items():
            select = self.query_one(f"#field-{other}", Select)
            if select.value != header:
                select.value = header
        self._draw()

    def _draw(self) -> None:
        sheet, words = self._sheet, self._words
        counted = self.query_one("#counted", Static)
        counted.set_class(bool(sheet.problem), "-bad")
        n, left = sheet.count, len(sheet.report.left_out)
        both = f"{words(f'new.read_{sheet.wanted}', n=n)} · {words('new.left_out', n=left)}"
        counted.update(Content(sheet.problem or both))
        self.query_one("#rows", Static).update(self._report())

    def _report(self) -> Content:
        """First what a person must look at, then all that was read."""
        report, words = self._sheet.report, self._words
        lines = [self._line(words("new.row", row=left.row), "$warning", left.reason) for left in report.left_out]
        lines += [self._line("›", "$warning", note) for note in report.notes]
        if lines:
            lines.append(Content(""))
        for talk in report.talks[:SHOWN_PLANS]:
            length = words("new.minutes", n=round(talk.seconds / 60))
            lines.append(self._line(length, "$accent", talk.title, talk.who.name))
        for topic in report.topics[:SHOWN_PLANS]:
            who = topic.who.name if topic.who else ""
            lines.append(self._line(words(f"new.{topic.pitch}"), "$accent", topic.title, who))
        return Content("\n").join(lines[:SHOWN_LINES])

    def _line(self, mark: str, colour: str, text: str, who: str = "") -> Content:
        """A mark in a column of its own, and a text that wraps beside it."""
        room = max(self.query_one("#rows").size.width - MARK - 2, 20)
        said = Content.assemble(text, (f" · {who}", "$text-muted") if who else "")
        beside = Content("\n" + " " * (MARK + 2)).join(line.rstrip() for line in said.wrap(room))
        return Content.assemble((mark.rjust(MARK), colour), "  ", beside)

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw)

    def action_take(self) -> None:
        """Read the sheet like this."""
        if not self._sheet.problem:
            self.dismiss(self._sheet)

    def action_back(self) -> None:
        """Not this sheet."""
        self.dismiss(None)
