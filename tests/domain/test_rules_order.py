"""Who comes when: the hat and the lot, the order by sign-up, votes or hand; who is absent, ill, paired, or walks in."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from teachmeet.domain import facts as f
from teachmeet.domain.checks import TALKS, next_talk
from teachmeet.domain.commands import (
    AddTalk,
    AddTopic,
    AnswerOffer,
    Draw,
    EndTalk,
    MarkAbsent,
    MoveTalk,
    OfferTalk,
    OpenRound,
    PairTalks,
    ReturnTalk,
    SetOrder,
    StartTalk,
    SwapTalks,
    TickHere,
    Vote,
    WithdrawTalk,
)
from teachmeet.domain.draw import draw, hat, is_here, lots
from teachmeet.domain.programme import NANO, Order, Pitch, Reason
from teachmeet.domain.refusals import Code
from teachmeet.domain.text import LINK, NAME, TITLE
from tests.helpers import BEGIN, THREE, Said, Story, ann, clock, host, joined, wall

EVE, ONE, GUS, TWO, IDA, LAST, ANN = 2, 3, 4, 5, 6, 7, 8


def evening() -> Story:
    """Three talks on the sheet, Ann with a phone, nobody ticked."""
    return joined(ann, made=THREE)


def ticked(*people: int) -> Story:
    """The same, these being here."""
    return evening().tell(*(host(TickHere(person)) for person in people or (EVE, GUS, IDA)))


def drawn() -> Story:
    """One lot was drawn, of all three."""
    return ticked().tell(host(Draw()))


def order(story: Story) -> list[int]:
    """The talks in running order."""
    return list(story.state.talks)


def coming(story: Story) -> int | None:
    """Who is next."""
    talk = next_talk(story.state)
    return None if talk is None else talk.talk


def test_the_lot_falls_on_those_here_and_drawing_is_the_order_from_then_on() -> None:
    story = ticked(EVE, IDA)
    seed = story.state.seq
    fell = draw((ONE, LAST), (1, 1), seed, 1)
    story >> host(Draw()) << (f.OrderSet(Order.DRAWN, False, ()), f.Drawn(fell, (ONE, LAST), (1, 1), seed))
    assert (story.state.order, coming(story), order(story)[0]) == (Order.DRAWN, fell[0], fell[0])
    rest = tuple(n for n in (ONE, LAST) if n not in fell)
    seed = story.state.seq
    story >> host(Draw()) << f.Drawn(rest, rest, (1,), seed)
    story >> host(Draw()) << Code.NOBODY_HERE
    seed = story.state.seq
    story >> host(Draw(everybody=True)) << f.Drawn((TWO,), (TWO,), (1,), seed)
    story >> host(Draw(everybody=True)) << Code.EMPTY_HAT


def test_all_can_be_drawn_at_once() -> None:
    story = ticked()
    seed = story.state.seq
    story.tell(host(Draw(all=True)))
    assert tuple(order(story)) == draw((ONE, TWO, LAST), (1, 1, 1), seed, 3)
    assert hat(story.state) == []


def test_nobody_is_next_before_a_lot_was_drawn() -> None:
    story = ticked().tell(host(SetOrder(Order.DRAWN)))
    assert coming(story) is None
    story >> host(StartTalk()) << Code.DRAW_FIRST


def test_whoever_is_called_in_vain_goes_back_into_the_hat_and_is_not_here() -> None:
    story = drawn()
    called = coming(story) or 0
    story >> host(MarkAbsent(called)) << f.CalledInVain(called)
    talk = story.state.talks[called]
    assert (talk.vain, talk.drawn, is_here(story.state, talk)) == (1, None, False)
    assert called in {each.talk for each in hat(story.state)}
    assert order(story)[-1] == called


def test_so_is_somebody_with_a_phone() -> None:
    story = evening().tell(ann(OfferTalk("Go")), host(AnswerOffer(9, True)))
    talk = story.state.talks[11]
    assert is_here(story.state, talk)
    story.tell(host(MarkAbsent(11)))
    assert not is_here(story.state, talk)
    story >> host(TickHere(ANN)) << f.TickedHere(ANN, True)


def test_a_taken_offer_is_called_after_those_drawn_and_before_the_hat() -> None:
    story = drawn().tell(ann(OfferTalk("Go")))
    first = coming(story)
    story.tell(host(AnswerOffer(story.state.seq, True)))
    assert order(story)[:2] == [first, story.state.seq - 1]
    story.tell(host(Draw()))
    assert order(story)[2] not in (first, story.state.seq - 1)


def test_weights_favour_those_who_were_missed_and_those_who_never_spoke() -> None:
    story = ticked().tell(host(SetOrder(Order.DRAWN, weights=True)))
    line = f.Line(story.state.seq + 1, BEGIN, f.HOST, "", 0, (f.Remembered(EVE, 3, True), f.Remembered(GUS, 1, False)))
    story.lines.append(line)
    story.history.add(line)
    assert [lots(story.state, talk) for talk in story.state.talks.values()] == [3, 1, 2]
    came = (story >> host(Draw())).came
    assert isinstance(came, tuple)
    assert isinstance(came[-1], f.Drawn)
    assert came[-1].weights == (3, 1, 2)


def test_without_weights_everybody_has_one_lot() -> None:
    assert [lots(evening().state, talk) for talk in evening().state.talks.values()] == [1, 1, 1]


def test_the_order_of_signing_up_comes_back() -> None:
    story = drawn().tell(host(SetOrder(Order.SIGNUP)))
    assert order(story) == [ONE, TWO, LAST]
    assert coming(story) == ONE


def test_by_votes_those_come_first_whose_title_has_some() -> None:
    story = evening().tell(host(AddTopic(Pitch.OFFER, "three!")), host(OpenRound()), ann(Vote(10, 9, 1)))
    story >> host(SetOrder(Order.VOTES)) << f.OrderSet(Order.VOTES, False, (LAST, ONE, TWO))
    assert order(story) == [LAST, ONE, TWO]


def test_talks_are_moved_and_swapped() -> None:
    story = evening()
    story >> host(MoveTalk(LAST, ONE)) << f.TalkMoved(LAST, ONE)
    assert order(story) == [LAST, ONE, TWO]
    story >> host(MoveTalk(LAST)) << f.TalkMoved(LAST, None)
    story >> host(SwapTalks(ONE, LAST)) << f.TalksSwapped(ONE, LAST)
    assert order(story) == [LAST, TWO, ONE]
    story >> host(MoveTalk(ONE, ONE)) << ()


def test_whoever_swaps_with_the_one_who_was_drawn_is_next_and_the_other_is_in_the_hat() -> None:
    story = drawn()
    first = coming(story) or 0
    other = order(story)[-1]
    story.tell(host(SwapTalks(first, other)))
    assert coming(story) == other
    assert first in {talk.talk for talk in hat(story.state)}


def test_moving_by_hand_in_a_draw_calls_somebody_without_a_lot() -> None:
    story = ticked().tell(host(SetOrder(Order.DRAWN)), host(MoveTalk(LAST, ONE)))
    assert coming(story) == LAST


def test_two_share_a_talk_and_may_part_again() -> None:
    story = evening()
    story >> host(PairTalks(ONE, TWO)) << f.TalksPaired(ONE, TWO)
    assert (story.state.talks[ONE].partner, story.state.talks[TWO].withdrawn) == (GUS, Reason.PAIRED)
    story >> host(ReturnTalk(TWO)) << f.TalkReturned(TWO)
    assert (story.state.talks[ONE].partner, story.state.talks[TWO].waits) == (None, True)


def test_the_ill_do_not_speak_and_may_get_well() -> None:
    story = evening()
    story >> host(WithdrawTalk(ONE)) << f.TalkWithdrawn(ONE, Reason.ILL)
    assert coming(story) == TWO
    story >> host(ReturnTalk(ONE)) << f.TalkReturned(ONE)
    story >> host(ReturnTalk(ONE)) << ()
    assert coming(story) == ONE


def test_a_walk_in_is_here_under_a_number_of_their_own() -> None:
    evening() >> host(AddTalk(" Fay ", "Go", NANO, "HTTP://x.org")) << (
        f.SignedUp(9, None, "Fay", "", ""),
        f.TickedHere(9, True),
        f.TalkPlanned(11, 9, NANO, 120, "Go", "HTTP://x.org"),
    )


def test_a_walk_in_whom_one_knows_is_the_one_whom_one_knows() -> None:
    evening() >> host(AddTalk("Ann", "Go", NANO)) << (
        f.TickedHere(ANN, True),
        f.TalkPlanned(10, ANN, NANO, 120, "Go", ""),
    )


def full() -> Story:
    """As many talks as a meet holds."""
    return Story(replace(THREE, talks=THREE.talks[:1] * TALKS))


def on() -> Story:
    """The first talk is on."""
    return evening().tell(host(StartTalk()))


def over() -> Story:
    """It is over."""
    return on().tell(host(EndTalk()))


def paired() -> Story:
    """Two share the first talk."""
    return evening().tell(host(PairTalks(ONE, TWO)))


LONG_LINK = "https://" + "x" * LINK
REFUSED: list[tuple[str, Callable[[], Story], Said, Code]] = [
    ("no talks to draw from", Story, host(Draw()), Code.EMPTY_HAT),
    ("nobody here", evening, host(Draw()), Code.NOBODY_HERE),
    ("nobody left in the hat", lambda: ticked().tell(host(Draw(True))), host(Draw()), Code.EMPTY_HAT),
    ("no lot drawn", lambda: evening().tell(host(SetOrder(Order.DRAWN))), host(StartTalk()), Code.DRAW_FIRST),
    ("moving nothing", evening, host(MoveTalk(99)), Code.UNKNOWN_TALK),
    ("moving before nothing", evening, host(MoveTalk(ONE, 99)), Code.UNKNOWN_TALK),
    ("moving what is on", on, host(MoveTalk(ONE)), Code.TALK_IS_ON),
    ("moving what is over", over, host(MoveTalk(ONE)), Code.TALK_IS_OVER),
    ("moving before what is over", over, host(MoveTalk(TWO, ONE)), Code.TALK_IS_OVER),
    ("swapping one", evening, host(SwapTalks(ONE, ONE)), Code.SAME_TALK),
    ("swapping with what is on", on, host(SwapTalks(TWO, ONE)), Code.TALK_IS_ON),
    ("pairing one", evening, host(PairTalks(ONE, ONE)), Code.SAME_TALK),
    ("pairing with what was given up", paired, host(PairTalks(LAST, TWO)), Code.TALK_IS_OVER),
    ("a third in a talk", paired, host(PairTalks(ONE, LAST)), Code.ALREADY_PAIRED),
    ("two in a third's talk", paired, host(PairTalks(LAST, ONE)), Code.ALREADY_PAIRED),
    ("absent for nothing", evening, host(MarkAbsent(99)), Code.UNKNOWN_TALK),
    ("absent while speaking", on, host(MarkAbsent(ONE)), Code.TALK_IS_ON),
    ("ill after the talk", over, host(WithdrawTalk(ONE)), Code.TALK_IS_OVER),
    ("again after the talk", over, host(ReturnTalk(ONE)), Code.TALK_IS_OVER),
    ("again while it is on", on, host(ReturnTalk(ONE)), Code.TALK_IS_OVER),
    ("nothing again", evening, host(ReturnTalk(99)), Code.UNKNOWN_TALK),
    ("a walk-in without a title", evening, host(AddTalk("Fay", " ", NANO)), Code.EMPTY),
    ("a walk-in without a name", evening, host(AddTalk("", "Go", NANO)), Code.EMPTY),
    ("a walk-in with a long title", evening, host(AddTalk("Fay", "t" * (TITLE + 1), NANO)), Code.TOO_LONG),
    ("a walk-in with a long name", evening, host(AddTalk("n" * (NAME + 1), "Go", NANO)), Code.TOO_LONG),
    ("a walk-in of no kind", evening, host(AddTalk("Fay", "Go", "opera")), Code.UNKNOWN_KIND),
    ("a script for a link", evening, host(AddTalk("Fay", "Go", NANO, "javascript:alert(1)")), Code.NO_LINK),
    ("a file for a link", evening, host(AddTalk("Fay", "Go", NANO, "file:///etc/passwd")), Code.NO_LINK),
    ("a word for a link", evening, host(AddTalk("Fay", "Go", NANO, "slides")), Code.NO_LINK),
    ("a long link", evening, host(AddTalk("Fay", "Go", NANO, LONG_LINK)), Code.TOO_LONG),
    ("a link with an escape", evening, host(AddTalk("Fay", "Go", NANO, "http://\x1b")), Code.BAD_CHARACTERS),
    ("one walk-in too many", full, host(AddTalk("Fay", "Go", NANO)), Code.ENOUGH_TALKS),
    *(
        (f"{who} may not {type(command).__name__}", evening, said(command), Code.NOT_YOURS)
        for who, said in (("an attendee", ann), ("the wall", wall), ("the clock", clock))
        for command in (
            SetOrder(Order.DRAWN),
            Draw(),
            MoveTalk(ONE),
            SwapTalks(ONE, TWO),
            PairTalks(ONE, TWO),
            MarkAbsent(ONE),
            WithdrawTalk(ONE),
            ReturnTalk(ONE),
            AddTalk("Fay", "Go", NANO),
        )
    ),
]


@pytest.mark.parametrize(("given", "said", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(given: Callable[[], Story], said: Said, code: Code) -> None:
    given() >> said << code
