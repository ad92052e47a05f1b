"""The parts of the OpenAPI document that many operations share; each stands in it once and is referred to."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework import serializers

from accounts.api.problem_catalogue import codes_with
from accounts.api.problems import MEDIA_TYPE, TITLES


class ProblemError(serializers.Serializer):
    detail = serializers.CharField(help_text=_("What is wrong, and what to do."))
    pointer = serializers.CharField(
        required=False, help_text=_("Where in the body, as a JSON pointer such as #/region.")
    )
    parameter = serializers.CharField(required=False, help_text=_("Which parameter of the address."))


class Problem(serializers.Serializer):
    """A problem document (RFC 9457), in the language asked for by Accept-Language."""

    type = serializers.CharField(help_text=_("Which kind of problem, for programs: urn:anju:problem:…"))
    title = serializers.CharField(help_text=_("Which kind of problem, for people."))
    status = serializers.IntegerField(help_text=_("The HTTP status."))
    detail = serializers.CharField(help_text=_("What happened here, and what to do."))
    instance = serializers.CharField(help_text=_("The address that was called."))
    request_id = serializers.CharField(help_text=_("The number of the request; the portal's log has it."))
    errors = ProblemError(
        many=True,
        required=False,
        help_text=_("Each fault by itself, the first 100, where several fields or rows are wrong."),
    )


@dataclass(frozen=True)
class Part:
    """`place` is where it stands under `components`; `content` is the OpenAPI object."""

    place: str
    name: str
    content: dict[str, Any]


def parameter(place: str, name: str, description, schema: dict[str, Any], component: str = "", **more) -> Part:
    content = {"name": name, "in": place, "description": description, "schema": schema, **more}
    return Part(ResolvedComponent.PARAMETER, component or name, content)


def header(name: str, description, **schema) -> Part:
    content = {"description": description, "schema": {"type": "string", **schema}}
    return Part(ResolvedComponent.HEADER, name, content)


def up_to(most: int) -> dict[str, Any]:
    """The schema of a parameter that is a whole number from 1 on."""
    return {"type": "integer", "minimum": 1, "maximum": most}


PAGE = parameter(
    "query", "page", _("A page number, from 1; reaches to row 100,000. Beyond, and for whole copies, take `after`."),
    {"type": "integer", "minimum": 1, "maximum": 100_000, "default": 1},
)  # fmt: skip
PAGE_SIZE = parameter(
    "query", "page_size", _("Rows on a page, 1 to 1000; by default 50."),
    {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50},
)  # fmt: skip
AFTER = parameter(
    "query", "after",
    _(
        "Page by page behind the last row that one has, in place of `page`: empty to begin, then as the answer's "
        "`next` has it. Rows that come or go in between shift nothing, and the last page costs as much as the first."
    ),
    {"type": "string"}, allowEmptyValue=True,
)  # fmt: skip
COUNT = parameter(
    "query", "count",
    _("How to count: `capped` to 10,000 rows, `exact`, or `none`. By default capped, and none with `after`."),
    {"type": "string", "enum": ["capped", "exact", "none"]},
)  # fmt: skip
PAGING = (PAGE, PAGE_SIZE, AFTER, COUNT)

IF_NONE_MATCH = parameter(
    "header", "If-None-Match", _("The ETag that one has: if it is still good, the answer is 304 and has no body."),
    {"type": "string"}, "IfNoneMatch",
)  # fmt: skip
IF_MATCH = parameter(
    "header", "If-Match",
    _("Write only if the thing still has this ETag; otherwise the answer is 412 and nothing is changed."),
    {"type": "string"}, "IfMatch",
)  # fmt: skip
IDEMPOTENCY_KEY = parameter(
    "header", "Idempotency-Key",
    _(
        "A name that the caller makes for this write, such as a UUID. Sent again within 24 hours it does nothing "
        "and gets the first answer once more: a write whose answer was lost can be repeated without harm."
    ),
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}, "IdempotencyKey",
)  # fmt: skip
LANGUAGE = parameter(
    "header", "Accept-Language", _("Language of words for people: zh-hans (by default) or en."),
    {"type": "string"}, "AcceptLanguage",
)  # fmt: skip

REQUEST_ID = header(
    "X-Request-ID",
    _("Number of the request, the caller's own (8 to 64 letters, digits, . _ -) or a new one. The audit log keeps it."),
)
ETAG = header("ETag", _("Mark of what the answer says; good for If-None-Match and If-Match."))
LOCATION = header("Location", _("Address of the new thing."))
REPLAYED = header(
    "Idempotency-Replayed", _("“true” where a write was sent again and this is the first one's answer."), enum=["true"]
)
DEPRECATION = header(
    "Deprecation", _("“@” and the second since 1970 from which this should no longer be used (RFC 9745).")
)
SUNSET = header("Sunset", _("The moment from which this is gone (RFC 8594)."))
RETRY_AFTER = header("Retry-After", _("Seconds after which to try again."), pattern=r"^\d+$")
WWW_AUTHENTICATE = header("WWW-Authenticate", _("How to log in."))
RATE_LIMIT = header("RateLimit", _("What is left of the limit, and in how many seconds it is whole again."))
RATE_LIMIT_POLICY = header("RateLimit-Policy", _("The limit: how many calls in how many seconds."))

FURTHER_HEADERS = {"401": (WWW_AUTHENTICATE,), "429": (RETRY_AFTER,), "503": (RETRY_AFTER,)}


def problem(status: str, reference) -> Part:
    """The answer of a status. `reference(part)` refers to a shared part; a serializer class is one too."""
    kinds = " / ".join(f"{TITLES[code]} (`{code.replace('_', '-')}`)" for code in codes_with(int(status)))
    headers = {part.name: reference(part) for part in (REQUEST_ID, *FURTHER_HEADERS.get(status, ()))}
    content = {"description": kinds, "headers": headers, "content": {MEDIA_TYPE: {"schema": reference(Problem)}}}
    return Part(ResolvedComponent.RESPONSE, f"Problem{status}", content)
