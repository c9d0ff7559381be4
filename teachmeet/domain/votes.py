"""Counting a round. Pure arithmetic on the state."""

from teachmeet.domain.state import State


def tallied(state: State, number: int) -> dict[int, int]:
    """Dots of each topic in a round, without the votes that were set aside."""
    counts: dict[int, int] = {}
    for person, ballot in state.ballots.get(number, {}).items():
        if not state.people[person].aside:
            for topic, dots in ballot.items():
                counts[topic] = counts.get(topic, 0) + dots
    return counts
