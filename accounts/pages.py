"""What every public page shares: how it is served, and the links that change its look or language."""

import unicodedata
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from accounts.look import COOKIE, YEAR, look_named, safe_way_back

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing is loaded from another site, and no script or style stands in a page: what a page shows is all it does."""


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for everybody: read only, the same for all who chose the same look, kept by browsers under its tag."""

    @require_safe
    @conditional_page
    @cache_control(no_cache=True)
    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Content-Security-Policy"] = POLICY
        patch_vary_headers(response, ["Cookie"])
        return response

    return page


def own_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for one reader, read or sent: nobody between keeps it, no search engine lists it."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @cache_control(private=True, no_store=True)
    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Content-Security-Policy"] = POLICY
        response["X-Robots-Tag"] = "noindex"
        patch_vary_headers(response, ["Cookie"])
        return response

    return page


def page_for(
    may_open: Callable[[Any], bool], whose: Any
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A page for those who may open it. Others are asked to log in, or told `whose` page it is."""

    def guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @own_page
        @wraps(view)
        def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("admin:login"))
            if not may_open(request.user):
                raise PermissionDenied(str(whose))
            return view(request, *args, **kwargs)

        return page

    return guarded


def with_sound(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of one's own on which the digits may be listened to; no report of a fault tells what was typed."""

    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = sensitive_post_parameters()(own_page(view))(request, *args, **kwargs)
        response["Content-Security-Policy"] = f"{POLICY}; media-src 'self'"
        return response

    return page


@require_safe
@cache_control(no_store=True)
def look(request: HttpRequest) -> HttpResponse:
    """Keep the look (`v`) or the language (`lang`) that a link names, and go back to `next`."""
    response = HttpResponseRedirect(safe_way_back(request, request.GET.get("next", "/")))
    chosen = {}
    if "v" in request.GET:
        chosen[COOKIE] = look_named(request.GET["v"]).name
    if request.GET.get("lang") in dict(settings.LANGUAGES):
        chosen[settings.LANGUAGE_COOKIE_NAME] = request.GET["lang"]
    for name, value in chosen.items():
        response.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return response


LONGEST_QUERY = 60


def typed(text: str) -> str:
    """What was typed into a search box, fit for searching: full-width letters narrowed, control characters gone."""
    narrow = unicodedata.normalize("NFKC", text[: 10 * LONGEST_QUERY])
    visible = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in narrow)
    return " ".join(visible.split())[:LONGEST_QUERY].strip()
