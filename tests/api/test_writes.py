"""What is written through the API: created, amended only as it was read, struck off; and who wrote it in which call."""

import threading
from datetime import date

import pytest
from django.db import close_old_connections, connection

from accounts.models import AuditEntry, Level, Region, User
from accounts.tokens import issue_token
from credit.api.enterprises import Enterprises
from enterprises.api.views import Contracts, Managers
from enterprises.models import Enterprise, ProjectManager, ServiceContract
from estates.models import Building, Estate
from oversight.api.estates import Buildings, Estates
from tests.api.test_problems import problem
from tests.api.test_registers import an_estate_document, faults
from tests.conftest import NOW
from tests.factories import a_building, a_contract, a_manager, a_world, an_enterprise, an_estate

API = "/api/v1"
ELSEWHERE = "130108001000"


def tag_of(client, address: str) -> str:
    return client.get(address)["ETag"]


class TestCreated:
    def test_thing_is_found_where_the_answer_says_and_has_the_tag_that_it_says(self, people, client_of):
        client = client_of("district")
        answer = client.post(f"{API}/estates/", an_estate_document())
        assert answer.status_code == 201
        assert answer["Location"] == "http://testserver/api/v1/estates/1301020010001/"
        found = client.get(answer["Location"])
        assert found["ETag"] == answer["ETag"]
        assert found.json() == answer.json()

    def test_thing_is_about_today_whatever_the_address_says(self, people, client_of):
        body = problem(client_of("district").post(f"{API}/estates/?on=2024-01-01", an_estate_document()), 400)
        assert [error["parameter"] for error in body["errors"]] == ["on"]
        assert not Estate.objects.exists()


class TestPut:
    @pytest.mark.parametrize("place", ["estates", "buildings", "enterprises", "managers", "contracts"])
    def test_is_not_a_way_to_write(self, people, client_of, place):
        world = a_world()
        answer = client_of("district").put(f"{API}/{place}/{world.keys()[place.removesuffix('s')]}/", {})
        problem(answer, 405)
        assert "PATCH" in answer["Allow"]


class TestIfMatch:
    @pytest.fixture
    def estate(self, people):
        return an_estate(households=400)

    @pytest.fixture
    def address(self, estate):
        return f"{API}/estates/{estate.code}/"

    def test_lets_through_who_has_read_what_is_there(self, client_of, estate, address):
        client = client_of("district")
        answer = client.patch(address, {"households": 401}, headers={"if-match": tag_of(client, address)})
        assert answer.status_code == 200
        assert answer["ETag"] == tag_of(client, address)

    def test_stops_who_has_read_something_else(self, client_of, estate, address):
        client = client_of("district")
        old = tag_of(client, address)
        client.patch(address, {"households": 401})
        for call in (client.patch, client.delete):
            body = problem(call(address, {"households": 402}, headers={"if-match": old}), 412)
            assert body["type"] == "urn:anju:problem:changed-meanwhile"
            assert "重新读取" in body["detail"] or "again" in body["detail"].lower()
        estate.refresh_from_db()
        assert estate.households == 401

    def test_stops_who_has_read_it_with_another_company(self, client_of, estate, address):
        client = client_of("district")
        old = tag_of(client, address)
        a_contract(estate, an_enterprise())
        problem(client.patch(address, {"households": 402}, headers={"if-match": old}), 412)

    @pytest.mark.parametrize(
        ("given", "status"),
        [("*", 200), ('"else", {tag}', 200), ("W/{tag}", 412), ('"else"', 412), ("", 412), ("{bare}", 412)],
    )
    def test_is_read_as_http_has_it(self, client_of, address, given, status):
        client = client_of("district")
        tag = tag_of(client, address)
        given = given.format(tag=tag, bare=tag.strip('"'))
        assert client.patch(address, {"households": 401}, headers={"if-match": given}).status_code == status

    def test_says_nothing_about_what_the_caller_does_not_see(self, client_of, address):
        never = address.replace("130102", "130108")
        for place in (address, never):
            problem(client_of("neighbour").patch(place, {}, headers={"if-match": "*"}), 404)
            problem(client_of("neighbour").delete(place, headers={"if-match": '"x"'}), 404)


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_with_the_same_tag_one_of_them_wins(self, people, client_of):
        estate = an_estate(households=1)
        address = f"{API}/estates/{estate.code}/"
        clients = [client_of("district"), client_of("bureau")]
        for turn in range(4):
            tag = tag_of(clients[0], address)
            assert tag == tag_of(clients[1], address)
            statuses = both(
                lambda place, tag=tag, turn=turn: clients[place].patch(
                    address, {"households": 10 * turn + place + 2}, headers={"if-match": tag}
                )
            )
            assert sorted(statuses) == [200, 412]
            estate.refresh_from_db()
            assert estate.households == 10 * turn + statuses.index(200) + 2

    def test_striking_the_same_thing_off_one_finds_it_gone(self, people, client_of):
        building = a_building(an_estate())
        address = f"{API}/buildings/{building.pk}/"
        clients = [client_of("district"), client_of("bureau")]
        assert sorted(both(lambda place: clients[place].delete(address))) == [204, 404]
        assert AuditEntry.objects.filter(verb="remove_building").count() == 1

    @pytest.mark.parametrize(
        ("view", "make"),
        [
            (Estates, an_estate),
            (Buildings, lambda: a_building(an_estate())),
            (Enterprises, an_enterprise),
            (Managers, lambda: a_manager(an_enterprise())),
            (Contracts, lambda: a_contract(an_estate(), an_enterprise())),
        ],
    )
    def test_amending_what_was_just_struck_off_does_not_bring_it_back(self, client_of, monkeypatch, view, make):
        def amend_late(self, thing, values):
            view.model._base_manager.filter(pk=thing.pk).delete()
            return amend(self, thing, values)

        amend = view.amend
        monkeypatch.setattr(view, "amend", amend_late)
        key = getattr(make(), view.lookup_field)
        problem(client_of("district").patch(f"{API}/{view.kind}s/{key}/", {}), 404)


def both(call) -> list[int]:
    """The statuses of `call(0)` and `call(1)`, made at the same moment."""
    start, found = threading.Barrier(2, timeout=10), [0, 0]

    def make(place: int) -> None:
        close_old_connections()
        start.wait()
        try:
            found[place] = call(place).status_code
        finally:
            connection.close()

    threads = [threading.Thread(target=make, args=[place]) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return found


class TestStruckOff:
    @pytest.fixture
    def estate(self, people):
        return an_estate()

    def test_thing_is_gone_and_the_log_has_its_whole_row(self, client_of, estate):
        answer = client_of("district").delete(f"{API}/estates/{estate.code}/", headers={"x-request-id": "strike-0001"})
        assert (answer.status_code, answer.content) == (204, b"")
        assert not Estate.objects.exists()
        entry = AuditEntry.objects.get(verb="remove_estate")
        assert (entry.who, entry.request_id, entry.after) == ("district", "strike-0001", None)
        assert entry.before["code"] == estate.code
        assert {"name", "address", "households", "kind", "region_id"} <= set(entry.before)

    @pytest.mark.parametrize(
        ("place", "model", "make"),
        [
            ("buildings", Building, lambda: a_building(an_estate())),
            ("enterprises", Enterprise, an_enterprise),
            ("managers", ProjectManager, lambda: a_manager(an_enterprise())),
            ("contracts", ServiceContract, lambda: a_contract(an_estate(), an_enterprise())),
        ],
    )
    def test_whatever_nothing_refers_to(self, people, client_of, place, model, make):
        thing = make()
        key = thing.uscc if place == "enterprises" else thing.pk
        assert client_of("district").delete(f"{API}/{place}/{key}/").status_code == 204
        assert not model.objects.filter(pk=thing.pk).exists()

    def test_but_not_while_something_refers_to_it(self, client_of, estate):
        a_building(estate)
        a_building(estate)
        a_contract(estate, an_enterprise())
        body = problem(client_of("district").delete(f"{API}/estates/{estate.code}/"), 409)
        assert "楼栋 2" in body["detail"]
        assert "1" in body["detail"].partition("楼栋 2")[2]
        assert Estate.objects.exists()
        assert not AuditEntry.objects.filter(verb="remove_estate").exists()

    def test_and_tells_only_of_what_the_caller_sees(self, people, client_of):
        company = an_enterprise("130102000000")
        a_contract(an_estate("130102001000"), company)
        a_contract(an_estate(ELSEWHERE), company)
        city = problem(client_of("bureau").delete(f"{API}/enterprises/{company.uscc}/"), 409)["detail"]
        own = problem(client_of("district").delete(f"{API}/enterprises/{company.uscc}/"), 409)["detail"]
        assert city != own
        assert city.replace(" 2", " 1") == own

    def test_and_names_no_kind_of_which_the_caller_sees_nothing(self, people, client_of):
        company = an_enterprise("130102000000")
        a_contract(an_estate(ELSEWHERE), company)
        own = problem(client_of("district").delete(f"{API}/enterprises/{company.uscc}/"), 409)["detail"]
        assert "合同" not in own
        assert "1" not in own.replace(company.name, "")

    def test_only_by_whom_it_belongs_to(self, people, client_of):
        company = an_enterprise("130108000000")
        a_contract(an_estate("130102001000"), company)
        assert client_of("district").get(f"{API}/enterprises/{company.uscc}/").status_code == 200
        problem(client_of("district").delete(f"{API}/enterprises/{company.uscc}/"), 403)

    @pytest.mark.parametrize("person", ["auditor", "inspector", "street", "system"])
    def test_not_by_who_may_not_write(self, client_of, estate, person):
        problem(client_of(person).delete(f"{API}/estates/{estate.code}/"), 403)

    def test_not_by_a_stranger(self, client_of, estate):
        problem(client_of("neighbour").delete(f"{API}/estates/{estate.code}/"), 404)


class TestRequestId:
    @pytest.fixture
    def call(self, people, client_of):
        client = client_of("district")

        def call(method: str, place: str, sent=None, **headers):
            answer = getattr(client, method)(f"{API}/{place}", sent, headers={"x-request-id": "office-0042", **headers})
            assert answer["X-Request-ID"] == "office-0042"
            assert answer.status_code < 300, answer.content
            return {entry.verb for entry in AuditEntry.objects.filter(request_id="office-0042")}

        return call

    def test_of_a_call_that_creates_reaches_the_log(self, call):
        assert call("post", "estates/", an_estate_document()) == {"register_estate"}

    def test_of_one_that_amends(self, call):
        assert call("patch", f"estates/{an_estate().code}/", {"households": 7}) == {"amend_estate"}

    def test_of_one_that_strikes_off(self, call):
        assert call("delete", f"estates/{an_estate().code}/") == {"remove_estate"}

    def test_of_one_that_does_many(self, call):
        new = an_estate_document(code="1301020019001")
        rows = [{"do": "create", "values": new}, {"do": "delete", "key": an_estate().code}]
        assert call("post", "estates/bulk/", {"mode": "all_or_none", "rows": rows}) == {
            "register_estate", "remove_estate",
        }  # fmt: skip

    def test_of_a_verb(self, call):
        record = a_world().record
        sent = {"on": "2026-06-01", "reason": "复核有误"}
        assert call("post", f"evidence/{record.pk}/withdraw/", sent) == {"withdraw_evidence"}

    def test_of_a_call_with_a_key(self, call):
        sent = an_estate_document()
        assert call("post", "estates/", sent, **{"idempotency-key": "k1"}) == {"register_estate"}

    @pytest.mark.parametrize("given", ["", "short", "x" * 65, "with space 1", "行政审批局-1"])
    def test_that_cannot_be_kept_is_replaced(self, client_of, given):
        answer = client_of("district").get(
            f"{API}/estates/", headers={"x-request-id": given.encode().decode("latin-1")}
        )
        assert len(answer["X-Request-ID"]) == 32


class TestBody:
    @pytest.fixture
    def send(self, people, client_of):
        def send(body, content_type: str = "application/json", **options):
            return client_of("bureau").post(f"{API}/estates/", body, content_type=content_type, **options)

        return send

    @pytest.mark.parametrize(
        "body",
        [
            b'{"name": NaN}', b'{"name": Infinity}', b'{"households": -Infinity}', b'{"floor_area_m2": 1e999}',
            b'{"name": "\\ud800"}', b'{"\\udfff": 1}', b'{"name": "\\u0000"}', b'{"\\u0000": 1}', b'{"name": "\x00"}',
            b'{"name": "a", "name": "b"}', b'{"a": {"b": 1, "b": 2}}', b"\xff\xfe{", b'{"name": "\xe5"}', b"",
            b"{", b"[" * 200_000, b'{"a":' * 200_000, b'{"a": ' + b"9" * 5000 + b"}", b"nul", b"{'a': 1}", b'{"a": 1,}',
            b'{"a": 1} {"a": 1}',
        ],
    )  # fmt: skip
    def test_that_is_no_sound_json_is_refused_with_a_sentence(self, send, body):
        assert problem(send(body), 400)["detail"]
        assert not Estate.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"),
        [("households", 10**30), ("households", -1), ("households", 2**31), ("households", 1.5), ("name", {"a": 1}),
         ("households", "many"), ("floor_area_m2", 1e300), ("floor_area_m2", [1]), ("name", "长" * 81), ("name", "  "),
         ("latitude", "NaN"), ("built_year", 10**9), ("region", "1' OR '1'='1"), ("former_names", None)],
    )  # fmt: skip
    def test_with_a_value_that_cannot_be_is_refused_at_its_place(self, people, client_of, field, value):
        answer = client_of("bureau").post(f"{API}/estates/", an_estate_document(**{field: value}))
        assert set(faults(answer)) == {f"#/{field}"}

    def test_may_begin_with_the_mark_that_windows_puts_there(self, send):
        assert "#/name" in faults(send(b"\xef\xbb\xbf{}"))

    @pytest.mark.parametrize(
        "content_type",
        [
            "text/csv",
            "application/xml",
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
        ],
    )
    def test_of_another_kind_is_not_understood(self, send, content_type):
        problem(send("a=1", content_type), 415)

    def test_that_is_too_large_is_refused_before_it_is_read(self, people, client_of):
        class Endless:
            """A body that must not be read."""

            def read(self, *args):
                raise AssertionError("it was read")

            readline = read

        answer = client_of("bureau").generic(
            "POST", f"{API}/estates/", "x", content_type="application/json", CONTENT_LENGTH=str(11 * 2**20),
            **{"wsgi.input": Endless()},
        )  # fmt: skip
        problem(answer, 413)

    def test_is_answered_in_a_format_that_the_portal_has(self, people, client_of):
        answer = client_of("bureau").post(
            f"{API}/estates/", an_estate_document(), headers={"accept": "application/xml"}
        )
        problem(answer, 406)
        assert not Estate.objects.exists()

    def test_names_a_field_with_a_slash_as_json_pointers_do(self, people, client_of):
        answer = client_of("bureau").post(f"{API}/estates/", {"a/b~c": 1})
        assert list(faults(answer)) == ["#/a~1b~0c"]


class TestLog:
    def test_has_the_row_as_it_was_even_if_the_caller_sees_less(self, people, client_of):
        contract = a_contract(an_estate(), an_enterprise(), begins_on=date(2024, 1, 1))
        assert client_of("district").delete(f"{API}/contracts/{contract.pk}/").status_code == 204
        entry = AuditEntry.objects.get(verb="remove_contract")
        assert entry.before["number"] == contract.number
        assert entry.before["begins_on"] == "2024-01-01"


def test_a_street_officer_of_another_street_strikes_nothing_off(people, client_of):
    Region.objects.create(code="130102002000", parent_id="130102000000", name="青园街道", level=Level.STREET)
    officer = User.objects.create_user("other", "correct horse battery", role="district", region_id="130102002000")
    _token, key = issue_token(officer, name="t", by=None, at=NOW, days=3650)
    client = client_of("district")
    client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    problem(client.delete(f"{API}/estates/{an_estate('130102001000').code}/"), 404)
