"""Notes where each request comes from, for the audit log, and gives every answer its request id."""

import re
import uuid

from accounts.audit import ORIGIN, Origin

SOUND_REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")


def origin_of_request(get_response):
    def middleware(request):
        given = request.headers.get("X-Request-ID", "")
        request_id = given if SOUND_REQUEST_ID.match(given) else uuid.uuid4().hex
        mark = ORIGIN.set(Origin(request.META.get("REMOTE_ADDR", ""), request_id))
        try:
            response = get_response(request)
        finally:
            ORIGIN.reset(mark)
        response["X-Request-ID"] = request_id
        return response

    return middleware
