"""What comes to the host whatever screen is shown: the bell when a talk's time is over, and "the laptop was away"."""

from typing import TYPE_CHECKING

from textual.timer import Timer

from teachmeet.domain.commands import SettleAway
from teachmeet.domain.panels import AwayCard, MeetPanel, NowPanel, Panel, PlanPanel
from teachmeet.widgets.menu import Choice, Menu
from teachmeet.widgets.plan_text import time_of_day
from teachmeet.widgets.talk_text import name_of

if TYPE_CHECKING:
    from teachmeet.app import TeachmeetApp


class Alerts:
    """Looks at each panel that comes."""

    def __init__(self, app: "TeachmeetApp") -> None:
        self._app = app
        self._bell: Timer | None = None
        self._asked: AwayCard | None = None
        self._dialog: Menu[bool] | None = None

    def forget(self) -> None:
        """Another meet is opened, or none."""
        if self._bell is not None:
            self._bell.stop()
        self._bell = self._asked = self._dialog = None

    def take(self, panel: Panel) -> None:
        """A panel came."""
        if isinstance(panel, NowPanel):
            self._set_bell(panel)
        elif isinstance(panel, PlanPanel):
            self._ask_away(panel.away)

    def _set_bell(self, now: NowPanel) -> None:
        """Ring once when the time of the talk that runs passes; never for one that is over time already."""
        if self._bell is not None:
            self._bell.stop()
            self._bell = None
        meeting = self._app.meeting
        if meeting is None or now.on is None or now.clock is None or now.clock.ends_at is None:
            return
        left = now.clock.ends_at / 1000 - meeting.now()
        if left > 0:
            said = self._app.words("app.bell", name=name_of(now.on, self._app.words))
            self._bell = self._app.set_timer(left, lambda: self._ring(said))

    def _ring(self, said: str) -> None:
        self._bell = None
        self._app.bell()
        self._app.say(said, "warning")

    def _ask_away(self, away: AwayCard | None) -> None:
        """Ask once for each time away; take the question back when it was answered elsewhere."""
        if away is None:
            if self._dialog is not None and self._dialog.is_current:
                self._dialog.dismiss(None)
            self._asked = self._dialog = None
            return
        meet = self._app.meet_screen
        if away == self._asked or meet is None or MeetPanel not in self._app.panels:
            return
        self._asked = away
        words, zone = self._app.words, meet.zone
        since, until = time_of_day(away.since, zone), time_of_day(away.until, zone)
        choices = (
            Choice("", words("away.went_on"), False, words("away.went_on_hint")),
            Choice("", words("away.freeze"), True, words("away.freeze_hint")),
        )
        title = words("away.title", since=since, until=until)
        self._dialog = Menu(words, title, choices, note=words("away.question"), must=True)
        self._app.push_screen(self._dialog, self._settle)

    def _settle(self, freeze: bool | None) -> None:
        self._dialog = None
        if freeze is not None:
            self._app.ask(SettleAway(freeze), self._app.words("away.settled"))
