"""Local addresses: which addresses count as local, this computer's own, and typed ones."""

import contextlib
import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.sensors.errors import SensorError, SensorReason

# RFC 1918, RFC 4193, link-local and loopback ranges. Nothing else counts as private here: Python's
# own definition includes test networks and more.
_LOCAL: Final = tuple(
    map(
        ipaddress.ip_network,
        (
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "127.0.0.0/8",
            "fc00::/7",
            "fe80::/10",
            "::1/128",
        ),
    )
)
# An address in each private range, and one outside: the system tells which of its own addresses it
# would use to reach it. Nothing is sent.
_TOWARDS: Final = ("192.0.2.1", "192.168.255.254", "10.255.255.254", "172.31.255.254")
_TOWARDS_6: Final = ("2001:db8::1", "fdff:ffff:ffff::1")
_LOOP: Final = "127.0.0.1"

_ANDROID_PORT, _IPHONE_PORT = 8080, 80


def is_local(address: str) -> bool:
    """Return whether an address is in a private network, on this link, or on this computer."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return any(found.version == net.version and found in net for net in _LOCAL)


def is_loop(address: str) -> bool:
    """Return whether an address is this computer's loopback, which nobody else can reach."""
    return ipaddress.ip_address(address).is_loopback


def own_addresses() -> tuple[str, ...]:
    """Return this computer's private addresses, the most likely first; else the loopback.

    IPv6 addresses are returned only if there are no IPv4 ones, which phones and people know better.
    """
    return (
        _used_towards(_TOWARDS, socket.AF_INET)
        or _used_towards(_TOWARDS_6, socket.AF_INET6)
        or (_LOOP,)
    )


def _used_towards(targets: Sequence[str], family: socket.AddressFamily) -> tuple[str, ...]:
    """Return the private addresses from which the system would reach the targets, each once."""
    found: dict[str, None] = {}
    for target in targets:
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((target, 9))
            address = str(probe.getsockname()[0])
            # A link-local IPv6 address needs the link's name, which other computers do not share.
            is_of_link = address.startswith("fe80:")
            if is_local(address) and not is_loop(address) and not is_of_link:
                found[address] = None
    return tuple(found)


@dataclass(frozen=True, slots=True)
class PhyphoxAddress:
    """The typed address of a phone with phyphox.

    Attributes:
        host: Its address.
        ports: The ports to try: the one that was typed, or Android's and the iPhone's.
    """

    host: str
    ports: tuple[int, ...]

    @property
    def id(self) -> str:
        """The address as an id; it is typed again for each session."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"phyphox:{shown}" + (f":{self.ports[0]}" if len(self.ports) == 1 else "")


_TYPED: Final = re.compile(
    r"^(?P<scheme>phyphox:|https?://)?"
    r"(?P<host>\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+(?:%[\w.-]+)?\])"
    r"(?::(?P<port>\d{1,5}))?/?$",
    re.IGNORECASE,
)


def is_phyphox(text: str) -> bool:
    """Return whether typed text is meant as the address of a phone with phyphox."""
    text = text.strip().lower()
    return text.startswith(("http:", "https:", "phyphox:")) or _TYPED.match(text) is not None


def to_phyphox(text: str) -> PhyphoxAddress:
    """Read an address as phyphox shows it, for instance ``http://192.168.0.42:8080``.

    Raises:
        SensorError: It is not an address, or not one of a private network.
    """
    found = _TYPED.match(text.strip())
    port = int(found["port"]) if found is not None and found["port"] else None
    is_port = port is None or 0 < port < 65536
    if found is None or not is_port or (found["scheme"] or "").lower() == "https://":
        raise SensorError(
            f"{text.strip()[:60]!r} is not an address as phyphox shows it. Type it in numbers, "
            "for instance http://192.168.0.42:8080.",
            SensorReason.NOT_FOUND,
        )
    # A link-local address ends with the link's name; in a URL the separator is encoded.
    host = re.sub("%25(?=.)", "%", found["host"].strip("[]"))
    if not is_local(host):
        raise SensorError(
            f"{host} is not an address of a private network, and others are not asked. Type the "
            "one that phyphox shows while phone and computer are in the same network.",
            SensorReason.NOT_ALLOWED,
        )
    if port is not None:
        return PhyphoxAddress(host, (port,))
    if (found["scheme"] or "").lower() == "http://":
        return PhyphoxAddress(host, (_IPHONE_PORT, _ANDROID_PORT))
    return PhyphoxAddress(host, (_ANDROID_PORT, _IPHONE_PORT))
