"""What the top floor keeps: what each night could see, and tallies in step with the registers.

These only keep sums of what other actions did; the audit log knows those.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, models, transaction

from credit.models import Night
from oversight.counting import PRESENCES, Areas, Counted, around, count_night, tallied, windows_of
from oversight.models import Followed, NightCount, Presence, Tally, Window

KEEP = """
INSERT INTO oversight_nightcount (night_id, area_code, estate_count, served_count, old_count, household_count, grades,
                                  up_count, down_count)
SELECT %(night)s, area_code, estate_count, served_count, old_count, household_count, grades, up_count, down_count
FROM jsonb_to_recordset(%(rows)s::jsonb) AS told (
    area_code text, estate_count int, served_count int, old_count int, household_count int, grades jsonb, up_count int,
    down_count int
)
"""
FORGET = """
DELETE FROM {table} WHERE ({keys}) IN (
    SELECT {kept_keys} FROM {table} kept LEFT JOIN fresh USING ({keys})
    WHERE {scope} AND (fresh.{key} IS NULL OR ({kept}) IS DISTINCT FROM ({fresh}))
) RETURNING area_code
"""
NOTE = """
INSERT INTO {table} ({columns}) SELECT {columns} FROM fresh ON CONFLICT ({keys}) DO NOTHING RETURNING area_code
"""


@transaction.atomic
def take_figures(night: Night) -> int:
    """Keep what every area had after `night`. Returns how many areas were counted now.

    Counted from what the registers say now (see `queries.served`), once: what is kept already stays.
    """
    Night.objects.select_for_update().get(pk=night.pk)
    kept = list(NightCount.objects.filter(night=night))
    if any(row.area_code.endswith(NightCount.WHOLE) for row in kept):
        return 0
    areas = count_night(night, coverage={row.area_code: counted(row) for row in kept})
    NightCount.objects.filter(night=night).delete()
    rows = [row_of(code, area) for code, area in areas.items()]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"night": night.pk, "rows": json.dumps(rows)})
    return len(rows)


def counted(row: NightCount) -> Counted:
    return Counted(row.estate_count, row.served_count, row.old_count, row.household_count)


def row_of(code: str, area: Counted) -> dict:
    return {"area_code": code, "up_count": area.up, "down_count": area.down, **area.columns()}


@dataclass
class Touched:
    """Which estates and companies to look at again (keys); None is all of them."""

    estates: set[int] | None = field(default_factory=set)
    companies: set[int] | None = field(default_factory=set)


@transaction.atomic
def renew_tallies(touched: Touched, *, position: str, night: Night | None, on: date, at: datetime) -> int:
    """Bring the tallies in step with the registers of day `on`. Returns how many areas were summed up again.

    Idempotent: whatever is looked at is counted anew, and only areas where something differs are summed up.
    """
    differing = renew_windows(touched.estates, on=on) | renew_presences(touched.companies, on=on)
    codes = {area for code in differing for area in around(code)}
    if touched.estates is None:
        codes |= set(Tally.objects.values_list("area_code", flat=True))
    keep_tallies(codes, tallied(codes))
    Followed.objects.update_or_create(defaults={"position": position, "night": night, "on": on, "at": at})
    return len(codes)


def renew_windows(only: set[int] | None, *, on: date) -> set[str]:
    if only is not None and not only:
        return set()
    select, values = windows_of(on=on, only=only).query.sql_with_params()
    return renew(Window, ("estate_id",), select, values, only=only)


def renew_presences(only: set[int] | None, *, on: date) -> set[str]:
    if only is not None and not only:
        return set()
    values = {"on": on, "only": None if only is None else list(only)}
    return renew(Presence, ("enterprise_id", "area_code"), PRESENCES, values, only=only)


def keep_tallies(codes: set[str], areas: Areas) -> None:
    Tally.objects.filter(area_code__in=codes - areas.keys()).delete()
    Tally.objects.bulk_create(
        [Tally(area_code=code, **area.columns()) for code, area in areas.items()],
        update_conflicts=True,
        unique_fields=["area_code"],
        update_fields=["estate_count", "served_count", "old_count", "household_count", "grades"],
    )


def renew(model: type[models.Model], keys: tuple[str, ...], select: str, values, *, only: set[int] | None) -> set[str]:
    """Put the rows that `select` finds in the place of those kept, where they differ. Returns the areas of both.

    `select` has the model's columns in their order, without an automatic number. `keys` name a row, the first the thing
    that it is of; `only` are the things that were looked at, None is all.
    """
    columns = [str(each.column) for each in model._meta.concrete_fields if not isinstance(each, models.AutoField)]
    names = {
        "table": model._meta.db_table,
        "columns": ", ".join(columns),
        "keys": ", ".join(keys),
        "kept_keys": ", ".join(f"kept.{key}" for key in keys),
        "key": keys[0],
        "kept": ", ".join(f"kept.{column}" for column in columns),
        "fresh": ", ".join(f"fresh.{column}" for column in columns),
        "scope": "true" if only is None else f"kept.{keys[0]} = ANY(%s)",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE fresh ({columns}) ON COMMIT DROP AS {select}".format(select=select, **names), values
        )
        cursor.execute("ANALYZE fresh")
        cursor.execute(FORGET.format(**names), [] if only is None else [list(only)])
        areas = {code for (code,) in cursor.fetchall()}
        cursor.execute(NOTE.format(**names))
        areas |= {code for (code,) in cursor.fetchall()}
        cursor.execute("DROP TABLE fresh")
    return areas
