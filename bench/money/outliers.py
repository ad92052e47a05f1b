"""How long it takes to place the fee of every estate of a city beside its peers, and to find those out of line.

The prices are spread by level, age and lifts; a known number is far above all others. They and no others have to be
found: a fence that let one through, or caught an honest price, would make the time worth nothing.
"""

import time
from datetime import UTC, date, datetime

from django.db import connection

from accounts.actions import shipped_rule_values
from accounts.models import RuleValue
from bench.api import city
from bench.table import Row
from fees.findings import positions
from fees.findings.checks.outliers import out_of_line

ON = date(2026, 11, 20)
EVERY = 97
"""One estate in so many charges four times what its peers do."""
MOST_SECONDS = 2.0


def build(estates: int, companies: int) -> None:
    """Fill an empty, migrated database: estates with buildings, and contracts with a level and a fee."""
    RuleValue.objects.bulk_create(shipped_rule_values(datetime(2020, 1, 1, tzinfo=UTC).date()))
    city.regions()
    with connection.cursor() as cursor:
        city.places(cursor, estates, companies)
        cursor.execute(
            """INSERT INTO estates_building (estate_id, name, lifts, households)
               SELECT e.id, k || '号楼', CASE WHEN e.id % 3 = 0 THEN 0 ELSE 2 END, 60
               FROM estates_estate e, generate_series(1, 8) k"""
        )
        cursor.execute(
            """UPDATE enterprises_servicecontract
               SET service_level = (ARRAY['三级', '二级', '一级'])[1 + estate_id % 3],
                   fee_fen_per_m2_month = (ARRAY[60, 120, 200])[1 + estate_id % 3] + (estate_id * 7919) % 21""",
        )
        cursor.execute(
            "UPDATE enterprises_servicecontract SET fee_fen_per_m2_month = fee_fen_per_m2_month * 4"
            " WHERE estate_id %% %s = 0",
            [EVERY],
        )
        for table in ("estates_estate", "estates_building", "enterprises_servicecontract"):
            cursor.execute(f"VACUUM (ANALYZE) {table}")


def run(estates: int = 4_000, companies: int = 1_737, rounds: int = 3) -> list[Row]:
    """The best of some rounds, on a migrated database of its own. Raises AssertionError for a wrong answer."""
    build(estates, companies)
    seconds, found = [], []
    for _round in range(rounds):
        begun = time.perf_counter()
        positions.take(on=ON)
        found = list(out_of_line(ON))
        seconds.append(time.perf_counter() - begun)
    wanted = set(range(EVERY, estates + 1, EVERY))
    assert {trouble.estate_id for trouble in found} == wanted, "other estates than those that were made dear"
    best = min(seconds)
    return [
        Row(f"outliers among {estates:,} estates", best, "s", MOST_SECONDS, best / MOST_SECONDS, "at most 1"),
    ]
