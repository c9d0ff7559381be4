"""How it stands with the voting, as a sentence; counts down by itself when the round closes by itself."""

from collections.abc import Callable
from math import ceil

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from teachmeet.domain.panels import RoundPanel, TallyPanel
from teachmeet.domain.programme import Method
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
        tally = self._tally
        if voting is None or voting.round is None:
            if not self._topics:
                return ""
            count = words("topics.count", n=self._topics)
            key = "topics.no_phones" if tally is not None and not tally.voters else "topics.no_round"
            return f"{count} {words(key)}"
        voted, voters = (0, 0) if tally is None or tally.round != voting.round else (tally.voted, tally.voters)
        key = "topics.open" if voting.open else "topics.closed"
        parts = [words(key, round=voting.number, voted=voted, voters=voters, how=self._how(voting))]
        if voting.open:
            parts.append(words("topics.tally_hidden" if voting.hidden else "topics.tally_shown"))
            if voting.closes_at is not None:
                left = max(ceil(voting.closes_at / 1000 - self._now() - 0.001), 0)
                parts.append(words("topics.closes", time=clock_text(left)))
        return ", ".join(parts)

    def _how(self, voting: RoundPanel) -> str:
        """How it is voted, and on how many when not on all."""
        words = self._words
        how = words(f"topics.how.{voting.method}", n=voting.dots)
        if voting.method is Method.DOTS and voting.most > 1:
            how = f"{how} {words('topics.how.most', n=voting.most)}"
        if 0 < len(voting.topics) < self._topics:
            how = f"{how} {words('topics.how.on', n=len(voting.topics))}"
        return how
