"""The evening as Markdown: talks, parts and the board with their times, topics by votes. What was typed is escaped."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from teachmeet.domain.forecast import Stop
from teachmeet.domain.programme import Method
from teachmeet.domain.state import State
from teachmeet.domain.things import Question, Round
from teachmeet.domain.votes import maybes, roots, stood, tallied
from teachmeet.export.board import SessionRecord, merged_titles, named
from teachmeet.export.record import Became, PartRecord, Record, TalkRecord, part_name
from teachmeet.wire import numbers
from teachmeet.words import Words, load

_HELD = (Became.GIVEN, Became.ON)

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#|&~$@^!]|:(?=\S)|(?<=\{)%|(?<=www)\.)", re.IGNORECASE)

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
    words, zone = load(), ZoneInfo(meet.zone)
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
        board=_board(words, zone, evening.sessions),
        rounds=_rounds(words, state),
        unvoted=_unvoted(words, state),
        questions=_questions(words, state),
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
class Board:
    """The board as a table: what is in each column, and a row for each slot."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def _board(words: Words, zone: ZoneInfo, sessions: tuple[SessionRecord, ...]) -> Board | None:
    """Slots by rooms, those that had a session; behind them what was somewhere else."""
    if not sessions:
        return None
    rooms = {one.room.room: one.room.name for one in sessions if one.room is not None}
    in_order = sorted(rooms)
    elsewhere = any(one.room is None for one in sessions)
    rows: dict[int, dict[int, list[str]]] = {}
    for one in sessions:
        room = 0 if one.room is None else one.room.room
        rows.setdefault(one.slot.slot, {}).setdefault(room, []).append(_session(words, one))
    times = {one.slot.slot: _span(zone, one.slot.starts, one.slot.ends) for one in sessions}
    columns = [*in_order, 0] if elsewhere else in_order
    return Board(
        tuple(escaped(rooms[room]) if room else words("export.somewhere_else") for room in columns),
        tuple((times[slot], tuple("; ".join(cells.get(room, ())) for room in columns)) for slot, cells in rows.items()),
    )


def _session(words: Words, one: SessionRecord) -> str:
    title = escaped(one.topic.title) if one.topic.title is not None else words("export.taken_back")
    where = [escaped(one.where)] if one.where else []
    about = [*where, escaped(" & ".join(one.leads))] if one.leads else where
    return f"{title} ({', '.join(about)})" if about else title


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic with what was counted for it, in words, and the titles of what was merged into it."""

    title: str
    pitch: str
    presenter: str
    counted: str
    merged: tuple[str, ...]


def _rounds(words: Words, state: State) -> list[list[TopicLine]]:
    """The closed rounds, each with its topics by votes, then in the order they came."""
    return [_round(words, state, voting) for voting in state.rounds.values() if voting.closed is not None]


def _round(words: Words, state: State, voting: Round) -> list[TopicLine]:
    counts, torn = tallied(state, voting.round), maybes(state, voting.round)
    interest = voting.method is Method.INTEREST
    said = "export.interested" if interest else "export.votes"
    lines: list[TopicLine] = []
    for number in sorted(stood(state, voting), key=lambda number: -counts.get(number, 0)):
        counted = [words(said, n=counts.get(number, 0))]
        if interest:
            counted.append(words("export.maybe", n=torn.get(number, 0)))
        lines.append(_topic_line(words, state, number, counted))
    return lines


def _unvoted(words: Words, state: State) -> list[TopicLine]:
    """The listed topics that no closed round was about."""
    merged = roots(state)
    closed = (voting for voting in state.rounds.values() if voting.closed is not None)
    voted = {merged.get(number, number) for voting in closed for number in voting.topics}
    return [
        _topic_line(words, state, topic.topic, [])
        for topic in state.topics.values()
        if topic.listed and topic.topic not in voted
    ]


def _questions(words: Words, state: State) -> dict[str, list[str]]:
    """What was asked, by what became of it: put to the room, kept for later, or neither. Most wanted first."""
    found: dict[str, list[str]] = {"questions": [], "parked": [], "not_let_out": []}
    asked = (question for question in state.questions.values() if question.text is not None)
    for question in sorted(asked, key=lambda question: -len(question.backers)):
        put = question.approved or question.answered
        kept = question.parked and not question.answered
        found["parked" if kept else "questions" if put else "not_let_out"].append(_question(words, question))
    return {heading: lines for heading, lines in found.items() if lines}


def _question(words: Words, question: Question) -> str:
    """A question, and how many more wanted it asked: never who."""
    more = len(question.backers - {question.person})
    said = [words("export.backed", n=more)] if more else []
    said += [words("export.answered")] if question.answered else []
    text = escaped(question.text or "")
    return f"{text} ({', '.join(said)})" if said else text


def _topic_line(words: Words, state: State, number: int, counted: list[str]) -> TopicLine:
    """Hands were counted in the room once, and are no votes of any round: they stand behind them, as hands."""
    topic = state.topics[number]
    by = () if topic.person is None or topic.anonymous else named(state, (topic.person,))
    hands = [] if topic.hands is None else [words("export.hands", n=topic.hands)]
    return TopicLine(
        escaped(topic.title or ""),
        topic.pitch.value,
        escaped("".join(by)),
        ", ".join([*counted, *hands]),
        tuple(map(escaped, merged_titles(state, number))),
    )
