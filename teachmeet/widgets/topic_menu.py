"""What can be done about a topic and about the list: the answers of the menu, each with a key that never changes."""

from collections.abc import Iterator

from teachmeet.domain.panels import PitchingPanel
from teachmeet.widgets.menu import Choice
from teachmeet.widgets.topic_list import Pitched
from teachmeet.words import Words


def choices(row: Pitched | None, waiting: int, pitching: PitchingPanel | None, words: Words) -> list[Choice[str]]:
    """All that makes sense now; `waiting` topics are not on the wall yet."""
    found = list(_of_topic(row)) if row is not None else []
    found += _of_list(waiting, pitching)
    return [
        Choice(key, words(f"topics.menu.{name}", n=waiting), name, words(f"topics.menu.{name}_hint") if hinted else "")
        for key, name, hinted in found
    ]


def _of_topic(row: Pitched) -> Iterator[tuple[str, str, bool]]:
    if not row.card.approved:
        yield "1", "let", False
    yield "2", "spot_off" if row.on else "spot_on", False
    yield "3", "merge", False
    if row.card.merged:
        yield "4", "take_out", False
    yield "5", "hands", False
    yield "6", "needs", False
    yield "7", "part", False
    yield "8", "apart", False
    yield "9", "remove", False


def _of_list(waiting: int, pitching: PitchingPanel | None) -> Iterator[tuple[str, str, bool]]:
    if waiting:
        yield "l", "let_all", False
    checking = pitching is not None and pitching.checking
    yield "b", "check_off" if checking else "check_on", not checking
    asked = pitching is not None and pitching.until is not None
    yield "r", "requests_off" if asked else "requests_on", False
