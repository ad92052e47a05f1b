"""A contract may cite what the owners decided about hiring a company: of its own estate, and only what they passed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from committees.models import Matter, MatterKind, Vote
from enterprises.actions import amend_contract
from tests.conftest import NOW
from tests.factories.companies import a_contract, an_enterprise
from tests.factories.places import an_estate


def a_matter(estate, *, kind=MatterKind.HIRE, passed=True) -> Matter:
    number = f"BJ-20260101-{Vote.objects.count() + 1:06d}"
    vote = Vote.objects.create(
        number=number, estate=estate, title="选聘", organiser="street", opens_at=NOW, closes_at=NOW + timedelta(days=7)
    )
    return Matter.objects.create(vote=vote, place=1, kind=kind, question="是否同意续聘？", passed=passed)


@pytest.fixture
def contract(city):
    return a_contract(an_estate("130102001000"), an_enterprise())


def test_is_cited(contract, people):
    contract.resolution = a_matter(contract.estate)
    amend_contract(contract, by=people["bureau"], at=timezone.now())
    contract.refresh_from_db()
    assert contract.resolution.vote.estate == contract.estate


@pytest.mark.parametrize("odd", [{"kind": MatterKind.RULES}, {"passed": False}, {"passed": None}])
def test_only_what_the_owners_passed_on_hiring(contract, people, odd):
    contract.resolution = a_matter(contract.estate, **odd)
    with pytest.raises(ValidationError) as fault:
        amend_contract(contract, by=people["bureau"], at=timezone.now())
    assert "resolution" in fault.value.message_dict


def test_not_another_estate_s(contract, people):
    contract.resolution = a_matter(an_estate("130102001000"))
    with pytest.raises(ValidationError):
        amend_contract(contract, by=people["bureau"], at=timezone.now())


def test_is_written_and_told_by_the_api(contract, client_of):
    matter = a_matter(contract.estate)
    answer = client_of("district").patch(f"/api/v1/contracts/{contract.pk}/", {"resolution": matter.pk})
    assert answer.status_code == 200, answer.json()
    assert answer.json()["resolution"] == matter.pk
    assert client_of("street").get("/api/v1/contracts/").json()["results"][0]["resolution"] == matter.pk


@pytest.mark.parametrize("given", ["x", -1, 10**30, True, [1]])
def test_an_odd_id_is_refused(contract, client_of, given):
    answer = client_of("district").patch(f"/api/v1/contracts/{contract.pk}/", {"resolution": given})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "#/resolution"


def test_nobody_cites_what_they_do_not_see(contract, client_of):
    elsewhere = a_matter(an_estate("130108001000"))
    answer = client_of("district").patch(f"/api/v1/contracts/{contract.pk}/", {"resolution": elsewhere.pk})
    assert answer.status_code == 400
    assert str(elsewhere.pk) in answer.content.decode()
