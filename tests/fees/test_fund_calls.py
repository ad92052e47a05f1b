"""Who is called to top up: below the city's part of the first deposit, exactly at it not."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.lifecycle import NotNow
from accounts.models import RuleValue
from fees.funds import actions
from fees.funds.ratio import is_low, percent, to_be_paid
from fees.models import CallState, EntryKind, FundCall
from tests.conftest import NOW, TODAY
from tests.factories.places import a_building, an_estate
from tests.factories.rules import the_rules
from tests.fees.funded import PAID_ON, a_block, accounts_of, pay_in

LOW = Fraction(3, 10)


@pytest.mark.parametrize(
    ("balance", "first", "low"),
    [(30_00, 100_00, False), (29_99, 100_00, True), (0, 0, False), (1, 3, False),
     (10**16 * 3, 10**17, False), (10**16 * 3 - 1, 10**17, True)],
)  # fmt: skip
def test_exactly_thirty_per_cent_is_not_low(balance, first, low):
    assert is_low(balance, first, LOW) is low


@pytest.mark.parametrize(
    ("balance", "first", "up_to", "due"),
    [(29, 100, Fraction(1), 71), (10, 99, Fraction(1, 2), 40), (100, 99, Fraction(1), 0)],
)
def test_what_is_called_fills_it_up(balance, first, up_to, due):
    assert to_be_paid(balance, first, up_to) == due


def test_nothing_has_no_percentage():
    assert (percent(5, 0), percent(2999, 10_000)) == (None, Fraction(2999, 100))


@pytest.fixture
def block(city):
    the_rules(city)
    made = a_block(an_estate("130102001001"), [100, 100, 100])
    pay_in(made, 100_00, 100_00, 100_00)
    first, second, third = accounts_of(made)
    use = type("Use", (), {"number": "WX-1", "estate": made.estate})()
    actions.pay_use(use, {first.pk: 70_00, second.pk: 70_01, third.pk: 1}, on=TODAY, by=None, at=NOW)
    return made


class TestCalling:
    def test_who_is_below_is_called_once(self, block):
        assert [actions.call_low(TODAY, at=NOW), actions.call_low(TODAY, at=NOW)] == [1, 0]
        call = FundCall.objects.get()
        assert call.account == accounts_of(block)[1]
        assert (call.balance_fen, call.first_deposit_fen, call.sum_fen) == (29_99, 100_00, 70_01)
        assert (call.due_on, call.number) == (TODAY + timedelta(days=30), f"XJ-{TODAY:%Y%m%d}-{call.pk:06d}")

    def test_no_more_than_a_day_has_numbers(self, block, monkeypatch):
        use = type("Use", (), {"number": "WX-2", "estate": block.estate})()
        actions.pay_use(use, {accounts_of(block)[0].pk: 1}, on=TODAY, by=None, at=NOW)
        monkeypatch.setattr(actions.rolling, "NUMBERS_A_DAY", 1)
        assert [actions.call_low(TODAY, at=NOW) for _night in range(3)] == [1, 1, 0]

    def test_a_building_without_accounts_is_called_as_a_whole(self, block):
        kept = actions.keep_block(building=a_building(block.estate), bank="城市银行", by=None, at=NOW)
        actions.take_over(
            estate=block.estate, lines=[actions.money.Line(kept.pk, None, 2999, 10_000)], on=PAID_ON, by=None, at=NOW
        )
        actions.call_low(TODAY, at=NOW)
        assert FundCall.objects.get(account=None).block == kept

    def test_it_is_paid_when_as_much_came_in(self, block):
        actions.call_low(TODAY, at=NOW)
        pay_in(block, 1, 70_00, 1, on=TODAY, kind=EntryKind.TOP_UP)
        assert actions.end_paid_calls(TODAY, at=NOW) == 0
        pay_in(block, 1, 1, 1, on=TODAY, kind=EntryKind.TOP_UP)
        assert actions.end_paid_calls(TODAY, at=NOW) == 1
        assert FundCall.objects.get().state == CallState.PAID

    def test_a_payment_that_was_corrected_does_not_pay_it(self, block):
        actions.call_low(TODAY, at=NOW)
        voucher = pay_in(block, 1, 70_01, 1, on=TODAY, kind=EntryKind.TOP_UP)
        actions.correct(voucher, on=TODAY, note="入错账户", by=None, at=NOW)
        assert actions.end_paid_calls(TODAY, at=NOW) == 0

    def test_a_city_with_another_ratio_calls_others(self, block):
        RuleValue.objects.filter(key="fund_low_ratio").update(value="1")
        assert actions.call_low(TODAY, at=NOW) == 3

    def test_it_is_withdrawn_with_a_reason_once(self, block, people):
        actions.call_low(TODAY, at=NOW)
        call = FundCall.objects.get()
        with pytest.raises(ValidationError):
            actions.withdraw_call(call, reason=" ", by=people["district"], at=NOW)
        actions.withdraw_call(call, reason="房屋已拆除", by=people["district"], at=NOW)
        with pytest.raises(NotNow):
            actions.withdraw_call(call, reason="再撤", by=people["district"], at=NOW)

    def test_overdue_is_after_its_last_day(self, block):
        actions.call_low(TODAY, at=NOW)
        due = FundCall.objects.get().due_on
        overdue = [FundCall.objects.overdue(on=day).exists() for day in (due, due + timedelta(days=1))]
        assert overdue == [False, True]

    @pytest.mark.parametrize(
        ("told", "words"),
        [
            ({"account": "same"}, "one_open_call_per_account"),
            ({"sum_fen": 0}, "fund_call_asks_for_something"),
            ({"state": "paid"}, "ended_fund_call_has_its_day"),
            ({"state": "withdrawn", "ended_on": TODAY}, "withdrawn_fund_call_says_why"),
        ],
    )
    def test_the_database_refuses_odd_calls(self, block, told, words):
        actions.call_low(TODAY, at=NOW)
        call = FundCall.objects.get()
        account = call.account if told.pop("account", None) else accounts_of(block)[0]
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            FundCall.objects.create(
                **{
                    "number": "XJ-1", "estate": block.estate, "block": block, "account": account, "called_on": TODAY,
                    "due_on": TODAY + timedelta(days=1), "first_deposit_fen": 2, "balance_fen": 0, "sum_fen": 1, **told,
                }
            )  # fmt: skip

    def test_one_call_per_building_without_accounts(self, block):
        told = {
            "estate": block.estate, "block": block, "called_on": TODAY, "due_on": TODAY + timedelta(days=1),
            "first_deposit_fen": 2, "balance_fen": 0, "sum_fen": 1,
        }  # fmt: skip
        FundCall.objects.create(number="XJ-1", **told)
        with pytest.raises(IntegrityError, match="one_open_call_per_block"), transaction.atomic():
            FundCall.objects.create(number="XJ-2", **told)
