"""What each role is shown: hidden tallies, anonymous cards, ballots nowhere, and the numbers people read."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teachmeet import wire
from teachmeet.domain import facts as f
from teachmeet.domain.acts import Deed
from teachmeet.domain.commands import (
    AddTopic,
    Ask,
    CloseRound,
    EndTalk,
    ForgetMe,
    Join,
    OpenRound,
    RemoveTopic,
    SetAside,
    StartTalk,
    Suggest,
    Vote,
)
from teachmeet.domain.commands_board import ApproveTopics
from teachmeet.domain.history import fold
from teachmeet.domain.panels import (
    Address,
    DeskPanel,
    Door,
    JoinPanel,
    Mine,
    Notice,
    NowPanel,
    PeoplePanel,
    QuestionsPanel,
    RoundPanel,
    Surroundings,
    TalkCard,
    TalksPanel,
    TallyPanel,
    TopicCard,
    TopicsPanel,
    UndoCard,
    View,
)
from teachmeet.domain.panels_board import MyBoard
from teachmeet.domain.panels_hall import MyHall, MyQuestion
from teachmeet.domain.programme import NANO, Method, Past, Pitch, Reply, Signup, TalkPlan
from teachmeet.domain.refusals import Code
from teachmeet.domain.state import State
from teachmeet.domain.views import PANELS
from teachmeet.domain.views_stage import mine
from tests.helpers import MEET, Said, Story, ann, bob, cem, host, joined
from tests.strategies import EVERYTHING, Intent, Wish, intents, play, times

ANN, BOB, CEM, CHESS, GO, ROUND = 2, 3, 4, 5, 6, 7


def voting(dots: int = 2) -> Story:
    """Ann, Bob and Cem; two topics; a round is open."""
    story = joined(ann, bob, cem).tell(ann(Suggest(Pitch.OFFER, "Chess")), host(AddTopic(Pitch.REQUEST, "Go")))
    return story.tell(host(OpenRound(dots)))


def panel(story: Story, name: str, view: View = View.HOST, around: Surroundings | None = None) -> object:
    """One panel as that view is shown it."""
    return PANELS[name][0](story.state, around or Surroundings(), view)


def shown(state: State, view: View, around: Surroundings | None = None) -> dict[str, bytes]:
    """Everything a view is shown, as the bytes that leave the server."""
    around = around or Surroundings()
    return {
        name: wire.write_panel_data(draw(state, around, view))
        for name, (draw, views) in PANELS.items()
        if view in views
    }


# ── who may look at what


EVERYBODY_S = {"meet", "now", "topics", "pitching", "round", "tally", "board", "going", "questions", "wall"}


def test_the_host_may_look_at_everything_and_the_wall_at_what_a_phone_may_plus_the_way_in() -> None:
    by_view = {view: {name for name, (_, views) in PANELS.items() if view in views} for view in View}
    assert by_view == {
        View.HOST: set(PANELS),
        View.COHOST: EVERYBODY_S | {"talks"},
        View.WALL: EVERYBODY_S | {"join"},
        View.ATTENDEE: EVERYBODY_S,
    }


def test_topics_come_before_the_tally_that_indexes_them() -> None:
    assert list(PANELS).index("topics") < list(PANELS).index("tally")


# ── a round hides its tallies


def test_only_the_host_sees_counts_while_a_round_is_open() -> None:
    story = voting().tell(ann(Vote(ROUND, GO, 1)), bob(Vote(ROUND, GO, 1)))
    assert panel(story, "tally") == TallyPanel(ROUND, 6, 2, 3, (0, 2))
    for view in (View.WALL, View.ATTENDEE, View.COHOST):
        assert panel(story, "tally", view) == TallyPanel(ROUND, 6, 2, 3, None)
    story.tell(host(CloseRound(ROUND)))
    for view in View:
        assert panel(story, "tally", view) == TallyPanel(ROUND, 6, 2, 3, (0, 2))


def test_maybes_are_the_host_s_until_an_open_round_that_is_shown_is_closed() -> None:
    story = voting().tell(host(CloseRound(ROUND)), host(OpenRound(method=Method.INTEREST, hidden=False)))
    number = story.state.open_round
    assert number is not None
    story.tell(ann(Vote(number, GO, Reply.MAYBE)), bob(Vote(number, GO, Reply.INTERESTED)))
    assert panel(story, "tally") == TallyPanel(number, 6, 2, 3, (0, 1), (0, 1))
    for view in (View.WALL, View.ATTENDEE):
        assert panel(story, "tally", view) == TallyPanel(number, 6, 2, 3, (0, 1))
    story.tell(host(CloseRound(number)))
    for view in View:
        assert panel(story, "tally", view) == TallyPanel(number, 6, 2, 3, (0, 1), (0, 1))


def test_the_last_round_s_counts_are_hidden_again_once_the_next_is_open() -> None:
    story = voting().tell(ann(Vote(ROUND, GO, 1)), host(CloseRound(ROUND)), host(OpenRound()))
    assert panel(story, "tally", View.ATTENDEE) == TallyPanel(story.state.open_round, 6, 0, 3, None)


def test_counts_stand_beside_the_topics_panel_of_the_same_edition() -> None:
    story = voting().tell(ann(Vote(ROUND, GO, 1)), host(RemoveTopic(CHESS)), bob(Suggest(Pitch.OFFER, "Late")))
    listed, tally = panel(story, "topics"), panel(story, "tally")
    assert isinstance(listed, TopicsPanel)
    assert isinstance(tally, TallyPanel)
    assert listed.edition == tally.edition
    assert dict(zip([card.topic for card in listed.topics], tally.counts or (), strict=True)) == {GO: 1, 11: 0}


def test_voters_are_phones_that_are_neither_aside_nor_forgotten() -> None:
    story = voting().tell(ann(Vote(ROUND, GO, 1)), bob(Vote(ROUND, GO, 1)), host(SetAside(BOB, True)))
    assert panel(story, "tally") == TallyPanel(ROUND, 6, 1, 2, (0, 1))
    story.tell(cem(ForgetMe()))
    assert panel(story, "tally") == TallyPanel(ROUND, 6, 1, 1, (0, 1))


def test_more_never_voted_than_could() -> None:
    story = voting().tell(ann(Vote(ROUND, GO, 1)), *(who(ForgetMe()) for who in (ann, bob, cem)))
    assert panel(story, "tally", View.WALL) == TallyPanel(ROUND, story.state.edition, 1, 1, None)


def elsewhere(line: f.Line, moved: dict[int, int]) -> f.Line:
    """The line as if its votes had gone to other topics."""
    facts = tuple(
        replace(fact, topic=moved.get(fact.topic, fact.topic)) if isinstance(fact, f.Voted) else fact
        for fact in line.facts
    )
    return replace(line, facts=facts)


VOTING = [*[Wish.VOTE] * 10, Wish.SUGGEST, Wish.ASK, Wish.SET_ASIDE, Wish.RENAME, Wish.START, Wish.END, Wish.FORGET]


@times(200)
@given(intents(VOTING, 50), st.permutations(range(4)), st.integers(1, 3))
def test_while_a_round_is_open_no_phone_and_no_wall_can_tell_where_the_votes_went(
    told: list[Intent], order: list[int], dots: int
) -> None:
    story = joined(ann, bob, cem, made=replace(MEET, talks=(TalkPlan(Signup("Eve"), "One", NANO, 120),)))
    story.tell(*(host(AddTopic(Pitch.OFFER, title)) for title in ("A", "B", "C", "D")), host(OpenRound(dots)))
    votable = story.state.rounds[story.state.seq - 1].topics
    play(story, told)
    moved = {topic: votable[place] for topic, place in zip(votable, order, strict=True)}
    other = fold(elsewhere(line, moved) for line in story.lines)
    assert story.state.open_round is not None
    for view in (View.ATTENDEE, View.WALL):
        assert shown(other, view) == shown(story.state, view)


@times(200)
@given(intents([*EVERYTHING, *[Wish.VOTE] * 6]))
def test_no_tally_leaves_the_host_s_desk_while_a_hidden_round_is_open(told: list[Intent]) -> None:
    story = play(voting(), told)
    if story.state.open_round is not None and story.state.rounds[story.state.open_round].hidden:
        for view in (View.ATTENDEE, View.WALL):
            tally = panel(story, "tally", view)
            assert isinstance(tally, TallyPanel)
            assert tally.counts is None


@times(100)
@given(intents([*EVERYTHING, *[Wish.VOTE] * 6]))
def test_no_panel_of_any_view_tells_whose_votes_are_whose(told: list[Intent]) -> None:
    """Two voters swap their ballots: nobody, not even the host, may see a difference."""
    story = play(voting(), told)
    swapped = story.state.copy()
    for ballots in swapped.ballots.values():
        both = {BOB: ballots.pop(ANN, None), ANN: ballots.pop(BOB, None)}
        ballots.update({person: ballot for person, ballot in both.items() if ballot})
    if story.state.people[ANN].aside == story.state.people[BOB].aside:
        for view in View:
            assert shown(swapped, view) == shown(story.state, view)


# ── anonymous cards, and the forgotten


def test_an_anonymous_card_has_no_name_for_anybody_and_a_signed_one_has() -> None:
    story = joined(ann).tell(ann(Suggest(Pitch.OFFER, "Secret", "", True)), ann(Suggest(Pitch.OFFER, "Open")))
    for view in (View.HOST, View.ATTENDEE):
        assert panel(story, "topics", view) == TopicsPanel(
            4,
            (
                TopicCard(3, Pitch.OFFER, "Secret", None, None, approved=False),
                TopicCard(4, Pitch.OFFER, "Open", None, "Ann", approved=False),
            ),
        )
    story.tell(host(ApproveTopics((3, 4))))
    for view in View:
        assert panel(story, "topics", view) == TopicsPanel(
            6, (TopicCard(3, Pitch.OFFER, "Secret", None, None), TopicCard(4, Pitch.OFFER, "Open", None, "Ann"))
        )


@times(100)
@given(intents([*EVERYTHING, *[Wish.SUGGEST] * 6]))
def test_no_panel_of_any_view_tells_who_wrote_an_anonymous_card(told: list[Intent]) -> None:
    story = play(joined(ann, bob, cem), told)
    other = story.state.copy()
    for number, topic in other.topics.items():
        if topic.anonymous and topic.person is not None and not {ANN, BOB}.intersection((*topic.leads, *topic.scribes)):
            other.topics[number] = replace(topic, person=BOB if topic.person == ANN else ANN)
    for view in View:
        assert shown(other, view) == shown(story.state, view)


def test_only_its_author_is_told_that_an_anonymous_card_is_theirs() -> None:
    story = joined(ann, bob).tell(ann(Suggest(Pitch.OFFER, "Secret", "", True)))
    assert (mine(story.state, ANN).topics, mine(story.state, BOB).topics) == ((4,), ())


def test_the_forgotten_are_in_no_panel() -> None:
    story = joined(ann, bob).tell(ann(Suggest(Pitch.OFFER, "Chess", "by Ann")), ann(Ask("Why, asks Ann?")))
    story.tell(ann(ForgetMe()))
    for view in View:
        assert b"Ann" not in b"".join(shown(story.state, view).values())


# ── the numbers people read


def evening() -> Story:
    """Two talks, Ann."""
    talks = (
        TalkPlan(Signup("Eve", "Elm"), "One", NANO, 120, "https://example.org"),
        TalkPlan(Signup("Gus"), "Two", NANO, 60),
    )
    return joined(ann, made=replace(MEET, talks=talks))


ONE, TWO = TalkCard(3, "One", "Eve", "Elm", NANO, 120), TalkCard(5, "Two", "Gus", "", NANO, 60)


def test_now_says_what_is_on_and_what_comes_next() -> None:
    story = evening()
    assert panel(story, "now") == NowPanel(None, None, ONE, 2)
    story.tell(host(StartTalk()))
    now = panel(story, "now")
    assert isinstance(now, NowPanel)
    assert (now.on, now.next, now.left) == (ONE, TWO, 1)
    assert now.clock is not None
    story.tell(host(EndTalk()), host(StartTalk()), host(EndTalk()))
    assert panel(story, "now") == NowPanel(None, None, None, 0)


def test_the_running_order_says_how_long_each_talk_took() -> None:
    story = evening().tell(host(StartTalk())).later(seconds=99).tell(host(EndTalk()))
    talks = panel(story, "talks")
    assert isinstance(talks, TalksPanel)
    first, second = talks.talks
    assert (first.card, first.link, first.used) == (ONE, "https://example.org", 100_000)
    assert (second.card, second.link, second.started, second.used) == (TWO, None, None, None)


def test_rounds_are_counted_from_one_and_the_open_one_is_named() -> None:
    story = joined(ann)
    assert panel(story, "round") == RoundPanel(0, None, False, 0, (), None)
    story.tell(host(AddTopic(Pitch.OFFER, "Chess")), host(OpenRound(2)), host(CloseRound(4)), host(OpenRound(1)))
    assert panel(story, "round") == RoundPanel(2, 7, True, 1, (3,), None)
    story.tell(host(CloseRound(7)))
    assert panel(story, "round") == RoundPanel(2, 7, False, 1, (3,), None)


def test_before_the_first_round_there_is_nothing_to_count() -> None:
    assert panel(joined(ann), "tally", View.ATTENDEE) == TallyPanel(None, 0, 0, 1, None)


def test_people_with_phones_come_before_those_of_the_sheet() -> None:
    people = panel(evening(), "people", around=Surroundings(connected={6: 2}))
    assert isinstance(people, PeoplePanel)
    rows = [(row.name, row.phone, row.connected) for row in people.people]
    assert rows == [("Ann", True, True), ("Eve", False, False), ("Gus", False, False)]


def test_questions_stand_newest_first_with_their_talk() -> None:
    story = evening().tell(ann(Ask("Tea?")), host(StartTalk()), ann(Ask("Why?")))
    questions = panel(story, "questions")
    assert isinstance(questions, QuestionsPanel)
    assert [(row.text, row.name, row.talk) for row in questions.questions] == [
        ("Why?", "Ann", "One"),
        ("Tea?", "Ann", None),
    ]


def test_the_way_in_counts_people_and_sockets() -> None:
    door = Door("http://10.0.0.2/J/ABCD", "ABCD", 80, (Address("10.0.0.2", "wlan0", True),))
    around = Surroundings(phones=2, door=door)
    assert panel(evening(), "join", View.HOST, around) == JoinPanel(door.url, "ABCD", 80, door.addresses, 1, 2)


def test_the_wall_does_not_learn_which_networks_the_laptop_is_in() -> None:
    door = Door("http://10.0.0.2/J/ABCD", "ABCD", 80, (Address("10.0.0.2", "wlan0", True),))
    around = Surroundings(phones=2, door=door)
    assert panel(evening(), "join", View.WALL, around) == JoinPanel(door.url, "ABCD", 80, (), 1, 2)


def test_the_desk_says_what_undo_would_undo_and_why_it_would_not() -> None:
    notice = Notice("clock_jumped", {"seconds": 9})
    story = evening()
    assert panel(story, "desk", around=Surroundings(notices=(notice,))) == DeskPanel(6, None, (notice,))
    story.tell(host(StartTalk()))
    assert panel(story, "desk") == DeskPanel(7, UndoCard(7, Deed.STARTED_TALK, "One", None), ())
    story.tell(ann(Ask("Why?")))
    why_not = Code.QUESTIONS_WOULD_BE_LOST.value
    assert panel(story, "desk") == DeskPanel(8, UndoCard(7, Deed.STARTED_TALK, "One", why_not), ())


@pytest.mark.parametrize(
    ("said", "deed", "subject"),
    [
        (host(RemoveTopic(CHESS)), Deed.REMOVED_TOPIC, "Chess"),
        (host(CloseRound(ROUND)), Deed.CLOSED_ROUND, "1"),
        (host(SetAside(BOB, True)), Deed.SET_ASIDE, "Bob"),
    ],
)
def test_the_desk_names_what_an_act_was_done_to(said: Said, deed: Deed, subject: str) -> None:
    desk = panel(voting().tell(said), "desk")
    assert isinstance(desk, DeskPanel)
    assert desk.undo == UndoCard(9, deed, subject, None)


def test_one_s_own_part() -> None:
    story = voting().tell(ann(Vote(ROUND, GO, 1)), ann(Ask("Why?")), bob(Join("Bobby")))
    assert mine(story.state, ANN) == Mine(
        ANN,
        "Ann",
        ROUND,
        {GO: 1},
        (CHESS,),
        1,
        board=MyBoard(spent=1, wishes=(GO,), leads=(CHESS,)),
        hall=MyHall(questions=(MyQuestion(10, "Why?", False, False, False),)),
    )
    assert mine(story.state, BOB) == Mine(BOB, "Bobby", ROUND, {}, (), 0)
    story.tell(host(CloseRound(ROUND)), host(OpenRound()))
    assert mine(story.state, ANN).votes == {}


def test_of_a_series_the_hat_tells_who_is_new_and_who_was_missed() -> None:
    talks = tuple(TalkPlan(Signup(name), f"{name} speaks", "micro", 420) for name in ("Dee", "Eve", "Gus"))
    past = (Past("dee", 2, False), Past("eve", 0, True))
    story = Story(replace(MEET, talks=talks, series="Leeds", past=past))
    rows = panel(story, "talks")
    assert isinstance(rows, TalksPanel)
    assert [(row.first_time, row.missed) for row in rows.talks] == [(False, False), (True, True), (True, False)]
    alone = panel(Story(replace(MEET, talks=talks)), "talks")
    assert isinstance(alone, TalksPanel)
    assert not any(row.first_time or row.missed for row in alone.talks)
