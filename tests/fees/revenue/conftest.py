"""An estate, the company that reports for it, and the report that it owes."""

import pytest
from django.test import Client
from django.utils import translation

from fees.models import RevenueReport
from tests.factories import a_company_login, a_contract, an_enterprise, an_estate
from tests.factories.rules import the_rules
from tests.fees.revenue.accounted import an_owed


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def company(city, people):
    the_rules(city)
    made = an_enterprise()
    a_company_login(people["company"], made)
    return made


@pytest.fixture
def estate(company):
    made = an_estate("130102001001", name="青禾苑")
    a_contract(made, company)
    return made


@pytest.fixture
def report(estate) -> RevenueReport:
    return an_owed(estate)


@pytest.fixture
def staff(people) -> Client:
    browser = Client()
    browser.force_login(people["company"])
    return browser
