"""A line at the foot of a screen in which the host types; it stays open for the next, until it is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be typed: `what` is the screen's own name for it, `turns` what tab goes through, with their labels."""

    what: str
    placeholder: str
    help: str
    turns: tuple[tuple[str, str], ...] = ()
    once: bool = False
    """Whether one line is enough."""
    value: str | None = None
    """What is to stand there already; None leaves what was typed."""
    blank: bool = False
    """Whether an empty line says something."""


class TypedLine(Vertical):
    """Hidden until it is opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "turn(1)", show=False),
        Binding("shift+tab", "turn(-1)", show=False),
        Binding("up", "recall", show=False),
        Binding("escape", "close", show=False),
    ]

    DEFAULT_CSS = """
    TypedLine {
        display: none;
        height: 3;
        padding: 0 2;
        border-top: solid $border-blurred;
        &.-open { display: block; }
        & > Horizontal { height: 1; }
        & #typed-turn { width: auto; max-width: 24; padding-right: 2; text-style: bold; color: $accent; }
        & Input { width: 1fr; }
        & #typed-help { height: 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    class Entered(Message):
        """A line was typed; it is emptied when the screen says `taken`."""

        def __init__(self, what: str, turn: str, text: str) -> None:
            super().__init__()
            self.what, self.turn, self.text = what, turn, text

    class Closed(Message):
        """The host is done typing."""

    def __init__(self) -> None:
        super().__init__()
        self._ask = Ask("", "", "")
        self._place = 0
        self._last = ""

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(id="typed-turn", markup=False)
            yield Input(max_length=300, compact=True)
        yield Static(id="typed-help", markup=False)

    def open(self, ask: Ask) -> None:
        """Show the line and type into it; what was typed for something else is gone."""
        entry = self.query_one(Input)
        if ask.what != self._ask.what:
            entry.value, self._last, self._place = "", "", 0
        if ask.value is not None:
            entry.value, entry.cursor_position = ask.value, len(ask.value)
        self._ask = ask
        self._place = min(self._place, max(len(ask.turns) - 1, 0))
        entry.placeholder = ask.placeholder
        self.query_one("#typed-help", Static).update(Content(ask.help))
        self._show_turn()
        self.add_class("-open")
        entry.focus()

    def taken(self) -> None:
        """What was typed is done: room for the next."""
        entry = self.query_one(Input)
        self._last, entry.value = entry.value, ""
        if self._ask.once:
            self.action_close()

    def action_close(self) -> None:
        """Away with the line; what was typed stays for the next time."""
        self.remove_class("-open")
        self.post_message(self.Closed())

    def action_turn(self, by: int) -> None:
        """To the next of what it can be."""
        if self._ask.turns:
            self._place = (self._place + by) % len(self._ask.turns)
            self._show_turn()

    def action_recall(self) -> None:
        """The last line again."""
        entry = self.query_one(Input)
        if self._last and not entry.value:
            entry.value = self._last
            entry.cursor_position = len(self._last)

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip() or self._ask.blank:
            turn = self._ask.turns[self._place][0] if self._ask.turns else ""
            self.post_message(self.Entered(self._ask.what, turn, event.value.strip()))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()

    def _show_turn(self) -> None:
        turns: Sequence[tuple[str, str]] = self._ask.turns
        label = self.query_one("#typed-turn", Static)
        label.update(Content(turns[self._place][1] if turns else ""))
        label.display = bool(turns)
