"""The public picture of complaints: the city, its districts, where most come from, and all of it to take."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.models import Level, Region
from accounts.pages import public_page
from accounts.spreadsheets import csv_of
from complaints import telling
from complaints.models import FiguresTaken, Of, Topic
from complaints.telling import Told
from enterprises.models import Enterprise
from estates.models import Estate
from oversight.curve import curve

HOT_SPOTS = 10
MARKED = 11
"""Percent of the estates whose part of all complaints is said in words."""
COLUMNS = (
    "kind", "code", "name", "received", "in_time_percent", "confirmed_percent", "median_days", "service", "result",
    "suppressed",
)  # fmt: skip
MONTH_HEIGHT = 72
"""Pixels of the highest bar."""


@dataclass(frozen=True)
class Row:
    """A thing by name with what is told of it. `width`: its part of the longest bar, in percent."""

    name: str
    told: Told
    width: float = 0.0


@dataclass(frozen=True)
class Bar:
    """One month: how many came in (None: not told), and its bar in pixels from the top."""

    month: date
    count: int | None
    y: int
    height: int


@public_page
def complaints(request: HttpRequest) -> HttpResponse:
    """How complaints fare in the city. Everything is read as it was counted in the night."""
    taken = telling.taken()
    return render(request, "oversight/complaints.html", picture(taken) if taken else {"taken": None})


def picture(taken: FiguresTaken) -> dict[str, Any]:
    return {
        "taken": taken,
        "last_day": taken.on - timedelta(days=1),
        "city_figures": telling.city(),
        "months": bars(telling.months()),
        "districts": districts(),
        "topics": topics(),
        **hot_spots(taken),
    }


def bars(months: list[tuple[date, int | None]]) -> list[Bar]:
    most = max((count or 0 for _month, count in months), default=0) or 1
    heights = [round(MONTH_HEIGHT * (count or 0) / most) for _month, count in months]
    return [Bar(*month, MONTH_HEIGHT - height, height) for month, height in zip(months, heights, strict=True)]


def hot_spots(taken: FiguresTaken) -> dict[str, Any]:
    """How uneven complaints are spread over the estates, and those from which most came."""
    spread = telling.spread()
    counts = [count for _code, count in spread]
    parts = telling.concentration(counts, taken.estate_count)
    most = telling.most_of(spread, HOT_SPOTS)
    names = dict(Estate.objects.filter(code__in=[told.code for told in most]).values_list("code", "name"))
    return {
        "parts": parts,
        "marked": next((part for part in parts if part[0] == MARKED), None),
        "curve": curve(counts, taken.estate_count, marked=MARKED),
        "hot_spots": [Row(names.get(told.code, told.code), told) for told in most],
    }


def districts() -> list[Row]:
    """Those that answered most in time first; where nothing was due yet, last."""
    names = dict(Region.objects.filter(level=Level.COUNTY).values_list("code", "name"))
    rows = [Row(names.get(told.code, told.code), told) for told in telling.all_of(Of.COUNTY)]
    return sorted(rows, key=lambda row: (-(row.told.in_time_percent or -1), row.told.code))


def topics() -> list[Row]:
    """The classes, the one with most complaints first; what is not told last."""
    names = {topic.code: str(topic) for topic in Topic.objects.filter(parent=None)}
    found = sorted(telling.all_of(Of.TOPIC), key=lambda told: -(told.received or 0))
    most = max((told.received or 0 for told in found), default=0)
    return [
        Row(names.get(told.code, told.code), told, round(100 * (told.received or 0) / most, 1) if most else 0)
        for told in found
    ]


@public_page
def complaints_csv(request: HttpRequest) -> HttpResponse:
    """All of it as a table that any spreadsheet opens."""
    lines = [COLUMNS, *(list(row.values()) for row in rows())]
    response = HttpResponse("".join(csv_of(lines)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name()}.csv"'
    return response


@public_page
def complaints_json(request: HttpRequest) -> HttpResponse:
    taken = telling.taken()
    days = {"since": taken and taken.since, "until_before": taken and taken.on, "counted_at": taken and taken.at}
    months = [{"month": month.isoformat()[:7], "received": count} for month, count in telling.months()]
    told = {**days, "months": months, "rows": list(rows())}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def file_name() -> str:
    taken = telling.taken()
    return f"complaints-{taken.on.isoformat()}" if taken else "complaints"


def rows() -> Iterator[dict[str, Any]]:
    """A row for each thing with complaints: the city, its districts, classes, estates and companies."""
    names: dict[Of, dict[str, str]] = {
        Of.CITY: {"": _("the whole city")},
        Of.COUNTY: dict(Region.objects.filter(level=Level.COUNTY).values_list("code", "name")),
        Of.TOPIC: {topic.code: str(topic) for topic in Topic.objects.filter(parent=None)},
        Of.ESTATE: dict(Estate.objects.values_list("code", "name")),
        Of.COMPANY: dict(Enterprise.objects.values_list("uscc", "name")),
    }
    for of, known in names.items():
        for told in telling.all_of(of):
            yield row_of(of, known.get(told.code, ""), told)


def row_of(of: Of, name: str, told: Told) -> dict[str, Any]:
    days = told.median_days
    return {
        "kind": of.value,
        "code": told.code,
        "name": name,
        "received": told.received,
        "in_time_percent": told.in_time_percent,
        "confirmed_percent": told.confirmed_percent,
        "median_days": None if days is None else float(days),
        "service": told.service,
        "result": told.result,
        "suppressed": told.is_hidden,
    }
