"""What everybody may read: the city and its counties after the last night, without small numbers.

A count of 1 or 2 is left out, and whatever else would give it away: see `oversight.suppression`. Every number stands as
`{"value": 5, "suppressed": false}`, one left out as `{"value": null, "suppressed": true}`. Only the last night is told,
and neither streets nor earlier nights beside it: their differences would be small numbers again.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from accounts.city import profile
from accounts.models import CityProfile
from credit.marks import Mark
from credit.models import Night
from oversight.counting import Counted
from oversight.figures.areas import Area, NoSuchArea
from oversight.figures.charts import goals_of
from oversight.figures.counts import NOTHING, night_counts, percent
from oversight.figures.moments import Moment, night_of
from oversight.figures.overview import heading
from oversight.figures.words import as_words, marks_held
from oversight.suppression import SMALL, blanks, with_sums

Row = list[int | None]


@dataclass(frozen=True)
class Place:
    """A line of the public tables: a county, or what belongs to the city but to none of its counties."""

    code: str
    name: str
    counts: Counted


@dataclass(frozen=True)
class Published:
    """The counts of the city after a night, fit for everybody. Tables have a row for each place, the city's last."""

    area: Area
    night: Night
    whole: Counted
    places: list[Place]

    @cached_property
    def marks(self) -> list[Mark]:
        return marks_held(self.night, self.whole.grades)

    @cached_property
    def grades(self) -> list[Row]:
        """Companies by grade in the order of `marks`, and all of them last."""
        return fit([[place.counts.grades.get(mark.grade, 0) for mark in self.marks] for place in self.places])

    @cached_property
    def coverage(self) -> list[Row]:
        """Estates with property service, without it, and all of them."""
        counts = (place.counts for place in self.places)
        return fit([[each.served, each.estates - each.served] for each in counts])

    @cached_property
    def city_grades(self) -> dict[str, int | None]:
        """Companies of the city by grade."""
        return {mark.grade: count for mark, count in zip(self.marks, self.grades[-1], strict=False)}


def fit(counts: list[list[int]]) -> list[Row]:
    """The counts with their sums, None where a number must not be told."""
    table = with_sums(counts)
    hidden = blanks(table)
    return [
        [None if (row, column) in hidden else count for column, count in enumerate(line)]
        for row, line in enumerate(table)
    ]


def published(on: date) -> Published | None:
    """What the last night until a day lets everybody know; None before the first one. Raises NoSuchArea."""
    area, night = the_city(), night_of(on)
    if night is None:
        return None
    regions = area.counties
    kept = night_counts([night], [area.region.code, *(region.code for region in regions)])[night.pk]
    places = [Place(region.code, region.name, kept.get(region.code, NOTHING)) for region in regions]
    whole = kept.get(area.region.code, NOTHING)
    rest = remainder(whole, places)
    if rest.estates or rest.grades or not places:
        places.append(Place(area.region.code, _("in no county"), rest))
    return Published(area, night, whole, places)


def the_city() -> Area:
    city: CityProfile | None = profile()
    if city is None:
        raise NoSuchArea(_("The portal has no city yet. Set up its profile first."))
    return Area(city.region, city)


def remainder(whole: Counted, places: Iterable[Place]) -> Counted:
    """What the city has beside its counties: companies that are registered with the city itself."""
    estates, served, grades = whole.estates, whole.served, Counter(whole.grades)
    for place in places:
        estates -= place.counts.estates
        served -= place.counts.served
        grades -= Counter(place.counts.grades)
    return Counted(estates=estates, served=served, grades=grades)


def told(value: float | None) -> dict[str, Any]:
    return {"value": value, "suppressed": value is None}


def public_overview(*, on: date) -> dict[str, Any]:
    """The city in a few figures. Raises NoSuchArea."""
    found = published(on)
    head = heading_of(found, on)
    return head | {"figures": figures_of(found) if found else {}}


def figures_of(found: Published) -> dict[str, dict[str, Any]]:
    served, _unserved, estates = found.coverage[-1]
    old, _other, _all = fit([[found.whole.old, found.whole.estates - found.whole.old]])[-1]
    homes = found.whole.households
    values = {
        "enterprises": ("enterprises", found.grades[-1][-1]),
        "estates": ("estates", estates),
        "served": ("estates", served),
        "coverage_percent": ("percent", share(served, estates)),
        "old_estates": ("estates", old if estates is not None else None),
        "old_percent": ("percent", share(old, estates)),
        "households": ("households", None if 1 <= homes <= SMALL else homes),
    }
    return {name: {"unit": unit, **told(value)} for name, (unit, value) in values.items()}


def share(part: int | None, whole: int | None) -> float | None:
    return None if part is None or whole is None else percent(part, whole)


def public_grades(*, on: date) -> dict[str, Any]:
    """How many companies hold which grade, in the city and in each of its counties. Raises NoSuchArea."""
    found = published(on)
    head = heading_of(found, on)
    if found is None:
        return head | {"grades": [], "total": None, "counties": []}
    marks = found.marks

    def row(place: Place, counts: Row) -> dict[str, Any]:
        each = {mark.grade: told(count) for mark, count in zip(marks, counts, strict=False)}
        return {"code": place.code, "name": place.name, "count": told(counts[-1]), "grades": each}

    return head | {"grades": as_words(marks)} | rows_of(found, found.grades, row)


def public_coverage(*, on: date) -> dict[str, Any]:
    """How many estates have property service, in the city and in each of its counties. Raises NoSuchArea."""

    def row(place: Place, counts: Row) -> dict[str, Any]:
        served, unserved, estates = counts
        return {
            "code": place.code,
            "name": place.name,
            "estates": told(estates),
            "served": told(served),
            "unserved": told(unserved),
            "percent": told(share(served, estates)) if estates != 0 else {"value": None, "suppressed": False},
        }

    found = published(on)
    head = heading_of(found, on) | goals_of(the_city().city)
    return head | (rows_of(found, found.coverage, row) if found else {"total": None, "counties": []})


def rows_of(found: Published, table: list[Row], row: Callable[[Place, Row], dict]) -> dict[str, Any]:
    city = Place(found.area.region.code, found.area.region.name, found.whole)
    return {
        "total": row(city, table[-1]),
        "counties": [row(place, counts) for place, counts in zip(found.places, table, strict=False)],
    }


def heading_of(found: Published | None, on: date) -> dict[str, Any]:
    area = found.area if found else the_city()
    return heading(area, Moment(found.night, {}) if found else None, on=on)
