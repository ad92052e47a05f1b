"""The last part of a night: put the drafts in the place of what held, and keep the counts. One transaction."""

from datetime import date

from django.db import connection

from credit.models import Night
from credit.rules import Rules

MOVED = """
CREATE TEMPORARY TABLE moved ON COMMIT DROP AS
SELECT d.enterprise_id, old.id AS old_id, old.grade AS old_grade, old.county_code AS old_county,
       old.digest AS old_digest, d.grade, d.county_code, d.digest
FROM credit_draft d LEFT JOIN credit_grade old ON old.enterprise_id = d.enterprise_id AND old.until_on IS NULL
UNION ALL
SELECT old.enterprise_id, old.id, old.grade, old.county_code, old.digest, NULL, NULL, NULL
FROM credit_standing s JOIN credit_grade old ON old.enterprise_id = s.enterprise_id AND old.until_on IS NULL
WHERE s.known_from = %(night)s AND s.known_until IS NULL AND NOT s.is_operating
"""
CLOSE = """
UPDATE credit_grade g SET until_on = %(on)s, until_night = %(night)s FROM moved WHERE g.id = moved.old_id
"""
OPEN = """
INSERT INTO credit_grade (enterprise_id, from_on, night_id, rulebook_id, county_code, grade, score_centipoints,
                          is_vetoed, base_centipoints, line_items, line_centipoints, line_counts, digest)
SELECT enterprise_id, %(on)s, %(night)s, %(rulebook)s, county_code, grade, score_centipoints, is_vetoed,
       base_centipoints, line_items, line_centipoints, line_counts, digest
FROM credit_draft ORDER BY enterprise_id
"""
COUNTS = """
INSERT INTO credit_gradecount (night_id, county_code, grade, count)
SELECT %(night)s, county_code, grade, sum(n) FROM (
    SELECT county_code, grade, count AS n FROM credit_gradecount WHERE night_id = %(previous)s
    UNION ALL SELECT old_county, old_grade, -count(*) FROM moved WHERE old_id IS NOT NULL GROUP BY 1, 2
    UNION ALL SELECT county_code, grade, count(*) FROM moved WHERE grade IS NOT NULL GROUP BY 1, 2
) counted GROUP BY 1, 2, 3 HAVING sum(n) > 0
"""
STEPS = """
SELECT count(*) FILTER (WHERE a.rank < b.rank), count(*) FILTER (WHERE a.rank > b.rank),
       count(*) FILTER (WHERE m.old_id IS NULL), count(*) FILTER (WHERE m.old_grade = m.grade),
       coalesce(sum(m.digest), 0) - coalesce(sum(m.old_digest), 0),
       count(*) FILTER (WHERE m.grade IS NOT NULL)
FROM moved m
LEFT JOIN (VALUES {ranks}) AS a (grade, rank) ON a.grade = m.grade
LEFT JOIN (VALUES {ranks}) AS b (grade, rank) ON b.grade = m.old_grade
"""


def publish(night: Night, *, previous: Night | None, rules: Rules) -> None:
    """Publish the drafts and note on `night` (not saved) what moved and the digest of all that now holds."""
    values: dict[str, date | int | None] = {
        "night": night.pk,
        "on": night.on,
        "rulebook": night.rulebook_id,
        "previous": previous.pk if previous else 0,
    }
    with connection.cursor() as cursor:
        cursor.execute(MOVED, values)
        cursor.execute("ANALYZE moved")
        for statement in (CLOSE, OPEN, COUNTS):
            cursor.execute(statement, values)
        grades = list(dict.fromkeys(band.grade for band in rules.bands))
        ranks = ", ".join(["(%s, %s)"] * len(grades))
        pairs = [value for place, grade in enumerate(grades) for value in (grade, place)]
        cursor.execute(STEPS.format(ranks=ranks), pairs + pairs)
        night.up_count, night.down_count, night.first_count, night.score_only_count, difference, written = (
            cursor.fetchone()
        )
        night.same_count = max(0, night.judged_count - written)
        night.digest = digest_text((int(previous.digest, 16) if previous else 0) + int(difference))
        cursor.execute("SELECT coalesce(sum(count), 0) FROM credit_gradecount WHERE night_id = %s", [night.pk])
        (night.enterprise_count,) = cursor.fetchone()
        cursor.execute("DROP TABLE moved")


def digest_text(total: int) -> str:
    """The sum of row digests, modulo 2^64, in 16 hexadecimal digits."""
    return f"{total % 2**64:016x}"


def look_again(night: Night) -> None:
    """After a night that wrote much of all there is, have the planner look at the grades again."""
    if (night.judged_count - night.same_count) * 10 > night.enterprise_count:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE credit_grade")
