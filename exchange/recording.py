"""What makes a table tell the change feed of itself: triggers, declared next to its model.

    triggers = recorded("estate", key="code", place="t.region_id")

Each is one SQL statement for each statement that writes, however many rows that touched. It is planned anew each time
(EXECUTE): a plan kept from a statement of one row would take hours for one of a hundred thousand.

Triggers of one event fire in the order of their names: what is gone is told (`gone`) before others lose sight of what
hung on it (`reach_`), and what is new is told (`tells_`) after others came to see what it hangs on.
"""

import pgtrigger
from django.conf import settings

RECORDED: set[str] = set()
"""The resources of which the feed tells, by name."""

COLUMNS = "thing, key, kind, place_before, stems_before, place_after, companies_after, stems_after"
OLD, NEW = pgtrigger.Referencing(old="old_rows"), pgtrigger.Referencing(new="new_rows")
BOTH = pgtrigger.Referencing(old="old_rows", new="new_rows")
ROWS = {pgtrigger.Insert: NEW, pgtrigger.Update: BOTH, pgtrigger.Delete: OLD}

ADDED = """
    SELECT n.pk::text, n.key, 'I', NULL::text, NULL::text[], n.place, n.companies, NULL::text[]
    FROM {new} n WHERE n.shown"""
TOUCHED = """
    SELECT n.pk::text, n.key, 'U', NULL::text, NULL::text[], n.place, n.companies, NULL::text[]
    FROM {new} n WHERE n.shown"""
DELETED = """
    SELECT o.pk::text, o.key, 'D', o.place, {seeing}, NULL::text, NULL::bigint[], NULL::text[]
    FROM {old} o WHERE o.shown"""
CHANGED = """
    SELECT n.pk::text, n.key, CASE WHEN NOT o.shown THEN 'I' WHEN NOT n.shown THEN 'D' ELSE 'U' END,
           CASE WHEN o.shown AND (NOT n.shown OR o.place IS DISTINCT FROM n.place) THEN o.place END,
           CASE WHEN o.shown AND (NOT n.shown OR o.companies IS DISTINCT FROM n.companies) THEN {seeing} END,
           CASE WHEN n.shown THEN n.place END, CASE WHEN n.shown THEN n.companies END, NULL::text[]
    FROM {old} o JOIN {new} n USING (pk)
    WHERE o.compared IS DISTINCT FROM n.compared AND (o.shown OR n.shown)"""
MOVED = """
    SELECT t.id::text, t.id::text, 'M', moved.was, NULL::text[], moved.is, NULL::bigint[], NULL::text[]
    FROM (SELECT n.id, o.region_id AS was, n.region_id AS is
          FROM old_rows o JOIN new_rows n USING (id) WHERE o.region_id <> n.region_id) moved
    JOIN {things}"""
NOTHING_MOVED = "NOT EXISTS (SELECT id, region_id FROM new_rows EXCEPT SELECT id, region_id FROM old_rows)"


def recorded(
    resource: str,
    *,
    pk: str = "id",
    key: str | None = None,
    place: str = "NULL",
    companies: str = "NULL",
    joins: str = "",
    only: str = "true",
    compared: str = "t",
) -> list[pgtrigger.Trigger]:
    """Triggers that tell the feed of every row added, changed or deleted. The words below are SQL, of the row `t`.

    `pk`, `key`: its primary key, and the column by which the API knows it. `place`: the code of the division where it
    stands, or '*' for what everybody sees; `companies`: an array of companies with which it is seen; `joins`: tables
    that those need. `only`: which rows the API shows at all. `compared`: what must differ for a change to be one ("":
    every UPDATE is one, and none moves the row; a big table is spared the comparison).
    """
    row = (
        f"SELECT t.{pk} AS pk, t.{key or pk}::text AS key, {compared or 'true'} AS compared, ({place})::text AS place,"
        f" ({companies})::bigint[] AS companies, ({only}) AS shown"
    )
    old, new = (f"({row} FROM {rows} t {joins})" for rows in ("old_rows", "new_rows"))
    if compared:
        changes, rows = CHANGED.format(old=old, new=new, seeing=seeing("o.companies")), BOTH
    else:
        changes, rows = TOUCHED.format(new=new), NEW
    name = resource.replace("-", "_")
    return [
        tells(f"{name}_tells_new", resource, pgtrigger.Insert, ADDED.format(new=new)),
        tells(f"{name}_tells_changed", resource, pgtrigger.Update, changes, rows=rows),
        tells(
            f"{name}_gone", resource, pgtrigger.Delete, DELETED.format(old=old, seeing=seeing("o.companies"))
        ),
    ]  # fmt: skip


def moves_with(name: str, resource: str, things: str) -> pgtrigger.Trigger:
    """A trigger of a table whose `region_id` says where other things stand as well: they move with it.

    `things` joins those, as `t`, to the row: "estates_building t ON t.estate_id = moved.id".
    """
    return tells(name, resource, pgtrigger.Update, MOVED.format(things=things), unless=NOTHING_MOVED)


def tells(
    name: str,
    resource: str,
    operation: pgtrigger.Operation,
    query: str,
    *,
    rows: pgtrigger.Referencing | None = None,
    unless: str = "",
) -> pgtrigger.Trigger:
    """A trigger that adds to the feed the changes that `query` finds: rows of `COLUMNS`.

    `unless`: a condition in SQL under which there is nothing to look for.
    """
    RECORDED.add(resource)
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=rows or ROWS[operation],
        func=f"""
            {f"IF {unless} THEN RETURN NULL; END IF;" if unless else ""}
            EXECUTE $record$
                WITH found ({COLUMNS}) AS MATERIALIZED ({query}),
                place AS MATERIALIZED (SELECT * FROM exchange_take((SELECT count(*) FROM found)))
                INSERT INTO exchange_change (commit_id, nth, resource, {COLUMNS})
                SELECT place.commit_id, place.taken + row_number() OVER (), '{resource}', found.* FROM found, place
            $record$;
            RETURN NULL;
        """,
    )


def seeing(companies: str) -> str:
    """SQL: the code prefixes that see any of these companies, as of now; null where there is no company."""
    seen = f"SELECT array_agg(DISTINCT stem) FROM {settings.REACH_TABLE} WHERE enterprise_id = ANY ({companies})"
    return f"CASE WHEN {companies} IS NOT NULL THEN coalesce(({seen}), '{{}}') END"
