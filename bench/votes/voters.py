"""Owners who vote on their phones, all the way: letter, message, ballot, a second look, receipt."""

import random
import re
import threading
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from django.middleware.csrf import _get_new_csrf_string as new_csrf_string

from bench.api.load import Failed, Result
from bench.votes.estate import PHONE, answers
from committees.models import Invitation, Vote

CODE = re.compile(r"\d{6}")


@dataclass(frozen=True)
class Voter:
    """What somebody has at hand: the letter's code, their phone, and what they mean to mark (field and option)."""

    code: str
    phone: str
    marks: tuple[tuple[str, str], ...]


def voters_of(vote: Vote) -> list[Voter]:
    draw = random.Random(vote.pk)
    fields = [f"m{matter.place}" for matter in vote.matters.all()]
    ballots = [tuple(zip(fields, map(str, answers(vote, draw)), strict=True)) for _ in range(50)]
    invitations = Invitation.objects.filter(vote=vote).order_by("pk")
    return [Voter(each.code, PHONE.format(each.owner_id), draw.choice(ballots)) for each in invitations]


class Phone:
    """A browser with its cookies, over one connection."""

    def __init__(self, base: str) -> None:
        place = urlsplit(base)
        self.connection = HTTPConnection(place.hostname or "", place.port, timeout=60)
        self.csrf = new_csrf_string()
        self.cookies = {"csrftoken": self.csrf}

    def ask(self, path: str, fields: dict[str, str] | None = None, *, wanted: int) -> None:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({**fields, "csrfmiddlewaretoken": self.csrf})
        self.connection.request("GET" if body is None else "POST", path, body, headers)
        answer = self.connection.getresponse()
        told = answer.read()
        if answer.status != wanted:
            raise Failed(f"{path} {answer.status} {told[:400].decode(errors='replace')}")
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}

    def vote(self, voter: Voter, phones: Path) -> None:
        self.cookies = {"csrftoken": self.csrf}
        self.ask("/vote/", {"code": voter.code}, wanted=302)
        self.ask("/vote/phone/", wanted=200)
        sent = CODE.search((phones / voter.phone).read_text())
        assert sent is not None
        self.ask("/vote/phone/", {"code": sent[0]}, wanted=302)
        self.ask("/vote/mark/", wanted=200)
        self.ask("/vote/mark/", dict(voter.marks), wanted=302)
        self.ask("/vote/check/", wanted=200)
        self.ask("/vote/check/", {}, wanted=302)
        self.ask("/vote/receipt/", wanted=200)


def run(base: str, voters: list[Voter], phones: Path, *, clients: int) -> Result:
    """Everybody votes once, as fast as they are answered. Raises Failed."""
    waiting, lock, faults = iter(voters), threading.Lock(), []
    told: list[float] = []
    begun = time.perf_counter()

    def client() -> None:
        phone = Phone(base)
        try:
            while True:
                with lock:
                    voter = next(waiting, None)
                if voter is None:
                    return
                at = time.perf_counter()
                phone.vote(voter, phones)
                told.append(time.perf_counter() - at)
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return Result(len(told) / (time.perf_counter() - begun), sorted(told))
