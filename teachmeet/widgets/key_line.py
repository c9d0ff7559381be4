"""The line of keys at the bottom of every screen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.cache import LRUCache
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

HELP = "question_mark"
"""The key that says all the others: it stays when the line is too short for all of them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A key as the line shows it."""

    key: str
    display: str
    what: str

    @property
    def width(self) -> int:
        """Cells that it takes, with a space around each of its two parts."""
        return Content(self.display).cell_length + Content(self.what).cell_length + 3


def fitting(keys: Iterable[Shown], width: int) -> tuple[Shown, ...]:
    """As many keys as there is room for, in their order; the last ones go first, but help never does."""
    keys = list(keys)
    while keys and sum(key.width for key in keys) > width:
        last = next((key for key in reversed(keys) if key.key != HELP), None)
        if last is None:
            break
        keys.remove(last)
    return tuple(keys)


class KeyLine(Widget, can_focus=False):
    """What can be pressed now, drawn by one widget; a click on a key presses it.

    Textual's own footer makes a widget for each key, and all of them anew on each change of screen: that was most of
    what a digit cost.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-line--key"}
    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        height: 1;
        color: $footer-description-foreground;
        background: $footer-background;
        & .key-line--key { color: $footer-key-foreground; text-style: bold; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[Shown, ...] = ()
        self._drawn: LRUCache[tuple[tuple[Shown, ...], int], tuple[Shown, ...]] = LRUCache(16)

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self.call_after_refresh(self._changed, self.screen)

    def on_unmount(self) -> None:
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _changed(self, screen: Screen[object]) -> None:
        """Keys come and go with what has the focus."""
        if not self.is_attached or screen is not self.screen:
            return
        each: dict[str, Binding] = {}
        for active in screen.active_bindings.values():
            if active.binding.show and active.enabled:
                each.setdefault(active.binding.action, active.binding)
        keys = tuple(Shown(one.key, self.app.get_key_display(one), one.description) for one in each.values())
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def _fitting(self, width: int) -> tuple[Shown, ...]:
        known = self._drawn.get((self._keys, width))
        if known is None:
            known = fitting(self._keys, width)
            self._drawn[self._keys, width] = known
        return known

    def render(self) -> Content:
        """The keys, each with what it does."""
        style = self.get_visual_style("key-line--key")
        parts = ((f" {key.display} ", style, f"{key.what} ") for key in self._fitting(self.size.width))
        return Content("").join(Content.assemble((display, style), what) for display, style, what in parts)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press the key under the pointer."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        at = 0
        for key in self._fitting(self.size.width):
            at += key.width
            if offset.x < at:
                event.stop()
                self.app.simulate_key(key.key)
                return
