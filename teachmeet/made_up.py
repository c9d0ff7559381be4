"""Made-up meets for a newcomer to look at. What stands in them is in `words/`, so that it is read in one's language."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from teachmeet.domain.commands import MakeMeet
from teachmeet.domain.programme import KIND_SECONDS, Format, Pitch, RoomPlan, Signup, SlotPlan, TalkPlan, TopicPlan
from teachmeet.typed import local_zone
from teachmeet.words import Words

_KINDS = ("micro", "nano", "micro", "nano", "micro", "nano", "micro", "micro")


def made_up(words: Words) -> MakeMeet:
    """The command that founds an evening: talks by people called after what they do, and a few topics."""
    talks = tuple(
        TalkPlan(Signup(words(f"made_up.who_{n}")), words(f"made_up.talk_{n}"), kind, KIND_SECONDS[kind])
        for n, kind in enumerate(_KINDS, 1)
    )
    topics = tuple(TopicPlan(None, words(f"made_up.offer_{n}")) for n in range(1, 5)) + tuple(
        TopicPlan(None, words(f"made_up.request_{n}"), Pitch.REQUEST) for n in range(1, 3)
    )
    return MakeMeet(words("made_up.title"), Format.TEACHMEET, local_zone(), talks=talks, topics=topics, rehearsal=True)


def pitches(words: Words) -> tuple[str, ...]:
    """What simulated attendees suggest."""
    return tuple(words(f"made_up.pitch_{n}") for n in range(1, 13))


def questions(words: Words) -> tuple[str, ...]:
    """What simulated attendees ask."""
    return tuple(words(f"made_up.question_{n}") for n in range(1, 7))


def names(words: Words) -> tuple[str, ...]:
    """What simulated attendees are called."""
    return tuple(words("made_up.names").split())


# ── an edcamp


@dataclass(frozen=True, slots=True)
class Card:
    """What somebody writes on a card that morning; `again` is the place of an earlier card that says the same."""

    title: str
    pitch: Pitch
    kit: tuple[str, ...] = ()
    again: int | None = None


_PROJECTOR, _COMPUTERS, _QUIET, _SPACE = ("projector",), ("computers",), ("quiet",), ("space",)
_ROOMS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (90, _PROJECTOR + _SPACE),
    (40, _QUIET),
    (30, _PROJECTOR),
    (28, _PROJECTOR + _COMPUTERS),
    (30, _SPACE),
    (32, _QUIET),
)
"""Seats and kit of each room."""
_NEEDS = {
    "offer_5": _QUIET,
    "offer_11": _PROJECTOR,
    "offer_12": _SPACE,
    "offer_19": _COMPUTERS,
    "offer_20": _SPACE,
    "offer_25": _QUIET,
    "offer_26": _PROJECTOR,
    "request_3": _PROJECTOR,
    "request_11": _SPACE,
}
"""The kit that a few cards ask for."""
_MORNING = (
    "request_1 request_2 request_3 request_4 again_10:request_2 request_5 request_6 request_7 again_11:request_6 "
    "offer_1 offer_2 request_8 offer_3 again_8:request_5 offer_4 offer_5 again_1:offer_1 offer_6 request_9 offer_7 "
    "offer_8 again_9:request_7 offer_9 request_10 offer_10 again_7:request_3 offer_11 offer_12 again_2:offer_2 "
    "offer_13 offer_14 request_11 again_3:offer_7 offer_15 offer_16 again_12:offer_4 offer_17 request_12 offer_18 "
    "offer_19 again_4:offer_8 offer_20 offer_21 request_13 offer_22 again_5:offer_14 offer_23 offer_24 request_14 "
    "again_6:offer_23 offer_25 offer_26 request_15 offer_27 offer_28"
)
"""The cards in the order in which they are called out; what says something again stands with what that is."""
_OFFERS_AGAIN = frozenset({1, 2, 3, 4, 5, 6, 7})
"""Cards that say something again, and are offers; the one on homework answers a request."""
_SLOT, _GAP, _BEFORE = timedelta(minutes=40), timedelta(minutes=10), timedelta(hours=1)


def cards(words: Words) -> tuple[Card, ...]:
    """The 55 cards of the morning in their order: 35 offers and 20 requests, of which twelve say something again."""
    places = {said.partition(":")[0]: place for place, said in enumerate(_MORNING.split())}
    return tuple(_card(words, *said.partition(":")[::2], places) for said in _MORNING.split())


def _card(words: Words, name: str, of: str, places: dict[str, int]) -> Card:
    kind, _, number = name.partition("_")
    offer = kind == "offer" or (kind == "again" and int(number) in _OFFERS_AGAIN)
    kit = tuple(words(f"phone.need.{thing}") for thing in _NEEDS.get(name, ()))
    title = words(f"made_up.camp_{name}")
    return Card(title, Pitch.OFFER if offer else Pitch.REQUEST, kit, places[of] if of else None)


def edcamp(words: Words, now: datetime) -> MakeMeet:
    """The command that founds an edcamp whose board begins in an hour: four times, six rooms, and no card yet."""
    begins = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0) + timedelta(minutes=15)
    starts = [begins + _BEFORE + n * (_SLOT + _GAP) for n in range(4)]
    rooms = tuple(
        RoomPlan(
            words(f"made_up.camp_room_{n}"),
            seats,
            tuple(words(f"phone.need.{thing}") for thing in kit),
            words(f"made_up.camp_way_{n}"),
        )
        for n, (seats, kit) in enumerate(_ROOMS, 1)
    )
    return MakeMeet(
        words("made_up.camp_title"),
        Format.EDCAMP,
        local_zone(),
        begins,
        starts[-1] + _SLOT + timedelta(minutes=30),
        rooms,
        tuple(SlotPlan(at, at + _SLOT) for at in starts),
        rehearsal=True,
    )
