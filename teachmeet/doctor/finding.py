"""What a check found, as plain data, and its words. Nothing is looked at here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from teachmeet.words import Words


class Verdict(StrEnum):
    """How it is."""

    OK = "ok"
    LOOK = "look"
    """Look at this before people come."""
    WRONG = "wrong"
    """The meet will not work like this."""


class About(StrEnum):
    """What a check is about, in the order in which an organizer would ask."""

    ADDRESS = "address"
    PUBLIC = "public"
    PORT = "port"
    FIREWALL = "firewall"
    PHONES = "phones"
    MEET = "meet"
    CLOCK = "clock"
    DISK = "disk"
    FOLDER = "folder"
    TERMINAL = "terminal"
    POWER = "power"
    SLEEP = "sleep"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `code` names its sentence in `words/` under `doctor.says`.

    `kept_out` says that phones may not get to the laptop: then other ways in are named, by the size of the crowd.
    """

    about: About
    verdict: Verdict
    code: str
    values: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))
    kept_out: bool = False


def ok(about: About, code: str, **values: str | int) -> Finding:
    """All is well."""
    return Finding(about, Verdict.OK, code, values)


def look(about: About, code: str, **values: str | int) -> Finding:
    """It may be well."""
    return Finding(about, Verdict.LOOK, code, values)


def wrong(about: About, code: str, **values: str | int) -> Finding:
    """It is not well."""
    return Finding(about, Verdict.WRONG, code, values)


def keeps_out(finding: Finding) -> Finding:
    """It may keep phones from the laptop."""
    return replace(finding, kept_out=True)


def sentence(finding: Finding, words: Words) -> str:
    """What was found and what it means."""
    return words(f"doctor.says.{finding.code}", **finding.values)


def advice(finding: Finding, words: Words) -> tuple[str, ...]:
    """What to do about it itself, a sentence each; nothing where all is well."""
    key = f"doctor.todo.{finding.code}"
    return (words(key, **finding.values),) if key in words.keys() else ()  # noqa: SIM118  # Words is no mapping


def other_ways_in(words: Words) -> tuple[str, ...]:
    """What to do where phones are kept out, by the size of the crowd."""
    return (words("doctor.crowd.few"), words("doctor.crowd.many"), words("doctor.crowd.public"))
