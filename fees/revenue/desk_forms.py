"""What the buttons of the desks of public revenue ask."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.desk_buttons import DateInput, reason_field
from accounts.models import Level, Region
from fees.models.revenue_audits import AuditBasis
from intake.money import YuanField

NOBODY_NAMED = _("Everybody reads it. Name no person.")


def yuan_field(label, **options) -> YuanField:
    return YuanField(label=label, widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"}), **options)


class ReasonForm(forms.Form):
    reason = reason_field(_("Why"), NOBODY_NAMED)


class EndForm(ReasonForm):
    ended_on = forms.DateField(label=_("pays no longer from"), widget=DateInput())


class ArrivedForm(forms.Form):
    amount_fen = yuan_field(_("arrived in the fund, yuan"))
    arrived_on = forms.DateField(label=_("arrived on"), widget=DateInput())


class CleanForm(forms.Form):
    auditor = forms.CharField(label=_("audited by (body)"), max_length=100, widget=UnfoldAdminTextInputWidget())
    result = forms.CharField(
        label=_("result"), help_text=NOBODY_NAMED, max_length=2000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 5})
    )
    paper = forms.FileField(label=_("report of the audit"), required=False, widget=UnfoldAdminFileFieldWidget())


class FaultyForm(CleanForm):
    wrong_fen = yuan_field(_("wrong by, yuan"))


class DrawForm(forms.Form):
    region = forms.ModelChoiceField(
        Region.objects.filter(level__in=[Level.CITY, Level.COUNTY]), label=_("division"),
        widget=UnfoldAdminSelectWidget(), help_text=_("Estates of one that was drawn already are not drawn again."),
    )  # fmt: skip
    day = forms.DateField(
        label=_("a day of the period"), widget=DateInput(), help_text=_("Reports posted for that period are drawn.")
    )


class OrderForm(forms.Form):
    basis = forms.ChoiceField(
        label=_("why"), choices=[each for each in AuditBasis.choices if each[0] != AuditBasis.SAMPLE],
        widget=UnfoldAdminSelectWidget(),
    )  # fmt: skip
