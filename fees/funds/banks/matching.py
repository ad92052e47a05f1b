"""Finding for each line of a bank statement the entry of the ledger that it is: set-based, for any number of lines.

Of one account (or of the building alone), one kind and one amount: first those of the same day, in their order; then,
round by round, those that are nearest to each other, within `fund_match_days`. No entry is taken twice: lines of
accounts come first, and each statement after them sees which vouchers are no longer whole. What was corrected is not
looked at.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction

from fees.funds.rules import whole

LOOKED_AROUND = 31
"""Days before and after a line in which its entry is looked for, to say that it is too far off."""

LINES = """
    SELECT l.id, l.block_id, l.account_id, l.kind, l.amount_fen, l."on"
    FROM fees_bankline l
    WHERE l.state = 'unmatched' AND l.statement_id = ANY(%(statements)s) AND (l.account_id IS NULL) = %(is_whole)s
      AND (l.account_id IS NOT NULL OR l.account_number = ''
           OR NOT EXISTS (SELECT FROM fees_fundaccount a WHERE a.block_id = l.block_id))
"""
STANDS = "NOT EXISTS (SELECT FROM fees_fundvoucher c WHERE c.corrects_id = e.voucher_id)"
BOOKED = f"""
    SELECT e.voucher_id, e.block_id, e.account_id, e.kind, e.amount_fen, e."on"
    FROM fees_fundentry e
    JOIN span ON span.block_id = e.block_id AND e."on" BETWEEN span.first_on AND span.last_on
    WHERE NOT EXISTS (SELECT FROM fees_bankline m WHERE m.voucher_id = e.voucher_id AND m.block_id = e.block_id
                      AND (m.account_id = e.account_id OR m.account_id IS NULL))
      AND e.account_id IS NOT NULL AND {STANDS} AND %(is_whole)s IS DISTINCT FROM true
    UNION ALL
    SELECT e.voucher_id, e.block_id, NULL, e.kind, sum(e.amount_fen), e."on"
    FROM fees_fundentry e
    JOIN span ON span.block_id = e.block_id AND e."on" BETWEEN span.first_on AND span.last_on
    WHERE NOT EXISTS (SELECT FROM fees_bankline m WHERE m.voucher_id = e.voucher_id AND m.block_id = e.block_id)
      AND {STANDS} AND %(is_whole)s IS DISTINCT FROM false
    GROUP BY e.voucher_id, e.block_id, e.kind, e."on"
"""
"""Entries that no line is yet, account by account (`is_whole` false); what a voucher moved in a building as a whole
(true); or both (null)."""
SPAN = """
    SELECT l.block_id, min(l."on") - %(span)s AS first_on, max(l."on") + %(span)s AS last_on
    FROM fees_bankline l
    WHERE l.statement_id = ANY(%(statements)s)
      AND (%(is_whole)s IS NULL OR (l.account_id IS NULL) = %(is_whole)s)
    GROUP BY l.block_id
"""
SAME = """b.block_id = l.block_id AND b.account_id IS NOT DISTINCT FROM l.account_id AND b.kind = l.kind
      AND b.amount_fen = l.amount_fen"""
SAME_DAY = f"""
WITH span AS MATERIALIZED ({SPAN}), lines AS MATERIALIZED (
    SELECT *, row_number() OVER (PARTITION BY block_id, account_id, kind, amount_fen, "on" ORDER BY id) AS nth
    FROM ({LINES}) found
), booked AS MATERIALIZED (
    SELECT *, row_number() OVER (PARTITION BY block_id, account_id, kind, amount_fen, "on" ORDER BY voucher_id) AS nth
    FROM ({BOOKED}) found
)
UPDATE fees_bankline t SET state = 'matched', why = '', voucher_id = b.voucher_id
FROM lines l JOIN booked b ON b.block_id = l.block_id AND coalesce(b.account_id, 0) = coalesce(l.account_id, 0)
     AND b.kind = l.kind AND b.amount_fen = l.amount_fen AND b."on" = l."on" AND b.nth = l.nth
WHERE t.id = l.id
"""
NEAREST = f"""
WITH span AS MATERIALIZED ({SPAN}), pairs AS (
    SELECT l.id, b.voucher_id, b.block_id, b.account_id,
           row_number() OVER (PARTITION BY l.id ORDER BY abs(b."on" - l."on"), b.voucher_id) AS for_line,
           row_number() OVER (PARTITION BY b.voucher_id, b.block_id, b.account_id
                              ORDER BY abs(b."on" - l."on"), l.id) AS for_entry
    FROM ({LINES}) l JOIN ({BOOKED}) b ON {SAME} AND abs(b."on" - l."on") <= %(days)s
)
UPDATE fees_bankline t SET state = 'matched', why = '', voucher_id = p.voucher_id
FROM pairs p WHERE t.id = p.id AND p.for_line = 1 AND p.for_entry = 1
"""
WHY = f"""
WITH span AS MATERIALIZED ({SPAN})
UPDATE fees_bankline l SET why = CASE
    WHEN l.account_id IS NULL AND (l.account_number <> '' OR l.kind IN ('deposit', 'top_up'))
         AND EXISTS (SELECT FROM fees_fundaccount a WHERE a.block_id = l.block_id) THEN 'no_account'
    WHEN EXISTS (SELECT FROM fees_bankline m WHERE m.statement_id = l.statement_id AND m.state = 'matched'
                 AND m.account_id IS NOT DISTINCT FROM l.account_id AND m.kind = l.kind
                 AND m.amount_fen = l.amount_fen AND m."on" = l."on") THEN 'twice'
    WHEN EXISTS (SELECT FROM ({BOOKED}) b WHERE b.block_id = l.block_id
                 AND b.account_id IS NOT DISTINCT FROM l.account_id AND b.kind = l.kind
                 AND b.amount_fen = l.amount_fen) THEN 'other_day'
    WHEN EXISTS (SELECT FROM ({BOOKED}) b WHERE b.block_id = l.block_id
                 AND b.account_id IS NOT DISTINCT FROM l.account_id AND b.kind = l.kind
                 AND abs(b."on" - l."on") <= %(days)s) THEN 'other_amount'
    ELSE 'not_booked' END
WHERE l.state = 'unmatched' AND l.statement_id = ANY(%(statements)s)
"""
ONE_AFTER_THE_OTHER = """
SELECT b.id FROM fees_fundblock b
WHERE b.id IN (SELECT s.block_id FROM fees_bankstatement s WHERE s.id = ANY(%(statements)s))
ORDER BY b.id FOR NO KEY UPDATE
"""


@transaction.atomic
def match(statements: Sequence[int], *, on: date) -> int:
    """Match what can be matched, and say of the rest why not. Returns how many lines were. Raises NoRuleValue."""
    days = whole("fund_match_days", on=on)
    told: dict[str, Any] = {"statements": list(statements), "days": days, "span": days}
    of_accounts, of_buildings = told | {"is_whole": False}, told | {"is_whole": True}
    count = 0
    with connection.cursor() as cursor:
        cursor.execute(ONE_AFTER_THE_OTHER, told)
        for lines in (of_accounts, of_buildings):
            cursor.execute(SAME_DAY, lines)
            count += cursor.rowcount
        for lines in (of_accounts, of_buildings):
            count += matched_nearest(cursor, lines)
        cursor.execute(WHY, told | {"span": days + LOOKED_AROUND, "is_whole": None})
    return count


def matched_nearest(cursor: Any, told: dict[str, Any]) -> int:
    count, found = 0, 1
    while found:
        cursor.execute(NEAREST, told)
        found = cursor.rowcount
        count += found
    return count
