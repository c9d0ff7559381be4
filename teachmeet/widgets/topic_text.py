"""A topic in words: what stands beside the list about the one under the cursor."""

from collections.abc import Iterator, Mapping

from teachmeet.domain.panels import RoundPanel, TopicCard
from teachmeet.domain.programme import Method, Pitch
from teachmeet.widgets.topic_list import MARKS, Pitched
from teachmeet.words import Words

NAMED = 3
"""How many likely twins are named."""


def title_of(card: TopicCard | None, words: Words) -> str:
    """Its title; one that was taken back has none."""
    return (card.title if card is not None else None) or words("topics.untitled")


def votes_of(dots: int, maybes: int, method: Method, words: Words) -> str:
    """How many votes, in the words of how they were cast."""
    said = words(f"topics.votes.{method}", n=dots)
    return f"{said}, {words('topics.votes.maybe', n=maybes)}" if method is Method.INTEREST else said


def who_line(row: Pitched, voting: RoundPanel | None, words: Words) -> str:
    """What it is, who pitched it, and how it stands with votes and hands."""
    card = row.card
    parts = [f"{MARKS[card.pitch]} {words(f'topics.{card.pitch}')}", card.name or words("topics.nameless")]
    if row.new:
        parts.append(words("topics.not_in"))
    elif row.dots is not None and voting is not None:
        parts.append(votes_of(row.dots, row.maybes, voting.method, words))
    if card.hands is not None:
        parts.append(words("topics.hands_in_room", n=card.hands))
    return " · ".join(parts)


def about(row: Pitched, cards: Mapping[int, TopicCard], words: Words) -> Iterator[str]:
    """All else that is known of it, a sentence each, what the host may have to act on first."""
    card = row.card
    if not card.approved:
        yield words("topics.not_on_wall")
    twins = [title_of(cards.get(number), words) for number in row.twins]
    if twins:
        yield words("topics.like", titles=listed(twins, words))
    if card.merged:
        yield words("topics.merged_in", titles="; ".join(one.title or words("topics.untitled") for one in card.merged))
    if card.kit:
        yield words("topics.needs", kit=", ".join(card.kit))
    if card.leads:
        key = "topics.leads_too" if card.pitch is Pitch.OFFER else "topics.leads"
        yield words(key, names=", ".join(card.leads))
    elif card.pitch is Pitch.REQUEST:
        yield words("topics.nobody_leads")
    if card.scribes:
        yield words("topics.scribes", names=", ".join(card.scribes))
    apart = [title_of(cards[number], words) for number in card.avoids if number in cards]
    if apart:
        yield words("topics.apart", titles="; ".join(apart))
    if row.on:
        yield words("topics.on_spot")


def listed(titles: list[str], words: Words) -> str:
    """The first few titles, and how many more there are."""
    shown = "; ".join(titles[:NAMED])
    more = len(titles) - NAMED
    return words("topics.and_more", titles=shown, n=more) if more > 0 else shown
