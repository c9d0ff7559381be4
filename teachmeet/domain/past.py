"""What a meet says of those who wanted to speak at it, for the draws of its successors. Pure."""

from collections.abc import Iterator

from teachmeet.domain.programme import Past, Reason
from teachmeet.domain.resemble import plain
from teachmeet.domain.state import State
from teachmeet.domain.things import Talk


def speakers(state: State) -> tuple[Past, ...]:
    """Everybody with a talk, and whether they spoke, or stayed and were not called; nobody before it has taken place.

    Whoever was ill, or was called in vain, was not missed.
    """
    if all(talk.started is None for talk in state.talks.values()):
        return ()
    spoke: dict[str, bool] = {}
    missed: set[str] = set()
    for talk in state.talks.values():
        for name in _names(state, talk):
            spoke[name] = spoke.get(name, False) or talk.started is not None
            if talk.withdrawn is Reason.TIME or (talk.waits and not talk.vain):
                missed.add(name)
    return tuple(Past(name, int(did), name in missed and not did) for name, did in spoke.items())


def _names(state: State, talk: Talk) -> Iterator[str]:
    """Who gives a talk, as the sheet names them if they are on it; nobody who wants to be forgotten."""
    for number in (talk.person, talk.partner):
        person = None if number is None else state.people.get(number)
        if person is not None and person.signup is not None:
            person = state.people.get(person.signup)
        if person is not None and plain(person.name or ""):
            yield plain(person.name or "")
