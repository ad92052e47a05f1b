"""The OpenAPI document: sound, complete, the same as the committed file, and shown without any other site."""

import re
from collections import Counter

import pytest
from django.urls import reverse
from jsonschema_rs import Draft202012Validator
from rest_framework.test import APIClient

from accounts.api.resources import Resource
from config import generate, promises
from config.openapi import TAGS, values
from config.openapi_fields import plain_name, table
from tests.factories import a_world

OPERATIONS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def schema() -> dict:
    return promises.document(generate.openapi())


@pytest.fixture(scope="module")
def operations(schema) -> list[tuple[str, dict]]:
    return [
        (f"{method.upper()} {place}", item[method])
        for place, item in schema["paths"].items()
        for method in OPERATIONS
        if method in item
    ]


def told(schema: dict, part: dict) -> dict:
    return promises.looked_up(part, schema)


class TestSchema:
    def test_is_the_committed_one(self):
        assert "openapi.yaml" not in generate.stale(), "stale: make docs"

    def test_describes_every_property(self, schema):
        shapes = schema["components"]["schemas"]
        bare = [
            f"{owner}.{name}"
            for owner, shape in shapes.items()
            for name, each in shape.get("properties", {}).items()
            if not each.get("description", "").split("\n\n")[0].endswith((".", ":", "…"))
        ]
        assert bare == []

    def test_says_where_every_value_of_a_row_comes_from(self, schema):
        rows = [name for name in schema["components"]["schemas"] if f"@{plain_name(name)}" in table()]
        assert {"Estate", "Enterprise", "Contract", "Evidence", "EvidenceInFull", "Grade"} <= set(rows)
        for name in rows:
            for field, each in schema["components"]["schemas"][name].get("properties", {}).items():
                assert "Source: " in each["description"], f"{name}.{field}"

    def test_has_no_words_for_fields_that_are_not_there(self, schema):
        shapes = schema["components"]["schemas"]
        there = {
            f"{plain_name(name)}.{field}" for name, shape in shapes.items() for field in shape.get("properties", {})
        }
        fields = {name.partition(".")[2] for name in there} | {plain_name(name) for name in shapes}
        named = [name.removeprefix("@").removeprefix("*.") for name in table()]
        assert [name for name in named if name not in there | fields] == []

    def test_describes_every_shape_and_every_shared_part(self, schema):
        for place in ("parameters", "headers", "responses", "securitySchemes"):
            assert [name for name, each in schema["components"][place].items() if not each.get("description")] == []

    def test_describes_every_operation_and_parameter(self, schema, operations):
        for name, operation in operations:
            assert operation.get("description"), name
            assert 2 < len(operation["summary"]) < 120, name
            bare = [part for part in operation.get("parameters", []) if not told(schema, part).get("description")]
            assert bare == [], name
            assert all(told(schema, answer)["description"] for answer in operation["responses"].values()), name

    def test_describes_every_chapter_in_order(self, schema, operations):
        used = [tag for _name, operation in operations for tag in operation["tags"]]
        assert set(used) == {tag["name"] for tag in schema["tags"]}
        assert [tag["name"] for tag in schema["tags"]] == [name for name, _words in TAGS if name in used]
        assert all(tag["description"] for tag in schema["tags"])

    def test_names_every_operation_once(self, operations):
        names = Counter(operation["operationId"] for _name, operation in operations)
        assert [name for name, count in names.items() if count > 1] == []
        assert {"estates_list", "estates_retrieve", "estates_bulk", "evidence_withdraw", "figures_overview"} <= set(
            names
        )
        assert all(re.fullmatch(r"[a-z][a-z0-9_]+", name) for name in names)

    def test_names_the_problems_of_every_operation(self, schema, operations):
        for name, operation in operations:
            if operation["operationId"] == "oauth_token":
                continue
            assert "application/problem+json" in told(schema, operation["responses"]["403"])["content"], name
            assert operation["responses"]["429"] == {"$ref": "#/components/responses/Problem429"}, name

    def test_knows_the_headers_of_reading_and_writing(self, schema):
        estate = schema["paths"]["/api/v1/estates/{code}/"]
        taken = {method: [told(schema, part) for part in estate[method]["parameters"]] for method in estate}
        headers = {method: {part["name"] for part in taken[method] if part["in"] == "header"} for method in taken}
        assert headers == {
            "get": {"If-None-Match"},
            "patch": {"If-Match", "Idempotency-Key"},
            "delete": {"If-Match", "Idempotency-Key"},
        }
        assert {"ETag", "X-Request-ID", "RateLimit"} <= set(estate["get"]["responses"]["200"]["headers"])
        created = schema["paths"]["/api/v1/estates/"]["post"]["responses"]["201"]
        assert {"ETag", "Location", "Idempotency-Replayed"} <= set(created["headers"])

    def test_offers_a_token_or_a_client_or_a_session(self, schema):
        assert set(schema["components"]["securitySchemes"]) == {"token", "oauth", "session"}

    def test_promises_nothing_of_a_row_that_the_caller_may_leave_out(self, schema):
        assert "required" not in schema["components"]["schemas"]["Estate"]

    def test_shows_the_examples_of_the_guide(self, schema):
        created = schema["paths"]["/api/v1/buildings/"]["post"]
        assert list(created["requestBody"]["content"]["application/json"]["examples"].values())
        assert list(created["responses"]["201"]["content"]["application/json"]["examples"].values())

    def test_shows_examples_that_are_as_it_describes(self, schema):
        for value in values(schema["paths"]):
            for example in value.get("examples", {}).values() if "schema" in value else ():
                faults = list(validator(schema, value["schema"]).iter_errors(example["value"]))
                assert [fault.message for fault in faults if "required" not in fault.message] == []

    def test_is_served_to_everybody(self, db):
        assert APIClient().get(reverse("api:schema")).status_code == 200

    def test_is_shown_without_any_other_site(self, db):
        page = APIClient().get(reverse("api:docs")).content.decode()
        assert "/api/v1/schema/" in page
        addresses = re.findall(r"""(?:src|href)=["']([^"']+)""", page)
        assert addresses
        assert [address for address in addresses if not address.startswith("/")] == []
        assert "https://" not in page.replace("http://testserver", "")


def validator(schema: dict, shape: dict) -> Draft202012Validator:
    return Draft202012Validator({**shape, "components": schema["components"]})


class TestRows:
    """What is answered is as the document says, for every resource, with everything expanded."""

    @pytest.fixture
    def world(self, people):
        return a_world()

    @pytest.mark.parametrize("role", ["system", "district", "company"])
    def test_are_as_described(self, schema, world, client_of, role):
        client = client_of(role)
        for place, item in schema["paths"].items():
            listed = item.get("get", {})
            if not listed.get("operationId", "").endswith("_list"):
                continue
            expansions = ",".join(Resource.known()[listed["x-resource"]].expansions) if "x-resource" in listed else ""
            takes = {told(schema, part)["name"] for part in listed["parameters"]}
            for query in ("", f"?expand={expansions}", "?after=" if "after" in takes else "?page_size=1"):
                answer = client.get(place + (query if query != "?expand=" else ""))
                if answer.status_code == 200:
                    shape = listed["responses"]["200"]["content"]["application/json"]["schema"]
                    faults = [fault.message for fault in validator(schema, shape).iter_errors(answer.json())]
                    assert faults == [], f"{place}{query}"
                else:
                    assert answer.status_code in (403, 404), f"{place}{query} {answer.content}"


class TestRoot:
    def test_lists_every_resource(self, db):
        found = APIClient().get("/api/v1/").json()
        assert {"regions", "estates", "enterprises", "evidence", "grades", "runs", "figures-overview", "docs"} <= set(
            found
        )
        assert all(address.startswith("http://testserver/api/v1/") for address in found.values())


class TestPages:
    """What is said of a list is what it takes."""

    @pytest.mark.parametrize(
        ("place", "known"),
        [
            ("/api/v1/estates/", {"page", "page_size", "after", "count"}),
            ("/api/v1/enterprises/{uscc}/grades/", {"page", "page_size", "after", "count"}),
            ("/api/v1/runs/{id}/moves/", {"page", "page_size"}),
            ("/api/v1/imports/{id}/faults/", {"page", "page_size"}),
            ("/api/v1/imports/templates/", {"page", "page_size"}),
        ],
    )
    def test_take_what_is_said(self, schema, place, known):
        taken = {told(schema, part)["name"] for part in schema["paths"][place]["get"]["parameters"]}
        assert taken & {"page", "page_size", "after", "count"} == known

    @pytest.mark.parametrize(
        ("place", "tagged"),
        [
            ("/api/v1/figures/overview/", True),
            ("/api/v1/imports/templates/", True),
            ("/api/v1/tokens/current/", True),
            ("/api/v1/imports/{id}/file/", False),
            ("/api/v1/estates/export/", False),
        ],
    )
    def test_have_tags_where_it_is_said(self, schema, place, tagged):
        operation = schema["paths"][place]["get"]
        taken = {told(schema, part)["name"] for part in operation.get("parameters", ())}
        assert ("If-None-Match" in taken) is ("304" in operation["responses"]) is tagged
