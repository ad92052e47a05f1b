"""One POST to a subscriber's server: to the places that were judged, no longer than ten seconds, no redirects.

Nothing of the environment's proxies is used. The certificate must be good for the name in the address.
"""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from http.client import HTTPException
from threading import Timer

from django.core.exceptions import ValidationError
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from exchange.models import Fault
from exchange.webhooks import addresses
from exchange.webhooks.addresses import Address

CONNECT_SECONDS = 3
TOTAL_SECONDS = 10
ANSWER_BYTES = 1024
AGENT = "Anju-Webhooks/1"


@dataclass(frozen=True)
class Outcome:
    """What came of a POST. `status` and `ms` are None, and `fault` says why, where there was no answer."""

    status: int | None = None
    ms: int | None = None
    fault: str = ""
    answer: str = ""
    asked: timedelta | None = None

    @property
    def is_taken(self) -> bool:
        return not self.fault

    @property
    def is_gone(self) -> bool:
        return self.status == 410


class NoConnection(Exception):
    """None of the places took a connection."""


def post(text: str, *, body: bytes, headers: dict[str, str]) -> Outcome:
    """Send `body` to the address `text`. Whatever happens is an Outcome."""
    began = time.monotonic()
    try:
        address = addresses.read(text)
        with closing(connect(address, addresses.places_of(address), until=began + TOTAL_SECONDS)) as link:
            return exchange(link, address, body, headers, began)
    except (ValidationError, addresses.Refused):
        return Outcome(fault=Fault.PLACE)
    except ssl.SSLCertVerificationError:
        return Outcome(fault=Fault.CERTIFICATE)
    except NoConnection:
        return Outcome(fault=Fault.CONNECTION)


def exchange(link: HTTPConnection, address: Address, body: bytes, headers: dict[str, str], began: float) -> Outcome:
    """The request and its answer on an open connection, cut off when the time is over."""
    with cut_off(link, after=began + TOTAL_SECONDS - time.monotonic()):
        try:
            link.request(
                "POST", address.target, body=body, headers=own_headers(address) | headers,
                preload_content=False, decode_content=False,
            )  # fmt: skip
            response = link.getresponse()
        except (OSError, HTTPException, HTTPError, ValueError):
            return Outcome(fault=Fault.SLOW if time.monotonic() - began > TOTAL_SECONDS - 0.1 else Fault.BROKEN)
        return Outcome(
            status=response.status,
            ms=round((time.monotonic() - began) * 1000),
            fault=fault_of(response.status),
            asked=wish_of(response.headers.get("retry-after", "")),
            answer=beginning_of(response),
        )


def own_headers(address: Address) -> dict[str, str]:
    return {
        "Host": address.authority,
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def connect(address: Address, places: list[str], *, until: float) -> HTTPConnection:
    """A connection to the first of `places` that takes one. Raises NoConnection, SSLCertVerificationError."""
    for place in places:
        seconds = min(CONNECT_SECONDS, until - time.monotonic())
        if seconds <= 0:
            break
        link = link_to(address, place, seconds)
        try:
            link.connect()
        except ssl.SSLCertVerificationError:
            link.close()
            raise
        except (OSError, HTTPError):
            link.close()
            continue
        link.timeout = max(until - time.monotonic(), 0.1)
        return link
    raise NoConnection


def link_to(address: Address, place: str, seconds: float) -> HTTPConnection:
    if not address.is_secure:
        return HTTPConnection(place, address.port, timeout=seconds)
    return HTTPSConnection(
        place, address.port, timeout=seconds, server_hostname=address.host, ssl_context=trust()
    )  # fmt: skip


@cache
def trust() -> ssl.SSLContext:
    """The system's certificate authorities (or `SSL_CERT_FILE`); the name is checked against the certificate."""
    return ssl.create_default_context()


@contextmanager
def cut_off(link: HTTPConnection, *, after: float) -> Iterator[None]:
    """End the connection after so many seconds, even while a few bytes come every now and then."""
    wire = link.sock

    def cut() -> None:
        with suppress(OSError):
            socket.socket.shutdown(wire, socket.SHUT_RDWR)

    timer = Timer(max(after, 0), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def fault_of(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return Fault.REDIRECT if 300 <= status < 400 else Fault.STATUS


def beginning_of(response) -> str:
    """The first 1,024 bytes of an answer as text. What the receiver withholds or spoils is left out."""
    found = b""
    with suppress(OSError, HTTPException, HTTPError, ValueError), closing(response):
        while len(found) < ANSWER_BYTES:
            more = response.read1(ANSWER_BYTES - len(found))
            if not more:
                break
            found += more
    return found.decode("utf-8", "replace").replace("\x00", "�")


def wish_of(retry_after: str) -> timedelta | None:
    """Retry-After in seconds; a date is not heeded."""
    text = retry_after.strip()
    return timedelta(seconds=int(text)) if text.isascii() and text.isdigit() and len(text) <= 9 else None
