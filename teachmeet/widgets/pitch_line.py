"""How it stands with pitching: who speaks for what, what phones may pitch, and what waits for the host."""

from collections.abc import Callable
from math import ceil

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from teachmeet.domain.panels import PitchingPanel, TallyPanel
from teachmeet.widgets.digits import clock_text
from teachmeet.widgets.topic_list import ON, WAITS
from teachmeet.words import Words, load


class PitchLine(Static):
    """Draws `pitching`; hidden when there is nothing to say. `now` gives the server's seconds since 1970."""

    DEFAULT_CSS = """
    PitchLine {
        display: none;
        height: auto;
        max-height: 2;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        &.-said { display: block; }
    }
    """

    def __init__(self, now: Callable[[], float], words: Words | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._now = now
        self._words = words or load()
        self._pitching: PitchingPanel | None = None
        self._answered: int | None = None
        self._waiting = 0
        self._next: Timer | None = None
        self._lines: tuple[str, str] = ("", "")

    def show(self, pitching: PitchingPanel | None, tally: TallyPanel | None, waiting: int) -> None:
        """Draw how it stands, with so many topics that are not on the wall yet."""
        self._pitching, self._waiting = pitching, waiting
        self._answered = None if tally is None else tally.answered
        self._say()

    @property
    def text(self) -> str:
        """All that it says."""
        return "\n".join(line for line in self._lines if line)

    def _say(self) -> None:
        if self._next is not None:
            self._next.stop()
            self._next = None
        lines = self._spotlight(), " · ".join(self._rules())
        if lines != self._lines:
            self._lines = lines
            shown = [Content(line).stylize(style) for line, style in zip(lines, ("$accent", ""), strict=True) if line]
            self.update(Content("\n").join(shown))
            self.set_class(bool(shown), "-said")
        left = self._left()
        if left is not None and left > 0 and self.is_attached:
            self._next = self.set_timer(max((left - 0.001) % 1.0, 0.05), self._say)

    def _spotlight(self) -> str:
        words = self._words
        on = None if self._pitching is None else self._pitching.on
        if on is None:
            return ""
        said = f"{ON} {words('topics.pitching', title=on.title or words('topics.untitled'))}"
        return said if self._answered is None else f"{said}; {words('topics.answered', n=self._answered)}"

    def _rules(self) -> list[str]:
        words, pitching, left = self._words, self._pitching, self._left()
        rules = []
        if pitching is not None and pitching.only_requests and (left is None or left > 0):
            rules.append(
                words("topics.only_requests")
                if left is None
                else words("topics.only_requests_for", time=clock_text(ceil(left - 0.001)))
            )
        if pitching is not None and pitching.checking:
            rules.append(words("topics.checking"))
        if self._waiting:
            rules.append(f"{WAITS} {words('topics.waiting', n=self._waiting)}")
        return rules

    def _left(self) -> float | None:
        """Seconds until offers are taken again; None when no time was set."""
        pitching = self._pitching
        if pitching is None or not pitching.only_requests or pitching.until is None:
            return None
        return pitching.until / 1000 - self._now()
