"""A reader of the public site, and a small city to read about."""

from datetime import date

import pytest
from django.test import Client

from tests.factories import World, a_world, an_estate
from tests.pages.reading import Page


@pytest.fixture
def read(db):
    """`read("/grades/", look="elder", language="en")` opens a page as a passer-by and returns it, taken apart."""

    def open_page(address: str, *, look: str = "", language: str = "", status: int = 200, **query: str) -> Page:
        client = Client()
        if look:
            client.cookies["look"] = look
        if language:
            client.cookies["django_language"] = language
        response = client.get(address, query)
        assert response.status_code == status, response.status_code
        return Page(response)

    return open_page


@pytest.fixture
def town(city) -> World:
    return a_town()


def a_town() -> World:
    """One estate with a company, a graded night and a record, and one estate that nobody manages."""
    from accounts.actions import set_rule_value
    from accounts.models import RuleValue
    from tests.conftest import NOW

    an_estate("130108001000", name="无人管小区", initials="wrgxq", service_mode="none")
    world = a_world()
    values = [
        ("open_day_of_month", "25", "日", "市开放日通知"),
        ("contract_filing_days", "15", "天", "条例第六十三条"),
        ("revenue_disclosure_months", "3", "月", "条例第五十七条"),
        ("credit_objection_workdays", "5", "工作日", "信用办法第九条"),
        ("not_renew_notice_days", "90", "天", "民法典第九百四十七条"),
    ]
    for key, value, unit, article in values:
        rule = RuleValue(key=key, value=value, unit=unit, article=article, from_on=date(2020, 1, 1))
        set_rule_value(rule, by=None, at=NOW)
    return world
