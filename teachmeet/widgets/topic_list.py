"""What was pitched: offers and requests, who, and how many dots each has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from textual.content import Content

from teachmeet.domain.panels import RoundPanel, TopicCard, TopicsPanel
from teachmeet.domain.programme import Pitch
from teachmeet.widgets.bars import TRACK, bar, number_width
from teachmeet.widgets.row_list import RowList, column
from teachmeet.words import Words, load

MARKS = {Pitch.OFFER: "◆", Pitch.REQUEST: "?"}


@dataclass(frozen=True, slots=True)
class Pitched:
    """A topic and its dots: null when none were counted, or when it came after the round opened."""

    card: TopicCard
    dots: int | None
    most: int
    """The dots of the topic that has most."""
    new: bool


def pitched(panel: TopicsPanel, voting: RoundPanel | None, dots: Mapping[int, int]) -> tuple[Pitched, ...]:
    """The topics as they came; once their round is closed, by their dots."""
    rows = tuple(_rows(panel, voting, dots))
    if voting is None or voting.open or not dots:
        return rows
    return tuple(sorted(rows, key=lambda row: -1 if row.dots is None else row.dots, reverse=True))


def _rows(panel: TopicsPanel, voting: RoundPanel | None, dots: Mapping[int, int]) -> Iterator[Pitched]:
    most = max(dots.values(), default=0)
    for card in panel.topics:
        new = bool(voting and voting.round is not None) and voting is not None and card.topic not in voting.topics
        yield Pitched(card, None if new else dots.get(card.topic), most, new)


class TopicList(RowList[Pitched]):
    """Draws topics, with bars once there is something to count."""

    def __init__(self, words: Words | None = None, *, id: str | None = None) -> None:
        self._words = words or load()
        super().__init__(empty=self._words("topics.none"), id=id)

    def key_of(self, row: Pitched) -> int:
        return row.card.topic

    def draw(self, row: Pitched, width: int) -> Content:
        card = row.card
        offer = card.pitch is Pitch.OFFER
        mark = column(MARKS[card.pitch], 2, "$accent" if offer else "$text-success")
        dots = self._dots(row, 26 if width >= 90 else 14)
        who = column(card.name or "", 16 if width >= 90 else 11, "$text-muted")
        title = column(
            card.title or self._words("topics.untitled"),
            width - mark.cell_length - who.cell_length - dots.cell_length - 1,
        )
        return Content("").join([mark, title, Content(" "), who, dots])

    def _dots(self, row: Pitched, width: int) -> Content:
        """The bar with its number; a topic that could not be voted on says that it is new."""
        if row.new:
            return column(self._words("topics.new"), width, "$text-muted", right=True)
        if row.dots is None:
            return Content("")
        number = str(row.dots).rjust(number_width(row.most))
        room = width - 1 - len(number)
        filled = bar(row.dots, row.most, room)
        track = TRACK * (room - len(filled))
        return Content.assemble(" ", (filled, "$accent"), (track, "$border-blurred"), number)
