"""A short evening, played by the real hub on a stopped clock: every frame that the protocol's description shows.

Nothing in here is made up but what people type: the hub decides, the wire encodes, and what came is kept.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import msgspec

from docs.stage import ADDRESSES, BEGIN, CODE, DOORS, KEY, LOT, STEPS, Evening, Exchange, Stage
from teachmeet import wire
from teachmeet.domain import commands as c
from teachmeet.domain import commands_board as b
from teachmeet.domain import commands_hall as h
from teachmeet.domain.actors import Actor, Role
from teachmeet.domain.facts import HOST, Line
from teachmeet.domain.panels import View
from teachmeet.domain.programme import (
    KINDS,
    MICRO,
    NANO,
    Duty,
    Format,
    Order,
    Part,
    Pitch,
    Policy,
    Scene,
    SegmentKind,
    Signup,
    TalkPlan,
    Told,
)
from teachmeet.domain.rules import decide
from teachmeet.domain.state import State
from teachmeet.journal import AppendFailed, MemoryJournal

ANN = wire.Hello(Role.ATTENDEE, "9f2c41d07ab3", code=CODE, secret="a1f0c47e52d9b8360e7c", look=("meet", "round"))
HOST_HELLO = wire.Hello(Role.HOST, "host-5cQ1xW", key=KEY, look=("desk",))
FIRST = BEGIN + timedelta(hours=3)
"""When the first sessions of the board begin."""
MEET = c.MakeMeet(
    "TeachMeet Leeds",
    Format.TEACHMEET,
    "Europe/London",
    starts=BEGIN + timedelta(minutes=30),
    ends=BEGIN + timedelta(minutes=75),
    talks=(
        TalkPlan(Signup("Asha Rao", "Park School"), "Five minutes of retrieval", NANO, 120),
        TalkPlan(Signup("Tom Birk"), "Marking less", MICRO, 420, "https://example.org/marking"),
        TalkPlan(Signup("Ann Lind"), "A library in a corridor", MICRO, 420),
        TalkPlan(Signup("Sol Paz"), "Maps drawn from memory", NANO, 120),
    ),
)


async def play() -> Evening:
    """The whole evening."""
    journal = founded(MemoryJournal())
    stage = Stage(journal)
    running = asyncio.create_task(stage.hub.run())
    evening = stage.evening
    try:
        await come_in(stage)
        await pitch_and_vote(stage)
        await fill_board(stage)
        await set_out(stage)
        await line_up(stage)
        await present(stage)
        await open_hall(stage)
        evening.panels |= dict(await stage.look("host", View.HOST))
        evening.panels |= dict(await stage.look("questions", View.COHOST))
        evening.panels |= dict(await stage.look("wall", View.WALL))
        evening.panels |= dict(await stage.look("ben", View.ATTENDEE))
        await tidy_up(stage)
        evening.closed |= dict(await stage.look("ben", View.ATTENDEE))
        evening.before_forgetting = list(journal.lines)
        await stage.do("ann", c.ForgetMe(), "forget_me")
        evening.lines = list(journal.lines)
        await stage.say("host", wire.Stop(), "stop")
        await running
        evening.byes["stopped"] = stage.last("ann")
    finally:
        running.cancel()
    evening.byes["not_saved"] = await fill_the_disk()
    evening.exchanges |= await come_back()
    return evening


async def come_in(stage: Stage) -> None:
    """Everybody says hello, and Ann does so on two pages."""
    hellos = {
        "host": HOST_HELLO,
        "wall": wire.Hello(Role.WALL, "wall-8dTz0a", look=("join",)),
        "ann": ANN,
        "ben": wire.Hello(Role.ATTENDEE, "44e09c6b1d27", code=CODE, secret="0b6d93e8c4f17a25d1b9", look=("now",)),
    }
    await stage.say("stranger", wire.Hello(Role.ATTENDEE, "c0ffee12", code="AAAA", secret="x" * 20), "wrong_code")
    for who, hello in hellos.items():
        await stage.say(who, hello, f"hello {who}")
        if who != "ann":
            await stage.say(who, wire.Look(()))
    await stage.do("ann", c.Join("Ann"), "join")
    again = msgspec.structs.replace(ANN, client="e5b7120c9d4f", look=())
    await stage.say("ann again", again, "hello again")
    await stage.do("ben", c.Join(""))
    await stage.say("ben", '{"type":"ping","c":81234.5}', "ping")
    await stage.say("ben", wire.Look(("now", "topics", "round", "tally")), "look")
    await stage.say("ben", wire.Look(()))
    await stage.say("host", wire.Address(ADDRESSES[1]), "address")


async def pitch_and_vote(stage: Stage) -> None:
    """Topics come in, one is called out; a round opens, and dots are given and taken back."""
    quiz = await stage.do("ann", c.Suggest(Pitch.OFFER, "Quizzes that pupils write"), "suggest")
    await stage.do("ben", c.Suggest(Pitch.REQUEST, "How do you give feedback aloud?", anonymous=True))
    chairs = await stage.do("host", c.AddTopic(Pitch.OFFER, "Chairs in a circle", "Dora"), "add_topic") + 1
    plants = await stage.do("host", c.AddTopic(Pitch.REQUEST, "Plants that survive a classroom"))
    await stage.do("host", c.RemoveTopic(plants), "remove_topic")
    pushed = stage.listen("ann")
    voting = await stage.do("host", c.OpenRound(dots=2, seconds=2400), "open_round")
    await pushed.wait()
    stage.evening.exchanges["round opens"] = Exchange("", (stage.last("ann"),))
    await stage.say("ann", wire.Look(()))
    await stage.do("ann", c.Vote(voting, quiz, 1), "vote")
    stage.evening.mine = stage.last("ann again")
    await stage.do("ann", c.Vote(voting, chairs, 1))
    await stage.say("ann", stage.evening.exchanges["vote"].sent, "vote again")
    adopted = wire.write_command(3, c.Vote(voting, quiz, 1), ANN.client)
    await stage.say("ann again", adopted, "vote adopted")
    await stage.do("ben", c.Vote(voting, chairs, 1))
    await stage.say("ben", wire.write_command(4, c.Vote(voting, 9999, 1)), "unknown_topic")
    await stage.say("ann", wire.write_command(6, c.Suggest(Pitch.OFFER, "x" * 141)), "too_long")


async def fill_board(stage: Stage) -> None:
    """Topics are sorted out, and put on a board that everybody is shown, twice."""
    quiz, feedback, chairs = (topic.topic for topic in stage.state.topics.values() if topic.listed)
    await stage.do("host", b.AskForRequests(600), "ask_for_requests")
    await stage.say("ben", wire.write_command(20, c.Suggest(Pitch.OFFER, "Knots")), "only_requests")
    await stage.do("host", b.AskForRequests(None))
    await stage.do("host", b.SetChecking(True), "set_checking")
    twin = await stage.do("ben", c.Suggest(Pitch.OFFER, "Pupils write the quiz", kit=("projector",)))
    await stage.do("host", b.ApproveTopics((quiz, twin)), "approve_topics")
    await stage.do("host", b.SetChecking(False))
    await stage.do("host", b.CallPitch(quiz), "call_pitch")
    await stage.do("host", b.MergeTopics(twin, quiz), "merge_topics")
    await stage.do("host", b.UnmergeTopic(twin), "unmerge_topic")
    await stage.do("host", b.MergeTopics(twin, quiz))
    await stage.do("host", b.CountHands(chairs, 14), "count_hands")
    await stage.do("host", b.SetNeeds(quiz, ("projector",)), "set_needs")
    await stage.do("host", b.KeepApart(quiz, chairs), "keep_apart")
    await stage.do("host", b.NamePart(feedback, "Lou Marsh", Part.SCRIBE), "name_part")
    await stage.do("ann", b.TakePart(feedback, Part.LEAD), "take_part")
    hall = await stage.do("host", b.AddRoom("Hall", 90), "add_room")
    lab = await stage.do("host", b.AddRoom("Lab", 20, ("projector",), "up the stairs"))
    await stage.do("host", b.ChangeRoom(hall, "Great hall", 90, (), "the way you came in"), "change_room")
    early = await stage.do("host", b.AddSlot(FIRST, FIRST + timedelta(minutes=30)), "add_slot")
    late = await stage.do("host", b.AddSlot(FIRST + timedelta(minutes=40), FIRST + timedelta(minutes=60)))
    moved = FIRST + timedelta(minutes=35)
    await stage.do("host", b.MoveSlot(late, moved, moved + timedelta(minutes=30)), "move_slot")
    await stage.do("host", b.CloseCell(late, lab), "close_cell")
    await stage.do("host", b.CloseCell(late, lab, False))
    await stage.do("host", b.PlaceTopic(chairs, late, None, "the yard"), "place_topic")
    await stage.do("host", b.TakeOff(chairs), "take_off")
    await stage.say("host", wire.Arrange(), "arrange")
    await stage.arranged.wait()
    cells = ((quiz, late, hall), (chairs, early, lab))
    await stage.do("host", b.TakeArrangement(cells, LOT, STEPS), "take_arrangement")
    await stage.do("host", b.SwapSessions(chairs, feedback), "swap_sessions")
    await stage.do("host", b.SwapSessions(chairs, quiz))
    await stage.do("host", b.PinSession(chairs), "pin_session")
    await stage.do("host", b.Publish(), "publish")
    await stage.do("ann", b.Go(feedback, True), "go")
    await stage.do("ben", b.Go(feedback, True))
    await stage.do("host", b.PlaceTopic(quiz, late, lab))
    await stage.do("host", b.Publish())
    await stage.do("host", b.FreezeSlot(early), "freeze_slot")
    await stage.do("host", b.FreezeSlot(early, False))
    stage.arranged.clear()
    await stage.say("host", wire.Arrange())
    await stage.arranged.wait()
    await stage.say("host", wire.Hold(quiz), "hold")


async def set_out(stage: Stage) -> None:
    """The host lays the plan and changes it, and the evening begins."""
    await stage.do("host", c.LayPlan(Format.TEACHMEET), "lay_plan")
    photo = await stage.do("host", c.AddSegment(SegmentKind.OTHER, "A photograph", 120), "add_segment")
    parts = {segment.kind: segment.segment for segment in stage.state.segments.values()}
    await stage.do("host", c.MoveSegment(photo, parts[SegmentKind.BREAK]), "move_segment")
    await stage.do("host", c.StretchSegment(parts[SegmentKind.BREAK], 900), "stretch_segment")
    await stage.do("host", c.SkipSegment(photo), "skip_segment")
    await stage.do("host", c.SetKind(replace(KINDS[NANO], changeover=20)), "set_kind")
    await stage.do("host", c.SetAutoStart(True), "set_auto_start")
    await stage.do("host", c.SetAutoStart(False))
    await stage.do("host", c.StartSegment(), "start_segment")


async def line_up(stage: Stage) -> None:
    """Who is who is found out, and who comes when."""
    asha, tom, lind, sol = stage.state.talks
    await stage.do("host", c.TickHere(stage.state.talks[asha].person), "tick_here")
    claim = await stage.do("ann", c.ClaimSignup(stage.state.talks[lind].person), "claim_signup")
    await stage.do("host", c.AnswerClaim(claim, True), "answer_claim")
    offer = await stage.do("ben", c.OfferTalk("Fractions with playing cards"), "offer_talk")
    await stage.do("host", c.AnswerOffer(offer, True), "answer_offer")
    kim = await stage.do("host", c.AddTalk("Kim Oyelaran", "Debates on foot", MICRO), "add_talk") + 2
    await stage.do("host", c.SetOrder(Order.DRAWN), "set_order")
    await stage.do("host", c.Draw(), "draw")
    await stage.do("host", c.MarkAbsent(next(n for n, t in stage.state.talks.items() if t.drawn)), "mark_absent")
    await stage.do("host", c.Draw(all=True, everybody=True))
    await stage.do("host", c.SwapTalks(tom, kim), "swap_talks")
    await stage.do("host", c.WithdrawTalk(tom), "withdraw_talk")
    await stage.do("host", c.ReturnTalk(tom), "return_talk")
    await stage.do("host", c.PairTalks(asha, sol), "pair_talks")
    first = next(n for n, t in stage.state.talks.items() if t.waits and n != lind)
    await stage.do("host", c.MoveTalk(lind, first), "move_talk")
    await stage.do("ann", c.SawCall(lind), "saw_call")


async def present(stage: Stage) -> None:
    """The first talk is on, with every turn its clock can take, words to its speaker, a question and two who ask."""
    await stage.do("host", c.StartTalk(), "start_talk")
    await stage.do("host", c.PauseTalk(), "pause_talk")
    await stage.do("host", c.ResumeTalk(), "resume_talk")
    await stage.do("host", c.AddTime(60), "add_time")
    await stage.do("ben", c.Ask("Does it work with the youngest?"), "ask")
    await stage.do("host", c.TellSpeaker(Told.ONE_MINUTE), "tell_speaker")
    await stage.do("host", c.ThrowCamel(), "throw_camel")
    await stage.do("host", c.StartTimer(60), "start_timer")
    await stage.do("host", c.StopTimer(), "stop_timer")
    await stage.do("host", c.StartTimer(120))
    await stage.do("ben", c.Join("Tom"))
    tom = next(person.person for person in stage.state.people.values() if person.name == "Tom Birk")
    await stage.do("ben", c.ClaimSignup(tom))
    await stage.do("ben", c.OfferTalk("A knot for every tie"))


async def open_hall(stage: Stage) -> None:
    """The wall is looked after, duties are handed out, questions are let out, and Ann comes back on another phone."""
    await stage.do("host", h.ChooseScene(Scene.TURNING), "choose_scene")
    await stage.do("host", h.BlankWall(True), "blank_wall")
    await stage.do("host", h.BlankWall(False))
    first = await stage.do("host", h.MakePass(Duty.QUESTIONS), "make_pass")
    helper = wire.Hello(Role.COHOST, "a85c02de417b", secret="7c1e0b52a98d4f36be10", key=await code_of(stage, first))
    await stage.say("questions", helper, "hello questions")
    asked = max(stage.state.questions)
    await stage.do("questions", h.ApproveQuestion(asked), "approve_question")
    await stage.do("ann", h.BackQuestion(asked), "back_question")
    later = await stage.do("ann", c.Ask("Where can one read more?"))
    await stage.do("questions", h.ParkQuestion(later), "park_question")
    second = await stage.do("host", h.MakePass(Duty.KIOSK))
    visit = wire.Hello(Role.ATTENDEE, "31c8e70a94bf", secret="5e90c7d1f2b84a6630ab", kiosk="d41f7a0c6be2953810ff")
    visit = msgspec.structs.replace(visit, key=await code_of(stage, second))
    await stage.say("kiosk", visit, "hello kiosk")
    await stage.do("kiosk", c.Join("Jo"))
    third = await stage.do("host", h.MakePass(Duty.PITCHES))
    await stage.do("host", h.RevokePass(third), "revoke_pass")
    await stage.do("host", h.MakePass(Duty.TIMEKEEPER))
    await stage.do("ann", h.SetProfile("runs the library", "somebody with a van"), "set_profile")
    await stage.do("ann", h.GiveConsent(True), "give_consent")
    mine = msgspec.json.decode(stage.last("ann"))["mine"]
    other = wire.Hello(Role.ATTENDEE, "b7e1c40f52a8", code=CODE, secret="2d8e61b09f7c43a5e4d1")
    await stage.say("ann elsewhere", other)
    await stage.do("ann elsewhere", h.ReturnAs(mine["hall"]["code"].lower()), "return_as")


async def code_of(stage: Stage, number: int) -> str:
    """The code of a pass, as the host reads it."""
    shown = await stage.say("host", wire.Look(("passes",)))
    await stage.say("host", wire.Look(()))
    rows = msgspec.json.decode(shown.got[0])["data"]["passes"]
    return next(str(row["code"]) for row in rows if row["number"] == number)


async def tidy_up(stage: Stage) -> None:
    """The talk ends, the round is closed by time, opened once more and closed by hand; an act is undone."""
    state = stage.state
    await stage.do("host", c.AnswerQuestion(min(state.questions)), "answer_question")
    await stage.do("host", c.EndTalk(), "end_talk")
    await stage.do("host", c.FixOverrun(Policy.EAT_BREAK), "fix_overrun")
    ben = list(state.secrets.values())[1]
    aside = await stage.do("host", c.SetAside(ben, True), "set_aside")
    await stage.do("host", c.Undo(aside), "undo")
    stage.clock.time += timedelta(seconds=2400)
    await stage.say("host", wire.Look(()))
    voting = await stage.do("host", c.OpenRound(dots=1))
    await stage.do("ben", c.Vote(voting, min(state.topics), 1))
    await stage.do("host", c.CloseRound(voting), "close_round")


async def come_back() -> dict[str, Exchange]:
    """The server was killed in the middle of a talk; the host is asked what the clock makes of it."""
    journal = founded(MemoryJournal())
    before = Stage(journal)
    running = asyncio.create_task(before.hub.run())
    await before.say("host", HOST_HELLO)
    await before.do("host", c.StartTalk())
    await before.say("host", wire.Stop())
    await running
    after = Stage(journal, DOORS + timedelta(minutes=4), away_since=DOORS + timedelta(minutes=2))
    running = asyncio.create_task(after.hub.run())
    try:
        await after.say("host", HOST_HELLO)
        shown = await after.say("host", wire.Look(("plan",)))
        after.evening.exchanges["away"] = Exchange("", shown.got)
        await after.say("host", wire.Look(()))
        await after.do("host", c.SettleAway(freeze=True), "settle_away")
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    return after.evening.exchanges


async def fill_the_disk() -> str:
    """What an attendee is told when the disk takes no more."""

    def full(lines: Sequence[Line]) -> None:
        if lines[0].seq > 1:
            raise AppendFailed("No space left on device")

    stage = Stage(founded(MemoryJournal(full)))
    running = asyncio.create_task(stage.hub.run())
    await stage.say("ann", ANN)
    stage.send("ann", wire.write_command(1, c.Join("Ann")))
    with suppress(AppendFailed):
        await running
    return stage.last("ann")


def founded(journal: MemoryJournal) -> MemoryJournal:
    """The journal with the meet founded in it."""
    facts = decide(State(), Actor(Role.HOST), MEET, BEGIN)
    journal.append([Line(1, BEGIN, HOST, "", 0, facts)], 0)
    return journal
