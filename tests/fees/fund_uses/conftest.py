"""An estate whose homes have fund accounts."""

import pytest

from estates.models import Home
from tests.factories.fund_uses import a_fund
from tests.factories.owners import owners_of
from tests.factories.places import an_estate
from tests.factories.rules import the_rules


@pytest.fixture
def estate(city):
    the_rules(city)
    return an_estate("130102001001", name="青禾苑")


@pytest.fixture
def homes(estate):
    owners_of(estate, [90, 60.5])
    found = list(Home.objects.of(estate).order_by("pk"))
    a_fund(found, 50_000_00)
    return found
