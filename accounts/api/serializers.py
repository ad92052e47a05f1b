"""What rows look like in JSON: flat, named as the columns are, other things by their official code."""

from collections.abc import Callable, Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Region
from accounts.scope import regions_seen

MOST_TOLD = 100
"""Unknown names that one answer tells of."""


class KnownFields(serializers.Serializer):
    """Unknown names in a body are refused, so that a slip of the pen does not look like success."""

    def to_internal_value(self, data):
        if isinstance(data, Mapping):
            unknown = [name for name in data if name not in self.fields]
            if unknown:
                raise serializers.ValidationError(
                    {name: [_("There is no such field.")] for name in unknown[:MOST_TOLD]}
                )
        return super().to_internal_value(data)


class Shape(KnownFields, serializers.ModelSerializer):
    """A column without a description of its own is described by its name in the register, which carries the unit."""

    def build_standard_field(self, field_name, model_field):
        field, options = super().build_standard_field(field_name, model_field)
        options.setdefault("help_text", model_field.verbose_name)
        return field, options


class ShortList(serializers.ListField):
    """A list that is counted before the first of its values is looked at: a long one gets one sentence."""

    def to_internal_value(self, data):
        if isinstance(data, list | tuple) and len(data) > self.max_length:
            self.refuse_length(len(data))
        return super().to_internal_value(data)

    def refuse_length(self, given: int) -> None:
        self.fail("max_length", max_length=self.max_length)


@extend_schema_field(OpenApiTypes.STR)
class Seen(serializers.SlugRelatedField):
    """Another thing by its official code, out of those that the caller may name.

    With a dict `things_found` in the context, rows of one call that name the same thing look for it once.
    """

    default_error_messages = {
        "does_not_exist": gettext_lazy("“{value}” is not known here."),
        "invalid": gettext_lazy("Give the code as text."),
    }

    def __init__(self, slug_field: str, *, among: Callable[..., QuerySet] | None = None, **options):
        self.among = among
        if among is not None:
            options["queryset"] = ()
        super().__init__(slug_field=slug_field, **options)

    def get_queryset(self):
        return self.among(self.context["request"].user) if self.among else None

    def to_internal_value(self, data):
        if not isinstance(data, str) or "\x00" in data:
            self.fail("invalid")
        found = self.context.get("things_found", {})
        key = (self.field_name, data)
        if key not in found:
            found[key] = super().to_internal_value(data)
        return found[key]


@extend_schema_field(OpenApiTypes.INT)
class SeenById(serializers.PrimaryKeyRelatedField):
    """Another thing by its id, out of those that the caller may name: what has no official code."""

    default_error_messages = {
        "does_not_exist": gettext_lazy("“{pk_value}” is not known here."),
        "incorrect_type": gettext_lazy("Give the id as a whole number."),
    }

    def __init__(self, *, among: Callable[..., QuerySet], **options):
        self.among = among
        super().__init__(**{"queryset": (), **options})

    def get_queryset(self):
        return self.among(self.context["request"].user)


def regions_for(user) -> QuerySet:
    return Region.objects.filter(regions_seen(user))


class RegionShape(Shape):
    parent = serializers.CharField(
        source="parent_id", allow_null=True, help_text=gettext_lazy("Code of the division that this one is part of.")
    )
    prefix = serializers.CharField(
        source="stem", help_text=gettext_lazy("The significant part of the code: what lies within begins with it.")
    )

    class Meta:
        model = Region
        fields = ["code", "name", "level", "parent", "prefix"]
        read_only_fields = fields
        extra_kwargs = {"code": {"help_text": gettext_lazy("Statistical division code, 12 digits.")}}
