"""The verbs of delivery verifications. Each locks the row, asks the table of moves, and is audited."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.acting import hold, refuse_elsewhere, refuse_future, said
from accounts.authority import require
from accounts.models import User
from accounts.numbers import numbered
from accounts.proofs import proof_of
from committees.models import PaperForm
from committees.papers import actions as papers
from enterprises.models import ConditionKind, Delivery, DeliveryCondition, DeliveryState
from enterprises.takeovers.law import Rooms, refuse_small_rooms
from enterprises.takeovers.lifecycle import DELIVERY, VERIFY


@transaction.atomic
def apply(new: Delivery, *, by: User | None, at: datetime) -> Delivery:
    """A developer asks that part of an estate may be handed over: eight conditions are to be checked.

    Raises NotAllowed, ValidationError.
    """
    require(by, VERIFY)
    refuse_elsewhere(by, new.estate)
    on = timezone.localdate(at)
    for name, value in numbered(Delivery, "JF", on).items():
        setattr(new, name, value)
    new.state, new.applied_on = DeliveryState.APPLIED, on
    if new.handover_on < on:
        raise ValidationError({"handover_on": _("Homes are handed over after this is confirmed, not before.")})
    audit.save_sound(new, None)
    DeliveryCondition.objects.bulk_create(DeliveryCondition(delivery=new, kind=kind) for kind in ConditionKind.values)
    told = {
        "phase": new.phase, "homes": new.homes, "floor_area_m2": str(new.floor_area_m2),
        "handover_on": str(new.handover_on),
    }  # fmt: skip
    audit.record(by=by, at=at, verb="apply_delivery", thing=new, after=told)
    return new


@transaction.atomic
def check(
    delivery: Delivery, *, kind: str, is_met: bool, missing: str = "", checked_on: date, proof: File | None = None,
    rooms: Rooms | None = None, by: User | None, at: datetime,
) -> DeliveryCondition:  # fmt: skip
    """One condition was looked at: it is met, or this is missing; `rooms` are measured for the one about them.

    Raises ValidationError per field, NoRuleValue.
    """
    held = hold(delivery, DELIVERY["check"], by=by)
    refuse_future("checked_on", checked_on, at=at)
    rooms = rooms or Rooms()
    if kind == ConditionKind.ROOMS:
        measure(held, rooms, is_met=is_met, on=checked_on, by=by, at=at)
    else:
        refuse_areas(rooms)
    if not is_met:
        missing = said(missing, "missing", _("Say what is missing."))
    condition = held.conditions.get(kind=kind)
    condition.is_met, condition.checked_on, condition.missing = is_met, checked_on, "" if is_met else missing
    if proof is not None:
        condition.proof = proof_of(proof, "proof")
    return audit.keep(condition, by=by, at=at, verb="check_delivery_condition")


def measure(held: Delivery, rooms: Rooms, *, is_met: bool, on: date, by: User | None, at: datetime) -> None:
    """Note how large the rooms are; one that was not measured stays as it was before.

    Raises ValidationError for rooms that count as met and are too small.
    """
    if is_met:
        refuse_small_rooms(rooms, floor_area_m2=held.floor_area_m2, on=on)
    for column, area in areas(rooms).items():
        setattr(held, column, area)
    audit.keep(held, by=by, at=at, verb="measure_delivery_rooms")


def refuse_areas(rooms: Rooms) -> None:
    """Raises ValidationError per column for an area that comes with another condition: it would count nowhere."""
    if given := areas(rooms):
        told = _("Areas come with the condition about the rooms: choose that one, or leave them out.")
        raise ValidationError(dict.fromkeys(given, told))


def areas(rooms: Rooms) -> dict[str, Decimal]:
    """Those that were measured, by column."""
    measured = {"service_rooms_m2": rooms.service_m2, "committee_room_m2": rooms.committee_m2}
    return {column: area for column, area in measured.items() if area is not None}


@transaction.atomic
def give_back(delivery: Delivery, *, remark: str, by: User | None, at: datetime) -> Delivery:
    """Conditions are missing: the developer puts them right, and they are checked again. Raises ValidationError."""
    held = hold(delivery, DELIVERY["give_back"], by=by)
    if not held.conditions.filter(is_met=False).exists():
        raise ValidationError({"remark": _("No condition was found missing. Check them first.")})
    held.state, held.remark = DeliveryState.RETURNED, said(remark, "remark", _("Say what is to be done."))
    return acting.keep(held, "give_back_delivery", "remark", by=by, at=at)


@transaction.atomic
def confirm(delivery: Delivery, *, by: User | None, at: datetime) -> Delivery:
    """All eight conditions are met: the confirmation is made, and homes may be handed over.

    Raises ValidationError naming the conditions that are not.
    """
    held = hold(delivery, DELIVERY["confirm"], by=by)
    if open_ones := [each.get_kind_display() for each in held.conditions.exclude(is_met=True)]:
        raise ValidationError(_("Not met, or not checked yet: %(names)s.") % {"names": "、".join(open_ones)})
    held.state, held.confirmed_on, held.confirmed_by = DeliveryState.CONFIRMED, timezone.localdate(at), by
    acting.keep(held, "confirm_delivery", "confirmed_on", "confirmed_by", by=by, at=at)
    held.paper = papers.make(PaperForm.DELIVERY, held, by=by, at=at)
    held.save(update_fields=["paper"])
    return held


@transaction.atomic
def withdraw(delivery: Delivery, *, remark: str, by: User | None, at: datetime) -> Delivery:
    held = hold(delivery, DELIVERY["withdraw"], by=by)
    held.state, held.remark = DeliveryState.WITHDRAWN, said(remark, "remark", _("Say why."))
    return acting.keep(held, "withdraw_delivery", "remark", by=by, at=at)
