"""Questions: what waits for the host, letting out, parking, answered and open again; nothing moves under the cursor."""

import pytest
from rich.cells import cell_len
from textual.widgets import Static

from teachmeet.domain.commands import AnswerQuestion, Ask, Join, StartTalk, Undo
from teachmeet.domain.commands_hall import ApproveQuestion, BackQuestion, ParkQuestion
from teachmeet.screens.questions import QuestionsScreen
from teachmeet.widgets.menu import Menu
from teachmeet.widgets.question_list import QuestionList
from tests.helpers import Story, ann, bob, host
from tests.screens.drawn import HOSTILE, LARGE, SMALL, Drawn, signed_up

SIZES = (SMALL, LARGE)


def asked() -> Story:
    """One question to the room, then one at a talk; nobody has let them out."""
    story = Story(signed_up()).tell(ann(Join("Ann")), bob(Join()), ann(Ask("When is tea?")))
    return story.tell(host(StartTalk()), bob(Ask("Which pupils were these, and how old?")))


def let_out(story: Story) -> Story:
    return story.tell(*(host(ApproveQuestion(question)) for question in story.state.questions))


def drawn(story: Story) -> Drawn:
    app = Drawn(QuestionsScreen())
    app.hand_all(story.state)
    return app


def texts(app: Drawn) -> list[str | None]:
    """What the list has, from above."""
    return [row.text for row in app.screen.query_one(QuestionList).rows]


@pytest.mark.parametrize("size", SIZES)
async def test_what_who_and_where(size: tuple[int, int]) -> None:
    app = drawn(asked())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "2 wait for you" in app.text
        assert app.text.index("When is tea?") < app.text.index("Which pupils")
        for part in ("Ann · to the room", "● waits", "Only you see it: enter lets it out."):
            assert part in app.text
        await pilot.press("down")
        await pilot.pause()
        assert "without a name · at Drama for quiet children" in app.text


@pytest.mark.parametrize("size", SIZES)
async def test_enter_lets_out_and_then_marks_as_answered(size: tuple[int, int]) -> None:
    story = asked()
    tea, _ = story.state.questions
    app = drawn(story)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [ApproveQuestion(tea)]
        assert "It is on phones and wall." in app.text
        app.hand_all(story.tell(host(ApproveQuestion(tea))).state)
        await pilot.pause()
        assert "1 waits for you · 1 open question" in app.text and "let out ✓" in app.text
        assert "u undo: let out When is tea?" in app.text
        await pilot.press("enter")
        assert app.asked[-1] == AnswerQuestion(tea, True)


async def test_space_marks_as_answered_and_opens_again() -> None:
    story = let_out(asked())
    tea, pupils = story.state.questions
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "2 open questions" in app.text
        await pilot.press("space")
        assert app.asked == [AnswerQuestion(tea, True)]
        app.hand_all(story.tell(host(AnswerQuestion(tea))).state)
        await pilot.pause()
        assert texts(app) == ["Which pupils were these, and how old?", "When is tea?"]
        assert "1 open question" in app.text and "✓ answered" in app.text
        await pilot.press("space")
        assert app.asked[-1] == AnswerQuestion(tea, False)
        assert app.screen.query_one(QuestionList).cursor == tea != pupils


async def test_what_waits_comes_first_then_what_most_back_then_parked_then_answered() -> None:
    story = Story(signed_up()).tell(ann(Join("Ann")), bob(Join()))
    story.tell(*(ann(Ask(text)) for text in ("answered", "parked", "one backs it", "two back it", "first", "second")))
    done, later, one, two, *_ = story.state.questions
    story.tell(*(host(ApproveQuestion(question)) for question in (done, later, one, two)))
    story.tell(host(AnswerQuestion(done)), host(ParkQuestion(later)))
    story.tell(bob(BackQuestion(one)), bob(BackQuestion(two)), ann(BackQuestion(two)))
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert texts(app) == ["first", "second", "two back it", "one backs it", "parked", "answered"]
        assert "2 wait for you · 2 open questions · 1 parked" in app.text
        assert any("+2" in line and "two back it" in line for line in app.text.splitlines())
        await pilot.press("down", "down")
        await pilot.pause()
        assert "2 more want this" in app.text


async def test_the_menu_parks_and_takes_back() -> None:
    story = let_out(asked())
    tea = min(story.state.questions)
    app = drawn(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(app.screen, Menu) and "Let it out" not in app.text
        await pilot.press("3")
        await pilot.pause()
        assert app.asked == [ParkQuestion(tea)] and "Parked for later." in app.text
        app.hand_all(story.tell(host(ParkQuestion(tea))).state)
        await pilot.pause()
        assert "1 open question · 1 parked" in app.text and "Parked: on phones, for later." in app.text
        await pilot.press("e", "3", "e", "2")
        assert app.asked[1:] == [ParkQuestion(tea, False), AnswerQuestion(tea, True)]


async def test_what_was_let_out_by_a_slip_is_taken_back() -> None:
    story = asked()
    tea = min(story.state.questions)
    app = drawn(story.tell(host(ApproveQuestion(tea))))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("u")
        assert app.asked == [Undo(story.state.acts[-1].seq)]
        app.hand_all(story.tell(host(Undo(story.state.acts[-1].seq))).state)
        await pilot.pause()
        assert "2 wait for you" in app.text


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
        assert app.asked == [ApproveQuestion(before or 0)]


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
        await pilot.press("enter", "space", "e")
        assert app.asked == []


@pytest.mark.parametrize("size", SIZES)
async def test_text_is_shown_as_it_is(size: tuple[int, int]) -> None:
    story = Story(signed_up()).tell(ann(Join(HOSTILE[0])), *(ann(Ask((text * 40)[:280])) for text in HOSTILE))
    app = drawn(story)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for text in HOSTILE:
            assert str(app.screen.query_one("#asked-text", Static).content) == (text * 40)[:280].strip()
            assert text[:8] in app.text
            await pilot.press("e")
            await pilot.pause()
            assert text[:8] in app.text
            assert max(map(cell_len, app.text.splitlines())) <= size[0]
            await pilot.press("escape", "down")
