"""What the figures of committees look like in JSON."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from oversight.api.figure_shapes import BY, CODE, DOWN, CountedHeading, Number


class EarlierDay(serializers.Serializer):
    on = serializers.DateField(help_text=_("The day compared with."))
    value = Number(help_text=_("What it was then."))
    change = Number(help_text=_("Now less then."))


class ComparedDays(serializers.Serializer):
    last_month = EarlierDay(allow_null=True, help_text=_("A month before; null when no count reaches back so far."))
    last_year = EarlierDay(allow_null=True, help_text=_("A year before; null when no count reaches back so far."))


class CommitteeHeading(CountedHeading):
    target_percent = serializers.FloatField(
        allow_null=True, help_text=_("Share of estates with a committee that the city wants, %.")
    )
    target_article = serializers.CharField(allow_blank=True, help_text=_("Where that is written."))
    mediation_target_percent = serializers.FloatField(
        allow_null=True, help_text=_("Share of estates within reach of mediation that the city wants, %.")
    )
    mediation_target_article = serializers.CharField(allow_blank=True, help_text=_("Where that is written."))
    mediation_level = serializers.CharField(
        help_text=_("Whose mediation committee counts: that of the community, street, district or city.")
    )


class PublicCommitteeRow(serializers.Serializer):
    code = serializers.CharField(help_text=CODE)
    name = serializers.CharField(help_text=_("Its name."))
    estates = serializers.IntegerField(help_text=_("Estates on the register."))
    owners_committees = serializers.IntegerField(help_text=_("Estates with an owners' committee in office."))
    management_committees = serializers.IntegerField(help_text=_("Estates with a management committee in office."))
    with_committee = serializers.IntegerField(help_text=_("Estates with either."))
    without_committee = serializers.IntegerField(help_text=_("Estates with neither."))
    percent = serializers.FloatField(allow_null=True, help_text=_("Share of estates with either, %; null of none."))
    meets_target = serializers.BooleanField(
        allow_null=True, help_text=_("Whether the share reaches the target; null without one.")
    )
    mediated = serializers.IntegerField(help_text=_("Estates with an active mediation committee of that level."))
    mediation_percent = serializers.FloatField(allow_null=True, help_text=_("Their share, %; null of none."))
    meets_mediation_target = serializers.BooleanField(
        allow_null=True, help_text=_("Whether the share reaches the target; null without one.")
    )
    mediation_committees = serializers.IntegerField(help_text=_("Active mediation committees of any level."))


class CommitteeRow(PublicCommitteeRow):
    run_out = serializers.IntegerField(help_text=_("Estates whose committee's term has run out."))
    running_out = serializers.IntegerField(
        help_text=_("Estates whose committee's term ends soon: the first warning of a re-election is due.")
    )
    forming = serializers.IntegerField(help_text=_("Estates with a formation or re-election under way."))
    mediation_over = serializers.IntegerField(help_text=_("Active mediation committees whose term is over."))
    compared = ComparedDays(help_text=_("What the share with a committee was before."))
    mediation_compared = ComparedDays(help_text=_("What the share within reach of mediation was before."))
    records = serializers.CharField(help_text=_("Address of the committees in office."))
    down = serializers.CharField(help_text=DOWN)


class CommitteeTable(CommitteeHeading):
    by = serializers.CharField(allow_null=True, help_text=BY)
    total = CommitteeRow(allow_null=True, help_text=_("The whole; null before the first count."))
    parts = CommitteeRow(many=True, help_text=_("Each part."))


class PublicCommitteeTable(CommitteeHeading):
    total = PublicCommitteeRow(allow_null=True, help_text=_("The city; null before the first count."))
    counties = PublicCommitteeRow(many=True, help_text=_("Each county."))
