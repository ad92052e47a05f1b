"""Pages of words: accessibility, privacy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.city import NoRuleValue
from accounts.pages import public_page
from complaints.reporting.consents import Notice, notice


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/accessibility.html")


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/privacy.html", {"notice": notice_today()})


def notice_today() -> Notice | None:
    """What residents are told who leave a name; None while the city has not said how long it is kept."""
    try:
        return notice(on=timezone.localdate())
    except NoRuleValue:
        return None
