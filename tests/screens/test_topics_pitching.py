"""Pitching on the topics screen: the wall, the spotlight, who does what, and what phones may pitch."""

from datetime import timedelta

import pytest
from textual.widgets import Input, Static

from teachmeet.domain.commands import RemoveTopic
from teachmeet.domain.commands_board import (
    ApproveTopics,
    AskForRequests,
    CallPitch,
    CountHands,
    NamePart,
    SetChecking,
    SetNeeds,
)
from teachmeet.domain.programme import Method, Part
from teachmeet.widgets.pitch_line import PitchLine
from teachmeet.widgets.topic_list import TopicList
from teachmeet.widgets.typed_line import TypedLine
from tests.helpers import Story, host
from tests.screens.drawn import HOSTILE, LARGE, SMALL, Drawn, typed
from tests.screens.pitching import added, busy, number, pitched, see, shown, typed_in, voted

SIZES = (SMALL, LARGE)


def more(app: Drawn) -> str:
    return str(app.screen.query_one("#selected-more", Static).content)


async def test_enter_lets_onto_the_wall_then_pitches_then_takes_out() -> None:
    story = pitched()
    mine = number(story, "Less")
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "○ 2 not on the wall" in app.text
        await pilot.press("end")
        assert more(app).startswith("○ Not on the wall yet: enter lets it")
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [ApproveTopics((mine,))] and "On the wall now: Less marking" in app.text
        see(app, story.tell(host(ApproveTopics((mine,)))))
        await pilot.pause()
        assert "○ 1 not on the wall" in app.text
        await pilot.press("enter")
        assert app.asked[-1] == CallPitch(mine)
        see(app, story.tell(host(CallPitch(mine))))
        await pilot.pause()
        assert "▶ Pitching: Less marking" in app.text and "? ▶ Less marking" in app.text
        await pilot.press("enter")
        assert app.asked[-1] == CallPitch(None)


async def test_while_a_hidden_round_is_open_only_how_many_answered_is_said() -> None:
    app = shown(voted(busy(), Method.INTEREST))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "▶ Pitching: Retrieval practice in 5 minutes a day; 4 have answered" in app.text


async def test_requests_only_counts_down_and_lapses() -> None:
    story = pitched().tell(host(AskForRequests(600)))
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        line = app.screen.query_one(PitchLine)
        assert "Requests only for 9:59 · ○ 2 not on the wall" in line.text
        app.fake.time += timedelta(minutes=9)
        see_again(line, app)
        assert "Requests only for 0:59" in line.text
        app.fake.time += timedelta(minutes=2)
        see_again(line, app)
        assert "Requests only" not in line.text


def see_again(line: PitchLine, app: Drawn) -> None:
    """The second is over."""
    line._say()


async def test_nothing_is_said_of_pitching_when_there_is_nothing_to_say() -> None:
    app = shown(typed_in())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        line = app.screen.query_one(PitchLine)
        assert line.text == "" and not line.display


@pytest.mark.parametrize("size", SIZES)
async def test_all_that_is_known_of_a_topic_stands_beside_it(size: tuple[int, int]) -> None:
    app = shown(busy())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for part in ("◆ offer · Sana · 14 hands in the room", "≈ Like: Retreival practise, my way (j merges)"):
            assert part in app.text
        for part in (
            "Merged in: Retrieval practice", "Leads it too: Ida", "Writes notes: Gus",
            "Not at the same time as: Maths trails round the car park", "▶ In the spotlight",
        ):
            assert part in more(app)
        await pilot.press("down")
        assert "Nobody leads it yet" in more(app)
        assert "≈ +1  Sana" in app.text and "3 hands" in app.text


async def test_the_detail_of_a_card_is_read_where_there_is_room() -> None:
    app = shown(pitched())
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.press("end", "up")
        assert "Six weeks of notes in one exercise book" in app.text


async def test_the_menu_lets_all_in_and_changes_what_phones_may_pitch() -> None:
    story = pitched()
    both = number(story, "Retreival"), number(story, "Less")
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        for key in ("l", "b", "r"):
            await pilot.press("e")
            await pilot.pause()
            await pilot.press(key)
            await pilot.pause()
        assert app.asked == [ApproveTopics(both), SetChecking(True), AskForRequests(600)]
        assert "For 10 minutes phones pitch requests only." in app.text
        see(app, story.tell(host(SetChecking(True)), host(AskForRequests(600)), host(ApproveTopics(both))))
        await pilot.pause()
        assert "New topics wait for you" in app.text
        for key in ("b", "r"):
            await pilot.press("e")
            await pilot.pause()
            assert "Let all" not in app.text
            await pilot.press(key)
            await pilot.pause()
        assert app.asked[3:] == [SetChecking(False), AskForRequests(None)]


async def test_the_menu_of_an_empty_list_is_about_the_list() -> None:
    app = shown(Story())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "There is no topic yet: type one in (t)." in app.text
        await pilot.press("j")
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        assert "The list of topics" in app.text and "Merge" not in app.text
        await pilot.press("b")
        await pilot.pause()
        assert app.asked == [SetChecking(True)]


async def test_the_menu_lets_pitches_and_removes() -> None:
    story = pitched()
    last = number(story, "Less")
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("end")
        for key in ("1", "2", "9"):
            await pilot.press("e")
            await pilot.pause()
            await pilot.press(key)
            await pilot.pause()
        assert app.asked == [ApproveTopics((last,)), CallPitch(last), RemoveTopic(last)]


async def test_hands_are_counted_topic_by_topic() -> None:
    story = typed_in()
    ids = list(story.state.topics)
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("5")
        await pilot.pause()
        assert "How many hands: Retrieval practice in 5 minutes a day" in app.text
        await pilot.press("1", "4", "enter", "enter", "minus", "enter", *"many", "enter")
        await pilot.pause()
        assert app.asked == [CountHands(ids[0], 14), CountHands(ids[2], None)]
        assert "Type a number of hands, or - to take them back." in app.text
        entry = app.focused
        assert isinstance(entry, Input) and entry.value == "many"
        entry.value = "0"
        await pilot.press("enter", "escape")
        assert app.asked[2:] == [CountHands(ids[3], None)]
        assert app.screen.query_one(TopicList).cursor == ids[4]
        assert isinstance(app.focused, TopicList)


async def test_what_a_room_needs_is_typed_over_what_it_needed() -> None:
    story = typed_in()
    topic = next(iter(story.state.topics))
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("6")
        await typed(pilot, "projector, quiet , ")
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [SetNeeds(topic, ("projector", "quiet"))]
        assert not app.screen.query_one(TypedLine).has_class("-open")
        see(app, story.tell(host(SetNeeds(topic, ("projector", "quiet")))))
        await pilot.pause()
        assert "Needs: projector, quiet" in more(app)
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("6")
        await pilot.pause()
        entry = app.focused
        assert isinstance(entry, Input) and entry.value == "projector, quiet"
        entry.value = ""
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked[-1] == SetNeeds(topic, ())


async def test_who_leads_and_who_writes_notes_is_typed() -> None:
    story = typed_in()
    topic = number(story, "Marking")
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("down", "e")
        await pilot.pause()
        await pilot.press("7")
        await typed(pilot, "Ida")
        await pilot.press("enter", "tab")
        await typed(pilot, "Gus [/] B")
        assert "writes notes" in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [NamePart(topic, "Ida", Part.LEAD), NamePart(topic, "Gus [/] B", Part.SCRIBE)]
        assert "Gus [/] B writes the notes of Marking with AI" in app.text


async def test_a_topic_that_went_meanwhile_is_not_written_about() -> None:
    story = typed_in()
    first = next(iter(story.state.topics))
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("5")
        await pilot.pause()
        see(app, story.tell(host(RemoveTopic(first))))
        await pilot.pause()
        await pilot.press("9", "enter")
        await pilot.pause()
        assert app.asked == [] and "That topic is no longer on the list." in app.text


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_titles_are_text_wherever_they_stand(size: tuple[int, int]) -> None:
    story = Story().tell(*(host(added(text)) for text in HOSTILE))
    app = shown(story)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for text, topic in zip(HOSTILE, story.state.topics, strict=True):
            see(app, story.tell(host(CallPitch(topic)), host(CountHands(topic, 3))))
            await pilot.pause()
            assert f"▶ Pitching: {text}" in app.screen.query_one(PitchLine).text
            for key in ("j", "e"):
                await pilot.press(key)
                await pilot.pause()
                await pilot.press("escape")
            await pilot.press("down")
