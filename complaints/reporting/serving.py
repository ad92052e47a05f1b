"""How the pages of reporting are served: for one reader only, with what their script needs and no more."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters

from complaints.following.pages import own_page

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; media-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""As on every public page, and besides: photos shown before they are sent, the captcha's sound, sending in between."""


def report_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @sensitive_post_parameters()
    @own_page
    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return view(request, *args, **kwargs)

    @wraps(view)
    def served(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = page(request, *args, **kwargs)
        response["Content-Security-Policy"] = POLICY
        return response

    return served
