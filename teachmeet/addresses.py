"""Which of the laptop's addresses a phone may reach: the wifi's and the cable's first, what is only inside last.

And the public one that an organizer may type: where a tunnel or the district's proxy hands everything on to the laptop.
"""

import ipaddress
import re
import socket
from contextlib import suppress
from enum import Enum
from urllib.parse import urlsplit

import ifaddr

from teachmeet.domain.panels import Address

_CONTAINERS = re.compile(r"docker|^br-|veth|virbr|vmnet|vboxnet|vethernet|podman|lxc|lxd|cni|hyper-v|wsl", re.I)
_TUNNELS = re.compile(r"tun|tap|^wg|wireguard|utun|tailscale|^zt|zerotier|ppp|ipsec|vpn|anyconnect", re.I)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_WIRELESS = re.compile(r"wl|wi-?fi|wireless|^en0$|airport", re.I)


class BadAddress(ValueError):
    """What was typed is no public address; the message is one sentence: what, and what to do."""


def addresses() -> tuple[Address, ...]:
    """The laptop's IPv4 addresses, the likeliest to be reached by a phone first, loopback last."""
    found = [
        (str(ip.ip), adapter.nice_name or adapter.name)
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if ip.is_IPv4
    ]
    ranked = sorted(set(found), key=lambda one: (rank(*one), one))
    return tuple(Address(address, interface, rank(address, interface) < _UNREACHABLE) for address, interface in ranked)


class Kind(Enum):
    """What an address belongs to; the later, the unlikelier a phone reaches it. From containers on none does."""

    WIFI = 0
    NETWORK = 1
    CONTAINER = 3
    TUNNEL = 3.5
    SELF_ASSIGNED = 4
    LOOPBACK = 5


_UNREACHABLE = Kind.CONTAINER.value


def kind(address: str, interface: str) -> Kind:
    """What an address of this interface belongs to."""
    ip = ipaddress.ip_address(address)
    if ip.is_loopback:
        return Kind.LOOPBACK
    if ip.is_link_local:
        return Kind.SELF_ASSIGNED
    if _CONTAINERS.search(interface):
        return Kind.CONTAINER
    if _TUNNELS.search(interface):
        return Kind.TUNNEL
    return Kind.WIFI if _WIRELESS.search(interface) else Kind.NETWORK


def rank(address: str, interface: str) -> int:
    """How unlikely a phone is to reach an address.

    0 wifi, 1 any other network, 3 containers and tunnels, 4 self-assigned, 5 loopback.
    """
    return int(kind(address, interface).value)


def names() -> frozenset[str]:
    """Every name and address under which a request may reach this laptop, in lower case."""
    host = socket.gethostname().lower()
    own = {str(ip.ip) if ip.is_IPv4 else str(ip.ip[0]) for adapter in ifaddr.get_adapters() for ip in adapter.ips}
    return frozenset({"localhost", host, f"{host}.local", host.partition(".")[0] + ".local", *own})


_USUAL = {"http": 80, "https": 443}
_LONGEST = 120  # characters; a longer one makes a code that no phone reads across a room


def public_address(typed: str) -> str:
    """A public address in its one way of writing, as browsers name it in Origin: `https://meet.example`.

    Raises BadAddress for anything but http or https, a host and perhaps a port.
    """
    typed = typed.strip()
    wrong = BadAddress(f"“{typed}” is no address of a web page: write it like https://meet.example")
    try:
        parts = urlsplit(typed)
        port = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in _USUAL or not parts.hostname or "%" in typed or len(typed) > _LONGEST:
        raise wrong
    if parts.path not in ("", "/") or parts.query or parts.fragment or "?" in typed or "#" in typed:
        front = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        raise BadAddress(f"“{typed}” has more than an address: leave out what follows {front}")
    if "@" in parts.netloc:
        raise BadAddress(f"“{typed}” has a name or password in it: leave out everything before the “@”")
    host = _plain_host(parts.hostname)
    if host is None or port == 0:
        raise wrong
    return f"{parts.scheme}://{host}" + ("" if port in (None, _USUAL[parts.scheme]) else f":{port}")


def _plain_host(host: str) -> str | None:
    """A host as it is sent over the wire; None when it cannot be one."""
    with suppress(ValueError):
        return str(ipaddress.IPv4Address(host))
    with suppress(ValueError):
        return f"[{ipaddress.IPv6Address(host)}]"
    try:
        ascii_only = host.encode("idna").decode().lower().removesuffix(".")
    except UnicodeError:
        return None
    return ascii_only if all(_LABEL.fullmatch(label) for label in ascii_only.split(".")) else None
