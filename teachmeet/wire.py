"""JSON ↔ typed messages and journal lines: the only place that spells field names and tags. No sockets, no rules.

Two dialects live here. Between a client and the server: one JSON object a text frame, told apart by `type`.
In the journal: one JSON object a line, ending in the checksum of everything before it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any
from zlib import crc32

import msgspec
from msgspec import Meta, Raw, Struct

from teachmeet.domain import commands as c
from teachmeet.domain import commands_board as cb
from teachmeet.domain import commands_hall as ch
from teachmeet.domain import facts as f
from teachmeet.domain import facts_board as fb
from teachmeet.domain import facts_hall as fh
from teachmeet.domain import panels as p
from teachmeet.domain import panels_board as pb
from teachmeet.domain import panels_hall as ph
from teachmeet.domain.actors import Role
from teachmeet.domain.board import Progress, Puzzle
from teachmeet.domain.programme import Duty
from teachmeet.domain.puzzles import sessions
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.state import State

VERSION = 1
"""The version of the protocol; a client that speaks another is refused with `wrong_version`."""

MAX_FRAME = 8 * 1024
"""The longest frame that the server reads, in bytes."""

COMMANDS: dict[str, type[c.Command]] = {
    "join": c.Join,
    "suggest": c.Suggest,
    "vote": c.Vote,
    "ask": c.Ask,
    "forget_me": c.ForgetMe,
    "start_talk": c.StartTalk,
    "pause_talk": c.PauseTalk,
    "resume_talk": c.ResumeTalk,
    "add_time": c.AddTime,
    "end_talk": c.EndTalk,
    "add_topic": c.AddTopic,
    "remove_topic": c.RemoveTopic,
    "open_round": c.OpenRound,
    "close_round": c.CloseRound,
    "set_aside": c.SetAside,
    "answer_question": c.AnswerQuestion,
    "undo": c.Undo,
    "lay_plan": c.LayPlan,
    "add_segment": c.AddSegment,
    "move_segment": c.MoveSegment,
    "stretch_segment": c.StretchSegment,
    "skip_segment": c.SkipSegment,
    "start_segment": c.StartSegment,
    "set_kind": c.SetKind,
    "fix_overrun": c.FixOverrun,
    "set_order": c.SetOrder,
    "draw": c.Draw,
    "move_talk": c.MoveTalk,
    "swap_talks": c.SwapTalks,
    "pair_talks": c.PairTalks,
    "mark_absent": c.MarkAbsent,
    "withdraw_talk": c.WithdrawTalk,
    "return_talk": c.ReturnTalk,
    "add_talk": c.AddTalk,
    "tick_here": c.TickHere,
    "answer_claim": c.AnswerClaim,
    "answer_offer": c.AnswerOffer,
    "tell_speaker": c.TellSpeaker,
    "throw_camel": c.ThrowCamel,
    "start_timer": c.StartTimer,
    "stop_timer": c.StopTimer,
    "set_auto_start": c.SetAutoStart,
    "settle_away": c.SettleAway,
    "claim_signup": c.ClaimSignup,
    "offer_talk": c.OfferTalk,
    "saw_call": c.SawCall,
    "approve_topics": cb.ApproveTopics,
    "set_checking": cb.SetChecking,
    "ask_for_requests": cb.AskForRequests,
    "call_pitch": cb.CallPitch,
    "merge_topics": cb.MergeTopics,
    "unmerge_topic": cb.UnmergeTopic,
    "count_hands": cb.CountHands,
    "set_needs": cb.SetNeeds,
    "keep_apart": cb.KeepApart,
    "name_part": cb.NamePart,
    "add_room": cb.AddRoom,
    "change_room": cb.ChangeRoom,
    "add_slot": cb.AddSlot,
    "move_slot": cb.MoveSlot,
    "freeze_slot": cb.FreezeSlot,
    "close_cell": cb.CloseCell,
    "place_topic": cb.PlaceTopic,
    "take_off": cb.TakeOff,
    "swap_sessions": cb.SwapSessions,
    "pin_session": cb.PinSession,
    "take_arrangement": cb.TakeArrangement,
    "publish": cb.Publish,
    "take_part": cb.TakePart,
    "go": cb.Go,
    "choose_scene": ch.ChooseScene,
    "blank_wall": ch.BlankWall,
    "approve_question": ch.ApproveQuestion,
    "park_question": ch.ParkQuestion,
    "make_pass": ch.MakePass,
    "revoke_pass": ch.RevokePass,
    "back_question": ch.BackQuestion,
    "set_profile": ch.SetProfile,
    "give_consent": ch.GiveConsent,
    "return_as": ch.ReturnAs,
}
"""What `do` may name. Founding a meet and the clock's coming back are not."""

FACTS: dict[str, type[f.Fact]] = {
    "meet_made": f.MeetMade,
    "room_added": f.RoomAdded,
    "slot_added": f.SlotAdded,
    "signed_up": f.SignedUp,
    "joined": f.Joined,
    "renamed": f.Renamed,
    "talk_planned": f.TalkPlanned,
    "talk_started": f.TalkStarted,
    "talk_paused": f.TalkPaused,
    "talk_resumed": f.TalkResumed,
    "time_added": f.TimeAdded,
    "talk_ended": f.TalkEnded,
    "topic_pitched": f.TopicPitched,
    "topic_avoids": f.TopicAvoids,
    "topic_removed": f.TopicRemoved,
    "round_opened": f.RoundOpened,
    "round_closed": f.RoundClosed,
    "voted": f.Voted,
    "votes_set_aside": f.VotesSetAside,
    "question_asked": f.QuestionAsked,
    "question_answered": f.QuestionAnswered,
    "forgotten": f.Forgotten,
    "undone": f.Undone,
    "segment_added": f.SegmentAdded,
    "segment_removed": f.SegmentRemoved,
    "segment_moved": f.SegmentMoved,
    "segment_stretched": f.SegmentStretched,
    "segment_skipped": f.SegmentSkipped,
    "segment_started": f.SegmentStarted,
    "kind_set": f.KindSet,
    "end_moved": f.EndMoved,
    "talk_length_set": f.TalkLengthSet,
    "order_set": f.OrderSet,
    "drawn": f.Drawn,
    "talk_moved": f.TalkMoved,
    "talks_swapped": f.TalksSwapped,
    "talks_paired": f.TalksPaired,
    "called_in_vain": f.CalledInVain,
    "talk_withdrawn": f.TalkWithdrawn,
    "talk_returned": f.TalkReturned,
    "ticked_here": f.TickedHere,
    "signup_claimed": f.SignupClaimed,
    "claim_answered": f.ClaimAnswered,
    "talk_offered": f.TalkOffered,
    "offer_answered": f.OfferAnswered,
    "call_seen": f.CallSeen,
    "speaker_told": f.SpeakerTold,
    "camel_thrown": f.CamelThrown,
    "timer_started": f.TimerStarted,
    "timer_stopped": f.TimerStopped,
    "auto_start_set": f.AutoStartSet,
    "was_away": f.WasAway,
    "away_settled": f.AwaySettled,
    "remembered": f.Remembered,
    "series_named": f.SeriesNamed,
    "topic_needs": fb.TopicNeeds,
    "topic_approved": fb.TopicApproved,
    "checking_set": fb.CheckingSet,
    "only_requests": fb.OnlyRequests,
    "pitch_called": fb.PitchCalled,
    "topics_merged": fb.TopicsMerged,
    "topic_unmerged": fb.TopicUnmerged,
    "hands_counted": fb.HandsCounted,
    "part_taken": fb.PartTaken,
    "round_method_set": fb.RoundMethodSet,
    "room_changed": fb.RoomChanged,
    "slot_moved": fb.SlotMoved,
    "slot_frozen": fb.SlotFrozen,
    "cell_closed": fb.CellClosed,
    "session_placed": fb.SessionPlaced,
    "session_taken_off": fb.SessionTakenOff,
    "sessions_swapped": fb.SessionsSwapped,
    "session_pinned": fb.SessionPinned,
    "board_arranged": fb.BoardArranged,
    "board_published": fb.BoardPublished,
    "going_set": fb.GoingSet,
    "scene_chosen": fh.SceneChosen,
    "wall_blanked": fh.WallBlanked,
    "question_approved": fh.QuestionApproved,
    "question_parked": fh.QuestionParked,
    "question_backed": fh.QuestionBacked,
    "profile_set": fh.ProfileSet,
    "consent_given": fh.ConsentGiven,
    "kiosk_visited": fh.KioskVisited,
    "device_added": fh.DeviceAdded,
    "device_left": fh.DeviceLeft,
    "pass_made": fh.PassMade,
    "pass_taken": fh.PassTaken,
    "pass_revoked": fh.PassRevoked,
}
"""The facts by the names that journals know them under. Entries are added, never changed or taken away."""

PANELS: dict[str, type[p.Panel]] = {
    "meet": p.MeetPanel,
    "now": p.NowPanel,
    "topics": p.TopicsPanel,
    "round": p.RoundPanel,
    "tally": p.TallyPanel,
    "join": p.JoinPanel,
    "talks": p.TalksPanel,
    "plan": p.PlanPanel,
    "asks": p.AsksPanel,
    "people": p.PeoplePanel,
    "questions": p.QuestionsPanel,
    "desk": p.DeskPanel,
    "pitching": p.PitchingPanel,
    "board": pb.BoardPanel,
    "going": pb.GoingPanel,
    "grid": pb.GridPanel,
    "planning": pb.PlanningPanel,
    "held": pb.HeldPanel,
    "wall": ph.WallPanel,
    "passes": ph.PassesPanel,
}

_COMMAND_NAMES = {kind: name for name, kind in COMMANDS.items()}
_FACT_NAMES = {kind: name for name, kind in FACTS.items()}

ClientId = Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{8,64}$")]
Secret = Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{16,128}$")]
Number = Annotated[int, Meta(ge=1, le=2**53)]


# ── what a client sends


class Hello(Struct, tag="hello", tag_field="type", forbid_unknown_fields=False, frozen=True):
    """The first message of every socket: who asks, and which panels to show.

    `client` is fresh for every page load. An attendee gives the meet's `code` and the `secret` that the phone
    keeps; the host gives the `key`; a wall gives neither. A co-host gives a `secret` that the page keeps, and the first
    time a one-time code as `key`. A kiosk is an attendee with a fresh `secret` for each visit, who gives the code as
    `key` the first time, and always the `kiosk`: what the page keeps. Refusals are worded in `lang` (`ca`, `es-MX`),
    if the server has words in it.
    """

    role: Role
    client: ClientId
    v: int = VERSION
    code: Annotated[str, Meta(max_length=16)] = ""
    secret: Secret | None = None
    key: Annotated[str, Meta(max_length=128)] = ""
    kiosk: Secret | None = None
    lang: Annotated[str, Meta(max_length=35)] = ""
    look: Annotated[tuple[str, ...], Meta(max_length=32)] = ()


class Do(Struct, tag="do", tag_field="type", frozen=True):
    """Ask for something. `n` counts a client's commands from 1; the same (client, n) is done once only.

    `client` is given when a page sends what another page of the same person left unanswered.
    """

    n: Number
    do: str
    args: Raw = msgspec.field(default=Raw(b"{}"), name="with")
    client: ClientId | None = None


class Look(Struct, tag="look", tag_field="type", frozen=True):
    """From now on show these panels and no others."""

    panels: Annotated[tuple[str, ...], Meta(max_length=32)]


class Ping(Struct, tag="ping", tag_field="type", frozen=True):
    """Prove the socket, and measure the clock; `c` comes back as it is."""

    c: int | float = 0


class Address(Struct, tag="address", tag_field="type", frozen=True):
    """Host only: put another of the laptop's addresses into the QR code, or a public one (`https://…`).

    An empty one takes the public address back.
    """

    address: Annotated[str, Meta(max_length=120)]


class Stop(Struct, tag="stop", tag_field="type", frozen=True):
    """Host only: stop the server, everything saved."""


class Arrange(Struct, tag="arrange", tag_field="type", frozen=True):
    """Host only: have the planner arrange the board, or call it off; the `planning` panel shows what it finds."""

    start: bool = True


class Hold(Struct, tag="hold", tag_field="type", frozen=True):
    """Host only: the topic in one's hand, or none; the `held` panel shows what each cell would cost it."""

    topic: int | None = None


FromClient = Do | Ping | Hello | Look | Address | Stop | Arrange | Hold


# ── what the server sends


class Welcome(Struct, tag="welcome", tag_field="type", frozen=True):
    """The answer to `hello`; the panels that were asked for follow at once, each in a message of its own.

    `now` is the server's time in milliseconds since 1970, UTC. `mine` is null until one has joined. `duty` is what a
    co-host or a kiosk may do.
    """

    v: int
    role: Role
    now: int
    mine: p.Mine | None = None
    duty: Duty | None = None


class PanelMessage(Struct, tag="panel", tag_field="type", frozen=True):
    """A panel, whole. A newer version replaces all older ones; any number may be skipped."""

    name: str
    version: int
    data: Raw


class Answer(Struct, tag="answer", tag_field="type", frozen=True):
    """The command is done, and on disk.

    `seq` is the number of the first fact that it led to, or the last number so far when all was so already.
    """

    n: int
    seq: int
    client: str
    mine: p.Mine | None = None


class MineMessage(Struct, tag="mine", tag_field="type", frozen=True):
    """One's own part changed on another page of the same person."""

    mine: p.Mine | None


class Refusal(Struct, tag="refusal", tag_field="type", frozen=True):
    """No, and why; nothing changed.

    `n` and `client` say which command it was; both are null when it was none, or could not be read as one.
    `say` is the sentence in the language that `hello` named, else in English, `values` what it speaks of, for clients
    that word it themselves.
    """

    code: str
    say: str
    values: Mapping[str, str | int] = {}
    n: int | None = None
    client: str | None = None


class Pong(Struct, tag="pong", tag_field="type", frozen=True):
    """The answer to `ping`, with the server's time in milliseconds since 1970, UTC."""

    c: int | float
    now: int


class Bye(Struct, tag="bye", tag_field="type", frozen=True):
    """The server closes this socket: `stopped` by the host, or `not_saved`: the disk took no more.

    `reason` is what the system said, `saved` the time of the last thing that is safe, in milliseconds since 1970.
    """

    why: str
    reason: str = ""
    saved: int = 0


FromServer = Answer | PanelMessage | Pong | MineMessage | Refusal | Welcome | Bye

_encode = msgspec.json.Encoder().encode
_from_client: msgspec.json.Decoder[FromClient] = msgspec.json.Decoder(FromClient)
_from_server: msgspec.json.Decoder[FromServer] = msgspec.json.Decoder(FromServer)


_decoders: dict[object, msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(kind) for kind in (*COMMANDS.values(), *FACTS.values(), *PANELS.values())
}


def encode(message: FromServer | FromClient) -> bytes:
    """A message as the bytes of one text frame."""
    return _encode(message)


def read_client(frame: bytes | str) -> FromClient:
    """What a client sent, or Refused when it cannot be read."""
    try:
        return _from_client.decode(frame)
    except msgspec.ValidationError as error:
        raise Refused(Code.WRONG_TYPE, detail=str(error)[:200]) from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise Refused(Code.NOT_UNDERSTOOD) from error


def read_command(message: Do) -> c.Command:
    """The command in a `do`, or Refused when there is none of that name, or its fields are not as they should be."""
    kind = COMMANDS.get(message.do)
    if kind is None:
        raise Refused(Code.UNKNOWN_COMMAND)
    try:
        command: c.Command = _decoders[kind].decode(message.args)
    except msgspec.ValidationError as error:
        raise Refused(Code.WRONG_TYPE, detail=str(error)[:200]) from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise Refused(Code.NOT_UNDERSTOOD) from error
    return _in_utc(command) if isinstance(command, cb.AddSlot | cb.MoveSlot) else command


def _in_utc(command: cb.AddSlot | cb.MoveSlot) -> cb.AddSlot | cb.MoveSlot:
    """The command with its times as journals keep them; what a time means without its offset, nobody knows."""
    if command.starts.tzinfo is None or command.ends.tzinfo is None:
        raise Refused(Code.WRONG_TYPE, detail="a time without its offset from UTC")
    try:
        return replace(command, starts=command.starts.astimezone(UTC), ends=command.ends.astimezone(UTC))
    except OverflowError as error:
        raise Refused(Code.WRONG_TYPE, detail=str(error)) from error


def write_command(n: int, command: c.Command, client: str | None = None) -> Do:
    """The `do` that asks for a command."""
    return Do(n, _COMMAND_NAMES[type(command)], Raw(_encode(command)), client)


def read_server(frame: bytes | str) -> FromServer:
    """What the server sent; raises msgspec.DecodeError when this is none of ours."""
    return _from_server.decode(frame)


def read_panel(message: PanelMessage) -> p.Panel:
    """The panel in a message."""
    panel: p.Panel = _decoders[PANELS[message.name]].decode(message.data)
    return panel


def write_panel_data(panel: p.Panel) -> bytes:
    """A panel as JSON: equal bytes mean that nothing changed."""
    return _encode(panel)


def write_panel(name: str, version: int, data: bytes) -> bytes:
    """The bytes of a panel's frame, the panel encoded already."""
    return _encode(PanelMessage(name, version, Raw(data)))


# ── the journal's lines


class Damaged(Exception):
    """A whole line that is not what was written."""


class _Line(Struct, frozen=True):
    seq: int
    at: datetime
    by: int | str
    client: str
    n: int
    facts: tuple[tuple[str, Raw], ...]


_line_decoder = msgspec.json.Decoder(_Line)
_CRC = len(',"crc":"00000000"}')


def write_line(line: f.Line) -> bytes:
    """A journal line with its checksum and its newline."""
    body = _encode(
        {
            "seq": line.seq,
            "at": line.at,
            "by": line.by,
            "client": line.client,
            "n": line.n,
            "facts": [(_FACT_NAMES[type(fact)], fact) for fact in line.facts],
        }
    )
    return b'%b,"crc":"%08x"}\n' % (body[:-1], crc32(body))


def read_line(written: bytes) -> f.Line:
    """The line that was written, newline and all; raises Damaged for anything else."""
    body, tail = written[: -_CRC - 1] + b"}", written[-_CRC - 1 :]
    if tail != b',"crc":"%08x"}\n' % crc32(body):
        raise Damaged("its checksum does not fit")
    try:
        line = _line_decoder.decode(body)
        facts = tuple(_read_fact(name, raw) for name, raw in line.facts)
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError) as error:
        raise Damaged(f"it holds something this version does not know ({error})") from error
    return f.Line(line.seq, line.at, line.by, line.client, line.n, facts)


def _read_fact(name: str, raw: Raw) -> f.Fact:
    fact: f.Fact = _decoders[FACTS[name]].decode(raw)
    return fact


def forgetting(line: f.Line, people: frozenset[int]) -> f.Line:
    """The line without what these people wrote: their personal fields null, everything else as it was."""
    return replace(line, facts=tuple(_scrubbed(fact, people) for fact in line.facts))


def _scrubbed(fact: f.Fact, people: frozenset[int]) -> f.Fact:
    fields = f.personal_fields(fact)
    if not fields or getattr(fact, "person", None) not in people:
        return fact
    nothing: Any = dict.fromkeys(fields)
    return replace(fact, **nothing)


# ── the state


def digest(state: State) -> str:
    """The SHA-256 of the whole folded state, in hexadecimal; equal states have equal ones."""
    plain = msgspec.to_builtins(state, str_keys=True, order="deterministic")  # sets have no order of their own
    return hashlib.sha256(msgspec.json.encode(plain, order="deterministic")).hexdigest()


def numbers(state: State) -> dict[str, int]:
    """How much of everything a state holds."""
    return {
        "seq": state.seq,
        "people": sum(not person.forgotten for person in state.people.values()),
        "topics": sum(topic.listed for topic in state.topics.values()),
        "votes": sum(sum(b.values()) for ballots in state.ballots.values() for b in ballots.values()),
        "talks": len(state.talks),
        "sessions": len(sessions(state)),
    }


def to_utc(moment: datetime) -> datetime:
    """The same moment in UTC, to the millisecond, as journals keep it."""
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def as_json(value: object) -> str:
    """Any plain value as JSON, for `--json`."""
    return msgspec.json.encode(value).decode()


# ── the planner's child


def write_puzzle(puzzle: Puzzle) -> bytes:
    """A board's puzzle as one line of JSON."""
    return msgspec.json.encode(puzzle, enc_hook=dict) + b"\n"


def read_puzzle(written: bytes) -> Puzzle:
    """The puzzle of such a line; raises msgspec.DecodeError when it is none."""
    return msgspec.json.decode(written, type=Puzzle)


def write_progress(progress: Progress) -> bytes:
    """How far a search is, as one line of JSON."""
    return _encode(progress) + b"\n"


def read_progress(written: bytes) -> Progress:
    """How far the search of such a line is; raises msgspec.DecodeError when it is none."""
    return msgspec.json.decode(written, type=Progress)
