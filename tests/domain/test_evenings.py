"""Laws of an evening of talks, whatever the host does: nobody twice, no second lost, nothing due refused, no leaks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given

from teachmeet import wire
from teachmeet.domain import facts as f
from teachmeet.domain.checks import next_talk
from teachmeet.domain.clock import due, used
from teachmeet.domain.commands import LayPlan, TickHere
from teachmeet.domain.draw import draw
from teachmeet.domain.forecast import pending
from teachmeet.domain.history import fold
from teachmeet.domain.panels import Surroundings, View
from teachmeet.domain.programme import MICRO, NANO, SMACKDOWN, Format, Order, Signup, TalkPlan
from teachmeet.domain.state import State
from teachmeet.domain.things import Claim, Message, Offer
from teachmeet.domain.views import PANELS
from tests.helpers import BEGIN, MEET, Said, Story, ann, bob, host, joined
from tests.strategies import STAGE, Intent, Wish, intents, play, times

SIX = tuple(
    TalkPlan(Signup(name), title, kind, seconds)
    for name, title, kind, seconds in (
        ("Ann", "One", MICRO, 420),
        ("Bob", "Two", NANO, 120),
        ("Eve", "Three", MICRO, 420),
        ("Gus", "Four", SMACKDOWN, 120),
        ("Ida", "Five", NANO, 120),
        ("Jo", "Six", MICRO, 300),
    )
)
EVENING = replace(MEET, starts=BEGIN, ends=BEGIN + timedelta(hours=1), talks=SIX)
CLOCKS = (*STAGE, *[Wish.PAUSE, Wish.RESUME, Wish.AWAY, Wish.SETTLE, Wish.ADD_TIME, Wish.AUTO_START, Wish.UNDO] * 4)


def evening(told: Iterable[Intent]) -> Story:
    """Six talks, the usual plan, two phones, two people ticked; then what is told."""
    story = joined(ann, bob, made=EVENING)
    story.tell(host(LayPlan(Format.TEACHMEET)), host(TickHere(6)), host(TickHere(8)))
    return play(story, list(told))


def standing(story: Story) -> list[f.Line]:
    """The lines that were not undone."""
    undone = {fact.act for line in story.lines for fact in line.facts if isinstance(fact, f.Undone)}
    return [line for line in story.lines if line.seq not in undone]


@times(150)
@given(intents(STAGE, 60))
def test_no_talk_runs_twice_and_none_beside_another(told: list[Intent]) -> None:
    story = evening(told)
    starts = Counter(fact.talk for line in standing(story) for fact in line.facts if isinstance(fact, f.TalkStarted))
    assert set(starts.values()) <= {1}
    talks = story.state.talks.values()
    assert {talk.talk for talk in talks if talk.started and not talk.ended} == {story.state.on} - {None}
    ran = sorted((talk.started, talk.ended or story.now) for talk in talks if talk.started)
    assert all(before[1] <= after[0] for before, after in pairwise(ran))
    assert not [talk for talk in talks if talk.started and talk.withdrawn]


@times(150)
@given(intents(STAGE, 60))
def test_no_lot_falls_twice_on_anybody_and_every_draw_can_be_drawn_again(told: list[Intent]) -> None:
    story = evening(told)
    for line in story.lines:
        for fact in line.facts:
            if isinstance(fact, f.Drawn):
                assert len(set(fact.hat)) == len(fact.hat) == len(fact.weights)
                assert draw(fact.hat, fact.weights, fact.seed, len(fact.talks)) == fact.talks
    drawn = [talk.drawn is not None for talk in pending(story.state)]
    if story.state.order is Order.DRAWN:
        assert drawn == sorted(drawn, reverse=True)
    first = next_talk(story.state)
    assert first is None or first == pending(story.state)[0]


Span = tuple[datetime, datetime, int]


def ledger(lines: list[f.Line], until: datetime) -> tuple[dict[int, timedelta], dict[int, timedelta]]:
    """How long each talk ran and how long its clock stood, told span by span from the lines alone."""
    ran: list[Span] = []
    stood: list[Span] = []
    on: int | None = None
    paused = False
    away: list[tuple[datetime, datetime]] = []
    before = lines[0].at
    for line in (*lines, f.Line(0, until, f.HOST, "", 0, ())):
        if on is not None:
            (stood if paused else ran).append((before, line.at, on))
        before = line.at
        for fact in line.facts:
            match fact:
                case f.TalkStarted(talk):
                    on, paused = talk, False
                case f.TalkEnded(talk) if talk == on:
                    on = None
                case f.TalkPaused(talk) if talk == on:
                    paused = True
                case f.TalkResumed(talk) if talk == on:
                    paused = False
                case f.WasAway(since):
                    away.append((since, line.at))
                case f.AwaySettled(frozen):
                    if frozen:
                        ran, frozen_out = cut(ran, away)
                        stood += frozen_out
                    away = []
                case _:
                    pass
    return total(ran), total(stood)


def cut(spans: list[Span], holes: list[tuple[datetime, datetime]]) -> tuple[list[Span], list[Span]]:
    """The spans without the holes, and what was cut out of them."""
    out: list[Span] = []
    for since, until in holes:
        left: list[Span] = []
        for start, end, talk in spans:
            low, high = max(start, since), min(end, until)
            if low >= high:
                left.append((start, end, talk))
                continue
            out.append((low, high, talk))
            left += [(start, low, talk), (high, end, talk)]
        spans = left
    return spans, out


def total(spans: list[Span]) -> dict[int, timedelta]:
    """The length of each talk's spans together."""
    sums: dict[int, timedelta] = {}
    for start, end, talk in spans:
        sums[talk] = sums.get(talk, timedelta(0)) + (end - start)
    return sums


@times(300)
@given(intents(CLOCKS, 70))
def test_every_second_of_a_talk_either_ran_or_stood(told: list[Intent]) -> None:
    story = evening(told)
    ran, stood = ledger(standing(story), story.now)
    none = timedelta(0)
    for talk in story.state.talks.values():
        if talk.started is not None:
            spent = used(talk, story.now)
            assert spent == ran.get(talk.talk, none)
            assert spent >= none
            assert spent + stood.get(talk.talk, none) == (talk.ended or story.now) - talk.started


@times(150)
@given(intents(CLOCKS, 50))
def test_parts_follow_one_another_without_a_gap(told: list[Intent]) -> None:
    state = evening(told).state
    begun = sorted((part for part in state.segments.values() if part.started), key=lambda part: str(part.started))
    for before, after in pairwise(begun):
        assert before.ended == after.started
    assert {part.segment for part in begun if part.ended is None} == {state.segment} - {None}


@times(200)
@given(intents(CLOCKS, 50))
def test_what_is_due_is_never_refused(told: list[Intent]) -> None:
    story = evening([])
    for intent in told:
        play(story, [intent])
        if (deadline := due(story.state)) is not None:
            story.decide(Said(f.CLOCK, deadline[1]))


@times(150)
@given(intents(STAGE, 60))
def test_the_lines_fold_to_the_evening_as_it_is(told: list[Intent]) -> None:
    story = evening(told)
    again = fold(map(wire.read_line, map(wire.write_line, story.lines)))
    assert wire.digest(again) == wire.digest(story.state)


def shown(state: State, view: View, now: datetime) -> dict[str, bytes]:
    """Everything a view is shown."""
    around = Surroundings(now=now)
    return {
        name: wire.write_panel_data(render(state, around, view))
        for name, (render, views) in PANELS.items()
        if view in views
    }


@times(150)
@given(intents(STAGE, 40))
def test_phones_and_the_wall_learn_nothing_of_what_is_between_the_host_and_somebody(told: list[Intent]) -> None:
    """Who is here, who was called in vain, missed or never spoke, what was claimed, offered, told or linked."""
    story = evening(told)
    other = story.state.copy()
    for number, person in other.people.items():
        other.people[number] = replace(person, here=not person.here, spoke=7, missed=not person.missed, note="!")
    for number, talk in other.talks.items():
        other.talks[number] = replace(talk, vain=talk.vain + 1, seen=not talk.seen, link="https://secret.example")
    other.claims[901] = Claim(901, 14, 2)
    other.offers[902] = Offer(902, 14, "Secret")
    other.messages[903] = Message(903, 3, None, "Secret")
    for view in (View.ATTENDEE, View.WALL):
        assert shown(other, view, story.now) == shown(story.state, view, story.now)


@times(150)
@given(intents(STAGE, 50))
def test_every_panel_can_be_drawn_with_its_forecast(told: list[Intent]) -> None:
    story = evening(told)
    for view in View:
        shown(story.state, view, story.now)
