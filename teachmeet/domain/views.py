"""What each role is shown: state → panel, one for each (name, view). No panel ever shows a ballot.

The attendee's and the wall's tally carries no counts while a hidden round is open: what is not sent cannot leak.
"""

from collections.abc import Callable
from dataclasses import replace

from teachmeet.domain import views_board as boards
from teachmeet.domain import views_hall as halls
from teachmeet.domain import views_stage as stage
from teachmeet.domain.acts import Deed
from teachmeet.domain.checks import on_phones
from teachmeet.domain.clock import at
from teachmeet.domain.panels import (
    DeskPanel,
    Door,
    JoinPanel,
    MeetPanel,
    MergedTopic,
    Panel,
    PeoplePanel,
    PersonRow,
    PitchingPanel,
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
from teachmeet.domain.programme import Method
from teachmeet.domain.rules_topics import only_requests
from teachmeet.domain.rules_undo import why_not_undone
from teachmeet.domain.state import State
from teachmeet.domain.things import Round, Topic
from teachmeet.domain.views_board import name_of, names
from teachmeet.domain.votes import maybes, members, root_of, roots, stood, tallied


def meet(state: State, _around: Surroundings, _view: View) -> MeetPanel:
    """The meet panel."""
    made = state.meet
    if made is None:
        raise AssertionError("nobody looks at a meet before it is founded")
    starts = None if made.starts is None else at(made.starts)
    ends = None if made.ends is None else at(made.ends)
    return MeetPanel(made.title, made.format, made.zone, starts, ends, made.rehearsal)


def topics(state: State, _around: Surroundings, view: View) -> TopicsPanel:
    """The topics panel."""
    shown = _shown(state, view)
    inside: dict[int, list[MergedTopic]] = {}
    for merged, root in roots(state).items():
        if not state.topics[merged].removed and _may_read(state, state.topics[merged], view):
            inside.setdefault(root, []).append(MergedTopic(merged, state.topics[merged].title))
    cards = tuple(_card(state, topic, view, tuple(inside.get(topic.topic, ()))) for topic in shown)
    if view is View.HOST:
        apart = _apart(state)
        cards = tuple(
            replace(card, avoids=tuple(sorted(apart[card.topic]))) if card.topic in apart else card for card in cards
        )
    return TopicsPanel(state.edition, cards)


def _apart(state: State) -> dict[int, set[int]]:
    """Of each topic on the list that is kept apart from others, these: whichever of the two it was said of."""
    merged = roots(state)
    apart: dict[int, set[int]] = {}
    for topic in state.topics.values():
        if topic.listed:
            others = {merged.get(number, number) for number in topic.avoids} - {topic.topic}
            for other in others:
                if other in state.topics and state.topics[other].listed:
                    apart.setdefault(topic.topic, set()).add(other)
                    apart.setdefault(other, set()).add(topic.topic)
    return apart


def _shown(state: State, view: View) -> list[Topic]:
    """The topics that a view lists, in the order that `counts` of the tally has."""
    host = view in _HOSTS
    return [topic for topic in state.topics.values() if (topic.listed if host else on_phones(state, topic))]


def _card(state: State, topic: Topic, view: View, inside: tuple[MergedTopic, ...] = ()) -> TopicCard:
    if not _may_read(state, topic, view):
        return TopicCard(topic.topic, topic.pitch, None, None, None, approved=False)
    return TopicCard(
        topic.topic,
        topic.pitch,
        topic.title,
        topic.detail or None,
        None if topic.anonymous else name_of(state, topic.person, view),
        topic.kit,
        names(state, topic.leads, view),
        names(state, topic.scribes, view),
        inside,
        topic.approved,
        topic.hands,
    )


def pitching(state: State, around: Surroundings, view: View) -> PitchingPanel:
    """The pitching panel."""
    on = None if state.pitching is None else state.topics.get(state.pitching)
    until = state.requests_until
    now = around.now or until
    return PitchingPanel(
        now is not None and only_requests(state, now),
        None if until is None or (now is not None and now >= until) else at(until),
        state.checking,
        None if on is None or not on.listed else _card(state, on, view),
    )


def _may_read(state: State, topic: Topic, view: View) -> bool:
    """Whether a view has the text of a topic: the wall, and phones if the host wants it so, only what was let."""
    return topic.approved or view in _HOSTS or (view is View.ATTENDEE and not state.checking)


def _last_round(state: State) -> Round | None:
    return state.rounds[max(state.rounds)] if state.rounds else None


def voting(state: State, _around: Surroundings, _view: View) -> RoundPanel:
    """The round panel."""
    last = _last_round(state)
    if last is None:
        return RoundPanel(0, None, False, 0, (), None)
    closes = None if last.closes is None else at(last.closes)
    return RoundPanel(
        len(state.rounds),
        last.round,
        last.closed is None,
        last.dots,
        stood(state, last),
        closes,
        last.method,
        last.most,
        last.hidden,
    )


def tally(state: State, _around: Surroundings, view: View) -> TallyPanel:
    """The tally panel. Votes that the host set aside count neither as dots nor as voters."""
    last = _last_round(state)
    voters = sum(
        p.joined is not None and not p.forgotten and not p.aside for p in state.people.values()
    )
    if last is None:
        return TallyPanel(None, state.edition, 0, voters, None)
    voted = sum(not state.people[person].aside for person in state.ballots.get(last.round, {}))
    host = view is View.HOST
    seen = host or last.closed is not None or not last.hidden
    interest = last.method is Method.INTEREST
    shown = _shown(state, view) if seen else ()

    def listed(counts: dict[int, int]) -> tuple[int, ...]:
        return tuple(counts.get(topic.topic, 0) for topic in shown)

    return TallyPanel(
        last.round,
        state.edition,
        voted,
        max(voters, voted),
        listed(tallied(state, last.round)) if seen else None,
        listed(maybes(state, last.round)) if interest and (host or last.closed is not None) else None,
        _answered(state, last) if interest and last.closed is None else None,
    )


def _answered(state: State, voting: Round) -> int | None:
    """How many have answered about the topic in the spotlight: a skip is an answer too, so it says nothing more."""
    if state.pitching is None:
        return None
    together = members(state, root_of(state, state.pitching))
    if len(together) == 1:
        return state.answered.get(voting.round, {}).get(together[0], 0)
    return sum(not ballot.keys().isdisjoint(together) for ballot in state.ballots.get(voting.round, {}).values())


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
            person.kiosk,
            person.does,
            person.seeks,
        )
        for person in state.people.values()
        if not person.forgotten
    ]
    rows.sort(key=lambda row: not row.phone)
    return PeoplePanel(tuple(rows))


def questions(state: State, _around: Surroundings, view: View) -> QuestionsPanel:
    """The questions panel: who asks is the host's to know, until the host lets the question out."""
    all_of_them = view in _HOSTS
    rows = [
        QuestionRow(
            question.question,
            question.text,
            name_of(state, question.person, view),
            state.talks[question.talk].title if question.talk in state.talks else None,
            question.answered,
            question.approved,
            question.parked,
            len(question.backers),
        )
        for question in state.questions.values()
        if question.text is not None and (all_of_them or question.approved)
    ]
    return QuestionsPanel(tuple(reversed(rows)))


def join(state: State, around: Surroundings, view: View) -> JoinPanel:
    """The join panel; which networks the laptop is in is the host's to know."""
    joined = sum(person.joined is not None and not person.forgotten for person in state.people.values())
    door = around.door or Door("", "", 0, ())
    host = view is View.HOST
    addresses, matrix = (door.addresses, ()) if host else ((), door.matrix)
    return JoinPanel(door.url, door.code, door.port, addresses, joined, around.phones, matrix)


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
        case _ if deed in _ABOUT_TOPICS:
            return state.topics[number].title if number in state.topics else None
        case Deed.ADDED_ROOM | Deed.CHANGED_ROOM | Deed.CLOSED_CELL | Deed.OPENED_CELL:
            return state.rooms[number].name if number in state.rooms else None
        case Deed.OPENED_ROUND | Deed.CLOSED_ROUND:
            return str(list(state.rounds).index(number) + 1)
        case Deed.SET_ASIDE | Deed.TOOK_IN_AGAIN | Deed.TICKED_HERE | Deed.TICKED_AWAY:
            return state.people[number].name
        case _ if deed in _ABOUT_QUESTIONS:
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


_ABOUT_QUESTIONS = frozenset(
    {
        Deed.ANSWERED_QUESTION,
        Deed.REOPENED_QUESTION,
        Deed.LET_OUT_QUESTION,
        Deed.PARKED_QUESTION,
        Deed.UNPARKED_QUESTION,
    }
)
_ABOUT_TOPICS = frozenset(
    {
        Deed.ADDED_TOPIC,
        Deed.REMOVED_TOPIC,
        Deed.APPROVED_TOPICS,
        Deed.CALLED_PITCH,
        Deed.MERGED_TOPICS,
        Deed.UNMERGED_TOPIC,
        Deed.COUNTED_HANDS,
        Deed.SET_NEEDS,
        Deed.KEPT_APART,
        Deed.NAMED_PART,
        Deed.PLACED_SESSION,
        Deed.TOOK_OFF_SESSION,
        Deed.SWAPPED_SESSIONS,
        Deed.PINNED_SESSION,
        Deed.UNPINNED_SESSION,
    }
)

_ABOUT_QUESTIONS = frozenset(
    {
        Deed.ANSWERED_QUESTION,
        Deed.REOPENED_QUESTION,
        Deed.LET_OUT_QUESTION,
        Deed.PARKED_QUESTION,
        Deed.UNPARKED_QUESTION,
    }
)

Renderer = Callable[[State, Surroundings, View], Panel]

_EVERYBODY = (View.HOST, View.COHOST, View.WALL, View.ATTENDEE)
_HOST = (View.HOST,)
_HOSTS = (View.HOST, View.COHOST)

PANELS: dict[str, tuple[Renderer, tuple[View, ...]]] = {
    "meet": (meet, _EVERYBODY),
    "now": (stage.now, _EVERYBODY),
    "topics": (topics, _EVERYBODY),
    "pitching": (pitching, _EVERYBODY),
    "round": (voting, _EVERYBODY),
    "tally": (tally, _EVERYBODY),
    "board": (boards.board, _EVERYBODY),
    "going": (boards.going, _EVERYBODY),
    "grid": (boards.grid, _HOST),
    "planning": (boards.planning, _HOST),
    "held": (boards.held, _HOST),
    "join": (join, (View.HOST, View.WALL)),
    "talks": (stage.talks, _HOSTS),
    "plan": (stage.plan, _HOST),
    "asks": (stage.asks, _HOST),
    "people": (people, _HOST),
    "questions": (questions, _EVERYBODY),
    "wall": (halls.wall, _EVERYBODY),
    "passes": (halls.passes, _HOST),
    "desk": (desk, _HOST),
}
"""Each panel by name: who draws it, and who may look at it. `topics` comes before `tally`, which indexes it."""
