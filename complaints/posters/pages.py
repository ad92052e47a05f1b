"""What a scan opens: the estate's page; or a kind word where the code leads nowhere any more."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.pages import POLICY, typed
from complaints.posters.actions import count_scan
from complaints.posters.reading import LIVE, REVOKED, UNKNOWN, Reading, estate_of
from estates.finding import estate_coded, is_estate_code
from estates.models import Estate

BY_POSTER = "qr"
"""How the estate's page, and what is reported from there, learn that somebody came by a poster (`?via=`)."""
STATUS = {REVOKED: HTTPStatus.GONE, UNKNOWN: HTTPStatus.NOT_FOUND}


@require_safe
@cache_control(no_store=True)
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """Count the scan and go on to the estate. A browser that only looks ahead is not counted."""
    reading = estate_of(code)
    if reading.estate is None or reading.state != LIVE:
        return leads_nowhere(request, reading, code)
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        count_scan(reading.estate, on=timezone.localdate())
    return HttpResponseRedirect(page_of(reading.estate, via=BY_POSTER))


@require_safe
@cache_control(no_store=True)
def typed_code(request: HttpRequest) -> HttpResponse:
    """The code of an estate (13 digits) or of a poster, typed by hand. A name is looked for instead."""
    text = typed(request.GET.get("code", ""))
    if not text:
        return page(request, {"text": ""})
    digits = "".join(text.split()).replace("-", "")
    if is_estate_code(digits):
        found = estate_coded(digits)
        return HttpResponseRedirect(page_of(found)) if found else page(request, {"text": text, "state": "no_estate"})
    if not digits.isascii():
        return HttpResponseRedirect(f"{reverse('oversight:estates')}?{urlencode({'q': text})}")
    return redirect("complaints:poster", code=digits) if digits.isalnum() else unknown(request, text)


def page_of(estate: Estate, *, via: str = "") -> str:
    return reverse("oversight:estate", args=[estate.code]) + (f"?via={via}" if via else "")


def leads_nowhere(request: HttpRequest, reading: Reading, code: str) -> HttpResponse:
    facts = {"text": typed(code) if reading.state == UNKNOWN else "", "state": reading.state, "estate": reading.estate}
    return page(request, facts, STATUS[reading.state])


def unknown(request: HttpRequest, text: str) -> HttpResponse:
    return leads_nowhere(request, Reading(None, UNKNOWN), text)


def page(request: HttpRequest, facts: dict, status: int = HTTPStatus.OK) -> HttpResponse:
    if facts.get("state") == "no_estate":
        status = HTTPStatus.NOT_FOUND
    response = render(request, "complaints/poster.html", facts, status=status)
    response["Content-Security-Policy"] = POLICY
    return response
