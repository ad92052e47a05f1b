"""Counts every area of the register at once: estates with a committee, terms, formations, mediation within reach."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import connection, transaction

from accounts.city import figure, rule_values
from accounts.codes import STEM_LENGTH
from accounts.models import RuleValue
from committees.models import MediationLevel

LOCK = 0x636F6D6D
"""The key of the advisory lock that only one counter holds."""
COLUMNS = (
    "estate_count", "owners_count", "management_count", "run_out_count", "running_out_count", "forming_count",
    "mediated_count", "mediation_bodies", "mediation_over",
)  # fmt: skip
STEMS = {
    MediationLevel.COMMUNITY: STEM_LENGTH["community"],
    MediationLevel.STREET: STEM_LENGTH["street"],
    MediationLevel.DISTRICT: STEM_LENGTH["county"],
    MediationLevel.CITY: STEM_LENGTH["city"],
}
"""How much of an estate's region code a mediation committee of a level shares with it."""
AREAS = """(SELECT DISTINCT unnest(ARRAY[
    rpad(left({region}, 2), 12, '0'), rpad(left({region}, 4), 12, '0'), rpad(left({region}, 6), 12, '0'),
    rpad(left({region}, 9), 12, '0')]) AS area_code)"""
"""The divisions around a region, from the province down to the street, each once."""

TAKE = f"""
WITH office AS (
    SELECT DISTINCT ON (estate_id) estate_id, kind, term_until FROM committees_committee
    WHERE filed_on <= %(on)s AND (ended_on IS NULL OR ended_on > %(on)s)
    ORDER BY estate_id, filed_on DESC, id DESC
), forming AS (
    SELECT DISTINCT estate_id FROM committees_formation
    WHERE applied_on <= %(on)s AND (state NOT IN ('done', 'failed', 'stopped') OR ended_on > %(on)s)
), bodies AS (
    SELECT level, region_id, chosen_on + make_interval(years => %(term)s) <= %(on)s AS is_over
    FROM committees_mediationcommittee WHERE is_active AND chosen_on <= %(on)s
), reached AS (
    SELECT DISTINCT left(region_id, %(stem)s) AS stem FROM bodies WHERE level = %(level)s
), estates AS (
    SELECT area.area_code, count(*) AS estate_count,
           count(*) FILTER (WHERE office.kind = 'owners') AS owners_count,
           count(*) FILTER (WHERE office.kind = 'management') AS management_count,
           count(*) FILTER (WHERE office.term_until <= %(on)s) AS run_out_count,
           count(*) FILTER (WHERE office.term_until > %(on)s AND office.term_until <= %(before)s) AS running_out_count,
           count(forming.estate_id) AS forming_count, count(reached.stem) AS mediated_count
    FROM estates_estate e
    CROSS JOIN LATERAL {AREAS.format(region="e.region_id")} area
    LEFT JOIN office ON office.estate_id = e.id
    LEFT JOIN forming ON forming.estate_id = e.id
    LEFT JOIN reached ON reached.stem = left(e.region_id, %(stem)s)
    GROUP BY area.area_code
), mediation AS (
    SELECT area.area_code, count(*) AS mediation_bodies, count(*) FILTER (WHERE is_over) AS mediation_over
    FROM bodies CROSS JOIN LATERAL {AREAS.format(region="bodies.region_id")} area
    GROUP BY area.area_code
), fresh AS (
    SELECT area_code, {", ".join(f"coalesce({name}, 0) AS {name}" for name in COLUMNS)}
    FROM estates FULL JOIN mediation USING (area_code)
)
MERGE INTO committees_committeecount kept USING fresh
ON kept."on" = %(on)s AND kept.area_code = fresh.area_code
WHEN NOT MATCHED BY SOURCE AND kept."on" = %(on)s THEN DELETE
WHEN MATCHED THEN UPDATE SET (at, {", ".join(COLUMNS)}) = ROW(%(at)s, {", ".join(f"fresh.{name}" for name in COLUMNS)})
WHEN NOT MATCHED BY TARGET THEN INSERT ("on", at, area_code, {", ".join(COLUMNS)})
    VALUES (%(on)s, %(at)s, fresh.area_code, {", ".join(f"fresh.{name}" for name in COLUMNS)})
"""


@transaction.atomic
def take(*, on: date, at: datetime) -> None:
    """Count every area as the registers have it for a day, in the place of what was counted of that day before."""
    rules = rule_values(on=on)
    level = level_asked(rules)
    values: dict[str, Any] = {
        "on": on,
        "at": at,
        "before": warned_before(rules, on),
        "term": int(figure(rules.get("mediation_term_years")) or 0),
        "level": level,
        "stem": STEMS[level],
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(TAKE, values)


def level_asked(rules: Mapping[str, RuleValue]) -> MediationLevel:
    """The level on which the city wants a mediation committee for each estate; the community where it says nothing."""
    rule = rules.get("mediation_coverage_level")
    return MediationLevel(rule.value) if rule and rule.value in MediationLevel.values else MediationLevel.COMMUNITY


def warned_before(rules: Mapping[str, RuleValue], on: date) -> date:
    """Terms that end up to this day are about to run out: the first warning of a re-election is due."""
    keys = ("reelection_report_months", "reelection_group_months", "reelection_last_months")
    months = max((int(figure(rules.get(key)) or 0) for key in keys), default=0)
    return on + relativedelta(months=months)
