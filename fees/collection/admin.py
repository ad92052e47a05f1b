"""The desk of collections."""

from datetime import timedelta

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display

from accounts.desk_buttons import Button
from accounts.desk_filters import region_filter
from accounts.sheet_desk import Fact, Sheet, SheetDesk
from fees.collection import actions
from fees.collection.forms import CollectionForm, CorrectionForm
from fees.collection.rates import percent
from fees.models import Collection
from intake.money import as_yuan, yuan

FIGURES = ("due_fen", "collected_fen", "homes_due", "homes_in_arrears", "arrears_fen", "prepaid_months_most")
A_DAY = timedelta(days=1)


def correct(row: Collection, *, reason: str, by, at, **figures) -> str:
    for name, value in figures.items():
        setattr(row, name, value)
    actions.correct_collection(row, reason=reason, by=by, at=at)
    return _("The figures were corrected.")


def correction_of(row: Collection) -> type[CorrectionForm]:
    """The form with the figures as they are."""
    made = type("CorrectionOf", (CorrectionForm,), {})
    for name in FIGURES:
        value = getattr(row, name)
        made.base_fields[name].initial = yuan(value).replace(",", "") if name.endswith("_fen") else value
    return made


CORRECT = Button(
    "correct", gettext_lazy("Correct"), actions.RIGHT, correct, form_of=correction_of, icon="edit",
    question=lambda row: _("The figures as they were stay in the history."),
)  # fmt: skip


@admin.register(Collection)
class CollectionDesk(SheetDesk):
    view_verb, add_verb = "fees.view", actions.RIGHT
    buttons = (CORRECT,)
    form = CollectionForm
    list_display = ["estate", "from_on", "last_day", "due", "collected", "rate", "homes_in_arrears", "arrears"]
    list_select_related = ["estate"]
    list_filter = [region_filter("estate__region_id"), ("until_on", RangeDateFilter)]
    search_fields = ["estate__search_text", "contract__number", "contract__enterprise__search_text"]
    search_help_text = gettext_lazy("Estate, contract or company")
    autocomplete_fields = ["contract"]
    fields = [
        "contract", ("from_on", "last_day"), ("due_fen", "collected_fen"), ("homes_due", "homes_in_arrears"),
        ("arrears_fen", "prepaid_months_most"),
    ]  # fmt: skip
    export_columns = (
        "estate__code", "estate__name", "contract__number", "contract__enterprise__name", "from_on", "until_on",
        as_yuan("due_fen", gettext_lazy("due, yuan")), as_yuan("collected_fen", gettext_lazy("collected, yuan")),
        "homes_due", "homes_in_arrears", as_yuan("arrears_fen", gettext_lazy("arrears, yuan")), "prepaid_months_most",
        "reported_at",
    )  # fmt: skip

    def keep(self, thing: Collection, *, form, by, at) -> None:
        actions.report_collection(thing, by=by, at=at)

    def sheet(self, thing: Collection) -> Sheet:
        return Sheet(
            facts=[
                Fact(_("Estate"), thing.estate, reverse("admin:estates_estate_change", args=[thing.estate_id])),
                Fact(_("Contract"), thing.contract),
                Fact(_("Company"), thing.contract.enterprise),
                Fact(_("First day"), thing.from_on),
                Fact(_("Last day"), self.last_day(thing)),
                Fact(_("Due, yuan"), yuan(thing.due_fen)),
                Fact(_("Collected, yuan"), yuan(thing.collected_fen)),
                Fact(_("Collection rate"), self.rate(thing)),
                Fact(_("Homes that owe fees"), thing.homes_due),
                Fact(_("Homes in arrears"), thing.homes_in_arrears),
                Fact(_("All arrears, yuan"), yuan(thing.arrears_fen)),
                Fact(_("Furthest paid in advance, months"), thing.prepaid_months_most),
            ],
        )

    @display(description=gettext_lazy("last day"), ordering="until_on")
    def last_day(self, row: Collection):
        return row.until_on - A_DAY

    @display(description=gettext_lazy("due, yuan"), ordering="due_fen")
    def due(self, row: Collection) -> str:
        return yuan(row.due_fen)

    @display(description=gettext_lazy("collected, yuan"), ordering="collected_fen")
    def collected(self, row: Collection) -> str:
        return yuan(row.collected_fen)

    @display(description=gettext_lazy("arrears, yuan"), ordering="arrears_fen")
    def arrears(self, row: Collection) -> str:
        return yuan(row.arrears_fen)

    @display(description=gettext_lazy("collection rate"))
    def rate(self, row: Collection) -> str:
        found = percent(row.collected_fen, row.due_fen)
        return "–" if found is None else f"{found} %"
