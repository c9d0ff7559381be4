"""The scenes that are lists: what the room chose, the board, the questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content

from teachmeet.domain.panels import QuestionRow, QuestionsPanel, RoundPanel, TallyPanel, TopicsPanel
from teachmeet.domain.panels_board import BoardPanel, RoomCard, SessionCard, SlotCard
from teachmeet.domain.programme import Pitch
from teachmeet.widgets.bars import TRACK, bar
from teachmeet.widgets.pages import Block, Lines, Pages
from teachmeet.widgets.plan_text import time_of_day
from teachmeet.widgets.row_list import column
from teachmeet.widgets.wall_scene import SIGNS, Seen, WallScene
from teachmeet.words import Words

MOST = 24
"""Topics of the results: nobody reads more."""
ROOM_COLUMNS = 18
BESIDE = 20
"""Columns right of a bar, for those who said maybe and the hands."""


class ListScene(WallScene):
    """A heading, pages of rows, and a line below."""

    TITLE: ClassVar[str]

    def compose(self) -> ComposeResult:
        yield self.line("title", "kicker")
        yield Pages()
        yield self.line("line", "who")

    def show(self, seen: Seen, now: float) -> None:
        self.put("title", self.words(self.TITLE))
        self.query_one(Pages).turn(now)

    def reopen(self, now: float) -> None:
        self.query_one(Pages).reopen(now)

    @property
    def whole(self) -> float:
        return self.query_one(Pages).whole


@dataclass(frozen=True, slots=True)
class Counted:
    """A topic with what it got."""

    title: str
    pitch: Pitch
    n: int
    maybes: int
    hands: int


def best(topics: TopicsPanel, tally: TallyPanel) -> tuple[Counted, ...] | None:
    """The topics that have something, best first; None while nobody may know.

    Of a topic that the host has not let, a wall has no text, and shows nothing.
    """
    if tally.counts is None or tally.edition != topics.edition:
        return None
    maybes = tally.maybes or (0,) * len(tally.counts)
    rows = [
        Counted(card.title, card.pitch, n, maybe, card.hands or 0)
        for card, n, maybe in zip(topics.topics, tally.counts, maybes, strict=True)
        if card.title and (n or maybe or card.hands)
    ]
    return tuple(sorted(rows, key=lambda row: (-row.n, -row.maybes, -row.hands))[:MOST])


class ResultsScene(ListScene):
    """What the room chose, as bars."""

    TITLE = "wall.results.title"

    def show(self, seen: Seen, now: float) -> None:
        super().show(seen, now)
        voting, words = seen[RoundPanel], self.words
        rows = best(seen[TopicsPanel], seen[TallyPanel]) if voting.round is not None else None
        nothing = words("wall.results.counting" if voting.open else "wall.results.none")
        how = words(f"wall.results.{voting.method}") if rows else words("wall.results.nothing")
        self.put("line", nothing if rows is None else how)
        shown = rows or ()
        self.query_one(Pages).put(shown, lambda width: counted(shown, width, words))


def counted(rows: Sequence[Counted], width: int, words: Words) -> Sequence[Block]:
    """Each topic with its bar below it."""
    most = max((row.n for row in rows), default=0)
    return [Block(tuple(_counted(row, most, width, words) for row in rows))]


def _counted(row: Counted, most: int, width: int, words: Words) -> Lines:
    number = f"{row.n:>4}  "
    said = [words("wall.results.maybe", n=row.maybes)] if row.maybes else []
    said += [words("wall.results.hands", n=row.hands)] if row.hands else []
    beside = f"  {' · '.join(said)}" if said else ""
    room = max(width - len(number) - BESIDE, 4)
    filled = bar(row.n, most, room)
    return (
        Content.assemble((number, "bold"), (f"{SIGNS[row.pitch]} ", "$accent"), (row.title, "bold")),
        Content.assemble(
            " " * len(number), (filled, "$accent"), (TRACK * (room - len(filled)), "$border-blurred"),
            (beside, "$text-muted"),
        ),
        Content(),
    )  # fmt: skip


class BoardScene(ListScene):
    """The times that are not over, the one that is on first."""

    TITLE = "wall.board.title"

    def show(self, seen: Seen, now: float) -> None:
        super().show(seen, now)
        board, words, zone = seen[BoardPanel], self.words, seen.zone
        held = {session.slot for session in board.sessions}
        coming = tuple(slot for slot in board.slots if slot.ends / 1000 > now and slot.slot in held)
        on = tuple(slot.starts / 1000 <= now for slot in coming)
        nothing = "wall.board.none" if not board.edition else "wall.board.over" if not coming else ""
        gone = words("wall.board.gone", titles=", ".join(board.gone)) if board.gone and coming else ""
        self.put("line", words(nothing) if nothing else gone)

        def draw(width: int) -> Sequence[Block]:
            return [
                Block(
                    tuple(_session(one, board.rooms, width, words) for one in board.sessions if one.slot == slot.slot),
                    Content(self._head(place, slot, on, time_of_day(slot.starts, zone), time_of_day(slot.ends, zone)))
                    .truncate(width, ellipsis=True)
                    .stylize("bold $accent" if on[place] else "bold"),
                    apart=place > 0,
                )
                for place, slot in enumerate(coming)
            ]

        self.query_one(Pages).put((board, coming, on), draw)

    def _head(self, place: int, slot: SlotCard, on: tuple[bool, ...], since: str, until: str) -> str:
        if on[place]:
            return self.words("wall.board.now", to=until)
        key = "wall.board.next" if place == sum(on) else "wall.board.later"
        return self.words(key, **{"from": since, "to": until})


def _session(session: SessionCard, rooms: tuple[RoomCard, ...], width: int, words: Words) -> Lines:
    room = next((one for one in rooms if one.room == session.room), None)
    place = session.where or words("wall.board.somewhere") if room is None else room.name
    news = f"  ● {words('wall.board.changed')}" if session.changed else ""
    title = session.title or words("wall.pitching.untitled")
    wide = min(ROOM_COLUMNS, width // 3)
    first = Content.assemble(
        column(place, wide, "$accent"), "  ", (f"{SIGNS[session.pitch]} ", "$text-muted"), (title, "bold"),
        (news, "$warning"),
    )  # fmt: skip
    beside = " · ".join([*session.leads, *([room.way] if room is not None and room.way else [])])
    return (first, Content.assemble(" " * (wide + 4), (beside, "$text-muted"))) if beside else (first,)


class QuestionsScene(ListScene):
    """What was let out and waits for an answer, what most want first."""

    TITLE = "wall.questions.title"

    def show(self, seen: Seen, now: float) -> None:
        super().show(seen, now)
        words = self.words
        rows = [one for one in seen[QuestionsPanel].questions if not one.answered and not one.parked and one.text]
        rows.sort(key=lambda one: (-one.backers, one.question))
        none = f"{words('wall.questions.none')}. {words('wall.questions.how')}"
        self.put("line", words("wall.questions.how_many") if rows else none)

        def draw(width: int) -> Sequence[Block]:
            return [Block(tuple(_question(row, width, words) for row in rows))]

        self.query_one(Pages).put(tuple(rows), draw)


def _question(row: QuestionRow, width: int, words: Words) -> Lines:
    text = Content(row.text or "").wrap(max(width - 4, 10))
    marks = [Content.styled("? ", "$accent"), *[Content("  ")] * (len(text) - 1)]
    lines = [Content.assemble(mark, line.stylize("bold")) for mark, line in zip(marks, text, strict=True)]
    if row.backers:
        lines.append(Content.styled(f"  {words('wall.questions.backers', n=row.backers)}", "$text-muted"))
    return (*lines, Content())
