"""The protocol's description: fresh, complete, its examples true, and enough to write a client from."""

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from docs import generate, meanings, shapes
from docs.evening import play
from docs.schema import FROM_CLIENT, FROM_SERVER
from teachmeet import wire
from teachmeet.domain.acts import Deed
from teachmeet.domain.refusals import Code
from teachmeet.domain.views import PANELS

ROOT = Path(__file__).resolve().parent.parent
PROTOCOL = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "protocol.schema.json").read_text(encoding="utf-8"))


def fences(kind: str) -> list[str]:
    """The contents of all code blocks of a kind."""
    return re.findall(rf"^```{kind}\n(.*?)\n```$", PROTOCOL, flags=re.DOTALL | re.MULTILINE)


def examples() -> Iterator[tuple[str, str]]:
    """Every example of the page, with which side it came from: `FromClient`, `FromServer` or `JournalLine`."""
    for block in fences("text"):
        for line in block.splitlines():
            arrow, frame = line[:2], line[2:]
            yield {"→ ": "FromClient", "← ": "FromServer"}[arrow], frame
    for block in fences("json"):
        for frame in block.splitlines() if '"crc"' in block else [block]:
            yield "JournalLine" if '"crc"' in frame else "FromServer", frame


def slug(heading: str) -> str:
    """The name under which a page's heading is linked to."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


# ── fresh and complete


def test_description_and_schema_are_what_the_code_says_now() -> None:
    said: list[str] = []
    assert generate.main(["--check"], said.append) == 0, "".join(said)


def test_generator_wants_no_other_arguments() -> None:
    assert generate.main(["--chek"], lambda _: None) == 2


@pytest.mark.parametrize("kind", [*FROM_CLIENT, *FROM_SERVER])
def test_every_message_has_a_section_and_an_example(kind: type[wire.Hello]) -> None:
    tag = kind.__struct_config__.tag
    assert tag == "panel" or f"### Message: {tag}\n" in PROTOCOL
    assert any(json.loads(frame).get("type") == tag for _, frame in examples())


def test_the_schema_knows_every_message_of_the_wire() -> None:
    assert set(FROM_CLIENT) == set(wire.FromClient.__args__)
    assert set(FROM_SERVER) == set(wire.FromServer.__args__)


@pytest.mark.parametrize("name", wire.COMMANDS)
def test_every_command_has_a_section_and_an_answered_example(name: str) -> None:
    section = PROTOCOL.partition(f"### Command: {name}\n")[2].partition("\n##")[0]
    assert f'"do":"{name}"' in section
    assert '← {"type":"answer"' in section


@pytest.mark.parametrize("name", wire.PANELS)
def test_every_panel_has_a_section_with_an_example_for_each_view(name: str) -> None:
    section = PROTOCOL.partition(f"### Panel: {name}\n")[2].partition("\n##")[0]
    shown = " ".join(re.findall(r"^The view of .*", section, flags=re.MULTILINE))
    assert set(re.findall(r"\b(?:host|cohost|wall|attendee)\b", shown)) == {view.value for view in PANELS[name][1]}


@pytest.mark.parametrize("code", Code)
def test_every_refusal_has_its_meaning_and_its_sentence(code: Code) -> None:
    rows = re.findall(rf"^\| `{code.value}` \| ([^|]+) \| “([^|]+)” \|", PROTOCOL, flags=re.MULTILINE)
    assert len(rows) == 1


def test_a_code_without_a_meaning_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meanings, "MEANINGS", dict(list(meanings.MEANINGS.items())[1:]))
    with pytest.raises(LookupError, match=r"not_understood, .*out_of_range"):
        meanings.check()


@pytest.mark.parametrize("name", wire.FACTS)
def test_every_fact_is_described(name: str) -> None:
    assert len(re.findall(rf"^\| `{name}` \| [^|]+ \| (?:`|none)", PROTOCOL, flags=re.MULTILINE)) == 1


def test_every_deed_is_named() -> None:
    assert [deed.value for deed in Deed if f'`"{deed.value}"`' not in PROTOCOL] == []


def test_every_field_of_every_message_is_named_in_its_section() -> None:
    for title, kinds in (("Panel", wire.PANELS), ("Command", wire.COMMANDS)):
        for name, kind in kinds.items():
            section = PROTOCOL.partition(f"### {title}: {name}\n")[2].partition("\n##")[0]
            rows = {row for row in section.splitlines() if row.startswith("| `")}
            assert {row.split("`")[1] for row in rows} == {field.encode_name for field in shapes.fields_of(kind)}


def test_every_link_leads_somewhere() -> None:
    headings = {slug(heading) for heading in re.findall(r"^#+ (.+)$", PROTOCOL, flags=re.MULTILINE)}
    targets = re.findall(r"\]\(([^)]+)\)", PROTOCOL)
    assert [target for target in targets if target[0] == "#" and target[1:] not in headings] == []
    for page in (PROTOCOL, SECURITY):
        files = [target.partition("#")[0] for target in re.findall(r"\]\(([^)#][^)]*)\)", page)]
        assert [file for file in files if not (ROOT / "docs" / file).exists()] == []


# ── true


def test_every_example_is_one_of_the_wire() -> None:
    sides = set()
    for side, frame in examples():
        sides.add(side)
        if side == "FromClient":
            message = wire.read_client(frame)
            if isinstance(message, wire.Do):
                wire.read_command(message)
        elif side == "FromServer":
            answer = wire.read_server(frame)
            if isinstance(answer, wire.PanelMessage):
                wire.read_panel(answer)
        else:
            wire.read_line(frame.encode() + b"\n")
    assert sides == {"FromClient", "FromServer", "JournalLine"}


def validator(side: str) -> Draft202012Validator:
    """What checks one side's messages by the schema."""
    Draft202012Validator.check_schema(SCHEMA)
    return Draft202012Validator({"$ref": f"#/$defs/{side}", "$defs": SCHEMA["$defs"]})


def test_every_example_is_valid_by_the_schema() -> None:
    validators = {side: validator(side) for side in ("FromClient", "FromServer", "JournalLine")}
    for side, frame in examples():
        validators[side].validate(json.loads(frame))


@pytest.mark.parametrize(
    "message",
    [
        {"type": "do", "n": 1, "do": "vote", "with": {"round": 1, "topic": 2}},
        {"type": "do", "n": 1, "do": "vote"},
        {"type": "do", "n": 0, "do": "pause_talk"},
        {"type": "do", "n": 1, "do": "sing"},
        {"type": "hello", "role": "attendee", "client": "short"},
        {"type": "dance"},
    ],
    ids=str,
)
def test_schema_refuses_what_the_server_refuses(message: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        validator("FromClient").validate(message)


def test_schema_takes_a_command_without_fields_as_the_server_does() -> None:
    message = {"type": "do", "n": 1, "do": "pause_talk"}
    validator("FromClient").validate(message)
    assert isinstance(wire.read_client(json.dumps(message)), wire.Do)


def test_checksums_are_made_as_the_page_says() -> None:
    lines = [line for side, line in examples() if side == "JournalLine"]
    assert len(lines) == 5
    for line in lines:
        cut = re.sub(r',"crc":"([0-9a-f]{8})"', "", line)
        assert f"{crc32(cut.encode()):08x}" == json.loads(line)["crc"]


def test_examples_can_be_had_again_byte_by_byte() -> None:
    assert asyncio.run(play()) == asyncio.run(play())


def test_security_page_names_what_is_kept_and_where() -> None:
    for name in ("journal.jsonl", "meet.json", "host.key", "journal.torn", "server.log", "exports/"):
        assert f"`{name}" in SECURITY


# ── enough: a client that knows nothing but the page


@dataclass
class Stranger:
    """A client as the page describes it; it uses a websocket library and JSON, and nothing of ours."""

    socket: ClientConnection
    client: str
    n: int = 0

    async def send(self, **message: Any) -> None:
        """Send one message."""
        await self.socket.send(json.dumps(message))

    async def receive(self, *types: str) -> dict[str, Any]:
        """The next message of one of these types; others are passed over."""
        async with asyncio.timeout(20):
            while True:
                message: dict[str, Any] = json.loads(await self.socket.recv())
                if message["type"] in types:
                    return message

    async def panel(self, name: str) -> dict[str, Any]:
        """The next version of a panel."""
        while (message := await self.receive("panel"))["name"] != name:
            pass
        data: dict[str, Any] = message["data"]
        return data

    async def do(self, what: str, /, again: int = 0, **fields: Any) -> dict[str, Any]:
        """Ask for something, and wait for the answer or refusal to it."""
        self.n += not again
        n = again or self.n
        await self.send(type="do", n=n, do=what, **{"with": fields})
        while (message := await self.receive("answer", "refusal"))["n"] != n:
            pass
        return message


@dataclass(frozen=True)
class Place:
    """A server that runs, and what lets one in."""

    port: int
    code: str
    key: str

    @property
    def url(self) -> str:
        """Where the socket is."""
        return f"ws://127.0.0.1:{self.port}/ws"

    @asynccontextmanager
    async def enter(self, role: str, client: str, **hello: Any) -> AsyncIterator[tuple[Stranger, dict[str, Any]]]:
        """Come in, and leave."""
        async with connect(self.url, compression=None, proxy=None) as socket:
            stranger = Stranger(socket, client)
            await stranger.send(type="hello", role=role, client=client, **hello)
            yield stranger, await stranger.receive("welcome", "refusal")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A meet's real server on a free port."""
    teachmeet = [sys.executable, "-m", "teachmeet", "--sessions", str(tmp_path)]
    subprocess.run([*teachmeet, "new", "stranger"], cwd=ROOT, check=True, capture_output=True, timeout=60)
    command = [*teachmeet, "serve", "stranger", "--bind", "127.0.0.1", "--port", "0", "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            ready = json.loads(server.stdout.readline())
            folder = tmp_path / "stranger"
            code = json.loads((folder / "meet.json").read_text(encoding="utf-8"))["code"]
            yield Place(ready["port"], code, (folder / "host.key").read_text(encoding="utf-8").strip())
        finally:
            server.terminate()
            server.wait(20)


async def test_a_stranger_joins_suggests_and_votes(place: Place) -> None:
    me = {"code": place.code.lower(), "secret": "made-up-once-and-kept"}
    async with (
        place.enter("host", "host-page-1", key=place.key) as (host, _),
        place.enter("attendee", "phone-page-1", **me, look=["round"]) as (phone, welcome),
    ):
        assert (welcome["role"], welcome["mine"]) == ("attendee", None)
        assert (await phone.panel("round"))["round"] is None
        assert (await phone.do("suggest", pitch="offer", title="Too early"))["code"] == "join_first"
        assert (await phone.do("join", name="Zoe"))["mine"]["name"] == "Zoe"
        topic = (await phone.do("suggest", pitch="offer", title="Written from the page alone"))["seq"]
        voting = (await host.do("open_round", dots=1, seconds=600))["seq"]
        shown = await phone.panel("round")
        assert (shown["round"], shown["topics"], shown["open"]) == (voting, [topic], True)
        answer = await phone.do("vote", round=voting, topic=topic, dots=1)
        assert answer["mine"]["votes"] == {str(topic): 1}
        assert await phone.do("vote", again=phone.n, round=voting, topic=topic, dots=1) == answer
        await phone.send(type="look", panels=["tally"])
        assert (await phone.panel("tally"))["counts"] is None
        await host.do("close_round", round=voting)
        assert (await phone.panel("tally"))["counts"] == [1]
    async with place.enter("attendee", "phone-page-2", **me) as (phone, welcome):
        assert welcome["mine"]["votes"] == {str(topic): 1}
        assert (await phone.do("vote", round=voting, topic=topic, dots=0))["code"] == "round_closed"


async def test_a_stranger_is_refused_as_the_page_says(place: Place) -> None:
    async with place.enter("wall", "wall-page-1", look=["join"]) as (wall, _):
        assert (await wall.panel("join"))["code"] == place.code
        assert (await wall.do("join", name="Wall"))["code"] == "not_yours"
        await wall.send(type="look", panels=["people"])
        assert (await wall.receive("refusal"))["code"] == "not_yours"
        await wall.socket.send(b"{}")
        assert (await wall.receive("refusal"))["code"] == "not_understood"
        await wall.send(type="ping", c=12.5)
        assert (await wall.receive("pong"))["c"] == 12.5
    async with place.enter("attendee", "phone-page-1", code="----", secret="x" * 16) as (_, refusal):
        assert (refusal["code"], refusal["n"]) == ("wrong_code", None)
    with pytest.raises(InvalidStatus) as elsewhere:
        async with connect(place.url, origin="http://example.org", proxy=None):  # type: ignore[arg-type]
            pass
    assert elsewhere.value.response.status_code == 403


async def test_a_stranger_is_told_goodbye(place: Place) -> None:
    async with (
        place.enter("attendee", "phone-page-1", code=place.code, secret="y" * 16) as (phone, _),
        place.enter("host", "host-page-1", key=place.key) as (host, _),
    ):
        await host.send(type="stop")
        assert (await phone.receive("bye"))["why"] == "stopped"
        await phone.socket.wait_closed()
        assert (phone.socket.close_code, phone.socket.close_reason) == (1001, "stopped")
