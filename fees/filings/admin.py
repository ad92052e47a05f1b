"""The officers' desk of fee filings: what is filed, what is missing, the answer."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from accounts.desk_buttons import Button, done, reason_field
from accounts.desk_filters import region_filter
from accounts.proofs import proof_response
from accounts.sheet_desk import Fact, Sheet, SheetDesk, Table, known
from fees.filings import actions
from fees.filings.choices import level_words, levels_in_force, matter_words
from fees.filings.lifecycle import FEE_FILING, FILE
from fees.filings.missing import missing
from fees.filings.terms import answer_due_on
from fees.models import UNDER_WAY, FeeFiling, FeeItem, FeePaper, FilingState
from fees.prices import actions as prices
from fees.prices.admin import YearForm
from intake.money import yuan

LABELS = {
    FilingState.DRAFT: "default", FilingState.SUBMITTED: "info", FilingState.ACCEPTED: "success",
    FilingState.RETURNED: "warning", FilingState.REFUSED: "danger", FilingState.WITHDRAWN: "default",
}  # fmt: skip
NOBODY_NAMED = gettext_lazy("The company reads it. Name no person.")


class AcceptForm(forms.Form):
    answer = reason_field(gettext_lazy("Answer"), NOBODY_NAMED, required=False)


class AnswerForm(forms.Form):
    answer = reason_field(gettext_lazy("Answer"), NOBODY_NAMED)


class DraftForm(forms.ModelForm):
    """What an officer files in a company's place, such as from paper. The rest is filled in on the company's page."""

    class Meta:
        model = FeeFiling
        fields = (
            "contract", "charge_way", "decided_by", "level", "approval", "from_on", "until_on",
            "posted_from_on", "posted_until_on", "vacancy_reduction_percent", "prepay_months_most",
        )  # fmt: skip


def propose(filing: FeeFiling, *, year: int, by, at) -> HttpResponseRedirect:
    made = prices.propose_fee(filing.estate, year=year, by=by, at=at)
    return HttpResponseRedirect(reverse("admin:fees_priceproposal_change", args=[made.pk]))


BUTTONS = (
    Button.of(
        FEE_FILING["submit"], done(actions.submit),
        gettext_lazy("It is looked through for what is missing; then the district answers."),
        icon="send", variant="primary",
    ),
    Button.of(
        FEE_FILING["accept"], done(actions.accept),
        gettext_lazy("It holds from its day on, and everybody reads it; the filing before ends there."),
        form=AcceptForm, icon="task_alt", variant="primary",
    ),
    Button.of(
        FEE_FILING["give_back"], done(actions.give_back),
        gettext_lazy("The company puts it right and hands it in again."), form=AnswerForm, icon="undo",
    ),
    Button.of(
        FEE_FILING["refuse"], done(actions.refuse), gettext_lazy("It is over. The company may file anew."),
        form=AnswerForm, icon="block", variant="danger",
    ),
    Button.of(
        FEE_FILING["withdraw"], done(actions.withdraw), gettext_lazy("It is over. The company may file anew."),
        icon="close",
    ),
    Button(
        "propose", gettext_lazy("Reckon by the indices"), prices.EDIT, propose, form=YearForm, icon="calculate",
        when=lambda filing: filing.state == FilingState.ACCEPTED,
        question=lambda filing: _("A proposal is kept, as an input to the owners' vote. The fee stays as it is."),
    ),
)  # fmt: skip


@admin.register(FeeFiling)
class FeeFilingDesk(SheetDesk):
    view_verb, add_verb = "fees.view", FILE
    form = DraftForm
    buttons = BUTTONS
    looks = {
        FilingState.SUBMITTED: "warm", FilingState.ACCEPTED: "ok", FilingState.RETURNED: "warm",
        FilingState.REFUSED: "late",
    }  # fmt: skip
    list_display = ["number", "estate", "company", "decided_shown", "from_on", "state_shown", "due_shown"]
    list_select_related = ["estate", "contract__enterprise"]
    list_filter = [
        region_filter("estate__region_id"), ("state", ChoicesDropdownFilter), ("decided_by", ChoicesDropdownFilter),
        ("from_on", RangeDateFilter),
    ]  # fmt: skip
    search_fields = ["number", "estate__search_text", "contract__enterprise__search_text"]
    search_help_text = gettext_lazy("Number, estate or company")
    autocomplete_fields = ["contract"]
    fields = [
        "contract", ("decided_by", "charge_way"), "level", "approval", ("from_on", "until_on"),
        ("posted_from_on", "posted_until_on"), ("vacancy_reduction_percent", "prepay_months_most"),
    ]  # fmt: skip
    export_columns = (
        "number", "estate__code", "estate__name", "contract__number", "contract__enterprise__uscc",
        "contract__enterprise__name", "state", "charge_way", "decided_by", "approval", "level__name", "from_on",
        "until_on", "posted_from_on", "posted_until_on", "vacancy_reduction_percent", "prepay_months_most", "filed_on",
        "answered_on", "answer",
    )  # fmt: skip

    def get_urls(self):
        open_paper = self.admin_site.admin_view(self.open_paper)
        name = f"{self.opts.app_label}_{self.opts.model_name}_paper"
        return [path("<int:object_id>/papers/<int:paper>/", open_paper, name=name), *super().get_urls()]

    def open_paper(self, request: HttpRequest, object_id: int, paper: int) -> HttpResponse:
        """Hand one paper out, of a filing that the person sees."""
        filing = self.get_object(request, str(object_id)) if self.has_view_permission(request) else None
        found = FeePaper.objects.filter(filing=filing, pk=paper).first() if filing else None
        if found is None:
            self._get_obj_does_not_exist_redirect(request, self.opts, str(object_id))
        assert found is not None
        return proof_response(found.file, found.name)

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "level":
            kwargs["queryset"] = levels_in_force(on=timezone.localdate())
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "level" and field is not None:
            field.label_from_instance = level_words
        return field

    def save_model(self, request, obj: FeeFiling, form, change: bool) -> None:
        given = dict(form.cleaned_data)
        made = actions.draft(given.pop("contract"), values=given, by=request.user, at=timezone.now())
        obj.pk, obj.number = made.pk, made.number

    def sheet(self, thing: FeeFiling) -> Sheet:
        return Sheet(
            note=note_of(thing),
            facts=[
                Fact(_("Estate"), thing.estate, reverse("admin:estates_estate_change", args=[thing.estate_id])),
                Fact(_("Company"), thing.contract.enterprise),
                Fact(_("Contract"), thing.contract, contract_place(thing)),
                Fact(_("Way of charging"), thing.get_charge_way_display()),
                Fact(_("Decided by"), thing.get_decided_by_display()),
                *known(
                    Fact(_("Decision of the owners"), thing.matter and matter_words(thing.matter)),
                    Fact(_("Document of the district"), thing.approval),
                ),
                Fact(_("Service level"), thing.level),
                Fact(_("Charged from"), thing.from_on),
                Fact(_("Until before"), thing.until_on),
                Fact(_("Off for vacant homes, %"), thing.vacancy_reduction_percent),
                Fact(_("Paid ahead at most, months"), thing.prepay_months_most),
                *known(
                    Fact(_("Plan posted"), span_of(thing.posted_from_on, thing.posted_until_on)),
                    Fact(_("Filed on"), thing.filed_on),
                    Fact(_("Answered on"), thing.answered_on),
                ),
                *fill_in(thing),
            ],
            tables=[*self.missing(thing), items_of(thing), self.papers(thing)],
            texts=[(_("Answer"), thing.answer)],
        )

    def missing(self, filing: FeeFiling) -> list[Table]:
        """Of what is under way: the others were whole when they were accepted."""
        if filing.state not in UNDER_WAY:
            return []
        rows = [(each.words, each.article) for each in missing(filing)]
        return [Table(_("What is still wanting"), (_("What"), _("Article")), rows, _("Nothing."))]

    def papers(self, filing: FeeFiling) -> Table:
        rows = [(each.get_kind_display(), each.received_at, self.link(filing, each)) for each in filing.papers.all()]
        return Table(_("Papers handed in"), (_("Paper"), _("Handed in"), _("File")), rows, _("No paper."))

    def link(self, filing: FeeFiling, paper: FeePaper):
        return format_html('<a href="{}">{}</a>', self.url("paper", filing.pk, paper.pk), paper.name)

    @display(description=gettext_lazy("company"))
    def company(self, filing: FeeFiling) -> str:
        return filing.contract.enterprise.name

    @display(description=gettext_lazy("decided by"), ordering="decided_by")
    def decided_shown(self, filing: FeeFiling) -> str:
        return filing.get_decided_by_display()

    @display(description=gettext_lazy("state"), ordering="state", label=LABELS)
    def state_shown(self, filing: FeeFiling) -> tuple[str, str]:
        return filing.state, filing.get_state_display()

    @display(description=gettext_lazy("answer due"), ordering="filed_on", label={"late": "danger", "": "default"})
    def due_shown(self, filing: FeeFiling):
        due_on = answer_due_on(filing)
        if due_on is None:
            return "–"
        return ("late" if due_on < timezone.localdate() else ""), f"{due_on}"


def note_of(filing: FeeFiling) -> str:
    due_on = answer_due_on(filing)
    if due_on is None:
        return ""
    words = _("The answer was due by %(day)s.") if due_on < timezone.localdate() else _("Answer by %(day)s.")
    return words % {"day": due_on}


def contract_place(filing: FeeFiling) -> str:
    return reverse("admin:enterprises_servicecontract_change", args=[filing.contract_id])


def fill_in(filing: FeeFiling) -> list[Fact]:
    """Where fee items and papers are written, while they may be."""
    if filing.state not in FEE_FILING["set_items"].open_in:
        return []
    return [Fact(_("Fee items and papers"), _("Fill in"), reverse("fees:filing", args=[filing.number]))]


def span_of(first, until) -> str | None:
    return f"{first} – {until}" if first else None


def items_of(filing: FeeFiling) -> Table:
    rows = [
        (
            item.name, item.get_kind_display(), yuan(item.price_fen), item.get_unit_display(), item.buildings or "–",
            item.get_lift_paid_by_display(), item.get_utilities_paid_by_display(),
        )
        for item in FeeItem.objects.filter(filing=filing)
    ]  # fmt: skip
    heads = (
        _("Fee item"), _("What for"), _("Yuan"), _("Unit of the price"), _("Which buildings"),
        _("Lifts paid"), _("Shared utilities paid"),
    )  # fmt: skip
    return Table(_("Fee items"), heads, rows, _("No fee item yet."))
