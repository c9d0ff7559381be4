"""The evening as Markdown: talks and parts with their times, topics by votes. What attendees typed is escaped."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from teachmeet.domain.forecast import Stop
from teachmeet.domain.state import State
from teachmeet.domain.votes import tallied
from teachmeet.export.record import Became, PartRecord, Record, TalkRecord, part_name, published
from teachmeet.wire import numbers
from teachmeet.words import Words, load

_HELD = (Became.GIVEN, Became.ON)

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
    """A talk as it is shown; spans in minutes and seconds, times of day in the meet's zone."""

    title: str
    presenter: str
    kind: str
    link: str
    length: str
    planned: str
    held: str
    took: str
    over: str
    became: str
    given_with: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of the plan as it is shown."""

    name: str
    planned: str
    held: str


def markdown(evening: Record) -> str:
    """The document."""
    state, meet = evening.state, evening.state.meet
    if meet is None:
        raise AssertionError("a meet is founded by its first line")
    words, zone = load("en"), ZoneInfo(meet.zone)
    talks = [(one.became, _talk_line(words, zone, one)) for one in evening.talks]
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
        talks=[line for became, line in talks if became in _HELD],
        given_up=[line for became, line in talks if became not in _HELD and became is not Became.NOT_CALLED],
        not_called=[line for became, line in talks if became is Became.NOT_CALLED],
        parts=[_part_line(words, zone, one) for one in evening.parts],
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


def over(seconds: int) -> str:
    """So much too long, or too short, with its sign."""
    sign = "+" if seconds > 0 else "−" if seconds < 0 else ""
    return f"{sign}{minutes(abs(seconds))}"


def _span(zone: ZoneInfo, starts: datetime | None, ends: datetime | None) -> str:
    """Times of day, like 18:30–18:37."""
    times = ["" if one is None else f"{one.astimezone(zone):%H:%M}" for one in (starts, ends)]
    return "–".join(times) if any(times) else ""


def _planned(zone: ZoneInfo, stop: Stop | None) -> str:
    return "" if stop is None else _span(zone, stop.starts, stop.ends)


def _talk_line(words: Words, zone: ZoneInfo, one: TalkRecord) -> TalkLine:
    talk = one.talk
    with_title = "" if one.given_with is None else one.given_with.title or words("export.taken_back")
    return TalkLine(
        escaped(talk.title) if talk.title is not None else "",
        escaped(" & ".join(one.presenters)),
        escaped(talk.kind),
        linked(talk.link) if talk.link else "",
        minutes(talk.seconds),
        _planned(zone, one.planned),
        _span(zone, talk.started, talk.ended),
        "" if one.took is None else minutes(one.took),
        "" if one.over is None else over(one.over),
        words(f"export.became.{one.became}"),
        escaped(with_title),
    )


def _part_line(words: Words, zone: ZoneInfo, one: PartRecord) -> PartLine:
    name = escaped(part_name(words, one.segment))
    return PartLine(name, _planned(zone, one.planned), _span(zone, one.segment.started, one.ended))


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
    known = None if topic.anonymous or topic.person is None else state.people.get(topic.person)
    return TopicLine(escaped(topic.title or ""), topic.pitch.value, escaped(published(known)), votes)
