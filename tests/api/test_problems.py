import re

import pytest
from django.db import IntegrityError
from rest_framework.exceptions import ValidationError
from rest_framework.test import APIClient

from accounts.api.problems import MEDIA_TYPE
from accounts.api.views import Regions
from credit.api.items import MOST_EXAMPLES, Examples


def problem(answer, status: int) -> dict:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == MEDIA_TYPE
    body = answer.json()
    assert body["status"] == status
    assert body["type"].startswith("urn:anju:problem:")
    assert body["title"]
    assert body["detail"]
    assert body["request_id"] == answer["X-Request-ID"]
    return body


class TestProblem:
    @pytest.mark.parametrize("address", ["/api/v1/nothing/", "/api/v1/nothing", "/api/v2/regions/", "/api/"])
    def test_answers_an_address_that_the_api_does_not_have(self, db, address):
        assert problem(APIClient().get(address), 404)["type"] == "urn:anju:problem:not-found"

    def test_answers_a_thing_that_is_not_there(self, client_of):
        body = problem(client_of("bureau").get("/api/v1/regions/999999999999/"), 404)
        assert body["instance"] == "/api/v1/regions/999999999999/"

    def test_answers_a_method_that_is_not_taken(self, client_of):
        answer = client_of("bureau").delete("/api/v1/regions/")
        problem(answer, 405)
        assert "GET" in answer["Allow"]

    def test_answers_a_format_that_is_not_there(self, client_of):
        problem(client_of("bureau").get("/api/v1/regions/", headers={"accept": "text/csv"}), 406)

    def test_answers_a_body_that_is_too_large(self, client_of, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        problem(client_of("bureau").post("/api/v1/estates/", {"name": "长" * 1000}), 413)

    def test_answers_what_somebody_else_saved_first(self, client_of, monkeypatch):
        def taken(self, user):
            raise IntegrityError("duplicate key value violates unique constraint")

        monkeypatch.setattr(Regions, "seen_by", taken)
        answer = client_of("bureau").get("/api/v1/regions/")
        assert "constraint" not in problem(answer, 409)["detail"]

    def test_answers_options_like_any_method_that_is_not_taken(self, client_of):
        problem(client_of("bureau").options("/api/v1/regions/"), 405)

    def test_is_chinese_unless_asked_otherwise(self, client_of):
        client = client_of("bureau")
        assert problem(client.get("/api/v1/regions/?page=0"), 400)["errors"][0]["detail"].startswith("请填")
        english = client.get("/api/v1/regions/?page=0", headers={"accept-language": "en"})
        assert problem(english, 400)["detail"] == "Give a whole number from 1 to 1000000000."

    @pytest.mark.parametrize(
        "query",
        ["page=x", "page=-1", "page_size=0", "page_size=1001", "page_size=٣", "levl=county", "ordering=secret",
         "region=13x", "region=13010", "level=galaxy", "search=%00"],
    )  # fmt: skip
    def test_names_the_parameter_that_is_wrong(self, client_of, query):
        body = problem(client_of("bureau").get(f"/api/v1/regions/?{query}"), 400)
        assert [error["parameter"] for error in body["errors"]] == [query.split("=")[0]]

    def test_answers_a_page_past_the_end(self, client_of):
        problem(client_of("bureau").get("/api/v1/regions/?page=2"), 404)

    def test_hides_what_went_wrong_inside(self, client_of, monkeypatch, caplog):
        def broken(self, user):
            raise RuntimeError("the secret of the house")

        monkeypatch.setattr(Regions, "seen_by", broken)
        answer = client_of("bureau").get("/api/v1/regions/")
        assert problem(answer, 500)["type"] == "urn:anju:problem:error"
        assert "secret" not in answer.content.decode()
        assert "the secret of the house" in caplog.text


class TestUndeclared:
    def test_view_is_reachable_by_nobody_and_says_so_loudly(self, client_of, monkeypatch, caplog):
        monkeypatch.delattr(Regions, "verb_to_read")
        problem(client_of("system").get("/api/v1/regions/"), 500)
        assert "Regions declares no verb" in caplog.text

    def test_view_with_a_verb_that_nobody_has_is_no_better(self, client_of, monkeypatch, caplog):
        monkeypatch.setattr(Regions, "verb_to_read", "moon.view")
        problem(client_of("system").get("/api/v1/regions/"), 500)
        assert "moon.view" in caplog.text


class TestAddress:
    def test_without_its_slash_is_shown_the_way_method_and_query_kept(self, db):
        answer = APIClient().get("/api/v1/regions?page=1")
        assert answer.status_code == 308
        assert answer["Location"] == "/api/v1/regions/?page=1"


class TestManyFaults:
    """However much is wrong, the document stays short and says what it leaves out."""

    def test_are_told_up_to_a_hundred(self, client_of):
        rows = [{"do": "create", "values": {"code": str(place)}} for place in range(150)]
        answer = client_of("district").post(
            "/api/v1/estates/bulk/", {"mode": "all_or_none", "rows": rows}, headers={"accept-language": "en"}
        )
        told = problem(answer, 400)
        assert len(told["errors"]) == 100
        assert re.search(r"\d{3,} more faults are not listed here\.$", told["detail"])

    @pytest.mark.parametrize(
        ("address", "body", "pointer"),
        [
            ("webhooks/", {"name": "x", "address": "https://x.cn", "resources": ["x" * 99] * 51}, "#/resources"),
            ("webhooks/", {"name": "x", "address": "https://x.cn", "verbs": ["x"] * 100_000}, "#/verbs"),
        ],
    )
    def test_in_a_list_that_is_too_long_are_not_looked_for(self, client_of, address, body, pointer):
        told = problem(client_of("district").post(f"/api/v1/{address}", body), 400)
        assert [error["pointer"] for error in told["errors"]] == [pointer]

    def test_in_examples_that_are_too_many_are_not_looked_for(self):
        with pytest.raises(ValidationError) as refused:
            Examples().run_validation([{"odd": 1}] * (MOST_EXAMPLES + 1))
        assert len(refused.value.detail) == 1
