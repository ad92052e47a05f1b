"""Disputes of an invented city stand at every point of their road."""

from datetime import timedelta

import pytest

from committees.models import MediationCommittee
from complaints.models import Complaint, Mediation
from demo.mediation import disputed, mediate
from tests.conftest import NOW
from tests.factories.companies import a_contract, an_enterprise
from tests.factories.complaints import Road, a_complaint, the_rules
from tests.factories.places import an_estate


@pytest.fixture
def told(city, people) -> list[Complaint]:
    """Eight complaints of eight estates, with their companies."""
    the_rules(city)
    company = an_enterprise()
    found = []
    for _number in range(8):
        estate = an_estate("130102001001")
        a_contract(estate, company)
        filed_at = NOW - timedelta(days=60)
        road = Road(officer=people["street"], other=people["street"], enterprise=company, at=filed_at)
        found.append(road.to(a_complaint(estate, at=filed_at), "dispatched"))
    return found


def test_every_fourth_waits_is_at_work_agreed_or_went_on(told, yangquan):
    assert len(list(disputed(NOW))) == 8
    mediate(yangquan, at=NOW)
    states = list(Mediation.objects.order_by("pk").values_list("state", flat=True))
    assert sorted(states) == sorted(["applied", "running", "agreed", "failed", "applied"] * 2)
    assert Mediation.objects.filter(came_from__isnull=False, committee__level="district").count() == 2
    assert Mediation.objects.filter(confirmed_on__isnull=False).count() == 1


def test_every_street_and_district_has_its_committee(told, yangquan):
    mediate(yangquan, at=NOW)
    assert set(MediationCommittee.objects.values_list("level", flat=True)) == {"street", "district"}
    assert MediationCommittee.objects.count() == 4
