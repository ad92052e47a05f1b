"""What is asked of somebody who stands before a lift or a blocked drain."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.asking import day, line, words
from estates.models import CheckResult


def a_proof() -> forms.FileField:
    return forms.FileField(
        label=_("Photo or PDF"), required=False, widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"})
    )


class CheckForm(forms.Form):
    inspected_on = day(_("When was it inspected?"))
    inspected_by = line(
        _("By which organisation?"), missing=_("Say who inspected it."), longest=100, help_text=_("Name no person.")
    )
    result = forms.ChoiceField(
        label=_("How did it come out?"), choices=CheckResult.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say how it came out.")},
    )  # fmt: skip
    next_due_on = day(
        _("When is it due again, by the report?"), required=False,
        help_text=_("Left empty, the city's rule gives the day."),
    )  # fmt: skip
    proof = a_proof()


class FixForm(forms.Form):
    fixed_on = day(_("When was it removed?"))
    how = words(_("How?"), missing=_("Say how it was removed."), longest=300, help_text=_("Name no person."))
    proof = a_proof()
