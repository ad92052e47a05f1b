"""The door of the big screen."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.authority import may
from oversight import figures
from oversight.dashboard.asked import asked_for
from oversight.wall.page import wall_of

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TAKEN = ("region", "compare")
"""What of an address the wall reads besides its screen: it always shows today."""


def wall(request: HttpRequest) -> HttpResponse:
    """Raises PermissionDenied for whom figures are not for, Http404 for a place outside of theirs."""
    if not may(request.user, "figures.view"):
        raise PermissionDenied
    template, facts = facts_for(request)
    response = TemplateResponse(request, template, facts)
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "no-cache"
    return response


def facts_for(request: HttpRequest) -> tuple[str, dict[str, Any]]:
    """The template and what it needs; as long as there are no figures, why the wall is dark."""
    query = {name: request.GET[name] for name in TAKEN if name in request.GET}
    try:
        asked = asked_for(query, user=request.user, today=timezone.localdate())
    except figures.NoSuchArea as fault:
        return "wall/dark.html", {"reason": str(fault)}
    found = figures.overview(asked.area, on=asked.on)
    if not found["figures"]:
        return "wall/dark.html", {"reason": found["reason"]}
    return "wall/wall.html", wall_of(asked, found, at=timezone.now(), screen=request.GET.get("screen", ""))
