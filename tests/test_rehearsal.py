"""Simulated attendees against a real server: they do what attendees do, and leave nothing running."""

import asyncio
from pathlib import Path

import pytest

from teachmeet import rehearsal
from teachmeet.domain import commands as c
from teachmeet.domain.panels import Mine, RoundPanel
from teachmeet.journal import read
from teachmeet.link import Link
from teachmeet.rehearsal import Attendee, rehearse
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
    assert happened >= {"Joined", "RoundOpened", "Voted", "TalkStarted"}


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
