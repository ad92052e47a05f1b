"""Estates, buildings, companies, managers and contracts: what is read, found and kept."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from enterprises.models import Enterprise, ServiceContract
from estates.models import Building, Estate, EstateKind
from tests.factories import (
    a_building,
    a_company_login,
    a_contract,
    a_grade,
    a_manager,
    a_night,
    a_rulebook,
    a_world,
    an_enterprise,
    an_estate,
    one_more,
)

API = "/api/v1"


def found(client, place: str, field: str = "code", **query) -> list:
    answer = client.get(f"{API}/{place}/", query)
    assert answer.status_code == 200, answer.content
    return [row[field] for row in answer.json()["results"]]


def faults(answer) -> dict[str, str]:
    assert answer.status_code == 400, answer.content
    return {error["pointer"]: error["detail"] for error in answer.json()["errors"]}


def an_estate_document(**values) -> dict:
    return {
        "code": "1301020010001", "name": "青禾苑", "address": "建设北大街1号", "region": "130102001000",
        "floor_area_m2": 52000.5, "households": 412, "building_count": 8, "kind": "commodity",
        "service_mode": "company",
        **values,
    }  # fmt: skip


class TestEstate:
    def test_is_shown_with_company_contract_and_grade(self, people, client_of):
        world = a_world()
        row = client_of("district").get(f"{API}/estates/{world.estate.code}/").json()
        assert row["enterprise"] == world.enterprise.uscc
        assert row["contract_number"] == world.contract.number
        assert row["fee_fen_per_m2_month"] == 165
        assert (row["grade"], row["grade_word"], row["score"]) == ("B", "良好", 95)
        assert row["floor_area_m2"] == 50000
        assert row["region_name"] == "建北街道"

    def test_is_shown_as_it_was_on_a_day(self, people, client_of):
        estate, old, new = an_estate(), an_enterprise(), an_enterprise()
        a_contract(estate, old, ends_on=date(2025, 1, 1))
        a_contract(estate, new, begins_on=date(2025, 1, 1))
        client = client_of("bureau")
        assert found(client, "estates", "enterprise", on="2024-12-31") == [old.uscc]
        assert found(client, "estates", "enterprise") == [new.uscc]
        assert client.get(f"{API}/estates/{estate.code}/?on=2024-12-31").json()["enterprise"] == old.uscc

    def test_without_a_contract_has_no_company(self, people, client_of):
        an_estate()
        assert found(client_of("bureau"), "estates", "enterprise") == [None]

    def test_keeps_a_rivals_contract_from_the_company_that_was_there_before(self, people, client_of):
        estate, mine, rival = an_estate(), an_enterprise(), an_enterprise()
        a_contract(estate, mine, ends_on=date(2025, 1, 1))
        a_contract(estate, rival, begins_on=date(2025, 1, 1))
        a_company_login(people["company"], mine)
        assert found(client_of("company"), "estates", "enterprise") == [None]
        assert found(client_of("company"), "estates", "enterprise", on="2024-06-01") == [mine.uscc]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({"region": "130102"}, ["old"]),
            ({"region": "130108001000"}, ["new"]),
            ({"search": "禾苑 建设"}, ["old"]),
            ({"pinyin": "QH"}, ["old"]),
            ({"kind": "old,micro"}, ["old"]),
            ({"built_from": 2000}, ["new"]),
            ({"households_to": 500}, ["old"]),
            ({"grade": "C,D"}, ["old"]),
            ({"has_contract": "false"}, ["new"]),
            ({"ordering": "-households"}, ["new", "old"]),
            ({"ordering": "score,code"}, ["old", "new"]),
        ],
    )
    def test_is_found(self, people, client_of, query, expected):
        old = an_estate(
            "130102001000",
            name="禾苑",
            initials="qhy",
            address="建设街",
            kind=EstateKind.OLD,
            built_year=1988,
            households=300,
        )
        new = an_estate("130108001000", name="新城", initials="xc", built_year=2015, households=900)
        company = an_enterprise()
        a_contract(old, company)
        a_grade(company, a_night(a_rulebook()), "C", 7000)
        names = {old.code: "old", new.code: "new"}
        assert [names[code] for code in found(client_of("bureau"), "estates", **query)] == expected

    def test_is_registered_and_the_log_knows_by_whom(self, people, client_of):
        answer = client_of("district").post(f"{API}/estates/", an_estate_document())
        assert answer.status_code == 201, answer.content
        assert answer.json()["initials"] == "qhy"
        entry = AuditEntry.objects.get(verb="register_estate")
        assert (entry.who, entry.request_id) == ("district", answer["X-Request-ID"])

    def test_is_amended_in_the_named_fields_only(self, people, client_of):
        estate = an_estate(households=400)
        answer = client_of("district").patch(f"{API}/estates/{estate.code}/", {"households": 401})
        assert answer.json()["households"] == 401
        estate.refresh_from_db()
        assert (estate.households, estate.building_count) == (401, 8)

    def test_keeps_its_code(self, people, client_of):
        estate = an_estate()
        answer = client_of("district").patch(f"{API}/estates/{estate.code}/", {"code": "1301020010999"})
        assert list(faults(answer)) == ["#/code"]

    def test_is_refused_with_every_fault_at_its_place(self, people, client_of):
        document = an_estate_document(code="12", households="many", kind="castle", region="130108001000", colour="red")
        assert set(faults(client_of("district").post(f"{API}/estates/", document))) == {"#/colour"}
        del document["colour"]
        assert set(faults(client_of("district").post(f"{API}/estates/", document))) == {
            "#/code", "#/households", "#/kind", "#/region",
        }  # fmt: skip
        assert not Estate.objects.exists()

    def test_cannot_be_registered_or_moved_outside_of_the_officers_region(self, people, client_of):
        hidden = client_of("district").post(f"{API}/estates/", an_estate_document(region="130108001000"))
        nothing = client_of("district").post(f"{API}/estates/", an_estate_document(region="130108009000"))
        assert faults(hidden)["#/region"].replace("130108001000", "") == faults(nothing)["#/region"].replace(
            "130108009000", ""
        )
        estate = an_estate()
        assert faults(client_of("district").patch(f"{API}/estates/{estate.code}/", {"region": "130108001000"}))

    @pytest.mark.parametrize(
        "body",
        [
            "{",
            "[]",
            '"x"',
            "null",
            "[" * 100_000,
            '{"a":' * 100_000,
            '{"name": "\\u0000"}',
            '{"region": 5}',
            '{"region": {"a": 1}}',
        ],
    )
    def test_answers_a_body_that_makes_no_sense(self, people, client_of, body):
        answer = client_of("bureau").post(f"{API}/estates/", body, content_type="application/json")
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"

    def test_answers_a_format_that_is_not_understood(self, people, client_of):
        answer = client_of("bureau").post(f"{API}/estates/", "a;b", content_type="text/csv")
        assert answer.status_code == 415


class TestBuilding:
    def test_is_kept_with_its_estate(self, people, client_of):
        estate = an_estate()
        answer = client_of("district").post(f"{API}/buildings/", {"estate": estate.code, "name": "1号楼", "lifts": 2})
        assert answer.status_code == 201, answer.content
        key = answer.json()["id"]
        assert client_of("district").patch(f"{API}/buildings/{key}/", {"storeys": 18}).json()["storeys"] == 18
        assert found(client_of("district"), "buildings", "name", estate=estate.code) == ["1号楼"]

    def test_is_seen_by_the_company_that_manages_its_estate(self, people, client_of):
        estate, company = an_estate(), an_enterprise()
        a_building(estate)
        a_contract(estate, company)
        a_company_login(people["company"], company)
        assert len(found(client_of("company"), "buildings", "id")) == Building.objects.count() == 1


class TestEnterprise:
    def test_is_shown_with_grade_and_number_of_estates(self, people, client_of):
        world = a_world()
        row = client_of("district").get(f"{API}/enterprises/{world.enterprise.uscc}/").json()
        assert (row["grade"], row["score"], row["grade_from"]) == ("B", 95, "2026-11-20")
        assert row["estate_count"] == 1
        before = client_of("district").get(f"{API}/enterprises/{world.enterprise.uscc}/?on=2026-11-19").json()
        assert (before["grade"], before["score"]) == ("A", 115)

    def test_with_a_code_that_fails_its_check_digit_is_only_warned_of(self, people, client_of):
        an_enterprise(uscc="91350211M0000XUF46")
        assert found(client_of("bureau"), "enterprises", "code_warning") == ["checksum"]

    def test_counts_only_the_estates_that_the_caller_sees(self, people, client_of):
        company = an_enterprise()
        a_contract(an_estate("130102001000"), company)
        a_contract(an_estate("130108001000"), company)
        assert found(client_of("bureau"), "enterprises", "estate_count") == [2]
        assert found(client_of("neighbour"), "enterprises", "estate_count") == [1]

    def test_is_not_found_through_an_estate_that_the_caller_does_not_see(self, people, client_of):
        company, hidden = an_enterprise("130102000000"), an_estate("130108001000")
        a_contract(hidden, company)
        assert found(client_of("bureau"), "enterprises", "uscc", estate=hidden.code) == [company.uscc]
        assert found(client_of("district"), "enterprises", "uscc", estate=hidden.code) == []
        assert found(client_of("district"), "enterprises", "uscc") == [company.uscc]

    def test_is_found_by_grade_and_score(self, people, client_of):
        night = a_night(a_rulebook())
        low, high = an_enterprise(), an_enterprise()
        a_grade(low, night, "C", 7050)
        a_grade(high, night, "A", 11500)
        client = client_of("bureau")
        assert found(client, "enterprises", "uscc", grade="C") == [low.uscc]
        assert found(client, "enterprises", "score", ordering="-score") == [115, 70.5]
        assert found(client, "enterprises", "uscc", score_to="70.5") == [low.uscc]

    def test_is_registered_and_amended(self, people, client_of):
        document = {
            "uscc": "91130102MA0ABC02YG",
            "name": "和煦物业",
            "region": "130102000000",
            "founded_on": "2015-03-01",
        }
        answer = client_of("district").post(f"{API}/enterprises/", document)
        assert answer.status_code == 201, answer.content
        assert (answer.json()["initials"], answer.json()["code_warning"]) == ("hxwy", None)
        answer = client_of("district").patch(
            f"{API}/enterprises/91130102MA0ABC02YG/", {"contact_phone": "0311-08001234"}
        )
        assert answer.json()["contact_phone"] == "0311-08001234"

    def test_keeps_its_credit_code(self, people, client_of):
        company = an_enterprise()
        answer = client_of("district").patch(f"{API}/enterprises/{company.uscc}/", {"uscc": "91130102MA0ABC02YG"})
        assert list(faults(answer)) == ["#/uscc"]

    def test_shows_every_grade_that_it_held(self, people, client_of):
        world = a_world()
        grades = client_of("district").get(f"{API}/enterprises/{world.enterprise.uscc}/grades/").json()["results"]
        assert [(row["grade"], row["from_on"], row["until_on"]) for row in grades] == [
            ("B", "2026-11-20", None), ("A", "2026-11-19", "2026-11-20"),
        ]  # fmt: skip


class TestManager:
    def test_is_appointed_by_the_companys_credit_code(self, people, client_of):
        company = an_enterprise()
        document = {"number": "XM1", "name": "王敏", "enterprise": company.uscc, "registered_on": "2026-01-01"}
        answer = client_of("district").post(f"{API}/managers/", document)
        assert answer.status_code == 201, answer.content
        assert answer.json()["enterprise_name"] == company.name

    def test_of_a_company_elsewhere_is_not_for_the_officer_to_appoint(self, people, client_of):
        company = an_enterprise("130108000000")
        document = {"number": "XM1", "name": "王敏", "enterprise": company.uscc, "registered_on": "2026-01-01"}
        assert set(faults(client_of("district").post(f"{API}/managers/", document))) == {"#/enterprise"}


class TestContract:
    def document(self, estate, company, **values) -> dict:
        return {
            "number": "HT1", "estate": estate.code, "enterprise": company.uscc, "stage": "owners",
            "begins_on": "2026-01-01", "fee_fen_per_m2_month": 165, **values,
        }  # fmt: skip

    def test_may_bring_in_a_company_from_elsewhere(self, people, client_of):
        company = an_enterprise("130108000000")
        answer = client_of("district").post(f"{API}/contracts/", self.document(an_estate(), company))
        assert answer.status_code == 201, answer.content
        assert Enterprise.objects.visible_to(people["district"]).filter(pk=company.pk).exists()

    def test_excludes_another_at_the_same_time(self, people, client_of):
        estate = an_estate()
        a_contract(estate, an_enterprise())
        answer = client_of("district").post(f"{API}/contracts/", self.document(estate, an_enterprise()))
        assert answer.status_code == 400
        assert ServiceContract.objects.count() == 1

    def test_ends_after_it_begins(self, people, client_of):
        client = client_of("district")
        document = self.document(an_estate(), an_enterprise(), ends_on="2025-12-31")
        assert list(faults(client.post(f"{API}/contracts/", document))) == ["#/ends_on"]
        contract = a_contract(an_estate(), an_enterprise())
        answer = client.patch(f"{API}/contracts/{contract.pk}/", {"ends_on": contract.begins_on})
        assert list(faults(answer)) == ["#/ends_on"]

    def test_tells_nothing_of_another_companys_manager(self, people, client_of):
        estate, company, other = an_estate(), an_enterprise(), an_enterprise("130108000000")
        number = a_manager(other).number
        hidden = client_of("district").post(f"{API}/contracts/", self.document(estate, company, manager=number))
        nothing = client_of("district").post(f"{API}/contracts/", self.document(estate, company, manager="XM999999"))
        assert faults(hidden)["#/manager"].replace(number, "") == faults(nothing)["#/manager"].replace("XM999999", "")

    def test_is_amended(self, people, client_of):
        contract = a_contract(an_estate(), an_enterprise())
        answer = client_of("district").patch(f"{API}/contracts/{contract.pk}/", {"ends_on": "2027-01-01"})
        assert answer.json()["ends_on"] == "2027-01-01"

    def test_is_found_by_a_day_on_which_it_ran(self, people, client_of):
        a_contract(an_estate(), an_enterprise(), ends_on=date(2025, 1, 1))
        assert found(client_of("bureau"), "contracts", "id", running_on="2025-01-01") == []
        assert len(found(client_of("bureau"), "contracts", "id", running_on="2024-12-31")) == 1


class TestQueries:
    LISTS = [
        "regions",
        "estates",
        "buildings",
        "enterprises",
        "managers",
        "contracts",
        "evidence",
        "rulebooks",
        "grades",
        "runs",
    ]

    @pytest.mark.parametrize("person", ["bureau", "district", "street", "auditor"])
    def test_of_a_list_are_as_many_for_50_rows_as_for_one(self, people, client_of, person):
        world = a_world()
        client = client_of(person)

        def queries(place: str) -> int:
            with CaptureQueriesContext(connection) as done:
                assert client.get(f"{API}/{place}/").status_code == 200
            return len(done)

        for place in self.LISTS:  # the token's use is noted, and the words of the grades are read, but once
            queries(place)
        few = {place: queries(place) for place in self.LISTS}
        for _ in range(49):
            one_more(world.rulebook, world.night)
        assert {place: queries(place) for place in self.LISTS} == few
        assert max(few.values()) <= 5
