"""How it stands with the voting, as a sentence; counts down by itself when the round closes by itself."""

from collections.abc import Callable
from math import ceil

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from teachmeet.domain.panels import RoundPanel, TallyPanel
from teachmeet.widgets.digits import clock_text
from teachmeet.words import Words, load


class RoundLine(Static):
    """Draws `round` and `tally`; `now` gives the server's seconds since 1970."""

    DEFAULT_CSS = """
    RoundLine {
        height: auto;
        max-height: 2;
        &.-open { color: $accent; text-style: bold; }
    }
    """

    def __init__(self, now: Callable[[], float], words: Words | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._now = now
        self._words = words or load()
        self._round: RoundPanel | None = None
        self._tally: TallyPanel | None = None
        self._topics = 0
        self._next: Timer | None = None

    def show(self, voting: RoundPanel | None, tally: TallyPanel | None, topics: int) -> None:
        """Draw how it stands, with so many topics on the list."""
        self._round, self._tally, self._topics = voting, tally, topics
        self.set_class(voting is not None and voting.open, "-open")
        self._say()

    def _say(self) -> None:
        if self._next is not None:
            self._next.stop()
            self._next = None
        sentence = self.sentence()
        if str(self.content) != sentence:
            self.update(Content(sentence))
        closes = self._round.closes_at if self._round is not None and self._round.open else None
        if closes is not None and self.is_attached:
            self._next = self.set_timer(max((closes / 1000 - self._now() - 0.001) % 1.0, 0.05), self._say)

    def sentence(self) -> str:
        """How it stands now."""
        voting, words = self._round, self._words
        if voting is None or voting.round is None:
            return words("topics.no_round", n=self._topics) if self._topics else ""
        tally = self._tally if self._tally is not None and self._tally.round == voting.round else None
        voted, voters = (0, 0) if tally is None else (tally.voted, tally.voters)
        key = "topics.open" if voting.open else "topics.closed"
        said = words(key, round=voting.number, n=voting.dots, voted=voted, voters=voters)
        if voting.open and voting.closes_at is not None:
            left = max(ceil(voting.closes_at / 1000 - self._now() - 0.001), 0)
            said = f"{said}, {words('topics.closes', time=clock_text(left))}"
        return said
