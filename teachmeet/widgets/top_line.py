"""The line on top of every screen: the meet, the time, when it ends, how many phones, and whether all is saved."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from teachmeet.domain.panels import JoinPanel, MeetPanel, NowPanel, Panel, PlanPanel
from teachmeet.widgets.plan_text import lateness, time_of_day
from teachmeet.words import Words

VERY_LATE = 10 * 60
"""From so many seconds the lateness is red."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something is wrong: `short` stands in the line, `sentence` below it says what and what to do."""

    short: str
    sentence: str
    grave: bool = True
    """Red; else amber, and the meet goes on as it was."""


class TopLine(Vertical):
    """Draws `meet`, `plan`, `now` and `join`; the argument `now` gives the server's seconds since 1970."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    TopLine {
        height: auto;
        & > Horizontal { height: 1; padding: 0 2; }
        & #meet-title { width: 1fr; height: 1; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
        & #rehearsal {
            width: auto; padding: 0 1; margin-left: 1; display: none;
            color: $background; background: $warning; text-style: bold;
        }
        & #time { width: auto; padding: 0 3; text-style: bold; }
        & #finish { width: auto; padding-right: 3; color: $text-muted; }
        & #finish.-late { color: $warning; }
        & #finish.-very { color: $error; text-style: bold; }
        & #phones { width: auto; padding-right: 3; color: $text-muted; }
        & #saved { width: auto; color: $success; }
        & #trouble {
            display: none; height: auto; max-height: 2; padding: 0 2;
            color: $background; background: $error; text-style: bold;
        }
        &.-rehearsal #rehearsal { display: block; }
        &.-trouble #trouble { display: block; }
        &.-grave #saved { color: $error; text-style: bold; }
        &.-mild #trouble { background: $warning; }
        &.-mild #saved { color: $success; }
    }
    """

    def __init__(self, now: Callable[[], float], words: Words) -> None:
        super().__init__()
        self._now = now
        self._words = words
        self._zone: tzinfo | None = None
        self._plan: PlanPanel | None = None
        self._to_come = False

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(id="meet-title", markup=False)
            yield Static(self._words("app.rehearsal"), id="rehearsal", markup=False)
            yield Static(id="time", markup=False)
            yield Static(id="finish", markup=False)
            yield Static(id="phones", markup=False)
            yield Static(self._words("app.connecting"), id="saved", markup=False)
        yield Static(id="trouble", markup=False)

    def on_mount(self) -> None:
        self.set_interval(1, self._tick)

    def show(self, panel: Panel) -> None:
        """Draw what belongs in this line, pass over the rest."""
        match panel:
            case MeetPanel():
                self._zone = ZoneInfo(panel.zone)
                self.query_one("#meet-title", Static).update(Content(panel.title))
                self.set_class(panel.rehearsal, "-rehearsal")
                self._tick()
                self._show_finish()
            case PlanPanel():
                self._plan = panel
                self._show_finish()
            case NowPanel():
                self._to_come = panel.on is not None or panel.left > 0
                self._show_finish()
            case JoinPanel():
                dot = "$success" if panel.phones else "$text-muted"
                phones = self._words("app.phones", n=panel.phones)
                self.query_one("#phones", Static).update(Content.assemble(("●", dot), " ", phones))
            case _:
                pass

    def _show_finish(self) -> None:
        """When it will be over, and how late that is; nothing once all is over."""
        plan, finish = self._plan, self.query_one("#finish", Static)
        if plan is None or plan.finish is None or self._zone is None:
            return
        to_come = self._to_come or any(not part.over and not part.skipped for part in plan.segments)
        late = plan.late or 0
        said = [self._words("app.ends", time=time_of_day(plan.finish, self._zone))]
        if plan.late is not None:
            said.append(lateness(plan.late, self._words))
        finish.set_class(late >= 60, "-late")
        finish.set_class(late >= VERY_LATE, "-very")
        finish.update(Content(" · ".join(said) if to_come else ""))

    def alarm(self, trouble: Trouble | None) -> None:
        """Say what is wrong, or that nothing is."""
        self.set_class(trouble is not None and bool(trouble.sentence), "-trouble")
        self.set_class(trouble is not None and trouble.grave, "-grave")
        self.set_class(trouble is not None and not trouble.grave, "-mild")
        saved = self._words("app.saved") if trouble is None or not trouble.grave else trouble.short
        self.query_one("#saved", Static).update(Content(saved))
        self.query_one("#trouble", Static).update(Content("" if trouble is None else trouble.sentence))

    def _tick(self) -> None:
        """Only a new minute repaints."""
        if self._zone is None:
            return
        time = self.query_one("#time", Static)
        shown = f"{datetime.fromtimestamp(self._now(), self._zone):%H:%M}"
        if str(time.content) != shown:
            time.update(Content(shown))
