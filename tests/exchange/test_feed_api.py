"""`/api/v1/changes/`: how a district reads the feed, and what of others it never learns."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Region
from exchange import feed
from exchange.models import Commit
from tests.factories import a_building, a_world, an_enterprise, an_estate, one_more

ADDRESS = "/api/v1/changes/"
STREET = "130102001000"


def read(client, query: str = "") -> dict:
    answer = client.get(f"{ADDRESS}?{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def now(people) -> str:
    return f"since={feed.start()}"


class TestPage:
    def test_tells_what_happened_to_what_and_where_it_is(self, client_of, now):
        estate = an_estate(STREET)
        page = read(client_of("district"), now)
        (change,) = page["changes"]
        assert change.pop("at")[:10] == timezone.localdate().isoformat()
        assert change == {
            "position": page["next"], "resource": "estate", "key": estate.code, "change": "create", "request_id": "",
            "url": f"http://testserver/api/v1/estates/{estate.code}/",
        }  # fmt: skip
        assert page["more"] is False

    def test_names_the_request_behind_it(self, client_of, now):
        estate, client = an_estate(STREET), client_of("district")
        client.patch(f"/api/v1/estates/{estate.code}/", {"households": 7}, HTTP_X_REQUEST_ID="district-7-0001")
        changes = read(client, now)["changes"]
        assert [(change["change"], change["request_id"]) for change in changes][-1] == ("change", "district-7-0001")

    def test_is_read_on_from_next_and_from_any_position(self, client_of, now):
        for _n in range(5):
            an_estate(STREET)
        client, found, query = client_of("district"), [], now
        while True:
            page = read(client, f"{query}&limit=2")
            found += page["changes"]
            query = f"since={page['next']}"
            if not page["more"]:
                break
        assert len(found) == 5
        assert read(client, f"since={found[1]['position']}")["changes"] == found[2:]
        assert read(client, query)["changes"] == []

    def test_begins_with_the_oldest_or_now(self, client_of):
        an_estate(STREET)
        client = client_of("district")
        assert read(client)["changes"]
        page = read(client, "since=now")
        assert (page["changes"], page["more"]) == ([], False)
        assert page["next"] == read(client)["next"]

    def test_is_of_the_resources_asked_for(self, client_of, now):
        estate = an_estate(STREET)
        a_building(estate)
        an_enterprise()
        told = read(client_of("district"), f"{now}&resource=building,enterprise")["changes"]
        assert {change["resource"] for change in told} == {"building", "enterprise"}

    def test_may_be_empty_with_more_to_come(self, client_of, now, monkeypatch):
        monkeypatch.setattr(feed, "LEAST_LOOKED_THROUGH", 1)
        monkeypatch.setattr(feed, "LOOKED_THROUGH", 1)
        for _n in range(3):
            an_estate("130108001000")
        an_estate(STREET)
        client = client_of("district")
        page = read(client, f"{now}&limit=2")
        assert (page["changes"], page["more"]) == ([], True)
        assert len(read(client, f"since={page['next']}&limit=2")["changes"]) == 1


class TestThings:
    def test_are_told_as_they_are_now(self, client_of, now):
        kept, gone, moved = an_estate(STREET), an_estate(STREET), an_estate(STREET)
        kept.households = 9
        kept.save()
        gone.delete()
        moved.region = Region.objects.get(code="130108001000")
        moved.save()
        changes = read(client_of("district"), f"{now}&expand=thing")["changes"]
        things = {change["key"]: change["thing"] for change in changes}
        assert things[kept.code]["households"] == 9
        assert things[gone.code] is things[moved.code] is None

    def test_of_every_resource_are_there(self, client_of, now):
        a_world()
        changes = read(client_of("district"), f"{now}&expand=thing&limit=1000")["changes"]
        assert {change["resource"] for change in changes} == {
            "estate", "building", "enterprise", "manager", "contract", "evidence", "grade", "rulebook", "run",
        }  # fmt: skip
        assert [change for change in changes if change["thing"] is None] == []

    def test_cost_the_same_queries_for_one_and_for_many(self, client_of, now, django_assert_num_queries):
        client, world = client_of("district"), a_world()
        read(client, f"{now}&expand=thing&limit=1000")
        with CaptureQueriesContext(
            connection,
        ) as few:
            read(client, f"{now}&expand=thing&limit=1000")
        for _n in range(5):
            one_more(world.rulebook, world.night)
        with django_assert_num_queries(len(few)):
            read(client, f"{now}&expand=thing&limit=1000")


class TestScope:
    def test_tells_a_stranger_no_key_no_code_and_no_number(self, client_of, now):
        world = a_world()
        for row in (world.contract, world.estate, world.enterprise):
            row.save()
        answer = client_of("neighbour").get(f"{ADDRESS}?{now}&expand=thing&limit=1000")
        assert {change["resource"] for change in answer.json()["changes"]} == {"rulebook", "run"}
        for secret in (*world.hidden, "130102"):
            assert secret not in answer.content.decode()

    def test_is_the_persons_of_now(self, client_of, people, now):
        estate = an_estate(STREET)
        person = people["district"]
        person.region_id = "130108000000"
        person.save()
        assert estate.code not in client_of("district").get(f"{ADDRESS}?{now}").content.decode()

    def test_is_closed_to_companies_and_to_nobody(self, client_of, client):
        assert client_of("company").get(ADDRESS).status_code == 403
        assert client.get(ADDRESS).status_code == 401


class TestFaults:
    @pytest.mark.parametrize(
        ("query", "parameter"),
        [
            ("since=yesterday", "since"), ("since=12", "since"), ("since=00000000-1", "since"), ("since=%00", "since"),
            ("limit=0", "limit"), ("limit=-1", "limit"), ("limit=1001", "limit"), ("limit=٣", "limit"),
            ("resource=nothing", "resource"), ("resource=", "resource"), ("expand=all", "expand"),
            ("page=1", "page"), ("resource=import", "resource"),
        ],
    )  # fmt: skip
    def test_are_named(self, client_of, query, parameter):
        answer = client_of("district").get(f"{ADDRESS}?{query}")
        assert answer.status_code == 400
        assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]

    def test_say_to_copy_afresh_what_is_no_longer_kept(self, client_of, now):
        an_estate(STREET)
        feed.start()
        Commit.objects.update(at=timezone.now() - timedelta(days=91))
        feed.forget(timezone.now())
        answer = client_of("district").get(f"{ADDRESS}?{now}")
        assert answer.status_code == 410
        assert answer.json()["type"] == "urn:anju:problem:gone"

    def test_say_to_copy_afresh_what_this_portal_has_not_reached(self, client_of, now):
        life = now.removeprefix("since=").partition("-")[0]
        assert client_of("district").get(f"{ADDRESS}?since={life}-999999999").status_code == 410
