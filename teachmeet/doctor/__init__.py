"""What stands between this laptop and an evening that works: checks that change nothing, each with what to do."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from teachmeet import journal
from teachmeet.addresses import addresses
from teachmeet.doctor import firewall, machine, network, power, room
from teachmeet.doctor.finding import About, Finding, Verdict, advice, other_ways_in, sentence, wrong
from teachmeet.doctor.holders import holder, try_port
from teachmeet.doctor.machine import Terminal
from teachmeet.doctor.room import Room
from teachmeet.domain.history import fold
from teachmeet.meetfolder import USUAL_PORTS, FolderError, MeetFolder
from teachmeet.typed import local_zone

__all__ = [
    "HALL",
    "About",
    "Finding",
    "Room",
    "Subject",
    "Terminal",
    "Verdict",
    "advice",
    "findings",
    "other_ways_in",
    "sentence",
]

HALL = frozenset({About.ADDRESS, About.PUBLIC, About.PORT, About.FIREWALL, About.PHONES})
"""What a hall is about, for whoever waits in one for the first phone."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked at. Without a meet it is the laptop alone; `environment` are the variables of the command's."""

    sessions: Path
    folder: MeetFolder | None = None
    environment: Mapping[str, str] | None = None
    terminal: Terminal | None = None
    room: Room | None = None
    """What the server of the meet knows, if somebody has just been told; else it is asked, when one runs."""


def findings(subject: Subject, about: frozenset[About] = frozenset(About)) -> tuple[Finding, ...]:
    """What the checks about these found, in their order. It may take seconds: call it in a thread."""
    found = _laptop(subject, about)
    try:
        found += _hall(subject) if about & HALL else []
    except FolderError as error:
        found.append(wrong(About.MEET, "meet_folder", why=str(error)))
    order = list(About)
    return tuple(sorted((one for one in found if one.about in about), key=lambda one: order.index(one.about)))


def _hall(subject: Subject) -> list[Finding]:
    folder = subject.folder
    known = subject.room
    asked = known if known is not None or folder is None else room.ask(folder)
    there = asked if isinstance(asked, Room) else None
    running = None if folder is None else folder.running()
    way_in = "" if folder is None else folder.public
    found = list(network.address(addresses(), None if folder is None else folder.chosen_address))
    if running is not None:
        number, on_port = running.port, Finding(About.PORT, Verdict.OK, "port_ours", {"port": running.port})
    else:
        kept = None if folder is None else folder.port
        number, on_port = network.port(
            kept, USUAL_PORTS, try_port, lambda taken: network.meet_on(subject.sessions, taken) or holder(taken)
        )
    found += [on_port, firewall.check(number or USUAL_PORTS[0])]
    found.append(asked if isinstance(asked, Finding) else room.phones(there, bool(way_in)))
    if way_in:
        # Phones come in from outside: what keeps them from the laptop itself is worth a look at most.
        found = [replace(one, verdict=Verdict.LOOK) if _eased(one) else one for one in found]
        found += room.public(way_in, running is not None, number)
    return found


def _eased(one: Finding) -> bool:
    return one.verdict is Verdict.WRONG and one.about in (About.ADDRESS, About.FIREWALL)


def _laptop(subject: Subject, about: frozenset[About]) -> list[Finding]:
    environment = subject.environment or {}
    found: list[Finding] = []
    if About.CLOCK in about or About.MEET in about:
        found += _times(subject)
    if About.DISK in about:
        found += machine.disk(subject.sessions.absolute())
    if About.FOLDER in about:
        found.append(machine.folder(subject.sessions, environment))
    if About.TERMINAL in about:
        found += machine.terminal(subject.terminal, environment)
    if About.POWER in about:
        found.append(power.check())
    if About.SLEEP in about:
        found.append(power.sleep())
    return found


def _times(subject: Subject) -> list[Finding]:
    """The clock against the network and the meet; a journal that cannot be read is found on the way."""
    zone, last, found = None, None, list[Finding]()
    if subject.folder is not None:
        try:
            lines = journal.read(subject.folder.journal).lines
        except journal.JournalError as error:
            found.append(wrong(About.MEET, "meet_journal", why=str(error)))
        else:
            meet = fold(lines[:1]).meet
            zone = None if meet is None else meet.zone
            last = lines[-1].at if lines else None
    now = datetime.now(ZoneInfo(local_zone()))
    return found + list(machine.clock(now, zone, last, lambda: machine.set_by_network(sys.platform)))
