"""The line on top of every screen: the meet, the time in its zone, how many phones, and whether all is saved."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from teachmeet.domain.panels import JoinPanel, MeetPanel, Panel
from teachmeet.words import Words


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something is wrong: `short` stands in the line, `sentence` below it says what and what to do."""

    short: str
    sentence: str
    grave: bool = True
    """Red; else amber, and the meet goes on as it was."""


class TopLine(Vertical):
    """Draws `meet` and `join`; `now` gives the server's seconds since 1970."""

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

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(id="meet-title", markup=False)
            yield Static(self._words("app.rehearsal"), id="rehearsal", markup=False)
            yield Static(id="time", markup=False)
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
            case JoinPanel():
                dot = "$success" if panel.phones else "$text-muted"
                phones = self._words("app.phones", n=panel.phones)
                self.query_one("#phones", Static).update(Content.assemble(("●", dot), " ", phones))
            case _:
                pass

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
