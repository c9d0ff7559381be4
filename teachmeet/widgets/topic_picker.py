"""Choosing another topic beside the one under the cursor: to merge them, or to keep them apart."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from teachmeet.domain.commands_board import KeepApart, MergeTopics, UnmergeTopic
from teachmeet.domain.panels import MergedTopic
from teachmeet.widgets.row_list import RowList, column
from teachmeet.widgets.topic_list import MARKS, TWIN, Pitched
from teachmeet.widgets.topic_text import title_of
from teachmeet.words import Words

TAKE_OUT, APART = "↩", "≠"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic that can be chosen; `mark` says what it is to the other one, `note` what counts for it."""

    topic: int
    title: str
    pitch: str
    mark: str
    who: str = ""
    note: str = ""
    merged: bool = False
    """Whether it is a part of the other one now."""


class CandidateList(RowList[Candidate], can_focus=False):
    """What can be chosen; the line above is typed into while the cursor walks here."""

    _noted = 0
    """The columns of the longest note."""

    def put(self, rows: Sequence[Candidate]) -> None:
        noted = max((len(row.note) for row in rows), default=0)
        if noted != self._noted:
            self._noted = noted
            self.refresh()
        super().put(rows)

    def key_of(self, row: Candidate) -> int:
        return row.topic

    def draw(self, row: Candidate, width: int) -> Content:
        note = column(row.note, self._noted, "$text-muted", right=True)
        who = column(row.who, 12, "$text-muted")
        marks = Content("").join([column(row.mark, 2, "$text-warning"), column(row.pitch, 2, "$text-muted")])
        title = column(row.title, width - marks.cell_length - who.cell_length - note.cell_length - 2)
        return Content("").join([marks, title, Content(" "), who, Content(" "), note])


class TopicPicker(ModalScreen[MergeTopics | UnmergeTopic | KeepApart | None]):
    """Gives what is to be done, or None. What is typed narrows the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("tab", "turn", show=False),
        Binding("escape", "close", show=False),
    ]

    DEFAULT_CSS = """
    TopicPicker {
        align: center middle;
        & > Vertical {
            width: 92; max-width: 96%; height: auto; max-height: 96%;
            padding: 1 2; background: $surface; border: round $border-blurred;
        }
        & #picker-title { text-style: bold; color: $accent; max-height: 2; margin-bottom: 1; padding: 0 1; }
        & Input, & Input:focus { background: $surface; margin-bottom: 1; padding: 0 1; }
        & CandidateList { height: 9; }
        & .row-list--cursor { background: $border-blurred; }
        & #picker-what { margin-top: 1; height: auto; max-height: 5; padding: 0 1; }
        & #picker-help { margin-top: 1; color: $text-muted; padding: 0 1; }
    }
    """

    WORDS: ClassVar[str]
    """The section of its words."""

    def __init__(self, words: Words, chosen: Pitched, others: Sequence[Pitched]) -> None:
        super().__init__()
        self._words = words
        self._chosen = chosen
        self._others = tuple(others)
        self._candidates: tuple[Candidate, ...] = ()

    def compose(self) -> ComposeResult:
        words = self._words
        with Vertical():
            yield Static(words(f"{self.WORDS}.title", title=self._title), id="picker-title", markup=False)
            yield Input(placeholder=words("topics.picker.find"), max_length=140, compact=True)
            yield CandidateList(empty=words("topics.picker.none"))
            yield Static(id="picker-what", markup=False)
            yield Static(words(f"{self.WORDS}.help"), id="picker-help", markup=False)

    def on_mount(self) -> None:
        self._candidates = tuple(self.candidates())
        self._narrow()

    # ── what a dialog says of its choices

    @abstractmethod
    def candidates(self) -> Iterator[Candidate]:
        """What can be chosen, the likeliest first."""

    @abstractmethod
    def sentence(self, row: Candidate) -> str:
        """What choosing it would do."""

    @abstractmethod
    def command(self, row: Candidate) -> MergeTopics | UnmergeTopic | KeepApart:
        """What choosing it asks for."""

    # ── what the host does

    @on(Input.Changed)
    def _narrow(self) -> None:
        sought = self.query_one(Input).value.casefold().split()
        found = [row for row in self._candidates if all(word in f"{row.title} {row.who}".casefold() for word in sought)]
        rows = self.query_one(CandidateList)
        rows.put(found)
        if found:
            rows.go_to(found[0].topic)
        self.say()

    @on(CandidateList.Moved)
    def say(self) -> None:
        """Say what enter would do."""
        row = self.query_one(CandidateList).row
        self.query_one("#picker-what", Static).update(Content("" if row is None else self.sentence(row)))

    @on(Input.Submitted)
    def _choose(self) -> None:
        row = self.query_one(CandidateList).row
        if row is not None:
            self.dismiss(self.command(row))

    def action_move(self, rows: int) -> None:
        """Up or down the list."""
        self.query_one(CandidateList).action_move(rows)

    def action_page(self, pages: int) -> None:
        """By what is seen at once."""
        self.query_one(CandidateList).action_page(pages)

    def action_turn(self) -> None:
        """The other way round; where there is none, nothing."""

    def action_close(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    @property
    def _title(self) -> str:
        return title_of(self._chosen.card, self._words)

    def _candidate(self, row: Pitched, mark: str) -> Candidate:
        words, card = self._words, row.card
        counted = [] if row.dots is None else [words("topics.picker.votes", n=row.dots)]
        if card.hands is not None:
            counted.append(words("topics.hands", n=card.hands))
        return Candidate(
            card.topic, title_of(card, words), MARKS[card.pitch], mark, card.name or "", " · ".join(counted)
        )


class MergeDialog(TopicPicker):
    """Likely twins come first, then what can be taken out again, then all others."""

    WORDS = "topics.merge"

    def __init__(self, words: Words, chosen: Pitched, others: Sequence[Pitched]) -> None:
        super().__init__(words, chosen, others)
        self._swapped = False

    def candidates(self) -> Iterator[Candidate]:
        rows = {row.card.topic: row for row in self._others}
        twins = [number for number in self._chosen.twins if number in rows]
        yield from (self._candidate(rows[number], TWIN) for number in twins)
        yield from (self._inside(one) for one in self._chosen.card.merged)
        yield from (self._candidate(row, "") for number, row in rows.items() if number not in twins)

    def _inside(self, one: MergedTopic) -> Candidate:
        title = one.title or self._words("topics.untitled")
        return Candidate(one.topic, title, "", TAKE_OUT, note=self._words("topics.merge.inside"), merged=True)

    def sentence(self, row: Candidate) -> str:
        words = self._words
        if row.merged:
            return words("topics.merge.take_out", title=row.title)
        other = next(each for each in self._others if each.card.topic == row.topic)
        gone, stays = (other, self._chosen) if self._swapped else (self._chosen, other)
        said = [words("topics.merge.goes", gone=title_of(gone.card, words), stays=title_of(stays.card, words))]
        if gone.dots is not None and stays.dots is not None:
            said.append(words("topics.merge.votes", gone=gone.dots, stays=stays.dots))
        if gone.card.hands is not None:
            said.append(words("topics.merge.hands"))
        return " ".join(said)

    def command(self, row: Candidate) -> MergeTopics | UnmergeTopic | KeepApart:
        if row.merged:
            return UnmergeTopic(row.topic)
        mine = self._chosen.card.topic
        return MergeTopics(row.topic, mine) if self._swapped else MergeTopics(mine, row.topic)

    def action_turn(self) -> None:
        """The other title stays."""
        self._swapped = not self._swapped
        self.say()


class ApartDialog(TopicPicker):
    """Those that it is kept apart from come first."""

    WORDS = "topics.keep_apart"

    def candidates(self) -> Iterator[Candidate]:
        apart = set(self._chosen.card.avoids)
        ordered = sorted(self._others, key=lambda row: row.card.topic not in apart)
        yield from (self._candidate(row, APART if row.card.topic in apart else "") for row in ordered)

    def sentence(self, row: Candidate) -> str:
        key = "topics.keep_apart.lift" if row.mark == APART else "topics.keep_apart.keep"
        return self._words(key, title=self._title, other=row.title)

    def command(self, row: Candidate) -> MergeTopics | UnmergeTopic | KeepApart:
        return KeepApart(self._chosen.card.topic, row.topic, row.mark != APART)
