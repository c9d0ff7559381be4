"""New: a meet from what the host types, and from a sign-up sheet by path or pasted."""

import asyncio
import re
from typing import TYPE_CHECKING, ClassVar

from slugify import slugify
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Label, Select, Static

from teachmeet import typed
from teachmeet.domain.commands import MakeMeet
from teachmeet.domain.programme import Format
from teachmeet.laptop import LaptopError
from teachmeet.screens import sheets
from teachmeet.screens.base import bind
from teachmeet.screens.columns import ColumnsScreen
from teachmeet.sheet import SheetError, Wanted
from teachmeet.widgets.key_line import KeyLine
from teachmeet.words import Words

if TYPE_CHECKING:
    from teachmeet.app import TeachmeetApp

LONGEST_NAME = 60
_CLOCK = re.compile(r"\d\d?:\d\d")


class SheetInput(Input):
    """Takes a path, or a whole table that is pasted into it."""

    class Table(Message):
        """More than a line was pasted."""

        def __init__(self, field: "SheetInput", text: str) -> None:
            super().__init__()
            self.field = field
            self.text = text

    def __init__(self, wanted: Wanted, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, id=wanted.value, compact=True)
        self.wanted = wanted
        """What its sheet is read for."""

    def _on_paste(self, event: events.Paste) -> None:
        if len(event.text.strip().splitlines()) > 1:
            event.prevent_default()
            event.stop()
            self.post_message(self.Table(self, event.text))


class NewScreen(Screen[None]):
    """One form. A sheet opens its own screen, where its columns are seen and corrected."""

    CSS_PATH = "new.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("ctrl+s", "make", "new.make"),
        bind("escape", "back", "new.back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._sheets: dict[Wanted, sheets.Sheet] = {}
        self._taken: frozenset[str] = frozenset()
        self._suggested = ""
        self._making = False

    def compose(self) -> ComposeResult:
        words = self.words
        yield Static(words("new.title"), id="new-title", markup=False)
        with VerticalScroll(id="form", can_focus=False):
            yield from self._row("meet", Input(placeholder=words("new.meet_hint"), id="meet", compact=True))
            yield from self._row("name", Input(id="name", compact=True, max_length=LONGEST_NAME))
            formats = [(words(f"new.{one}"), one.value) for one in Format]
            first = Format.TEACHMEET.value
            select = Select[str](formats, value=first, allow_blank=False, id="format", compact=True)
            yield from self._row("format", select)
            yield from self._row("starts", Input(placeholder=words("new.starts_hint"), id="starts", compact=True))
            yield from self._row("ends", Input(placeholder=words("new.ends_hint"), id="ends", compact=True))
            yield from self._row("zone", Input(typed.local_zone(), id="zone", compact=True))
            for wanted in Wanted:
                yield from self._row(wanted.value, SheetInput(wanted, words("new.sheet_hint")))
                yield Static(id=f"{wanted.value}-read", classes="read", markup=False)
            with Horizontal(classes="row board"):
                yield Label(words("new.rooms"), markup=False)
                yield Input(placeholder=words("new.rooms_hint"), id="rooms", compact=True)
            with Horizontal(classes="row board"):
                yield Label(words("new.slots"), markup=False)
                yield Input(placeholder=words("new.slots_hint"), id="slots", compact=True)
        yield Static(id="new-said", markup=False)
        yield KeyLine()

    def _row(self, name: str, field: Input | Select[str]) -> ComposeResult:
        with Horizontal(classes="row"):
            yield Label(self.words(f"new.{name}"), markup=False)
            yield field

    async def on_mount(self) -> None:
        self.query_one("#meet").focus()
        rows = await asyncio.to_thread(self.meet_app.desk.meets)
        self._taken = frozenset(row.slug for row in rows)

    # ── the name

    @on(Input.Changed, "#meet")
    def suggest(self, event: Input.Changed) -> None:
        """Suggest a short name for the title, unless one was typed."""
        name = self.query_one("#name", Input)
        if name.value == self._suggested:
            self._suggested = slugify(event.value, max_length=LONGEST_NAME, word_boundary=True)
            name.value = self._suggested

    @on(Input.Changed, "#name")
    def check(self, event: Input.Changed) -> None:
        """Say at once when there is such a meet."""
        if event.value in self._taken:
            self._say(self.words("new.taken", name=event.value), bad=True)
        else:
            self._say("")

    # ── the sheets

    @on(Input.Submitted)
    def go_on(self, event: Input.Submitted) -> None:
        """Enter goes to the next field; on a path it looks into the sheet."""
        event.stop()
        if isinstance(event.input, SheetInput) and event.value.strip():
            self._look_into(event.input.wanted, event.value, pasted=False)
        else:
            self.focus_next()

    @on(SheetInput.Table)
    def paste(self, event: SheetInput.Table) -> None:
        """A table was pasted."""
        event.stop()
        self._look_into(event.field.wanted, event.text, pasted=True)

    def _look_into(self, wanted: Wanted, text: str, *, pasted: bool) -> None:
        self._say(self.words("new.reading"))
        self._load(wanted, text, pasted)

    @work(group="sheet", exclusive=True)
    async def _load(self, wanted: Wanted, text: str, pasted: bool) -> None:
        try:
            if pasted:
                sheet = await asyncio.to_thread(sheets.from_text, text, wanted, self.words("new.pasted"))
            else:
                sheet = await asyncio.to_thread(sheets.from_path, text, wanted)
        except SheetError as error:
            self._say(str(error), bad=True)
            return
        self._say("")
        confirmed = await self.app.push_screen_wait(ColumnsScreen(self.words, sheet))
        if confirmed is not None:
            self._sheets[wanted] = confirmed
            with self.prevent(Input.Changed):
                self.query_one(f"#{wanted.value}", SheetInput).value = sheets.path_in(text) if not pasted else ""
            counted = self.words(f"new.read_{wanted}", n=confirmed.count)
            self._tell_of(wanted, f"✓ {counted} · {confirmed.name}")
            self.focus_next()

    def _tell_of(self, wanted: Wanted, sentence: str) -> None:
        read = self.query_one(f"#{wanted.value}-read", Static)
        read.set_class(bool(sentence), "-some")
        read.update(Content(sentence))

    @on(Input.Changed, "SheetInput")
    def forget(self, event: Input.Changed) -> None:
        """Another path: the sheet that was read is not meant any more."""
        wanted = Wanted(str(event.input.id))
        if self._sheets.pop(wanted, None) is not None:
            self._tell_of(wanted, "")

    # ── the format

    @on(Select.Changed, "#format")
    def shape(self, event: Select.Changed) -> None:
        """Rooms and slots are for a board."""
        self.set_class(event.value == Format.EDCAMP.value, "-board")

    # ── making it

    def action_back(self) -> None:
        """Make nothing."""
        self.app.pop_screen()

    def action_make(self) -> None:
        """Make the meet and open it, or say what is missing. Once: a second press must not get in its own way."""
        if self._making:
            return
        for wanted in Wanted:
            path = self._value(wanted.value)
            if path and wanted not in self._sheets:
                self._look_into(wanted, path, pasted=False)
                return
        try:
            command = self._command()
        except typed.TypedError as error:
            self._say(str(error), bad=True)
            return
        name = self._value("name")
        if not name:
            self._say(self.words("new.nameless"), bad=True)
            self.query_one("#meet").focus()
            return
        self._making = True
        self._make(name, command)

    @work(group="make")
    async def _make(self, name: str, command: MakeMeet) -> None:
        try:
            folder = await asyncio.to_thread(self.meet_app.desk.new, name, command)
        except LaptopError as error:
            self._making = False
            self._say(str(error), bad=True)
            return
        app = self.meet_app
        if self.is_current:
            app.pop_screen()
        app.open_meet(folder.slug)

    def _command(self) -> MakeMeet:
        """What was typed; raises TypedError with the sentence that says what was expected."""
        zone = typed.zone(self._value("zone"))
        starts = typed.moment(self._value("starts"), zone) if self._value("starts") else None
        end = self._value("ends")
        if starts is not None and _CLOCK.fullmatch(end):
            end = f"{starts.astimezone(zone):%Y-%m-%d} {end:0>5}"
        ends = typed.moment(end, zone) if end else None
        board = Format(str(self.query_one("#format", Select).value)) is Format.EDCAMP
        talks, topics = self._sheets.get(Wanted.TALKS), self._sheets.get(Wanted.TOPICS)
        return MakeMeet(
            self._value("meet"),
            Format.EDCAMP if board else Format.TEACHMEET,
            zone.key,
            starts,
            ends,
            typed.rooms(self._value("rooms")) if board else (),
            typed.slots(self._value("slots"), zone, None if starts is None else starts.date()) if board else (),
            talks.report.talks if talks else (),
            topics.report.topics if topics else (),
        )

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def _say(self, sentence: str, *, bad: bool = False) -> None:
        said = self.query_one("#new-said", Static)
        said.set_class(bad, "-bad")
        said.update(Content(sentence))

    @property
    def words(self) -> Words:
        """The texts."""
        return self.meet_app.words

    @property
    def meet_app(self) -> "TeachmeetApp":
        """The app, by its own type."""
        from teachmeet.app import TeachmeetApp

        assert isinstance(self.app, TeachmeetApp)
        return self.app
