"""The stage: who is on and how long they still have; between two talks, who comes and how long they will have."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from teachmeet.domain.panels import NowPanel, TalkCard
from teachmeet.widgets.digits import BigClock, clock_text
from teachmeet.widgets.figure import Figure
from teachmeet.widgets.talk_text import countdown, name_of, title_of, who_line
from teachmeet.words import Words, load


class Stage(Vertical):
    """Draws the `now` panel. Its class says what it shows: -on, -next, or neither once all talks have been on."""

    DEFAULT_CSS = """
    Stage {
        padding: 1 1 0 2;
        & > #stage-heading { height: 1; color: $text-muted; }
        & > #stage-title { max-height: 3; text-style: bold; text-overflow: ellipsis; }
        & > #stage-who { height: 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #stage-clock { display: none; margin-top: 1; }
        & > #stage-ready { height: 1fr; content-align: left middle; color: $text-muted; }
        & > #stage-hint {
            height: 1; text-align: center; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis;
        }
        & > #stage-hint.-armed { color: $background; background: $warning; text-style: bold; }
        &.-on > #stage-heading { color: $accent; text-style: bold; }
        &.-on > #stage-clock { display: block; }
        &.-on > #stage-ready { display: none; }
        &.-next > #stage-hint { color: $accent; }
    }
    """

    def __init__(self, clock: Callable[[], float], words: Words | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words = words or load()
        self._clock = clock
        self._now: NowPanel | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="stage-heading", markup=False)
        yield Static(id="stage-title", markup=False)
        yield Static(id="stage-who", markup=False)
        yield BigClock(self._clock, words=self._words, id="stage-clock")
        yield Figure(most_scale=6, id="stage-ready")
        yield Static(id="stage-hint", markup=False)

    def show(self, now: NowPanel) -> None:
        """Draw who is on, or who comes."""
        self._now = now
        card = now.on or now.next
        self.set_class(now.on is not None, "-on")
        self.set_class(now.on is None and card is not None, "-next")
        self.query_one(BigClock).countdown = countdown(now)
        ready = self.query_one(Figure)
        if card is None:
            self._head("", self._words("talks.over"), "")
        else:
            heading = "talks.on" if now.on is not None else "talks.next"
            self._head(self._words(heading), title_of(card, self._words), who_line(card, self._words))
            ready.say(clock_text(card.seconds), "")
        self.disarm()

    def arm(self) -> None:
        """Say what pressing the key once more would do."""
        if self._now is None or self._now.on is None:
            return
        anchor = countdown(self._now)
        left = 0 if anchor is None else round(anchor.left(self._clock()))
        name = name_of(self._now.on, self._words)
        text = (
            self._words("talks.arm", name=name, left=clock_text(left))
            if left >= 0
            else self._words("talks.arm_over", name=name, over=clock_text(-left))
        )
        self._hint(text, armed=True)

    def disarm(self) -> None:
        """Go back to what the line says otherwise: what was given or taken, or which key starts the next one."""
        now = self._now
        if now is None:
            return
        if now.on is not None:
            self._hint(self._given(now, now.on))
        elif now.next is not None:
            self._hint(self._words("talks.start_hint", name=name_of(now.next, self._words)))
        else:
            self._hint("")

    def sum_up(self, talks: int, text: str) -> None:
        """What the evening was, once the last talk has ended."""
        if self._now is not None and self._now.on is None and self._now.next is None:
            self.query_one(Figure).say(str(talks), text)

    def _given(self, now: NowPanel, on: TalkCard) -> str:
        more = 0 if now.clock is None else now.clock.total // 1000 - on.seconds
        if not more:
            return ""
        sign = "+" if more > 0 else "−"
        key = "talks.given" if more > 0 else "talks.taken"
        return self._words(key, time=f"{sign}{clock_text(abs(more))}")

    def _head(self, heading: str, title: str, who: str) -> None:
        for name, text in (("heading", heading), ("title", title), ("who", who)):
            self.query_one(f"#stage-{name}", Static).update(Content(text))

    def _hint(self, text: str, *, armed: bool = False) -> None:
        hint = self.query_one("#stage-hint", Static)
        hint.set_class(armed, "-armed")
        hint.update(Content(text))
