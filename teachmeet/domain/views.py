"""What each role is shown: state → panel, one for each (name, view). No panel ever shows a ballot.

The attendee's and the wall's tally carries no counts while a round is open: what is not sent cannot leak.
"""

from collections.abc import Callable

from teachmeet.domain import views_stage as stage
from teachmeet.domain.acts import Deed
from teachmeet.domain.clock import at
from teachmeet.domain.panels import (
    DeskPanel,
    Door,
    JoinPanel,
    MeetPanel,
    Panel,
    PeoplePanel,
    PersonRow,
    QuestionRow,
    QuestionsPanel,
    RoundPanel,
    Surroundings,
    TallyPanel,
    TopicCard,
    TopicsPanel,
    UndoCard,
    View,
)
from teachmeet.domain.rules_undo import why_not_undone
from teachmeet.domain.state import State
from teachmeet.domain.things import Round
from teachmeet.domain.votes import tallied


def meet(state: State, _around: Surroundings, _view: View) -> MeetPanel:
    """The meet panel."""
    made = state.meet
    if made is None:
        raise AssertionError("nobody looks at a meet before it is founded")
    starts = None if made.starts is None else at(made.starts)
    ends = None if made.ends is None else at(made.ends)
    return MeetPanel(made.title, made.format, made.zone, starts, ends, made.rehearsal)


def topics(state: State, _around: Surroundings, _view: View) -> TopicsPanel:
    """The topics panel."""
    return TopicsPanel(
        state.edition,
        tuple(
            TopicCard(
                topic.topic,
                topic.pitch,
                topic.title,
                topic.detail or None,
                None if topic.anonymous else _name(state, topic.person),
            )
            for topic in state.topics.values()
            if not topic.removed
        ),
    )


def _name(state: State, person: int | None) -> str | None:
    known = None if person is None else state.people.get(person)
    return (known.name or None) if known is not None else None


def _last_round(state: State) -> Round | None:
    return state.rounds[max(state.rounds)] if state.rounds else None


def voting(state: State, _around: Surroundings, _view: View) -> RoundPanel:
    """The round panel."""
    last = _last_round(state)
    if last is None:
        return RoundPanel(0, None, False, 0, (), None)
    closes = None if last.closes is None else at(last.closes)
    return RoundPanel(len(state.rounds), last.round, last.closed is None, last.dots, last.topics, closes)


def tally(state: State, _around: Surroundings, view: View) -> TallyPanel:
    """The tally panel. Votes that the host set aside count neither as dots nor as voters."""
    last = _last_round(state)
    voters = sum(
        p.joined is not None and not p.forgotten and not p.aside for p in state.people.values()
    )
    if last is None:
        return TallyPanel(None, state.edition, 0, voters, None)
    counts = tallied(state, last.round)
    voted = sum(not state.people[person].aside for person in state.ballots.get(last.round, {}))
    seen = view is View.HOST or last.closed is not None
    listed = tuple(counts.get(t.topic, 0) for t in state.topics.values() if not t.removed)
    return TallyPanel(last.round, state.edition, voted, max(voters, voted), listed if seen else None)


def people(state: State, around: Surroundings, _view: View) -> PeoplePanel:
    """The people panel: phones first, in the order they came."""
    rows = [
        PersonRow(
            person.person,
            person.name,
            person.joined is not None,
            around.connected.get(person.person, 0) > 0,
            person.aside,
            person.here,
        )
        for person in state.people.values()
        if not person.forgotten
    ]
    rows.sort(key=lambda row: not row.phone)
    return PeoplePanel(tuple(rows))


def questions(state: State, _around: Surroundings, _view: View) -> QuestionsPanel:
    """The questions panel."""
    rows = [
        QuestionRow(
            question.question,
            question.text,
            _name(state, question.person),
            state.talks[question.talk].title if question.talk in state.talks else None,
            question.answered,
        )
        for question in state.questions.values()
        if question.text is not None
    ]
    return QuestionsPanel(tuple(reversed(rows)))


def join(state: State, around: Surroundings, view: View) -> JoinPanel:
    """The join panel; which networks the laptop is in is the host's to know."""
    joined = sum(person.joined is not None and not person.forgotten for person in state.people.values())
    door = around.door or Door("", "", 0, ())
    addresses = door.addresses if view is View.HOST else ()
    return JoinPanel(door.url, door.code, door.port, addresses, joined, around.phones)


def desk(state: State, around: Surroundings, _view: View) -> DeskPanel:
    """The desk panel."""
    undo = None
    if state.acts:
        act = state.acts[-1]
        why_not = why_not_undone(state)
        undo = UndoCard(
            act.seq, act.deed, _subject(state, act.deed, act.subject), None if why_not is None else why_not.value
        )
    return DeskPanel(state.seq, undo, around.notices)


def _subject(state: State, deed: Deed, number: int) -> str | None:
    """What an act was done to, in the words of who pitched, asked or presents it."""
    match deed:
        case Deed.ADDED_TOPIC | Deed.REMOVED_TOPIC:
            return state.topics[number].title
        case Deed.OPENED_ROUND | Deed.CLOSED_ROUND:
            return str(list(state.rounds).index(number) + 1)
        case Deed.SET_ASIDE | Deed.TOOK_IN_AGAIN | Deed.TICKED_HERE | Deed.TICKED_AWAY:
            return state.people[number].name
        case Deed.ANSWERED_QUESTION | Deed.REOPENED_QUESTION:
            return state.questions[number].text
        case Deed.TOOK_OFFER | Deed.DECLINED_OFFER:
            return state.offers[number].title
        case Deed.CONFIRMED_CLAIM | Deed.DENIED_CLAIM:
            return state.people[state.claims[number].signup].name
        case _ if number in state.segments:
            segment = state.segments[number]
            return segment.title or segment.kind.value
        case _:
            return state.talks[number].title if number in state.talks else None


Renderer = Callable[[State, Surroundings, View], Panel]

_EVERYBODY = (View.HOST, View.WALL, View.ATTENDEE)
_HOST = (View.HOST,)

PANELS: dict[str, tuple[Renderer, tuple[View, ...]]] = {
    "meet": (meet, _EVERYBODY),
    "now": (stage.now, _EVERYBODY),
    "topics": (topics, (View.HOST, View.ATTENDEE)),
    "round": (voting, _EVERYBODY),
    "tally": (tally, _EVERYBODY),
    "join": (join, (View.HOST, View.WALL)),
    "talks": (stage.talks, _HOST),
    "plan": (stage.plan, _HOST),
    "asks": (stage.asks, _HOST),
    "people": (people, _HOST),
    "questions": (questions, _HOST),
    "desk": (desk, _HOST),
}
"""Each panel by name: who draws it, and who may look at it. `topics` comes before `tally`, which indexes it."""
