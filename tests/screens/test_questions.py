"""Questions: newest first, answered and open again, and that nothing moves under the cursor."""

import pytest
from rich.cells import cell_len
from textual.widgets import Static

from teachmeet.domain.commands import AnswerQuestion, Ask, Join, StartTalk
from teachmeet.screens.questions import QuestionsScreen
from teachmeet.widgets.question_list import QuestionList
from tests.helpers import Story, ann, bob, host
from tests.screens.drawn import HOSTILE, LARGE, SMALL, Drawn, signed_up

SIZES = (SMALL, LARGE)


def asked() -> Story:
    """One question to the room, then one at a talk."""
    story = Story(signed_up()).tell(ann(Join("Ann")), bob(Join()), ann(Ask("When is tea?")))
    return story.tell(host(StartTalk()), bob(Ask("Which pupils were these, and how old?")))


def drawn(story: Story) -> Drawn:
    app = Drawn(QuestionsScreen())
    app.hand_all(story.state)
    return app


@pytest.mark.parametrize("size", SIZES)
async def test_what_who_and_where(size: tuple[int, int]) -> None:
    app = drawn(asked())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "2 open questions" in app.text
        assert app.text.index("Which pupils") < app.text.index("When is tea?")
        for part in ("Ann", "to the room", "without a name", "at Drama for quiet children"):
            assert part in app.text


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_a_key_marks_as_answered_and_opens_again(key: str) -> None:
    story = asked()
    newest = max(story.state.questions)
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press(key)
        assert app.asked == [AnswerQuestion(newest, True)]
        app.hand_all(story.tell(host(AnswerQuestion(newest))).state)
        await pilot.pause()
        assert "1 open question" in app.text and "✓" in app.text and "answered" in app.text
        await pilot.press(key)
        assert app.asked[-1] == AnswerQuestion(newest, False)


async def test_a_new_one_does_not_move_the_cursor() -> None:
    story = asked()
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        before = app.screen.query_one(QuestionList).cursor
        app.hand_all(story.tell(ann(Ask("And now?"))).state)
        await pilot.pause()
        assert app.screen.query_one(QuestionList).cursor == before
        await pilot.press("enter")
        assert app.asked == [AnswerQuestion(before or 0, True)]


async def test_all_answered_and_none_at_all() -> None:
    story = asked()
    story.tell(*(host(AnswerQuestion(question)) for question in story.state.questions))
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "All questions are answered." in app.text
        app.hand_all(Story().state)
        await pilot.pause()
        assert "No questions yet." in app.text
        await pilot.press("enter")
        assert app.asked == []


@pytest.mark.parametrize("size", SIZES)
async def test_text_is_shown_as_it_is(size: tuple[int, int]) -> None:
    story = Story(signed_up()).tell(ann(Join(HOSTILE[0])), *(ann(Ask((text * 40)[:280])) for text in HOSTILE))
    app = drawn(story)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for text in reversed(HOSTILE):
            assert str(app.screen.query_one("#asked-text", Static).content) == (text * 40)[:280].strip()
            assert text[:8] in app.text
            assert max(map(cell_len, app.text.splitlines())) <= size[0]
            await pilot.press("down")
