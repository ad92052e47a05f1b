"""From the registers to what stands on posters."""

from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.city import NoRuleValue, figure, profile, rule_value
from accounts.codes import STEM_LENGTH
from accounts.models import Level, Region
from complaints.models import PosterCode
from complaints.posters.board import Boards, division
from complaints.posters.contents import House, Poster
from complaints.posters.sheets import Part
from complaints.terms import KEYS
from estates.models import Estate

MOST_IN_A_FILE = 300
"""Sheets in one PDF; the rest of a big street goes into further ones."""


def house_of(at: datetime) -> House:
    """What is the same on all posters printed now. Raises ValidationError where the city has not said it yet."""
    city = profile()
    if city is None:
        raise ValidationError(_("The portal does not belong to a city yet."))
    on = timezone.localdate(at)
    return House(
        emblem=city.emblem_text,
        url=settings.PUBLIC_URL,
        host=urlsplit(settings.PUBLIC_URL).netloc,
        hotline=city.hotline,
        accept_workdays=accept_workdays(on),
        on=on,
        is_demo=settings.DEMO and city.is_demo,
    )


def accept_workdays(on: date) -> int:
    """Within how many working days the street accepts a report. Raises ValidationError."""
    try:
        rule = rule_value(KEYS["accept_workdays"], on=on)
    except NoRuleValue as reason:
        raise ValidationError(str(reason)) from reason
    days = figure(rule)
    if days is None:
        raise ValidationError(_("The rule value “%(key)s” is no number.") % {"key": rule.key})
    return int(days)


def posters_of(estates: list[Estate], *, size: str, house: House) -> list[Poster]:
    """A poster for each estate, in their order; each has a code."""
    boards = Boards(estates, hotline=house.hotline, on=house.on)
    codes = {code.estate_id: code for code in PosterCode.objects.live().filter(estate__in=[e.pk for e in estates])}
    names = names_of(estates)
    return [
        Poster(
            url=f"{house.url}/q/{codes[estate.pk].code}/",
            name=estate.name,
            place=place_of(estate, names),
            estate_code=estate.code,
            number=f"{size}-{codes[estate.pk].pk:04d}-{codes[estate.pk].print_count + 1:02d}",
            board=boards.of(estate),
        )
        for estate in estates
    ]


def names_of(estates: Iterable[Estate]) -> dict[str, str]:
    wanted = {division(estate, level) for estate in estates for level in (Level.COUNTY, Level.STREET)}
    return dict(Region.objects.filter(code__in=wanted).values_list("code", "name"))


def place_of(estate: Estate, names: dict[str, str]) -> str:
    """`裕华区 裕强街道`; the district alone where the register knows no street."""
    codes = dict.fromkeys(division(estate, level) for level in (Level.COUNTY, Level.STREET))
    return " ".join(filter(None, (names.get(code) for code in codes)))


def parts_of(estates: list[Estate], posters: list[Poster]) -> list[Part]:
    """The posters by street, in folders by district."""
    names = names_of(estates)
    streets: dict[str, list[Poster]] = {}
    for estate, poster in zip(estates, posters, strict=True):
        streets.setdefault(estate.region_id[: STEM_LENGTH[Level.STREET]], []).append(poster)
    return [part for stem in sorted(streets) for part in split(folder_of(stem, names), streets[stem])]


def folder_of(stem: str, names: dict[str, str]) -> str:
    county = names.get(stem[: STEM_LENGTH[Level.COUNTY]].ljust(12, "0"), stem)
    return f"{county}/{stem} {names.get(stem.ljust(12, '0'), '')}".strip()


def split(path: str, posters: list[Poster]) -> list[Part]:
    if len(posters) <= MOST_IN_A_FILE:
        return [Part(path, posters)]
    starts = range(0, len(posters), MOST_IN_A_FILE)
    return [Part(f"{path} {count}", posters[at : at + MOST_IN_A_FILE]) for count, at in enumerate(starts, start=1)]
