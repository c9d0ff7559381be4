"""Laws of the fold on evenings that nobody would have thought of: total, the same again, undone, forgotten."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from teachmeet import wire
from teachmeet.domain import facts as f
from teachmeet.domain import facts_hall as fh
from teachmeet.domain.clock import due
from teachmeet.domain.commands import AddTime, StartTalk, Undo
from teachmeet.domain.history import History, fold
from teachmeet.domain.panels import Mine, Surroundings
from teachmeet.domain.programme import MICRO, NANO, Method, Reply, Signup, TalkPlan
from teachmeet.domain.puzzles import placed_now, puzzle_of, sessions
from teachmeet.domain.refusals import Code
from teachmeet.domain.rules_topics import HIGHEST
from teachmeet.domain.scoring import by_votes, score
from teachmeet.domain.state import KEPT_ACTS, State
from teachmeet.domain.views import PANELS
from teachmeet.domain.views_board import my_board
from teachmeet.domain.views_stage import mine
from teachmeet.domain.votes import root_of, tallied, wishes, wishes_of
from teachmeet.journal import without_the_forgotten
from tests.helpers import BEGIN, BOARD, Story, apart_from, host, left_out, secret, without
from tests.strategies import (
    BOARD_LINES,
    BOARDING,
    EVERYTHING,
    FACTS_OF_ALL_KINDS,
    HALLING,
    LINES,
    PEOPLE,
    Intent,
    Wish,
    intents,
    numbered,
    play,
    times,
)

EVENING = replace(
    BOARD,
    talks=(
        TalkPlan(Signup("Eve", "Elm", "veg"), "One", NANO, 120),
        TalkPlan(Signup("Gus"), "Two", NANO, 120),
        TalkPlan(Signup("Ann", "Oak", "vegan"), "Three", MICRO, 420),
    ),
)
"""One of the sheet may be one of those who come in with a phone."""
EMPTY = Mine(1, None, None, {}, (), 0)
HOSTS = (Wish.ADD_TIME, Wish.ADD_TIME, Wish.PAUSE, Wish.RESUME, Wish.ADD_TOPIC, Wish.REMOVE, Wish.OPEN, Wish.CLOSE)
UNDOING = (*EVERYTHING, *[Wish.UNDO] * 3)
TOLD = intents() | intents(BOARDING) | intents(HALLING)
UNDONE = intents(UNDOING, 60) | intents((*BOARDING, *[Wish.UNDO] * 5), 60) | intents((*HALLING, *[Wish.UNDO] * 5), 60)
"""Evenings of all sorts, or about the board or the hall; and those in which much is undone."""


def evening(told: list[Intent], acts: int = 0) -> Story:
    """An evening with people and topics; before it the host has done so many acts, so that checkpoints have moved."""
    story = play(Story(EVENING), [Intent(wish, who, 0, 0) for who in range(3) for wish in (Wish.JOIN, Wish.SUGGEST)])
    if acts:
        story.tell(host(StartTalk()), *[host(AddTime(1))] * (acts - 1))
    return play(story, told)


@times(150)
@given(TOLD)
def test_the_lines_fold_to_the_room_as_it_is(told: list[Intent]) -> None:
    story = evening(told)
    again = fold(map(wire.read_line, map(wire.write_line, story.lines)))
    assert again == story.state
    assert wire.digest(again) == wire.digest(story.state)


@times(150)
@given(UNDONE, st.sampled_from([0, 30, KEPT_ACTS - 1, KEPT_ACTS + 1, 3 * KEPT_ACTS]))
def test_undoing_comes_to_the_fold_that_leaves_the_acts_out(told: list[Intent], acts: int) -> None:
    story = evening(told, acts)
    plain = left_out(story.lines)
    assert apart_from(story.state, "acts") == apart_from(plain, "acts")
    assert story.state.acts == plain.acts[len(plain.acts) - len(story.state.acts) :]
    assert fold(story.lines) == story.state


@times(150)
@given(UNDONE, st.integers(0, 2 * KEPT_ACTS))
def test_after_an_undo_the_act_might_as_well_never_have_been_written(told: list[Intent], acts: int) -> None:
    story = evening(told, acts)
    aside = ("seq", "answers", "edition", "acts")
    for act in [each.seq for each in story.state.acts[:-5:-1]]:
        if isinstance((story >> host(Undo(act))).came, Code):
            break
        assert apart_from(story.state, *aside) == apart_from(fold(without(story.lines, act)), *aside)


@times(150)
@given(intents(HOSTS, 60), st.integers(0, KEPT_ACTS + 10))
def test_fifty_acts_can_always_be_undone_one_after_another(told: list[Intent], acts: int) -> None:
    story = evening(told, acts)
    kept = len(story.state.acts)
    for left in range(kept - 1, -1, -1):
        act = story.state.acts[-1].seq
        story >> host(Undo(act)) << f.Undone(act)
        assert len(story.state.acts) == left
    assert kept <= KEPT_ACTS


@times(150)
@given(st.lists(LINES, max_size=12).map(numbered))
def test_no_facts_in_any_order_are_too_much_for_the_fold(lines: list[f.Line]) -> None:
    history = History(lines)
    wire.digest(history.state)
    assert fold(lines) == history.state
    assert history.state.copy() == history.state


FORGETFUL = (
    intents([*EVERYTHING, Wish.FORGET, Wish.JOIN])
    | intents([*BOARDING, *[Wish.FORGET] * 3])
    | intents([*HALLING, *[Wish.FORGET] * 5])
)
BOARD_PANELS = ("wall", "questions", "passes", "topics", "pitching", "round", "tally", "board", "going", "grid", "held")


@times(300)
@given(st.lists(BOARD_LINES | LINES, max_size=12).map(numbered), st.none() | st.integers(0, 12))
def test_nor_for_the_panels_of_the_board(lines: list[f.Line], held: int | None) -> None:
    state = fold(lines)
    around = Surroundings(now=BEGIN, held=held)
    for name in BOARD_PANELS:
        draw, views = PANELS[name]
        for view in views:
            wire.write_panel_data(draw(state, around, view))
    puzzle = puzzle_of(state)
    score(puzzle, placed_now(state))
    by_votes(puzzle)
    due(state)
    for person in state.people:
        wire.encode(wire.MineMessage(replace(EMPTY, board=my_board(state, person))))


@times(150)
@given(st.lists(FACTS_OF_ALL_KINDS, max_size=30))
def test_nor_is_one_line_of_them(facts: list[f.Fact]) -> None:
    state = State()
    state.apply(f.Line(1, BEGIN, f.HOST, "page", 1, tuple(facts)))
    wire.digest(state)


@times(150)
@given(FORGETFUL, intents(UNDOING, 15))
def test_a_rewritten_journal_folds_to_the_same_room_and_goes_on_the_same(
    told: list[Intent], after: list[Intent]
) -> None:
    story = evening(told)
    rewritten = list(without_the_forgotten(story.lines))
    assert wire.digest(fold(rewritten)) == wire.digest(story.state)
    other = evening(told)
    other.history, other.lines = History(rewritten), rewritten
    play(story, after)
    play(other, after)
    assert wire.digest(other.state) == wire.digest(story.state)
    again = without_the_forgotten(other.lines)
    assert wire.digest(fold(again)) == wire.digest(story.state)
    assert without_the_forgotten(again) == again


@times(150)
@given(intents([*EVERYTHING, *[Wish.SUGGEST, Wish.ASK, Wish.RENAME, Wish.FORGET] * 2]) | FORGETFUL)
def test_no_word_of_the_forgotten_stays_in_the_file_nor_in_the_room(told: list[Intent]) -> None:
    story = evening(told)
    written = b"".join(map(wire.write_line, without_the_forgotten(story.lines))).decode()
    room = repr(story.state)
    for who in gone(story):
        for place in (written, room):
            assert f"{who} " not in place
            assert secret(who) not in place


def gone(story: Story) -> set[str]:
    """Whose phone was only ever that of people who are forgotten."""
    people = story.state.people
    return {who for who in PEOPLE if (been := all_of(story, who)) and all(people[one].forgotten for one in been)}


def all_of(story: Story, who: str) -> set[int]:
    """The people whose phone this was."""
    facts = [fact for line in story.lines for fact in line.facts]
    return {fact.person for fact in facts if isinstance(fact, f.Joined | fh.DeviceAdded) and fact.secret == secret(who)}


@times(150)
@given(intents([*EVERYTHING, *[Wish.VOTE] * 6, Wish.OPEN], 60) | intents([*BOARDING, Wish.UNDO], 60))
def test_nobody_gives_more_dots_than_they_have_nor_more_to_one_topic_than_they_may(told: list[Intent]) -> None:
    state = evening(told).state
    for number, ballots in state.ballots.items():
        voting = state.rounds[number]
        most = HIGHEST.get(voting.method, voting.most)
        for ballot in ballots.values():
            assert 0 < sum(ballot.values()) <= (voting.dots if voting.method is Method.DOTS else most * len(ballot))
            assert set(ballot.values()) <= {*range(1, most + 1)}
            assert set(ballot) <= set(voting.topics)


@times(150)
@given(intents([*BOARDING, *[Wish.VOTE, Wish.VOTE_MORE, Wish.MERGE, Wish.UNMERGE] * 3], 60))
def test_a_tally_is_what_a_recount_of_the_ballots_comes_to(told: list[Intent]) -> None:
    state = evening(told).state
    for number, voting in state.rounds.items():
        best: dict[tuple[int, int], int] = {}
        for line in evening(told).lines:
            for fact in line.facts:
                if isinstance(fact, f.Voted) and fact.round == number:
                    best[fact.person, fact.topic] = fact.dots
        together: dict[tuple[int, int], int] = {}
        for (person, topic), dots in best.items():
            if dots and not state.people[person].aside:
                root = root_of(state, topic)
                together[person, root] = max(together.get((person, root), 0), dots)
        if voting.method is Method.INTEREST:
            together = {key: 1 for key, dots in together.items() if dots == Reply.INTERESTED}
        counts: dict[int, int] = {}
        for (_, root), dots in together.items():
            counts[root] = counts.get(root, 0) + dots
        assert tallied(state, number) == counts
        ballots = state.ballots.get(number, {}).values()
        answered = state.answered.get(number, {})
        assert all(answered.get(topic, 0) == sum(topic in ballot for ballot in ballots) for topic in voting.topics)


@times(150)
@given(intents(BOARDING, 60))
def test_no_two_sessions_share_a_cell_and_nobody_s_wish_is_lost_by_unmerging(told: list[Intent]) -> None:
    state = evening(told).state
    taken = [(s.slot, s.room) for s in sessions(state).values() if s.room is not None]
    assert len(taken) == len(set(taken))
    assert not [cell for cell in taken if cell[1] in state.closed.get(cell[0], ())]
    for topic in state.topics:
        assert root_of(state, root_of(state, topic)) == root_of(state, topic)
    for person in state.people:
        own = {topic for topic, people in wishes(state).items() if person in people}
        assert state.people[person].aside or set(wishes_of(state, person)) == own


@times(150)
@given(UNDONE)
def test_every_panel_can_be_drawn_at_any_time(told: list[Intent]) -> None:
    story = evening(told)
    around = Surroundings(now=story.now, held=next(iter(story.state.topics), None))
    for name, (draw, views) in PANELS.items():
        for view in views:
            data = wire.write_panel_data(draw(story.state, around, view))
            message = wire.read_server(wire.write_panel(name, 1, data))
            assert isinstance(message, wire.PanelMessage)
            assert wire.write_panel_data(wire.read_panel(message)) == data
    for person in story.state.people:
        mine(story.state, person)


