"""How long it takes to close the books of a million fund accounts, and to reconcile a million lines of the bank.

Each home paid its first deposit in the first quarter and a top-up in the third; the bank's statement of the third has a
line for each top-up. A known number of lines says another amount, lies too far off, or is unknown to the ledger: those
and no others have to be left, each with its reason.
"""

import time
from collections import Counter
from datetime import UTC, date, datetime

from django.db import connection, transaction

from accounts.actions import shipped_rule_values
from accounts.models import RuleValue
from bench.api import city
from bench.table import Row
from fees.funds import actions
from fees.funds.banks.matching import match
from fees.models import BankLine, BankStatement, FundBlock, FundPeriod

ON = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
FROM, UNTIL = date(2026, 7, 1), date(2026, 10, 1)
HOMES_OF_A_BUILDING, BUILDINGS_OF_AN_ESTATE = 100, 5
ODD = {7: "other_amount", 13: "other_day", 19: "no_account"}
"""Of every thousand lines, the one that is odd, and how."""
MOST_SECONDS = 60.0

BUILD = """
INSERT INTO estates_building (estate_id, name, lifts, households)
SELECT e.id, k || '号楼', 2, %(homes)s FROM estates_estate e, generate_series(1, %(buildings)s) k;
INSERT INTO estates_home (building_id, unit, room, area_m2, area_basis, use)
SELECT b.id, '1', k::text, 60 + (b.id * 31 + k * 7) %% 90, 'registered', 'residential'
FROM estates_building b, generate_series(1, %(homes)s) k;
INSERT INTO fees_fundblock (building_id, estate_id, bank, bank_account, first_deposit_fen, balance_fen, as_of_on)
SELECT id, estate_id, 'bench', id::text, %(homes)s * 1000000, %(homes)s * 1000000 + %(homes)s * 5000, '2026-08-15'::date
FROM estates_building;
INSERT INTO fees_fundaccount (home_id, block_id, number, first_deposit_fen, balance_fen, as_of_on, salt)
SELECT h.id, b.id, h.id::text, 1000000, 1005000, '2026-08-15', 'x'
FROM estates_home h JOIN fees_fundblock b ON b.building_id = h.building_id;
INSERT INTO fees_fundvoucher (number, estate_id, kind, "on", amount_fen, reference, note, made_at)
SELECT 'D' || b.id, b.estate_id, 'deposit', '2026-02-01'::date, %(homes)s * 1000000, b.id::text, '', now()
FROM fees_fundblock b
UNION ALL
SELECT 'T' || b.id, b.estate_id, 'top_up', '2026-08-15'::date, %(homes)s * 5000, b.id::text, '', now()
FROM fees_fundblock b;
INSERT INTO fees_fundentry (voucher_id, block_id, account_id, kind, "on", amount_fen, first_deposit_fen)
SELECT v.id, a.block_id, a.id, v.kind, v."on", CASE v.kind WHEN 'deposit' THEN 1000000 ELSE 5000 END,
       CASE v.kind WHEN 'deposit' THEN 1000000 ELSE 0 END
FROM fees_fundvoucher v JOIN fees_fundaccount a ON a.block_id = v.reference::bigint;
INSERT INTO fees_bankstatement (
    number, estate_id, block_id, state, from_on, until_on, opening_fen, closing_fen, taken_in_at, explanation)
SELECT 'S' || id, estate_id, id, 'open', %(from)s, %(until)s, 0, 0, now(), '' FROM fees_fundblock;
INSERT INTO fees_bankline (
    statement_id, block_id, place, serial, "on", kind, amount_fen, balance_fen, account_number, account_id, state, why,
    explanation)
SELECT s.id, a.block_id, row_number() OVER (PARTITION BY s.id ORDER BY a.id), a.id::text,
       CASE a.id %% 1000 WHEN 13 THEN '2026-09-10'::date ELSE '2026-08-15'::date + (a.id %% 4 = 0)::int END, 'top_up',
       CASE a.id %% 1000 WHEN 7 THEN 5001 ELSE 5000 END, 0,
       CASE a.id %% 1000 WHEN 19 THEN 'unknown' ELSE a.number END, CASE a.id %% 1000 WHEN 19 THEN NULL ELSE a.id END,
       'unmatched', '', ''
FROM fees_bankstatement s JOIN fees_fundaccount a ON a.block_id = s.block_id;
"""
TABLES = (
    "estates_building", "estates_home", "fees_fundblock", "fees_fundaccount", "fees_fundvoucher", "fees_fundentry",
    "fees_bankstatement", "fees_bankline",
)  # fmt: skip


def build(accounts: int) -> None:
    """Fill an empty, migrated database. The guards sleep meanwhile: what is measured begins later."""
    RuleValue.objects.bulk_create(shipped_rule_values(date(2020, 1, 1)))
    city.regions()
    told = {"homes": HOMES_OF_A_BUILDING, "buildings": BUILDINGS_OF_AN_ESTATE, "from": FROM, "until": UNTIL}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        city.places(cursor, accounts // HOMES_OF_A_BUILDING // BUILDINGS_OF_AN_ESTATE, 10)
        cursor.execute("TRUNCATE estates_building CASCADE")
        for statement in BUILD.split(";\n"):
            if statement.strip():
                cursor.execute(statement, told)
        cursor.execute("SET session_replication_role = DEFAULT")
        for table in TABLES:
            cursor.execute(f"VACUUM (ANALYZE) {table}")


def timed(act) -> float:
    begun = time.perf_counter()
    with transaction.atomic():
        act()
    return time.perf_counter() - begun


def run(accounts: int = 1_000_000) -> list[Row]:
    """On a migrated database of its own. Raises AssertionError for a wrong answer."""
    build(accounts)
    rolled = timed(lambda: [actions.roll_forward(day, at=AT) for day in (FROM, UNTIL)])
    matched = timed(lambda: match(list(BankStatement.objects.values_list("pk", flat=True)), on=ON))
    check(accounts)
    seconds = rolled + matched
    return [
        Row(f"roll-forward of {accounts:,} fund accounts", rolled, "s", MOST_SECONDS, rolled / MOST_SECONDS),
        Row(f"reconciliation of {accounts:,} lines of the bank", matched, "s", MOST_SECONDS, matched / MOST_SECONDS),
        Row("both together", seconds, "s", MOST_SECONDS, seconds / MOST_SECONDS, "at most 1"),
    ]


def check(accounts: int) -> None:
    blocks = accounts // HOMES_OF_A_BUILDING
    closing = set(FundPeriod.objects.filter(until_on=UNTIL).values_list("closing_fen", flat=True))
    assert closing == set(FundBlock.objects.values_list("balance_fen", flat=True)), "periods and balances differ"
    assert FundPeriod.objects.count() == 2 * blocks, "not every building was closed twice"
    left = Counter(BankLine.objects.filter(state="unmatched").values_list("why", flat=True))
    assert left == Counter(dict.fromkeys(ODD.values(), accounts // 1_000)), f"other lines are left: {left}"
