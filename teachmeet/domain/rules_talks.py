"""What is decided about talks: who is on, who comes when, who is not here. Part of the rules."""

from typing import assert_never

from teachmeet.domain import commands as c
from teachmeet.domain import facts as f
from teachmeet.domain import text
from teachmeet.domain.checks import (
    LONGEST,
    MOST_ADDED,
    TALKS,
    checked,
    coming_segments,
    known_talk,
    next_talk,
    ranged,
    waiting_talk,
)
from teachmeet.domain.draw import draw, hat, is_here, lots
from teachmeet.domain.forecast import pending
from teachmeet.domain.programme import Order, Reason, SegmentKind
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.resemble import plain
from teachmeet.domain.state import State
from teachmeet.domain.things import Talk
from teachmeet.domain.votes import tallied

RunCommand = c.PauseTalk | c.ResumeTalk | c.AddTime | c.EndTalk
OrderCommand = (
    c.SetOrder | c.Draw | c.MoveTalk | c.SwapTalks | c.PairTalks | c.MarkAbsent | c.WithdrawTalk | c.ReturnTalk
)
StageCommand = c.TellSpeaker | c.ThrowCamel | c.StartTimer | c.StopTimer | c.SetAutoStart
HostCommand = c.StartTalk | RunCommand | OrderCommand | StageCommand | c.AddTalk


def decide_host(state: State, command: HostCommand, seed: int) -> tuple[f.Fact, ...]:
    """What the host does about talks."""
    if isinstance(command, c.StartTalk):
        return start(state, command)
    if isinstance(command, RunCommand):
        return run(state, command)
    if isinstance(command, StageCommand):
        return _stage(state, command)
    if isinstance(command, c.AddTalk):
        return _add(state, command)
    return _order(state, command, seed)


def start(state: State, command: c.StartTalk) -> tuple[f.Fact, ...]:
    """The next talk, or the one that was named; the part for talks begins with it, if it has not."""
    if state.on is not None:
        raise Refused(Code.TALK_IS_ON)
    if command.talk is not None:
        talk = waiting_talk(state, command.talk)
    elif (coming := next_talk(state)) is not None:
        talk = coming
    else:
        raise Refused(Code.DRAW_FIRST if pending(state) else Code.NO_MORE_TALKS)
    begun = f.TalkStarted(talk.talk)
    part = None if state.segment is None else state.segments.get(state.segment)
    if part is not None and part.kind is SegmentKind.TALKS:
        return (begun,)
    following = next((s for s in coming_segments(state) if s.kind is SegmentKind.TALKS), None)
    return (begun,) if following is None else (f.SegmentStarted(following.segment), begun)


def run(state: State, command: RunCommand) -> tuple[f.Fact, ...]:
    if state.on is None:
        raise Refused(Code.NOTHING_IS_ON)
    talk = state.talks[state.on]
    match command:
        case c.PauseTalk():
            if talk.paused is not None:
                raise Refused(Code.ALREADY_PAUSED)
            return (f.TalkPaused(talk.talk),)
        case c.ResumeTalk():
            if talk.paused is None:
                raise Refused(Code.NOT_PAUSED)
            return (f.TalkResumed(talk.talk),)
        case c.AddTime():
            if command.seconds == 0 or talk.seconds + talk.added + command.seconds < 0:
                raise Refused(Code.OUT_OF_RANGE, field="seconds", least=-MOST_ADDED, most=MOST_ADDED)
            ranged(command.seconds, "seconds", -MOST_ADDED, MOST_ADDED)
            return (f.TimeAdded(talk.talk, command.seconds),)
        case c.EndTalk():
            return (f.TalkEnded(talk.talk),)
        case _:
            assert_never(command)


def _order(state: State, command: OrderCommand, seed: int) -> tuple[f.Fact, ...]:
    match command:
        case c.SetOrder():
            return (f.OrderSet(command.order, command.weights, _sorted(state, command.order)),)
        case c.Draw():
            return _draw(state, command, seed)
        case c.MoveTalk():
            talk = waiting_talk(state, command.talk)
            if command.before is not None:
                waiting_talk(state, command.before)
            return () if command.before == talk.talk else (f.TalkMoved(talk.talk, command.before),)
        case c.SwapTalks() | c.PairTalks():
            one, other = waiting_talk(state, command.talk), waiting_talk(state, command.other)
            if one.talk == other.talk:
                raise Refused(Code.SAME_TALK)
            if isinstance(command, c.SwapTalks):
                return (f.TalksSwapped(one.talk, other.talk),)
            if one.partner is not None or other.partner is not None:
                raise Refused(Code.ALREADY_PAIRED)
            return (f.TalksPaired(one.talk, other.talk),)
        case c.MarkAbsent():
            return (f.CalledInVain(waiting_talk(state, command.talk).talk),)
        case c.WithdrawTalk():
            return (f.TalkWithdrawn(waiting_talk(state, command.talk).talk, Reason.ILL),)
        case c.ReturnTalk():
            talk = known_talk(state, command.talk)
            if talk.started is not None:
                raise Refused(Code.TALK_IS_OVER)
            same = talk.withdrawn is None and talk.drawn is None
            return () if same else (f.TalkReturned(talk.talk),)
        case _:
            assert_never(command)


def _draw(state: State, command: c.Draw, seed: int) -> tuple[f.Fact, ...]:
    """The lot; the first one of a meet makes drawing the order that holds."""
    inside = [talk for talk in hat(state) if command.everybody or is_here(state, talk)]
    if not inside:
        raise Refused(Code.NOBODY_HERE if hat(state) else Code.EMPTY_HAT)
    names = tuple(talk.talk for talk in inside)
    weights = tuple(lots(state, talk) for talk in inside)
    drawn = draw(names, weights, seed, len(names) if command.all else 1)
    lot = f.Drawn(drawn, names, weights, seed)
    if state.order is Order.DRAWN:
        return (lot,)
    return (f.OrderSet(Order.DRAWN, state.weights, ()), lot)


def _sorted(state: State, order: Order) -> tuple[int, ...]:
    """The talks to come as they signed up; by votes, those first whose title is a topic that has some."""
    signed_up = sorted(pending(state), key=lambda talk: talk.talk)
    if order is not Order.VOTES:
        return tuple(talk.talk for talk in signed_up)
    dots: dict[str, int] = {}
    for number in state.rounds:
        for topic, count in tallied(state, number).items():
            title = plain(state.topics[topic].title or "")
            dots[title] = dots.get(title, 0) + count
    return tuple(talk.talk for talk in sorted(signed_up, key=lambda talk: -dots.get(plain(talk.title or ""), 0)))


def _add(state: State, command: c.AddTalk) -> tuple[f.Fact, ...]:
    """A walk-in, who is here: somebody known by this name who is, or a new person."""
    title = checked(command.title, text.TITLE, "title")
    name = checked(command.name, text.NAME, "name")
    link = checked(command.link, text.LINK, "link", may_be_empty=True)
    if link and not link.lower().startswith(("http://", "https://")):
        raise Refused(Code.NO_LINK)
    if command.kind not in state.kinds:
        raise Refused(Code.UNKNOWN_KIND)
    if len(state.talks) >= TALKS:
        raise Refused(Code.ENOUGH_TALKS, most=TALKS)
    kind = state.kinds[command.kind]
    known = [p.person for p in state.people.values() if p.name == name and not p.forgotten]
    if known:
        here = f.TickedHere(known[0], True)
        return (here, f.TalkPlanned(state.seq + 2, known[0], kind.name, kind.seconds, title, link))
    person = state.seq + 1
    return (
        f.SignedUp(person, None, name, "", ""),
        f.TickedHere(person, True),
        f.TalkPlanned(state.seq + 3, person, kind.name, kind.seconds, title, link),
    )


def _stage(state: State, command: StageCommand) -> tuple[f.Fact, ...]:
    match command:
        case c.TellSpeaker():
            talk = _speaking(state)
            free = "" if command.ready is not None else checked(command.text, text.QUESTION, "text")
            return (f.SpeakerTold(state.seq + 1, talk.talk, command.ready, free),)
        case c.ThrowCamel():
            return (f.CamelThrown(state.seq + 1, _speaking(state).talk),)
        case c.StartTimer():
            return (f.TimerStarted(ranged(command.seconds, "seconds", 1, LONGEST)),)
        case c.StopTimer():
            return () if state.timer is None else (f.TimerStopped(),)
        case c.SetAutoStart():
            return () if state.auto_start == command.on else (f.AutoStartSet(command.on),)
        case _:
            assert_never(command)


def saw_call(state: State, person: int, command: c.SawCall) -> tuple[f.Fact, ...]:
    """Whoever gives a talk saw that they are next."""
    talk = waiting_talk(state, command.talk)
    if person not in givers(state, talk):
        raise Refused(Code.NOT_YOURS)
    return () if talk.seen else (f.CallSeen(talk.talk),)


def givers(state: State, talk: Talk) -> frozenset[int]:
    """The people with a phone who give a talk."""
    named = [state.people.get(number) for number in (talk.person, talk.partner) if number is not None]
    return frozenset(n for p in named if p is not None for n in (p.person, p.phone) if n is not None)


def _speaking(state: State) -> Talk:
    if state.on is None:
        raise Refused(Code.NOTHING_IS_ON)
    return state.talks[state.on]
