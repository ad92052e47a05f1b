"""The officers' desks of audits and draws."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from accounts.desk_buttons import Button, done
from accounts.desk_filters import region_filter
from accounts.sheet_desk import Fact, Sheet, Table
from fees.models import RevenueAudit, RevenueDraw
from fees.models.revenue_audits import AuditState
from fees.revenue import auditing, desk_forms
from fees.revenue.desk import RevenueDesk, labels, looks, of_estate, period_of
from fees.revenue.lifecycle import AUDIT, SAMPLE
from intake.money import as_yuan, yuan

AUDITS = {
    AuditState.OPEN: ("info", ""), AuditState.CLEAN: ("success", "ok"), AuditState.FAULTY: ("danger", "late"),
    AuditState.REVOKED: ("default", "quiet"),
}  # fmt: skip


@admin.register(RevenueAudit)
class RevenueAuditDesk(RevenueDesk):
    file = "paper"
    looks = looks(AUDITS)
    buttons = (
        Button.of(SAMPLE["find_clean"], done(auditing.find_clean), gettext_lazy("Everybody reads the result."),
                  form=desk_forms.CleanForm, icon="task_alt", variant="primary"),
        Button.of(SAMPLE["find_faulty"], done(auditing.find_faulty),
                  gettext_lazy("Everybody reads the result; the company is heard before anything counts."),
                  form=desk_forms.FaultyForm, icon="error"),
        Button.of(SAMPLE["revoke"], done(auditing.revoke), gettext_lazy("The report may be audited anew."),
                  form=desk_forms.ReasonForm, icon="undo", variant="danger"),
    )  # fmt: skip
    list_display = ["number", "estate", "period", "basis_shown", "state_shown", "due_on", "finished_on", "wrong"]
    list_select_related = ["estate", "report"]
    list_filter = [
        region_filter("estate__region_id"), ("state", ChoicesDropdownFilter), ("basis", ChoicesDropdownFilter),
    ]  # fmt: skip
    search_fields = ["number", "estate__search_text", "report__number", "draw__number"]
    search_help_text = gettext_lazy("Number of the audit, the report or the draw, or estate")
    export_columns = (
        "number", "estate__code", "estate__name", "report__number", "report__from_on", "basis", "draw__number", "rank",
        "state", "opened_on", "due_on", "auditor", "finished_on",
        as_yuan("wrong_fen", gettext_lazy("wrong by, yuan")), "result",
    )  # fmt: skip

    def sheet(self, thing: RevenueAudit) -> Sheet:
        report = reverse("admin:fees_revenuereport_change", args=[thing.report_id])
        draw = reverse("admin:fees_revenuedraw_change", args=[thing.draw_id]) if thing.draw_id else ""
        return Sheet(
            facts=[
                of_estate(thing),
                Fact(_("Report of public revenue"), f"{thing.report} · {period_of(thing.report)}", report),
                Fact(_("Why"), thing.get_basis_display()),
                *([Fact(_("Draw"), f"{thing.draw} · {thing.rank}", draw)] if draw else []),
                Fact(_("Opened on"), thing.opened_on),
                Fact(_("To be finished by"), thing.due_on),
                Fact(_("Audited by"), thing.auditor or None),
                Fact(_("Finished on"), thing.finished_on),
                Fact(_("Wrong by, yuan"), None if thing.wrong_fen is None else yuan(thing.wrong_fen)),
                *([Fact(_("Why it was revoked"), thing.revoke_reason)] if thing.revoke_reason else []),
                *self.link_to_file(thing, _("Report of the audit")),
            ],
            texts=[(_("Result"), thing.result)],
        )

    @display(description=gettext_lazy("period"), ordering="report__from_on")
    def period(self, row) -> str:
        return period_of(row.report)

    @display(description=gettext_lazy("why"), ordering="basis")
    def basis_shown(self, row) -> str:
        return row.get_basis_display()

    @display(description=gettext_lazy("wrong by, yuan"), ordering="wrong_fen")
    def wrong(self, row) -> str:
        return "–" if row.wrong_fen is None else yuan(row.wrong_fen)

    @display(description=gettext_lazy("state"), ordering="state", label=labels(AUDITS))
    def state_shown(self, row) -> tuple[str, str]:
        return row.state, row.get_state_display()


def draw(thing: RevenueDraw | None, *, region, day, by, at) -> str:
    made = auditing.draw(region=region, day=day, seed=auditing.new_seed(), by=by, at=at)
    n = made.audits.count()
    return _("%(number)s: %(n)s of %(all)s were drawn.") % {"number": made, "n": n, "all": len(made.pool)}


@admin.register(RevenueDraw)
class RevenueDrawDesk(RevenueDesk):
    buttons = (
        Button("draw", gettext_lazy("Draw a sample"), AUDIT, draw, form=desk_forms.DrawForm, on_list=True,
               icon="casino", variant="primary",
               question=lambda thing: _("Once for a division and period. Seed and list are published at once.")),
    )  # fmt: skip
    list_display = ["number", "region", "period", "percent", "pool_size", "drawn_at"]
    list_select_related = ["region"]
    list_filter = [region_filter("region_id"), ("from_on", RangeDateFilter)]
    search_fields = ["number"]
    export_columns = ("number", "region__code", "region__name", "from_on", "until_on", "seed", "percent", "drawn_at")

    def sheet(self, thing: RevenueDraw) -> Sheet:
        audits = thing.audits.select_related("estate").order_by("rank")
        return Sheet(
            facts=[
                Fact(_("Division"), thing.region),
                Fact(_("Period"), period_of(thing)),
                Fact(_("Seed"), thing.seed),
                Fact(_("Share"), f"{thing.percent} %"),
                Fact(_("Estates to draw from"), len(thing.pool)),
                Fact(_("Public page"), _("Draw it again"), reverse("fees:revenue-draw", args=[thing.number])),
            ],
            tables=[
                Table(
                    _("What was drawn"), [_("place in the draw"), _("Audit"), _("Estate"), _("State")],
                    [[each.rank, each.number, each.estate, each.get_state_display()] for each in audits],
                )
            ],
        )  # fmt: skip

    @display(description=gettext_lazy("period"), ordering="from_on")
    def period(self, row) -> str:
        return period_of(row)

    @display(description=gettext_lazy("estates to draw from"))
    def pool_size(self, row) -> int:
        return len(row.pool)
