"""The maintenance fund of a building in a world."""

from datetime import UTC, date, datetime

from estates.models import Building, Home
from fees.funds import actions
from fees.funds.banks.taking import take_in
from fees.models import BankLine, FundCall, FundPeriod
from tests.factories.world import World

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
ON = date(2026, 11, 1)


def funded_of(world: World) -> dict[str, tuple[str, ...]]:
    """Keys of one thing of each of these resources. What names the estate is hidden from strangers."""
    code = world.estate.code
    building = Building.objects.create(estate=world.estate, name=f"{code}栋")
    home = Home.objects.create(building=building, room="101", area_m2=100)
    bank = f"{code}银行"
    block = actions.keep_block(building=building, bank=bank, bank_account=code, by=None, at=AT)
    actions.open_accounts(block, on=ON, by=None, at=AT)
    account = home.fund_account
    voucher = actions.take_deposits(estate=world.estate, amounts={account.pk: 100}, on=ON, by=None, at=AT)
    call = FundCall.objects.create(
        number=f"XJ-20261101-{account.pk:06d}", estate=world.estate, block=block, account=account, called_on=ON,
        due_on=date(2026, 12, 1), first_deposit_fen=100, balance_fen=1, sum_fen=99,
    )  # fmt: skip
    period = FundPeriod.objects.create(
        block=block, from_on=date(2026, 11, 1), until_on=date(2026, 11, 2), opening_fen=0, deposits_fen=100,
        closing_fen=100, closed_at=AT,
    )  # fmt: skip
    line = BankLine(block=block, serial=code, on=ON, kind="deposit", amount_fen=100, balance_fen=100, account=account)
    (statement,) = take_in([line], by=None, at=AT)
    world.hidden += [bank, account.number, voucher.number, call.number, statement.number]
    return {
        "fund-block": (str(block.pk),),
        "fund-account": (account.number,),
        "fund-entry": (str(voucher.entries.get().pk),),
        "fund-period": (str(period.pk),),
        "fund-call": (call.number,),
        "bank-statement": (statement.number,),
    }
