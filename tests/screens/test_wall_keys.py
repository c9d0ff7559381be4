"""The wall from the terminal: choosing what it shows, making it dark, and seeing at a glance what it shows."""

import pytest
from textual.widgets import OptionList

from teachmeet.domain.commands import StartTalk
from teachmeet.domain.commands_hall import BlankWall, ChooseScene
from teachmeet.domain.panels import Door, Surroundings
from teachmeet.domain.programme import Scene
from teachmeet.screens.join import JoinScreen
from teachmeet.screens.people import PeopleScreen
from teachmeet.screens.questions import QuestionsScreen
from teachmeet.screens.talks import TalksScreen
from teachmeet.screens.topics import TopicsScreen
from teachmeet.widgets.tabs import ScreenTabs
from teachmeet.widgets.wall_menu import KEYS
from tests.helpers import Story, host
from tests.screens.drawn import LARGE, SMALL, Drawn, signed_up
from tests.screens.evenings import planned

SCREENS = (JoinScreen, TalksScreen, TopicsScreen, QuestionsScreen, PeopleScreen)
DOOR = Door("HTTP://192.168.178.23:8080/J/W3NY", "W3NY", 8080, ())


def shown(story: Story, app: Drawn) -> None:
    app.hand_all(story.state, Surroundings(door=DOOR, now=story.now))


def tabs(app: Drawn) -> str:
    """The row of tabs."""
    return next(line for line in app.text.splitlines() if "1 Join" in line)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_every_screen_says_what_the_wall_shows(screen: type[JoinScreen], size: tuple[int, int]) -> None:
    story, app = Story(signed_up()), Drawn(screen())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        shown(story, app)
        await pilot.pause()
        assert "w wall: join" in tabs(app)
        shown(story.tell(host(StartTalk())), app)
        await pilot.pause()
        assert "w wall: now" in tabs(app)
        shown(story.tell(host(BlankWall(True))), app)
        await pilot.pause()
        assert "wall: dark" in tabs(app)
        assert app.screen.query_one("#tabs-wall").has_class("-dark")


@pytest.mark.parametrize("scene", Scene)
async def test_a_digit_chooses_the_scene(scene: Scene) -> None:
    story, app = Story(signed_up()), Drawn(JoinScreen())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        shown(story, app)
        await pilot.press("w", KEYS[scene])
        await pilot.pause()
        assert app.asked == [ChooseScene(scene)]
        assert f"The wall shows: {app.words(f'walls.scene.{scene}')}" in app.text


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_menu_marks_the_one_chosen_and_says_where_the_wall_is(size: tuple[int, int]) -> None:
    story, app = Story(signed_up()).tell(host(ChooseScene(Scene.RESULTS))), Drawn(JoinScreen())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        shown(story, app)
        await pilot.press("w")
        await pilot.pause()
        assert "Open http://192.168.178.23:8080/wall on the projector." in app.text
        assert [line for line in app.text.splitlines() if "chosen now" in line and "what the room chose" in line]
        for scene in Scene:
            assert app.words(f"walls.what.{scene}") in app.text
        assert app.screen.query_one(OptionList).highlighted == list(KEYS).index(Scene.RESULTS)
        await pilot.press("escape")
        assert app.asked == []


async def test_b_makes_it_dark_and_again_brings_it_back() -> None:
    story, app = Story(signed_up()), Drawn(JoinScreen())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        shown(story, app)
        await pilot.press("b")
        await pilot.pause()
        assert app.asked == [BlankWall(True)]
        assert "Every wall is dark. b again brings it back." in app.text
        shown(story.tell(host(BlankWall(True))), app)
        await pilot.press("b")
        await pilot.pause()
        assert app.asked[-1] == BlankWall(False)
        assert "The wall shows its scene again." in app.text


async def test_scenes_in_turn_are_said_as_such() -> None:
    story, app = planned(), Drawn(TalksScreen())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        shown(story.tell(host(StartTalk()), host(ChooseScene(Scene.TURNING))), app)
        await pilot.pause()
        assert app.screen.query_one(ScreenTabs)
        assert "wall: in turn" in tabs(app)
