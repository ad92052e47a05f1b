"""The first part of a night: stamp what the portal knows now, and find whom that touches.

Everything in here happens in one transaction. What other transactions have not committed by then is stamped by the
next night; what is stamped stays so. Hence a night can be read again later, by anybody, exactly as it was.
"""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import connection

from credit import ledger
from credit.models import Night
from credit.rules import Rules

MANY = 500
"""Companies. From so many on the planner is told how many there are: until it knows, it takes them for a handful."""

RESOLVE = """
INSERT INTO credit_posting (evidence_id, item_id, subject, enterprise_id, estate_id, manager_id, reaches_enterprise,
                            centipoints, matter, counts_from, counts_until, replaces_id)
SELECT p.evidence_id, p.item_id, p.subject, c.enterprise_id, p.estate_id,
       coalesce(p.manager_id, CASE WHEN p.subject = 'manager' THEN c.manager_id END), p.reaches_enterprise,
       p.centipoints, p.matter, p.counts_from, p.counts_until, p.id
FROM credit_posting p
JOIN credit_evidence e ON e.id = p.evidence_id
JOIN enterprises_servicecontract c ON c.estate_id = p.estate_id AND c.begins_on <= e.occurred_on
                                  AND (c.ends_on IS NULL OR c.ends_on > e.occurred_on)
WHERE p.enterprise_id IS NULL AND p.known_until IS NULL
  AND NOT EXISTS (SELECT 1 FROM credit_posting n WHERE n.replaces_id = p.id)
"""
STAMP = """
CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS
WITH seen AS (UPDATE credit_posting SET known_from = %(night)s WHERE known_from IS NULL
              RETURNING evidence_id, enterprise_id, reaches_enterprise, replaces_id)
SELECT * FROM seen
"""
UNLEARN = """
WITH gone AS (UPDATE credit_posting p SET known_until = %(night)s FROM fresh WHERE p.id = fresh.replaces_id
              RETURNING p.enterprise_id)
INSERT INTO fresh (enterprise_id, reaches_enterprise) SELECT enterprise_id, true FROM gone
"""
QUEUE = """
CREATE TEMPORARY TABLE queue ON COMMIT DROP AS
WITH taken AS (DELETE FROM credit_touch RETURNING enterprise_id) SELECT DISTINCT enterprise_id FROM taken
"""
COUNTY = "left(e.region_id, 6) || '000000'"
STANDINGS = (
    f"""
UPDATE credit_standing s SET known_until = %(night)s
FROM enterprises_enterprise e JOIN queue q ON q.enterprise_id = e.id
WHERE s.enterprise_id = e.id AND s.known_until IS NULL
  AND (s.county_code, s.joined_on, s.is_operating) IS DISTINCT FROM ({COUNTY}, e.joined_on, e.status = 'operating')
""",
    f"""
INSERT INTO credit_standing (enterprise_id, county_code, joined_on, is_operating, known_from)
SELECT e.id, {COUNTY}, e.joined_on, e.status = 'operating', %(night)s
FROM enterprises_enterprise e JOIN queue q ON q.enterprise_id = e.id
LEFT JOIN credit_standing s ON s.enterprise_id = e.id AND s.known_until IS NULL
WHERE s.id IS NULL ORDER BY e.id
""",
)
CONTRACT_SHARES = """
SELECT c.enterprise_id, c.estate_id, h.floor_area_m2 AS area_m2, c.begins_on AS from_on, c.ends_on AS until_on
FROM enterprises_servicecontract c JOIN estates_estate h ON h.id = c.estate_id JOIN queue q USING (enterprise_id)
"""
SAME_SHARE = """
s.enterprise_id = c.enterprise_id AND s.estate_id = c.estate_id AND s.area_m2 = c.area_m2 AND s.from_on = c.from_on
AND s.until_on IS NOT DISTINCT FROM c.until_on AND s.known_until IS NULL
"""
SHARES = (
    f"""
UPDATE credit_share s SET known_until = %(night)s FROM queue q
WHERE s.enterprise_id = q.enterprise_id AND s.known_until IS NULL
  AND NOT EXISTS (SELECT 1 FROM ({CONTRACT_SHARES}) c WHERE {SAME_SHARE})
""",
    f"""
INSERT INTO credit_share (enterprise_id, estate_id, area_m2, from_on, until_on, known_from)
SELECT c.*, %(night)s FROM ({CONTRACT_SHARES}) c
WHERE NOT EXISTS (SELECT 1 FROM credit_share s WHERE {SAME_SHARE}) ORDER BY c.enterprise_id, c.estate_id
""",
)
DUE = """
SELECT enterprise_id FROM credit_posting
WHERE counts_from > %(since)s AND counts_from <= %(on)s AND known_until IS NULL AND reaches_enterprise
UNION ALL
SELECT enterprise_id FROM credit_posting
WHERE counts_until > %(since)s AND counts_until <= %(on)s AND known_until IS NULL AND reaches_enterprise
"""
TOUCHED = """
INSERT INTO credit_touched (night_id, enterprise_id)
SELECT DISTINCT %(night)s, enterprise_id FROM (
    SELECT enterprise_id FROM fresh WHERE reaches_enterprise
    UNION ALL SELECT enterprise_id FROM queue
    UNION ALL SELECT enterprise_id FROM due
    UNION ALL SELECT enterprise_id FROM credit_standing
              WHERE known_until IS NULL AND joined_on > %(since)s AND joined_on <= %(on)s
    UNION ALL SELECT enterprise_id FROM credit_standing
              WHERE known_until IS NULL AND joined_on >= %(new_since)s AND joined_on <= %(new_until)s
                AND (joined_on + make_interval(months => %(new_months)s))::date > %(since)s
                AND (joined_on + make_interval(months => %(new_months)s))::date <= %(on)s
    {shares}
) everybody WHERE enterprise_id IS NOT NULL
"""
TOUCHED_SHARES = """
    UNION ALL SELECT enterprise_id FROM credit_share
              WHERE known_until IS NULL AND from_on > %(since)s AND from_on <= %(on)s
    UNION ALL SELECT enterprise_id FROM credit_share
              WHERE known_until IS NULL AND until_on > %(since)s AND until_on <= %(on)s
"""


def stamp(night: Night) -> None:
    """Stamp everything that is known by now with this night's number, and note on `night` (not saved) what is new.

    Leaves two temporary tables: `fresh` (postings learnt or unlearnt), `queue` (companies whose register rows changed).
    """
    with connection.cursor() as cursor:
        ledger.one_at_a_time(cursor)
        for statement in (RESOLVE, STAMP, UNLEARN, QUEUE, *STANDINGS, *SHARES):
            cursor.execute(statement, {"night": night.pk})
        cursor.execute(
            "SELECT count(DISTINCT evidence_id) FILTER (WHERE replaces_id IS NULL), count(DISTINCT evidence_id)"
            " FROM fresh"
        )
        added, night.new_record_count = cursor.fetchone()
        night.record_count += added


def find_touched(night: Night, *, since: date | None, rules: Rules) -> None:
    """Find whom tonight touches, and note on `night` (not saved) how many.

    `since`: the day of the night before, or None when everybody is to be judged anyway.
    """
    values: dict[str, date | int] = {
        "night": night.pk,
        "on": night.on,
        "since": since or night.on,
        "new_months": rules.new_months,
        "new_since": (since or night.on) - relativedelta(months=rules.new_months + 1),
        "new_until": night.on - relativedelta(months=rules.new_months) + relativedelta(days=3),
    }
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE due ON COMMIT DROP AS {DUE}", values)
        cursor.execute("SELECT count(*) FROM due")
        night.new_record_count += cursor.fetchone()[0]
        if since is None:
            cursor.execute("SELECT count(*) FROM credit_standing WHERE known_until IS NULL AND is_operating")
            (night.touched_count,) = cursor.fetchone()
        else:
            shares = TOUCHED_SHARES if rules.roll_up == "area" else ""
            cursor.execute(TOUCHED.format(shares=shares), values)
            night.touched_count = cursor.rowcount
        if night.touched_count > MANY:
            cursor.execute(f"ANALYZE {'credit_standing' if since is None else 'credit_touched'}")
        cursor.execute("DROP TABLE fresh, queue, due")
