"""A wifi's name and password, and two codes side by side: the wifi, then the page."""

import re
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from teachmeet.matrix import matrix
from teachmeet.widgets.qr import QrCode, fit, needed
from teachmeet.words import Words

PASSWORD = " -- "
"""What stands between the name and the password, as it is typed."""
SHORTEST = 8
"""Characters of the shortest password that a wifi can have (IEEE 802.11i)."""
_ESCAPED = re.compile(r'([\\;,:"])')


@dataclass(frozen=True, slots=True)
class Wifi:
    """The hall's wifi; it is kept in this program's memory alone."""

    name: str
    password: str = ""

    @property
    def code(self) -> str:
        """What its code says: phones know the form, and offer to join."""
        name, password = (_ESCAPED.sub(r"\\\1", text) for text in (self.name, self.password))
        return f"WIFI:T:WPA;S:{name};P:{password};;" if password else f"WIFI:T:nopass;S:{name};;"

    @property
    def too_short(self) -> bool:
        """Whether no wifi has such a password."""
        return 0 < len(self.password) < SHORTEST


def read_wifi(text: str) -> Wifi | None:
    """What a typed line says: a name, and after two dashes the password, if there is one."""
    name, _, password = f" {text} ".partition(PASSWORD)
    return Wifi(name.strip(), password.strip()) if name.strip() else None


class TwoCodes(Horizontal):
    """Two codes, each below what it is for; hidden while there is no wifi."""

    DEFAULT_CSS = """
    TwoCodes {
        display: none; height: 1fr; width: 1fr;
        &.-shown { display: block; }
        & > Vertical { width: 1fr; height: 1fr; align: center middle; }
        & Static { height: 1; text-align: center; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    def __init__(self, words: Words, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words = words

    def compose(self) -> ComposeResult:
        for name in ("wifi", "page"):
            with Vertical():
                yield Static(id=f"codes-{name}-caption", markup=False)
                yield QrCode(words=self._words, id=f"codes-{name}")

    def show(self, wifi: Wifi | None, url: str, typed: str) -> None:
        """Draw both; `typed` is the page's address as one types it."""
        self.set_class(wifi is not None, "-shown")
        if wifi is None:
            return
        words = self._words
        password = wifi.password or words("join.wifi_open")
        first = Content.assemble((f"1 {words('join.wifi_code')}", "bold $accent"), f"  {wifi.name} · ", password)
        second = Content.assemble((f"2 {words('join.page_code')}", "bold $accent"), f"  {typed}")
        for name, caption, code in (("wifi", first, wifi.code), ("page", second, url)):
            self.query_one(f"#codes-{name}-caption", Static).update(caption)
            self.query_one(f"#codes-{name}", QrCode).url = code
        self.call_after_refresh(self._fit)

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Give each code the rows that it fills, so that what it is for stands directly above it."""
        room = Size(self.size.width // 2, self.size.height - 1)
        for code in self.query(QrCode):
            fitting = fit(len(matrix(code.url)), room) if code.url and room.height > 0 else None
            code.styles.height = needed(len(matrix(code.url)), *fitting).height if fitting else "1fr"


def height_of(wifi: Wifi, url: str) -> int:
    """The rows that both codes take with what stands above them."""
    return max(needed(len(matrix(code))).height for code in (wifi.code, url)) + 1
