"""Finding an estate: by what one types, or by county and street."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.models import Level, Region
from accounts.pages import public_page, typed
from estates.finding import WITH_PLACE, best_first, counties, is_region_code, near, place_of, with_counts
from estates.models import Estate
from oversight.glance import rows_of

A_PAGE = 20


@public_page
def estates(request: HttpRequest) -> HttpResponse:
    """The answer to the search box. Nothing typed: how else to find one's estate."""
    text = typed(request.GET.get("q", ""))
    if not text:
        return render(request, "oversight/estates.html", {"query": "", "counties": with_counts(counties())})
    page = Paginator(best_first(text), A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    rows = rows_of(page, on=today)
    near_rows = [] if rows else rows_of(near(text).select_related(WITH_PLACE), on=today)
    return render(
        request,
        "oversight/estates.html",
        {"query": text, "page": page, "rows": rows, "near_rows": near_rows},
    )


@public_page
def regions(request: HttpRequest) -> HttpResponse:
    """All counties."""
    return render(
        request, "oversight/regions.html", {"counties": with_counts(counties()), "today": timezone.localdate()}
    )


@public_page
def region(request: HttpRequest, code: str) -> HttpResponse:
    """One county, street or community: what it is divided into, and its estates."""
    here = Region.objects.filter(code=code).select_related("parent__parent").first() if is_region_code(code) else None
    if here is None:
        raise Http404
    if here.level in (Level.PROVINCE, Level.CITY):
        return redirect("oversight:regions")
    today = timezone.localdate()
    found = Estate.objects.within(here).select_related(WITH_PLACE).order_by("name", "code")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "oversight/region.html",
        {
            "region": here,
            "place": place_of(here),
            "today": today,
            "children": with_counts(here.children.all()),
            "page": page,
            "rows": rows_of(page, on=today),
        },
    )
