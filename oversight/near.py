"""Names that are near to one that was not found: sounding alike, or sharing signs."""

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet

from estates.models import Estate
from intake.initials import initials_of

NEAR_ENOUGH = 0.12
"""Two three-sign names that share their first sign come to 0.14."""
AT_MOST = 6


def near(text: str) -> QuerySet[Estate]:
    """Estates whose name sounds or looks like `text`, the nearest first."""
    sound = initials_of(text)
    alike = Q(likeness__gte=NEAR_ENOUGH)
    if len(sound) > 1:
        alike |= Q(initials__istartswith=sound)
    return (
        Estate.objects.annotate(likeness=TrigramSimilarity("name", text))
        .filter(alike)
        .order_by("-likeness", "name", "code")[:AT_MOST]
    )
