"""Counting rounds, and what people wish for. Pure arithmetic on the state.

A merged topic counts for the one it went into: whoever voted for either is one voter of that, with the most dots that
they gave to any of them. The ballots themselves stay as they were, so that unmerging restores them.
"""

from collections.abc import Iterable, Mapping

from teachmeet.domain.checks import on_phones
from teachmeet.domain.programme import Method, Pitch, Reply
from teachmeet.domain.state import State
from teachmeet.domain.things import Round, Topic


def root_of(state: State, number: int) -> int:
    """The topic that this one went into in the end; itself when it was not merged."""
    seen = {number}
    while (topic := state.topics.get(number)) is not None and topic.into in state.topics and topic.into not in seen:
        number = topic.into
        seen.add(number)
    return number


def roots(state: State) -> dict[int, int]:
    """Of each topic that was merged, what it went into in the end."""
    return {t.topic: root_of(state, t.topic) for t in state.topics.values() if t.into is not None}


def members(state: State, root: int) -> list[int]:
    """The topic itself and all that went into it."""
    return [root, *(merged for merged, into in roots(state).items() if into == root)]


def stood(state: State, voting: Round) -> tuple[int, ...]:
    """The topics of a round that are still on the list, or what they went into; in their order, each once."""
    merged = roots(state)
    standing = dict.fromkeys(merged.get(topic, topic) for topic in voting.topics)
    return tuple(topic for topic in standing if topic in state.topics and not state.topics[topic].removed)


def joined(ballot: Mapping[int, int], merged: Mapping[int, int]) -> Mapping[int, int]:
    """A ballot by what its topics went into: of those that became one, the most."""
    if not merged:
        return ballot
    together: dict[int, int] = {}
    for topic, dots in ballot.items():
        root = merged.get(topic, topic)
        together[root] = max(together.get(root, 0), dots)
    return together


def tallied(state: State, number: int) -> dict[int, int]:
    """Dots, yeses or people interested of each topic in a round, without the votes that were set aside."""
    voting = state.rounds.get(number)
    interest = voting is not None and voting.method is Method.INTEREST
    return _counted(state, number, Reply.INTERESTED if interest else None)


def maybes(state: State, number: int) -> dict[int, int]:
    """How many said maybe to each topic of a round by interest."""
    return _counted(state, number, Reply.MAYBE)


def _counted(state: State, number: int, reply: Reply | None) -> dict[int, int]:
    """Dots of each topic, or how many gave this reply."""
    counts: dict[int, int] = {}
    merged = roots(state)
    for person, ballot in state.ballots.get(number, {}).items():
        if not state.people[person].aside:
            for topic, dots in joined(ballot, merged).items():
                if reply is None or dots == reply:
                    counts[topic] = counts.get(topic, 0) + (dots if reply is None else 1)
    return counts


def best(state: State, voting: Round, most: int) -> tuple[int, ...]:
    """The topics of a round with the most votes: so many, and those that have as many as the last of them."""
    counts = tallied(state, voting.round)
    ranked = sorted(stood(state, voting), key=lambda topic: -counts.get(topic, 0))
    if len(ranked) <= most:
        return tuple(ranked)
    least = max(counts.get(ranked[most - 1], 0), 1)
    return tuple(topic for topic in ranked if counts.get(topic, 0) >= least)


def _latest_first(state: State) -> list[Round]:
    """The rounds whose answers are newest first; an open one last, since it has hardly been answered yet."""
    return sorted(state.rounds.values(), key=lambda voting: (voting.closed is None, -voting.round))


def wishes(state: State) -> dict[int, set[int]]:
    """Of each topic on the list, the people who wish for it: as they said in the last closed round in which it stood.

    What no closed round asked about counts as the open one has it.
    """
    merged = roots(state)
    wished: dict[int, set[int]] = {}
    for voting in _latest_first(state):
        fresh = {topic for topic in stood(state, voting) if topic not in wished}
        for topic in fresh:
            wished[topic] = set()
        if fresh:
            for person, ballot in state.ballots.get(voting.round, {}).items():
                if not state.people[person].aside:
                    for topic in _wished(voting, joined(ballot, merged)):
                        if topic in fresh:
                            wished[topic].add(person)
    return {topic.topic: wished.get(topic.topic, set()) for topic in state.topics.values() if topic.listed}


def wishes_of(state: State, person: int) -> tuple[int, ...]:
    """The topics that one person wishes for, likewise."""
    merged = roots(state)
    wished: dict[int, None] = {}
    later: set[int] = set()  # what rounds after this one asked about
    for voting in _latest_first(state):
        ballot = state.ballots.get(voting.round, {}).get(person)
        if ballot:
            for topic in _wished(voting, joined(ballot, merged)):
                if topic not in later and topic in state.topics and state.topics[topic].listed:
                    wished[topic] = None
        if len(state.rounds) > 1:
            later.update(stood(state, voting))
    return tuple(wished)


def _wished(voting: Round, ballot: Mapping[int, int]) -> Iterable[int]:
    least = Reply.INTERESTED if voting.method is Method.INTEREST else 1
    return (topic for topic, dots in ballot.items() if dots >= least)


def next_card(state: State, person: int) -> int | None:
    """The card of a round by interest that somebody sees next: of those without their answer, that which fewest have
    answered; among equals everybody begins elsewhere."""
    voting = None if state.open_round is None else state.rounds[state.open_round]
    if voting is None or voting.method is not Method.INTEREST:
        return None
    answered = state.answered.get(voting.round, {})
    ballot = joined(state.ballots.get(voting.round, {}).get(person, {}), roots(state))
    left = [topic for topic in stood(state, voting) if topic not in ballot and on_phones(state, state.topics[topic])]
    return min(left, key=lambda topic: (answered.get(topic, 0), (topic * 2_654_435_761 + person * 40_503) % 65_537),
               default=None)


def going_of(state: State) -> dict[int, int]:
    """How many mean to be in the session of each topic."""
    counts: dict[int, int] = {}
    merged = roots(state)
    for person, topics in state.going.items():
        if person in state.people and not state.people[person].aside:
            for topic in {merged.get(topic, topic) for topic in topics}:
                counts[topic] = counts.get(topic, 0) + 1
    return counts


def leads_of(topic: Topic) -> tuple[int, ...]:
    """Who leads a topic's session: whoever offered it, and who joined them."""
    by = () if topic.person is None or topic.pitch is not Pitch.OFFER or topic.resigned else (topic.person,)
    return tuple(dict.fromkeys((*by, *topic.leads)))


def shown_leads(topic: Topic) -> tuple[int, ...]:
    """Those who may be told: whoever took the part openly, and whoever offered it unless the card is anonymous."""
    return tuple(person for person in leads_of(topic) if person in topic.leads or not topic.anonymous)


def names(state: State, people: Iterable[int]) -> tuple[str, ...]:
    """The names of these people; those without one are left out."""
    known = (state.people.get(person) for person in people)
    return tuple(person.name for person in known if person is not None and person.name)
