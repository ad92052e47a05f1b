"""The officers' desk of fund uses: what waits, one use with all it has, and every verb as a button."""

from functools import partial

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.desk_buttons import Button
from accounts.desk_filters import region_filter
from accounts.desk_theme import dressed
from accounts.proofs import proof_response
from accounts.sheet_desk import Fact, Sheet, SheetDesk, Table
from committees.models import Vote
from fees.fund_uses import actions
from fees.fund_uses.actions import Proposal
from fees.fund_uses.acts import ACTS, Act
from fees.fund_uses.lifecycle import PROPOSE, VIEW
from fees.fund_uses.reading import history_of
from fees.models import FundUse, FundUsePaper, FundUseState
from intake.money import as_yuan, yuan

LABELS = {
    FundUseState.DRAFT: "default", FundUseState.POSTED: "info", FundUseState.VOTED: "info",
    FundUseState.CONFIRMED: "warning", FundUseState.FILED: "warning", FundUseState.RETURNED: "warning",
    FundUseState.APPROVED: "info", FundUseState.ACCEPTED: "info", FundUseState.AUDITED: "info",
    FundUseState.OVER: "danger", FundUseState.SETTLED: "success", FundUseState.PAID: "success",
    FundUseState.REFUSED: "default", FundUseState.WITHDRAWN: "default",
}  # fmt: skip
LOOKS = {
    FundUseState.FILED: "warm", FundUseState.CONFIRMED: "warm", FundUseState.RETURNED: "warm",
    FundUseState.OVER: "late", FundUseState.SETTLED: "ok", FundUseState.PAID: "ok",
}  # fmt: skip


class DueFilter(admin.SimpleListFilter):
    title = gettext_lazy("what is late")
    parameter_name = "late"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("answer", _("the bureau's answer")), ("notice", _("the after-notice of an emergency"))]

    def queryset(self, request: HttpRequest, queryset):
        today = timezone.localdate()
        if self.value() == "answer":
            return queryset.unanswered(on=today)
        if self.value() == "notice":
            return queryset.untold(on=today)
        return queryset


def carry_out(act: Act, use: FundUse, **given) -> str:
    done = act.do(use, **given)
    if isinstance(done, Vote):
        return _("Vote %(number)s is drafted: confirm its roll and announce it.") % {"number": done.number}
    return _("%(number)s: %(state)s.") % {"number": done.number, "state": done.get_state_display()}


def form_of(act: Act, use: FundUse):
    return partial(dressed(act.form), thing=use)


def button(act: Act) -> Button:
    return Button(
        act.verb.replace("_", "-"), act.label, act.move.right, partial(carry_out, act),
        question=lambda use: str(act.consequence), form_of=partial(form_of, act), icon=act.icon, variant=act.look,
        when=lambda use: act.fits(use), stands_out=lambda use: act.look_for(use) == act.look,
    )  # fmt: skip


@admin.register(FundUse)
class FundUseDesk(SheetDesk):
    view_verb = VIEW
    add_verb = PROPOSE
    buttons = tuple(button(act) for act in ACTS.values())
    looks = LOOKS
    list_display = ["number", "estate", "title", "road_shown", "amount_shown", "state_shown", "answer_due_on"]
    list_select_related = ["estate"]
    list_filter = [
        region_filter("estate__region_id"), ("state", ChoicesDropdownFilter), ("kind", ChoicesDropdownFilter),
        DueFilter,
    ]  # fmt: skip
    search_fields = ["number", "title", "estate__search_text"]
    search_help_text = gettext_lazy("Number, title or estate")
    autocomplete_fields = ["estate"]
    fields = ["estate", "title", ("part", "cause"), "case", "plan"]
    export_columns = (
        "number", "estate__code", "estate__name", "kind", "title", "part", "state", "proposed_on", "posted_on",
        "confirmed_on", "notice_due_on", "filed_on", "answer_due_on",
        as_yuan("budget_fen", gettext_lazy("Budget, yuan")), "approved_on",
        as_yuan("approved_fen", gettext_lazy("Approved, yuan")), "accepted_on", "audited_on",
        as_yuan("audited_fen", gettext_lazy("Found by the audit, yuan")), "settled_on",
        as_yuan("settled_fen", gettext_lazy("Settled, yuan")), "paid_on",
    )  # fmt: skip

    def get_urls(self):
        paper = self.admin_site.admin_view(self.paper)
        name = f"{self.opts.app_label}_{self.opts.model_name}_paper"
        return [path("<path:object_id>/papers/<int:paper>/", paper, name=name), *super().get_urls()]

    def paper(self, request: HttpRequest, object_id: str, paper: int) -> HttpResponse:
        """Hand one paper out, of a use that the person sees."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = FundUsePaper.objects.filter(use=self.get_object(request, object_id), pk=paper).first()
        if found is None:
            raise Http404
        return proof_response(found.file, f"{found.use}-{found.get_kind_display()}")

    def save_model(self, request: HttpRequest, obj: FundUse, form, change: bool) -> None:
        given = dict(form.cleaned_data)
        made = actions.propose(given.pop("estate"), Proposal(**given), by=request.user, at=timezone.now())
        obj.pk, obj.number = made.pk, made.number

    def sheet(self, thing: FundUse) -> Sheet:
        return Sheet(
            note=note_of(thing),
            facts=[
                Fact(_("Estate"), thing.estate, reverse("admin:estates_estate_change", args=[thing.estate_id])),
                Fact(_("Title"), thing.title),
                Fact(_("What is repaired"), thing.get_part_display()),
                Fact(_("Kind"), thing.get_case_display() or thing.get_kind_display()),
                *days_of(thing),
                *money_of(thing),
            ],
            tables=[self.steps(thing), self.quotes(thing), self.payments(thing), self.papers(thing), self.homes(thing)],
            texts=[
                (_("What is to be done"), thing.plan),
                (_("Answer"), thing.answer),
                (_("Result of the acceptance"), thing.acceptance),
            ],
        )

    def quotes(self, use: FundUse) -> Table:
        rows = [
            (quote.contractor, yuan(quote.amount_fen), f"{quote.given_on:%Y-%m-%d}",
             (quote.reason or _("chosen")) if quote.is_chosen else "")
            for quote in use.quotes.all()
        ]  # fmt: skip
        heads = (_("Contractor"), _("Yuan"), _("Day of the quote"), _("Chosen"))
        return Table(_("Quotes"), heads, rows, _("No quote yet."))

    def homes(self, use: FundUse) -> Table:
        rows = [
            (line.home.label, f"{line.area_m2:.2f}", "" if line.share_fen is None else yuan(line.share_fen))
            for line in use.homes.select_related("home__building")
        ]
        title = _("Homes that pay: %(count)d") % {"count": len(rows)}
        return Table(title, (_("home"), _("m²"), _("Share, yuan")), rows, _("None are chosen yet."))

    def payments(self, use: FundUse) -> Table:
        rows = [
            (each.get_kind_display(), yuan(each.amount_fen), f"{each.paid_on:%Y-%m-%d}", each.payee)
            for each in use.payments.all()
        ]
        return Table(_("Payments"), (_("Kind"), _("Yuan"), _("Day"), _("Contractor")), rows, _("Nothing was paid yet."))

    def steps(self, use: FundUse) -> Table:
        rows = [
            (f"{step.on:%Y-%m-%d}", step.what, "" if step.amount_fen is None else yuan(step.amount_fen), step.words)
            for step in history_of(use)
        ]
        return Table(_("Steps"), (_("Day"), _("Step"), _("Yuan"), _("Note of the step")), rows)

    def papers(self, use: FundUse) -> Table:
        rows = [
            (each.get_kind_display(), f"{timezone.localtime(each.at):%Y-%m-%d %H:%M}", self.download(use, each))
            for each in use.papers.all()
        ]
        return Table(_("Papers that prove it"), (_("What it is"), _("Handed in"), _("File")), rows, _("No paper yet."))

    def download(self, use: FundUse, paper: FundUsePaper):
        return format_html('<a href="{}">{}</a>', self.url("paper", use.pk, paper.pk), _("Download"))

    @display(description=gettext_lazy("kind"), ordering="kind")
    def road_shown(self, use: FundUse) -> str:
        return use.get_kind_display()

    @display(description=gettext_lazy("Amount, yuan"))
    def amount_shown(self, use: FundUse) -> str:
        fen = use.settled_fen or use.approved_fen or use.budget_fen
        return yuan(fen) if fen else "–"

    @display(description=gettext_lazy("state"), ordering="state", label=LABELS)
    def state_shown(self, use: FundUse) -> tuple[str, str]:
        return use.state, use.get_state_display()


def note_of(use: FundUse) -> str:
    """What is late."""
    today = timezone.localdate()
    if use.state == FundUseState.FILED and use.answer_due_on and use.answer_due_on < today:
        return _("The answer was due on %(day)s.") % {"day": use.answer_due_on}
    if use.is_emergency and use.posted_on is None and use.notice_due_on and use.notice_due_on < today:
        return _("The after-notice was due on %(day)s.") % {"day": use.notice_due_on}
    return ""


def days_of(use: FundUse) -> list[Fact]:
    told = [
        (_("Proposed on"), use.proposed_on), (_("Emergency confirmed on"), use.confirmed_on),
        (_("After-notice due on"), use.notice_due_on), (_("Posted on"), use.posted_on),
        (_("Posted until before"), use.posted_until_on), (_("Filed on"), use.filed_on),
        (_("Answer due on"), use.answer_due_on), (_("Approved on"), use.approved_on),
        (_("Work accepted on"), use.accepted_on), (_("Audited on"), use.audited_on),
        (_("Committee agreed to no audit on"), use.consented_on), (_("Settled on"), use.settled_on),
        (_("Paid out on"), use.paid_on),
    ]  # fmt: skip
    vote = [Fact(_("Decision of the owners"), use.matter.vote.number)] if use.matter else []
    return [Fact(label, day) for label, day in told if day] + vote


def money_of(use: FundUse) -> list[Fact]:
    told = [
        (_("Budget, yuan"), use.budget_fen), (_("Approved, yuan"), use.approved_fen),
        (_("In advance at most, yuan"), use.advance_most_fen), (_("To be settled at most, yuan"), use.ceiling_fen),
        (_("To be audited above, yuan"), use.audit_above_fen), (_("Found by the audit, yuan"), use.audited_fen),
        (_("Settled, yuan"), use.settled_fen),
    ]  # fmt: skip
    audited = [Fact(_("Audit"), f"{use.auditor} {use.audit_report}")] if use.auditor else []
    return [Fact(label, yuan(fen)) for label, fen in told if fen] + audited
