"""The acts of the host that can be undone. Values only."""

from dataclasses import dataclass
from enum import StrEnum

from teachmeet.domain import facts as f


class Deed(StrEnum):
    """What an act of the host did; the words to people are kept under these names."""

    STARTED_TALK = "started_talk"
    PAUSED_TALK = "paused_talk"
    RESUMED_TALK = "resumed_talk"
    ADDED_TIME = "added_time"
    ENDED_TALK = "ended_talk"
    ADDED_TOPIC = "added_topic"
    REMOVED_TOPIC = "removed_topic"
    OPENED_ROUND = "opened_round"
    CLOSED_ROUND = "closed_round"
    SET_ASIDE = "set_aside"
    TOOK_IN_AGAIN = "took_in_again"
    ANSWERED_QUESTION = "answered_question"
    REOPENED_QUESTION = "reopened_question"


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the host that can be undone: its line's number, and what it was done to."""

    seq: int
    deed: Deed
    subject: int


def act_of(line: f.Line) -> Act | None:
    """The undoable act that a line is, if it is one; founding a meet is none."""
    if line.by != f.HOST or not line.facts or isinstance(line.facts[0], f.MeetMade):
        return None
    match line.facts[-1]:
        case f.TalkStarted(talk):
            return Act(line.seq, Deed.STARTED_TALK, talk)
        case f.TalkPaused(talk):
            return Act(line.seq, Deed.PAUSED_TALK, talk)
        case f.TalkResumed(talk):
            return Act(line.seq, Deed.RESUMED_TALK, talk)
        case f.TimeAdded(talk):
            return Act(line.seq, Deed.ADDED_TIME, talk)
        case f.TalkEnded(talk):
            return Act(line.seq, Deed.ENDED_TALK, talk)
        case f.TopicPitched(topic):
            return Act(line.seq, Deed.ADDED_TOPIC, topic)
        case f.TopicRemoved(topic):
            return Act(line.seq, Deed.REMOVED_TOPIC, topic)
        case f.RoundOpened(round):
            return Act(line.seq, Deed.OPENED_ROUND, round)
        case f.RoundClosed(round):
            return Act(line.seq, Deed.CLOSED_ROUND, round)
        case f.VotesSetAside(person, aside):
            return Act(line.seq, Deed.SET_ASIDE if aside else Deed.TOOK_IN_AGAIN, person)
        case f.QuestionAnswered(question, answered):
            deed = Deed.ANSWERED_QUESTION if answered else Deed.REOPENED_QUESTION
            return Act(line.seq, deed, question)
        case _:
            return None
