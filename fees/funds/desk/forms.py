"""What the desks of the fund ask."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.desk_buttons import DateInput, reason_field
from fees.models import EntryKind, FundBlock
from intake.money import YuanField

NOBODY = _("Name no person.")


def day_field(label) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput)


def yuan_field(label) -> YuanField:
    return YuanField(label=label, widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"}))


class BlockForm(forms.ModelForm):
    class Meta:
        model = FundBlock
        fields = ("building", "bank", "bank_account")


class OnForm(forms.Form):
    on = day_field(_("day"))


class DepositForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("kind"), widget=UnfoldAdminSelectWidget,
        choices=[(each.value, each.label) for each in (EntryKind.DEPOSIT, EntryKind.TOP_UP)],
    )  # fmt: skip
    amount_fen = yuan_field(_("amount, yuan"))
    on = day_field(_("day of the payment"))


class InterestForm(forms.Form):
    amount_fen = yuan_field(_("amount, yuan"))
    from_on = day_field(_("from"))
    until_on = day_field(_("ends before"))
    on = day_field(_("day of the bank"))


class CorrectionForm(forms.Form):
    on = day_field(_("day"))
    note = reason_field(_("Why"), NOBODY)


class ReasonForm(forms.Form):
    reason = reason_field(_("Why"), NOBODY)


class MatchForm(forms.Form):
    voucher = forms.CharField(
        label=_("number of the fund voucher"), max_length=24, widget=UnfoldAdminTextInputWidget(),
        help_text=_("Such as WJ-20261020-000017."),
    )  # fmt: skip


class ExplanationForm(forms.Form):
    explanation = reason_field(_("Explanation"), NOBODY)


class CloseForm(forms.Form):
    explanation = reason_field(_("Why balances differ"), _("Empty where they are the same. Name no person."), False)
