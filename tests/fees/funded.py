"""Funds of buildings with accounts, put there through the actions."""

from collections.abc import Sequence
from datetime import date

from estates.models import Estate
from fees.funds import actions
from fees.models import EntryKind, FundAccount, FundBlock
from tests.conftest import NOW
from tests.factories.owners import some_homes

PAID_ON = date(2025, 6, 1)


def a_block(estate: Estate, areas: Sequence = (80, 100, 120), building: str = "1号楼") -> FundBlock:
    """The fund of a building whose homes have accounts with nothing in them."""
    homes = some_homes(estate, areas, building)
    block = actions.keep_block(building=homes[0].building, bank="城市银行", by=None, at=NOW)
    actions.open_accounts(block, on=PAID_ON, by=None, at=NOW)
    return block


def accounts_of(block: FundBlock) -> list[FundAccount]:
    return list(FundAccount.objects.filter(block=block).select_related("home__building").order_by("home_id"))


def pay_in(block: FundBlock, *fen: int, on: date = PAID_ON, kind: EntryKind = EntryKind.DEPOSIT):
    """A deposit into each account, in the order of the homes."""
    amounts = {account.pk: each for account, each in zip(accounts_of(block), fen, strict=True)}
    return actions.take_deposits(estate=block.estate, amounts=amounts, on=on, kind=kind, by=None, at=NOW)
