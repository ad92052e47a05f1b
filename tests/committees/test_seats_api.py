"""A street's own system keeps the seats of a committee, from its chair to its keys."""

import pytest
from django.utils import timezone

from committees.models import Committee, CommitteeKind, Member, Seat
from tests.factories.owners import a_committee

API = "/api/v1/committees/"


@pytest.fixture
def committee(estate) -> Committee:
    return a_committee(estate, members=7, kind=CommitteeKind.MANAGEMENT, seat_count=7, number="WG-20250301-000001")


@pytest.fixture
def street(client_of):
    return client_of("street")


def use(client, committee: Committee, verb: str, **body):
    return client.post(f"{API}{committee.number}/{verb}/", body)


def member_of(committee: Committee, place: int) -> Member:
    return committee.members.get(place=place)


def today() -> str:
    return f"{timezone.localdate():%Y-%m-%d}"


def test_chooses_a_chair(street, committee):
    chair = member_of(committee, 3)
    answer = use(street, committee, "choose-officers", chair=chair.pk, held_on=today())
    assert answer.status_code == 200, answer.json()
    assert committee.members.get(seat=Seat.CHAIR) == chair


def test_knows_no_member_of_another_committee(street, committee, rules):
    stranger = Member.objects.create(committee=a_committee(committee.estate, 0, state="elected"), joined_on=today())
    answer = use(street, committee, "choose-officers", chair=stranger.pk, held_on=today())
    assert answer.status_code == 400
    assert "chair" in answer.content.decode()


def test_removes_a_member_and_names_another(street, committee):
    body = {"member": member_of(committee, 3).pk, "ground": "resigned"}
    assert use(street, committee, "remove-member", **body).status_code == 200
    person = {"name": "马社区", "side": "community"}
    answer = use(street, committee, "fill-seat", person=person)
    assert answer.status_code == 200, answer.json()
    assert "马社区" not in answer.content.decode()
    assert committee.members.filter(left_on__isnull=True).count() == 7


def test_refuses_a_ground_that_does_not_hold(street, committee):
    answer = use(street, committee, "remove-member", member=member_of(committee, 3).pk, ground="absent")
    assert answer.status_code == 400
    assert "北京条例第四十六条" in answer.content.decode()


def test_dissolves_and_hands_over(street, committee):
    assert use(street, committee, "hand-over", what="印章", handed_over_on=today()).status_code == 409
    done = use(street, committee, "dissolve", reason="已成立业委会").json()
    assert done["state"] == "dissolved"
    assert [move["verb"] for move in done["moves"]] == ["hand_over"]
    answer = use(street, committee, "hand-over", what="印章一枚", handed_over_on=today())
    assert answer.status_code == 200, answer.json()
    committee.refresh_from_db()
    assert committee.handed_over_on == timezone.localdate()


def test_dissolves_an_elected_one_by_a_vote_alone(street, estate, rules):
    elected = a_committee(estate, number="YW-20250301-000001")
    answer = use(street, elected, "dissolve", reason="不履职")
    assert answer.status_code == 400
    assert "民法典第二百七十八条" in answer.content.decode()
    assert use(street, elected, "dissolve", reason="不履职", vote="BJ-20260101-000001").status_code == 400


@pytest.mark.parametrize(("name", "status"), [("neighbour", 404), ("inspector", 403), ("company", 403)])
def test_is_not_for_others(client_of, committee, name, status):
    assert use(client_of(name), committee, "dissolve", reason="越权").status_code == status
