"""What the database itself refuses in the accounts of public revenue, whoever asks."""

import pgtrigger

from committees.models.guards import REFUSED, refusing

REPORT_ADDS_UP = refusing(
    "revenue_report_is_the_sum_of_its_lines",
    pgtrigger.Insert | pgtrigger.Update,
    """
    IF NEW.state <> 'posted' OR (TG_OP = 'UPDATE' AND OLD.state = 'posted') THEN RETURN NEW; END IF;
    SELECT coalesce(sum(amount_fen) FILTER (WHERE side = 'receipt'), 0) AS receipts,
           coalesce(sum(amount_fen) FILTER (WHERE side = 'cost'), 0) AS costs,
           coalesce(sum(amount_fen) FILTER (WHERE side = 'to_fund'), 0) AS fund,
           coalesce(sum(amount_fen) FILTER (WHERE side = 'to_owners'), 0) AS owners
      INTO sums FROM fees_revenueline WHERE report_id = NEW.id;
    IF (sums.receipts, sums.costs, sums.fund, sums.owners)
       <> (NEW.receipts_fen, NEW.costs_fen, NEW.to_fund_fen, NEW.to_owners_fen) THEN
        RAISE EXCEPTION 'the report is not the sum of its lines' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
    """,
    ("sums", "record"),
)

POSTED_REPORT_STANDS = refusing(
    "posted_revenue_report_stands",
    pgtrigger.Update | pgtrigger.Delete,
    f"""
    IF OLD.state = 'owed' THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    was := OLD;
    IF TG_OP = 'UPDATE' AND OLD.state = 'posted' AND NEW.state = 'replaced' THEN was.state := 'replaced'; END IF;
    IF TG_OP = 'DELETE' OR was IS DISTINCT FROM NEW THEN
        RAISE EXCEPTION 'a posted report does not change; it is corrected by another' {REFUSED};
    END IF;
    RETURN NEW;
    """,
    ("was", "fees_revenuereport%ROWTYPE"),
)

LINES_OF_A_DRAFT = refusing(
    "revenue_lines_of_a_posted_report_stand",
    pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    f"""
    IF TG_OP <> 'INSERT' THEN
        PERFORM FROM fees_revenuereport WHERE id = OLD.report_id AND state <> 'owed';
        IF FOUND THEN RAISE EXCEPTION 'lines of a posted report do not change' {REFUSED}; END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    PERFORM FROM fees_revenuereport WHERE id = NEW.report_id AND state <> 'owed';
    IF FOUND THEN RAISE EXCEPTION 'a posted report takes no lines' {REFUSED}; END IF;
    IF NEW.contract_id IS NOT NULL THEN
        PERFORM FROM fees_revenuecontract c JOIN fees_revenuereport r ON r.id = NEW.report_id
         WHERE c.id = NEW.contract_id AND c.estate_id = r.estate_id AND c.source = NEW.kind;
        IF NOT FOUND THEN RAISE EXCEPTION 'the contract is of another estate or kind' {REFUSED}; END IF;
    END IF;
    RETURN NEW;
    """,
)
