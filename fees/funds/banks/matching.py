"""Finding for each line of a bank statement the entry of the ledger that it is: set-based, for any number of lines.

Of one account (or of the building alone), one kind and one amount: first those of the same day, then those that are
nearest to each other, within `fund_match_days`; of equally near ones those that were there first. No entry is taken
twice: lines of accounts come first, and those of buildings see which vouchers are no longer whole. What was corrected
is not looked at. Buildings have nothing to do with each other, so that many are looked at part by part.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction

from accounts.city import whole

LOOKED_AROUND = 31
"""Days before and after a line in which its entry is looked for, to say that it is too far off."""
AT_A_TIME = 500
"""Buildings: what they hold is sorted and compared in memory."""

SPAN = """
    SELECT l.block_id, min(l."on") - %(span)s AS first_on, max(l."on") + %(span)s AS last_on
    FROM fees_bankline l
    WHERE l.statement_id = ANY(%(statements)s)
    GROUP BY l.block_id HAVING bool_or(l.state = 'unmatched')
"""
STANDS = """
    FROM span JOIN fees_fundentry e ON e.block_id = span.block_id AND e."on" BETWEEN span.first_on AND span.last_on
    WHERE NOT EXISTS (SELECT FROM fees_fundvoucher c WHERE c.corrects_id = e.voucher_id)
"""
OF_ACCOUNTS = f"""
    SELECT e.voucher_id, e.block_id, e.account_id, e.kind, e.amount_fen, e."on"
    {STANDS} AND e.account_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM fees_bankline m WHERE m.voucher_id = e.voucher_id AND m.account_id = e.account_id)
      AND NOT EXISTS (SELECT FROM fees_bankline m WHERE m.voucher_id = e.voucher_id AND m.block_id = e.block_id
                      AND m.account_id IS NULL)
"""
"""Entries that no line of the bank is yet, account by account."""
OF_BUILDINGS = f"""
    SELECT e.voucher_id, e.block_id, NULL::bigint AS account_id, e.kind, sum(e.amount_fen) AS amount_fen, e."on"
    {STANDS}
      AND NOT EXISTS (SELECT FROM fees_bankline m WHERE m.voucher_id = e.voucher_id AND m.block_id = e.block_id)
    GROUP BY e.voucher_id, e.block_id, e.kind, e."on"
"""
"""What vouchers moved in a building as a whole, of which no line is yet."""
LINES_OF_ACCOUNTS = "l.account_id IS NOT NULL"
LINES_OF_BUILDINGS = """l.account_id IS NULL AND (l.account_number = ''
    OR NOT EXISTS (SELECT FROM fees_fundaccount a WHERE a.block_id = l.block_id))"""
OF_IT = "b.block_id = l.block_id AND coalesce(b.account_id, 0) = coalesce(l.account_id, 0) AND b.kind = l.kind"


def pairs(lines: str, booked: str) -> str:
    """SQL: line, voucher, and what of the voucher it would be; the nearest first."""
    return f"""
    WITH span AS MATERIALIZED ({SPAN}), booked AS MATERIALIZED ({booked}), lines AS MATERIALIZED (
        SELECT l.id, l.block_id, l.account_id, l.kind, l.amount_fen, l."on" FROM fees_bankline l
        WHERE l.statement_id = ANY(%(statements)s) AND l.state = 'unmatched' AND {lines}
    )
    SELECT l.id, b.voucher_id, coalesce(l.account_id, l.block_id)
    FROM lines l JOIN booked b ON {OF_IT} AND b.amount_fen = l.amount_fen AND abs(b."on" - l."on") <= %(span)s
    ORDER BY abs(b."on" - l."on"), b.voucher_id, l.id
    """


PAIRS = pairs(LINES_OF_ACCOUNTS, OF_ACCOUNTS), pairs(LINES_OF_BUILDINGS, OF_BUILDINGS)
MATCHED = """
UPDATE fees_bankline l SET state = 'matched', why = '', voucher_id = found.voucher_id
FROM unnest(%(lines)s::bigint[], %(vouchers)s::bigint[]) AS found (id, voucher_id) WHERE l.id = found.id
"""
WHY = f"""
WITH span AS MATERIALIZED ({SPAN}), booked AS MATERIALIZED ({OF_ACCOUNTS} UNION ALL {OF_BUILDINGS}),
lines AS MATERIALIZED (
    SELECT l.* FROM fees_bankline l WHERE l.statement_id = ANY(%(statements)s) AND l.state = 'unmatched'
), near AS (
    SELECT l.id, bool_or(b.amount_fen = l.amount_fen) AS is_same, bool_or(abs(b."on" - l."on") <= %(days)s) AS is_soon
    FROM lines l JOIN booked b ON {OF_IT}
    GROUP BY l.id
), matched AS (
    SELECT DISTINCT statement_id, coalesce(account_id, 0) AS account_id, kind, amount_fen, "on"
    FROM fees_bankline WHERE statement_id = ANY(%(statements)s) AND state = 'matched'
), told AS (
    SELECT l.id, CASE
        WHEN l.account_id IS NULL AND (l.account_number <> '' OR l.kind IN ('deposit', 'top_up'))
             AND EXISTS (SELECT FROM fees_fundaccount a WHERE a.block_id = l.block_id) THEN 'no_account'
        WHEN m.statement_id IS NOT NULL THEN 'twice'
        WHEN near.is_same THEN 'other_day'
        WHEN near.is_soon THEN 'other_amount'
        ELSE 'not_booked' END AS why
    FROM lines l
    LEFT JOIN near ON near.id = l.id
    LEFT JOIN matched m ON m.statement_id = l.statement_id AND m.account_id = coalesce(l.account_id, 0)
         AND m.kind = l.kind AND m.amount_fen = l.amount_fen AND m."on" = l."on"
)
UPDATE fees_bankline l SET why = told.why FROM told WHERE l.id = told.id AND l.why <> told.why
"""
ONE_AFTER_THE_OTHER = """
SELECT ARRAY(SELECT s.id FROM fees_bankstatement s WHERE s.block_id = b.id AND s.id = ANY(%(statements)s))
FROM fees_fundblock b
WHERE b.id IN (SELECT s.block_id FROM fees_bankstatement s WHERE s.id = ANY(%(statements)s))
ORDER BY b.id FOR NO KEY UPDATE
"""
"""The statements, building by building. Nobody books in these meanwhile."""


@transaction.atomic
def match(statements: Sequence[int], *, on: date) -> int:
    """Match what can be matched, and say of the rest why not. Returns how many lines were. Raises NoRuleValue."""
    days = whole("fund_match_days", on=on)
    count = 0
    with connection.cursor() as cursor:
        cursor.execute(ONE_AFTER_THE_OTHER, {"statements": list(statements)})
        of_buildings = [keys for (keys,) in cursor.fetchall()]
        for first in range(0, len(of_buildings), AT_A_TIME):
            some = [key for keys in of_buildings[first : first + AT_A_TIME] for key in keys]
            count += match_some(cursor, some, days)
    return count


def match_some(cursor: Any, statements: list[int], days: int) -> int:
    count = 0
    for span in (0, days):
        for query in PAIRS:
            cursor.execute(query, {"statements": statements, "span": span})
            found = dict(nearest(cursor.fetchall()))
            if found:
                cursor.execute(MATCHED, {"lines": list(found), "vouchers": list(found.values())})
            count += len(found)
    cursor.execute(WHY, {"statements": statements, "days": days, "span": days + LOOKED_AROUND})
    return count


def nearest(pairs: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """Line by voucher, of pairs in their order: neither a line nor a part of a voucher is taken twice."""
    lines, parts = set(), set()
    for line, voucher, part in pairs:
        if line not in lines and (voucher, part) not in parts:
            lines.add(line)
            parts.add((voucher, part))
            yield line, voucher
