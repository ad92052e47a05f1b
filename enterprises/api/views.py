"""Project managers and contracts."""

from django.utils import timezone

from accounts.api.registers import Register, with_values
from enterprises.actions import amend_contract, amend_manager, appoint_manager, file_contract
from enterprises.api.serializers import ContractShape, ManagerShape
from enterprises.filters import ContractFilters, ManagerFilters
from enterprises.models import ProjectManager, ServiceContract


class Managers(Register):
    """Project managers of the companies that the caller sees."""

    model = ProjectManager
    verb_to_read = "registers.view"
    verb_to_write = "registers.edit"
    serializer_class = ManagerShape
    filterset_class = ManagerFilters
    lookup_value_regex = r"\d{1,18}"
    ordering = ("number",)
    ordering_fields = ("number", "name", "registered_on")

    def with_details(self, queryset):
        return queryset.select_related("enterprise")

    def register(self, values):
        return appoint_manager(ProjectManager(**values), by=self.request.user, at=timezone.now())

    def amend(self, thing, values):
        return amend_manager(with_values(thing, values), by=self.request.user, at=timezone.now())


class Contracts(Register):
    """Service contracts for the estates that the caller sees; a company's staff see their company's."""

    model = ServiceContract
    verb_to_read = "registers.view"
    verb_to_write = "registers.edit"
    serializer_class = ContractShape
    filterset_class = ContractFilters
    lookup_value_regex = r"\d{1,18}"
    ordering = ("-begins_on", "number")
    ordering_fields = ("begins_on", "ends_on", "number", "fee_fen_per_m2_month")

    def with_details(self, queryset):
        return queryset.select_related("estate", "enterprise", "manager")

    def register(self, values):
        return file_contract(ServiceContract(**values), by=self.request.user, at=timezone.now())

    def amend(self, thing, values):
        return amend_contract(with_values(thing, values), by=self.request.user, at=timezone.now())
