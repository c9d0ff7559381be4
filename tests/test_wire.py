"""The wire: everything round-trips, names never change, and whatever comes in is a message or a refusal."""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from types import UnionType
from typing import Any, get_args
from zlib import crc32

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from teachmeet import wire
from teachmeet.domain import commands as c
from teachmeet.domain import commands_board as cb
from teachmeet.domain import facts as f
from teachmeet.domain import panels as p
from teachmeet.domain import panels_board as pb
from teachmeet.domain import panels_hall as ph
from teachmeet.domain import views
from teachmeet.domain.actors import Role
from teachmeet.domain.acts import Deed
from teachmeet.domain.clock import Anchor
from teachmeet.domain.history import fold
from teachmeet.domain.programme import Duty, Format, Kind, Order, Pitch, Policy, Reason, Scene, SegmentKind, Told
from teachmeet.domain.refusals import Code, Refused
from tests.helpers import ann, host, joined
from tests.strategies import FACTS_OF_ALL_KINDS, LINES, filled, times

CLIENT = "a-page-load"

# ── names


def test_every_command_but_the_founding_and_the_coming_back_may_be_asked_for() -> None:
    assert set(wire.COMMANDS.values()) == set(get_args(c.Command)) - {c.MakeMeet, c.ComeBack}


def test_every_fact_has_a_name_in_journals() -> None:
    assert set(wire.FACTS.values()) == set(get_args(f.Fact))


def test_every_panel_has_a_name_and_somebody_who_draws_it() -> None:
    assert set(wire.PANELS.values()) == set(get_args(p.Panel))
    assert set(wire.PANELS) == set(views.PANELS)


def test_no_two_things_share_a_name() -> None:
    for names in (wire.COMMANDS, wire.FACTS, wire.PANELS):
        assert len(set(names.values())) == len(names)


COMMAND_NAMES = """
add_segment add_talk answer_claim answer_offer claim_signup draw fix_overrun lay_plan mark_absent move_segment
move_talk offer_talk pair_talks return_talk saw_call set_auto_start set_kind set_order settle_away skip_segment
start_segment start_timer stop_timer stretch_segment swap_talks tell_speaker throw_camel tick_here withdraw_talk
add_time add_topic answer_question ask close_round end_talk forget_me join open_round pause_talk remove_topic
resume_talk set_aside start_talk suggest undo vote
add_room add_slot approve_topics ask_for_requests call_pitch change_room close_cell count_hands freeze_slot go
keep_apart merge_topics move_slot name_part pin_session place_topic publish set_checking set_needs swap_sessions
take_arrangement take_off take_part unmerge_topic
approve_question back_question blank_wall choose_scene give_consent make_pass park_question return_as revoke_pass
set_profile
"""
FACT_NAMES = """
auto_start_set away_settled call_seen called_in_vain camel_thrown claim_answered drawn end_moved kind_set
offer_answered order_set remembered segment_added segment_moved segment_removed segment_skipped segment_started
segment_stretched series_named signup_claimed speaker_told talk_length_set talk_moved talk_offered talk_returned
talk_withdrawn talks_paired talks_swapped ticked_here timer_started timer_stopped was_away
forgotten joined meet_made question_answered question_asked renamed room_added round_closed round_opened signed_up
slot_added talk_ended talk_paused talk_planned talk_resumed talk_started time_added topic_avoids topic_pitched
topic_removed undone voted votes_set_aside
board_arranged board_published cell_closed checking_set going_set hands_counted only_requests part_taken pitch_called
room_changed round_method_set session_pinned session_placed session_taken_off sessions_swapped slot_frozen slot_moved
topic_approved topic_needs topic_unmerged topics_merged
consent_given device_added device_left kiosk_visited pass_made pass_revoked pass_taken profile_set question_approved
question_backed question_parked scene_chosen wall_blanked
"""
MESSAGE_NAMES = "address answer arrange bye do hello hold look mine panel ping pong refusal stop welcome"
PANEL_NAMES = """
asks board desk going grid held join meet now passes people pitching plan planning questions round tally talks topics
wall
"""


def tags(union: UnionType) -> set[str]:
    """The tags of a union of messages."""
    return {kind.__struct_config__.tag for kind in get_args(union)}


@pytest.mark.parametrize(
    ("golden", "names"),
    [
        (COMMAND_NAMES, set(wire.COMMANDS)),
        (FACT_NAMES, set(wire.FACTS)),
        (PANEL_NAMES, set(wire.PANELS)),
        (MESSAGE_NAMES, tags(wire.FromClient) | tags(wire.FromServer)),
    ],
    ids=["commands", "facts", "panels", "messages"],
)
def test_names_on_the_wire_are_added_but_never_change(golden: str, names: set[str]) -> None:
    """A name that is missing here is new: add it. One that is missing there broke a phone or a journal: put it back."""
    assert names == set(golden.split())


def test_facts_keep_their_fields_for_ever() -> None:
    assert {name: [field.name for field in fields(kind)] for name, kind in wire.FACTS.items()} == {
        "meet_made": ["title", "format", "zone", "starts", "ends", "rehearsal"],
        "room_added": ["room", "name", "seats"],
        "slot_added": ["slot", "starts", "ends"],
        "signed_up": ["person", "publish", "name", "organisation", "note"],
        "joined": ["person", "name", "secret"],
        "renamed": ["person", "name"],
        "talk_planned": ["talk", "person", "kind", "seconds", "title", "link"],
        "talk_started": ["talk"],
        "talk_paused": ["talk"],
        "talk_resumed": ["talk"],
        "time_added": ["talk", "seconds"],
        "talk_ended": ["talk"],
        "topic_pitched": ["topic", "person", "pitch", "anonymous", "title", "detail"],
        "topic_avoids": ["topic", "others"],
        "topic_removed": ["topic"],
        "round_opened": ["round", "dots", "topics", "closes"],
        "round_closed": ["round"],
        "voted": ["round", "person", "topic", "dots"],
        "votes_set_aside": ["person", "aside"],
        "question_asked": ["question", "person", "talk", "text"],
        "question_answered": ["question", "answered"],
        "forgotten": ["person"],
        "undone": ["act"],
        "segment_added": ["segment", "kind", "title", "seconds", "within", "before"],
        "segment_removed": ["segment"],
        "segment_moved": ["segment", "before"],
        "segment_stretched": ["segment", "seconds"],
        "segment_skipped": ["segment", "skipped"],
        "segment_started": ["segment"],
        "kind_set": ["kind"],
        "end_moved": ["ends"],
        "talk_length_set": ["talk", "seconds"],
        "order_set": ["order", "weights", "talks"],
        "drawn": ["talks", "hat", "weights", "seed"],
        "talk_moved": ["talk", "before"],
        "talks_swapped": ["talk", "other"],
        "talks_paired": ["talk", "other"],
        "called_in_vain": ["talk"],
        "talk_withdrawn": ["talk", "reason"],
        "talk_returned": ["talk"],
        "ticked_here": ["person", "here"],
        "signup_claimed": ["claim", "person", "signup"],
        "claim_answered": ["claim", "yes"],
        "talk_offered": ["offer", "person", "title"],
        "offer_answered": ["offer", "yes"],
        "call_seen": ["talk"],
        "speaker_told": ["message", "talk", "ready", "text"],
        "camel_thrown": ["camel", "talk"],
        "timer_started": ["seconds"],
        "timer_stopped": [],
        "auto_start_set": ["on"],
        "was_away": ["since"],
        "away_settled": ["frozen"],
        "remembered": ["person", "spoke", "missed"],
        "series_named": ["series"],
        "topic_needs": ["topic", "kit"],
        "topic_approved": ["topic"],
        "checking_set": ["on"],
        "only_requests": ["until"],
        "pitch_called": ["topic"],
        "topics_merged": ["topic", "into"],
        "topic_unmerged": ["topic"],
        "hands_counted": ["topic", "hands"],
        "part_taken": ["topic", "person", "part", "taken"],
        "round_method_set": ["round", "method", "most", "hidden"],
        "room_changed": ["room", "name", "seats", "kit", "way"],
        "slot_moved": ["slot", "starts", "ends"],
        "slot_frozen": ["slot", "frozen"],
        "cell_closed": ["slot", "room", "closed"],
        "session_placed": ["topic", "slot", "room", "where"],
        "session_taken_off": ["topic"],
        "sessions_swapped": ["topic", "other"],
        "session_pinned": ["topic", "pinned"],
        "board_arranged": ["cells", "seed", "steps"],
        "board_published": [],
        "going_set": ["person", "topic", "going"],
        "scene_chosen": ["scene"],
        "wall_blanked": ["blank"],
        "question_approved": ["question"],
        "question_parked": ["question", "parked"],
        "question_backed": ["question", "person", "backed"],
        "profile_set": ["person", "does", "seeks"],
        "consent_given": ["person", "publish"],
        "kiosk_visited": ["person"],
        "device_added": ["person", "secret"],
        "device_left": ["person", "secret"],
        "pass_made": ["number", "duty", "secret"],
        "pass_taken": ["number", "holder"],
        "pass_revoked": ["number"],
    }


def test_what_is_personal() -> None:
    personal = {
        f"{name}.{field.name}"
        for name, kind in wire.FACTS.items()
        for field in fields(kind)
        if field.metadata.get("personal")
    }
    assert personal == {
        "signed_up.name",
        "signed_up.organisation",
        "signed_up.note",
        "joined.name",
        "joined.secret",
        "renamed.name",
        "talk_planned.title",
        "talk_planned.link",
        "topic_pitched.title",
        "topic_pitched.detail",
        "question_asked.text",
        "talk_offered.title",
        "profile_set.does",
        "profile_set.seeks",
        "device_added.secret",
        "device_left.secret",
    }


def test_whatever_is_personal_can_be_null_and_names_its_owner() -> None:
    for kind in wire.FACTS.values():
        personal = [field for field in fields(kind) if field.metadata.get("personal")]
        assert all(type(None) in get_args(field.type) for field in personal)
        assert not personal or "person" in {field.name for field in fields(kind)}


# ── round trips


@times(100)
@given(st.one_of(*map(filled, wire.COMMANDS.values())), st.integers(1, 2**53), st.none() | st.just(CLIENT))
def test_a_command_arrives_as_it_was_sent(command: c.Command, n: int, client: str | None) -> None:
    message = wire.read_client(wire.encode(wire.write_command(n, command, client)))
    assert isinstance(message, wire.Do)
    assert (wire.read_command(message), message.n, message.client) == (command, n, client)


@times(100)
@given(LINES)
def test_a_line_is_read_as_it_was_written(line: f.Line) -> None:
    written = wire.write_line(line)
    assert wire.read_line(written) == line
    assert written.endswith(b"\n")
    assert written.count(b"\n") == 1


@times(100)
@given(FACTS_OF_ALL_KINDS)
def test_every_fact_says_in_the_journal_all_that_it_says(fact: f.Fact) -> None:
    line = f.Line(1, datetime(2026, 3, 12, tzinfo=UTC), f.HOST, "page", 1, (fact,))
    assert wire.read_line(wire.write_line(line)).facts == (fact,)


MESSAGES: list[wire.FromClient | wire.FromServer] = [
    wire.Hello(Role.HOST, CLIENT, key="key"),
    wire.Hello(Role.ATTENDEE, CLIENT, code="ABCD", secret="s" * 16, look=("now", "topics")),
    wire.Hello(Role.ATTENDEE, CLIENT, secret="s" * 16, key="ABCDEF", kiosk="k" * 16),
    wire.Hello(Role.COHOST, CLIENT, secret="s" * 16, key="ABCDEF", look=("questions",)),
    wire.Look(("now",)),
    wire.Ping(),
    wire.Ping(12.5),
    wire.Address("10.0.0.2"),
    wire.Address("https://meet.example.org"),
    wire.Stop(),
    wire.Arrange(),
    wire.Arrange(False),
    wire.Hold(),
    wire.Hold(5),
    wire.Welcome(1, Role.ATTENDEE, 1_773_338_400_000, p.Mine(4, None, 7, {5: 1}, (5,), 2)),
    wire.Welcome(1, Role.WALL, 0),
    wire.Welcome(1, Role.COHOST, 0, None, Duty.QUESTIONS),
    wire.Answer(1, 9, CLIENT, p.Mine(4, "Ann", None, {}, (), 0)),
    wire.MineMessage(None),
    wire.MineMessage(
        p.Mine(
            4,
            "Ann",
            None,
            {},
            (),
            0,
            p.MyTalk(3, None, p.Standing.NEXT, True, (p.ToldRow(8, Told.LOUDER, ""), p.ToldRow(9, None, "Mic!"))),
            (p.Maybe(2, "Anne", "Chess"),),
            2,
            p.MyOffer("Two minutes", None),
        )
    ),
    wire.MineMessage(p.Mine(4, "Ann", 7, {5: 1, 6: 1}, (), 0)),
    wire.MineMessage(
        p.Mine(
            4,
            "Ann",
            7,
            {5: 3},
            (5,),
            0,
            board=pb.MyBoard(3, (5,), (5,), (5,), (6,), (pb.MergeNote(8, "Knots", 5, None),), (6,), 9),
        )
    ),
    wire.MineMessage(
        p.Mine(
            4,
            "Ann",
            None,
            {},
            (),
            0,
            hall=ph.MyHall("maths", None, False, (ph.MyQuestion(6, "Why?", True, False, True),), (6,), "ACDEFG"),
        )
    ),
    wire.Refusal("over_budget", "You have given all your dots.", {"most": 3, "field": "dots"}, 4, CLIENT),
    wire.Refusal("not_understood", "?"),
    wire.Pong(12.5, 1_773_338_400_000),
    wire.Bye("stopped"),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_a_message_arrives_as_it_was_sent(message: wire.FromClient | wire.FromServer) -> None:
    frame = wire.encode(message)
    read: Callable[[bytes], object] = wire.read_client if isinstance(message, wire.FromClient) else wire.read_server
    assert read(frame) == message


def test_every_message_is_among_them() -> None:
    rest = {wire.Do, wire.PanelMessage}  # these carry raw JSON, and are tested with what they carry
    assert {type(m) for m in MESSAGES} | rest == {*get_args(wire.FromClient), *get_args(wire.FromServer)}


TALK = p.TalkCard(3, "One", "Eve", None, "nano", 120)
PART = p.SegmentCard(4, SegmentKind.BREAK, "")
CLOCK = Anchor(None, -5, 60_000, 30_000, 15_000)
ROOM = pb.RoomCard(7, "Hall", 90, ("projector",), "down the stairs")
SCORE = pb.ScoreCard(77, None, 3, 40, 1, 0, 1, 12, 2)
DRAWN: dict[str, list[p.Panel]] = {
    "meet": [
        p.MeetPanel("TeachMeet", Format.TEACHMEET, "Europe/London", None, None, False),
        p.MeetPanel("EdCamp", Format.EDCAMP, "UTC", 1, 2, True),
    ],
    "now": [
        p.NowPanel(None, None, None, 0),
        p.NowPanel(TALK, CLOCK, TALK, 1),
        p.NowPanel(None, None, TALK, 1, PART, CLOCK, CLOCK, 7, True, True),
    ],
    "topics": [p.TopicsPanel(4, (p.TopicCard(4, Pitch.REQUEST, None, None, None),))],
    "round": [p.RoundPanel(0, None, False, 0, (), None), p.RoundPanel(1, 5, True, 3, (4,), 9)],
    "tally": [
        p.TallyPanel(5, 4, 1, 2, None),
        p.TallyPanel(5, 4, 1, 2, (1, 0)),
        p.TallyPanel(5, 4, 1, 2, (1, 0), (0, 1), 41),
    ],
    "pitching": [
        p.PitchingPanel(False, None, False, None),
        p.PitchingPanel(
            True,
            9,
            True,
            p.TopicCard(
                4, Pitch.OFFER, "Knots", "", "Ann", ("sink",), ("Bob",), ("Cem",), (p.MergedTopic(5, None),), False, 14
            ),
        ),
    ],
    "board": [
        pb.BoardPanel(0, (), (), (), ()),
        pb.BoardPanel(
            2,
            (pb.SlotCard(6, 1, 2),),
            (ROOM,),
            (
                pb.SessionCard(4, Pitch.OFFER, "Knots", ("Ann",), (), 6, 7, "", True),
                pb.SessionCard(5, Pitch.REQUEST, None, (), ("Bob",), 6, None, "the yard", False),
            ),
            ("Ropes",),
        ),
    ],
    "going": [pb.GoingPanel(0, ()), pb.GoingPanel(2, (12, 0))],
    "grid": [
        pb.GridPanel((), (), (), (), (), None, 0, 0),
        pb.GridPanel(
            (pb.GridSlot(6, 1, 2, True, 3),),
            (ROOM,),
            ((6, 8),),
            (
                pb.GridSession(
                    4, Pitch.OFFER, None, ("Ann",), 6, 7, "", True, True, True, 9, None, 2, ("kit", "seats")
                ),
            ),
            (pb.WaitingTopic(5, Pitch.REQUEST, "Ropes", (), 3, 14, ("sink",)),),
            SCORE,
            2,
            1,
        ),
    ],
    "planning": [
        pb.PlanningPanel(False, 0, 0, 0, (), None, 0),
        pb.PlanningPanel(True, 5, 9, 2**48, ((4, 6, 7),), SCORE, 1, "out of luck"),
    ],
    "held": [pb.HeldPanel(None, ()), pb.HeldPanel(4, ((6, 7, -3), (6, 0, 2)))],
    "join": [p.JoinPanel("http://h/J/C", "C", 80, (p.Address("10.0.0.2", "wlan0", True),), 1, 2)],
    "talks": [
        p.TalksPanel((p.TalkRow(TALK, None, 1, 2, 3),)),
        p.TalksPanel(
            (p.TalkRow(TALK, "https://x.org", None, None, None, 9, Reason.ILL, True, True, 2, True, 2),),
            Order.DRAWN,
            True,
        ),
    ],
    "plan": [
        p.PlanPanel((), None, None, None, (), (), (), False, None),
        p.PlanPanel(
            (p.SegmentRow(PART, 1200, 4200, 1, 2, True, False, False),),
            9,
            8,
            1,
            (p.Notice("no_break", {"n": 95}),),
            (p.Fix(Policy.DROP, 0, 2, 0),),
            (Kind("micro", 420),),
            True,
            p.AwayCard(1, 2),
        ),
    ],
    "asks": [
        p.AsksPanel((), ()),
        p.AsksPanel((p.ClaimRow(9, "Fem", None, "Maths"),), (p.OfferRow(10, None, "Ukulele"),)),
    ],
    "people": [p.PeoplePanel((p.PersonRow(4, None, True, False, True, True, True, "maths", None),))],
    "questions": [p.QuestionsPanel((p.QuestionRow(6, "Why?", None, "One", True, True, True, 3),))],
    "wall": [
        ph.WallPanel(Scene.AUTO, (Scene.JOIN,), False),
        ph.WallPanel(Scene.TURNING, (Scene.JOIN, Scene.NOW), True, 7),
    ],
    "passes": [
        ph.PassesPanel((), 0),
        ph.PassesPanel(
            (ph.PassRow(9, Duty.KIOSK, "ACDEFG", False, False), ph.PassRow(8, Duty.PITCHES, None, True, True)), 2
        ),
    ],
    "desk": [
        p.DeskPanel(9, None, ()),
        p.DeskPanel(9, p.UndoCard(9, Deed.SET_ASIDE, None, "why"), (p.Notice("n", {"a": 1}),)),
    ],
}


@pytest.mark.parametrize(("name", "panel"), [(name, panel) for name, drawn in DRAWN.items() for panel in drawn])
def test_a_panel_arrives_as_it_was_drawn(name: str, panel: p.Panel) -> None:
    message = wire.read_server(wire.write_panel(name, 7, wire.write_panel_data(panel)))
    assert isinstance(message, wire.PanelMessage)
    assert (message.name, message.version, wire.read_panel(message)) == (name, 7, panel)


def test_every_panel_is_among_them() -> None:
    assert set(DRAWN) == set(wire.PANELS)


# ── whatever comes in


def refusal(frame: bytes) -> Code:
    """The code that a frame is refused with."""
    with pytest.raises(Refused) as refused:
        message = wire.read_client(frame)
        if isinstance(message, wire.Do):
            wire.read_command(message)
    return refused.value.code


def do(command: bytes, given_with: bytes = b"{}") -> bytes:
    """A `do` by hand."""
    return b'{"type":"do","n":1,"do":"%b","with":%b}' % (command, given_with)


DEEP = b"[" * 3000 + b"]" * 3000
VOTE = b'{"round":1,"topic":2,"dots":1}'
UNREADABLE = {
    "nothing": b"",
    "no JSON": b"hello",
    "half a message": b'{"type":"pi',
    "two messages": b'{"type":"ping"}{"type":"ping"}',
    "no text": b"\xff\xfe\x00",
    "no text in a string": b'{"type":"address","address":"\xff"}',
    "no text in a command": do(b"join", b'{"name":"\xff"}'),
    "half a character in a command": do(b"join", b'{"name":"\\ud800"}'),
    "a NUL": b'{"type":"ping","c":\x00}',
    "NaN": b'{"type":"ping","c":NaN}',
    "deep in a message": b'{"type":"ping","x":' + DEEP + b"}",
    "deep where a name should be": do(b"join", b'{"name":' + DEEP + b"}"),
    "deep in a command": do(b"join", b'{"x":' + DEEP + b"}"),
}
WRONG = {
    "an array": b"[]",
    "a number": b"1",
    "null": b"null",
    "no type": b"{}",
    "an unknown type": b'{"type":"shout"}',
    "what only servers say": b'{"type":"welcome","v":1,"role":"host","now":0}',
    "a type that is a number": b'{"type":1}',
    "a hello without a client": b'{"type":"hello","role":"wall"}',
    "a short client": b'{"type":"hello","role":"wall","client":"a"}',
    "a client with a slash": b'{"type":"hello","role":"wall","client":"aaaa/bbbb"}',
    "an unknown role": b'{"type":"hello","role":"god","client":"abcdefgh"}',
    "a short secret": b'{"type":"hello","role":"attendee","client":"abcdefgh","secret":"x"}',
    "a long code": b'{"type":"hello","role":"attendee","client":"abcdefgh","code":"%b"}' % (b"A" * 17),
    "too many panels": b'{"type":"look","panels":[%b]}' % b",".join([b'"now"'] * 33),
    "no number": b'{"type":"do","do":"join"}',
    "number 0": b'{"type":"do","n":0,"do":"join"}',
    "a number below": b'{"type":"do","n":-1,"do":"join"}',
    "a number as text": b'{"type":"do","n":"1","do":"join"}',
    "a number as a truth": b'{"type":"do","n":true,"do":"join"}',
    "a number that no page counts to": b'{"type":"do","n":9007199254740993,"do":"join"}',
    "a number beyond all bounds": b'{"type":"do","n":%b,"do":"join"}' % (b"9" * 4000),
    "a clock beyond all bounds": b'{"type":"ping","c":1e999}',
    "no fields": do(b"vote"),
    "one field short": do(b"vote", b'{"round":1,"topic":2}'),
    "fields that are null": do(b"vote", b"null"),
    "fields in an array": do(b"vote", b"[1,2,1]"),
    "a truth for dots": do(b"vote", b'{"round":1,"topic":2,"dots":true}'),
    "text for dots": do(b"vote", b'{"round":1,"topic":2,"dots":"1"}'),
    "half a dot": do(b"vote", b'{"round":1,"topic":2,"dots":0.5}'),
    "dots beyond all bounds": do(b"vote", b'{"round":1,"topic":2,"dots":%b}' % (b"9" * 5000)),
    "a name that is a number": do(b"join", b'{"name":1}'),
    "a name that is null": do(b"join", b'{"name":null}'),
    "no such pitch": do(b"suggest", b'{"pitch":"sell","title":"x"}'),
    "a slot without an offset": do(b"add_slot", b'{"starts":"2026-03-12T18:00:00","ends":"2026-03-12T19:00:00Z"}'),
    "a slot that ends nowhere": do(b"move_slot", b'{"slot":1,"starts":"2026-03-12T18:00:00Z","ends":"19:00"}'),
    "a slot before time": do(b"add_slot", b'{"starts":"0001-01-01T00:00:00+14:00","ends":"2026-03-12T19:00:00Z"}'),
    "a truth that is a number": do(b"set_aside", b'{"person":1,"aside":1}'),
}


@pytest.mark.parametrize("frame", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_json_is_not_understood(frame: bytes) -> None:
    assert refusal(frame) is Code.NOT_UNDERSTOOD


@pytest.mark.parametrize("frame", WRONG.values(), ids=WRONG)
def test_what_is_not_as_it_should_be_is_of_the_wrong_type(frame: bytes) -> None:
    assert refusal(frame) is Code.WRONG_TYPE


@pytest.mark.parametrize("name", [b"", b"dance", b"Vote", b"make_meet", b"meet_made", b"__class__", b"a" * 5000])
def test_what_nobody_can_do_is_an_unknown_command(name: bytes) -> None:
    assert refusal(do(name, VOTE)) is Code.UNKNOWN_COMMAND


def test_a_refusal_says_where_the_wrong_thing_stands_but_not_at_length() -> None:
    with pytest.raises(Refused) as refused:
        wire.read_command(wire.Do(1, "suggest", msgspec.Raw(b'{"pitch":"%b","title":"x"}' % (b"p" * 5000))))
    detail = refused.value.values["detail"]
    assert isinstance(detail, str)
    assert len(detail) <= 200


def test_fields_that_this_version_does_not_know_are_let_be() -> None:
    message = wire.read_client(b'{"type":"do","at":9,"n":1,"do":"vote","with":{"round":1,"topic":2,"dots":1,"x":1}}')
    assert isinstance(message, wire.Do)
    assert wire.read_command(message) == c.Vote(1, 2, 1)


def test_the_times_of_a_slot_arrive_in_utc() -> None:
    sent = do(b"add_slot", b'{"starts":"2026-07-01T19:00:00+01:00","ends":"2026-07-01T20:00:00+01:00"}')
    message = wire.read_client(sent)
    assert isinstance(message, wire.Do)
    command = wire.read_command(message)
    assert isinstance(command, cb.AddSlot)
    assert command.starts.isoformat() == "2026-07-01T18:00:00+00:00"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
FIELDS = ("type", "n", "do", "with", "client", "role", "c", "panels", "v", "secret")
VALUES = st.sampled_from(["do", "hello", "ping", "look", "stop", "address", *wire.COMMANDS, "wall", CLIENT]) | JSON
LIKE_OURS = st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6)
WITH = st.dictionaries(st.sampled_from(["round", "topic", "dots", "name", "title", "pitch", "person", "act"]), JSON)
DOS = st.builds(
    lambda name, given_with: {"type": "do", "n": 1, "do": name, "with": given_with},
    st.sampled_from(sorted(wire.COMMANDS)),
    WITH | JSON,
)
FRAMES = st.one_of(st.binary(max_size=60), *(drawn.map(msgspec.json.encode) for drawn in (JSON, LIKE_OURS, DOS)))


@times(400)
@given(FRAMES, st.integers(0, 200), st.binary(max_size=3))
@example(b'{"type":"do","n":1,"do":"join","with":{"name":"\xed\xa0\x80"}}', 200, b"")
def test_whatever_comes_in_is_a_message_or_a_refusal(frame: bytes, place: int, smudge: bytes) -> None:
    for sent in (frame, frame[:place] + smudge + frame[place + len(smudge) :]):
        try:
            message = wire.read_client(sent)
            if isinstance(message, wire.Do):
                wire.write_command(1, wire.read_command(message))
            else:
                wire.encode(message)
        except Refused as refused:
            assert refused.code in (Code.NOT_UNDERSTOOD, Code.WRONG_TYPE, Code.UNKNOWN_COMMAND)


@times(300)
@given(st.binary(max_size=40) | JSON.map(msgspec.json.encode))
def test_whatever_stands_in_a_journal_is_a_line_or_damage(written: bytes) -> None:
    with pytest.raises(wire.Damaged):
        wire.read_line(written + b"\n")


def sealed(body: bytes) -> bytes:
    """A line somebody made up, its checksum right."""
    return b'%b,"crc":"%08x"}\n' % (body[:-1], crc32(body))


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"seq":1,"at":"2026-03-12T18:00:00Z","by":"host","client":"","n":0,"facts":[["danced",{}]]}',
        b'{"seq":1,"at":"2026-03-12T18:00:00Z","by":"host","client":"","n":0,"facts":[["voted",{"round":1}]]}',
        b'{"seq":1,"at":"2026-03-12T18:00:00Z","by":"host","client":"","n":0,"facts":[["renamed",{"person":1,"name":"\xff"}]]}',
    ],
)
def test_a_line_of_a_newer_version_is_damage_that_says_so(body: bytes) -> None:
    with pytest.raises(wire.Damaged, match="does not know"):
        wire.read_line(sealed(body))


# ── the digest, the numbers, the time


def test_equal_rooms_have_equal_digests_and_others_have_others() -> None:
    story = joined(ann)
    before = wire.digest(story.state)
    assert before == wire.digest(fold(story.lines))
    assert len(before) == 64
    story.tell(ann(c.Join("Anne")))
    assert wire.digest(story.state) != before


def test_the_numbers_of_a_meet() -> None:
    story = joined(ann).tell(
        host(c.AddTopic(Pitch.OFFER, "Chess")), host(c.AddTopic(Pitch.OFFER, "Go")), host(c.OpenRound())
    )
    story.tell(ann(c.Vote(5, 3, 1)), ann(c.Vote(5, 4, 1)), host(c.RemoveTopic(4)))
    assert wire.numbers(story.state) == {"seq": 9, "people": 1, "topics": 1, "votes": 2, "talks": 0, "sessions": 0}


def test_journals_keep_utc_to_the_millisecond() -> None:
    leeds = datetime(2026, 7, 1, 19, 0, 0, 123_999, tzinfo=timezone(timedelta(hours=1)))
    assert wire.to_utc(leeds) == datetime(2026, 7, 1, 18, 0, 0, 123_000, tzinfo=UTC)
    assert wire.to_utc(leeds).tzinfo is UTC


def test_plain_values_are_printed_as_json() -> None:
    value: Any = {"meets": [], "title": "Ünï"}
    assert wire.as_json(value) == '{"meets":[],"title":"Ünï"}'
