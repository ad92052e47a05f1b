"""Marks of what an answer says, so that nobody fetches twice or overwrites what somebody else wrote in between."""

from hashlib import blake2b
from typing import Any

from django.http import HttpResponse

from accounts.api.rendering import dumps


def of(told: Any) -> str:
    """The strong entity tag of a thing as its own address shows it.

    `moves` are left out: they say in the reader's language what that reader may do, and nothing of the thing.
    """
    if isinstance(told, dict) and "moves" in told:
        told = {name: value for name, value in told.items() if name != "moves"}
    return of_bytes(dumps(told))


def is_known(request, tag: str) -> bool:
    """Whether the caller has this already (`If-None-Match`); weak marks count here."""
    given = request.headers.get("If-None-Match", "")
    return given.strip() == "*" or tag in {each.strip().removeprefix("W/") for each in given.split(",")}


def answer(request, told: Any) -> HttpResponse:
    """As JSON with its tag; 304 for a caller who has it already."""
    body = dumps(told)
    tag = of(told) if isinstance(told, dict) and "moves" in told else of_bytes(body)
    response = (
        HttpResponse(status=304) if is_known(request, tag) else HttpResponse(body, content_type="application/json")
    )
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


def matches(given: str, tag: str | None) -> bool:
    """Whether an `If-Match` lets the version with this tag be written; weak marks never do. None: it is not there."""
    return tag is not None and (given.strip() == "*" or tag in {each.strip() for each in given.split(",")})


def of_bytes(body: bytes) -> str:
    return f'"{blake2b(body, digest_size=12).hexdigest()}"'
