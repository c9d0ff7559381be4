"""Around the one who speaks: messages, the camel, the second timer, who is who, who saw what, two minutes offered."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from teachmeet.domain import facts as f
from teachmeet.domain.checks import LONGEST, OFFERS_EACH, TALKS
from teachmeet.domain.clock import due
from teachmeet.domain.commands import (
    AddTalk,
    AnswerClaim,
    AnswerOffer,
    ClaimSignup,
    EndTalk,
    ForgetMe,
    Join,
    OfferTalk,
    PairTalks,
    SawCall,
    SetAutoStart,
    StartTalk,
    StartTimer,
    StopTimer,
    TellSpeaker,
    ThrowCamel,
    TickHere,
    WithdrawTalk,
)
from teachmeet.domain.panels import Standing
from teachmeet.domain.programme import NANO, Told
from teachmeet.domain.refusals import Code
from teachmeet.domain.text import QUESTION
from teachmeet.domain.views_stage import mine
from tests.helpers import THREE, Said, Story, ann, bob, clock, host, joined, wall

EVE, ONE, GUS, TWO, IDA, LAST, ANN = 2, 3, 4, 5, 6, 7, 8


def evening() -> Story:
    """Three talks; Ann with a phone who goes by the name of Eve, one slip of the finger away."""
    return Story(THREE).tell(ann(Join("eve ennard")))


def on() -> Story:
    """The first talk is on."""
    return evening().tell(host(StartTalk()))


def claimed() -> Story:
    """Ann says that she is Eve: claim 9."""
    return evening().tell(ann(ClaimSignup(EVE)))


def known() -> Story:
    """She is."""
    return claimed().tell(host(AnswerClaim(9, True)))


def offered() -> Story:
    """Ann offers two minutes: offer 9."""
    return evening().tell(ann(OfferTalk("Go")))


# ── the speaker


def test_the_speaker_is_told_in_ready_words_or_in_free_ones() -> None:
    story = on()
    story >> host(TellSpeaker(Told.LOUDER, "never read")) << f.SpeakerTold(10, ONE, Told.LOUDER, "")
    story >> host(TellSpeaker(None, " Mic  on! ")) << f.SpeakerTold(11, ONE, None, "Mic on!")


def test_the_camel_flies_at_the_speaker_once_a_throw() -> None:
    story = on()
    story >> host(ThrowCamel()) << f.CamelThrown(10, ONE)
    story >> host(ThrowCamel()) << f.CamelThrown(11, ONE)
    assert story.state.camel == 11


def test_what_was_told_or_thrown_cannot_be_unsent() -> None:
    acts = on().state.acts
    assert on().tell(host(TellSpeaker(Told.LOUDER)), host(ThrowCamel()), host(StartTimer(60))).state.acts == acts


def test_the_second_timer_runs_beside() -> None:
    story = evening()
    story >> host(StartTimer(90)) << f.TimerStarted(90)
    story >> host(StopTimer()) << f.TimerStopped()
    story >> host(StopTimer()) << ()


def test_the_next_talk_starts_by_itself_after_the_changeover_but_the_first_does_not() -> None:
    story = evening()
    story >> host(SetAutoStart(True)) << f.AutoStartSet(True)
    story >> host(SetAutoStart(True)) << ()
    assert due(story.state) is None
    story.tell(host(StartTalk()), host(EndTalk()))
    ended = story.state.talks[ONE].ended
    assert ended is not None
    deadline = due(story.state)
    assert deadline is not None
    assert ((deadline[0] - ended).total_seconds(), deadline[1]) == (60, StartTalk())
    story >> clock(deadline[1]) << f.TalkStarted(TWO)


# ── who is who


def test_somebody_whose_name_resembles_one_on_the_sheet_is_that_person_once_the_host_says_so() -> None:
    story = evening()
    assert [maybe.person for maybe in mine(story.state, ANN).maybe] == [EVE]
    story >> ann(ClaimSignup(EVE)) << f.SignupClaimed(9, ANN, EVE)
    story >> ann(ClaimSignup(EVE)) << ()
    assert mine(story.state, ANN).claimed == EVE
    story >> host(AnswerClaim(9, True)) << f.ClaimAnswered(9, True)
    assert (story.state.people[EVE].here, story.state.people[EVE].phone) == (True, ANN)
    own = mine(story.state, ANN).talk
    assert own is not None
    assert (own.talk, own.standing) == (ONE, Standing.NEXT)


def test_or_they_are_not_and_are_not_asked_again() -> None:
    story = claimed()
    story >> host(AnswerClaim(9, False)) << f.ClaimAnswered(9, False)
    assert mine(story.state, ANN).maybe == ()
    story >> ann(ClaimSignup(EVE)) << ()


def test_they_are_forgotten_as_one() -> None:
    known() >> ann(ForgetMe()) << (f.Forgotten(ANN), f.Forgotten(EVE))


def test_seen_is_what_whoever_gives_the_talk_saw() -> None:
    story = known()
    story >> ann(SawCall(ONE)) << f.CallSeen(ONE)
    story >> ann(SawCall(ONE)) << ()


def test_so_is_what_their_partner_saw() -> None:
    story = evening().tell(host(PairTalks(TWO, ONE)), ann(ClaimSignup(EVE)), host(AnswerClaim(10, True)))
    story >> ann(SawCall(TWO)) << f.CallSeen(TWO)


# ── two minutes on the spot


def test_an_offer_waits_for_the_host_and_is_a_nano_talk_then() -> None:
    story = evening()
    story >> ann(OfferTalk("Go")) << f.TalkOffered(9, ANN, "Go")
    story >> host(AnswerOffer(9, True)) << (
        f.OfferAnswered(9, True),
        f.TalkPlanned(11, ANN, NANO, 120, "Go", ""),
        f.TalkMoved(11, None),
    )
    own = mine(story.state, ANN)
    assert own.offer is not None
    assert own.offer.yes


def test_or_it_is_declined_and_another_may_be_made() -> None:
    story = offered()
    story >> host(AnswerOffer(9, False)) << f.OfferAnswered(9, False)
    story >> ann(OfferTalk("Chess")) << f.TalkOffered(11, ANN, "Chess")


def test_somebody_is_ticked_and_unticked() -> None:
    story = evening()
    story >> host(TickHere(GUS)) << f.TickedHere(GUS, True)
    story >> host(TickHere(GUS)) << ()
    story >> host(TickHere(GUS, False)) << f.TickedHere(GUS, False)
    story >> host(TickHere(ANN, False)) << f.TickedHere(ANN, False)


def gone() -> Story:
    """Ann said that she is Eve, and wants to be forgotten."""
    return claimed().tell(ann(ForgetMe()))


def taken() -> Story:
    """Ann's offer was taken."""
    return offered().tell(host(AnswerOffer(9, True)))


def twice_claimed() -> Story:
    """Bob says that he is Eve as well: claim 11."""
    return claimed().tell(bob(Join("Eve")), bob(ClaimSignup(EVE)), host(AnswerClaim(9, True)))


def of_two_names() -> Story:
    """Ann is Eve, and wonders whether she is Ida too: claim 11."""
    story = claimed().tell(ann(Join("Ida")), ann(ClaimSignup(IDA)))
    return story.tell(host(AnswerClaim(9, True)))


def tired() -> Story:
    """Ann's offers were all declined."""
    story = evening()
    for _ in range(OFFERS_EACH):
        story.tell(ann(OfferTalk("Go")))
        story.tell(host(AnswerOffer(story.state.seq, False)))
    return story


def full() -> Story:
    """Ann offers a talk in a meet that has as many as it holds."""
    return joined(ann, made=replace(THREE, talks=THREE.talks[:1] * TALKS)).tell(ann(OfferTalk("Go")))


REFUSED: list[tuple[str, Callable[[], Story], Said, Code]] = [
    ("telling nobody", evening, host(TellSpeaker(Told.LOUDER)), Code.NOTHING_IS_ON),
    ("telling nothing", on, host(TellSpeaker(None, " ")), Code.EMPTY),
    ("telling a novel", on, host(TellSpeaker(None, "w" * (QUESTION + 1))), Code.TOO_LONG),
    ("telling an escape", on, host(TellSpeaker(None, "\x1b[2J")), Code.BAD_CHARACTERS),
    ("a camel at nobody", evening, host(ThrowCamel()), Code.NOTHING_IS_ON),
    ("a timer of no time", evening, host(StartTimer(0)), Code.OUT_OF_RANGE),
    ("a timer of a day", evening, host(StartTimer(LONGEST + 1)), Code.OUT_OF_RANGE),
    ("being nobody", evening, ann(ClaimSignup(99)), Code.UNKNOWN_PERSON),
    ("being somebody else", evening, ann(ClaimSignup(GUS)), Code.UNKNOWN_PERSON),
    ("being oneself", evening, ann(ClaimSignup(ANN)), Code.ALREADY_CLAIMED),
    ("being two", known, ann(ClaimSignup(GUS)), Code.ALREADY_CLAIMED),
    ("being one who is let in", lambda: known().tell(bob(Join("Eve"))), bob(ClaimSignup(EVE)), Code.ALREADY_CLAIMED),
    ("letting a second one in", twice_claimed, host(AnswerClaim(11, True)), Code.ALREADY_CLAIMED),
    ("letting one in twice", of_two_names, host(AnswerClaim(11, True)), Code.ALREADY_CLAIMED),
    ("no such claim", evening, host(AnswerClaim(99, True)), Code.UNKNOWN_CLAIM),
    ("a claim answered", known, host(AnswerClaim(9, False)), Code.UNKNOWN_CLAIM),
    ("a claim of the forgotten", gone, host(AnswerClaim(9, True)), Code.UNKNOWN_CLAIM),
    ("claiming before joining", lambda: Story(THREE), ann(ClaimSignup(EVE)), Code.JOIN_FIRST),
    ("offering before joining", lambda: Story(THREE), ann(OfferTalk("Go")), Code.JOIN_FIRST),
    ("an offer without a title", evening, ann(OfferTalk("")), Code.EMPTY),
    ("two offers at once", offered, ann(OfferTalk("Chess")), Code.ENOUGH_OFFERS),
    ("offers without end", tired, ann(OfferTalk("Chess")), Code.ENOUGH_OFFERS),
    ("no such offer", evening, host(AnswerOffer(99, True)), Code.UNKNOWN_OFFER),
    ("an offer answered", taken, host(AnswerOffer(9, False)), Code.UNKNOWN_OFFER),
    (
        "an offer of the forgotten",
        lambda: offered().tell(ann(ForgetMe())),
        host(AnswerOffer(9, True)),
        Code.UNKNOWN_OFFER,
    ),
    ("one talk too many", full, host(AnswerOffer(504, True)), Code.ENOUGH_TALKS),
    ("seeing another's call", known, ann(SawCall(TWO)), Code.NOT_YOURS),
    ("seeing no call", known, ann(SawCall(99)), Code.UNKNOWN_TALK),
    ("seeing what is on", lambda: known().tell(host(StartTalk())), ann(SawCall(ONE)), Code.TALK_IS_ON),
    ("seeing what was given up", lambda: known().tell(host(WithdrawTalk(ONE))), ann(SawCall(ONE)), Code.TALK_IS_OVER),
    ("ticking nobody", evening, host(TickHere(99)), Code.UNKNOWN_PERSON),
    ("ticking the forgotten", lambda: evening().tell(ann(ForgetMe())), host(TickHere(ANN)), Code.UNKNOWN_PERSON),
    *(
        (f"{who} may not {type(command).__name__}", on, said(command), Code.NOT_YOURS)
        for who, said in (("an attendee", ann), ("the wall", wall), ("the clock", clock))
        for command in (
            TellSpeaker(Told.LOUDER),
            ThrowCamel(),
            StartTimer(60),
            StopTimer(),
            SetAutoStart(True),
            TickHere(GUS),
            AnswerClaim(9, True),
            AnswerOffer(9, True),
            AddTalk("Fay", "Go", NANO),
        )
    ),
    *(
        (f"{who} may not {type(command).__name__}", on, said(command), Code.NOT_YOURS)
        for who, said in (("the host", host), ("the wall", wall), ("the clock", clock))
        for command in (ClaimSignup(EVE), OfferTalk("Go"), SawCall(ONE))
    ),
]


@pytest.mark.parametrize(("given", "said", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(given: Callable[[], Story], said: Said, code: Code) -> None:
    given() >> said << code
