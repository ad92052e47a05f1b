"""The desk of members: who sits where since when, without full names."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display

from accounts.desk import Desk
from accounts.desk_filters import region_filter
from committees.models import Member


class SittingFilter(DropdownFilter):
    title = gettext_lazy("in the seat")
    parameter_name = "sitting"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("yes", _("today")), ("no", _("left"))]

    def queryset(self, request: HttpRequest, queryset):
        if self.value() not in {"yes", "no"}:
            return queryset
        left = queryset.filter(left_on__lte=timezone.localdate())
        return left if self.value() == "no" else queryset.exclude(pk__in=left.values("pk"))


@admin.register(Member)
class MemberDesk(Desk):
    """Seats change by the verbs of the committee; here they are read and handed out as a list."""

    view_verb = "committees.view"
    list_display = ["name_shown", "seat_shown", "side_shown", "committee", "joined_on", "left_on"]
    list_display_links = ["name_shown"]
    list_select_related = ["committee__estate"]
    list_filter = [
        region_filter("committee__estate__region_id"),
        SittingFilter,
        ("seat", ChoicesDropdownFilter),
        ("side", ChoicesDropdownFilter),
    ]
    search_fields = ["committee__name", "committee__number", "committee__estate__search_text"]
    search_help_text = gettext_lazy("Committee or estate")
    ordering = ["committee_id", "place", "pk"]
    fields = [
        ("name_shown", "seat"), ("committee", "side"), ("joined_on", "left_on"), "left_reason", "is_party_member",
    ]  # fmt: skip
    readonly_fields = ["name_shown"]
    export_columns = (
        "committee__estate__code", "committee__estate__name", "committee__number", "committee__name", "name_shown",
        "seat", "side", "is_party_member", "joined_on", "left_on", "left_reason",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("committee__estate")

    @display(description=gettext_lazy("name"))
    def name_shown(self, member: Member) -> str:
        return member.masked_name or _("forgotten")

    @display(description=gettext_lazy("seat"), ordering="seat")
    def seat_shown(self, member: Member) -> str:
        return member.get_seat_display()

    @display(description=gettext_lazy("speaks for"), ordering="side")
    def side_shown(self, member: Member) -> str:
        return member.get_side_display()
