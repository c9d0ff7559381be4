"""A meet's server as phones, the host and strangers meet it: a real process, real sockets, plain JSON."""

import asyncio
import contextlib
import http.client
import json
import os
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from gzip import decompress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from teachmeet import hub as hub_module
from teachmeet import journal, wire
from teachmeet import server as server_module
from teachmeet.clockwork import SystemClock
from teachmeet.domain.commands import AddTopic
from teachmeet.domain.facts import Line
from teachmeet.domain.history import History, fold
from teachmeet.domain.panels import Door
from teachmeet.domain.programme import Pitch
from teachmeet.domain.votes import tallied
from teachmeet.hub import Hub
from teachmeet.inbox import MOST_UNANSWERED
from teachmeet.journal import MemoryJournal
from teachmeet.meetfolder import MeetFolder
from teachmeet.server import Server, host_name
from teachmeet.session import BURST, Frame, Session
from teachmeet.words import load
from tests.helpers import Story, host
from tests.world import (
    Client,
    Message,
    Served,
    attendee,
    come_in,
    dial,
    hello,
    hosting,
    make_meet,
    request,
    serve_command,
    serving,
    until,
    without_powers,
)

ANN, BOB = "ann-phones-secret", "bob-phones-secret"


@pytest.fixture
def folder(tmp_path: Path) -> MeetFolder:
    """A meet of its own, not running."""
    return make_meet(tmp_path)


@pytest.fixture
async def served(folder: MeetFolder) -> AsyncIterator[Served]:
    """Its server."""
    async with serving(folder) as running:
        yield running


@pytest.fixture(scope="module")
async def room(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """One server that all bad input goes to: the next test finds it well, or it was harmed."""
    async with serving(make_meet(tmp_path_factory.mktemp("room"))) as running:
        yield running
        assert running.process.poll() is None
        assert "Traceback" not in running.complaint()


def lines_of(folder: MeetFolder) -> tuple[Line, ...]:
    """The journal as it is on disk now."""
    return journal.read(folder.journal).lines


# ── an evening


async def test_a_phone_joins_suggests_and_votes_while_the_host_opens_and_closes(served: Served) -> None:
    async with await hosting(served) as desk, await attendee(served, ANN, "Ann") as ann:
        suggested = await ann.do("suggest", title="Knots", pitch="offer")
        topics = await ann.panel("topics", lambda panel: len(panel["topics"]) == 4)
        assert topics["topics"][3] == {
            "topic": suggested["seq"],
            "pitch": "offer",
            "title": "Knots",
            "detail": None,
            "name": "Ann",
            "kit": [],
            "leads": [],
            "scribes": [],
            "merged": [],
            "approved": False,
            "hands": None,
            "avoids": [],
        }
        assert suggested["mine"]["topics"] == [suggested["seq"]]
        opened = await desk.do("open_round", dots=2)
        voting = await ann.panel("round", lambda panel: panel["open"])
        assert (voting["round"], voting["dots"]) == (opened["seq"], 2)
        answer = await ann.do("vote", round=voting["round"], topic=suggested["seq"], dots=1)
        assert answer["mine"]["votes"] == {str(suggested["seq"]): 1}
        await desk.panel("tally", lambda panel: panel["counts"] == [0, 0, 0, 1])
        assert (await desk.do("close_round", round=voting["round"]))["type"] == "answer"
        tally = await ann.panel("tally", lambda panel: panel["counts"] is not None)
        assert tally["counts"] == [0, 0, 0, 1]
        assert (tally["voted"], tally["voters"]) == (1, 1)
        people = await desk.panel("people", lambda panel: any(row["phone"] for row in panel["people"]))
        assert [(row["name"], row["connected"]) for row in people["people"]] == [("Ann", True), ("Grace", False)]
    assert [type(line.facts[-1]).__name__ for line in lines_of(served.folder)][1:] == [
        "Joined",
        "TopicPitched",
        "RoundMethodSet",
        "Voted",
        "RoundClosed",
    ]


async def test_the_talks_run_by_anchors_that_every_client_gets(served: Served) -> None:
    async with await hosting(served) as desk, await attendee(served, ANN) as ann:
        await desk.do("start_talk")
        running = await ann.panel("now", lambda panel: panel["on"] is not None)
        assert running["on"]["title"] == "A reading corner"
        assert running["clock"]["remaining"] is None
        assert running["clock"]["ends_at"] - desk.heard[0]["now"] >= 420_000
        await desk.do("pause_talk")
        await ann.panel("now", lambda panel: panel["clock"]["ends_at"] is None)
        await desk.do("end_talk")
        over = await ann.panel("now", lambda panel: panel["on"] is None)
        assert (over["clock"], over["next"], over["left"]) == (None, None, 0)


async def test_the_same_secret_is_the_same_person_on_every_page(served: Served) -> None:
    async with await attendee(served, ANN, "Ann") as phone, await attendee(served, ANN) as other_page:
        assert other_page.heard[0]["mine"]["name"] == "Ann"
        topic = (await phone.do("suggest", title="Knots", pitch="request"))["seq"]
        told = await other_page.hear("mine")
        assert told["mine"]["topics"] == [topic]
        async with await attendee(served, BOB, "Bob"):
            await other_page.do("join", name="Anna")
            told = await phone.hear("mine")
            assert told["mine"]["name"] == "Anna"
    assert len(fold(lines_of(served.folder)).secrets) == 2


async def test_a_person_is_known_again_after_the_server_was_killed(served: Served) -> None:
    async with await attendee(served, ANN, "Ann") as ann:
        before = (await ann.do("suggest", title="Knots", pitch="offer"))["mine"]
        served.kill()
    async with serving(served.folder, port=None) as again:
        assert again.port == served.port
        async with await attendee(again, ANN) as ann:
            assert ann.heard[0]["mine"] == before


async def test_a_command_sent_again_on_another_socket_gets_its_answer_and_no_second_line(served: Served) -> None:
    command: Message = {"type": "do", "n": 7, "do": "suggest", "with": {"title": "Knots", "pitch": "offer"}}
    code = served.folder.code
    first = hello("attendee", "the-same-page", code=code, secret=ANN)
    async with await come_in(served.socket, first) as phone:
        await phone.do("join", name="Ann")
        await phone.send(command)
        answer = await phone.answered(7)
    before = lines_of(served.folder)
    async with await come_in(served.socket, first) as phone:
        await phone.send(command)
        assert await phone.answered(7) == answer
    async with await come_in(served.socket, hello("attendee", code=code, secret=ANN)) as another_page:
        await another_page.send({**command, "client": "the-same-page"})
        assert await another_page.answered(7, "the-same-page") == answer
    async with await attendee(served, BOB, "Bob") as bob:
        # Somebody else's number is not the key to anything: Bob's own command is done.
        await bob.send({**command, "client": "the-same-page"})
        assert (await bob.answered(7, "the-same-page"))["seq"] != answer["seq"]
    assert lines_of(served.folder)[: len(before)] == before
    assert len(lines_of(served.folder)) == len(before) + 2


async def test_a_forgotten_person_is_nowhere_any_more(served: Served) -> None:
    folder = served.folder
    folder.exports.mkdir()
    (folder.exports / "leeds.md").write_text("Xanthippe")
    words = (b"Xanthippe", b"Socratic dialogue", b"Who asks the asker", b"hemlock")
    async with await hosting(served) as desk, await attendee(served, ANN, "Xanthippe") as ann:
        await ann.do("suggest", title="Socratic dialogue", detail="hemlock", pitch="offer")
        await ann.do("ask", text="Who asks the asker?")
        await desk.panel("questions", lambda panel: panel["questions"])
        assert all(word in folder.journal.read_bytes() for word in words)
        answer = await ann.do("forget_me")
        assert (answer["type"], answer["mine"]) == ("answer", None)
        assert not any(word in folder.journal.read_bytes() for word in words)
        assert list(folder.exports.iterdir()) == []
        await desk.panel("topics", lambda panel: len(panel["topics"]) == 3)
        await desk.panel("questions", lambda panel: not panel["questions"])
        people = await desk.panel("people", lambda panel: len(panel["people"]) == 1)
        assert people["people"][0]["name"] == "Grace"
        assert await ann.refused("ask", text="Still here?") == "join_first"
        async with await attendee(served, ANN) as back:
            assert back.heard[0]["mine"] is None
        live = wire.digest(fold(lines_of(folder)))
    served.kill()
    async with serving(folder, port=None) as again:
        assert wire.digest(fold(lines_of(folder))) == live
        async with await attendee(again, ANN, "Somebody new") as new:
            assert (await new.do("ask", text="Hello?"))["type"] == "answer"


async def test_exports_of_before_a_forgetting_are_removed_though_the_server_died_in_between(folder: MeetFolder) -> None:
    async with serving(folder) as served:
        async with await attendee(served, ANN, "Xanthippe") as ann:
            await ann.do("forget_me")
        served.kill()
    folder.exports.mkdir(exist_ok=True)
    stale = folder.exports / "leeds.md"
    stale.write_text("Xanthippe")
    os.utime(stale, (0, 0))
    fresh = folder.exports / "after.md"
    fresh.write_text("nobody")
    async with serving(folder, port=None):
        assert list(folder.exports.iterdir()) == [fresh]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
async def test_an_export_that_cannot_be_removed_is_told_and_the_room_goes_on(folder: MeetFolder) -> None:
    folder.exports.mkdir()
    (folder.exports / "leeds.md").write_text("Xanthippe")
    folder.exports.chmod(0o555)
    try:
        async with serving(folder, line=without_powers(*serve_command(folder))) as served:
            async with await hosting(served) as desk, await attendee(served, ANN, "Xanthippe") as ann:
                assert (await ann.do("forget_me"))["type"] == "answer"
                left = {"code": "exports_left", "values": {"files": "leeds.md"}}
                await desk.panel("desk", lambda panel: left in panel["notices"])
            assert b"Xanthippe" not in folder.journal.read_bytes()
            served.kill()
        line = without_powers(*serve_command(folder, None))
        async with serving(folder, line=line) as again, await hosting(again) as desk:
            assert (await desk.panel("desk"))["notices"][0]["code"] == "exports_left"
    finally:
        folder.exports.chmod(0o755)


# ── a ballot is secret


async def test_nobody_but_the_host_gets_counts_before_a_round_is_closed(served: Served) -> None:
    async with await hosting(served) as desk, await come_in(served.socket, hello("wall", look=["tally"])) as wall:
        voting = (await desk.do("open_round", dots=3))["seq"]
        topics = [card["topic"] for card in (await desk.panel("topics"))["topics"]]
        phones = [await attendee(served, f"phone-number-{number:04}", f"P{number}") for number in range(6)]
        for number, phone in enumerate(phones):
            for topic in topics[: number % 3 + 1]:
                await phone.do("vote", round=voting, topic=topic, dots=1)
        await phones[0].do("vote", round=voting, topic=topics[0], dots=0)
        await desk.panel("tally", lambda panel: panel["counts"] == [5, 4, 2])
        for watcher in (wall, *phones):
            await watcher.panel("tally", lambda panel: panel["voted"] == 5)
            assert all(
                message["data"]["counts"] is None
                for message in watcher.heard
                if message["type"] == "panel" and message["name"] == "tally"
            )
        await desk.do("close_round", round=voting)
        recount = tallied(fold(lines_of(served.folder)), voting)
        for watcher in (desk, wall, *phones):
            tally = await watcher.panel("tally", lambda panel: panel["counts"] is not None and not panel["round"] < 1)
            assert tally["counts"] == [recount[topic] for topic in topics] == [5, 4, 2]
        for phone in phones:
            await phone.close()


async def test_a_round_with_a_deadline_closes_by_itself_and_takes_no_vote_after(served: Served) -> None:
    async with await hosting(served) as desk, await attendee(served, ANN, "Ann") as ann:
        voting = (await desk.do("open_round", seconds=1))["seq"]
        await ann.panel("round", lambda panel: panel["round"] == voting and not panel["open"])
        topic = (await ann.panel("topics"))["topics"][0]["topic"]
        assert await ann.refused("vote", round=voting, topic=topic, dots=1) == "round_closed"
    assert lines_of(served.folder)[-1].by == "clock"


async def test_the_wall_and_phones_get_nothing_of_the_hosts(room: Served) -> None:
    code = room.folder.code
    for role, panel in (
        ("wall", "people"),
        ("wall", "grid"),
        ("wall", "passes"),
        ("attendee", "grid"),
        ("attendee", "planning"),
        ("attendee", "held"),
        ("attendee", "people"),
        ("attendee", "passes"),
        ("attendee", "desk"),
        ("attendee", "join"),
        ("host", "no-such-panel"),
    ):
        client = await dial(room.socket)
        async with client:
            key = {"attendee": {"code": code, "secret": ANN}, "host": {"key": room.folder.host}}.get(role, {})
            await client.send(hello(role, look=["meet", panel], **key))
            assert (await client.hear("refusal"))["code"] == "not_yours"
            await client.send({"type": "do", "n": 1, "do": "join"})
            assert (await client.answered(1))["code"] == "hello_first", "a hello that was refused let somebody in"
    async with await attendee(room, ANN, look=["meet"]) as ann:
        await ann.send({"type": "look", "panels": ["tally", "people"]})
        assert (await ann.hear("refusal"))["code"] == "not_yours"
        await ann.send({"type": "look", "panels": ["tally"]})
        await ann.panel("tally")
        assert ann.newest("people") is None


async def test_a_wall_is_sent_no_text_that_the_host_has_not_let(served: Served) -> None:
    async with (
        await hosting(served) as desk,
        await attendee(served, ANN, "Ann") as ann,
        await dial(served.socket) as wall,
    ):
        await wall.send(hello("wall", look=["topics", "pitching"]))
        rude = (await ann.do("suggest", title="Something rude", pitch="offer"))["seq"]
        topics = await wall.panel("topics", lambda panel: len(panel["topics"]) == 4)
        assert topics["topics"][3]["title"] is None
        await desk.do("merge_topics", topic=rude, into=topics["topics"][0]["topic"])
        topics = await wall.panel("topics", lambda panel: len(panel["topics"]) == 3)
        assert topics["topics"][0]["merged"] == []
        await desk.do("unmerge_topic", topic=rude)
        await desk.do("call_pitch", topic=rude)
        await wall.panel("pitching", lambda panel: panel["on"] is not None and panel["on"]["title"] == "Something rude")


async def test_a_second_hello_changes_the_role_and_shows_everything_anew(room: Served) -> None:
    async with await hosting(room, ["meet", "tally"]) as client:
        await client.panel("tally")
        since = len(client.heard)
        await client.send(hello("wall", look=["meet", "tally"]))
        await client.hear("welcome", since, role="wall")
        await until(lambda: len(client.heard) >= since + 3, "both panels again")
        assert [message.get("name") for message in client.heard[since:]][1:3] == ["meet", "tally"]
        assert await client.refused("open_round") == "not_yours"


# ── bad input


UNREADABLE: dict[str, tuple[str | bytes, str]] = {
    "no JSON": ("hello?", "not_understood"),
    "nothing": ("", "not_understood"),
    "an unknown type": ('{"type": "shutdown"}', "wrong_type"),
    "a list": ("[]", "wrong_type"),
    "deep lists": ("[" * 8000, "wrong_type"),
    "deep objects": ('{"type":"do","n":1,"do":"vote","with":' + '{"a":' * 1300 + "1" + "}" * 1301, "not_understood"),
    "a binary frame": (b'{"type": "ping"}', "not_understood"),
    "a lone surrogate": ('{"type":"hello","role":"host","client":"page-0001","key":"\\ud800"}', "not_understood"),
    "a number without end": ('{"type":"ping","c":1e999}', "wrong_type"),
    "a number of 5000 digits": ('{"type":"ping","c":' + "9" * 5000 + "}", "wrong_type"),
    "n below one": ('{"type":"do","n":0,"do":"join"}', "wrong_type"),
    "n as text": ('{"type":"do","n":"1","do":"join"}', "wrong_type"),
    "look at a number": ('{"type":"look","panels":[1]}', "wrong_type"),
    "look at too much": (json.dumps({"type": "look", "panels": ["now"] * 33}), "wrong_type"),
    "an unknown command": ('{"type":"do","n":1,"do":"make_meet","with":{}}', "unknown_command"),
    "stop by a phone": ('{"type":"stop"}', "not_yours"),
    "another address by a phone": ('{"type":"address","address":"127.0.0.1"}', "not_yours"),
}


@pytest.mark.parametrize("what", UNREADABLE)
async def test_what_cannot_be_read_is_refused_and_the_socket_lives_on(room: Served, what: str) -> None:
    frame, code = UNREADABLE[what]
    async with await attendee(room, ANN) as ann:
        since = len(ann.heard)
        await ann.send(frame)
        refusal = await ann.hear("refusal", since)
        assert refusal["code"] == code
        assert refusal["say"]
        await ann.send({"type": "ping", "c": 5})
        assert (await ann.hear("pong"))["c"] == 5


REFUSED: dict[str, tuple[str, Message, str]] = {
    "wrong types": ("suggest", {"title": 5, "pitch": "offer"}, "wrong_type"),
    "a missing field": ("suggest", {"pitch": "offer"}, "wrong_type"),
    "an unknown pitch": ("suggest", {"title": "Knots", "pitch": "sale"}, "wrong_type"),
    "a title too long": ("suggest", {"title": "k" * 141, "pitch": "offer"}, "too_long"),
    "a name too long": ("join", {"name": "n" * 61}, "too_long"),
    "a question too long": ("ask", {"text": "?" * 281}, "too_long"),
    "a title of spaces": ("suggest", {"title": " \u200b ", "pitch": "offer"}, "empty"),
    "a control character": ("suggest", {"title": "a\x07b", "pitch": "offer"}, "bad_characters"),
    "a NUL": ("join", {"name": "a\x00"}, "bad_characters"),
    "ANSI": ("suggest", {"title": "\x1b[2J\x1b[31mred", "pitch": "offer"}, "bad_characters"),
    "a C1 escape": ("suggest", {"title": "\x9b31m", "pitch": "offer"}, "bad_characters"),
    "bidi": ("join", {"name": "\u202eevil"}, "bad_characters"),
    "a line break": ("ask", {"text": "one\u2028two"}, "bad_characters"),
    "a round that never was": ("vote", {"round": 9999, "topic": 1, "dots": 1}, "no_such_round"),
    "a number of 4000 digits": ("vote", {"round": 10**4000, "topic": 1, "dots": 1}, "no_such_round"),
    "the host's act": ("open_round", {}, "not_yours"),
    "undo by a phone": ("undo", {"act": 1}, "not_yours"),
}


@pytest.mark.parametrize("what", REFUSED)
async def test_what_the_rules_refuse_changes_nothing(room: Served, what: str) -> None:
    do, fields, code = REFUSED[what]
    async with await attendee(room, ANN, "Ann") as ann:
        before = room.folder.journal.read_bytes()
        assert await ann.refused(do, **fields) == code
        assert room.folder.journal.read_bytes() == before


async def test_a_vote_over_budget_for_another_round_or_topic_is_refused(served: Served) -> None:
    async with await hosting(served) as desk, await attendee(served, ANN, "Ann") as ann:
        first = (await desk.do("open_round", dots=1))["seq"]
        topics = [card["topic"] for card in (await desk.panel("topics"))["topics"]]
        assert (await ann.do("vote", round=first, topic=topics[0], dots=1))["type"] == "answer"
        assert await ann.refused("vote", round=first, topic=topics[1], dots=1) == "over_budget"
        assert await ann.refused("vote", round=first, topic=topics[1], dots=2) == "out_of_range"
        assert await ann.refused("vote", round=first, topic=topics[1], dots=-1) == "out_of_range"
        assert await ann.refused("vote", round=first, topic=first, dots=1) == "unknown_topic"
        await desk.do("close_round", round=first)
        second = (await desk.do("open_round", dots=1))["seq"]
        assert await ann.refused("vote", round=first, topic=topics[1], dots=1) == "round_closed"
        assert (await ann.do("vote", round=second, topic=topics[1], dots=1))["type"] == "answer"


@pytest.mark.parametrize(
    ("first", "code"),
    [
        (hello("host"), "wrong_key"),
        (hello("host", key="let me in"), "wrong_key"),
        (hello("host", key="klé"), "wrong_key"),
        (hello("clock"), "not_yours"),
        (hello("owner"), "wrong_type"),
        (hello("attendee", code="XXXX", secret=ANN), "wrong_code"),
        (hello("attendee", secret=ANN), "wrong_code"),
        (hello("attendee", secret="short"), "wrong_type"),
        (hello("wall", client="x"), "wrong_type"),
        (hello("wall") | {"v": 2}, "wrong_version"),
        ({"type": "do", "n": 1, "do": "join"}, "hello_first"),
        ({"type": "look", "panels": ["now"]}, "hello_first"),
        ({"type": "stop"}, "not_yours"),
    ],
    ids=[str(n) for n in range(13)],
)
async def test_nobody_comes_in_without_what_their_role_hangs_on(room: Served, first: Message, code: str) -> None:
    async with await dial(room.socket) as client:
        await client.send(first)
        assert (await client.hear("refusal"))["code"] == code
        await client.send({"type": "do", "n": 2, "do": "open_round"})
        assert (await client.answered(2))["code"] == "hello_first"


@pytest.mark.parametrize(("lang", "language"), [("es-MX", "es"), ("", "en"), ("tlh", "en"), ("ar", "ar")])
async def test_a_refusal_is_a_sentence_in_the_language_of_the_page(room: Served, lang: str, language: str) -> None:
    async with await dial(room.socket) as client:
        await client.send(hello("attendee", code="XXXX", secret=ANN) | {"lang": lang})
        assert (await client.hear("refusal"))["say"] == load(language)("refusal.wrong_code")


@pytest.mark.parametrize(
    ("path", "likes", "language"),
    [
        ("/", "ca, en;q=0.5", "ca"),
        ("/?lang=ar", "ca", "ar"),
        ("/?a=b&lang=es-MX&c", "ca", "es"),
        ("/?lang=tlh", "ca", "ca"),
        ("/wall", "fr, ar;q=0.1", "ar"),
        ("/kiosk", "", "en"),
        ("/help?lang=../etc", "tlh", "en"),
    ],
)
async def test_a_page_comes_in_the_language_that_is_wished_for(
    room: Served, path: str, likes: str, language: str
) -> None:
    page = await request(room.port, path, Accept_Language=likes)
    assert page.headers["vary"] == "Accept-Encoding, Accept-Language"
    assert f'<html lang="{language}" dir="{load(language)("language.direction")}">'.encode() in page.body
    assert f'.js?lang={language}"'.encode() in page.body


async def test_an_attendee_without_a_secret_is_refused(room: Served) -> None:
    async with await dial(room.socket) as client:
        await client.send(hello("attendee", code=room.folder.code))
        assert (await client.hear("refusal"))["code"] == "wrong_type"


async def test_the_code_may_be_typed_in_lower_case_and_with_spaces(room: Served) -> None:
    await (await come_in(room.socket, hello("attendee", code=f" {room.folder.code.lower()} ", secret=ANN))).close()


async def test_a_second_host_with_the_key_is_a_host_too(room: Served) -> None:
    async with await hosting(room) as one, await hosting(room) as other:
        answer = await one.do("add_topic", title="Called out", pitch="request")
        await other.panel("desk", lambda panel: panel["undo"] and panel["undo"]["act"] == answer["seq"])
        assert (await other.do("undo", act=answer["seq"]))["type"] == "answer"


@pytest.mark.parametrize("frame", ["x" * 1_000_000, b"\x00" * 1_000_000], ids=["text", "binary"])
async def test_a_megabyte_ends_that_socket_and_no_other(room: Served, frame: str | bytes) -> None:
    async with await attendee(room, BOB) as bob, await attendee(room, ANN) as ann:
        with contextlib.suppress(ConnectionClosed):
            await ann.send(frame)
        code, reason = await ann.gone()
        assert code in (1009, 1006)
        assert code != 1009 or reason
        await bob.send({"type": "ping", "c": 1})
        await bob.hear("pong")


async def test_broken_utf8_ends_that_socket_and_no_other(room: Served) -> None:
    async with await attendee(room, BOB) as bob, await attendee(room, ANN) as ann:
        await ann.connection.send(b"\xff\xfe{", text=True)
        assert (await ann.gone())[0] == 1007
        await bob.send({"type": "ping", "c": 1})
        await bob.hear("pong")


async def test_a_flood_from_one_socket_is_cut_off_while_the_others_are_served(room: Served) -> None:
    async with await attendee(room, BOB, "Bob") as bob, await attendee(room, ANN, "Ann") as ann:
        flood = asyncio.create_task(_flood(ann))
        await bob.do("suggest", title="While it rains", pitch="offer")
        _, reason = await ann.gone()
        await flood
        assert reason == "too fast"
        refusals = {m["code"] for m in ann.heard if m["type"] == "refusal"}
        assert refusals == {"too_fast"}
        await bob.do("join", name="Bob")


async def _flood(client: Client) -> None:
    with contextlib.suppress(ConnectionClosed):
        while client.closed is None:
            for _ in range(100):
                await client.connection.send('{"type":"ping"}')
            await asyncio.sleep(0)


def test_what_was_too_fast_is_forgiven_after_a_pause() -> None:
    class Nowhere:
        def send(self, data: bytes) -> None:
            raise AssertionError

        def show(self, frame: Frame) -> bool:
            raise AssertionError

        def close(self, reason: str) -> None:
            raise AssertionError

    session = Session(Nowhere(), 0)
    assert sum(session.may_send(0) for _ in range(300)) == BURST
    assert session.excess == 300 - BURST
    assert session.may_send(60)
    assert session.excess == 0


async def test_a_command_that_came_too_fast_is_told_so_by_its_number(room: Served) -> None:
    async with await attendee(room, ANN) as ann:
        for _ in range(400):
            await ann.send({"type": "ping"})
        await ann.send({"type": "do", "n": 1, "do": "join", "with": {"name": "Ann"}})
        answer = await ann.answered(1)
        assert answer["code"] == "too_fast"


# ── what a browser may ask for


async def test_the_page_comes_with_its_guards(room: Served) -> None:
    page = await request(room.port, "/")
    assert page.status == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "server" not in page.headers
    zipped = await request(room.port, "/", Accept_Encoding="br, gzip")
    assert zipped.headers["content-encoding"] == "gzip"
    assert decompress(zipped.body) == page.body
    assert len(zipped.body) < len(page.body)
    assert int(zipped.headers["content-length"]) == len(zipped.body)


async def test_the_code_in_the_address_leads_to_the_page_and_a_wrong_one_is_404(room: Served) -> None:
    code = room.folder.code
    for path in (f"/J/{code}", f"/j/{code.lower()}", f"/J/{code}/", f"/J/{code}?x=1"):
        assert (await request(room.port, path)).status == 200, path
    wrong = await request(room.port, "/J/WRONG")
    assert wrong.status == 404
    assert b"<html" in wrong.body


@pytest.mark.parametrize(
    "path", ["/host", "/ws/", "/journal.jsonl", "/../host.key", "/%2e%2e/host.key", "/phone.html", "//", "/favicon.ico"]
)
async def test_everything_else_is_404(room: Served, path: str) -> None:
    answer = await request(room.port, path)
    assert answer.status == 404
    assert b"host" not in answer.body.lower() or room.folder.host.encode() not in answer.body


async def test_scripts_are_served_as_scripts(room: Served) -> None:
    script = await request(room.port, "/phone.js")
    assert (script.status, script.headers["content-type"]) == (200, "text/javascript; charset=utf-8")


async def test_health_and_head(room: Served) -> None:
    assert (await request(room.port, "/healthz")).body == b"ok\n"
    whole, head = await request(room.port, "/"), await request(room.port, "/", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.body))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
async def test_only_get_and_head_work(room: Served, method: str) -> None:
    assert (await request(room.port, "/", method)).status in (400, 405)


async def test_a_body_is_refused_and_the_next_request_served(room: Served) -> None:
    with contextlib.suppress(http.client.RemoteDisconnected):  # the library hangs up on bodies
        assert (await request(room.port, "/", "POST", b"secret=1")).status in (400, 405)
    assert (await request(room.port, "/healthz")).status == 200


UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://evil.example", 403),
        ("null", 403),
        ("http://127.0.0.1", 403),
        ("http://127.0.0.1:{port}", 101),
        ("HTTP://127.0.0.1:{port}", 101),
        ("http://127.0.0.1:{port}.evil.example", 403),
    ],
)
async def test_only_our_own_page_may_open_a_socket(room: Served, origin: str, status: int) -> None:
    assert await knock(room.port, f"127.0.0.1:{room.port}", origin.format(port=room.port)) == status


@pytest.mark.parametrize("path", ["/", "/ws", "/healthz"])
@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "", "127.0.0.1.evil.example"])
async def test_a_host_that_is_not_ours_is_403(room: Served, path: str, host: str) -> None:
    assert await knock(room.port, host, None, path) == 403


async def test_two_hosts_in_one_request_are_403(room: Served) -> None:
    assert await knock(room.port, f"127.0.0.1:{room.port}\r\nHost: evil.example", None, "/") == 403


async def knock(port: int, host: str, origin: str | None, path: str = "/ws") -> int:
    """The status that an upgrade request with these headers gets."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    headers = {name.replace("_", "-"): value for name, value in UPGRADE.items()} | {"Host": host}
    if origin is not None:
        headers["Origin"] = origin
    asked = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"GET {path} HTTP/1.1\r\n{asked}\r\n".encode())
    status = await asyncio.wait_for(reader.readline(), 20)
    writer.close()
    await writer.wait_closed()
    return int(status.split()[1])


async def test_half_a_request_and_plain_noise_harm_nobody(room: Served) -> None:
    for noise in (b"GET / HTTP/1.1\r\nHo", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", b"\r\n" * 500, b"A" * 70_000):
        with socket.create_connection(("127.0.0.1", room.port)) as stranger:
            stranger.sendall(noise)
    assert (await request(room.port, "/healthz")).status == 200


@pytest.mark.parametrize(
    ("header", "name"),
    [("Leeds.local:80", "leeds.local"), ("[::1]:8080", "::1"), ("10.0.0.1", "10.0.0.1"), ("", ""), ("[::1", "::1")],
)
def test_a_host_header_names_a_host(header: str, name: str) -> None:
    assert host_name(header) == name


# ── with a disk that the test holds in its hand


class Disk:
    """A journal in memory that takes nothing until it is let."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.free = threading.Event()
        self.free.set()
        self.asked = 0
        self.journal = MemoryJournal(self._wait)
        self.journal.lines = list(lines)

    def _wait(self, _lines: Sequence[Line]) -> None:
        self.asked += 1
        assert self.free.wait(30)


KEYS = SimpleNamespace(host="the-hosts-key", code="A2C4")


@asynccontextmanager
async def here(disk: Disk, clock: SystemClock | None = None) -> AsyncIterator[str]:
    """A server in this process, over real sockets; gives its address. The kernel buffers little for it."""
    history = History(disk.journal.lines)
    hub = Hub(disk.journal, history, clock or SystemClock(), KEYS, load(), Door("", KEYS.code, 0, ()))
    server = Server(hub, KEYS.code, lambda: frozenset({"127.0.0.1"}))
    port = await server.listen("127.0.0.1", 0)
    assert server._listening is not None
    for listening in server._listening.sockets:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    writer = asyncio.create_task(hub.run())
    try:
        yield f"ws://127.0.0.1:{port}/ws"
    finally:
        disk.free.set()
        hub.stop()
        await writer
        await server.close()


def phone(secret: str, page: str = "", look: Sequence[str] = ()) -> Message:
    """A hello to that server."""
    return hello("attendee", page, code=KEYS.code, secret=secret, look=list(look))


async def test_nothing_is_answered_nor_shown_before_the_disk_has_it() -> None:
    disk = Disk(Story().lines)
    first = hello("host", key=KEYS.host, look=["people"])
    async with here(disk) as url, await come_in(url, phone(ANN)) as ann, await come_in(url, first) as desk:
        await desk.panel("people")
        disk.free.clear()
        await ann.send({"type": "do", "n": 1, "do": "join", "with": {"name": "Ann"}})
        await until(lambda: disk.asked == 1, "the disk was asked")
        await ann.send({"type": "ping", "c": 1})
        await ann.hear("pong")
        assert [m["type"] for m in ann.heard] == ["welcome", "pong"]
        assert desk.newest("people") == {"people": []}
        disk.free.set()
        await ann.answered(1)
        await desk.panel("people", lambda panel: panel["people"])


async def test_the_thirty_third_unanswered_command_is_refused() -> None:
    disk = Disk(Story().lines)
    async with here(disk) as url, await come_in(url, phone(ANN)) as ann:
        disk.free.clear()
        await ann.send({"type": "do", "n": 100, "do": "join", "with": {"name": "Ann"}})
        await until(lambda: disk.asked == 1, "the disk is busy")
        for n in range(1, MOST_UNANSWERED + 2):
            await ann.send({"type": "do", "n": n, "do": "ask", "with": {"text": f"Question {n}?"}})
        refusal = await ann.answered(MOST_UNANSWERED + 1)
        assert refusal["code"] == "too_many_unanswered"
        disk.free.set()
        await ann.answered(MOST_UNANSWERED)
        await ann.send({"type": "do", "n": 34, "do": "join", "with": {"name": "Anna"}})
        assert (await ann.answered(34))["type"] == "answer"
    # Several waited for one fsync: the room does not pay for each.
    assert disk.asked <= 4


async def test_a_phone_that_is_gone_before_its_answer_takes_nobody_with_it() -> None:
    disk = Disk(Story().lines)
    async with here(disk) as url:
        async with await come_in(url, phone(BOB)) as bob:
            async with await come_in(url, phone(ANN)) as ann:
                disk.free.clear()
                await ann.send({"type": "do", "n": 1, "do": "join", "with": {"name": "Ann"}})
                await until(lambda: disk.asked == 1, "the disk was asked")
            disk.free.set()
            assert (await bob.do("join", name="Bob"))["type"] == "answer"
        async with await come_in(url, phone(ANN)) as ann:
            assert ann.heard[0]["mine"]["name"] == "Ann"
            await ann.do("join", name="Anna")


async def test_a_phone_that_is_gone_before_its_welcome_leaves_nothing_behind() -> None:
    disk = Disk(Story().lines)
    async with here(disk) as url, await come_in(url, phone(BOB)) as bob:
        disk.free.clear()
        await bob.send({"type": "do", "n": 1, "do": "join", "with": {"name": "Bob"}})
        await until(lambda: disk.asked == 1, "the disk was asked")
        async with await dial(url) as ann:
            await ann.send(phone(ANN))
            await ann.send({"type": "ping"})
            await ann.hear("pong")
        disk.free.set()
        await bob.answered(1)
        async with await come_in(url, phone(ANN)) as ann:
            assert (await ann.do("join", name="Ann"))["type"] == "answer"


async def test_a_fault_in_the_rules_costs_one_command_and_not_the_room(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise ZeroDivisionError

    async with here(Disk(Story().lines)) as url, await come_in(url, phone(ANN)) as ann:
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(hub_module, "decide", broken)
            assert await ann.refused("join", name="Ann") == "fault"
        assert (await ann.do("join", name="Ann"))["type"] == "answer"
    assert "the rules failed" in caplog.text


async def test_stopping_tells_everybody_and_closes() -> None:
    disk = Disk(Story().lines)
    async with here(disk) as url:
        ann = await come_in(url, phone(ANN))
        async with await come_in(url, hello("host", key=KEYS.host)) as desk:
            await desk.send({"type": "stop"})
            assert (await desk.hear("bye"))["why"] == "stopped"
        assert (await ann.hear("bye"))["saved"] > 0
        assert (await ann.gone())[1] == "stopped"


class Watched(SystemClock):
    """A clock that counts how often it was compared with the system's."""

    def __init__(self) -> None:
        super().__init__()
        self.checks = 0

    def check(self) -> str | None:
        """Count, and compare."""
        self.checks += 1
        return super().check()


async def test_a_busy_room_is_not_taken_for_a_sleeping_laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clocks are compared about once a second, however many messages come meanwhile."""
    clock = Watched()
    monkeypatch.setattr(hub_module, "WATCH", 0.02)
    async with here(Disk(Story().lines), clock) as url, await come_in(url, phone(ANN)) as ann:
        await ann.do("join", name="Ann")
        before = clock.checks
        busy = [asyncio.create_task(_keep_busy(url, f"busy-phones-secret-{number}")) for number in range(4)]
        try:
            await until(lambda: clock.checks > before + 3 or any(task.done() for task in busy), "a look at the clocks")
            assert not any(task.done() for task in busy)
        finally:
            for task in busy:
                task.cancel()
            await asyncio.gather(*busy, return_exceptions=True)


async def _keep_busy(url: str, secret: str) -> None:
    """Ask for something all the time."""
    async with await come_in(url, phone(secret)) as client:
        for number in range(100_000):
            await client.do("join", name=f"Busy {number}")


async def test_who_never_reads_holds_up_nobody_and_later_gets_the_newest_only() -> None:
    """While a phone's buffers are full it is shown nothing; once it reads again, it skips what it missed."""
    many = Story().tell(*(host(AddTopic(Pitch.OFFER, f"{number} " + "long " * 27)) for number in range(480)))
    async with here(Disk(many.lines)) as url, await come_in(url, hello("host", key=KEYS.host)) as desk:
        deaf = await narrow(url)
        await deaf.send(phone(ANN, look=["topics"]))
        async with await come_in(url, phone(BOB, look=["topics"])) as bob:
            for number in range(6):
                added = await desk.do("add_topic", title=f"Called out {number}", pitch="offer")
                await bob.panel("topics", of_edition(added["seq"]))
        deaf.connection.transport.resume_reading()
        await deaf.panel("topics", of_edition(added["seq"]))
        versions = [message["version"] for message in deaf.heard if message["type"] == "panel"]
        assert versions == sorted(versions)
        assert len(versions) < 7
        await deaf.close()


def of_edition(seq: int) -> Callable[[Any], object]:
    """Whether a topics panel is of this edition."""
    return lambda panel: panel["edition"] == seq


async def test_who_never_reads_its_answers_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "DEAF", 20_000)
    many = Story().tell(*(host(AddTopic(Pitch.OFFER, f"{number} " + "long " * 27)) for number in range(480)))
    async with here(Disk(many.lines)) as url, await come_in(url, hello("host", key=KEYS.host, look=["join"])) as desk:
        deaf = await narrow(url)
        await deaf.send(phone(ANN, look=["topics"]))
        await desk.panel("join", lambda panel: panel["phones"] == 1)
        await deaf.send({"type": "do", "n": 1, "do": "join"})
        await desk.panel("join", lambda panel: panel["phones"] == 0)
        deaf.connection.transport.resume_reading()
        assert (await deaf.gone())[0] == 1006


async def narrow(url: str) -> Client:
    """A client that takes in a few kilobytes and then does not read."""
    port = int(url.rpartition(":")[2].partition("/")[0])
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.connect(("127.0.0.1", port))
    narrow.setblocking(False)
    client = await dial(url, sock=narrow)
    client.connection.transport.pause_reading()
    return client
