"""What is odd about the fund: books that do not agree with the bank, statements that nobody works through."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Min, Q

from accounts.city import whole
from fees.findings.trouble import Check, Trouble, looks_for
from fees.models import BankStatement, FindingKind, LineState, StatementState


@looks_for(FindingKind.FUND_UNMATCHED)
def unreconciled(on: date) -> Iterator[Trouble]:
    """Statements with lines that were left unmatched for longer than the city's term."""
    since = on - timedelta(days=whole("fund_reconcile_days", on=on))
    rows = BankStatement.objects.filter(state=StatementState.OPEN, taken_in_at__date__lt=since).annotate(
        left=Count("lines", filter=Q(lines__state=LineState.UNMATCHED)), since=Min("taken_in_at__date")
    )
    for row in rows.filter(left__gt=0).order_by("pk"):
        facts = {"lines": row.left, "statement": row.number, "since_on": row.since.isoformat()}
        yield Trouble(FindingKind.FUND_UNMATCHED, row.estate_id, row.number, facts, row.since)


@looks_for(FindingKind.FUND_UNEVEN)
def uneven(on: date) -> Iterator[Trouble]:
    """Buildings whose ledger says another balance than the bank, by the last statement that was closed."""
    closed = BankStatement.objects.filter(state=StatementState.CLOSED)
    last = closed.order_by("block_id", "-from_on").distinct("block_id").values("pk")
    rows = BankStatement.objects.filter(pk__in=last).exclude(ledger_fen=None).select_related("block__building")
    for row in rows.order_by("pk"):
        if row.ledger_fen != row.closing_fen:
            facts = {
                "block": row.block.building.name, "found_fen": row.closing_fen, "expected_fen": row.ledger_fen,
                "statement": row.number,
            }  # fmt: skip
            yield Trouble(FindingKind.FUND_UNEVEN, row.estate_id, f"B{row.block_id}", facts, row.until_on)


CHECKS: tuple[Check, ...] = (unreconciled, uneven)
