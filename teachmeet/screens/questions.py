"""Questions: what the phones ask, which of it phones and wall may show, and which were answered."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from teachmeet.domain.commands import AnswerQuestion, Command
from teachmeet.domain.commands_hall import ApproveQuestion, ParkQuestion
from teachmeet.domain.panels import Panel, QuestionRow, QuestionsPanel
from teachmeet.screens.base import MeetScreen, bind
from teachmeet.widgets.breadth import BREADTHS
from teachmeet.widgets.figure import Figure
from teachmeet.widgets.menu import Choice, Menu
from teachmeet.widgets.question_list import QuestionList, Standing, asked_at, sorted_questions, standing


@dataclass(frozen=True, slots=True)
class Act:
    """Something to be done about a question: its name in `words/`, and what is asked of the server."""

    name: str
    command: Command


def acts(row: QuestionRow) -> tuple[Act, ...]:
    """What can be done about a question; the digit of each is the same whichever others there are."""
    number, answered, parked = row.question, row.answered, row.parked
    return (
        Act("let_out", ApproveQuestion(number)),
        Act("reopen" if answered else "answer", AnswerQuestion(number, not answered)),
        Act("unpark" if parked else "park", ParkQuestion(number, not parked)),
    )


class QuestionsScreen(MeetScreen):
    """Lists questions, lets them out, parks them, and marks them as answered."""

    CSS_PATH = "questions.tcss"
    HORIZONTAL_BREAKPOINTS = BREADTHS
    NAME = "questions"
    LOOKS = ("questions",)
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("enter", "let_out", "questions.key.let_out", display="enter"),
        bind("space", "answer", "questions.key.answer"),
        bind("e", "menu", "questions.key.menu"),
    ]

    def body(self) -> ComposeResult:
        yield Static(id="questions-counts", markup=False)
        with Horizontal(id="questions"):
            yield QuestionList(self.words)
            with Vertical(id="asked"):
                yield Figure(id="questions-open")
                yield Static(id="asked-state", markup=False)
                yield Static(id="asked-text", markup=False)
                yield Static(id="asked-who", markup=False)

    # ── drawing

    def show(self, panel: Panel) -> None:
        if not isinstance(panel, QuestionsPanel):
            return
        words = self.words
        stands = [standing(row) for row in panel.questions]
        waiting, out, parked = (stands.count(each) for each in (Standing.WAITS, Standing.OUT, Standing.PARKED))
        said = [words("questions.waiting", n=waiting)] if waiting else []
        said += [words("questions.counts", n=out)] if out else []
        said += [words("questions.parked", n=parked)] if parked else []
        counts = " · ".join(said) or words("questions.all_answered")
        heading = self.query_one("#questions-counts", Static)
        heading.set_class(waiting > 0, "-waiting")
        heading.update(counts if panel.questions else "")
        number, caption = (waiting, "questions.wait") if waiting else (out, "questions.open")
        self.query_one(Figure).say(str(number) if panel.questions else "", words(caption, n=number))
        self.query_one(QuestionList).put(sorted_questions(panel.questions))
        self.set_class(not panel.questions, "-none")

    @on(QuestionList.Moved)
    def _show_asked(self) -> None:
        row, words = self.query_one(QuestionList).row, self.words
        told = [] if row is None else [row.name or words("questions.nameless"), asked_at(row, words)]
        if row is not None and row.backers:
            told.append(words("questions.backers", n=row.backers))
        state = "" if row is None else words(f"questions.told.{standing(row)}")
        shown = self.query_one("#asked-state", Static)
        shown.set_class(row is not None and standing(row) is Standing.WAITS, "-waiting")
        shown.update(state)
        self.query_one("#asked-text", Static).update(Content("" if row is None else row.text or ""))
        self.query_one("#asked-who", Static).update(Content(" · ".join(told)))

    # ── what the keys do

    def action_let_out(self) -> None:
        """Let the question under the cursor onto phones and wall; once it is there, mark it as answered."""
        row = self.query_one(QuestionList).row
        if row is not None and row.approved:
            self.action_answer()
        elif row is not None:
            self.do(ApproveQuestion(row.question), said=self.words("questions.said.let_out"))

    def action_answer(self) -> None:
        """Mark the question under the cursor as answered, or as open again."""
        row = self.query_one(QuestionList).row
        if row is not None:
            self._act(acts(row)[1])

    def action_menu(self) -> None:
        """Choose what becomes of the question under the cursor."""
        row, words = self.query_one(QuestionList).row, self.words
        if row is None:
            return
        choices = [
            Choice(str(place), words(f"questions.menu.{act.name}"), act, words(f"questions.menu.{act.name}_hint"))
            for place, act in enumerate(acts(row), 1)
            if not (row.approved and act.name == "let_out")
        ]
        self.app.push_screen(Menu(words, row.text or "", choices), self._act)

    def _act(self, act: Act | None) -> None:
        if act is not None:
            self.do(act.command, said=self.words(f"questions.said.{act.name}"))
