"""Join: the code as large as the terminal allows, how many are in, and a trial with the host's own phone."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from teachmeet import wire
from teachmeet.domain.panels import Address, JoinPanel, MeetPanel, Panel
from teachmeet.matrix import matrix
from teachmeet.screens.base import ClosesOnce, MeetScreen, bind
from teachmeet.screens.meeting import Meeting
from teachmeet.widgets.letters import Picturing, spelled
from teachmeet.widgets.qr import QrCode, fit, needed
from teachmeet.words import Words

BESIDE = 40
"""The least columns of what stands beside the code."""

PATIENCE = 60.0
"""Seconds after which a hint appears by itself when nobody has come in."""


def shown_url(url: str) -> str:
    """An address as people type it: the scheme left out, in lower case but for the code at its end."""
    rest, _, code = url.partition("://")[2].rpartition("/")
    return f"{rest.lower()}/{code}"


class JoinScreen(MeetScreen):
    """Draws `join`, which always comes."""

    CSS_PATH = "join.tcss"
    NAME = "join"
    BINDINGS: ClassVar[list[BindingType]] = [bind("i", "address", "join.address")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-tall")]  # noqa: RUF012  # Textual's own type

    def body(self) -> ComposeResult:
        words = self.words
        with Horizontal(id="join"):
            yield QrCode(words=words, id="code")
            with VerticalScroll(id="beside", can_focus=False):
                yield Static(words("join.scan"), classes="label", markup=False)
                yield Static(id="url", markup=False)
                yield Static(words("join.code"), classes="label", markup=False)
                yield Picturing(id="letters")
                yield Picturing(most=3, id="count")
                yield Static(id="in", markup=False)
                yield Static(id="trial", markup=False)
                yield Static(words("join.wifi"), id="wifi", classes="label", markup=False)
                yield Static(words("join.no_internet"), id="no-internet", classes="label", markup=False)
                yield Static(words("join.hint"), id="hint", markup=False)

    def on_mount(self) -> None:
        self.set_timer(PATIENCE, self.hint)

    def hint(self) -> None:
        """Say what helps when no phone has come in after a while."""
        join = self.panel(JoinPanel)
        self.set_class(join is None or not _reached(join), "-hint")

    def show(self, panel: Panel) -> None:
        if not isinstance(panel, JoinPanel):
            return
        words = self.words
        self.query_one(QrCode).url = panel.url
        self._fit(panel.url)
        self.query_one("#url", Static).update(Content(shown_url(panel.url)))
        self.query_one("#letters", Picturing).picture = spelled(panel.code)
        count = words("join.in", n=panel.joined) if panel.joined else words("join.nobody")
        self.query_one("#in", Static).update(Content(count))
        self.query_one("#count", Picturing).picture = spelled(str(panel.joined)) if panel.joined else ()
        self.query_one("#in").set_class(panel.joined > 0, "-some")
        self._show_trial(panel)
        used = _used(panel)
        wifi = self.query_one("#wifi", Static)
        unlikely = used is not None and not used.reachable
        advice = words("join.unlikely_now", address=used.address) if used and unlikely else words("join.wifi")
        wifi.update(Content(advice))
        wifi.set_class(unlikely, "-unlikely")

    def on_resize(self) -> None:
        join = self.panel(JoinPanel)
        if join is not None:
            self.call_after_refresh(self._fit, join.url)

    def _fit(self, url: str) -> None:
        """Give the code the columns that it fills, so that nothing beside it is wasted."""
        room = self.query_one("#join").size
        modules = len(matrix(url))
        fitting = fit(modules, Size(room.width - BESIDE, room.height))
        self.query_one(QrCode).styles.width = needed(modules, *fitting).width if fitting else "1fr"

    def _show_trial(self, join: JoinPanel) -> None:
        words = self.words
        trial = self.query_one("#trial", Static)
        meet = self.panel(MeetPanel)
        trial.display = meet is None or not meet.rehearsal  # simulated phones prove nothing
        if _reached(join):
            self.remove_class("-hint")
            trial.update(Content.styled(words("join.reached"), "$success"))
        else:
            trial.update(Content.assemble((words("join.try"), "bold $accent"), "\n", words("join.waiting")))

    def action_address(self) -> None:
        """Choose under which of its addresses phones reach the laptop."""
        join = self.panel(JoinPanel)
        if join is None:
            return
        if len(join.addresses) < 2:
            self.say(self.words("join.only_one"))
            return
        self.app.push_screen(AddressScreen(self.words, join), self._chosen)

    def _chosen(self, address: str | None) -> None:
        meeting = self.meet_app.meeting
        if address is not None and meeting is not None:
            self._switch(meeting, address)

    @work(group="address", exclusive=True)
    async def _switch(self, meeting: Meeting, address: str) -> None:
        await meeting.link.send(wire.Address(address))
        self.say(self.words("join.switched", address=address))


class AddressScreen(ModalScreen[str | None], ClosesOnce[str | None]):
    """The laptop's addresses, those that phones can hardly reach last, and saying so."""

    CSS_PATH = "address.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [bind("escape", "back", "join.back", show=False)]

    def __init__(self, words: Words, join: JoinPanel) -> None:
        super().__init__()
        self._words = words
        self._join = join

    def compose(self) -> ComposeResult:
        words = self._words
        with Vertical(id="addresses"):
            yield Static(words("join.addresses"), id="addresses-title", markup=False)
            yield OptionList(*(Option(self._prompt(one), id=one.address) for one in self._ordered()))
            yield Static(
                Content.assemble(
                    ("enter", "bold $accent"), " ", words("join.choose"), "   ",
                    ("esc", "bold $accent"), " ", words("join.back"),
                ),
                id="addresses-keys",
            )  # fmt: skip

    def _ordered(self) -> list[Address]:
        return sorted(self._join.addresses, key=lambda one: not one.reachable)

    def _prompt(self, one: Address) -> Content:
        used = _used(self._join)
        said = [one.interface]
        if used is not None and one.address == used.address:
            said.append(self._words("join.current"))
        if not one.reachable:
            said.append(self._words("join.unlikely"))
        return Content.assemble((one.address.ljust(16), "bold"), " ", " · ".join(said))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_back(self) -> None:
        """Change nothing."""
        self.dismiss(None)


def _reached(join: JoinPanel) -> bool:
    return join.phones > 0 or join.joined > 0


def _used(join: JoinPanel) -> Address | None:
    """The address that the code shows."""
    host = join.url.partition("://")[2].partition("/")[0].partition(":")[0]
    return next((one for one in join.addresses if one.address == host), None)
