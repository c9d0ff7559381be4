"""The only ways in which a meet says no. The sentences that people read stand in `words/` under `refusal`."""

from enum import StrEnum


class Code(StrEnum):
    """Why something was refused; part of the protocol, never renamed."""

    # what came in could not be read
    NOT_UNDERSTOOD = "not_understood"
    UNKNOWN_COMMAND = "unknown_command"
    WRONG_TYPE = "wrong_type"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    BAD_CHARACTERS = "bad_characters"
    OUT_OF_RANGE = "out_of_range"
    # who asks, and how often
    HELLO_FIRST = "hello_first"
    WRONG_VERSION = "wrong_version"
    WRONG_CODE = "wrong_code"
    WRONG_KEY = "wrong_key"
    NOT_YOURS = "not_yours"
    JOIN_FIRST = "join_first"
    TOO_FAST = "too_fast"
    TOO_MANY_UNANSWERED = "too_many_unanswered"
    TOO_OLD = "too_old"
    ROOM_FULL = "room_full"
    STOPPING = "stopping"
    UNKNOWN_ADDRESS = "unknown_address"
    FAULT = "fault"
    # topics and votes
    UNKNOWN_TOPIC = "unknown_topic"
    ENOUGH_TOPICS = "enough_topics"
    ALREADY_PITCHED = "already_pitched"
    NOTHING_TO_VOTE_ON = "nothing_to_vote_on"
    ROUND_IS_OPEN = "round_is_open"
    NO_SUCH_ROUND = "no_such_round"
    ROUND_CLOSED = "round_closed"
    OVER_BUDGET = "over_budget"
    SAME_TOPIC = "same_topic"
    NOT_MERGED = "not_merged"
    ONLY_REQUESTS = "only_requests"
    ENOUGH_PARTS = "enough_parts"
    TOO_MUCH_KIT = "too_much_kit"
    NO_ROUND_BEFORE = "no_round_before"
    # the board
    UNKNOWN_SLOT = "unknown_slot"
    UNKNOWN_ROOM = "unknown_room"
    ENOUGH_ROOMS = "enough_rooms"
    ENOUGH_SLOTS = "enough_slots"
    CELL_TAKEN = "cell_taken"
    CELL_IS_CLOSED = "cell_is_closed"
    SLOT_IS_FROZEN = "slot_is_frozen"
    SESSION_IS_PINNED = "session_is_pinned"
    NOT_ON_BOARD = "not_on_board"
    NOTHING_ON_BOARD = "nothing_on_board"
    LEADS_TWICE = "leads_twice"
    SOMEBODY_LEADS_TWICE = "somebody_leads_twice"
    BOARD_HAS_CHANGED = "board_has_changed"
    NOTHING_TO_ARRANGE = "nothing_to_arrange"
    # talks and questions
    NO_MORE_TALKS = "no_more_talks"
    UNKNOWN_TALK = "unknown_talk"
    TALK_IS_ON = "talk_is_on"
    TALK_IS_OVER = "talk_is_over"
    NOTHING_IS_ON = "nothing_is_on"
    ALREADY_PAUSED = "already_paused"
    NOT_PAUSED = "not_paused"
    ENOUGH_QUESTIONS = "enough_questions"
    UNKNOWN_QUESTION = "unknown_question"
    UNKNOWN_KIND = "unknown_kind"
    ENOUGH_TALKS = "enough_talks"
    ENOUGH_KINDS = "enough_kinds"
    SETUP_TOO_LONG = "setup_too_long"
    NO_LINK = "no_link"
    SAME_TALK = "same_talk"
    ALREADY_PAIRED = "already_paired"
    DRAW_FIRST = "draw_first"
    EMPTY_HAT = "empty_hat"
    NOBODY_HERE = "nobody_here"
    # the plan
    UNKNOWN_SEGMENT = "unknown_segment"
    SEGMENT_HAS_BEGUN = "segment_has_begun"
    SEGMENT_IS_OVER = "segment_is_over"
    NO_MORE_SEGMENTS = "no_more_segments"
    ENOUGH_SEGMENTS = "enough_segments"
    BREAK_TOO_LONG = "break_too_long"
    NOT_LATE = "not_late"
    NOTHING_TO_TAKE = "nothing_to_take"
    NOT_AWAY = "not_away"
    # people
    ALREADY_CLAIMED = "already_claimed"
    UNKNOWN_CLAIM = "unknown_claim"
    UNKNOWN_OFFER = "unknown_offer"
    ENOUGH_OFFERS = "enough_offers"
    UNKNOWN_PERSON = "unknown_person"
    # the hall
    UNKNOWN_PASS = "unknown_pass"
    ENOUGH_PASSES = "enough_passes"
    WRONG_RETURN_CODE = "wrong_return_code"
    # undo
    NOTHING_TO_UNDO = "nothing_to_undo"
    NOT_THE_NEWEST = "not_the_newest"
    VOTES_WOULD_BE_LOST = "votes_would_be_lost"
    TOPIC_HAS_VOTES = "topic_has_votes"
    TOPIC_HAS_PEOPLE = "topic_has_people"
    QUESTIONS_WOULD_BE_LOST = "questions_would_be_lost"
    CLAIM_WOULD_BE_LOST = "claim_would_be_lost"
    # founding a meet
    MEET_EXISTS = "meet_exists"
    ENDS_BEFORE_START = "ends_before_start"
    SLOTS_OVERLAP = "slots_overlap"
    ROOM_TWICE = "room_twice"
    ROOM_WITHOUT_SEATS = "room_without_seats"


class Refused(Exception):
    """Raised by the rules: a code, and the values its sentence speaks of. Nothing has changed."""

    def __init__(self, code: Code, **values: str | int) -> None:
        super().__init__(code.value)
        self.code = code
        self.values = values
