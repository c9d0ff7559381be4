"""The list of topics with the one under the cursor beside it, and all that can be done about that one."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from teachmeet.domain.commands import RemoveTopic
from teachmeet.domain.commands_board import (
    ApproveTopics,
    AskForRequests,
    CallPitch,
    KeepApart,
    MergeTopics,
    SetChecking,
    UnmergeTopic,
)
from teachmeet.domain.panels import PitchingPanel, RoundPanel, TallyPanel, TopicCard, TopicsPanel
from teachmeet.screens.base import Pane, bind
from teachmeet.screens.topic_notes import TopicNotes
from teachmeet.similar import Twins
from teachmeet.widgets.figure import Figure
from teachmeet.widgets.menu import Choice, Menu
from teachmeet.widgets.topic_list import Pitched, TopicList, Votes, pitched
from teachmeet.widgets.topic_menu import choices
from teachmeet.widgets.topic_picker import ApartDialog, MergeDialog
from teachmeet.widgets.topic_text import about, title_of, who_line

REQUESTS_FOR = 10 * 60
"""Seconds for which phones are asked for requests only."""


class TopicPane(Pane):
    """Draws the topics; its keys are about the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("enter", "pitch", "topics.key.pitch", display="enter"),
        bind("j", "merge", "topics.key.merge"),
        bind("e", "menu", "topics.key.menu"),
        bind("delete,backspace", "remove", "topics.key.remove", display="del"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._twins = Twins()
        self._compared: TopicsPanel | None = None
        self._cards: dict[int, TopicCard] = {}
        self._votes = Votes()
        self.notes = TopicNotes(self)
        """What is typed about one topic."""

    def compose(self) -> ComposeResult:
        yield TopicList(self.words)
        with VerticalScroll(id="selected", can_focus=False):
            yield Figure(id="voted")
            yield Static(id="selected-title", markup=False)
            yield Static(id="selected-who", markup=False)
            with Vertical(id="selected-about"):
                yield Static(id="selected-more", markup=False)
                yield Static(id="selected-detail", markup=False)

    # ── drawing

    def show(
        self, topics: TopicsPanel, voting: RoundPanel | None, tally: TallyPanel | None, pitching: PitchingPanel | None
    ) -> None:
        """Draw what there is by now."""
        if tally is not None:
            self._votes.take(topics, tally)
        if topics is not self._compared:
            self._compared = topics
            self._cards = {card.topic: card for card in topics.topics}
            self._twins.put({card.topic: (card.title or "", card.detail or "") for card in topics.topics})
        on = None if pitching is None or pitching.on is None else pitching.on.topic
        self.topics.put(pitched(topics, voting, self._votes.dots, self._votes.maybes, self._twins.of, on))
        self._show_voted(tally)
        self.show_selected()

    def _show_voted(self, tally: TallyPanel | None) -> None:
        """How many have voted, as the biggest thing there is; nothing when nobody could."""
        figure = self.query_one(Figure)
        counted = tally is not None and tally.round is not None and tally.voters > 0
        figure.set_class(counted, "-counted")
        if counted and tally is not None:
            figure.say(str(tally.voted), self.words("topics.voted", n=tally.voters))

    @on(TopicList.Moved)
    def show_selected(self) -> None:
        """Say all that is known of the topic under the cursor."""
        row, voting = self.topics.row, self.meet.panel(RoundPanel)
        more = [] if row is None else list(about(row, self._cards, self.words))
        texts = {
            "title": "" if row is None else title_of(row.card, self.words),
            "who": "" if row is None else who_line(row, voting, self.words),
            "more": ("\n" if self.meet.has_class("-wide") else " · ").join(more),
            "detail": "" if row is None else row.card.detail or "",
        }
        for name, text in texts.items():
            line = self.query_one(f"#selected-{name}", Static)
            if str(line.content) != text:
                line.update(Content(text))

    @property
    def topics(self) -> TopicList:
        """The topics."""
        return self.query_one(TopicList)

    @property
    def waiting(self) -> tuple[int, ...]:
        """The topics that are not on the wall yet."""
        return tuple(card.topic for card in self._cards.values() if not card.approved)

    def twins_of(self, topic: int) -> tuple[str, ...]:
        """The titles of those that are likely the same."""
        return tuple(title_of(self._cards[one], self.words) for one in self._twins.of(topic) if one in self._cards)

    def knows(self, topic: int) -> bool:
        """Whether a topic is on the list."""
        return topic in self._cards

    # ── what the keys do

    def action_pitch(self) -> None:
        """Let the topic under the cursor onto the wall; once it is there, put it in the spotlight or take it out."""
        row = self.topics.row
        if row is None:
            self.meet.say(self.words("topics.no_row"))
        elif not row.card.approved:
            self._let(row)
        else:
            self._spot(row)

    def _let(self, row: Pitched) -> None:
        said = self.words("topics.let_said", title=title_of(row.card, self.words))
        self.meet.do(ApproveTopics((row.card.topic,)), said=said)

    def _spot(self, row: Pitched) -> None:
        said = self.words("topics.spot_off_said" if row.on else "topics.pitching", title=title_of(row.card, self.words))
        self.meet.do(CallPitch(None if row.on else row.card.topic), said=said)

    def action_remove(self) -> None:
        """Take the topic under the cursor off the list."""
        row = self.topics.row
        if row is not None:
            self._remove(row)

    def _remove(self, row: Pitched) -> None:
        self.meet.do(RemoveTopic(row.card.topic))

    @work(group="menu", exclusive=True)
    async def action_merge(self) -> None:
        """Let the topic under the cursor go on as a part of another one, or the other way round."""
        row = self.topics.row
        if row is None:
            self.meet.say(self.words("topics.no_row"))
        else:
            await self._merge(row)

    async def _merge(self, row: Pitched) -> None:
        words, others = self.words, [one for one in self.topics.rows if one.card.topic != row.card.topic]
        match await self.app.push_screen_wait(MergeDialog(words, row, others)):
            case MergeTopics(topic, into) as command:
                said = words("topics.merge.said", gone=self.title(topic), stays=self.title(into))
                self.topics.go_to(into)
                self.meet.do(command, said=said)
            case UnmergeTopic(topic) as command:
                self._take_out(command, row.card)

    def _take_out(self, command: UnmergeTopic, card: TopicCard) -> None:
        title = next((one.title for one in card.merged if one.topic == command.topic), None)
        said = self.words("topics.merge.out_said", title=title or self.words("topics.untitled"))
        self.meet.do(command, said=said)

    def title(self, topic: int) -> str:
        """What a topic is called."""
        return title_of(self._cards.get(topic), self.words)

    # ── the menu

    @work(group="menu", exclusive=True)
    async def action_menu(self) -> None:
        """What else can be done about the topic under the cursor, and about the list."""
        words, row, pitching = self.words, self.topics.row, self.meet.panel(PitchingPanel)
        title = words("topics.menu.title") if row is None else title_of(row.card, words)
        asked = choices(row, len(self.waiting), pitching, words)
        chosen = await self.app.push_screen_wait(Menu(words, title, asked))
        if chosen is None:
            return
        if row is None or chosen in ("let_all", "check_on", "check_off", "requests_on", "requests_off"):
            self._do_to_list(chosen)
        elif chosen in ("merge", "apart", "take_out"):
            await self._open(chosen, row)
        elif chosen in ("hands", "needs", "part"):
            self.notes.open(chosen, row)
        else:
            {"let": self._let, "remove": self._remove}.get(chosen, self._spot)(row)

    def _do_to_list(self, chosen: str) -> None:
        """What was chosen for all of it."""
        commands: dict[str, ApproveTopics | SetChecking | AskForRequests] = {
            "let_all": ApproveTopics(self.waiting),
            "check_on": SetChecking(True),
            "check_off": SetChecking(False),
            "requests_on": AskForRequests(REQUESTS_FOR),
            "requests_off": AskForRequests(None),
        }
        self.meet.do(commands[chosen], said=self.words(f"topics.menu.{chosen}_said", n=len(self.waiting)))

    async def _open(self, chosen: str, row: Pitched) -> None:
        """The dialog of what was chosen."""
        words, others = self.words, [one for one in self.topics.rows if one.card.topic != row.card.topic]
        if chosen == "merge":
            await self._merge(row)
        elif chosen == "take_out":
            inside = [Choice("", one.title or words("topics.untitled"), one.topic) for one in row.card.merged]
            title = words("topics.merge.which", title=title_of(row.card, words))
            topic = await self.app.push_screen_wait(Menu(words, title, inside))
            if topic is not None:
                self._take_out(UnmergeTopic(topic), row.card)
        else:
            command = await self.app.push_screen_wait(ApartDialog(words, row, others))
            if isinstance(command, KeepApart):
                key = "topics.keep_apart.kept" if command.apart else "topics.keep_apart.lifted"
                self.meet.do(command, said=words(key, title=self.title(command.topic), other=self.title(command.other)))
