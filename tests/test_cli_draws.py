"""`teachmeet replay --draws`: every lot drawn again from the journal; and `new --series`: what its draws may heed."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from teachmeet.catalogue import CATALOGUE
from teachmeet.domain import facts as f
from teachmeet.domain.commands import (
    Draw,
    EndTalk,
    MarkAbsent,
    PairTalks,
    SetOrder,
    StartTalk,
    TickHere,
    Undo,
    WithdrawTalk,
)
from teachmeet.domain.draw import draw
from teachmeet.domain.programme import Order, Past
from teachmeet.laptop import Laptop
from teachmeet.wire import write_line
from tests.helpers import BEGIN, THREE, Story, host
from tests.test_cli import done, here, refused, written
from tests.world import attendee, hosting, serving

ONE, TWO = 3, 5


def evening() -> Story:
    """Two of three are ticked, lots are drawn one by one, one is undone, one is absent, then all."""
    story = Story(THREE).tell(host(TickHere(2)), host(TickHere(4)), host(Draw()))
    story.tell(host(Undo(story.state.acts[-1].seq)), host(Draw()), host(StartTalk()), host(EndTalk()))
    story.tell(host(SetOrder(Order.DRAWN, True)), host(Draw(everybody=True)))
    story.tell(host(MarkAbsent(next(t.talk for t in story.state.talks.values() if t.drawn and t.waits))))
    return story.tell(host(Draw(all=True, everybody=True)))


def test_every_draw_is_proved(tmp_path: Path) -> None:
    story = evening()
    written(tmp_path, story)
    found: list[dict[str, Any]] = json.loads(done(tmp_path, "replay", "leeds", "--draws", "--json"))["draws"]
    drawn = [fact for line in story.lines for fact in line.facts if isinstance(fact, f.Drawn)]
    assert [each["talks"] for each in found] == [list(fact.talks) for fact in drawn]
    assert [each["hat"] for each in found][:2] == [[ONE, TWO], [ONE, TWO]]
    assert all(each["same"] and each["fits"] for each in found)
    assert set(found[0]) == {"seq", "seed", "hat", "weights", "talks", "same", "fits"}
    said = done(tmp_path, "replay", "leeds", "--draws").splitlines()
    assert len(said) == len(found) == 4
    assert all(line.endswith(": the same again") for line in said)


def test_only_up_to_a_number(tmp_path: Path) -> None:
    written(tmp_path, evening())
    assert len(json.loads(done(tmp_path, "replay", "leeds", "--draws", "--json", "--at", "12"))["draws"]) == 1


def test_a_meet_without_draws_has_nothing_to_prove(tmp_path: Path) -> None:
    written(tmp_path, Story(THREE))
    assert json.loads(done(tmp_path, "replay", "leeds", "--draws", "--json")) == {"draws": []}
    assert done(tmp_path, "replay", "leeds", "--draws") == ""


@pytest.mark.parametrize(
    ("forged", "same", "fits"),
    [
        ({"seed": 99_991}, False, True),
        ({"talks": (99,)}, False, True),
        ({"hat": (ONE,), "weights": (1,), "talks": (ONE,)}, True, False),
        ({"hat": (ONE, ONE), "weights": (1, 1), "talks": (ONE,)}, True, False),
        ({"weights": (1,)}, False, False),
    ],
    ids=["another seed", "another talk", "one left out of the hat", "one twice in the hat", "lots missing"],
)
def test_a_draw_that_was_tampered_with_is_found(tmp_path: Path, forged: dict[str, Any], same: bool, fits: bool) -> None:
    story = evening()
    line = next(line for line in story.lines if isinstance(line.facts[-1], f.Drawn))
    fact = line.facts[-1]
    assert isinstance(fact, f.Drawn)
    if "seed" in forged:  # one that falls otherwise
        forged = {"seed": next(n for n in range(99) if draw(fact.hat, fact.weights, n, 1) != fact.talks)}
    folder = written(tmp_path, story)
    lines = [
        replace(each, facts=(*each.facts[:-1], replace(fact, **forged))) if each is line else each
        for each in story.lines
    ]
    folder.journal.write_bytes(b"".join(map(write_line, lines)))
    result = here(tmp_path, "replay", "leeds", "--draws", "--json")
    assert result.exit_code == 1
    assert "cannot be proved" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    first = json.loads(result.stdout)["draws"][0]
    assert (first["same"], first["fits"]) == (same, fits)
    said = here(tmp_path, "replay", "leeds", "--draws").stdout.splitlines()[0]
    assert ("NOT the same" in said, "ANOTHER hat" in said) == (not same, not fits)


def test_a_meet_that_is_not_there_has_no_draws(tmp_path: Path) -> None:
    assert "nowhere" in refused(tmp_path, "replay", "nowhere", "--draws")


# ── the series

LEEDS = replace(THREE, series="Leeds  evenings")
GUSS, IDAS = 6, 8
"""The second and the third talk; the series' name takes a number."""


def past(sessions: Path, series: str = "leeds evenings") -> set[Past]:
    """What the laptop knows of a series."""
    return set(Laptop(sessions).past(series))


def test_a_series_knows_who_spoke_and_who_was_missed(tmp_path: Path) -> None:
    # Eve spoke, Gus was not called, Ida was ill.
    first = Story(LEEDS).tell(host(StartTalk()), host(EndTalk()), host(WithdrawTalk(IDAS)))
    written(tmp_path, first, "first")
    assert past(tmp_path) == {Past("eve enard", 1, False), Past("gus", 0, True)}
    # A year later Eve waits in vain, Gus shares Ida's talk.
    later = replace(LEEDS, starts=BEGIN.replace(year=2027), ends=None)
    second = Story(later).tell(host(PairTalks(IDAS, GUSS)), host(StartTalk(IDAS)), host(EndTalk()))
    written(tmp_path, second, "second")
    assert past(tmp_path) == {Past("eve enard", 1, True), Past("gus", 1, False), Past("ida", 1, False)}


def test_whoever_was_called_in_vain_was_not_missed(tmp_path: Path) -> None:
    story = Story(LEEDS).tell(host(StartTalk()), host(EndTalk()), host(MarkAbsent(GUSS)), host(MarkAbsent(IDAS)))
    written(tmp_path, story)
    assert past(tmp_path) == {Past("eve enard", 1, False)}


def test_other_series_rehearsals_and_what_has_not_taken_place_say_nothing(tmp_path: Path) -> None:
    told = host(StartTalk()), host(EndTalk())
    written(tmp_path, Story(replace(LEEDS, series="York")).tell(*told), "york")
    written(tmp_path, Story(THREE).tell(*told), "alone")
    written(tmp_path, Story(LEEDS), "planned")
    written(tmp_path, Story(replace(LEEDS, rehearsal=True)).tell(*told), "tried-rehearsal")
    assert past(tmp_path) == set()
    assert past(tmp_path, "") == set()


def test_a_new_meet_of_a_series_remembers_by_number_only(tmp_path: Path) -> None:
    written(tmp_path, Story(LEEDS).tell(host(StartTalk()), host(EndTalk())), "first")
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("Name,Title of your talk,Kind\nEVE ENARD,Chess,micro\nGus,Go,nano\nNew,Knots,nano\n", "utf-8")
    done(tmp_path, "new", "second", "--series", "LEEDS evenings", "--talks", str(sheet))
    (line,) = Laptop(tmp_path).lines("second")
    remembered = [fact for fact in line.facts if isinstance(fact, f.Remembered)]
    assert f.SeriesNamed("LEEDS evenings") in line.facts
    people = {fact.person: fact.name for fact in line.facts if isinstance(fact, f.SignedUp)}
    assert [(people[fact.person], fact.spoke, fact.missed) for fact in remembered] == [
        ("EVE ENARD", 1, False),
        ("Gus", 0, True),
    ]


def test_a_meet_without_a_series_remembers_nothing(tmp_path: Path) -> None:
    written(tmp_path, Story(LEEDS).tell(host(StartTalk())), "first")
    done(tmp_path, "new", "second")
    (line,) = Laptop(tmp_path).lines("second")
    assert [type(fact) for fact in line.facts] == [f.MeetMade]


def test_a_series_that_cannot_be_is_refused_in_a_line(tmp_path: Path) -> None:
    assert refused(tmp_path, "new", "leeds", "--series", "s" * 200)
    assert not (tmp_path / "leeds").exists()


def test_what_a_damaged_meet_said_is_still_known_and_the_catalogue_can_be_lost(tmp_path: Path) -> None:
    folder = written(tmp_path, Story(LEEDS).tell(host(StartTalk()), host(EndTalk())))
    known = past(tmp_path)
    assert known
    (tmp_path / CATALOGUE).unlink()
    assert past(tmp_path) == known
    content = folder.journal.read_bytes()
    folder.journal.write_bytes(content.replace(b"talk_ended", b"talk_undid"))
    assert past(tmp_path) == known
    folder.journal.write_bytes(b"{}\n")
    assert past(tmp_path) == known


async def test_whoever_wants_to_be_forgotten_is_out_of_the_catalogue_before_they_are_told_so(tmp_path: Path) -> None:
    folder = Laptop(tmp_path).new("leeds", replace(LEEDS, talks=()))
    async with (
        serving(folder) as served,
        await attendee(served, "s" * 16, "Ann Anson", look=()) as ann,
        await hosting(served, look=()) as desk,
    ):
        offer = (await ann.do("offer_talk", title="Go"))["seq"]
        await desk.do("answer_offer", offer=offer, yes=True)
        await desk.do("start_talk")
        assert past(tmp_path) == {Past("ann anson", 1, False)}
        assert "ann anson" in (tmp_path / CATALOGUE).read_text("utf-8")
        await ann.do("forget_me")
        assert "ann anson" not in (tmp_path / CATALOGUE).read_text("utf-8")
    assert past(tmp_path) == set()
