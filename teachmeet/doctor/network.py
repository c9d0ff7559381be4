"""The laptop's addresses and the meet's port: what a phone could reach, and what is in the way on this side."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from teachmeet.addresses import Kind, kind
from teachmeet.doctor.finding import About, Finding, keeps_out, look, ok, wrong
from teachmeet.doctor.holders import Port
from teachmeet.domain.panels import Address
from teachmeet.meetfolder import MeetFolder

_ADDRESS = About.ADDRESS


def address(found: Iterable[Address], chosen: str | None) -> tuple[Finding, ...]:
    """Whether a phone can be expected to reach one of these; `chosen` is the one that the host put into the code."""
    found = tuple(found)
    reachable = [one for one in found if one.reachable]
    tunnels = [one for one in found if _kind(one) is Kind.TUNNEL]
    if not reachable:
        return (_unreachable(found),)
    first = next((one for one in reachable if one.address == chosen), reachable[0])
    said = {"address": first.address, "interface": first.interface}
    if len(reachable) > 1:
        others = ", ".join(f"{one.address} ({one.interface})" for one in reachable if one is not first)
        findings = [look(_ADDRESS, "address_several", **said, others=others)]
    else:
        findings = [ok(_ADDRESS, "address_one", **said)]
    if chosen is not None and "://" not in chosen and not any(one.address == chosen for one in found):
        findings.append(look(_ADDRESS, "address_gone", address=chosen))
    if tunnels:
        findings.append(look(_ADDRESS, "address_vpn_beside", interface=tunnels[0].interface))
    return tuple(findings)


def _unreachable(found: tuple[Address, ...]) -> Finding:
    """The nearest thing to an address that there is, and why no phone reaches it."""
    for of_kind, code in (
        (Kind.SELF_ASSIGNED, "address_self_assigned"),
        (Kind.TUNNEL, "address_vpn"),
        (Kind.CONTAINER, "address_container"),
    ):
        for one in found:
            if _kind(one) is of_kind:
                return keeps_out(wrong(_ADDRESS, code, address=one.address, interface=one.interface))
    return keeps_out(wrong(_ADDRESS, "address_none"))


def _kind(one: Address) -> Kind:
    return kind(one.address, one.interface)


def port(
    kept: int | None,
    usual: Iterable[int],
    attempt: Callable[[int], Port],
    who: Callable[[int], str | None],
    system: str = sys.platform,
) -> tuple[int, Finding]:
    """The port that the meet would get, and whether it is to be had; `kept` is the one by which phones know it.

    The port is 0 when the meet would get any free one.
    """
    if kept is not None:
        state = attempt(kept)
        if state is Port.FREE:
            return kept, ok(About.PORT, "port_free", port=kept)
        if state is Port.NOT_OURS:
            code = "port_not_ours_linux" if system.startswith("linux") else "port_not_ours"
            return kept, wrong(About.PORT, code, port=kept)
        holder = who(kept)
        if holder is None:
            return kept, wrong(About.PORT, "port_taken", port=kept)
        return kept, wrong(About.PORT, "port_taken_by", port=kept, who=holder)
    first, *others = (one for one in usual if one)
    state = attempt(first)
    if state is Port.FREE:
        return first, ok(About.PORT, "port_free", port=first)
    free = next((one for one in others if attempt(one) is Port.FREE), 0)
    if not free:
        return 0, look(About.PORT, "port_any")
    return free, ok(About.PORT, "port_second", port=free, first=first)


def meet_on(sessions: Path, wanted: int) -> str | None:
    """The meet whose server listens on a port."""
    for path in sorted(sessions.glob("*/server.json")):
        running = MeetFolder(path.parent).running()
        if running is not None and running.port == wanted:
            return path.parent.name
    return None
