"""The line in which the host types what people call out; it stays open for the next."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from teachmeet.domain.commands import AddTopic
from teachmeet.domain.programme import Pitch
from teachmeet.widgets.topic_list import MARKS
from teachmeet.words import Words, load

WHO = " -- "
"""What stands between a topic and who it is from."""


def read_entry(text: str, pitch: Pitch) -> AddTopic | None:
    """What a typed line asks for: a leading `?` makes it a request, what follows the last ` -- ` says who."""
    text = text.strip()
    if text.startswith("?"):
        text, pitch = text[1:], Pitch.REQUEST
    title, dashes, name = f" {text} ".rpartition(WHO)
    if not dashes:
        title, name = text, ""
    return AddTopic(pitch, title.strip(), name.strip()) if title.strip() else None


class QuickEntry(Vertical):
    """One line with its keys below; hidden until it is opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "turn", show=False),
        Binding("up", "recall", show=False),
        Binding("escape", "close", show=False),
    ]

    DEFAULT_CSS = """
    QuickEntry {
        display: none;
        height: 3;
        padding: 0 2;
        border-top: solid $border-blurred;
        &.-open { display: block; }
        & > Horizontal { height: 1; }
        & #entry-pitch { width: auto; padding-right: 2; text-style: bold; color: $accent; }
        & #entry-pitch.-request { color: $text-success; }
        & Input { width: 1fr; }
        & #entry-help { height: 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    class Entered(Message):
        """A topic was typed in."""

        def __init__(self, command: AddTopic) -> None:
            super().__init__()
            self.command = command

    class Closed(Message):
        """The host is done typing."""

    def __init__(self, words: Words | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words = words or load()
        self._pitch = Pitch.OFFER
        self._last = ""

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(id="entry-pitch", markup=False)
            yield Input(placeholder=self._words("topics.entry.placeholder"), max_length=220)
        yield Static(self._words("topics.entry.help"), id="entry-help", markup=False)

    def on_mount(self) -> None:
        self._show_pitch()

    def open(self) -> None:
        """Show the line and type into it."""
        self.add_class("-open")
        self.query_one(Input).focus()

    def action_close(self) -> None:
        """Away with the line; what was typed stays for the next time."""
        self.remove_class("-open")
        self.post_message(self.Closed())

    def action_turn(self) -> None:
        """From offer to request and back; a `?` typed in front says the same, and goes."""
        entry = self.query_one(Input)
        entry.value = entry.value.removeprefix("?").lstrip()
        self._pitch = Pitch.OFFER if self._shown is Pitch.REQUEST else Pitch.REQUEST
        self._show_pitch()

    def action_recall(self) -> None:
        """The last line again, to correct what came of it."""
        entry = self.query_one(Input)
        if self._last and not entry.value:
            entry.value = self._last
            entry.cursor_position = len(self._last)

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        command = read_entry(event.value, self._pitch)
        if command is not None:
            self._last = event.value
            event.input.value = ""
            self._pitch = Pitch.OFFER
            self._show_pitch()
            self.post_message(self.Entered(command))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._show_pitch()

    @property
    def _shown(self) -> Pitch:
        """What the line would be now."""
        return Pitch.REQUEST if self.query_one(Input).value.lstrip().startswith("?") else self._pitch

    def _show_pitch(self) -> None:
        pitch = self._shown
        label = self.query_one("#entry-pitch", Static)
        label.set_class(pitch is Pitch.REQUEST, "-request")
        label.update(Content(f"{MARKS[pitch]} {self._words(f'topics.{pitch}')}"))
