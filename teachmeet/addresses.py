"""Which of the laptop's addresses a phone may reach: the wifi's and the cable's first, what is only inside last."""

import ipaddress
import re
import socket

import ifaddr

from teachmeet.domain.panels import Address

_CONTAINERS = re.compile(r"docker|^br-|veth|virbr|vmnet|vboxnet|vethernet|podman|lxc|lxd|cni|hyper-v|wsl", re.I)
_TUNNELS = re.compile(r"tun|tap|^wg|wireguard|utun|tailscale|^zt|zerotier|ppp|ipsec|vpn|anyconnect", re.I)
_WIRELESS = re.compile(r"wl|wi-?fi|wireless|^en0$|airport", re.I)


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


_UNREACHABLE = 3


def rank(address: str, interface: str) -> int:
    """How unlikely a phone is to reach an address.

    0 wifi, 1 any other network, 3 containers and tunnels, 4 self-assigned, 5 loopback.
    """
    ip = ipaddress.ip_address(address)
    if ip.is_loopback:
        return 5
    if ip.is_link_local:
        return 4
    if _CONTAINERS.search(interface) or _TUNNELS.search(interface):
        return 3
    return 0 if _WIRELESS.search(interface) else 1


def names() -> frozenset[str]:
    """Every name and address under which a request may reach this laptop, in lower case."""
    host = socket.gethostname().lower()
    own = {str(ip.ip) if ip.is_IPv4 else str(ip.ip[0]) for adapter in ifaddr.get_adapters() for ip in adapter.ips}
    return frozenset({"localhost", host, f"{host}.local", host.partition(".")[0] + ".local", *own})
