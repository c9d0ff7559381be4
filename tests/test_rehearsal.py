"""Simulated attendees against a real server: they do what attendees do, and leave nothing running."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from teachmeet import rehearsal
from teachmeet.domain import commands as c
from teachmeet.domain.commands import MakeMeet
from teachmeet.domain.panels import (
    AsksPanel,
    ClaimRow,
    Maybe,
    Mine,
    MyTalk,
    NowPanel,
    OfferRow,
    RoundPanel,
    Standing,
    TalkCard,
    TalksPanel,
)
from teachmeet.domain.programme import Format, Order, Signup, TalkPlan
from teachmeet.journal import read
from teachmeet.link import Link
from teachmeet.rehearsal import Attendee, Host, rehearse
from tests.world import make_meet, serving


async def test_attendees_join_pitch_vote_and_ask_under_a_simulated_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "FASTEST", 0.05)
    async with serving(make_meet(tmp_path)) as served:
        before = asyncio.all_tasks()
        played = await rehearse(lambda: served.socket, served.folder.code, 8, 3, served.folder.host)
        assert asyncio.all_tasks() == before
    assert (played["people"], played["seconds"]) == (8, 3)
    assert played["answered"] > 8
    happened = {type(fact).__name__ for line in read(served.folder.journal).lines for fact in line.facts}
    assert happened >= {"Joined", "RoundOpened", "Voted", "Drawn", "TalkStarted"}


async def test_with_a_wrong_code_nobody_gets_in_and_it_ends_all_the_same(tmp_path: Path) -> None:
    async with serving(make_meet(tmp_path)) as served:
        played = await rehearse(lambda: served.socket, "XXXX", 3, 0.5)
    assert played == {"people": 3, "seconds": 0.5, "answered": 0, "refused": 0, "reconnects": 0}
    assert len(read(served.folder.journal).lines) == 1


async def test_an_attendee_spends_its_dots_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    attendee = Attendee(1, lambda: "ws://127.0.0.1:9/ws", "A2C4", 1.0)
    asked: list[c.Command] = []

    async def do(_link: Link, command: c.Command) -> None:
        asked.append(command)

    monkeypatch.setattr(Link, "do", do)
    voting = RoundPanel(1, 9, True, 2, (4, 5, 6), None)
    for _ in range(20):
        await attendee._vote(voting)
    assert {type(command) for command in asked} == {c.Vote}
    assert all(isinstance(command, c.Vote) and command.topic in voting.topics for command in asked)
    asked.clear()
    attendee.mine = Mine(3, "Ann", 9, {4: 1, 5: 1}, (), 0)
    for _ in range(50):
        await attendee._vote(voting)
    assert asked
    assert all(isinstance(command, c.Vote) and command.dots == 0 and command.topic in (4, 5) for command in asked)


ANN = Mine(3, "Ann", None, {}, (), 0)
NEXT = TalkCard(7, "Knots", "Dee", "", "nano", 120)


def test_an_attendee_says_who_they_are_sees_the_call_and_offers_two_minutes() -> None:
    attendee = Attendee(1, lambda: "ws://127.0.0.1:9/ws", "A2C4", 1.0)
    maybe = replace(ANN, maybe=(Maybe(9, "Ann Lind", "Knots"),))
    assert attendee._about_ones_talk(maybe) == c.ClaimSignup(9)
    assert attendee._about_ones_talk(replace(maybe, claimed=9)) is None
    called = MyTalk(7, "Knots", Standing.NEXT, False, ())
    assert attendee._about_ones_talk(replace(ANN, talk=called)) == c.SawCall(7)
    assert attendee._about_ones_talk(replace(ANN, talk=replace(called, seen=True))) is None
    assert all(attendee._about_ones_talk(ANN) is None for _ in range(100))
    attendee.now = NowPanel(None, None, None, 0, room_for_two=True)
    assert {type(attendee._about_ones_talk(ANN)) for _ in range(100)} == {c.OfferTalk, type(None)}


def test_the_host_answers_draws_marks_one_absent_and_goes_on() -> None:
    host = Host(lambda: "ws://127.0.0.1:9/ws", "key", 1.0)
    assert host.acts() == []
    host.asks = AsksPanel((ClaimRow(4, "Ann", "Ann Lind", None),), (OfferRow(5, "Bo", "Tea"),))
    assert host.acts() == [c.AnswerClaim(4, True), c.AnswerOffer(5, True)]
    host.asks = None
    host.talks, host.now = TalksPanel((), Order.SIGNUP, False), NowPanel(None, None, NEXT, 3)
    assert host.acts() == [c.Draw(everybody=True)]
    host.talks = TalksPanel((), Order.DRAWN, False)
    assert [host.acts(), host.acts()] == [[c.MarkAbsent(7)], [c.StartTalk()]]
    host.now = NowPanel(NEXT, None, None, 2)
    assert host.acts() == [c.EndTalk()]
    host.now = NowPanel(None, None, None, 0)
    assert host.acts() == []


async def test_whoever_is_on_the_sheet_is_let_in_as_that_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "FASTEST", 0.05)
    monkeypatch.setattr(rehearsal, "names", lambda _words: ("Ash Lind",))
    signed_up = (TalkPlan(Signup("Ash Lind"), "Knots", "nano", 120),)
    made = MakeMeet("Leeds", Format.TEACHMEET, "Europe/London", talks=signed_up)
    async with serving(make_meet(tmp_path, made=made)) as served:
        await rehearse(lambda: served.socket, served.folder.code, 4, 3, served.folder.host)
    happened = {type(fact).__name__ for line in read(served.folder.journal).lines for fact in line.facts}
    assert happened >= {"SignupClaimed", "ClaimAnswered"}
