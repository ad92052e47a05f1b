"""What the OpenAPI document says of a resource's rows: what may be asked of them, and what they then look like."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.plumbing import ResolvedComponent, build_array_type
from rest_framework.serializers import Serializer

from accounts.api.resources import Resource
from accounts.api.schema_parts import Part


class WorkedValues(OpenApiSerializerFieldExtension):
    """A value that is worked out of others looks as the field says that describes it."""

    target_class = "accounts.api.reading.Worked"

    def map_serializer_field(self, auto_schema, direction) -> dict[str, Any]:
        return auto_schema._map_serializer_field(self.target.field, direction)


def resource_of(shape: type[Serializer]) -> type[Resource] | None:
    """Whose rows look like this, in a list or opened."""
    for resource in Resource.known().values():
        if shape in (resource.serializer_class, resource.detail_serializer_class):
            return resource
    return None


def name_of(shape: type[Serializer]) -> str:
    """What rows are called: as the resource is, or as the serializer is, without its calling."""
    for name, resource in Resource.known().items():
        called = "".join(word.capitalize() for word in name.split("-"))
        if shape is resource.serializer_class:
            return called
        if shape is resource.detail_serializer_class:
            return f"{called}InFull"
    return shape.__name__.removesuffix("Shape")


def with_expansions(properties: dict[str, Any], resource: type[Resource], reference) -> None:
    """Adds to a row what `expand` puts in place of its codes (null: not seen) or beside its values."""
    for name, expansion in resource.expansions.items():
        shape, asked = reference(expansion.shape()), _("With “expand=%s”.") % name
        before = {"description": asked} | properties.get(name, {})
        if expansion.is_list:
            properties[name] = {**build_array_type(shape), "description": before["description"]}
        else:
            plain = {key: value for key, value in before.items() if key != "description"}
            choices = [plain or {"type": "null"}, shape]
            if "null" not in choices[0].get("type", ()):
                choices.append({"type": "null"})
            properties[name] = {"description": before["description"], "anyOf": choices}


def listed(name: str, description: str, one: dict[str, Any]) -> dict[str, Any]:
    """A parameter that takes several of `one`, separated by commas."""
    schema = {"type": "array", "items": one, "minItems": 1}
    told = {"name": name, "in": "query", "description": description, "schema": schema}
    return {**told, "style": "form", "explode": False}


def some(names: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(names)}


def shaping_parameters(resource: Resource, *, opened: bool, shared) -> list[dict[str, Any]]:
    """`fields`, `omit` and `expand`."""
    names = dict.fromkeys([*resource.reader(detail=opened).columns, *resource.expansions])
    found = picking_parameters(resource, names, opened=opened, component="Field", shared=shared)
    if resource.expansions:
        words = _("Show the whole thing in place of its code, or what hangs on it beside the row; separated by commas.")
        found.append(listed("expand", words, some(resource.expansions)))
    return found


def column_parameters(resource: Resource, *, shared) -> list[dict[str, Any]]:
    """`fields` and `omit` of a file, which shows the row's own values only."""
    return picking_parameters(resource, resource.reader().columns, opened=False, component="Column", shared=shared)


def picking_parameters(
    resource: Resource, names: Iterable[str], *, opened: bool, component: str, shared
) -> list[dict[str, Any]]:
    shape = (resource.detail_serializer_class if opened else None) or resource.serializer_class
    one = shared(Part(ResolvedComponent.SCHEMA, f"{name_of(shape)}{component}", some(names)))
    return [
        listed("fields", _("Show these values only, separated by commas; the key is always shown."), one),
        listed("omit", _("Leave these values out, separated by commas."), one),
    ]


def ordering_parameter(resource: Resource) -> list[dict[str, Any]]:
    """`ordering`: names, and names with “-” before them."""
    if not resource.ordering_fields:
        return []
    words = _("Order by these, separated by commas; “-” before one turns it round. What is not known comes last.")
    return [listed("ordering", words, some(sign + name for name in resource.ordering_fields for sign in ("", "-")))]
