"""The evening as Markdown: what stands in it, whose names, and that nobody's text does anything in it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from teachmeet.domain.commands import (
    AddTime,
    AddTopic,
    Ask,
    CloseRound,
    EndTalk,
    ForgetMe,
    OpenRound,
    PauseTalk,
    RemoveTopic,
    ResumeTalk,
    SetAside,
    StartTalk,
    Suggest,
    Vote,
)
from teachmeet.domain.programme import Pitch, Signup, TalkPlan, TopicPlan
from teachmeet.export.markdown import escaped, linked, markdown, minutes, over
from teachmeet.export.record import record
from tests.helpers import MEET, Story, ann, bob, cem, host, joined

HOSTILE = (
    "<img src=x onerror=alert(1)> | [a](javascript:x) `b` {{ 7*7 }} {% raw %} *c* _d_ # e ~f~ @g http://h www.i &amp; "
    "$j$"
)

TALKS = (
    TalkPlan(Signup("Grace", "Bridge Primary", publish=True), "A reading corner", "micro", 420, "https://ex.org/a?b=c"),
    TalkPlan(Signup("Olu", publish=False), "Outdoor learning", "micro", 420),
    TalkPlan(Signup("Wen", publish=None), HOSTILE, "nano", 120),
)
EVENING = replace(
    MEET,
    starts=datetime(2026, 11, 20, 23, 30, tzinfo=UTC),
    zone="Asia/Tokyo",
    talks=TALKS,
    topics=(TopicPlan(Signup("Dee", publish=True), "Knots"), TopicPlan(Signup("Eve"), "Rain", Pitch.REQUEST)),
)


def evening() -> Story:
    """Two talks held, one round closed, a question asked."""
    story = joined(ann, bob, cem, made=EVENING)
    story.tell(host(StartTalk())).later(minutes=3).tell(host(PauseTalk())).later(minutes=10).tell(host(ResumeTalk()))
    story.later(minutes=4).tell(host(AddTime(60))).tell(ann(Ask("- Why?"))).tell(host(EndTalk()))
    story.tell(host(OpenRound(2)))
    voting = max(story.state.rounds)
    knots, rain = story.state.topics
    story.tell(ann(Vote(voting, rain, 1)), bob(Vote(voting, rain, 1)), bob(Vote(voting, knots, 1)))
    story.tell(cem(Vote(voting, knots, 1)), host(SetAside(story.person(cem), True)), host(CloseRound(voting)))
    return story.tell(ann(Suggest(Pitch.OFFER, "Origami")), bob(Suggest(Pitch.OFFER, "Whispers", anonymous=True)))


def document(story: Story) -> str:
    """The document of a story's journal."""
    return markdown(record(story.lines))


def test_the_evening_reads_as_it_was() -> None:
    assert document(evening()).split("\n## ")[0] == (
        "# TeachMeet Leeds\n\n21 November 2026\n\n8 people · 3 talks · 4 topics · 3 votes\n"
    )
    text = document(evening())
    grace = "| [A reading corner](<https://ex.org/a?b=c>) | Grace, Bridge Primary | micro "
    assert f"{grace}| 08:30–08:37 | 03:00–03:17 | 7:00 | 7:04 | −0:56 |\n" in text
    assert "## Not called\n\n- Outdoor learning (micro)\n" in text
    assert "## Voting 1\n\n1. Rain (request): 2 votes\n2. Knots (offer, Dee): 1 vote\n" in text
    assert "## Also suggested\n\n- Origami (offer)\n- Whispers (offer)\n" in text
    assert text.endswith("## Asked, and not put to the room\n\n- \\- Why?\n")


def test_a_name_stands_only_where_its_owner_agreed() -> None:
    text = document(evening())
    for name in ("Olu", "Wen", "Eve", "Ann", "Bob", "Cem"):
        assert name not in text, name
    for title in ("Outdoor learning", "Rain", "Origami", "Whispers"):
        assert title in text


def test_the_same_state_gives_the_same_bytes() -> None:
    assert document(evening()) == document(evening())


def test_a_hostile_title_stays_one_cell_of_plain_text() -> None:
    row = next(line for line in document(evening().tell(host(StartTalk()))).splitlines() if "onerror" in line)
    title = escaped(HOSTILE)
    assert row == f"- {title} (nano)"
    bare = title.replace("\\\\", "")
    for special in "<>|[]()`{}*_#~@&$":
        assert f"\\{special}" in bare or special not in bare
        assert bare.count(special) == bare.count(f"\\{special}"), special
    assert "{{" not in title and "{%" not in title
    assert "http\\://h" in title
    assert "www\\.i" in title


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1. not a list", "1\\. not a list"),
        ("12.", "12\\."),
        ("- nor this", "\\- nor this"),
        ("+ nor this", "\\+ nor this"),
        ("---", "\\---"),
        ("===", "\\==="),
        ("# nor a heading", "\\# nor a heading"),
        ("> nor a quotation", "\\> nor a quotation"),
        ("2-3 ideas, 1.5 hours", "2-3 ideas, 1.5 hours"),
        ("back\\slash", "back\\\\slash"),
        ("Feedback: how?", "Feedback: how?"),
        ("مرحبا ✓", "مرحبا ✓"),
    ],
)
def test_what_would_be_markup_is_text(text: str, written: str) -> None:
    assert escaped(text) == written


def test_a_link_cannot_be_ended_from_inside() -> None:
    assert linked("https://ex.org/a>b c(d)\\\n[e]") == "<https://ex.org/a%3Eb%20c%28d%29%5C%0A%5Be%5D>"


def test_who_is_forgotten_and_what_was_removed_are_not_in_it() -> None:
    story = evening().tell(ann(ForgetMe()))
    knots = next(iter(story.state.topics))
    story.tell(host(RemoveTopic(knots)))
    text = document(story)
    for gone in ("Origami", "Why?", "Knots", "Questions from the room"):
        assert gone not in text, gone
    assert "1. Rain (request): 2 votes" in text


def test_a_rehearsal_says_so_and_an_open_round_shows_no_votes() -> None:
    story = joined(ann, made=replace(EVENING, rehearsal=True)).tell(host(OpenRound(1)))
    voting = max(story.state.rounds)
    story.tell(ann(Vote(voting, next(iter(story.state.topics)), 1)))
    text = document(story)
    assert "REHEARSAL" in text
    assert "Voting 1" not in text
    assert "- Knots (offer, Dee)" in text


def test_an_empty_meet_is_short() -> None:
    text = document(Story().tell(host(AddTopic(Pitch.OFFER, "Only this"))))
    assert text == (
        "# TeachMeet Leeds\n\n12 March 2026\n\n0 people · 0 talks · 1 topic · 0 votes\n\n"
        "## Also suggested\n\n- Only this (offer)\n"
    )


@pytest.mark.parametrize(("seconds", "written"), [(0, "0:00"), (59.6, "1:00"), (421, "7:01"), (4000, "66:40")])
def test_minutes_and_seconds(seconds: float, written: str) -> None:
    assert minutes(seconds) == written


@pytest.mark.parametrize(("seconds", "written"), [(0, "0:00"), (61, "+1:01"), (-56, "−0:56")])
def test_how_far_over(seconds: int, written: str) -> None:
    assert over(seconds) == written
