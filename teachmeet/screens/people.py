"""People: who is here, at the kiosk, away, on the sheet only; whose votes are left out; and who helps by a pass."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from teachmeet.domain.commands import SetAside, TickHere
from teachmeet.domain.panels import JoinPanel, Panel, PeoplePanel, PersonRow
from teachmeet.domain.panels_hall import PassesPanel
from teachmeet.screens.base import MeetScreen, bind
from teachmeet.screens.passes import PassesScreen
from teachmeet.widgets.breadth import BREADTHS
from teachmeet.widgets.figure import Figure
from teachmeet.widgets.people_list import PeopleList, standing


class PeopleScreen(MeetScreen):
    """Finds people; leaves a device's votes out and takes them in again; hands out passes."""

    CSS_PATH = "people.tcss"
    HORIZONTAL_BREAKPOINTS = BREADTHS
    NAME = "people"
    LOOKS = ("people", "passes")
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("slash", "find", "people.key.find", display="/"),
        bind("g", "here", "people.key.here"),
        bind("l", "leave_out", "people.key.leave_out"),
        bind("e", "passes", "people.key.passes"),
        Binding("escape", "everybody", show=False),
    ]

    def body(self) -> ComposeResult:
        yield Static(id="people-counts", markup=False)
        with Horizontal(id="people"):
            yield PeopleList(self.words)
            with Vertical(id="people-beside"):
                yield Figure(id="people-here")
                for name in ("name", "state", "does", "seeks"):
                    yield Static(id=f"person-{name}", markup=False)
        with Vertical(id="find"):
            with Horizontal():
                yield Static(self.words("people.find"), id="find-label", markup=False)
                yield Input(placeholder=self.words("people.find_hint"), max_length=60)
                yield Static(id="find-found", markup=False)
            yield Static(self.words("people.find_help"), id="find-help", markup=False)

    # ── drawing

    def show(self, panel: Panel) -> None:
        if isinstance(panel, PassesPanel):
            self._show_passes(panel)
        if not isinstance(panel, PeoplePanel):
            return
        joined = [row for row in panel.people if row.phone]
        here = sum(row.connected for row in joined)
        sheet = len(panel.people) - len(joined)
        counts = self.words("people.counts", joined=len(joined), connected=here, sheet=sheet)
        visitors = sum(row.kiosk for row in panel.people)
        if visitors:
            counts = f"{counts}, {self.words('people.visitors', n=visitors)}"
        self.query_one("#people-counts", Static).update(Content(counts if panel.people else ""))
        self.query_one(Figure).say(str(here) if joined else "", self.words("people.here", n=len(joined)))
        self._list()

    @on(Input.Changed)
    def _list(self) -> None:
        """The people whose name holds what is sought, or all."""
        panel = self.panel(PeoplePanel)
        if panel is None:
            return
        sought = self.query_one(Input).value.strip().casefold()
        rows = [row for row in panel.people if sought in self._called(row).casefold()]
        people = self.query_one(PeopleList)
        people.empty = self.words("people.not_found" if sought else "people.nobody")
        people.put(rows)
        self._show_person()
        self.query_one("#find-found", Static).update(self.words("people.found", n=len(rows)) if sought else "")

    @on(PeopleList.Moved)
    def _show_person(self) -> None:
        """Who is under the cursor, in their own words."""
        row, words = self.query_one(PeopleList).row, self.words
        told = {"name": "", "state": "", "does": "", "seeks": ""}
        if row is not None:
            stands = [words("people.came" if row.here and not row.phone else standing(row))]
            stands += [words("people.aside")] if row.aside else []
            told = {
                "name": self._called(row),
                "state": " · ".join(stands),
                "does": words("people.does", text=row.does) if row.does else "",
                "seeks": words("people.seeks", text=row.seeks) if row.seeks else "",
            }
        for name, text in told.items():
            self.query_one(f"#person-{name}", Static).update(Content(text))

    def _show_passes(self, panel: PassesPanel) -> None:
        dialog = next((one for one in self.app.screen_stack if isinstance(one, PassesScreen)), None)
        if dialog is not None and dialog.is_mounted:
            dialog.take(panel)

    def _called(self, row: PersonRow) -> str:
        return row.name or self.words("people.nameless")

    # ── what the keys do

    def action_find(self) -> None:
        """Type a part of a name."""
        self.query_one("#find").add_class("-open")
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _found(self, event: Input.Submitted) -> None:
        """To the list, with those who were found."""
        if not event.value.strip():
            self.action_everybody()
        self.query_one(PeopleList).focus()

    def action_everybody(self) -> None:
        """Show all again."""
        self.query_one(Input).value = ""
        self.query_one("#find").remove_class("-open")
        self.query_one(PeopleList).focus()

    def action_here(self) -> None:
        """Tick the person under the cursor: here, or not here after all."""
        row = self.query_one(PeopleList).row
        if row is not None:
            said = "people.unticked" if row.here else "people.ticked"
            self.do(TickHere(row.person, not row.here), said=self.words(said, name=self._called(row)))

    def action_leave_out(self) -> None:
        """Leave the votes of the person under the cursor out, or take them in again."""
        row = self.query_one(PeopleList).row
        if row is None:
            return
        name = row.name or self.words("people.somebody")
        if not row.phone:
            self.say(self.words("people.no_phone", name=name), "warning")
            return
        said = "people.taken_in" if row.aside else "people.left_out"
        self.do(SetAside(row.person, not row.aside), said=self.words(said, name=name))

    def action_passes(self) -> None:
        """See the passes, make one, take one back."""
        self.app.push_screen(PassesScreen(self.words, self.panel(PassesPanel), self.panel(JoinPanel)))

    def on_passes_screen_asked(self, message: PassesScreen.Asked) -> None:
        message.stop()
        self.do(message.command, said=message.said)
