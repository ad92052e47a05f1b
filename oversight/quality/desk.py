"""The desk of data quality: the areas beside each other, below them what is to be put right."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display
from unfold.views import ChangeList

from accounts.actions import note_export
from accounts.desk import Desk
from accounts.desk_buttons import PageLink
from accounts.desk_filters import region_filter
from accounts.patience import unhurried
from accounts.spreadsheets import WORKBOOK
from oversight import figures
from oversight.models import QualityGap
from oversight.quality.rules import BY_KEY
from oversight.quality.workbook import workbook

MOST_HANDED_OUT = 20_000
"""Gaps in one workbook."""


class RuleFilter(DropdownFilter):
    title = gettext_lazy("what is missing")
    parameter_name = "rule"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [(key, str(rule.label)) for key, rule in BY_KEY.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(rule=self.value()) if self.value() else queryset


class OverdueFilter(DropdownFilter):
    title = gettext_lazy("deadline")
    parameter_name = "overdue"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("yes", _("overdue")), ("no", _("in time"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        if self.value() == "yes":
            return queryset.filter(due_on__lt=today)
        return queryset.filter(due_on__gte=today) if self.value() == "no" else queryset


class GapList(ChangeList):
    def url_for_result(self, result: QualityGap) -> str:
        """The estate, where most of what it lacks can be put right."""
        return reverse("admin:estates_estate_change", args=[result.estate_id])


@admin.register(QualityGap)
class QualityDesk(Desk):
    view_verb = "quality.view"
    list_before_template = "oversight/quality_league.html"
    list_display = ["estate", "place", "missing", "side", "owed_by", "since_on", "due_shown"]
    fields = ("estate", "missing", "side", "owed_by", "since_on", "due_on")
    readonly_fields = ("missing", "owed_by")
    list_select_related = ["estate__region"]
    list_filter = [
        region_filter("estate__region_id"), RuleFilter, OverdueFilter, ("side", ChoicesDropdownFilter),
    ]  # fmt: skip
    search_fields = ["estate__search_text"]
    search_help_text = gettext_lazy("Estate")
    export_columns = (
        "estate__code", "estate__name", "estate__region__name", "missing", "owed_by", "since_on", "due_on",
    )  # fmt: skip

    def get_urls(self):
        fill_in = path("fill-in/", self.of_the_list(self.fill_in), name="oversight_qualitygap_fill_in")
        return [fill_in, *super().get_urls()]

    def get_changelist(self, request: HttpRequest, **options) -> type[ChangeList]:
        return GapList

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().changelist_view(request, {"league": league_for(request), **(extra_context or {})})

    def export_links(self, request: HttpRequest) -> list[PageLink]:
        asked = request.GET.urlencode()
        link = PageLink(_("Workbook to fill in"), f"{self.url('fill_in')}?{asked}", "edit_note", "primary")
        return [link, *super().export_links(request)]

    def fill_in(self, request: HttpRequest) -> HttpResponse:
        """The gaps that are filtered now, as a workbook whose tabs the import desk takes back."""
        gaps = self.get_changelist_instance(request).get_queryset(request).select_related("estate__region")
        with unhurried():
            found = list(gaps[: MOST_HANDED_OUT + 1])
            if len(found) > MOST_HANDED_OUT:
                return self.too_many_to_hand_out(request)
            content = workbook(found, on=timezone.localdate())
        note_export(
            self.opts.label_lower, kind="fill-in", filters=request.GET.dict(), rows=len(found), by=request.user,
            at=timezone.now(),
        )  # fmt: skip
        name = f'attachment; filename="to-fill-in-{timezone.localdate():%Y%m%d}.xlsx"'
        headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
        return HttpResponse(content, content_type=WORKBOOK, headers=headers)

    def too_many_to_hand_out(self, request: HttpRequest) -> HttpResponse:
        """Back to the list, with its filters and a sentence that says what to do."""
        said = _("A workbook takes %(most)s gaps and this list has more. Filter it first, such as by district.")
        messages.error(request, said % {"most": f"{MOST_HANDED_OUT:,}"})
        return HttpResponseRedirect(f"{self.url('changelist')}?{request.GET.urlencode()}")

    @display(description=gettext_lazy("street or community"), ordering="estate__region__code")
    def place(self, gap: QualityGap) -> str:
        return gap.estate.region.name

    @display(description=gettext_lazy("what is missing"), ordering="rule")
    def missing(self, gap: QualityGap) -> str:
        return str(BY_KEY[gap.rule].label)

    @display(description=gettext_lazy("who owes it"))
    def owed_by(self, gap: QualityGap) -> str:
        return str(BY_KEY[gap.rule].owed_by)

    @display(description=gettext_lazy("to be put right by"), ordering="due_on", label={"late": "danger", "": "default"})
    def due_shown(self, gap: QualityGap) -> tuple[str, str]:
        return ("late" if gap.due_on < timezone.localdate() else "", gap.due_on.isoformat())


def league_for(request: HttpRequest) -> dict[str, Any] | None:
    """The parts of the person's area, or of the division that the list is filtered by."""
    try:
        area = figures.area_for(request.user, request.GET.get("region") or None)
    except figures.NoSuchArea:
        return None
    return figures.quality(area, on=timezone.localdate())
