"""What fills the terminal while it is smaller than the screens need, and goes by itself when it has grown."""

from typing import Any

from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

from teachmeet.words import Words, load

NEEDED = Size(80, 24)
"""The smallest terminal that every screen is usable in."""


def fits(size: Size) -> bool:
    """Whether every screen is usable in a terminal of this size."""
    return size.width >= NEEDED.width and size.height >= NEEDED.height


class TooSmall(ModalScreen[None]):
    """One sentence: the size needed and the size there is.

    It lies over whatever is shown, which stays as it was; as a modal it keeps the keys from what nobody can see.
    """

    DEFAULT_CSS = """
    TooSmall {
        align: center middle;
        background: $background;
        & > Static {
            width: auto;
            max-width: 44;
            color: $text;
            text-align: center;
        }
    }
    """

    def __init__(self, words: Words | None = None) -> None:
        super().__init__()
        self._words = words or load()

    def compose(self) -> ComposeResult:
        yield Static(self._sentence(self.app.size), markup=False)

    def on_screen_resume(self) -> None:
        # A dialog lay over this one while the terminal grew.
        if fits(self.app.size):
            self.app.pop_screen()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(Static).update(self._sentence(event.size))

    def _sentence(self, size: Size) -> str:
        needed = {"columns": NEEDED.width, "rows": NEEDED.height}
        return self._words("too_small.sentence", **needed, width=size.width, height=size.height)


def guard(app: App[Any], size: Size, words: Words | None = None) -> None:
    """Lays the sentence over an app that is too small and takes it away again; called by the app's `on_resize`."""
    shown = isinstance(app.screen, TooSmall)
    if not fits(size) and not shown:
        app.push_screen(TooSmall(words))
    elif fits(size) and shown:
        app.pop_screen()
