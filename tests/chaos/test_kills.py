"""Pulling the plug on a meet, again and again: whatever was answered stands, once, and everybody comes back."""

import asyncio
import errno
import os
import random
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from teachmeet import journal
from teachmeet.domain import commands as c
from teachmeet.domain.actors import Role
from teachmeet.domain.checks import QUESTIONS_EACH, TOPICS_EACH
from teachmeet.domain.facts import HOST, Line, SignedUp
from teachmeet.domain.history import fold
from teachmeet.domain.panels import Mine
from teachmeet.domain.programme import Pitch
from teachmeet.link import Ended, Event, Link, Own, Pass, TurnedAway
from teachmeet.meetfolder import MeetFolder
from tests.world import (
    Served,
    attendee,
    command,
    environment,
    free_port,
    hosting,
    limited_to,
    make_meet,
    request,
    run,
    serve_command,
    serving,
    until,
    without_powers,
)

pytestmark = pytest.mark.chaos
posix = pytest.mark.skipif(sys.platform == "win32", reason="limits and permissions of POSIX")


@dataclass
class Phone:
    """A resending phone, and what it was told."""

    folder: MeetFolder
    port: int
    name: str
    role: Role = Role.ATTENDEE
    answers: dict[int, tuple[int, c.Command]] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)
    ended: list[Event] = field(default_factory=list)
    mine: Mine | None = None

    def __post_init__(self) -> None:
        attendee = self.role is Role.ATTENDEE
        card = Pass(
            self.role,
            code=self.folder.code,
            secret=f"the-secret-of-{self.name}-phone" if attendee else None,
            key="" if attendee else self.folder.host,
        )
        self.link = Link(lambda: f"ws://127.0.0.1:{self.port}/ws", card, ("tally",), self._listen)

    def _listen(self, event: Event) -> None:
        match event:
            case Own(Mine() as mine):
                self.mine = mine
                self.people.add(mine.person)
            case Ended() | TurnedAway():
                self.ended.append(event)
            case _:
                pass

    async def do(self, command: c.Command) -> int:
        """Ask for something, and note the answer; its number."""
        answer = await self.link.do(command)
        assert answer.n not in self.answers
        self.answers[answer.n] = (answer.seq, command)
        return answer.seq


@asynccontextmanager
async def connected(*phones: Phone) -> AsyncIterator[None]:
    """Hold these phones' links; all have left at the end."""
    tasks = [asyncio.create_task(phone.link.run()) for phone in phones]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for done in await asyncio.gather(*tasks, return_exceptions=True):
            assert done is None or isinstance(done, asyncio.CancelledError), done


async def kill_again_and_again(folder: MeetFolder, times: int) -> None:
    """Thirty phones and a host go on while the server is killed so many times; then everything is counted."""
    port = free_port()
    dice = random.Random(times)
    phones = [Phone(folder, port, f"P{number:02}") for number in range(30)]
    desk = Phone(folder, port, "host", Role.HOST)
    over = asyncio.Event()
    everybody = [*phones, desk]

    def answered() -> int:
        return sum(len(phone.answers) for phone in everybody)

    def enough(answers: int) -> bool:
        return answered() >= answers

    async with AsyncExitStack() as stack:
        await stack.enter_async_context(connected(*everybody))
        served = await stack.enter_async_context(serving(folder, port))
        topics = [await desk.do(c.AddTopic(Pitch.OFFER, f"Topic {number}")) for number in range(4)]
        voting = await desk.do(c.OpenRound(dots=2))
        lives = [asyncio.create_task(_vote(phone, voting, topics, over)) for phone in phones]
        lives += [asyncio.create_task(_speak(phone, over)) for phone in phones]
        lives.append(asyncio.create_task(_call_out(desk, over)))
        for _ in range(times):
            await until(partial(enough, answered() + dice.randint(1, 90)), "answers came")
            served.kill()
            served = await stack.enter_async_context(serving(folder, port=None))
            assert served.port == port
        over.set()
        await asyncio.wait_for(asyncio.gather(*lives), 60)
        assert await served.stop() == 0

    lines = journal.read(folder.journal).lines
    judge(phones, desk, lines)
    state = fold(lines)
    for phone in phones:
        assert phone.mine is not None
        assert state.ballots[voting].get(phone.mine.person, {}) == phone.mine.votes


async def _vote(phone: Phone, voting: int, topics: list[int], over: asyncio.Event) -> None:
    """Join, then put dots and take them back, for ever."""
    await phone.do(c.Join(phone.name))
    while not over.is_set():
        for dots in (1, 0):
            for topic in topics[:2]:
                await phone.do(c.Vote(voting, topic, dots))
    await phone.do(c.Vote(voting, topics[2], 1))


async def _speak(phone: Phone, over: asyncio.Event) -> None:
    """Pitch and ask as much as one may, two things at a time."""
    await until(lambda: phone.mine is not None or over.is_set(), "an answer to join", seconds=3600)
    for number in range(min(TOPICS_EACH // 4, QUESTIONS_EACH)):
        if not over.is_set():
            await asyncio.gather(
                phone.do(c.Suggest(Pitch.REQUEST, f"{phone.name} wants to know, {number}")),
                phone.do(c.Ask(f"{phone.name} asks, {number}?")),
            )


async def _call_out(desk: Phone, over: asyncio.Event) -> None:
    """Type in what people call out, each with a name: lines of two facts."""
    number = 0
    while not over.is_set() and number < 250:
        number += 1
        await desk.do(c.AddTopic(Pitch.OFFER, f"Called out {number}", f"Caller {number}"))


def judge(phones: list[Phone], desk: Phone, lines: tuple[Line, ...]) -> None:
    """Nothing answered is lost, nothing is there twice, nobody became somebody else."""
    written = Counter((line.by, line.client, line.n) for line in lines if line.client)
    assert [asked for asked, times in written.items() if times > 1] == [], "done twice"
    at = {(line.by, line.client, line.n): line for line in lines}
    for phone in (*phones, desk):
        assert len(phone.people) == (0 if phone is desk else 1), "came back as somebody else"
        author = HOST if phone is desk else min(phone.people)
        for n, (seq, asked) in phone.answers.items():
            line = at.get((author, phone.link.client, n))
            assert line is not None, f"lost: {phone.name} was told that {asked} is saved"
            assert line.seq == seq
    state = fold(lines)
    assert len(state.secrets) == len(phones)
    assert sum(person.joined is not None for person in state.people.values()) == len(phones)
    called = [line for line in lines if line.by == HOST and isinstance(line.facts[0], SignedUp)]
    assert len(called) == sum(bool(getattr(asked, "name", "")) for _, asked in desk.answers.values())


@pytest.mark.timeout(300)
async def test_twenty_kills_under_thirty_phones_lose_and_double_nothing(tmp_path: Path) -> None:
    await kill_again_and_again(make_meet(tmp_path), 20)


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_two_hundred_kills_under_thirty_phones_lose_and_double_nothing(tmp_path: Path) -> None:
    await kill_again_and_again(make_meet(tmp_path), 200)


# ── the disk takes no more


async def fill_until_it_ends(phone: Phone) -> "asyncio.Task[int]":
    """Ask until there is no answer any more; the task of the command that has none."""
    while True:
        asking = asyncio.create_task(phone.do(c.Join(f"Ann, who is called so for the {len(phone.answers)}th time")))
        await until(partial(_is_over, asking, phone), "an answer or the end")
        if not asking.done():
            return asking
        await asking


def _is_over(asking: "asyncio.Task[int]", phone: Phone) -> bool:
    return asking.done() or bool(phone.ended)


async def the_disk_fills(folder: MeetFolder, line: list[str], reason: str, make_room: Callable[[], None]) -> None:
    """Fill the disk under a phone; then give it room and see that all is there once."""
    port = int(line[line.index("--port") + 1])
    ann = Phone(folder, port, "Ann")
    async with serving(folder, line=line) as served:
        async with await hosting(served) as desk, connected(ann):
            await ann.do(c.Join("Ann"))
            asking = await fill_until_it_ends(ann)
            bye = await desk.hear("bye")
            assert (bye["why"], bye["reason"]) == ("not_saved", reason)
            assert isinstance(ann.ended[0], Ended)
            assert ann.ended[0].why == "not_saved"
            assert await served.ended() == 1
        lines = journal.read(folder.journal).lines
        assert abs(bye["saved"] - lines[-1].at.timestamp() * 1000) < 1
        complaint = served.complaint().splitlines()
        assert len(complaint) == 1, complaint
        assert reason in complaint[0]
        assert str(folder.journal) in complaint[0]
    assert folder.running() is None
    judge([ann], Phone(folder, port, "nobody", Role.HOST), lines)
    make_room()
    async with serving(folder, port=None), connected(ann):
        await asyncio.wait_for(asking, 30)
    judge([ann], Phone(folder, port, "nobody", Role.HOST), journal.read(folder.journal).lines)
    assert len(journal.read(folder.journal).lines) == 1 + len(ann.answers), "founded, then one line for every answer"


@posix
async def test_a_disk_that_is_full_is_told_and_what_was_answered_stands(tmp_path: Path) -> None:
    folder = make_meet(tmp_path)
    limit = folder.journal.stat().st_size + 2_500
    line = limited_to(limit, *serve_command(folder, free_port()))
    await the_disk_fills(folder, line, os.strerror(errno.EFBIG), make_room=lambda: None)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 kB."""
    mounted = tmp_path / "small"
    mounted.mkdir()
    try:
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", mounted], capture_output=True, check=False
        )
    except OSError:
        pytest.skip("this system mounts no tmpfs; a file's limit is tried in any case")
    if made.returncode:
        pytest.skip("we may not mount here; a file's limit is tried in any case")
    try:
        yield mounted
    finally:
        subprocess.run(["umount", "-l", mounted], check=True)


async def test_a_file_system_without_room_is_told_too(small_disk: Path) -> None:
    folder = make_meet(small_disk)
    ballast = small_disk / "ballast"
    line = command(*serve_command(folder, free_port()))
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"\0" * 4096):
            pass
    ballast.write_bytes(b"\0" * (ballast.stat().st_size - 8 * 4096))
    await the_disk_fills(folder, line, os.strerror(errno.ENOSPC), make_room=ballast.unlink)


def test_a_new_meet_on_a_full_file_system_leaves_nothing(small_disk: Path) -> None:
    with (small_disk / "ballast").open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"\0" * 4096):
            pass
    done = run("--sessions", small_disk, "new", "leeds")
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1
    assert os.strerror(errno.ENOSPC) in done.err
    assert [path.name for path in small_disk.iterdir()] == ["ballast"]


# ── what is in the way of a server


def one_sentence(line: list[str]) -> str:
    """What a command that must fail says: one line on stderr, exit code 1, nothing else."""
    done = run(line=line)
    assert (done.code, done.out, len(done.err.splitlines())) == (1, "", 1), done
    return done.err


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing can be written into this folder."""
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)


@posix
def test_a_read_only_folder_is_said_in_a_sentence(tmp_path: Path) -> None:
    folder = make_meet(tmp_path)
    before = sorted(path.name for path in folder.path.iterdir())
    with read_only(folder.path):
        said = one_sentence(without_powers(*serve_command(folder)))
    assert "cannot be written to" in said
    assert os.strerror(errno.EACCES) in said
    assert sorted(path.name for path in folder.path.iterdir()) == before


@posix
async def test_a_folder_that_became_read_only_still_takes_votes_but_no_new_server(tmp_path: Path) -> None:
    """The journal is open: what can be saved is saved. Only the next start finds that nothing can be made."""
    folder = make_meet(tmp_path)
    async with serving(folder, line=without_powers(*serve_command(folder))) as served:
        with read_only(folder.path):
            async with await attendee(served, "ann-phones-secret") as ann:
                assert (await ann.do("join", name="Ann"))["type"] == "answer"
            assert await served.stop() == 0
            assert "cannot be written to" in one_sentence(without_powers(*serve_command(folder, None)))
    assert len(journal.read(folder.journal).lines) == 2


def test_a_taken_port_is_said_in_a_sentence_and_the_meet_keeps_its_own(tmp_path: Path) -> None:
    folder = make_meet(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = one_sentence(command(*serve_command(folder, port)))
        assert f"Port {port} is taken" in said
        assert folder.port is None
        folder.keep_port(port)
        said = one_sentence(command(*serve_command(folder, None)))
        assert "phones know this meet by it" in said
    assert folder.port == port


def test_an_address_that_is_not_ours_is_said_in_a_sentence(tmp_path: Path) -> None:
    folder = make_meet(tmp_path)
    for address in ("192.0.2.1", "no.such.host.invalid"):
        said = one_sentence(command("--sessions", tmp_path, "serve", folder.slug, "--bind", address, "--port", "0"))
        assert address in said
        assert "taken" not in said


async def test_a_second_server_for_the_same_meet_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    folder = make_meet(tmp_path)
    async with serving(folder) as served:
        said = await asyncio.to_thread(one_sentence, command(*serve_command(folder)))
        assert "already running" in said
        assert (await request(served.port, "/healthz")).status == 200


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_the_server_with_everything_saved(tmp_path: Path, number: signal.Signals) -> None:
    folder = make_meet(tmp_path)
    async with serving(folder) as served:
        async with await attendee(served, "ann-phones-secret", "Ann") as ann:
            for asked in range(10):
                await ann.do("ask", text=f"{asked}?")
            served.process.send_signal(number)
            assert (await ann.hear("bye"))["why"] == "stopped"
        assert await served.ended() == 0
        assert served.complaint() == ""
    assert len(journal.read(folder.journal).lines) == 12
    assert not (folder.path / "server.json").exists()


# ── the terminal goes, the server stays


STARTER = """
import asyncio, sys, time
from pathlib import Path
from teachmeet.laptop import Laptop
running = asyncio.run(Laptop(Path(sys.argv[1])).start(sys.argv[2]))
print(running.pid, flush=True)
time.sleep(600)
"""


@posix
async def test_a_server_survives_the_end_of_the_terminal_that_started_it(tmp_path: Path) -> None:
    folder = make_meet(tmp_path)
    folder.keep_port(free_port())
    starter = subprocess.Popen(  # noqa: ASYNC220  it takes no time
        [sys.executable, "-c", STARTER, str(tmp_path), folder.slug],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        assert starter.stdout is not None
        pid = int(await asyncio.to_thread(starter.stdout.readline))
        running = folder.running()
        assert running is not None
        assert running.pid == pid != starter.pid
        served = Served(folder, starter, {"port": running.port}, folder.log)
        async with await attendee(served, "ann-phones-secret", "Ann") as ann:
            os.killpg(starter.pid, signal.SIGKILL)
            await asyncio.to_thread(starter.wait)
            assert (await ann.do("ask", text="Still there?"))["type"] == "answer"
            assert ann.closed is None
        stopped = await asyncio.to_thread(run, "--sessions", tmp_path, "stop", folder.slug)
        assert stopped.code == 0
        assert folder.running() is None
    finally:
        still = folder.running()
        if still is not None:
            os.kill(still.pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.killpg(starter.pid, signal.SIGKILL)
        starter.wait()
        assert starter.stdout is not None
        starter.stdout.close()
