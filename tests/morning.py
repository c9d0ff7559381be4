"""An edcamp's morning by the organizer's keys: cards typed, twins merged, the board arranged, published, read aloud."""

from collections.abc import Sequence

from textual.pilot import Pilot
from textual.widgets import Input

from teachmeet.app import TeachmeetApp
from teachmeet.domain.panels import PeoplePanel, TopicsPanel
from teachmeet.domain.panels_board import GridPanel, PlanningPanel
from teachmeet.domain.programme import Pitch
from teachmeet.made_up import Card
from teachmeet.widgets.quick_entry import QuickEntry
from teachmeet.widgets.topic_list import TopicList
from teachmeet.widgets.topic_picker import CandidateList
from tests.screenshots import text_of
from tests.world import until


def topics(app: TeachmeetApp) -> TopicsPanel:
    """The topics as the terminal knows them."""
    panel = app.panels.get(TopicsPanel)
    return panel if isinstance(panel, TopicsPanel) else TopicsPanel(0, ())


def grid(app: TeachmeetApp) -> GridPanel:
    """The host's board as the terminal knows it."""
    panel = app.panels.get(GridPanel)
    return panel if isinstance(panel, GridPanel) else GridPanel((), (), (), (), (), None, 0, 0)


def planning(app: TeachmeetApp) -> PlanningPanel:
    """What the planner has found."""
    panel = app.panels.get(PlanningPanel)
    return panel if isinstance(panel, PlanningPanel) else PlanningPanel(False, 0, 0, 0, (), None, 0)


def people(app: TeachmeetApp) -> PeoplePanel:
    """Who is there."""
    panel = app.panels.get(PeoplePanel)
    return panel if isinstance(panel, PeoplePanel) else PeoplePanel(())


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Type into the line that is open."""
    line = pilot.app.focused
    assert isinstance(line, Input)
    line.insert_text_at_cursor(text)
    await pilot.pause()


async def type_cards(app: TeachmeetApp, pilot: Pilot[None], cards: Sequence[Card]) -> None:
    """On the topics screen: what people call out, one after the other."""
    await pilot.press("t")
    await until(lambda: app.screen.query_one(QuickEntry).has_class("-open"))
    for card in cards:
        needs = "".join(f" +{thing.replace(' ', '_')}" for thing in card.kit)
        await type_text(pilot, f"{'? ' if card.pitch is Pitch.REQUEST else ''}{card.title}{needs}")
        await pilot.press("enter")
    await until(lambda: len(topics(app).topics) == len(cards))
    await pilot.press("escape")


async def go_to(app: TeachmeetApp, pilot: Pilot[None], title: str) -> None:
    """Stand on the topic of this title."""
    rows = app.screen.query_one(TopicList)
    rows.focus()
    rows.go_to(next(card.topic for card in topics(app).topics if card.title == title))
    await pilot.pause()


async def merge(app: TeachmeetApp, pilot: Pilot[None], gone: str, stays: str) -> None:
    """Let one topic go into another one."""
    before = len(topics(app).topics)
    await go_to(app, pilot, gone)
    await pilot.press("j")
    await until(lambda: "goes into" in text_of(app))
    await type_text(pilot, stays)
    await until(lambda: (row := app.screen.query_one(CandidateList).row) is not None and row.title == stays)
    await pilot.press("enter")
    await until(lambda: len(topics(app).topics) == before - 1)


async def arrange(app: TeachmeetApp, pilot: Pilot[None]) -> None:
    """On the board: have it arranged, and take what was found."""
    await pilot.press("a")
    await until(lambda: (found := planning(app)).cells and not found.searching, seconds=60)
    cells = len(planning(app).cells)
    await pilot.press("enter")
    await until(lambda: len(grid(app).sessions) == cells)


async def publish(app: TeachmeetApp, pilot: Pilot[None]) -> None:
    """Press space, read what it would do, and press it again."""
    before = grid(app).published
    await until(lambda: grid(app).changes)
    await pilot.press("space")
    await until(lambda: "space again" in text_of(app))
    await pilot.press("space")
    await until(lambda: grid(app).published == before + 1 and not grid(app).changes)


async def read_aloud(app: TeachmeetApp, pilot: Pilot[None]) -> list[str]:
    """The pages that are read out, as they stand on the screen."""
    pages: list[str] = []
    await pilot.press("A")
    await until(lambda: f"1 of {len(grid(app).slots)}" in text_of(app))
    slots = len(grid(app).slots)
    for place in range(1, slots + 1):
        await _page(app, f"{place} of {slots}")
        pages.append(text_of(app))
        await pilot.press("space")
    await pilot.press("escape")
    return pages


async def _page(app: TeachmeetApp, number: str) -> None:
    await until(lambda: number in text_of(app))
