"""A whole edcamp morning without a single phone: 55 cards typed, twins merged, hands counted, the board read aloud."""

from datetime import UTC, datetime

import pytest

from teachmeet.domain.history import fold
from teachmeet.domain.panels import TopicsPanel
from teachmeet.domain.programme import Pitch
from teachmeet.journal import read
from teachmeet.made_up import cards, edcamp
from teachmeet.words import load
from tests.morning import arrange, grid, merge, publish, read_aloud, topics, type_cards
from tests.screens.stage import Played, Stage, playing, sees, until


def hands_for(place: int) -> int:
    """A room of ninety, in which some things are wanted by many."""
    return 4 + place * 17 % 41


@pytest.mark.timeout(300)
async def test_a_morning_without_a_phone(stage: Stage) -> None:
    called_out = cards(load("en"))
    folder = stage.new("camp", edcamp(load("en"), datetime.now(UTC)))
    app = Played(stage, "camp")
    async with playing(app, (120, 36)) as pilot:
        await sees(pilot, "✓ saved")
        await pilot.press("3")
        await until(pilot, lambda: TopicsPanel in app.panels)
        await type_cards(app, pilot, called_out)
        assert [card.title for card in topics(app).topics] == [card.title for card in called_out]
        assert sum(card.pitch is Pitch.REQUEST for card in topics(app).topics) == 20

        for card in called_out:
            if card.again is not None:
                await merge(app, pilot, card.title, called_out[card.again].title)
        assert len(topics(app).topics) == 43

        await pilot.press("home", "e")
        await sees(pilot, "Count hands, topic by topic")
        await pilot.press("5")
        hands = [hands_for(place) for place in range(43)]
        for count in hands:
            await pilot.press(*str(count), "enter")
        await pilot.press("escape")
        await until(pilot, lambda: [card.hands for card in topics(app).topics] == hands)

        await pilot.press("4")
        await sees(pilot, "Nothing is placed yet")
        await arrange(app, pilot)
        await publish(app, pilot)
        placed = {session.title for session in grid(app).sessions}
        assert len(placed) == 24
        wanted = sorted(zip(hands, (card.title for card in topics(app).topics), strict=True), reverse=True)
        assert {title for _, title in wanted[:20]} <= placed  # what most hands were up for has a place
        pages = await read_aloud(app, pilot)
        for session in grid(app).sessions:
            assert sum((session.title or "")[:30] in page for page in pages) == 1

    state = fold(read(folder.journal).lines)
    assert len(state.published) == 24 and state.ballots == {}
    assert all(person.joined is None for person in state.people.values())
