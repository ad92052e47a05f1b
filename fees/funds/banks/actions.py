"""Working through a bank statement: what is missing is booked from its lines, the rest matched by hand or explained."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.acting import hold, keep, said
from accounts.lifecycle import NotNow
from accounts.models import User
from fees.funds.actions.money import add_interest
from fees.funds.banks.lifecycle import LINE, STATEMENT
from fees.funds.banks.matching import match as find
from fees.funds.booking import Line, book
from fees.models import (
    BankLine,
    BankStatement,
    EntryKind,
    FundBlock,
    FundEntry,
    FundVoucher,
    LineKind,
    LineState,
    StatementState,
    WhyUnmatched,
)
from intake.money import yuan

PAID_IN = (LineKind.DEPOSIT, LineKind.TOP_UP)
BOOKED_FROM_THE_BANK = (*PAID_IN, LineKind.INTEREST)
"""The bank is the first to know of these. Uses and public revenue begin in their own rooms."""


@transaction.atomic
def match(statement: BankStatement, *, by: User | None, at: datetime) -> int:
    """Look again for the entries of lines that have none. Returns how many were found."""
    held = held_statement(statement, "match", by=by)
    count = find([held.pk], on=timezone.localdate(at))
    audit.record(by=by, at=at, verb="match_bank_statement", thing=held, after={"matched": count})
    return count


@transaction.atomic
def book_missing(statement: BankStatement, *, by: User | None, at: datetime) -> int:
    """Book all lines of deposits, top-ups and interest that the ledger lacks. Returns how many lines were."""
    held = held_statement(statement, "book", by=by)
    lines = held.lines.filter(
        state=LineState.UNMATCHED, why=WhyUnmatched.NOT_BOOKED, kind__in=BOOKED_FROM_THE_BANK, amount_fen__gt=0
    )
    return book_lines(held, lines.select_for_update(no_key=True).order_by("place"), by=by, at=at)


@transaction.atomic
def book_line(line: BankLine, *, by: User | None, at: datetime) -> BankLine:
    """Raises NotNow for what is not booked from the bank."""
    held = held_line(line, "book_line", by=by)
    if held.kind not in BOOKED_FROM_THE_BANK or held.amount_fen < 0:
        raise NotNow(_("Uses and public revenue are booked in their own rooms. Match the line by hand, or explain it."))
    if held.why == WhyUnmatched.NO_ACCOUNT:
        raise NotNow(_("No home of this building has this account. Correct the account first, or explain the line."))
    book_lines(held.statement, [held], by=by, at=at)
    held.refresh_from_db()
    return held


def book_lines(statement: BankStatement, lines: Iterable[BankLine], *, by: User | None, at: datetime) -> int:
    count = 0
    for (kind, on, _nth), held in bundles(statement, lines).items():
        voucher = voucher_of(statement, kind, on, held, by=by, at=at)
        BankLine.objects.filter(pk__in=[line.pk for line in held]).update(
            state=LineState.MATCHED, why="", voucher=voucher
        )
        count += len(held)
    audit.record(by=by, at=at, verb="book_bank_lines", thing=statement, after={"lines": count})
    return count


def bundles(statement: BankStatement, lines: Iterable[BankLine]) -> dict[tuple[str, date, int], list[BankLine]]:
    """Lines that one voucher can hold: of one kind and day, and no account twice. Interest goes line by line."""
    closed = statement.block.closed_until or date.min
    seen: dict[Any, int] = defaultdict(int)
    found: dict[tuple[str, date, int], list[BankLine]] = defaultdict(list)
    for line in lines:
        key = (line.kind, max(line.on, closed), None if line.kind == LineKind.INTEREST else line.account_id)
        found[line.kind, max(line.on, closed), seen[key]].append(line)
        seen[key] += 1
    return found


def voucher_of(
    statement: BankStatement, kind: str, on: date, lines: list[BankLine], *, by: User | None, at: datetime
) -> FundVoucher:
    if kind == LineKind.INTEREST and lines[0].account_id is None:
        since = interest_since(statement, on)
        return add_interest(
            statement.block, amount_fen=lines[0].amount_fen, from_on=since, until_on=on, on=on, by=by, at=at,
            reference=statement.number,
        )  # fmt: skip
    is_first = kind == LineKind.DEPOSIT
    return book(
        estate=statement.estate, kind=EntryKind(kind), on=on, by=by, at=at, reference=statement.number,
        lines=[
            Line(line.block_id, line.account_id, line.amount_fen, line.amount_fen if is_first else 0)
            for line in lines
        ],
    )  # fmt: skip


def interest_since(statement: BankStatement, on: date) -> date:
    """The day of the interest before, or a quarter of a year ago where there was none."""
    earlier = FundEntry.objects.filter(block=statement.block, kind=EntryKind.INTEREST, on__lt=on)
    return earlier.aggregate(last=Max("on"))["last"] or on - relativedelta(months=3)


@transaction.atomic
def match_line(line: BankLine, *, voucher: str, by: User | None, at: datetime) -> BankLine:
    """A keeper says which voucher a line is. Its money must be the same, and no other line may be it already.

    Raises NotNow, ValidationError.
    """
    held = held_line(line, "match_line", by=by)
    found = FundVoucher.objects.filter(estate_id=held.statement.estate_id, number=voucher.strip().upper()).first()
    if found is None:
        raise ValidationError({"voucher": _("This estate has no voucher of that number.")})
    entries = found.entries.filter(block=held.block_id)
    if held.account_id is not None:
        entries = entries.filter(account=held.account_id)
    moved = entries.aggregate(fen=Sum("amount_fen"))["fen"] or 0
    if moved != held.amount_fen:
        told = {"bank": yuan(held.amount_fen), "ledger": yuan(moved)}
        raise ValidationError({"voucher": _("The line says %(bank)s yuan, the voucher %(ledger)s.") % told})
    others = BankLine.objects.filter(voucher=found, block=held.block_id)
    if held.account_id is not None:
        others = others.filter(Q(account=held.account_id) | Q(account=None))
    if others.exists():
        raise ValidationError({"voucher": _("Another line of the bank is this voucher already.")})
    held.state, held.why, held.voucher = LineState.MATCHED, "", found
    return keep(held, "match_bank_line", "why", "voucher", by=by, at=at)


@transaction.atomic
def explain_line(line: BankLine, *, explanation: str, by: User | None, at: datetime) -> BankLine:
    """The line is right, and the ledger is too: say why. No person is named."""
    held = held_line(line, "explain_line", by=by)
    held.explanation = said(explanation, "explanation", _("Say why."))
    held.state = LineState.EXPLAINED
    return keep(held, "explain_bank_line", "explanation", by=by, at=at)


def held_line(line: BankLine, verb: str, *, by: User | None) -> BankLine:
    """Its statement is locked first, and must be open."""
    held_statement(line.statement, "book", by=by)
    return hold(line, LINE[verb], by=by)


def held_statement(statement: BankStatement, verb: str, *, by: User | None) -> BankStatement:
    """Nobody books or corrects in its building meanwhile."""
    held = hold(statement, STATEMENT[verb], by=by)
    FundBlock.objects.select_for_update(no_key=True).get(pk=held.block_id)
    return held


@transaction.atomic
def close(statement: BankStatement, *, explanation: str = "", by: User | None, at: datetime) -> BankStatement:
    """No line is left; where the ledger's balance differs from the bank's, it is said why. Raises NotNow."""
    held = held_statement(statement, "close", by=by)
    left = held.lines.filter(state=LineState.UNMATCHED).count()
    if left:
        raise NotNow(_("%(count)d lines are unmatched. Book, match or explain them first.") % {"count": left})
    held.ledger_fen = ledger_before(held)
    if held.ledger_fen != held.closing_fen:
        told = {"bank": yuan(held.closing_fen), "ledger": yuan(held.ledger_fen)}
        words = _("The bank's balance is %(bank)s yuan, the ledger's %(ledger)s: say why they differ.") % told
        held.explanation = said(explanation, "explanation", words)
    held.state, held.reconciled_at, held.reconciled_by = StatementState.CLOSED, at, by
    return keep(
        held, "close_bank_statement", "ledger_fen", "explanation", "reconciled_at", "reconciled_by", by=by, at=at
    )


def ledger_before(statement: BankStatement) -> int:
    """What the ledger says at the end of the statement's time."""
    entries = FundEntry.objects.filter(block=statement.block_id, on__lt=statement.until_on)
    return entries.aggregate(fen=Sum("amount_fen"))["fen"] or 0
