"""When each refusal comes, for the protocol's description. The sentences that people read stand in `words/`."""

import ast
from collections.abc import Mapping
from pathlib import Path

import teachmeet
from teachmeet.domain.refusals import Code

MEANINGS: Mapping[str, Mapping[Code, str]] = {
    "What came in cannot be read": {
        Code.NOT_UNDERSTOOD: "The frame is binary, or not JSON.",
        Code.UNKNOWN_COMMAND: "`do` names no command.",
        Code.WRONG_TYPE: "A field is missing, has the wrong type or is out of its limits, or `type` names no message.",
        Code.TOO_LONG: "A text has more characters than it may.",
        Code.EMPTY: "A text that must say something has nothing in it that can be seen.",
        Code.BAD_CHARACTERS: "A text has control characters, line separators, bidi controls or lone surrogates in it.",
        Code.OUT_OF_RANGE: "A number is outside its limits.",
    },
    "Who asks, and how often": {
        Code.HELLO_FIRST: "There was no `hello` on this socket yet, or none that was welcomed.",
        Code.WRONG_VERSION: "`hello` has another `v` than the server speaks.",
        Code.WRONG_CODE: "`hello` of an attendee has not this meet's code.",
        Code.WRONG_KEY: "`hello` of the host has not this meet's key; of a co-host or a kiosk, no code that still lets "
        "one in.",
        Code.NOT_YOURS: "The role may not do that, or not look at that panel; also when there is no such panel.",
        Code.JOIN_FIRST: "The person has not joined yet, or was forgotten.",
        Code.TOO_FAST: "The socket sends more than its rate, and the message was thrown away unread; or too many wrong "
        "codes came in a minute.",
        Code.TOO_MANY_UNANSWERED: "The socket has as many commands waiting as it may.",
        Code.TOO_OLD: "`n` is older than all the answers that are remembered of this client.",
        Code.ROOM_FULL: "The meet holds as many people as it can.",
        Code.STOPPING: "The server is about to stop; it will say `bye`.",
        Code.UNKNOWN_ADDRESS: "`address` names none of the laptop's addresses, and is no public one.",
        Code.FAULT: "The server made a mistake on this command; it stands in the server's log.",
    },
    "Topics and votes": {
        Code.UNKNOWN_TOPIC: "There is no such topic, it is no longer on the list, or it is not in this round.",
        Code.ENOUGH_TOPICS: "The person, or the meet, has as many topics as can be.",
        Code.ALREADY_PITCHED: "The same person has the same title on the list, as the same kind of pitch.",
        Code.NOTHING_TO_VOTE_ON: "A round was to be opened, and no topic is listed.",
        Code.ROUND_IS_OPEN: "A round was to be opened, and one is open.",
        Code.NO_SUCH_ROUND: "There never was a round of this number.",
        Code.ROUND_CLOSED: "The round is over, or its time is up.",
        Code.OVER_BUDGET: "The person has no dot left in this round.",
        Code.SAME_TOPIC: "A topic was to be merged with itself, swapped with itself, or kept apart from itself.",
        Code.NOT_MERGED: "A topic was to be unmerged that stands by itself.",
        Code.ONLY_REQUESTS: "Just now phones pitch requests only.",
        Code.ENOUGH_PARTS: "The topic has as many people leading it, or writing its notes, as can be.",
        Code.TOO_MUCH_KIT: "A room has, or a topic needs, more things than can be.",
        Code.NO_ROUND_BEFORE: "A round on the best of the last one was to be opened, and there was none.",
    },
    "The hall": {
        Code.UNKNOWN_PASS: "There is no such pass.",
        Code.ENOUGH_PASSES: "The meet has had as many passes as can be.",
        Code.WRONG_RETURN_CODE: "Nobody has that personal code, or they were forgotten.",
    },
    "The board": {
        Code.UNKNOWN_SLOT: "There is no such slot.",
        Code.UNKNOWN_ROOM: "There is no such room.",
        Code.ENOUGH_ROOMS: "The board has as many rooms as can be.",
        Code.ENOUGH_SLOTS: "The board has as many slots as can be.",
        Code.CELL_TAKEN: "Another session is in that cell.",
        Code.CELL_IS_CLOSED: "The host closed that cell.",
        Code.SLOT_IS_FROZEN: "The sessions of that slot stay where they are.",
        Code.SESSION_IS_PINNED: "The session is pinned.",
        Code.NOT_ON_BOARD: "The topic has no place on the board; for `go`, not on the published one.",
        Code.NOTHING_ON_BOARD: "The board was to be published, and nothing is on it.",
        Code.LEADS_TWICE: "Somebody, who is named, would lead two sessions in one slot.",
        Code.SOMEBODY_LEADS_TWICE: "Likewise, and it is not said who: the card is anonymous, or the name unknown.",
        Code.BOARD_HAS_CHANGED: "The arrangement does not fit the board any more.",
        Code.NOTHING_TO_ARRANGE: "There is no topic that may move, or no free cell.",
    },
    "Talks and questions": {
        Code.NO_MORE_TALKS: "The next talk was to start, and none is to come.",
        Code.UNKNOWN_TALK: "There is no talk of this number.",
        Code.TALK_IS_ON: "A talk was to start while one is on.",
        Code.TALK_IS_OVER: "The talk has been on.",
        Code.NOTHING_IS_ON: "The command is about the talk that is on, and none is.",
        Code.ALREADY_PAUSED: "The clock is standing.",
        Code.NOT_PAUSED: "The clock is running.",
        Code.ENOUGH_QUESTIONS: "The person has asked as many questions as one may.",
        Code.UNKNOWN_QUESTION: "There is no such question, it was taken back, or the host has not let it out.",
    },
    "People and undo": {
        Code.UNKNOWN_PERSON: "There is nobody of this number.",
        Code.NOTHING_TO_UNDO: "The host has done nothing yet that can be undone.",
        Code.NOT_THE_NEWEST: "`act` is not the number of the host's newest act.",
        Code.VOTES_WOULD_BE_LOST: "The round was voted in; undoing it would throw these votes away.",
        Code.TOPIC_HAS_VOTES: "The topic was voted for; undoing it would throw these votes away.",
        Code.TOPIC_HAS_PEOPLE: "Somebody on a phone leads the topic that the act added, writes its notes, or goes.",
        Code.CLAIM_WOULD_BE_LOST: "Undoing it would throw away that somebody said who they are.",
        Code.QUESTIONS_WOULD_BE_LOST: "The talk was asked questions; undoing it would throw these away.",
        Code.CLAIM_WOULD_BE_LOST: "The act brought in the person whom somebody on a phone says they are.",
    },
    "Making a meet (never sent over the socket)": {
        Code.MEET_EXISTS: "The meet was made before.",
        Code.ENDS_BEFORE_START: "The meet or a slot ends before it starts.",
        Code.SLOTS_OVERLAP: "Two slots share some time.",
        Code.ROOM_TWICE: "Two rooms have one name.",
        Code.ROOM_WITHOUT_SEATS: "A room has no seat.",
    },
    "The plan, the hat and the stage": {
        Code.UNKNOWN_KIND: "No kind of talk has that name.",
        Code.ENOUGH_TALKS: "The meet holds as many talks as it can.",
        Code.ENOUGH_KINDS: "The meet holds as many kinds of talks as it can.",
        Code.SETUP_TOO_LONG: "The set-up inside a talk's time would take all of it.",
        Code.NO_LINK: "A link does not begin with `http://` or `https://`.",
        Code.ALREADY_PAIRED: "Two people share the talk, or the other one, already.",
        Code.SAME_TALK: "Two talks are needed, and one was named twice.",
        Code.ALREADY_PAIRED: "One of the two talks is shared already.",
        Code.DRAW_FIRST: "Lots are drawn, and nobody was drawn who is still to come.",
        Code.EMPTY_HAT: "Nobody is left to draw.",
        Code.NOBODY_HERE: "Nobody in the hat is known to be here.",
        Code.UNKNOWN_SEGMENT: "There is no such part of the plan.",
        Code.SEGMENT_HAS_BEGUN: "The part has begun, and that can be done only before.",
        Code.SEGMENT_IS_OVER: "The part is over.",
        Code.NO_MORE_SEGMENTS: "Every part of the plan has begun or is skipped.",
        Code.ENOUGH_SEGMENTS: "The plan holds as many parts as it can.",
        Code.BREAK_TOO_LONG: "A rest would be longer than the time until the planned end.",
        Code.NOT_LATE: "The meet is not late, or has no planned end.",
        Code.NOTHING_TO_TAKE: "That policy would change nothing.",
        Code.NOT_AWAY: "There is no time away to settle.",
        Code.ALREADY_CLAIMED: "The person of the sheet, or the one on the phone, is taken already.",
        Code.UNKNOWN_CLAIM: "There is no such claim, or it was answered.",
        Code.UNKNOWN_OFFER: "There is no such offer, or it was answered.",
        Code.ENOUGH_OFFERS: "The last offer waits for its answer, or the person made as many as one may.",
    },
}


def check() -> None:
    """Fail when a code is described twice or not at all."""
    described = [code for group in MEANINGS.values() for code in group]
    missing = [code.value for code in Code if described.count(code) != 1]
    if missing:
        raise LookupError(f"docs/meanings.py must describe each code once; look at: {', '.join(missing)}")


def values_of() -> dict[Code, tuple[str, ...]]:
    """The names in `values` of each code, as the product's source hands them over, in the order of the alphabet."""
    found: dict[Code, set[str]] = {code: set() for code in Code}
    for path in sorted(Path(teachmeet.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="Refused"),
                    args=[ast.Attribute(value=ast.Name(id="Code"), attr=name)],
                    keywords=keywords,
                ):
                    found[Code[name]] |= {keyword.arg for keyword in keywords if keyword.arg is not None}
    return {code: tuple(sorted(names)) for code, names in found.items()}
