"""What the scenes of the wall are drawn from in the terminal: the panels that a wall is sent, and the time.

A wall is sent nothing that the room may not see, so a scene need not ask what it may show.
"""

from datetime import tzinfo
from typing import TypeVar
from zoneinfo import ZoneInfo

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from teachmeet.domain.panels import MeetPanel, Panel, TopicCard
from teachmeet.domain.programme import Pitch
from teachmeet.words import Words

WALL_LOOKS = ("meet", "join", "now", "topics", "pitching", "round", "tally", "board", "questions", "wall")
"""The panels that a wall looks at."""
SIGNS = {Pitch.OFFER: "◆", Pitch.REQUEST: "?"}

P = TypeVar("P", bound=Panel)


class Seen:
    """The newest panel of each kind that a wall was sent."""

    def __init__(self) -> None:
        self._panels: dict[type[Panel], Panel] = {}

    @property
    def complete(self) -> bool:
        """Whether each has come at least once."""
        return len(self._panels) == len(WALL_LOOKS)

    @property
    def zone(self) -> tzinfo:
        """The zone that times are shown in."""
        return ZoneInfo(self[MeetPanel].zone)

    def take(self, panel: Panel) -> None:
        """A panel came."""
        self._panels[type(panel)] = panel

    def __getitem__(self, kind: type[P]) -> P:
        return next(panel for panel in self._panels.values() if isinstance(panel, kind))


class WallScene(Vertical):
    """One scene; `show` is called whenever something came, and every half second."""

    def __init__(self, words: Words, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.words = words
        """The texts."""

    def show(self, seen: Seen, now: float) -> None:
        """Draw what a wall has seen, at a time of the server in seconds since 1970."""

    def reopen(self, now: float) -> None:
        """The scene begins anew."""

    @property
    def whole(self) -> float:
        """Seconds that it takes to see all of it."""
        return 0.0

    def line(self, name: str, classes: str = "") -> Static:
        """A line of its own, by the name that `put` knows it under."""
        return Static(id=f"{self.id}-{name}", classes=classes, markup=False)

    def put(self, name: str, text: str) -> None:
        """Say something in a line; an empty one takes no room."""
        said = self.query_one(f"#{self.id}-{name}", Static)
        if str(said.content) != text:
            said.update(Content(text))
        said.display = bool(text)


def sign_of(topic: TopicCard, words: Words) -> str:
    """Whether a topic is an offer or a request."""
    return f"{SIGNS[topic.pitch]} {words(f'topics.{topic.pitch}')}"


def parts(*said: str | None) -> str:
    """What there is of a few things, in a line."""
    return " · ".join(part for part in said if part)
