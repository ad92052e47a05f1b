"""What the buttons of the desks of public revenue ask."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.desk_buttons import DateInput, reason_field
from accounts.models import Level, Region
from estates.homes import typed_homes
from estates.models import Home
from fees.funds.desk.forms import day_field, yuan_field
from fees.models import RevenueDemand, RevenueReport

NAMED_AT_MOST = 10
NOBODY_NAMED = _("Everybody reads it. Name no person.")


class ReasonForm(forms.Form):
    reason = reason_field(_("Why"), NOBODY_NAMED)


class EndForm(ReasonForm):
    ended_on = day_field(_("pays no longer from"))


class ArrivedForm(forms.Form):
    amount_fen = yuan_field(_("arrived in the fund, yuan"))
    arrived_on = day_field(_("arrived on"))


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


class JoinedForm(forms.Form):
    """Of a report or a demand (`thing`): the homes whose owners want it audited."""

    homes = forms.CharField(
        label=_("homes whose owners joined"), help_text=_("One in a line, such as 3-2-501."), max_length=100_000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 10}),
    )  # fmt: skip

    def __init__(self, *args, thing: RevenueReport | RevenueDemand, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.thing = thing

    def clean_homes(self) -> list[Home]:
        of_estate = Home.objects.of(self.thing.estate).select_related("building")
        found, unknown = typed_homes(self.cleaned_data["homes"], of_estate)
        if unknown:
            told = {"homes": "、".join(unknown[:NAMED_AT_MOST])}
            raise ValidationError(_("No one home of this estate is meant by: %(homes)s.") % told)
        return found


class DemandForm(JoinedForm):
    demanded_on = day_field(_("demanded on"))

    field_order = ("demanded_on", "homes")
