"""What the desk asks for the verbs of a formation."""

from datetime import date, datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.desk_buttons import DateInput
from committees.forming.eligibility import CONDITIONS, asked
from committees.guide_desk.homes import owner_of
from committees.models import Formation, From
from committees.terms import forming_law
from estates.models import Estate

LINE = UnfoldAdminTextInputWidget
FOUND = (("", gettext_lazy("not looked into")), ("yes", gettext_lazy("met")), ("no", gettext_lazy("not met")))
SAID = {"yes": True, "no": False}


class ApplyForm(forms.ModelForm):
    applied_on = forms.DateField(label=gettext_lazy("applied on"), widget=DateInput, initial=timezone.localdate)

    class Meta:
        model = Formation
        fields = [
            "estate", "kind", "condition", "applicants", "delivered_percent", "moved_in_percent", "first_delivered_on",
            "applied_on",
        ]  # fmt: skip


def flag(label, help_text="") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, widget=UnfoldBooleanSwitchWidget, help_text=help_text)


def home_field(*, required: bool, help_text="") -> forms.CharField:
    words = help_text or gettext_lazy("Building, unit and room, such as 3-2-501.")
    return forms.CharField(
        label=gettext_lazy("Home of the owner"), max_length=60, widget=LINE, required=required, help_text=words
    )


class PersonForm(forms.Form):
    """Somebody with a name and a phone; `home` says which owner they are. Subclasses are made for one estate."""

    estate: Estate
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=60, widget=LINE,
        help_text=gettext_lazy("Sealed; lists show the family name only."),
    )  # fmt: skip
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=30, required=False, widget=LINE)

    def clean_home(self):
        """The owner. Raises ValidationError."""
        said = self.cleaned_data["home"]
        return owner_of(self.estate, said, on=timezone.localdate()) if said else None


class NamingForm(PersonForm):
    side = forms.ChoiceField(
        label=gettext_lazy("Speaks for"), choices=From.choices, widget=UnfoldAdminSelectWidget,
    )  # fmt: skip
    home = home_field(required=False, help_text=gettext_lazy("Only of who speaks for the owners, such as 3-2-501."))
    is_head = flag(gettext_lazy("Head of the group"))
    has_interest = flag(
        gettext_lazy("Has an interest in the property company"),
        gettext_lazy("By themselves, their spouse or close kin: works there, holds shares, was paid."),
    )
    is_party_member = flag(gettext_lazy("Party member"))
    field_order = ["side", "home", "name", "phone"]


class StandingForm(PersonForm):
    home = home_field(required=True)
    proposed_by = forms.ChoiceField(
        label=gettext_lazy("Proposed by"), choices=From.choices, widget=UnfoldAdminSelectWidget, initial=From.OWNER
    )
    statement = forms.CharField(
        label=gettext_lazy("Says of themselves"), max_length=500, required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )  # fmt: skip
    is_party_member = flag(gettext_lazy("Party member"))
    is_substitute = flag(gettext_lazy("Stands as a substitute"))
    field_order = ["home", "name", "phone"]


def of_estate(form: type[PersonForm], estate: Estate) -> type[PersonForm]:
    return type(form.__name__, (form,), {"estate": estate})


def condition_fields(checks: dict[str, bool | None], on: date) -> dict[str, forms.Field]:
    """A choice for each condition that the law of a day asks, with what was found so far and its article."""
    words = {True: "yes", False: "no"}
    return {
        name: forms.ChoiceField(
            label=CONDITIONS[name], choices=FOUND, required=False, initial=words.get(checks.get(name), ""),
            widget=UnfoldAdminRadioSelectWidget, help_text=figure.article,
        )
        for name, figure in asked(forming_law(on).candidate).items()
    }  # fmt: skip


def said_of(given: dict) -> dict[str, bool | None]:
    """What was chosen of each condition."""
    return {name: SAID.get(given[name]) for name in CONDITIONS if name in given}


def checks_form(candidate) -> type[forms.Form]:
    return type("ChecksForm", (forms.Form,), condition_fields(candidate.checks, timezone.localdate()))


def standing_form(formation: Formation) -> type[forms.Form]:
    """A candidate, and what they declare of each condition."""
    declared = condition_fields({}, timezone.localdate())
    return type("StandingForm", (StandingForm,), {"estate": formation.estate, **declared})


def count_field(label, *, least: int, most: int = 40, **options) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, widget=UnfoldAdminIntegerFieldWidget, **options
    )


def clock_field(label, initial: str) -> forms.TimeField:
    return forms.TimeField(label=label, initial=initial, widget=LINE(attrs={"type": "time"}))


class ElectionForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title of the assembly"), max_length=120, widget=LINE)
    opens_on = forms.DateField(label=gettext_lazy("Voting opens on"), widget=DateInput)
    opens_clock = clock_field(gettext_lazy("at"), "09:00")
    closes_on = forms.DateField(label=gettext_lazy("Voting closes on"), widget=DateInput)
    closes_clock = clock_field(gettext_lazy("at"), "18:00")
    seats = count_field(gettext_lazy("Members to be chosen"), least=1)
    substitute_seats = count_field(gettext_lazy("Substitutes to be chosen"), least=0, initial=0)
    text = forms.CharField(
        label=gettext_lazy("Explanation for the owners"), max_length=4000, required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
    )  # fmt: skip
    with_rules = flag(gettext_lazy("Votes on the assembly rules and the covenant too"))

    def clean(self) -> dict:
        """The answers with `opens_at` and `closes_at` in place of days and clock times."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        for edge in ("opens", "closes"):
            moment = datetime.combine(given.pop(f"{edge}_on"), given.pop(f"{edge}_clock"))
            given[f"{edge}_at"] = timezone.make_aware(moment)
        if given["closes_at"] <= given["opens_at"]:
            self.add_error("closes_on", _("Voting closes after it opens."))
        return given


class TermForm(forms.Form):
    years = count_field(gettext_lazy("Years of the term"), least=1, most=10)
    from_on = forms.DateField(
        label=gettext_lazy("First day of the term"), widget=DateInput, required=False,
        help_text=gettext_lazy("Empty: the day on which they were chosen."),
    )  # fmt: skip


def dropping_form(formation: Formation) -> type[forms.Form]:
    """Somebody of the list, by the number in front: masked names may be alike."""
    numbers = {person.pk: number for number, person in enumerate(formation.group.all(), 1)}
    member = forms.ModelChoiceField(
        label=_("Who"), queryset=formation.group.all(), widget=UnfoldAdminSelectWidget, empty_label=None
    )
    member.label_from_instance = lambda each: f"{numbers[each.pk]}. {each.masked_name} · {each.get_side_display()}"
    return type("DroppingForm", (forms.Form,), {"member": member})
