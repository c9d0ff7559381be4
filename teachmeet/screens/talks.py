"""Talks: the stage on the left, the running order on the right."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from teachmeet.domain.commands import AddTime, EndTalk, PauseTalk, ResumeTalk, StartTalk
from teachmeet.domain.panels import NowPanel, Panel, TalksPanel
from teachmeet.screens.base import MeetScreen, bind
from teachmeet.widgets.breadth import BREADTHS
from teachmeet.widgets.digits import clock_text
from teachmeet.widgets.running_order import Place, RunningOrder, Stand, places
from teachmeet.widgets.stage import Stage
from teachmeet.widgets.talk_text import long_time, name_of, short_line, title_of, who_line


class TalksScreen(MeetScreen):
    """Starts, pauses and ends talks; shows the clock that everybody shows."""

    CSS_PATH = "talks.tcss"
    HORIZONTAL_BREAKPOINTS = BREADTHS
    NAME = "talks"
    LOOKS = ("talks",)
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("space", "main", "talks.key.main"),
        bind("n", "next", "talks.key.next"),
        bind("plus,equals_sign", "add_time(30)", "talks.key.more", display="+ −"),
        bind("minus", "add_time(-30)", "talks.key.less", show=False, display="−"),
        bind("enter", "start", "talks.key.start", display="enter"),
    ]

    ARMED_FOR = 3.0
    """Seconds within which the second `n` ends a talk."""

    def __init__(self) -> None:
        super().__init__()
        self._armed: int | None = None
        self._lapse: Timer | None = None

    def body(self) -> ComposeResult:
        yield Static(self.words("talks.none"), id="no-talks", markup=False)
        with Horizontal(id="talks"):
            yield Stage(self.server_now, self.words)
            with Vertical(id="programme"):
                with Vertical(id="beside"):
                    yield Static(id="beside-heading", markup=False)
                    yield Static(id="beside-who", markup=False)
                    yield Static(id="beside-title", markup=False)
                yield Static(id="order-heading", markup=False)
                yield RunningOrder(self.words)
                with Vertical(id="cursor"):
                    yield Static(id="cursor-title", markup=False)
                    yield Static(id="cursor-who", markup=False)

    # ── drawing

    def show(self, panel: Panel) -> None:
        match panel:
            case NowPanel():
                self.query_one(Stage).show(panel)
                if panel.on is None or panel.on.talk != self._armed:
                    self._disarm()
                elif self._armed is not None:
                    self.query_one(Stage).arm()
                self._show_beside()
            case TalksPanel():
                self.set_class(not panel.talks, "-no-talks")
                self.query_one(RunningOrder).show(panel)
                self._show_beside()
                self._show_order(panel)
            case _:
                pass

    def on_row_list_moved(self) -> None:
        row = self.query_one(RunningOrder).row
        if row is None:
            return
        card = row.talk.card
        self.query_one("#cursor-title", Static).update(Content(title_of(card, self.words)))
        self.query_one("#cursor-who", Static).update(Content(who_line(card, self.words)))

    def _show_order(self, panel: TalksPanel) -> None:
        coming = [p for p in places(panel) if p.stand in (Stand.NEXT, Stand.COMING)]
        time = long_time(sum(p.talk.card.seconds for p in coming), self.words)
        told = self.words("talks.to_come", n=len(coming), time=time)
        order = Content.assemble(self.words("talks.order"), (f"  {told}", "$text-muted"))
        heading = order if coming else Content(self.words("talks.all_done"))
        self.query_one("#order-heading", Static).update(heading)
        done = [p for p in places(panel) if p.stand is Stand.PAST]
        used, over = sum(p.used for p in done), sum(p.used - p.talk.card.seconds for p in done)
        summing = [self.words("talks.over_hint", n=len(done), used=long_time(used, self.words))]
        if over > 0:
            summing.append(self.words("talks.over_by", time=clock_text(over)))
        self.query_one(Stage).sum_up(len(done), " · ".join(summing))

    def _show_beside(self) -> None:
        """What stands over the order: who is next, between two talks who was on, before the first the evening."""
        now, talks = self.panel(NowPanel), self.panel(TalksPanel)
        if now is None or talks is None:
            return
        done = [p for p in places(talks) if p.stand is Stand.PAST]
        last = max(done, key=lambda p: p.talk.ended or 0, default=None)
        if now.on is not None and now.next is not None:
            card = now.next
            told = ("talks.next", short_line(card, self.words), title_of(card, self.words))
        elif now.on is not None:
            told = ("talks.next", self.words("talks.last_one"), "")
        elif last is not None:
            told = ("talks.last", name_of(last.talk.card, self.words), self._took(last))
        else:
            seconds = sum(row.card.seconds for row in talks.talks)
            span = self.words("talks.of_talking", time=long_time(seconds, self.words))
            told = ("talks.begin", self.words("talks.talks", n=len(talks.talks)), span)
        self.query_one("#beside-heading", Static).update(Content(self.words(told[0])))
        self.query_one("#beside-who", Static).update(Content(told[1]))
        self.query_one("#beside-title", Static).update(Content(told[2]))

    def _took(self, place: Place) -> str:
        planned = clock_text(place.talk.card.seconds)
        used = self.words("talks.used", used=clock_text(place.used), planned=planned)
        return f"{used} · {clock_text(-place.over)}" if place.over else used

    # ── what the keys do

    def action_main(self) -> None:
        """Start the next talk; pause the one that is on, or let it go on."""
        now = self.panel(NowPanel)
        self._disarm()
        if now is None or now.on is None or now.clock is None:
            self.do(StartTalk())
        elif now.clock.ends_at is None:
            self.do(ResumeTalk())
        else:
            self.do(PauseTalk())

    def action_next(self) -> None:
        """Arm, then end the talk that is on; with none on, start the next."""
        on = self._on()
        if on is None:
            self.do(StartTalk())
        elif self._armed == on:
            self._disarm()
            self.do(EndTalk())
        else:
            self._armed = on
            self.query_one(Stage).arm()
            self._lapse = self.set_timer(self.ARMED_FOR, self._disarm)

    def action_add_time(self, seconds: int) -> None:
        """Give the talk that is on more time, or less."""
        self.do(AddTime(seconds))

    def action_start(self) -> None:
        """Start the talk under the cursor."""
        row = self.query_one(RunningOrder).row
        if row is not None:
            self.do(StartTalk(row.talk.card.talk))

    def _on(self) -> int | None:
        now = self.panel(NowPanel)
        return None if now is None or now.on is None else now.on.talk

    def _disarm(self) -> None:
        if self._lapse is not None:
            self._lapse.stop()
            self._lapse = None
        if self._armed is not None:
            self._armed = None
            self.query_one(Stage).disarm()
