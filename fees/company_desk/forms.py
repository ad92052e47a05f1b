"""What the pages of public revenue ask for. Sums are typed in yuan and kept in fen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.asking import Ask, day, line, paper
from fees.models.revenue import KINDS_OF, LINE_KINDS, Pays, ProofKind, ReportState, RevenueContract, RevenueSource, Side
from fees.revenue.looking import contracts_of
from intake.money import YuanField

GIVE_A_SUM = _("Give a sum in yuan, such as 1280.50.")


def sum_field(label, *, help_text="", required: bool = True, **options) -> YuanField:
    return YuanField(
        label=label, help_text=help_text, required=required, error_messages={"required": GIVE_A_SUM},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **options,
    )  # fmt: skip


class BalancesForm(Ask):
    opening_fen = sum_field(
        _("With what did the period open?"), min_value=0,
        help_text=_("In yuan: what was in the account on the first day. It opens with what the period before closed."),
    )  # fmt: skip
    opening_note = line(
        _("Why does it differ from the period before?"), longest=300, required=False,
        help_text=_("Only if it does. Everybody reads it."),
    )  # fmt: skip
    bank_fen = sum_field(
        _("What does the bank show on the last day?"), required=False, min_value=0,
        help_text=_("In yuan: the separate account's statement."),
    )  # fmt: skip


class LineForm(Ask):
    """One form for each side: what it asks depends on it."""

    side = Side.RECEIPT
    kind = forms.ChoiceField(
        label=_("What for?"), choices=LINE_KINDS, error_messages={"required": _("Choose what it is.")}
    )
    amount_fen = sum_field(_("How much, in yuan?"))
    words = line(
        _("In your own words"), longest=100, required=False, help_text=_("Everybody reads it. Name no person.")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        kinds = KINDS_OF[self.side]
        self.fields["kind"].choices = [(kind, words) for kind, words in LINE_KINDS if kind in kinds]


class ReceiptForm(LineForm):
    contract = forms.ModelChoiceField(
        RevenueContract.objects.none(), label=_("From which contract?"), required=False,
        empty_label=_("none, or not registered"), to_field_name="number",
        help_text=_("A contract that never brings anything becomes a finding."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contract"]
        field.queryset = contracts_of(self.thing)
        field.label_from_instance = lambda each: f"{each.get_source_display()} · {each.payer} · {each.place}"


class CostForm(LineForm):
    side = Side.COST


class OwnersForm(LineForm):
    side = Side.TO_OWNERS


class FundForm(LineForm):
    """The fund is the only place of its side: nothing to choose."""

    side = Side.TO_FUND

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"]


class ProofForm(Ask):
    kind = forms.ChoiceField(label=_("What is it?"), choices=ProofKind.choices, widget=forms.RadioSelect)
    title = line(
        _("Title"), longest=100, missing=_("Give it a title."),
        help_text=_("Such as: vouchers of July. Name no person."),
    )  # fmt: skip
    file = paper(_("File"), help_text=_("PDF, JPEG or PNG. What a photo says about its place is removed."))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.thing.state == ReportState.POSTED:
            self.fields["kind"].choices = [(ProofKind.BOARD.value, ProofKind.BOARD.label)]
            self.fields["kind"].initial = ProofKind.BOARD


class ReasonForm(Ask):
    reason = line(_("Why?"), longest=300, missing=_("Give the reason."))


class ContractForm(Ask):
    source = forms.ChoiceField(label=_("What is let?"), choices=RevenueSource.choices)
    payer = line(
        _("Who pays?"), longest=100, missing=_("Name the business or body that pays."),
        help_text=_("A business or a body. Of a person write “a resident”."),
    )  # fmt: skip
    place = line(
        _("Which shared part?"), longest=200, missing=_("Say which shared part."),
        help_text=_("Such as: lift cabins of blocks 1 to 6."),
    )  # fmt: skip
    from_on = day(_("From which day?"))
    until_on = day(_("Ends before which day?"))
    amount_fen = sum_field(_("How much is paid, in yuan?"))
    pays = forms.ChoiceField(label=_("Paid"), choices=Pays.choices, initial=Pays.YEAR)
    signed_on = day(_("Signed on which day?"))
    file = paper(_("The contract as a file"), required=False)


class EndForm(ReasonForm):
    ended_on = day(_("From which day on does it pay no longer?"))
