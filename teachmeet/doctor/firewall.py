"""What the system's firewall is known to do with phones. Nothing is changed, and much may not be read."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from teachmeet.doctor.asking import ask
from teachmeet.doctor.finding import About, Finding, keeps_out, look, ok, wrong
from teachmeet.doctor.windows import check as windows_firewall

UFW = Path("/etc/ufw/ufw.conf")
_FIREWALL = About.FIREWALL


def check(port: int, system: str = sys.platform) -> Finding:
    """The firewall of a system of this name (as in `sys.platform`)."""
    if system == "win32":
        return windows_firewall(port)
    return mac_firewall() if system == "darwin" else linux_firewall(port)


# ── Linux


def linux_firewall(port: int) -> Finding:
    """The firewalls that a laptop with Linux usually has, whichever is on."""
    state = ask("firewall-cmd", "--state")
    if state is not None and state.code == 0:
        ports, services = ask("firewall-cmd", "--list-ports"), ask("firewall-cmd", "--list-services")
        if ports is None or services is None or ports.code or services.code:
            return look(_FIREWALL, "firewall_firewalld", port=port)
        if within(ports.text.split(), port) or (port == 80 and "http" in services.text.split()):
            return ok(_FIREWALL, "firewall_open", name="firewalld", port=port)
        return keeps_out(wrong(_FIREWALL, "firewall_firewalld_shut", port=port))
    try:
        switched_on = re.search(r"^ENABLED=yes", UFW.read_text(), re.MULTILINE | re.IGNORECASE)
    except OSError:
        switched_on = None
    if switched_on:
        return _ufw(port)
    rules = ask("nft", "list", "ruleset")
    if rules is not None and rules.code == 0 and drops(rules.text) and not re.search(rf"\b{port}\b", rules.text):
        return look(_FIREWALL, "firewall_nft", port=port)
    return ok(_FIREWALL, "firewall_none")


def _ufw(port: int) -> Finding:
    status = ask("ufw", "status")
    if status is None or status.code:
        return look(_FIREWALL, "firewall_ufw", port=port)  # only an administrator may ask
    if ufw_lets_in(status.text, port):
        return ok(_FIREWALL, "firewall_open", name="ufw", port=port)
    return keeps_out(wrong(_FIREWALL, "firewall_ufw_shut", port=port))


def within(ports: Iterable[str], port: int) -> bool:
    """Whether a port is among those that firewalld lists, such as `1025-65535/tcp`."""
    for entry in ports:
        numbers, _, protocol = entry.partition("/")
        first, _, last = numbers.partition("-")
        if protocol == "tcp" and first.isdigit() and int(first) <= port <= int(last or first):
            return True
    return False


def ufw_lets_in(status: str, port: int) -> bool:
    """Whether `ufw status` says so: inactive, or with a rule for the port from anywhere."""
    if re.search(r"^Status:\s*inactive", status, re.MULTILINE):
        return True
    named = {f"{port}", f"{port}/tcp"} | ({"WWW", "Apache", "Nginx HTTP"} if port == 80 else set())
    rows = (re.split(r"\s{2,}", line.strip()) for line in status.splitlines())
    return any(len(row) >= 2 and row[0] in named and row[1].startswith("ALLOW") for row in rows)


def drops(ruleset: str) -> bool:
    """Whether what comes in is dropped unless a rule says otherwise, by `nft list ruleset`."""
    return re.search(r"hook input[^}]*?policy drop", ruleset) is not None


# ── macOS


def mac_firewall() -> Finding:
    """The application firewall of macOS."""
    said = ask("socketfilterfw", "--getglobalstate")
    state = None if said is None else mac_state(said.text)
    if state is None or state == 0:
        return ok(_FIREWALL, "firewall_none")
    if state == 2:
        return keeps_out(wrong(_FIREWALL, "firewall_mac_shut"))
    about_us = ask("socketfilterfw", "--getappblocked", sys.executable)
    if about_us is not None and re.search(r"\bis blocked", about_us.text):
        return keeps_out(wrong(_FIREWALL, "firewall_mac_blocked", program=sys.executable))
    if about_us is not None and re.search(r"\bis permitted", about_us.text):
        return ok(_FIREWALL, "firewall_mac_open")
    return look(_FIREWALL, "firewall_mac")


def mac_state(text: str) -> int | None:
    """0 off, 1 on, 2 all is blocked; by `socketfilterfw --getglobalstate`."""
    found = re.search(r"State = (\d)", text)
    return None if found is None else int(found[1])
