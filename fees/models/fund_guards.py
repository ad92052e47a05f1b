"""What the database itself sees to in the fund: balances follow from entries, vouchers and periods add up.

Triggers on entries and periods are one statement for each statement that writes, however many rows that touched; all
entries of a voucher are written by one.
"""

import pgtrigger

NEW = pgtrigger.Referencing(new="new_rows")


def after_insert(name: str, *steps: str) -> pgtrigger.Trigger:
    return after(pgtrigger.Insert, name, *steps)


def after(operation: pgtrigger.Operation, name: str, *steps: str) -> pgtrigger.Trigger:
    """A trigger of whole statements. Each step is planned anew: a plan kept from one row would take hours for many."""
    return pgtrigger.Trigger(
        name=name, level=pgtrigger.Statement, when=pgtrigger.After, operation=operation, referencing=NEW,
        declare=[("is_odd", "boolean")], func="\n".join([*steps, "RETURN NULL;"]),
    )  # fmt: skip


def refuse_where(rows: str, words: str) -> str:
    """A step that refuses the statement if there are any such rows."""
    return f"""
    EXECUTE $step$ SELECT EXISTS ({rows}) $step$ INTO is_odd;
    IF is_odd THEN
        RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation';
    END IF;
    """


def then(statement: str) -> str:
    return f"EXECUTE $step$ {statement} $step$;"


def add_up(what: str) -> str:
    """Balances of funds or accounts, and their first deposits, follow from the new entries."""
    return then(f"""
    UPDATE fees_fund{what} t
    SET balance_fen = t.balance_fen + told.fen, first_deposit_fen = t.first_deposit_fen + told.first_fen,
        as_of_on = greatest(t.as_of_on, told.last_on)
    FROM (SELECT {what}_id, sum(amount_fen) AS fen, sum(first_deposit_fen) AS first_fen, max("on") AS last_on
          FROM new_rows WHERE {what}_id IS NOT NULL GROUP BY 1) told
    WHERE t.id = told.{what}_id
    """)


ONE_AFTER_THE_OTHER = then("""
    SELECT FROM fees_fundblock b WHERE b.id IN (SELECT n.block_id FROM new_rows n) ORDER BY b.id FOR NO KEY UPDATE
""")
"""Whoever books, closes the books or matches lines of a building waits for the others, then sees what they did."""

ENTRIES_COUNT = after_insert(
    "fund_entries_count",
    ONE_AFTER_THE_OTHER,
    refuse_where(
        """
        SELECT FROM new_rows n
        JOIN fees_fundvoucher v ON v.id = n.voucher_id
        JOIN fees_fundblock b ON b.id = n.block_id
        LEFT JOIN fees_fundaccount a ON a.id = n.account_id
        WHERE n.kind <> v.kind OR n."on" <> v."on" OR b.estate_id <> v.estate_id OR a.block_id <> n.block_id
        """,
        "an entry is of the day, kind and estate of its voucher, and of the block of its account",
    ),
    refuse_where(
        'SELECT FROM new_rows n JOIN fees_fundblock b ON b.id = n.block_id WHERE n."on" < b.closed_until',
        "the books of the fund are closed for that day",
    ),
    refuse_where(
        """
        SELECT FROM fees_fundvoucher v
        JOIN (SELECT e.voucher_id, sum(e.amount_fen) AS fen FROM fees_fundentry e
              WHERE e.voucher_id IN (SELECT n.voucher_id FROM new_rows n) GROUP BY 1) told ON told.voucher_id = v.id
        WHERE told.fen <> v.amount_fen
        """,
        "the entries of a voucher add up to it",
    ),
    add_up("account"),
    add_up("block"),
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

USES_ARE_NOT_CORRECTED = pgtrigger.Trigger(
    name="fund_uses_are_not_corrected",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Condition("NEW.corrects_id IS NOT NULL"),
    func="""
    IF (SELECT kind FROM fees_fundvoucher WHERE id = NEW.corrects_id) IN ('use', 'refund', 'correction') THEN
        RAISE EXCEPTION 'payments of a use are evened out where it is settled' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
    """,
)


def follows_entries(what: str) -> list[pgtrigger.Trigger]:
    """Figures begin at nothing, and only the triggers above move them: what they do is one level deep."""
    begins = pgtrigger.Trigger(
        name=f"fund_{what}_begins_empty",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition("NEW.balance_fen <> 0 OR NEW.first_deposit_fen <> 0"),
        func="RAISE EXCEPTION 'a fund begins with nothing: book an entry' USING ERRCODE = 'restrict_violation';",
    )
    follows = pgtrigger.Trigger(
        name=f"fund_{what}_follows_entries",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("balance_fen", "first_deposit_fen"),
        condition=pgtrigger.Condition(
            "pg_trigger_depth() = 0 AND (NEW.balance_fen <> OLD.balance_fen"
            " OR NEW.first_deposit_fen <> OLD.first_deposit_fen)"
        ),
        func="RAISE EXCEPTION 'balances of the fund follow from its entries' USING ERRCODE = 'restrict_violation';",
    )
    return [begins, follows]


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
    ONE_AFTER_THE_OTHER,
    refuse_where(
        """
        SELECT FROM new_rows n
        LEFT JOIN LATERAL (
            SELECT p.until_on, p.closing_fen FROM fees_fundperiod p
            WHERE p.block_id = n.block_id AND p.from_on < n.from_on ORDER BY p.from_on DESC LIMIT 1
        ) was ON true
        WHERE was.until_on <> n.from_on OR was.closing_fen <> n.opening_fen
           OR (was.until_on IS NULL AND n.opening_fen <> coalesce((
               SELECT sum(e.amount_fen) FROM fees_fundentry e
               WHERE e.block_id = n.block_id AND e."on" < n.from_on), 0))
        """,
        "a period of the fund begins where the one before ended",
    ),
    refuse_where(
        """
        SELECT FROM new_rows n
        LEFT JOIN (
            SELECT m.id, sum(e.amount_fen) AS fen FROM new_rows m
            JOIN fees_fundentry e ON e.block_id = m.block_id AND e."on" >= m.from_on AND e."on" < m.until_on
            GROUP BY 1
        ) told ON told.id = n.id
        WHERE n.closing_fen <> n.opening_fen + coalesce(told.fen, 0)
        """,
        "a period of the fund holds what its entries say",
    ),
    then("""
    UPDATE fees_fundblock b SET closed_until = told.until_on
    FROM (SELECT block_id, max(until_on) AS until_on FROM new_rows GROUP BY 1) told
    WHERE b.id = told.block_id AND (b.closed_until IS NULL OR b.closed_until < told.until_on)
    """),
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

NO_MONEY_TWICE = (
    ONE_AFTER_THE_OTHER,
    refuse_where(
        """
        SELECT FROM fees_bankline m
        WHERE (m.voucher_id, m.block_id) IN (SELECT n.voucher_id, n.block_id FROM new_rows n)
        GROUP BY m.voucher_id, m.block_id HAVING count(m.account_id) NOT IN (0, count(*))
        """,
        "a voucher is lines of the bank account by account, or one line for the building",
    ),
)
LINES_MATCH_ONCE = [
    after(pgtrigger.Insert, "bank_lines_come_matched_once", *NO_MONEY_TWICE),
    after(pgtrigger.Update, "bank_lines_match_once", *NO_MONEY_TWICE),
]
"""Of a voucher and building, uniqueness sees to two lines of one account, or to two for the building as a whole."""
