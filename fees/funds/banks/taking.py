"""Statements from the lines of a file: one for each building, of the whole months that its lines lie in."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.numbers import numbered
from fees.funds.banks.matching import match
from fees.models import BankLine, BankStatement

PREFIX = "DZ"


def months_of(days: Sequence[date]) -> tuple[date, date]:
    """From the first of the first month, before the first of the one after the last."""
    return min(days).replace(day=1), max(days).replace(day=1) + relativedelta(months=1)


@transaction.atomic
def take_in(lines: Sequence[BankLine], *, by: User | None, at: datetime) -> list[BankStatement]:
    """Keep new lines (with their `block`, in the bank's order) as statements, and match them. Raises NoRuleValue."""
    on = timezone.localdate(at)
    by_block: dict[int, list[BankLine]] = defaultdict(list)
    for line in lines:
        by_block[line.block_id].append(line)
    made = [statement_of(held, on=on, at=at) for held in by_block.values()]
    BankStatement.objects.bulk_create(made, batch_size=1_000)
    for statement, held in zip(made, by_block.values(), strict=True):
        for place, line in enumerate(held, start=1):
            line.statement, line.place = statement, place
    BankLine.objects.bulk_create((line for held in by_block.values() for line in held), batch_size=2_000)
    matched = match([statement.pk for statement in made], on=on)
    for statement in made:
        audit.record(by=by, at=at, verb="take_bank_statement", thing=statement, after={"matched_of_all": matched})
    return made


def statement_of(lines: Sequence[BankLine], *, on: date, at: datetime) -> BankStatement:
    first, last = lines[0], lines[-1]
    from_on, until_on = months_of([line.on for line in lines])
    return BankStatement(
        **numbered(BankStatement, PREFIX, on), estate=first.block.estate, block=first.block, from_on=from_on,
        until_on=until_on, opening_fen=first.balance_fen - first.amount_fen, closing_fen=last.balance_fen,
        taken_in_at=at,
    )  # fmt: skip
