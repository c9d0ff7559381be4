"""The board in exports: slots by rooms, names where their owner agreed, merges under their topic, hands as hands."""

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

from teachmeet.domain import commands as c
from teachmeet.domain import commands_board as b
from teachmeet.domain import commands_hall as h
from teachmeet.domain.programme import Method, Part, Pitch, Reply, RoomPlan, Signup, TopicPlan
from teachmeet.export import write
from teachmeet.export.markdown import markdown
from teachmeet.export.record import record
from teachmeet.export.table import BOM, sessions_table
from tests.helpers import BOARD, EARLY, HALL, LAB, LATE, Someone, Story, ann, bob, cem, host, joined

MADE = replace(
    BOARD,
    zone="Asia/Tokyo",
    rooms=(RoomPlan("Hall | <b>", 30), RoomPlan("=Lab", 8)),
    slots=BOARD.slots,
    topics=(
        TopicPlan(Signup("Dee", "Elm", publish=True), "Knots"),
        TopicPlan(Signup("Eve", publish=False), "Chess"),
        TopicPlan(None, "=Ropes", Pitch.REQUEST),
    ),
)
HALL_, LAB_, EARLY_, LATE_, KNOTS, CHESS, ROPES = 2, 3, 4, 5, 7, 9, 10
"""Rooms without kit take a number less than those of `BOARD`, signed-up topics one more each."""


def morning() -> Story:
    """A board with something in three cells and something elsewhere, published; and then moved about."""
    story = joined(ann, bob, cem, made=MADE)
    assert (list(story.state.rooms), list(story.state.slots)) == ([HALL_, LAB_], [EARLY_, LATE_])
    assert list(story.state.topics) == [KNOTS, CHESS, ROPES]
    story.tell(ann(c.Suggest(Pitch.OFFER, "Whispers", anonymous=True)), bob(c.Suggest(Pitch.OFFER, "[Bends](x)")))
    whispers, bends = story.state.seq - 1, story.state.seq
    story.tell(host(c.OpenRound(2)), ann(c.Vote(bends + 1, KNOTS, 1)), bob(c.Vote(bends + 1, bends, 1)))
    story.tell(cem(c.Vote(bends + 1, KNOTS, 1)), cem(c.Vote(bends + 1, CHESS, 1)), host(c.CloseRound(bends + 1)))
    story.tell(host(b.MergeTopics(bends, KNOTS)), host(b.CountHands(CHESS, 14)), host(b.NamePart(ROPES, "Dee")))
    story.tell(host(b.NamePart(ROPES, "Lou", Part.SCRIBE)), bob(b.TakePart(CHESS, Part.LEAD)))
    story.tell(host(b.PlaceTopic(KNOTS, EARLY_, HALL_)), host(b.PlaceTopic(ROPES, LATE_, LAB_)))
    story.tell(host(b.PlaceTopic(CHESS, EARLY_, LAB_)), host(b.PlaceTopic(whispers, LATE_, None, "the *yard*")))
    story.tell(host(b.Publish()), ann(b.Go(KNOTS, True)), bob(b.Go(KNOTS, True)))
    return story.tell(host(b.TakeOff(CHESS)))


def document(story: Story) -> str:
    """The document of a story's journal."""
    return markdown(record(story.lines))


def rows(story: Story) -> list[dict[str, str]]:
    """The sessions as a spreadsheet reads them."""
    table = sessions_table(record(story.lines))
    assert table.startswith(BOM)
    return list(csv.DictReader(StringIO(table.removeprefix(BOM), newline=""), strict=True))


def test_the_board_stands_as_it_was_published_slots_by_rooms() -> None:
    assert (
        "## The board\n\n"
        "| Time | Hall \\| \\<b\\> | \\=Lab | Somewhere else |\n"
        "|---|---|---|---|\n"
        "| 03:30–04:00 | Knots (Dee, Elm) | Chess |  |\n"
        "| 04:00–04:30 |  | \\=Ropes (Dee, Elm) | Whispers (the \\*yard\\*) |\n"
    ) in document(morning())


def test_what_was_merged_stands_under_its_topic_and_hands_are_hands() -> None:
    text = document(morning())
    assert (
        "## Voting 1\n\n"
        "1. Knots (offer, Dee, Elm): 3 votes\n"
        "   - with: \\[Bends\\]\\(x\\)\n"
        "2. Chess (offer): 1 vote, 14 hands\n"
        "3. \\=Ropes (request): 0 votes\n"
        "4. Whispers (offer): 0 votes\n"
    ) in text
    assert text.count("Bends") == 1


def test_a_round_by_interest_says_how_many_were_interested_and_how_many_said_maybe() -> None:
    story = joined(ann, bob, made=MADE).tell(host(c.OpenRound(method=Method.INTEREST)))
    voting = max(story.state.rounds)
    story.tell(ann(c.Vote(voting, CHESS, Reply.INTERESTED)), bob(c.Vote(voting, CHESS, Reply.MAYBE)))
    story.tell(bob(c.Vote(voting, KNOTS, Reply.SKIP)), host(c.CloseRound(voting)))
    text = document(story)
    assert "1. Chess (offer): 1 interested, 1 maybe\n2. Knots (offer, Dee, Elm): 0 interested, 0 maybe\n" in text


def test_names_stand_only_where_their_owner_agreed_and_never_on_an_anonymous_card() -> None:
    story = morning()
    for text in (document(story), sessions_table(record(story.lines))):
        for name in ("Ann", "Bob", "Cem", "Eve", "Lou"):
            assert name not in text, name
        assert "Whispers" in text


def test_whoever_agreed_on_the_sheet_is_named_also_for_what_they_did_by_phone() -> None:
    dee = Someone("dee")
    story = morning().tell(dee(c.Join("Dee")))
    signup = story.state.topics[KNOTS].person
    assert signup is not None
    story.tell(dee(c.ClaimSignup(signup)), host(c.AnswerClaim(story.state.seq + 1, True)))
    story.tell(dee(b.TakePart(CHESS, Part.SCRIBE)), dee(c.Suggest(Pitch.OFFER, "Masks", anonymous=True)))
    assert next(row["Notes by"] for row in rows(story) if row["Title"] == "Chess") == "Dee, Elm"
    assert "- Masks (offer)\n" in document(story)


def test_whoever_agreed_on_their_phone_is_named_and_whoever_took_it_back_is_not() -> None:
    story = morning().tell(bob(h.GiveConsent(True)))
    assert next(row["Led by"] for row in rows(story) if row["Title"] == "Chess") == "Bob"
    story.tell(bob(h.GiveConsent(False)))
    assert "Bob" not in document(story)
    dee = Someone("dee")
    signup = story.state.topics[KNOTS].person
    assert signup is not None
    story.tell(dee(c.Join("Dee")), dee(c.ClaimSignup(signup)), host(c.AnswerClaim(story.state.seq + 2, True)))
    assert "Dee, Elm" in document(story)
    story.tell(dee(h.GiveConsent(False)))
    assert "Dee" not in document(story)
    assert "Dee" not in sessions_table(record(story.lines))


def test_questions_stand_by_what_became_of_them_with_how_many_wanted_them_asked() -> None:
    story = morning().tell(ann(c.Ask("Who *pays*?")), bob(c.Ask("What next?")), cem(c.Ask("Why?")), ann(c.Ask("Rude?")))
    pays, after, why, _ = story.state.questions
    story.tell(host(h.ApproveQuestion(pays)), host(h.ParkQuestion(after)), host(h.ApproveQuestion(why)))
    story.tell(ann(h.BackQuestion(why)), bob(h.BackQuestion(why)), cem(h.BackQuestion(why)), ann(h.BackQuestion(pays)))
    story.tell(ann(h.BackQuestion(after)), host(c.AnswerQuestion(why)))
    assert (
        "## Questions from the room\n\n"
        "- Why? (2 others wanted to know, answered)\n"
        "- Who \\*pays\\*?\n\n"
        "## Questions kept for later\n\n"
        "- What next? (1 other wanted to know)\n\n"
        "## Asked, and not put to the room\n\n"
        "- Rude?\n"
    ) in document(story)


def test_the_sessions_as_a_table() -> None:
    knots, chess, ropes, whispers = rows(morning())
    assert knots == {
        "Title": "Knots",
        "Kind": "offer",
        "Led by": "Dee, Elm",
        "Notes by": "",
        "Room": "Hall | <b>",
        "Planned start": "2026-03-13T03:30:00+09:00",
        "Planned end": "2026-03-13T04:00:00+09:00",
        "Hands": "",
        "Going": "2",
        "Together with": "[Bends](x)",
    }
    assert (chess["Hands"], chess["Going"], chess["Room"]) == ("14", "0", "'=Lab")
    assert (ropes["Title"], ropes["Kind"], whispers["Room"]) == ("'=Ropes", "request", "the *yard*")


def test_what_left_the_list_is_not_on_it_nor_are_the_forgotten() -> None:
    story = morning().tell(host(c.RemoveTopic(KNOTS)), ann(c.ForgetMe()))
    assert [row["Title"] for row in rows(story)] == ["Chess", "'=Ropes"]
    for gone in ("Knots", "Whispers", "Bends"):
        assert gone not in document(story)


def test_a_board_that_nobody_was_shown_is_no_part_of_the_record(tmp_path: Path) -> None:
    story = joined(ann, made=BOARD).tell(host(b.PlaceTopic(8, EARLY, HALL)), host(b.PlaceTopic(9, LATE, LAB)))
    assert "The board" not in document(story)
    assert [path.name for path in write("csv", story.lines, tmp_path, "leeds")] == ["leeds-talks.csv", "leeds-plan.csv"]
    story.tell(host(b.Publish()))
    names = [path.name for path in write("csv", story.lines, tmp_path, "leeds")]
    assert names == ["leeds-talks.csv", "leeds-plan.csv", "leeds-sessions.csv"]
