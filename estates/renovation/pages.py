"""A renovation as everybody may read it, and its pictures."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control

from accounts.pages import public_page
from estates.models import RenovationPicture, RenovationPlan, RenovationState
from estates.telling import renovation_told

A_DAY = 24 * 3600


@public_page
def renovation(request: HttpRequest, number: str) -> HttpResponse:
    plans = RenovationPlan.objects.exclude(state=RenovationState.DROPPED).select_related("estate")
    found = plans.prefetch_related("items", "pictures").filter(number=number).first()
    if found is None:
        raise Http404
    today = timezone.localdate()
    told = renovation_told(found, on=today)
    as_of = max((item.progress_on for item in told.items if item.progress_on), default=today)
    context = {"told": told, "estate": found.estate, "plan": found, "as_of": as_of}
    return render(request, "estates/renovation/renovation.html", context)


@cache_control(public=True, max_age=A_DAY)
def picture(request: HttpRequest, key) -> HttpResponse:
    """A picture that was drawn anew when it came in. One that was removed is gone."""
    found = RenovationPicture.objects.filter(key=key).first()
    if found is None:
        raise Http404
    try:
        return FileResponse(found.file.open("rb"), content_type="image/jpeg")
    except FileNotFoundError as fault:
        raise Http404 from fault
