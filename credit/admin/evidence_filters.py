"""How the ledger's list is narrowed: by item, by state as of today, by the company that answers for it."""

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter

from credit.models import Evidence, Item, Posting

STATES = {
    "noticed": (gettext_lazy("noticed, not yet in effect"), "warning"),
    "effective": (gettext_lazy("in effect"), "success"),
    "withdrawn": (gettext_lazy("withdrawn"), "danger"),
    "repaired": (gettext_lazy("repaired"), "info"),
    "expired": (gettext_lazy("expired"), ""),
}


class StateFilter(DropdownFilter):
    """By state as of today; the same cases as `EvidenceQuerySet.with_state`."""

    title = gettext_lazy("state today")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [(key, str(word)) for key, (word, _kind) in STATES.items()]

    def queryset(self, request: HttpRequest, queryset):
        return queryset.filter(state=self.value()) if self.value() in STATES else queryset


class ItemFilter(DropdownFilter):
    """By item, whichever version of the rulebook priced the record."""

    title = gettext_lazy("item")
    parameter_name = "item"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        rows = Item.objects.filter(rulebook__state="published").order_by("code", "-pk").distinct("code")
        return [(code, f"{code} {title}") for code, title in rows.values_list("code", "title")]

    def queryset(self, request: HttpRequest, queryset):
        if not self.value():
            return queryset
        return queryset.filter(item__in=list(Item.objects.filter(code=self.value()).values_list("pk", flat=True)))


class CompanyFilter(admin.SimpleListFilter):
    """Not in the drawer: reached from a company's or a grade's page."""

    title = gettext_lazy("company")
    parameter_name = "company"
    template = "desk/no_filter.html"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [(self.used_parameters.get("company", ""), "")]

    def queryset(self, request: HttpRequest, queryset):
        if not (self.value() or "").isdecimal():
            return queryset if self.value() is None else queryset.none()
        posted = Evidence.objects.filter(postings__enterprise=self.value()).values("pk")
        return queryset.filter(Q(enterprise=self.value()) | Q(pk__in=posted))


class NobodyFilter(admin.SimpleListFilter):
    """Not in the drawer: the records of which a night says that nobody was responsible on their day."""

    title = gettext_lazy("nobody responsible")
    parameter_name = "nobody"
    template = "desk/no_filter.html"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("1", "")]

    def queryset(self, request: HttpRequest, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(pk__in=Posting.objects.current().filter(enterprise=None).values("evidence"))
