"""The line in which the host types what people call out; it stays open for the next."""

import re
from dataclasses import dataclass
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

_NEED = re.compile(r"(?<!\S)\+([^\W\d_]\S*)")
"""A word with a plus before it: what the topic's room must have. `Maths + music` and `C++` say nothing of that."""
_HANDS = re.compile(r"hands?(?:\s+[-−–+]?\s*\d.*|\s*[-−–]?\s*|\s+[-−–].*)", re.IGNORECASE)
"""What can only be meant as a count: the word alone, or with a number or a minus. `Hands-on science` is a topic."""
_COUNT = re.compile(r"hands?\s+(?:(\d{1,4})|[-−–])", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Hands:
    """So many hands for the topic under the cursor; None takes them back."""

    count: int | None


@dataclass(frozen=True, slots=True)
class Amiss:
    """A line that cannot be done; `why` is the key of the sentence that says what is missing."""

    why: str


def read_line(text: str, pitch: Pitch) -> AddTopic | Hands | Amiss | None:
    """What a typed line asks for; None when it says nothing."""
    text = text.strip()
    if _HANDS.fullmatch(text):
        count = _COUNT.fullmatch(text)
        # No hands is no count: a topic that nobody wants is read out and left as it was.
        return Amiss("topics.entry.hands") if count is None else Hands(int(count[1] or 0) or None)
    command = read_entry(text, pitch)
    if command is None:
        return Amiss("topics.entry.title") if text.strip(" ?-") else None
    return command


def read_entry(text: str, pitch: Pitch) -> AddTopic | None:
    """A leading `?` makes it a request, what follows the last ` -- ` says who, `+projector` what its room needs."""
    text = text.strip()
    if text.startswith("?"):
        text, pitch = text[1:], Pitch.REQUEST
    kit = read_needs(text)
    title, dashes, name = f" {_NEED.sub('', text)} ".rpartition(WHO)
    if not dashes:
        title, name = name, ""
    title, name = " ".join(title.split()), " ".join(name.split())
    return AddTopic(pitch, title, name, kit) if title else None


def read_needs(text: str) -> tuple[str, ...]:
    """The words with a plus before them; `_` stands for a space."""
    return tuple(need.replace("_", " ") for need in _NEED.findall(text))


class QuickEntry(Vertical):
    """One line with its keys below; hidden until it is opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "turn", show=False),
        Binding("up", "recall", show=False),
        Binding("pageup", "walk(-1)", show=False),
        Binding("pagedown", "walk(1)", show=False),
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
        """A line was typed; it is emptied when the screen says `taken`."""

        def __init__(self, command: AddTopic | Hands) -> None:
            super().__init__()
            self.command = command

    class Failed(Message):
        """A line was typed that cannot be done; it stays as it is."""

        def __init__(self, why: str) -> None:
            super().__init__()
            self.why = why

    class Walked(Message):
        """Another topic is meant: the one so many rows on."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    class Closed(Message):
        """The host is done typing."""

    def __init__(self, words: Words | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words = words or load()
        self._pitch = Pitch.OFFER
        self._last = ""
        self._selected = ""

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

    def action_walk(self, rows: int) -> None:
        """To another topic, for its hands."""
        self.post_message(self.Walked(rows))

    def select(self, title: str) -> None:
        """Hands would be counted for this topic."""
        self._selected = title
        self._show_pitch()

    def taken(self) -> None:
        """What was typed is done: room for the next."""
        entry = self.query_one(Input)
        self._last, entry.value = entry.value, ""
        self._pitch = Pitch.OFFER
        self._show_pitch()

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        read = read_line(event.value, self._pitch)
        if isinstance(read, Amiss):
            self.post_message(self.Failed(read.why))
        elif read is not None:
            self.post_message(self.Entered(read))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._show_pitch()

    @property
    def _shown(self) -> Pitch:
        """What the line would be now."""
        return Pitch.REQUEST if self.query_one(Input).value.lstrip().startswith("?") else self._pitch

    def _show_pitch(self) -> None:
        label, help = self.query_one("#entry-pitch", Static), self.query_one("#entry-help", Static)
        counting = bool(_HANDS.fullmatch(self.query_one(Input).value.strip()))
        pitch = self._shown
        label.set_class(pitch is Pitch.REQUEST and not counting, "-request")
        shown = self._words("topics.entry.counting" if counting else f"topics.{pitch}")
        label.update(Content(shown if counting else f"{MARKS[pitch]} {shown}"))
        told = self._words("topics.entry.help")
        if counting:
            told = self._words("topics.entry.hands_for", title=self._selected or self._words("topics.untitled"))
        help.update(Content(told))
