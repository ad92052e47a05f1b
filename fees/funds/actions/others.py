"""Money that other rooms of this floor move: what a use takes and gives back, and public revenue that comes in.

They have asked whether the person may; here it is booked.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, Sum
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
def pay_use(
    use: Use,
    shares: Mapping[int, int],
    *,
    on: date,
    by: User | None,
    at: datetime,
    blocks: Mapping[int, int] | None = None,
) -> FundVoucher:
    """Pay for a use: fen by account, and by building for those without accounts (`blocks`).

    Raises ValidationError, also where accounts hold too little (`short_of` says which).
    """
    return book(
        estate=use.estate, kind=EntryKind.USE, on=on, by=by, at=at, reference=use.number,
        lines=lines_of(use.estate, shares, blocks or {}, -1),
    )  # fmt: skip


@transaction.atomic
def refund_use(
    use: Use,
    shares: Mapping[int, int],
    *,
    on: date,
    by: User | None,
    at: datetime,
    blocks: Mapping[int, int] | None = None,
) -> FundVoucher:
    """What was paid too much comes back. Raises ValidationError where that is more than the use ever took."""
    lines = lines_of(use.estate, shares, blocks or {}, 1)
    taken = -(FundEntry.objects.filter(of_use(use)).aggregate(fen=Sum("amount_fen"))["fen"] or 0)
    if sum(line.amount_fen for line in lines) > taken:
        raise ValidationError({"amount_fen": _("More would come back than this use took from the fund.")})
    return book(estate=use.estate, kind=EntryKind.REFUND, on=on, by=by, at=at, reference=use.number, lines=lines)


def of_use(use: Use) -> Q:
    """Entries of a use that stand, those that were corrected left out."""
    return Q(
        voucher__reference=use.number, voucher__estate=use.estate, voucher__corrected_by=None,
        kind__in=[EntryKind.USE, EntryKind.REFUND],
    )  # fmt: skip


def lines_of(estate: Estate, shares: Mapping[int, int], blocks: Mapping[int, int], sign: int) -> list[Line]:
    if min([*shares.values(), *blocks.values()], default=0) < 0:
        raise ValidationError({"amount_fen": _("No share may be less than nothing.")})
    block_of = blocks_of(estate, shares)
    by_account = [Line(block_of[account], account, sign * fen) for account, fen in shares.items()]
    return by_account + [Line(block, None, sign * fen) for block, fen in blocks.items()]


def short_of(shares: Mapping[int, int]) -> dict[int, int]:
    """By how many fen each account holds less than its share; none where all hold enough."""
    held = FundAccount.objects.filter(pk__in=shares).values_list("pk", "balance_fen")
    return {account: shares[account] - balance for account, balance in held if shares[account] > balance}


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
