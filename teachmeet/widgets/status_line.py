"""The line above the keys: what was just said, and what undo would undo."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from teachmeet.domain.panels import DeskPanel, Panel, UndoCard
from teachmeet.words import Words, load

LASTS = 8.0
"""Seconds that a sentence stays."""

LONGEST_SUBJECT = 32

_OF_A_PERSON = ("set_aside", "took_in_again")


def undo_sentence(undo: UndoCard, words: Words) -> str:
    """What undo would undo, in words."""
    subject = undo.subject or words("undo.nameless" if undo.deed in _OF_A_PERSON else "undo.untitled")
    if len(subject) > LONGEST_SUBJECT:
        subject = subject[: LONGEST_SUBJECT - 1].rstrip() + "…"
    return words(f"undo.{undo.deed}", subject=subject)


class StatusLine(Horizontal):
    """One line; sentences lapse, the undo stays."""

    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        padding: 0 2;
        & > #said {
            width: auto; max-width: 68%; height: 1; text-overflow: ellipsis; text-wrap: nowrap; color: $text;
        }
        & > #said.-warning { color: $warning; }
        & > #said.-error { color: $error; text-style: bold; }
        & > #undo {
            width: 1fr; height: 1; padding-left: 2; color: $text-muted; text-align: right;
            text-overflow: ellipsis; text-wrap: nowrap;
        }
        &.-refused > #said { max-width: 100%; }
    }
    """

    def __init__(self, words: Words | None = None) -> None:
        super().__init__()
        self._words = words or load()
        self._lapse: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="said", markup=False)
        yield Static(id="undo", markup=False)

    def say(self, text: str, severity: str = "information") -> None:
        """Show a sentence for a while, as plain text; one that says why not is shown before what undo would undo."""
        said = self.query_one("#said", Static)
        self.set_class(severity != "information", "-refused")
        said.set_class(severity == "warning", "-warning")
        said.set_class(severity == "error", "-error")
        said.update(Content(text))
        if self._lapse is not None:
            self._lapse.stop()
        self._lapse = self.set_timer(LASTS, self._fall_silent)

    def _fall_silent(self) -> None:
        self.remove_class("-refused")
        self.query_one("#said", Static).update("")

    def show(self, panel: Panel) -> None:
        """Name what undo would undo."""
        if isinstance(panel, DeskPanel):
            line = Content()
            if panel.undo is not None:
                sentence = undo_sentence(panel.undo, self._words)
                line = Content.assemble(("u", "bold $accent"), " ", self._words("undo.would", what=sentence))
            self.query_one("#undo", Static).update(line)
