"""A company appeals against the finding that its answer was false; an officer who did not make it decides."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import NotAllowed, require
from accounts.city import whole
from accounts.days import calendar
from accounts.lifecycle import NotNow
from accounts.models import User
from complaints import clocks
from complaints.actions.acting import keep, require_words
from complaints.models import Appeal, Complaint, Step
from complaints.terms import terms

FINDING = "find_false"
TERM_RULE = "credit_objection_workdays"
MOST_WORDS = 1000


def appeal_until(step: Step) -> datetime:
    """The last moment for an appeal against a finding: so many working days as an objection to a record has."""
    found_on = clocks.day_of(step.at)
    return clocks.on_workday(found_on, whole(TERM_RULE, on=found_on), terms(found_on), calendar())


@transaction.atomic
def appeal(step: Step, *, reason: str, by: User, at: datetime) -> Appeal:
    """Say, once and in time, why the finding `step` is wrong.

    Raises DoesNotExist outside of the person's scope, NotAllowed, NotNow, ValidationError on `reason`.
    """
    require(by, "complaints.appeal")
    held = held_for(step.complaint_id, by)
    if step.verb != FINDING or step.values.get("enterprise") != held.enterprise_id:
        raise NotNow(_("Only a finding that an answer of this company was false can be appealed against."))
    if Appeal.objects.filter(step=step).exists():
        raise NotNow(_("There is an appeal against this finding already."))
    if at > appeal_until(step):
        raise NotNow(_("The term for an appeal ended on %(day)s.") % {"day": timezone.localdate(appeal_until(step))})
    reason = require_words(reason, "reason", _("Say why the finding is wrong."))[:MOST_WORDS]
    lodged = Appeal.objects.create(complaint=held, step=step, reason=reason, lodged_at=at, lodged_by=by)
    audit.record(by=by, at=at, verb="appeal", thing=lodged, after={"complaint": held.number, "finding": step.pk})
    keep(held, "appeal", by=by, at=at, note=reason[:300], is_public=False, values={"finding": step.pk})
    return lodged


@transaction.atomic
def decide_appeal(appeal: Appeal, *, upheld: bool, decision: str, by: User, at: datetime) -> Appeal:
    """Decide, with reasons that the company reads. An upheld one takes the finding out of the grade.

    Raises DoesNotExist outside of the person's scope, NotAllowed, NotNow, ValidationError on `decision`.
    """
    require(by, "complaints.decide_appeal")
    held = held_for(appeal.complaint_id, by)
    decided = Appeal.objects.select_for_update(no_key=True).select_related("step").get(pk=appeal.pk)
    if decided.decided_at is not None:
        raise NotNow(_("This appeal was decided already."))
    if decided.step.by_id == by.pk:
        raise NotAllowed(_("You made this finding; somebody else decides the appeal against it."))
    decided.decision = require_words(decision, "decision", _("Say why; the company reads it."))[:MOST_WORDS]
    decided.upheld, decided.decided_at, decided.decided_by = upheld, at, by
    decided.save(update_fields=["upheld", "decision", "decided_at", "decided_by"])
    audit.record(
        by=by, at=at, verb="decide_appeal", thing=decided, after={"upheld": upheld}, why=decided.decision[:200]
    )
    values = {"finding": decided.step_id, "upheld": upheld}
    keep(held, "decide_appeal", by=by, at=at, note=decided.decision[:300], is_public=False, values=values)
    return decided


def held_for(pk: int, by: User) -> Complaint:
    """The complaint, locked, if it lies within the person's scope. Raises DoesNotExist."""
    return Complaint.objects.select_for_update(no_key=True).get(pk__in=Complaint.objects.visible_to(by).filter(pk=pk))
