"""The addresses of the rows behind figures: each opens exactly what was counted."""

from functools import cache

from django.urls import reverse

from accounts.models import Level, Region
from oversight.figures.moments import Moment


def link(name: str, **query: object) -> str:
    """The address of a list with filters. Values are codes, days and grades: nothing that needs quoting."""
    text = "&".join(f"{key}={value}" for key, value in query.items() if value != "")
    return f"{address(name)}?{text}" if text else address(name)


@cache
def address(name: str) -> str:
    return reverse(name)


def companies_of(moment: Moment, region: Region, *, grade: str = "") -> str:
    """The companies of an area: on the register now, or with the grade that they held after a night."""
    if not moment.followed:
        return link("api:grade-list", on=moment.day, region=region.code, grade=grade)
    within = "present_in" if region.level == Level.STREET else "region"
    return link("api:enterprise-list", **{within: region.code}, status="operating", grade=grade)


def estates_of(region: Region, **narrower: object) -> str:
    return link("api:estate-list", region=region.code, **narrower)


def moves_of(moment: Moment, region: Region, direction: str) -> str:
    address = reverse("api:run-moves", args=[moment.night.pk])
    return f"{address}?region={region.code}&direction={direction}"


def below(name: str, region: Region) -> str:
    """One level down from a part: the same figure of it, or, for a street, its estates."""
    return estates_of(region) if region.level == Level.STREET else link(f"api:figures-{name}", region=region.code)
