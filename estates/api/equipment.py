"""`/api/v1/equipment/`: shared equipment, its inspections, and when the next one is due."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.api.expanding import made, many, one
from accounts.api.moves import OpenMove, Verbs, offers, step
from accounts.api.parsers import BoundedJSON, Upload
from accounts.api.registers import Register, with_values
from accounts.api.serializers import SeenById, Shape
from estates.api import life_forms as forms
from estates.equipment import actions
from estates.equipment.actions import NewCheck
from estates.equipment.lifecycle import EQUIPMENT, REPORT, VIEW, state_of
from estates.life_filters import EquipmentFilters
from estates.models import Building, Equipment, EquipmentCheck

BODIES = {"report_check": forms.Checking, "correct_check": forms.Correcting, "retire": forms.Retiring}


def buildings_of(user):
    return Building.objects.filter(estate__in=forms.estates_of(user))


class EquipmentShape(Shape):
    """A piece of equipment. What its newest inspection says follows from `checks`."""

    estate = forms.estate_field()
    building = SeenById(
        among=buildings_of, required=False, allow_null=True, help_text=_("Id of the building, or null.")
    )

    class Meta:
        model = Equipment
        fields = [
            "code", "estate", "building", "kind", "place", "keeper", "keeper_phone", "installed_on", "retired_on",
            "inspected_on", "result", "next_due_on",
        ]  # fmt: skip
        read_only_fields = ["retired_on", "inspected_on", "result", "next_due_on"]
        extra_kwargs = {"code": {"required": False, "allow_blank": True}}


class EquipmentCheckShape(Shape):
    class Meta:
        model = EquipmentCheck
        fields = ["id", "inspected_on", "inspected_by", "result", "next_due_on", "replaces", "reported_at"]
        read_only_fields = fields


def correct(equipment: Equipment, *, wrong: int, by, at, **values: Any) -> None:
    found = equipment.checks.filter(pk=wrong).first()
    if found is None:
        raise Http404
    actions.correct_check(equipment, wrong=found, check=NewCheck(**values), by=by, at=at)


OFFERS = offers("equipment", EQUIPMENT, BODIES)


def open_moves(view, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """By primary key; it is called by its code."""
    request = view.request
    if getattr(request.auth, "read_only", False):
        return {}
    rows = Equipment.objects.filter(pk__in=ids).values_list("pk", "code", "retired_on")
    return {
        pk: [offer.told(request, code) for offer in OFFERS if offer.move.is_open(request.user, state_of(gone))]
        for pk, code, gone in rows
    }


class EquipmentRegister(Verbs, Register):
    """Equipment of the estates that the caller sees."""

    kind = "equipment"
    model = Equipment
    verb_to_read = VIEW
    verb_to_write = REPORT
    parser_classes = [BoundedJSON, Upload]
    serializer_class = EquipmentShape
    filterset_class = EquipmentFilters
    lookup_field = "code"
    lookup_value_regex = "[0-9A-Za-z-]{1,30}"
    ordering = ("code",)
    ordering_fields = ("code", "inspected_on", "next_due_on", "installed_on")
    own_fields = (
        "code", "estate", "building", "kind", "place", "keeper", "keeper_phone", "installed_on", "retired_on",
        "inspected_on", "result", "next_due_on",
    )  # fmt: skip
    expansions = {
        "estate": one("estate", "estate_id"),
        "checks": many(
            EquipmentCheckShape,
            lambda view, ids: EquipmentCheck.objects.filter(equipment__in=ids).order_by("-inspected_on", "-pk"),
            by="equipment_id",
        ),
        "moves": made(OpenMove, open_moves),
    }
    in_detail = ("checks", "moves")
    verbs = {name: EQUIPMENT[name].right for name in BODIES}

    def register(self, values):
        return actions.register(Equipment(**values), by=self.request.user, at=timezone.now())

    def amend(self, thing, values):
        return actions.amend(with_values(thing, values), by=self.request.user, at=timezone.now())

    def remove(self, thing):
        actions.remove(thing, by=self.request.user, at=timezone.now())

    report_check = step(
        "report_check", forms.whole(NewCheck, "check", actions.report_check), forms.Checking,
        "Report an inspection; the next one is due by the city's rule.",
    )  # fmt: skip
    correct_check = step(
        "correct_check", correct, forms.Correcting, "Put a right inspection in the place of a wrong one."
    )
    retire = step("retire", actions.retire, forms.Retiring, "It is out of use: nothing is due for it any more.")
