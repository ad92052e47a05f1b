"""The desk of committees: the register, and one committee with what it owes."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.authority import NotAllowed, may
from accounts.city import NoRuleValue
from accounts.desk import Desk
from accounts.desk_buttons import Button, PageLink
from accounts.desk_filters import region_filter
from accounts.lifecycle import NotNow
from committees.committee_desk.buttons import BUTTONS
from committees.committee_desk.coverage import coverage_of
from committees.committee_desk.filters import NeedsFilter
from committees.desk.dues import dues_of
from committees.looking import look_at_people
from committees.meetings.queries import with_audits, with_meetings
from committees.meetings.terms import office_law
from committees.models import Committee, CommitteeState

LOOKS = {
    CommitteeState.ELECTED: ("warning", "warm"),
    CommitteeState.FILED: ("success", "ok"),
    CommitteeState.ENDED: ("default", "quiet"),
    CommitteeState.DISSOLVED: ("default", "quiet"),
}
DUE_LOOKS = {"late": "late", "near": "warm", "running": ""}


@admin.register(Committee)
class CommitteeDesk(Desk):
    view_verb = "committees.view"
    refusals = (ValidationError, NotAllowed, NotNow, NoRuleValue)
    buttons = BUTTONS
    change_form_template = "committees/guide/committee.html"
    list_display = ["name", "kind_shown", "state_shown", "term_shown", "last_met_shown", "audit_due_shown"]
    list_select_related = ["estate"]
    list_filter = [
        region_filter("estate__region_id"),
        NeedsFilter,
        ("kind", ChoicesDropdownFilter),
        ("state", ChoicesDropdownFilter),
    ]
    search_fields = ["number", "name", "filing_number", "estate__search_text"]
    search_help_text = gettext_lazy("Name, number or estate")
    fields = ["name"]
    export_columns = (
        "number", "estate__code", "estate__name", "kind", "ordinal", "name", "state", "formed_on", "term_from",
        "term_until", "filed_on", "filing_number", "office_phone", "office_address", "seal_number", "seal_on",
        "last_met_shown", "audit_due_shown", "ended_on", "end_reason",
    )  # fmt: skip

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [path("coverage/", wrap(self.coverage), name="committees_committee_coverage"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the last meeting and the next audit, where the city has its rules."""
        rows = super().get_queryset(request).select_related("estate")
        try:
            law = office_law(timezone.localdate())
        except NoRuleValue:
            return rows
        return with_audits(with_meetings(rows, law), law)

    def button_links(self, request: HttpRequest, thing: Committee | None) -> list[PageLink]:
        links = super().button_links(request, thing)
        if thing is None and may(request.user, "figures.view"):
            return [PageLink(_("Counties and streets"), self.url("coverage"), "table_chart"), *links]
        return links

    def coverage(self, request: HttpRequest) -> HttpResponse:
        """Each county, or each street of a county, with a list behind every number."""
        if not (self.has_view_permission(request) and may(request.user, "figures.view")):
            raise PermissionDenied
        title = _("Committees by county and street")
        facts = coverage_of(request.user, request.GET.get("region", ""), on=timezone.localdate())
        return self.page(
            request, "committees/guide/coverage.html", None, title, coverage=facts, list_url=self.url("changelist")
        )

    def ask(self, request: HttpRequest, button: Button, object_id: str | None) -> HttpResponse:
        """Full names are shown as the answer itself: they have no address that could be opened without a record."""
        if button.name != "people" or request.method != "POST":
            return super().ask(request, button, object_id)
        if not button.is_for(request.user):
            raise PermissionDenied
        committee = self.get_object(request, unquote(object_id))
        if committee is None:
            self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        seen = look_at_people(committee, by=request.user, at=timezone.now())
        members = seen.members.filter(left_on__isnull=True)
        lists = [(_("Members"), [(each.get_seat_display(), each) for each in members])]
        return self.page(
            request, "committees/guide/people.html", seen, str(seen), lists=lists, back=self.url("change", seen.pk)
        )

    def page_facts(self, request: HttpRequest, thing: Committee | None) -> dict[str, Any]:
        if thing is None:
            return {}
        facts: dict[str, Any] = {
            "committee": thing,
            "page_note": thing.number,
            "page_state": {"word": thing.get_state_display(), "kind": LOOKS[CommitteeState(thing.state)][1]},
            "members": thing.members.order_by("left_on", "place", "pk"),
            "filings": thing.filings.all(),
            "warnings": thing.warnings.all()[:8],
            "formation": getattr(thing, "formation", None),
            "term_is_over": thing.is_in_office and thing.term_until <= timezone.localdate(),
        }
        try:
            facts["dues"] = [(due, DUE_LOOKS[due.kind]) for due in dues_of(thing, at=timezone.now())]
        except NoRuleValue as missing:
            facts["missing_rule"] = str(missing)
        return facts

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, committee: Committee) -> str:
        return committee.get_kind_display()

    @display(
        description=gettext_lazy("state"), ordering="state", label={state: look[0] for state, look in LOOKS.items()}
    )
    def state_shown(self, committee: Committee) -> tuple[str, str]:
        return committee.state, committee.get_state_display()

    @display(
        description=gettext_lazy("term until before"),
        ordering="term_until",
        label={"over": "danger", "runs": "default"},
    )
    def term_shown(self, committee: Committee) -> tuple[str, str]:
        over = committee.is_in_office and committee.term_until <= timezone.localdate()
        return ("over" if over else "runs"), f"{committee.term_until:%Y-%m-%d}"

    @display(description=gettext_lazy("last meeting"))
    def last_met_shown(self, committee: Committee) -> str:
        return day(getattr(committee, "last_met_on", None))

    @display(description=gettext_lazy("audit due on"))
    def audit_due_shown(self, committee: Committee) -> str:
        return day(getattr(committee, "audit_due_on", None))


def day(on) -> str:
    return f"{on:%Y-%m-%d}" if on else "–"
