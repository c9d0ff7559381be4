"""What simulated people do next: decided from panels alone, each habit by itself."""

from dataclasses import replace
from random import Random

import pytest

from teachmeet.domain import commands as c
from teachmeet.domain import commands_board as cb
from teachmeet.domain.panels import (
    AsksPanel,
    ClaimRow,
    Maybe,
    Mine,
    MyTalk,
    NowPanel,
    OfferRow,
    PitchingPanel,
    RoundPanel,
    Standing,
    TalkCard,
    TalksPanel,
    TopicCard,
    TopicsPanel,
)
from teachmeet.domain.panels_board import (
    BoardPanel,
    GridPanel,
    GridSession,
    GridSlot,
    MyBoard,
    PlanningPanel,
    RoomCard,
    SessionCard,
    WaitingTopic,
)
from teachmeet.domain.programme import Method, Order, Part, Pitch
from teachmeet.made_up import Card, cards
from teachmeet.simulated import BOARD, LATE, ROUNDS, Attendee, EdcampHost, Host, Seen
from teachmeet.wire import Arrange
from teachmeet.words import load
from tests import edcamp

ANN = Mine(3, "Ann", None, {}, (), 0)
NEXT = TalkCard(7, "Knots", "Dee", "", "nano", 120)
NO_TALK = NowPanel(None, None, None, 0)


def ann(*cards: Card) -> Attendee:
    """An attendee with these cards."""
    return Attendee(Random(1), ("Tea",), ("Why?",), list(cards))


def seen(*panels: object, mine: Mine | None = ANN) -> Seen:
    """What was shown."""
    found = Seen(mine=mine)
    for panel in panels:
        found.panels[type(panel)] = panel
    return found


def does(person: Attendee, shown: Seen, times: int = 300) -> list[c.Command]:
    """All that somebody does who is shown the same for so long."""
    acts = (person.act(shown) for _ in range(times))
    return [act for act in acts if act is not None]


def rated(method: Method = Method.DOTS, dots: int = 2, most: int = 1) -> RoundPanel:
    """An open round on three topics."""
    return RoundPanel(1, 9, True, dots, (4, 5, 6), None, method, most)


def votes(person: Attendee, shown: Seen) -> set[tuple[int, int]]:
    """The topics and dots of all votes."""
    return {(act.topic, act.dots) for act in does(person, shown) if isinstance(act, c.Vote)}


# ── attendees


def test_dots_are_spent_and_when_they_are_only_taken_back() -> None:
    assert votes(ann(), seen(rated())) == {(4, 1), (5, 1), (6, 1)}
    spent = replace(ANN, round=9, votes={4: 1, 5: 1}, board=MyBoard(spent=2))
    assert votes(ann(), seen(rated(), mine=spent)) == {(4, 0), (5, 0)}
    merged = replace(ANN, round=9, votes={4: 1}, board=MyBoard(spent=2))
    assert votes(ann(), seen(rated(), mine=merged)) == {(4, 0)}, "what became one still holds both dots"
    one = replace(ANN, round=9, votes={4: 1}, board=MyBoard(spent=1))
    assert (4, 2) in votes(ann(), seen(rated(dots=3, most=2), mine=one))


def test_yeses_are_given_and_taken_back_and_cards_are_answered_one_at_a_time() -> None:
    yes = replace(ANN, round=9, votes={4: 1})
    assert votes(ann(), seen(rated(Method.APPROVAL), mine=yes)) == {(4, 0), (4, 1), (5, 1), (6, 1)}
    card = replace(ANN, round=9, board=MyBoard(next=5))
    assert votes(ann(), seen(rated(Method.INTEREST), mine=card)) == {(5, 1), (5, 2), (5, 3)}
    assert votes(ann(), seen(rated(Method.INTEREST), mine=replace(card, board=MyBoard()))) == set()


def test_cards_are_suggested_once_and_requests_first_where_only_they_are_taken() -> None:
    offer, request = Card("A", Pitch.OFFER, ("quiet",)), Card("B", Pitch.REQUEST)
    only = seen(PitchingPanel(True, None, False, None))
    person = ann(offer, request)
    suggested = [act for act in does(person, only) if isinstance(act, c.Suggest)]
    assert [(act.title, act.pitch) for act in suggested] == [("B", Pitch.REQUEST)]
    suggested = [act for act in does(person, seen()) if isinstance(act, c.Suggest)]
    assert [(act.title, act.kit) for act in suggested] == [("A", ("quiet",))]
    improvising = Attendee(Random(1), ("Tea",), ("Why?",))
    assert {act.title for act in does(improvising, seen()) if isinstance(act, c.Suggest)} == {"Tea"}


def session(topic: int, slot: int, scribes: tuple[str, ...] = ()) -> SessionCard:
    """A session of the published board."""
    return SessionCard(topic, Pitch.OFFER, "T", (), scribes, slot, 1, "", False)


def test_people_go_where_they_wished_to_one_at_a_time_and_use_their_feet() -> None:
    board = BoardPanel(1, (), (), (session(4, 1), session(5, 1), session(6, 2)), ())
    wishing = replace(ANN, board=MyBoard(wishes=(5,)))
    assert {act for act in does(ann(), seen(board, mine=wishing)) if isinstance(act, cb.Go)} == {cb.Go(5, True)}
    going = replace(ANN, board=MyBoard(going=(5,)))
    goes = {act for act in does(ann(), seen(board, mine=going)) if isinstance(act, cb.Go)}
    assert goes == {cb.Go(6, True), cb.Go(5, False)}


def test_people_lead_what_was_asked_for_and_write_notes_where_they_go() -> None:
    asked = TopicsPanel(1, (TopicCard(4, Pitch.REQUEST, "T", None, None), TopicCard(5, Pitch.OFFER, "U", None, None)))
    taken = {act for act in does(ann(), seen(asked)) if isinstance(act, cb.TakePart)}
    assert taken == {cb.TakePart(4, Part.LEAD)}
    board = BoardPanel(1, (), (), (session(4, 1), session(5, 2, ("Bo",))), ())
    going = replace(ANN, board=MyBoard(going=(4, 5)))
    taken = {act for act in does(ann(), seen(asked, board, mine=going)) if isinstance(act, cb.TakePart)}
    assert taken == {cb.TakePart(4, Part.SCRIBE)}


def test_an_attendee_says_who_they_are_sees_the_call_and_offers_two_minutes() -> None:
    maybe = replace(ANN, maybe=(Maybe(9, "Ann Lind", "Knots"),))
    assert ann().act(seen(mine=maybe)) == c.ClaimSignup(9)
    assert c.ClaimSignup(9) not in does(ann(), seen(mine=replace(maybe, claimed=9)))
    called = MyTalk(7, "Knots", Standing.NEXT, False, ())
    assert ann().act(seen(mine=replace(ANN, talk=called))) == c.SawCall(7)
    assert c.SawCall(7) not in does(ann(), seen(mine=replace(ANN, talk=replace(called, seen=True))))
    assert c.OfferTalk("Tea") in does(ann(), seen(replace(NO_TALK, room_for_two=True)))
    assert c.OfferTalk("Tea") not in does(ann(), seen(NO_TALK))


# ── a TeachMeet's host


def test_the_host_answers_draws_marks_one_absent_and_goes_on() -> None:
    host = Host()
    assert host.acts(seen(), 0) == []
    asks = AsksPanel((ClaimRow(4, "Ann", "Ann Lind", None),), (OfferRow(5, "Bo", "Tea"),))
    assert host.acts(seen(asks), 0) == [c.AnswerClaim(4, True), c.AnswerOffer(5, True)]
    signed_up, drawn = TalksPanel((), Order.SIGNUP, False), TalksPanel((), Order.DRAWN, False)
    coming = NowPanel(None, None, NEXT, 3)
    assert host.acts(seen(signed_up, coming), 0) == [c.Draw(everybody=True)]
    assert [host.acts(seen(drawn, coming), 0) for _ in range(2)] == [[c.MarkAbsent(7)], [c.StartTalk()]]
    assert host.acts(seen(drawn, replace(coming, on=NEXT)), 0) == [c.EndTalk()]
    assert host.acts(seen(drawn, NO_TALK, RoundPanel(0, None, False, 0, (), None)), 0) == [c.OpenRound()]


# ── an edcamp's host

CARDS = cards(load("en"))
TWIN = next(card for card in CARDS if card.again is not None)
NO_ROUND = RoundPanel(0, None, False, 0, (), None)


def edcamp_host() -> EdcampHost:
    """A host of a hundred seconds, who has asked for requests already."""
    host = EdcampHost(100, CARDS, "Late", "Staff room")
    assert host.acts(seen(), 0.01) == [cb.AskForRequests(8)]
    return host


def test_what_says_the_same_is_merged_and_what_is_new_let_onto_the_wall() -> None:
    assert TWIN.again is not None
    first = TopicCard(4, Pitch.OFFER, CARDS[TWIN.again].title, None, None)
    again = TopicCard(5, Pitch.OFFER, TWIN.title, None, None, approved=False)
    acts = edcamp_host().acts(seen(TopicsPanel(1, (first, again))), 0.2)
    assert acts == [cb.ApproveTopics((5,)), cb.MergeTopics(5, 4)]


def test_card_after_card_is_spoken_for_until_there_is_a_round() -> None:
    host, card = edcamp_host(), TopicCard(4, Pitch.OFFER, "A", None, None)
    topics = TopicsPanel(1, (card, replace(card, topic=5)))
    silent, on = PitchingPanel(False, None, False, None), PitchingPanel(False, None, False, card)
    assert host.acts(seen(topics, silent), 0.1) == [cb.CallPitch(4)]
    assert host.acts(seen(topics, on), 0.1) == [cb.CallPitch(5)]
    assert host.acts(seen(topics, on), 0.4) == [cb.CallPitch(None)]


@pytest.mark.parametrize("number", range(len(ROUNDS)))
def test_three_rounds_by_three_methods_open_and_close_in_time(number: int) -> None:
    opens, closes, opened = ROUNDS[number]
    host, before = edcamp_host(), replace(NO_ROUND, number=number)
    assert host.acts(seen(before), opens - 0.01) == []
    assert host.acts(seen(before), opens) == [opened]
    on = RoundPanel(number + 1, 9, True, 3, (4,), None, opened.method)
    assert host.acts(seen(on), closes - 0.01) == []
    assert host.acts(seen(on), closes) == [c.CloseRound(9)]
    assert {method for _, _, each in ROUNDS for method in [each.method]} == set(Method)


def test_the_board_is_arranged_taken_and_published_and_a_late_card_finds_a_place() -> None:
    host, over = edcamp_host(), replace(NO_ROUND, number=3)
    slots, rooms = (GridSlot(1, 0, 1, True, 0), GridSlot(2, 2, 3, False, 0)), (RoomCard(8, "Lab", 9, (), ""),)
    empty = GridPanel(slots, rooms, (), (), (WaitingTopic(4, Pitch.OFFER, "A", (), 0, None, ()),), None, 0, 0)
    assert host.acts(seen(over, empty), BOARD - 0.01) == []
    assert host.acts(seen(over, empty), BOARD) == [Arrange()]
    planning = PlanningPanel(True, 5, 9, 77, ((4, 1, 8),), None, 0)
    assert host.acts(seen(over, empty, planning), BOARD) == []
    taken = cb.TakeArrangement(((4, 1, 8),), 77, 9)
    assert host.acts(seen(over, empty, replace(planning, searching=False)), BOARD) == [taken]
    assert host.acts(seen(over, empty, planning), LATE) == [taken], "late, so it is taken as it is"
    merged = replace(empty, waiting=())
    assert host.acts(seen(over, merged, planning), LATE) == [Arrange()], "of what there is now"
    placed = GridSession(4, Pitch.OFFER, "A", (), 1, 8, "", False, False, True, 0, None, 0, ())
    board = replace(empty, sessions=(placed,), changes=1)
    assert host.acts(seen(over, board), BOARD) == [cb.Publish()]
    board = replace(board, changes=0, published=1)
    topics = TopicsPanel(1, ())
    assert host.acts(seen(over, board, topics), LATE - 0.01) == []
    assert host.acts(seen(over, board, topics), LATE) == [c.AddTopic(Pitch.OFFER, "Late")]
    late = TopicCard(6, Pitch.OFFER, "Late", None, None)
    waiting = replace(board, waiting=(WaitingTopic(6, Pitch.OFFER, "Late", (), 0, None, ()),))
    assert host.acts(seen(over, waiting, TopicsPanel(2, (late,))), LATE) == [cb.PlaceTopic(6, 2, 8)]
    full = replace(waiting, sessions=(placed, replace(placed, topic=5, slot=2)))
    elsewhere = cb.PlaceTopic(6, 2, None, "Staff room")
    assert host.acts(seen(over, full, TopicsPanel(2, (late,))), LATE) == [elsewhere]
    assert host.acts(seen(over, replace(full, waiting=()), TopicsPanel(2, (late,))), LATE) == []


def test_the_morning_has_55_cards_20_requests_and_12_that_say_something_again() -> None:
    assert (len(CARDS), len({card.title for card in CARDS})) == (55, 55)
    assert sum(card.pitch is Pitch.REQUEST for card in CARDS) == 20
    again = {place: card.again for place, card in enumerate(CARDS) if card.again is not None}
    assert len(again) == 12
    assert all(of < place and CARDS[of].again is None for place, of in again.items())


def test_the_script_of_the_morning_is_what_it_says() -> None:
    assert (len(edcamp.PEOPLE), len(edcamp.TWINS), len(edcamp.DISTINCT)) == (90, 12, 43)
    assert len(set(edcamp.AUTHOR)) == len(CARDS), "a card each"
    assert len({person.secret for person in edcamp.PEOPLE}) == 90
    assert all(3 <= len(edcamp.favourites(person.number)) <= 6 for person in edcamp.PEOPLE)
    assert all(len(set(edcamp.dots(person.number))) <= edcamp.DOTS for person in edcamp.PEOPLE)
    both = [person for person in edcamp.PEOPLE if {*edcamp.dots(person.number)} >= {*edcamp.TWINS[0]}]
    merged, apart = edcamp.tallies(), edcamp.tallies(merged=False)
    one, other = edcamp.TWINS[0]
    assert merged[other] == apart.get(one, 0) + apart.get(other, 0) - len(both)
    assert len(merged) >= edcamp.BEST
    assert all(edcamp.hands(at) == edcamp.hands(of) for at, of in edcamp.TWINS)
    assert {edcamp.CARDS[at].pitch for at in edcamp.leaders()} == {Pitch.REQUEST}
    firsts = [edcamp.CARDS[at].pitch for at in edcamp.requests_first()]
    assert firsts == [Pitch.REQUEST] * 20 + [Pitch.OFFER] * 35
