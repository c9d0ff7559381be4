"""Hush: most halls mirror the laptop. While the room sees this screen, it shows what the wall shows and nothing else.

The screen comes to the server as a wall, besides the host's own link, and draws only what a wall is sent: whatever the
room may not see does not reach it, and no rule about that stands here.
"""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from teachmeet import link as links
from teachmeet.domain.commands import AddTime, Draw, EndTalk
from teachmeet.domain.panels import MeetPanel, NowPanel, Panel, PlanPanel, TalksPanel
from teachmeet.domain.panels_hall import WallPanel
from teachmeet.domain.programme import Scene
from teachmeet.screens.base import MeetScreen, Severity, bind
from teachmeet.screens.talk_keys import go, onward
from teachmeet.widgets.breadth import BREADTHS
from teachmeet.widgets.camel import WalkingCamel
from teachmeet.widgets.menu import Choice, Menu
from teachmeet.widgets.plan_text import time_of_day
from teachmeet.widgets.status_line import StatusLine
from teachmeet.widgets.tabs import SCREENS, UNBUILT
from teachmeet.widgets.top_line import Trouble
from teachmeet.widgets.wall_lists import BoardScene, QuestionsScene, ResultsScene
from teachmeet.widgets.wall_scene import WALL_LOOKS, Seen, WallScene
from teachmeet.widgets.wall_scenes import JoinScene, NowScene, PitchingScene, ThanksScene, VoteScene

if TYPE_CHECKING:
    from teachmeet.app import TeachmeetApp

TURN = 15.0
"""Seconds that a scene stays when they take turns, as on the wall."""
TICKS = 0.5
"""Seconds between two looks at the clock."""
END = "end"
"""What is armed besides leaving for a screen."""


FOOTER = ("space", "n", "d", "w", "b", "h", "question_mark")
"""The keys that the foot of the screen shows first, in this order."""


class Hush:
    """Whether the room sees this screen: asked once a run, before the first meet that is no rehearsal."""

    def __init__(self, app: "TeachmeetApp") -> None:
        self._app = app
        self._opening = False
        self.on: bool | None = None
        """None until somebody has said."""

    def opened(self) -> None:
        """A meet is being opened."""
        self._opening = True

    def take(self, panel: Panel) -> None:
        """A panel came: the first one of a meet says whether it is a rehearsal, which is nobody else's to see."""
        if not self._opening or not isinstance(panel, MeetPanel):
            return
        self._opening = False
        if panel.rehearsal or self.on is False:
            return
        # Until it is answered the room is shown nothing that is not for it.
        self._app.push_screen(HushScreen())
        if self.on is None:
            words = self._app.words
            choices = (
                Choice("y", words("hush.yes"), True, words("hush.yes_hint")),
                Choice("Y", words("hush.no"), False, words("hush.no_hint")),
            )
            menu = Menu(words, words("hush.question"), choices, note=words("hush.note"), must=True)
            self._app.push_screen(menu, self._said)

    def _said(self, sees: bool | None) -> None:
        self.on = sees is not False
        if not self.on:
            self.end()

    def turn(self) -> None:
        """On, or off again."""
        self.on = not isinstance(self._app.screen, HushScreen)
        if self.on:
            self._app.push_screen(HushScreen())
        else:
            self.end()

    def end(self, name: str = "") -> None:
        """The room no longer sees this screen: back to where one was, or to a screen by name."""
        self.on = False
        if isinstance(self._app.screen, HushScreen):
            self._app.pop_screen()
            if name:
                self._app.action_show(name)


class WallShown(Message):
    """A panel came as the wall is sent it."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self.panel = panel

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, WallShown) and type(message.panel) is type(self.panel)


class HushScreen(MeetScreen):
    """The wall's scene, with the few keys that make sense before a room."""

    CSS_PATH = "hush.tcss"
    HORIZONTAL_BREAKPOINTS = BREADTHS
    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-tall")]  # noqa: RUF012  # Textual's own type
    NAME = "hush"
    LOOKS = ("talks",)
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            bind(digit, f"leave('{name}')", f"app.screen.{name}", show=False)
            for digit, name in SCREENS.items()
            if name not in UNBUILT
        ),
        bind("space", "main", "talks.key.main"),
        bind("n", "next", "talks.key.next"),
        bind("d", "draw", "talks.key.draw"),
        bind("plus,equals_sign", "add_time(30)", "talks.key.more", show=False, display="+ −"),
        bind("minus", "add_time(-30)", "talks.key.less", show=False, display="−"),
        bind("greater_than_sign", "add_time(60)", "talks.key.minute", show=False, display=">"),
        bind("less_than_sign", "add_time(-60)", "talks.key.minute_less", show=False, display="<"),
        bind("w", "wall", "hush.key.wall"),
        bind("b", "blank", "hush.key.blank"),
        bind("h", "hush", "hush.key.leave"),
    ]

    ARMED_FOR = 3.0
    """Seconds within which the second press of a key that arms does what it says."""

    def __init__(self) -> None:
        super().__init__()
        self._seen = Seen()
        self._scene: Scene | None = None
        self._since = 0.0
        self._camel: int | None = None
        self._armed = ""
        self._lapse: Timer | None = None

    def body(self) -> ComposeResult:
        words = self.words
        with Horizontal(id="hush-top"):
            yield Static(id="hush-meet", markup=False)
            yield Static(words("wall.rehearsal"), id="hush-rehearsal", markup=False)
            yield Static(id="hush-time", markup=False)
            yield Static(id="hush-trouble", markup=False)
        with Container(id="hush-scenes"):
            yield JoinScene(self.meet_app.wifi, words, id=Scene.JOIN)
            yield NowScene(self.server_now, words, id=Scene.NOW)
            yield PitchingScene(words, id=Scene.PITCHING)
            yield VoteScene(words, id=Scene.VOTE)
            yield ResultsScene(words, id=Scene.RESULTS)
            yield BoardScene(words, id=Scene.BOARD)
            yield QuestionsScene(words, id=Scene.QUESTIONS)
            yield ThanksScene(words, id=Scene.THANKS)
            yield WalkingCamel()

    def on_mount(self) -> None:
        for scene in self.query(WallScene):
            scene.display = False
        self._safe = frozenset(
            text
            for section in ("refusal", "hush", "walls")
            for text in self.words.section(section).values()
            if isinstance(text, str) and "{" not in text
        ) | {self.words("app.kept"), self.words("app.over"), self.words("talks.drawn_one")}
        self.set_interval(TICKS, self._draw)
        meeting = self.meet_app.meeting
        if meeting is not None:
            self.run_worker(meeting.wall(WALL_LOOKS, self._heard).run(), group="wall", exclusive=True)

    # ── what comes from the server

    def _heard(self, event: links.Event) -> None:
        if isinstance(event, links.Shown):
            self.post_message(WallShown(event.panel))

    def on_wall_shown(self, message: WallShown) -> None:
        message.stop()
        self._seen.take(message.panel)
        if isinstance(message.panel, NowPanel):
            self._walk(message.panel)
        self._draw()

    def take(self, panel: Panel) -> None:
        """What the host is sent is for the keys; none of it is drawn."""

    def alarm(self, trouble: Trouble | None) -> None:
        self.query_one("#hush-trouble", Static).update(Content("" if trouble is None else trouble.short))

    def say(self, text: str, severity: Severity = "information") -> None:
        """Only what has no gap is said: into a gap may go what somebody typed."""
        if text in self._safe:
            self._tell(text, severity)

    def _tell(self, text: str, severity: Severity = "information") -> None:
        self.query_one(StatusLine).say(text, severity)

    # ── drawing

    def _draw(self) -> None:
        """Show the scene that is due now."""
        if not self._seen.complete:
            return
        now, wall = self.server_now(), self._seen[WallPanel]
        self.set_class(wall.blank, "-blank")
        meet = self._seen[MeetPanel]
        self.set_class(meet.rehearsal, "-rehearsal")
        for name, text in (("meet", meet.title), ("time", time_of_day(round(now * 1000), self._seen.zone))):
            said = self.query_one(f"#hush-{name}", Static)
            if str(said.content) != text:
                said.update(Content(text))
        self._choose(wall.scenes, now)
        if self._scene is not None:
            self._shown(self._scene).show(self._seen, now)

    def _choose(self, scenes: tuple[Scene, ...], now: float) -> None:
        """The only scene there is, or the next of those that take turns once this one was there long enough."""
        at = scenes.index(self._scene) if self._scene in scenes else -1
        whole = 0.0 if self._scene is None else self._shown(self._scene).whole
        if not scenes or (at >= 0 and (len(scenes) == 1 or now - self._since < max(TURN, whole))):
            return
        self._since, before, self._scene = now, self._scene, scenes[(at + 1) % len(scenes)]
        if before is not None:
            self._shown(before).display = False
        self._shown(self._scene).display = True
        self._shown(self._scene).reopen(now)

    def _shown(self, scene: Scene) -> WallScene:
        return self.query_one(f"#{scene}", WallScene)

    def _walk(self, now: NowPanel) -> None:
        """Let the camel walk when it was thrown since the last time."""
        if self._camel is not None and now.camel > self._camel:
            self.query_one(WalkingCamel).walk()
        self._camel = now.camel

    # ── what the keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What names people or what they wrote is not done before a room."""
        return action not in ("undo", "answer_ask")

    def action_main(self) -> None:
        """Start the next talk; pause the one that is on, or let it go on."""
        self.do(go(self.panel(NowPanel)))

    def action_next(self) -> None:
        """Arm, then end the talk that is on; with none on, begin what the plan has next."""
        now = self.panel(NowPanel)
        if now is None or now.on is None:
            self.do(onward(self.panel(PlanPanel), self.panel(TalksPanel)))
        elif self._is_armed(END, self.words("hush.arm_end")):
            self.do(EndTalk())

    def action_add_time(self, seconds: int) -> None:
        """Give the talk that is on more time, or less."""
        self.do(AddTime(seconds))

    def action_draw(self) -> None:
        """Draw the next from those here; the scene shows who it is."""
        self.do(Draw(), said=self.words("talks.drawn_one"))

    def action_leave(self, name: str) -> None:
        """Arm, then leave for a screen that is not for the room."""
        digit = next(digit for digit, screen in SCREENS.items() if screen == name)
        screen = self.words(f"app.screen.{name}")
        if self._is_armed(name, self.words("hush.arm_leave", key=digit, screen=screen)):
            self.meet_app.hush.end(name)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys for the talks first, as the foot of the screen shows them."""
        found = super().active_bindings
        first = [key for key in FOOTER if key in found]
        return {key: found[key] for key in (*first, *(key for key in found if key not in first))}

    def _is_armed(self, act: str, text: str) -> bool:
        """Whether this key was pressed a moment ago; if not, it is armed and says so."""
        if self._armed == act:
            self._disarm()
            return True
        self._disarm()
        self._armed = act
        self._tell(text, "warning")
        self._lapse = self.set_timer(self.ARMED_FOR, self._disarm)
        return False

    def _disarm(self) -> None:
        if self._lapse is not None:
            self._lapse.stop()
            self._lapse = None
        if self._armed:
            self._armed = ""
            self._tell("")
