"""How the pages of reporting are served: for one reader only, with what their script needs and no more."""

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from accounts.city import NoRuleValue
from accounts.pages import own_page

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; media-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""As on every public page, and besides: photos shown before they are sent, the captcha's sound, sending in between."""

log = logging.getLogger(__name__)


def report_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """One step. On a portal that has not said its terms yet nothing can be promised, and so nothing taken."""

    @sensitive_post_parameters()
    @own_page
    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return view(request, *args, **kwargs)

    @wraps(view)
    def served(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            response = page(request, *args, **kwargs)
        except NoRuleValue as fault:
            log.error("Nothing can be reported: %s", fault)
            response = render(request, "complaints/report/closed.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
        response["Content-Security-Policy"] = POLICY
        return response

    return served
