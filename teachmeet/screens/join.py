"""Join: the code as large as the terminal allows, how many are in, a trial with the host's own phone, and the wifi."""

from typing import ClassVar

from textual import on, work
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
from teachmeet.widgets.typed_line import Ask, TypedLine
from teachmeet.widgets.wifi import TwoCodes, Wifi, height_of, read_wifi
from teachmeet.words import Words

BESIDE = 40
"""The least columns of what stands beside the code."""

PUBLIC = "public"
"""What a public address is called among the laptop's own, in place of an interface."""

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
    AUTO_FOCUS = ""  # else the hidden line would take the keys
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("i", "address", "join.address"),
        bind("t", "wifi", "join.wifi_key"),
        bind("delete,backspace", "no_wifi", "join.no_wifi_key", show=False, display="del"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-tall")]  # noqa: RUF012  # Textual's own type

    def body(self) -> ComposeResult:
        words = self.words
        with Horizontal(id="join"):
            yield QrCode(words=words, id="code")
            yield TwoCodes(words)
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
                yield Static(id="hint", markup=False)
        yield Static(id="below", markup=False)
        yield TypedLine()

    def on_mount(self) -> None:
        self.set_timer(PATIENCE, self.hint)

    def hint(self) -> None:
        """Say what helps when no phone has come in after a while."""
        join = self.panel(JoinPanel)
        self.set_class(join is None or not _reached(join), "-hint")
        if join is not None:
            self.show(join)

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
        self._show_advice(panel)
        self._show_codes(panel)

    def _show_advice(self, join: JoinPanel) -> None:
        """What a phone needs to get in; after a while without one, what helps."""
        words, used = self.words, _used(join)
        unlikely = used is not None and not used.reachable
        public = used is not None and used.interface == PUBLIC
        advice = words("join.unlikely_now", address=used.address) if used and unlikely else words("join.wifi")
        wifi = self.query_one("#wifi", Static)
        wifi.update(Content(words("join.anywhere") if public else advice))
        wifi.set_class(unlikely, "-unlikely")
        self.set_class(public, "-public")
        other = next((one.address for one in join.addresses if one.reachable and one != used), None)
        first = "" if other is None else words("join.next_address", address=other)
        self.query_one("#hint", Static).update(Content(f"{words('join.hint')} {first}".strip()))

    def _show_codes(self, join: JoinPanel) -> None:
        """With a wifi typed in: two codes, and below them in a line what else would stand beside the one."""
        wifi, words = self.meet_app.wifi, self.words
        self.set_class(wifi is not None, "-wifi")
        self.query_one(TwoCodes).show(wifi, join.url, shown_url(join.url))
        below = self.query_one("#below", Static)
        room = self.query_one("#join").size.height + (1 if below.display else 0)
        narrow = wifi is not None and not self.has_class("-wide")
        below.display = narrow and wifi is not None and height_of(wifi, join.url) + 1 <= room
        hint = self.has_class("-hint")
        count = words("join.in", n=join.joined) if join.joined else words("join.nobody")
        said = words("join.hint_short") if hint else f"{count} · {words('join.stay_short')}"
        below.set_class(hint, "-hint")
        below.update(Content(said))

    def on_resize(self) -> None:
        join = self.panel(JoinPanel)
        if join is not None:
            self.call_after_refresh(self._fit, join.url)
            self.call_after_refresh(self._show_codes, join)

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

    # ── the wifi

    def action_wifi(self) -> None:
        """Type in the wifi's name and password: phones get a code for it."""
        words = self.words
        self.query_one(TypedLine).open(Ask("wifi", words("join.wifi_typed"), words("join.wifi_help"), once=True))

    @on(TypedLine.Entered)
    def _entered(self, event: TypedLine.Entered) -> None:
        event.stop()
        wifi = read_wifi(event.text)
        if wifi is None or wifi.too_short:
            self.say(self.words("join.wifi_short"), "warning")
            return
        self._use(wifi, self.words("join.wifi_taken", name=wifi.name))
        self.query_one(TypedLine).taken()

    @on(TypedLine.Closed)
    def _typed(self, event: TypedLine.Closed) -> None:
        event.stop()
        self.set_focus(None)

    def action_no_wifi(self) -> None:
        """Take the wifi's code away again."""
        if self.meet_app.wifi is not None:
            self._use(None, self.words("join.wifi_gone"))

    def _use(self, wifi: Wifi | None, said: str) -> None:
        self.meet_app.wifi = wifi
        self.say(said)
        join = self.panel(JoinPanel)
        if join is not None:
            self.show(join)

    # ── the address

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
        said = [self._words("join.public") if one.interface == PUBLIC else one.interface]
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
    public = next((one for one in join.addresses if one.interface == PUBLIC), None)
    if public is not None and join.url.lower().startswith(f"{public.address.lower()}/"):
        return public
    host = join.url.partition("://")[2].partition("/")[0].partition(":")[0]
    return next((one for one in join.addresses if one.address == host), None)
