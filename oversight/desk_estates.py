"""The desk of estates on the web: what the floors below show, and whether an estate had property service."""

from datetime import date

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter

from enterprises.admin import ManagedEstateDesk
from estates.models import Estate
from oversight.queries import served


class ServedFilter(DropdownFilter):
    """Served by somebody today or not, as the coverage figures count it."""

    title = gettext_lazy("property service today")
    parameter_name = "served"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("yes", _("served")), ("no", _("not served"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in {"yes", "no"}:
            return queryset
        is_served = served(on=timezone.localdate())
        return queryset.filter(is_served) if self.value() == "yes" else queryset.exclude(is_served)


class ServedOnFilter(admin.SimpleListFilter):
    """Not in the drawer: reached from the first page, whose coverage is of the last night's day."""

    title = gettext_lazy("served on")
    parameter_name = "served_on"
    template = "desk/no_filter.html"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("1", "")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        try:
            return self.narrowed(queryset, date.fromisoformat(self.value()))
        except ValueError:
            return queryset.none()

    def narrowed(self, queryset: QuerySet, on: date) -> QuerySet:
        return queryset.filter(served(on=on))


class UnservedOnFilter(ServedOnFilter):
    title = gettext_lazy("not served on")
    parameter_name = "unserved_on"

    def narrowed(self, queryset: QuerySet, on: date) -> QuerySet:
        return queryset.exclude(served(on=on))


@admin.register(Estate)
class ServedEstateDesk(ManagedEstateDesk):
    list_filter = [*ManagedEstateDesk.list_filter, ServedFilter, ServedOnFilter, UnservedOnFilter]
