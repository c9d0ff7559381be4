"""A meet behind a tunnel: the code shows the public address, phones come in over wss, and the host is told plainly."""

import asyncio
import http.client
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from websockets.exceptions import InvalidStatus

from teachmeet import cli
from teachmeet.domain.history import fold
from teachmeet.entrance import Entrance
from teachmeet.journal import read
from teachmeet.link import Link
from teachmeet.meetfolder import FolderError, MeetFolder
from teachmeet.publishing import publish
from tests.tunnel import NAME, trusting, tunnel
from tests.world import (
    Client,
    Message,
    Served,
    command,
    dial,
    free_port,
    hello,
    hosting,
    make_meet,
    request,
    run,
    serve_command,
    serving,
)

PUBLIC = "https://meet.example"


@pytest.fixture
def folder(tmp_path: Path) -> MeetFolder:
    """A meet of its own, not running."""
    return make_meet(tmp_path)


@asynccontextmanager
async def behind_a_tunnel(folder: MeetFolder, calls_us: str | None = None) -> AsyncIterator[tuple[Served, int]]:
    """A meet served with `--public`, and the port of its tunnel."""
    port = free_port()
    async with tunnel(port, folder.path.parent, calls_us) as outside:
        line = command(*serve_command(folder, port), "--public", f"https://{NAME}:{outside}")
        async with serving(folder, line=line) as served:
            yield served, outside


async def phone(outside: int, origin: str | None = None, **headers: str) -> Client:
    """A phone's socket through the tunnel, from the page at this origin."""
    where = {"host": "127.0.0.1", "port": outside, "ssl": trusting(), "additional_headers": headers}
    return await dial(f"wss://{NAME}:{outside}/ws", origin=origin or f"https://{NAME}:{outside}", **where)


async def page(outside: int, path: str) -> tuple[int, str, bytes]:
    """A page through the tunnel: its status, its policy, its body."""

    def ask() -> tuple[int, str, bytes]:
        connection = http.client.HTTPSConnection("127.0.0.1", outside, timeout=30, context=trusting())
        with closing(connection):
            connection.request("GET", path, headers={"Host": f"{NAME}:{outside}"})
            with connection.getresponse() as came:
                return came.status, came.getheader("Content-Security-Policy", ""), came.read()

    return await asyncio.to_thread(ask)


def notices(desk: Any) -> list[Message]:
    """What the host is told of the way in."""
    return [notice for notice in desk["notices"] if notice["code"] == "public"]


# ── an evening


@pytest.mark.parametrize("calls_us", [None, "localhost", "127.0.0.1:8080"])
async def test_phones_come_in_by_the_public_address_and_vote_over_wss(folder: MeetFolder, calls_us: str | None) -> None:
    async with behind_a_tunnel(folder, calls_us) as (served, outside), await hosting(served) as desk:
        public = f"https://{NAME}:{outside}"
        assert served.ready["url"] == f"{public}/J/{folder.code}".upper()
        assert served.ready["public"] == public
        join = await desk.panel("join")
        assert join["url"] == served.ready["url"]
        assert join["addresses"][0] == {"address": public, "interface": "public", "reachable": True}
        told = notices(await desk.panel("desk"))
        assert told == [{"code": "public", "values": {"address": f"{NAME}:{outside}"}}]
        status, policy, body = await page(outside, f"/j/{folder.code.lower()}")
        assert (status, b"<html" in body) == (200, True)
        assert " wss:" in policy.partition("connect-src")[2].partition(";")[0]
        async with await phone(outside) as ann:
            await ann.send(hello("attendee", code=folder.code, secret="ann-phones-secret", look=["round", "topics"]))
            assert (await ann.do("join", name="Ann"))["type"] == "answer"
            await desk.do("open_round", dots=2)
            voting = await ann.panel("round", lambda panel: panel["open"])
            topic = (await ann.panel("topics"))["topics"][0]["topic"]
            assert (await ann.do("vote", round=voting["round"], topic=topic, dots=1))["type"] == "answer"
            await desk.panel("tally", lambda panel: panel["counts"] and panel["counts"][0] == 1)
    state = fold(read(folder.journal).lines)
    assert [len(ballot) for ballots in state.ballots.values() for ballot in ballots.values()] == [1]


@pytest.mark.parametrize("calls_us", [None, "localhost"])
@pytest.mark.parametrize("origin", ["https://evil.example", f"https://{NAME}.evil.example", f"https://{NAME}", "null"])
async def test_through_the_tunnel_too_only_our_own_page_may_open_a_socket(
    folder: MeetFolder, calls_us: str | None, origin: str
) -> None:
    async with behind_a_tunnel(folder, calls_us) as (_, outside):
        with pytest.raises(InvalidStatus) as refused:
            await phone(outside, origin)
        assert refused.value.response.status_code == 403


async def test_what_a_proxy_says_of_who_asks_grants_nothing(folder: MeetFolder) -> None:
    here = "127.0.0.1"
    claims: dict[str, Any] = {"X_Forwarded_For": here, "Forwarded": f"for={here};host=localhost", "X_Real_IP": here}
    async with behind_a_tunnel(folder) as (served, outside):
        evil = await request(served.port, "/", Host="evil.example", X_Forwarded_Host=f"{NAME}:{outside}", **claims)
        assert evil.status == 403
        headers = {name.replace("_", "-"): value for name, value in claims.items()}
        async with await phone(outside, **headers) as stranger:
            for role, key in (("host", ""), ("host", folder.code), ("cohost", "")):
                since = len(stranger.heard)
                await stranger.send(hello(role, key=key, secret="a-stranger-s-secret", look=[]))
                await stranger.hear("refusal", since)
        async with await phone(outside, **headers) as friend:
            await friend.send(hello("host", key=folder.host, look=["desk"]))
            assert (await friend.hear("welcome"))["role"] == "host"  # the key, and nothing else, does it


# ── kept, changed, taken back


async def test_the_public_address_is_kept_for_the_next_start_until_it_is_taken_back(folder: MeetFolder) -> None:
    line = command(*serve_command(folder), "--public", PUBLIC)
    async with serving(folder, line=line) as served:
        assert served.ready["url"] == f"{PUBLIC}/J/{folder.code}".upper()
    async with serving(folder) as again, await hosting(again) as desk:
        assert again.ready["url"] == f"{PUBLIC}/J/{folder.code}".upper()
        assert notices(await desk.panel("desk"))
    async with serving(folder, line=command(*serve_command(folder), "--public", "")) as own, await hosting(own) as desk:
        assert own.ready["url"] == f"HTTP://127.0.0.1:{own.port}/J/{folder.code}"
        assert "public" not in own.ready
        assert notices(await desk.panel("desk")) == []


async def opens(port: int, host: str) -> bool:
    """Whether a request that names this host is served."""
    return (await request(port, "/", Host=host)).status == 200


async def test_it_is_given_and_taken_back_while_the_meet_runs(folder: MeetFolder) -> None:
    async with serving(folder) as served, await hosting(served) as desk:
        own = f"HTTP://127.0.0.1:{served.port}/J/{folder.code}"
        assert not await opens(served.port, "meet.example")

        await publish(folder, PUBLIC)
        await desk.panel("join", lambda join: join["url"] == f"{PUBLIC}/J/{folder.code}".upper())
        running = folder.running()
        assert running is not None
        assert (running.url, running.port) == (f"{PUBLIC}/J/{folder.code}".upper(), served.port)
        assert notices(await desk.panel("desk", notices))[0]["values"] == {"address": "meet.example"}
        assert await opens(served.port, "meet.example:443")
        assert await opens(served.port, "localhost")

        await publish(folder, "https://other.example")
        told = await desk.panel("desk", lambda panel: "other" in str(notices(panel)))
        assert len(notices(told)) == 1
        assert not await opens(served.port, "meet.example")

        await desk.send({"type": "address", "address": "127.0.0.1"})
        await desk.panel("join", lambda join: join["url"] == own)
        assert await opens(served.port, "other.example")  # whoever is in by it may go on
        await publish(folder, "https://other.example")
        await desk.panel("join", lambda join: "OTHER" in join["url"])

        await publish(folder, "")
        await desk.panel("join", lambda join: join["url"] == own)
        assert notices(await desk.panel("desk", lambda panel: not notices(panel))) == []
        assert not await opens(served.port, "other.example")


async def test_a_running_server_takes_no_address_that_is_none(folder: MeetFolder) -> None:
    async with serving(folder) as served, await hosting(served) as desk:
        for typed in ("https://meet.example/x", "ftp://meet.example", "192.0.2.1", "a" * 121):
            since = len(desk.heard)
            await desk.send({"type": "address", "address": typed})
            assert (await desk.hear("refusal", since))["code"] in ("unknown_address", "wrong_type")
        assert folder.public == ""


async def test_a_server_that_does_not_answer_is_named(folder: MeetFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("teachmeet.publishing.PATIENCE", 0.2)
    async with serving(folder):
        held: Callable[..., Awaitable[None]] = _says_nothing
        monkeypatch.setattr(Link, "send", held)
        with pytest.raises(FolderError, match="does not take the address"):
            await publish(folder, PUBLIC)


async def _says_nothing(*_: object) -> None:
    pass


def test_an_address_of_the_laptop_that_is_gone_gives_way_to_the_public_one(folder: MeetFolder) -> None:
    folder.keep_public(PUBLIC)
    folder.keep_address("192.0.2.77")
    assert Entrance(folder, "0.0.0.0", 80).door().url == f"{PUBLIC}/J/{folder.code}".upper()
    folder.keep_address("127.0.0.1")
    assert Entrance(folder, "0.0.0.0", 80).door().url == f"HTTP://127.0.0.1/J/{folder.code}"


# ── the command line


@pytest.mark.parametrize("typed", ["meet.example", "https://meet.example/J/A2C4", "https://a@meet.example"])
def test_a_bad_address_is_one_sentence(folder: MeetFolder, typed: str) -> None:
    ran = run("--sessions", folder.path.parent, "serve", folder.slug, "--public", typed)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (1, "", 1)
    assert f"“{typed}”" in ran.err
    assert folder.public == ""


def test_the_host_is_asked_which_meet(tmp_path: Path) -> None:
    ran = run("--sessions", tmp_path, "host", "--public", PUBLIC)
    assert (ran.code, "which meet" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("HTTPS://Meet.Example/", PUBLIC, cli.words_leave(PUBLIC)),
        ("", "", "leeds has no public address any more: what people write stays here."),
    ],
)
def test_the_host_is_told_before_the_terminal_opens(
    folder: MeetFolder, monkeypatch: pytest.MonkeyPatch, typed: str, kept: str, said: str
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(cli, "_need_a_terminal", lambda _: None)
    monkeypatch.setattr(cli, "_open_terminal", lambda _, meet: opened.append((meet, folder.public)))
    folder.keep_public("https://older.example")
    sessions = str(folder.path.parent)
    came = CliRunner().invoke(cli.cli, ["--sessions", sessions, "host", folder.slug, "--public", typed])
    assert (came.exit_code, came.stdout) == (0, f"{said}\n")
    assert opened == [(folder.slug, kept)]


def test_without_a_terminal_nothing_is_changed(folder: MeetFolder) -> None:
    ran = run("--sessions", folder.path.parent, "host", folder.slug, "--public", PUBLIC)
    assert (ran.code, ran.out, folder.public) == (1, "", "")
