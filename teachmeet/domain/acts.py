"""The acts of the host that can be undone. Values only."""

from dataclasses import dataclass
from enum import StrEnum

from teachmeet.domain import facts as f
from teachmeet.domain import facts_board as fb
from teachmeet.domain import facts_hall as fh


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
    LET_OUT_QUESTION = "let_out_question"
    PARKED_QUESTION = "parked_question"
    UNPARKED_QUESTION = "unparked_question"
    LAID_PLAN = "laid_plan"
    ADDED_SEGMENT = "added_segment"
    MOVED_SEGMENT = "moved_segment"
    STRETCHED_SEGMENT = "stretched_segment"
    SKIPPED_SEGMENT = "skipped_segment"
    TOOK_SEGMENT_IN = "took_segment_in"
    STARTED_SEGMENT = "started_segment"
    SET_KIND = "set_kind"
    MOVED_END = "moved_end"
    SHORTENED = "shortened"
    GAVE_UP_TALK = "gave_up_talk"
    SET_ORDER = "set_order"
    DREW = "drew"
    MOVED_TALK = "moved_talk"
    SWAPPED_TALKS = "swapped_talks"
    PAIRED_TALKS = "paired_talks"
    CALLED_IN_VAIN = "called_in_vain"
    RETURNED_TALK = "returned_talk"
    ADDED_TALK = "added_talk"
    TICKED_HERE = "ticked_here"
    TICKED_AWAY = "ticked_away"
    CONFIRMED_CLAIM = "confirmed_claim"
    DENIED_CLAIM = "denied_claim"
    TOOK_OFFER = "took_offer"
    DECLINED_OFFER = "declined_offer"
    SET_AUTO_START = "set_auto_start"
    APPROVED_TOPICS = "approved_topics"
    HELD_BACK = "held_back"
    HELD_BACK_NO_MORE = "held_back_no_more"
    ASKED_FOR_REQUESTS = "asked_for_requests"
    CALLED_PITCH = "called_pitch"
    MERGED_TOPICS = "merged_topics"
    UNMERGED_TOPIC = "unmerged_topic"
    COUNTED_HANDS = "counted_hands"
    SET_NEEDS = "set_needs"
    KEPT_APART = "kept_apart"
    NAMED_PART = "named_part"
    ADDED_ROOM = "added_room"
    CHANGED_ROOM = "changed_room"
    ADDED_SLOT = "added_slot"
    MOVED_SLOT = "moved_slot"
    FROZE_SLOT = "froze_slot"
    THAWED_SLOT = "thawed_slot"
    CLOSED_CELL = "closed_cell"
    OPENED_CELL = "opened_cell"
    PLACED_SESSION = "placed_session"
    TOOK_OFF_SESSION = "took_off_session"
    SWAPPED_SESSIONS = "swapped_sessions"
    PINNED_SESSION = "pinned_session"
    UNPINNED_SESSION = "unpinned_session"
    ARRANGED_BOARD = "arranged_board"
    PUBLISHED_BOARD = "published_board"


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the host that can be undone: its line's number, and what it was done to, if to one thing."""

    seq: int
    deed: Deed
    subject: int


def act_of(line: f.Line) -> Act | None:
    """The undoable act that a line is, if it is one; founding a meet is none, nor is what cannot be unsent."""
    if line.by != f.HOST or not line.facts or isinstance(line.facts[0], f.MeetMade):
        return None
    first, last = line.facts[0], line.facts[-1]
    found = (
        _of_offer(first)
        or _of_topics(first, line.facts)
        or _of_board(first)
        or _of_talk(last)
        or _of_plan(last, len(line.facts))
        or _of_others(last)
    )
    return None if found is None else Act(line.seq, *found)


Done = tuple[Deed, int]


def _of_offer(fact: f.Fact) -> Done | None:
    if isinstance(fact, f.OfferAnswered):
        return (Deed.TOOK_OFFER if fact.yes else Deed.DECLINED_OFFER, fact.offer)
    return None


def _of_topics(first: f.Fact, facts: tuple[f.Fact, ...]) -> Done | None:
    """What is told by the first fact; a topic or a part of somebody new comes behind the person."""
    if isinstance(first, f.SignedUp) and len(facts) > 1:
        first = facts[1]
    match first:
        case f.TopicPitched(topic):
            return Deed.ADDED_TOPIC, topic
        case f.RoundOpened(round):
            return Deed.OPENED_ROUND, round
        case f.TopicAvoids(topic):
            return Deed.KEPT_APART, topic
        case fb.TopicApproved(topic):
            return Deed.APPROVED_TOPICS, topic if len(facts) == 1 else 0
        case fb.CheckingSet(on):
            return (Deed.HELD_BACK if on else Deed.HELD_BACK_NO_MORE), 0
        case fb.OnlyRequests():
            return Deed.ASKED_FOR_REQUESTS, 0
        case fb.PitchCalled(topic):
            return Deed.CALLED_PITCH, topic or 0
        case fb.TopicsMerged(topic):
            return Deed.MERGED_TOPICS, topic
        case fb.TopicUnmerged(topic):
            return Deed.UNMERGED_TOPIC, topic
        case fb.HandsCounted(topic):
            return Deed.COUNTED_HANDS, topic
        case fb.TopicNeeds(topic):
            return Deed.SET_NEEDS, topic
        case fb.PartTaken(topic):
            return Deed.NAMED_PART, topic
        case _:
            return None


def _of_board(fact: f.Fact) -> Done | None:
    match fact:
        case f.RoomAdded(room):
            return Deed.ADDED_ROOM, room
        case f.SlotAdded(slot):
            return Deed.ADDED_SLOT, slot
        case fb.RoomChanged(room):
            return Deed.CHANGED_ROOM, room
        case fb.SlotMoved(slot):
            return Deed.MOVED_SLOT, slot
        case fb.SlotFrozen(slot, frozen):
            return (Deed.FROZE_SLOT if frozen else Deed.THAWED_SLOT), slot
        case fb.CellClosed(_, room, closed):
            return (Deed.CLOSED_CELL if closed else Deed.OPENED_CELL), room
        case fb.SessionPlaced(topic):
            return Deed.PLACED_SESSION, topic
        case fb.SessionTakenOff(topic):
            return Deed.TOOK_OFF_SESSION, topic
        case fb.SessionsSwapped(topic):
            return Deed.SWAPPED_SESSIONS, topic
        case fb.SessionPinned(topic, pinned):
            return (Deed.PINNED_SESSION if pinned else Deed.UNPINNED_SESSION), topic
        case fb.BoardArranged():
            return Deed.ARRANGED_BOARD, 0
        case fb.BoardPublished():
            return Deed.PUBLISHED_BOARD, 0
        case _:
            return None


def _of_talk(fact: f.Fact) -> Done | None:
    match fact:
        case f.TalkStarted(talk):
            return Deed.STARTED_TALK, talk
        case f.TalkPaused(talk):
            return Deed.PAUSED_TALK, talk
        case f.TalkResumed(talk):
            return Deed.RESUMED_TALK, talk
        case f.TimeAdded(talk):
            return Deed.ADDED_TIME, talk
        case f.TalkEnded(talk):
            return Deed.ENDED_TALK, talk
        case f.TalkPlanned(talk):
            return Deed.ADDED_TALK, talk
        case f.TalkLengthSet(talk):
            return Deed.SHORTENED, talk
        case f.TalkWithdrawn(talk):
            return Deed.GAVE_UP_TALK, talk
        case f.TalkReturned(talk):
            return Deed.RETURNED_TALK, talk
        case f.CalledInVain(talk):
            return Deed.CALLED_IN_VAIN, talk
        case f.TalkMoved(talk):
            return Deed.MOVED_TALK, talk
        case f.TalksSwapped(talk):
            return Deed.SWAPPED_TALKS, talk
        case f.TalksPaired(talk):
            return Deed.PAIRED_TALKS, talk
        case f.Drawn(talks):
            return (Deed.DREW, talks[0]) if talks else None
        case f.OrderSet():
            return Deed.SET_ORDER, 0
        case _:
            return None


def _of_plan(fact: f.Fact, facts: int) -> Done | None:
    match fact:
        case f.SegmentAdded(segment):
            return (Deed.ADDED_SEGMENT if facts == 1 else Deed.LAID_PLAN), segment
        case f.SegmentMoved(segment):
            return Deed.MOVED_SEGMENT, segment
        case f.SegmentStretched(segment):
            return Deed.STRETCHED_SEGMENT, segment
        case f.SegmentSkipped(segment, skipped):
            return (Deed.SKIPPED_SEGMENT if skipped else Deed.TOOK_SEGMENT_IN), segment
        case f.SegmentStarted(segment):
            return Deed.STARTED_SEGMENT, segment
        case f.KindSet():
            return Deed.SET_KIND, 0
        case f.EndMoved():
            return Deed.MOVED_END, 0
        case f.AutoStartSet():
            return Deed.SET_AUTO_START, 0
        case _:
            return None


def _of_others(fact: f.Fact) -> Done | None:
    match fact:
        case f.TopicRemoved(topic):
            return Deed.REMOVED_TOPIC, topic
        case f.RoundClosed(round):
            return Deed.CLOSED_ROUND, round
        case f.VotesSetAside(person, aside):
            return (Deed.SET_ASIDE if aside else Deed.TOOK_IN_AGAIN), person
        case f.TickedHere(person, here):
            return (Deed.TICKED_HERE if here else Deed.TICKED_AWAY), person
        case f.QuestionAnswered(question, answered):
            return (Deed.ANSWERED_QUESTION if answered else Deed.REOPENED_QUESTION), question
        case fh.QuestionApproved(question):
            return Deed.LET_OUT_QUESTION, question
        case fh.QuestionParked(question, parked):
            return (Deed.PARKED_QUESTION if parked else Deed.UNPARKED_QUESTION), question
        case f.ClaimAnswered(claim, yes):
            return (Deed.CONFIRMED_CLAIM if yes else Deed.DENIED_CLAIM), claim
        case _:
            return None
