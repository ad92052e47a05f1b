"""Funds of buildings and accounts of homes: where money is kept, before any of it moves."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.acting import refuse_elsewhere
from accounts.authority import require
from accounts.models import User
from accounts.sealing import new_salt
from estates.models import Building, Home
from fees.funds.booking import Line, book
from fees.funds.lifecycle import KEEP
from fees.models import EntryKind, FundAccount, FundBlock, FundVoucher
from fees.splitting import split


@transaction.atomic
def keep_block(*, building: Building, bank: str, bank_account: str = "", by: User | None, at: datetime) -> FundBlock:
    """Begin the fund of a building, or say at which bank it is kept now. Raises NotAllowed, ValidationError."""
    require(by, KEEP)
    refuse_elsewhere(by, building.estate)
    block = FundBlock.objects.filter(building=building).first() or FundBlock(building=building, estate=building.estate)
    block.bank, block.bank_account = bank.strip(), bank_account.strip()
    return audit.keep(block, by=by, at=at)


@transaction.atomic
def open_accounts(block: FundBlock, *, on: date, by: User | None, at: datetime) -> FundVoucher | None:
    """Accounts for all homes of a building that have none; what stands on the building alone is divided by area.

    None where there was nothing to divide. Raises ValidationError where no home is registered or nothing is left to do.
    """
    require(by, KEEP)
    refuse_elsewhere(by, block.estate)
    held = FundBlock.objects.select_for_update(no_key=True).select_related("estate").get(pk=block.pk)
    homes = list(Home.objects.filter(building_id=held.building_id, fund_account=None).order_by("unit", "room", "pk"))
    if not homes:
        raise ValidationError(_("All registered homes of this building have an account. Import its homes first."))
    accounts = FundAccount.objects.bulk_create(
        FundAccount(home=home, block=held, number=account_number(held.estate.code, home.pk)) for home in homes
    )
    told = {"accounts": len(accounts)}
    audit.record(by=by, at=at, verb="open_fund_accounts", thing=held, after=told)
    return divide(held, accounts, on=on, by=by, at=at)


def account_number(estate_code: str, home: int) -> str:
    return f"{estate_code}{home:09d}"


def divide(block: FundBlock, accounts: list[FundAccount], *, on: date, by: User | None, at: datetime):
    """What no account holds goes to these, by the area of their homes: nothing comes into the fund or leaves it."""
    in_accounts = block.accounts.values_list("balance_fen", "first_deposit_fen")
    balance = block.balance_fen - sum(row[0] for row in in_accounts)
    first = block.first_deposit_fen - sum(row[1] for row in in_accounts)
    if not balance and not first:
        return None
    areas = [account.home.area_m2 for account in accounts]
    shares = zip(accounts, split(balance, areas), split(first, areas), strict=True)
    lines = [Line(block.pk, account.pk, fen, first_fen) for account, fen, first_fen in shares]
    return book(
        estate=block.estate, kind=EntryKind.TAKEN_OVER, on=on, by=by, at=at,
        lines=[Line(block.pk, None, -balance, -first), *lines],
    )  # fmt: skip


@transaction.atomic
def new_code(account: FundAccount, *, by: User | None, at: datetime) -> FundAccount:
    """The home was sold, or its letter went astray: the old code opens nothing any more."""
    require(by, KEEP)
    refuse_elsewhere(by, account.block.estate)
    held = FundAccount.objects.select_for_update(no_key=True).get(pk=account.pk)
    held.salt = new_salt()
    held.save(update_fields=["salt"])
    audit.record(by=by, at=at, verb="renew_fund_code", thing=held)
    return held
