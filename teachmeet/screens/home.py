"""Home: the meets of this laptop; open one, make one, or rehearse."""

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Center, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import LoadingIndicator, OptionList, Static
from textual.widgets.option_list import Option

from teachmeet.laptop import LaptopError, MeetRow
from teachmeet.screens.base import bind
from teachmeet.widgets.key_line import KeyLine
from teachmeet.widgets.letters import CAMEL, Picturing, spelled
from teachmeet.words import Words

if TYPE_CHECKING:
    from teachmeet.app import TeachmeetApp

PEOPLE = 24
"""Simulated attendees of a rehearsal that home starts."""
MADE_UP = "teachmeet-rehearsal"
"""The name of the made-up rehearsal."""
FEW = 3
"""Meets that fit below the camel in a small terminal; it makes room for more."""
SPINS = 1 / 16
"""Seconds between two pictures of the indicator, as Textual has it."""
LOOK_EVERY = 3.0
"""Seconds between two looks at which meets there are, and which of them run."""


class Meets(OptionList):
    """The list; its key says what it does here."""

    BINDINGS: ClassVar[list[BindingType]] = [bind("enter", "select", "home.open")]

    def on_resize(self) -> None:
        """A sentence below takes rows from the list: never the one under the cursor."""
        self.call_after_refresh(self.scroll_to_highlight)


class HomeScreen(Screen[None]):
    """What the program opens with. The list is read from the disk in a thread, now and then."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("r", "rehearse", "home.rehearse"),
        bind("k", "make", "home.make"),
        bind("delete", "remove", "home.remove", show=False),
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012  # Textual's own type
    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-tall")]  # noqa: RUF012  # Textual's own type

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[MeetRow, ...] | None = None

    def compose(self) -> ComposeResult:
        words = self.words
        with Vertical(id="home"):
            with Center():
                yield Picturing(CAMEL, 1, id="camel")
            with Center():
                yield Picturing(spelled(words("app.name")), id="name")
            yield Static(words("home.tagline"), id="tagline", markup=False)
            yield Static(words("home.meets"), id="heading", markup=False)
            with Vertical(id="room"):
                yield Meets(id="meets")
                with Vertical(id="empty"):
                    yield Static(words("home.empty"), id="empty-title", markup=False)
                    yield Static(words("home.empty_hint"), markup=False)
            yield Static(id="home-said", markup=False)
            yield LoadingIndicator(id="home-busy")
        yield KeyLine()

    def on_mount(self) -> None:
        self._spin(False)
        self.set_interval(LOOK_EVERY, self._look_again_when_seen)
        self.meet_app.begin()

    def on_screen_resume(self) -> None:
        self.look_again()

    def on_resize(self) -> None:
        self._rows = None
        self.call_after_refresh(self.look_again)

    # ── what the app says

    def busy(self, sentence: str) -> None:
        """Something takes a while; an empty sentence says that it is done."""
        self._say(sentence, bad=False)
        self._spin(bool(sentence))

    def refuse(self, sentence: str) -> None:
        """Something could not be done."""
        self._say(sentence, bad=True)
        self._spin(False)

    def look_again(self) -> None:
        """Read the meets from the disk anew."""
        self._look()

    def _spin(self, on: bool) -> None:
        """Show that something is under way; a hidden indicator would go on drawing itself sixteen times a second."""
        busy = self.query_one("#home-busy", LoadingIndicator)
        busy.display = on
        busy.auto_refresh = SPINS if on else None

    def _say(self, sentence: str, *, bad: bool) -> None:
        said = self.query_one("#home-said", Static)
        said.set_class(bad, "-bad")
        said.update(Content(sentence))

    # ── the list

    def _look_again_when_seen(self) -> None:
        if self.is_current:
            self.look_again()

    @work(group="look", exclusive=True)
    async def _look(self) -> None:
        try:
            rows = await asyncio.to_thread(self.meet_app.desk.meets)
        except OSError as error:  # the folder of the meets may not be looked into
            self.refuse(f"{error.filename}: {error.strerror}")
            return
        if rows == self._rows:
            return
        chosen = self._chosen()
        self._rows = rows
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options([Option(self._prompt(row), id=row.slug) for row in rows])
        places = [place for place, row in enumerate(rows) if chosen is not None and row.slug == chosen.slug]
        listed.highlighted = places[0] if places else (0 if rows else None)
        self.query_one("#heading").display = listed.display = bool(rows)
        self.query_one("#empty").display = not rows
        self.set_class(len(rows) > FEW, "-many")
        if rows:
            listed.focus()

    def _prompt(self, row: MeetRow) -> Content:
        """A meet in one line, and below it what is wrong with it."""
        words = self.words
        width = max(self.query_one("#home").size.width - 42, 24)
        title = row.title if len(row.title) <= width else row.title[: width - 1] + "…"
        day = words("home.undated") if row.starts is None else _day(row.starts, row.zone)
        parts: list[Content | str | tuple[str, str]] = [(title.ljust(width), "bold"), "  ", day.ljust(16)]
        if row.rehearsal:
            parts += [" ", (words("home.rehearsal"), "$warning")]
        if row.running:
            parts += [" ", (words("home.running"), "$success")]
        if row.trouble:
            parts += ["\n", (row.trouble, "$error")]
        return Content.assemble(*parts)

    def _chosen(self) -> MeetRow | None:
        place = self.query_one(OptionList).highlighted
        return self._rows[place] if self._rows and place is not None and place < len(self._rows) else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_open()

    # ── acts

    def action_open(self) -> None:
        """Open the meet under the cursor."""
        row = self._chosen()
        if row is None:
            self.refuse(self.words("home.nothing"))
        elif row.trouble:
            self.refuse(row.trouble)
        else:
            self.meet_app.open_meet(row.slug)

    def action_make(self) -> None:
        """Make a new meet."""
        from teachmeet.screens.new import NewScreen

        self.app.push_screen(NewScreen())

    def action_rehearse(self) -> None:
        """Show a living meet: made up, with made-up people."""
        self._rehearse()

    @work(group="rehearse", exclusive=True)
    async def _rehearse(self) -> None:
        self.busy(self.words("home.rehearsing", n=PEOPLE))
        slug = MADE_UP
        if not any(row.slug == MADE_UP and row.running for row in self._rows or ()):
            try:
                slug = (await asyncio.to_thread(self.meet_app.desk.rehearsal, None)).slug
            except LaptopError as error:
                self.refuse(str(error))
                return
        self.meet_app.open_meet(slug, PEOPLE)

    def action_remove(self) -> None:
        """Delete the rehearsal under the cursor."""
        row = self._chosen()
        if row is None:
            return
        if row.running:
            self.refuse(self.words("home.still_running"))
            return
        self._remove(row)

    @work(group="remove")
    async def _remove(self, row: MeetRow) -> None:
        try:
            await asyncio.to_thread(self.meet_app.desk.remove, row.slug)
        except LaptopError as error:
            self.refuse(str(error))
        else:
            self._say(self.words("home.removed"), bad=False)
        self.look_again()

    # ── what is around

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


def _day(starts: datetime, zone: str) -> str:
    return f"{starts.astimezone(ZoneInfo(zone)):%a %d %b %Y}"
