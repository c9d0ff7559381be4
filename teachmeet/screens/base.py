"""What every screen of an open meet has: top line, tabs, body, status line, footer; and the way to the server."""

import time
from typing import TYPE_CHECKING, ClassVar, Literal, TypeVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.screen import Screen

from teachmeet.domain.commands import AnswerClaim, AnswerOffer, Command, Undo
from teachmeet.domain.commands_hall import BlankWall, ChooseScene
from teachmeet.domain.panels import AsksPanel, DeskPanel, JoinPanel, MeetPanel, OfferRow, Panel
from teachmeet.domain.panels_hall import WallPanel
from teachmeet.domain.programme import Scene
from teachmeet.widgets.ask_line import AskLine, first_ask
from teachmeet.widgets.breadth import BREADTHS
from teachmeet.widgets.key_line import KeyLine
from teachmeet.widgets.status_line import StatusLine, undo_sentence
from teachmeet.widgets.tabs import SCREENS, UNBUILT, ScreenTabs, Tab
from teachmeet.widgets.top_line import TopLine, Trouble
from teachmeet.widgets.wall_menu import wall_menu
from teachmeet.words import Words, load

if TYPE_CHECKING:
    from teachmeet.app import TeachmeetApp

P = TypeVar("P", bound=Panel)
R = TypeVar("R")
Severity = Literal["information", "warning", "error"]

ALWAYS_LOOKED_AT = ("meet", "now", "desk", "join", "round", "plan", "asks", "wall")
"""The panels that come whatever screen is shown: the top line, undo, join, wall and what is asked live on them."""


def bind(key: str, action: str, word: str, *, show: bool = True, display: str | None = None) -> Binding:
    """A key of a screen; `word` is the key of its text in `words/`, which footer, help and palette show."""
    return Binding(key, action, load()(word), show=show, key_display=display)


class ClosesOnce(Screen[R]):
    """A screen that is closed once, however fast its keys are pressed: a second time would close what lies under it."""

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Close it, unless it is closing already."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()


class MeetScreen(Screen[None]):
    """A screen that a digit opens while a meet is open. Subclasses fill `body` and draw in `show`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            bind(digit, f"app.show('{name}')", f"app.screen.{name}", show=False)
            for digit, name in SCREENS.items()
            if name not in UNBUILT
        ),
        bind("u", "undo", "app.keys.undo", show=False),
        bind("y", "answer_ask(True)", "app.keys.yes", show=False),
        bind("Y", "answer_ask(False)", "app.keys.no", show=False, display="Y"),
        bind("w", "wall", "walls.key.wall", show=False),
        bind("b", "blank", "walls.key.blank", show=False),
        bind("h", "hush", "hush.key.hush", show=False),
    ]
    HORIZONTAL_BREAKPOINTS = BREADTHS

    LOOKS: ClassVar[tuple[str, ...]] = ()
    """The panels that it draws besides those that always come."""

    NAME: ClassVar[str] = ""
    """Its name: the tab that is lit, and its section in `words/`."""

    def compose(self) -> ComposeResult:
        yield TopLine(self.server_now, self.words)
        yield ScreenTabs(self.words, self.NAME)
        with Container(id="body"):
            yield from self.body()
        yield AskLine(self.words)
        yield StatusLine(self.words)
        yield KeyLine()

    def body(self) -> ComposeResult:
        """What the screen is for."""
        yield from ()

    @property
    def stands(self) -> bool:
        """Whether its widgets are there: not before it is composed, and not while the program ends."""
        return self.is_mounted and bool(self.query(TopLine)) and bool(self.query(StatusLine))

    # ── what comes from the server

    def show(self, panel: Panel) -> None:
        """Draw a panel: each when it comes, and all that there are when the screen is shown."""

    def panel(self, kind: type[P]) -> P | None:
        """The newest panel of a type, None before the first."""
        return next((panel for panel in self.meet_app.panels.values() if isinstance(panel, kind)), None)

    def take(self, panel: Panel) -> None:
        """Draw a panel on all that this screen is made of."""
        self.query_one(TopLine).show(panel)
        self.query_one(StatusLine).show(panel)
        if isinstance(panel, AsksPanel):
            self.query_one(AskLine).show(panel)
        elif isinstance(panel, WallPanel):
            self.query_one(ScreenTabs).show(panel)
        self.show(panel)

    def alarm(self, trouble: Trouble | None) -> None:
        """Say what is wrong, or that nothing is."""
        self.query_one(TopLine).alarm(trouble)

    def on_screen_resume(self) -> None:
        """The screen is seen, for the first time or again: it may have slept through any number of panels."""
        app = self.meet_app
        app.look_at((*ALWAYS_LOOKED_AT, *self.LOOKS))
        if app.trouble is not None or app.connected:
            self.alarm(app.trouble)
        for panel in list(app.panels.values()):
            self.take(panel)

    # ── what goes to the server

    def do(self, command: Command, *, said: str = "") -> None:
        """Ask the server for something; `said` is the sentence for when it is done. A refusal is said too."""
        app = self.meet_app
        if app.meeting is None or app.meeting.over:
            self.say(self.words("app.over"), "error")
            return
        if not app.connected:
            self.say(self.words("app.kept"), "warning")
        app.ask(command, said)

    def have_arranged(self, start: bool) -> None:
        """Have the planner arrange the board, or call it off; lost while there is no connection."""
        if self._reaches():
            self.meet_app.have_arranged(start)

    def hold(self, topic: int | None) -> None:
        """Have the prices of the board's cells shown for a topic, or for none; lost while there is no connection."""
        if self._reaches():
            self.meet_app.hold(topic)

    def _reaches(self) -> bool:
        """Whether the server hears us; if not, that is said."""
        if not self.meet_app.connected:
            self.say(self.words("app.unheard"), "warning")
        return self.meet_app.connected

    def say(self, text: str, severity: Severity = "information") -> None:
        """Say something in the line above the keys, as plain text."""
        self.query_one(StatusLine).say(text, severity)

    def action_undo(self) -> None:
        """Undo the host's newest act, or say why not."""
        desk = self.panel(DeskPanel)
        if desk is None or desk.undo is None:
            self.say(self.words("refusal.nothing_to_undo"))
        elif desk.undo.why_not is not None:
            self.say(self.words(f"refusal.{desk.undo.why_not}"), "warning")
        else:
            done = self.words("undo.done", what=undo_sentence(desk.undo, self.words))
            self.do(Undo(desk.undo.act), said=done)

    def action_answer_ask(self, yes: bool) -> None:
        """Say yes or no to what is asked now."""
        ask = first_ask(self.panel(AsksPanel))
        if ask is None:
            self.say(self.words("ask.nothing"))
            return
        name = ask.name or self.words("ask.nameless")
        if isinstance(ask, OfferRow):
            said = self.words("ask.took" if yes else "ask.declined", name=name)
            self.do(AnswerOffer(ask.offer, yes), said=said)
        else:
            said = self.words("ask.confirmed" if yes else "ask.denied", name=name)
            self.do(AnswerClaim(ask.claim, yes), said=said)

    def action_wall(self) -> None:
        """Choose what the wall shows."""
        menu = wall_menu(self.panel(WallPanel), self.panel(JoinPanel), self.words)
        self.app.push_screen(menu, self._show_on_wall)

    def _show_on_wall(self, scene: Scene | None) -> None:
        if scene is not None:
            self.do(ChooseScene(scene), said=self.words("walls.shows", scene=self.words(f"walls.scene.{scene}")))

    def action_blank(self) -> None:
        """Make every wall dark at once; again has them show what they showed."""
        wall = self.panel(WallPanel)
        dark = wall is None or not wall.blank
        self.do(BlankWall(dark), said=self.words("walls.dark" if dark else "walls.lit"))

    def action_hush(self) -> None:
        """The room sees this screen: show what the wall shows, and nothing else; again shows this screen."""
        self.meet_app.hush.turn()

    def on_tab_chosen(self, message: Tab.Chosen) -> None:
        message.stop()
        self.meet_app.action_show(message.screen_name)

    # ── what is around

    def server_now(self) -> float:
        """The server's time, in seconds since 1970."""
        meeting = self.meet_app.meeting
        return time.time() if meeting is None else meeting.now()

    @property
    def zone(self) -> ZoneInfo | None:
        """The zone that times are shown in, once it is known."""
        meet = self.panel(MeetPanel)
        return None if meet is None else ZoneInfo(meet.zone)

    @property
    def words(self) -> Words:
        """The texts."""
        return self.meet_app.words

    @property
    def meet_app(self) -> "TeachmeetApp":
        """The app, by its own type."""
        from teachmeet.app import TeachmeetApp

        assert isinstance(self.app, TeachmeetApp)
        return self.app


class Pane(Vertical):
    """A part of a screen of a meet, with keys of its own; it asks for things through its screen."""

    @property
    def meet(self) -> MeetScreen:
        """The screen that it is a part of."""
        assert isinstance(self.screen, MeetScreen)
        return self.screen

    @property
    def words(self) -> Words:
        """The texts."""
        return self.meet.words
