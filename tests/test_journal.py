"""The journal on a real disk: cut anywhere, flipped anywhere, full, read-only, rewritten; nothing answered is lost."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from teachmeet import journal
from teachmeet.domain.commands import AddTopic, Ask, ForgetMe, Join, OpenRound, Suggest, Undo, Vote
from teachmeet.domain.history import fold
from teachmeet.domain.programme import NANO, Pitch, RoomPlan, Signup, TalkPlan
from teachmeet.journal import AppendFailed, FileJournal, JournalError, MemoryJournal
from teachmeet.wire import digest, write_line
from tests.helpers import MEET, Story, ann, bob, host, joined

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs the limits and users of POSIX")


def evening() -> Story:
    """Ten lines, three of them of several facts, with text that no byte table holds."""
    made = replace(MEET, rooms=(RoomPlan("Library", 60),), talks=(TalkPlan(Signup("Eve"), "Ünï ✓", NANO, 120),))
    story = joined(ann, bob, made=made)
    return story.tell(
        ann(Suggest(Pitch.OFFER, "Schach ♟ J*")),
        host(AddTopic(Pitch.REQUEST, "Go", "Dee")),
        host(AddTopic(Pitch.REQUEST, "Bridge", "Fay")),
        host(OpenRound(2)),
        ann(Vote(12, 7, 1)),
        bob(Vote(12, 11, 1)),
        bob(Ask("Why?\\n")),
    )


def write(path: Path, story: Story) -> bytes:
    """The story's journal on disk."""
    content = b"".join(map(write_line, story.lines))
    path.write_bytes(content)
    return content


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a meet's journal stands."""
    return tmp_path / journal.JOURNAL


@pytest.fixture
def opened() -> Iterator[Callable[[Path], FileJournal]]:
    """Opens journals, and lets go of them at the end."""
    those: list[FileJournal] = []

    def open_one(path: Path) -> FileJournal:
        those.append(FileJournal(path))
        return those[-1]

    yield open_one
    for each in those:
        each.close()


Open = Callable[[Path], FileJournal]


# ── appending


def test_what_was_appended_is_read_again(path: Path, opened: Open) -> None:
    story = evening()
    journal.found(path, story.lines[0])
    kept = opened(path)
    kept.append(story.lines[1:3], after=story.lines[0].last)
    for line in story.lines[3:]:
        kept.append([line], after=line.seq - 1)
    assert journal.read(path) == journal.Opened(tuple(story.lines), None)
    assert path.read_bytes() == b"".join(map(write_line, story.lines))
    assert journal.read_first(path) == tuple(story.lines[:1])


def test_a_reopened_journal_goes_on_where_it_left_off(path: Path, opened: Open) -> None:
    story = evening()
    journal.found(path, story.lines[0])
    for line in story.lines[1:]:
        kept = FileJournal(path)
        kept.append([line], after=line.seq - 1)
        kept.close()
    assert list(opened(path).lines) == story.lines


@pytest.mark.parametrize("after", [0, 3, 99])
def test_nothing_is_appended_after_a_number_that_is_not_the_last(path: Path, opened: Open, after: int) -> None:
    story = evening()
    content = write(path, story)
    with pytest.raises(AssertionError, match="ends at 16"):
        opened(path).append([replace(story.lines[-1], seq=after + 1)], after=after)
    assert path.read_bytes() == content


def test_a_journal_in_memory_keeps_the_same_law(path: Path) -> None:
    story = evening()
    memory = MemoryJournal()
    memory.append(story.lines[:4], after=0)
    with pytest.raises(AssertionError, match="follow"):
        memory.append(story.lines[5:], after=0)
    memory.append(story.lines[4:], after=story.lines[3].last)
    assert memory.lines == story.lines


def test_a_missing_journal_says_what_to_do(path: Path) -> None:
    with pytest.raises(JournalError, match=r"journal\.jsonl is missing: restore"):
        journal.read(path)


def test_a_folder_in_the_journal_s_place_cannot_be_read(path: Path) -> None:
    path.mkdir()
    with pytest.raises(JournalError, match="cannot be read"):
        journal.read(path)


def test_an_empty_journal_holds_nothing(path: Path, opened: Open) -> None:
    path.touch()
    assert journal.read(path) == journal.Opened((), None)
    assert journal.read_first(path) == ()
    kept = opened(path)
    kept.append(evening().lines[:1], after=0)
    assert len(journal.read(path).lines) == 1


def test_the_founding_line_alone_is_read_whatever_comes_behind_it(path: Path) -> None:
    content = write(path, evening())
    first = content.index(b"\n") + 1
    path.write_bytes(content[:first] + b"damage\n")
    assert journal.read_first(path) == tuple(evening().lines[:1])
    path.write_bytes(content[: first - 1])
    assert journal.read_first(path) == ()
    path.write_bytes(content[first:])
    with pytest.raises(JournalError, match=r"journal\.jsonl:1 is damaged"):
        journal.read_first(path)


# ── cut anywhere


def test_a_journal_cut_anywhere_keeps_its_whole_commands_and_only_those(path: Path) -> None:
    story = evening()
    content = write(path, story)
    ends = [end + 1 for end, byte in enumerate(content) if byte == 0x0A]
    for cut in range(len(content) + 1):
        whole = sum(end <= cut for end in ends)
        good = ends[whole - 1] if whole else 0
        seq = story.lines[whole - 1].last if whole else 0
        torn = None if cut == good else seq
        path.write_bytes(content[:cut])

        assert journal.read(path) == journal.Opened(tuple(story.lines[:whole]), torn)
        assert path.stat().st_size == cut  # reading a journal that may be in use changes nothing
        kept = FileJournal(path)
        assert (list(kept.lines), kept.torn) == (story.lines[:whole], torn)
        assert path.read_bytes() == content[:good]
        copies = sorted(copy.name for copy in path.parent.iterdir() if copy != path)
        if torn is None:
            assert copies == []
        else:
            assert copies == [f"journal.torn-{seq}"]
            copy = path.with_name(copies[0])
            assert copy.read_bytes() == content[good:cut]
            if sys.platform != "win32":
                assert copy.stat().st_mode & 0o077 == 0
            copy.unlink()
        if whole < len(story.lines):
            kept.append([story.lines[whole]], after=seq)
            assert path.read_bytes() == content[: ends[whole]]
        kept.close()


# ── flipped anywhere


def test_no_flipped_bit_is_ever_taken_for_the_truth_or_for_a_torn_tail(path: Path) -> None:
    story = evening()
    content = write(path, story)
    flipped = bytearray(content)
    line = 1
    for place, byte in enumerate(content):
        for bit in range(8):
            flipped[place] ^= 1 << bit
            path.write_bytes(flipped)
            keep = "or keep what stands before" if line > 1 else "from a copy$"
            with pytest.raises(JournalError, match=rf"journal\.jsonl:{line} is damaged: .+ {keep}"):
                journal.read(path)
            flipped[place] = byte
        line += byte == 0x0A
    path.write_bytes(flipped)
    assert len(journal.read(path).lines) == len(story.lines)


def test_a_damaged_journal_is_not_opened_and_not_touched(path: Path) -> None:
    content = bytearray(write(path, evening()))
    content[-1] ^= 0x01
    path.write_bytes(content)
    with pytest.raises(JournalError, match=r"journal\.jsonl:10 is damaged: its end was changed"):
        FileJournal(path)
    assert path.read_bytes() == content
    assert os.listdir(path.parent) == [path.name]


def lines_of(path: Path) -> list[bytes]:
    """The journal's lines as bytes."""
    return path.read_bytes().splitlines(keepends=True)


@pytest.mark.parametrize("gone", range(9))
def test_a_deleted_line_is_missed(path: Path, gone: int) -> None:
    write(path, evening())
    lines = lines_of(path)
    path.write_bytes(b"".join(lines[:gone] + lines[gone + 1 :]))
    with pytest.raises(JournalError, match=rf"journal\.jsonl:{gone + 1} is damaged: number \d+ was expected"):
        journal.read(path)


@pytest.mark.parametrize("place", range(9))
def test_swapped_lines_are_seen(path: Path, place: int) -> None:
    write(path, evening())
    lines = lines_of(path)
    lines[place], lines[place + 1] = lines[place + 1], lines[place]
    path.write_bytes(b"".join(lines))
    with pytest.raises(JournalError, match=rf"journal\.jsonl:{place + 1} is damaged: number \d+ was expected"):
        journal.read(path)


@pytest.mark.parametrize(("was", "became"), [(b"\n", b"\r\n"), (b"Why?", b"Why!"), (b'{"seq":1,', b'{ "seq":1,')])
def test_what_an_editor_does_to_a_file_is_seen(path: Path, was: bytes, became: bytes) -> None:
    path.write_bytes(write(path, evening()).replace(was, became))
    with pytest.raises(JournalError, match="is damaged"):
        journal.read(path)


def test_the_same_line_twice_is_seen(path: Path) -> None:
    content = write(path, evening())
    path.write_bytes(content + lines_of(path)[-1])
    with pytest.raises(JournalError, match=r"journal\.jsonl:11 is damaged: number 17 was expected, 16 stands there"):
        journal.read(path)


# ── the disk says no


def in_a_child(act: Callable[[Path], None], path: Path) -> None:
    """Run something that spoils a process (limits, another user) in one of its own; its failures are ours."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as child:
        child.submit(act, path).result()


def no_file_over(size: int) -> None:
    """Let this process write no file beyond so many bytes: a write that crosses the line is short, the next refused."""
    import resource  # there is none on Windows

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def become_nobody() -> None:
    """Root may write anywhere: be somebody who may not."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)


def append_to_a_full_disk(path: Path) -> None:
    story = evening()
    for room in (0, 1, 50, 200, 400):
        no_file_over(2**20)
        path.unlink(missing_ok=True)
        journal.found(path, story.lines[0])
        before = path.read_bytes()
        kept = FileJournal(path)
        no_file_over(len(before) + room)
        with pytest.raises(AppendFailed, match=r"only \d+ of|too large"):
            kept.append(story.lines[1:], after=story.lines[0].last)
        assert path.read_bytes() == before
        kept.close()


@posix
def test_a_full_disk_saves_nothing_of_a_batch_and_cuts_the_file_back(path: Path) -> None:
    in_a_child(append_to_a_full_disk, path)
    assert journal.read(path) == journal.Opened(tuple(evening().lines[:1]), None)


def forget_on_a_full_disk(path: Path) -> None:
    story = evening().tell(ann(ForgetMe()))
    kept = FileJournal(path)
    kept.append(story.lines[-1:], after=story.lines[-2].last)
    no_file_over(100)
    with pytest.raises(AppendFailed):
        kept.forget()
    kept.close()


@posix
def test_a_full_disk_leaves_the_old_file_when_somebody_is_to_be_forgotten(path: Path) -> None:
    content = write(path, evening())
    in_a_child(forget_on_a_full_disk, path)
    assert path.read_bytes() == content + write_line(evening().tell(ann(ForgetMe())).lines[-1])
    assert os.listdir(path.parent) == [path.name]


def put_in_place_on_a_full_disk(path: Path) -> None:
    no_file_over(100)
    with pytest.raises(OSError, match="too large"):
        journal.write_whole(path, b"n" * 200)


@posix
def test_a_file_is_put_in_place_whole_or_not_at_all(path: Path) -> None:
    journal.write_whole(path, b"old")
    in_a_child(put_in_place_on_a_full_disk, path)
    assert path.read_bytes() == b"old"
    assert os.listdir(path.parent) == [path.name]


@posix
def test_a_private_file_is_nobody_else_s_to_read(tmp_path: Path) -> None:
    journal.write_whole(tmp_path / "host.key", b"key", private=True)
    assert (tmp_path / "host.key").stat().st_mode & 0o777 == 0o600


@posix
def test_a_private_file_is_private_also_over_what_a_crash_left(tmp_path: Path) -> None:
    (tmp_path / "host.key.new").write_bytes(b"half")
    (tmp_path / "host.key.new").chmod(0o644)
    journal.write_whole(tmp_path / "host.key", b"key", private=True)
    assert (tmp_path / "host.key").stat().st_mode & 0o777 == 0o600


@pytest.fixture
def meet() -> Iterator[Path]:
    """A meet's folder outside pytest's own, into which only its owner may look."""
    with TemporaryDirectory() as above:
        os.chmod(above, 0o755)
        folder = Path(above, "meet")
        folder.mkdir()
        yield folder
        folder.chmod(0o755)


def write_where_nobody_may(folder: Path) -> None:
    become_nobody()
    assert len(journal.read(folder / journal.JOURNAL).lines) == 10
    with pytest.raises(PermissionError):
        FileJournal(folder / journal.JOURNAL)
    with pytest.raises(PermissionError):
        journal.write_whole(folder / "meet.json", b"new")
    with pytest.raises(PermissionError):
        journal.found(folder / "other.jsonl", evening().lines[0])


@posix
def test_a_read_only_folder_is_refused_and_left_as_it_was(meet: Path) -> None:
    content = write(meet / journal.JOURNAL, evening())
    (meet / journal.JOURNAL).chmod(0o444)
    meet.chmod(0o555)
    in_a_child(write_where_nobody_may, meet)
    assert (meet / journal.JOURNAL).read_bytes() == content
    assert os.listdir(meet) == [journal.JOURNAL]


def read_what_nobody_may(folder: Path) -> None:
    become_nobody()
    with pytest.raises(JournalError, match="cannot be read: Permission denied"):
        journal.read(folder / journal.JOURNAL)


@posix
def test_a_journal_that_may_not_be_read_says_so(meet: Path) -> None:
    write(meet / journal.JOURNAL, evening())
    (meet / journal.JOURNAL).chmod(0o000)
    in_a_child(read_what_nobody_may, meet)


# ── forgetting


def wished() -> Story:
    """Ann's secret, name, topic and question stand in the journal, and her wish behind them, and an undo."""
    story = evening().tell(ann(Ask("Ann asks")), ann(Join("Ann the first")), host(AddTopic(Pitch.OFFER, "More")))
    return story.tell(ann(ForgetMe()), host(Undo(story.state.acts[-1].seq)))


ANNS = (b"Ann", b"Schach", b"hash-of-ann")


def test_forgetting_rewrites_the_file_to_the_same_room_without_a_word_of_hers(path: Path, opened: Open) -> None:
    story = wished()
    write(path, story)
    path.with_name("journal.torn-3").write_bytes(b'{"title":"Schach"')
    path.with_name("journal.torn-9.new").write_bytes(b'{"title":"Schach"')
    kept = opened(path)
    assert [line.seq for line in kept.lines] == [line.seq for line in story.lines]
    assert digest(fold(kept.lines)) == digest(story.state)
    assert not [word for word in ANNS if word in path.read_bytes()]
    assert b"hash-of-bob" in path.read_bytes()
    assert os.listdir(path.parent) == [path.name]


def test_forgetting_while_the_server_runs_gives_the_lines_and_appends_go_on(path: Path, opened: Open) -> None:
    story = wished()
    write(path, evening())
    kept = opened(path)
    kept.append(story.lines[10:], after=16)
    lines = kept.forget()
    assert digest(fold(lines)) == digest(story.state)
    assert not [word for word in ANNS if word in path.read_bytes()]
    story.tell(bob(Ask("Still there?")))
    kept.append(story.lines[-1:], after=story.lines[-2].last)
    assert digest(fold(journal.read(path).lines)) == digest(story.state)


def test_a_crash_between_the_wish_and_the_rewriting_is_mended_at_opening(path: Path, opened: Open) -> None:
    story = wished()
    content = write(path, story)
    path.write_bytes(content + b'{"seq":20,"facts":"Ann')
    path.with_name(path.name + ".new").write_bytes(content[:100])
    kept = opened(path)
    assert kept.torn == story.state.seq
    assert not [word for word in ANNS if word in path.read_bytes()]
    assert os.listdir(path.parent) == [path.name]


@pytest.mark.parametrize("steps", range(5))
def test_whatever_step_of_forgetting_the_power_goes_at_opening_again_leaves_no_word(
    path: Path, opened: Open, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    write(path, wished())
    for name in ("journal.torn-3", "journal.torn-9"):
        path.with_name(name).write_bytes(b'{"title":"Schach"')
    left = iter(range(steps))

    def unless_the_power_went(act: Callable[..., None]) -> Callable[..., None]:
        def step(*args: object, **options: object) -> None:
            if next(left, None) is None:
                raise OSError("the power went")
            act(*args, **options)

        return step

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", unless_the_power_went(os.replace))
        patched.setattr(Path, "unlink", unless_the_power_went(Path.unlink))
        with pytest.raises((AppendFailed, OSError)) if steps < 4 else nullcontext():
            FileJournal(path).close()
    assert digest(fold(opened(path).lines)) == digest(wished().state)
    folder = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert not [word for word in ANNS if word in folder]


def test_with_nobody_to_forget_the_file_stays_as_it_is(path: Path, opened: Open) -> None:
    content = write(path, evening())
    modified = path.stat().st_mtime_ns
    opened(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (content, modified)


def test_a_journal_in_memory_forgets_too() -> None:
    story = wished()
    memory = MemoryJournal()
    memory.append(story.lines, after=0)
    lines = memory.forget()
    assert digest(fold(lines)) == digest(story.state)
    assert not [word for word in ANNS if word in b"".join(map(write_line, lines))]


def test_an_append_that_fails_in_memory_keeps_nothing() -> None:
    def full(_: object) -> None:
        raise AppendFailed("disk full")

    memory = MemoryJournal(full)
    with pytest.raises(AppendFailed):
        memory.append(evening().lines, after=0)
    assert memory.lines == []
