"""Merging, taking out again and keeping apart: which title stays is said before it is done."""

from textual.widgets import Input, Static

from teachmeet.domain.commands_board import KeepApart, MergeTopics, UnmergeTopic
from teachmeet.widgets.topic_list import TWIN, TopicList
from teachmeet.widgets.topic_picker import APART, TAKE_OUT, CandidateList
from tests.helpers import host
from tests.screens.drawn import LARGE, SMALL, Drawn, typed
from tests.screens.pitching import busy, number, rows, see, shown, typed_in, voted


def candidates(app: Drawn) -> list[tuple[str, str]]:
    return [(row.mark, row.title) for row in app.screen.query_one(CandidateList).rows]


def sentence(app: Drawn) -> str:
    return str(app.screen.query_one("#picker-what", Static).content)


async def test_likely_twins_are_marked_on_the_list() -> None:
    app = shown(typed_in())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        marked = {row.card.title for row in rows(app) if row.twins}
        assert marked == {
            "Retrieval practice in 5 minutes a day", "Retrieval practice",
            "Marking with AI", "AI in marking: an honest look at four months",
        }


async def test_j_offers_the_likely_twin_first_and_enter_merges_into_it() -> None:
    story = typed_in()
    gone, stays = number(story, "Marking with"), number(story, "AI in")
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("down", "j")
        await pilot.pause()
        assert candidates(app)[0] == (TWIN, "AI in marking: an honest look at four months")
        assert len(candidates(app)) == 13
        stays_title = "AI in marking: an honest look at four months"
        assert sentence(app) == f"“Marking with AI” goes into “{stays_title}”, which stays."
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [MergeTopics(gone, stays)]
        assert "Merged: Marking with AI goes on in" in app.text
        see(app, story.tell(host(MergeTopics(gone, stays))))
        await pilot.pause()
        assert app.screen.query_one(TopicList).cursor == stays and "+1" in app.text


async def test_tab_lets_the_other_title_stay() -> None:
    story = typed_in()
    mine, other = number(story, "Marking with"), number(story, "AI in")
    app = shown(story)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.press("down", "j")
        await pilot.pause()
        await pilot.press("tab")
        assert sentence(app).startswith("“AI in marking: an honest look at four months” goes into “Marking with AI”")
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [MergeTopics(other, mine)]
        assert app.screen.query_one(TopicList).cursor == mine


async def test_typing_narrows_the_list_by_title_and_name() -> None:
    story = typed_in()
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("j")
        await pilot.pause()
        await typed(pilot, "MATHS zo")
        assert [title for _, title in candidates(app)] == ["Maths trails round the car park"]
        entry = app.focused
        assert isinstance(entry, Input)
        entry.value = "[/] nothing"
        await pilot.pause()
        assert candidates(app) == [] and "No other topic has that in it." in app.text and sentence(app) == ""
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert app.asked == []


async def test_what_both_have_is_said() -> None:
    story = voted(busy())
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("j")
        await pilot.pause()
        await pilot.press("down", "down")
        assert sentence(app).endswith(
            "They have 4 and 2: whoever voted for both is counted once. Hands are not added up: count them again."
        )


async def test_what_was_merged_is_taken_out_in_the_dialog_and_by_the_menu() -> None:
    story = busy()
    inside = next(t.topic for t in story.state.topics.values() if t.title == "Retrieval practice")
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("j")
        await pilot.pause()
        assert candidates(app)[1] == (TAKE_OUT, "Retrieval practice")
        await pilot.press("down")
        assert sentence(app) == "“Retrieval practice” stands by itself again, with its votes."
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [UnmergeTopic(inside)] and "By itself again: Retrieval practice" in app.text
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("4")
        await pilot.pause()
        assert "Which one leaves “Retrieval practice in 5 minutes a day”?" in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked[1:] == [UnmergeTopic(inside)]
        see(app, story.tell(host(UnmergeTopic(inside))))
        await pilot.pause()
        assert "Merged in" not in str(app.screen.query_one("#selected-more", Static).content)


async def test_topics_are_kept_apart_and_may_meet_again() -> None:
    story = busy()
    retrieval, maths, quiet = (number(story, title) for title in ("Retrieval", "Maths", "Quiet"))
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("8")
        await pilot.pause()
        assert candidates(app)[0] == (APART, "Maths trails round the car park")
        assert sentence(app).startswith("They are kept apart now.")
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [KeepApart(retrieval, maths, False)]
        assert "May be at the same time: Retrieval practice in" in app.text
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("8")
        await typed(pilot, "quiet")
        assert sentence(app) == (
            "“Retrieval practice in 5 minutes a day” and “Quiet corners” will not be at the same time."
        )
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked[1:] == [KeepApart(retrieval, quiet, True)]


async def test_a_topic_alone_has_nothing_to_be_merged_with() -> None:
    app = shown(typed_in(("Chess",)))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("j")
        await pilot.pause()
        await pilot.press("tab", "enter", "escape")
        await pilot.pause()
        assert app.asked == []
