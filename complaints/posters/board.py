"""The telephones of a poster: four levels, nearest first; who has no number is reached through the hotline."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from accounts.codes import STEM_LENGTH
from accounts.models import Level
from complaints.models import PhoneLevel, PhoneLine
from enterprises.models import ServiceContract
from estates.models import Estate

PLACES = {
    PhoneLevel.STREET: (Level.COMMUNITY, Level.STREET),
    PhoneLevel.DISTRICT: (Level.COUNTY,),
    PhoneLevel.CITY: (Level.CITY,),
}
"""Whose telephone stands at which level: the nearest that has one."""


@dataclass(frozen=True)
class Line:
    """One telephone. Without a `name` the poster writes what the level is called; `is_own`: not the hotline instead."""

    level: PhoneLevel
    name: str
    phone: str
    is_own: bool = True


class Boards:
    """The boards of many estates, asked for in three queries."""

    def __init__(self, estates: Iterable[Estate], *, hotline: str, on: date) -> None:
        estates = list(estates)
        ids = [estate.pk for estate in estates]
        self.hotline = hotline
        lines = PhoneLine.objects.filter(region__code__in={code for estate in estates for code in divisions(estate)})
        self.by_region = {(line.level, line.region_id): line for line in lines}
        self.by_estate = {line.estate_id: line for line in PhoneLine.objects.filter(estate_id__in=ids)}
        self.companies = dict(
            ServiceContract.objects.running(on=on)
            .filter(estate_id__in=ids)
            .exclude(enterprise__contact_phone="")
            .values_list("estate_id", "enterprise__contact_phone")
        )

    def of(self, estate: Estate) -> tuple[Line, ...]:
        """The four lines of an estate's board, from the property service up to the city."""
        return (self.property_line(estate), *(self.line(level, estate) for level in PLACES))

    def property_line(self, estate: Estate) -> Line:
        if own := self.by_estate.get(estate.pk):
            return Line(PhoneLevel.PROPERTY, own.name, own.phone)
        if phone := self.companies.get(estate.pk):
            return Line(PhoneLevel.PROPERTY, "", phone)
        return self.instead(PhoneLevel.PROPERTY)

    def line(self, level: PhoneLevel, estate: Estate) -> Line:
        for place in PLACES[level]:
            if found := self.by_region.get((level, division(estate, place))):
                return Line(level, found.name, found.phone)
        return self.instead(level)

    def instead(self, level: PhoneLevel) -> Line:
        return Line(level, "", self.hotline, is_own=False)


def division(estate: Estate, level: Level) -> str:
    """The code of the division of this level in which an estate lies."""
    return estate.region_id[: STEM_LENGTH[level]].ljust(12, "0")


def divisions(estate: Estate) -> Iterator[str]:
    return (division(estate, place) for places in PLACES.values() for place in places)
