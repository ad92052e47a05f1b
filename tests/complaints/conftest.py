"""An estate with its company in one street, two officers there, and the city's lists and rules."""

import pytest

from accounts.models import Role, User
from tests.complaints.reporter import Reporter
from tests.factories.companies import a_company_login, a_contract, an_enterprise
from tests.factories.complaints import Road, a_complaint, the_lists, the_rules
from tests.factories.places import an_estate


@pytest.fixture
def rules(city):
    the_rules(city)
    the_lists()
    return city


@pytest.fixture
def enterprise(rules, people):
    company = an_enterprise()
    a_company_login(people["company"], company)
    return company


@pytest.fixture
def estate(enterprise):
    home = an_estate("130102001001", name="青禾苑")
    a_contract(home, enterprise)
    return home


@pytest.fixture
def other_officer(people) -> User:
    """A second officer of the same street."""
    return User.objects.create_user("street2", "correct horse battery", role=Role.STREET, region_id="130102001000")


@pytest.fixture
def road(estate, enterprise, people, other_officer) -> Road:
    return Road(officer=people["street"], other=other_officer, enterprise=enterprise)


@pytest.fixture
def complaint(estate):
    return a_complaint(estate)


@pytest.fixture
def reporter(estate) -> Reporter:
    return Reporter(estate)
