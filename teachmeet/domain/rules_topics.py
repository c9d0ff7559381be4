"""What is decided about topics, rounds and votes. Part of the rules."""

from datetime import datetime, timedelta
from typing import assert_never

from teachmeet.domain import commands as c
from teachmeet.domain import commands_board as cb
from teachmeet.domain import facts as f
from teachmeet.domain import facts_board as fb
from teachmeet.domain import text
from teachmeet.domain.checks import (
    LONGEST,
    LONGEST_ROUND,
    MOST_DOTS,
    PARTS,
    PEOPLE,
    TOPICS,
    TOPICS_EACH,
    checked,
    kit,
    listed_topic,
    on_phones,
    open_round,
    ranged,
)
from teachmeet.domain.programme import Method, Part, Pitch, Reply, SegmentKind
from teachmeet.domain.puzzles import cells, leads_twice
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.state import State
from teachmeet.domain.things import Round, Topic
from teachmeet.domain.votes import best, leads_of, members, names, root_of, shown_leads, stood

HostCommand = c.AddTopic | c.RemoveTopic | c.OpenRound | c.CloseRound | cb.TopicCommand
HIGHEST = {Method.APPROVAL: 1, Method.INTEREST: int(Reply.INTERESTED)}


def vote(state: State, person: int, command: c.Vote, now: datetime) -> tuple[f.Fact, ...]:
    voting = open_round(state, command.round)
    if voting.closes is not None and now >= voting.closes:
        raise Refused(Code.ROUND_CLOSED)
    topic = state.topics.get(command.topic)
    if topic is None or (command.topic not in voting.topics and command.topic not in stood(state, voting)):
        raise Refused(Code.UNKNOWN_TOPIC)
    if command.dots and state.topics[root_of(state, command.topic)].removed:
        raise Refused(Code.UNKNOWN_TOPIC)
    highest = HIGHEST.get(voting.method, voting.most)
    if not 0 <= command.dots <= highest:
        raise Refused(Code.OUT_OF_RANGE, field="dots", least=0, most=highest)
    if topic.into is None and not any(other.into is not None for other in state.topics.values()):
        return _cast(state, person, voting, command.topic, command.dots, (command.topic,))
    together = tuple(members(state, root_of(state, command.topic)))
    # A ballot holds only topics of its round, so that unmerging leaves no dot on what nobody was asked about.
    asked = command.topic if command.topic in voting.topics else next(t for t in together if t in voting.topics)
    return _cast(state, person, voting, asked, command.dots, together)


def _cast(
    state: State, person: int, voting: Round, topic: int, dots: int, together: tuple[int, ...]
) -> tuple[f.Fact, ...]:
    """One vote, on a topic that may have others merged into it: they are one to whoever votes."""
    ballot = state.ballots.get(voting.round, {}).get(person, {})
    standing = {one: ballot[one] for one in together if ballot.get(one)}
    if max(standing.values(), default=0) == dots:
        return ()
    if voting.method is Method.DOTS:
        spent = sum(given for one, given in ballot.items() if one not in standing)
        if spent + dots > voting.dots:
            raise Refused(Code.OVER_BUDGET, most=voting.dots)
    cleared = tuple(f.Voted(voting.round, person, one, 0) for one in standing if one != topic)
    if dots == 0 and topic not in standing:
        return cleared
    return (*cleared, f.Voted(voting.round, person, topic, dots))


def only_requests(state: State, now: datetime) -> bool:
    """Whether phones pitch requests only: until a time that the host set, or while that part of the plan is on."""
    part = None if state.segment is None else state.segments.get(state.segment)
    on = part is not None and part.kind is SegmentKind.REQUESTS
    return on or (state.requests_until is not None and now < state.requests_until)


def suggest(state: State, person: int, command: c.Suggest, now: datetime) -> tuple[f.Fact, ...]:
    if command.pitch is Pitch.OFFER and only_requests(state, now):
        raise Refused(Code.ONLY_REQUESTS)
    title = checked(command.title, text.TITLE, "title")
    detail = checked(command.detail, text.DETAIL, "detail", may_be_empty=True)
    own = [topic for topic in state.topics.values() if topic.person == person]
    if len(own) >= TOPICS_EACH or len(state.topics) >= TOPICS:
        raise Refused(Code.ENOUGH_TOPICS, most=TOPICS_EACH)
    same = title.casefold(), command.pitch
    if any(((topic.title or "").casefold(), topic.pitch) == same and not topic.removed for topic in own):
        raise Refused(Code.ALREADY_PITCHED)
    number = state.seq + 1
    pitched = f.TopicPitched(number, person, command.pitch, command.anonymous, title, detail)
    return (pitched, *_needs(number, command.kit))


def _needs(topic: int, wanted: tuple[str, ...]) -> tuple[f.Fact, ...]:
    return (fb.TopicNeeds(topic, kit(wanted)),) if wanted else ()


def take_part(state: State, person: int, command: cb.TakePart) -> tuple[f.Fact, ...]:
    """Somebody leads a session, or writes its notes; whoever offered a topic may step back from leading it."""
    topic = listed_topic(state, command.topic)
    people = leads_of(topic) if command.part is Part.LEAD else topic.scribes
    me = {person, state.people[person].signup}  # on the phone, and on the sheet
    mine = [one for one in people if one in me]
    if not command.taken:
        return tuple(fb.PartTaken(topic.topic, one, command.part, False) for one in mine)
    if mine:
        return ()
    if len(people) >= PARTS:
        raise Refused(Code.ENOUGH_PARTS, most=PARTS)
    # Whoever takes up again what they offered leads it as who they were then.
    own = topic.person is not None and topic.person in me and topic.pitch is Pitch.OFFER and command.part is Part.LEAD
    return (fb.PartTaken(topic.topic, topic.person if own and topic.person else person, command.part, True),)


def decide_host(state: State, command: HostCommand, now: datetime) -> tuple[f.Fact, ...]:
    """What the host does about topics and rounds."""
    match command:
        case c.AddTopic():
            return _add_topic(state, command)
        case c.RemoveTopic():
            return (f.TopicRemoved(listed_topic(state, command.topic).topic),)
        case c.OpenRound():
            return _open_round(state, command, now)
        case c.CloseRound():
            return close_round(state, command)
        case _:
            return _topic(state, command, now)


def _topic(state: State, command: cb.TopicCommand, now: datetime) -> tuple[f.Fact, ...]:
    """What becomes of topics on their way to the board."""
    match command:
        case cb.ApproveTopics():
            topics = [listed_topic(state, number) for number in dict.fromkeys(command.topics)]
            return tuple(fb.TopicApproved(topic.topic) for topic in topics if not topic.approved)
        case cb.SetChecking():
            return () if state.checking == command.on else (fb.CheckingSet(command.on),)
        case cb.AskForRequests():
            return _ask_for_requests(state, command, now)
        case cb.CallPitch():
            if command.topic is not None:
                listed_topic(state, command.topic)
            return () if state.pitching == command.topic else (fb.PitchCalled(command.topic),)
        case cb.MergeTopics() | cb.UnmergeTopic():
            return _merge(state, command)
        case _:
            return _about(state, command)


def _about(state: State, command: cb.CountHands | cb.SetNeeds | cb.KeepApart | cb.NamePart) -> tuple[f.Fact, ...]:
    """What is noted about one topic."""
    topic = listed_topic(state, command.topic)
    match command:
        case cb.CountHands():
            if command.hands is not None:
                ranged(command.hands, "hands", 0, PEOPLE)
            return () if topic.hands == command.hands else (fb.HandsCounted(topic.topic, command.hands),)
        case cb.SetNeeds():
            needs = kit(command.kit)
            return () if topic.kit == needs else (fb.TopicNeeds(topic.topic, needs),)
        case cb.KeepApart():
            return _keep_apart(state, topic, command)
        case cb.NamePart():
            return _name_part(state, topic, command)
        case _:
            assert_never(command)


def _ask_for_requests(state: State, command: cb.AskForRequests, now: datetime) -> tuple[f.Fact, ...]:
    if command.seconds is None:
        return () if state.requests_until is None else (fb.OnlyRequests(None),)
    return (fb.OnlyRequests(now + timedelta(seconds=ranged(command.seconds, "seconds", 1, LONGEST))),)


def _merge(state: State, command: cb.MergeTopics | cb.UnmergeTopic) -> tuple[f.Fact, ...]:
    """Unmerged, a topic has its place on the board again, unless it can stand there no more."""
    if isinstance(command, cb.MergeTopics):
        topic, into = listed_topic(state, command.topic), listed_topic(state, command.into)
        if topic.topic == into.topic:
            raise Refused(Code.SAME_TOPIC)
        merged = fb.TopicsMerged(topic.topic, into.topic)
        # What everybody saw is not to vanish behind a heading that was held back.
        shown = topic.approved and not into.approved
        return (merged, fb.TopicApproved(into.topic)) if shown else (merged,)
    alone = state.topics.get(command.topic)
    if alone is None or alone.removed or alone.into is None:
        raise Refused(Code.NOT_MERGED)
    return _unmerged(state, alone)


def _unmerged(state: State, topic: Topic) -> tuple[f.Fact, ...]:
    """A topic stands by itself again; off the board if its cell was taken or closed, or who leads it is elsewhere."""
    alone = fb.TopicUnmerged(topic.topic)
    session = state.board.get(topic.topic)
    if session is None:
        return (alone,)
    slot, room = session.slot, session.room
    gone = room is not None and ((slot, room) in cells(state) or room in state.closed.get(slot, ()))
    stays = not gone and leads_twice(state, topic, slot) is None
    return (alone,) if stays else (alone, fb.SessionTakenOff(topic.topic))


def _keep_apart(state: State, topic: Topic, command: cb.KeepApart) -> tuple[f.Fact, ...]:
    other = listed_topic(state, command.other)
    if other.topic == topic.topic:
        raise Refused(Code.SAME_TOPIC)
    facts: list[f.Fact] = []
    if command.apart:
        if other.topic not in topic.avoids and topic.topic not in other.avoids:
            facts.append(f.TopicAvoids(topic.topic, (*topic.avoids, other.topic)))
        return tuple(facts)
    for one, two in ((topic, other), (other, topic)):
        others = tuple(number for number in one.avoids if root_of(state, number) != two.topic)
        if others != one.avoids:
            facts.append(f.TopicAvoids(one.topic, others))
    return tuple(facts)


def _name_part(state: State, topic: Topic, command: cb.NamePart) -> tuple[f.Fact, ...]:
    """Somebody without a phone, known by their name if they are on the sheet; or no more, whoever is shown under it."""
    name = checked(command.name, text.NAME, "name")
    people = leads_of(topic) if command.part is Part.LEAD else topic.scribes
    if not command.taken:
        shown = shown_leads(topic) if command.part is Part.LEAD else topic.scribes
        named = [one for one in shown if names(state, (one,)) == (name,)]
        return tuple(fb.PartTaken(topic.topic, one, command.part, False) for one in named)
    known = [p.person for p in state.people.values() if p.name == name and p.joined is None]
    if known and known[0] in people:
        return ()
    if len(people) >= PARTS:
        raise Refused(Code.ENOUGH_PARTS, most=PARTS)
    if not known:
        person = f.SignedUp(state.seq + 1, None, name, "", "")
        return (person, fb.PartTaken(topic.topic, person.person, command.part, True))
    return (fb.PartTaken(topic.topic, known[0], command.part, True),)


def _add_topic(state: State, command: c.AddTopic) -> tuple[f.Fact, ...]:
    title = checked(command.title, text.TITLE, "title")
    name = checked(command.name, text.NAME, "name", may_be_empty=True)
    if len(state.topics) >= TOPICS:
        raise Refused(Code.ENOUGH_TOPICS, most=TOPICS)
    known = [p.person for p in state.people.values() if p.name == name and p.joined is None]
    if not name or known:
        number, by = state.seq + 1, known[0] if name else None
        return (f.TopicPitched(number, by, command.pitch, False, title, ""), *_needs(number, command.kit))
    person = f.SignedUp(state.seq + 1, None, name, "", "")
    number = state.seq + 2
    return (
        person, f.TopicPitched(number, person.person, command.pitch, False, title, ""), *_needs(number, command.kit)
    )


def _open_round(state: State, command: c.OpenRound, now: datetime) -> tuple[f.Fact, ...]:
    if state.open_round is not None:
        raise Refused(Code.ROUND_IS_OPEN)
    topics = _to_vote_on(state, command)
    if not topics:
        raise Refused(Code.NOTHING_TO_VOTE_ON)
    ranged(command.dots, "dots", 1, MOST_DOTS)
    ranged(command.most, "most", 1, command.dots)
    closes = None
    if command.seconds is not None:
        closes = now + timedelta(seconds=ranged(command.seconds, "seconds", 1, LONGEST_ROUND))
    opened = f.RoundOpened(state.seq + 1, command.dots, topics, closes)
    unseen = tuple(fb.TopicApproved(number) for number in topics if not on_phones(state, state.topics[number]))
    return (opened, fb.RoundMethodSet(opened.round, command.method, command.most, command.hidden), *unseen)


def _to_vote_on(state: State, command: c.OpenRound) -> tuple[int, ...]:
    """Those that were named, or the best of the round before, or all that phones see; nobody votes on the unseen."""
    if command.topics:
        return tuple(listed_topic(state, number).topic for number in dict.fromkeys(command.topics))
    if command.best is not None:
        ranged(command.best, "best", 1, TOPICS)
        if not state.rounds:
            raise Refused(Code.NO_ROUND_BEFORE)
        return best(state, state.rounds[max(state.rounds)], command.best)
    return tuple(topic.topic for topic in state.topics.values() if on_phones(state, topic))


def close_round(state: State, command: c.CloseRound) -> tuple[f.Fact, ...]:
    return (f.RoundClosed(open_round(state, command.round).round),)
