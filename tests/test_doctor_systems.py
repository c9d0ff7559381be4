"""What the doctor makes of each system's own tools: real ones where they are, scripts and samples in their place."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from teachmeet.doctor import asking, firewall, holders, machine, power
from teachmeet.doctor.finding import Verdict
from teachmeet.doctor.holders import Port, holder, listening_sockets, lsof_names, netstat_pid, tasklist_name, try_port
from teachmeet.doctor.power import Power, linux_power, mac_power, windows_power
from teachmeet.doctor.windows import Policy, judged, let_in

posix = pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for the system's tool")
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what only Linux has")

Tool = Callable[[str, str], None]


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tool:
    """A machine that has no tools but those that a test puts there: name and shell script."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(asking, "ELSEWHERE", str(folder))
    monkeypatch.setattr(firewall, "UFW", tmp_path / "ufw.conf")

    def put(name: str, script: str) -> None:
        path = folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    return put


def says(text: str, code: int = 0) -> str:
    """A script that says this whatever it is asked."""
    return f"cat <<'END'\n{text}\nEND\nexit {code}".replace("cat ", "while read -r line; do echo \"$line\"; done ")


# ── asking


@posix
def test_a_tool_is_asked_and_what_it_says_on_either_stream_is_heard(tool: Tool) -> None:
    tool("oracle", 'echo "$1 is it"; echo more >&2; exit 3')
    said = asking.ask("oracle", "this")
    assert said is not None
    assert (said.code, said.text.split("\n")[0]) == (3, "this is it")
    assert "more" in said.text


@posix
def test_no_tool_one_that_is_none_and_one_that_never_ends_say_nothing(
    tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PATIENCE", 0.2)
    tool("forever", "while :; do :; done")
    (tmp_path / "bin" / "broken").write_bytes(b"\x7fELF, but no program")
    (tmp_path / "bin" / "broken").chmod(0o755)
    assert [asking.ask(name) for name in ("nowhere", "forever", "broken")] == [None, None, None]


# ── who holds a port


def test_a_port_is_free_or_taken() -> None:
    with socket.socket() as holding:
        holding.bind(("127.0.0.1", 0))
        holding.listen()
        port = holding.getsockname()[1]
        assert try_port(port) is Port.TAKEN
    assert try_port(0) is Port.FREE


def test_a_port_that_the_system_keeps_is_told_from_a_taken_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    assert try_port(80) is Port.NOT_OURS


@linux
def test_the_program_that_holds_a_port_is_named(tmp_path: Path) -> None:
    listen = "s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True); input()"
    line = [sys.executable, "-c", f"import socket; {listen}"]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as held:
        assert held.stdout is not None
        port = int(held.stdout.readline())
        assert holder(port) == Path(f"/proc/{held.pid}/comm").read_text().strip()
        held.communicate(b"\n")
    assert holder(port) is None


def test_the_kernel_s_table_of_sockets_is_read() -> None:
    table = (
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
        "   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0\n"
        "   1: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0\n"
        "   2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0\n"
    )
    assert listening_sockets(table, 8080) == {"socket:[4711]"}


@posix
def test_macos_names_the_program_with_lsof(tool: Tool) -> None:
    tool("lsof", '[ "$2" = "-iTCP:80" ] && echo p512 && echo chttpd && echo f4')
    assert holder(80, "darwin") == "httpd"
    assert holder(8080, "darwin") is None
    assert lsof_names("") is None


NETSTAT = """
Aktive Verbindungen

  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    0.0.0.0:80             0.0.0.0:0              ABHÖREN          4
  TCP    0.0.0.0:8080           0.0.0.0:0              ABHÖREN          5120
  TCP    192.168.1.5:49712      203.0.113.9:80         HERGESTELLT      777
"""


@posix
def test_windows_names_the_program_in_any_language(tool: Tool) -> None:
    tool("netstat", says(NETSTAT))
    named = 'echo \'"System","4","Services","0","144 K"\''
    tool("tasklist", f'[ "$2" = "PID eq 4" ] && {named} || echo INFORMATION: nichts')
    assert holder(80, "win32") == "System"
    assert holder(8080, "win32") is None
    assert holder(9, "win32") is None
    assert netstat_pid(NETSTAT, 80) == 4
    assert tasklist_name("INFO: No tasks are running which match the specified criteria.") is None


def test_a_system_that_nobody_knows_names_nobody() -> None:
    assert holders.holder(80, "plan9") is None


# ── firewalls


def verdict(port: int, system: str) -> tuple[Verdict, str]:
    """How a firewall is judged."""
    found = firewall.check(port, system)
    return found.verdict, found.code


@posix
def test_without_any_firewall_nothing_keeps_phones_out(tool: Tool) -> None:
    assert verdict(80, "linux") == (Verdict.OK, "firewall_none")


@posix
@pytest.mark.parametrize(
    ("ports", "services", "port", "expected"),
    [
        ("1025-65535/udp 1025-65535/tcp", "dhcpv6-client ssh", 8080, (Verdict.OK, "firewall_open")),
        ("8080/tcp", "ssh", 8080, (Verdict.OK, "firewall_open")),
        ("", "ssh http", 80, (Verdict.OK, "firewall_open")),
        ("8080/udp", "http", 8080, (Verdict.WRONG, "firewall_firewalld_shut")),
        ("1025-65535/tcp", "ssh", 80, (Verdict.WRONG, "firewall_firewalld_shut")),
    ],
)
def test_firewalld_says_what_it_lets_in(
    tool: Tool, ports: str, services: str, port: int, expected: tuple[Verdict, str]
) -> None:
    lists = f'--list-ports) echo "{ports}";; --list-services) echo "{services}";;'
    tool("firewall-cmd", f"case $1 in --state) echo running;; {lists} esac")
    assert verdict(port, "linux") == expected


@posix
def test_firewalld_that_may_not_be_asked_is_worth_a_look(tool: Tool) -> None:
    tool("firewall-cmd", '[ "$1" = --state ]')
    assert verdict(80, "linux") == (Verdict.LOOK, "firewall_firewalld")
    tool("firewall-cmd", "echo not running; exit 252")
    assert verdict(80, "linux") == (Verdict.OK, "firewall_none")


UFW = """Status: active

To                         Action      From
--                         ------      ----
22/tcp                     ALLOW       Anywhere
8080/tcp                   ALLOW       Anywhere
9090                       DENY        Anywhere
Nginx HTTP                 ALLOW IN    Anywhere
"""


@posix
@pytest.mark.parametrize(
    ("port", "expected"),
    [
        (8080, (Verdict.OK, "firewall_open")),
        (80, (Verdict.OK, "firewall_open")),
        (9090, (Verdict.WRONG, "firewall_ufw_shut")),
        (1234, (Verdict.WRONG, "firewall_ufw_shut")),
    ],
)
def test_ufw_says_to_administrators_what_it_lets_in(tool: Tool, port: int, expected: tuple[Verdict, str]) -> None:
    firewall.UFW.write_text("LOGLEVEL=low\nENABLED=yes\n")
    tool("ufw", says(UFW))
    assert verdict(port, "linux") == expected


@posix
def test_ufw_is_known_to_be_on_by_everybody(tool: Tool) -> None:
    firewall.UFW.write_text("ENABLED=yes\n")
    tool("ufw", "echo ERROR: You need to be root to run this script; exit 1")
    assert verdict(80, "linux") == (Verdict.LOOK, "firewall_ufw")
    firewall.UFW.write_text("ENABLED=no\n")
    assert verdict(80, "linux") == (Verdict.OK, "firewall_none")


NFT = """table inet filter {
	chain input {
		type filter hook input priority filter; policy drop;
		ct state established,related accept
		tcp dport 8080 accept
	}
	chain output {
		type filter hook output priority filter; policy accept;
	}
}"""


@posix
def test_nftables_that_drops_and_names_no_port_is_worth_a_look(tool: Tool) -> None:
    tool("nft", says(NFT))
    assert verdict(80, "linux") == (Verdict.LOOK, "firewall_nft")
    assert verdict(8080, "linux") == (Verdict.OK, "firewall_none")
    tool("nft", says(NFT.replace("policy drop", "policy accept")))
    assert verdict(80, "linux") == (Verdict.OK, "firewall_none")


@posix
@pytest.mark.parametrize(
    ("state", "about_us", "expected"),
    [
        ("Firewall is disabled. (State = 0)", "", (Verdict.OK, "firewall_none")),
        ("Firewall is enabled. (State = 1)", "", (Verdict.LOOK, "firewall_mac")),
        (
            "Firewall is enabled. (State = 1)",
            "Incoming connection to the application is permitted",
            (Verdict.OK, "firewall_mac_open"),
        ),
        (
            "Firewall is enabled. (State = 1)",
            "Incoming connection to the application is blocked",
            (Verdict.WRONG, "firewall_mac_blocked"),
        ),
        (
            "Firewall is blocking all non-essential incoming connections. (State = 2)",
            "",
            (Verdict.WRONG, "firewall_mac_shut"),
        ),
        ("zsh: something else", "", (Verdict.OK, "firewall_none")),
    ],
)
def test_the_firewall_of_macos(tool: Tool, state: str, about_us: str, expected: tuple[Verdict, str]) -> None:
    tool("socketfilterfw", f'case $1 in --getglobalstate) echo "{state}";; --getappblocked) echo "{about_us}";; esac')
    assert verdict(80, "darwin") == expected


def test_what_windows_does_not_say_is_worth_a_look() -> None:
    assert sys.platform == "win32" or verdict(80, "win32") == (Verdict.LOOK, "firewall_windows")


PYTHON = r"C:\Users\Ann\AppData\Local\Programs\Python\Python312\python.exe"
BOTH = frozenset({"Private", "Public"})


def rule(
    action: str = "Allow", *more: str, app: str = PYTHON.lower(), direction: str = "In", active: str = "TRUE"
) -> str:
    """A rule as Windows writes it into its registry."""
    program = (f"App={app}",) if app else ()
    parts = (f"Action={action}", f"Active={active}", f"Dir={direction}", "Protocol=6", *more, *program)
    return "|".join(("v2.31", *parts, "Name=Python", "Desc=Python", ""))


@pytest.mark.parametrize(
    ("on", "rules", "expected"),
    [
        (frozenset(), (), (Verdict.OK, "firewall_none")),
        (BOTH, (), (Verdict.LOOK, "firewall_windows_asks")),
        (BOTH, (rule(),), (Verdict.OK, "firewall_open")),
        (BOTH, (rule("Allow", "Profile=Private", "Profile=Public"),), (Verdict.OK, "firewall_open")),
        (BOTH, (rule("Allow", "Profile=Private"),), (Verdict.LOOK, "firewall_windows_private")),
        (BOTH, (rule("Allow", "Profile=Public"),), (Verdict.LOOK, "firewall_windows_public")),
        (frozenset({"Private"}), (rule("Allow", "Profile=Private"),), (Verdict.OK, "firewall_open")),
        (BOTH, (rule(), rule("Block")), (Verdict.WRONG, "firewall_windows_shut")),
        (BOTH, (rule(), rule("Block", "Profile=Public")), (Verdict.LOOK, "firewall_windows_private")),
        (BOTH, (rule(active="FALSE"),), (Verdict.LOOK, "firewall_windows_asks")),
        (BOTH, (rule(direction="Out"),), (Verdict.LOOK, "firewall_windows_asks")),
        (BOTH, (rule(app=r"C:\Other\python.exe"),), (Verdict.LOOK, "firewall_windows_asks")),
        (BOTH, (rule("Allow", "LPort=8000-9000", app=""),), (Verdict.OK, "firewall_open")),
        (BOTH, (rule("Allow", "LPort=443"),), (Verdict.LOOK, "firewall_windows_asks")),
        (BOTH, (rule("Allow", "LPort=RPC", app=""),), (Verdict.LOOK, "firewall_windows_asks")),
        (BOTH, (rule().replace("Protocol=6", "Protocol=17"),), (Verdict.LOOK, "firewall_windows_asks")),
        (BOTH, ("", "nonsense", "v2.31|=|"), (Verdict.LOOK, "firewall_windows_asks")),
    ],
)
def test_the_firewall_of_windows_by_its_registry(
    on: frozenset[str], rules: tuple[str, ...], expected: tuple[Verdict, str]
) -> None:
    found = judged(Policy(on, rules), {PYTHON}, 8080)
    assert (found.verdict, found.code) == expected


def test_a_rule_for_the_domain_of_a_school_says_nothing_of_guests() -> None:
    assert let_in([rule("Allow", "Profile=Domain")], {PYTHON}, 80) == (frozenset(), frozenset())


# ── power


def supplied(folder: Path, name: str, **said: str) -> None:
    """A power supply as Linux lists it."""
    (folder / name).mkdir(parents=True)
    for field, text in said.items():
        (folder / name / field).write_text(text + "\n")


def test_linux_lists_mains_and_batteries(tmp_path: Path) -> None:
    assert linux_power(tmp_path / "none") is None
    assert linux_power(tmp_path) is None
    supplied(tmp_path, "AC", type="Mains", online="1")
    assert linux_power(tmp_path) == Power(True, None)
    supplied(tmp_path, "BAT0", type="Battery", status="Charging", capacity="81")
    supplied(tmp_path, "mouse", type="Battery", scope="Device", status="Discharging", capacity="5")
    assert linux_power(tmp_path) == Power(True, 81)
    (tmp_path / "BAT0" / "status").write_text("Discharging\n")
    (tmp_path / "AC" / "online").write_text("0\n")
    assert linux_power(tmp_path) == Power(False, 81)
    supplied(tmp_path, "BAT1", type="Battery", status="Not charging", capacity="12")
    assert linux_power(tmp_path) == Power(False, 12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Now drawing from 'AC Power'\n -InternalBattery-0 (id=4653155)\t95%; charging; 0:40 remaining",
            Power(True, 95),
        ),
        (
            "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=4653155)\t7%; discharging; (no estimate)",
            Power(False, 7),
        ),
        ("Now drawing from 'AC Power'\n", Power(True, None)),
        ("", None),
    ],
)
def test_macos_says_it_with_pmset(text: str, expected: Power | None) -> None:
    assert mac_power(text) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ((1, 8, 77), Power(True, 77)),
        ((0, 0, 55), Power(False, 55)),
        ((1, 128, 255), Power(True, None)),
        ((1, 255, 255), Power(True, None)),
        ((255, 255, 255), None),
    ],
)
def test_windows_says_it_in_three_bytes(status: tuple[int, int, int], expected: Power | None) -> None:
    assert windows_power(*status) == expected


@posix
@pytest.mark.parametrize(
    ("supply", "percent", "expected"),
    [
        ("AC", 50, (Verdict.OK, "power_mains")),
        ("Battery", 50, (Verdict.LOOK, "power_battery")),
        ("Battery", 19, (Verdict.WRONG, "power_battery")),
    ],
)
def test_a_laptop_on_its_battery_is_looked_at(
    tool: Tool, supply: str, percent: int, expected: tuple[Verdict, str]
) -> None:
    tool("pmset", f"echo \"Now drawing from '{supply} Power'\"; echo ' -InternalBattery-0  {percent}%; discharging'")
    found = power.check("darwin")
    assert (found.verdict, found.code, found.values) == (*expected, {"percent": percent})


def test_power_that_nobody_tells_is_no_trouble(tool: Tool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert power.check("darwin").code == "power_unknown"
    monkeypatch.setattr(power, "SUPPLIES", tmp_path / "none")
    assert power.check("linux").code == "power_unknown"
    supplied(tmp_path / "some", "AC", type="Mains", online="1")
    monkeypatch.setattr(power, "SUPPLIES", tmp_path / "some")
    assert power.check("linux").code == "power_no_battery"


@posix
def test_what_keeps_awake_is_named(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert power.sleep("darwin").code == "sleep_free"
    tool("caffeinate", ":")
    assert power.sleep("darwin").values == {"tool": "caffeinate"}
    assert power.sleep("win32").code == "sleep_held"
    monkeypatch.setattr(power, "can_sleep", lambda _: False)
    assert power.sleep("linux").code == "sleep_never"


# ── the clock


def test_this_machine_is_asked_who_sets_its_clock() -> None:
    assert machine.set_by_network() in (True, False, None)
    assert machine.set_by_network("darwin") is None


@posix
@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("Leap Indicator: 0(no warning)", True),
        ("Indicador de salto: 0(sin advertencia)", True),
        ("Sprungindikator: 3(nicht synchronisiert)", False),
        ("The following error occurred: The service has not been started. (0x80070426)", None),
    ],
)
def test_windows_says_who_sets_its_clock_in_any_language(tool: Tool, first: str, expected: bool | None) -> None:
    tool("w32tm", f"echo '{first}'; echo 'Stratum: 3 (secondary reference)'")
    assert machine.set_by_network("win32") is expected


def test_the_environment_is_not_read_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OneDrive", str(tmp_path))
    assert machine.synced(tmp_path / "sessions", {}) is None
    assert machine.synced(tmp_path / "sessions", os.environ) == "OneDrive"
