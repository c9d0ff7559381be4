"""What each role is shown: state → panel, one for each (name, view). No panel ever shows a ballot.

The attendee's and the wall's tally carries no counts while a round is open: what is not sent cannot leak.
"""

from collections.abc import Callable

from teachmeet.domain.acts import Deed
from teachmeet.domain.clock import anchor, at, milliseconds, used
from teachmeet.domain.panels import (
    DeskPanel,
    Door,
    JoinPanel,
    MeetPanel,
    Mine,
    NowPanel,
    Panel,
    PeoplePanel,
    PersonRow,
    QuestionRow,
    QuestionsPanel,
    RoundPanel,
    Surroundings,
    TalkCard,
    TalkRow,
    TalksPanel,
    TallyPanel,
    TopicCard,
    TopicsPanel,
    UndoCard,
    View,
)
from teachmeet.domain.rules import next_talk, why_not_undone
from teachmeet.domain.state import Round, State, Talk


def meet(state: State, _around: Surroundings, _view: View) -> MeetPanel:
    """The meet panel."""
    made = state.meet
    if made is None:
        raise AssertionError("nobody looks at a meet before it is founded")
    starts = None if made.starts is None else at(made.starts)
    ends = None if made.ends is None else at(made.ends)
    return MeetPanel(made.title, made.format, made.zone, starts, ends, made.rehearsal)


def card(state: State, talk: Talk) -> TalkCard:
    """A talk as it is announced."""
    presenter = state.people.get(talk.person)
    name = None if presenter is None else presenter.name
    organisation = None if presenter is None else presenter.organisation
    return TalkCard(talk.talk, talk.title, name, organisation, talk.kind, talk.seconds)


def now(state: State, _around: Surroundings, _view: View) -> NowPanel:
    """The now panel."""
    on = None if state.on is None else state.talks[state.on]
    coming = next_talk(state)
    return NowPanel(
        None if on is None else card(state, on),
        None if on is None else anchor(on),
        None if coming is None else card(state, coming),
        sum(talk.started is None for talk in state.talks.values()),
    )


def talks(state: State, _around: Surroundings, _view: View) -> TalksPanel:
    """The talks panel."""
    return TalksPanel(tuple(_talk_row(state, talk) for talk in state.talks.values()))


def _talk_row(state: State, talk: Talk) -> TalkRow:
    return TalkRow(
        card(state, talk),
        talk.link or None,
        None if talk.started is None else at(talk.started),
        None if talk.ended is None else at(talk.ended),
        None if talk.ended is None else milliseconds(used(talk, talk.ended)),
    )


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


def tallied(state: State, number: int) -> dict[int, int]:
    """Dots of each topic in a round, without the votes that were set aside."""
    counts: dict[int, int] = {}
    for person, ballot in state.ballots.get(number, {}).items():
        if not state.people[person].aside:
            for topic, dots in ballot.items():
                counts[topic] = counts.get(topic, 0) + dots
    return counts


def people(state: State, around: Surroundings, _view: View) -> PeoplePanel:
    """The people panel: phones first, in the order they came."""
    rows = [
        PersonRow(
            person.person,
            person.name,
            person.joined is not None,
            around.connected.get(person.person, 0) > 0,
            person.aside,
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
        case Deed.SET_ASIDE | Deed.TOOK_IN_AGAIN:
            return state.people[number].name
        case Deed.ANSWERED_QUESTION | Deed.REOPENED_QUESTION:
            return state.questions[number].text
        case _:
            return state.talks[number].title


Renderer = Callable[[State, Surroundings, View], Panel]

_EVERYBODY = (View.HOST, View.WALL, View.ATTENDEE)
_HOST = (View.HOST,)

PANELS: dict[str, tuple[Renderer, tuple[View, ...]]] = {
    "meet": (meet, _EVERYBODY),
    "now": (now, _EVERYBODY),
    "topics": (topics, (View.HOST, View.ATTENDEE)),
    "round": (voting, _EVERYBODY),
    "tally": (tally, _EVERYBODY),
    "join": (join, (View.HOST, View.WALL)),
    "talks": (talks, _HOST),
    "people": (people, _HOST),
    "questions": (questions, _HOST),
    "desk": (desk, _HOST),
}
"""Each panel by name: who draws it, and who may look at it. `topics` comes before `tally`, which indexes it."""


def mine(state: State, person: int) -> Mine:
    """What the state holds of one person, for that person's eyes."""
    last = _last_round(state)
    votes = {} if last is None else state.ballots.get(last.round, {}).get(person, {})
    return Mine(
        person,
        state.people[person].name,
        None if last is None else last.round,
        dict(votes),
        tuple(t.topic for t in state.topics.values() if t.person == person and not t.removed),
        sum(q.person == person for q in state.questions.values()),
    )
