"""Many writes in one call: all of them or none, or each for itself, by the same rules as one alone."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from credit.models import Evidence
from estates.models import Building, Estate
from oversight.api.estates import Estates
from tests.api.test_problems import problem
from tests.api.test_registers import an_estate_document as a_document
from tests.factories import a_building, a_contract, a_rulebook, an_enterprise, an_estate

API = "/api/v1"
HIDDEN = "130108001000"


def an_estate_document(**values) -> dict:
    """With a code that the factories do not give."""
    return a_document(**{"code": "1301020019001", **values})


def create(**values) -> dict:
    return {"do": "create", "values": values}


def update(key, **values) -> dict:
    return {"do": "update", "key": str(key), "values": values}


def delete(key) -> dict:
    return {"do": "delete", "key": str(key)}


def estates(number: int, **values) -> list[dict]:
    return [create(**an_estate_document(code=f"130102001{place:04d}", **values)) for place in range(1, number + 1)]


@pytest.fixture
def bulk(people, client_of):
    """`bulk("estates", "each", row, row)` is the answer to that call by the district's officer."""

    def bulk(place: str, mode: str, *rows: dict, by: str = "district", **headers):
        return client_of(by).post(f"{API}/{place}/bulk/", {"mode": mode, "rows": list(rows)}, headers=headers)

    return bulk


def pointers(answer, status: int = 400) -> dict[str, str]:
    return {error["pointer"]: error["detail"] for error in problem(answer, status)["errors"]}


class TestAllOrNone:
    def test_keeps_all_and_tells_keys_and_tags(self, bulk, client_of):
        first, second = an_estate(households=1), an_estate()
        answer = bulk(
            "estates",
            "all_or_none",
            create(**an_estate_document(code="1301020019001")),
            update(first.code, households=9),
            delete(second.code),
        )
        assert answer.status_code == 200, answer.content
        told = answer.json()
        assert (told["created"], told["updated"], told["deleted"], told["failed"]) == (1, 1, 1, 0)
        assert [row["status"] for row in told["rows"]] == [201, 200, 204]
        assert [row["key"] for row in told["rows"]] == ["1301020019001", first.code, second.code]
        for row in told["rows"][:2]:
            assert client_of("district").get(f"{API}/estates/{row['key']}/")["ETag"] == row["etag"]
        assert set(Estate.objects.values_list("code", "households")) == {("1301020019001", 412), (first.code, 9)}

    def test_keeps_none_if_one_is_wrong_and_names_every_fault_of_every_row(self, bulk):
        estate = an_estate(households=400)
        answer = bulk(
            "estates",
            "all_or_none",
            update(estate.code, households=401),
            create(**an_estate_document(region=HIDDEN, households="many")),
            create(**an_estate_document()),
            create(**an_estate_document(colour="red")),
            delete("1301080019999"),
        )
        assert set(pointers(answer)) == {
            "#/rows/1/values/region", "#/rows/1/values/households", "#/rows/3/values/colour", "#/rows/4/key",
        }  # fmt: skip
        estate.refresh_from_db()
        assert (estate.households, Estate.objects.count()) == (400, 1)
        assert not AuditEntry.objects.filter(verb__endswith="_estate").exists()

    def test_sees_what_the_rows_before_have_done(self, bulk):
        building = a_building(an_estate(), name="1号楼")
        values = {"estate": building.estate.code, "name": "1号楼"}
        assert bulk("buildings", "all_or_none", delete(building.pk), create(**values)).status_code == 200
        answer = bulk(
            "buildings", "all_or_none", create(**values | {"name": "2号楼"}), create(**values | {"name": "2号楼"})
        )
        assert all(pointer.startswith("#/rows/1/values") for pointer in pointers(answer))

    def test_answers_412_if_that_is_all_that_is_wrong(self, bulk):
        estate = an_estate()
        answer = bulk("estates", "all_or_none", {**update(estate.code, households=1), "if_match": '"old"'})
        assert list(pointers(answer, 412)) == ["#/rows/0/if_match"]

    def test_answers_409_if_that_is_all_that_is_wrong(self, bulk):
        estate = an_estate()
        a_building(estate)
        assert list(pointers(bulk("estates", "all_or_none", delete(estate.code)), 409)) == ["#/rows/0"]

    def test_answers_400_if_rows_fail_in_different_ways(self, bulk):
        estate = an_estate()
        a_building(estate)
        assert len(pointers(bulk("estates", "all_or_none", delete(estate.code), delete("1301080019999")))) == 2


class TestEach:
    def test_gives_each_row_its_status(self, bulk):
        used, other = an_estate(), an_estate()
        a_building(used)
        told = bulk(
            "estates",
            "each",
            create(**an_estate_document()),
            create(**an_estate_document(code="12", kind="castle")),
            delete(used.code),
            update("1301080019999", households=2),
            {**update(other.code, households=2), "if_match": '"old"'},
        ).json()
        assert [row["status"] for row in told["rows"]] == [201, 400, 409, 404, 412]
        assert (told["created"], told["updated"], told["deleted"], told["failed"]) == (1, 0, 0, 4)
        faulty = told["rows"][1]["problem"]
        assert faulty["type"] == "urn:anju:problem:invalid"
        assert {error["pointer"] for error in faulty["errors"]} == {"#/rows/1/values/code", "#/rows/1/values/kind"}
        assert told["rows"][4]["problem"]["type"] == "urn:anju:problem:changed-meanwhile"
        assert Estate.objects.count() == 3

    def test_takes_a_tag_that_is_good(self, bulk, client_of):
        estate = an_estate()
        tag = client_of("district").get(f"{API}/estates/{estate.code}/")["ETag"]
        told = bulk("estates", "each", {**update(estate.code, households=5), "if_match": tag}).json()
        assert told["rows"][0]["status"] == 200
        assert told["rows"][0]["etag"] != tag

    def test_undoes_what_a_failing_row_had_written(self, bulk, monkeypatch):
        plain = Estates.register

        def half(self, values):
            made = plain(self, values)
            if values["name"] == "坏":
                raise ValidationError("no")
            return made

        monkeypatch.setattr(Estates, "register", half)
        rows = estates(2)
        rows[1]["values"]["name"] = "坏"
        assert bulk("estates", "each", *rows).json()["failed"] == 1
        assert Estate.objects.count() == AuditEntry.objects.filter(verb="register_estate").count() == 1


class TestScope:
    def test_makes_what_is_hidden_and_what_never_was_look_alike(self, bulk):
        hidden = an_estate(HIDDEN)
        for row in (delete, lambda key: update(key, households=1)):
            told = bulk("estates", "each", row(hidden.code), row("1301080019999")).json()["rows"]
            for answer in told:
                del answer["row"], answer["key"]
                answer["problem"]["errors"] = [error["detail"] for error in answer["problem"]["errors"]]
            assert told[0] == told[1]
            assert told[0]["status"] == 404
        assert Estate.objects.filter(code=hidden.code).exists()

    def test_lets_nobody_write_who_may_not_write_one(self, bulk):
        for person in ("auditor", "street", "inspector"):
            problem(bulk("estates", "each", *estates(1), by=person), 403)

    def test_refuses_what_belongs_to_another_district(self, bulk):
        company = an_enterprise("130108000000")
        a_contract(an_estate(), company)
        row = bulk("enterprises", "each", delete(company.uscc)).json()["rows"][0]
        assert row["status"] == row["problem"]["status"] == 403


class TestBody:
    @pytest.mark.parametrize(
        ("sent", "places"),
        [
            ({}, {"#/mode", "#/rows"}),
            ({"mode": "some", "rows": []}, {"#/mode", "#/rows"}),
            ({"mode": "each", "rows": {}}, {"#/rows"}),
            ({"mode": "each", "rows": [1, "x", None]}, {"#/rows/0", "#/rows/1", "#/rows/2"}),
            ({"mode": "each", "rows": [{"do": "burn"}]}, {"#/rows/0/do"}),
            ({"mode": "each", "rows": [{"do": "create"}]}, {"#/rows/0/values"}),
            ({"mode": "each", "rows": [{"do": "update", "values": {}}]}, {"#/rows/0/key"}),
            ({"mode": "each", "rows": [{"do": "delete", "key": "1", "values": {}}]}, {"#/rows/0/values"}),
            ({"mode": "each", "rows": [{"do": "create", "values": {}, "key": "1"}]}, {"#/rows/0/key"}),
            ({"mode": "each", "rows": [{"do": "delete", "key": "1", "colour": 1}]}, {"#/rows/0/colour"}),
            ({"mode": "each", "rows": [delete(1), delete(2), delete(1)]}, {"#/rows/2/key"}),
            ({"mode": "each", "rows": [], "dry": True}, {"#/dry"}),
        ],
    )
    def test_that_is_no_bulk_call_is_refused_as_a_whole(self, people, client_of, sent, places):
        assert set(pointers(client_of("district").post(f"{API}/buildings/bulk/", sent))) == places

    @pytest.mark.parametrize("values", [[], "x", None, 1])
    def test_with_values_that_are_no_object_names_the_row(self, people, client_of, values):
        sent = {"mode": "all_or_none", "rows": [{"do": "create", "values": values}]}
        found = pointers(client_of("district").post(f"{API}/buildings/bulk/", sent))
        assert all(place.startswith("#/rows/0/values") for place in found)

    @pytest.mark.parametrize("key", ["x", "9" * 19, "1; DROP TABLE", "", " ", "-1", "١"])
    def test_with_a_key_that_cannot_be_finds_nothing(self, people, client_of, key):
        sent = {"mode": "each", "rows": [{"do": "delete", "key": key}]}
        answer = client_of("district").post(f"{API}/buildings/bulk/", sent)
        assert answer.status_code == 400 or answer.json()["rows"][0]["status"] == 404

    def test_has_at_most_a_thousand_rows(self, bulk):
        assert "#/rows" in pointers(bulk("buildings", "each", *[delete(key) for key in range(1, 1002)]))


class TestEvidence:
    @pytest.fixture
    def record(self, people):
        a_rulebook()
        company = an_enterprise()

        def record(number: str, **values) -> dict:
            return create(
                **{
                    "number": number, "item": "B1", "enterprise": company.uscc, "occurred_on": "2026-03-01",
                    "decided_on": "2026-03-10", "source": "inspection", "fact": "公示栏缺项", **values,
                }
            )  # fmt: skip

        return record

    def test_is_recorded_many_at_once(self, bulk, record):
        told = bulk("evidence", "all_or_none", *(record(f"JL{number}") for number in range(20))).json()
        assert told["created"] == 20
        assert [row["key"] for row in told["rows"]] == [
            str(Evidence.objects.get(number=f"JL{number}").pk) for number in range(20)
        ]
        assert AuditEntry.objects.filter(verb="record_evidence").count() == 20

    def test_each_for_itself(self, bulk, record):
        told = bulk(
            "evidence", "each", record("JL1"), record("JL2", item="B9"), record("JL1"), record("JL3", source="rumour")
        ).json()
        assert [row["status"] for row in told["rows"]] == [201, 400, 400, 400]
        places = [error["pointer"] for row in told["rows"][1:] for error in row["problem"]["errors"]]
        assert places == ["#/rows/1/values/item", "#/rows/2/values/number", "#/rows/3/values/source"]
        assert Evidence.objects.count() == 1

    def test_or_none_of_them_with_every_fault(self, bulk, record):
        answer = bulk(
            "evidence", "all_or_none", record("JL1"), record("JL2", item="B9"), record("JL3", source="rumour")
        )
        assert set(pointers(answer)) == {"#/rows/1/values/item", "#/rows/2/values/source"}
        assert not Evidence.objects.exists()

    @pytest.mark.parametrize("row", [delete(1), update(1, fact="x")])
    def test_is_only_ever_added_to(self, bulk, record, row):
        assert list(pointers(bulk("evidence", "each", row))) == ["#/rows/0/do"]


class TestQueries:
    def test_grow_by_the_same_number_for_each_row(self, bulk):
        estate = an_estate()

        def queries(first: int, number: int) -> int:
            rows = [create(estate=estate.code, name=f"{first + place}号楼") for place in range(number)]
            with CaptureQueriesContext(connection) as done:
                assert bulk("buildings", "all_or_none", *rows).json()["created"] == number
            return len(done)

        queries(0, 1)
        one, eleven, twenty_one = queries(10, 1), queries(20, 11), queries(40, 21)
        assert eleven - one == twenty_one - eleven
        assert (eleven - one) / 10 <= 12
        assert Building.objects.count() == 34
