"""What holds for every answer: where its request came from, its request id, what it lets a browser do, its body."""

import re
import uuid

from django.conf import settings

from accounts.audit import ORIGIN, Origin

SOUND_REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")


POLICY = "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'"
"""For answers without a policy of their own: the desks and the pages of the API, whose themes need inline scripts."""


def content_policy(get_response):
    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware


def private_answers(get_response):
    """What the API answers is for its caller alone, unless the view says otherwise: nobody between keeps it."""

    def middleware(request):
        response = get_response(request)
        if request.path_info.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware


def bare_answer_to_head(get_response):
    """An answer to HEAD has the headers of the answer to GET and nothing else: servers warn of a body there."""

    def middleware(request):
        response = get_response(request)
        if request.method != "HEAD":
            return response
        if response.streaming:
            response.file_to_stream = None
            response.streaming_content = ()
        else:
            response.content = b""
        return response

    return middleware


def origin_of_request(get_response):
    def middleware(request):
        given = request.headers.get("X-Request-ID", "")
        request_id = given if SOUND_REQUEST_ID.match(given) else uuid.uuid4().hex
        mark = ORIGIN.set(Origin(address_of(request), request_id))
        try:
            response = get_response(request)
        finally:
            ORIGIN.reset(mark)
        response["X-Request-ID"] = request_id
        return response

    return middleware


def address_of(request) -> str:
    """Where a request came from: what the outermost of our own proxies (`ANJU_PROXIES` of them) was asked by.

    What a caller writes into the header itself stands further left and is not believed.
    """
    nearest = request.META.get("REMOTE_ADDR", "")
    told = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",") if each.strip()]
    if settings.PROXIES and len(told) >= settings.PROXIES:
        return told[-settings.PROXIES]
    return nearest
