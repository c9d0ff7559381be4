"""What a kind of talk is: its length, changeover, set-up, warnings, and what happens at time."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from teachmeet.domain.programme import Kind, Overrun
from teachmeet.widgets.digits import clock_text
from teachmeet.widgets.voting import Stepper
from teachmeet.words import Words

SECONDS = (0, 10, 15, 20, 30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 420, 480, 540, 600, 720, 900, 1200, 1500, 1800,
           2400, 2700, 3000, 3600)  # fmt: skip
"""The lengths that the arrows go through, besides the one that a kind has."""
FIELDS = ("seconds", "changeover", "setup", "warn", "danger")


class KindDialog(ModalScreen[Kind | None]):
    """Gives the kind as it was changed, or None. A kind without a name is a new one, which is asked for its name."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("enter", "take", show=False, priority=True),
        Binding("escape", "close", show=False),
    ]

    DEFAULT_CSS = """
    KindDialog {
        align: center middle;
        & > Vertical { width: 70; height: auto; padding: 1 3; background: $surface; border: round $border-blurred; }
        & #kind-title { text-style: bold; color: $accent; }
        & #kind-note, & #kind-help { color: $text-muted; margin-bottom: 1; }
        & #kind-help { margin: 1 0 0 0; text-align: center; }
        & Input { margin-bottom: 1; }
    }
    """

    def __init__(self, words: Words, kind: Kind, title: str) -> None:
        super().__init__()
        self._words = words
        self._kind = kind
        self._title = title
        self._lengths = {field: sorted({*SECONDS, getattr(kind, field)}) for field in FIELDS}
        self._lengths["seconds"] = [n for n in self._lengths["seconds"] if n]

    def compose(self) -> ComposeResult:
        words, kind = self._words, self._kind
        with Vertical():
            yield Static(self._title, id="kind-title", markup=False)
            yield Static(words("plan.kinds.note"), id="kind-note", markup=False)
            if not kind.name:
                yield Input(placeholder=words("plan.kinds.name"), max_length=60, compact=True)
            for field in FIELDS:
                lengths = self._lengths[field]
                shown, place = [clock_text(n) for n in lengths], lengths.index(getattr(kind, field))
                yield Stepper(words(f"plan.kinds.{field}"), shown, place, id=f"kind-{field}")
            places = [words("plan.kinds.inside"), words("plan.kinds.outside")]
            yield Stepper(words("plan.kinds.setup_inside"), places, int(not kind.setup_inside), id="kind-inside")
            ways = [words(f"plan.kinds.{way}") for way in Overrun]
            yield Stepper(words("plan.kinds.overrun"), ways, list(Overrun).index(kind.overrun), id="kind-overrun")
            yield Static(words("plan.kinds.help"), id="kind-help", markup=False)

    def action_take(self) -> None:
        """Give what was chosen."""
        name = self._kind.name or self.query_one(Input).value.strip()
        if not name:
            self.query_one(Input).focus()
            return
        seconds, changeover, setup, warn, danger = (self._lengths[field][self._place(field)] for field in FIELDS)
        way, inside = list(Overrun)[self._place("overrun")], not self._place("inside")
        self.dismiss(Kind(name, seconds, changeover, setup, inside, warn, danger, way))

    def action_close(self) -> None:
        """Give nothing."""
        self.dismiss(None)

    def _place(self, field: str) -> int:
        return self.query_one(f"#kind-{field}", Stepper).place
