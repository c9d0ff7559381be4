"""The command line as scripts and people rely on it: names, exit codes, streams, shapes."""

import gc
import hashlib
import json
import os
import re
import signal
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from teachmeet import journal, words
from teachmeet.cli import cli
from teachmeet.domain.commands import Ask, CloseRound, OpenRound, Suggest, Vote
from teachmeet.domain.programme import Format, Pitch
from teachmeet.laptop import Laptop, LaptopError
from teachmeet.meetfolder import MeetFolder, meet_folder
from teachmeet.wire import write_line
from tests.helpers import Story, ann, bob, host, joined
from tests.world import free_port, limited_to, make_meet, request, run, serving, until, without_powers

DATA = Path(__file__).parent / "data"
posix = pytest.mark.skipif(sys.platform == "win32", reason="limits and permissions of POSIX")


def here(sessions: Path, *args: str) -> Result:
    """Run a command in this process, with this sessions folder."""
    return CliRunner(env={"TEACHMEET_SESSIONS": str(sessions)}).invoke(cli, args)


def done(sessions: Path, *args: str) -> str:
    """The results of a command that must succeed: on stdout, nothing on stderr."""
    result = here(sessions, *args)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return result.stdout


def refused(sessions: Path, *args: str) -> str:
    """The one line on stderr of a command that must exit 1; nothing on stdout."""
    result = here(sessions, *args)
    assert (result.exit_code, result.stdout) == (1, ""), (result.exit_code, result.output, result.exception)
    assert isinstance(result.exception, SystemExit), result.exception
    (line,) = result.stderr.splitlines()
    return line


def written(sessions: Path, story: Story, slug: str = "leeds") -> MeetFolder:
    """A meet whose journal holds this story."""
    folder = make_meet(sessions, slug)
    folder.journal.write_bytes(b"".join(map(write_line, story.lines)))
    return folder


def evening() -> Story:
    """A meet that was lively."""
    story = joined(ann, bob).tell(ann(Suggest(Pitch.OFFER, "Knots")), bob(Suggest(Pitch.REQUEST, "Rain")))
    story.tell(host(OpenRound(2)), ann(Vote(6, 4, 1)), bob(Vote(6, 4, 1)), bob(Vote(6, 5, 1)), bob(Ask("Why?")))
    return story.tell(host(CloseRound(6)))


# ── new


def test_the_real_sign_up_sheet_is_read_and_its_rows_accounted_for(tmp_path: Path) -> None:
    sheet = str(DATA / "teachmeet-signups.csv")
    said = done(tmp_path, "new", "bett", "--talks", sheet, "--rooms", "Library:60,Lab:24", "--tz", "Europe/London")
    first, *rest = said.splitlines()
    assert first == f"{sheet}: 38 talks (24 micro, 14 nano)"
    assert [re.match(r"  row (\d+) left out: (\w+)", line).groups() for line in rest[:3]] == [  # type: ignore[union-attr]  # they match
        ("40", "duplicate"),
        ("41", "lurker"),
        ("42", "blank"),
    ]
    assert rest[-1] == f"{tmp_path / 'bett'} is made. Open it with: teachmeet host bett"
    state = Laptop(tmp_path).state("bett")
    assert [room.name for room in state.rooms.values()] == ["Library", "Lab"]
    assert sum(talk.kind == "nano" for talk in state.talks.values()) == 14


def test_the_real_list_of_topics_is_read_with_whom_each_must_not_clash(tmp_path: Path) -> None:
    sheet = str(DATA / "w3c-breakouts-2024.csv")
    slots = "2024-03-12T13:00-14:00,2024-03-12T21:00-22:00"
    said = done(tmp_path, "new", "w3c", "--topics", sheet, "--format", "edcamp", "--slots", slots, "--tz", "UTC")
    assert said.splitlines()[0] == f"{sheet}: 19 topics"
    state = Laptop(tmp_path).state("w3c")
    assert state.meet is not None
    assert (state.meet.format, len(state.topics), len(state.slots)) == (Format.EDCAMP, 19, 2)
    assert any(topic.avoids for topic in state.topics.values())


def test_rooms_have_kit_and_topics_need_it(tmp_path: Path) -> None:
    sheet = tmp_path / "cards.csv"
    sheet.write_text("Title,Needs\nKnots,\nRobots,projector\n", encoding="utf-8")
    rooms = "Library:60:projector+quiet:first floor,Lab:24"
    done(tmp_path, "new", "bridge", "--format", "edcamp", "--topics", str(sheet), "--rooms", rooms)
    state = Laptop(tmp_path).state("bridge")
    assert [(one.kit, one.way) for one in state.rooms.values()] == [(("projector", "quiet"), "first floor"), ((), "")]
    assert [topic.kit for topic in state.topics.values()] == [(), ("projector",)]


def test_a_plain_meet_is_called_as_it_is_named_unless_told(tmp_path: Path) -> None:
    done(tmp_path, "new", "leeds")
    done(tmp_path, "new", "bett", "--title", "TeachMeet BETT", "--starts", "2026-11-20T18:30", "--tz", "Europe/London")
    named, titled = Laptop(tmp_path).state("leeds").meet, Laptop(tmp_path).state("bett").meet
    assert named is not None
    assert titled is not None
    assert (named.title, named.starts) == ("leeds", None)
    assert titled.title == "TeachMeet BETT"
    assert str(titled.starts) == "2026-11-20 18:30:00+00:00"


BAD_MEETS: dict[str, tuple[list[str], str]] = {
    "a time that is none": (["--starts", "soon"], "2026-11-20T18:30"),
    "a time before all zones": (["--starts", "0001-01-01", "--tz", "Asia/Tokyo"], "no time of our days"),
    "an end before the start": (["--starts", "2026-11-20T18:30", "--ends", "2026-11-20T18:00"], "end"),
    "an unknown zone": (["--tz", "Leeds"], "Europe/London"),
    "a room without seats": (["--rooms", "Library"], "Library:60"),
    "a room with none": (["--rooms", "Library:0"], "seat"),
    "a room full of kit": (["--rooms", "Library:60:a+b+c+d+e+f+g"], "6"),
    "kit too long to be one": (["--rooms", f"Library:60:{'p' * 25}"], "24"),
    "a room twice": (["--rooms", "Lab:2,lab:3"], "room"),
    "slots without a day": (["--slots", "09:00-09:50"], "--starts"),
    "slots that overlap": (["--slots", "2026-11-20T09:00-09:50,09:30-10:00"], "slot"),
    "a slot backwards": (["--slots", "2026-11-20T10:00-09:00"], "end"),
    "no such sheet": (["--talks", "nowhere.csv"], "nowhere.csv"),
    "a folder as a sheet": (["--topics", str(DATA)], "data"),
    "a picture as a sheet": (["--talks", sys.executable], ""),
    "a title too long": (["--title", "t" * 141], "140"),
    "a title with an escape": (["--title", "\x1b[31mred"], "character"),
    "a column that is not there": (
        ["--talks", str(DATA / "teachmeet-signups.csv"), "--map", "title=Nothing"],
        "Nothing",
    ),
    "a field that is not there": (["--talks", str(DATA / "teachmeet-signups.csv"), "--map", "shoe=Link"], "shoe"),
}


@pytest.mark.parametrize("what", BAD_MEETS)
def test_a_meet_that_cannot_be_is_refused_in_a_line_and_nothing_is_made(tmp_path: Path, what: str) -> None:
    args, says = BAD_MEETS[what]
    assert says in refused(tmp_path, "new", "leeds", *args)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["Leeds", "le eds", "leeds.", "../leeds", "léeds", "", "a" * 61, "nul", "lpt9"])
def test_a_name_that_no_folder_should_have_is_refused_everywhere(tmp_path: Path, name: str) -> None:
    for args in (["new"], ["serve"], ["stop"], ["status"], ["replay"], ["export", "--to", "markdown"], ["rehearse"]):
        if name or args[0] not in ("status", "rehearse"):
            assert "name" in refused(tmp_path, *args, name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a", "2026", "leeds-2", "-", "a" * 60, "console", "com10"])
def test_other_names_are_fine(tmp_path: Path, name: str) -> None:
    done(tmp_path, "new", "--", name)
    assert meet_folder(tmp_path, name).exists


def test_a_meet_that_is_already_there_is_left_as_it_is(tmp_path: Path) -> None:
    folder = make_meet(tmp_path)
    before = folder.journal.read_bytes()
    assert "already there" in refused(tmp_path, "new", "leeds", "--title", "Another")
    assert folder.journal.read_bytes() == before


@pytest.mark.parametrize(
    "line",
    [
        "new",
        "new leeds --map title",
        "new leeds --format party",
        "export leeds",
        "export leeds --to pdf",
        "replay leeds --at 0",
        "serve leeds --port 70000",
        "rehearse --people 0",
        "dance",
        "--nonsense",
    ],
)
def test_wrong_usage_is_exit_2(tmp_path: Path, line: str) -> None:
    result = here(tmp_path, *line.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage:" in result.stderr


@posix
def test_a_new_meet_on_a_disk_that_fills_leaves_nothing(tmp_path: Path) -> None:
    sheet = str(DATA / "teachmeet-signups.csv")
    result = run(line=limited_to(4_000, "--sessions", tmp_path / "sessions", "new", "bett", "--talks", sheet))
    assert (result.code, result.out, len(result.err.splitlines())) == (1, "", 1), result
    assert "cannot be made: File too large" in result.err
    assert list((tmp_path / "sessions").iterdir()) == []


@posix
def test_a_new_meet_in_a_read_only_folder_leaves_nothing(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        result = run(line=without_powers("--sessions", tmp_path, "new", "leeds"))
    finally:
        tmp_path.chmod(0o755)
    assert (result.code, result.out, len(result.err.splitlines())) == (1, "", 1), result
    assert "cannot be made: Permission denied" in result.err
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_sessions_folder_that_may_not_be_looked_into_is_said_in_a_line(tmp_path: Path) -> None:
    sessions = tmp_path / "closed"
    sessions.mkdir()
    make_meet(sessions)
    sessions.chmod(0)
    try:
        for args in (["status"], ["replay", "leeds"], ["new", "other"], ["stop", "leeds"]):
            result = run(line=without_powers("--sessions", sessions, *args))
            assert (result.code, result.out, len(result.err.splitlines())) == (1, "", 1), result
            assert "Permission denied" in result.err
    finally:
        sessions.chmod(0o755)


def test_a_file_in_the_place_of_the_sessions_folder_is_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("not a folder")
    assert "cannot be made" in refused(tmp_path / "sessions", "new", "leeds")


def test_what_a_crash_left_half_made_is_no_meet_and_in_nobodys_way(tmp_path: Path) -> None:
    make_meet(tmp_path).path.rename(tmp_path / ".leeds.new")
    assert json.loads(done(tmp_path, "status", "--json")) == {"meets": []}
    done(tmp_path, "new", "leeds")
    assert not (tmp_path / ".leeds.new").exists()


# ── where the meets are


def test_the_sessions_folder_is_named_before_or_after_or_by_the_environment(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        make_meet(tmp_path / name, name)

    def found(*args: str, **env: str) -> list[str]:
        result = run(*args, cwd=tmp_path, **env)
        assert (result.code, result.err) == (0, "")
        return [row["meet"] for row in json.loads(result.out)["meets"]]

    assert found("--sessions", "one", "status", "--json") == ["one"]
    assert found("status", "--json", "--sessions", "two") == ["two"]
    assert found("status", "--json", TEACHMEET_SESSIONS="three") == ["three"]
    assert found("--sessions", "one", "status", "--json", TEACHMEET_SESSIONS="three") == ["one"]
    assert found("--sessions", "one", "status", "--json", "--sessions", "two") == ["two"]
    assert found("status", "--json") == []
    (tmp_path / "one").rename(tmp_path / "sessions")
    assert found("status", "--json") == ["one"]


# ── serving


async def test_ready_is_one_line_of_json_and_the_url_is_what_phones_scan(tmp_path: Path) -> None:
    folder = make_meet(tmp_path)
    async with serving(folder) as served:
        ready = served.ready
        assert set(ready) == {"ready", "url", "addresses", "port", "pid"}
        assert ready["ready"] is True
        assert ready["url"] == f"HTTP://127.0.0.1:{served.port}/J/{folder.code}"
        assert ready["addresses"] == ["127.0.0.1"]
        assert ready["pid"] == served.process.pid
        row = json.loads(done(tmp_path, "status", "leeds", "--json"))["meets"][0]
        assert row["url"] == ready["url"]
        assert (row["meet"], row["title"], row["running"]) == ("leeds", "TeachMeet Leeds", True)
        assert (row["pid"], type(row["since"])) == (ready["pid"], str)
        assert "running at" in done(tmp_path, "status")
        live = json.loads(done(tmp_path, "replay", "leeds", "--json"))
        assert live["topics"] == 3
        stopped = run("--sessions", tmp_path, "stop", "leeds")
        assert (stopped.code, stopped.err) == (0, "")
        assert await served.ended() == 0
        assert served.complaint() == ""
    assert json.loads(done(tmp_path, "status", "--json")) == {
        "meets": [
            {"meet": "leeds", "title": "TeachMeet Leeds", "running": False, "url": None, "pid": None, "since": None}
        ]
    }


async def test_a_port_is_kept_for_the_meets_life(tmp_path: Path) -> None:
    folder, port = make_meet(tmp_path), free_port()
    async with serving(folder, port) as served:
        served.kill()
    await until(lambda: not folder.is_locked(), "whatever it was just starting lets go of its lock")
    row = json.loads(done(tmp_path, "status", "--json"))["meets"][0]
    assert row["running"] is False, "a killed server runs no more, whatever its server.json says"
    async with serving(folder, port=None) as served:
        assert served.port == port


async def test_a_server_that_was_started_detached_is_found_again_and_stopped(tmp_path: Path) -> None:
    folder = make_meet(tmp_path)
    folder.keep_port(free_port())
    try:
        running = await Laptop(tmp_path).start("leeds")
        gc.collect()  # the handle of the child is kept: dropping it would be a ResourceWarning, and a zombie later
        assert await Laptop(tmp_path).start("leeds") == running
        assert (await request(running.port, "/healthz")).status == 200
        assert done(tmp_path, "status").startswith(f"leeds: TeachMeet Leeds: running at {running.url}")
        stopped = run("--sessions", tmp_path, "stop", "leeds")
        assert (stopped.code, stopped.out) == (0, "leeds is stopped, everything saved.\n")
        assert folder.running() is None
    finally:
        still = folder.running()
        if still is not None:
            os.kill(still.pid, signal.SIGTERM)


async def test_a_server_that_cannot_start_has_its_last_words_passed_on(tmp_path: Path) -> None:
    folder = make_meet(tmp_path)
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        folder.keep_port(taken.getsockname()[1])
        with pytest.raises(LaptopError, match="is taken, or not ours to use"):
            await Laptop(tmp_path).start("leeds")


def test_stopping_what_does_not_run_says_so_and_is_fine(tmp_path: Path) -> None:
    make_meet(tmp_path)
    assert "not running" in done(tmp_path, "stop", "leeds")


def test_the_terminal_ui_needs_a_terminal(tmp_path: Path) -> None:
    make_meet(tmp_path)
    for args in ([], ["host"], ["host", "leeds"], ["rehearse"]):
        assert "needs a terminal" in refused(tmp_path, *args)
    assert not (tmp_path / "teachmeet-rehearsal").exists(), "refused before anything was made"
    result = run("--sessions", tmp_path, "host", "leeds")
    assert (result.code, result.out) == (1, "")


@pytest.mark.parametrize("command", ["host", "serve", "stop", "status", "replay", "export", "rehearse"])
def test_a_meet_that_is_not_there_is_exit_1(tmp_path: Path, command: str) -> None:
    more = {"export": ["--to", "markdown"], "rehearse": ["--json"]}.get(command, [])
    said = refused(tmp_path, command, "nowhere", *more)
    assert "nowhere" in said or "terminal" in said


def test_no_meets_at_all_is_no_error(tmp_path: Path) -> None:
    assert "teachmeet new" in done(tmp_path / "none", "status")
    assert not (tmp_path / "none").exists()


# ── replay


def test_replay_counts_and_is_the_same_each_time(tmp_path: Path) -> None:
    written(tmp_path, evening())
    found: dict[str, Any] = json.loads(done(tmp_path, "replay", "leeds", "--json"))
    digest = found.pop("sha256")
    assert found == {"seq": 12, "people": 2, "topics": 2, "votes": 3, "talks": 0, "sessions": 0}
    assert re.fullmatch(r"[0-9a-f]{64}", digest)
    assert json.loads(done(tmp_path, "replay", "leeds", "--json"))["sha256"] == digest
    assert f"sha256: {digest}" in done(tmp_path, "replay", "leeds").splitlines()


def test_replay_goes_back_to_any_number(tmp_path: Path) -> None:
    written(tmp_path, evening())
    at = [json.loads(done(tmp_path, "replay", "leeds", "--json", "--at", str(seq))) for seq in (1, 3, 5, 9, 12, 99)]
    assert [(state["seq"], state["people"], state["topics"], state["votes"]) for state in at] == [
        (1, 0, 0, 0),
        (3, 2, 0, 0),
        (5, 2, 2, 0),
        (9, 2, 2, 2),
        (12, 2, 2, 3),
        (12, 2, 2, 3),
    ]


def test_a_damaged_journal_is_named_with_its_line_and_served_by_nobody(tmp_path: Path) -> None:
    folder = written(tmp_path, evening())
    lines = folder.journal.read_bytes().splitlines(keepends=True)
    lines[4] = lines[4].replace(b"Rain", b"Pain")
    folder.journal.write_bytes(b"".join(lines))
    before = folder.journal.read_bytes()
    for args in (["replay", "leeds"], ["export", "leeds", "--to", "markdown"], ["serve", "leeds", "--port", "0"]):
        said = refused(tmp_path, *args)
        assert f"{folder.journal}:5 is damaged" in said
        assert "Restore" in said
    assert folder.journal.read_bytes() == before
    assert not folder.exports.exists()


def test_a_first_line_that_is_damaged_keeps_status_alive(tmp_path: Path) -> None:
    make_meet(tmp_path, "well")
    folder = make_meet(tmp_path, "broken")
    folder.journal.write_bytes(b"{}\n")
    said = done(tmp_path, "status")
    assert "broken: broken: " in said
    assert "journal.jsonl:1 is damaged" in said
    assert "well: TeachMeet Leeds: not running" in said
    rows = {row["meet"]: row["running"] for row in json.loads(done(tmp_path, "status", "--json"))["meets"]}
    assert rows == {"well": False, "broken": False}


@pytest.mark.parametrize("lost", ["meet.json", "host.key", "journal.jsonl"])
def test_a_folder_that_lost_a_file_is_said_in_a_line(tmp_path: Path, lost: str) -> None:
    folder = make_meet(tmp_path)
    (folder.path / lost).unlink()
    said = refused(tmp_path, "serve", "leeds", "--port", "0")
    assert lost in said or "There is no meet" in said


def test_an_empty_journal_is_said_in_a_line(tmp_path: Path) -> None:
    folder = make_meet(tmp_path)
    folder.journal.write_bytes(b"")
    assert "is empty" in refused(tmp_path, "serve", "leeds", "--port", "0")
    for args in (["export", "leeds", "--to", "markdown"], ["rehearse", "leeds", "--json"]):
        assert "is empty" in refused(tmp_path, *args)


# ── export


def test_export_prints_where_and_the_same_journal_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = written(tmp_path, evening())
    said = done(tmp_path, "export", "leeds", "--to", "markdown")
    assert said == f"{folder.exports / 'leeds.md'}\n"
    first = (folder.exports / "leeds.md").read_bytes()
    elsewhere = tmp_path / "a" / "b" / "leeds.md"
    said = done(tmp_path, "export", "leeds", "--to", "markdown", "--out", str(elsewhere.parent))
    assert said == f"{elsewhere}\n"
    assert elsewhere.read_bytes() == first
    assert b"1. Knots (offer): 2 votes" in first
    assert b"Ann" not in first


def test_export_to_where_nothing_can_be_is_said_in_a_line(tmp_path: Path) -> None:
    written(tmp_path, evening())
    (tmp_path / "file").write_text("")
    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        said = refused(tmp_path, "export", "leeds", "--to", "markdown", "--out", str(out))
        assert f"{out} cannot be written to" in said


@posix
def test_a_meet_that_may_not_be_looked_into_hides_no_other(tmp_path: Path) -> None:
    make_meet(tmp_path)
    closed = make_meet(tmp_path, "closed").path
    closed.chmod(0)
    try:
        result = run(line=without_powers("--sessions", tmp_path, "status"))
    finally:
        closed.chmod(0o700)
    assert (result.code, result.err) == (0, "")
    assert "leeds: " in result.out
    assert "cannot be read: Permission denied" in result.out


# ── rehearsing


def test_a_rehearsal_is_played_on_a_copy_remade_each_time_and_the_meet_untouched(tmp_path: Path) -> None:
    folder = written(tmp_path, evening())
    before = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.path.iterdir()}
    keys = set()
    for _ in range(2):
        result = run("--sessions", tmp_path, "rehearse", "leeds", "--people", "4", "--seconds", "2", "--json")
        assert (result.code, result.err) == (0, ""), result
        played = json.loads(result.out)
        of_people = {"people", "seconds", "answered", "refused", "reconnects"}
        assert set(played) == of_people | {"topics", "votes", "sessions", "going"}
        assert all(type(number) in (int, float) for number in played.values())
        assert (played["people"], played["seconds"]) == (4, 2)
        assert played["answered"] >= 4
        copy = meet_folder(tmp_path, "leeds-rehearsal")
        keys.add(copy.host)
        state = Laptop(tmp_path).state("leeds-rehearsal")
        assert state.meet is not None
        assert state.meet.rehearsal
        assert copy.running() is None
    assert len(keys) == 2, "remade, not played on"
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.path.iterdir()} == before


def test_a_rehearsal_of_nothing_is_a_made_up_one(tmp_path: Path) -> None:
    result = run("--sessions", tmp_path, "rehearse", "--people", "3", "--seconds", "1", "--json")
    assert (result.code, result.err) == (0, ""), result
    assert json.loads(result.out)["answered"] >= 1
    state = Laptop(tmp_path).state("teachmeet-rehearsal")
    assert state.meet is not None
    assert state.meet.rehearsal
    assert len(state.talks) == 8


def test_a_rehearsal_of_an_edcamp_has_its_own_name_and_counts(tmp_path: Path) -> None:
    wanted = ("rehearse", "--format", "edcamp", "--people", "6", "--seconds", "2", "--json")
    result = run("--sessions", tmp_path, *wanted)
    assert (result.code, result.err) == (0, ""), result
    played = json.loads(result.out)
    state = Laptop(tmp_path).state("edcamp-rehearsal")
    assert state.meet is not None
    assert state.meet.format is Format.EDCAMP
    assert (len(state.slots), len(state.rooms)) == (4, 6)
    assert played["topics"] == sum(topic.listed for topic in state.topics.values())
    assert here(tmp_path, "rehearse", "leeds", "--format", "edcamp", "--json").exit_code == 2


def test_a_board_that_is_over_is_rehearsed_on_a_day_to_come_at_the_same_times(tmp_path: Path) -> None:
    slots, day = "2024-03-12T13:00-14:00,21:00-22:00", ("--starts", "2024-03-12T12:00", "--ends", "2024-03-12T23:00")
    done(tmp_path, "new", "w3c", "--format", "edcamp", "--slots", slots, "--rooms", "Lab:9", "--tz", "UTC", *day)
    before = Laptop(tmp_path).state("w3c")
    state = Laptop(tmp_path).state(Laptop(tmp_path).rehearsal("w3c").slug)
    later = {slot.starts - old.starts for slot, old in zip(state.slots.values(), before.slots.values(), strict=True)}
    assert len(later) == 1
    (days,) = later
    assert days.seconds == 0
    assert min(slot.starts for slot in state.slots.values()) > datetime.now(UTC)
    assert state.meet is not None
    assert before.meet is not None
    assert (state.meet.starts, state.meet.ends) == (before.meet.starts + days, before.meet.ends + days)  # type: ignore[operator]  # both are given


def test_a_real_meet_that_is_called_like_a_rehearsal_is_never_remade(tmp_path: Path) -> None:
    make_meet(tmp_path)
    folder = make_meet(tmp_path, "leeds-rehearsal")
    before = folder.journal.read_bytes()
    assert "no rehearsal" in refused(tmp_path, "rehearse", "leeds", "--json")
    assert "no rehearsal" in refused(tmp_path, "rehearse", "leeds-rehearsal", "--json")
    assert folder.journal.read_bytes() == before


async def test_a_rehearsal_that_is_running_is_not_remade_under_its_phones(tmp_path: Path) -> None:
    folder = Laptop(tmp_path).rehearsal(None)
    async with serving(folder):
        assert "is running" in refused(tmp_path, "rehearse", "--json")
    assert len(journal.read(folder.journal).lines) == 1


def test_a_crowd_walks_into_nothing_that_is_not_running(tmp_path: Path) -> None:
    make_meet(tmp_path)
    assert "not running" in refused(tmp_path, "crowd", "leeds")
    assert "nowhere" in refused(tmp_path, "crowd", "nowhere")


def test_help_is_help(tmp_path: Path) -> None:
    for command in ("new", "host", "serve", "stop", "status", "replay", "export", "rehearse"):
        assert "--sessions" in done(tmp_path, command, "--help")
    assert os.environ.get("TEACHMEET_SESSIONS") is None


# ── the language


def test_the_language_is_named_or_chosen_or_the_systems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    written(tmp_path, evening())
    nobody = {"TEACHMEET_LANG": None, "LC_ALL": None, "LC_MESSAGES": None, "LANG": "ca_ES.UTF-8"}

    def spoken(*args: str, **environment: str) -> str:
        env = {"TEACHMEET_SESSIONS": str(tmp_path), **nobody, **environment}
        assert CliRunner(env=env).invoke(cli, args).exit_code == 0, args
        return words.load().language

    try:
        assert spoken("status") == "ca"
        Laptop(tmp_path).keep_language("es")
        assert spoken("status") == "es"
        assert spoken("status", TEACHMEET_LANG="ar") == "ar"
        assert spoken("--lang", "en-GB", "status", TEACHMEET_LANG="ar") == "en"
        assert spoken("export", "leeds", "--to", "markdown", "--lang", "es") == "es"
        document = next((tmp_path / "leeds" / "exports").glob("*.md")).read_text(encoding="utf-8")
        assert words.load("es")("export.people", n=2) in document
        refused = CliRunner().invoke(cli, ["--lang", "tlh", "status"])
        assert refused.exit_code == 2 and "ar, ca, en, es" in refused.stderr
    finally:
        words.speak("en")
