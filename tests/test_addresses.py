"""The laptop's addresses: the one that a phone most likely reaches stands first, loopback last."""

import socket
from types import SimpleNamespace

import ifaddr
import pytest

from teachmeet.addresses import BadAddress, addresses, names, public_address, rank


def adapter(name: str, *ips: str | tuple[str, int, int]) -> SimpleNamespace:
    """A network interface as ifaddr tells of it: IPv6 addresses are tuples."""
    return SimpleNamespace(
        name=name, nice_name=name, ips=[SimpleNamespace(ip=ip, is_IPv4=isinstance(ip, str)) for ip in ips]
    )


@pytest.fixture(autouse=True)
def laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    """A laptop with everything that a teacher's laptop may have."""
    found = [
        adapter("lo", "127.0.0.1", ("::1", 0, 0)),
        adapter("docker0", "172.17.0.1"),
        adapter("tailscale0", "100.101.102.103"),
        adapter("vEthernet (WSL)", "172.28.0.1"),
        adapter("eth0", "10.1.2.3", ("fe80::1", 0, 2)),
        adapter("wlp3s0", "192.168.1.5", "169.254.10.10"),
    ]
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: found)
    monkeypatch.setattr(socket, "gethostname", lambda: "Leeds-Laptop.school.example")


def test_wifi_comes_first_and_what_no_phone_reaches_comes_last() -> None:
    found = addresses()
    assert [one.address for one in found] == [
        "192.168.1.5",
        "10.1.2.3",
        "100.101.102.103",
        "172.17.0.1",
        "172.28.0.1",
        "169.254.10.10",
        "127.0.0.1",
    ]
    assert [one.reachable for one in found] == [True, True, False, False, False, False, False]


@pytest.mark.parametrize(
    ("address", "interface", "likely"),
    [
        ("192.168.1.5", "Wi-Fi", 0),
        ("192.168.1.5", "en0", 0),
        ("192.168.1.5", "en7", 1),
        ("192.168.1.5", "Ethernet 2", 1),
        ("192.168.1.5", "utun3", 3),
        ("192.168.56.1", "VirtualBox Host-Only / vboxnet0", 3),
        ("10.8.0.2", "OpenVPN TAP-Windows6", 3),
        ("169.254.1.1", "Wi-Fi", 4),
        ("127.0.0.1", "Wi-Fi", 5),
    ],
)
def test_the_interfaces_of_every_system_are_known_by_their_names(address: str, interface: str, likely: int) -> None:
    assert rank(address, interface) == likely


def test_requests_may_name_the_laptop_by_all_its_names() -> None:
    assert names() >= {
        "localhost",
        "leeds-laptop.school.example",
        "leeds-laptop.local",
        "192.168.1.5",
        "127.0.0.1",
        "::1",
        "fe80::1",
    }


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://meet.example", "https://meet.example"),
        (" HTTPS://Meet.Example/ ", "https://meet.example"),
        ("https://meet.example:443", "https://meet.example"),
        ("http://meet.example:80/", "http://meet.example"),
        ("https://meet.example:8443", "https://meet.example:8443"),
        ("http://10.1.2.3:8080", "http://10.1.2.3:8080"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://meet.example.", "https://meet.example"),
        ("https://café.example", "https://xn--caf-dma.example"),
    ],
)
def test_a_public_address_is_written_in_one_way_however_it_is_typed(typed: str, meant: str) -> None:
    assert public_address(typed) == meant
    assert public_address(meant) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "meet.example",
        "//meet.example",
        "ftp://meet.example",
        "javascript:alert(1)",
        "https://",
        "https:///meet",
        "https://meet.example:0",
        "https://meet.example:99999",
        "https://meet.example:https",
        "https://meet example",
        "https://meet_.example",
        "https://-meet.example",
        "https://meet..example",
        "https://[fe80::1%25eth0]",
        "https://[fe80::1",
        "https://" + "a" * 64 + ".example",
        "https://" + ".".join(["a" * 40] * 5),
        "https://meet.example\nHost: evil.example",
        "https://evil@meet.example",
        "https://meet.example/J/A2C4",
        "https://meet.example/?a=b",
        "https://meet.example/#",
    ],
)
def test_a_public_address_that_is_none_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(BadAddress, match=r"(?s)^“.*”.*: (write it|leave out)"):
        public_address(typed)
