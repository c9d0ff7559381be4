"""The app as it is without any meet: its look, the least size, home at the bottom, help, and everything by name."""

from collections.abc import Awaitable, Callable, Iterable
from typing import ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.screen import Screen

from teachmeet.domain.text import is_harmful
from teachmeet.screens.base import ClosesOnce, MeetScreen, bind
from teachmeet.screens.help import HelpScreen, named_keys
from teachmeet.screens.home import HomeScreen
from teachmeet.widgets import too_small
from teachmeet.widgets.theme import THEMES
from teachmeet.words import load


class EverythingByName(CommandPalette, ClosesOnce[None]):
    """The palette."""


class Shell(App[None]):
    """What `TeachmeetApp` stands on."""

    TITLE = load()("app.name")
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("question_mark", "help", "app.keys.help", display="?"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.words = load()
        """The texts."""

    def get_default_screen(self) -> Screen[None]:
        return HomeScreen()

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def on_resize(self, event: events.Resize) -> None:
        too_small.guard(self, event.size, self.words)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Paste):
            # A field writes what is in it to the terminal as it is: an escape would be obeyed there.
            event.text = "".join(each for each in event.text if each in "\t\n\r" or not is_harmful(each))
        await super().on_event(event)

    @property
    def home(self) -> HomeScreen:
        """The screen below all others."""
        home = self.screen_stack[0]
        assert isinstance(home, HomeScreen)
        return home

    async def pop_to_home(self) -> None:
        """Take away whatever lies over home."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One leaves from home or from a meet; forms and dialogs are left with esc."""
        shown = self.screen_stack[-2] if isinstance(self.screen, CommandPalette) else self.screen
        return action not in ("leave", "help") or isinstance(shown, HomeScreen | MeetScreen)

    def get_key_display(self, binding: Binding) -> str:
        """Keys as people say them: “^s” means nothing to most."""
        shown = super().get_key_display(binding)
        return f"ctrl+{shown[1:]}" if shown.startswith("^") and len(shown) > 1 else shown

    def action_help(self) -> None:
        """All keys of this screen."""
        self.push_screen(HelpScreen(self.words, self.screen))

    def action_help_quit(self) -> None:
        """Somebody pressed ctrl+c, which often means that they want to leave."""
        self.notify(self.words("app.how_to_quit"), markup=False)

    def action_command_palette(self) -> None:
        """Everything by name."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(EverythingByName(placeholder=self.words("app.search"), id="--command-palette"))

    def switch_motion(self) -> None:
        """Let the draw and the camel move, or stand still."""
        self.animation_level = "full" if self.animation_level == "none" else "none"
        said = "app.motion_off" if self.animation_level == "none" else "app.motion_on"
        self.notify(self.words(said), markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything by name: the keys of the screen that is shown, and the themes."""
        named: set[str] = set()
        for node, binding in named_keys(screen):
            if binding.description not in named:
                named.add(binding.description)
                act = _acting(self, binding.action, node)
                yield SystemCommand(binding.description, self.get_key_display(binding), act)
        yield SystemCommand(self.words("app.motion"), self.words("app.motion_what"), self.switch_motion)
        what = self.words("app.theme.what")
        for theme in THEMES:
            yield SystemCommand(self.words(f"app.theme.{theme.name}"), what, _painting(self, theme.name))
        yield SystemCommand(self.words("app.theme.others"), what, self.action_change_theme)


def _acting(app: Shell, action: str, node: DOMNode) -> Callable[[], Awaitable[None]]:
    async def act() -> None:
        await app.run_action(action, node)

    return act


def _painting(app: Shell, theme: str) -> Callable[[], None]:
    def paint() -> None:
        app.theme = theme

    return paint
