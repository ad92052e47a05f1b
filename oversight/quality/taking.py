"""Finds the gaps of every estate anew, and counts every area: once a morning, in a few statements for each rule."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, Min, Q

from accounts.city import figure, rule_values
from estates.models import Estate
from oversight.areas import areas_of, in_areas
from oversight.models import QualityCount, QualityGap, Side
from oversight.quality.rules import RULES, TERMS, Rule, Values

LOCK = 0x7175616C
"""The key of the advisory lock that only one taker holds."""
AT_ONCE = 5_000
Asked = dict[Side, Counter[str]]
"""For each side, by region code: how often an estate owes what a rule asks for."""


@transaction.atomic
def take(*, on: date, at: datetime) -> None:
    """As things stand now. A gap that is still there keeps its day; counts of the same day are replaced."""
    values = rule_values(on=on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    asked: Asked = defaultdict(Counter)
    for rule in RULES:
        look_for(rule, values, on=on)
        asked[rule.side] += asked_by(rule, values, on=on)
    count_areas(asked, on=on, at=at)


def look_for(rule: Rule, values: Values, *, on: date) -> None:
    """Strike the gaps that are no more; add the new ones, due after the city's term."""
    lacking = set(
        Estate.objects.filter(rule.asked(on, values)).filter(rule.lacking(on, values)).values_list("pk", flat=True)
    )
    known = set(QualityGap.objects.filter(rule=rule.key).values_list("estate", flat=True))
    QualityGap.objects.filter(rule=rule.key, estate__in=known - lacking).delete()
    due_on = on + timedelta(days=int(figure(values.get(TERMS[rule.side])) or 0))
    fresh = [
        QualityGap(estate_id=pk, rule=rule.key, side=rule.side, since_on=on, due_on=due_on)
        for pk in sorted(lacking - known)
    ]
    QualityGap.objects.bulk_create(fresh, batch_size=AT_ONCE)


def asked_by(rule: Rule, values: Values, *, on: date) -> Counter[str]:
    rows = Estate.objects.filter(rule.asked(on, values)).order_by().values_list("region_id")
    return Counter(dict(rows.annotate(n=Count("pk"))))


def count_areas(asked: Asked, *, on: date, at: datetime) -> None:
    estates = in_areas(Counter(dict(Estate.objects.order_by().values_list("region_id").annotate(n=Count("pk")))))
    owed = {side: in_areas(asked[side]) for side in Side}
    missing = {side: in_areas(gaps_of(side=side)) for side in Side}
    overdue, next_due = in_areas(gaps_of(due_on__lt=on)), next_days(on)
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
        for area, count in estates.items()
    )  # fmt: skip


def gaps_of(**narrower) -> Counter[str]:
    """How many gaps there are, by region code."""
    rows = QualityGap.objects.filter(Q(**narrower)).order_by().values_list("estate__region_id")
    return Counter(dict(rows.annotate(n=Count("pk"))))


def next_days(on: date) -> dict[str, date]:
    """By area, the day on which the next gap is due."""
    found: dict[str, date] = {}
    rows = QualityGap.objects.filter(due_on__gte=on).order_by().values_list("estate__region_id")
    for region, day in rows.annotate(day=Min("due_on")):
        for area in areas_of(region):
            found[area] = min(day, found.get(area, day))
    return found
