"""What Windows' firewall does with phones, as its registry has it: its own tools answer in the system's language."""

import os
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from teachmeet.doctor.finding import About, Finding, keeps_out, look, ok, wrong

GUESTS = frozenset({"Private", "Public"})
"""What Windows calls the networks of a home, and all others; a guest wifi is usually one of the second kind."""
_POLICY = r"SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy"
_PROFILES = {"Private": "StandardProfile", "Public": "PublicProfile"}
_TCP, _ANY = "6", "256"


@dataclass(frozen=True, slots=True)
class Policy:
    """For which kinds of networks the firewall is on, and its rules as the registry writes them."""

    on: frozenset[str]
    rules: tuple[str, ...]


def check(port: int) -> Finding:
    """What it does with phones that ask for this port of the Python that runs us."""
    policy = _read()
    if policy is None:
        return look(About.FIREWALL, "firewall_windows")
    # A virtual environment's python.exe starts another one, and it is that one which listens.
    programs = {sys.executable, getattr(sys, "_base_executable", sys.executable)}
    return judged(policy, programs, port)


def judged(policy: Policy, programs: Collection[str], port: int) -> Finding:
    """A block wins over a permission; what nothing is said of is asked when the server first listens."""
    if not policy.on:
        return ok(About.FIREWALL, "firewall_none")
    open_on, shut_on = let_in(policy.rules, programs, port)
    shut_on &= policy.on
    open_on = (open_on & policy.on) - shut_on
    if open_on == policy.on:
        return ok(About.FIREWALL, "firewall_open", name="Windows", port=port)
    if shut_on == policy.on:
        return keeps_out(wrong(About.FIREWALL, "firewall_windows_shut"))
    if open_on == {"Private"}:
        return keeps_out(look(About.FIREWALL, "firewall_windows_private"))
    if open_on == {"Public"}:
        return keeps_out(look(About.FIREWALL, "firewall_windows_public"))
    return keeps_out(look(About.FIREWALL, "firewall_windows_asks"))


def let_in(rules: Iterable[str], programs: Collection[str], port: int) -> tuple[frozenset[str], frozenset[str]]:
    """The kinds of networks from which these programs may be reached on a port, and those where that is blocked."""
    ours = {os.path.normcase(program).casefold() for program in programs}
    open_on: set[str] = set()
    shut_on: set[str] = set()
    for rule in rules:
        said = fields(rule)
        app, ports = said.get("App", [""])[0].casefold(), said.get("LPort", [])
        is_ours = app in ours if app else any(_holds(numbers, port) for numbers in ports)
        concerns = said.get("Active") == ["TRUE"] and said.get("Dir") == ["In"] and is_ours
        if not concerns or said.get("Protocol", [_ANY])[0] not in (_TCP, _ANY):
            continue
        if ports and not any(_holds(numbers, port) for numbers in ports):
            continue
        networks = GUESTS & frozenset(said.get("Profile", GUESTS))
        (open_on if said.get("Action") == ["Allow"] else shut_on).update(networks)
    return frozenset(open_on), frozenset(shut_on)


def fields(rule: str) -> dict[str, list[str]]:
    """A rule as the registry writes it: `v2.31|Action=Allow|Active=TRUE|Profile=Private|Profile=Public|…`."""
    said: dict[str, list[str]] = {}
    for part in rule.split("|"):
        name, equals, value = part.partition("=")
        if equals:
            said.setdefault(name, []).append(value)
    return said


def _holds(numbers: str, port: int) -> bool:
    first, _, last = numbers.partition("-")
    return first.isdigit() and (last or first).isdigit() and int(first) <= port <= int(last or first)


def _read() -> Policy | None:
    """The firewall's part of the registry; None where that may not be read, or is no Windows."""
    if sys.platform == "win32":
        import winreg

        try:
            on = set()
            for name, key in _PROFILES.items():
                with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, rf"{_POLICY}\{key}") as profile:
                    if winreg.QueryValueEx(profile, "EnableFirewall")[0]:
                        on.add(name)
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, rf"{_POLICY}\FirewallRules") as rules:
                count = winreg.QueryInfoKey(rules)[1]
                values = [str(winreg.EnumValue(rules, index)[1]) for index in range(count)]
        except OSError:
            return None
        return Policy(frozenset(on), tuple(map(os.path.expandvars, values)))
    return None
