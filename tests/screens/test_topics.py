"""Topics: what each key asks for, what is counted when, and that the list does not move under the cursor."""

from datetime import timedelta

import pytest
from rich.cells import cell_len
from textual.widgets import Input, Static

from teachmeet.domain.commands import AddTopic, CloseRound, OpenRound, RemoveTopic, Vote
from teachmeet.domain.panels import Surroundings, TallyPanel, View
from teachmeet.domain.programme import Pitch, Signup, TopicPlan
from teachmeet.domain.views import tally, topics
from teachmeet.screens.topics import TopicsScreen
from teachmeet.widgets.quick_entry import QuickEntry, read_entry
from teachmeet.widgets.round_line import RoundLine
from teachmeet.widgets.topic_list import TopicList
from tests.helpers import Story, ann, bob, cem, host, joined
from tests.screens.drawn import HOSTILE, LARGE, SMALL, Drawn, signed_up, topic_plans, typed

SIZES = (SMALL, LARGE)


def pitched(count: int = 6) -> Story:
    """Three people and so many topics."""
    return joined(ann, bob, cem, made=signed_up(topic_plans(count)))


def voting(count: int = 6) -> Story:
    """An open round in which the fourth topic has two votes and the second one."""
    story = pitched(count).tell(host(OpenRound()))
    opened, ids = story.state.open_round, list(story.state.topics)
    assert opened is not None
    return story.tell(ann(Vote(opened, ids[3], 1)), bob(Vote(opened, ids[3], 1)), bob(Vote(opened, ids[1], 1)))


def drawn(story: Story) -> Drawn:
    app = Drawn(TopicsScreen())
    app.fake.time = story.now
    app.hand_all(story.state)
    return app


def order(app: Drawn) -> list[int]:
    return [row.card.topic for row in app.screen.query_one(TopicList).rows]


async def test_space_opens_a_round_and_closes_it() -> None:
    story = pitched()
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("space")
        assert app.asked == [OpenRound()]
        app.hand_all(story.tell(host(OpenRound())).state)
        await pilot.pause()
        await pilot.press("space")
        assert app.asked[-1] == CloseRound(story.state.open_round or 0)


async def test_v_chooses_dots_and_minutes() -> None:
    app = drawn(pitched())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("v", "down", "right", "right", "down", "down", "down", "right", "right", "right")
        for part in ("Open a round", "5  ●●●●●", "after 3 minutes", "enter opens it · esc not now"):
            assert part in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [OpenRound(5, 180)]
        await pilot.press("v", "escape")
        await pilot.pause()
        assert app.asked == [OpenRound(5, 180)]


async def test_v_waits_for_the_open_round() -> None:
    app = drawn(voting())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("v")
        assert "A round is open. Space closes it." in app.text


async def test_how_it_stands_is_a_sentence() -> None:
    story = pitched()
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        line = app.screen.query_one(RoundLine)
        assert "6 topics. No round yet: space opens one, 3 dots each." in app.text
        story = voting()
        app.hand_all(story.state)
        await pilot.pause()
        assert "Round 1: 3 dots each, 2 of 3 have voted, hidden from phones" in app.text
        app.hand_all(story.tell(host(CloseRound(story.state.open_round or 0))).state)
        await pilot.pause()
        assert "Round 1 is closed: 2 of 3 voted, 3 dots each" in app.text
        app.fake.time = story.now
        app.hand_all(story.tell(host(OpenRound(1, 90))).state)
        await pilot.pause()
        assert "Round 2: 1 dot each, 0 of 3 have voted, hidden from phones, closes in 1:30" in line.sentence()
        app.fake.time += timedelta(minutes=2)
        assert line.sentence().endswith("closes in 0:00")


async def test_the_order_is_that_of_arrival_until_the_round_closes() -> None:
    story = voting()
    ids = list(story.state.topics)
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert order(app) == ids
        await pilot.press("down", "down")
        app.hand_all(story.tell(host(CloseRound(story.state.open_round or 0))).state)
        await pilot.pause()
        assert order(app) == [ids[3], ids[1], ids[0], ids[2], ids[4], ids[5]]
        assert app.screen.query_one(TopicList).cursor == ids[2]


async def test_a_long_list_is_sorted_around_the_row_under_the_cursor() -> None:
    story = voting(40)
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press(*["down"] * 20)
        listed = app.screen.query_one(TopicList)
        before = listed.cursor, 20 - listed.scroll_offset.y
        await pilot.pause()
        app.hand_all(story.tell(host(RemoveTopic(next(iter(story.state.topics))))).state)
        await pilot.pause()
        after = order(app).index(listed.cursor or 0) - listed.scroll_offset.y
        assert (listed.cursor, after) == before


async def test_counts_are_drawn_only_on_the_list_that_they_count() -> None:
    story = voting()
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        dots = [row.dots for row in app.screen.query_one(TopicList).rows]
        assert dots == [0, 1, 0, 2, 0, 0]
        first, second = list(story.state.topics)[:2]
        story.tell(host(RemoveTopic(first)))
        newer = tally(story.state, Surroundings(), View.HOST)
        assert isinstance(newer, TallyPanel)
        app.hand(newer)
        await pilot.pause()
        assert [row.dots for row in app.screen.query_one(TopicList).rows] == dots
        app.hand(topics(story.state, Surroundings(), View.HOST))
        await pilot.pause()
        rows = app.screen.query_one(TopicList).rows
        assert [row.dots for row in rows] == [1, 0, 2, 0, 0]
        assert rows[0].card.topic == second


async def test_what_came_after_the_round_opened_says_so() -> None:
    story = voting()
    app = drawn(story.tell(host(AddTopic(Pitch.REQUEST, "Phones?", "Neil"))))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("end")
        assert "? request · Neil · came after the round opened" in app.text


async def test_t_types_one_after_the_other() -> None:
    app = drawn(pitched())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("t")
        await typed(pilot, "Chalk 2 space")
        await pilot.press("space", "u", "q", "enter")
        assert app.asked == [AddTopic(Pitch.OFFER, "Chalk 2 space uq")]
        assert "Added: Chalk 2 space uq" in app.text
        await pilot.press("tab")
        assert "? request" in app.text
        await typed(pilot, "Maths -- Zoë")
        await pilot.press("enter")
        await typed(pilot, "? Exit tickets -- Neil P")
        assert "? request" in app.text
        await pilot.press("enter", "enter")
        assert app.asked[1:] == [
            AddTopic(Pitch.REQUEST, "Maths", "Zoë"),
            AddTopic(Pitch.REQUEST, "Exit tickets", "Neil P"),
        ]
        await pilot.press("up")
        assert app.screen.query_one(Input).value == "? Exit tickets -- Neil P"
        await pilot.press("escape")
        assert not app.screen.query_one(QuickEntry).has_class("-open")
        assert isinstance(app.focused, TopicList)
        await pilot.press("space")
        assert app.asked[-1] == OpenRound()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", None), ("  ", None), ("?", None), (" -- Neil", None), ("--", None),
        ("Chalk", AddTopic(Pitch.OFFER, "Chalk")),
        ("?Chalk", AddTopic(Pitch.REQUEST, "Chalk")),
        ("Why? -- because -- Ann ", AddTopic(Pitch.OFFER, "Why? -- because", "Ann")),
        ("well--being", AddTopic(Pitch.OFFER, "well--being")),
        ("Chalk --", AddTopic(Pitch.OFFER, "Chalk")),
    ],
)  # fmt: skip
def test_what_a_typed_line_means(text: str, read: AddTopic | None) -> None:
    assert read_entry(text, Pitch.OFFER) == read


async def test_delete_takes_the_topic_under_the_cursor_off() -> None:
    story = pitched()
    ids = list(story.state.topics)
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("down", "delete")
        assert app.asked == [RemoveTopic(ids[1])]
        app.hand_all(story.tell(host(RemoveTopic(ids[1]))).state)
        await pilot.pause()
        await pilot.press("backspace")
        assert app.asked[-1] == RemoveTopic(ids[2])


async def test_an_empty_list_says_what_can_be_done() -> None:
    app = drawn(Story())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "Nobody has pitched yet." in app.text
        await pilot.press("delete")
        assert app.asked == []


@pytest.mark.parametrize("size", SIZES)
async def test_what_matters_is_on_the_screen(size: tuple[int, int]) -> None:
    story = voting(40)
    app = drawn(story)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("down", "down", "down")
        for part in ("◆   Retrieval practice in five", "offer · Zoë · 2 dots", "━", "voted", "v how to vote"):
            assert part in app.text


@pytest.mark.parametrize("size", SIZES)
async def test_text_is_shown_as_it_is(size: tuple[int, int]) -> None:
    plans = (TopicPlan(Signup(text[:60]), text, detail=text) for text in HOSTILE)
    story = joined(ann, made=signed_up(tuple(plans))).tell(host(OpenRound()))
    app = drawn(story)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for text in HOSTILE:
            assert str(app.screen.query_one("#selected-title", Static).content) == text
            assert text[:8] in app.text
            assert max(map(cell_len, app.text.splitlines())) <= size[0]
            await pilot.press("down", "t")
            await typed(pilot, text)
            await pilot.press("enter", "escape")
            assert app.asked[-1] == AddTopic(Pitch.OFFER, text)
