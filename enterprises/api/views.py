"""Project managers and contracts."""

from collections.abc import Sequence

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from accounts.api.expanding import one
from accounts.api.moves import Offer, Verbs, moves
from accounts.api.registers import Register, with_values
from enterprises.actions import (
    amend_contract,
    amend_manager,
    appoint_manager,
    end_contract,
    file_contract,
    remove_contract,
    remove_manager,
)
from enterprises.api.serializers import ContractInFull, ContractShape, Ending, ManagerShape
from enterprises.filters import ContractFilters, ManagerFilters
from enterprises.lifecycle import CONTRACT, state_of_contract
from enterprises.models import ProjectManager, ServiceContract


class Managers(Register):
    """Project managers of the companies that the caller sees."""

    kind = "manager"
    model = ProjectManager
    verb_to_read = "registers.view"
    verb_to_write = "registers.edit"
    serializer_class = ManagerShape
    filterset_class = ManagerFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("number",)
    ordering_fields = ("number", "name", "registered_on")
    own_fields = ("id", "number", "name", "enterprise", "registered_on", "left_on")
    expansions = {"enterprise": one("enterprise", "enterprise_id")}

    def register(self, values):
        return appoint_manager(ProjectManager(**values), by=self.request.user, at=timezone.now())

    def amend(self, thing, values):
        return amend_manager(with_values(thing, values), by=self.request.user, at=timezone.now())

    def remove(self, thing):
        remove_manager(thing, by=self.request.user, at=timezone.now())


def states_of_contracts(ids: Sequence[int]) -> dict[int, str]:
    rows = ServiceContract.objects.filter(pk__in=ids).values_list("pk", "ends_on")
    return {key: state_of_contract(ends_on, on=timezone.localdate()) for key, ends_on in rows}


class Contracts(Verbs, Register):
    """Service contracts for the estates that the caller sees; a company's staff see their company's."""

    kind = "contract"
    model = ServiceContract
    verb_to_read = "registers.view"
    verb_to_write = "registers.edit"
    serializer_class = ContractShape
    detail_serializer_class = ContractInFull
    filterset_class = ContractFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("-begins_on", "number")
    ordering_fields = ("begins_on", "ends_on", "number", "fee_fen_per_m2_month")
    own_fields = (
        "id", "number", "estate", "enterprise", "manager", "stage", "service_level", "fee_fen_per_m2_month",
        "begins_on", "ends_on", "signed_on", "filed_on", "resolution",
    )  # fmt: skip
    expansions = {
        "estate": one("estate", "estate_id"),
        "enterprise": one("enterprise", "enterprise_id"),
        "manager": one("manager", "manager_id"),
        "moves": moves([Offer(CONTRACT["end"], "contract-end", lambda: Ending)], states_of_contracts),
    }
    in_detail = ("moves",)
    verbs = {"end": CONTRACT["end"].right}

    def register(self, values):
        return file_contract(ServiceContract(**values), by=self.request.user, at=timezone.now())

    def amend(self, thing, values):
        return amend_contract(with_values(thing, values), by=self.request.user, at=timezone.now())

    def remove(self, thing):
        remove_contract(thing, by=self.request.user, at=timezone.now())

    @extend_schema(request=Ending)
    @action(detail=True, methods=["post"])
    def end(self, request, pk):
        """End a contract with its last day, or sooner than it says; after that day nobody answers for the estate."""
        return self.use(end_contract, Ending)
