"""What the host types about one topic: hands, what its room needs, who leads it and who writes notes."""

from typing import TYPE_CHECKING

from teachmeet.domain.commands_board import CountHands, NamePart, SetNeeds
from teachmeet.domain.programme import Part
from teachmeet.widgets.quick_entry import Hands
from teachmeet.widgets.topic_list import Pitched
from teachmeet.widgets.topic_text import title_of
from teachmeet.widgets.typed_line import Ask, TypedLine

if TYPE_CHECKING:
    from teachmeet.screens.topic_pane import TopicPane


class TopicNotes:
    """Opens the line for it, and reads what was typed."""

    def __init__(self, pane: "TopicPane") -> None:
        self._pane = pane
        self._topic: int | None = None

    def open(self, what: str, row: Pitched) -> None:
        """Type `hands`, `needs` or a `part` of this topic."""
        words, title = self._pane.words, title_of(row.card, self._pane.words)
        self._topic = row.card.topic
        turns = tuple((str(part), words(f"topics.part.{part}")) for part in Part) if what == "part" else ()
        self._pane.meet.add_class("-typing")
        self._pane.meet.query_one(TypedLine).open(
            Ask(
                what,
                words(f"topics.typed.{what}", title=title),
                words(f"topics.typed.{what}_help", title=title),
                turns,
                once=what == "needs",
                value=", ".join(row.card.kit) if what == "needs" else None,
                blank=what in ("hands", "needs"),
            )
        )

    def entered(self, event: TypedLine.Entered) -> bool:
        """A line was typed; whether it will do."""
        topic = self._topic
        if topic is None or not self._pane.knows(topic):
            self._pane.meet.say(self._pane.words("topics.is_gone"), "warning")
            return False
        match event.what:
            case "hands":
                return self._hands(topic, event.text)
            case "needs":
                self._needs(topic, event.text)
            case _:
                self._part(topic, Part(event.turn), event.text)
        return True

    def count(self, topic: int, hands: Hands) -> None:
        """So many hands for a topic, or none any more."""
        key = "topics.hands_back" if hands.count is None else "topics.hands_said"
        said = self._pane.words(key, n=hands.count or 0, title=self._pane.title(topic))
        self._pane.meet.do(CountHands(topic, hands.count), said=said)

    def _hands(self, topic: int, text: str) -> bool:
        """A number counts and goes on to the next topic; nothing only goes on."""
        number = text.casefold().removeprefix("hands").strip()
        number = "0" if number in ("-", "−", "–") else number
        if number and not (number.isascii() and number.isdigit() and len(number) <= 4):
            self._pane.meet.say(self._pane.words("topics.typed.hands_amiss"), "warning")
            return False
        if number:
            self.count(topic, Hands(int(number) or None))
        self.walk(1)
        return True

    def walk(self, rows: int) -> None:
        """On to another topic with the same question."""
        topics = self._pane.topics
        if self._topic is not None:
            topics.go_to(self._topic)
        topics.action_move(rows)
        row = topics.row
        if row is not None and row.card.topic != self._topic:
            self.open("hands", row)

    def _needs(self, topic: int, text: str) -> None:
        words = self._pane.words
        kit = tuple(part.strip() for part in text.replace("+", ",").split(",") if part.strip())
        key = "topics.typed.needs_said" if kit else "topics.typed.needs_nothing"
        self._pane.meet.do(SetNeeds(topic, kit), said=words(key, title=self._pane.title(topic), kit=", ".join(kit)))

    def _part(self, topic: int, part: Part, name: str) -> None:
        said = self._pane.words(f"topics.typed.{part}_said", name=name, title=self._pane.title(topic))
        self._pane.meet.do(NamePart(topic, name, part), said=said)
