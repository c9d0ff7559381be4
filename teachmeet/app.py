"""The Textual App: owns the open meet, hands what its server says to the screens, switches between them."""

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on, work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from teachmeet.domain.commands import Command
from teachmeet.domain.panels import DeskPanel, MeetPanel, Notice, Panel
from teachmeet.heap import settle_heap
from teachmeet.laptop import LaptopError
from teachmeet.link import Rejected
from teachmeet.meetfolder import FolderError
from teachmeet.screens import messages as m
from teachmeet.screens.alerts import Alerts
from teachmeet.screens.base import ALWAYS_LOOKED_AT, MeetScreen, Severity, bind
from teachmeet.screens.board import BoardScreen
from teachmeet.screens.desk import Desk
from teachmeet.screens.hush import Hush
from teachmeet.screens.join import JoinScreen
from teachmeet.screens.leave import Leave, LeaveScreen
from teachmeet.screens.meeting import Meeting
from teachmeet.screens.people import PeopleScreen
from teachmeet.screens.questions import QuestionsScreen
from teachmeet.screens.shell import Shell
from teachmeet.screens.talks import TalksScreen
from teachmeet.screens.topics import TopicsScreen
from teachmeet.screens.trouble import News, notice_of, trouble_of
from teachmeet.widgets import too_small
from teachmeet.widgets.top_line import Trouble
from teachmeet.widgets.wifi import Wifi
from teachmeet.words import languages, load

NOTICE_LASTS = 120.0
"""Seconds that a notice of the server stays on the screen."""


SETTLES = 3.0
"""Seconds after which the screens of a meet stand."""


BUILT: tuple[type[MeetScreen], ...] = (
    JoinScreen,
    TalksScreen,
    TopicsScreen,
    BoardScreen,
    QuestionsScreen,
    PeopleScreen,
)
"""The screens of an open meet; the first is shown when it opens."""


class TeachmeetApp(Shell):
    """The organizer's terminal. With a `slug` it opens that meet at once; `people` are simulated attendees for it."""

    CSS_PATH = ["app.tcss", "screens/base.tcss", "screens/home.tcss"]  # noqa: RUF012  # Textual's own type
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("q", "leave", "app.keys.leave"),
        Binding("ctrl+q", "leave_at_once", load()("app.keys.leave"), show=False, priority=True),
    ]

    def __init__(self, desk: Desk, slug: str | None = None, people: int = 0) -> None:
        super().__init__()
        self.desk = desk
        """The laptop."""
        self.panels: dict[type[Panel], Panel] = {}
        """The newest panel of each type."""
        self.trouble: Trouble | None = None
        """What is wrong, for the top line of every screen."""
        self.meeting: Meeting | None = None
        """The meet that is open."""
        self.hush = Hush(self)
        """Whether the room sees this screen."""
        self.wifi: Wifi | None = None
        """The hall's wifi, once it was typed in: in memory of this run alone, never on disk."""
        self._alerts = Alerts(self)
        self._first = slug, people
        self._told: set[str] = set()

    def begin(self) -> None:
        """Home is there: open the meet that was named at the start, if one was."""
        slug, people = self._first
        if slug is not None:
            self.open_meet(slug, people)

    def on_unmount(self) -> None:
        if self.meeting is not None:
            self.meeting.dismiss_crowd()

    @property
    def meet_screen(self) -> MeetScreen | None:
        """The screen of the open meet that is shown, whatever dialog lies over it."""
        shown = (screen for screen in reversed(self.screen_stack) if isinstance(screen, MeetScreen))
        return next((screen for screen in shown if screen.stands), None)

    # ── opening and leaving a meet

    @work(group="open", exclusive=True)
    async def open_meet(self, slug: str, people: int = 0) -> None:
        """Open a meet: find its server or start one, and show it; home says how that goes."""
        self.home.busy(self.words("home.opening", meet=slug))
        try:
            folder = await asyncio.to_thread(self.desk.folder, slug)
            running = await self.desk.start(slug)
            looks = (*ALWAYS_LOOKED_AT, *BUILT[0].LOOKS)
            meeting = Meeting(self.desk, folder, running, looks, self.post_message)
            if people:
                meeting.crowd = await asyncio.to_thread(self.desk.crowd, slug, people)
        except (LaptopError, FolderError) as error:
            self.home.refuse(str(error))
            return
        self.home.busy("")
        await self.show_screens()
        self.meeting = meeting
        self.run_worker(meeting.run(), group="meeting", exclusive=True)
        self.set_timer(SETTLES, settle_heap)

    async def show_screens(self) -> None:
        """Put the screens of a meet over home; they fill as panels come."""
        self.panels.clear()
        self._told.clear()
        self._alerts.forget()
        self.trouble = None
        await self.pop_to_home()
        for screen in BUILT:
            if not self.is_screen_installed(screen.NAME):
                self.install_screen(screen(), screen.NAME)
        await self.push_screen(BUILT[0].NAME)
        self.hush.opened()
        too_small.guard(self, self.size, self.words)

    async def close_meet(self) -> None:
        """Let go of the meet and go home; its server is left as it is."""
        meeting, self.meeting = self.meeting, None
        self._alerts.forget()
        for group in ("meeting", "ask", "look"):
            self.workers.cancel_group(self, group)
        if meeting is not None:
            meeting.dismiss_crowd()
        await self.pop_to_home()
        for kind in BUILT:
            screen = self.get_screen(kind.NAME)
            self.uninstall_screen(screen)
            if screen.is_running:
                await screen.remove()
        self.home.look_again()
        too_small.guard(self, self.size, self.words)

    def action_leave_at_once(self) -> None:
        """Leave from wherever one is, also while typing."""
        self.action_leave()

    def action_leave(self) -> None:
        """Leave the meet; at home, or when asked again, the program."""
        if self.meet_screen is None or isinstance(self.screen, LeaveScreen):
            self.exit()
        elif self.meeting is None or self.meeting.over:
            self.run_worker(self.close_meet(), group="close")
        else:
            self._leave(self.meeting)

    @work(group="close", exclusive=True)
    async def _leave(self, meeting: Meeting) -> None:
        """Ask whether the server goes on, and do so."""
        meet = self.panels.get(MeetPanel)
        rehearsal = isinstance(meet, MeetPanel) and meet.rehearsal
        choice = await self.push_screen_wait(LeaveScreen(self.words, rehearsal))
        if choice is Leave.STAY:
            return
        try:
            if choice is not Leave.KEEP:
                self.say(self.words("leave.stopping"))
                await meeting.stop()
            await self.close_meet()
            if choice is Leave.REMOVE:
                await asyncio.to_thread(self.desk.remove, meeting.slug)
                self.home.look_again()
        except TimeoutError:
            self.say(self.words("leave.not_stopped"), "error")
        except LaptopError as error:
            self.home.refuse(str(error))

    # ── the language

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        yield from super().get_system_commands(screen)
        for language in languages():
            name = self.words("language.speak", name=load(language)("language.name"))
            yield SystemCommand(name, self.words("language.what"), partial(self.choose_language, language))

    @work(group="language", exclusive=True)
    async def choose_language(self, language: str) -> None:
        """Have teachmeet speak another language: from its next start on, since screens have their words by now."""
        try:
            await asyncio.to_thread(self.desk.keep_language, language)
        except LaptopError as error:
            self.notify(str(error), severity="error", markup=False)
        else:
            self.notify(self.words("language.next", name=load(language)("language.name")), markup=False)

    # ── what the server says

    @on(m.LinkUp)
    @on(m.LinkDown)
    @on(m.RestartFailed)
    @on(m.ServerEnded)
    @on(m.TurnedAway)
    def hear(self, news: News) -> None:
        """The link has news: the top line says what is wrong, or no longer does."""
        meet = self.panels.get(MeetPanel)
        zone = ZoneInfo(meet.zone) if isinstance(meet, MeetPanel) else None
        self._alarm(trouble_of(news, self.words, zone))

    def on_panel_shown(self, message: m.PanelShown) -> None:
        self.panels[type(message.panel)] = message.panel
        if self.meet_screen is not None:
            self.meet_screen.take(message.panel)
        self.hush.take(message.panel)
        self._alerts.take(message.panel)
        if isinstance(message.panel, DeskPanel):
            self._tell(message.panel.notices)

    def _tell(self, notices: Iterable[Notice]) -> None:
        """Say what the host must know, each once and for a while, unless something worse is being said."""
        for notice in notices:
            if notice.code not in self._told and self.trouble is None:
                self._told.add(notice.code)
                self._alarm(notice_of(notice, self.words))
                self.set_timer(NOTICE_LASTS, self._forget_notice)

    def _forget_notice(self) -> None:
        if self.trouble is not None and not self.trouble.grave:
            self._alarm(None)

    def _alarm(self, trouble: Trouble | None) -> None:
        if trouble == self.trouble is not None:
            return
        self.trouble = trouble
        if self.meet_screen is not None:
            self.meet_screen.alarm(trouble)

    @property
    def connected(self) -> bool:
        """Whether the server of the open meet hears us now."""
        return self.meeting is not None and self.meeting.link.connected

    # ── acts

    @work(group="look", exclusive=True)
    async def look_at(self, panels: tuple[str, ...]) -> None:
        """Have the server show these panels and no others."""
        if self.meeting is not None:
            await self.meeting.look(panels)

    @work(group="ask")
    async def have_arranged(self, start: bool) -> None:
        """Have the planner arrange the board, or call it off."""
        if self.meeting is not None:
            await self.meeting.arrange(start)

    @work(group="ask")
    async def hold(self, topic: int | None) -> None:
        """Have the prices of the board's cells shown for a topic, or for none."""
        if self.meeting is not None:
            await self.meeting.hold(topic)

    @work(group="ask")
    async def ask(self, command: Command, said: str) -> None:
        """Have something done, and say so; a refusal is one sentence."""
        if self.meeting is None:
            return
        try:
            await self.meeting.link.do(command)
        except Rejected as no:
            self._refuse(no)
        else:
            self.say(said)

    def on_refused(self, message: m.Refused) -> None:
        self._refuse(message)

    def _refuse(self, no: Rejected | m.Refused) -> None:
        """Say why something was not done."""
        known = f"refusal.{no.code}" in self.words.keys()  # noqa: SIM118  # Words is no mapping
        self.say(self.words(f"refusal.{no.code}", **no.values) if known else no.say, "warning")

    def say(self, text: str, severity: Severity = "information") -> None:
        """Say something on the screen of the meet that is shown."""
        if self.meet_screen is not None:
            self.meet_screen.say(text, severity)

    def action_show(self, name: str) -> None:
        """Show a screen of the meet."""
        if isinstance(self.screen, MeetScreen) and self.is_screen_installed(name):
            self.switch_screen(name)
