"""The desks of companies, project managers and contracts; and of estates, with who manages them."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter, RangeDateFilter
from unfold.decorators import display

from accounts.authority import NotAllowed
from accounts.codes import credit_code_fault
from accounts.desk import Desk
from accounts.desk_buttons import Button, DateInput, reason_field
from accounts.desk_filters import RegionFilter, region_filter
from accounts.filters import prefix_of
from accounts.lifecycle import NotNow
from accounts.scope import covers, lies_elsewhere
from committees.models import Matter
from enterprises import admin_people  # noqa: F401 - puts up the desk of people
from enterprises.actions import (
    amend_contract,
    amend_enterprise,
    amend_manager,
    appoint_manager,
    end_contract,
    file_contract,
    register_enterprise,
)
from enterprises.lifecycle import CONTRACT, state_of_contract
from enterprises.models import Enterprise, ProjectManager, ServiceContract
from enterprises.queries import estates_for, resolutions_for
from enterprises.takeovers import admin as takeovers_admin  # noqa: F401 - puts up the desks of handing over
from estates.admin import EstateDesk
from estates.models import Estate

CODE_FAULTS = {
    "length": gettext_lazy("The credit code has not 18 characters."),
    "letters": gettext_lazy("The credit code has characters that do not belong in it."),
    "checksum": gettext_lazy("The check digit of the credit code is wrong. Please compare it with the licence."),
}


class ManagedEstateDesk(EstateDesk):
    """Put up by `oversight.desk_estates`, which knows what counts as served."""

    list_display = [*EstateDesk.list_display[:3], "company", *EstateDesk.list_display[3:]]
    export_columns = (*EstateDesk.export_columns, "company")

    def seen_by(self, user):
        running = ServiceContract.objects.running(on=timezone.localdate()).filter(estate_id=OuterRef("pk"))
        return estates_for(user).annotate(company_name=Subquery(running.values("enterprise__name")[:1]))

    @display(description=gettext_lazy("managed by"), ordering="company_name")
    def company(self, estate: Estate) -> str:
        return estate.company_name or "–"

    def page_facts(self, request: HttpRequest, thing: Estate | None) -> dict:
        if thing is None:
            return {}
        contracts = ServiceContract.objects.visible_to(request.user).filter(estate=thing)
        return {"page_note": thing.code, "contracts": contracts.select_related("enterprise", "manager")}

    change_form_outer_after_template = "desk/contracts.html"


class OddCodeFilter(admin.SimpleListFilter):
    """Not in the drawer: reached from a night's page, which says how many codes fail their check."""

    title = gettext_lazy("odd credit code")
    parameter_name = "odd_code"
    template = "desk/no_filter.html"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [("1", "")]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        codes = Enterprise.objects.visible_to(request.user).values_list("pk", "uscc")
        return queryset.filter(pk__in=[pk for pk, uscc in codes.iterator() if credit_code_fault(uscc)])


class PresentFilter(RegionFilter):
    """Not in the drawer: reached from the first page, whose companies of a street are those at work there today."""

    title = gettext_lazy("at work in")
    parameter_name = "present_in"
    template = "desk/no_filter.html"

    def queryset(self, request, queryset):
        """What companies manage elsewhere is not told."""
        if lies_elsewhere(request.user, prefix_of(self.value() or "")):
            return queryset.none()
        return super().queryset(request, queryset)

    def narrowed(self, queryset, region):
        return queryset.filter(pk__in=Enterprise.objects.present_in(region, on=timezone.localdate()))


class EnterpriseDesk(Desk):
    """Put up by `credit.admin`, which knows the grades."""

    view_verb = "registers.view"
    add_verb = change_verb = "registers.edit"
    list_display = ["name", "uscc", "region", "status_shown", "joined_on"]
    list_display_links = ["name"]
    list_select_related = ["region"]
    list_filter = [
        RegionFilter,
        ("status", ChoicesDropdownFilter),
        ("joined_on", RangeDateFilter),
        OddCodeFilter,
        PresentFilter,
    ]
    search_fields = ["search_text"]
    search_help_text = gettext_lazy("Name, pinyin initials or credit code")
    autocomplete_fields = ["region"]
    fieldsets = [
        (None, {"fields": [("name", "uscc"), ("region", "initials"), ("status", "founded_on"), "joined_on"]}),
        (
            gettext_lazy("People to speak to"),
            {"fields": [("legal_representative", "contact_name"), "contact_phone"]},
        ),
    ]
    export_columns = (
        "uscc", "name", "region__name", "legal_representative", "contact_name", "contact_phone", "founded_on",
        "joined_on", "status",
    )  # fmt: skip

    @display(description=gettext_lazy("status"), ordering="status")
    def status_shown(self, enterprise: Enterprise) -> str:
        return enterprise.get_status_display()

    def get_search_results(self, request, queryset, search_term):
        return queryset.find(search_term), False

    def has_change_permission(self, request: HttpRequest, obj: Enterprise | None = None) -> bool:
        """A company from elsewhere that manages an estate here is seen, and amended where it is registered."""
        return super().has_change_permission(request, obj) and (obj is None or covers(request.user, obj.region_id))

    def get_readonly_fields(self, request: HttpRequest, obj: Enterprise | None = None) -> list[str]:
        return ["initials", "uscc"] if obj else ["initials"]

    def page_facts(self, request: HttpRequest, thing: Enterprise | None) -> dict:
        if thing is None or not thing.code_fault:
            return {}
        return {"page_note": CODE_FAULTS[thing.code_fault]}

    def keep(self, thing: Enterprise, *, form, by, at) -> None:
        (amend_enterprise if form.instance.pk else register_enterprise)(thing, by=by, at=at)


@admin.register(ProjectManager)
class ManagerDesk(Desk):
    view_verb = "registers.view"
    add_verb = change_verb = "registers.edit"
    list_display = ["name", "number", "enterprise", "registered_on", "left_on"]
    list_select_related = ["enterprise"]
    list_filter = [region_filter("enterprise__region_id"), ("registered_on", RangeDateFilter)]
    search_fields = ["name", "number", "enterprise__name", "enterprise__initials"]
    search_help_text = gettext_lazy("Name, registration number or company")
    autocomplete_fields = ["enterprise"]
    fields = [("name", "number"), "enterprise", ("registered_on", "left_on")]
    export_columns = ("number", "name", "enterprise__uscc", "enterprise__name", "registered_on", "left_on")

    def keep(self, thing: ProjectManager, *, form, by, at) -> None:
        (amend_manager if form.instance.pk else appoint_manager)(thing, by=by, at=at)


class RunningFilter(DropdownFilter):
    title = gettext_lazy("in force today or not")
    parameter_name = "running"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [("yes", _("in force today")), ("no", _("not begun or ended"))]

    def queryset(self, request, queryset):
        if self.value() not in {"yes", "no"}:
            return queryset
        running = ServiceContract.objects.running(on=timezone.localdate())
        return queryset.filter(pk__in=running) if self.value() == "yes" else queryset.exclude(pk__in=running)


class EndForm(forms.Form):
    last_day = forms.DateField(label=gettext_lazy("Last day"), widget=DateInput())
    why = reason_field(gettext_lazy("Reason"))


def end(contract: ServiceContract, *, last_day, why: str, by, at) -> str:
    end_contract(contract, last_day=last_day, why=why, by=by, at=at)
    return _("Contract %(number)s ends with %(day)s.") % {"number": contract.number, "day": last_day}


def may_end(contract: ServiceContract) -> bool:
    return state_of_contract(contract.ends_on, on=timezone.localdate()) in CONTRACT["end"].open_in


def before_ending(contract: ServiceContract) -> str:
    return _(
        "%(company)s manages %(estate)s up to and including the last day. After it nobody answers for the estate until "
        "another contract begins."
    ) % {"company": contract.enterprise, "estate": contract.estate}


class ResolutionField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Matter) -> str:
        return f"{obj.vote.estate} · {obj.vote.number} · {obj.question}"


@admin.register(ServiceContract)
class ContractDesk(Desk):
    """Who manages which estate. A contract is filed once and ended with a day; a mistake in it is amended."""

    view_verb = "registers.view"
    add_verb = change_verb = "registers.edit"
    refusals = (ValidationError, NotAllowed, NotNow)
    list_display = ["number", "estate", "enterprise", "stage_shown", "begins_on", "ends_on", "filed_on"]
    list_select_related = ["estate", "enterprise"]
    list_filter = [
        region_filter("estate__region_id"),
        RunningFilter,
        ("stage", ChoicesDropdownFilter),
        ("begins_on", RangeDateFilter),
    ]
    search_fields = ["number", "estate__search_text", "enterprise__search_text"]
    search_help_text = gettext_lazy("Contract number, estate or company")
    autocomplete_fields = ["estate", "enterprise", "manager"]
    fieldsets = [
        (None, {"fields": ["number", ("estate", "enterprise"), "manager"]}),
        (
            gettext_lazy("Terms"),
            {
                "fields": [
                    ("stage", "service_level"), "fee_fen_per_m2_month", ("begins_on", "ends_on"),
                    ("signed_on", "filed_on"), "resolution",
                ]
            },
        ),
    ]  # fmt: skip
    export_columns = (
        "number", "estate__code", "estate__name", "enterprise__uscc", "enterprise__name", "manager__name", "stage",
        "service_level", "fee_fen_per_m2_month", "begins_on", "ends_on", "signed_on", "filed_on",
        "resolution__vote__number",
    )  # fmt: skip

    buttons = (
        Button(
            "end", CONTRACT["end"].label, CONTRACT["end"].right, end, before_ending, form=EndForm,
            icon="event_busy", variant="danger", when=may_end,
        ),
    )  # fmt: skip

    @display(description=gettext_lazy("stage"), ordering="stage")
    def stage_shown(self, contract: ServiceContract) -> str:
        return contract.get_stage_display()

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **options):
        if db_field.name == "resolution":
            options["queryset"] = resolutions_for(request.user)
            options["form_class"] = ResolutionField
        return super().formfield_for_foreignkey(db_field, request, **options)

    def keep(self, thing: ServiceContract, *, form, by, at) -> None:
        (amend_contract if form.instance.pk else file_contract)(thing, by=by, at=at)
