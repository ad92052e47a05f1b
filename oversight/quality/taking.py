"""Finds the gaps of every estate anew, and counts every area: once a morning, in a few statements for each rule."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, Min, QuerySet

from accounts.city import figure, rule_values
from estates.models import Estate
from oversight.areas import around, in_areas
from oversight.models import QualityCount, QualityGap, Side
from oversight.quality.rules import BY_KEY, RULES, TERMS, Rule, Values

LOCK = 0x7175616C
"""The key of the advisory lock that only one taker holds."""
AT_ONCE = 5_000


@transaction.atomic
def take(*, on: date, at: datetime) -> None:
    """As things stand now. A gap that is still there keeps its day; counts of the same day are replaced."""
    values = rule_values(on=on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    QualityGap.objects.exclude(rule__in=BY_KEY).delete()  # of rules that are no more
    asked: dict[Side, Counter[str]] = defaultdict(Counter)
    for rule in RULES:
        owing = Estate.objects.filter(rule.asked(on, values))
        look_for(rule, owing.filter(rule.lacking(on, values)), values, on=on)
        asked[rule.side] += counted(owing)
    count_areas({side: in_areas(asked[side]) for side in Side}, on=on, at=at)


def look_for(rule: Rule, estates: QuerySet, values: Values, *, on: date) -> None:
    """Strike the gaps that are no more; add those of the `estates` that are new, due after the city's term."""
    lacking = set(estates.values_list("pk", flat=True))
    known = set(QualityGap.objects.filter(rule=rule.key).values_list("estate", flat=True))
    QualityGap.objects.filter(rule=rule.key, estate__in=known - lacking).delete()
    due_on = on + timedelta(days=int(figure(values.get(TERMS[rule.side])) or 0))
    fresh = [
        QualityGap(estate_id=pk, rule=rule.key, side=rule.side, since_on=on, due_on=due_on)
        for pk in sorted(lacking - known)
    ]
    QualityGap.objects.bulk_create(fresh, batch_size=AT_ONCE)


def counted(rows: QuerySet, region: str = "region_id") -> Counter[str]:
    """How many there are, by the code of their `region`."""
    return Counter(dict(rows.order_by().values_list(region).annotate(n=Count("pk"))))


def count_areas(owed: dict[Side, Counter[str]], *, on: date, at: datetime) -> None:
    """`owed`: for each side, by area: how often an estate owes what a rule asks for."""
    gaps, path = QualityGap.objects.all(), "estate__region_id"
    missing = {side: in_areas(counted(gaps.filter(side=side), path)) for side in Side}
    overdue, next_due = in_areas(counted(gaps.filter(due_on__lt=on), path)), next_days(on)
    QualityCount.objects.filter(on=on).delete()
    QualityCount.objects.bulk_create(
        QualityCount(
            on=on, at=at, area_code=area, estate_count=count,
            complete_asked=owed[Side.COMPLETE][area],
            complete_held=owed[Side.COMPLETE][area] - missing[Side.COMPLETE][area],
            fresh_asked=owed[Side.FRESH][area],
            fresh_held=owed[Side.FRESH][area] - missing[Side.FRESH][area],
            gap_count=missing[Side.COMPLETE][area] + missing[Side.FRESH][area],
            overdue_count=overdue[area], next_due_on=next_due.get(area),
        )
        for area, count in in_areas(counted(Estate.objects.all())).items()
    )  # fmt: skip


def next_days(on: date) -> dict[str, date]:
    """By area, the day on which the next gap is due."""
    found: dict[str, date] = {}
    rows = QualityGap.objects.filter(due_on__gte=on).order_by().values_list("estate__region_id")
    for region, day in rows.annotate(day=Min("due_on")):
        for area in around(region):
            found[area] = min(day, found.get(area, day))
    return found
