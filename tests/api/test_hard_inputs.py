"""What nobody sends on purpose, or only on purpose: a clear refusal or a bounded answer, never a failure."""

import time

import pytest
from rest_framework.test import APIClient

from accounts.api.resources import Resource
from config import api
from tests.api.test_problems import problem
from tests.factories import a_world, one_more

LISTS = sorted(prefix for prefix, view, _name in api.router.registry if issubclass(view, Resource))
"""The address of every list of a resource."""
BOUNDED = 2.0
"""Seconds, for an answer of the small world on a busy machine."""


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def people(settled):
    return settled


@pytest.fixture(scope="module")
def world(people):
    made = a_world()
    for _each in range(4):
        one_more(made.rulebook, made.night)
    return made


@pytest.fixture
def client(world, client_of) -> APIClient:
    return client_of("bureau")


def filters_of(prefix: str) -> dict:
    view = next(view for name, view, _basename in api.router.registry if name == prefix)
    return view.filterset_class.base_filters if view.filterset_class else {}


SENSELESS = [
    "limit=-1", "page_size=-1", "page_size=0", "page_size=1001", "page_size=1e3", "page_size=", "page=-1", "page=0",
    "page=99999999999999999999", "page=1.5", "page=٣", "after=!!", "after=%00", "after=W10", "after=" + "A" * 5000,
    "count=all", "fields=secret", "fields=%00", "omit=secret", "expand=secret", "expand=__class__", "ordering=secret",
    "ordering=password", "ordering=-" * 500, "nothing=1", "__proto__=1", "id__in=1", "page=1&after=", "%F0%9F%92%A9=1",
]  # fmt: skip


class TestList:
    @pytest.mark.parametrize("prefix", LISTS)
    def test_refuses_what_makes_no_sense(self, client, prefix):
        for query in SENSELESS:
            assert len(problem(client.get(f"/api/v1/{prefix}/?{query}"), 400)["detail"]) < 3000, query

    @pytest.mark.parametrize("prefix", LISTS)
    def test_ends_its_numbered_pages(self, client, prefix):
        """The database would walk over all rows before a deep page; by `after` it need not."""
        problem(client.get(f"/api/v1/{prefix}/?page=1000&page_size=1000"), 400)
        problem(client.get(f"/api/v1/{prefix}/?page=90&page_size=1000"), 404)

    @pytest.mark.parametrize("prefix", LISTS)
    def test_refuses_what_no_filter_can_mean(self, client, prefix):
        for name in filters_of(prefix):
            for text in ("%00", "'; DROP TABLE estates; --", "😀" * 2000, "NaN", "1e400", "-99999999999999999999", "٣"):
                answer = client.get(f"/api/v1/{prefix}/", {name: text.replace("%00", "\x00")})
                assert answer.status_code in (200, 400), f"{name}={text[:20]}"
                if answer.status_code == 400:
                    assert {error["parameter"] for error in problem(answer, 400)["errors"]} == {name}

    @pytest.mark.parametrize("prefix", LISTS)
    def test_takes_ten_thousand_values_or_says_how_many(self, client, prefix):
        for name in filters_of(prefix):
            since = time.monotonic()
            answer = client.get(f"/api/v1/{prefix}/", {name: ",".join(str(number) for number in range(10_000))})
            assert answer.status_code in (200, 400), name
            assert time.monotonic() - since < BOUNDED, name
            assert len(answer.content) < 200_000, name

    @pytest.mark.parametrize("prefix", LISTS)
    def test_takes_every_filter_at_once(self, client, prefix):
        query = dict.fromkeys(filters_of(prefix), "1")
        assert client.get(f"/api/v1/{prefix}/", query).status_code in (200, 400)

    @pytest.mark.parametrize("prefix", LISTS)
    def test_orders_by_everything_at_once(self, client, prefix):
        view = next(view for name, view, _basename in api.router.registry if name == prefix)
        names = ",".join(sign + name for name in view.ordering_fields for sign in ("", "-"))
        for text in filter(None, [names, ",".join([names] * 40)]):
            since = time.monotonic()
            assert client.get(f"/api/v1/{prefix}/?ordering={text}").status_code in (200, 400)
            assert time.monotonic() - since < BOUNDED

    @pytest.mark.parametrize("prefix", LISTS)
    def test_knows_every_time_zone_and_the_ends_of_the_calendar(self, client, prefix):
        for name in filters_of(prefix):
            for moment in ("2026-11-20T00:00:00+14:00", "2026-11-20T00:00:00-12:00", "0001-01-01T00:00:00Z",
                           "9999-12-31T23:59:59-12:00", "0001-01-01", "9999-12-31"):  # fmt: skip
                assert client.get(f"/api/v1/{prefix}/", {name: moment}).status_code in (200, 400), f"{name}={moment}"


NOBODYS = ["%00", "..%2f..%2fetc", "９" * 13, "-1", "0", "9" * 18, "9" * 400, "%F0%9F%92%A9", "null"]


class TestThing:
    @pytest.mark.parametrize("prefix", LISTS)
    def test_is_not_there(self, client, prefix):
        for key in NOBODYS:
            answer = client.get(f"/api/v1/{prefix}/{key}/")
            problem(answer, 404 if answer.status_code == 404 else 400)


BODIES = {
    "nothing": b"",
    "broken": b'{"name": "x"',
    "no object": b"[]",
    "a word": b'"estate"',
    "null": b"null",
    "not UTF-8": b'{"name": "\xff\xfe"}',
    "a lone surrogate": b'{"name": "\\ud800"}',
    "NaN": b'{"name": NaN}',
    "a huge number": b'{"name": 1' + b"0" * 5000 + b"}",
    "deep": b"[" * 100_000,
    "a NUL": b'{"name": "a\\u0000b", "number": "a\\u0000b"}',
    "the same key twice": b'{"name": "a", "name": null}',
}
WRITABLE = ["estates", "buildings", "enterprises", "managers", "contracts", "evidence"]


WRONG = [None, True, 3, 1e300, [], {}, "", " ", "\x00", "😀", "x" * 100_000, "２０２６-01-01"]


class TestBody:
    @pytest.mark.parametrize("prefix", WRITABLE)
    def test_that_is_no_json_object_is_refused(self, client, prefix):
        for body in BODIES.values():
            problem(client.post(f"/api/v1/{prefix}/", body, content_type="application/json"), 400)

    @pytest.mark.parametrize("prefix", WRITABLE)
    def test_with_the_wrong_kind_of_value_in_every_field_has_each_fault_in_its_place(self, client, world, prefix):
        key = world.keys()[prefix if prefix == "evidence" else prefix.removesuffix("s")]
        fields = client.get(f"/api/v1/{prefix}/{key}/").json()
        for value in WRONG:
            answer = client.post(f"/api/v1/{prefix}/", dict.fromkeys(fields, value))
            body = problem(answer, 400)
            if body["type"] != "urn:anju:problem:parse-error":
                assert all(error["pointer"].startswith("#/") for error in body["errors"])

    @pytest.mark.parametrize("prefix", WRITABLE)
    def test_of_ten_megabytes_is_refused_before_it_is_read(self, client, prefix):
        body = b'{"name": "' + b"x" * (10 * 1024 * 1024) + b'"}'
        problem(client.post(f"/api/v1/{prefix}/", body, content_type="application/json"), 413)

    @pytest.mark.parametrize(
        "kind", ["text/plain", "application/xml", "application/json; charset=gb18030", "nonsense", ""]
    )
    def test_of_another_kind_is_refused(self, client, kind):
        answer = client.post("/api/v1/estates/", b"{}", content_type=kind)
        assert answer.status_code in (400, 415)

    def test_unknown_fields_are_named(self, client):
        answer = client.post("/api/v1/estates/", {"nmae": "x", "code": "1"})
        assert "#/nmae" in [error["pointer"] for error in problem(answer, 400)["errors"]]

    def test_of_a_million_rows_is_refused_before_the_first_is_looked_at(self, client):
        body = b'{"mode": "each", "rows": [' + b"{}," * 1_000_000 + b"{}]}"
        since = time.monotonic()
        answer = client.post("/api/v1/estates/bulk/", body, content_type="application/json")
        assert [error["pointer"] for error in problem(answer, 400)["errors"]] == ["#/rows"]
        assert time.monotonic() - since < 3 * BOUNDED

    @pytest.mark.parametrize("last", [b'"0": 1', b'"x": 1'])
    def test_with_countless_names_is_refused_at_once(self, client, last):
        """One of them twice, or all of them unknown."""
        body = b"{" + b"".join(b'"%d": 1, ' % number for number in range(200_000)) + last + b"}"
        since = time.monotonic()
        answer = client.post("/api/v1/estates/", body, content_type="application/json")
        assert time.monotonic() - since < 3 * BOUNDED
        assert len(problem(answer, 400).get("errors", [])) <= 100
