"""The desk of warnings: whose term runs out, who is late with a filing or its answer, who keeps the keys."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.desk import Desk
from accounts.desk_filters import region_filter
from committees.models import CommitteeWarning, WarningKind
from committees.seats.warnings import standing

COLOURS = dict.fromkeys(WarningKind, "danger") | {WarningKind.REPORT: "info", WarningKind.GROUP: "warning"}


class SettledFilter(admin.SimpleListFilter):
    """What is settled is out of the way unless it is asked for."""

    title = gettext_lazy("settled")
    parameter_name = "settled"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("yes", _("settled")), ("all", _("all"))]

    def choices(self, changelist):
        everything, *others = super().choices(changelist)
        return [{**everything, "display": _("not settled")}, *others]

    def queryset(self, request: HttpRequest, queryset):
        if self.value() == "all":
            return queryset
        still = standing(timezone.localdate())
        return queryset.exclude(pk__in=still) if self.value() == "yes" else queryset.filter(pk__in=still)


@admin.register(CommitteeWarning)
class WarningDesk(Desk):
    """Read-only: a warning is given by the clock, and settled by what it is about."""

    view_verb = "committees.view"
    list_display = ["committee", "estate", "kind_shown", "due_on", "given_on", "article"]
    list_display_links = ["committee"]
    list_select_related = ["committee__estate"]
    list_filter = [
        SettledFilter, region_filter("committee__estate__region_id"), ("kind", ChoicesDropdownFilter),
    ]  # fmt: skip
    search_fields = ["committee__name", "committee__number", "committee__estate__search_text"]
    search_help_text = gettext_lazy("Committee or estate")
    ordering = ["due_on", "id"]
    fields = ["committee", "kind", "due_on", "given_on", "article"]
    export_columns = (
        "committee__number", "committee__name", "committee__estate__code", "committee__estate__name", "kind", "due_on",
        "given_on", "article",
    )  # fmt: skip

    @display(description=gettext_lazy("warning"), ordering="kind", label=COLOURS)
    def kind_shown(self, warning: CommitteeWarning) -> tuple[str, str]:
        return warning.kind, warning.get_kind_display()

    @display(description=gettext_lazy("estate"), ordering="committee__estate__name")
    def estate(self, warning: CommitteeWarning) -> str:
        return str(warning.committee.estate)
