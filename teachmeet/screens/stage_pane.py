"""The stage and beside it the running order: starts, pauses, ends, gives time; what to do about being late."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from teachmeet.domain.commands import AddTime, EndTalk
from teachmeet.domain.panels import NowPanel, Panel, PlanPanel, TalksPanel
from teachmeet.screens.base import bind
from teachmeet.screens.order_pane import OrderPane
from teachmeet.screens.speaker_pane import CAMEL, END, SpeakerPane
from teachmeet.screens.talk_keys import go, onward
from teachmeet.widgets.beside import summed_up
from teachmeet.widgets.camel import WalkingCamel
from teachmeet.widgets.digits import clock_text
from teachmeet.widgets.stage import Scene, Stage
from teachmeet.widgets.talk_text import countdown, name_of

DRAW_WITHIN = 3.0
"""Seconds in which a lot that was asked for is expected to fall."""


class StagePane(SpeakerPane):
    """Draws `now`, `talks` and `plan`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("space", "main", "talks.key.main"),
        bind("n", "next", "talks.key.next"),
        bind("plus,equals_sign", "add_time(30)", "talks.key.more", display="+ −"),
        bind("minus", "add_time(-30)", "talks.key.less", show=False, display="−"),
        bind("greater_than_sign", "add_time(60)", "talks.key.minute", show=False, display=">"),
        bind("less_than_sign", "add_time(-60)", "talks.key.minute_less", show=False, display="<"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._in_hat: tuple[str, ...] = ()
        self._coming: int | None = None
        self._camel: int | None = None

    def compose(self) -> ComposeResult:
        yield Static(self.words("talks.none"), id="no-talks", markup=False)
        with Horizontal(id="talks"):
            yield Stage(self.meet.server_now, self.words)
            yield OrderPane(id="programme")
        yield WalkingCamel()

    # ── drawing

    def show(self, panel: Panel) -> None:
        """Draw a panel."""
        if not isinstance(panel, NowPanel | TalksPanel | PlanPanel):
            return
        now, talks, plan = self.meet.panel(NowPanel), self.meet.panel(TalksPanel), self.meet.panel(PlanPanel)
        if isinstance(panel, NowPanel):
            self._reveal(panel)
            self._walk(panel)
        nothing = (talks is None or not talks.talks) and (plan is None or not plan.segments)
        self.set_class(talks is not None and nothing, "-no-talks")
        if now is not None:
            self.query_one(Stage).show(Scene(now, talks, plan, self.meet.zone))
            if talks is not None:
                self.query_one(Stage).sum_up(*summed_up(talks, self.words))
            if now.on is None or self._armed is None or now.on.talk != self._armed[1]:
                self.disarm()
            else:
                self.query_one(Stage).arm(self._arm_text(self._armed[0]))
        self.query_one(OrderPane).show(now, talks, plan)

    def on_order_pane_drawing(self, message: OrderPane.Drawing) -> None:
        """A lot was asked for: when it has fallen, the names flicker first."""
        message.stop()
        self._in_hat = message.names
        self.set_timer(DRAW_WITHIN, self._no_lot)

    def _no_lot(self) -> None:
        self._in_hat = ()

    def _reveal(self, now: NowPanel) -> None:
        """Let the names flicker when the lot that was asked for has fallen and the stage shows on whom."""
        coming = None if now.next is None else now.next.talk
        before, self._coming = self._coming, coming
        if self._in_hat and now.on is None and coming is not None and coming != before:
            self.query_one(Stage).reveal(self._in_hat)
            self._no_lot()

    def _walk(self, now: NowPanel) -> None:
        """Let the camel walk when it was thrown since the last time."""
        if self._camel is not None and now.camel > self._camel:
            self.query_one(WalkingCamel).walk()
        self._camel = now.camel

    # ── what the keys do

    def action_main(self) -> None:
        """Start the next talk; pause the one that is on, or let it go on."""
        self.disarm()
        self.meet.do(go(self.meet.panel(NowPanel)))

    def action_next(self) -> None:
        """Arm, then end the talk that is on; with none on, begin what the plan has next: a part or a talk."""
        on = self.on
        if on is not None:
            if self.armed(END, on.talk, self._arm_text(END)):
                self.meet.do(EndTalk())
            return
        self.meet.do(onward(self.meet.panel(PlanPanel), self.meet.panel(TalksPanel)))

    def action_add_time(self, seconds: int) -> None:
        """Give the talk that is on more time, or less."""
        self.meet.do(AddTime(seconds))

    def _arm_text(self, act: str) -> str:
        """What the key that arms would do; of the time that is left, as it is now."""
        now = self.meet.panel(NowPanel)
        if now is None or now.on is None:
            return ""
        name = name_of(now.on, self.words)
        if act == CAMEL:
            return self.words("talks.arm_camel")
        anchor = countdown(now.clock)
        left = 0 if anchor is None else round(anchor.left(self.meet.server_now()))
        if left < 0:
            return self.words("talks.arm_over", name=name, over=clock_text(-left))
        return self.words("talks.arm", name=name, left=clock_text(left))
