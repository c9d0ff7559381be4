"""Passes: a phone helps as timekeeper, with questions or with the pitch line, or a tablet stands in for phones.

The only way to such a part is a one-time code that the host hands over.
"""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from teachmeet.domain.commands import Command
from teachmeet.domain.commands_hall import MakePass, RevokePass
from teachmeet.domain.panels import JoinPanel
from teachmeet.domain.panels_hall import PassesPanel
from teachmeet.domain.programme import Duty
from teachmeet.screens.base import ClosesOnce, bind
from teachmeet.widgets.letters import Picturing, spelled
from teachmeet.widgets.pass_list import PAGES, Held, PassList, held
from teachmeet.widgets.wall_menu import page_address
from teachmeet.words import Words

KEYS = {"1": Duty.TIMEKEEPER, "2": Duty.QUESTIONS, "3": Duty.PITCHES, "4": Duty.KIOSK}


class PassesScreen(ModalScreen[None], ClosesOnce[None]):
    """Makes passes, shows the code of one in large letters, and takes them back."""

    CSS_PATH = "passes.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(bind(key, f"make('{duty}')", f"passes.duty.{duty}", show=False) for key, duty in KEYS.items()),
        bind("delete,backspace", "revoke", "passes.key.revoke", show=False, display="del"),
        bind("escape,e", "dismiss", "app.not_now", show=False),
    ]

    class Asked(Message):
        """The host wants something done; `said` is the sentence for when it is."""

        def __init__(self, command: Command, said: str) -> None:
            super().__init__()
            self.command, self.said = command, said

    def __init__(self, words: Words, passes: PassesPanel | None, join: JoinPanel | None) -> None:
        super().__init__()
        self._words = words
        self._passes, self._join = passes, join
        self._known: frozenset[int] = frozenset(row.number for row in passes.passes) if passes else frozenset()

    def compose(self) -> ComposeResult:
        words = self._words
        keys = [(key, words(f"passes.duty.{duty}")) for key, duty in KEYS.items()]
        with Vertical(id="passes"):
            yield Static(words("passes.title"), id="passes-title", markup=False)
            yield Static(words("passes.note"), id="passes-note", markup=False)
            yield PassList(words)
            with Horizontal(id="pass"):
                yield Picturing(id="pass-code")
                with Vertical(id="pass-how"):
                    yield Static(id="pass-where", markup=False)
                    yield Static(id="pass-told", markup=False)
            yield Static(_keys([(None, words("passes.new")), *keys]), id="passes-make")
            rest = [("del", words("passes.key.revoke")), ("esc", words("passes.close"))]
            yield Static(_keys(rest), id="passes-keys")

    def on_mount(self) -> None:
        if self._passes is not None:
            self.take(self._passes)
        self.query_one(PassList).focus()
        self._show_code()

    def take(self, passes: PassesPanel) -> None:
        """The passes as they are now; the cursor goes to one that was just made."""
        rows = self.query_one(PassList)
        rows.put(passes.passes)
        new = [row.number for row in passes.passes if row.number not in self._known]
        self._known |= {row.number for row in passes.passes}
        if new:
            rows.go_to(new[-1])
        self._show_code()

    @on(PassList.Moved)
    def _show_code(self) -> None:
        row, words = self.query_one(PassList).row, self._words
        code = "" if row is None or row.code is None else row.code
        self.query_one("#pass-code", Picturing).picture = spelled(code)
        address = "" if row is None else page_address(self._join, PAGES[row.duty])
        where = words("passes.open", url=address) if code and address else ""
        self.query_one("#pass-where", Static).update(Content(where))
        told = "" if row is None else words(f"passes.told.{held(row)}")
        self.query_one("#pass-told", Static).update(Content(told))
        self.set_class(not code, "-no-code")

    # ── what the keys do

    def action_make(self, duty: str) -> None:
        """Have a new pass; the screen below asks for it."""
        said = self._words("passes.made", duty=self._words(f"passes.duty.{duty}"))
        self._ask(MakePass(Duty(duty)), said)

    def action_revoke(self) -> None:
        """Take the pass under the cursor back: whoever holds it can do no more with it."""
        row = self.query_one(PassList).row
        if row is not None:
            taken = held(row) in (Held.HERE, Held.AWAY)
            duty = self._words(f"passes.duty.{row.duty}")
            said = self._words("passes.revoked_taken" if taken else "passes.revoked", duty=duty)
            self._ask(RevokePass(row.number), said)

    def _ask(self, command: Command, said: str) -> None:
        below = self.app.screen_stack[-2]
        below.post_message(self.Asked(command, said))


def _keys(pairs: list[tuple[str | None, str]] | list[tuple[str, str]]) -> Content:
    """Keys, each with what it does; what has none is a heading."""
    parts = [Content.assemble((f"{key} ", "bold $accent") if key else "", word) for key, word in pairs]
    return Content("   ").join(parts)
