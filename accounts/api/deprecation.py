"""What will go is announced: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), and a link to what takes its place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import wraps

from django.http import HttpResponse
from django.utils.http import http_date
from drf_spectacular.utils import extend_schema
from rest_framework.reverse import reverse


@dataclass(frozen=True)
class Farewell:
    """Deprecated from a day on, gone from another; `successor` is the name of the route to take instead."""

    since: date
    until: date
    successor: str

    def tell(self, response: HttpResponse, request) -> None:
        """Say so in the headers of an answer."""
        response["Deprecation"] = f"@{seconds(self.since)}"
        response["Sunset"] = http_date(seconds(self.until))
        link = f'<{reverse(self.successor, request=request)}>; rel="successor-version"'
        response["Link"] = f"{response['Link']}, {link}" if "Link" in response else link


def seconds(day: date) -> int:
    """The beginning of a day, in seconds since 1970."""
    return int(datetime.combine(day, time(), UTC).timestamp())


def deprecated(farewell: Farewell) -> Callable[[Callable], Callable]:
    """For a method or an action of a view: every answer says that it will go, and the API's description too."""

    def mark(method: Callable) -> Callable:
        @wraps(method)
        def answered(self, request, *args, **kwargs) -> HttpResponse:
            response = method(self, request, *args, **kwargs)
            farewell.tell(response, request)
            return response

        return extend_schema(deprecated=True)(answered)

    return mark
