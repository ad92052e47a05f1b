"""The verbs of equipment. Each locks the row, asks who may write for the estate that day, and is audited."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, removing
from accounts.acting import refuse_future, said
from accounts.authority import require
from accounts.models import User
from accounts.numbers import numbered
from accounts.proofs import proof_of
from estates.belonging import refuse_without_charge
from estates.equipment.due import sound_due_day
from estates.equipment.lifecycle import EQUIPMENT, REPORT
from estates.models import Equipment, EquipmentCheck


@dataclass(frozen=True)
class NewCheck:
    """An inspection as its report has it. Without `next_due_on` the city's rule says when the next one is due."""

    inspected_on: date
    inspected_by: str
    result: str
    next_due_on: date | None = None
    proof: File | None = None


@transaction.atomic
def register(equipment: Equipment, *, by: User | None, at: datetime, why: str = "") -> Equipment:
    """Put equipment on the register; without a code of its own it gets a number. Raises ValidationError, NotAllowed."""
    require(by, REPORT)
    refuse_without_charge(by, equipment.estate, on=timezone.localdate(at))
    refuse_building_elsewhere(equipment)
    equipment.code = equipment.code.strip()
    if not equipment.code:
        given = numbered(Equipment, "SB", timezone.localdate(at))
        equipment.pk, equipment.code = given["pk"], given["number"]
    return audit.keep(equipment, by=by, at=at, verb="register_equipment", why=why)


def refuse_building_elsewhere(equipment: Equipment) -> None:
    """Raises ValidationError on `building`."""
    if equipment.building is not None and equipment.building.estate_id != equipment.estate_id:
        raise ValidationError({"building": _("This building is of another estate.")})


@transaction.atomic
def amend(equipment: Equipment, *, by: User | None, at: datetime, why: str = "") -> Equipment:
    """Correct what is written about equipment. Its code, estate and kind stay. Raises ValidationError, NotAllowed."""
    require(by, REPORT)
    held = audit.catch_up(equipment)
    assert held is not None
    refuse_without_charge(by, held.estate, on=timezone.localdate(at))
    for name in ("code", "estate_id", "kind"):
        if getattr(equipment, name) != getattr(held, name):
            told = _("This stays as registered. Take it out of use and register another one.")
            raise ValidationError({name.removesuffix("_id"): told})
    refuse_building_elsewhere(equipment)
    return audit.keep(equipment, by=by, at=at, verb="amend_equipment", why=why)


@transaction.atomic
def remove(equipment: Equipment, *, by: User | None, at: datetime, why: str = "") -> None:
    """Strike equipment off that was entered by mistake. What was ever inspected is taken out of use instead.

    Raises NotAllowed, StillNeeded, DoesNotExist.
    """
    require(by, REPORT)
    held = Equipment.objects.select_for_update(of=["self"]).select_related("estate").get(pk=equipment.pk)
    refuse_without_charge(by, held.estate, on=timezone.localdate(at))
    removing.remove(held, by=by, at=at, verb="remove_equipment", why=why)


@transaction.atomic
def report_check(equipment: Equipment, *, check: NewCheck, by: User | None, at: datetime) -> EquipmentCheck:
    """Somebody inspected it. Raises NotAllowed, NotNow, ValidationError per field, NoRuleValue."""
    held = hold(equipment, "report_check", by=by, at=at)
    if standing(held).filter(inspected_on=check.inspected_on).exists():
        told = _("An inspection of that day is reported already. Correct that one if it is wrong.")
        raise ValidationError({"inspected_on": told})
    return noted(held, check, None, by=by, at=at)


@transaction.atomic
def correct_check(
    equipment: Equipment, *, wrong: EquipmentCheck, check: NewCheck, by: User | None, at: datetime
) -> EquipmentCheck:
    """What was reported wrong stays on file, with another row in its place. Raises as `report_check`."""
    held = hold(equipment, "correct_check", by=by, at=at)
    if not standing(held).filter(pk=wrong.pk).exists():
        raise ValidationError({"wrong": _("This inspection was corrected before, or is of other equipment.")})
    if standing(held).exclude(pk=wrong.pk).filter(inspected_on=check.inspected_on).exists():
        raise ValidationError({"inspected_on": _("Another inspection of that day is reported already.")})
    return noted(held, check, wrong, by=by, at=at)


@transaction.atomic
def retire(equipment: Equipment, *, retired_on: date, why: str, by: User | None, at: datetime) -> Equipment:
    """It is not used any more: nothing is due for it. Raises NotAllowed, NotNow, ValidationError."""
    held = hold(equipment, "retire", by=by, at=at)
    refuse_future("retired_on", retired_on, at=at)
    held.retired_on = retired_on
    return audit.keep(held, by=by, at=at, verb="retire_equipment", why=said(why, "why", _("Say why it is out of use.")))


def hold(equipment: Equipment, verb: str, *, by: User | None, at: datetime) -> Equipment:
    """The row, locked. Raises NotAllowed, NotNow, DoesNotExist."""
    require(by, EQUIPMENT[verb].right)
    seen = Equipment.objects.all() if by is None else Equipment.objects.visible_to(by)
    pk = seen.values_list("pk", flat=True).get(pk=equipment.pk)
    held = Equipment.objects.select_for_update(of=["self"], no_key=True).select_related("estate").get(pk=pk)
    EQUIPMENT[verb].insist(held.state, number=held.code)
    refuse_without_charge(by, held.estate, on=timezone.localdate(at))
    return held


def standing(equipment: Equipment):
    """Its inspections without those that were corrected."""
    return equipment.checks.filter(replaced_by__isnull=True)


def noted(
    held: Equipment, check: NewCheck, wrong: EquipmentCheck | None, *, by: User | None, at: datetime
) -> EquipmentCheck:
    refuse_future("inspected_on", check.inspected_on, at=at)
    made = EquipmentCheck(
        equipment=held, inspected_on=check.inspected_on, result=check.result, replaces=wrong, reported_at=at,
        reported_by=by, inspected_by=said(check.inspected_by, "inspected_by", _("Say who inspected it.")),
        next_due_on=sound_due_day(held.kind, check.inspected_on, check.result, check.next_due_on),
    )  # fmt: skip
    if check.proof is not None:
        made.proof = proof_of(check.proof, "proof")
    audit.save_sound(made, None)
    verb = "correct_equipment_check" if wrong else "report_equipment_check"
    told = {"inspected_on": str(made.inspected_on), "result": made.result, "next_due_on": str(made.next_due_on)}
    audit.record(by=by, at=at, verb=verb, thing=held, after=told)
    take_over_newest(held)
    return made


def take_over_newest(held: Equipment) -> None:
    """The equipment's own columns are those of its newest inspection that stands."""
    newest = standing(held).order_by("inspected_on", "pk").last()
    held.inspected_on, held.result, held.next_due_on = newest.inspected_on, newest.result, newest.next_due_on
    held.save(update_fields=["inspected_on", "result", "next_due_on"])
