"""What the host types about the board, as values: a room, a time. Nothing here says no in words."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from teachmeet import typed
from teachmeet.domain.panels import MeetPanel
from teachmeet.domain.panels_board import GridPanel, RoomCard
from teachmeet.domain.programme import RoomPlan, SlotPlan

_ROOM = re.compile(r"(?P<name>.*\S)[\s:,]+(?P<seats>\d{1,5})(?:\s*seats)?(?P<kit>(?:\s*\+\s*[^+]+)*)")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is being typed, and about which topic, slot and room."""

    what: str
    topic: int | None = None
    slot: int | None = None
    room: int | None = None


def read_room(text: str) -> RoomPlan | None:
    """A name and seats, then `+` before each thing that is in it, then the way after a `;`."""
    said, _, way = text.partition(";")
    read = _ROOM.fullmatch(said.strip())
    if read is None:
        return None
    name = " ".join(read["name"].split()).rstrip(" :,")
    if not name:
        return None
    kit = (" ".join(thing.split()) for thing in read["kit"].split("+"))
    return RoomPlan(
        name,
        int(read["seats"]),
        tuple(thing for thing in kit if thing),
        " ".join(way.split()),
    )


def room_line(room: RoomCard) -> str:
    """A room as it would be typed."""
    kit = "".join(f" +{thing}" for thing in room.kit)
    return f"{room.name} {room.seats}{kit}" + (f"; {room.way}" if room.way else "")


def read_slot(
    text: str, zone: tzinfo | None, grid: GridPanel | None, meet: MeetPanel | None, now: float
) -> SlotPlan | None:
    """From when to when, on the day of the board's first slot, or of the meet, or today."""
    zone = zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC")
    first = min((slot.starts for slot in grid.slots), default=None) if grid is not None else None
    starts = first if first is not None or meet is None else meet.starts
    day = datetime.fromtimestamp(now if starts is None else starts / 1000, UTC).astimezone(zone).date()
    try:
        slots = typed.slots(text, zone, day)
    except typed.TypedError:
        return None
    return slots[0] if len(slots) == 1 else None
