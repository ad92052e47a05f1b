"""Finding an estate: by what one types, by a name that is near, or by county and street."""

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Left

from accounts.codes import STEM_LENGTH, stem_of
from accounts.models import Level, Region
from estates.models import Estate
from intake.initials import initials_of

WITH_PLACE = "region__parent__parent__parent"
"""What to select with estates so that `place_of` asks nothing more."""
ABOVE = {Level.COUNTY: Level.CITY, Level.STREET: Level.COUNTY, Level.COMMUNITY: Level.STREET}
NEAR_ENOUGH = 0.12
"""Two three-sign names that share their first sign come to 0.14."""
AT_MOST = 6
"""Near names that are shown."""


@dataclass(frozen=True)
class Place:
    """The divisions in which something lies; those below its own level are None."""

    county: Region | None = None
    street: Region | None = None
    community: Region | None = None


def place_of(region: Region) -> Place:
    """Where `region` lies, itself included."""
    levels = {}
    here: Region | None = region
    while here is not None and here.level != Level.CITY:
        levels[here.level] = here
        here = here.parent
    return Place(levels.get(Level.COUNTY), levels.get(Level.STREET), levels.get(Level.COMMUNITY))


def is_estate_code(text: str) -> bool:
    """Whether it may be an estate's code at all (13 ASCII digits; nothing else is asked of the database)."""
    return len(text) == 13 and text.isascii() and text.isdigit()


def is_region_code(text: str) -> bool:
    """Whether it may be a 12-digit division code at all (ASCII digits; nothing else is asked of the database)."""
    return len(text) == 12 and text.isascii() and text.isdigit()


def estate_coded(code: str) -> Estate | None:
    """The estate with a 13-digit code, selected with its place."""
    return Estate.objects.filter(code=code).select_related(WITH_PLACE).first() if is_estate_code(code) else None


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


def near(text: str) -> QuerySet[Estate]:
    """Estates whose name sounds or looks like `text`, the nearest first."""
    sound = initials_of(text)
    sounds_alike = Q(initials=sound) if len(sound) > 1 else Q(pk__in=[])
    begins_alike = Q(initials__startswith=sound) if len(sound) > 1 else Q(pk__in=[])
    rank = Case(When(sounds_alike, then=Value(0)), When(begins_alike, then=Value(1)), default=Value(2))
    return (
        Estate.objects.annotate(likeness=TrigramSimilarity("name", text), rank=rank)
        .filter(Q(likeness__gte=NEAR_ENOUGH) | begins_alike)
        .order_by("rank", "-likeness", "name", "code")[:AT_MOST]
    )


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
