"""An estate in a street, the city's rules, and a short list of what has to hang."""

import pytest
from django.utils import translation

from accounts.models import Role, User
from tests.factories.boards import QUARTERLY, STANDING, an_entry, the_items
from tests.factories.companies import a_company_login, a_contract, an_enterprise
from tests.factories.places import an_estate
from tests.factories.rules import the_rules


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def rules(city):
    the_rules(city)
    return city


@pytest.fixture
def estate(rules):
    return an_estate("130102001001", name="青禾苑")


@pytest.fixture
def items(rules):
    return the_items()


@pytest.fixture
def quarter(estate, items):
    """The third quarter of 2026 of the item about water and power."""
    return an_entry(estate, items[QUARTERLY])


@pytest.fixture
def standing(estate, items):
    return an_entry(estate, items[STANDING], until_on=None)


@pytest.fixture
def company(people, estate) -> User:
    """Staff of the company that manages the estate."""
    enterprise = an_enterprise()
    a_contract(estate, enterprise)
    a_company_login(people["company"], enterprise)
    return people["company"]


@pytest.fixture
def other(people) -> User:
    """A second officer of the district."""
    return User.objects.create_user("district2", "x", role=Role.DISTRICT, region_id="130102000000")
