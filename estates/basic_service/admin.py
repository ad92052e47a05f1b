"""The desk of basic services."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.desk_buttons import Button, ReasonForm, done, reason_field, text_field
from accounts.desk_filters import region_filter
from accounts.desk_theme import dressed
from accounts.sheet_desk import Fact, Sheet
from estates.basic_service import actions
from estates.basic_service.actions import SiteCheck
from estates.basic_service.lifecycle import BASIC_SERVICE, SET
from estates.life_desk import LifeDesk, estate_fact, proof_field
from estates.models import BasicGrade, BasicService, BasicState, PriceUnit
from intake.money import YuanField, yuan

COLOURS = {
    BasicState.PROPOSED: "info", BasicState.CHECKED: "warning", BasicState.SET: "success",
    BasicState.REFUSED: "default", BasicState.ENDED: "default",
}  # fmt: skip


class ProposeForm(forms.ModelForm):
    price = YuanField(label=gettext_lazy("price, yuan"), min_value=0)

    class Meta:
        model = BasicService
        fields = ["estate", "mode", "grade", "provider", "unit"]

    def clean(self) -> dict:
        given = super().clean() or self.cleaned_data
        self.instance.price_fen = given.get("price", 0)
        return given


def check_form(service: BasicService) -> type[forms.Form]:
    """The grade and price that were proposed stand there, to be changed."""

    class CheckForm(forms.Form):
        checked_on = forms.DateField(label=gettext_lazy("checked on site on"))
        drc = forms.CharField(label=gettext_lazy("development and reform office"), max_length=60)
        bureau = forms.CharField(label=gettext_lazy("housing office"), max_length=60)
        found = text_field(gettext_lazy("what the check on site found"), most=500)
        grade = forms.ChoiceField(
            label=gettext_lazy("grade of basic service"), choices=BasicGrade.choices, initial=service.grade
        )
        price_fen = YuanField(
            label=gettext_lazy("price, yuan"), min_value=0, initial=yuan(service.price_fen).replace(",", ""),
            help_text=service.get_unit_display(),
        )  # fmt: skip
        proof = proof_field(gettext_lazy("minutes of the check"))

    return dressed(CheckForm)


class EnforceForm(forms.Form):
    document = forms.CharField(label=gettext_lazy("document that sets it"), max_length=100)
    from_on = forms.DateField(label=gettext_lazy("in force from"))


class EndForm(forms.Form):
    last_day = forms.DateField(label=gettext_lazy("Last day"))
    reason = reason_field(gettext_lazy("Why"))


def note_check(service: BasicService, *, by, at: datetime, **given) -> str:
    return done(actions.note_check)(service, check=SiteCheck(**given), by=by, at=at)


BUTTONS = (
    Button.of(
        BASIC_SERVICE["note_check"], note_check, gettext_lazy("Both offices were there, and set grade and price."),
        form_of=check_form, icon="fact_check", variant="primary",
    ),
    Button.of(
        BASIC_SERVICE["put_in_force"], done(actions.put_in_force),
        gettext_lazy("The page of the estate shows it, and the register how the estate is served."),
        form=dressed(EnforceForm), icon="gavel", variant="primary",
    ),
    Button.of(
        BASIC_SERVICE["refuse"], done(actions.refuse), gettext_lazy("The reason is kept."), form=ReasonForm,
        icon="close",
    ),
    Button.of(
        BASIC_SERVICE["end"], done(actions.end),
        gettext_lazy("The estate counts as unserved until somebody else serves it."), form=dressed(EndForm),
        icon="event_busy", variant="danger",
    ),
)  # fmt: skip


@admin.register(BasicService)
class BasicServiceDesk(LifeDesk):
    add_verb = SET
    form = ProposeForm
    buttons = BUTTONS
    looks = {BasicState.PROPOSED: "", BasicState.CHECKED: "warm", BasicState.SET: "ok"}
    list_display = ["number", "estate", "mode_shown", "grade_shown", "price_shown", "from_on", "state_shown"]
    list_select_related = ["estate"]
    list_filter = [
        region_filter("estate__region_id"), ("state", ChoicesDropdownFilter), ("mode", ChoicesDropdownFilter),
        ("grade", ChoicesDropdownFilter),
    ]  # fmt: skip
    search_fields = ["number", "estate__search_text", "provider"]
    search_help_text = gettext_lazy("Number, estate or who gives the service")
    autocomplete_fields = ["estate"]
    fields = ["estate", ("mode", "grade"), "provider", ("price", "unit")]
    export_columns = (
        "number", "estate__code", "estate__name", "state", "mode", "grade", "provider", "price_fen", "unit",
        "checked_on", "drc", "bureau", "document", "from_on", "until_on",
    )  # fmt: skip

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The field of the price is the form's own."""
        return super().get_form(request, obj, change=change, **{**kwargs, "fields": ProposeForm.Meta.fields})

    def keep(self, thing: BasicService, *, form, by, at) -> None:
        actions.propose(thing, by=by, at=at)

    def sheet(self, thing: BasicService) -> Sheet:
        return Sheet(
            facts=[
                estate_fact(thing.estate),
                Fact(_("Service mode"), thing.get_mode_display()),
                Fact(_("Grade of basic service"), thing.get_grade_display()),
                Fact(_("Who gives the service"), thing.provider),
                Fact(_("Price, yuan"), price_words(thing)),
                Fact(_("Proposed on"), thing.proposed_on),
                Fact(_("Checked on site on"), thing.checked_on),
                Fact(_("Development and reform office"), thing.drc or None),
                Fact(_("Housing office"), thing.bureau or None),
                Fact(_("Number of the document"), thing.document or None),
                Fact(_("In force from"), thing.from_on),
                Fact(_("In force until"), thing.until_on),
                *self.file_facts(thing, _("Minutes of the check")),
            ],
            texts=[
                (_("What the check on site found"), thing.found),
                (_("Why it was refused or ended"), thing.end_reason),
            ],
        )

    @display(description=gettext_lazy("service mode"), ordering="mode")
    def mode_shown(self, service: BasicService) -> str:
        return service.get_mode_display()

    @display(description=gettext_lazy("grade of basic service"), ordering="grade")
    def grade_shown(self, service: BasicService) -> str:
        return service.get_grade_display()

    @display(description=gettext_lazy("price, yuan"), ordering="price_fen")
    def price_shown(self, service: BasicService) -> str:
        return price_words(service)

    @display(description=gettext_lazy("state"), ordering="state", label=COLOURS)
    def state_shown(self, service: BasicService) -> tuple[str, str]:
        return service.state, service.get_state_display()


def price_words(service: BasicService) -> str:
    return f"{yuan(service.price_fen)} {PriceUnit(service.unit).label}"
