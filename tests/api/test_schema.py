"""The OpenAPI document: sound, complete, the same as the committed file, and shown without any other site."""

import re
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.urls import reverse
from rest_framework.test import APIClient

from config.settings import ROOT

COMMITTED = Path(ROOT) / "docs" / "openapi.yaml"
MAKE_IT = "manage.py spectacular --lang en --file docs/openapi.yaml --validate --fail-on-warn"


@pytest.fixture(scope="module")
def schema() -> dict:
    made = StringIO()
    call_command("spectacular", lang="en", validate=True, fail_on_warn=True, stdout=made)
    return yaml.safe_load(made.getvalue())


class TestSchema:
    def test_is_the_committed_one(self, schema):
        assert yaml.safe_load(COMMITTED.read_text(encoding="utf-8")) == schema, f"stale: {MAKE_IT}"

    def test_describes_every_field_and_parameter(self, schema):
        bare = [
            f"{name}.{field}"
            for name, component in schema["components"]["schemas"].items()
            if not name.startswith("Paginated")
            for field, shape in component.get("properties", {}).items()
            if not (shape.get("description") or shape.get("title") or "$ref" in shape or "items" in shape)
        ]
        assert bare == []
        for place, methods in schema["paths"].items():
            for method, operation in methods.items():
                assert operation.get("description"), f"{method} {place}"
                for parameter in operation.get("parameters", []):
                    if parameter["in"] == "query" and "enum" not in str(parameter["schema"]):
                        assert parameter.get("description"), f"{method} {place} {parameter['name']}"

    def test_names_the_problems_of_every_operation(self, schema):
        for methods in schema["paths"].values():
            for operation in methods.values():
                assert "application/problem+json" in operation["responses"]["403"]["content"]

    def test_is_served_to_everybody(self, db):
        assert APIClient().get(reverse("api:schema")).status_code == 200

    def test_is_shown_without_any_other_site(self, db):
        page = APIClient().get(reverse("api:docs")).content.decode()
        assert "/api/v1/schema/" in page
        addresses = re.findall(r"""(?:src|href)=["']([^"']+)""", page)
        assert addresses
        assert [address for address in addresses if not address.startswith("/")] == []
        assert "https://" not in page.replace("http://testserver", "")


class TestRoot:
    def test_lists_every_resource(self, db):
        found = APIClient().get("/api/v1/").json()
        assert {"regions", "estates", "enterprises", "evidence", "grades", "runs", "figures-overview", "docs"} <= set(
            found
        )
        assert all(address.startswith("http://testserver/api/v1/") for address in found.values())
