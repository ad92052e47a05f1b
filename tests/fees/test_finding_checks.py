"""Each check finds its trouble on one side of the boundary, and nothing on the other."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from accounts.models import RuleValue
from fees.findings.checks.advance import paid_far_ahead
from fees.findings.checks.caps import above_cap
from fees.findings.checks.levels import lower_than_charged
from fees.findings.checks.rises import undecided_rises
from fees.findings.checks.terms import collected_after_term
from fees.findings.wording import sentence
from fees.models import Collection, FeeFiling
from tests.factories import a_building, a_contract, an_enterprise, an_estate
from tests.factories.prices import a_decision, a_guide_price, a_standard, a_verified_level, an_accepted_filing, level_of
from tests.factories.rules import the_rules
from tests.fees.looked import AT, ON

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def rules(city):
    the_rules(city)
    return city


@pytest.fixture
def estate(rules):
    made = an_estate()
    a_building(made, storeys=18, lifts=2, floor_area_m2=50_000)
    return made


@pytest.fixture
def standard(rules):
    return a_standard()


def keys(troubles) -> list[str]:
    return [trouble.key for trouble in troubles]


def collected(contract, from_on: date, until_on: date, **figures) -> Collection:
    sums = {"due_fen": 100, "collected_fen": 100, "homes_due": 1, "homes_in_arrears": 0, "arrears_fen": 0} | figures
    return Collection.objects.create(
        estate=contract.estate, contract=contract, from_on=from_on, until_on=until_on, reported_at=AT, **sums
    )


class TestAboveTheCap:
    @pytest.mark.parametrize(("price", "is_above"), [(168, False), (169, True)])
    def test_begins_one_fen_above_the_limit(self, estate, standard, price, is_above):
        """140 fen and twenty per cent: 168 fen keeps it."""
        level = level_of(standard)
        a_guide_price(level, 140)
        contract = a_contract(estate, an_enterprise(), stage="early")
        an_accepted_filing(contract, price, level=level, decided_by="guide")
        troubles = list(above_cap(ON))
        assert bool(troubles) is is_above
        if is_above:
            assert (troubles[0].facts["price_fen"], troubles[0].facts["cap_fen"]) == (169, 168)
            assert troubles[0].enterprise_id == contract.enterprise_id

    def test_is_exact_where_the_limit_is_no_whole_fen(self, estate, standard):
        """141 fen and fifteen per cent are 162.15: 163 is above, and the fact says 162."""
        level = level_of(standard)
        a_guide_price(level, 141, float_up_percent=Decimal(15))
        an_accepted_filing(a_contract(estate, an_enterprise(), stage="early"), 163, level=level)
        assert [trouble.facts["cap_fen"] for trouble in above_cap(ON)] == [162]

    @pytest.mark.parametrize("contract", [{"stage": "owners"}, {"stage": "early", "ends_on": date(2026, 11, 20)}])
    def test_binds_the_early_stage_while_it_runs(self, estate, standard, contract):
        level = level_of(standard)
        a_guide_price(level, 140)
        a_verified_level(estate, level)
        a_contract(estate, an_enterprise(), fee_fen_per_m2_month=300, **contract)
        assert list(above_cap(ON)) == []

    def test_sees_a_contract_that_was_never_filed(self, estate, standard):
        level = level_of(standard)
        a_guide_price(level, 140)
        a_verified_level(estate, level)
        a_contract(estate, an_enterprise(), stage="early", fee_fen_per_m2_month=169)
        assert [trouble.facts["filing"] for trouble in above_cap(ON)] == [""]

    def test_knows_no_limit_without_an_upward_float(self, estate, standard):
        level = level_of(standard)
        a_guide_price(level, 140, float_up_percent=None)
        an_accepted_filing(a_contract(estate, an_enterprise(), stage="early"), 900, level=level)
        assert list(above_cap(ON)) == []

    def test_is_the_same_by_the_next_edition_of_the_table(self, estate, standard):
        level = level_of(standard)
        old = a_guide_price(level, 140)
        an_accepted_filing(a_contract(estate, an_enterprise(), stage="early"), 169, level=level, decided_by="guide")
        before = keys(above_cap(ON))
        old.delete()
        a_guide_price(level, 140)
        assert keys(above_cap(ON)) == before != []


class TestALowerLevel:
    @pytest.mark.parametrize(("seen", "is_lower"), [("三级", True), ("二级", False), ("一级", False)])
    def test_is_told_by_rank(self, estate, standard, seen, is_lower):
        an_accepted_filing(a_contract(estate, an_enterprise()), level=level_of(standard, "二级"))
        a_verified_level(estate, level_of(standard, seen))
        troubles = list(lower_than_charged(ON))
        assert bool(troubles) is is_lower
        if is_lower:
            assert (troubles[0].facts["charged"], troubles[0].facts["verified"]) == ("二级", "三级")

    def test_is_not_told_across_standards(self, estate, standard):
        an_accepted_filing(a_contract(estate, an_enterprise()), level=level_of(standard, "二级"))
        a_verified_level(estate, level_of(a_standard(), "四级"))
        assert list(lower_than_charged(ON)) == []


def a_resolution(estate, opens_on: date):
    """Voted on from the first minute of a day, by the city's clock."""
    return a_decision(estate, opens_at=datetime(opens_on.year, opens_on.month, opens_on.day, tzinfo=SHANGHAI))


class TestARise:
    def two(self, estate, old: int, new: int, *, company=None, **later):
        first = an_enterprise()
        a_contract(estate, first, fee_fen_per_m2_month=old, begins_on=date(2022, 1, 1), ends_on=date(2025, 1, 1))
        later = {"begins_on": date(2025, 1, 1), **later}
        return a_contract(estate, company or first, fee_fen_per_m2_month=new, **later)

    @pytest.mark.parametrize(("old", "new", "is_odd"), [(165, 166, True), (165, 165, False), (165, 150, False)])
    def test_of_a_fen_needs_the_owners(self, estate, old, new, is_odd):
        contract = self.two(estate, old, new)
        assert keys(undecided_rises(ON)) == ([f"C{contract.pk}"] if is_odd else [])

    @pytest.mark.parametrize(
        ("opens_on", "is_odd"), [(date(2022, 1, 1), True), (date(2022, 1, 2), False)], ids=["before", "after"]
    )
    def test_of_a_resolution_counts_when_it_came_after_the_price_of_before(self, estate, opens_on, is_odd):
        contract = self.two(estate, 165, 300, resolution=a_resolution(estate, opens_on))
        assert keys(undecided_rises(ON)) == ([f"C{contract.pk}"] if is_odd else [])

    def test_takes_a_resolution_once(self, estate):
        """The second rise is odd, though the same vote came before it too."""
        matter, contract = a_resolution(estate, date(2026, 6, 1)), a_contract(estate, an_enterprise())
        an_accepted_filing(contract, 165, until_on=date(2026, 1, 1))
        an_accepted_filing(contract, 180, from_on=date(2026, 1, 1), until_on=date(2026, 3, 1), matter=matter)
        again = an_accepted_filing(contract, 360, from_on=date(2026, 3, 1), matter=matter)
        assert keys(undecided_rises(ON)) == [f"F{again.pk}"]

    def test_of_another_company_is_a_new_price(self, estate):
        self.two(estate, 165, 300, company=an_enterprise())
        assert list(undecided_rises(ON)) == []

    def test_of_the_early_stage_is_bound_by_the_guide_price(self, estate):
        self.two(estate, 165, 300, stage="early")
        assert list(undecided_rises(ON)) == []

    def test_by_a_filing_is_told_once_and_by_the_filing(self, estate):
        contract = a_contract(estate, an_enterprise())
        an_accepted_filing(contract, 165, until_on=date(2026, 1, 1))
        second = an_accepted_filing(contract, 180, from_on=date(2026, 1, 1), decided_by="district")
        assert keys(undecided_rises(ON)) == [f"F{second.pk}"]
        assert list(undecided_rises(date(2025, 12, 31))) == []
        FeeFiling.objects.filter(pk=second.pk).update(until_on=ON)
        an_accepted_filing(contract, 165, from_on=ON)
        assert list(undecided_rises(ON)) == []


class TestPaidAhead:
    @pytest.mark.parametrize(("months", "is_odd"), [(12, False), (13, True)])
    def test_is_odd_after_twelve_months(self, estate, months, is_odd):
        filing = an_accepted_filing(a_contract(estate, an_enterprise()), prepay_months_most=months)
        assert keys(paid_far_ahead(ON)) == ([str(filing.contract_id)] if is_odd else [])

    @pytest.mark.parametrize(("ends_on", "is_odd"), [(date(2027, 10, 1), False), (date(2027, 9, 30), True)])
    def test_may_not_reach_past_the_contract(self, estate, ends_on, is_odd):
        contract = a_contract(estate, an_enterprise(), ends_on=ends_on)
        row = collected(contract, date(2026, 7, 1), date(2026, 10, 1), prepaid_months_most=12)
        assert keys(paid_far_ahead(ON)) == ([str(row.contract_id)] if is_odd else [])

    def test_is_as_it_was_reported_last(self, estate):
        contract = a_contract(estate, an_enterprise())
        collected(contract, date(2026, 4, 1), date(2026, 7, 1), prepaid_months_most=36)
        collected(contract, date(2026, 7, 1), date(2026, 10, 1), prepaid_months_most=0)
        assert list(paid_far_ahead(ON)) == []

    def test_stays_one_trouble_quarter_after_quarter(self, estate):
        contract = a_contract(estate, an_enterprise())
        for from_on, until_on in ((date(2026, 4, 1), date(2026, 7, 1)), (date(2026, 7, 1), date(2026, 10, 1))):
            collected(contract, from_on, until_on, prepaid_months_most=24)
        assert keys(paid_far_ahead(date(2026, 9, 1))) == keys(paid_far_ahead(ON)) == [str(contract.pk)]

    def test_asks_for_a_rule(self, estate):
        an_accepted_filing(a_contract(estate, an_enterprise()), prepay_months_most=99)
        RuleValue.objects.filter(key="prepay_months_most").delete()
        assert list(paid_far_ahead(ON)) == []


class TestAfterTheTerm:
    @pytest.mark.parametrize(("from_on", "is_odd"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)])
    def test_is_of_a_period_that_begins_after_it(self, estate, from_on, is_odd):
        """A period that the end cuts may all have been earned before."""
        contract = a_contract(estate, an_enterprise(), ends_on=date(2026, 7, 1))
        collected(contract, from_on, date(2026, 10, 1))
        assert keys(collected_after_term(ON)) == ([str(contract.pk)] if is_odd else [])

    def test_says_who_follows(self, estate):
        contract = a_contract(estate, an_enterprise(), ends_on=date(2026, 7, 1))
        follower = a_contract(estate, an_enterprise(), begins_on=date(2026, 7, 1))
        collected(contract, date(2026, 7, 1), date(2026, 10, 1), due_fen=900, collected_fen=900)
        trouble = next(iter(collected_after_term(ON)))
        assert (trouble.facts["followed_by"], trouble.facts["collected_fen"]) == (follower.number, 900)
        assert "9.00" in sentence(trouble.kind, trouble.facts)
