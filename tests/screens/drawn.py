"""A screen of an open meet without a server: panels are handed to it as the link would, what it asks for is kept."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from teachmeet import sheet
from teachmeet.app import TeachmeetApp
from teachmeet.domain.commands import Command, MakeMeet
from teachmeet.domain.panels import Panel, Surroundings, View
from teachmeet.domain.programme import Format, Pitch, Signup, TopicPlan
from teachmeet.domain.state import State
from teachmeet.domain.views import PANELS
from teachmeet.link import Event, Rejected
from teachmeet.meetfolder import MeetFolder
from teachmeet.screens import messages as m
from teachmeet.screens.base import MeetScreen
from teachmeet.screens.desk import Desk
from teachmeet.screens.hush import WallShown
from teachmeet.screens.meeting import Meeting
from teachmeet.widgets.wall_scene import WALL_LOOKS
from teachmeet.wire import Arrange, Hold
from tests.helpers import BEGIN

ROOT = Path(__file__).resolve().parents[2]
SHEET = ROOT / "tests" / "data" / "teachmeet-signups.csv"

HOSTILE = (
    "a [/] b",
    "[bold red]x[/bold red] [@click=app.quit]y[/]",
    "{name} {0} %s $accent",
    "🗺️👩‍🏫 नमस्ते",
    "مرحبا: greeting every child",
    "W" * 140,
    "字" * 140,
)
"""What people type."""

SMALL, LARGE = (80, 24), (160, 50)


class FakeLink:
    """Keeps what it is asked for, and refuses it when it is told to."""

    connected = True

    def __init__(self) -> None:
        self.asked: list[Command] = []
        self.refuse: Rejected | None = None

    async def do(self, command: Command) -> None:
        self.asked.append(command)
        if self.refuse is not None:
            raise self.refuse


class FakeWall:
    """A link that comes in as a wall, and is sent nothing: tests hand panels over."""

    async def run(self) -> None:
        pass


class FakeMeeting:
    """An open meet whose clock stands where it is put."""

    over = False
    slug = "made-up"
    folder = MeetFolder(Path("no-such-folder"))

    def __init__(self) -> None:
        self.link = FakeLink()
        self.time = BEGIN
        self.sent: list[Arrange | Hold] = []
        """What was asked without wanting an answer, in order."""

    def now(self) -> float:
        return self.time.timestamp()

    async def look(self, panels: tuple[str, ...]) -> None:
        pass

    def wall(self, look: tuple[str, ...], heard: Callable[[Event], None]) -> "FakeWall":
        return FakeWall()

    async def arrange(self, start: bool) -> None:
        self.sent.append(Arrange(start))

    async def hold(self, topic: int | None) -> None:
        self.sent.append(Hold(topic))

    def dismiss_crowd(self) -> None:
        pass


class Drawn(TeachmeetApp):
    """The real app around one screen, with a server that is all made up."""

    CSS_PATH = [str(ROOT / "teachmeet" / path) for path in TeachmeetApp.CSS_PATH]  # noqa: RUF012  # Textual's own type

    def __init__(self, screen: MeetScreen) -> None:
        super().__init__(cast(Desk, None))
        self.drawn = screen
        self.fake = FakeMeeting()
        self.meeting = cast(Meeting, self.fake)

    def get_default_screen(self) -> Screen[None]:
        return Screen()

    def on_ready(self) -> None:
        self.push_screen(self.drawn)

    @property
    def asked(self) -> list[Command]:
        """What was asked of the server, in order."""
        return self.fake.link.asked

    def hand(self, *panels: Panel) -> None:
        """Panels come."""
        for panel in panels:
            self.post_message(m.PanelShown(panel))

    def hand_all(self, state: State, around: Surroundings | None = None) -> None:
        """All that the host may look at comes, as the state has it."""
        for render, views in PANELS.values():
            if View.HOST in views:
                self.hand(render(state, around or Surroundings(), View.HOST))

    def hand_wall(self, state: State, around: Surroundings | None = None) -> None:
        """All that a wall looks at comes to the screen that stands in for one."""
        around = around or Surroundings(now=self.fake.time)
        for name in WALL_LOOKS:
            self.screen.post_message(WallShown(PANELS[name][0](state, around, View.WALL)))

    @property
    def text(self) -> str:
        """All that is on the screen."""
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())


async def typed(pilot: Pilot[None], text: str) -> None:
    """Somebody types into the line that is open."""
    entry = pilot.app.focused
    assert isinstance(entry, Input)
    entry.insert_text_at_cursor(text)
    await pilot.pause()


def signed_up(topics: tuple[TopicPlan, ...] = ()) -> MakeMeet:
    """A meet made from the real sign-up sheet."""
    table = sheet.load(SHEET)
    report = sheet.read(table, sheet.match(table, sheet.Wanted.TALKS))
    return MakeMeet("TeachMeet Leeds", Format.TEACHMEET, "Europe/London", talks=report.talks, topics=topics)


def topic_plans(count: int) -> tuple[TopicPlan, ...]:
    """So many made-up topics, a third of them requests."""
    subjects = ("Retrieval practice in five minutes a day", "Quiet corners", "Marking with voice notes")
    about = ("in Year 3", "for supply teachers", "without a budget", "when it rains, every week of the winter term")
    return tuple(
        TopicPlan(
            Signup(("Sana", "Olu", "Femi", "Zoë")[n % 4]) if n % 5 else None,
            f"{subjects[n % 3]} {about[n // 3 % 4]}, {n + 1}",
            Pitch.REQUEST if n % 3 == 1 else Pitch.OFFER,
        )
        for n in range(count)
    )
