"""Pages of words: what is not open yet, accessibility, privacy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.pages import public_page
from estates.finding import is_estate_code
from estates.models import Estate


@public_page
def unopened(request: HttpRequest, what: str) -> HttpResponse:
    """The future address of something residents will do here: says honestly that it is not open, and whom to ring."""
    today = timezone.localdate()
    code = request.GET.get("estate", "")
    estate = Estate.objects.filter(code=code).first() if is_estate_code(code) else None
    contract = estate and estate.contracts.running(on=today).select_related("enterprise").first()
    context = {"what": what, "estate": estate, "contract": contract, "today": today}
    return render(request, "oversight/unopened.html", context)


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/accessibility.html")


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/privacy.html")
