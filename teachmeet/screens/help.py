"""All keys of a screen, and those that work everywhere."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from teachmeet.screens.base import ClosesOnce, MeetScreen, bind
from teachmeet.words import Words

KEY_COLUMNS = 12

COMMON = frozenset(binding.action for binding in MeetScreen.BINDINGS if isinstance(binding, Binding)) | {
    "help",
    "leave",
    "leave_at_once",
}
"""What every screen of a meet can do."""


def named_keys(screen: Screen[object]) -> Iterator[tuple[DOMNode, Binding]]:
    """Whatever a screen that is shown can do by a key, and who does it.

    Only what has our words: Textual's own widgets bring keys that everybody knows, in English.
    """
    for node, binding, enabled, _ in screen.active_bindings.values():
        if enabled and binding.description and (binding.action, binding.description) in _own(node):
            yield node, binding


def _own(node: DOMNode) -> set[tuple[str, str]]:
    """The acts that our own classes bound for a screen or a widget."""
    kinds = (kind for kind in type(node).__mro__ if kind.__module__.startswith("teachmeet."))
    bound = (binding for kind in kinds for binding in vars(kind).get("BINDINGS", ()))
    return {(binding.action, binding.description) for binding in bound if isinstance(binding, Binding)}


class HelpScreen(ModalScreen[None], ClosesOnce[None]):
    """Read from the bindings themselves, so that it cannot be wrong."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape,question_mark,q,enter", "dismiss", "help.close", show=False),
    ]

    def __init__(self, words: Words, about: Screen[object]) -> None:
        super().__init__()
        self._words = words
        self._keys = list(named_keys(about))

    def compose(self) -> ComposeResult:
        here, everywhere = self._rows()
        with Vertical(id="help"):
            yield Static(self._words("help.title"), id="help-title", markup=False)
            with VerticalScroll(id="help-keys"):
                if here:
                    yield Static(self._words("help.here"), classes="head", markup=False)
                    yield from here
                yield Static(self._words("help.everywhere"), classes="head", markup=False)
                yield from everywhere
                yield Static(self._words("help.field"), classes="note", markup=False)
            yield Static(Content.assemble(("esc", "bold $accent"), " ", self._words("help.close")), id="help-close")

    def _rows(self) -> tuple[list[Static], list[Static]]:
        """The keys of the screen alone, and the common ones; each act once, all of its keys beside it."""
        acts: dict[str, list[str]] = {}
        common: set[str] = set()
        for _, binding in self._keys:
            text = self._words("help.screens") if binding.action.startswith("app.show(") else binding.description
            acts.setdefault(text, []).append(self.app.get_key_display(binding))
            if binding.action in COMMON:
                common.add(text)
        rows = {text: _row(" ".join(dict.fromkeys(keys)), text) for text, keys in acts.items()}
        here = [row for text, row in rows.items() if text not in common]
        everywhere = [row for text, row in rows.items() if text in common]
        return here, [*everywhere, _row("ctrl+p", self._words("help.palette"))]


def _row(keys: str, text: str) -> Static:
    return Static(Content.assemble((keys.rjust(KEY_COLUMNS), "bold $accent"), "  ", text))
