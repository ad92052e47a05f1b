"""A photo from another server: only from where a webhook might lead, no redirects, in ten seconds, no larger than ours.

The address is judged, its name looked up once, and the connection goes to exactly the place that was judged.
"""

import time
from contextlib import closing
from http.client import HTTPException
from ssl import SSLCertVerificationError

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from urllib3.exceptions import HTTPError

from accounts.pictures import judging
from exchange.webhooks import addresses, outbound
from exchange.webhooks.addresses import Address

CHUNK_BYTES = 64 * 1024


class NoAnswer(Exception):
    """The other server was not reached, or broke off: it may be tried again."""


def fetch(text: str) -> bytes:
    """What lies under the address. Raises ValidationError where nothing may or will come from; NoAnswer."""
    address = addresses.read(text)
    until = time.monotonic() + outbound.TOTAL_SECONDS
    try:
        places = addresses.places_of(address)
        with closing(outbound.connect(address, places, until=until)) as link:
            return asked(link, address, until)
    except addresses.Refused as fault:
        raise ValidationError(_("No photo is fetched from this address.")) from fault
    except (SSLCertVerificationError, outbound.NoConnection, OSError, HTTPException, HTTPError) as fault:
        raise NoAnswer from fault


def asked(link, address: Address, until: float) -> bytes:
    with outbound.cut_off(link, after=until - time.monotonic()):
        link.request("GET", address.target, headers=headers_for(address), preload_content=False, decode_content=False)
        response = link.getresponse()
        with closing(response):
            if response.status >= 500:
                raise NoAnswer
            if response.status != 200:
                raise ValidationError(_("There is no photo under this address."))
            return body_of(response, address)


def headers_for(address: Address) -> dict[str, str]:
    return {
        "Host": address.authority,
        "User-Agent": "Anju-Photos/1",
        "Accept": "image/jpeg, image/png, image/webp",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def body_of(response, address: Address) -> bytes:
    """Read until it is whole, or larger than a photo may be. Raises NoAnswer when it breaks off before its end."""
    found = bytearray()
    while len(found) <= judging.MOST_BYTES:
        more = response.read(CHUNK_BYTES)
        if not more:
            break
        found += more
    judging.insist_on_size(len(found), address.host)
    told = response.headers.get("content-length", "")
    if told.isdigit() and len(found) < int(told):
        raise NoAnswer
    return bytes(found)
