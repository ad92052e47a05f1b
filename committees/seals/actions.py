"""One verb: put a use of the seal into the register."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from accounts.numbers import numbered
from committees.forming.law import Figure, cited
from committees.meetings.law import OfficeLaw
from committees.meetings.standing import (
    hold_committee,
    insist_it_has_its_books,
    insist_more_than,
    insist_seated,
    voting,
)
from committees.meetings.terms import office_law
from committees.models import Committee, Decision, Matter, Member, Seal, SealUse, VoteState

RIGHT = "committees.run"
STANDS = (VoteState.ANNOUNCED, VoteState.FINAL)


@dataclass(frozen=True)
class NewUse:
    """What was sealed. `decision` is the committee's, `matter` the owners'; the assembly's seal needs the latter."""

    used_on: date
    document: str
    signers: Collection[Member]
    seal: str = Seal.COMMITTEE
    recipient: str = ""
    copies: int = 1
    decision: Decision | None = None
    matter: Matter | None = None
    corrects: SealUse | None = None


@transaction.atomic
def use_seal(committee: Committee, new: NewUse, *, by: User | None, at: datetime) -> SealUse:
    """Put a use of the seal into the register.

    Raises NotAllowed, ValidationError with the article, DoesNotExist outside of one's scope.
    """
    own, today = hold_committee(committee, RIGHT, by=by), timezone.localdate(at)
    if new.used_on > today:
        raise ValidationError({"used_on": _("Put a use into the register on its day or after.")})
    insist_it_may_sign(own, new.used_on, office_law(today))
    insist_it_has_its_books(own, office_law(today), "used_on")
    law = office_law(new.used_on)
    members = list(voting(own, on=new.used_on))
    insist_seated(new.signers, members, "signers")
    words = _("%(given)d of %(all)d members signed for it; at least %(least)d have to.")
    insist_more_than(len(new.signers), len(members), law.seal_ratio, "signers", words)
    insist_it_was_decided(own, new, law)
    insist_correctable(own, new.corrects)
    use = SealUse(
        **numbered(SealUse, "YY", today), committee=own, seal=new.seal, used_on=new.used_on,
        document=new.document.strip(), recipient=new.recipient.strip(), copies=new.copies, decision=new.decision,
        matter=new.matter, corrects=new.corrects, signed=len(new.signers), members_all=len(members),
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    use.full_clean(exclude=["recorded_by"], validate_unique=False)
    use.save(force_insert=True)
    use.signers.set(new.signers)
    told = {"seal": use.seal, "used_on": str(use.used_on), "signed": use.signed, "of": use.members_all}
    audit.record(by=by, at=at, verb="use_seal", thing=use, after=told)
    return use


def insist_it_may_sign(committee: Committee, on: date, law: OfficeLaw) -> None:
    """In office, filed, and within its term. Raises ValidationError."""
    last = last_day(committee, law.seal_after_end_days)
    if on >= last:
        words = _("%(committee)s may sign until before %(day)s: after that its seal counts for nothing.") % {
            "committee": committee, "day": last
        }  # fmt: skip
        raise ValidationError({"used_on": cited(words, law.seal_after_end_days.article)})
    if committee.filed_on is None or on < committee.filed_on:
        words = _("%(committee)s gets its seal when it is filed.") % {"committee": committee}
        raise ValidationError({"used_on": cited(words, law.seal_ratio.article)})


def last_day(committee: Committee, days_after: Figure) -> date:
    """The first day on which it may sign no more: its term is over, or it ended before."""
    over = min(committee.term_until, committee.ended_on or committee.term_until)
    return over + timedelta(days=days_after.count)


def insist_it_was_decided(committee: Committee, new: NewUse, law: OfficeLaw) -> None:
    """By whom it says it was. Raises ValidationError."""
    if new.seal == Seal.ASSEMBLY and new.matter is None and law.assembly_seal_matter.applies:
        words = _("The assembly's seal goes by a decision of the owners: name the matter that they passed.")
        raise ValidationError({"matter": cited(words, law.assembly_seal_matter.article)})
    if new.matter is not None and not is_decided(committee, new.matter, new.used_on):
        words = _("The owners of this estate have not passed that, or its result was not posted by then.")
        raise ValidationError({"matter": cited(words, law.assembly_seal_matter.article)})
    if new.decision is not None and not was_decided(committee, new.decision, new.used_on):
        words = _("That was not decided by a meeting of this committee by then.")
        raise ValidationError({"decision": cited(words, law.decision_ratio.article)})


def was_decided(committee: Committee, decision: Decision, on: date) -> bool:
    meeting = decision.meeting
    was_held = meeting.held_on is not None and meeting.held_on <= on
    return decision.passed and was_held and meeting.committee_id == committee.pk


def is_decided(committee: Committee, matter: Matter, on: date) -> bool:
    vote = matter.vote
    is_posted = vote.state in STANDS and vote.announced_on is not None and vote.announced_on <= on
    return bool(matter.passed) and is_posted and vote.estate_id == committee.estate_id


def insist_correctable(committee: Committee, wrong: SealUse | None) -> None:
    """Raises ValidationError."""
    if wrong is None:
        return
    if wrong.committee_id != committee.pk or hasattr(wrong, "corrected_by"):
        raise ValidationError({"corrects": _("That line is not in this register, or was replaced already.")})
