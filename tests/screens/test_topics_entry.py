"""The line in which the host types what people call out: cards, what they need, and hands."""

from datetime import timedelta

import pytest
from textual.widgets import Input

from teachmeet.domain.commands import AddTopic
from teachmeet.domain.commands_board import CountHands
from teachmeet.domain.programme import Pitch
from teachmeet.widgets.quick_entry import Amiss, Hands, QuickEntry, read_line
from teachmeet.widgets.topic_list import TopicList
from tests.helpers import Story, host
from tests.screens.drawn import SMALL, typed
from tests.screens.pitching import CARDS, added, see, shown, typed_in

HOW_MANY, NO_TITLE = Amiss("topics.entry.hands"), Amiss("topics.entry.title")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", None), ("?", None), ("--", None),
        ("hands 14", Hands(14)), (" Hands  3 ", Hands(3)), ("hand 1", Hands(1)),
        ("hands 0", Hands(None)), ("hands -", Hands(None)), ("hands −", Hands(None)),
        ("hands", HOW_MANY), ("hands 14 up", HOW_MANY), ("hands -3", HOW_MANY), ("hands 1.5", HOW_MANY),
        ("hands 99999", HOW_MANY), ("hands ١٤", HOW_MANY),
        ("Hands-on science", AddTopic(Pitch.OFFER, "Hands-on science")),
        ("Hands up, no more", AddTopic(Pitch.OFFER, "Hands up, no more")),
        ("? hands free", AddTopic(Pitch.REQUEST, "hands free")),
        ("Chess +projector", AddTopic(Pitch.OFFER, "Chess", kit=("projector",))),
        ("?Chess +quiet -- Ann +projector", AddTopic(Pitch.REQUEST, "Chess", "Ann", ("quiet", "projector"))),
        ("+round_tables Chess", AddTopic(Pitch.OFFER, "Chess", kit=("round tables",))),
        ("Maths + music", AddTopic(Pitch.OFFER, "Maths + music")),
        ("C++ in Year 9", AddTopic(Pitch.OFFER, "C++ in Year 9")),
        ("+1 in maths", AddTopic(Pitch.OFFER, "+1 in maths")),
        ("+projector", NO_TITLE), ("-- Neil", NO_TITLE),
    ],
)  # fmt: skip
def test_what_a_typed_line_asks_for(text: str, read: object) -> None:
    assert read_line(text, Pitch.OFFER) == read


async def test_a_morning_is_typed_card_after_card() -> None:
    story = Story()
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("t")
        for card in CARDS:
            await typed(pilot, card)
            await pilot.press("enter")
        assert app.asked == [added(card) for card in CARDS]
        assert app.screen.query_one(QuickEntry).has_class("-open")


async def test_the_cursor_goes_to_the_card_that_was_typed_and_its_twin_is_named() -> None:
    story = typed_in()
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("t")
        await typed(pilot, "Quiet  corners for reading -- Ida")
        await pilot.press("enter")
        await typed(pilot, "hands 5")
        await pilot.press("enter")
        await pilot.pause()
        assert "One moment: Quiet corners for reading is not on the list yet." in app.text
        assert len(app.asked) == 1 and app.screen.query_one(Input).value == "hands 5"
        see(app, story.tell(host(AddTopic(Pitch.OFFER, "Quiet corners for reading", "Ida"))))
        await pilot.pause()
        new = list(story.state.topics)[-1]
        assert app.screen.query_one(TopicList).cursor == new
        assert "Added. Like “Quiet corners”: esc, then j merges." in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked[1:] == [CountHands(new, 5)]


async def test_the_cursor_stays_for_what_others_pitch() -> None:
    story = typed_in()
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("down", "t")
        before = app.screen.query_one(TopicList).cursor
        see(app, story.tell(host(AddTopic(Pitch.OFFER, "Chess"))))
        await pilot.pause()
        assert app.screen.query_one(TopicList).cursor == before


async def test_hands_are_counted_for_the_topic_under_the_cursor() -> None:
    story = typed_in()
    ids = list(story.state.topics)
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("t")
        await typed(pilot, "hands 14")
        assert "enter counts" in app.text and "Retrieval practice in" in app.text.splitlines()[-3]
        await pilot.press("enter", "pagedown", "pagedown", "pageup")
        await pilot.pause()
        assert "14 hands for Retrieval practice in 5 minutes a day" in app.text
        await typed(pilot, "hands -")
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [CountHands(ids[0], 14), CountHands(ids[1], None)]


async def test_what_cannot_be_read_stays_and_one_sentence_says_why() -> None:
    app = shown(typed_in())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("t")
        for text, why in (("hands 3 or 4", "How many hands? Type hands 14"), ("-- Neil", "There is no title yet.")):
            await typed(pilot, text)
            await pilot.press("enter")
            await pilot.pause()
            entry = app.screen.query_one(Input)
            assert why in app.text and entry.value == text
            entry.value = ""
        assert app.asked == []


async def test_hands_need_a_topic() -> None:
    app = shown(Story())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("t")
        await typed(pilot, "hands 3")
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [] and "There is no topic yet" in app.text


async def test_a_card_that_was_refused_is_not_waited_for() -> None:
    story = typed_in()
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("t")
        await typed(pilot, "Chess")
        await pilot.press("enter")
        app.fake.time += timedelta(seconds=6)
        await typed(pilot, "hands 2")
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked[1:] == [CountHands(next(iter(story.state.topics)), 2)]
