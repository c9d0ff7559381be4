"""Rounds by all three methods: how one is opened, the sentence that says how it stands, and what the list shows."""

import pytest

from teachmeet.domain.commands import CloseRound, OpenRound
from teachmeet.domain.programme import Method
from teachmeet.widgets.round_line import RoundLine
from tests.helpers import Story, host
from tests.screens.drawn import LARGE, SMALL
from tests.screens.pitching import busy, number, pitched, rows, see, shown, typed_in, voted

SENTENCES = (
    (Method.DOTS, True, "Round 1: 3 dots each (2 at most on one), 4 of 5 have voted, hidden from phones"),
    (Method.APPROVAL, True, "Round 1: yes to any, 4 of 5 have voted, hidden from phones"),
    (Method.INTEREST, True, "Round 1: one card at a time, 4 of 5 have voted, hidden from phones"),
    (Method.APPROVAL, False, "Round 1: yes to any, 4 of 5 have voted, everybody sees how it stands"),
)


@pytest.mark.parametrize(("method", "hidden", "sentence"), SENTENCES)
async def test_each_method_has_its_sentence(method: Method, hidden: bool, sentence: str) -> None:
    story = voted(pitched(), method, hidden)
    app = shown(story)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        line = app.screen.query_one(RoundLine)
        assert line.sentence() == sentence and sentence in app.text
        see(app, story.tell(host(CloseRound(story.state.open_round or 0))))
        await pilot.pause()
        how = sentence.removeprefix("Round 1: ").partition(", 4 of")[0]
        assert line.sentence() == f"Round 1 is closed: 4 of 5 voted, {how}"


async def test_a_second_round_says_on_how_many_it_is() -> None:
    story = voted(pitched())
    story.tell(host(CloseRound(story.state.open_round or 0)), host(OpenRound(best=4)))
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        count = len(story.state.rounds[story.state.open_round or 0].topics)
        sentence = app.screen.query_one(RoundLine).sentence()
        assert sentence.startswith(f"Round 2: 3 dots each on {count} topics, 0 of 5 have voted") and count < 16


async def test_without_a_phone_the_way_to_count_hands_is_said() -> None:
    app = shown(typed_in())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "14 topics. No phone is in: e 5 counts hands, topic by topic." in app.text


async def test_interested_and_maybe_are_told_apart() -> None:
    story = voted(busy(), Method.INTEREST)
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "1 interested, 1 maybe" in app.text
        by_title = {row.card.title: (row.dots, row.maybes) for row in rows(app)}
        assert by_title["Behaviour: calm starts"] == (2, 0) and by_title["Book club for staff"] == (0, 1)
        see(app, story.tell(host(CloseRound(story.state.open_round or 0))))
        await pilot.pause()
        ranked = [(row.dots, row.maybes) for row in rows(app)]
        assert ranked == sorted(ranked, key=lambda counts: (counts[0] or 0, counts[1]), reverse=True)


async def test_hands_never_stand_among_votes() -> None:
    story = voted(busy())
    app = shown(story)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        assert "4 dots · 14 hands in the room" in app.text.replace("\n", " ") or "14 hands" in app.text
        maths = next(row for row in rows(app) if row.card.topic == number(story, "Maths"))
        assert (maths.dots, maths.card.hands) == (1, 3)


async def opened(story: Story, *keys: str) -> object:
    """What the dialog asks for after these keys."""
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("v")
        await pilot.pause()
        await pilot.press(*keys, "enter")
        await pilot.pause()
        assert len(app.asked) == 1
        return app.asked[0]


async def test_the_dialog_opens_a_round_of_any_kind() -> None:
    assert await opened(pitched()) == OpenRound()
    stacked = await opened(pitched(), "down", *["right"] * 9, "down", *["right"] * 9)
    assert stacked == OpenRound(10, most=10)
    assert await opened(pitched(), "down", "left", "left", "left", "down", "right") == OpenRound(1, most=1)
    yes = await opened(pitched(), "right", "down", "down", "right", "down", "right")
    assert yes == OpenRound(3, 60, Method.APPROVAL, hidden=False)
    assert await opened(pitched(), "right", "right") == OpenRound(method=Method.INTEREST)


async def test_a_second_round_is_on_the_best_or_on_the_same_again() -> None:
    story = voted(pitched())
    story.tell(host(CloseRound(story.state.open_round or 0)))
    about = ("down", "down", "down")
    assert await opened(story, *about, "right", "right") == OpenRound(most=2, best=6)
    story.tell(host(OpenRound(method=Method.APPROVAL, best=4)))
    same = story.state.rounds[story.state.open_round or 0].topics
    story.tell(host(CloseRound(story.state.open_round or 0)))
    assert await opened(story, "down", "right") == OpenRound(method=Method.APPROVAL, topics=same)


async def test_the_dialog_says_what_the_method_means_for_people() -> None:
    app = shown(pitched())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("v")
        await pilot.pause()
        assert "Dots each" in app.text and "all 16 topics" in app.text and "hidden until it closes" in app.text
        await pilot.press("right", "right")
        await pilot.pause()
        assert "Dots each" not in app.text and "What fewest have seen" in app.text.replace("\n", " ")
