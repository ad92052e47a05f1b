"""Step 1: which estate. By its code (from the poster), by search, or by county and street; never by a map alone."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Level, Region
from accounts.pages import typed
from complaints.reporting import drafts
from complaints.reporting.serving import report_page
from estates.finding import (
    WITH_PLACE,
    best_first,
    counties,
    estate_coded,
    is_estate_code,
    is_region_code,
    near,
    place_of,
    with_counts,
)
from estates.models import Estate

A_PAGE = 20


@require_safe
@report_page
def report(request: HttpRequest) -> HttpResponse:
    """With `?estate=` a code that exists: on to the questions."""
    code = typed(request.GET.get("estate", ""))
    text = typed(request.GET.get("q", "")) or (code if code and not estate_coded(code) else "")
    if code and not text:
        return redirect(to_questions(code, request.GET.get("via", "")))
    told = drafts.told(drafts.key_of(request))
    return render(
        request,
        "complaints/report/estate.html",
        {
            "step": 1,
            "query": text,
            "via": request.GET.get("via", ""),
            "draft": draft_line(told),
            **found(request, text),
        },
    )


def to_questions(code: str, via: str) -> str:
    """The address of step 2 with the estate chosen."""
    query = QueryDict(mutable=True)
    query.update({"estate": code, **({"via": via} if via else {})})
    return f"{reverse('complaints:report-what')}?{query.urlencode()}"


def draft_line(told: drafts.Told | None) -> dict | None:
    """What was begun on this phone before."""
    if told is None or not told.is_begun:
        return None
    return {"estate": estate_coded(told.estate), "words": told.words[:30]}


def found(request: HttpRequest, text: str) -> dict:
    """What the search or the list of divisions leads to."""
    if text:
        page = Paginator(best_first(text), A_PAGE).get_page(request.GET.get("page"))
        near_rows = [] if page else rows(near(text).select_related(WITH_PLACE))
        return {"page": page, "rows": rows(page), "near_rows": near_rows, "is_code": is_estate_code(text)}
    here = region_asked(request.GET.get("region", ""))
    if here is None:
        return {"children": with_counts(counties())}
    estates = Estate.objects.within(here).select_related(WITH_PLACE).order_by("name", "code")
    page = Paginator(estates, A_PAGE).get_page(request.GET.get("page"))
    children = with_counts(here.children.all()) if here.level == Level.COUNTY else []
    return {"region": here, "place": place_of(here), "children": children, "page": page, "rows": rows(page)}


def region_asked(code: str) -> Region | None:
    rows = Region.objects.filter(level__in=[Level.COUNTY, Level.STREET, Level.COMMUNITY])
    return rows.filter(code=code).select_related("parent__parent").first() if is_region_code(code) else None


def rows(estates) -> list[dict]:
    return [{"estate": estate, "place": place_of(estate.region)} for estate in estates]
