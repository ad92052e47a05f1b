"""What is wrong with a call, as GeoReport v2 has it: a list of codes and sentences."""

import logging
from collections.abc import Iterable

from rest_framework import exceptions

from accounts.api.problems import as_api_exception, errors_of

log = logging.getLogger(__name__)

KNOWN = {401: 403, 409: 400, 410: 404, 412: 400, 415: 400, 422: 400}
"""Statuses that the standard does not have, as those that it has."""


class Fault(Exception):
    """What the caller did wrong: sentences under one HTTP status."""

    def __init__(self, status: int, *sentences: str) -> None:
        self.status, self.sentences = status, sentences
        super().__init__(*sentences)


def fault_of(exc: Exception) -> Fault:
    """Any exception as a fault. What is the portal's own goes to its log."""
    if isinstance(exc, Fault):
        return exc
    known = as_api_exception(exc)
    if known.status_code >= 500:
        log.error("an Open311 call failed", exc_info=exc)
    return Fault(KNOWN.get(known.status_code, known.status_code), *sentences_of(known))


def sentences_of(fault: exceptions.APIException) -> Iterable[str]:
    if isinstance(fault, exceptions.ValidationError):
        return [sentence_of(error) for error in errors_of(fault.detail)]
    return [str(fault.detail)]


def sentence_of(error: dict[str, str]) -> str:
    name = NAMES.get(place := error["pointer"].removeprefix("#/").partition("/")[0], place)
    return f"{name}: {error['detail']}" if name and not name.startswith("#") else error["detail"]


NAMES = {
    "words": "description", "text": "description", "topic": "service_code", "estate": "address_id",
    "spot": "attribute[spot]", "kind": "attribute[kind]", "name": "first_name", "photos": "media_url",
}  # fmt: skip
"""Our fields, by the standard's names."""


def told(fault: Fault) -> list[dict[str, object]]:
    return [{"code": fault.status, "description": sentence} for sentence in fault.sentences]
