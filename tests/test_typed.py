"""What an organizer types: read as meant, or refused with a sentence that says how to write it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from teachmeet import typed
from teachmeet.domain.programme import RoomPlan, SlotPlan
from teachmeet.typed import TypedError, moment, rooms, slots, zone

LEEDS = ZoneInfo("Europe/London")
DAY = date(2026, 6, 12)


def at(text: str) -> datetime:
    """A time on that day in Leeds."""
    return datetime.fromisoformat(f"2026-06-{text}").replace(tzinfo=LEEDS)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-06-12T18:30", "2026-06-12T17:30"),
        (" 2026-06-12 18:30 ", "2026-06-12T17:30"),
        ("2026-06-12T18:30+02:00", "2026-06-12T16:30"),
        ("2026-06-12T18:30Z", "2026-06-12T18:30"),
        ("2026-12-12T18:30", "2026-12-12T18:30"),
        ("2026-06-12", "2026-06-11T23:00"),
    ],
)
def test_a_time_is_in_the_meets_zone_unless_it_names_one(text: str, utc: str) -> None:
    assert moment(text, LEEDS) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_rooms_have_seats_and_tidy_names() -> None:
    assert rooms("Library:60, Lab  2 :24,,Hall: A:100") == (
        RoomPlan("Library", 60),
        RoomPlan("Lab 2", 24),
        RoomPlan("Hall: A", 100),
    )
    assert rooms("") == ()


def test_rooms_may_say_what_is_in_them_and_how_one_gets_there() -> None:
    typed = "Library:60:projector+quiet,Lab:24:, Hall: A:100: big  screen + sinks :first  floor,Barn:9::outside"
    assert rooms(typed) == (
        RoomPlan("Library", 60, ("projector", "quiet")),
        RoomPlan("Lab", 24),
        RoomPlan("Hall: A", 100, ("big screen", "sinks"), "first floor"),
        RoomPlan("Barn", 9, (), "outside"),
    )


def test_slots_follow_the_day_of_the_one_before() -> None:
    assert slots("09:00-09:50, 9:55–10:45,2026-06-13T21:00-22:00,22:30-23:00", LEEDS, DAY) == (
        SlotPlan(at("12T09:00"), at("12T09:50")),
        SlotPlan(at("12T09:55"), at("12T10:45")),
        SlotPlan(at("13T21:00"), at("13T22:00")),
        SlotPlan(at("13T22:30"), at("13T23:00")),
    )


def test_a_slot_may_pass_midnight_but_not_by_mistake() -> None:
    assert slots("23:30-00:20", LEEDS, DAY) == (SlotPlan(at("12T23:30"), at("13T00:20")),)
    assert slots("2026-06-12T23:30-2026-06-13T00:20", LEEDS, None) == (SlotPlan(at("12T23:30"), at("13T00:20")),)
    backwards = slots("10:50-10:00", LEEDS, DAY)[0]
    assert backwards.ends < backwards.starts, "left for the rules to refuse"


def test_a_slot_on_the_night_the_clocks_change_lasts_as_long_as_it_lasts() -> None:
    (slot,) = slots("2026-10-25T00:30-02:30", LEEDS, None)
    assert slot.ends.astimezone(UTC) - slot.starts.astimezone(UTC) == timedelta(hours=3)


BAD: list[tuple[Callable[[], object], str]] = [
    (lambda: moment("tomorrow", LEEDS), "tomorrow"),
    (lambda: moment("2026-02-30T10:00", LEEDS), "2026-02-30"),
    (lambda: moment("", LEEDS), "2026-11-20T18:30"),
    (lambda: moment("0001-01-01T00:00", ZoneInfo("Asia/Tokyo")), "no time of our days"),
    (lambda: moment("9999-12-31T23:59", ZoneInfo("America/Chicago")), "no time of our days"),
    (lambda: zone("Leeds"), "Europe/London"),
    (lambda: zone("../../etc/passwd"), "no time zone"),
    (lambda: zone(""), "no time zone"),
    (lambda: rooms("Library"), "Library:60"),
    (lambda: rooms("Library:many"), "Library:60"),
    (lambda: rooms(":60"), "Library:60"),
    (lambda: rooms("Library:-1"), "Library:60"),
    (lambda: rooms("Library:999999"), "Library:60"),
    (lambda: rooms("Library:projector:60:quiet:left:right"), "Library:60"),
    (lambda: rooms("Library:projector"), "Library:60:projector+quiet"),
    (lambda: slots("nine to ten", LEEDS, DAY), "09:00-09:50"),
    (lambda: slots("09:00-25:00", LEEDS, DAY), "no such time"),
    (lambda: slots("2026-02-30T09:00-10:00", LEEDS, DAY), "no such time"),
    (lambda: slots("09:00-09:50", LEEDS, None), "--starts"),
    (lambda: slots("9999-12-31T23:30-00:20", LEEDS, None), "no time of our days"),
]


@pytest.mark.parametrize(("typing", "says"), BAD, ids=range(len(BAD)))
def test_what_cannot_be_read_is_refused_with_how_to_write_it(typing: Callable[[], object], says: str) -> None:
    with pytest.raises(TypedError) as refused:
        typing()
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_laptop_without_a_zone_is_on_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typed, "get_localzone_name", lambda: "local")
    assert typed.local_zone() == "UTC"
    monkeypatch.setattr(typed, "get_localzone_name", lambda: "Europe/London")
    assert typed.local_zone() == "Europe/London"
