"""What the pages of fee filings ask for. Prices are typed in yuan and kept in fen."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.asking import Ask, day, paper
from committees.models import Matter
from fees.filings.choices import level_words, levels_in_force, matter_words, matters_on_fees
from fees.models import (
    BuildingKind,
    ChargeWay,
    DecidedBy,
    FeeUnit,
    FilingPaperKind,
    ItemKind,
    Lift,
    PaidBy,
    StandardLevel,
)
from intake.money import YuanField

MOST_YUAN = Decimal(1_000_000)


def choice_field(label, choices, *, initial=None, help_text="") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, initial=initial, help_text=help_text)


class FilingForm(Ask):
    """What a filing says as a whole; see `fees.filings.actions.AMENDABLE`. What is missing is said afterwards."""

    from_on = day(_("Charged from which day?"))
    until_on = day(_("Until before which day?"), required=False, help_text=_("Empty: as long as the contract runs."))
    level = forms.ModelChoiceField(
        StandardLevel.objects.none(), label=_("For which service level?"), required=False, empty_label="–",
        help_text=_("The level that was verified on site, or a lower one."),
    )  # fmt: skip
    decided_by = forms.ChoiceField(
        label=_("Who decided the fee?"), choices=DecidedBy.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say who decided it.")},
    )  # fmt: skip
    matter = forms.ModelChoiceField(
        Matter.objects.none(), label=_("Which decision of the owners?"), required=False, empty_label="–"
    )
    approval = forms.CharField(
        label=_("Document of the district"), max_length=120, required=False,
        help_text=_("Its number, where the district approved the fee."),
    )  # fmt: skip
    charge_way = choice_field(_("Way of charging"), ChargeWay.choices, initial=ChargeWay.LUMP_SUM)
    prepay_months_most = forms.IntegerField(
        label=_("How many months are taken in advance at most?"), required=False, min_value=0, max_value=120,
        help_text=_("0 if none."),
    )  # fmt: skip
    vacancy_reduction_percent = forms.DecimalField(
        label=_("How much less does a vacant home pay, in %?"), required=False, min_value=0, max_value=100,
        max_digits=5, decimal_places=2, help_text=_("Needed in the early stage."),
    )  # fmt: skip
    posted_from_on = day(
        _("From when did the plan of a higher fee hang?"), required=False, help_text=_("Only for a rise.")
    )
    posted_until_on = day(_("From when did it hang no more?"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.thing is None:
            return
        level, matter = self.fields["level"], self.fields["matter"]
        level.queryset, level.label_from_instance = levels_in_force(on=timezone.localdate()), level_words  # type: ignore[attr-defined]
        matter.queryset, matter.label_from_instance = matters_on_fees(self.thing.estate), matter_words  # type: ignore[attr-defined]

    def clean(self) -> dict:
        given = super().clean() or {}
        first, until = given.get("from_on"), given.get("until_on")
        if first and until and until <= first:
            self.add_error("until_on", _("It ends after it begins."))
        hung, down = given.get("posted_from_on"), given.get("posted_until_on")
        if bool(hung) != bool(down):
            self.add_error("posted_until_on" if hung else "posted_from_on", _("Give both days or none."))
        elif hung and down and down <= hung:
            self.add_error("posted_until_on", _("It ends after it begins."))
        return given


class ItemForm(Ask):
    name = forms.CharField(
        label=_("What is it called?"), max_length=60, help_text=_("Such as: service of homes."),
        error_messages={"required": _("Give it a name.")},
    )  # fmt: skip
    kind = choice_field(_("What for?"), ItemKind.choices)
    price_fen = YuanField(
        label=_("How much, in yuan?"), min_value=0, max_value=MOST_YUAN,
        error_messages={"required": _("Give a price in yuan, such as 1.65.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
    unit = choice_field(_("For what?"), FeeUnit.choices)
    building_kind = choice_field(_("In which buildings?"), BuildingKind.choices)
    lift = choice_field(_("With or without a lift?"), Lift.choices)
    lift_paid_by = choice_field(_("Who pays for running the lifts?"), PaidBy.choices)
    utilities_paid_by = choice_field(_("Who pays for shared water and power?"), PaidBy.choices)


class PaperForm(Ask):
    kind = forms.ChoiceField(label=_("What is it?"), choices=FilingPaperKind.choices, widget=forms.RadioSelect)
    file = paper(_("File"), help_text=_("PDF, JPEG or PNG. What a photo says about its place is removed."))
