"""What the database itself refuses in a use of the fund, whoever asks."""

import pgtrigger

BILL_MAY_SHARE = """
    IF TG_OP = 'UPDATE' AND now IN ('accepted', 'audited') THEN
        was.share_fen := NEW.share_fen;
        IF was IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;
    END IF;
"""
STANDS = """
    IF now IS NOT NULL AND now NOT IN ('draft', 'confirmed') THEN
        RAISE EXCEPTION 'what was posted about a fund use does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def stands_once_posted(name: str, table: str, but: str = "") -> pgtrigger.Trigger:
    """Rows of a use change while it is prepared, and not later; `but` are statements that let something through."""
    held = """
        IF TG_OP = 'INSERT' THEN was := NEW; ELSE was := OLD; END IF;
        now := (SELECT state FROM fees_funduse WHERE id = was.use_id);
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("was", f"{table}%ROWTYPE"), ("now", "text")],
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
    IF NEW.kind <> 'advance' AND (use.state <> 'settled' OR before + NEW.amount_fen <> use.settled_fen) THEN
        RAISE EXCEPTION 'what is paid at the end is the bill less the advance' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
    """,
)

FIGURES_ADD_UP = pgtrigger.Trigger(
    name="fund_use_figures_add_up",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Q(new__state__in=["settled", "paid"]),
    func="""
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
