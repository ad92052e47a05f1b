"""An estate of the early stage with a guide price, and the company that files for it."""

from datetime import date

import pytest

from tests.factories import a_building, a_company_login, a_contract, an_enterprise, an_estate
from tests.factories.prices import a_guide_price, a_standard, a_verified_level, level_of
from tests.factories.rules import the_rules


@pytest.fixture
def standard(city):
    the_rules(city)
    return a_standard()


@pytest.fixture
def estate(standard):
    made = an_estate()
    a_building(made, storeys=18, lifts=2, floor_area_m2=40_000)
    a_verified_level(made, level_of(standard))
    a_guide_price(level_of(standard), 140)
    return made


@pytest.fixture
def contract(estate, people):
    made = a_contract(estate, an_enterprise(), stage="early", begins_on=date(2026, 1, 1), ends_on=date(2028, 1, 1))
    a_company_login(people["company"], made.enterprise)
    return made


@pytest.fixture
def company(people):
    return people["company"]
