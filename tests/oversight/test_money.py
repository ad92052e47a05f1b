"""Fees, funds, revenue, boards and equipment counted area by area, and told to officers of the place."""

from datetime import UTC, date, datetime, timedelta

import pgtrigger
import pytest
from django.db import IntegrityError, transaction

from accounts.models import RuleValue
from estates.models import Equipment
from fees.models import FundBlock, RevenueReport
from oversight.models import MoneyCount
from oversight.money.counting import take
from tests.factories.companies import a_contract, an_enterprise
from tests.factories.places import a_building, an_estate

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
ON = date(2026, 11, 20)
CITY, COUNTY, OTHER = "130100000000", "130102000000", "130108000000"


@pytest.fixture(autouse=True)
def line(city):
    RuleValue.objects.create(key="fund_low_ratio", value="30/100", from_on=date(2020, 1, 1), article="测试")


def a_block(estate, first: int, balance: int) -> None:
    """Past the ledger, which alone may change a balance: here only the counting is looked at."""
    block = FundBlock.objects.create(building=a_building(estate), estate=estate, bank="银行")
    with pgtrigger.ignore("fees.FundBlock:fund_block_follows_entries"):
        FundBlock.objects.filter(pk=block.pk).update(first_deposit_fen=first, balance_fen=balance)


def count_of(area: str = CITY) -> MoneyCount:
    return MoneyCount.objects.get(area_code=area, on=ON)


@pytest.mark.django_db
class TestCounts:
    @pytest.mark.parametrize(("balance", "low"), [(3000, 0), (2999, 1), (10_001, 0)])
    def test_exactly_on_the_line_is_not_below_it(self, balance, low):
        a_block(an_estate(), 10_000, balance)
        take(on=ON, at=AT)
        assert (count_of().fund_low, count_of().fund_blocks, count_of().fund_balance_fen) == (low, 1, balance)

    def test_add_up_in_every_division_around(self):
        here, there = an_estate(), an_estate("130108001000")
        for estate, first in ((here, 10_000), (here, 20_000), (there, 40_000)):
            a_block(estate, first, first)
        a_contract(here, an_enterprise())
        take(on=ON, at=AT)
        assert [count_of(area).fund_first_fen for area in (COUNTY, OTHER, CITY)] == [30_000, 40_000, 70_000]
        assert [count_of(area).managed_count for area in (COUNTY, OTHER, CITY)] == [1, 0, 1]

    @pytest.mark.parametrize(
        ("due_on", "posted_on", "counted"),
        [
            (ON, ON, (1, 1)), (ON, None, (1, 0)), (ON - timedelta(days=1), ON, (1, 0)),
            (ON + timedelta(days=1), None, (0, 0)),
            (date(2025, 11, 20), date(2025, 11, 20), (0, 0)), (date(2025, 11, 21), date(2025, 11, 21), (1, 1)),
        ],
    )  # fmt: skip
    def test_revenue_is_that_of_the_last_twelve_months(self, due_on, posted_on, counted):
        RevenueReport.objects.create(
            number="GG-1", estate=an_estate(), from_on=due_on - timedelta(days=100),
            until_on=due_on - timedelta(days=10), due_on=due_on,
        )  # fmt: skip
        if posted_on:
            RevenueReport.objects.update(
                state="posted", posted_on=posted_on, posted_at=AT, shown_until_on=posted_on + timedelta(days=30)
            )
        take(on=ON, at=AT)
        row = MoneyCount.objects.filter(area_code=CITY).first()
        assert ((row.revenue_due, row.revenue_in_time) if row else (0, 0)) == counted

    def test_equipment_is_overdue_from_the_day_after(self):
        estate = an_estate()
        for number, due in enumerate([ON, ON - timedelta(days=1), None]):
            told = {"inspected_on": date(2025, 1, 1), "result": "passed", "next_due_on": due} if due else {}
            Equipment.objects.create(code=f"T{number}", estate=estate, kind="lift", **told)
        take(on=ON, at=AT)
        assert (count_of().equipment_count, count_of().equipment_overdue) == (3, 2)

    def test_are_parts_of_each_other(self):
        an_estate()
        a_block(an_estate(), 10_000, 0)
        take(on=ON, at=AT)
        with pytest.raises(IntegrityError, match="counts_of_money_are_parts"), transaction.atomic():
            MoneyCount.objects.update(fund_low=2)


@pytest.mark.django_db
class TestFigures:
    def test_are_of_the_own_place_and_exact_to_the_fen(self, client_of):
        a_block(an_estate(), 9_007_199_254_740_993, 9_007_199_254_740_993)
        a_block(an_estate("130108001000"), 100, 29)
        take(on=ON, at=AT)
        mine = client_of("district").get("/api/v1/figures/money/").json()
        assert (mine["total"]["fund_balance_yuan"], mine["total"]["fund_low"]) == ("90071992547409.93", 0)
        assert mine["total"]["revenue_yuan"] == "0.00"
        whole = client_of("bureau").get("/api/v1/figures/money/").json()
        assert [part["fund_low"] for part in whole["parts"]] == [0, 1]

    def test_say_that_nothing_was_counted_yet(self, client_of):
        found = client_of("bureau").get("/api/v1/figures/money/").json()
        assert found["total"] is None
        assert found["reason"]
