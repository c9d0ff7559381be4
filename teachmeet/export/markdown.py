"""The evening as Markdown: numbers, talks with their times, topics by votes. What attendees typed is escaped."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from teachmeet.domain.clock import used
from teachmeet.domain.state import State
from teachmeet.domain.things import Talk
from teachmeet.domain.votes import tallied
from teachmeet.wire import numbers
from teachmeet.words import load

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#|&~$@^!]|:(?=\S)|(?<=www)\.)", re.IGNORECASE)

_LEADING = re.compile(r"^(\d+(?=\.(?:\s|$))|(?=[-+=]))")
"""Where the beginning of a text would make a list, a heading or a rule of it."""


def escaped(text: str) -> str:
    """Text that means itself in Markdown, in GitHub's, and in what blog engines look for in it.

    Every ASCII punctuation mark may stand behind a backslash (CommonMark 0.31, section 2.4); that breaks links,
    HTML, tables and mentions, and Liquid's `{{`, `{%` and shortcodes too, whose two characters no longer meet.
    """
    return _LEADING.sub(r"\1\\", _SPECIAL.sub(r"\\\1", text))


def linked(url: str) -> str:
    """A link's target between angle brackets: nothing in it can end it."""
    target = quote(url, safe=":/?#@!$&'*+,;=%~-._")
    return f"<{target}>"


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A talk as the table shows it; times in minutes and seconds."""

    title: str
    presenter: str
    kind: str
    link: str
    planned: str
    actual: str


def markdown(state: State) -> str:
    """The document."""
    meet = state.meet
    if meet is None:
        raise AssertionError("a meet is founded by its first line")
    words = load("en")
    environment = Environment(
        loader=PackageLoader("teachmeet", "export"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = escaped
    return environment.get_template("markdown.md.j2").render(
        meet=meet,
        day=_day(meet.starts or meet.made, meet.zone),
        numbers={**numbers(state), "votes": sum(sum(tallied(state, r).values()) for r in state.rounds)},
        talks=[_talk_line(state, talk) for talk in state.talks.values()],
        rounds=_rounds(state),
        unvoted=_unvoted(state),
        questions=[q.text for q in state.questions.values() if q.text is not None],
        words=words,
    )


def _day(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%B %Y}"


def minutes(seconds: float) -> str:
    """Seconds as minutes and seconds, like 7:00."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}"


def name_of(state: State, person: int | None) -> str:
    """A name with its organisation, where its owner agreed that it is published; else nothing."""
    known = None if person is None else state.people.get(person)
    if known is None or not known.publish or not known.name:
        return ""
    return f"{known.name}, {known.organisation}" if known.organisation else known.name


def _talk_line(state: State, talk: Talk) -> TalkLine:
    actual = minutes(used(talk, talk.ended).total_seconds()) if talk.ended is not None else ""
    return TalkLine(
        escaped(talk.title) if talk.title is not None else "",
        escaped(name_of(state, talk.person)),
        escaped(talk.kind),
        linked(talk.link) if talk.link else "",
        minutes(talk.seconds),
        actual,
    )


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic with its votes."""

    title: str
    pitch: str
    presenter: str
    votes: int


def _rounds(state: State) -> list[list[TopicLine]]:
    """The closed rounds, each with its topics by votes, then in the order they came."""
    return [
        sorted(
            (
                _topic_line(state, number, tallied(state, voting.round).get(number, 0))
                for number in voting.topics
                if state.topics[number].title is not None and not state.topics[number].removed
            ),
            key=lambda line: -line.votes,
        )
        for voting in state.rounds.values()
        if voting.closed is not None
    ]


def _unvoted(state: State) -> list[TopicLine]:
    """The listed topics that no closed round was about."""
    voted = {number for voting in state.rounds.values() if voting.closed is not None for number in voting.topics}
    return [
        _topic_line(state, topic.topic, 0)
        for topic in state.topics.values()
        if not topic.removed and topic.topic not in voted
    ]


def _topic_line(state: State, number: int, votes: int) -> TopicLine:
    topic = state.topics[number]
    presenter = "" if topic.anonymous else name_of(state, topic.person)
    return TopicLine(escaped(topic.title or ""), topic.pitch.value, escaped(presenter), votes)
