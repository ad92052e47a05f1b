"""Homes and owners in the API."""

import pytest

from accounts.models import AuditEntry
from committees.models import Owner, Ownership
from estates.models import Home
from tests.conftest import TODAY
from tests.factories.owners import an_owner, some_homes
from tests.factories.places import a_building

pytestmark = pytest.mark.django_db
HOMES, OWNERS = "/api/v1/homes/", "/api/v1/owners/"
WANG = {"name": "王秀兰", "phone": "13800000021", "document": "13010219600101002X"}


@pytest.fixture
def homes(estate) -> list[Home]:
    return some_homes(estate, [90, 100])


@pytest.fixture
def owner(homes) -> Owner:
    return an_owner(*homes)


class TestHomes:
    def test_tell_their_place_area_and_owner(self, client_of, homes, owner, estate):
        told = client_of("street").get(HOMES).json()["results"]
        assert [(home["room"], home["area_m2"], home["owner"]) for home in told] == [
            ("101", 90.0, owner.pk), ("102", 100.0, owner.pk),
        ]  # fmt: skip
        assert told[0]["estate"] == estate.code

    @pytest.mark.parametrize(
        ("asked", "count"), [("owned=true", 2), ("owned=false", 0), ("room=101", 1), ("unit=9", 0), ("owner=1", 0)]
    )
    def test_are_filtered(self, client_of, homes, owner, asked, count):
        assert client_of("street").get(f"{HOMES}?{asked}").json()["count"] == count

    def test_of_one_owner_are_theirs_alone(self, client_of, homes, owner, estate):
        (other,) = some_homes(estate, [70], building="2号楼")
        an_owner(other)
        told = client_of("street").get(f"{HOMES}?owner={owner.pk}").json()
        assert {home["id"] for home in told["results"]} == {home.pk for home in homes}

    def test_are_entered_with_their_owner(self, client_of, estate):
        sent = {
            "building": a_building(estate).pk, "unit": "2", "room": "501", "area_m2": "89.5", "people": [WANG],
            "since": "2020-01-01",
        }  # fmt: skip
        answer = client_of("street").post(HOMES, sent, format="json")
        assert answer.status_code == 201, answer.json()
        assert answer.json()["owner"] == Ownership.objects.get().owner_id
        assert Owner.objects.get().holders.get().phone == "13800000021"

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"area_m2": "0"}, "area_m2"),
            ({"people": []}, "people"),
            ({"people": [{"name": " "}]}, "people"),
            ({"people": [{"name": "王", "phone": "call me"}]}, "people"),
            ({"since": "2099-01-01"}, "since"),
            ({"building": 999_999}, "building"),
            ({"colour": "red"}, "colour"),
        ],
    )
    def test_that_cannot_be_are_refused_at_the_field(self, client_of, estate, change, field):
        sent = {
            "building": a_building(estate).pk,
            "room": "1",
            "area_m2": "80",
            "people": [WANG],
            "since": "2020-01-01",
        }
        answer = client_of("street").post(HOMES, {**sent, **change}, format="json")
        assert answer.status_code == 400
        assert any(field in told["pointer"] for told in answer.json()["errors"])
        assert not Home.objects.exists()

    def test_are_corrected_field_by_field(self, client_of, homes, owner):
        answer = client_of("street").patch(f"{HOMES}{homes[0].pk}/", {"area_m2": "91.25"}, format="json")
        assert (answer.json()["area_m2"], answer.json()["room"]) == (91.25, "101")

    def test_are_sold(self, client_of, homes, owner):
        sent = {"people": [{"name": "李建国"}], "on": TODAY.isoformat()}
        answer = client_of("street").post(f"{HOMES}{homes[0].pk}/transfer/", sent, format="json")
        assert answer.status_code == 200
        assert answer.json()["owner"] != owner.pk

    def test_are_struck_off(self, client_of, homes, owner):
        assert client_of("street").delete(f"{HOMES}{homes[0].pk}/").status_code == 204
        assert Home.objects.count() == 1


class TestOwners:
    def test_are_one_head_each(self, client_of, homes, owner):
        (told,) = client_of("street").get(OWNERS).json()["results"]
        assert (told["id"], told["homes"], told["area_m2"]) == (owner.pk, 2, 190.0)

    def test_are_masked(self, client_of, homes, owner):
        answer = client_of("street").get(f"{OWNERS}{owner.pk}/")
        assert answer.json()["holders"] == [{"place": 0, "masked_name": "王**", "masked_phone": "138****0021"}]
        assert {held["home"] for held in answer.json()["ownerships"]} == {home.pk for home in homes}
        assert "王秀兰" not in answer.content.decode()

    def test_take_as_many_queries_for_ten_as_for_one(
        self, client_of, estate, homes, owner, django_assert_max_num_queries
    ):
        client, page = client_of("street"), f"{OWNERS}?expand=holders,ownerships"
        client.get(page)
        with django_assert_max_num_queries(20) as one:
            client.get(page)
        for home in some_homes(estate, [80] * 9, building="2号楼"):
            an_owner(home)
        with django_assert_max_num_queries(len(one)):
            assert len(client.get(page).json()["results"]) == 10

    def test_show_their_names_to_whoever_is_put_down(self, client_of, homes, owner):
        answer = client_of("street").post(f"{OWNERS}{owner.pk}/names/")
        assert answer.json() == [{"place": 0, "name": "王秀兰", "phone": "13800000021"}]
        assert answer["Cache-Control"] == "no-store"
        assert AuditEntry.objects.get(verb="look_at_owner").who == "street"

    def test_have_no_names_for_the_auditor(self, client_of, homes, owner):
        assert client_of("auditor").post(f"{OWNERS}{owner.pk}/names/").status_code == 403

    def test_are_corrected_with_a_reason(self, client_of, homes, owner):
        sent = {"people": [{"name": "王秀蓝"}], "reason": "与不动产登记核对"}
        answer = client_of("street").post(f"{OWNERS}{owner.pk}/correct/", sent, format="json")
        assert answer.status_code == 200
        assert owner.holders.get().name == "王秀蓝"
        assert AuditEntry.objects.get(verb="correct_owner").why == "与不动产登记核对"

    def test_are_not_looked_for_by_phone_in_an_address(self, client_of, homes, owner):
        assert client_of("street").get(f"{OWNERS}?phone=13800000021").status_code == 400
