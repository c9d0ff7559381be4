"""An edcamp's morning without a phone, on a real server: cards typed as they are called out, merged, hands counted."""

from datetime import UTC, datetime, timedelta

from teachmeet.domain.commands import MakeMeet
from teachmeet.domain.panels import TopicsPanel
from teachmeet.domain.programme import Format, Pitch
from teachmeet.widgets.quick_entry import QuickEntry
from teachmeet.widgets.topic_list import TopicList
from tests.screens.drawn import typed
from tests.screens.pitching import CARDS, added
from tests.screens.stage import Played, Stage, playing, sees, until


def topics(app: Played) -> TopicsPanel:
    panel = app.panels.get(TopicsPanel)
    return panel if isinstance(panel, TopicsPanel) else TopicsPanel(0, ())


def titles(app: Played) -> list[str | None]:
    return [card.title for card in topics(app).topics]


async def test_a_morning_by_keys_alone(stage: Stage) -> None:
    starts = datetime.now(UTC) + timedelta(minutes=30)
    stage.new("camp", MakeMeet("Camp [/]", Format.EDCAMP, "Europe/London", starts=starts))
    app = Played(stage, "camp")
    async with playing(app) as pilot:
        await sees(pilot, "✓ saved")
        await pilot.press("3", "t")
        await until(pilot, lambda: app.screen.query_one(QuickEntry).has_class("-open"))
        for card in CARDS:
            await typed(pilot, f"{card} +projector" if card.startswith("Maths") else card)
            await pilot.press("enter")
        await until(pilot, lambda: len(topics(app).topics) == len(CARDS))
        assert titles(app) == [added(card).title for card in CARDS]
        assert sum(card.pitch is Pitch.REQUEST for card in topics(app).topics) == 5
        rows = app.screen.query_one(TopicList)
        await until(pilot, lambda: rows.cursor == topics(app).topics[-1].topic)
        await typed(pilot, "hands 6")
        await pilot.press("enter", "escape")
        await until(pilot, lambda: topics(app).topics[-1].hands == 6)

        await pilot.press("home", "j")
        await sees(pilot, "“Retrieval practice in 5 minutes a day” goes into", "which stays.")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: len(topics(app).topics) == len(CARDS) - 1)
        assert [one.title for one in topics(app).topics[0].merged] == ["Retrieval practice"]

        await pilot.press("e")
        await sees(pilot, "Count hands, topic by topic")
        await pilot.press("5")
        for hands in ("14", "9", "3"):
            await pilot.press(*hands, "enter")
        await pilot.press("escape")
        await until(pilot, lambda: [card.hands for card in topics(app).topics[:3]] == [14, 9, 3])
        await sees(pilot, "14 hands", "+1", "No phone is in")

        await pilot.press("home", "enter")
        await sees(pilot, "▶ Pitching: Retrieval practice in 5 minutes a day")
        await pilot.press("u")
        await until(pilot, lambda: "▶ Pitching" not in app.text)
