"""A list costs the same statements for one row and for fifty; for a street officer too."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import audit
from accounts.models import Role, RuleValue, User
from accounts.tokens import issue_token
from tests.conftest import NOW, TODAY
from tests.factories import one_more
from tests.factories.judgement import a_night, a_rulebook

LISTS = {
    "bureau": [
        "accounts_region", "accounts_cityprofile", "accounts_rulevalue", "accounts_auditentry", "estates_estate",
        "enterprises_enterprise", "enterprises_projectmanager", "enterprises_servicecontract", "credit_evidence",
        "credit_grade", "credit_rulebook", "credit_night",
    ],
    "street": [
        "estates_estate", "enterprises_enterprise", "enterprises_projectmanager", "enterprises_servicecontract",
        "credit_evidence", "credit_grade",
    ],
    "system": ["accounts_user", "accounts_apitoken"],
}  # fmt: skip
MORE = 49


def statements(browser, url: str) -> int:
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert browser.get(url).status_code == 200
    return len(caught)


@pytest.fixture
def fifty(world, people):
    """Makes forty-nine more of everything."""

    def grow(*, nights: bool = True) -> None:
        for number in range(MORE):
            made = one_more(world.rulebook, world.night)
            audit.record(by=people["bureau"], at=NOW, verb="amend", thing=made.estate)
            RuleValue.objects.create(key=f"key_{number}", value="1", unit="天", article="第一条", from_on=TODAY)
            person = User.objects.create_user(f"officer{number}", "x", role=Role.STREET, region_id="130102001000")
            issue_token(person, name="接口", by=None, at=NOW)
        for _number in range(5):
            a_rulebook(published=False)
            if nights:
                a_night(world.rulebook)

    return grow


@pytest.mark.parametrize("role", LISTS)
def test_a_list_costs_the_same_for_fifty_rows(desk, things, fifty, role):
    browser = desk(role)
    pages = {name: reverse(f"admin:{name}_changelist") for name in LISTS[role]}
    for url in pages.values():
        browser.get(url)
    one = {name: statements(browser, url) for name, url in pages.items()}
    fifty()
    assert {name: statements(browser, url) for name, url in pages.items()} == one
    assert max(one.values()) <= 17, one


def test_the_first_page_costs_the_same_for_fifty_companies(desk, world, fifty):
    url = reverse("admin:index")
    browser = desk("bureau")
    browser.get(url)
    one = statements(browser, url)
    fifty(nights=False)
    assert statements(browser, url) == one


def test_a_search_costs_the_same_for_fifty_rows(desk, world, fifty):
    url = f"{reverse('admin:find')}?q=qhy"
    one = statements(desk("street"), url)
    fifty()
    assert statements(desk("street"), url) == one
