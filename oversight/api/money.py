"""`/api/v1/figures/money/`: fees, maintenance fund, public revenue, boards and equipment, area by area."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api import etags
from oversight import figures
from oversight.api.figure_shapes import BY, CODE, DOWN, CountedHeading, Number
from oversight.api.figures import BY as BY_PART
from oversight.api.figures import ON, REGION, Figure, told_as


def yuan(words) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=20, decimal_places=2, help_text=words)


class MoneyRow(serializers.Serializer):
    code = serializers.CharField(help_text=CODE)
    name = serializers.CharField(help_text=_("Its name."))
    managed = serializers.IntegerField(help_text=_("Estates under a service contract."))
    fees_filed = serializers.IntegerField(help_text=_("Of these with a fee filing in force."))
    fees_filed_percent = Number(allow_null=True, help_text=_("Share with a fee filing in force, %."))
    levels_verified = serializers.IntegerField(help_text=_("Of these with a level verified on site."))
    levels_verified_percent = Number(allow_null=True, help_text=_("Share with a level verified on site, %."))
    findings = serializers.IntegerField(help_text=_("Findings about money that are being worked through."))
    fund_blocks = serializers.IntegerField(help_text=_("Buildings with a maintenance fund."))
    fund_low = serializers.IntegerField(help_text=_("Of these below the line at which owners top up."))
    fund_first_yuan = yuan(_("First deposits, yuan."))
    fund_balance_yuan = yuan(_("What is left of the fund, yuan."))
    fund_percent = Number(allow_null=True, help_text=_("Balance as a share of first deposits, %."))
    revenue_due = serializers.IntegerField(help_text=_("Accounts of public revenue due in the last twelve months."))
    revenue_in_time = serializers.IntegerField(help_text=_("Of these posted in time."))
    revenue_in_time_percent = Number(allow_null=True, help_text=_("Share posted in time, %."))
    revenue_yuan = yuan(_("Public revenue of the last twelve months, yuan."))
    revenue_to_fund_yuan = yuan(_("Of it into the maintenance fund, yuan."))
    board_due = serializers.IntegerField(help_text=_("Items that have to hang on disclosure boards."))
    board_held = serializers.IntegerField(help_text=_("Of these posted."))
    board_percent = Number(allow_null=True, help_text=_("Share posted, %."))
    equipment = serializers.IntegerField(help_text=_("Equipment in use."))
    equipment_overdue = serializers.IntegerField(help_text=_("Of it overdue for inspection."))
    records = serializers.CharField(help_text=_("The address of the findings."))
    down = serializers.CharField(allow_null=True, help_text=DOWN)


class MoneyTable(CountedHeading):
    by = serializers.CharField(allow_null=True, help_text=BY)
    total = MoneyRow(allow_null=True, help_text=_("The whole area."))
    parts = MoneyRow(many=True, help_text=_("Its parts."))


class Money(Figure):
    """Fees filed, findings, maintenance fund, public revenue, boards, equipment: the whole and each part.

    Counted every morning."""

    @told_as(MoneyTable, REGION, ON, BY_PART)
    def get(self, request):
        return etags.answer(request, self.told(figures.money, on=self.day(), by=self.by))
