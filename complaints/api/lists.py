"""What complaints name: topics, other bodies, reasons for not accepting one. The bureau keeps them in the web admin."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.resources import Resource
from accounts.api.serializers import Shape
from complaints.filters import BodyFilters, RefusalFilters, TopicFilters
from complaints.models import Body, RefusalReason, Topic

OTHER_BODY = _("Code of the other body whose business it is; null if it is property management's.")


class TopicShape(Shape):
    parent = serializers.CharField(
        source="parent.code", default=None, allow_null=True, help_text=_("Code of its class; null for a class itself.")
    )
    body = serializers.CharField(source="body.code", default=None, allow_null=True, help_text=OTHER_BODY)

    class Meta:
        model = Topic
        fields = [
            "code", "name", "name_en", "parent", "handler", "is_urgent", "danger", "danger_phone", "answer_workdays",
            "body", "is_active",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "code": {"help_text": _("Code of the topic: two digits of a class, four of a leaf.")},
            "answer_workdays": {"help_text": _("Working days for the answer; null: the city's rule.")},
        }


class BodyShape(Shape):
    class Meta:
        model = Body
        fields = ["code", "name", "name_en", "phone", "note"]
        read_only_fields = fields


class RefusalShape(Shape):
    body = serializers.CharField(
        source="body.code", default=None, allow_null=True, help_text=_("Code of the body to which the resident may go.")
    )

    class Meta:
        model = RefusalReason
        fields = ["code", "name", "name_en", "advice", "advice_en", "body", "is_active"]
        read_only_fields = fields


class OfTheCity(Resource):
    """Rows that everybody sees who sees complaints."""

    verb_to_read = "complaints.view"
    lookup_field = "code"
    ordering = ("code",)
    ordering_fields = ("code", "name")

    def seen_by(self, user):
        return self.model.objects.all()


class Topics(OfTheCity):
    """What complaints may be about: twelve classes and their leaves."""

    kind = "topic"
    model = Topic
    serializer_class = TopicShape
    filterset_class = TopicFilters
    lookup_value_regex = "[0-9]{2,4}"


class Bodies(OfTheCity):
    """Other bodies to which a matter may belong."""

    kind = "body"
    model = Body
    serializer_class = BodyShape
    filterset_class = BodyFilters
    lookup_value_regex = "[a-z0-9_-]{1,30}"


class RefusalReasons(OfTheCity):
    """Published reasons not to accept a complaint."""

    kind = "refusal-reason"
    model = RefusalReason
    serializer_class = RefusalShape
    filterset_class = RefusalFilters
    lookup_value_regex = "[a-z0-9_-]{1,30}"
