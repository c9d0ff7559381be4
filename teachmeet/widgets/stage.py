"""The stage: who is on and how long they still have; between two talks who comes; the hat; the part that is on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from itertools import cycle
from random import shuffle

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from teachmeet.domain.panels import NowPanel, PlanPanel, SegmentRow, TalkCard, TalksPanel
from teachmeet.domain.programme import Order, SegmentKind
from teachmeet.widgets.digits import BigClock, clock_text
from teachmeet.widgets.figure import Figure
from teachmeet.widgets.letters import Picturing, name_picture, size_of
from teachmeet.widgets.plan_text import due_part, part_of, time_of_day
from teachmeet.widgets.talk_text import countdown, name_of, row_of, short_line, title_of, who_line
from teachmeet.words import Words, load

DRAWS_FOR, FLICKERS = 1.1, 14.0
"""Seconds that names flicker before the one that was drawn stands, and how many a second."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the stage is drawn from."""

    now: NowPanel
    talks: TalksPanel | None = None
    plan: PlanPanel | None = None
    zone: tzinfo | None = None

    @property
    def hat(self) -> tuple[int, int] | None:
        """How many in the hat are here, and how many were not seen; None when no lots are drawn."""
        if self.talks is None or self.talks.order is not Order.DRAWN:
            return None
        inside = [r for r in self.talks.talks if r.started is None and r.withdrawn is None and not r.drawn]
        here = sum(row.here for row in inside)
        return here, len(inside) - here

    @property
    def due(self) -> SegmentRow | None:
        """The part that comes before the next talk."""
        return due_part(self.plan, self.talks)

    @property
    def rests(self) -> bool:
        """Whether a part is on that is not for talks."""
        return self.now.on is None and self.now.segment is not None and self.now.segment.kind is not SegmentKind.TALKS


class Stage(Vertical):
    """Its class says what it shows: -on, -next, -hat, or none of them once all talks have been on."""

    DEFAULT_CSS = """
    Stage {
        padding: 1 1 0 2;
        & > #stage-heading { height: 1; color: $text-muted; }
        & > #stage-title { max-height: 3; text-style: bold; text-overflow: ellipsis; }
        & > #stage-who { height: 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #stage-called { display: none; height: 1; color: $warning; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #stage-called.-seen { color: $success; }
        & > #stage-clock { display: none; margin-top: 1; }
        & > #stage-ready { height: 1fr; content-align: left middle; color: $text-muted; }
        & > #stage-name { display: none; height: 1fr; margin-top: 2; }
        &.-named > #stage-name { display: block; }
        &.-named > #stage-ready { display: none; }
        & > #stage-timer {
            display: none; height: 1; margin-top: 1;
            & > Static { width: auto; padding: 0 2; color: $text-muted; }
            & > BigClock { width: 1fr; height: 1fr; }
        }
        &.-timer > #stage-timer { display: block; }
        & > #stage-hint {
            height: 1; text-align: center; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis;
        }
        & > #stage-hint.-armed { color: $background; background: $warning; text-style: bold; }
        &.-on > #stage-heading { color: $accent; text-style: bold; }
        &.-on > #stage-clock { display: block; }
        &.-on > #stage-ready { display: none; }
        &.-next > #stage-hint, &.-hat > #stage-hint { color: $accent; }
        &.-next > #stage-called { display: block; }
        &.-hat > #stage-ready { color: $text; }
        &.-drawing > #stage-title { color: $accent; }
    }
    """

    def __init__(self, clock: Callable[[], float], words: Words | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words = words or load()
        self._clock = clock
        self._scene: Scene | None = None
        self._drawing: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="stage-heading", markup=False)
        yield Static(id="stage-title", markup=False)
        yield Static(id="stage-who", markup=False)
        yield Static(id="stage-called", markup=False)
        yield BigClock(self._clock, words=self._words, id="stage-clock")
        yield Picturing(most=5, id="stage-name", centred=True)
        yield Figure(most_scale=6, id="stage-ready")
        with Horizontal(id="stage-timer"):
            yield Static(self._words("talks.questions"), markup=False)
            yield BigClock(self._clock, words=self._words, id="timer-clock")
        yield Static(id="stage-hint", markup=False)

    # ── drawing

    def show(self, scene: Scene) -> None:
        """Draw what is on, or what comes; while names flicker, that waits."""
        self._scene = scene
        now = scene.now
        self.set_class(now.timer is not None, "-timer")
        self.query_one("#timer-clock", BigClock).countdown = countdown(now.timer)
        if self._drawing is not None:
            return
        hat = now.on is None and now.next is None and now.left > 0 and not scene.rests
        self.set_class(now.on is not None or (scene.rests and now.segment_clock is not None), "-on")
        self.set_class(now.on is None and now.next is not None and not scene.rests, "-next")
        self.set_class(hat, "-hat")
        self.remove_class("-named")
        clock = now.clock if now.on is not None else now.segment_clock if scene.rests else None
        self.query_one("#stage-clock", BigClock).countdown = countdown(clock)
        if scene.rests:
            self._show_part(scene)
        elif (card := now.on or now.next) is not None:
            self._show_talk(scene, card)
        elif hat:
            self._show_hat(scene)
        elif (due := scene.due) is not None:
            at = "" if due.starts is None else time_of_day(due.starts, scene.zone)
            self._head(self._words("talks.next"), part_of(due.card, self._words), at)
            self.query_one("#stage-ready", Figure).say("", "")
        else:
            self._head(self._words("talks.over"), "", "")
        self.disarm()

    def _show_part(self, scene: Scene) -> None:
        part, coming = scene.now.segment, scene.now.next
        assert part is not None
        after = "" if coming is None else f"{self._words('talks.next')}  {short_line(coming, self._words)}"
        self._head(self._words("talks.on"), part_of(part, self._words), after)
        self.query_one("#stage-ready", Figure).say("", "")

    def _show_talk(self, scene: Scene, card: TalkCard) -> None:
        words = self._words
        heading = "talks.on" if scene.now.on is not None else "talks.next"
        self._head(words(heading), title_of(card, words), who_line(card, words))
        row = row_of(scene.talks, card.talk)
        called = self.query_one("#stage-called", Static)
        called.set_class(row is not None and row.seen, "-seen")
        called.update(words("talks.seen" if row is not None and row.seen else "talks.not_seen"))
        self.query_one("#stage-ready", Figure).say(clock_text(card.seconds), "")
        if scene.now.on is None and scene.hat is not None:
            self._spell(card.name or "")

    def _show_hat(self, scene: Scene) -> None:
        words = self._words
        here, away = scene.hat or (0, scene.now.left)
        counts = words("talks.hat_counts", here=here, away=away)
        self._head(words("talks.hat"), counts, words("talks.weighted") if scene.now.weighted else "")
        self.query_one("#stage-ready", Figure).say(str(here), words("talks.in_hat", n=here))

    def sum_up(self, talks: int, text: str) -> None:
        """What the evening was, once the last talk has ended."""
        scene = self._scene
        if scene is not None and not (scene.now.on or scene.now.next or scene.now.left or scene.rests):
            self.query_one("#stage-ready", Figure).say(str(talks), text)

    # ── the draw

    def reveal(self, names: Sequence[str]) -> None:
        """Let the names of the hat flicker, then show the one that was drawn."""
        if len(names) < 2 or self.app.animation_level == "none" or self._drawing is not None:
            return
        mixed = list(names)
        shuffle(mixed)
        faces = cycle(mixed)
        self.add_class("-drawing")
        self.remove_class("-hat", "-next")
        self.query_one("#stage-ready", Figure).say("", "")
        self._hint("")

        def flicker() -> None:
            name = next(faces)
            self._head(self._words("talks.drawing"), name, "")
            self._spell(name)

        flicker()
        self._drawing = self.set_interval(1 / FLICKERS, flicker)
        self.set_timer(DRAWS_FOR, self._drawn)

    def _spell(self, name: str) -> None:
        """A name in block letters, as large as there is room; what has no such letters stands in the title alone."""
        picture = name_picture(name)
        fits = bool(picture) and size_of(picture, 1).width < self.size.width - 3
        self.set_class(fits, "-named")
        self.query_one("#stage-name", Picturing).picture = picture if fits else ()

    def _drawn(self) -> None:
        if self._drawing is not None:
            self._drawing.stop()
            self._drawing = None
        self.remove_class("-drawing")
        if self._scene is not None:
            self.show(self._scene)

    # ── the line below

    def arm(self, text: str) -> None:
        """Say what pressing the key once more would do."""
        self._hint(text, armed=True)

    def disarm(self) -> None:
        """Go back to what the line says otherwise: what was given or taken, or which key goes on."""
        if self._scene is not None and self._drawing is None:
            self._hint(self._hinted(self._scene))

    def _hinted(self, scene: Scene) -> str:
        words, now, due = self._words, scene.now, scene.due
        if now.on is not None:
            return self._given(now, now.on)
        if due is not None:
            part = part_of(due.card, words)
            if now.next is None or due.starts is None:
                return words("talks.part_next", part=part)
            at, name = time_of_day(due.starts, scene.zone), name_of(now.next, words)
            return words("talks.part_hint", part=part, time=at, name=name)
        if now.next is not None:
            return words("talks.start_hint", name=name_of(now.next, words))
        if not now.left:
            return ""
        return words("talks.hat_hint" if (scene.hat or (0, 0))[0] else "talks.hat_nobody")

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
