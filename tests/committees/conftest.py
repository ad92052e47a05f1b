"""An estate in a street, the city's rules, and a second officer of that street."""

import pytest

from accounts.models import Role, User
from committees.models import CommitteeLogin
from tests.factories.owners import owners_of
from tests.factories.places import an_estate
from tests.factories.rules import the_rules


@pytest.fixture
def rules(city):
    the_rules(city)
    return city


@pytest.fixture
def estate(rules):
    return an_estate("130102001001", name="青禾苑")


@pytest.fixture
def other_officer(people) -> User:
    return User.objects.create_user("street2", "correct horse battery", role=Role.STREET, region_id="130102001000")


@pytest.fixture
def member(people, committee) -> User:
    """Somebody who logs in for `committee`, which the test's own module makes."""
    CommitteeLogin.objects.create(user=people["committee"], committee=committee)
    return people["committee"]


@pytest.fixture
def owners(estate):
    """Six heads of a small estate, with a home each."""
    return owners_of(estate, [90, 100, 110, 120, 130, 140])
