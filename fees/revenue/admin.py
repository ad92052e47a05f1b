"""The officers' desks of contracts and reports of public revenue."""

from functools import partial

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from accounts.desk_buttons import Button, done
from accounts.desk_filters import region_filter
from accounts.proofs import proof_response
from accounts.sheet_desk import Fact, Sheet, Table
from fees.models import RevenueContract, RevenueProof, RevenueReport
from fees.models.revenue import ContractState, ReportState
from fees.revenue import arriving, auditing, contracts, demanding, desk_forms, reporting
from fees.revenue.desk import RevenueDesk, labels, looks, of_estate, period_of
from fees.revenue.filters import late
from fees.revenue.lifecycle import AUDIT, CONTRACT, REPORT, WRITE
from fees.revenue.periods import DAY
from intake.money import as_yuan, yuan

REPORTS = {
    ReportState.OWED: ("warning", "warm"), ReportState.POSTED: ("success", "ok"),
    ReportState.REPLACED: ("default", "quiet"), ReportState.DROPPED: ("default", "quiet"),
}  # fmt: skip
CONTRACTS = {
    ContractState.RUNNING: ("success", "ok"), ContractState.ENDED: ("default", "quiet"),
    ContractState.VOID: ("default", "quiet"),
}  # fmt: skip


@admin.register(RevenueContract)
class RevenueContractDesk(RevenueDesk):
    add_verb = WRITE
    file = "file"
    looks = looks(CONTRACTS)
    buttons = (
        Button.of(CONTRACT["end_early"], done(contracts.end_early), gettext_lazy("It pays until before that day."),
                  form=desk_forms.EndForm, icon="event_busy"),
        Button.of(CONTRACT["void"], done(contracts.void), gettext_lazy("It never was: no report may name it."),
                  form=desk_forms.ReasonForm, icon="delete", variant="danger"),
    )  # fmt: skip
    list_display = ["number", "estate", "source_shown", "payer", "sum_shown", "from_on", "last_day", "state_shown"]
    list_select_related = ["estate"]
    list_filter = [
        region_filter("estate__region_id"), ("source", ChoicesDropdownFilter), ("state", ChoicesDropdownFilter),
        ("until_on", RangeDateFilter),
    ]  # fmt: skip
    search_fields = ["number", "estate__search_text", "payer"]
    search_help_text = gettext_lazy("Number, estate, or who pays")
    autocomplete_fields = ["estate"]
    fields = [
        "estate",
        ("source", "payer"),
        "place",
        ("from_on", "until_on", "signed_on"),
        ("amount_fen", "pays"),
        "file",
    ]
    export_columns = (
        "number", "estate__code", "estate__name", "source", "payer", "place", "from_on", "until_on",
        as_yuan("amount_fen", gettext_lazy("sum, yuan")), "pays", "signed_on", "state", "ended_on",
    )  # fmt: skip

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "amount_fen":
            return desk_forms.yuan_field(gettext_lazy("sum, yuan"))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: RevenueContract, form, change: bool) -> None:
        new = contracts.NewContract(**{name: form.cleaned_data[name] for name in form.cleaned_data})
        made = contracts.register(new=new, by=request.user, at=timezone.now())
        obj.pk, obj.number = made.pk, made.number

    def sheet(self, thing: RevenueContract) -> Sheet:
        lines = (
            thing.lines.filter(report__state=ReportState.POSTED).select_related("report").order_by("-report__from_on")
        )
        return Sheet(
            facts=[
                of_estate(thing),
                Fact(_("What earns"), thing.get_source_display()),
                Fact(_("Who pays"), thing.payer),
                Fact(_("Where"), thing.place),
                Fact(_("Amount"), f"{yuan(thing.amount_fen)} {thing.get_pays_display()}"),
                Fact(_("First day"), thing.from_on),
                Fact(_("Last day"), thing.until_on - DAY),
                Fact(_("Signed on"), thing.signed_on),
                Fact(_("Ended early on"), thing.ended_on),
                Fact(_("Why it ended"), thing.end_reason or None),
                *self.link_to_file(thing, _("Contract as a file")),
            ],
            tables=[
                Table(
                    _("Receipts from it"), [_("Period"), _("Sum, yuan")],
                    [[period_of(line.report), yuan(line.amount_fen)] for line in lines],
                    _("No posted report has a receipt from it yet."),
                )
            ],
        )  # fmt: skip

    @display(description=gettext_lazy("what earns"), ordering="source")
    def source_shown(self, row) -> str:
        return row.get_source_display()

    @display(description=gettext_lazy("sum, yuan"), ordering="amount_fen")
    def sum_shown(self, row) -> str:
        return f"{yuan(row.amount_fen)} {row.get_pays_display()}"

    @display(description=gettext_lazy("last day"), ordering="until_on")
    def last_day(self, row):
        return row.over_on - DAY

    @display(description=gettext_lazy("state"), ordering="state", label=labels(CONTRACTS))
    def state_shown(self, row) -> tuple[str, str]:
        return row.state, row.get_state_display()


class LateFilter(admin.SimpleListFilter):
    title = gettext_lazy("whether in time")
    parameter_name = "late"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("yes", _("late")), ("owed", _("late and still owed"))]

    def queryset(self, request: HttpRequest, queryset):
        if self.value() is None:
            return queryset
        found = queryset.filter(late(on=timezone.localdate()))
        return found.filter(state=ReportState.OWED) if self.value() == "owed" else found


def arrive(report: RevenueReport, **given) -> str:
    arriving.note_arrived(report, **given)
    return _("The owners' accounts moved; %(left)s yuan are still to arrive.") % {
        "left": yuan(arriving.awaited_fen(report))
    }


def order(report: RevenueReport, *, by, at) -> str:
    return _("Audit %(number)s is open.") % {"number": auditing.order(report, by=by, at=at).number}


def demand(report: RevenueReport, **given) -> HttpResponseRedirect:
    made = demanding.record(report, **given)
    return HttpResponseRedirect(reverse("admin:fees_revenuedemand_change", args=[made.pk]))


def is_posted(report: RevenueReport) -> bool:
    return report.state == ReportState.POSTED


@admin.register(RevenueReport)
class RevenueReportDesk(RevenueDesk):
    looks = looks(REPORTS)
    buttons = (
        Button.of(REPORT["post"], done(reporting.post), gettext_lazy("Everybody reads it, and nobody changes it."),
                  icon="campaign", variant="primary"),
        Button.of(REPORT["correct"], done(reporting.correct),
                  gettext_lazy("A new report of the period begins; posted, it takes this one's place."),
                  form=desk_forms.ReasonForm, icon="edit"),
        Button.of(REPORT["note_arrived"], arrive,
                  gettext_lazy("What the bank shows is split by area over the accounts of the estate."),
                  form=desk_forms.ArrivedForm, icon="account_balance"),
        Button("order-audit", gettext_lazy("Order an audit"), AUDIT, order, icon="policy",
               question=lambda report: _("For a change of the committee. Samples are drawn, and owners demand theirs."),
               when=is_posted),
        Button("demand-audit", gettext_lazy("Owners demand an audit"), AUDIT, demand, icon="how_to_reg",
               form_of=lambda report: partial(desk_forms.DemandForm, thing=report),
               question=lambda report: _("Owners are counted by heads and area. Enough of both open the audit."),
               when=is_posted),
    )  # fmt: skip
    list_display = ["number", "estate", "period", "state_shown", "due_on", "posted_on", "receipts", "closing"]
    list_select_related = ["estate"]
    list_filter = [
        region_filter("estate__region_id"), ("state", ChoicesDropdownFilter), LateFilter, ("from_on", RangeDateFilter),
    ]  # fmt: skip
    search_fields = ["number", "estate__search_text"]
    search_help_text = gettext_lazy("Number or estate")
    export_columns = (
        "number", "estate__code", "estate__name", "from_on", "until_on", "due_on", "state", "posted_on",
        as_yuan("opening_fen", gettext_lazy("opening balance, yuan")),
        as_yuan("receipts_fen", gettext_lazy("receipts, yuan")), as_yuan("costs_fen", gettext_lazy("costs, yuan")),
        as_yuan("to_fund_fen", gettext_lazy("into the maintenance fund, yuan")),
        as_yuan("to_owners_fen", gettext_lazy("for the owners, yuan")),
        as_yuan("closing_fen", gettext_lazy("closing balance, yuan")),
        as_yuan("bank_fen", gettext_lazy("balance of the separate account, yuan")), "reason",
    )  # fmt: skip

    def get_urls(self):
        view = self.admin_site.admin_view(self.proof)
        return [path("proofs/<int:key>/", view, name="fees_revenueproof_file"), *super().get_urls()]

    def proof(self, request: HttpRequest, key: int) -> HttpResponse:
        seen = self.get_queryset(request).values("pk") if self.has_view_permission(request) else []
        found = RevenueProof.objects.filter(pk=key, report__in=seen).first()
        if found is None:
            raise Http404
        return proof_response(found.file, found.title)

    def sheet(self, thing: RevenueReport) -> Sheet:
        return Sheet(
            note=_("Its last day is over.") if is_late(thing) else "",
            facts=[
                of_estate(thing),
                Fact(_("Period"), period_of(thing)),
                Fact(_("To be posted by"), thing.due_on),
                Fact(_("Posted on"), thing.posted_on),
                Fact(_("Stays on the board until before"), thing.shown_until_on),
                *corrected(thing),
                *proofs_of(thing),
            ],
            tables=[account_table(thing), lines_table(thing), arrived_table(thing)],
        )

    @display(description=gettext_lazy("period"), ordering="from_on")
    def period(self, row) -> str:
        return period_of(row)

    @display(description=gettext_lazy("receipts, yuan"), ordering="receipts_fen")
    def receipts(self, row) -> str:
        return yuan(row.receipts_fen)

    @display(description=gettext_lazy("closing balance, yuan"), ordering="closing_fen")
    def closing(self, row) -> str:
        return yuan(row.closing_fen)

    @display(description=gettext_lazy("state"), ordering="state", label=labels(REPORTS))
    def state_shown(self, row) -> tuple[str, str]:
        return row.state, row.get_state_display()


def is_late(report: RevenueReport) -> bool:
    return report.state == ReportState.OWED and report.due_on < timezone.localdate()


def corrected(report: RevenueReport) -> list[Fact]:
    if report.corrects is None:
        return []
    url = reverse("admin:fees_revenuereport_change", args=[report.corrects_id])
    return [Fact(_("Corrects"), report.corrects, url), Fact(_("Why it is corrected"), report.reason)]


def account_table(report: RevenueReport) -> Table:
    rows = [
        (_("Opening balance"), report.opening_fen), (_("+ receipts"), report.receipts_fen),
        (_("- costs"), report.costs_fen), (_("- into the maintenance fund"), report.to_fund_fen),
        (_("- for the owners"), report.to_owners_fen), (_("Closing balance"), report.closing_fen),
    ]  # fmt: skip
    if report.bank_fen is not None:
        rows.append((_("Bank shows"), report.bank_fen))
    return Table(_("The account"), [_("What"), _("Yuan")], [[words, yuan(fen)] for words, fen in rows])


def lines_table(report: RevenueReport) -> Table:
    rows = [
        [line.get_side_display(), line.get_kind_display(), line.words, line.contract or "–", yuan(line.amount_fen)]
        for line in report.lines.select_related("contract")
    ]
    heads = [_("Side"), _("Kind"), _("Explanation"), _("Contract"), _("Yuan")]
    return Table(_("Lines"), heads, rows, _("Nothing is written down."))


def proofs_of(report: RevenueReport) -> list[Fact]:
    return [
        Fact(proof.get_kind_display(), proof.title, reverse("admin:fees_revenueproof_file", args=[proof.pk]))
        for proof in report.proofs.all()
    ]


def arrived_table(report: RevenueReport) -> Table:
    rows = [[each.on, yuan(each.amount_fen)] for each in arriving.arrivals_of(report)]
    return Table(_("Arrived in the fund"), [_("On"), _("Yuan")], rows, _("Nothing arrived."))
