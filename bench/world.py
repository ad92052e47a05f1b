"""A database of companies and records for one size: made in SQL, deterministically, without a single event of evidence.

A night reads postings, standings and grades only, so the ledger's own rows are left out: they would triple the disk.
"""

from datetime import date, datetime, timedelta

from django.db import connection

from credit.models import Band, Category, Item, Night, Rulebook

DAY = date(2026, 11, 1)
ITEMS, CATEGORIES = 60, 6
AT = datetime.fromisoformat("2026-11-01T02:00:00+08:00")


def build(companies: int, records: int) -> None:
    """Fill an empty, migrated database: one county, `companies`, `records` spread over them and over `ITEMS` items.

    A tenth of the records has expired; none begins or ends in the weeks that are measured, so that a night touches
    exactly those companies that `touch` names.
    """
    book = rulebook()
    items = list(Item.objects.order_by("pk").values_list("pk", flat=True))
    first = Night.objects.create(
        on=DAY - timedelta(days=1), state="published", kind="command", started_at=AT, rulebook=book,
        record_count=records, digest="0" * 16,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("INSERT INTO accounts_region (code, name, level) VALUES ('130100000000', '城', 'city')")
        cursor.execute(
            "INSERT INTO accounts_region (code, name, level, parent_id)"
            " VALUES ('130102000000', '县', 'county', '130100000000')"
        )
        cursor.execute(
            """INSERT INTO enterprises_enterprise (id, uscc, name, initials, region_id, legal_representative,
                                                   contact_name, contact_phone, joined_on, status)
               SELECT n, lpad(n::text, 18, '0'), '公司' || n, 'gs', '130102000000', '', '', '', DATE '2020-01-01',
                      'operating'
               FROM generate_series(1, %s) n""",
            [companies],
        )
        cursor.execute(
            """INSERT INTO credit_standing (enterprise_id, county_code, joined_on, is_operating, known_from)
               SELECT id, '130102000000', joined_on, true, %s FROM enterprises_enterprise ORDER BY id""",
            [first.pk],
        )
        indexes = without_indexes(cursor)
        cursor.execute(
            """INSERT INTO credit_posting (evidence_id, item_id, subject, enterprise_id, reaches_enterprise,
                                           centipoints, matter, counts_from, counts_until, known_from)
               SELECT n, (%(items)s::int[])[k], 'enterprise', 1 + (hashint8(n) & 2147483647) %% %(companies)s, true,
                      CASE WHEN k <= 30 THEN 100 ELSE -100 END * (1 + n %% 3), -n,
                      DATE '2026-10-31' - (n * 31 %% 330)::int,
                      CASE WHEN n %% 10 = 0 THEN DATE '2026-10-31' ELSE DATE '2026-12-31' + (n * 17 %% 700)::int END,
                      %(night)s
               FROM (SELECT n, 1 + (hashint8(-n) & 2147483647) %% %(kinds)s AS k
                     FROM generate_series(1::bigint, %(records)s) n) numbered""",
            {"items": items, "companies": companies, "kinds": ITEMS, "records": records, "night": first.pk},
        )
        for definition in indexes:
            cursor.execute(definition)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("TRUNCATE credit_touch")
        cursor.execute("VACUUM (ANALYZE) credit_posting")
        cursor.execute("VACUUM (ANALYZE) credit_standing")
        cursor.execute("VACUUM (ANALYZE) enterprises_enterprise")


def without_indexes(cursor) -> list[str]:
    """Drop the ledger's plain indexes while it is filled. Returns what makes them again."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'credit_posting' AND indexdef NOT LIKE '%UNIQUE%'"
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _name, definition in found]


def rulebook() -> Rulebook:
    """60 items in 6 categories, every kind of cap, two items that count once for a matter."""
    book = Rulebook.objects.create(code="bench", version="1", title="bench", new_months=6)
    categories = [
        Category.objects.create(
            rulebook=book, name=f"c{n}", direction="good" if n < CATEGORIES // 2 else "bad",
            cap_centipoints=4_000 if n % 2 else None,
        )
        for n in range(CATEGORIES)
    ]  # fmt: skip
    for n in range(ITEMS):
        Item.objects.create(
            rulebook=book, code=f"B-{n:02d}", title=f"b{n}", wording=f"b{n}", article="-",
            category=categories[n * CATEGORIES // ITEMS], subject="enterprise", points_mode="range",
            least_centipoints=-10_000, most_centipoints=10_000, repeat="highest" if n in (0, 1) else "each",
            cap_centipoints=1_500 if n % 3 == 0 else None, validity_months=12,
        )  # fmt: skip
    edges = [("A", 11_000, None), ("B", 9_000, 11_000), ("C", 6_000, 9_000), ("D", None, 6_000)]
    for place, (grade, lower, upper) in enumerate(edges):
        Band.objects.create(
            rulebook=book, position=place, grade=grade, word=grade, shape=grade, lower_centipoints=lower,
            upper_centipoints=upper, is_veto=grade == "D",
        )  # fmt: skip
    book.state, book.effective_from, book.published_at = "published", date(2020, 1, 1), AT
    book.save()
    return book


def forget_grades() -> None:
    """Back to the state before the first measured night."""
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE credit_grade, credit_gradecount, credit_draft, credit_touched, credit_nightnotice,"
            " oversight_nightcount, oversight_followed, exchange_change, exchange_commit, exchange_feedmark"
        )
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM credit_night WHERE id > (SELECT min(id) FROM credit_night)")
        cursor.execute("SET session_replication_role = DEFAULT")


def touch(share: float, companies: int, night_on: date) -> None:
    """New records for a share of the companies, in effect on the next night."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            """INSERT INTO credit_posting (evidence_id, item_id, subject, enterprise_id, reaches_enterprise,
                                           centipoints, matter, counts_from, counts_until)
               SELECT -n, (SELECT max(id) FROM credit_item), 'enterprise', n, true, -100, -n, %s, DATE '2028-01-01'
               FROM generate_series(1, %s, %s) n""",
            [night_on, companies, round(1 / share)],
        )
        cursor.execute("SET session_replication_role = DEFAULT")


BARE = """
CREATE TABLE bench_bare AS
SELECT enterprise_id, 10000 + sum(points) AS score,
       CASE WHEN 10000 + sum(points) >= 11000 THEN 'A' WHEN 10000 + sum(points) >= 9000 THEN 'B'
            WHEN 10000 + sum(points) >= 6000 THEN 'C' ELSE 'D' END AS grade
FROM (
    SELECT enterprise_id, category_id,
           CASE WHEN c.cap_centipoints IS NULL THEN sum(points)
                ELSE greatest(-c.cap_centipoints, least(c.cap_centipoints, sum(points))) END AS points
    FROM (
        SELECT p.enterprise_id, p.item_id, i.category_id,
               CASE WHEN i.cap_centipoints IS NULL THEN sum(p.centipoints)
                    ELSE greatest(-i.cap_centipoints, least(i.cap_centipoints, sum(p.centipoints))) END AS points
        FROM credit_posting p JOIN credit_item i ON i.id = p.item_id
        WHERE p.counts_from <= %(on)s AND p.counts_until > %(on)s AND p.known_until IS NULL
        GROUP BY p.enterprise_id, p.item_id, i.category_id, i.cap_centipoints
    ) by_item JOIN credit_category c ON c.id = by_item.category_id
    GROUP BY enterprise_id, category_id, c.cap_centipoints
) by_category
GROUP BY enterprise_id
"""


def bare(on: date) -> None:
    """The reference: sum, cap by item, cap by category, band, into a table. No lines, no history, no comparison."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_bare")
        cursor.execute(BARE, {"on": on})
