"""Topics: what was pitched, the voting on it, and a line to type what people call out."""

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, BindingType

from teachmeet.domain.commands import AddTopic, CloseRound, OpenRound
from teachmeet.domain.panels import Panel, PitchingPanel, RoundPanel, TallyPanel, TopicsPanel
from teachmeet.screens.base import MeetScreen, bind
from teachmeet.screens.topic_pane import TopicPane
from teachmeet.widgets.breadth import BREADTHS
from teachmeet.widgets.pitch_line import PitchLine
from teachmeet.widgets.quick_entry import Hands, QuickEntry
from teachmeet.widgets.round_line import RoundLine
from teachmeet.widgets.topic_list import TopicList
from teachmeet.widgets.typed_line import TypedLine
from teachmeet.widgets.voting import VotingDialog

FOOTER = ("space", "enter", "t", "j", "e", "v", "question_mark", "delete")
"""The keys that the foot of the screen shows first, in this order: a narrow terminal has no room for all."""

COMES_WITHIN = 5.0
"""Seconds after which a typed card is not waited for any more: it was refused."""


class TopicsScreen(MeetScreen):
    """Opens and closes rounds, and takes in what is called out; the pane does what is about one topic."""

    CSS_PATH = "topics.tcss"
    HORIZONTAL_BREAKPOINTS = BREADTHS
    NAME = "topics"
    LOOKS = ("topics", "tally", "pitching")
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("space", "main", "topics.key.main"),
        bind("t", "type", "topics.key.type"),
        bind("v", "voting", "topics.key.voting"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._known: frozenset[int] = frozenset()
        self._awaited = ""
        self._awaited_until = 0.0

    def body(self) -> ComposeResult:
        yield RoundLine(self.server_now, self.words)
        yield PitchLine(self.server_now, self.words)
        yield TopicPane(id="topics")
        yield QuickEntry(self.words)
        yield TypedLine()

    # ── drawing

    def show(self, panel: Panel) -> None:
        if not isinstance(panel, TopicsPanel | TallyPanel | RoundPanel | PitchingPanel):
            return
        topics, tally, voting = self.panel(TopicsPanel), self.panel(TallyPanel), self.panel(RoundPanel)
        pitching = self.panel(PitchingPanel)
        if topics is None:
            return
        self.set_class(not topics.topics, "-none")
        pane = self.query_one(TopicPane)
        pane.show(topics, voting, tally, pitching)
        self.query_one(RoundLine).show(voting, tally, len(topics.topics))
        self.query_one(PitchLine).show(pitching, tally, len(pane.waiting))
        if panel is topics:
            self._greet(topics)
        self._selected()

    def _greet(self, topics: TopicsPanel) -> None:
        """The card that was typed last is here: the cursor goes to it, and whatever is like it is named at once."""
        here = frozenset(card.topic for card in topics.topics)
        typed = [card.topic for card in topics.topics if card.topic not in self._known and card.title == self._awaited]
        self._known = here
        if not typed or not self._awaited:
            return
        self._awaited = ""
        pane = self.query_one(TopicPane)
        pane.topics.go_to(typed[-1])
        twins = pane.twins_of(typed[-1])
        if twins:
            self.say(self.words("topics.added_like", other=twins[0]))

    @on(TopicList.Moved)
    def _selected(self) -> None:
        row = self.query_one(TopicList).row
        self.query_one(QuickEntry).select("" if row is None else row.card.title or "")

    def on_resize(self) -> None:
        self.call_after_refresh(self.query_one(TopicPane).show_selected)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """What can be done now, the most needed first."""
        found = super().active_bindings
        first = [key for key in FOOTER if key in found]
        if "q" in found and self.has_class("-narrow"):
            # The foot has no room for it; help says it.
            found["q"] = found["q"]._replace(binding=replace(found["q"].binding, show=False))
        return {key: found[key] for key in (*first, *(key for key in found if key not in first))}

    # ── rounds

    def action_main(self) -> None:
        """Open a round as usual, or close the open one."""
        voting = self.panel(RoundPanel)
        if voting is not None and voting.open and voting.round is not None:
            self.do(CloseRound(voting.round))
        else:
            self.do(OpenRound(), said=self.words("topics.opened"))

    def action_voting(self) -> None:
        """Choose how the next round is voted, then open it."""
        voting, topics = self.panel(RoundPanel), self.panel(TopicsPanel)
        if voting is not None and voting.open:
            self.say(self.words("topics.is_open"), "warning")
            return
        count = 0 if topics is None else len(topics.topics)
        self.app.push_screen(VotingDialog(self.words, count, voting), self._open)

    def _open(self, command: OpenRound | None) -> None:
        if command is not None:
            self.do(command, said=self.words("topics.opened"))

    # ── typing

    def action_type(self) -> None:
        """Type in what somebody calls out."""
        self.query_one(TypedLine).remove_class("-open")
        self.add_class("-typing")
        self.query_one(QuickEntry).open()

    @on(QuickEntry.Entered)
    def _entered(self, event: QuickEntry.Entered) -> None:
        event.stop()
        command = event.command
        if isinstance(command, AddTopic):
            self._awaited, self._awaited_until = command.title, self.server_now() + COMES_WITHIN
            self.query_one(QuickEntry).taken()
            self.do(command, said=self.words("topics.added", title=command.title))
        elif self._count(command):
            self.query_one(QuickEntry).taken()

    def _count(self, hands: Hands) -> bool:
        """Hands for the topic under the cursor; not while that is about to be another one."""
        pane = self.query_one(TopicPane)
        if self._awaited and self.server_now() < self._awaited_until:
            self.say(self.words("topics.entry.wait", title=self._awaited), "warning")
            return False
        if pane.topics.row is None:
            self.say(self.words("topics.no_row"), "warning")
            return False
        pane.notes.count(pane.topics.row.card.topic, hands)
        return True

    @on(QuickEntry.Failed)
    def _failed(self, event: QuickEntry.Failed) -> None:
        event.stop()
        self.say(self.words(event.why), "warning")

    @on(QuickEntry.Walked)
    def _walked(self, event: QuickEntry.Walked) -> None:
        event.stop()
        self._awaited = ""
        self.query_one(TopicList).action_move(event.rows)

    @on(TypedLine.Entered)
    def _typed(self, event: TypedLine.Entered) -> None:
        event.stop()
        if self.query_one(TopicPane).notes.entered(event):
            self.query_one(TypedLine).taken()

    @on(QuickEntry.Closed)
    @on(TypedLine.Closed)
    def _done_typing(self) -> None:
        self._awaited = ""
        self.remove_class("-typing")
        self.query_one(TopicList).focus()
