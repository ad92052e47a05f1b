"""What is asked of somebody who stands before a lift or a blocked drain."""

from django import forms
from django.utils.translation import gettext_lazy as _

from estates.models import CheckResult


def a_day(label, missing) -> forms.DateField:
    day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=day, error_messages={"required": missing})


def a_proof() -> forms.FileField:
    return forms.FileField(
        label=_("Photo or PDF"), required=False, widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"})
    )


class CheckForm(forms.Form):
    inspected_on = a_day(_("When was it inspected?"), _("Say when it was inspected."))
    inspected_by = forms.CharField(
        label=_("By which organisation?"), max_length=100, help_text=_("Name no person."),
        error_messages={"required": _("Say who inspected it.")},
    )  # fmt: skip
    result = forms.ChoiceField(
        label=_("How did it come out?"), choices=CheckResult.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say how it came out.")},
    )  # fmt: skip
    next_due_on = forms.DateField(
        label=_("When is it due again, by the report?"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Left empty, the city's rule gives the day."),
    )  # fmt: skip
    proof = a_proof()


class FixForm(forms.Form):
    fixed_on = a_day(_("When was it removed?"), _("Say when it was removed."))
    how = forms.CharField(
        label=_("How?"), max_length=300, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Name no person."),
        error_messages={"required": _("Say how it was removed.")},
    )  # fmt: skip
    proof = a_proof()
