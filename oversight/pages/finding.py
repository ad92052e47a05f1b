"""Finding an estate: by what one types, or by county and street."""

from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, QuerySet, Value, When
from django.db.models.functions import Left
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.codes import STEM_LENGTH, stem_of
from accounts.models import Level, Region
from accounts.pages import public_page, typed
from estates.models import Estate
from oversight.glance import WITH_PLACE, place_of, rows_of
from oversight.near import near

A_PAGE = 20
ABOVE = {Level.COUNTY: Level.CITY, Level.STREET: Level.COUNTY, Level.COMMUNITY: Level.STREET}


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


def best_first(text: str) -> QuerySet[Estate]:
    """Estates found by `text`: those of that name first, then names and initials that begin so, then the rest."""
    rank = Case(
        When(name=text, then=Value(0)),
        When(name__startswith=text, then=Value(1)),
        When(initials__istartswith=text, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return Estate.objects.find(text).select_related(WITH_PLACE).order_by(rank, "name", "code")


def counties() -> QuerySet[Region]:
    return Region.objects.filter(level=Level.COUNTY)


def with_counts(children: QuerySet[Region]) -> list[tuple[Region, int]]:
    """The divisions of one region, with how many estates lie in each today."""
    regions = list(children)
    if not regions:
        return []
    level = Level(regions[0].level)
    found = Estate.objects.within(stem_of(regions[0].parent_id or "", ABOVE[level]))
    stems = found.annotate(stem=Left("region_id", STEM_LENGTH[level]))
    counts = dict(stems.values_list("stem").annotate(Count("pk")).order_by())
    return [(each, counts.get(each.stem, 0)) for each in regions]


@public_page
def regions(request: HttpRequest) -> HttpResponse:
    """All counties."""
    return render(
        request, "oversight/regions.html", {"counties": with_counts(counties()), "today": timezone.localdate()}
    )


@public_page
def region(request: HttpRequest, code: str) -> HttpResponse:
    """One county, street or community: what it is divided into, and its estates."""
    here = Region.objects.filter(code=code).select_related("parent__parent").first() if is_code(code) else None
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


def is_code(text: str) -> bool:
    """Whether it may be a 12-digit division code at all (ASCII digits; nothing else is asked of the database)."""
    return len(text) == 12 and text.isascii() and text.isdigit()
