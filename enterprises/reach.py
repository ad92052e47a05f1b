"""Which code prefixes see which company, kept by the database itself, and what is told when that changes.

A company is seen where it is registered and wherever it has, or had, a contract. Each of these is a way: one row of
`Reach` for each way and each prefix of that place's code. So two transactions never wait for each other to add a way,
and a company is out of sight when its last way is gone. Who takes ways away locks the company first and waits for those
who are just adding some, lest each of two think that the other one's way remains.
"""

import pgtrigger

from exchange.recording import NOTHING_MOVED, ROWS, tells

REGISTERED = 0
"""Stands for a contract where the way is that the company is registered there."""

STEMS = """
CREATE FUNCTION enterprises_stems(code text) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
    SELECT left(code, length)
    FROM unnest(ARRAY[2, 4, 6, 9, 12], ARRAY[0, 2, 4, 6, 9]) AS level (length, above)
    WHERE above = 0 OR substr(code, above + 1) ~ '[1-9]'
$$
"""
"""The prefixes that are divisions' own: 130102001000 lies in 13, 1301, 130102 and 130102001."""

BY_REGISTRATION = (
    f"SELECT t.id AS enterprise_id, enterprises_stems(t.region_id) AS stem, {REGISTERED} AS contract_id FROM"
)
BY_CONTRACT = """
    SELECT t.enterprise_id, enterprises_stems(h.region_id) AS stem, t.id AS contract_id
    FROM {contracts} t JOIN estates_estate h ON h.id = t.estate_id"""
FILL = f"""
INSERT INTO enterprises_reach (enterprise_id, stem, contract_id)
{BY_REGISTRATION} enterprises_enterprise t UNION ALL {BY_CONTRACT.format(contracts="enterprises_servicecontract")}
"""
"""For an empty table: the ways of all companies that are there."""


def ways(
    name: str, operation, *, add: str = "", drop: str = "", lock: str = "", quietly: bool = False, unless: str = ""
):
    """A trigger that keeps `Reach`. `add`: the ways that there are afterwards; `drop`: (enterprise_id, contract_id) of
    those that may have gone; `lock`: statements that hold up others; `unless`: when there is nothing to do.
    """
    added = f"""
        EXECUTE $add$
            INSERT INTO enterprises_reach (enterprise_id, stem, contract_id) {add} ON CONFLICT DO NOTHING
        $add$;"""
    gone = f"AND NOT EXISTS (SELECT FROM ({add}) w WHERE (w.enterprise_id, w.stem, w.contract_id)" \
           " = (r.enterprise_id, r.stem, r.contract_id))"  # fmt: skip
    dropped = f"""
        EXECUTE $drop$
            DELETE FROM enterprises_reach r USING ({drop}) gone
            WHERE r.enterprise_id = gone.enterprise_id AND r.contract_id = gone.contract_id {gone if add else ""}
        $drop$;"""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=ROWS[operation],
        func=f"""
            {f"IF {unless} THEN RETURN NULL; END IF;" if unless else ""}
            {lock}
            {"PERFORM set_config('enterprises.quietly', 'yes', true);" if quietly else ""}
            {added if add else ""}
            {dropped if drop else ""}
            {"PERFORM set_config('enterprises.quietly', '', true);" if quietly else ""}
            RETURN NULL;
        """,
    )


def locked(table: str, ids: str, how: str) -> str:
    return f"PERFORM FROM {table} WHERE id IN ({ids}) ORDER BY id FOR {how};"


COMPANIES, ESTATES = "enterprises_enterprise", "estates_estate"
OF_CONTRACTS = "SELECT enterprise_id FROM old_rows UNION SELECT enterprise_id FROM new_rows"
SAME_PARTIES = (
    "NOT EXISTS (SELECT id, enterprise_id, estate_id FROM new_rows"
    " EXCEPT SELECT id, enterprise_id, estate_id FROM old_rows)"
)
MOVED = "(SELECT n.id FROM old_rows o JOIN new_rows n USING (id) WHERE o.region_id <> n.region_id)"
THEIR_CONTRACTS = f"(SELECT * FROM enterprises_servicecontract WHERE estate_id IN {MOVED})"

WAYS_OF_COMPANIES = [
    ways("enterprise_reach_new", pgtrigger.Insert, add=f"{BY_REGISTRATION} new_rows t", quietly=True),
    ways(
        "enterprise_reach_moved",
        pgtrigger.Update,
        unless=NOTHING_MOVED,
        lock=locked(COMPANIES, "SELECT id FROM new_rows", "UPDATE"),
        add=f"{BY_REGISTRATION} new_rows t",
        drop=f"SELECT id AS enterprise_id, {REGISTERED} AS contract_id FROM old_rows",
    ),
    ways(
        "enterprise_reach_gone",
        pgtrigger.Delete,
        drop="SELECT DISTINCT o.id AS enterprise_id, r.contract_id FROM old_rows o"
        " JOIN enterprises_reach r ON r.enterprise_id = o.id",
        quietly=True,
    ),
]
WAYS_OF_CONTRACTS = [
    ways(
        "contract_reach_new",
        pgtrigger.Insert,
        lock=locked(ESTATES, "SELECT estate_id FROM new_rows", "KEY SHARE")
        + locked(COMPANIES, "SELECT enterprise_id FROM new_rows", "KEY SHARE"),
        add=BY_CONTRACT.format(contracts="new_rows"),
    ),
    ways(
        "contract_reach_moved",
        pgtrigger.Update,
        unless=SAME_PARTIES,
        lock=locked(ESTATES, "SELECT estate_id FROM new_rows", "KEY SHARE") + locked(COMPANIES, OF_CONTRACTS, "UPDATE"),
        add=BY_CONTRACT.format(contracts="new_rows"),
        drop="SELECT enterprise_id, id AS contract_id FROM old_rows",
    ),
    ways(
        "contract_reach_gone",
        pgtrigger.Delete,
        lock=locked(COMPANIES, "SELECT enterprise_id FROM old_rows", "UPDATE"),
        drop="SELECT enterprise_id, id AS contract_id FROM old_rows",
    ),
]
WAYS_OF_ESTATES = [
    ways(
        "moves_1_reach",
        pgtrigger.Update,
        unless=NOTHING_MOVED,
        lock=locked(ESTATES, MOVED, "UPDATE")
        + locked(COMPANIES, f"SELECT enterprise_id FROM {THEIR_CONTRACTS} c", "UPDATE"),
        add=BY_CONTRACT.format(contracts=THEIR_CONTRACTS),
        drop=f"SELECT enterprise_id, id AS contract_id FROM {THEIR_CONTRACTS} c",
    ),
]

GAINED = """
    SELECT ways.enterprise_id, array_agg(ways.stem) AS stems
    FROM (SELECT enterprise_id, stem, count(*) AS n FROM new_rows GROUP BY enterprise_id, stem) ways
    WHERE ways.n = (SELECT count(*) FROM enterprises_reach r
                    WHERE r.enterprise_id = ways.enterprise_id AND r.stem = ways.stem)
    GROUP BY ways.enterprise_id"""
LOST = """
    SELECT ways.enterprise_id, array_agg(ways.stem) AS stems
    FROM (SELECT DISTINCT enterprise_id, stem FROM old_rows) ways
    WHERE NOT EXISTS (SELECT FROM enterprises_reach r
                      WHERE r.enterprise_id = ways.enterprise_id AND r.stem = ways.stem)
    GROUP BY ways.enterprise_id"""
"""Companies with the prefixes that see them for the first time now, or not any longer."""

QUIETLY = "coalesce(current_setting('enterprises.quietly', true), '') <> ''"
"""While a company itself is registered or removed: its own entry in the feed tells as much."""


def comes_with_company(order: int, resource: str, things: str, *, key: str = "id") -> list[pgtrigger.Trigger]:
    """Triggers of `Reach`: what is seen with a company comes into sight, or goes out of it, along with the company.

    `things` joins it, as `t`, to the company: "enterprises_projectmanager t ON t.enterprise_id = reach.enterprise_id".
    `order` says which resource is told first.
    """
    what = f"SELECT t.id::text, t.{key}::text, 'M', NULL::text"
    return [
        tells(
            f"{order}_{resource}_enters",
            resource,
            pgtrigger.Insert,
            f"{what}, NULL::text[], NULL::text, NULL::bigint[], reach.stems FROM ({GAINED}) reach JOIN {things}",
            unless=QUIETLY,
        ),
        tells(
            f"{order}_{resource}_leaves",
            resource,
            pgtrigger.Delete,
            f"{what}, reach.stems, NULL::text, NULL::bigint[], NULL::text[] FROM ({LOST}) reach JOIN {things}",
            unless=QUIETLY,
        ),
    ]
