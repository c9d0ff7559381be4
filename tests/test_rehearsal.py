"""Simulated people against a real server: they do what people do, and leave nothing running."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from teachmeet import rehearsal
from teachmeet.domain.commands import MakeMeet
from teachmeet.domain.history import fold
from teachmeet.domain.programme import Format, Method, Signup, TalkPlan
from teachmeet.journal import read
from teachmeet.made_up import edcamp
from teachmeet.meetfolder import MeetFolder
from teachmeet.rehearsal import rehearse
from teachmeet.words import load
from tests.world import make_meet, serving


def happened(folder: MeetFolder) -> set[str]:
    """The kinds of facts that a journal has."""
    return {type(fact).__name__ for line in read(folder.journal).lines for fact in line.facts}


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
    assert happened(served.folder) >= {"Joined", "RoundOpened", "Voted", "Drawn", "TalkStarted"}


async def test_an_edcamp_is_lived_through_from_its_first_card_to_the_session_that_came_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "FASTEST", 0.1)
    folder = make_meet(tmp_path, made=edcamp(load("en"), datetime.now(UTC)))
    async with serving(folder) as served:
        played = await rehearse(lambda: served.socket, folder.code, 30, 12, folder.host)
    assert played["reconnects"] > 0
    wanted = {"OnlyRequests", "TopicPitched", "TopicNeeds", "TopicApproved", "PitchCalled", "TopicsMerged"}
    wanted |= {"RoundOpened", "RoundClosed", "Voted", "PartTaken", "BoardArranged", "BoardPublished", "GoingSet"}
    assert happened(folder) >= wanted, wanted - happened(folder)
    state = fold(read(folder.journal).lines)
    assert [voting.method for voting in state.rounds.values()] == [Method.DOTS, Method.INTEREST, Method.APPROVAL]
    assert len(state.topics) <= 56
    assert state.publications
    assert len(state.published) >= min(24, sum(topic.listed for topic in state.topics.values()) - 1)


async def test_with_a_wrong_code_nobody_gets_in_and_it_ends_all_the_same(tmp_path: Path) -> None:
    async with serving(make_meet(tmp_path)) as served:
        played = await rehearse(lambda: served.socket, "XXXX", 3, 0.5)
    assert played == {"people": 3, "seconds": 0.5, "answered": 0, "refused": 0, "reconnects": 0}
    assert len(read(served.folder.journal).lines) == 1


async def test_whoever_is_on_the_sheet_is_let_in_as_that_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "FASTEST", 0.05)
    monkeypatch.setattr(rehearsal, "names", lambda _words: ("Ash Lind",))
    signed_up = (TalkPlan(Signup("Ash Lind"), "Knots", "nano", 120),)
    made = MakeMeet("Leeds", Format.TEACHMEET, "Europe/London", talks=signed_up)
    async with serving(make_meet(tmp_path, made=made)) as served:
        await rehearse(lambda: served.socket, served.folder.code, 4, 3, served.folder.host)
    assert happened(served.folder) >= {"SignupClaimed", "ClaimAnswered"}
