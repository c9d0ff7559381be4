"""The board: slots, rooms and cells; sessions placed, moved, pinned, frozen; the planner's board; publishing; going."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from teachmeet.domain import facts as f
from teachmeet.domain import facts_board as fb
from teachmeet.domain.checks import KIT, MOST_SEATS, ROOMS, SLOTS
from teachmeet.domain.clock import FREEZES, due
from teachmeet.domain.commands import AddTopic, ForgetMe, RemoveTopic, Suggest, Undo
from teachmeet.domain.commands_board import (
    AddRoom,
    AddSlot,
    ChangeRoom,
    CloseCell,
    FreezeSlot,
    Go,
    MergeTopics,
    MoveSlot,
    NamePart,
    PinSession,
    PlaceTopic,
    Publish,
    SwapSessions,
    TakeArrangement,
    TakeOff,
    TakePart,
)
from teachmeet.domain.panels import Surroundings, View
from teachmeet.domain.panels_board import BoardPanel, GridPanel, SessionCard
from teachmeet.domain.programme import Part, Pitch, RoomPlan, SlotPlan
from teachmeet.domain.puzzles import cells, puzzle_of, sessions
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.text import KIT as KIT_LENGTH
from teachmeet.domain.text import NAME
from teachmeet.domain.things import Room
from teachmeet.domain.views import PANELS
from teachmeet.domain.views_stage import mine
from teachmeet.domain.votes import going_of
from tests.helpers import (
    BEGIN,
    BOARD,
    CHESS,
    EARLY,
    HALL,
    KNOTS,
    LAB,
    LATE,
    ROPES,
    Said,
    Story,
    ann,
    bob,
    clock,
    host,
    joined,
    wall,
)

ANN, BOB, FREE = 10, 11, 12
AT_SEVEN, AT_EIGHT = BEGIN + timedelta(hours=1), BEGIN + timedelta(hours=2)


def board() -> Story:
    """Two rooms, two slots, three topics; Ann and Bob with phones."""
    return joined(ann, bob, made=BOARD)


def placed() -> Story:
    """Knots early in the hall, chess late in the lab; ropes wait."""
    return board().tell(host(PlaceTopic(KNOTS, EARLY, HALL)), host(PlaceTopic(CHESS, LATE, LAB)))


def published() -> Story:
    """The same, for everybody to see."""
    return placed().tell(host(Publish()))


def frozen() -> Story:
    """The same, the early slot about to start."""
    return published().tell(clock(FreezeSlot(EARLY)))


def shown(story: Story, view: View = View.ATTENDEE) -> BoardPanel:
    """The board as everybody sees it."""
    panel = PANELS["board"][0](story.state, Surroundings(), view)
    assert isinstance(panel, BoardPanel)
    return panel


def grid(story: Story) -> GridPanel:
    """The board as the host sees it."""
    panel = PANELS["grid"][0](story.state, Surroundings(), View.HOST)
    assert isinstance(panel, GridPanel)
    return panel


# ── rooms and slots


def test_a_room_is_added_with_what_is_in_it() -> None:
    story = board()
    story >> host(AddRoom(" Gym ", 80, ("mats", "Mats", "sound"), "over the yard")) << (
        f.RoomAdded(FREE, "Gym", 80),
        fb.RoomChanged(FREE, "Gym", 80, ("mats", "sound"), "over the yard"),
    )
    assert story.state.rooms[FREE] == Room(FREE, "Gym", 80, ("mats", "sound"), "over the yard")
    story >> host(AddRoom("Attic", 5)) << f.RoomAdded(FREE + 2, "Attic", 5)


def test_a_room_is_changed_and_the_same_again_is_nothing() -> None:
    story = board()
    changed = ChangeRoom(LAB, "Lab 2", 12, ("sink",), "up the stairs")
    story >> host(changed) << fb.RoomChanged(LAB, "Lab 2", 12, ("sink",), "up the stairs")
    story >> host(changed) << ()


def test_a_slot_is_added_and_moved() -> None:
    story = board()
    starts, ends = AT_EIGHT, AT_EIGHT + timedelta(minutes=20)
    story >> host(AddSlot(starts, ends)) << f.SlotAdded(FREE, starts, ends)
    later = starts + timedelta(minutes=5), ends + timedelta(minutes=5)
    story >> host(MoveSlot(FREE, *later)) << fb.SlotMoved(FREE, *later)
    story >> host(MoveSlot(FREE, *later)) << ()
    assert grid(story).slots[-1].slot == FREE


def test_a_slot_may_begin_when_another_ends_and_be_put_before_it() -> None:
    story = board()
    story >> host(AddSlot(BEGIN, BEGIN + timedelta(minutes=30))) << f.SlotAdded(
        FREE, BEGIN, BEGIN + timedelta(minutes=30)
    )
    assert [slot.slot for slot in grid(story).slots] == [FREE, EARLY, LATE]


def test_a_closed_cell_is_opened_again() -> None:
    story = board()
    story >> host(CloseCell(EARLY, LAB)) << fb.CellClosed(EARLY, LAB, True)
    story >> host(CloseCell(EARLY, LAB)) << ()
    story >> host(PlaceTopic(KNOTS, EARLY, LAB)) << Code.CELL_IS_CLOSED
    assert (EARLY, LAB) in puzzle_of(story.state).closed
    story >> host(CloseCell(EARLY, LAB, False)) << fb.CellClosed(EARLY, LAB, False)
    story >> host(PlaceTopic(KNOTS, EARLY, LAB)) << fb.SessionPlaced(KNOTS, EARLY, LAB, "")


# ── placing


def test_a_topic_is_placed_moved_and_taken_off() -> None:
    story = board()
    story >> host(PlaceTopic(KNOTS, EARLY, HALL)) << fb.SessionPlaced(KNOTS, EARLY, HALL, "")
    story >> host(PlaceTopic(KNOTS, EARLY, HALL, "a corner of it")) << ()
    story >> host(PlaceTopic(KNOTS, LATE, LAB)) << fb.SessionPlaced(KNOTS, LATE, LAB, "")
    assert cells(story.state) == {(LATE, LAB): KNOTS}
    story >> host(TakeOff(KNOTS)) << fb.SessionTakenOff(KNOTS)
    assert sessions(story.state) == {}


def test_off_the_grid_any_number_of_sessions_share_a_slot() -> None:
    story = board()
    story >> host(PlaceTopic(KNOTS, EARLY, None, " The yard ")) << fb.SessionPlaced(KNOTS, EARLY, None, "The yard")
    story >> host(PlaceTopic(CHESS, EARLY, None, "The yard")) << fb.SessionPlaced(CHESS, EARLY, None, "The yard")
    story >> host(PlaceTopic(KNOTS, EARLY, None, "The yard")) << ()
    story >> host(PlaceTopic(KNOTS, EARLY, None, "The gate")) << fb.SessionPlaced(KNOTS, EARLY, None, "The gate")
    assert cells(story.state) == {}


def test_two_change_places() -> None:
    story = placed()
    story >> host(SwapSessions(KNOTS, CHESS)) << fb.SessionsSwapped(KNOTS, CHESS)
    assert cells(story.state) == {(EARLY, HALL): CHESS, (LATE, LAB): KNOTS}


@pytest.mark.parametrize("pair", [(KNOTS, ROPES), (ROPES, KNOTS)])
def test_a_topic_that_waits_takes_another_s_place(pair: tuple[int, int]) -> None:
    story = placed()
    story >> host(SwapSessions(*pair)) << fb.SessionsSwapped(*pair)
    assert cells(story.state) == {(EARLY, HALL): ROPES, (LATE, LAB): CHESS}


def test_a_pinned_session_stays_until_it_is_unpinned() -> None:
    story = placed()
    story >> host(PinSession(KNOTS)) << fb.SessionPinned(KNOTS, True)
    story >> host(PinSession(KNOTS)) << ()
    assert puzzle_of(story.state).fixed == {KNOTS: (EARLY, HALL)}
    story >> host(PinSession(KNOTS, False)) << fb.SessionPinned(KNOTS, False)
    story >> host(TakeOff(KNOTS)) << fb.SessionTakenOff(KNOTS)


# ── freezing


def test_a_slot_of_the_published_board_freezes_by_the_clock_and_thaws_by_the_host() -> None:
    story = published()
    assert due(story.state) == (BEGIN + timedelta(minutes=30) - FREEZES, FreezeSlot(EARLY))
    story >> clock(FreezeSlot(EARLY)) << fb.SlotFrozen(EARLY, True)
    story >> clock(FreezeSlot(EARLY)) << ()
    assert due(story.state) == (BEGIN + timedelta(minutes=60) - FREEZES, FreezeSlot(LATE))
    assert story.state.acts[-1].seq == story.lines[-2].seq, "the clock's doing is not the host's to undo"
    story >> host(FreezeSlot(EARLY, False)) << fb.SlotFrozen(EARLY, False)
    assert due(story.state) == (BEGIN + timedelta(minutes=60) - FREEZES, FreezeSlot(LATE)), "thawed, it stays so"
    story >> host(TakeOff(KNOTS)) << fb.SessionTakenOff(KNOTS)


def test_what_nobody_was_shown_does_not_freeze() -> None:
    assert due(placed().state) is None
    story = board().tell(host(PlaceTopic(CHESS, LATE, LAB)), host(Publish()))
    assert due(story.state) == (BEGIN + timedelta(minutes=60) - FREEZES, FreezeSlot(LATE))


def test_what_is_frozen_is_nothing_to_arrange() -> None:
    puzzle = puzzle_of(frozen().state)
    assert puzzle.fixed == {KNOTS: (EARLY, HALL)}
    assert {(EARLY, HALL), (EARLY, LAB)} <= puzzle.closed


# ── who leads


def led() -> Story:
    """Ann offers splices and whips; splices are on early, in the hall."""
    story = board().tell(ann(Suggest(Pitch.OFFER, "Splices")), ann(Suggest(Pitch.OFFER, "Whips")))
    return story.tell(host(PlaceTopic(FREE, EARLY, HALL)))


def refused(story: Story, said: Said) -> Refused:
    """How it is refused."""
    with pytest.raises(Refused) as refusal:
        story.decide(said)
    return refusal.value


def test_nobody_leads_two_sessions_at_once_and_the_refusal_names_them() -> None:
    story = led()
    no = refused(story, host(PlaceTopic(FREE + 1, EARLY, LAB)))
    assert (no.code, no.values) == (Code.LEADS_TWICE, {"name": "Ann"})
    story >> host(PlaceTopic(FREE + 1, EARLY, None, "the yard")) << Code.LEADS_TWICE
    story >> host(PlaceTopic(FREE + 1, LATE, LAB)) << fb.SessionPlaced(FREE + 1, LATE, LAB, "")
    story >> host(SwapSessions(FREE, FREE + 1)) << fb.SessionsSwapped(FREE, FREE + 1)


@pytest.mark.parametrize("anonymous", [(True, False), (False, True), (True, True)])
def test_whose_an_anonymous_card_is_no_refusal_tells(anonymous: tuple[bool, bool]) -> None:
    story = board()
    for title, hidden in zip(("Splices", "Whips"), anonymous, strict=True):
        story.tell(ann(Suggest(Pitch.OFFER, title, anonymous=hidden)))
    story.tell(host(PlaceTopic(FREE, EARLY, HALL)))
    no = refused(story, host(PlaceTopic(FREE + 1, EARLY, LAB)))
    assert (no.code, no.values) == (Code.SOMEBODY_LEADS_TWICE, {})


def test_of_two_who_lead_both_the_one_is_named_whose_card_it_is_not() -> None:
    story = board().tell(ann(Suggest(Pitch.OFFER, "Splices", anonymous=True)), ann(Suggest(Pitch.OFFER, "Whips")))
    story.tell(bob(TakePart(FREE, Part.LEAD)), bob(TakePart(FREE + 1, Part.LEAD)), host(PlaceTopic(FREE, EARLY, HALL)))
    no = refused(story, host(PlaceTopic(FREE + 1, EARLY, LAB)))
    assert (no.code, no.values) == (Code.LEADS_TWICE, {"name": "Bob"})


def test_a_request_is_in_nobody_s_way_before_somebody_leads_it() -> None:
    story = led().tell(ann(Suggest(Pitch.REQUEST, "Bows")), host(PlaceTopic(FREE + 3, EARLY, LAB)))
    story.tell(ann(TakePart(FREE + 3, Part.LEAD)))
    assert "leads_twice" in next(card.warnings for card in grid(story).sessions if card.topic == FREE + 3)


def test_whoever_steps_back_is_free_for_another() -> None:
    story = led().tell(ann(TakePart(FREE, Part.LEAD, False)))
    story >> host(PlaceTopic(FREE + 1, EARLY, LAB)) << fb.SessionPlaced(FREE + 1, EARLY, LAB, "")


def test_two_who_lead_one_session_together_may_swap_with_what_one_of_them_leads() -> None:
    story = led().tell(host(PlaceTopic(FREE + 1, LATE, LAB)), host(NamePart(CHESS, "Dee")))
    story.tell(host(NamePart(FREE, "Dee")), host(PlaceTopic(CHESS, LATE, HALL)))
    story >> host(SwapSessions(FREE, CHESS)) << Code.LEADS_TWICE
    story >> host(SwapSessions(FREE, FREE + 1)) << Code.LEADS_TWICE


# ── the planner's board


def test_the_planner_s_board_is_taken_with_its_seed() -> None:
    story = placed()
    found = TakeArrangement(((ROPES, EARLY, LAB), (KNOTS, LATE, HALL), (CHESS, EARLY, HALL)), 7, 900)
    story >> host(found) << fb.BoardArranged(found.cells, 7, 900)
    assert cells(story.state) == {(EARLY, LAB): ROPES, (LATE, HALL): KNOTS, (EARLY, HALL): CHESS}
    story >> host(found) << ()


def test_what_stays_stays_whatever_the_planner_found() -> None:
    story = placed().tell(host(PinSession(KNOTS)), host(PlaceTopic(ROPES, LATE, None, "The yard")))
    story.tell(host(TakeArrangement(((CHESS, EARLY, LAB),))))
    assert {t: s.place for t, s in sessions(story.state).items()} == {
        KNOTS: (EARLY, HALL, ""),
        ROPES: (LATE, None, "The yard"),
        CHESS: (EARLY, LAB, ""),
    }


def test_those_for_whom_the_planner_found_no_place_wait() -> None:
    story = placed().tell(host(CloseCell(EARLY, LAB)), host(CloseCell(LATE, HALL)))
    story.tell(host(TakeArrangement(((ROPES, EARLY, HALL), (CHESS, LATE, LAB)))))
    assert [card.topic for card in grid(story).waiting] == [KNOTS]


WHOLE = TakeArrangement(((ROPES, EARLY, LAB), (KNOTS, EARLY, HALL)))
"""Of a time when chess was pinned late in the lab."""


@pytest.mark.parametrize(
    "meanwhile",
    [
        (RemoveTopic(ROPES),),
        (MergeTopics(ROPES, KNOTS),),
        (CloseCell(EARLY, LAB),),
        (FreezeSlot(EARLY),),
        (PinSession(KNOTS),),
        (PlaceTopic(ROPES, EARLY, None, "The yard"),),
        (AddTopic(Pitch.OFFER, "Late"), PlaceTopic(FREE + 3, LATE, HALL)),
        (AddTopic(Pitch.OFFER, "Late"), PlaceTopic(FREE + 3, EARLY, LAB), PinSession(FREE + 3)),
    ],
    ids=["removed", "merged", "closed", "frozen", "pinned", "elsewhere", "somebody new", "the cell pinned for another"],
)
def test_a_board_that_was_found_before_something_changed_is_not_taken(meanwhile: tuple[RemoveTopic, ...]) -> None:
    story = placed().tell(host(PinSession(CHESS)), *map(host, meanwhile))
    before = story.state.copy()
    story >> host(WHOLE) << Code.BOARD_HAS_CHANGED
    assert story.state == before


# ── publishing


def test_nobody_sees_the_board_before_it_is_published_and_then_as_it_was() -> None:
    story = placed()
    assert shown(story) == BoardPanel(0, (), (), (), ())
    story >> host(Publish()) << fb.BoardPublished()
    story.tell(host(TakeOff(KNOTS)))
    for view in View:
        assert [(s.topic, s.slot, s.room) for s in shown(story, view).sessions] == [
            (KNOTS, EARLY, HALL),
            (CHESS, LATE, LAB),
        ]


def test_publishing_twice_is_nothing_the_second_time() -> None:
    story = published()
    assert (shown(story).edition, grid(story).changes) == (1, 0)
    story >> host(Publish()) << ()
    story.tell(host(PinSession(KNOTS)))
    story >> host(Publish()) << ()


def test_the_next_edition_marks_what_changed_and_names_what_is_gone() -> None:
    story = published().tell(host(TakeOff(KNOTS)), host(PlaceTopic(ROPES, EARLY, LAB)))
    story.tell(host(PlaceTopic(CHESS, LATE, HALL)))
    assert grid(story).changes == 3
    story.tell(host(Publish()))
    panel = shown(story)
    assert (panel.edition, panel.gone) == (2, ("Knots",))
    assert [(card.topic, card.changed) for card in panel.sessions] == [(ROPES, True), (CHESS, True)]
    story.tell(host(PlaceTopic(KNOTS, EARLY, HALL)), host(Publish()))
    assert [(card.topic, card.changed) for card in shown(story).sessions] == [
        (KNOTS, True),
        (ROPES, False),
        (CHESS, False),
    ]


def test_publishing_lets_what_was_placed_onto_the_wall() -> None:
    story = board().tell(ann(Suggest(Pitch.OFFER, "Splices")), host(PlaceTopic(FREE, EARLY, HALL)))
    assert not story.state.topics[FREE].approved
    story.tell(host(Publish()))
    assert story.state.topics[FREE].approved
    assert shown(story, View.WALL).sessions == (
        SessionCard(FREE, Pitch.OFFER, "Splices", ("Ann",), (), EARLY, HALL, "", False),
    )


@pytest.mark.parametrize("leave", [RemoveTopic(KNOTS), MergeTopics(KNOTS, ROPES)])
def test_what_leaves_the_list_leaves_the_board_at_once_and_comes_back_by_undo(leave: RemoveTopic) -> None:
    story = published()
    then, host_s = shown(story), grid(story)
    story.tell(host(leave))
    assert [card.topic for card in shown(story).sessions] == [CHESS]
    assert [card.topic for card in grid(story).sessions] == [CHESS]
    story.tell(host(Undo(story.state.acts[-1].seq)))
    assert (shown(story), grid(story)) == (then, host_s)


def test_a_removed_session_s_title_is_not_read_out_as_gone() -> None:
    story = published().tell(host(RemoveTopic(KNOTS)), host(PlaceTopic(ROPES, EARLY, LAB)), host(Publish()))
    assert shown(story).gone == ()


def test_of_the_forgotten_nothing_is_left_on_any_board() -> None:
    story = board().tell(ann(Suggest(Pitch.OFFER, "Splices")), host(PlaceTopic(FREE, EARLY, HALL)))
    story.tell(host(PlaceTopic(CHESS, LATE, LAB)), ann(TakePart(CHESS, Part.LEAD)), host(Publish()))
    story.tell(ann(Go(CHESS, True)), ann(ForgetMe()))
    assert [(card.topic, card.leads) for card in shown(story).sessions] == [(CHESS, ())]
    assert [(card.topic, card.warnings) for card in grid(story).sessions] == [(CHESS, ("nobody_leads",))]
    assert going_of(story.state) == {}


def test_those_whom_a_change_touches_are_told_and_nobody_else() -> None:
    story = published().tell(ann(Go(KNOTS, True)), bob(TakePart(CHESS, Part.SCRIBE)))
    assert mine(story.state, ANN).board.moved == ()
    story.tell(host(PlaceTopic(KNOTS, LATE, HALL)), host(Publish()))
    assert (mine(story.state, ANN).board.moved, mine(story.state, BOB).board.moved) == ((KNOTS,), ())
    story.tell(host(TakeOff(CHESS)), host(Publish()))
    assert (mine(story.state, ANN).board.moved, mine(story.state, BOB).board.moved) == ((), (CHESS,))


# ── going


def test_going_is_set_and_never_toggled() -> None:
    story = published()
    story >> ann(Go(KNOTS, True)) << fb.GoingSet(ANN, KNOTS, True)
    story >> ann(Go(KNOTS, True)) << ()
    story.tell(bob(Go(KNOTS, True)))
    assert going_of(story.state) == {KNOTS: 2}
    story >> ann(Go(KNOTS, False)) << fb.GoingSet(ANN, KNOTS, False)
    story >> ann(Go(KNOTS, False)) << ()


def test_one_may_go_to_two_at_once_and_leave_for_another_whatever_is_frozen() -> None:
    story = frozen().tell(host(PlaceTopic(ROPES, LATE, HALL)), host(Publish()), ann(Go(CHESS, True)))
    story >> ann(Go(ROPES, True)) << fb.GoingSet(ANN, ROPES, True)
    story >> ann(Go(KNOTS, True)) << fb.GoingSet(ANN, KNOTS, True)


def test_whose_votes_are_aside_takes_no_seat_of_a_room() -> None:
    story = published().tell(ann(Go(CHESS, True)), bob(Go(CHESS, True)))
    card = next(card for card in grid(story).sessions if card.topic == CHESS)
    assert (card.going, card.warnings) == (2, ("nobody_leads",))
    story.state.people[ANN] = replace(story.state.people[ANN], aside=True)
    assert going_of(story.state) == {CHESS: 1}


def many(rooms: int, slots: int) -> Story:
    """A board of that size."""
    starts = [BEGIN + timedelta(minutes=10 * number) for number in range(slots)]
    return Story(
        replace(
            BOARD,
            rooms=tuple(RoomPlan(f"Room {number}", 1) for number in range(rooms)),
            slots=tuple(SlotPlan(one, one + timedelta(minutes=10)) for one in starts),
        )
    )


SEVEN_TO_EIGHT = (AT_SEVEN, AT_EIGHT)
NEXT_YEAR = (AT_SEVEN.replace(year=2027), AT_EIGHT.replace(year=2027))
REFUSED: list[tuple[str, Callable[[], Story], Said, Code]] = [
    # rooms
    ("a room of size 0", board, host(AddRoom("Gym", 0)), Code.ROOM_WITHOUT_SEATS),
    ("a room that shrinks to nothing", board, host(ChangeRoom(HALL, "Hall", 0)), Code.ROOM_WITHOUT_SEATS),
    ("a room for too many", board, host(AddRoom("Gym", MOST_SEATS + 1)), Code.OUT_OF_RANGE),
    ("a room without a name", board, host(AddRoom(" ", 9)), Code.EMPTY),
    ("a room with a long name", board, host(AddRoom("x" * (NAME + 1), 9)), Code.TOO_LONG),
    ("a room with an escape", board, host(AddRoom("Gym", 9, (), "\x1b[31m")), Code.BAD_CHARACTERS),
    ("a second hall", board, host(AddRoom("HALL", 9)), Code.ROOM_TWICE),
    ("the lab becomes the hall", board, host(ChangeRoom(LAB, "hall", 9)), Code.ROOM_TWICE),
    ("no such room", board, host(ChangeRoom(99, "Gym", 9)), Code.UNKNOWN_ROOM),
    ("too much in a room", board, host(AddRoom("Gym", 9, tuple(map(str, range(KIT + 1))))), Code.TOO_MUCH_KIT),
    ("too long a thing in it", board, host(AddRoom("Gym", 9, ("x" * (KIT_LENGTH + 1),))), Code.TOO_LONG),
    ("a nothing in it", board, host(AddRoom("Gym", 9, ("",))), Code.EMPTY),
    ("one room too many", lambda: many(ROOMS, 1), host(AddRoom("Gym", 9)), Code.ENOUGH_ROOMS),
    # slots
    ("a slot that ends as it starts", board, host(AddSlot(AT_EIGHT, AT_EIGHT)), Code.ENDS_BEFORE_START),
    ("slots that overlap", board, host(AddSlot(*SEVEN_TO_EIGHT)), Code.SLOTS_OVERLAP),
    ("a slot around another", board, host(AddSlot(BEGIN, AT_EIGHT)), Code.SLOTS_OVERLAP),
    ("moved onto another", board, host(MoveSlot(EARLY, *SEVEN_TO_EIGHT)), Code.SLOTS_OVERLAP),
    ("no such slot", board, host(MoveSlot(99, AT_EIGHT, AT_EIGHT + timedelta(minutes=9))), Code.UNKNOWN_SLOT),
    ("one slot too many", lambda: many(1, SLOTS), host(AddSlot(*NEXT_YEAR)), Code.ENOUGH_SLOTS),
    ("a slot of long ago", board, host(AddSlot(datetime(1, 1, 1, tzinfo=UTC), AT_SEVEN)), Code.OUT_OF_RANGE),
    ("a slot without end", board, host(AddSlot(AT_EIGHT, datetime(9999, 1, 1, tzinfo=UTC))), Code.OUT_OF_RANGE),
    ("freezing what is not there", board, host(FreezeSlot(99)), Code.UNKNOWN_SLOT),
    # cells
    ("closing a cell of no slot", board, host(CloseCell(99, HALL)), Code.UNKNOWN_SLOT),
    ("closing a cell of no room", board, host(CloseCell(EARLY, 99)), Code.UNKNOWN_ROOM),
    ("closing a cell that is taken", placed, host(CloseCell(EARLY, HALL)), Code.CELL_TAKEN),
    # placing
    ("placing what never was", board, host(PlaceTopic(99, EARLY, HALL)), Code.UNKNOWN_TOPIC),
    ("placing in no slot", board, host(PlaceTopic(KNOTS, 99, HALL)), Code.UNKNOWN_SLOT),
    ("placing in no room", board, host(PlaceTopic(KNOTS, EARLY, 99)), Code.UNKNOWN_ROOM),
    ("placing in a closed cell", lambda: board().tell(host(CloseCell(EARLY, LAB))), host(PlaceTopic(KNOTS, EARLY, LAB)),
     Code.CELL_IS_CLOSED),
    ("placing where somebody is", placed, host(PlaceTopic(ROPES, EARLY, HALL)), Code.CELL_TAKEN),
    ("moving to where somebody is", placed, host(PlaceTopic(CHESS, EARLY, HALL)), Code.CELL_TAKEN),
    ("somewhere else is nowhere", board, host(PlaceTopic(KNOTS, EARLY, None, " ")), Code.EMPTY),
    ("somewhere else is far", board, host(PlaceTopic(KNOTS, EARLY, None, "x" * (NAME + 1))), Code.TOO_LONG),
    ("placing in a slot that starts", frozen, host(PlaceTopic(ROPES, EARLY, LAB)), Code.SLOT_IS_FROZEN),
    ("moving out of it", frozen, host(PlaceTopic(KNOTS, LATE, HALL)), Code.SLOT_IS_FROZEN),
    ("taking off from it", frozen, host(TakeOff(KNOTS)), Code.SLOT_IS_FROZEN),
    ("swapping with it", frozen, host(SwapSessions(CHESS, KNOTS)), Code.SLOT_IS_FROZEN),
    ("moving what is pinned", lambda: placed().tell(host(PinSession(KNOTS))), host(PlaceTopic(KNOTS, LATE, HALL)),
     Code.SESSION_IS_PINNED),
    ("taking off what is pinned", lambda: placed().tell(host(PinSession(KNOTS))), host(TakeOff(KNOTS)),
     Code.SESSION_IS_PINNED),
    ("swapping what is pinned", lambda: placed().tell(host(PinSession(KNOTS))), host(SwapSessions(ROPES, KNOTS)),
     Code.SESSION_IS_PINNED),
    ("taking off what waits", placed, host(TakeOff(ROPES)), Code.NOT_ON_BOARD),
    ("pinning what waits", placed, host(PinSession(ROPES)), Code.NOT_ON_BOARD),
    ("swapping with itself", placed, host(SwapSessions(KNOTS, KNOTS)), Code.SAME_TOPIC),
    ("swapping two that wait", board, host(SwapSessions(KNOTS, ROPES)), Code.NOT_ON_BOARD),
    ("swapping with what never was", placed, host(SwapSessions(KNOTS, 99)), Code.UNKNOWN_TOPIC),
    ("somebody in two rooms", led, host(PlaceTopic(FREE + 1, EARLY, LAB)), Code.LEADS_TWICE),
    (
        "somebody unnamed in two rooms",
        lambda: led().tell(ann(Suggest(Pitch.OFFER, "Masks", anonymous=True))),
        host(PlaceTopic(FREE + 3, EARLY, LAB)),
        Code.SOMEBODY_LEADS_TWICE,
    ),
    # the planner's board
    ("a board of another meet", board, host(TakeArrangement(((99, EARLY, HALL),))), Code.BOARD_HAS_CHANGED),
    ("a topic in two cells", board, host(TakeArrangement(((KNOTS, EARLY, HALL), (KNOTS, LATE, HALL)))),
     Code.BOARD_HAS_CHANGED),
    ("two topics in a cell", board, host(TakeArrangement(((KNOTS, EARLY, HALL), (CHESS, EARLY, HALL)))),
     Code.BOARD_HAS_CHANGED),
    ("a seed beyond all bounds", board, host(TakeArrangement((), 2**60)), Code.OUT_OF_RANGE),
    ("less than no steps", board, host(TakeArrangement((), 1, -1)), Code.OUT_OF_RANGE),
    ("publishing nothing", board, host(Publish()), Code.NOTHING_ON_BOARD),
    # going
    ("going before there is a board", placed, ann(Go(KNOTS, True)), Code.NOT_ON_BOARD),
    ("going to what waits", published, ann(Go(ROPES, True)), Code.NOT_ON_BOARD),
    ("going to what never was", published, ann(Go(99, True)), Code.NOT_ON_BOARD),
    ("going to what was removed", lambda: published().tell(host(RemoveTopic(KNOTS))), ann(Go(KNOTS, True)),
     Code.NOT_ON_BOARD),
    ("going before joining", published, Said("stranger", Go(KNOTS, True)), Code.JOIN_FIRST),
    ("the host goes nowhere", published, host(Go(KNOTS, True)), Code.NOT_YOURS),
    # whose board it is
    ("an attendee places nothing", board, ann(PlaceTopic(KNOTS, EARLY, HALL)), Code.NOT_YOURS),
    ("an attendee publishes nothing", placed, ann(Publish()), Code.NOT_YOURS),
    ("the wall adds no room", board, wall(AddRoom("Gym", 9)), Code.NOT_YOURS),
    ("the clock moves nobody", placed, clock(TakeOff(KNOTS)), Code.NOT_YOURS),
    ("an attendee freezes nothing", published, ann(FreezeSlot(EARLY)), Code.NOT_YOURS),
]


@pytest.mark.parametrize(("given", "said", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(given: Callable[[], Story], said: Said, code: Code) -> None:
    story = given()
    before = story.state.copy()
    story >> said << code
    assert story.state == before


def test_all_on_one_cell_is_no_board_to_arrange_but_one_to_read() -> None:
    story = board().tell(*(host(PlaceTopic(topic, EARLY, None, "Here")) for topic in (KNOTS, CHESS, ROPES)))
    story.tell(host(Publish()))
    assert len(shown(story).sessions) == 3
    assert puzzle_of(story.state).fixed.keys() == {KNOTS, CHESS, ROPES}


def test_hands_are_of_the_room_each_of_whom_counts_once() -> None:
    story = board().tell(host(NamePart(KNOTS, "Dee")))
    assert puzzle_of(story.state).people == 2
    story.tell(ann(ForgetMe()))
    assert puzzle_of(story.state).people == 1
