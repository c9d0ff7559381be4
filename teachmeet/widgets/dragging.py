"""The mouse on cards that can be taken from one widget to another: pressed, dragged, let go."""

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.widget import Widget


class _At(Message):
    """Something of the mouse's at this place of the screen."""

    def __init__(self, at: Offset) -> None:
        super().__init__()
        self.at = at


class Draggable(Widget):
    """Tells where on the screen the left button went down, moved and came up; the mouse is its own meanwhile."""

    class Pressed(_At):
        """The button went down there."""

    class Dragged(_At):
        """The mouse moved there, the button down."""

    class Released(_At):
        """The button came up there."""

    _down = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button == 1:
            self._down = True
            self.capture_mouse()
            self.post_message(self.Pressed(event.screen_offset))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._down:
            self.post_message(self.Dragged(event.screen_offset))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._down:
            self._down = False
            self.release_mouse()
            self.post_message(self.Released(event.screen_offset))
