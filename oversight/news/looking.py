"""Looking for news: what the portal says of each estate now, beside what it said when it last looked.

An estate that is seen for the first time makes no news. Only one process looks at a time; killed halfway, the batches
that were done stay done.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from estates.models import Estate
from oversight.models import News, NewsKind, Standing
from oversight.news.facts import Facts, facts_of

LOCK = 0x6E657773
"""The key of the advisory lock that a looker holds for one batch."""
A_BATCH = 1000
KEPT_DAYS = 730
"""For so long the news of an estate can be read; the records themselves are kept elsewhere."""


def look(*, at: datetime) -> int:
    """Look through all estates. Returns how many pieces of news there were; of what others look at just now, none."""
    keys = list(Estate.objects.order_by("pk").values_list("pk", flat=True))
    found = sum(look_at(batch, at=at) for batch in batches(keys))
    Standing.objects.exclude(estate_id__in=keys).delete()
    News.objects.filter(at__lt=at - timedelta(days=KEPT_DAYS)).delete()
    return found


def batches(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), A_BATCH):
        yield keys[start : start + A_BATCH]


@transaction.atomic
def look_at(keys: list[int], *, at: datetime) -> int:
    if not is_only_looker():
        return 0
    now = facts_of(Estate.objects.filter(pk__in=keys), on=timezone.localdate(at))
    before = dict(Standing.objects.filter(pk__in=now).values_list("pk", "facts"))
    news = [each for key, facts in now.items() if key in before for each in differences(key, before[key], facts, at)]
    News.objects.bulk_create(news)
    changed = [key for key, facts in now.items() if before.get(key) != facts]
    Standing.objects.bulk_create(
        [Standing(estate_id=key, facts=now[key], seen_at=at) for key in changed],
        update_conflicts=True, unique_fields=["estate_id"], update_fields=["facts", "seen_at"],
    )  # fmt: skip
    return len(news)


def is_only_looker() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return cursor.fetchone()[0]


def differences(estate_id: int, before: Facts, now: Facts, at: datetime) -> list[News]:
    """News of what is not as it was, in the order of the page; none of a kind not looked at before."""
    return [
        News(estate_id=estate_id, kind=kind, before=before[kind], after=now[kind], at=at)
        for kind in NewsKind.values
        if kind in before and kind in now and before[kind] != now[kind]
    ]
