"""Deposits, interest and corrections: what the keepers of the fund book."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import refuse_elsewhere, said
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import User
from estates.models import Estate
from fees.funds.banks.matching import match
from fees.funds.booking import Line, book
from fees.funds.lifecycle import KEEP
from fees.funds.products import products
from fees.models import BankLine, EntryKind, FundAccount, FundBlock, FundVoucher, LineState, StatementState
from fees.splitting import split

PAID_IN = (EntryKind.DEPOSIT, EntryKind.TOP_UP)
OF_A_USE = (EntryKind.USE, EntryKind.REFUND)
"""Payments of a use are counted there too: only it can take one back."""


@transaction.atomic
def take_deposits(
    *,
    estate: Estate,
    amounts: Mapping[int, int],
    on: date,
    by: User | None,
    at: datetime,
    kind: EntryKind = EntryKind.DEPOSIT,
    reference: str = "",
) -> FundVoucher:
    """First deposits or top-ups: fen by account. Raises NotAllowed, ValidationError."""
    require(by, KEEP)
    refuse_elsewhere(by, estate)
    if kind not in PAID_IN:
        raise ValidationError({"kind": _("Owners pay first deposits and top-ups. Choose one of them.")})
    if min(amounts.values(), default=0) <= 0:
        raise ValidationError({"amount_fen": _("Each amount has to be more than nothing.")})
    blocks = blocks_of(estate, amounts)
    return book(
        estate=estate, kind=kind, on=on, by=by, at=at, reference=reference,
        lines=[
            Line(blocks[account], account, fen, fen if kind == EntryKind.DEPOSIT else 0)
            for account, fen in amounts.items()
        ],
    )  # fmt: skip


def blocks_of(estate: Estate, accounts: Mapping[int, int]) -> dict[int, int]:
    """Which building each account is of. Raises ValidationError for accounts that are not of the estate."""
    rows = FundAccount.objects.filter(pk__in=accounts, block__estate=estate)
    found = dict(rows.values_list("pk", "block_id"))
    if len(found) < len(accounts):
        raise ValidationError({"estate": _("An account is of another estate. Choose accounts of this one.")})
    return found


@transaction.atomic
def take_over(
    *, estate: Estate, lines: list[Line], on: date, by: User | None, at: datetime, reference: str = ""
) -> FundVoucher:
    """Balances and first deposits as the earlier ledger had them on a day."""
    require(by, KEEP)
    refuse_elsewhere(by, estate)
    return book(
        estate=estate, kind=EntryKind.TAKEN_OVER, on=on, by=by, at=at, lines=lines, reference=reference,
    )  # fmt: skip


@transaction.atomic
def add_interest(
    block: FundBlock,
    *,
    amount_fen: int,
    from_on: date,
    until_on: date,
    on: date,
    by: User | None,
    at: datetime,
    reference: str = "",
) -> FundVoucher:
    """Interest of a building's fund for [`from_on`, `until_on`), shared by what each account held on how many days.

    Raises NotAllowed, ValidationError, also where nothing was held.
    """
    require(by, KEEP)
    refuse_elsewhere(by, block.estate)
    if amount_fen <= 0:
        raise ValidationError({"amount_fen": _("Each amount has to be more than nothing.")})
    if until_on <= from_on:
        raise ValidationError({"until_on": _("It has to end after it begins.")})
    held = products(block, from_on=from_on, until_on=until_on)
    if not any(held.values()):
        raise ValidationError({"from_on": _("The fund held nothing in this time: no account can bear interest.")})
    shares = split(amount_fen, list(held.values()))
    return book(
        estate=block.estate, kind=EntryKind.INTEREST, on=on, by=by, at=at, reference=reference,
        lines=[Line(block.pk, account, fen) for account, fen in zip(held, shares, strict=True)],
        note=f"{from_on}/{until_on}",
    )  # fmt: skip


@transaction.atomic
def correct(voucher: FundVoucher, *, on: date, note: str, by: User | None, at: datetime) -> FundVoucher:
    """Take a voucher back whole, by one that says the contrary: nothing is changed or struck off.

    Raises NotAllowed, NotNow when it was corrected before, is a correction itself or of a fund use, ValidationError.
    """
    require(by, KEEP)
    refuse_elsewhere(by, voucher.estate)
    held = FundVoucher.objects.select_for_update(no_key=True).select_related("estate").get(pk=voucher.pk)
    if held.kind == EntryKind.CORRECTION or hasattr(held, "corrected_by"):
        raise NotNow(_("%(number)s is a correction or was corrected: book it anew.") % {"number": held.number})
    if held.kind in OF_A_USE:
        told = {"number": held.number, "use": held.reference}
        raise NotNow(
            _("%(number)s is of fund use %(use)s, whose settlement evens out what was paid: settle it there.") % told
        )
    made = book(
        estate=held.estate, kind=EntryKind.CORRECTION, on=on, by=by, at=at, reference=held.number, corrects=held,
        note=said(note, "note", _("Say why.")),
        lines=[
            Line(entry.block_id, entry.account_id, -entry.amount_fen, -entry.first_deposit_fen)
            for entry in held.entries.all()
        ],
    )  # fmt: skip
    unmatch(held, at=at)
    return made


def unmatch(voucher: FundVoucher, *, at: datetime) -> None:
    """Lines of the bank that are this voucher are to be worked through again, where their statement is open still.

    A statement that was reconciled stands: the next one of the building shows by its balance what was corrected.
    """
    lines = BankLine.objects.filter(voucher=voucher, statement__state=StatementState.OPEN)
    statements = list(lines.values_list("statement", flat=True).distinct())
    if statements:
        lines.update(state=LineState.UNMATCHED, voucher=None)
        match(statements, on=timezone.localdate(at))
