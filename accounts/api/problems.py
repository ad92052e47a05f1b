"""Every error of the API as one kind of document: `application/problem+json` (RFC 9457), in the caller's language."""

import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError
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
    "too_large": gettext_lazy("The request is too large"),
    "unsupported_media_type": gettext_lazy("The request's format is not understood"),
    "throttled": gettext_lazy("Too many requests"),
    "unavailable": gettext_lazy("Not available at the moment"),
    "error": gettext_lazy("The portal has failed"),
}
"""The kinds of problem; the key, with hyphens, ends the document's `type`."""


class Conflict(exceptions.APIException):
    """The request is sound, but the thing's state does not allow it."""

    status_code = 409
    default_code = "conflict"
    default_detail = gettext_lazy("Somebody has saved something in the meantime that excludes this.")


class TooLarge(exceptions.APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("The request is larger than this portal takes.")


class Failed(exceptions.APIException):
    default_detail = gettext_lazy("The portal could not answer. The fault has been noted under the request's number.")


def answer(exc: Exception, context: dict) -> Response:
    """The problem document for any exception that a view lets out (DRF's `EXCEPTION_HANDLER`)."""
    set_rollback()
    request = context["request"]
    fault = as_api_exception(exc)
    if isinstance(fault, Failed):
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
        case Http404():
            return exceptions.NotFound(_("There is nothing at this address that you may see."))
        case NotAllowed():
            return exceptions.PermissionDenied(str(exc))
        case DjangoPermissionDenied():
            return exceptions.PermissionDenied()
        case DjangoValidationError():
            return exceptions.ValidationError(messages_of(exc))
        case IntegrityError():
            return Conflict()
        case RequestDataTooBig():
            return TooLarge()
        case SuspiciousOperation():
            return exceptions.ParseError()
    return Failed()


def messages_of(fault: DjangoValidationError) -> dict | list:
    return fault.message_dict if hasattr(fault, "error_dict") else fault.messages


def document(fault: exceptions.APIException, request) -> dict[str, Any]:
    code = fault.default_code
    problem = {
        "type": TYPE_PREFIX + code.replace("_", "-"),
        "title": str(TITLES[code]),
        "status": fault.status_code,
        "detail": "",
        "instance": request.path,
        "request_id": ORIGIN.get().request_id,
    }
    if isinstance(fault, exceptions.ValidationError):
        errors = list(errors_of(fault.detail, in_query=request.method in SAFE_METHODS))
        problem["detail"] = " ".join(dict.fromkeys(error["detail"] for error in errors))
        problem["errors"] = errors
    else:
        problem["detail"] = str(fault.detail)
    return problem


WHOLE = {api_settings.NON_FIELD_ERRORS_KEY, "__all__"}


def errors_of(detail: Any, *, in_query: bool, path: str = "") -> Iterator[dict[str, str]]:
    """One entry for each fault: what is wrong, and where (`parameter` of the address, or `pointer` into the body)."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from errors_of(inner, in_query=in_query, path=path if name in WHOLE else f"{path}/{name}")
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            deeper = path if isinstance(inner, str) else f"{path}/{index}"
            yield from errors_of(inner, in_query=in_query, path=deeper)
    else:
        place = {"parameter": path.split("/")[1] if path else ""} if in_query else {"pointer": f"#{path}"}
        yield {"detail": str(detail), **place}
