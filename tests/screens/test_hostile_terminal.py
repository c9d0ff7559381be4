"""Every line in which the host types, found by pressing every key, and filled with what nobody should paste."""

from datetime import timedelta

import pytest
from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from teachmeet.domain.commands import Ask, Command, Join, OfferTalk, Suggest, Undo
from teachmeet.domain.commands_board import AddSlot
from teachmeet.domain.commands_hall import SetProfile
from teachmeet.domain.panels import Surroundings
from teachmeet.domain.programme import Pitch
from teachmeet.domain.refusals import Refused
from teachmeet.domain.text import is_blank, squeezed
from teachmeet.link import Rejected
from teachmeet.screens.base import MeetScreen
from teachmeet.screens.board import BoardScreen
from teachmeet.screens.join import JoinScreen
from teachmeet.screens.people import PeopleScreen
from teachmeet.screens.questions import QuestionsScreen
from teachmeet.screens.talks import TalksScreen
from teachmeet.screens.topics import TopicsScreen
from tests.helpers import BEGIN, Said, Someone, Story, host
from tests.hostile import CORPUS, turned
from tests.screens.drawn import SMALL, Drawn, FakeLink, signed_up

TYPED = (
    "an image",
    "markup of the terminal",
    "colours of a terminal",
    "a terminal's other introducer",
    "back to the start of the line",
    "several lines",
    "a tab",
    "an override",
    "isolates that nobody closes",
    "nul",
    "nothing to be seen",
    "emoji",
    "from right to left",
    "ten thousand letters",
)
"""What the terminal's own lines get; the rest comes from phones."""
LEADS_OUT = {"q", "u", "ctrl+q", "escape", "tab", "shift+tab", "ctrl+c", "ctrl+p", "h"}
DEPTH = 3
"""How many menus lie one upon the other."""


class Decided(FakeLink):
    """A server that decides by the rules, and sends all panels after each command."""

    def __init__(self, story: Story, app: Drawn) -> None:
        super().__init__()
        self._story, self._app = story, app

    async def do(self, command: Command) -> None:
        await super().do(command)
        if isinstance(command, Undo):
            return
        try:
            self._story.tell(Said("host", command))
        except Refused as no:
            raise Rejected(no.code.value, no.code.value, dict(no.values)) from None
        self._app.hand_all(self._story.state, Surroundings(now=self._story.now))


def crowded() -> Story:
    """A meet in which people have typed all that the server takes."""
    taken = [squeezed(text) for text in CORPUS.values() if not turned(text) and len(text) <= 140 and not is_blank(text)]
    story = Story(signed_up())
    story.tell(host(AddSlot(BEGIN + timedelta(hours=1), BEGIN + timedelta(hours=2))))
    for n, text in enumerate(taken):
        who = Someone(f"phone{n}")
        story.tell(who(Join(text[:60])), who(Suggest(Pitch.OFFER, text, text)), who(Ask(text)))
        story.tell(who(SetProfile(text, text)))
    return story.tell(Someone("phone0")(OfferTalk(taken[0])))


def looks_right(app: Drawn, where: str) -> None:
    """No line moves the cursor, and every one is as wide as the terminal."""
    lines = app.text.split("\n")
    wrong = [(line, turned(line)) for line in lines if turned(line)]
    assert wrong == [], where
    assert {cell_len(line) for line in lines} == {app.size.width}, where
    assert turned(app.title + app.sub_title) == []


def keys(app: Drawn) -> list[tuple[str, str]]:
    """What may be pressed now, and what each key does, but for what leads elsewhere."""
    active = {key: each.binding.action for key, each in app.screen.active_bindings.items() if key not in LEADS_OUT}
    return sorted((key, action) for key, action in active.items() if not action.startswith("app."))


async def back(pilot: Pilot[None], app: Drawn) -> None:
    """To the screen itself, with nothing open."""
    for _ in range(6):
        await pilot.press("escape")
        await pilot.pause()
        if app.screen is app.drawn and not isinstance(app.focused, Input):
            return
    raise AssertionError(f"esc does not lead back:\n{app.text}")


async def paste_all(pilot: Pilot[None], app: Drawn, where: str, path: list[str]) -> None:
    """Fill the line that is open, again and again."""
    for name in TYPED:
        if not isinstance(app.focused, Input):
            await back(pilot, app)
            await pilot.press(*path)
            await pilot.pause()
        entry = app.focused
        if not isinstance(entry, Input):
            return  # what was typed has changed what the key does
        entry.value = ""
        app.post_message(events.Paste(CORPUS[name]))
        await pilot.pause()
        await pilot.pause()
        looks_right(app, f"{where}: {name}")
        assert len(entry.value) <= 300, f"{where} takes {len(entry.value)} characters"
        await pilot.press("enter")
        await pilot.pause()
        looks_right(app, f"{where}: {name}, entered")


async def explore(pilot: Pilot[None], app: Drawn, path: list[str], found: set[str], tried: set[str]) -> None:
    """Press every key for what was not tried yet, type where one can type, and go on where there are other keys."""
    fresh = [(key, action) for key, action in keys(app) if f"{key} {action}" not in tried]
    tried.update(f"{key} {action}" for key, action in fresh)
    for key, _ in fresh:
        await pilot.press(key)
        await pilot.pause()
        where = " ".join([app.drawn.NAME, *path, key])
        looks_right(app, where)
        if isinstance(app.focused, Input):
            found.add(where)
            await paste_all(pilot, app, where, [*path, key])
        elif len(path) + 1 < DEPTH:
            await explore(pilot, app, [*path, key], found, tried)
        await back(pilot, app)
        if path:
            await pilot.press(*path)
            await pilot.pause()


FOUND = {
    JoinScreen: 0,
    TalksScreen: 1,
    TopicsScreen: 2,
    BoardScreen: 1,
    QuestionsScreen: 0,
    PeopleScreen: 1,
}
"""On each screen, the least number of lines in which one can type."""


@pytest.mark.parametrize("screen", FOUND)
async def test_what_is_typed_at_the_terminal(screen: type[MeetScreen]) -> None:
    story = crowded()
    app = Drawn(screen())
    app.fake.link = Decided(story, app)
    found: set[str] = set()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        app.hand_all(story.state, Surroundings(now=story.now))
        await pilot.pause()
        looks_right(app, screen.NAME)
        await explore(pilot, app, [], found, set())
    assert len(found) >= FOUND[screen], found
