"""The verbs of sample audits: draw once, then what each audit found."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import acting, audit
from accounts.acting import refuse_elsewhere
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import Region, User
from accounts.numbers import many_numbered, numbered
from accounts.privacy import said_to_all
from accounts.proofs import proof_of
from accounts.scope import within
from fees.models.revenue import ReportState, RevenueReport
from fees.models.revenue_audits import AuditBasis, AuditState, RevenueAudit, RevenueDraw
from fees.revenue import pending
from fees.revenue.drawing import drawn
from fees.revenue.law import RevenueLaw, revenue_law
from fees.revenue.lifecycle import AUDIT, SAMPLE
from fees.revenue.periods import Period, period_of

AUDITS, DRAWS = "SC", "CQ"
ASK_RESULT = gettext_lazy("Write down what the audit found: everybody reads it. Name no person.")


def new_seed() -> str:
    """128 bits that nobody chose."""
    return secrets.token_hex(16)


@transaction.atomic
def draw(*, region: Region, day: date, seed: str, by: User | None, at: datetime) -> RevenueDraw:
    """Draw the audits of the period in which a day lies, in a division: once, when all have had their time to post.

    Raises ValidationError, NotAllowed.
    """
    require(by, AUDIT)
    refuse_elsewhere(by, region)
    today = timezone.localdate(at)
    law = revenue_law(today)
    period = period_of(day, law.months)
    refuse_early(period, law, today)
    refuse_twice(region, period.from_on)
    pool = drawn_from(region, period.from_on)
    if not pool:
        raise ValidationError({"day": _("Nobody there owed or posted a report of that period: nothing can be drawn.")})
    percent = percent_of(law.revenue_audit_percent.value)
    made = RevenueDraw(
        **numbered(RevenueDraw, DRAWS, today), region=region, from_on=period.from_on, until_on=period.until_on,
        seed=seed, pool=sorted(pool), percent=percent, drawn_at=at,
    )  # fmt: skip
    audit.save_sound(made, None)
    begun = open_all(made, [pool[code] for code in drawn(pool, seed, Fraction(percent) / 100)], law, on=today)
    pending.end_demands(begun, by=by, at=at)
    told = {"region": region.code, "from_on": str(period.from_on), "pool": len(pool), "seed": seed}
    audit.record(by=by, at=at, verb="draw_revenue_audits", thing=made, after=told)
    return made


def open_all(made: RevenueDraw, reports: Sequence[RevenueReport], law: RevenueLaw, *, on: date) -> list[RevenueAudit]:
    """An audit for each report that was drawn, in their order."""
    keys = many_numbered(RevenueAudit, AUDITS, on, len(reports))
    return RevenueAudit.objects.bulk_create(
        RevenueAudit(
            **key, estate=report.estate, report=report, basis=AuditBasis.SAMPLE, draw=made, rank=rank, opened_on=on,
            due_on=law.audited_by(on),
        )
        for rank, (key, report) in enumerate(zip(keys, reports, strict=True), start=1)
    )  # fmt: skip


def refuse_early(period: Period, law: RevenueLaw, today: date) -> None:
    """Raises ValidationError while reports are still in time: who draws does not choose from whom."""
    due_on = period.due_on(law.revenue_report_days.count)
    if today <= due_on:
        raise ValidationError({"day": _("Its reports are in time until %(day)s: draw after that.") % {"day": due_on}})


def refuse_twice(region: Region, from_on: date) -> None:
    """Neither a division nor what contains it or lies in it is drawn twice: nobody draws until the result pleases.

    One draw waits for another: divisions that lie in each other have the city in common, which is locked.
    """
    list(Region.objects.select_for_update(no_key=True).filter(parent=None).order_by("pk"))
    for other in RevenueDraw.objects.filter(from_on=from_on).select_related("region"):
        if other.region.stem.startswith(region.stem) or region.stem.startswith(other.region.stem):
            raise ValidationError(
                {"region": _("Draw %(number)s covers this division for that period: nothing is drawn twice.")
                 % {"number": other.number}}
            )  # fmt: skip


def drawn_from(region: Region, from_on: date) -> dict[str, RevenueReport]:
    """By the code of its estate: each report of the period that was not audited, be it posted or late, locked.

    Who posts late, or not at all, does not escape: the audit begins once there is something to audit.
    """
    there = Q(state=ReportState.POSTED) | Q(state=ReportState.OWED, corrects=None)
    rows = RevenueReport.objects.filter(there, within("estate__region_id", region), from_on=from_on).exclude(
        audits__state__in=[AuditState.OPEN, AuditState.CLEAN, AuditState.FAULTY]
    )
    locked = rows.select_for_update(of=("self",), no_key=True).order_by("pk")
    return {report.estate.code: report for report in locked.select_related("estate")}


def percent_of(share: Fraction) -> Decimal:
    """As it is published and drawn by, to two decimals."""
    return (Decimal(share.numerator * 100) / share.denominator).quantize(Decimal("0.01"))


@transaction.atomic
def order(report: RevenueReport, *, by: User | None, at: datetime) -> RevenueAudit:
    """An audit that a change of the committee wants: samples are drawn, owners ask by a demand.

    Raises ValidationError, NotAllowed.
    """
    require(by, AUDIT)
    refuse_elsewhere(by, report.estate)
    held = pending.lock(report)
    refuse_unfit(held)
    made = open_one(held, AuditBasis.CHANGE, by=by, at=at)
    pending.end_demands([made], by=by, at=at)
    return made


def refuse_unfit(report: RevenueReport) -> None:
    """Raises ValidationError for a report that is not posted, or was audited."""
    if report.state != ReportState.POSTED:
        raise ValidationError({"report": _("Only a posted report can be audited.")})
    if report.audits.exclude(state=AuditState.REVOKED).exists():
        raise ValidationError({"report": _("This report is or was audited already.")})


def open_one(report: RevenueReport, basis: AuditBasis, *, by: User | None, at: datetime) -> RevenueAudit:
    """Raises ValidationError."""
    today = timezone.localdate(at)
    made = RevenueAudit(
        **numbered(RevenueAudit, AUDITS, today), estate=report.estate, report=report, basis=basis, opened_on=today,
        due_on=revenue_law(today).audited_by(today),
    )  # fmt: skip
    audit.save_sound(made, None)
    audit.record(by=by, at=at, verb="order_revenue_audit", thing=made, after={"basis": basis, "report": report.number})
    return made


@transaction.atomic
def find_clean(
    held: RevenueAudit, *, auditor: str, result: str, paper: File | None = None, by: User | None, at: datetime
) -> RevenueAudit:
    held = acting.hold(held, SAMPLE["find_clean"], by=by)
    return finished(held, AuditState.CLEAN, auditor, result, paper, "find_clean", by=by, at=at)


@transaction.atomic
def find_faulty(
    held: RevenueAudit, *, auditor: str, result: str, wrong_fen: int, paper: File | None = None, by: User | None,
    at: datetime,
) -> RevenueAudit:  # fmt: skip
    """The account was wrong by so much; what follows is the findings' affair. Raises ValidationError per field."""
    held = acting.hold(held, SAMPLE["find_faulty"], by=by)
    if wrong_fen <= 0:
        raise ValidationError({"wrong_fen": _("Say by how much the account was wrong.")})
    held.wrong_fen = wrong_fen
    return finished(held, AuditState.FAULTY, auditor, result, paper, "find_faulty", by=by, at=at)


def finished(
    held: RevenueAudit, state: AuditState, auditor: str, result: str, paper: File | None, verb: str, *, by, at: datetime
) -> RevenueAudit:
    if held.report.state == ReportState.OWED:
        raise NotNow(_("Report %(number)s is not posted yet: there is nothing to audit.") % {"number": held.report})
    held.auditor = said_to_all(auditor, "auditor", _("Name the body that audited."))
    held.result = said_to_all(result, "result", ASK_RESULT)
    if paper:
        held.paper = proof_of(paper, "paper")
    held.state, held.finished_on = state, timezone.localdate(at)
    columns = ("auditor", "result", "paper", "finished_on", "wrong_fen")
    return acting.keep(held, f"{verb}_revenue", *columns, by=by, at=at)


@transaction.atomic
def revoke(held: RevenueAudit, *, reason: str, by: User | None, at: datetime) -> RevenueAudit:
    """The result does not stand; the report may be audited anew."""
    held = acting.hold(held, SAMPLE["revoke"], by=by)
    held.revoke_reason = said_to_all(reason, "reason", _("Say why."))
    held.state = AuditState.REVOKED
    return acting.keep(held, "revoke_revenue_audit", "revoke_reason", by=by, at=at)
