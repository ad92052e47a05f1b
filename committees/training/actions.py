"""The verbs of training. Each locks the training, asks the table of moves, and leaves a line in the audit log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.acting import hold, keep, refuse_elsewhere, said
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import User
from accounts.numbers import numbered
from accounts.scope import within
from committees.models import (
    Attendance,
    Audience,
    CommitteeState,
    Member,
    Seat,
    Training,
    TrainingResult,
    TrainingState,
)
from committees.training.lifecycle import RIGHT, TRAINING

NEW_FOR = timedelta(days=365)
"""How long a member counts as new."""


@dataclass(frozen=True)
class Noted:
    """What became of one who was asked: a `TrainingResult`, and the points of the test if there was one."""

    result: str
    points: int | None = None


@transaction.atomic
def plan(training: Training, *, by: User | None, at: datetime) -> Training:
    """A new training, not saved yet, with its values. Raises NotAllowed, ValidationError per field."""
    require(by, RIGHT)
    refuse_elsewhere(by, training.region)
    key = numbered(Training, "PX", timezone.localdate(at))
    training.pk, training.number = key["pk"], key["number"]
    return audit.keep(training, by=by, at=at, verb="plan_training")


@transaction.atomic
def amend(training: Training, *, by: User | None, at: datetime) -> Training:
    """Another day, place or content of one that is still planned. Raises NotAllowed, NotNow, ValidationError."""
    hold(training, TRAINING["amend"], by=by)
    refuse_elsewhere(by, training.region)
    return audit.keep(training, by=by, at=at, verb="amend_training")


def members_meant(training: Training, *, on: date) -> QuerySet[Member]:
    """The members of committees in office whom a training is for: of its division, by their seat and time in it."""
    seated = Member.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gt=on), within("committee__estate__region_id", training.region),
        committee__state=CommitteeState.FILED, joined_on__lte=on,
    )  # fmt: skip
    if training.audience == Audience.NEW:
        return seated.filter(joined_on__gt=on - NEW_FOR)
    if training.audience == Audience.CHAIRS:
        return seated.filter(seat__in=[Seat.CHAIR, Seat.VICE])
    return seated


@transaction.atomic
def ask(training: Training, *, by: User | None, at: datetime) -> int:
    """Ask everybody whom the training is for and who is not asked yet. Returns how many. Raises ValidationError."""
    held = hold(training, TRAINING["ask"], by=by)
    meant = members_meant(held, on=timezone.localdate(at))
    if not meant.exists():
        raise ValidationError(_("No committee in office there has members whom this training is for."))
    fresh = meant.exclude(attendances__training=held)
    made = Attendance.objects.bulk_create([Attendance(training=held, member=member) for member in fresh])
    audit.record(by=by, at=at, verb="ask_training", thing=held, after={"asked": len(made)})
    return len(made)


@transaction.atomic
def note(training: Training, *, results: Mapping[int, Noted], by: User | None, at: datetime) -> Training:
    """Who came and passed, by the key of the attendance; those left out stay as they are.

    Raises NotNow before it began, ValidationError for somebody who was not asked.
    """
    held = hold(training, TRAINING["note"], by=by)
    if at < held.begins_at:
        raise NotNow(_("%(number)s has not begun yet.") % {"number": held.number})
    rows = {row.pk: row for row in held.attendances.select_for_update()}
    if not results or set(results) - set(rows):
        raise ValidationError(_("Note the result of members who were asked."))
    for key, noted in results.items():
        if noted.result not in TrainingResult.values:
            raise ValidationError(_("“%(result)s” is no result.") % {"result": noted.result[:20]})
        rows[key].result, rows[key].points = noted.result, noted.points
        rows[key].clean_fields()
    Attendance.objects.bulk_update([rows[key] for key in results], ["result", "points"])
    held.state = TrainingState.HELD
    return keep(held, "note_training", by=by, at=at, noted=len(results))


@transaction.atomic
def cancel(training: Training, *, reason: str, by: User | None, at: datetime) -> Training:
    held = hold(training, TRAINING["cancel"], by=by)
    held.cancel_reason = said(reason, "reason", _("Say why."))[:200]
    held.state = TrainingState.CANCELLED
    return keep(held, "cancel_training", "cancel_reason", by=by, at=at)
