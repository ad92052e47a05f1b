"""Money that other rooms of this floor move: what a use takes and gives back, and public revenue that comes in.

They have asked whether the person may; here it is booked.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from accounts.models import User
from estates.models import Estate
from fees.funds.actions.money import blocks_of
from fees.funds.booking import Line, book
from fees.models import EntryKind, FundAccount, FundBlock, FundEntry, FundVoucher
from fees.splitting import split


class Use(Protocol):
    """A use of the fund, as far as the ledger needs to know."""

    number: str
    estate: Estate


@transaction.atomic
def pay_use(use: Use, shares: Mapping[int, int], *, on: date, by: User | None, at: datetime) -> FundVoucher:
    """Pay for a use: fen by account. Raises ValidationError, also where accounts hold too little."""
    return book_use(use, EntryKind.USE, {account: -fen for account, fen in shares.items()}, on=on, by=by, at=at)


@transaction.atomic
def refund_use(use: Use, shares: Mapping[int, int], *, on: date, by: User | None, at: datetime) -> FundVoucher:
    """What was paid comes back: fen by account. Raises ValidationError where the use took less from one."""
    taken = taken_by(use)
    if any(fen > taken.get(account, 0) for account, fen in shares.items()):
        raise ValidationError({"amount_fen": _("More would come back than this use took from the fund.")})
    return book_use(use, EntryKind.REFUND, shares, on=on, by=by, at=at)


def book_use(
    use: Use, kind: EntryKind, moves: Mapping[int, int], *, on: date, by: User | None, at: datetime
) -> FundVoucher:
    block_of = blocks_of(use.estate, moves)
    lines = [Line(block_of[account], account, fen) for account, fen in moves.items()]
    return book(estate=use.estate, kind=kind, on=on, lines=lines, by=by, at=at, reference=use.number)


def taken_by(use: Use) -> dict[int, int]:
    """Fen by account that a use took, less what came back, as the ledger has it."""
    kinds = [EntryKind.USE, EntryKind.REFUND]
    entries = FundEntry.objects.filter(voucher__reference=use.number, voucher__estate=use.estate, kind__in=kinds)
    return dict(entries.order_by().values_list("account").annotate(fen=-Sum("amount_fen")))


@transaction.atomic
def receive_revenue(
    estate: Estate, amount_fen: int, *, on: date, by: User | None, at: datetime, reference: str = ""
) -> FundVoucher:
    """Public revenue comes into the fund: by area over all accounts of the estate, and buildings without accounts.

    Raises ValidationError where the estate has no fund.
    """
    if amount_fen <= 0:
        raise ValidationError({"amount_fen": _("Each amount has to be more than nothing.")})
    areas = area_of_all(estate)
    if not any(areas.values()):
        raise ValidationError({"estate": _("No maintenance fund is kept for this estate. Its keeper has to begin it.")})
    shares = split(amount_fen, list(areas.values()))
    return book(
        estate=estate, kind=EntryKind.REVENUE, on=on, by=by, at=at, reference=reference,
        lines=[Line(block, account, fen) for (block, account), fen in zip(areas, shares, strict=True)],
    )  # fmt: skip


def area_of_all(estate: Estate) -> dict[tuple[int, int | None], Decimal]:
    """m² by account; of a building without accounts its floor area, all in one."""
    homes = FundAccount.objects.filter(block__estate=estate).order_by("block_id", "home_id")
    found: dict[tuple[int, int | None], Decimal] = {
        (block, account): area for block, account, area in homes.values_list("block_id", "pk", "home__area_m2")
    }
    bare = FundBlock.objects.filter(estate=estate).annotate(count=Count("accounts")).filter(count=0)
    for block, area in bare.order_by("pk").values_list("pk", "building__floor_area_m2"):
        found[block, None] = area or Decimal(0)
    return found
