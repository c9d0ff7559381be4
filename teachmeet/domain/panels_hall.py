"""The panels of the hall, as plain data: the wall, passes, one's own part. Values only; `views_hall.py` fills them."""

from dataclasses import dataclass

from teachmeet.domain.programme import Duty, Scene


@dataclass(frozen=True, slots=True)
class WallPanel:
    """What the wall shows: `chosen` by the host, `scenes` in turn every few seconds; one of them unless it turns.

    A wall that is `blank` is dark. `given` counts the talks that there were.
    """

    chosen: Scene
    scenes: tuple[Scene, ...]
    blank: bool
    given: int = 0


@dataclass(frozen=True, slots=True)
class PassRow:
    """A one-time code for a duty; `code` is null once it was used, revoked, or forgotten by a server that restarted."""

    number: int
    duty: Duty
    code: str | None
    taken: bool
    connected: bool


@dataclass(frozen=True, slots=True)
class PassesPanel:
    """The passes that are not revoked, and how many people came in at the kiosk."""

    passes: tuple[PassRow, ...]
    visitors: int


@dataclass(frozen=True, slots=True)
class MyQuestion:
    """A question of one's own: until it is `approved` nobody else but the host sees it."""

    question: int
    text: str | None
    approved: bool
    answered: bool
    parked: bool


@dataclass(frozen=True, slots=True)
class MyHall:
    """A person's own words about themselves, their questions, and those that they want asked too.

    `code` lets them be the same person on another phone; `publish` is null until they said.
    """

    does: str | None = ""
    seeks: str | None = ""
    publish: bool | None = None
    questions: tuple[MyQuestion, ...] = ()
    backed: tuple[int, ...] = ()
    code: str | None = None


NO_HALL = MyHall()
