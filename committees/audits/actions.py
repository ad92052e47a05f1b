"""One verb: note an audit that was done, and post its result."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from committees.forming.law import cited
from committees.meetings.law import OfficeLaw
from committees.meetings.standing import hold_committee
from committees.meetings.terms import office_law
from committees.models import Audit, AuditKind, Committee, PostingKind
from committees.postings.actions import post

RIGHT = "committees.run"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class NewAudit:
    """Of the accounts from `from_on`, before `until_on`; `done_on` is the day of the report."""

    kind: str
    from_on: date
    until_on: date
    done_on: date
    auditor: str
    result: str
    report_number: str = ""


@transaction.atomic
def note_audit(committee: Committee, new: NewAudit, *, by: User | None, at: datetime) -> Audit:
    """Note an audit that was done, and post its result. A committee that ended is audited too.

    Raises NotAllowed, ValidationError with the article, DoesNotExist outside of one's scope.
    """
    own, today = hold_committee(committee, RIGHT, by=by), timezone.localdate(at)
    law = office_law(today)
    insist_sound(own, new, law, today=today)
    made = Audit(
        committee=own, kind=new.kind, from_on=new.from_on, until_on=new.until_on, done_on=new.done_on,
        auditor=new.auditor.strip(), report_number=new.report_number.strip(), result=new.result.strip(),
    )  # fmt: skip
    made.full_clean(exclude=["posting"])
    title, text = words_of(made)
    made.posting = post(
        own.estate, PostingKind.ACCOUNTS, title, text, days=law.audit_shown_days.count, committee=own, by=by, at=at
    )
    made.save(force_insert=True)
    told = {"kind": made.kind, "from_on": str(made.from_on), "until_on": str(made.until_on)}
    audit.record(by=by, at=at, verb="note_audit", thing=made, after=told)
    return made


def insist_sound(committee: Committee, new: NewAudit, law: OfficeLaw, *, today: date) -> None:
    """Days in order, and no gap after the last audit. Raises ValidationError."""
    if new.until_on <= new.from_on:
        raise ValidationError({"until_on": _("The accounts end after they begin.")})
    if not new.until_on <= new.done_on <= today:
        raise ValidationError({"done_on": _("The report is of a day after the accounts end, today at the latest.")})
    if new.kind == AuditKind.TERM and committee.ended_on is None and committee.term_until > today:
        raise ValidationError({"kind": _("The term of %(committee)s is not over.") % {"committee": committee}})
    begins = next_from(committee)
    if new.from_on > begins:
        words = _("Nobody has audited the accounts from %(day)s on: begin there.") % {"day": begins}
        raise ValidationError({"from_on": cited(words, law.audit_months.article)})


def next_from(committee: Committee) -> date:
    """From when the accounts are not audited."""
    last = Audit.objects.filter(committee=committee).aggregate(last=Max("until_on"))["last"]
    return last or committee.formed_on


def words_of(made: Audit) -> tuple[str, str]:
    """Title and text for the board, in the portal's language whoever writes."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Audit of %(committee)s (%(kind)s)") % {"committee": made.committee, "kind": made.get_kind_display()}
        first, last, done = (formats.date_format(day, "DATE_FORMAT") for day in days_of(made))
        lines = [
            _("Accounts from %(first)s to %(last)s.") % {"first": first, "last": last},
            _("Audited by %(auditor)s, report of %(day)s %(number)s.") % {
                "auditor": made.auditor, "day": done, "number": made.report_number
            },
            made.result,
        ]  # fmt: skip
        return title, "\n".join(lines)


def days_of(made: Audit) -> tuple[date, date, date]:
    return made.from_on, made.until_on - ONE_DAY, made.done_on
