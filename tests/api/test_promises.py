"""What was promised may not go away unless somebody decided it."""

import copy

import pytest
import yaml

from config import promises

SCHEMA = {
    "paths": {
        "/things/": {
            "get": {
                "operationId": "things_list",
                "parameters": [{"name": "kind", "in": "query", "schema": {"type": "string", "enum": ["a", "b"]}}],
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
                },
            },
            "post": {
                "operationId": "things_create",
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ThingRequest"}}}
                },
                "responses": {"201": {"description": ""}},
            },
        }
    },
    "components": {
        "schemas": {
            "Thing": {"properties": {"code": {"type": "string"}, "size": {"type": ["integer", "null"]}}},
            "ThingRequest": {"properties": {"code": {"type": "string"}}, "required": []},
        }
    },
}


@pytest.fixture
def now() -> dict:
    return copy.deepcopy(SCHEMA)


def broken(now: dict) -> list[str]:
    return promises.broken(set(promises.lines(SCHEMA)), set(promises.lines(now)))


class TestBroken:
    def test_is_nothing_while_all_is_the_same(self, now):
        assert broken(now) == []

    def test_is_nothing_that_is_new(self, now):
        listed = now["paths"]["/things/"]["get"]
        listed["parameters"].append({"name": "search", "in": "query", "schema": {"type": "string"}})
        listed["parameters"][0]["schema"]["enum"].append("c")
        now["components"]["schemas"]["Thing"]["properties"]["weight"] = {"type": "number"}
        now["paths"]["/more/"] = {"get": {"operationId": "more", "responses": {}}}
        now["components"]["schemas"]["MoreRequest"] = {"properties": {"a": {}}, "required": ["a"]}
        assert broken(now) == []

    def test_is_an_operation_that_is_gone(self, now):
        del now["paths"]["/things/"]["post"]
        assert "POST /things/" in broken(now)

    def test_is_an_operation_with_another_name(self, now):
        now["paths"]["/things/"]["get"]["operationId"] = "list_things"
        assert broken(now) == ["GET /things/ is things_list"]

    def test_is_a_parameter_or_a_value_of_it_that_is_gone(self, now):
        now["paths"]["/things/"]["get"]["parameters"][0]["schema"]["enum"].remove("b")
        assert broken(now) == ["GET /things/ ?kind = b"]
        now["paths"]["/things/"]["get"]["parameters"] = []
        assert "GET /things/ ?kind: string" in broken(now)

    def test_is_a_field_that_is_gone_or_of_another_type(self, now):
        fields = now["components"]["schemas"]["Thing"]["properties"]
        del fields["code"]
        fields["size"]["type"] = "string"
        assert broken(now) == ["Thing.code: string", "Thing.size: integer|null"]

    def test_is_a_field_or_parameter_that_is_newly_demanded(self, now):
        now["components"]["schemas"]["ThingRequest"]["required"] = ["code"]
        now["paths"]["/things/"]["get"]["parameters"][0]["required"] = True
        assert broken(now) == ["GET /things/ ?kind is required", "ThingRequest.code is required"]


class TestDecided:
    @pytest.fixture
    def papers(self, tmp_path, monkeypatch, now):
        del now["components"]["schemas"]["Thing"]["properties"]["code"]
        (tmp_path / "openapi.yaml").write_text(yaml.safe_dump(now))
        (tmp_path / "promises.txt").write_text("\n".join(promises.lines(SCHEMA)))
        monkeypatch.setattr(promises, "SCHEMA", tmp_path / "openapi.yaml")
        monkeypatch.setattr(promises, "KEPT", tmp_path / "promises.txt")
        monkeypatch.setattr(promises, "DECISIONS", tmp_path)
        return tmp_path

    def test_is_told_when_nobody_did(self, papers, capsys):
        assert promises.main("check") == 1
        assert "Thing.code: string: promised, and gone" in capsys.readouterr().out

    def test_allows_what_a_record_names(self, papers):
        (papers / "0099-codes.md").write_text('---\nbreaks:\n  - "Thing.code: *"\n---\n\n# Codes go\n')
        assert promises.main("check") == 0

    def test_is_no_longer_needed_once_it_is_promised_anew(self, papers):
        assert promises.main("keep") == 0
        assert promises.main("check") == 0


def test_the_api_keeps_what_it_has_promised():
    assert promises.main("check") == 0
