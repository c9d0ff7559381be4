"""The line of keys at the bottom of every screen."""

from textual.app import ComposeResult
from textual.widgets import Footer


class KeyLine(Footer):
    """Textual's footer, without its leak.

    Each key that the footer shows watches its `compact`; Textual 8.2 forgets watchers that are gone only when the
    value changes, and it never does. Every change of keys would leave its widgets behind for good: after an hour of
    keys, a full collection of garbage takes half a second. Setting the value anew has the dead ones forgotten.
    """

    def compose(self) -> ComposeResult:
        self.mutate_reactive(Footer.compact)
        yield from super().compose()
