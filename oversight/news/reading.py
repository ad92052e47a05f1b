"""Reading news: of some estates at once, the latest first."""

from collections.abc import Iterable

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from estates.models import Estate
from oversight.models import News

MOST = 50
"""Pieces of news of an estate that are shown."""


def news_of(estates: Iterable[Estate], *, most: int = MOST) -> dict[int, list[News]]:
    """By estate, in one query; an empty list for one of which there is none."""
    found: dict[int, list[News]] = {estate.pk: [] for estate in estates}
    nth = Window(RowNumber(), partition_by=F("estate_id"), order_by=F("id").desc())
    rows = News.objects.filter(estate_id__in=found).annotate(nth=nth).filter(nth__lte=most)
    for row in rows.order_by("-id"):
        found[row.estate_id].append(row)
    return found
