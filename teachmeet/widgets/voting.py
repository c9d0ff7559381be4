"""How a round is opened: its method, how many dots, on what, whether it closes by itself, who sees how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from teachmeet.domain.commands import OpenRound
from teachmeet.domain.panels import RoundPanel
from teachmeet.domain.programme import Method
from teachmeet.words import Words, load

DOTS = tuple(range(1, 11))
MOST = (1, 2, 3, 5, 10)
MINUTES = (None, 1, 2, 3, 5, 8, 10, 15, 20, 30, 45, 60)
BEST = (4, 6, 8, 10, 12, 16, 20, 24, 30, 36, 40, 48, 60)


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

    class Stepped(Message):
        """Another choice was made."""

        def __init__(self, stepper: "Stepper") -> None:
            super().__init__()
            self.stepper = stepper

        @property
        def control(self) -> "Stepper":
            """Whose choice it is."""
            return self.stepper

    def __init__(self, label: str, choices: Sequence[str], place: int, *, id: str, width: int = 22) -> None:
        super().__init__(id=id, markup=False)
        self._label = label
        self._choices = choices
        self._width = width
        self.place = place
        """Which of the choices it is on."""

    def on_mount(self) -> None:
        self._draw()

    def action_step(self, by: int) -> None:
        """To the next choice; at the ends it stays."""
        self.place = min(max(self.place + by, 0), len(self._choices) - 1)
        self._draw()
        self.post_message(self.Stepped(self))

    def _draw(self) -> None:
        before = "‹" if self.place else " "
        after = "›" if self.place < len(self._choices) - 1 else " "
        chosen = self._choices[self.place].center(self._width)
        self.update(Content(f"{self._label:<14}{before} {chosen} {after}"))


@dataclass(frozen=True, slots=True)
class Subset:
    """What a round can be about: all, some topics, or so many of the best."""

    label: str
    topics: tuple[int, ...] = ()
    best: int | None = None


def subsets(count: int, voting: RoundPanel | None, words: Words) -> list[Subset]:
    """All topics first; after a round its best, or just the same again if that was not all."""
    found = [Subset(words("topics.voting.all", n=count))]
    if voting is not None and voting.round is not None:
        stood = len(voting.topics)
        if 0 < stood < count:
            found.append(Subset(words("topics.voting.same", n=stood), voting.topics))
        found += [Subset(words("topics.voting.best", n=n), best=n) for n in BEST if n < stood]
    return found


class VotingDialog(ModalScreen[OpenRound | None]):
    """Gives the round to open, or None. It begins as the last round was."""

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
        & #voting-what { height: 3; margin-top: 1; color: $text; }
        & #voting-help { color: $text-muted; text-align: center; }
    }
    """

    def __init__(self, words: Words | None = None, topics: int = 0, last: RoundPanel | None = None) -> None:
        super().__init__()
        self._words = words or load()
        usual = OpenRound()
        last = last if last is not None and last.round is not None else None
        self._method = usual.method if last is None else last.method
        self._dots = usual.dots if last is None or not last.dots else last.dots
        self._most = usual.most if last is None else last.most
        self._hidden = usual.hidden if last is None else last.hidden
        self._subsets = subsets(topics, last, self._words)

    def compose(self) -> ComposeResult:
        words = self._words
        methods = [words(f"topics.voting.{method}") for method in Method]
        dots = [f"{n}  {'●' * n}" for n in DOTS]
        most = [words("topics.voting.most", n=n) for n in MOST[:-1]] + [words("topics.voting.stackable")]
        minutes = [words("topics.voting.after", n=n) if n else words("topics.voting.never") for n in MINUTES]
        about = [subset.label for subset in self._subsets]
        seen = [words("topics.voting.hidden"), words("topics.voting.shown")]
        places = {
            "method": (methods, list(Method).index(self._method)),
            "dots": (dots, min(max(self._dots, 1), DOTS[-1]) - 1),
            "most": (most, max(at for at, n in enumerate(MOST) if n <= self._most)),
            "about": (about, 0),
            "minutes": (minutes, 0),
            "tallies": (seen, int(not self._hidden)),
        }
        with Vertical():
            yield Static(words("topics.voting.title"), id="voting-title", markup=False)
            for name, (choices, place) in places.items():
                yield Stepper(words(f"topics.voting.label.{name}"), choices, place, id=f"voting-{name}", width=30)
            yield Static(id="voting-what", markup=False)
            yield Static(words("topics.voting.help"), id="voting-help", markup=False)

    def on_mount(self) -> None:
        self._show()

    @on(Stepper.Stepped)
    def _show(self) -> None:
        """Only what the method asks for, and what it means for people."""
        method = list(Method)[self._place("method")]
        for name in ("dots", "most"):
            self.query_one(f"#voting-{name}").display = method is Method.DOTS
        self.query_one("#voting-what", Static).update(Content(self._words(f"topics.voting.what.{method}")))

    def _place(self, name: str) -> int:
        return self.query_one(f"#voting-{name}", Stepper).place

    def action_open(self) -> None:
        """Give what was chosen."""
        method, minutes = list(Method)[self._place("method")], MINUTES[self._place("minutes")]
        dots = DOTS[self._place("dots")] if method is Method.DOTS else OpenRound().dots
        most = min(MOST[self._place("most")], dots) if method is Method.DOTS else OpenRound().most
        about = self._subsets[self._place("about")]
        seconds = None if minutes is None else minutes * 60
        hidden = not self._place("tallies")
        self.dismiss(OpenRound(dots, seconds, method, most, hidden, about.topics, about.best))

    def action_close(self) -> None:
        """Give nothing."""
        self.dismiss(None)
