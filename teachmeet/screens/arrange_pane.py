"""What the host has done to the whole board: arranged by the planner, published. The board itself is `BoardPane`'s."""

from typing import ClassVar

from textual.binding import BindingType
from textual.timer import Timer
from textual.widgets import Static

from teachmeet.domain.commands_board import Publish, TakeArrangement
from teachmeet.domain.panels_board import GridPanel, PlanningPanel
from teachmeet.screens.base import Pane, bind
from teachmeet.widgets.score_lines import ScoreLines


class ArrangePane(Pane):
    """Draws how well the board fits, how far the planner is, and what is not published."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("space", "publish", "board.key.publish"),
        bind("a", "arrange", "board.key.arrange"),
    ]

    ARMED_FOR = 4.0
    """Seconds within which space pressed again publishes."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._armed: Timer | None = None
        self._failed: PlanningPanel | None = None

    @property
    def grid(self) -> GridPanel | None:
        """The host's board."""
        return self.meet.panel(GridPanel)

    @property
    def plan(self) -> PlanningPanel | None:
        """What the planner has found so far; None when it was not asked."""
        plan = self.meet.panel(PlanningPanel)
        return plan if plan is not None and (plan.searching or plan.cells) else None

    def show_score(self, grid: GridPanel) -> None:
        """Draw the lines above the grid; a search that broke is said once."""
        self.query_one(ScoreLines).show(grid, self.plan)
        plan = self.meet.panel(PlanningPanel)
        if plan is not None and plan.failed and plan != self._failed:
            self.meet.say(self.words("board.failed"), "warning")
        self._failed = plan

    # ── the planner

    def action_arrange(self) -> None:
        """Have it arranged; while that goes on, or is there to be taken, call it off."""
        self.disarm()
        if self.plan is None:
            self.put_back()
            self.meet.have_arranged(True)
        else:
            self.call_off()

    def call_off(self) -> None:
        """Away with the planner's board."""
        self.meet.have_arranged(False)
        self.meet.say(self.words("board.called_off"))

    def take_plan(self, plan: PlanningPanel) -> None:
        """The planner's board becomes the host's."""
        if not plan.cells:
            self.meet.say(self.words("board.starting"))
            return
        self.meet.do(TakeArrangement(plan.cells, plan.seed, plan.of), said=self.words("board.taken"))

    def put_back(self) -> None:
        """Nothing is in the host's hand any more."""

    # ── publishing

    def action_publish(self) -> None:
        """Arm, then show everybody the board: nobody can have it unseen again."""
        grid = self.grid
        if grid is None or self.plan is not None:
            self.meet.say(self.words("board.preview_first"), "warning")
        elif not grid.sessions and not grid.published:
            self.meet.say(self.words("refusal.nothing_on_board"))
        elif grid.published and not grid.changes:
            self.meet.say(self.words("board.all_published"))
        elif self._armed is None:
            said = "board.arm_again" if grid.published else "board.arm_first"
            self.query_one("#told-hint", Static).update(self.words(said, n=grid.changes))
            self.set_class(True, "-armed")
            self._armed = self.set_timer(self.ARMED_FOR, self.disarm)
        else:
            self.disarm()
            self.publish()

    def publish(self) -> None:
        """Show everybody the board."""
        self.meet.do(Publish(), said=self.words("board.said_published"))

    def disarm(self) -> None:
        """Space is not armed any more."""
        if self._armed is not None:
            self._armed.stop()
            self._armed = None
            self.set_class(False, "-armed")
