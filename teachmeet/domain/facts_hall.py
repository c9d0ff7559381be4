"""What happened in the hall around the talks and the board: the wall, questions, who people are, passes; add-only for
ever, like all of `facts.py`."""

from dataclasses import dataclass

from teachmeet.domain.personal import personal
from teachmeet.domain.programme import Duty, Scene


@dataclass(frozen=True, slots=True)
class SceneChosen:
    """The wall shows this from now on."""

    scene: Scene


@dataclass(frozen=True, slots=True)
class WallBlanked:
    """The wall is dark, or shows its scene again."""

    blank: bool


@dataclass(frozen=True, slots=True)
class QuestionApproved:
    """The host let the question onto phones and wall."""

    question: int


@dataclass(frozen=True, slots=True)
class QuestionParked:
    """The question is kept for later, or is no more."""

    question: int
    parked: bool


@dataclass(frozen=True, slots=True)
class QuestionBacked:
    """The person wants the question asked too, or no more."""

    question: int
    person: int
    backed: bool


@dataclass(frozen=True, slots=True)
class ProfileSet:
    """What somebody does, and what they look for."""

    person: int
    does: str | None = personal()
    seeks: str | None = personal()


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """Whether somebody's name may be published with what they gave."""

    person: int
    publish: bool


@dataclass(frozen=True, slots=True)
class KioskVisited:
    """The person came in at the kiosk."""

    person: int


@dataclass(frozen=True, slots=True)
class DeviceAdded:
    """The person is on another phone too; `secret` is the hash of what that one keeps."""

    person: int
    secret: str | None = personal()


@dataclass(frozen=True, slots=True)
class DeviceLeft:
    """The phone is the person's no more; `secret` is the hash of what it keeps."""

    person: int
    secret: str | None = personal()


@dataclass(frozen=True, slots=True)
class PassMade:
    """A one-time code for a duty was made; `secret` is its hash."""

    number: int
    duty: Duty
    secret: str


@dataclass(frozen=True, slots=True)
class PassTaken:
    """A page came in by the code; `holder` is the hash of what it keeps."""

    number: int
    holder: str


@dataclass(frozen=True, slots=True)
class PassRevoked:
    """The pass lets nobody in any more."""

    number: int


WallFact = SceneChosen | WallBlanked
QuestionFact = QuestionApproved | QuestionParked | QuestionBacked
PersonFact = ProfileSet | ConsentGiven | KioskVisited | DeviceAdded | DeviceLeft
PassFact = PassMade | PassTaken | PassRevoked
HallFact = WallFact | QuestionFact | PersonFact | PassFact
