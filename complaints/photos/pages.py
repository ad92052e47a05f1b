"""Photos are handed out here and nowhere else: the clean copies, to who may see them."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from complaints.models import Photo
from complaints.photos import showing, store

POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
KEPT_SECONDS = 3600
"""How long the browser of somebody who saw it may keep it."""


@require_safe
def photo(request: HttpRequest, key: UUID, size: str) -> HttpResponse:
    """404 for whoever may not see it, as if it were not there. While it is being prepared: a picture that says so."""
    found = Photo.objects.select_related("complaint", "step").filter(key=key).first()
    if found is None or size not in store.SIZES or not showing.may_see(request, found):
        raise Http404
    return clean_copy(found, size) if found.is_clean else stand_in(found)


def clean_copy(found: Photo, size: str) -> HttpResponse:
    try:
        response = HttpResponse(store.content(found, size), content_type="image/jpeg")
    except FileNotFoundError as fault:
        raise Http404 from fault
    response["Content-Disposition"] = f'inline; filename="{found.key}-{size}.jpg"'
    response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return guarded(response)


def stand_in(found: Photo) -> HttpResponse:
    name = "unreadable" if found.is_refused else "preparing"
    response = redirect(static(f"site/photo-{name}.svg"))
    response["Cache-Control"] = "no-store"
    return guarded(response)


def guarded(response: HttpResponse) -> HttpResponse:
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_vary_headers(response, ["Cookie"])
    return response
