from datetime import date

import pytest

from estates.models import EstateKind, ServiceMode
from oversight.actions import take_figures
from oversight.models import CoverageCount
from oversight.queries import Estate, served
from tests.factories import a_contract, a_night, a_rulebook, an_enterprise, an_estate

TODAY = date(2026, 11, 20)


def is_served(on: date = TODAY) -> bool:
    return Estate.objects.filter(served(on=on)).exists()


@pytest.mark.usefixtures("regions")
class TestServed:
    """One definition for today and for the past: see `oversight.queries.served`."""

    @pytest.mark.parametrize("mode", [mode for mode in ServiceMode if mode != ServiceMode.NONE])
    def test_by_the_registers_word(self, mode):
        an_estate(service_mode=mode)
        assert is_served()
        assert is_served(on=date(2020, 1, 1))

    def test_not_by_nobody(self):
        an_estate(service_mode=ServiceMode.NONE)
        assert not is_served()

    def test_not_before_the_first_contract(self):
        a_contract(an_estate(), an_enterprise(), begins_on=date(2026, 1, 1))
        assert is_served()
        assert is_served(on=date(2026, 1, 1))
        assert not is_served(on=date(2025, 12, 31))

    def test_not_between_two_contracts(self):
        estate, company = an_estate(), an_enterprise()
        a_contract(estate, company, begins_on=date(2024, 1, 1), ends_on=date(2025, 1, 1))
        a_contract(estate, company, begins_on=date(2025, 7, 1))
        assert is_served(on=date(2024, 12, 31))
        assert not is_served(on=date(2025, 1, 1))
        assert is_served(on=date(2025, 7, 1))

    def test_while_a_company_was_there_that_has_left(self):
        estate = an_estate(service_mode=ServiceMode.NONE)
        a_contract(estate, an_enterprise(), begins_on=date(2024, 1, 1), ends_on=date(2025, 1, 1))
        assert is_served(on=date(2024, 6, 1))
        assert not is_served()


@pytest.mark.usefixtures("regions")
class TestTakeFigures:
    @pytest.fixture
    def night(self):
        an_estate("130102001000", kind=EstateKind.OLD, households=300)
        an_estate("130102001001", service_mode=ServiceMode.NONE, households=200)
        an_estate("130108001000", households=100)
        return a_night(a_rulebook())

    def test_counts_each_county(self, night):
        assert take_figures(night) == 2
        rows = CoverageCount.objects.filter(night=night).order_by("county_code")
        assert list(
            rows.values_list("county_code", "estate_count", "served_count", "old_count", "household_count")
        ) == [
            ("130102000000", 2, 1, 1, 500),
            ("130108000000", 1, 1, 0, 100),
        ]

    def test_twice_gives_the_same(self, night):
        take_figures(night)
        before = list(CoverageCount.objects.order_by("county_code").values_list("county_code", "served_count"))
        take_figures(night)
        assert list(CoverageCount.objects.order_by("county_code").values_list("county_code", "served_count")) == before

    def test_counts_in_one_statement(self, night, django_assert_num_queries):
        with django_assert_num_queries(6):  # savepoint, hold the night, kept already?, count, keep, release
            take_figures(night)
