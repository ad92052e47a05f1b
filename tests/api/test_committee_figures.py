"""The figures of committees: for the caller's own part of the city, against its targets, beside what they were."""

from datetime import UTC, date, datetime

import pytest
from rest_framework.test import APIClient

from committees.coverage import counting
from tests.factories.owners import a_committee
from tests.factories.places import an_estate
from tests.factories.rules import the_rules

TODAY = date(2026, 11, 20)
CHANGAN, YUHUA = "130102000000", "130108000000"


def take(on: date = TODAY) -> None:
    counting.take(on=on, at=datetime(on.year, on.month, on.day, 4, tzinfo=UTC))


@pytest.fixture
def counted(city):
    """Three estates: an owners' committee since March, a management committee since November, and none."""
    the_rules(city)
    a_committee(an_estate("130102001001"), filed_on=date(2025, 3, 20))
    a_committee(an_estate("130102001001"), kind="management", filed_on=date(2026, 11, 1))
    an_estate("130108001001")
    for day in (date(2025, 11, 20), date(2026, 10, 20), TODAY):
        take(day)


def get(client, name="committees", **query):
    answer = client.get(f"/api/v1/figures/{name}/", {"on": "2026-11-20", **query})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_tell_the_city_and_its_counties(counted, client_of):
    found = get(client_of("bureau"))
    total = found["total"]
    assert (total["estates"], total["owners_committees"], total["management_committees"]) == (3, 1, 1)
    assert (total["with_committee"], total["without_committee"], total["percent"]) == (2, 1, 66.67)
    assert (found["target_percent"], total["meets_target"]) == (100.0, False)
    assert [(row["code"], row["percent"], row["meets_target"]) for row in found["parts"]] == [
        (CHANGAN, 100.0, True),
        (YUHUA, 0.0, False),
    ]
    assert found["mediation_level"] == "community"
    assert found["mediation_target_percent"] == 100.0
    assert found["as_of"].startswith("2026-11-20T12:00")


def test_are_compared_with_what_was_counted_before(counted, client_of):
    compared = get(client_of("bureau"))["total"]["compared"]
    assert compared["last_month"] == {"on": "2026-10-20", "value": 33.33, "change": 33.34}
    assert compared["last_year"] == {"on": "2025-11-20", "value": 33.33, "change": 33.34}


def test_answer_for_a_day_of_the_past(counted, client_of):
    found = get(client_of("bureau"), on="2026-11-19")
    assert (found["counted_on"], found["total"]["with_committee"]) == ("2026-10-20", 1)
    assert get(client_of("bureau"), on="2020-01-01")["reason"]


def test_are_of_ones_own_part_of_the_city(counted, client_of):
    assert get(client_of("street"))["total"]["estates"] == 2
    answer = client_of("street").get("/api/v1/figures/committees/", {"region": YUHUA})
    assert answer.status_code == 404


def test_lead_to_the_committees_that_were_counted(counted, client_of):
    client = client_of("bureau")
    address = get(client)["total"]["records"]
    assert client.get(address).json()["count"] == 2


def test_are_read_by_everybody_without_a_token(counted):
    found = APIClient().get("/api/v1/figures/public/committees/").json()
    assert found["total"]["with_committee"] == 2
    assert [row["code"] for row in found["counties"]] == [CHANGAN, YUHUA]
    assert "run_out" not in found["total"]


def test_say_that_nothing_was_counted_yet(city):
    found = APIClient().get("/api/v1/figures/public/committees/").json()
    assert found["total"] is None
    assert found["reason"]


def test_ask_no_more_for_many_parts_than_for_few(counted, client_of, django_assert_max_num_queries):
    client = client_of("bureau")
    with django_assert_max_num_queries(12):
        get(client, by="street")
