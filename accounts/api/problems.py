"""Every error of the API as one kind of document: `application/problem+json` (RFC 9457), in the caller's language."""

import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

from accounts.audit import ORIGIN
from accounts.authority import NotAllowed
from accounts.city import NoRuleValue
from accounts.lifecycle import NotNow
from accounts.removing import StillNeeded

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:anju:problem:"

TITLES = {
    "invalid": gettext_lazy("Some values are not right"),
    "parse_error": gettext_lazy("The request could not be read"),
    "not_authenticated": gettext_lazy("Nobody is logged in"),
    "authentication_failed": gettext_lazy("The token was not accepted"),
    "permission_denied": gettext_lazy("Not allowed"),
    "not_found": gettext_lazy("Not found"),
    "method_not_allowed": gettext_lazy("This address does not take that method"),
    "not_acceptable": gettext_lazy("No such format"),
    "conflict": gettext_lazy("In conflict with what is there"),
    "still_running": gettext_lazy("The first request is still running"),
    "already_done": gettext_lazy("Already done"),
    "gone": gettext_lazy("No longer there"),
    "changed_meanwhile": gettext_lazy("Changed in the meantime"),
    "too_large": gettext_lazy("The request is too large"),
    "unsupported_media_type": gettext_lazy("The request's format is not understood"),
    "key_of_another": gettext_lazy("This key belongs to another request"),
    "throttled": gettext_lazy("Too many requests"),
    "unavailable": gettext_lazy("Not available at the moment"),
    "error": gettext_lazy("The portal has failed"),
}
"""The kinds of problem; the key, with hyphens, ends the document's `type`."""

USUAL = {400: "invalid", 401: "authentication_failed", 403: "permission_denied", 404: "not_found", 409: "conflict",
         410: "gone", 412: "changed_meanwhile", 413: "too_large", 429: "throttled", 503: "unavailable"}  # fmt: skip
"""The kind of a problem whose exception names none of ours, by its status."""


class Conflict(exceptions.APIException):
    """The request is sound, but the thing's state does not allow it."""

    status_code = 409
    default_code = "conflict"
    default_detail = gettext_lazy("Somebody has saved something in the meantime that excludes this.")


class Collided(Conflict):
    """Two writers waited for each other, and the database ended one of them."""

    default_detail = gettext_lazy("Others were writing the same things at this moment. Nothing was saved; try again.")
    wait = 1


class Gone(exceptions.APIException):
    status_code = 410
    default_code = "gone"
    default_detail = gettext_lazy("This was here once and is kept no longer.")


class ChangedMeanwhile(exceptions.APIException):
    """`If-Match` names another version than the one that is there."""

    status_code = 412
    default_code = "changed_meanwhile"
    default_detail = gettext_lazy(
        "This is no longer what you have read: it was changed in the meantime. "
        "Read it again, and send your change with the new ETag."
    )


class TooLarge(exceptions.APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("The request is larger than this portal takes.")


class Unavailable(exceptions.APIException):
    status_code = 503
    default_code = "unavailable"
    default_detail = gettext_lazy("The portal's database does not answer. Nothing was saved; try again in a moment.")
    wait = 5


class TooSlow(Unavailable):
    """The database was stopped over a statement (`STATEMENT_SECONDS`)."""

    default_detail = gettext_lazy(
        "This takes the database too long, and was stopped. Nothing was saved. Narrow the question with filters, or "
        "ask for fewer rows at once."
    )
    wait = 60


class Failed(exceptions.APIException):
    default_detail = gettext_lazy("The portal could not answer. The fault has been noted under the request's number.")


class InAddress(exceptions.ValidationError):
    """What is wrong stands in the address, though the call has a body."""


def answer(exc: Exception, context: dict) -> Response:
    """The problem document for any exception that a view lets out (DRF's `EXCEPTION_HANDLER`)."""
    set_rollback()
    request = context["request"]
    fault = as_api_exception(exc)
    if isinstance(fault, Failed | Unavailable):
        log.error("%s %s failed", request.method, request.path, exc_info=exc)
    response = Response(document(fault, request), status=fault.status_code, content_type=MEDIA_TYPE)
    if header := getattr(fault, "auth_header", None):
        response["WWW-Authenticate"] = header
    if wait := getattr(fault, "wait", None):
        response["Retry-After"] = str(int(wait))
    return response


def as_api_exception(exc: Exception) -> exceptions.APIException:
    match exc:
        case exceptions.APIException():
            return exc
        case Http404() | ObjectDoesNotExist():
            return exceptions.NotFound(_("There is nothing at this address that you may see."))
        case NotNow() | NoRuleValue():
            return Conflict(str(exc))
        case NotAllowed():
            return exceptions.PermissionDenied(str(exc))
        case DjangoPermissionDenied():
            return exceptions.PermissionDenied()
        case DjangoValidationError():
            return exceptions.ValidationError(messages_of(exc))
        case StillNeeded():
            return Conflict(str(exc))
        case IntegrityError():
            return Conflict()
        case DataError():
            return exceptions.ParseError(_("A number or a day is out of the range that the portal can keep."))
        case OperationalError() if code_of(exc) in BY_OTHERS:
            return Collided()
        case OperationalError() if code_of(exc) == STOPPED:
            return TooSlow()
        case OperationalError() | InterfaceError():
            return Unavailable()
        case RequestDataTooBig():
            return TooLarge()
        case SuspiciousOperation():
            return exceptions.ParseError()
    return Failed()


BY_OTHERS = {"40P01", "40001", "55P03"}
"""PostgreSQL's codes for a deadlock, a failed serialization and a lock that was not to be had."""

STOPPED = "57014"
"""PostgreSQL's code for a statement that took too long."""


def code_of(exc: Exception) -> str | None:
    return getattr(exc.__cause__, "pgcode", None)


def messages_of(fault: DjangoValidationError) -> dict | list:
    return fault.message_dict if hasattr(fault, "error_dict") else fault.messages


def document(fault: exceptions.APIException, request) -> dict[str, Any]:
    """The whole problem document of a call."""
    in_query = request.method in SAFE_METHODS or isinstance(fault, InAddress)
    errors = getattr(fault, "errors", None)
    if isinstance(fault, exceptions.ValidationError):
        errors = list(errors_of(fault.detail, in_query=in_query))
    return {**told(fault, errors), "instance": request.path, "request_id": ORIGIN.get().request_id}


MOST_SENTENCES = 10
MOST_ERRORS = 100
"""That one document tells apart."""


def told(fault: exceptions.APIException, errors: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """What kind of problem it is, and what happened. `errors` tells many faults apart; the first are one text too."""
    code = fault.default_code if fault.default_code in TITLES else USUAL.get(fault.status_code, "error")
    problem = {
        "type": TYPE_PREFIX + code.replace("_", "-"),
        "title": str(TITLES[code]),
        "status": fault.status_code,
    }
    if errors is None:
        return {**problem, "detail": str(fault.detail)}
    sentences = list(dict.fromkeys(error["detail"] for error in errors))
    said = sentences[:MOST_SENTENCES]
    if (more := len(errors) - MOST_ERRORS) > 0:
        said.append(_("%(count)d more faults are not listed here.") % {"count": more})
    return {**problem, "detail": " ".join(said), "errors": errors[:MOST_ERRORS]}


WHOLE = {api_settings.NON_FIELD_ERRORS_KEY, "__all__"}


def errors_of(detail: Any, *, in_query: bool = False, path: str = "") -> Iterator[dict[str, str]]:
    """One entry for each fault: what is wrong, and where (`parameter` of the address, or `pointer` into the body)."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from errors_of(inner, in_query=in_query, path=path if name in WHOLE else f"{path}/{escaped(name)}")
    elif isinstance(detail, list | tuple):
        for index, inner in enumerate(detail):
            deeper = path if isinstance(inner, str) else f"{path}/{index}"
            yield from errors_of(inner, in_query=in_query, path=deeper)
    else:
        place = {"parameter": unescaped(path.split("/")[1]) if path else ""} if in_query else {"pointer": f"#{path}"}
        yield {"detail": str(detail), **place}


def escaped(name: Any) -> str:
    """A member's name as a step of a JSON pointer (RFC 6901)."""
    return str(name).replace("~", "~0").replace("/", "~1")


def unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")
