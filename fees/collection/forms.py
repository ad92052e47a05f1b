"""What the desks of collections and referrals ask."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.desk_buttons import DateInput, reason_field
from fees.models import ArrearsReferral, Collection, PaperKind
from intake.money import YuanField

LINE, NUMBER = UnfoldAdminTextInputWidget, UnfoldAdminIntegerFieldWidget
A_DAY = timedelta(days=1)


def money(label, **options) -> YuanField:
    return YuanField(label=label, min_value=0, widget=LINE(attrs={"inputmode": "decimal"}), **options)


class CollectionForm(forms.ModelForm):
    """Sums in yuan. The last day is a day of the period; the register keeps the day after it."""

    last_day = forms.DateField(label=_("last day"), widget=DateInput)
    due_fen = money(_("due, yuan"))
    collected_fen = money(_("collected, yuan"))
    arrears_fen = money(_("all arrears at the end, yuan"), help_text=_("Older debts too."))

    class Meta:
        model = Collection
        fields = (
            "contract", "from_on", "due_fen", "collected_fen", "homes_due", "homes_in_arrears", "arrears_fen",
            "prepaid_months_most",
        )  # fmt: skip

    def clean(self) -> dict:
        given = super().clean() or self.cleaned_data
        if given.get("last_day"):
            self.instance.until_on = given["last_day"] + A_DAY
        return given


class CorrectionForm(forms.Form):
    due_fen = money(_("due, yuan"))
    collected_fen = money(_("collected, yuan"))
    homes_due = forms.IntegerField(label=_("homes that owe fees"), min_value=0, widget=NUMBER)
    homes_in_arrears = forms.IntegerField(label=_("homes in arrears"), min_value=0, widget=NUMBER)
    arrears_fen = money(_("all arrears at the end, yuan"))
    prepaid_months_most = forms.IntegerField(
        label=_("furthest paid in advance, months"), min_value=0, max_value=600, widget=NUMBER
    )
    reason = reason_field(_("Why"))


class ProposeForm(forms.ModelForm):
    home = forms.CharField(label=_("home"), max_length=60, widget=LINE, help_text=_("It is sealed."))
    name = forms.CharField(label=_("owner's name"), max_length=40, widget=LINE, help_text=_("It is sealed."))
    phone = forms.CharField(label=_("owner's phone"), max_length=20, required=False, widget=LINE)
    arrears_fen = YuanField(label=_("arrears, yuan"), widget=LINE(attrs={"inputmode": "decimal"}))

    class Meta:
        model = ArrearsReferral
        fields = ("contract", "arrears_fen", "arrears_since_on")


class PaperForm(forms.Form):
    kind = forms.ChoiceField(label=_("kind"), choices=PaperKind.choices, widget=UnfoldAdminSelectWidget)
    reference = forms.CharField(label=_("document number"), max_length=80, required=False, widget=LINE)
    issued_on = forms.DateField(label=_("issued on"), widget=DateInput)
    file = forms.FileField(label=_("file"), widget=UnfoldAdminFileFieldWidget, help_text=_("PDF, JPEG or PNG."))


class NoticeForm(forms.Form):
    served_on = forms.DateField(label=_("notice served on"), widget=DateInput)


class StatementForm(forms.Form):
    statement = forms.CharField(
        label=_("what the owner said"), max_length=2000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
        help_text=_("It is sealed."),
    )  # fmt: skip


class ReferForm(forms.Form):
    until_on = forms.DateField(label=_("ends on"), widget=DateInput)
    decision = reason_field(_("Decision, and why"), _("Name no person."))


class DecisionForm(forms.Form):
    decision = reason_field(_("Decision, and why"), _("Name no person."))
