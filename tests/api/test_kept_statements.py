"""Statements are compiled once and kept: what a person sees must follow the person and the day, not what was kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role
from tests.factories import a_contract, a_world, an_enterprise, an_estate, one_more


@pytest.fixture
def world(people):
    made = a_world("130102001000")
    one_more(made.rulebook, made.night, "130108001000")
    return made


def codes(client) -> set[str]:
    return {row["code"][:6] for row in client.get("/api/v1/estates/").json()["results"]}


class TestScope:
    def test_follows_a_person_to_another_region(self, world, people, client_of, regions):
        client = client_of("district")
        assert codes(client) == {"130102"}
        people["district"].region = regions["130108000000"]
        people["district"].save()
        assert codes(client) == {"130108"}
        assert client.get(f"/api/v1/estates/{world.estate.code}/").status_code == 404

    def test_follows_a_person_to_another_role(self, world, people, client_of):
        client = client_of("bureau")
        assert codes(client) == {"130102", "130108"}
        people["bureau"].role = Role.COMPANY
        people["bureau"].save()
        assert client.get("/api/v1/estates/").json()["results"] == []

    def test_is_each_persons_own(self, world, client_of):
        assert codes(client_of("district")) == {"130102"}
        assert codes(client_of("neighbour")) == {"130108"}


class TestDay:
    def test_is_the_day_of_the_call(self, people, client_of, monkeypatch):
        estate, company = an_estate("130102001000"), an_enterprise("130102000000")
        today = timezone.localdate()
        a_contract(estate, company, ends_on=today + timedelta(days=1))
        client = client_of("district")
        address = f"/api/v1/estates/{estate.code}/"
        assert client.get(address).json()["enterprise"] == company.uscc
        monkeypatch.setattr(timezone, "localdate", lambda *of: today + timedelta(days=1))
        assert client.get(address).json()["enterprise"] is None

    def test_asked_about_holds_for_what_is_expanded(self, world, client_of):
        client = client_of("district")
        before = world.grade.from_on - timedelta(days=1)
        for day, grade in ((world.grade.from_on, "B"), (before, "A"), (world.grade.from_on, "B")):
            answer = client.get(f"/api/v1/estates/?code={world.estate.code}&on={day}&expand=enterprise").json()
            row = answer["results"][0]
            assert (row["grade"], row["enterprise"]["grade"]) == (grade, grade)
