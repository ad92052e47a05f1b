from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Region
from estates.models import EstateKind, ServiceMode
from oversight import nightly
from oversight.actions import take_figures
from oversight.models import NightCount
from oversight.queries import Estate, bare_nights, served
from tests.factories import a_contract, a_grade, a_night, a_rulebook, an_enterprise, an_estate

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

    def test_counts_streets_counties_and_what_is_around_them(self, night):
        take_figures(night)
        rows = NightCount.objects.filter(night=night).order_by("area_code")
        assert list(rows.values_list("area_code", "estate_count", "served_count", "old_count", "household_count")) == [
            ("130000000000", 3, 2, 1, 600),
            ("130100000000", 3, 2, 1, 600),
            ("130102000000", 2, 1, 1, 500),
            ("130102001000", 2, 1, 1, 500),
            ("130108000000", 1, 1, 0, 100),
            ("130108001000", 1, 1, 0, 100),
        ]

    def test_twice_gives_the_same(self, night):
        assert take_figures(night) == 6
        before = list(NightCount.objects.order_by("area_code").values())
        an_estate()
        assert take_figures(night) == 0
        assert list(NightCount.objects.order_by("area_code").values()) == before

    def test_leaves_what_a_county_was_known_to_have_and_adds_up(self, night):
        """Portals of before kept counties only; see the migration."""
        NightCount.objects.create(night=night, area_code="130102000000", estate_count=9, served_count=5)
        take_figures(night)
        served = dict(NightCount.objects.values_list("area_code", "served_count"))
        assert (served["130102000000"], served["130100000000"], served["130102001000"]) == (5, 6, 1)

    def test_counts_companies_where_they_are_registered_and_where_they_work(self, night):
        here, guest = an_enterprise("130102000000"), an_enterprise("130108001000")
        a_contract(an_estate("130102001001"), guest, begins_on=TODAY)
        a_grade(here, night, "A")
        a_grade(guest, night, "B")
        take_figures(night)
        assert dict(NightCount.objects.values_list("area_code", "grades")) == {
            "130000000000": {"A": 1, "B": 1},
            "130100000000": {"A": 1, "B": 1},
            "130102000000": {"A": 1},
            "130102001000": {"B": 1},
            "130108000000": {"B": 1},
            "130108001000": {"B": 1},
        }

    def test_counts_what_moved_by_area(self, night):
        company = an_enterprise("130102001000")
        later = a_night(night.rulebook, date(2026, 11, 21))
        a_grade(company, night, "B", until_on=later.on, until_night=later.pk)
        a_grade(company, later, "C", 7000)
        take_figures(later)
        moved = NightCount.objects.filter(down_count=1, up_count=0).values_list("area_code", flat=True)
        assert sorted(moved) == ["130000000000", "130100000000", "130102000000", "130102001000"]

    def test_asks_as_often_for_many_areas_as_for_one(self, night):
        with CaptureQueriesContext(connection) as few:
            take_figures(night)
        for number in range(20):
            code = f"1301{30 + number}001000"
            Region.objects.create(code=code, parent_id="130102000000", name=f"{number}街道", level="street")
            an_estate(code)
        further = a_night(night.rulebook)
        with CaptureQueriesContext(connection) as many:
            take_figures(further)
        assert len(many) == len(few)


@pytest.mark.usefixtures("regions")
class TestMissingFigures:
    def test_are_taken_newest_first_a_few_at_a_time(self):
        rulebook = a_rulebook()
        an_estate()
        nights = [a_night(rulebook, date(2026, 1, day)) for day in (1, 2, 3)]
        told = []
        assert nightly.take_missing_figures(most=2, progress=lambda done, of: told.append((done, of))) == 2
        assert told == [(1, 2), (2, 2)]
        assert list(bare_nights()) == nights[:1]
        assert nightly.take_missing_figures() == 1
        assert nightly.take_missing_figures() == 0
