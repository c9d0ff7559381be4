"""What was pitched: offers and requests, who, hands counted in the room, and how many votes each has."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from teachmeet.domain.panels import RoundPanel, TallyPanel, TopicCard, TopicsPanel
from teachmeet.domain.programme import Pitch
from teachmeet.widgets.bars import TRACK, bar, number_width
from teachmeet.widgets.row_list import RowList, column
from teachmeet.words import Words, load

MARKS = {Pitch.OFFER: "◆", Pitch.REQUEST: "?"}
ON, WAITS, TWIN = "▶", "○", "≈"
"""In the spotlight; not on the wall yet; likely the same as another one."""


class Votes:
    """The votes by topic, as far as they are known."""

    def __init__(self) -> None:
        self.dots: Mapping[int, int] = {}
        """Dots, yeses or people interested."""
        self.maybes: Mapping[int, int] = {}
        self._round: int | None = None

    def take(self, topics: TopicsPanel, tally: TallyPanel) -> None:
        """A tally of another edition says nothing yet: the one before stands until it does."""
        if tally.counts is None or tally.round != self._round:
            self.dots, self.maybes, self._round = {}, {}, tally.round
        if tally.counts is not None and tally.edition == topics.edition:
            numbers = [card.topic for card in topics.topics]
            self.dots = dict(zip(numbers, tally.counts, strict=True))
            self.maybes = {} if tally.maybes is None else dict(zip(numbers, tally.maybes, strict=True))


@dataclass(frozen=True, slots=True)
class Pitched:
    """A topic and its votes: null when none were counted, or when it came after the round opened."""

    card: TopicCard
    dots: int | None
    most: int
    """The votes of the topic that has most, people who said maybe included."""
    new: bool
    maybes: int = 0
    """How many said maybe, in a round by interest."""
    twins: tuple[int, ...] = ()
    """The topics that are likely the same, the likeliest first."""
    on: bool = False
    """Whether it is in the spotlight."""


def pitched(
    panel: TopicsPanel,
    voting: RoundPanel | None,
    dots: Mapping[int, int],
    maybes: Mapping[int, int] | None = None,
    twins: Callable[[int], tuple[int, ...]] = lambda _: (),
    on: int | None = None,
) -> tuple[Pitched, ...]:
    """The topics as they came; once their round is closed, by their votes."""
    maybes = maybes or {}
    most = max((n + maybes.get(topic, 0) for topic, n in dots.items()), default=0)
    rows = tuple(_rows(panel, _late(panel, voting), dots, maybes, most, twins, on))
    if voting is None or voting.open or not dots:
        return rows
    return tuple(sorted(rows, key=lambda row: (-1 if row.dots is None else row.dots, row.maybes), reverse=True))


def _late(panel: TopicsPanel, voting: RoundPanel | None) -> Collection[int]:
    """The topics that the round is not about."""
    if voting is None or voting.round is None:
        return ()
    return {card.topic for card in panel.topics} - set(voting.topics)


def _rows(
    panel: TopicsPanel,
    late: Collection[int],
    dots: Mapping[int, int],
    maybes: Mapping[int, int],
    most: int,
    twins: Callable[[int], tuple[int, ...]],
    on: int | None,
) -> Iterator[Pitched]:
    for card in panel.topics:
        topic, new = card.topic, card.topic in late
        counted = None if new else dots.get(topic)
        yield Pitched(card, counted, most, new, 0 if new else maybes.get(topic, 0), twins(topic), topic == on)


class TopicList(RowList[Pitched]):
    """Draws topics; the columns for hands and votes are there once there is something to count."""

    def __init__(self, words: Words | None = None, *, id: str | None = None) -> None:
        self._words = words or load()
        self._columns = (False, False, False)
        super().__init__(empty=self._words("topics.none"), id=id)

    def key_of(self, row: Pitched) -> int:
        return row.card.topic

    def put(self, rows: Sequence[Pitched]) -> None:
        columns = (
            any(row.twins or row.card.merged for row in rows),
            any(row.card.hands is not None for row in rows),
            any(row.new or row.dots is not None for row in rows),
        )
        if columns != self._columns:
            self._columns = columns
            self.refresh()
        super().put(rows)

    def draw(self, row: Pitched, width: int) -> Content:
        card, wide = row.card, width >= 90
        chips, hands, votes = self._columns
        after = [
            self._chips(row) if chips else Content(""),
            column(card.name or "", 14 if wide else 9, "$text-muted"),
            column(self._hands(row), 10, right=True) if hands else Content(""),
            self._votes(row, 18 if wide else 11) if votes else Content(""),
        ]
        before = column(MARKS[card.pitch], 2, "$accent" if card.pitch is Pitch.OFFER else "$text-success")
        room = width - before.cell_length - 3 - sum(part.cell_length for part in after)
        title = column(card.title or self._words("topics.untitled"), room)
        return Content("").join([before, self._state(row), title, Content(" "), *after])

    def _state(self, row: Pitched) -> Content:
        if row.on:
            return column(ON, 2, "bold $accent")
        return column("" if row.card.approved else WAITS, 2, "$text-warning")

    def _chips(self, row: Pitched) -> Content:
        """How many were merged into it, and whether another one is likely the same."""
        merged = f"+{len(row.card.merged)}" if row.card.merged else ""
        return Content.assemble(column(TWIN if row.twins else "", 2, "$text-warning"), column(merged, 4, "$text-muted"))

    def _hands(self, row: Pitched) -> str:
        return "" if row.card.hands is None else self._words("topics.hands", n=row.card.hands)

    def _votes(self, row: Pitched, width: int) -> Content:
        """The bar with its number; a topic that could not be voted on says that it is new."""
        if row.new:
            return column(self._words("topics.new"), width, "$text-muted", right=True)
        if row.dots is None:
            return Content(" " * width)
        number = str(row.dots).rjust(number_width(row.most))
        room = width - 1 - len(number)
        sure = bar(row.dots, row.most, room)
        both = bar(row.dots + row.maybes, row.most, room)
        track = TRACK * (room - len(both))
        perhaps = both[len(sure) :]
        return Content.assemble(" ", (sure, "$accent"), (perhaps, "$text-muted"), (track, "$border-blurred"), number)
