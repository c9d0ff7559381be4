"""What an organizer types about a new meet, as values: times, zone, rooms, slots. Refuses with a sentence."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from tzlocal import get_localzone_name

from teachmeet.domain.programme import RoomPlan, SlotPlan


class TypedError(Exception):
    """What was typed cannot be read; the message says what was expected, with an example."""


def zone(name: str) -> ZoneInfo:
    """The time zone of this IANA name."""
    if name not in available_timezones():
        raise TypedError(f"“{name}” is no time zone: use a name such as Europe/London or America/Chicago")
    return ZoneInfo(name)


def local_zone() -> str:
    """The IANA name of the laptop's own zone, UTC when it has none."""
    name = get_localzone_name()
    return name if name in available_timezones() else "UTC"


def moment(text: str, in_zone: ZoneInfo) -> datetime:
    """An ISO time; in the meet's zone when it names none."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise TypedError(f"“{text}” is no time: write it like 2026-11-20T18:30") from None
    if not 1970 <= read.year < 3000:  # beyond, neither every system's clock nor a change of zone can be trusted
        raise TypedError(f"“{text}” is no time of our days: write it like 2026-11-20T18:30")
    return read if read.tzinfo is not None else read.replace(tzinfo=in_zone)


_ROOM = re.compile(r"(?P<name>.*\S.*):\s*(?P<seats>\d{1,5})\s*(?::(?P<kit>[^:]*))?(?::(?P<way>[^:]*))?")


def rooms(text: str) -> tuple[RoomPlan, ...]:
    """Rooms with their seats, like `Library:60,Lab:24`; then what is in them, `Lab:24:projector+quiet`, and the way."""
    return tuple(_room(part) for part in text.split(",") if part.strip())


def _room(part: str) -> RoomPlan:
    read = _ROOM.fullmatch(part)
    if read is None:
        raise TypedError(
            f"“{part.strip()}” is no room: write name and seats like Library:60, or Library:60:projector+quiet"
        )
    kit = (" ".join(thing.split()) for thing in (read["kit"] or "").split("+"))
    return RoomPlan(
        " ".join(read["name"].split()),
        int(read["seats"]),
        tuple(thing for thing in kit if thing),
        " ".join((read["way"] or "").split()),
    )


_SLOT = re.compile(
    r"\s*(?:(?P<day>\d{4}-\d\d-\d\d)[T ])?(?P<start>\d\d?:\d\d)\s*[-–]\s*"
    r"(?:(?P<last>\d{4}-\d\d-\d\d)[T ])?(?P<end>\d\d?:\d\d)\s*"
)


def slots(text: str, in_zone: ZoneInfo, day: date | None) -> tuple[SlotPlan, ...]:
    """Times of the board, like `09:00-09:50,10:00-10:50`; a slot may name its day: `2024-03-12T21:00-22:00`.

    One without a day is on the day of the slot before, the first on `day`. One that ends before it begins goes
    past midnight only when it is short of six hours; else it is left as it is, to be refused.
    """
    found: list[SlotPlan] = []
    for part in text.split(","):
        if part.strip():
            found.append(_slot(part, in_zone, day))
            day = found[-1].starts.astimezone(in_zone).date()
    return tuple(found)


def _slot(part: str, in_zone: ZoneInfo, day: date | None) -> SlotPlan:
    read = _SLOT.fullmatch(part)
    if read is None:
        raise TypedError(f"“{part.strip()}” is no slot: write it like 09:00-09:50 or 2024-03-12T21:00-22:00")
    if read["day"] is None and day is None:
        raise TypedError(f"Which day is the slot “{part.strip()}”? Give --starts, or write 2024-03-12T{part.strip()}")
    try:
        on = date.fromisoformat(read["day"]) if read["day"] else day
        until = date.fromisoformat(read["last"]) if read["last"] else on
        starts = datetime.fromisoformat(f"{on}T{read['start']:0>5}").replace(tzinfo=in_zone)
        ends = datetime.fromisoformat(f"{until}T{read['end']:0>5}").replace(tzinfo=in_zone)
    except ValueError:
        raise TypedError(f"“{part.strip()}” has no such time: write it like 09:00-09:50") from None
    if not 1970 <= starts.year <= ends.year < 3000:
        raise TypedError(f"“{part.strip()}” is no time of our days: write it like 2026-11-20T09:00-09:50")
    if ends <= starts and read["last"] is None and ends + timedelta(days=1) - starts < timedelta(hours=6):
        ends += timedelta(days=1)
    return SlotPlan(starts, ends)
