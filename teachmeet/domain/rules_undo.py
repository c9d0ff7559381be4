"""What is decided about undoing: only the host's newest act, and never what an attendee's answer stands on."""

from teachmeet.domain import commands as c
from teachmeet.domain import facts as f
from teachmeet.domain.acts import Deed
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.state import State


def undo(state: State, command: c.Undo) -> tuple[f.Fact, ...]:
    if not state.acts:
        raise Refused(Code.NOTHING_TO_UNDO)
    newest = state.acts[-1]
    if newest.seq != command.act:
        raise Refused(Code.NOT_THE_NEWEST)
    why_not = why_not_undone(state)
    if why_not is not None:
        raise Refused(why_not)
    return (f.Undone(newest.seq),)


def why_not_undone(state: State) -> Code | None:
    """Why the host's newest act cannot be undone: an attendee's answered command stands on it. Else None."""
    if not state.acts:
        return Code.NOTHING_TO_UNDO
    act = state.acts[-1]
    if any(claim.signup == act.seq for claim in state.claims.values()):
        return Code.CLAIM_WOULD_BE_LOST  # the act brought in the person whom somebody says they are
    match act.deed:
        case Deed.OPENED_ROUND if state.ballots.get(act.subject):
            return Code.VOTES_WOULD_BE_LOST
        case Deed.ADDED_TOPIC if any(
            act.subject in ballot for ballots in state.ballots.values() for ballot in ballots.values()
        ):
            return Code.TOPIC_HAS_VOTES
        case Deed.ADDED_TOPIC if _has_people(state, act.subject):
            return Code.TOPIC_HAS_PEOPLE
        case Deed.STARTED_TALK if any(q.talk == act.subject for q in state.questions.values()):
            return Code.QUESTIONS_WOULD_BE_LOST
        case _:
            return None


def _has_people(state: State, topic: int) -> bool:
    """Whether somebody on a phone took a part in a topic, or means to go."""
    known = state.topics.get(topic)
    parts = () if known is None else (*known.leads, *known.scribes)
    return any(topic in topics for topics in state.going.values()) or any(
        person in state.people and state.people[person].joined is not None for person in parts
    )
