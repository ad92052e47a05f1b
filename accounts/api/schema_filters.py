"""Filters as parameters of the OpenAPI document: with their bounds and patterns, not only their types."""

from typing import Any

from django.core.validators import RegexValidator
from drf_spectacular.contrib.django_filters import DjangoFilterExtension

from accounts.api.filtering import KnownFilters

SEVERAL = r"^[^,]*[^,\s\x00-\x20\x7f-\xa0][^,]*$"
"""One of several texts that are separated by commas: not blank, and without one."""


class FilterParameters(DjangoFilterExtension):
    target_class = KnownFilters
    priority = 1

    def resolve_filter_field(self, auto_schema, model, filterset_class, field_name, filter_field) -> list[dict]:
        found = super().resolve_filter_field(auto_schema, model, filterset_class, field_name, filter_field)
        for parameter in found:
            schema = parameter["schema"]
            one = schema.get("items", schema)
            if one is not schema:
                schema["minItems"] = 1
                one |= {"pattern": SEVERAL} if one.get("type") == "string" and "enum" not in one else {}
            if "enum" not in one:
                one.update(bounds_of(filter_field.field, one))
        return found


def bounds_of(field, schema: dict) -> dict[str, Any]:
    """What a form field refuses, as a JSON schema says it."""
    number = schema.get("type") in ("integer", "number")
    if number:
        schema["type"] = "integer" if getattr(field, "decimal_places", None) == 0 else "number"
    names = {"min_value": "minimum", "max_value": "maximum"} if number else {"max_length": "maxLength"}
    if schema.get("format") or schema.get("type") == "boolean":
        return {}
    found = {told: value for name, told in names.items() if (value := getattr(field, name, None)) is not None}
    patterns = [check.regex.pattern for check in field.validators if isinstance(check, RegexValidator)]
    return found | ({} if number else {"minLength": 1}) | ({"pattern": patterns[0]} if patterns else {})
