"""How a reader wants the public pages: elder edition, high contrast, and in which language. Kept in two cookies.

Both are chosen by plain links (`/look/?v=elder&next=/…`), so that they work without script.
"""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

COOKIE = "look"
YEAR = 365 * 24 * 3600
LONGEST_WAY_BACK = 500
"""Longer addresses (a pasted novel in the search box) are not carried along; the reader returns to the bare page."""


@dataclass(frozen=True)
class Look:
    """One reader's choice. `name` is what the cookie and the links say."""

    elder: bool = False
    contrast: bool = False

    @property
    def name(self) -> str:
        return "-".join(word for word in ("elder", "contrast") if getattr(self, word)) or "standard"

    @property
    def classes(self) -> str:
        """The classes of the root element."""
        return " ".join(word for word in ("elder", "contrast") if getattr(self, word))

    @property
    def other_elder(self) -> "Look":
        return replace(self, elder=not self.elder)

    @property
    def other_contrast(self) -> "Look":
        return replace(self, contrast=not self.contrast)


def look_named(name: str) -> Look:
    """The look that a cookie or link names; whatever is not a look is the standard one."""
    words = name.split("-")
    return Look(elder="elder" in words, contrast="contrast" in words)


def look_of(request: HttpRequest) -> Look:
    return look_named(request.COOKIES.get(COOKIE, ""))


def way_back(request: HttpRequest) -> str:
    """Where the reader stands, for the links that change the look and come back."""
    full = request.get_full_path()
    return full if len(full) <= LONGEST_WAY_BACK else request.path[:LONGEST_WAY_BACK]


def safe_way_back(request: HttpRequest, target: str) -> str:
    """`target` if it is a page of this portal, else the home page."""
    own = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts=None, require_https=request.is_secure()
    )
    return target if own else "/"


def link_to(request: HttpRequest, **choice: str) -> str:
    """The address that makes `choice` (`v=` a look, `lang=` a language) and returns here."""
    return reverse("look") + "?" + urlencode({**choice, "next": way_back(request)})


def language_cookie_of(request: HttpRequest) -> str | None:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else None


class ReadersLanguage(LocaleMiddleware):
    """The language that the reader chose by a link, else the portal's own.

    A phone set to English in a Chinese city does not mean that its owner asked for an English page. Programs that call
    the API say what they want by `Accept-Language`, as Django does it.
    """

    def process_request(self, request):
        if request.path.startswith("/api/"):
            return super().process_request(request)
        translation.activate(language_cookie_of(request) or settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
        return None
