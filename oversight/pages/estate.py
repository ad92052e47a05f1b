"""One estate: nine answers, and what stands behind each. What is told is gathered in `oversight.my_estate`."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.look import look_of
from accounts.pages import public_page
from estates.finding import estate_coded, is_estate_code
from estates.models import Estate
from fees.findings.telling import peer_list, peers_of
from oversight.my_estate.citywide import citywide
from oversight.my_estate.gathering import told_of
from oversight.my_estate.keeping import kept
from oversight.my_estate.version import Version


@public_page
def estate(request: HttpRequest, code: str) -> HttpResponse:
    if not is_estate_code(code):
        raise Http404
    at = timezone.now()
    return kept(request, code, lambda version: made(request, code, version, at=at), at=at)


def made(request: HttpRequest, code: str, version: Version, *, at: datetime) -> HttpResponse:
    city = citywide(version.city, on=timezone.localdate(at))
    template = "oversight/estate_elder.html" if look_of(request).elder else "oversight/estate.html"
    return render(request, template, told_of(estate_by(code), city, at=at))


@public_page
def peers(request: HttpRequest, code: str) -> HttpResponse:
    """The estates with which the fee of this one is compared."""
    found, today = estate_by(code), timezone.localdate()
    facts = {"estate": found, "peers": peers_of(found, on=today), "rows": peer_list(found, on=today)}
    return render(request, "oversight/peers.html", facts)


def estate_by(code: str) -> Estate:
    """The estate with a 13-digit code. Raises Http404."""
    found = estate_coded(code)
    if found is None:
        raise Http404
    return found
