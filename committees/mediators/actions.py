"""The verbs of mediation committees: keep one, choose its members for a term, put one in another's place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.acting import said
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import Level, User
from accounts.scope import covers
from committees.mediators.law import Seated, faults, mediation_law
from committees.models import MediationCommittee, MediationLevel, Mediator

RIGHT = "mediation.manage"
DIVISION = {
    MediationLevel.COMMUNITY: Level.COMMUNITY,
    MediationLevel.STREET: Level.STREET,
    MediationLevel.DISTRICT: Level.COUNTY,
    MediationLevel.CITY: Level.CITY,
}
"""Of which division a committee of each level is."""


@dataclass(frozen=True)
class NewMediator:
    name: str
    phone: str = ""
    is_chair: bool = False
    is_woman: bool = False


@transaction.atomic
def keep_committee(committee: MediationCommittee, *, by: User | None, at: datetime) -> MediationCommittee:
    """Add or amend a committee of one's own region. Raises NotAllowed, ValidationError per field."""
    require(by, RIGHT)
    if not covers(by, committee.region_id or ""):
        raise ValidationError({"region": _("This is outside of your region.")})
    wanted = DIVISION.get(MediationLevel(committee.level)) if committee.level in MediationLevel.values else None
    if wanted is not None and committee.region.level != wanted:
        raise ValidationError(
            {"region": _("Choose a division of this level: %(level)s.") % {"level": Level(wanted).label}}
        )
    if committee.chosen_on > timezone.localdate(at):
        raise ValidationError({"chosen_on": _("This day has not come yet.")})
    return audit.keep(committee, by=by, at=at, verb="keep_mediation_committee")


@transaction.atomic
def choose(
    committee: MediationCommittee, *, members: Sequence[NewMediator], on: date, by: User | None, at: datetime
) -> MediationCommittee:
    """All members anew, for a term that begins on a day. Raises NotAllowed, NoRuleValue, ValidationError."""
    held = hold(committee, by=by)
    if not held.chosen_on <= on <= timezone.localdate(at):
        raise ValidationError({"on": _("From the day of the last choice up to today.")})
    refuse_unsound(members, on)
    for row in held.mediators.serving():
        leave(row, on, _("Members were chosen anew."))
    for member in members:
        seat(held, member, on)
    held.chosen_on, held.member_count = on, len(members)
    audit.save_sound(held, ["chosen_on", "member_count"])
    values = {"chosen_on": str(on), "members": len(members), "women": sum(each.is_woman for each in members)}
    audit.record(by=by, at=at, verb="choose_mediators", thing=held, after=values)
    return held


@transaction.atomic
def replace(
    committee: MediationCommittee, *, leaving: Mediator, coming: NewMediator, on: date, reason: str,
    by: User | None, at: datetime,
) -> Mediator:  # fmt: skip
    """One leaves and another takes the seat: the committee stays whole. Raises NotNow, ValidationError."""
    held = hold(committee, by=by)
    row = held.mediators.select_for_update().get(pk=leaving.pk)
    if row.left_on is not None:
        raise NotNow(_("%(name)s left on %(day)s already.") % {"name": row.masked_name, "day": row.left_on})
    if not row.joined_on <= on <= timezone.localdate(at):
        raise ValidationError({"on": _("From the day on which they came up to today.")})
    staying = [Seated(each.is_chair, each.is_woman) for each in held.mediators.serving().exclude(pk=row.pk)]
    refuse_unsound([*staying, coming], on)
    leave(row, on, said(reason, "reason", _("Say why."))[:200])
    made = seat(held, coming, on)
    audit.record(by=by, at=at, verb="replace_mediator", thing=held, after={"on": str(on)})
    return made


def hold(committee: MediationCommittee, *, by: User | None) -> MediationCommittee:
    """The committee, locked. Raises NotAllowed, DoesNotExist outside of one's region."""
    require(by, RIGHT)
    rows = MediationCommittee.objects.all() if by is None else MediationCommittee.objects.visible_to(by)
    return rows.select_for_update(no_key=True).get(pk=committee.pk)


def refuse_unsound(members: Sequence[Seated | NewMediator], on: date) -> None:
    """Raises ValidationError with every fault and its article."""
    found = faults([Seated(each.is_chair, each.is_woman) for each in members], mediation_law(on))
    if found:
        raise ValidationError({"members": found})


def leave(row: Mediator, on: date, reason: str) -> None:
    row.left_on, row.left_reason = on, reason
    row.save(update_fields=["left_on", "left_reason"])


def seat(committee: MediationCommittee, member: NewMediator, on: date) -> Mediator:
    row = Mediator(committee=committee, is_chair=member.is_chair, is_woman=member.is_woman, joined_on=on)
    row.put_down(name=said(member.name, "members", _("Name each member.")), phone=member.phone.strip())
    row.save(force_insert=True)
    return row


def chosen_before(on: date) -> date:
    """Who was chosen on this day or before has served a whole term by `on`. Raises NoRuleValue."""
    return on - relativedelta(years=mediation_law(on).years.value)
