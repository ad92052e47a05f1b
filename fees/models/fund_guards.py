"""What the database itself sees to in the fund: balances follow from entries, vouchers and periods add up.

Triggers on entries and periods are one statement for each statement that writes, however many rows that touched; all
entries of a voucher are written by one.
"""

import pgtrigger

NEW = pgtrigger.Referencing(new="new_rows")


def after_insert(name: str, func: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name, level=pgtrigger.Statement, when=pgtrigger.After, operation=pgtrigger.Insert, referencing=NEW,
        func=func,
    )  # fmt: skip


ENTRIES_COUNT = after_insert(
    "fund_entries_count",
    """
    IF EXISTS (
        SELECT FROM new_rows n
        JOIN fees_fundvoucher v ON v.id = n.voucher_id
        JOIN fees_fundblock b ON b.id = n.block_id
        LEFT JOIN fees_fundaccount a ON a.id = n.account_id
        WHERE n.kind <> v.kind OR n."on" <> v."on" OR b.estate_id <> v.estate_id OR a.block_id <> n.block_id
    ) THEN
        RAISE EXCEPTION 'an entry is of the day, kind and estate of its voucher, and of the block of its account'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (
        SELECT FROM new_rows n JOIN fees_fundblock b ON b.id = n.block_id WHERE n."on" < b.closed_until
    ) THEN
        RAISE EXCEPTION 'the books of the fund are closed for that day' USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (
        SELECT FROM fees_fundvoucher v
        JOIN (SELECT e.voucher_id, sum(e.amount_fen) AS fen FROM fees_fundentry e
              WHERE e.voucher_id IN (SELECT n.voucher_id FROM new_rows n) GROUP BY 1) told ON told.voucher_id = v.id
        WHERE told.fen <> v.amount_fen
    ) THEN
        RAISE EXCEPTION 'the entries of a voucher add up to it' USING ERRCODE = 'restrict_violation';
    END IF;
    UPDATE fees_fundaccount a
    SET balance_fen = a.balance_fen + told.fen, first_deposit_fen = a.first_deposit_fen + told.first_fen,
        as_of_on = greatest(a.as_of_on, told.last_on)
    FROM (SELECT account_id, sum(amount_fen) AS fen, sum(first_deposit_fen) AS first_fen, max("on") AS last_on
          FROM new_rows WHERE account_id IS NOT NULL GROUP BY 1) told
    WHERE a.id = told.account_id;
    UPDATE fees_fundblock b
    SET balance_fen = b.balance_fen + told.fen, first_deposit_fen = b.first_deposit_fen + told.first_fen,
        as_of_on = greatest(b.as_of_on, told.last_on)
    FROM (SELECT block_id, sum(amount_fen) AS fen, sum(first_deposit_fen) AS first_fen, max("on") AS last_on
          FROM new_rows GROUP BY 1) told
    WHERE b.id = told.block_id;
    RETURN NULL;
    """,
)

VOUCHER_HAS_ITS_ENTRIES = pgtrigger.Trigger(
    name="fund_voucher_has_its_entries",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    func="""
    IF NEW.amount_fen IS DISTINCT FROM
        (SELECT sum(amount_fen) FROM fees_fundentry WHERE voucher_id = NEW.id) THEN
        RAISE EXCEPTION 'the entries of a voucher add up to it' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
    """,
)
"""At the end of the transaction: a voucher without entries would be a lie."""


def follows_entries(what: str) -> pgtrigger.Trigger:
    """Figures begin at nothing, and only the triggers above move them."""
    return pgtrigger.Trigger(
        name=f"fund_{what}_follows_its_entries",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("balance_fen", "first_deposit_fen"),
        func="""
        IF TG_OP = 'INSERT' THEN
            IF NEW.balance_fen <> 0 OR NEW.first_deposit_fen <> 0 THEN
                RAISE EXCEPTION 'a fund begins with nothing: book an entry' USING ERRCODE = 'restrict_violation';
            END IF;
        ELSIF pg_trigger_depth() < 2 AND (NEW.balance_fen, NEW.first_deposit_fen)
            IS DISTINCT FROM (OLD.balance_fen, OLD.first_deposit_fen) THEN
            RAISE EXCEPTION 'balances of the fund follow from its entries' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
        """,
    )


BLOCK_FOLLOWS_ENTRIES, ACCOUNT_FOLLOWS_ENTRIES = follows_entries("block"), follows_entries("account")

BLOCK_OF_ITS_ESTATE = pgtrigger.Trigger(
    name="fund_block_is_of_its_estate",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("building_id", "estate_id"),
    func="""
    IF NEW.estate_id <> (SELECT estate_id FROM estates_building WHERE id = NEW.building_id) THEN
        RAISE EXCEPTION 'the building of a fund stands in its estate' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
    """,
)

PERIODS_ROLL = after_insert(
    "fund_periods_roll",
    """
    IF EXISTS (
        SELECT FROM new_rows n
        LEFT JOIN LATERAL (
            SELECT p.until_on, p.closing_fen FROM fees_fundperiod p
            WHERE p.block_id = n.block_id AND p.from_on < n.from_on ORDER BY p.from_on DESC LIMIT 1
        ) was ON true
        WHERE was.until_on <> n.from_on OR was.closing_fen <> n.opening_fen
           OR (was.until_on IS NULL AND n.opening_fen <> coalesce((
               SELECT sum(e.amount_fen) FROM fees_fundentry e WHERE e.block_id = n.block_id AND e."on" < n.from_on), 0))
    ) THEN
        RAISE EXCEPTION 'a period of the fund begins where the one before ended' USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (
        SELECT FROM new_rows n
        LEFT JOIN (
            SELECT e.block_id, m.id, sum(e.amount_fen) AS fen FROM new_rows m
            JOIN fees_fundentry e ON e.block_id = m.block_id AND e."on" >= m.from_on AND e."on" < m.until_on
            GROUP BY 1, 2
        ) told ON told.id = n.id
        WHERE n.closing_fen <> n.opening_fen + coalesce(told.fen, 0)
    ) THEN
        RAISE EXCEPTION 'a period of the fund holds what its entries say' USING ERRCODE = 'restrict_violation';
    END IF;
    UPDATE fees_fundblock b SET closed_until = told.until_on
    FROM (SELECT block_id, max(until_on) AS until_on FROM new_rows GROUP BY 1) told
    WHERE b.id = told.block_id AND (b.closed_until IS NULL OR b.closed_until < told.until_on);
    RETURN NULL;
    """,
)

STATEMENT_ADDS_UP = pgtrigger.Trigger(
    name="bank_statement_adds_up",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    func="""
    IF NEW.closing_fen - NEW.opening_fen <>
        coalesce((SELECT sum(amount_fen) FROM fees_bankline WHERE statement_id = NEW.id), 0) THEN
        RAISE EXCEPTION 'the lines of a bank statement lead from its opening to its closing balance'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
    """,
)
