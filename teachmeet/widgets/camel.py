"""The camel, walking from one side to the other over whatever is shown."""

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from teachmeet.widgets.letters import CAMEL, drawn, size_of

WALKS_FOR = 4.0
"""Seconds from one side to the other."""
STANDS_FOR = 2.0
"""Seconds that it stands where nothing is to move."""
STEPS = 14.0
"""Steps a second."""


class WalkingCamel(Widget):
    """Hidden, but for the seconds in which it walks."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    WalkingCamel {
        layer: camel; display: none; width: 100%; height: 13; offset: 0 4;
        background: $background; color: $accent;
        &.-walking { display: block; }
    }
    """

    step: reactive[float] = reactive(0.0)
    """How much of its way it has gone, from 0 to 1."""

    def __init__(self) -> None:
        super().__init__()
        self._timer: Timer | None = None

    def walk(self) -> None:
        """Walk once; without motion, stand for a moment."""
        if self._timer is not None:
            self._timer.stop()
        still = self.app.animation_level == "none"
        self.step = 0.5 if still else 0.0
        self.add_class("-walking")
        if still:
            self._timer = self.set_timer(STANDS_FOR, self._gone)
        else:
            self._timer = self.set_interval(1 / STEPS, self._go)

    def _go(self) -> None:
        self.step += 1 / STEPS / WALKS_FOR
        if self.step >= 1:
            self._gone()

    def _gone(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self.remove_class("-walking")

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        scale = next((s for s in (2, 1) if size_of(CAMEL, s).height <= height and size_of(CAMEL, s).width < width), 1)
        lines, size = drawn(CAMEL, scale), size_of(CAMEL, scale)
        # Its legs lift a little with every step.
        lift = round(self.step * STEPS * WALKS_FOR / 3) % 2
        row = y - (height - size.height) + lift
        line = lines[row] if 0 <= row < len(lines) else ""
        left = round(self.step * (width + size.width)) - size.width
        shown = (" " * max(left, 0) + line[max(-left, 0) :])[:width].ljust(width)
        return Strip([Segment(shown, self.rich_style)], width)
