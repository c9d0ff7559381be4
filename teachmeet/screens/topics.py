"""Topics: what was pitched, the voting on it, and a line to type what people call out."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from teachmeet.domain.commands import CloseRound, OpenRound, RemoveTopic
from teachmeet.domain.panels import Panel, RoundPanel, TallyPanel, TopicsPanel
from teachmeet.screens.base import MeetScreen, bind
from teachmeet.widgets.breadth import BREADTHS
from teachmeet.widgets.figure import Figure
from teachmeet.widgets.quick_entry import QuickEntry
from teachmeet.widgets.round_line import RoundLine
from teachmeet.widgets.topic_list import MARKS, Pitched, TopicList, pitched
from teachmeet.widgets.voting import VotingDialog


class TopicsScreen(MeetScreen):
    """Opens and closes rounds, takes topics in and off the list."""

    CSS_PATH = "topics.tcss"
    HORIZONTAL_BREAKPOINTS = BREADTHS
    NAME = "topics"
    LOOKS = ("topics", "tally")
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("space", "main", "topics.key.main"),
        bind("v", "voting", "topics.key.voting"),
        bind("t", "type", "topics.key.type"),
        bind("delete,backspace", "remove", "topics.key.remove", display="del"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._dots: dict[int, int] = {}
        self._dots_round: int | None = None

    def body(self) -> ComposeResult:
        yield RoundLine(self.server_now, self.words)
        with Horizontal(id="topics"):
            yield TopicList(self.words)
            with Vertical(id="selected"):
                yield Figure(id="voted")
                yield Static(id="selected-title", markup=False)
                yield Static(id="selected-who", markup=False)
                yield Static(id="selected-detail", markup=False)
        yield QuickEntry(self.words)

    # ── drawing

    def show(self, panel: Panel) -> None:
        if not isinstance(panel, TopicsPanel | TallyPanel | RoundPanel):
            return
        topics, tally, voting = self.panel(TopicsPanel), self.panel(TallyPanel), self.panel(RoundPanel)
        if topics is None:
            return
        self._count(topics, tally)
        self.set_class(not topics.topics, "-none")
        self.query_one(RoundLine).show(voting, tally, len(topics.topics))
        self.query_one(TopicList).put(pitched(topics, voting, self._dots))
        voted = tally is not None and tally.round is not None
        self.query_one(Figure).say(
            str(tally.voted) if voted and tally is not None else "",
            self.words("topics.voted", n=tally.voters) if voted and tally is not None else "",
        )

    def _count(self, topics: TopicsPanel, tally: TallyPanel | None) -> None:
        """Keep the dots by topic. A tally of another edition says nothing yet: the one before stands until it does."""
        if tally is None:
            return
        if tally.counts is None or tally.round != self._dots_round:
            self._dots, self._dots_round = {}, tally.round
        if tally.counts is not None and tally.edition == topics.edition:
            self._dots = {card.topic: n for card, n in zip(topics.topics, tally.counts, strict=True)}

    @on(TopicList.Moved)
    def _show_selected(self) -> None:
        row = self.query_one(TopicList).row
        title, who, detail = ("", "", "") if row is None else self._told(row)
        for name, text in (("title", title), ("who", who), ("detail", detail)):
            self.query_one(f"#selected-{name}", Static).update(Content(text))

    def _told(self, row: Pitched) -> tuple[str, str, str]:
        card, words = row.card, self.words
        who = [f"{MARKS[card.pitch]} {words(f'topics.{card.pitch}')}", card.name or words("topics.nameless")]
        if row.new:
            who.append(words("topics.not_in"))
        elif row.dots is not None:
            who.append(words("topics.votes", n=row.dots))
        return card.title or words("topics.untitled"), " · ".join(who), card.detail or ""

    # ── what the keys do

    def action_main(self) -> None:
        """Open a round as usual, or close the open one."""
        voting = self.panel(RoundPanel)
        if voting is not None and voting.open and voting.round is not None:
            self.do(CloseRound(voting.round))
        else:
            self.do(OpenRound())

    def action_voting(self) -> None:
        """Choose dots and minutes, then open a round."""
        voting = self.panel(RoundPanel)
        if voting is not None and voting.open:
            self.say(self.words("topics.is_open"), "warning")
            return
        self.app.push_screen(VotingDialog(self.words), self._open)

    def _open(self, command: OpenRound | None) -> None:
        if command is not None:
            self.do(command)

    def action_type(self) -> None:
        """Type in what somebody calls out."""
        self.query_one(QuickEntry).open()

    @on(QuickEntry.Entered)
    def _entered(self, event: QuickEntry.Entered) -> None:
        self.do(event.command, said=self.words("topics.added", title=event.command.title))

    @on(QuickEntry.Closed)
    def _typed(self) -> None:
        self.query_one(TopicList).focus()

    def action_remove(self) -> None:
        """Take the topic under the cursor off the list."""
        row = self.query_one(TopicList).row
        if row is not None:
            self.do(RemoveTopic(row.card.topic))
