"""A real unconference: the nineteen breakouts of a day in March 2024, in their seven rooms and four hours.

Its organizers placed them by hand so that whatever a proposer asked to keep apart was kept apart. So must the planner,
in the same rooms and hours, through everything that stands between a sheet and the board on people's phones.
"""

import csv
import io
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

from teachmeet.laptop import Laptop
from teachmeet.meetfolder import MeetFolder, meet_folder
from tests.world import attendee, hosting, run, serving

SHEET = Path(__file__).parent / "data" / "w3c-breakouts-2024.csv"
ROOMS = ("Plenary", "Ukulele", "Erhu", "Koto", "Gamba", "Kora", "Lyre")
HOURS = (13, 14, 21, 22)
SLOTS = ",".join(f"2024-03-12T{hour}:00-{hour + 1}:00" for hour in HOURS)

ROWS = list(csv.DictReader(io.StringIO(SHEET.read_text(encoding="utf-8"))))
PROPOSER = {row["title"].strip(): row["proposer"] for row in ROWS}
TITLES = {row["number"]: row["title"].strip() for row in ROWS}
APART = {frozenset((TITLES[row["number"]], TITLES[n])) for row in ROWS for n in row["avoid_clash_with"].split()}


def made(sessions: Path) -> MeetFolder:
    """The meet, made on the command line from the sheet."""
    seats = ",".join(f"{room}:60" for room in ROOMS)
    wanted = ("--title", "Breakouts Day", "--format", "edcamp", "--tz", "UTC", "--rooms", seats, "--slots", SLOTS)
    done = run("--sessions", sessions, "new", "w3c", "--topics", SHEET, *wanted)
    assert (done.code, done.err) == (0, "")
    assert f"{SHEET}: 19 topics\n" in done.out
    return meet_folder(sessions, "w3c")


def judge(slot_of: dict[str, int]) -> None:
    """Every session has its time, no two that were to be kept apart share one, nobody is in two places."""
    assert slot_of.keys() == PROPOSER.keys()
    assert [pair for pair in APART if len({slot_of[title] for title in pair}) == 1] == []
    doubled = Counter((PROPOSER[title], slot) for title, slot in slot_of.items())
    assert [who for who, times in doubled.items() if times > 1] == []


def test_the_organizers_own_board_is_judged_to_be_one() -> None:
    judge({row["title"].strip(): int(row["actual_slot"][11:13]) for row in ROWS})
    assert len(APART) == 18


def test_the_sheet_makes_a_meet_on_its_board_with_every_wish_to_be_apart(tmp_path: Path) -> None:
    made(tmp_path)
    state = Laptop(tmp_path).state("w3c")
    assert tuple(room.name for room in state.rooms.values()) == ROOMS
    assert tuple(slot.starts.hour for slot in state.slots.values()) == HOURS
    titles = {topic.topic: topic.title for topic in state.topics.values()}
    kept = {frozenset((titles[t.topic], titles[other])) for t in state.topics.values() for other in t.avoids}
    assert kept == APART
    proposers = {topic.title: topic.person for topic in state.topics.values()}
    for one, other in combinations(PROPOSER, 2):
        assert (PROPOSER[one] == PROPOSER[other]) == (proposers[one] == proposers[other])


async def test_the_planner_keeps_apart_what_the_organizers_kept_apart_by_hand(tmp_path: Path) -> None:
    folder = made(tmp_path)
    looks = ["grid", "planning", "board"]
    async with (
        serving(folder) as served,
        await hosting(served, looks) as desk,
        await attendee(served, "ann-phones-secret", "Ann", ["board"]) as ann,
    ):
        await desk.send({"type": "arrange", "start": True})
        found = await desk.panel("planning", lambda panel: panel["of"] and not panel["searching"])
        assert found["failed"] == ""
        assert (found["score"]["clashes"], found["score"]["doubled"], found["score"]["left"]) == (0, 0, 0)
        taken = await desk.do("take_arrangement", cells=found["cells"], seed=found["seed"], steps=found["of"])
        assert taken["type"] == "answer", taken
        assert (await desk.do("publish"))["type"] == "answer"
        board = await ann.panel("board", lambda panel: panel["edition"] == 1)
        grid = await desk.panel("grid", lambda panel: panel["published"] == 1)
    judge(on_phones(board))
    assert [session["warnings"] for session in grid["sessions"] if session["warnings"]] == []
    assert grid["changes"] == 0


def on_phones(board: dict[str, Any]) -> dict[str, int]:
    """The hour of each session, as an attendee's phone was told it; in the day's own rooms, no two in one cell."""
    rooms = {room["room"]: room["name"] for room in board["rooms"]}
    starts = {slot["slot"]: slot["starts"] for slot in board["slots"]}
    assert sorted(rooms.values()) == sorted(ROOMS)
    begins = 1_710_201_600_000  # 2024-03-12 in UTC
    hours = {slot: (at - begins) // 3_600_000 for slot, at in starts.items()}
    assert tuple(sorted(hours.values())) == HOURS
    cells = [(session["slot"], rooms[session["room"]]) for session in board["sessions"]]
    assert len(set(cells)) == len(cells)
    return {session["title"]: hours[session["slot"]] for session in board["sessions"]}
