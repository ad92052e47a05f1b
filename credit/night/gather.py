"""Gathering a night's facts: set-based SQL, one row for each company, streamed in company order.

The SQL does what `scoring.tally` does for single records: sums the records of an item, and picks the extreme one where
only one counts. A `Reading` says which rows of the ledger: tonight's, which nothing has replaced (by a covering index),
or those that an earlier night knew.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from credit.rules import Rules


class CompanyFacts(NamedTuple):
    """What is known of one company. `items`, `counts`, `points` (and `areas`) run in parallel."""

    enterprise_id: int
    county_code: str
    joined_on: date | None
    digest: int | None
    items: list[int]
    counts: list[int]
    points: list[int]
    areas: list[int | None] | None
    total_area: int


@dataclass(frozen=True)
class Reading:
    """Which rows of the ledger to read: those of tonight, or those that night number `night_id` knew."""

    on: date
    night_id: int
    is_tonight: bool = True
    touched_only: bool = False

    @property
    def day(self) -> str:
        return f"DATE '{self.on:%Y-%m-%d}'"

    def companies(self, table: str, low: int, high: int) -> str:
        """Companies of an id range, and of those only the ones that this night touches."""
        within = f"{table}.enterprise_id >= {low:d} AND {table}.enterprise_id < {high:d}"
        if not self.touched_only:
            return within
        touched = f"SELECT enterprise_id FROM credit_touched WHERE night_id = {self.night_id:d}"
        return f"{within} AND {table}.enterprise_id IN ({touched})"

    def known(self, table: str) -> str:
        if self.is_tonight:
            return f"{table}.known_from IS NOT NULL AND {table}.known_until IS NULL"
        return (
            f"{table}.known_from <= {self.night_id:d}"
            f" AND ({table}.known_until IS NULL OR {table}.known_until > {self.night_id:d})"
        )

    def previous_grade(self, table: str) -> str:
        """The grade rows against which a result is compared: tonight the current ones, else those this night left."""
        if self.is_tonight:
            return f"{table}.until_on IS NULL"
        return (
            f"{table}.night_id <= {self.night_id:d}"
            f" AND ({table}.until_night IS NULL OR {table}.until_night > {self.night_id:d})"
        )


def statement(reading: Reading, rules: Rules, low: int, high: int) -> str:
    """The SQL for companies `low` <= id < `high`. All values in it are our own integers and dates.

    Items of which every record counts and items of which one does are gathered apart and joined as arrays: each part
    comes out of the index in company order and need not be sorted.
    """
    by_area = rules.roll_up == "area"
    where = (
        f"{reading.known('p')} AND p.reaches_enterprise AND p.counts_from <= {reading.day}"
        f" AND p.counts_until > {reading.day} AND {reading.companies('p', low, high)}"
    )
    if rules.roll_up == "none":
        where += " AND p.subject = 'enterprise'"
    parts = {"every": every_record(rules, where)}
    if rules.picks_one:
        parts["single"] = single_records(rules, where)
    columns = ("items", "counts", "points", *(["areas"] if by_area else []))
    joined = (" || ".join(f"{part}.{column}" for part in parts) for column in columns)
    return f"""
    WITH {shares(reading) if by_area else ""}
    {", ".join(in_arrays(name, rows, once=reading.touched_only, by_area=by_area) for name, rows in parts.items())}
    SELECT s.enterprise_id, s.county_code, s.joined_on, old.digest, {", ".join(joined)}
           {", total.area" if by_area else ", NULL, NULL"}
    FROM credit_standing s
    {" ".join(f"LEFT JOIN {part} USING (enterprise_id)" for part in parts)}
    {"LEFT JOIN total USING (enterprise_id)" if by_area else ""}
    LEFT JOIN credit_grade old ON old.enterprise_id = s.enterprise_id AND {reading.previous_grade("old")}
    WHERE {reading.known("s")} AND s.is_operating AND {reading.companies("s", low, high)}
    ORDER BY s.enterprise_id"""


def in_arrays(name: str, rows: str, *, once: bool, by_area: bool) -> str:
    """One row for each company, its items, counts, points (and areas) in arrays of one order.

    `once`: gathered a single time, also where the planner takes the night's companies for so few that it would rather
    gather for each of them again. It cannot know how many a night touches.
    """
    areas = ", array_agg(CASE WHEN g.estate_id IS NOT NULL THEN coalesce(h.area, 0) END) AS areas" if by_area else ""
    weigh = "LEFT JOIN share h ON h.enterprise_id = g.enterprise_id AND h.estate_id = g.estate_id" if by_area else ""
    return f"""
    {name} AS {"MATERIALIZED" if once else ""} (
        SELECT g.enterprise_id, array_agg(g.item_id) AS items, array_agg(g.n) AS counts, array_agg(g.points) AS points
               {areas}
        FROM ({rows}) g {weigh} GROUP BY g.enterprise_id)"""


def every_record(rules: Rules, where: str) -> str:
    """Sums of the items of which every record counts, by company and item (and estate where areas weigh)."""
    estate = estate_that_weighs(rules)
    others = f"p.item_id NOT IN {listed(rules.picks_one)}" if rules.picks_one else "true"
    return f"""
        SELECT p.enterprise_id, p.item_id, count(*) AS n, sum(p.centipoints) AS points
               {estate and f", {estate} AS estate_id"}
        FROM credit_posting p WHERE {where} AND {others}
        GROUP BY p.enterprise_id, p.item_id{estate and f", {estate}"}"""


def single_records(rules: Rules, where: str) -> str:
    """The extreme record of the items of which one counts, of a matter or of all."""
    estate, item = estate_that_weighs(rules), item_in_force(rules)
    matter = f", CASE WHEN p.item_id IN {listed(rules.by_matter)} THEN p.matter END" if rules.by_matter else ""
    largest, smallest = "max(p.centipoints)", "min(p.centipoints)"
    return f"""
        SELECT p.enterprise_id, {item} AS item_id, count(*) AS n,
               CASE WHEN {largest} >= -{smallest} THEN {largest} ELSE {smallest} END AS points
               {estate and f", {estate} AS estate_id"}
        FROM credit_posting p WHERE {where} AND p.item_id IN {listed(rules.picks_one)}
        GROUP BY p.enterprise_id, {item}{matter}{estate and f", {estate}"}"""


def estate_that_weighs(rules: Rules) -> str:
    """The estate by whose area a posting weighs; nothing where areas do not."""
    return "CASE WHEN p.subject <> 'enterprise' THEN p.estate_id END" if rules.roll_up == "area" else ""


def item_in_force(rules: Rules) -> str:
    """The item under which a record counts now, for items of which one record counts whatever version priced it."""
    renumbered = {old: new for old, new in rules.aliases.items() if old in rules.picks_one}
    if not renumbered:
        return "p.item_id"
    cases = " ".join(f"WHEN {old:d} THEN {new:d}" for old, new in sorted(renumbered.items()))
    return f"CASE p.item_id {cases} ELSE p.item_id END"


def shares(reading: Reading) -> str:
    """Managed area, in hundredths of a m², by company and estate and by company."""
    return f"""
    share AS (
        SELECT enterprise_id, estate_id, sum(area_m2 * 100)::bigint AS area FROM credit_share h
        WHERE {reading.known("h")} AND h.from_on <= {reading.day} AND (h.until_on IS NULL OR h.until_on > {reading.day})
        GROUP BY 1, 2),
    total AS (SELECT enterprise_id, sum(area) AS area FROM share GROUP BY 1),"""


def listed(numbers) -> str:
    return f"({', '.join(str(int(number)) for number in sorted(numbers))})"


def each_company(reading: Reading, rules: Rules, low: int, high: int, visit: Callable[[CompanyFacts], None]) -> None:
    """Call `visit` with every company of the range, in order, without holding more than one of them."""
    with transaction.atomic(), connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")  # else each worker groups everything again
        cursor.cursor.copy_expert(f"COPY ({statement(reading, rules, low, high)}) TO STDOUT", RowSink(visit))


class RowSink:
    """Takes COPY's text rows as they come and hands each on as `CompanyFacts`."""

    def __init__(self, visit: Callable[[CompanyFacts], None]) -> None:
        self.visit = visit
        self.rest = ""
        self.days: dict[str, date | None] = {"\\N": None}

    def write(self, chunk: str | bytes) -> None:
        text = chunk.decode() if isinstance(chunk, bytes) else chunk
        if self.rest:
            text = self.rest + text
        rows = text.split("\n")
        self.rest = rows.pop()
        for row in rows:
            self.visit(self.facts_in(row))

    def facts_in(self, row: str) -> CompanyFacts:
        enterprise, county, joined, digest, items, counts, points, areas, total = row.split("\t")
        if joined not in self.days:
            self.days[joined] = date.fromisoformat(joined)
        return CompanyFacts(
            int(enterprise),
            county,
            self.days[joined],
            None if digest == "\\N" else int(digest),
            numbers_in(items),
            numbers_in(counts),
            numbers_in(points),
            None if areas == "\\N" else [None if area == "NULL" else int(area) for area in areas[1:-1].split(",")],
            0 if total == "\\N" else int(total),
        )


def numbers_in(array: str) -> list[int]:
    """`{1,2,3}` -> [1, 2, 3]; SQL's null is the empty list."""
    return [] if array == "\\N" else list(map(int, array[1:-1].split(",")))


def ranges(reading: Reading, size: int) -> Iterator[tuple[int, int]]:
    """Id ranges of about `size` companies that cover what is to be judged."""
    source = (
        f"SELECT enterprise_id FROM credit_touched WHERE night_id = {reading.night_id:d}"
        if reading.touched_only
        else f"SELECT s.enterprise_id FROM credit_standing s WHERE {reading.known('s')}"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT enterprise_id FROM (SELECT enterprise_id, row_number() OVER (ORDER BY enterprise_id) AS place"
            f" FROM ({source}) all_of_them) numbered WHERE place %% %s = 1 ORDER BY 1",
            [size],
        )
        starts = [row[0] for row in cursor.fetchall()]
        cursor.execute(f"SELECT max(enterprise_id) + 1 FROM ({source}) all_of_them")
        (end,) = cursor.fetchone()
    yield from zip(starts, [*starts[1:], end], strict=True) if starts else ()
