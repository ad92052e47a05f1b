"""Disputes of an invented city stand at every point of their road."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import Count, Q

from accounts.actions import region_rows
from accounts.models import Region
from committees.models import MediationCommittee, Mediator
from complaints.models import Complaint, Mediation
from demo.mediation import LEVELS, disputed, full_name, mediate
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


def test_the_city_and_every_street_and_district_have_their_committee(told, yangquan):
    mediate(yangquan, at=NOW)
    levels = Counter(MediationCommittee.objects.values_list("level", flat=True))
    assert (levels["city"], levels["district"], levels["street"]) == (1, 2, 2)
    assert levels["community"] <= 2
    members = Mediator.objects.values("committee").annotate(
        n=Count("pk"), chairs=Count("pk", filter=Q(is_chair=True)), women=Count("pk", filter=Q(is_woman=True))
    )
    assert {(row["n"], row["chairs"], row["women"]) for row in members} == {(5, 1, 1)}


@pytest.mark.parametrize("key", ["shijiazhuang", "yangquan"])
def test_no_two_committees_bear_one_name(key):
    regions: dict[str, Region] = {}
    for row in sorted(region_rows(key), key=lambda row: row["code"]):
        parent = regions.get(row["parent_code"])
        regions[row["code"]] = Region(code=row["code"], name=row["name"], level=row["level"], parent=parent)
    names = [full_name(region) for region in regions.values() if region.level in LEVELS]
    assert len(names) > 100
    assert len(set(names)) == len(names)
