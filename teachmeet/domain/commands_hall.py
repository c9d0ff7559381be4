"""What a client may ask for around the talks and the board: wall, questions, who people are, passes. Values only."""

from dataclasses import dataclass

from teachmeet.domain.programme import Duty, Scene

# ── the host


@dataclass(frozen=True, slots=True)
class ChooseScene:
    """What the wall shows."""

    scene: Scene


@dataclass(frozen=True, slots=True)
class BlankWall:
    """Make every wall dark, or have it show its scene again."""

    blank: bool


@dataclass(frozen=True, slots=True)
class ApproveQuestion:
    """Let a question onto phones and wall."""

    question: int


@dataclass(frozen=True, slots=True)
class ParkQuestion:
    """Keep a question for later, or no more."""

    question: int
    parked: bool = True


@dataclass(frozen=True, slots=True)
class MakePass:
    """Have a one-time code for a duty; the `passes` panel shows it."""

    duty: Duty


@dataclass(frozen=True, slots=True)
class RevokePass:
    """Let nobody in by this pass any more, nor go on with it."""

    number: int


# ── an attendee


@dataclass(frozen=True, slots=True)
class BackQuestion:
    """Say that one wants a question asked too. Set, never toggled."""

    question: int
    backed: bool = True


@dataclass(frozen=True, slots=True)
class SetProfile:
    """What one does, and what one looks for."""

    does: str = ""
    seeks: str = ""


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """Whether one's name may be published with what one gave."""

    publish: bool


@dataclass(frozen=True, slots=True)
class ReturnAs:
    """Be somebody who came in with another phone, by their personal code."""

    code: str


HostCommand = ChooseScene | BlankWall | ApproveQuestion | ParkQuestion | MakePass | RevokePass
AttendeeCommand = BackQuestion | SetProfile | GiveConsent | ReturnAs
HallCommand = HostCommand | AttendeeCommand
