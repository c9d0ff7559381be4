"""The question that leaving asks: does the server go on?"""

from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from teachmeet.screens.base import ClosesOnce, bind
from teachmeet.words import Words


class Leave(StrEnum):
    """What becomes of the server; the names are those of the words."""

    KEEP = "keep"
    STOP = "stop"
    REMOVE = "remove"
    STAY = "stay"


class LeaveScreen(ModalScreen[Leave], ClosesOnce[Leave]):
    """Three choices, the harmless one first; a rehearsal may be deleted as well."""

    CSS_PATH = "leave.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [bind("escape", "stay", "leave.stay", show=False)]

    def __init__(self, words: Words, rehearsal: bool) -> None:
        super().__init__()
        self._words = words
        self._choices = [Leave.KEEP, Leave.STOP, Leave.STAY]
        if rehearsal:
            self._choices = [Leave.REMOVE, *self._choices]

    def compose(self) -> ComposeResult:
        words = self._words
        with Vertical(id="leave"):
            yield Static(words("leave.title"), id="leave-title", markup=False)
            yield OptionList(*(Option(self._prompt(choice), id=choice) for choice in self._choices))
            yield Static(
                Content.assemble(
                    ("enter", "bold $accent"), " ", words("leave.choose"), "   ",
                    ("esc", "bold $accent"), " ", words("leave.stay"),
                ),
                id="leave-keys",
            )  # fmt: skip

    def _prompt(self, choice: Leave) -> Content:
        name = Content.styled(self._words(f"leave.{choice}"), "bold")
        if choice is Leave.STAY:
            return name
        return Content.assemble(name, "\n", self._words(f"leave.{choice}_hint"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(Leave(str(event.option_id)))

    def action_stay(self) -> None:
        """Change nothing."""
        self.dismiss(Leave.STAY)
