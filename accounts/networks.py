"""Networks in CIDR notation, and whether an address lies within them. Values in, values out."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST = 50
"""Networks on one list."""


def sound_networks(texts: Iterable[str]) -> list[str]:
    """The networks as they are kept: `10.1.2.3` becomes `10.1.2.3/32`, doubles go. Raises ValidationError."""
    found = list(dict.fromkeys(sound_network(text) for text in texts))
    if len(found) > MOST:
        raise ValidationError(_("At most %(most)d networks are possible.") % {"most": MOST})
    return found


def sound_network(text: str) -> str:
    """One network. Bits behind the prefix are refused: whoever wrote them meant another network."""
    try:
        whole = ip_network(text.strip(), strict=False)
    except ValueError as fault:
        raise ValidationError(
            _("“%(text)s” is not a network. Write it as 10.20.0.0/16, 203.0.113.7 or 2001:db8::/32.") % {"text": text}
        ) from fault
    if "/" in text and ip_address(text.strip().partition("/")[0]) != whole.network_address:
        raise ValidationError(
            _("“%(text)s” has bits behind its prefix. Did you mean %(network)s?") % {"text": text, "network": whole}
        )
    return str(whole)


def lies_within(address: str, networks: Iterable[str]) -> bool:
    """Whether an address lies in one of the networks. What is not an address lies nowhere."""
    try:
        place = plain(ip_address(address))
    except ValueError:
        return False
    return any(place in parsed(network) for network in networks)


def plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """An IPv4 address that came through an IPv6 socket (`::ffff:10.0.0.1`) is an IPv4 address."""
    return getattr(address, "ipv4_mapped", None) or address


@lru_cache(maxsize=1024)
def parsed(network: str) -> IPv4Network | IPv6Network:
    return ip_network(network)
