"""The ledger of the maintenance fund: what is booked, what the database refuses, how periods close."""

from contextlib import contextmanager
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from fees.funds import actions
from fees.models import EntryKind, FundAccount, FundBlock, FundEntry, FundPeriod, FundVoucher
from tests.conftest import NOW, TODAY
from tests.factories.owners import some_homes
from tests.factories.places import a_building, an_estate
from tests.factories.rules import the_rules
from tests.fees.funded import PAID_ON, a_block, accounts_of, pay_in

Q3, Q4 = date(2026, 7, 1), date(2026, 10, 1)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def estate(city):
    the_rules(city)
    return an_estate("130102001001", name="青禾苑")


@pytest.fixture
def block(estate):
    made = a_block(estate)
    pay_in(made, 800_00, 1_000_00, 1_200_00)
    return made


def balances(block) -> list[int]:
    return [account.balance_fen for account in accounts_of(block)]


def use(estate, number="WX-20260801-000001"):
    return SimpleNamespace(estate=estate, number=number)


def insisted() -> None:
    """What waits for the end of a transaction is asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class TestBooking:
    def test_a_deposit_makes_balance_and_first_deposit(self, block):
        block.refresh_from_db()
        assert (block.first_deposit_fen, block.balance_fen, block.as_of_on) == (3_000_00, 3_000_00, PAID_ON)
        assert [account.first_deposit_fen for account in accounts_of(block)] == [800_00, 1_000_00, 1_200_00]

    def test_a_top_up_leaves_the_first_deposit(self, block):
        pay_in(block, 10, 10, 10, kind=EntryKind.TOP_UP)
        block.refresh_from_db()
        assert (block.first_deposit_fen, block.balance_fen) == (3_000_00, 3_000_30)

    def test_interest_goes_by_what_was_held_on_how_many_days(self, block):
        first = accounts_of(block)[0]
        whole = {first.pk: 1_000_00}
        actions.take_deposits(
            estate=block.estate, amounts=whole, on=date(2026, 8, 16), kind=EntryKind.TOP_UP, by=None, at=NOW
        )  # fmt: skip
        actions.add_interest(
            block, amount_fen=100, from_on=Q3, until_on=Q4, on=Q4 - timedelta(days=1), by=None, at=NOW
        )  # fmt: skip
        # fen·days of 92 days: 80,000·92 + 100,000·46, 100,000·92, 120,000·92: 37.14, 28.57 and 34.29 per cent
        gained = FundEntry.objects.filter(kind=EntryKind.INTEREST).order_by("account_id")
        assert list(gained.values_list("amount_fen", flat=True)) == [37, 29, 34]

    def test_a_use_and_what_comes_back_of_it(self, block):
        first, second, _third = accounts_of(block)
        actions.pay_use(use(block.estate), {first.pk: 300_00, second.pk: 1}, on=TODAY, by=None, at=NOW)
        actions.refund_use(use(block.estate), {first.pk: 100_00}, on=TODAY, by=None, at=NOW)
        assert balances(block) == [600_00, 999_99, 1_200_00]

    def test_more_than_it_took_does_not_come_back(self, block):
        first = accounts_of(block)[0]
        actions.pay_use(use(block.estate), {first.pk: 300_00}, on=TODAY, by=None, at=NOW)
        with pytest.raises(ValidationError, match="More would come back"):
            actions.refund_use(use(block.estate), {first.pk: 300_01}, on=TODAY, by=None, at=NOW)

    def test_an_account_is_not_overdrawn(self, block):
        first = accounts_of(block)[0]
        actions.pay_use(use(block.estate), {first.pk: 800_00}, on=TODAY, by=None, at=NOW)
        with pytest.raises(ValidationError, match=r"0\.01 yuan are missing"):
            actions.pay_use(use(block.estate), {first.pk: 1}, on=TODAY, by=None, at=NOW)

    def test_public_revenue_is_shared_by_area_with_buildings_without_accounts(self, block):
        bare = a_building(block.estate, floor_area_m2=300)
        kept = actions.keep_block(building=bare, bank="城市银行", by=None, at=NOW)
        actions.receive_revenue(block.estate, 600_01, on=TODAY, by=None, at=NOW)
        kept.refresh_from_db()
        assert [*balances(block), kept.balance_fen] == [880_00, 1_100_00, 1_320_00, 300_01]

    def test_an_estate_without_a_fund_takes_no_revenue(self, estate):
        with pytest.raises(ValidationError, match="No maintenance fund"):
            actions.receive_revenue(estate, 1, on=TODAY, by=None, at=NOW)

    def test_a_correction_takes_a_voucher_back_whole(self, block):
        voucher = FundVoucher.objects.get(kind=EntryKind.DEPOSIT)
        actions.correct(voucher, on=TODAY, note="金额录错", by=None, at=NOW)
        block.refresh_from_db()
        assert (block.first_deposit_fen, block.balance_fen, balances(block)) == (0, 0, [0, 0, 0])
        with pytest.raises(NotNow):
            actions.correct(voucher, on=TODAY, note="再更正", by=None, at=NOW)

    def test_what_a_use_paid_is_evened_out_there(self, block):
        first = accounts_of(block)[0]
        paid = actions.pay_use(use(block.estate), {first.pk: 2}, on=TODAY, by=None, at=NOW)
        back = actions.refund_use(use(block.estate), {first.pk: 1}, on=TODAY, by=None, at=NOW)
        for voucher in (paid, back):
            with pytest.raises(NotNow, match="settle it there"):
                actions.correct(voucher, on=TODAY, note="付错了", by=None, at=NOW)
            with pytest.raises(IntegrityError, match="where it is settled"), transaction.atomic():
                FundVoucher.objects.create(
                    number="WJ-1", estate=block.estate, kind=EntryKind.CORRECTION, on=TODAY, amount_fen=1,
                    corrects=voucher, made_at=NOW,
                )  # fmt: skip

    def test_accounts_of_a_building_take_what_stood_on_it_alone(self, estate):
        homes = some_homes(estate, [1, 1, 1], "9号楼")
        kept = actions.keep_block(building=homes[0].building, bank="城市银行", by=None, at=NOW)
        line = actions.money.Line(kept.pk, None, 100, 200)
        actions.take_over(estate=estate, lines=[line], on=PAID_ON, by=None, at=NOW)
        actions.open_accounts(kept, on=PAID_ON, by=None, at=NOW)
        kept.refresh_from_db()
        accounts = [(account.balance_fen, account.first_deposit_fen) for account in accounts_of(kept)]
        assert accounts == [(34, 67), (33, 67), (33, 66)]
        assert (kept.balance_fen, kept.first_deposit_fen) == (100, 200)

    def test_an_account_of_another_estate_is_not_paid_from(self, block):
        stranger = accounts_of(a_block(an_estate("130108001001")))[0]
        with pytest.raises(ValidationError, match="another estate"):
            actions.pay_use(use(block.estate), {stranger.pk: 1}, on=TODAY, by=None, at=NOW)

    def test_a_day_to_come_is_not_booked(self, block):
        with pytest.raises(ValidationError, match="not come yet"):
            pay_in(block, 1, 1, 1, on=TODAY + timedelta(days=1))

    @pytest.mark.parametrize("person", ["neighbour", "street", "committee"])
    def test_only_its_keepers_book(self, block, people, person):
        amounts = {accounts_of(block)[0].pk: 1}
        with pytest.raises(NotAllowed):
            actions.take_deposits(estate=block.estate, amounts=amounts, on=TODAY, by=people[person], at=NOW)


class TestWhatTheDatabaseRefuses:
    @contextmanager
    def refused(self, words: str):
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            yield

    def voucher(self, estate, kind=EntryKind.TOP_UP, amount=100, on=TODAY, **values) -> FundVoucher:
        number = f"WJ-{FundVoucher.objects.count()}"
        return FundVoucher.objects.create(
            number=number, estate=estate, kind=kind, on=on, amount_fen=amount, made_at=NOW, **values
        )  # fmt: skip

    def entry(self, voucher, block, account=None, **values) -> None:
        told = {"kind": voucher.kind, "on": voucher.on, "amount_fen": voucher.amount_fen, **values}
        FundEntry.objects.create(voucher=voucher, block=block, account=account, **told)

    def test_a_balance_that_no_entry_made(self, block):
        with self.refused("follow from its entries"):
            FundBlock.objects.filter(pk=block.pk).update(balance_fen=1)
        with self.refused("follow from its entries"):
            FundAccount.objects.filter(block=block).update(first_deposit_fen=1)

    def test_a_fund_that_begins_with_money(self, estate):
        with self.refused("begins with nothing"):
            FundBlock.objects.create(building=a_building(estate), estate=estate, bank="b", balance_fen=1)

    def test_a_building_of_another_estate(self, estate):
        building = a_building(an_estate("130108001001"))
        with self.refused("stands in its estate"):
            FundBlock.objects.create(building=building, estate=estate, bank="b")

    def test_entries_that_do_not_add_up_to_their_voucher(self, block):
        with self.refused("add up to it"):
            self.entry(self.voucher(block.estate, amount=101), block, amount_fen=100)

    def test_a_voucher_without_entries(self, block):
        with self.refused("add up to it"):
            self.voucher(block.estate)
            insisted()

    def test_a_further_entry_of_an_old_voucher(self, block):
        voucher = FundVoucher.objects.get(kind=EntryKind.DEPOSIT)
        with self.refused("add up to it"):
            self.entry(voucher, block, amount_fen=5, first_deposit_fen=5)

    @pytest.mark.parametrize("told", [{"on": PAID_ON}, {"kind": EntryKind.INTEREST}])
    def test_an_entry_of_another_day_or_kind(self, block, told):
        with self.refused("day, kind and estate"):
            self.entry(self.voucher(block.estate), block, **told)

    def test_an_entry_of_another_building_than_its_account(self, block):
        other = a_block(block.estate, building="2号楼")
        with self.refused("day, kind and estate"):
            self.entry(self.voucher(block.estate), other, accounts_of(block)[0])

    def test_an_overdraft(self, block):
        with self.refused("fund_account_is_not_overdrawn"):
            voucher = self.voucher(block.estate, EntryKind.USE, -800_01)
            self.entry(voucher, block, accounts_of(block)[0])

    def test_an_overdrawn_building(self, block):
        with self.refused("fund_block_is_not_overdrawn"):
            self.entry(self.voucher(block.estate, EntryKind.USE, -3_000_01), block)

    def test_money_that_goes_the_wrong_way(self, block):
        with self.refused("fund_entry_goes_its_way"):
            self.entry(self.voucher(block.estate, EntryKind.USE, 100), block)

    def test_a_top_up_that_counts_as_first_deposit(self, block):
        with self.refused("fund_deposit_is_a_first_deposit"):
            self.entry(self.voucher(block.estate), block, first_deposit_fen=100)

    def test_a_correction_of_nothing(self, block):
        with self.refused("fund_correction_names_what_it_corrects"):
            self.voucher(block.estate, EntryKind.CORRECTION)

    @pytest.mark.parametrize("model", [FundEntry, FundVoucher])
    def test_a_change_of_what_is_booked(self, block, model):
        with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
            model.objects.update(amount_fen=1)

    def test_an_entry_in_closed_books(self, block):
        actions.roll_forward(TODAY, at=NOW)
        self.entry(self.voucher(block.estate), block)
        with self.refused("books of the fund are closed"):
            self.entry(self.voucher(block.estate, on=PAID_ON), block)


class TestPeriods:
    def test_a_period_begins_where_the_one_before_ended_and_adds_up(self, block):
        actions.roll_forward(Q3, at=NOW)
        pay_in(block, 1_00, 2_00, 3_00, on=Q3, kind=EntryKind.TOP_UP)
        first = accounts_of(block)[0]
        actions.pay_use(use(block.estate), {first.pk: 500_00}, on=Q4 - timedelta(days=1), by=None, at=NOW)
        assert actions.roll_forward(Q4, at=NOW) == 1
        later, earlier = FundPeriod.objects.filter(block=block)
        assert (earlier.from_on, earlier.until_on, earlier.opening_fen) == (date(2026, 4, 1), Q3, 3_000_00)
        assert (later.opening_fen, later.top_ups_fen, later.uses_fen) == (3_000_00, 6_00, 500_00)
        block.refresh_from_db()
        assert later.closing_fen == block.balance_fen == 2_506_00

    def test_what_was_closed_is_not_closed_twice(self, block):
        assert [actions.roll_forward(Q4, at=NOW), actions.roll_forward(Q4, at=NOW)] == [1, 0]

    def test_a_quiet_period_is_closed_too(self, block):
        actions.roll_forward(Q3, at=NOW)
        actions.roll_forward(Q4, at=NOW)
        assert FundPeriod.objects.get(from_on=Q3).closing_fen == 3_000_00

    def test_a_fund_without_any_entry_has_nothing_to_close(self, estate):
        a_block(estate)
        assert actions.roll_forward(Q4, at=NOW) == 0

    def test_books_of_a_day_to_come_stay_open(self, block):
        with pytest.raises(NotNow):
            actions.roll_forward(TODAY + timedelta(days=1), at=NOW)

    def test_a_district_does_not_close_the_citys_books(self, block, people):
        with pytest.raises(NotAllowed):
            actions.roll_forward(Q4, at=NOW, by=people["district"])

    def period(self, block, **values) -> None:
        told = {"from_on": Q4, "until_on": TODAY, "opening_fen": 3_000_00, "closing_fen": 3_000_00, **values}
        with transaction.atomic():
            FundPeriod.objects.create(block=block, closed_at=NOW, **told)

    @pytest.mark.parametrize(
        ("told", "words"),
        [
            ({"closing_fen": 3_000_01}, "fund_period_adds_up"),
            ({"top_ups_fen": 1, "closing_fen": 3_000_01}, "what its entries say"),
            ({"opening_fen": 1, "closing_fen": 1}, "where the one before ended"),
            ({"from_on": Q4 + timedelta(days=1)}, "where the one before ended"),
            ({"until_on": Q4}, "fund_period_is_of_some_days"),
        ],
    )
    def test_the_database_refuses_one_that_does_not_roll(self, block, told, words):
        actions.roll_forward(Q4, at=NOW)
        with pytest.raises(IntegrityError, match=words):
            self.period(block, **told)
