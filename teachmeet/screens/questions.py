"""Questions: what the phones ask, and which were answered."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from teachmeet.domain.commands import AnswerQuestion
from teachmeet.domain.panels import Panel, QuestionsPanel
from teachmeet.screens.base import MeetScreen, bind
from teachmeet.widgets.breadth import BREADTHS
from teachmeet.widgets.figure import Figure
from teachmeet.widgets.question_list import QuestionList, asked_at


class QuestionsScreen(MeetScreen):
    """Lists questions, newest first, and marks them as answered."""

    CSS_PATH = "questions.tcss"
    HORIZONTAL_BREAKPOINTS = BREADTHS
    NAME = "questions"
    LOOKS = ("questions",)
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("enter,space", "answer", "questions.key.answer", display="enter"),
    ]

    def body(self) -> ComposeResult:
        yield Static(id="questions-counts", markup=False)
        with Horizontal(id="questions"):
            yield QuestionList(self.words)
            with Vertical(id="asked"):
                yield Figure(id="questions-open")
                yield Static(id="asked-text", markup=False)
                yield Static(id="asked-who", markup=False)

    def show(self, panel: Panel) -> None:
        if not isinstance(panel, QuestionsPanel):
            return
        still = sum(not row.answered for row in panel.questions)
        counts = self.words("questions.counts", n=still) if still else self.words("questions.all_answered")
        self.query_one("#questions-counts", Static).update(counts if panel.questions else "")
        self.query_one(Figure).say(str(still) if panel.questions else "", self.words("questions.open", n=still))
        self.query_one(QuestionList).put(panel.questions)
        self.set_class(not panel.questions, "-none")

    @on(QuestionList.Moved)
    def _show_asked(self) -> None:
        row = self.query_one(QuestionList).row
        told = [] if row is None else [row.name or self.words("questions.nameless"), asked_at(row, self.words)]
        if row is not None and row.answered:
            told.append(self.words("questions.answered"))
        self.query_one("#asked-text", Static).update(Content("" if row is None else row.text or ""))
        self.query_one("#asked-who", Static).update(Content(" · ".join(told)))

    def action_answer(self) -> None:
        """Mark the question under the cursor as answered, or as open again."""
        row = self.query_one(QuestionList).row
        if row is not None:
            self.do(AnswerQuestion(row.question, not row.answered))
