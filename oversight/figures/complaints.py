"""How complaints fare, for everybody: the city, its districts and classes, and how uneven they are spread."""

from datetime import date
from typing import Any

from accounts.models import Level, Region
from complaints import telling
from complaints.models import Of, Topic
from complaints.telling import Told
from oversight.figures.public import the_city, told


def public_complaints(*, on: date) -> dict[str, Any]:
    """The figures of the last count, whatever day it is. Raises NoSuchArea."""
    city, taken = the_city(), telling.taken()
    region = {"code": city.region.code, "name": city.region.name}
    head: dict[str, Any] = {"on": on, "since": None, "until_before": None, "as_of": None, "city": None}
    if taken is None:
        return head | {"districts": [], "classes": [], "months": [], "concentration": []}
    names = dict(Region.objects.filter(level=Level.COUNTY).values_list("code", "name"))
    classes = {topic.code: str(topic) for topic in Topic.objects.filter(parent=None)}
    counts = [count for _code, count in telling.spread()]
    return {
        "on": on,
        "since": taken.since,
        "until_before": taken.on,
        "as_of": taken.at,
        "city": row(telling.city(), **region),
        "districts": [row(each, each.code, names.get(each.code, "")) for each in telling.all_of(Of.COUNTY)],
        "classes": [row(each, each.code, classes.get(each.code, "")) for each in telling.all_of(Of.TOPIC)],
        "months": [{"month": f"{month:%Y-%m}", "received": told(count)} for month, count in telling.months()],
        "concentration": [
            {"estates_percent": stop, "estates": few, "complaints_percent": share}
            for stop, few, share in telling.concentration(counts, taken.estate_count)
        ],
    }


def row(each: Told, code: str, name: str) -> dict[str, Any]:
    """`suppressed` only where there is something that is left out; a share of too few is null without that."""
    days = each.median_days
    return {
        "code": code,
        "name": name,
        "received": told(each.received),
        "in_time_percent": each.in_time_percent,
        "confirmed_percent": each.confirmed_percent,
        "median_days": None if days is None else float(days),
        "service": each.service,
        "result": each.result,
    }
