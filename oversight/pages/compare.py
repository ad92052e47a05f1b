"""Two to four estates side by side: facts in rows, no totals, no winner."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.pages import public_page, typed
from complaints import telling
from estates.finding import WITH_PLACE, best_first, is_estate_code, place_of
from estates.models import Estate
from oversight.abreast import abreast
from oversight.comparing import columns

MOST = 4
FOUND = 8
LIKE_IT = 4
LONGEST = 2
"""How much larger or smaller (times) a like estate may be."""


@public_page
def compare(request: HttpRequest) -> HttpResponse:
    """`e`: the codes of the estates, in the order in which they were chosen; `q`: the name of one to add."""
    today = timezone.localdate()
    chosen = estates_of(request.GET.getlist("e"))
    codes = [estate.code for estate in chosen]
    text = typed(request.GET.get("q", ""))
    return render(
        request,
        "oversight/compare.html",
        {
            "columns": columns(abreast(chosen, on=today), telling.estates(codes)),
            "without": {code: address([each for each in codes if each != code]) for code in codes},
            "chosen": chosen,
            "can_add": len(chosen) < MOST,
            "most": MOST,
            "query": text,
            "found": [offer(each, codes) for each in best_first(text).exclude(code__in=codes)[:FOUND]] if text else [],
            "like": [offer(each, codes) for each in alike(chosen)] if len(chosen) == 1 and not text else [],
            "taken": telling.taken(),
            "today": today,
        },
    )


def estates_of(codes: list[str]) -> list[Estate]:
    """The first `MOST` that exist, each once, in the order in which they were named."""
    named = list(dict.fromkeys(code for code in codes if is_estate_code(code)))[: 2 * MOST]
    found = {each.code: each for each in Estate.objects.filter(code__in=named).select_related(WITH_PLACE)}
    return [found[code] for code in named if code in found][:MOST]


def alike(chosen: list[Estate]) -> list[Estate]:
    """Estates of the same street and kind and about the same size: what a neighbour would compare with."""
    (estate,) = chosen
    near = Estate.objects.filter(
        region__code__startswith=estate.region_id[:9],
        kind=estate.kind,
        households__gte=estate.households // LONGEST,
        households__lte=estate.households * LONGEST,
    ).exclude(pk=estate.pk)
    return list(near.select_related(WITH_PLACE).order_by("name", "code")[:LIKE_IT])


def offer(estate: Estate, codes: list[str]) -> dict:
    return {"estate": estate, "place": place_of(estate.region), "address": address([*codes, estate.code])}


def address(codes: list[str]) -> str:
    """The page that compares these: what can be sent to a neighbour."""
    return reverse("oversight:compare") + ("?" + urlencode([("e", code) for code in codes]) if codes else "")
