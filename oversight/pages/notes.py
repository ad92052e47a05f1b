"""Pages of words: what is not open yet, accessibility, privacy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.pages import public_page


@public_page
def unopened(request: HttpRequest, what: str) -> HttpResponse:
    """The future address of something residents will do here: says honestly that it is not open, and whom to ring."""
    return render(request, "oversight/unopened.html", {"what": what, "today": timezone.localdate()})


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/accessibility.html")


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/privacy.html")
