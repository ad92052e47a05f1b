"""Names that are near to one that was not found: sounding alike, or sharing signs."""

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, Q, QuerySet, Value, When

from estates.models import Estate
from intake.initials import initials_of

NEAR_ENOUGH = 0.12
"""Two three-sign names that share their first sign come to 0.14."""
AT_MOST = 6


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
