"""The figures that everybody sees are counted once a day, in one statement, and kept; no page counts anything.

A day's figures tell of what was filed until the end of the day before: who looks twice a day cannot learn from them at
what hour a neighbour filed.
"""

from datetime import date, datetime, time
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from complaints.models import FiguresTaken
from estates.models import Estate

MONTHS = 12
"""The calendar months that are told of, the running one among them."""
LOCK = 0x66696775
"""The key of the advisory lock that only one counter holds."""

TAKE = """
WITH told AS (
    SELECT left(c.region_id, 6) || '000000' AS county, e.code AS estate, p.uscc AS company, left(t.code, 2) AS topic,
           date_trunc('month', c.filed_at AT TIME ZONE %(zone)s)::date AS month,
           c.state NOT IN ('joined', 'withdrawn', 'refused') AS is_case,
           c.answered_at, c.answer_due_at, c.false_answers,
           c.state = 'closed' AND c.outcome <> 'unfounded' AS is_closed,
           c.outcome = 'confirmed' AND c.state = 'closed' AS is_confirmed,
           extract(epoch FROM c.answered_at - c.filed_at) / 86400 AS days, r.service, r.result
    FROM complaints_complaint c
    JOIN estates_estate e ON e.id = c.estate_id
    JOIN complaints_topic t ON t.id = c.topic_id
    LEFT JOIN enterprises_enterprise p ON p.id = c.enterprise_id
    LEFT JOIN complaints_rating r ON r.complaint_id = c.id
    WHERE c.filed_at >= %(since)s AND c.filed_at < %(until)s AND c.flood IN ('none', 'cleared')
), counted AS (
    SELECT CASE WHEN GROUPING(county) = 0 THEN 'county' WHEN GROUPING(estate) = 0 THEN 'estate'
                WHEN GROUPING(company) = 0 THEN 'company' WHEN GROUPING(topic) = 0 THEN 'topic' ELSE 'city' END AS "of",
           coalesce(county, estate, company, topic, '') AS code, month,
           count(*) AS received,
           count(*) FILTER (WHERE is_case AND (answered_at IS NOT NULL OR answer_due_at < %(at)s)) AS due,
           count(*) FILTER (WHERE is_case AND answered_at <= answer_due_at AND false_answers = 0) AS in_time,
           count(*) FILTER (WHERE is_closed) AS closed, count(*) FILTER (WHERE is_confirmed) AS confirmed,
           round((percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE is_case))::numeric, 1) AS median_days,
           count(service) AS ratings, coalesce(sum(service), 0) AS service_sum, coalesce(sum(result), 0) AS result_sum
    FROM told
    GROUP BY GROUPING SETS ((), (county), (estate), (company), (topic), (month), (county, month))
    HAVING NOT (GROUPING(company) = 0 AND company IS NULL)
)
MERGE INTO complaints_figure kept USING counted fresh
ON kept."of" = fresh."of" AND kept.code = fresh.code AND kept.month IS NOT DISTINCT FROM fresh.month
WHEN NOT MATCHED BY SOURCE THEN DELETE
WHEN MATCHED AND ROW({kept}) IS DISTINCT FROM ROW({fresh}) THEN UPDATE SET ({columns}) = ROW({fresh})
WHEN NOT MATCHED BY TARGET THEN INSERT ("of", code, month, {columns})
    VALUES (fresh."of", fresh.code, fresh.month, {fresh})
"""
COLUMNS = (
    "received", "due", "in_time", "closed", "confirmed", "median_days", "ratings", "service_sum", "result_sum",
)  # fmt: skip


def take_due(*, at: datetime) -> bool:
    """Take today's figures unless they are taken. False where there was nothing to do."""
    on = timezone.localdate(at)
    if FiguresTaken.objects.filter(on=on).exists():
        return False
    take(on=on, at=at)
    return True


@transaction.atomic
def take(*, on: date, at: datetime) -> None:
    """Count what was filed in the twelve months before the beginning of a day, as it stands at `at`. Keeps no older."""
    since = window(on)
    values: dict[str, Any] = {
        "since": beginning_of(since),
        "until": beginning_of(on),
        "at": at,
        "zone": settings.TIME_ZONE,
    }
    names = {
        "columns": ", ".join(COLUMNS),
        "kept": ", ".join(f"kept.{name}" for name in COLUMNS),
        "fresh": ", ".join(f"fresh.{name}" for name in COLUMNS),
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(TAKE.format(**names), values)
    taken = {"on": on, "since": since, "at": at, "estate_count": Estate.objects.count()}
    FiguresTaken.objects.update_or_create(defaults=taken)


def window(on: date) -> date:
    """The first day that the figures of a day tell of."""
    return (on - relativedelta(days=1)).replace(day=1) - relativedelta(months=MONTHS - 1)


def beginning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
