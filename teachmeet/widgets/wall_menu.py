"""What the wall shows, in a word, and the menu to choose it from."""

from teachmeet.domain.panels import JoinPanel
from teachmeet.domain.panels_hall import WallPanel
from teachmeet.domain.programme import Scene
from teachmeet.widgets.menu import Choice, Menu
from teachmeet.words import Words

KEYS = {
    Scene.JOIN: "1",
    Scene.NOW: "2",
    Scene.PITCHING: "3",
    Scene.BOARD: "4",
    Scene.QUESTIONS: "5",
    Scene.VOTE: "6",
    Scene.RESULTS: "7",
    Scene.THANKS: "8",
    Scene.TURNING: "9",
    Scene.AUTO: "0",
}
"""The digit of each scene: that of its screen, as far as it has one."""


def wall_word(wall: WallPanel, words: Words) -> str:
    """What the wall shows, as short as a tab."""
    if wall.blank:
        return words("walls.tab_dark")
    shown = Scene.TURNING if len(wall.scenes) > 1 else wall.scenes[0] if wall.scenes else wall.chosen
    return words("walls.tab", scene=words(f"walls.scene.{shown}"))


def wall_address(join: JoinPanel | None) -> str:
    """Where the wall's page is, as one types it."""
    return page_address(join, "wall")


def page_address(join: JoinPanel | None, page: str) -> str:
    """Where one of the laptop's pages is, as one types it; nothing before the laptop has said its address."""
    if join is None or not join.url:
        return ""
    door = join.url.rpartition("/J/")[0].lower()
    return f"{door}/{page}"


def wall_menu(wall: WallPanel | None, join: JoinPanel | None, words: Words) -> Menu[Scene]:
    """Every scene with what it shows, the current one marked and under the cursor."""
    chosen = None if wall is None else wall.chosen
    choices = [Choice(key, _label(scene, scene is chosen, words), scene) for scene, key in KEYS.items()]
    address = wall_address(join)
    note = words("walls.address", url=address) if address else ""
    at = next((place for place, one in enumerate(choices) if one.answer is chosen), 0)
    return Menu(words, words("walls.title"), choices, note=note, at=at)


def _label(scene: Scene, chosen: bool, words: Words) -> str:
    label = words("walls.choice", scene=words(f"walls.scene.{scene}"), what=words(f"walls.what.{scene}"))
    return words("walls.current", choice=label) if chosen else label
