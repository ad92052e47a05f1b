"""The estates that this browser follows, in a signed cookie: since when it has seen what is new about each.

A visit ends when nobody looked for `VISIT`; until then everything that was new at its beginning stays marked as new.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "followed"
SALT = "oversight.followers"
PATH = "/follow/"
MOST = 20
"""Estates at once; the one followed longest goes first."""
KEPT = timedelta(days=365)
VISIT = timedelta(minutes=30)


@dataclass(frozen=True)
class Seen:
    """What was new before `known` is known to the reader; `last` is when they looked last."""

    known: datetime
    last: datetime

    def looked(self, at: datetime) -> "Seen":
        return Seen(self.last if at - self.last > VISIT else self.known, at)


def followed(request: HttpRequest) -> dict[str, Seen]:
    """By estate code. A cookie that is forged or old follows nothing."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return {}
    return {code: Seen(*(datetime.fromtimestamp(each, UTC) for each in seen)) for code, seen in kept.items()}


def keep(request: HttpRequest, response: HttpResponse, estates: dict[str, Seen]) -> None:
    if not estates:
        response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
        return
    latest = dict(list(estates.items())[-MOST:])
    told = {code: [int(seen.known.timestamp()), int(seen.last.timestamp())] for code, seen in latest.items()}
    response.set_cookie(
        COOKIE, signing.dumps(told, salt=SALT), max_age=int(KEPT.total_seconds()), path=PATH, httponly=True,
        samesite="Lax", secure=request.is_secure(),
    )  # fmt: skip
