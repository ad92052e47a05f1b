"""What runs and moves look like in JSON."""

from operator import add, sub

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.reading import Worked
from accounts.api.serializers import Shape
from credit.api.fields import Points
from credit.models import Night


class RunShape(Shape):
    """One run of the nightly job."""

    rulebook = serializers.IntegerField(source="rulebook_id", help_text=_("The rulebook by which it judged."))
    moved_count = Worked(
        serializers.IntegerField(),
        by=add,
        of=["up_count", "down_count"],
        help_text=_("Companies that moved up or down."),
    )
    carried_count = Worked(
        serializers.IntegerField(),
        by=sub,
        of=["enterprise_count", "judged_count"],
        help_text=_("Companies whose grade was carried over without judging again."),
    )

    class Meta:
        model = Night
        fields = [
            "id", "on", "state", "stage", "kind", "by", "started_at", "resumed_at", "ended_at", "rulebook", "is_full",
            "record_count", "new_record_count", "enterprise_count", "touched_count", "judged_count", "carried_count",
            "up_count", "down_count", "moved_count", "first_count", "score_only_count", "same_count", "stage_seconds",
            "digest", "checked_at", "checked_same", "error",
        ]  # fmt: skip
        read_only_fields = fields


class MoveShape(serializers.Serializer):
    """What a run changed for one company, and why."""

    enterprise = serializers.CharField(source="enterprise.uscc", help_text=_("Credit code of the company."))
    enterprise_name = serializers.CharField(source="enterprise.name", help_text=_("Name of the company."))
    old_grade = serializers.CharField(help_text=_("Grade before."))
    new_grade = serializers.CharField(help_text=_("Grade since."))
    old_score = Points(allow_null=True, help_text=_("Score before, in points."))
    new_score = Points(help_text=_("Score since, in points."))
    direction = serializers.ChoiceField(
        choices=["up", "down", "other"], help_text=_("“other”: into or out of not graded.")
    )
    reasons = serializers.ListField(child=serializers.CharField(), help_text=_("Why, the weightiest first."))
