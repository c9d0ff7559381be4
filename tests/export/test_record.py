"""The record: planned and actual times of all talks and parts, whatever happened to them, as Markdown and CSV."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from teachmeet.domain import commands as c
from teachmeet.domain.forecast import Of
from teachmeet.domain.programme import Format, Order, Pitch, Signup, TalkPlan
from teachmeet.export import write
from teachmeet.export.markdown import markdown
from teachmeet.export.planned import as_planned
from teachmeet.export.record import Became, Record, record
from teachmeet.export.table import BOM, inert, parts_table, talks_table
from tests.helpers import BEGIN, MEET, Story, ann, host

STARTS = BEGIN + timedelta(minutes=30)
TALKS = (
    TalkPlan(Signup("Grace", "Bridge Primary", publish=True), "=SUM(A1)", "micro", 420, "https://ex.org/a"),
    TalkPlan(Signup("Olu", publish=True), "Outdoor; learning, twice", "micro", 420),
    TalkPlan(Signup("Wen", publish=False), "@Chess", "nano", 120),
    TalkPlan(Signup("Dee", publish=True), "Knots", "nano", 120),
    TalkPlan(Signup("Eve", publish=True), "Rain", "micro", 420),
)
EVENING = replace(MEET, starts=STARTS, ends=STARTS + timedelta(hours=2), zone="Asia/Tokyo", talks=TALKS)


def numbers(story: Story) -> list[int]:
    """The talks' numbers, as they signed up."""
    return sorted(story.state.talks)


def evening() -> Story:
    """Two talks given, one of them by two; one was ill, one was never called; a walk-in came."""
    story = Story(EVENING).tell(host(c.LayPlan(Format.TEACHMEET)))
    grace, olu, wen, dee, _eve = numbers(story)
    story.later(minutes=33).tell(host(c.StartSegment())).later(minutes=12)
    story.tell(host(c.StartTalk())).later(minutes=8).tell(host(c.AddTime(30))).later(seconds=30).tell(host(c.EndTalk()))
    story.tell(host(c.WithdrawTalk(olu)), host(c.PairTalks(wen, dee)))
    story.tell(host(c.AddTalk("Kim", "Walking in", "nano"))).later(minutes=1)
    story.tell(host(c.StartTalk(wen))).later(minutes=1).tell(host(c.EndTalk()))
    assert story.state.talks[grace].ended
    return story


def found(story: Story) -> Record:
    """The record of a story's journal."""
    return record(story.lines)


def test_those_on_come_first_then_those_given_up_then_those_never_called() -> None:
    became = [(one.talk.title, one.became) for one in found(evening()).talks]
    assert became == [
        ("=SUM(A1)", Became.GIVEN),
        ("@Chess", Became.GIVEN),
        ("Outdoor; learning, twice", Became.ILL),
        ("Knots", Became.PAIRED),
        ("Rain", Became.NOT_CALLED),
        ("Walking in", Became.NOT_CALLED),
    ]


def test_what_was_planned_is_counted_from_the_announced_start_however_late_it_began() -> None:
    story = evening()
    seen = {one.talk.title: one for one in found(story).talks}
    first = seen["=SUM(A1)"]
    assert first.planned is not None
    assert (first.planned.starts, first.planned.ends) == (
        STARTS + timedelta(minutes=10),
        STARTS + timedelta(minutes=17),
    )
    assert (first.took, first.over) == (512, 512 - 420 - 30)
    assert first.talk.started is not None
    assert first.talk.started > STARTS + timedelta(minutes=14)
    welcome = found(story).parts[0]
    assert welcome.planned is not None
    assert (welcome.planned.starts, welcome.ended) == (STARTS, first.talk.started)


def test_a_walk_in_is_planned_when_they_come() -> None:
    story = evening()
    walk_in = max(numbers(story))
    line = next(line for line in story.lines if line.last == walk_in)
    stop = as_planned(story.lines)[Of.TALK, walk_in]
    assert stop.starts > line.at


def test_a_false_start_is_none() -> None:
    story = Story(EVENING).later(minutes=20).tell(host(c.StartTalk()))
    story.tell(host(c.Undo(story.lines[-1].seq)))
    assert as_planned(story.lines) == {}
    story.tell(host(c.SetOrder(Order.SIGNUP)), host(c.MoveTalk(numbers(story)[4], numbers(story)[0])))
    story.later(minutes=20).tell(host(c.StartTalk()))
    planned = as_planned(story.lines)
    assert planned[Of.TALK, numbers(story)[4]].starts == STARTS
    assert planned[Of.TALK, numbers(story)[0]].starts == STARTS + timedelta(minutes=8)


def test_who_is_drawn_is_planned_when_they_are_drawn() -> None:
    story = Story(EVENING).tell(host(c.LayPlan(Format.TEACHMEET)), host(c.SetOrder(Order.DRAWN))).later(minutes=30)
    story.tell(host(c.StartSegment()))
    assert {key for key in as_planned(story.lines) if key[0] is Of.TALK} == set()
    story.later(minutes=12).tell(host(c.Draw(everybody=True)))
    drawn = [key for key in as_planned(story.lines) if key[0] is Of.TALK]
    assert len(drawn) == 1
    assert as_planned(story.lines)[drawn[0]].starts >= STARTS + timedelta(minutes=10)


def test_before_it_begins_nothing_is_planned_and_all_are_named() -> None:
    story = Story(EVENING)
    assert as_planned(story.lines) == {}
    text = markdown(found(story))
    assert "## Talks\n\n- \\=SUM\\(A1\\) (Grace, Bridge Primary, micro)\n- Outdoor; learning, twice (Olu" in text
    assert "Not called" not in text


def test_the_markdown_names_everybody_with_what_became_of_them() -> None:
    text = markdown(found(evening()))
    assert "## Not given\n\n- Outdoor; learning, twice (Olu, micro): ill\n" in text
    assert "- Knots (Dee, nano): given together with \\@Chess\n" in text
    assert "## Not called\n\n- Rain (Eve, micro)\n- Walking in (nano)\n" in text
    assert "| \\@Chess | Dee | nano | 03:56–03:58 | 03:54–03:55 | 2:00 | 1:01 | −0:59 |" in text
    assert "## The plan\n\n| Part | Planned | Held |\n|---|---|---|\n| Welcome | 03:30–03:40 | 03:33–03:45 |\n" in text
    assert "Wen" not in text


def rows(table: str) -> list[dict[str, str]]:
    """A table as a spreadsheet reads it."""
    assert table.startswith(BOM)
    return list(csv.DictReader(StringIO(table.removeprefix(BOM), newline=""), strict=True))


def test_the_talks_as_a_table() -> None:
    table = talks_table(found(evening()))
    first, chess, olu, knots, *_ = rows(table)
    assert first == {
        "Title": "'=SUM(A1)",
        "Presenter": "Grace, Bridge Primary",
        "Kind": "micro",
        "Became": "given",
        "Given with": "",
        "Planned start": "2026-03-13T03:40:00+09:00",
        "Planned end": "2026-03-13T03:47:00+09:00",
        "Start": "2026-03-13T03:45:04+09:00",
        "End": "2026-03-13T03:53:36+09:00",
        "Length (s)": "420",
        "Added (s)": "30",
        "Took (s)": "512",
        "Over (s)": "62",
        "Link": "https://ex.org/a",
    }
    assert (chess["Title"], chess["Presenter"], chess["Over (s)"]) == ("'@Chess", "Dee", "-59")
    assert (olu["Title"], olu["Became"], olu["Took (s)"]) == ("Outdoor; learning, twice", "ill", "")
    assert (knots["Became"], knots["Given with"]) == ("given together with", "'@Chess")
    assert all(line.endswith("\r") for line in table.split("\n")[:-1])
    assert ',"Outdoor' not in table
    assert '\n"Outdoor; learning, twice","Olu"' in table


def test_the_parts_as_a_table() -> None:
    welcome, talks, *_ = rows(parts_table(found(evening())))
    assert welcome == {
        "Part": "Welcome",
        "Planned start": "2026-03-13T03:30:00+09:00",
        "Planned end": "2026-03-13T03:40:00+09:00",
        "Start": "2026-03-13T03:33:03+09:00",
        "End": "2026-03-13T03:45:04+09:00",
        "Length (s)": "600",
    }
    assert (talks["Part"], talks["Length (s)"], talks["End"]) == ("Talks", "", "")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "\n-1", "\uff1d1", "-"])
def test_a_text_is_never_a_formula(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "Year 4 - maths", "3+4", "'quoted", "مرحبا", "\u202eabc"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert inert(text) == text


def test_names_only_where_their_owner_agreed_and_titles_always() -> None:
    story = evening().tell(ann(c.Join("Ann")), ann(c.Suggest(Pitch.OFFER, "x")))
    for text in (talks_table(found(story)), markdown(found(story))):
        for name in ("Wen", "Kim", "Ann"):
            assert name not in text
        for title in ("Chess", "Walking in", "Rain"):
            assert title in text


def test_the_same_journal_gives_the_same_files(tmp_path: Path) -> None:
    story = evening()
    names = {"markdown": ["leeds.md"], "csv": ["leeds-talks.csv", "leeds-plan.csv"]}
    for kind, expected in names.items():
        paths = write(kind, story.lines, tmp_path / "a", "leeds")
        assert paths == [tmp_path / "a" / name for name in expected]
        again = write(kind, story.lines, tmp_path / "b", "leeds")
        assert [path.read_bytes() for path in paths] == [path.read_bytes() for path in again]
        assert kind == "markdown" or paths[0].read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_break_that_was_skipped_is_not_in_it_and_times_over_midnight_are_right() -> None:
    story = Story(replace(EVENING, zone="UTC", starts=datetime(2026, 3, 12, 23, 50, tzinfo=UTC), ends=None))
    story.tell(host(c.LayPlan(Format.TEACHMEET)))
    rest = next(s.segment for s in story.state.segments.values() if s.kind == "break")
    story.tell(host(c.SkipSegment(rest))).later(hours=5, minutes=50).tell(host(c.StartTalk()))
    assert "Break" not in markdown(found(story))
    assert rows(talks_table(found(story)))[0]["Planned start"] == "2026-03-13T00:00:00+00:00"
