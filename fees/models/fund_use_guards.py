"""What the database itself refuses in a use of the fund, whoever asks."""

import pgtrigger

BILL_MAY_SHARE = """
    IF TG_OP = 'UPDATE' AND now IN ('accepted', 'audited') THEN
        was.share_fen := NEW.share_fen;
        IF was IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;
    END IF;
"""
STANDS = """
    IF now IS NOT NULL AND NOT is_open THEN
        RAISE EXCEPTION 'what was posted about a fund use does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def stands_once_posted(name: str, table: str, but: str = "") -> pgtrigger.Trigger:
    """Rows of a use change while it is first prepared, and not later, least of all once something was paid; `but` are
    statements that let something through."""
    held = """
        IF TG_OP = 'INSERT' THEN was := NEW; ELSE was := OLD; END IF;
        SELECT state, round = 1 AND (state IN ('draft', 'confirmed') OR (kind = 'emergency' AND state = 'returned'))
            AND NOT EXISTS (SELECT FROM fees_fundpayment WHERE use_id = was.use_id)
            INTO now, is_open FROM fees_funduse WHERE id = was.use_id;
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("was", f"{table}%ROWTYPE"), ("now", "text"), ("is_open", "boolean")],
        func=held + but + STANDS,
    )


STAYS_WITH_ITS_ESTATE = pgtrigger.Trigger(
    name="fund_use_home_of_the_estate",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
    IF NOT EXISTS (
        SELECT FROM estates_home h JOIN estates_building b ON b.id = h.building_id
        JOIN fees_funduse u ON u.estate_id = b.estate_id WHERE h.id = NEW.home_id AND u.id = NEW.use_id
    ) THEN
        RAISE EXCEPTION 'the home is another estate''s' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
    """,
)

PAID_WITHIN_LIMITS = pgtrigger.Trigger(
    name="fund_payment_within_limits",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("use", "fees_funduse%ROWTYPE"), ("before", "bigint")],
    func="""
    SELECT * INTO use FROM fees_funduse WHERE id = NEW.use_id FOR UPDATE;
    before := (SELECT coalesce(sum(amount_fen), 0) FROM fees_fundpayment WHERE use_id = NEW.use_id);
    IF NEW.kind = 'advance' AND (use.state <> 'approved' OR before + NEW.amount_fen > use.advance_most_fen) THEN
        RAISE EXCEPTION 'more than may be paid in advance' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind = 'refund' AND use.state = 'approved' AND before + NEW.amount_fen < 0 THEN
        RAISE EXCEPTION 'more comes back than was paid in advance' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind <> 'advance' AND NOT (NEW.kind = 'refund' AND use.state = 'approved')
        AND (use.state <> 'settled' OR before + NEW.amount_fen <> use.settled_fen) THEN
        RAISE EXCEPTION 'what is paid at the end is the bill less the advance' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.by_id IS NOT NULL AND EXISTS (
        SELECT FROM fees_fundusestep WHERE use_id = NEW.use_id AND by_id = NEW.by_id
            AND verb IN ('propose', 'file', 'accept_work', 'audit', 'settle')
    ) THEN
        RAISE EXCEPTION 'who put a use forward or settled it does not pay' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
    """,
)

FIGURES_ADD_UP = pgtrigger.Trigger(
    name="fund_use_figures_add_up",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Q(new__state__in=["settled", "paid", "refused", "withdrawn"]),
    func="""
    IF NEW.state IN ('refused', 'withdrawn') THEN
        IF (SELECT sum(amount_fen) FROM fees_fundpayment WHERE use_id = NEW.id) <> 0 THEN
            RAISE EXCEPTION 'money of the fund is out' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.settled_fen IS DISTINCT FROM (SELECT sum(share_fen) FROM fees_fundusehome WHERE use_id = NEW.id) THEN
        RAISE EXCEPTION 'the shares of the homes are not the bill' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'paid'
        AND NEW.settled_fen IS DISTINCT FROM (SELECT sum(amount_fen) FROM fees_fundpayment WHERE use_id = NEW.id) THEN
        RAISE EXCEPTION 'what was paid is not the bill' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
    """,
)
