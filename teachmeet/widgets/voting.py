"""How a round is opened: how many dots each, and whether it closes by itself."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from teachmeet.domain.commands import OpenRound
from teachmeet.words import Words, load

DOTS = (1, 2, 3, 4, 5, 6, 8, 10)
MINUTES = (None, 1, 2, 3, 5, 8, 10, 15, 20, 30, 45, 60)


class Stepper(Static, can_focus=True):
    """One choice among a few, changed with the arrows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
    ]

    DEFAULT_CSS = """
    Stepper {
        height: 1;
        padding: 0 1;
        color: $text-muted;
        &:focus { color: $text; background: $border-blurred; text-style: bold; }
    }
    """

    def __init__(self, label: str, choices: Sequence[str], place: int, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._label = label
        self._choices = choices
        self.place = place
        """Which of the choices it is on."""

    def on_mount(self) -> None:
        self._draw()

    def action_step(self, by: int) -> None:
        """To the next choice; at the ends it stays."""
        self.place = min(max(self.place + by, 0), len(self._choices) - 1)
        self._draw()

    def _draw(self) -> None:
        before = "‹" if self.place else " "
        after = "›" if self.place < len(self._choices) - 1 else " "
        chosen = self._choices[self.place].center(22)
        self.update(Content(f"{self._label:<14}{before} {chosen} {after}"))


class VotingDialog(ModalScreen[OpenRound | None]):
    """Gives the round to open, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("enter", "open", show=False),
        Binding("escape", "close", show=False),
    ]

    DEFAULT_CSS = """
    VotingDialog {
        align: center middle;
        & > Vertical {
            width: 66;
            height: auto;
            padding: 1 3;
            background: $surface;
            border: round $border-blurred;
        }
        & #voting-title { text-style: bold; margin-bottom: 1; }
        & #voting-help { color: $text-muted; margin-top: 1; text-align: center; }
    }
    """

    def __init__(self, words: Words | None = None) -> None:
        super().__init__()
        self._words = words or load()

    def compose(self) -> ComposeResult:
        words = self._words
        dots = [f"{n}  {'●' * n}" for n in DOTS]
        minutes = [words("topics.voting.after", n=n) if n else words("topics.voting.never") for n in MINUTES]
        with Vertical():
            yield Static(words("topics.voting.title"), id="voting-title", markup=False)
            yield Stepper(words("topics.voting.dots"), dots, DOTS.index(OpenRound().dots), id="voting-dots")
            yield Stepper(words("topics.voting.minutes"), minutes, 0, id="voting-minutes")
            yield Static(words("topics.voting.help"), id="voting-help", markup=False)

    def action_open(self) -> None:
        """Give what was chosen."""
        minutes = MINUTES[self.query_one("#voting-minutes", Stepper).place]
        dots = DOTS[self.query_one("#voting-dots", Stepper).place]
        self.dismiss(OpenRound(dots, None if minutes is None else minutes * 60))

    def action_close(self) -> None:
        """Give nothing."""
        self.dismiss(None)
