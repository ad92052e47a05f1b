"""A city of 24 counties and 288 streets with estates, companies, contracts, grades and evidence, made in SQL."""

from datetime import date, datetime

from django.core.management import call_command
from django.db import connection

from accounts.models import CityProfile, Region, Role, User
from accounts.tokens import issue_token
from bench.world import rulebook
from credit.models import Item, Night

CITY, COUNTIES, STREETS = "130100000000", 24, 12
OFFICERS_COUNTY = "130102000000"
AT = datetime.fromisoformat("2026-11-01T02:00:00+08:00")
DAY = date(2026, 11, 1)
CALLS_PER_MINUTE = 1_000_000
TABLES = (
    "accounts_region", "estates_estate", "enterprises_enterprise", "enterprises_servicecontract", "credit_grade",
    "credit_evidence", "enterprises_reach", "exchange_change",
)  # fmt: skip


def build(estates: int, companies: int, records: int) -> str:
    """Fill an empty, migrated database. Returns the key of a token of a district officer."""
    regions()
    book = rulebook()
    items = list(Item.objects.order_by("pk").values_list("pk", flat=True))
    night = Night.objects.create(
        on=DAY, state="published", kind="command", started_at=AT, ended_at=AT, rulebook=book, digest="0" * 16
    )
    with connection.cursor() as cursor:
        places(cursor, estates, companies)
        judgement(cursor, companies, night)
        evidence(cursor, estates, companies, records, items)
        for table in TABLES:
            cursor.execute("SELECT to_regclass(%s)", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f"VACUUM (ANALYZE) {table}")
    CityProfile.objects.create(region_id=CITY, name="城", bureau_name="局", emblem_text="安")
    officer = User.objects.create(username="officer", role=Role.DISTRICT, region_id=OFFICERS_COUNTY)
    _token, key = issue_token(officer, name="bench", by=None, at=AT, calls_per_minute=CALLS_PER_MINUTE)
    return key


def regions() -> None:
    rows = [Region(code=CITY, name="城", level="city")]
    for county in range(1, COUNTIES + 1):
        code = f"1301{county:02d}000000"
        rows.append(Region(code=code, name=f"县{county}", level="county", parent_id=CITY))
        rows += [
            Region(
                code=f"1301{county:02d}{street:03d}000", name=f"街道{county}-{street}", level="street", parent_id=code
            )
            for street in range(1, STREETS + 1)
        ]
    Region.objects.bulk_create(rows)


def places(cursor, estates: int, companies: int) -> None:
    """Estates spread over the streets, companies over the counties, one contract for each estate."""
    cursor.execute(
        """INSERT INTO enterprises_enterprise (id, uscc, name, initials, region_id, legal_representative,
                                               contact_name, contact_phone, joined_on, status)
           SELECT n, lpad(n::text, 18, '0'), '物业服务有限公司' || n, 'wyfw' || n,
                  '1301' || lpad((1 + n %% %s)::text, 2, '0') || '000000', '', '', '', DATE '2020-01-01', 'operating'
           FROM generate_series(1, %s) n""",
        [COUNTIES, companies],
    )
    cursor.execute(
        """INSERT INTO estates_estate (id, code, name, initials, former_names, address, region_id, floor_area_m2,
                                       households, building_count, kind, service_mode, renovation, built_year)
           SELECT n, left(street, 9) || lpad(n::text, 4, '0'), '青禾花园' || n, 'qhhy' || n, '',
                  '建设大街' || n || '号', street, 50000 + n, 400 + n %% 900, 5 + n %% 20, 'commodity', 'company',
                  'not_planned', 1990 + n %% 35
           FROM (SELECT n, '1301' || lpad((1 + n %% %(counties)s)::text, 2, '0')
                           || lpad((1 + (n / %(counties)s) %% %(streets)s)::text, 3, '0') || '000' AS street
                 FROM generate_series(1, %(estates)s) n) placed""",
        {"counties": COUNTIES, "streets": STREETS, "estates": estates},
    )
    cursor.execute(
        """INSERT INTO enterprises_servicecontract (number, estate_id, enterprise_id, stage, service_level,
                                                    fee_fen_per_m2_month, begins_on)
           SELECT 'HT' || n, n, 1 + n %% %s, 'owners', '', 150 + n %% 100, DATE '2024-01-01'
           FROM generate_series(1, %s) n""",
        [companies, estates],
    )


def judgement(cursor, companies: int, night: Night) -> None:
    cursor.execute(
        """INSERT INTO credit_grade (enterprise_id, from_on, night_id, rulebook_id, county_code, grade,
                                     score_centipoints, is_vetoed, base_centipoints, line_items, line_centipoints,
                                     line_counts, digest)
           SELECT id, DATE '2026-11-01', %s, %s, region_id, (ARRAY['A','B','B','B','C','D'])[1 + id %% 6],
                  6000 + id %% 5000, false, 10000, '{}', '{}', '{}', id
           FROM enterprises_enterprise""",
        [night.pk, night.rulebook_id],
    )


def evidence(cursor, estates: int, companies: int, records: int, items: list[int]) -> None:
    """Four records in five name an estate, the others a company. Triggers sleep meanwhile."""
    cursor.execute("SET session_replication_role = replica")
    cursor.execute(
        """INSERT INTO credit_evidence (number, item_id, enterprise_id, estate_id, level, centipoints, matter, fact,
                                        occurred_on, decided_on, effective_on, expires_on, source, document,
                                        recorded_at)
           SELECT 'XY' || n, (%(items)s::int[])[1 + n %% %(kinds)s],
                  CASE WHEN n %% 5 = 0 THEN 1 + n %% %(companies)s END,
                  CASE WHEN n %% 5 <> 0 THEN 1 + n %% %(estates)s END,
                  '', CASE WHEN n %% 2 = 0 THEN 100 ELSE -300 END, '', '公示栏缺少收费项目' || n, day - 3, day, day,
                  day + 365, 'inspection', '', %(at)s
           FROM (SELECT n, DATE '2026-10-31' - (n %% 1500)::int AS day
                 FROM generate_series(1, %(records)s) n) numbered""",
        {"items": items, "kinds": len(items), "companies": companies, "estates": estates, "records": records, "at": AT},
    )
    cursor.execute("SET session_replication_role = DEFAULT")


def prepare(estates: int, companies: int, records: int) -> str:
    call_command("migrate", verbosity=0)
    return build(estates, companies, records)
