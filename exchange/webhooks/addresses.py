"""Where a webhook may lead: no private, local or otherwise special place, unless the operator allowed it.

An address is read once (`read`), its host is resolved by ourselves (`places_of`), and the connection goes to exactly
the places that were judged. What is refused is told in one sentence for all reasons, so that nobody learns from it
which names and machines there are behind the portal.
"""

import queue
import re
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PLAIN = re.compile(r"https?://[!-\[\]-~]+", re.IGNORECASE)
"""Printable ASCII without a backslash, which programs read in different ways."""
HOST = re.compile(r"(?!-)[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?")
PORTS = {80, 443, *range(8000, 9000)}
"""Where web servers listen. Databases, mail and the like do not listen there."""
DEFAULT_PORT = {"https": 443, "http": 80}
LOOK_UP_SECONDS = 3

SPECIAL = [
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    )
]  # fmt: skip
"""IANA's registries of special-purpose addresses, 2026; multicast; relays to IPv4 (6to4, Teredo)."""
GLOBAL_V6 = IPv6Network("2000::/3")
"""All IPv6 addresses given out so far. IPv4 in IPv6 (mapped, compatible, NAT64) and local ones lie outside of it."""


class Refused(Exception):
    """No webhook goes there, or the name leads nowhere; which of the two is not told."""


@dataclass(frozen=True)
class Address:
    """A webhook's address, taken apart once. `host` is in lower case, without brackets and closing dot."""

    scheme: str
    host: str
    port: int
    target: str
    authority: str

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"


@dataclass(frozen=True)
class Allowed:
    """What the operator opened by `ANJU_WEBHOOK_ALLOWED`: names of hosts, at any port, and networks."""

    hosts: frozenset[str]
    networks: tuple[IPv4Network | IPv6Network, ...]


def allowed() -> Allowed:
    return told_apart(tuple(settings.WEBHOOK_ALLOWED))


@cache
def told_apart(entries: tuple[str, ...]) -> Allowed:
    """A single IP address is both a host and a network."""
    hosts, networks = set(), []
    for entry in (entry.strip("[]").lower().rstrip(".") for entry in entries):
        with suppress(ValueError):
            networks.append(ip_network(entry, strict=False))
        if "/" not in entry:
            hosts.add(entry)
    return Allowed(frozenset(hosts), tuple(networks))


def read(text: str) -> Address:
    """Take an address apart. Raises ValidationError when it is none that a webhook may have."""
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as fault:
        raise unreadable() from fault
    if not PLAIN.fullmatch(text) or not is_host(host):
        raise unreadable()
    if "@" in parts.netloc:
        raise ValidationError(_("Write the address without a user name and a password."))
    if parts.fragment or "#" in text:
        raise ValidationError(_("Write the address without “#” and what follows it."))
    port = port if port is not None else DEFAULT_PORT[parts.scheme]
    insist_on_way(parts.scheme, host, port)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(parts.scheme, host, port, target, parts.netloc)


def for_others(text: str) -> str:
    """An address as others than its person see it: what follows “?” may hold a key to the receiver."""
    place, mark, _query = text.partition("?")
    return f"{place}?…" if mark else place


def unreadable() -> ValidationError:
    return ValidationError(
        _("This is no address of a web server. Write it like https://example.org/hooks, a foreign name as xn--….")
    )


def is_host(host: str) -> bool:
    try:
        return bool(HOST.fullmatch(host) or ("%" not in host and ip_address(host)))
    except ValueError:
        return False


def insist_on_way(scheme: str, host: str, port: int) -> None:
    """Raises ValidationError for http where it is not allowed, and for ports where no web server listens."""
    if host in allowed().hosts:
        return
    if scheme != "https" and settings.PRODUCTION:
        raise ValidationError(_("The address must begin with https://."))
    if port not in PORTS:
        raise ValidationError(_("The port must be 443, 80 or from 8000 to 8999."))


def places_of(address: Address) -> list[str]:
    """The IP addresses behind an address, every one of which was judged just now. Raises Refused.

    A name is refused as a whole when one of its places is: what leads both out and in is a trap.
    """
    places = look_up(address.host, address.port)
    if not places or not (address.host in allowed().hosts or all(map(may_lead_to, places))):
        raise Refused
    return places


def may_lead_to(place: str) -> bool:
    """Whether a webhook may go to this IP address."""
    try:
        found = ip_address(place)
    except ValueError:  # with a zone, such as fe80::1%eth0
        return False
    return any(found in network for network in allowed().networks) or is_public(found)


def is_public(found) -> bool:
    if isinstance(found, IPv6Address) and (found.scope_id or found not in GLOBAL_V6):
        return False
    return found.is_global and not found.is_multicast and not any(found in network for network in SPECIAL)


def look_up(host: str, port: int) -> list[str]:
    """The places of a name, IPv4 first; none when it is not known or not found out within three seconds.

    The system's look-up cannot be told how long to take, so it runs beside us and may end later, unheard.
    """
    answers: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
    threading.Thread(target=lambda: answers.put(ask_system(host, port)), daemon=True).start()
    try:
        return answers.get(timeout=LOOK_UP_SECONDS)
    except queue.Empty:
        return []


def ask_system(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        return []
    ordered = sorted(found, key=lambda entry: entry[0] != socket.AF_INET)
    return list(dict.fromkeys(str(entry[4][0]) for entry in ordered))
