"""The verbs of renovations. Each locks the plan, asks the table of moves, and leaves a line in the audit log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.acting import hold, refuse_elsewhere, refuse_future, said
from accounts.authority import require
from accounts.city import rule_value, whole
from accounts.models import User
from accounts.numbers import numbered
from accounts.proofs import proof_of
from estates.models import Estate, Renovation, RenovationItem, RenovationPicture, RenovationPlan, RenovationState
from estates.renovation.lifecycle import EDIT, RENOVATION

DONE_PERCENT = 100
ESTATES_STATE = {
    RenovationState.PLANNED: Renovation.PLANNED, RenovationState.UNDER_WAY: Renovation.UNDER_WAY,
    RenovationState.FINISHED: Renovation.UNDER_WAY, RenovationState.ACCEPTED: Renovation.DONE,
}  # fmt: skip
"""What the register of estates says while a plan is in this state."""


@dataclass(frozen=True)
class NewItem:
    group: str
    name: str
    budget_fen: int


@transaction.atomic
def plan(new: RenovationPlan, *, items: Sequence[NewItem], by: User | None, at: datetime) -> RenovationPlan:
    """An estate comes into the plan of a year, with its works. Raises NotAllowed, ValidationError, NoRuleValue."""
    require(by, EDIT)
    refuse_elsewhere(by, new.estate)
    on = timezone.localdate(at)
    refuse_year(new.year, on=on)
    if new.begins_on and new.due_on and new.begins_on > new.due_on:
        raise ValidationError({"due_on": _("Work is finished after it begins.")})
    for name, value in numbered(RenovationPlan, "GZ", on).items():
        setattr(new, name, value)
    new.state = RenovationState.PLANNED
    audit.save_sound(new, None)
    told = {"year": new.year, "items": len(items)}
    audit.record(by=by, at=at, verb="plan_renovation", thing=new, after=told)
    for place, item in enumerate(items, start=1):
        put_in(new, item, place)
    tell_estate(new, by=by, at=at)
    return new


def refuse_year(year: int, *, on: date) -> None:
    """Raises ValidationError naming the plan's document, NoRuleValue."""
    first, last = whole("renovation_years_from", on=on), whole("renovation_years_until", on=on)
    if not first <= year <= last:
        told = _("The city's plan covers %(first)d to %(last)d (%(article)s).")
        article = rule_value("renovation_years_until", on=on).article
        raise ValidationError({"year": told % {"first": first, "last": last, "article": article}})


def put_in(held: RenovationPlan, item: NewItem, place: int) -> RenovationItem:
    made = RenovationItem(
        plan=held, place=place, group=item.group, budget_fen=item.budget_fen,
        name=said(item.name, "name", _("Say what is to be done.")),
    )  # fmt: skip
    audit.save_sound(made, None)
    return made


@transaction.atomic
def add_item(plan: RenovationPlan, *, item: NewItem, by: User | None, at: datetime) -> RenovationItem:
    held = hold(plan, RENOVATION["add_item"], by=by)
    last = held.items.order_by("place").last()
    made = put_in(held, item, last.place + 1 if last else 1)
    audit.record(by=by, at=at, verb="add_renovation_item", thing=held, after={"item": made.name})
    return made


@transaction.atomic
def begin(plan: RenovationPlan, *, began_on: date, builder: str, by: User | None, at: datetime) -> RenovationPlan:
    held = hold(plan, RENOVATION["begin"], by=by)
    refuse_future("began_on", began_on, at=at)
    if not held.items.exists():
        raise ValidationError({"began_on": _("The plan has no works yet. Add them first.")})
    held.builder = said(builder, "builder", _("Say which company does the work."))
    held.began_on = began_on
    return step(held, RenovationState.UNDER_WAY, "begin", "began_on", "builder", by=by, at=at)


@transaction.atomic
def report_progress(
    plan: RenovationPlan, *, item: RenovationItem, percent: int, cost_fen: int | None, on: date,
    by: User | None, at: datetime,
) -> RenovationItem:  # fmt: skip
    """How far a piece of work is on a day, and what it has cost so far. Raises ValidationError, NotNow."""
    held = hold(plan, RENOVATION["report_progress"], by=by)
    refuse_future("on", on, at=at)
    own = RenovationItem.objects.select_for_update().filter(plan=held, pk=item.pk).first()
    if own is None:
        raise ValidationError({"item": _("This piece of work is not in the plan.")})
    if own.progress_on is not None and on < own.progress_on:
        raise ValidationError({"on": _("Progress of %(day)s is reported already.") % {"day": own.progress_on}})
    own.progress_percent, own.progress_on = percent, on
    own.cost_fen = own.cost_fen if cost_fen is None else cost_fen
    return audit.keep(own, by=by, at=at, verb="report_renovation_progress")


@transaction.atomic
def add_picture(
    plan: RenovationPlan, *, picture: RenovationPicture, upload: File, by: User | None, at: datetime
) -> RenovationPicture:
    """A picture before or after; drawn anew, without a word about camera and place. Raises ValidationError."""
    held = hold(plan, RENOVATION["add_picture"], by=by)
    refuse_future("taken_on", picture.taken_on, at=at)
    if picture.item is not None and picture.item.plan_id != held.pk:
        raise ValidationError({"item": _("This piece of work is not in the plan.")})
    kept = proof_of(upload, "file")
    if not (kept.name or "").endswith(".jpg"):
        raise ValidationError({"file": _("Give a picture: JPEG or PNG.")})
    picture.plan, picture.file, picture.added_at, picture.added_by = held, kept, at, by
    audit.save_sound(picture, None)
    audit.record(by=by, at=at, verb="add_renovation_picture", thing=held, after={"key": str(picture.key)})
    return picture


@transaction.atomic
def remove_picture(
    plan: RenovationPlan, *, picture: RenovationPicture, why: str, by: User | None, at: datetime
) -> None:
    """A picture that should not be shown is gone, its file too. Raises ValidationError."""
    held = hold(plan, RENOVATION["remove_picture"], by=by)
    own = held.pictures.filter(pk=picture.pk).first()
    if own is None:
        raise ValidationError({"picture": _("This picture is not of this renovation.")})
    why = said(why, "why", _("Say why."))
    audit.record(by=by, at=at, verb="remove_renovation_picture", thing=held, before={"key": str(own.key)}, why=why)
    storage, name = own.file.storage, own.file.name
    own.delete()
    transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def finish(plan: RenovationPlan, *, finished_on: date, by: User | None, at: datetime) -> RenovationPlan:
    """All works are done. Raises ValidationError naming those that are not."""
    held = hold(plan, RENOVATION["finish"], by=by)
    refuse_future("finished_on", finished_on, at=at)
    if held.began_on and finished_on < held.began_on:
        raise ValidationError({"finished_on": _("Work is finished after it begins.")})
    if open_ones := [item.name for item in held.items.exclude(progress_percent=DONE_PERCENT)]:
        told = _("Not done yet: %(items)s. Report their progress first.")
        raise ValidationError({"finished_on": told % {"items": "、".join(open_ones)}})
    held.finished_on = finished_on
    return step(held, RenovationState.FINISHED, "finish", "finished_on", by=by, at=at)


@transaction.atomic
def accept(plan: RenovationPlan, *, accepted_on: date, by: User | None, at: datetime) -> RenovationPlan:
    """It was accepted; from now on works and costs stay. Raises ValidationError naming works without a cost."""
    held = hold(plan, RENOVATION["accept"], by=by)
    refuse_future("accepted_on", accepted_on, at=at)
    if held.finished_on and accepted_on < held.finished_on:
        raise ValidationError({"accepted_on": _("Work is accepted after it is finished.")})
    if without := [item.name for item in held.items.filter(cost_fen__isnull=True)]:
        told = _("Without a cost: %(items)s. Report it first.")
        raise ValidationError({"accepted_on": told % {"items": "、".join(without)}})
    held.accepted_on = accepted_on
    return step(held, RenovationState.ACCEPTED, "accept", "accepted_on", by=by, at=at)


@transaction.atomic
def drop(plan: RenovationPlan, *, reason: str, by: User | None, at: datetime) -> RenovationPlan:
    held = hold(plan, RENOVATION["drop"], by=by)
    held.dropped_reason = said(reason, "reason", _("Say why."))
    return step(held, RenovationState.DROPPED, "drop", "dropped_reason", by=by, at=at)


def step(held: RenovationPlan, state: RenovationState, verb: str, *columns: str, by, at: datetime) -> RenovationPlan:
    held.state = state
    acting.keep(held, f"{verb}_renovation", *columns, by=by, at=at)
    tell_estate(held, by=by, at=at)
    return held


def tell_estate(held: RenovationPlan, *, by: User | None, at: datetime) -> None:
    """The register of estates says what the plan says; of a dropped one, what was before it."""
    estate = Estate.objects.get(pk=held.estate_id)
    if held.state == RenovationState.DROPPED:
        was_done = estate.renovations.filter(state=RenovationState.ACCEPTED).exists()
        estate.renovation = Renovation.DONE if was_done else Renovation.NOT_PLANNED
    else:
        estate.renovation = ESTATES_STATE[RenovationState(held.state)]
    audit.keep(estate, by=by, at=at, verb="amend_estate", why=held.number)
