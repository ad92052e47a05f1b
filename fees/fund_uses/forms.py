"""What the verbs of a use ask for, the same at the officers' desk and at the committee's.

Every form knows the use it is about; what it cleans is what the action takes, by name.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.asking import Ask, day, line, paper, words
from committees.models import Matter
from fees.fund_uses.actions import Proposal
from fees.fund_uses.homes import homes_in, units_of
from fees.fund_uses.votes import candidates
from fees.models import EmergencyCase, FundCause, FundPaperKind, FundPart, Quote
from intake.money import YuanField, yuan

NOBODY_NAMED = _("Everybody reads this. Name no person.")
MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


def moment(label) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, input_formats=MOMENTS, error_messages={"required": _("Give the day and the hour.")},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip


def money(label, *, help_text="") -> YuanField:
    return YuanField(label=label, help_text=help_text, error_messages={"required": _("Give an amount.")})


class ProposalForm(Ask):
    title = line(_("What is it for?"), longest=80, missing=_("Give it a short title."), help_text=NOBODY_NAMED)
    part = forms.ChoiceField(label=_("What is repaired?"), choices=FundPart.choices)
    cause = forms.ChoiceField(
        label=_("Why does it have to be repaired?"), choices=FundCause.choices,
        help_text=_("The fund does not pay for everything."),
    )  # fmt: skip
    case = forms.ChoiceField(
        label=_("Is it an emergency?"), required=False,
        choices=[("", _("no: the owners vote on it")), *EmergencyCase.choices],
        help_text=_("An emergency that the street confirms on site needs no vote."),
    )  # fmt: skip
    plan = words(
        _("What is to be done?"), longest=4000, missing=_("Say what is to be done."), rows=6, help_text=NOBODY_NAMED
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.thing is not None:
            for name, field in self.fields.items():
                field.initial = getattr(self.thing, name)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return given if self.errors else {"proposal": Proposal(**given)}


class HomesForm(Ask):
    units = forms.MultipleChoiceField(
        label=_("Which units pay?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("All homes that gain by the work, and no others."),
    )  # fmt: skip
    typed = forms.CharField(
        label=_("Single homes"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One in a line, such as 3-2-501."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = units_of(self.thing.estate)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        try:
            return {"homes": homes_in(self.thing.estate, given.get("units", []), given.get("typed", ""))}
        except ValidationError as fault:
            self.add_error(None, fault)
            return given


class QuoteForm(Ask):
    contractor = line(_("Who quotes?"), longest=100, missing=_("Name the contractor."))
    amount_fen = money(_("How much, in yuan?"))
    given_on = day(_("Day of the quote"))
    file = paper(_("The quote"), required=False, help_text=_("A PDF or a picture."))


class QuoteChoice(forms.ModelChoiceField):
    def __init__(self, label) -> None:
        super().__init__(Quote.objects.none(), label=label, error_messages={"required": _("Choose one of the quotes.")})

    def label_from_instance(self, quote: Quote) -> str:
        return f"{quote.contractor} · {yuan(quote.amount_fen)}"


class DropQuoteForm(Ask):
    quote = QuoteChoice(_("Which quote?"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quote"].queryset = self.thing.quotes.all()


class ChooseQuoteForm(DropQuoteForm):
    reason = line(_("Why this one?"), longest=300, required=False, help_text=_("Needed where another quote is lower."))


class PaperForm(Ask):
    kind = forms.ChoiceField(label=_("What is it?"), choices=FundPaperKind.choices)
    file = paper(_("The paper"), help_text=_("A PDF or a picture."))


class VoteForm(Ask):
    opens_at = moment(_("When does the vote open?"))
    closes_at = moment(_("When does it end?"))


class DecisionChoice(forms.ModelChoiceField):
    def label_from_instance(self, matter: Matter) -> str:
        return f"{matter.vote.number} · {matter.question}"


class DecisionForm(Ask):
    matter = DecisionChoice(
        Matter.objects.none(), label=_("Which decision of the owners?"),
        help_text=_("Final decisions on using the fund that served no other use."),
        error_messages={"required": _("Choose the decision.")},
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matter"].queryset = candidates(self.thing)


class SiteForm(Ask):
    site = words(
        _("What was found on site?"), longest=300, missing=_("Write down what was found on site."),
        help_text=NOBODY_NAMED,
    )  # fmt: skip


class ReasonForm(Ask):
    reason = words(_("Why?"), longest=300, missing=_("Say why."), help_text=NOBODY_NAMED)


class AdvanceForm(Ask):
    amount_fen = money(_("How much in advance, in yuan?"))


class ReturnForm(Ask):
    amount_fen = money(_("How much came back, in yuan?"))


class AcceptanceForm(Ask):
    accepted_on = day(_("Day of the acceptance"))
    result = words(
        _("What did it find?"), longest=300, missing=_("Write down what the acceptance found."), help_text=NOBODY_NAMED
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accepted_on"].initial = timezone.localdate()


class AuditForm(Ask):
    auditor = line(_("Who audited?"), longest=100, missing=_("Name who audited."))
    report = line(_("Number of the report"), longest=60, missing=_("Give the number of the report."))
    audited_on = day(_("Day of the report"))
    audited_fen = money(_("What did the work cost by the audit, in yuan?"))
    file = paper(
        _("The report"), required=False,
        help_text=_("A PDF or a picture. Not needed where it was handed in as a paper."),
    )  # fmt: skip


class BillForm(Ask):
    amount_fen = money(_("How much is the bill, in yuan?"))
    consented_on = day(
        _("When did the committee agree to no audit?"), required=False,
        help_text=_("For a small bill without an audit only."),
    )  # fmt: skip
