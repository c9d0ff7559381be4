"""`teachmeet doctor`: what stands between a laptop and an evening that works, and what to do about it."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from teachmeet.addresses import kind
from teachmeet.doctor import (
    HALL,
    About,
    Finding,
    Room,
    Subject,
    Terminal,
    Verdict,
    advice,
    findings,
    machine,
    network,
    sentence,
)
from teachmeet.doctor import __file__ as package
from teachmeet.doctor import room as rooms
from teachmeet.doctor.finding import keeps_out, look, ok, wrong
from teachmeet.doctor.holders import Port
from teachmeet.doctor.report import lines, plain
from teachmeet.domain.panels import Address
from teachmeet.meetfolder import MeetFolder
from teachmeet.publishing import publish
from teachmeet.wire import as_json
from teachmeet.words import load
from tests.tunnel import trusting, tunnel
from tests.world import Served, attendee, free_port, make_meet, run, serving, started

WORDS = load("en")


@pytest.fixture
def folder(tmp_path: Path) -> MeetFolder:
    """A meet of its own, not running."""
    return make_meet(tmp_path)


@pytest.fixture
async def served(folder: MeetFolder) -> AsyncIterator[Served]:
    """Its server."""
    async with serving(folder) as running:
        yield running


def codes(found: tuple[Finding, ...]) -> list[tuple[Verdict, str]]:
    """What was found, in short."""
    return [(one.verdict, one.code) for one in found]


async def looked(subject: Subject, *about: About) -> dict[About, list[Finding]]:
    """What the checks about these find, in a thread as a screen would have it."""
    found = await asyncio.to_thread(findings, subject, frozenset(about))
    return {each: [one for one in found if one.about is each] for each in about}


# ── words


SOURCE = "".join(path.read_text(encoding="utf-8") for path in sorted(Path(package).parent.glob("*.py")))


def test_every_finding_has_its_sentence_and_every_sentence_its_finding() -> None:
    says = {key.rpartition(".")[2] for key in WORDS.keys() if key.startswith("doctor.says.")}  # noqa: SIM118
    todo = {key.rpartition(".")[2] for key in WORDS.keys() if key.startswith("doctor.todo.")}  # noqa: SIM118
    quoted = set(re.findall(r'"([a-z][a-z0-9_]+)"', SOURCE))
    named = set(re.findall(r'(?:ok|look|wrong)\)?\(\s*(?:About\.\w+|_\w+), "(\w+)"', SOURCE))
    assert says - quoted == set()
    assert named - says == set()
    assert todo - says == set()
    assert {about.value for about in About} == {
        key.rpartition(".")[2] for key in WORDS.keys() if key.startswith("doctor.about.")  # noqa: SIM118
    }


def test_what_is_not_well_says_what_to_do() -> None:
    silent = {"phones_stuck", "meet_journal", "meet_folder"}  # their own sentence says it
    bad = set(re.findall(r'wrong\((?:About\.\w+|_\w+), "(\w+)"', SOURCE))
    assert {code for code in bad if f"doctor.todo.{code}" not in WORDS.keys()} <= silent  # noqa: SIM118


# ── addresses


def these(*found: tuple[str, str]) -> tuple[Address, ...]:
    """Addresses of interfaces, as `addresses()` ranks them."""
    ranked = sorted(found, key=lambda one: kind(*one).value)
    return tuple(Address(address, name, kind(address, name).value < 3) for address, name in ranked)


LOOPBACK, WIFI, CABLE = ("127.0.0.1", "lo"), ("192.168.1.5", "wlan0"), ("10.1.2.3", "eth0")
VPN, DOCKER, SELF = ("10.8.0.2", "tun0"), ("172.17.0.1", "docker0"), ("169.254.3.4", "wlan0")


@pytest.mark.parametrize(
    ("found", "chosen", "expected"),
    [
        ((LOOPBACK, WIFI), None, [(Verdict.OK, "address_one")]),
        ((LOOPBACK, WIFI, DOCKER), None, [(Verdict.OK, "address_one")]),
        ((LOOPBACK, WIFI, CABLE), None, [(Verdict.LOOK, "address_several")]),
        ((WIFI, VPN), None, [(Verdict.OK, "address_one"), (Verdict.LOOK, "address_vpn_beside")]),
        ((WIFI,), "192.168.1.5", [(Verdict.OK, "address_one")]),
        ((WIFI,), "192.168.1.77", [(Verdict.OK, "address_one"), (Verdict.LOOK, "address_gone")]),
        ((WIFI,), "https://meet.example", [(Verdict.OK, "address_one")]),
        ((LOOPBACK,), None, [(Verdict.WRONG, "address_none")]),
        ((), None, [(Verdict.WRONG, "address_none")]),
        ((LOOPBACK, VPN), None, [(Verdict.WRONG, "address_vpn")]),
        ((LOOPBACK, DOCKER), None, [(Verdict.WRONG, "address_container")]),
        ((LOOPBACK, DOCKER, VPN), None, [(Verdict.WRONG, "address_vpn")]),
        ((LOOPBACK, DOCKER, SELF), None, [(Verdict.WRONG, "address_self_assigned")]),
    ],
)
def test_an_address_that_a_phone_can_reach_is_looked_for(
    found: tuple[tuple[str, str], ...], chosen: str | None, expected: list[tuple[Verdict, str]]
) -> None:
    came = network.address(these(*found), chosen)
    assert codes(came) == expected
    assert all(one.kept_out for one in came if one.verdict is Verdict.WRONG)
    assert all(sentence(one, WORDS) for one in came)


def test_the_address_in_the_code_is_named_and_so_are_the_others() -> None:
    (came,) = network.address(these(WIFI, CABLE), "10.1.2.3")
    assert came.values == {"address": "10.1.2.3", "interface": "eth0", "others": "192.168.1.5 (wlan0)"}


# ── the port


def ports(**states: Port) -> Callable[[int], Port]:
    """Ports that are as said, the others free."""
    return lambda port: states.get(f"p{port}", Port.FREE)


USUAL = (80, 8080, 0)


@pytest.mark.parametrize(
    ("kept", "states", "who", "expected"),
    [
        (None, {}, None, (80, Verdict.OK, "port_free")),
        (None, {"p80": Port.TAKEN}, None, (8080, Verdict.OK, "port_second")),
        (None, {"p80": Port.NOT_OURS}, None, (8080, Verdict.OK, "port_second")),
        (None, {"p80": Port.NOT_OURS, "p8080": Port.TAKEN}, None, (0, Verdict.LOOK, "port_any")),
        (8080, {"p80": Port.TAKEN}, None, (8080, Verdict.OK, "port_free")),
        (8080, {"p8080": Port.TAKEN}, None, (8080, Verdict.WRONG, "port_taken")),
        (8080, {"p8080": Port.TAKEN}, "nginx", (8080, Verdict.WRONG, "port_taken_by")),
        (80, {"p80": Port.NOT_OURS}, None, (80, Verdict.WRONG, "port_not_ours_linux")),
    ],
)
def test_the_meet_s_port_is_free_or_somebody_has_it(
    kept: int | None, states: dict[str, Port], who: str | None, expected: tuple[int, Verdict, str]
) -> None:
    port, found = network.port(kept, USUAL, ports(**states), lambda _: who, "linux")
    assert (port, found.verdict, found.code) == expected
    if who is not None:
        assert who in sentence(found, WORDS)


async def test_another_meet_that_has_the_port_is_named(served: Served, tmp_path: Path) -> None:
    other = make_meet(tmp_path, "bett")
    other.keep_port(served.port)
    found = await looked(Subject(tmp_path, other), About.PORT)
    assert [(one.code, one.values["who"]) for one in found[About.PORT]] == [("port_taken_by", "leeds")]


# ── phones


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        (None, (Verdict.LOOK, "phones_unknown")),
        (Room(0, 0, frozenset(), "HTTP://X/J/A2C4"), (Verdict.LOOK, "phones_try")),
        (Room(0, 0, frozenset({"no_phone_yet"}), ""), (Verdict.WRONG, "phones_none")),
        (Room(3, 0, frozenset({"no_phone_yet"}), ""), (Verdict.OK, "phones_here")),
        (Room(0, 4, frozenset(), ""), (Verdict.OK, "phones_were")),
        (Room(9, 9, frozenset({"page_without_socket"}), ""), (Verdict.WRONG, "phones_stuck")),
    ],
)
def test_whether_phones_get_through_is_known_from_them_alone(
    room: Room | None, expected: tuple[Verdict, str]
) -> None:
    found = rooms.phones(room)
    assert (found.verdict, found.code) == expected
    assert found.kept_out == (found.verdict is not Verdict.OK)
    assert all(sentence(found, WORDS) for _ in advice(found, WORDS))


def test_phones_from_outside_are_tried_with_their_own_data() -> None:
    empty = Room(0, 0, frozenset({"no_phone_yet"}), "HTTPS://MEET.EXAMPLE/J/A2C4")
    for room, code in ((None, "phones_outside_unknown"), (empty, "phones_outside")):
        found = rooms.phones(room, outside=True)
        assert (found.code, found.kept_out) == (code, False)
        assert "with mobile data" in advice(found, WORDS)[0]


async def test_a_running_meet_is_asked_how_many_phones_it_has(served: Served, tmp_path: Path) -> None:
    subject = Subject(tmp_path, served.folder)
    found = await looked(subject, About.PORT, About.PHONES)
    assert codes(tuple(found[About.PORT])) == [(Verdict.OK, "port_ours")]
    (try_it,) = found[About.PHONES]
    assert (try_it.code, try_it.values["url"]) == ("phones_try", served.ready["url"])
    async with await attendee(served, "ann-phones-secret", "Ann"):
        assert (await looked(subject, About.PHONES))[About.PHONES] == [ok(About.PHONES, "phones_here", n=1)]
    known = Subject(tmp_path, served.folder, room=Room(7, 7, frozenset(), ""))
    assert (await looked(known, About.PHONES))[About.PHONES] == [ok(About.PHONES, "phones_here", n=7)]


async def test_a_server_that_does_not_answer_is_named(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "PATIENCE", 0.2)
    (tmp_path / "leeds" / "host.key").write_text("another key")
    found = await looked(Subject(tmp_path, served.folder), About.PHONES)
    assert found[About.PHONES] == [wrong(About.PHONES, "server_silent", pid=served.process.pid)]


# ── the public address


async def test_a_public_address_is_followed_to_the_meet(folder: MeetFolder, tmp_path: Path) -> None:
    port = free_port()
    async with tunnel(port, tmp_path, "localhost") as outside, serving(folder, port):
        public = f"https://localhost:{outside}"
        came = await asyncio.to_thread(rooms.public, public, True, port, trusting())
        assert codes(came) == [(Verdict.LOOK, "public"), (Verdict.OK, "public_leads_here")]
        (_, unknown) = await asyncio.to_thread(rooms.public, public, True, port)
        assert unknown.code == "public_silent"
        assert "self-signed" in str(unknown.values["why"]).lower().replace(" ", "-")
        assert unknown.values["port"] == port
    (_, gone) = await asyncio.to_thread(rooms.public, public, True, port, trusting())
    assert (gone.verdict, gone.code) == (Verdict.WRONG, "public_silent")
    assert codes(rooms.public("http://meet.example", False, port)) == [
        (Verdict.LOOK, "public"),
        (Verdict.LOOK, "public_open"),
    ]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"/healthz": 404}, "public_elsewhere"),
        ({"/healthz": 502}, "public_elsewhere"),
        ({"/healthz": 200, "/ws": 426}, "public_no_socket"),
        ({"/healthz": 200, "/ws": 101}, "public_leads_here"),
    ],
)
async def test_a_proxy_that_leads_elsewhere_or_holds_up_sockets_is_told_apart(
    answers: dict[str, int], code: str
) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        writer.write(f"HTTP/1.1 {answers[asked]} So\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    proxy = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with proxy:
        address = f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
        came = await asyncio.to_thread(rooms.public, address, True, 8080)
    assert came[-1].code == code
    assert sentence(came[-1], WORDS)


async def test_with_a_public_address_no_network_of_the_laptop_is_wrong(
    folder: MeetFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("teachmeet.doctor.addresses", lambda: these(LOOPBACK))
    subject = Subject(tmp_path, folder)
    assert codes(tuple((await looked(subject, About.ADDRESS))[About.ADDRESS])) == [(Verdict.WRONG, "address_none")]
    await publish(folder, "https://meet.example")
    found = await looked(subject, About.ADDRESS, About.PUBLIC)
    assert codes(tuple(found[About.ADDRESS])) == [(Verdict.LOOK, "address_none")]
    assert codes(tuple(found[About.PUBLIC])) == [(Verdict.LOOK, "public")]


# ── the clock

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 20, 18, 55, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "zone", "last", "is_set", "expected"),
    [
        (NOW, None, None, True, [(Verdict.OK, "clock_set")]),
        (NOW, None, None, False, [(Verdict.LOOK, "clock_unset")]),
        (NOW, None, None, None, [(Verdict.OK, "clock_unknown")]),
        (NOW, "Europe/London", NOW - timedelta(days=1), True, [(Verdict.OK, "clock_set")]),
        (NOW, "Europe/London", NOW + timedelta(hours=1), True, [(Verdict.WRONG, "clock_behind")]),
        (NOW, "Europe/Lisbon", None, True, [(Verdict.OK, "clock_set")]),  # another name for the same time
        (NOW, "Europe/Madrid", None, True, [(Verdict.OK, "clock_set"), (Verdict.LOOK, "clock_zone")]),
        (NOW.replace(year=1980), "Europe/Madrid", None, True, [(Verdict.WRONG, "clock_wrong")]),
    ],
)
def test_the_clock_is_held_against_the_network_and_the_meet(
    now: datetime, zone: str | None, last: datetime | None, is_set: bool | None, expected: list[tuple[Verdict, str]]
) -> None:
    found = machine.clock(now, zone, None if last is None else last.astimezone(UTC), lambda: is_set)
    assert codes(found) == expected
    assert all(sentence(one, WORDS) for one in found)


async def test_a_journal_that_is_damaged_is_found_on_the_way(folder: MeetFolder, tmp_path: Path) -> None:
    folder.journal.write_bytes(folder.journal.read_bytes().replace(b"Leeds", b"Lodes"))
    (found,) = (await looked(Subject(tmp_path, folder), About.MEET))[About.MEET]
    assert (found.verdict, found.code) == (Verdict.WRONG, "meet_journal")
    assert "journal.jsonl:1" in sentence(found, WORDS)


async def test_a_folder_without_its_settings_is_found_on_the_way(folder: MeetFolder, tmp_path: Path) -> None:
    (folder.path / "meet.json").unlink()
    found = await looked(Subject(tmp_path, folder), *About)
    assert [one.code for one in found[About.MEET]] == ["meet_folder"]
    assert found[About.DISK], "what can be looked at is looked at all the same"


# ── the disk, and where the meets are


def test_the_disk_of_a_folder_that_is_not_there_yet_is_that_above_it(tmp_path: Path) -> None:
    (found,) = machine.disk(tmp_path / "sessions" / "deeper")
    assert found.code in ("disk_ok", "disk_slow", "disk_scarce")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    assert machine.disk(tmp_path) == (
        wrong(About.DISK, "disk_locked", folder=str(tmp_path), why="Permission denied"),
    )


@pytest.mark.parametrize(
    ("free", "took", "expected"),
    [
        (80e9, 0.002, ["disk_ok"]),
        (80e9, 0.3, ["disk_slow"]),
        (600e6, 0.002, ["disk_scarce"]),
        (600e6, 0.3, ["disk_scarce", "disk_slow"]),
        (1e6, 0.002, ["disk_full"]),
    ],
)
def test_room_and_haste_of_the_disk_are_judged(free: float, took: float, expected: list[str]) -> None:
    assert [one.code for one in machine.judged(int(free), took)] == expected


@pytest.mark.parametrize(
    ("place", "service"),
    [
        ("/home/ann/meets", None),
        ("/home/ann/Dropbox/meets", "Dropbox"),
        ("/home/ann/Dropbox (School)/meets", "Dropbox"),
        ("/home/ann/Dropboxes/meets", None),
        ("/mnt/c/Users/ann/OneDrive/Documents/meets", "OneDrive"),
        ("/mnt/c/Users/ann/OneDrive - Bridge School/meets", "OneDrive"),
        ("/home/ann/Google Drive/My Drive/meets", "Google Drive"),
        ("/home/ann/my drive/meets", "Google Drive"),
        ("/Users/ann/Library/Mobile Documents/com~apple~CloudDocs/meets", "iCloud"),
        ("/Users/ann/Library/CloudStorage/OneDrive-BridgeSchool/meets", "OneDrive"),
        ("/Users/ann/Library/CloudStorage/GoogleDrive-ann@school.example/My Drive/meets", "Google Drive"),
        ("/Users/ann/Library/CloudStorage/Dropbox/meets", "Dropbox"),
        ("/Users/ann/iCloudDrive/meets", "iCloud"),
    ],
)
def test_a_folder_that_a_service_copies_away_is_known_by_its_path(place: str, service: str | None) -> None:
    assert machine.synced(Path(place), {}) == service


def test_it_is_known_too_by_variables_by_dropbox_s_own_note_and_behind_a_link(tmp_path: Path) -> None:
    away, home = tmp_path / "away", tmp_path / "home"
    (home / ".dropbox").mkdir(parents=True)
    (away / "meets").mkdir(parents=True)
    assert machine.synced(away / "meets", {"OneDriveCommercial": str(away)}) == "OneDrive"
    assert machine.synced(away / "meets", {"HOME": str(home), "OneDrive": str(tmp_path / "other")}) is None
    (home / ".dropbox" / "info.json").write_text(json.dumps({"personal": {"path": str(away)}}))
    assert machine.synced(away / "meets", {"HOME": str(home)}) == "Dropbox"
    for broken in ("{", "[]", '{"personal": 1}', '{"personal": {}}'):
        (home / ".dropbox" / "info.json").write_text(broken)
        assert machine.synced(away / "meets", {"HOME": str(home)}) is None
    (tmp_path / "Dropbox").mkdir()
    (home / "sessions").symlink_to(tmp_path / "Dropbox", target_is_directory=True)
    assert machine.folder(home / "sessions", {}) == look(
        About.FOLDER, "folder_synced", folder=str(home / "sessions"), service="Dropbox"
    )


# ── the terminal


@pytest.mark.parametrize(
    ("shown", "environment", "system", "expected"),
    [
        (None, {}, "linux", ["terminal_none"]),
        (Terminal(80, 24, "utf-8"), {"TERM": "xterm-256color"}, "linux", ["terminal_ok"]),
        (Terminal(80, 24, "UTF8"), {"TERM": "xterm", "COLORTERM": "truecolor"}, "linux", ["terminal_ok"]),
        (Terminal(79, 24, "utf-8"), {"TERM": "tmux-256color"}, "linux", ["terminal_small"]),
        (Terminal(80, 24, "ANSI_X3.4-1968"), {"TERM": "xterm-256color"}, "linux", ["terminal_letters"]),
        (Terminal(80, 24, "utf-8"), {"TERM": "linux"}, "linux", ["terminal_colours"]),
        (Terminal(80, 24, "utf-8"), {"TERM": "dumb"}, "linux", ["terminal_dumb"]),
        (Terminal(80, 24, "utf-8"), {}, "win32", ["terminal_old"]),
        (Terminal(80, 24, "utf-8"), {"WT_SESSION": "1"}, "win32", ["terminal_ok"]),
        (Terminal(40, 10, "cp437"), {"WT_SESSION": "1"}, "win32", ["terminal_small", "terminal_letters"]),
    ],
)
def test_the_terminal_is_looked_at(
    shown: Terminal | None, environment: dict[str, str], system: str, expected: list[str]
) -> None:
    found = machine.terminal(shown, environment, system)
    assert [one.code for one in found] == expected
    assert all(sentence(one, WORDS) for one in found)


# ── how it is said


def test_findings_are_aligned_broken_to_the_width_and_marked_without_colour() -> None:
    found = (
        ok(About.PORT, "port_free", port=80),
        look(About.POWER, "power_battery", percent=40),
        keeps_out(wrong(About.ADDRESS, "address_none")),
        keeps_out(look(About.PHONES, "phones_unknown")),
    )
    said = lines(found, WORDS, 60, lambda text, _: text)
    assert said[0] == "✓ Port     Port 80 is free."
    assert said[1:3] == ["! Power    On battery, 40 % left.", "           → Plug it in before people come."]
    assert said[3].startswith("✗ Address  This laptop is in no network")
    assert max(map(len, said)) <= 60
    assert sum("hotspot, which" in line for line in said) == 1, "other ways in are named once"
    assert said[-1] == "1 thing is wrong. 2 things to look at."
    assert lines((found[0],), WORDS, 60, lambda text, _: text)[-1] == "All is well."


def test_colour_goes_with_the_marks() -> None:
    said = lines((wrong(About.ADDRESS, "address_none"),), WORDS, 80, lambda text, verdict: f"<{verdict}>{text}")
    assert (said[0][:8], said[-1][:7]) == ("<wrong>✗", "<wrong>")


def test_programs_get_the_same_with_all_that_is_to_be_done() -> None:
    (told,) = json.loads(as_json(plain((keeps_out(wrong(About.ADDRESS, "address_none")),), WORDS)))["findings"]
    assert (told["about"], told["verdict"], told["code"], told["values"]) == ("address", "wrong", "address_none", {})
    assert len(told["todo"]) == 4


# ── the command line


def test_the_doctor_says_it_and_its_exit_code_says_whether_something_is_wrong(folder: MeetFolder) -> None:
    ran = run("--sessions", folder.path.parent, "doctor", folder.slug, "--json")
    told = json.loads(ran.out)
    assert ran.err == ""
    assert told["ok"] == (ran.code == 0)
    assert {one["about"] for one in told["findings"]} >= {a.value for a in About} - {"public", "meet"}
    assert all(set(one) == {"about", "verdict", "code", "values", "says", "todo"} for one in told["findings"])
    folder.journal.write_bytes(b"{}\n")
    ran = run("doctor", folder.slug, "--sessions", folder.path.parent)
    assert (ran.code, ran.err) == (1, "")
    assert "✗ Meet" in ran.out and "\x1b" not in ran.out


def test_a_meet_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    ran = run("--sessions", tmp_path, "doctor", "nowhere")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (1, "", 1)


def test_looking_changes_nothing(folder: MeetFolder) -> None:
    before = {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}
    run("--sessions", folder.path.parent, "doctor", folder.slug)
    assert {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()} == before


def test_the_hall_can_be_looked_at_alone(folder: MeetFolder) -> None:
    with started(folder):
        found = findings(Subject(folder.path.parent, folder), HALL)
    assert {one.about for one in found} == HALL - {About.PUBLIC}
