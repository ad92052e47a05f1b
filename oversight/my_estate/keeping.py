"""Pages of estates, kept in the cache under their version. While the cache is away each page is made afresh."""

import functools
import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from redis.exceptions import RedisError

from accounts.look import look_of
from oversight.my_estate.version import Version, version_of

SECONDS = 3600
"""A page that nobody asked for goes; and with it what no version tells, such as a street's name."""
log = logging.getLogger(__name__)


def kept(request: HttpRequest, code: str, make: Callable[[Version], HttpResponse], *, at: datetime) -> HttpResponse:
    """The page of an estate under its version, made where it is not there. An address with a query of its own is always
    made."""
    version = version_of(code, at=at)
    if request.META.get("QUERY_STRING") not in ("", "via=qr"):
        return make(version)
    key = key_of(request, version.page)
    content = asked(lambda: cache.get(key))
    if content is not None:
        return HttpResponse(content)
    response = make(version)
    asked(lambda: cache.set(key, response.content, SECONDS))
    return response


def asked(question: Callable[[], bytes | None]) -> bytes | None:
    """The cache's answer; None while it is away."""
    try:
        return question()
    except (RedisError, OSError) as fault:
        log.warning("the cache is away, pages of estates are made afresh: %s", fault)
        return None


def key_of(request: HttpRequest, version: str) -> str:
    """Of everything on which the page depends besides the estate's facts: address, host, look, language, release."""
    asked_for = (request.scheme, request.get_host(), request.get_full_path(), look_of(request).name, get_language())
    return f"estate-page-{release()}-{version}-{hashlib.sha256(repr(asked_for).encode()).hexdigest()[:24]}"


@functools.cache
def release() -> int:
    """When the youngest template or catalogue of this portal was written: another release makes its own pages."""
    root = Path(settings.ROOT)
    written = [*root.glob("templates/**/*.html"), *root.glob("locale/**/*.mo"), *root.glob("static/site/*")]
    return max(int(each.stat().st_mtime) for each in written)
