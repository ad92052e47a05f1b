"""What the desk asks for the verbs of mediation."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.desk_buttons import DateInput, reason_field
from committees.models import MediationCommittee
from complaints.models import Mediation, Side
from enterprises.models import Enterprise

LINE = UnfoldAdminTextInputWidget


def name_field(label, **options) -> forms.CharField:
    return forms.CharField(label=label, max_length=40, widget=LINE, **options)


def phone_field(label) -> forms.CharField:
    return forms.CharField(label=label, max_length=20, required=False, widget=LINE)


class ApplyForm(forms.ModelForm):
    """A new mediation with one party on each side; further ones are added on its page."""

    applicant_name = name_field(_("who applied"), help_text=_("Sealed; lists show the family name only."))
    applicant_phone = phone_field(_("phone"))
    opponent_uscc = forms.CharField(
        label=_("other side: company"), max_length=18, required=False, widget=LINE,
        help_text=_("Credit code of the company; or the name of a person or a committee below."),
    )  # fmt: skip
    opponent_name = name_field(_("other side: name"), required=False)
    opponent_phone = phone_field(_("phone"))

    class Meta:
        model = Mediation
        fields = ["estate", "complaint", "committee", "subject"]

    def clean_opponent_uscc(self) -> Enterprise | None:
        """The company itself. Raises ValidationError."""
        given = self.cleaned_data["opponent_uscc"].strip().upper()
        if not given:
            return None
        found = Enterprise.objects.filter(uscc=given).first()
        if found is None:
            raise forms.ValidationError(_("No company has this credit code."))
        return found


class TakeOnForm(forms.Form):
    mediator = name_field(_("mediator"))


class WhyForm(forms.Form):
    reason = reason_field(_("Why"))


class PartyForm(forms.Form):
    side = forms.ChoiceField(label=_("side"), choices=Side.choices, widget=UnfoldAdminSelectWidget)
    name = name_field(_("name"))
    phone = phone_field(_("phone"))


class SittingForm(forms.Form):
    on = forms.DateField(label=_("day of the sitting"), widget=DateInput, initial=timezone.localdate)
    clock = forms.TimeField(label=_("at"), widget=LINE(attrs={"type": "time"}))
    place = forms.CharField(label=_("place"), max_length=100, widget=LINE)
    record = forms.CharField(
        label=_("what was said"), max_length=4000, required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        help_text=_("Sealed; each look is recorded."),
    )  # fmt: skip


class ExtendForm(forms.Form):
    days = forms.IntegerField(label=_("days more"), min_value=1, widget=UnfoldAdminIntegerFieldWidget)
    consent = forms.BooleanField(
        label=_("both parties consent"), required=False, widget=UnfoldBooleanSwitchWidget
    )  # fmt: skip


class AgreeForm(forms.Form):
    text = forms.CharField(
        label=_("agreement"), max_length=8000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 10}),
        help_text=_("The parties, the facts, what was agreed, how and until when. Sealed; each look is recorded."),
    )  # fmt: skip
    effective_on = forms.DateField(label=_("in effect from"), widget=DateInput, initial=timezone.localdate)


class CourtForm(forms.Form):
    court = forms.CharField(label=_("court"), max_length=60, widget=LINE)
    confirmed_on = forms.DateField(label=_("confirmed on"), widget=DateInput, initial=timezone.localdate)


class CommitteeForm(forms.Form):
    committee = forms.ModelChoiceField(
        label=_("mediation committee"), queryset=MediationCommittee.objects.filter(is_active=True),
        widget=UnfoldAdminSelectWidget, help_text=_("One level higher, for the same estate."),
    )  # fmt: skip
