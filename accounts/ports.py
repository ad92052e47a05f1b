"""The way out for notices. An adapter carries one message, or says that it cannot.

`settings.NOTICE_WAYS` names one for each way; a way without one is not used. A city's gateway for text messages is one
more class with `carry`.
"""

import sys
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Message:
    """`key` is the same each time that a message is tried, so that a gateway may tell a repetition."""

    key: str
    address: str
    masked_address: str
    subject: str
    words: str


class Undeliverable(Exception):
    """This message will never arrive: a number that is none, an address that was refused."""


class Adapter(Protocol):
    def carry(self, message: Message) -> None:
        """Raises Undeliverable; any other error means that it may be tried again."""


class Console:
    """Writes what would be sent to the terminal, with the address masked: for trying out and for tests."""

    def carry(self, message: Message) -> None:
        print(f"[{message.masked_address}] {message.subject}: {message.words}", file=sys.stderr, flush=True)


class Email:
    """By Django's own mail settings (`ANJU_MAIL_SERVER`)."""

    def carry(self, message: Message) -> None:
        if "@" not in message.address:
            raise Undeliverable(message.masked_address)
        EmailMessage(message.subject, message.words, to=[message.address], headers={"X-Notice-Key": message.key}).send()


def is_used(way: str) -> bool:
    return bool(settings.NOTICE_WAYS.get(way))


def adapter(way: str) -> Adapter:
    return _adapter(settings.NOTICE_WAYS[way])


@cache
def _adapter(path: str) -> Adapter:
    return import_string(path)()
