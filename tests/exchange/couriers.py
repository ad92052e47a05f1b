"""A courier whose clock is ours, and what its receivers were told."""

import json
import threading
from base64 import b64decode, b64encode
from datetime import timedelta
from hashlib import sha256
from hmac import new as hmac

from django.db import connection
from django.utils import timezone


class Clock:
    """The time of the tests, which passes only when told to."""

    def __init__(self):
        self.now = timezone.now()

    def __call__(self):
        return self.now

    def catch_up(self):
        self.now = timezone.now()

    def wait(self, **time):
        self.now += timedelta(**time)


def told(receiver) -> list[tuple[str, str, str]]:
    """The changes that a receiver was told, in order."""
    return [
        (entry["resource"], entry["key"], entry["verb"])
        for each in receiver.got
        for entry in json.loads(each.body)["data"].get("entries", [])
    ]


def assert_signed(got, *secrets: str) -> None:
    """The signatures are exactly these secrets', by a computation of our own."""
    message = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    made = ["v1," + b64encode(hmac(b64decode(each[6:]), message, sha256).digest()).decode() for each in secrets]
    assert got.headers["webhook-signature"].split(" ") == made


def in_thread(work) -> threading.Thread:
    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread
