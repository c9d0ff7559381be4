"""A question with a few answers over a screen: arrows and enter, or the answer's own key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from teachmeet.words import Words

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Choice(Generic[Answer]):
    """One answer; `key` chooses it at once, `hint` says what comes of it."""

    key: str
    label: str
    answer: Answer
    hint: str = ""


class Menu(ModalScreen[Answer | None]):
    """Gives the answer that was chosen; None when it was closed, which `must` does not allow.

    The cursor begins at the place `at`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]

    DEFAULT_CSS = """
    Menu {
        align: center middle;
        & > #menu {
            width: 70; max-width: 96%; height: auto; max-height: 92%;
            padding: 1 3; background: $surface; border: round $border-blurred;
        }
        & #menu-title { text-style: bold; color: $accent; margin-bottom: 1; max-height: 3; }
        & #menu-note { color: $text-muted; margin-bottom: 1; max-height: 4; }
        & OptionList, & OptionList:focus {
            height: auto; max-height: 100%; border: none; padding: 0; background: $surface;
            scrollbar-size-vertical: 1;
            & > .option-list--option { padding: 0 1; }
        }
        & #menu-keys { margin-top: 1; color: $text-muted; }
    }
    """

    SETTLES = 0.7
    """Seconds that a question which must be answered takes no key."""

    def __init__(
        self,
        words: Words,
        title: str,
        choices: Sequence[Choice[Answer]],
        *,
        note: str = "",
        must: bool = False,
        at: int = 0,
    ) -> None:
        super().__init__()
        self._words = words
        self._title, self._note = title, note
        self._choices = tuple(choices)
        self._must = must
        self._at = at

    def compose(self) -> ComposeResult:
        words = self._words
        keys = Content.assemble(("enter", "bold $accent"), " ", words("app.choose"))
        if not self._must:
            keys = Content.assemble(keys, "   ", ("esc", "bold $accent"), " ", words("app.not_now"))
        with Vertical(id="menu"):
            yield Static(Content(self._title), id="menu-title")
            if self._note:
                yield Static(Content(self._note), id="menu-note")
            yield OptionList(*(Option(self._prompt(choice)) for choice in self._choices))
            yield Static(keys, id="menu-keys")

    def _prompt(self, choice: Choice[Answer]) -> Content:
        key = Content(f"{choice.key:<2} ").stylize("bold") if choice.key else Content()
        line = Content.assemble(key, (choice.label, "bold"))
        if not choice.hint:
            return line
        return Content.assemble(line, "\n", " " * key.cell_length, (choice.hint, "not bold"))

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = self._at
        # A question that comes by itself may come under a finger that is about to press enter.
        if self._must:
            self.query_one(OptionList).disabled = True
            self.set_timer(self.SETTLES, self._settle)

    def _settle(self) -> None:
        choices = self.query_one(OptionList)
        choices.disabled = False
        choices.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._choices[event.option_index].answer)

    def on_key(self, event: events.Key) -> None:
        chosen = next((one for one in self._choices if one.key and one.key == event.character), None)
        if chosen is not None:
            event.stop()
            self.dismiss(chosen.answer)

    def action_close(self) -> None:
        """Give no answer."""
        if not self._must:
            self.dismiss(None)
