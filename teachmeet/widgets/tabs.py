"""The line of screens: a digit and a name each, the one that is shown lit; and at its end what the wall shows."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from teachmeet.domain.panels_hall import WallPanel
from teachmeet.widgets.wall_menu import wall_word
from teachmeet.words import Words

SCREENS = {"1": "join", "2": "talks", "3": "topics", "4": "board", "5": "questions", "6": "people", "7": "wrap_up"}
"""Which digit opens which screen; a digit never changes its screen."""

UNBUILT = frozenset({"wrap_up"})
"""Screens that are not there yet: they keep their digit and are hidden."""


class Tab(Static):
    """One screen's digit and name."""

    class Chosen(Message):
        """Somebody clicked on a tab."""

        def __init__(self, screen_name: str) -> None:
            super().__init__()
            self.screen_name = screen_name

    def __init__(self, digit: str, screen_name: str, label: str, shown: bool) -> None:
        text = Content.assemble((digit, "" if shown else "$accent"), " ", label)
        super().__init__(text, classes="-shown" if shown else "")
        self._screen_name = screen_name

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Chosen(self._screen_name))


class ScreenTabs(Horizontal):
    """All tabs in the order of their digits."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    ScreenTabs {
        height: 1;
        padding: 0 1;
        & > Tab {
            width: auto;
            padding: 0 1;
            margin-right: 1;
            color: $text-muted;
        }
        & > Tab:hover { background: $surface; }
        & > Tab.-shown {
            color: $background;
            background: $accent;
            text-style: bold;
        }
        & > #tabs-gap { width: 1fr; height: 1; }
        & > #tabs-wall { width: auto; height: 1; padding: 0 1; color: $text-muted; }
        & > #tabs-wall.-dark { color: $background; background: $warning; text-style: bold; }
    }
    """

    def __init__(self, words: Words, shown: str) -> None:
        super().__init__()
        self._words = words
        self._shown = shown

    def compose(self) -> ComposeResult:
        for digit, name in SCREENS.items():
            if name not in UNBUILT:
                yield Tab(digit, name, self._words(f"app.screen.{name}"), name == self._shown)
        yield Static(id="tabs-gap", markup=False)
        yield Static(id="tabs-wall", markup=False)

    def show(self, wall: WallPanel) -> None:
        """Say what the wall shows, and clearly so when it is dark."""
        said = self.query_one("#tabs-wall", Static)
        said.set_class(wall.blank, "-dark")
        word = wall_word(wall, self._words)
        key = Content() if wall.blank else Content.assemble(("w", "$accent"), " ")
        said.update(Content.assemble(key, word))
