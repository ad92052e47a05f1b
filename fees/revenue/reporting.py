"""The verbs of reports. Each locks the report, asks the table of moves, and leaves a line in the audit log."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.lifecycle import NotNow
from accounts.models import User
from accounts.numbers import many_numbered, numbered
from accounts.privacy import refuse_persons_numbers, said_to_all
from accounts.proofs import proof_of
from committees.forming.law import cited
from committees.postings.actions import gone_on
from enterprises.models import ServiceContract
from fees.models.revenue import KINDS_OF, ProofKind, ReportState, RevenueLine, RevenueProof, RevenueReport, Side
from fees.models.revenue_audits import AuditState, RevenueAudit
from fees.revenue import looking, pending
from fees.revenue.accounts import Entry, Totals, least_to_fund, totals
from fees.revenue.charge import refuse_others
from fees.revenue.law import RevenueLaw, revenue_law
from fees.revenue.lifecycle import REPORT
from fees.revenue.periods import DAY, Period, last_over
from intake.money import yuan

PREFIX = "SZ"
MOST_LINES, MOST_PROOFS = 60, 20


@transaction.atomic
def open_owed(*, on: date, at: datetime) -> int:
    """Every estate with a company on the last day of the period that ended owes its report. Returns how many are new.

    Raises NoRuleValue.
    """
    law = revenue_law(on)
    period = last_over(on, law.months)
    managed = ServiceContract.objects.running(on=period.last_on).values_list("estate", flat=True)
    known = set(
        RevenueReport.objects.filter(from_on__lt=period.until_on, until_on__gt=period.from_on).values_list(
            "estate", flat=True
        )
    )
    opening = looking.balances_before(period.from_on)
    owing = sorted(set(managed) - known)
    keys = many_numbered(RevenueReport, PREFIX, on, len(owing))
    fresh = [
        RevenueReport(**key, **owed(estate, period, law, opening.get(estate, 0)))
        for estate, key in zip(owing, keys, strict=True)
    ]
    return len(RevenueReport.objects.bulk_create(fresh, batch_size=2000))


def owed(estate_id: int, period: Period, law: RevenueLaw, opening_fen: int) -> dict[str, Any]:
    """The columns of a report that nobody has written yet."""
    return {
        "estate_id": estate_id, "from_on": period.from_on, "until_on": period.until_on,
        "due_on": period.due_on(law.revenue_report_days.count), "opening_fen": opening_fen, "closing_fen": opening_fen,
    }  # fmt: skip


def hold(report: RevenueReport, verb: str, *, by: User | None) -> RevenueReport:
    """Raises NotAllowed, NotNow; DoesNotExist for what they cannot see."""
    held = acting.hold(report, REPORT[verb], by=by)
    refuse_others(by, held.estate, held.until_on - DAY)
    return held


@transaction.atomic
def write(
    report: RevenueReport,
    *,
    opening_fen: int,
    opening_note: str = "",
    bank_fen: int | None = None,
    lines: Sequence[Entry],
    by: User | None,
    at: datetime,
) -> RevenueReport:
    """The whole account as it is to be posted, in place of what was written before. Raises ValidationError."""
    held = hold(report, "write", by=by)
    if len(lines) > MOST_LINES:
        raise ValidationError({"lines": _("At most %(most)d lines.") % {"most": MOST_LINES}})
    for entry in lines:
        refuse_odd(held, entry)
    held.opening_fen, held.opening_note, held.bank_fen = opening_fen, opening_note.strip(), bank_fen
    held.lines.all().delete()
    RevenueLine.objects.bulk_create(line_of(held, entry) for entry in lines)
    return summed(held, "write", by=by, at=at)


@transaction.atomic
def put_balances(
    report: RevenueReport, *, opening_fen: int, opening_note: str, bank_fen: int | None, by: User | None, at: datetime
) -> RevenueReport:
    """With what the period opened, and what the bank's statement shows at its end. Raises ValidationError."""
    held = hold(report, "write", by=by)
    held.opening_fen, held.opening_note, held.bank_fen = opening_fen, opening_note.strip(), bank_fen
    return summed(held, "put_balances", by=by, at=at)


@transaction.atomic
def add_line(report: RevenueReport, *, entry: Entry, by: User | None, at: datetime) -> RevenueReport:
    """Raises ValidationError per field, and where more would be spent than there is."""
    held = hold(report, "write", by=by)
    refuse_odd(held, entry)
    if held.lines.count() >= MOST_LINES:
        raise ValidationError(_("At most %(most)d lines.") % {"most": MOST_LINES})
    line_of(held, entry).save(force_insert=True)
    return summed(held, "add_line", by=by, at=at)


@transaction.atomic
def strike_line(report: RevenueReport, *, line: int, by: User | None, at: datetime) -> RevenueReport:
    """Raises ValidationError when there is no such line."""
    held = hold(report, "write", by=by)
    if not held.lines.filter(pk=line).delete()[0]:
        raise ValidationError(_("This line is not there any more."))
    return summed(held, "strike_line", by=by, at=at)


def line_of(held: RevenueReport, entry: Entry) -> RevenueLine:
    return RevenueLine(report=held, **{**vars(entry), "words": entry.words.strip()})


def refuse_odd(held: RevenueReport, entry: Entry) -> None:
    """Raises ValidationError per field."""
    faults = {}
    if entry.side not in Side.values:
        faults["side"] = _("Say whether it came in or went out.")
    elif entry.kind not in KINDS_OF[Side(entry.side)]:
        faults["kind"] = _("This kind does not belong to “%(side)s”.") % {"side": Side(entry.side).label}
    if entry.amount_fen <= 0:
        faults["amount_fen"] = _("A sum is more than 0. What went out stands on its own side.")
    if entry.contract is not None and not looking.fits(entry.contract, held, entry.kind):
        faults["contract"] = _("Choose a contract of this estate, about the same kind of receipts.")
    if len(entry.words) > 100:
        faults["words"] = _("At most %(most)d letters.") % {"most": 100}
    if faults:
        raise ValidationError(faults)
    refuse_persons_numbers(entry.words, field="words")


def summed(held: RevenueReport, verb: str, *, by: User | None, at: datetime) -> RevenueReport:
    """The report with the sums of its lines. Raises ValidationError when it spends more than there is."""
    refuse_persons_numbers(held.opening_note, field="opening_note")
    sums = totals(held.lines.values_list("side", "amount_fen"))
    closing = held.opening_fen + sums.change_fen
    if held.opening_fen < 0:
        raise ValidationError({"opening_fen": _("A balance is not below 0.")})
    if closing < 0:
        raise ValidationError(
            _("More went out than there was: %(missing)s yuan are missing. Check the opening balance and the lines.")
            % {"missing": yuan(-closing)}
        )
    for name, value in asdict(sums).items():
        setattr(held, name, value)
    held.closing_fen = closing
    columns = [*asdict(sums), "opening_fen", "opening_note", "bank_fen", "closing_fen"]
    return acting.keep(held, f"{verb}_revenue", *columns, by=by, at=at, closing_fen=closing)


@transaction.atomic
def add_proof(
    report: RevenueReport, *, kind: str, title: str, file: File, by: User | None, at: datetime
) -> RevenueProof:
    """Vouchers and statements before it is posted, the photo of the posting after. Raises ValidationError."""
    held = hold(report, "add_proof", by=by)
    if held.state == ReportState.POSTED and kind != ProofKind.BOARD:
        raise ValidationError({"kind": _("The report is posted: only a photo of the posting can be added.")})
    if held.proofs.count() >= MOST_PROOFS:
        raise ValidationError({"file": _("At most %(most)d proofs.") % {"most": MOST_PROOFS}})
    proof = RevenueProof(
        report=held, kind=kind, title=said_to_all(title, "title", _("Give it a short title."))[:100],
        file=proof_of(file), added_at=at,
    )  # fmt: skip
    proof.full_clean()
    proof.save(force_insert=True)
    audit.record(by=by, at=at, verb="add_revenue_proof", thing=held, after={"kind": kind})
    return proof


@transaction.atomic
def post(report: RevenueReport, *, by: User | None, at: datetime) -> RevenueReport:
    """Everybody may read it from now on, and nobody changes it; an audit that it was drawn for begins. A correction
    takes over what was open about the report that it replaces.

    Raises ValidationError with what is missing.
    """
    held = hold(report, "post", by=by)
    today = timezone.localdate(at)
    law = revenue_law(today)
    refuse_incomplete(held, law, today)
    before = held.corrects
    if before is not None:
        replaced = acting.keep(take_back(before), "replace_revenue", by=by, at=at)
        pending.hand_over(replaced, held, by=by, at=at)
    else:
        RevenueAudit.objects.filter(report=held, state=AuditState.OPEN).update(due_on=law.audited_by(today))
    held.state, held.posted_at, held.posted_on = ReportState.POSTED, at, today
    held.shown_until_on = gone_on(today, law.revenue_disclosure_min_days.count)
    return acting.keep(held, "post_revenue", "posted_at", "posted_on", "shown_until_on", by=by, at=at)


def take_back(before: RevenueReport) -> RevenueReport:
    """The report that a correction replaces, locked. Raises NotNow when another correction was faster."""
    locked = pending.lock(before)
    if locked.state != ReportState.POSTED:
        raise NotNow(_("%(number)s was corrected already.") % {"number": locked.number})
    locked.state = ReportState.REPLACED
    return locked


def refuse_incomplete(held: RevenueReport, law: RevenueLaw, today: date) -> None:
    """Raises ValidationError with everything that keeps a report from being posted."""
    if faults := faults_of(held, law, today):
        raise ValidationError(faults)


def faults_of(held: RevenueReport, law: RevenueLaw, today: date) -> list[str]:
    """What keeps a report from being posted, as sentences."""
    sums = Totals(held.receipts_fen, held.costs_fen, held.to_fund_fen, held.to_owners_fen)
    return [
        *faults_of_day(held, today), *faults_of_opening(held), *faults_of_proofs(held, sums),
        *faults_of_share(held, sums, law),
    ]  # fmt: skip


def faults_of_day(held: RevenueReport, today: date) -> list[str]:
    if today >= held.until_on:
        return []
    return [_("The period lasts until %(day)s: post it after that.") % {"day": held.until_on}]


def faults_of_opening(held: RevenueReport) -> list[str]:
    before = looking.posted_before(held)
    if before is None or before.closing_fen == held.opening_fen or held.opening_note:
        return []
    return [
        _("The period before closed with %(closing)s yuan. Open with that, or write down why it differs.")
        % {"closing": yuan(before.closing_fen)}
    ]


def faults_of_proofs(held: RevenueReport, sums: Totals) -> list[str]:
    kinds = set(held.proofs.values_list("kind", flat=True))
    if sums == Totals() or kinds & {ProofKind.VOUCHER, ProofKind.BANK}:
        return []
    return [_("Add at least one voucher or the bank statement of the separate account.")]


def faults_of_share(held: RevenueReport, sums: Totals, law: RevenueLaw) -> list[str]:
    """The share that goes into the maintenance fund, where the rule applies to the estate."""
    ratio = law.revenue_to_fund_ratio
    least = least_to_fund(sums.net_fen, ratio.value)
    if sums.to_fund_fen >= least or not looking.must_feed_fund(held.estate, law):
        return []
    told = _("At least %(percent)s of what is left goes into the maintenance fund: %(least)s yuan.")
    return [cited(told % {"percent": ratio.percent, "least": yuan(least)}, ratio.article)]


@transaction.atomic
def correct(report: RevenueReport, *, reason: str, by: User | None, at: datetime) -> RevenueReport:
    """A report of the same period, with the same lines to begin with; posted, it takes the other's place."""
    held = hold(report, "correct", by=by)
    if RevenueReport.objects.filter(corrects=held, state=ReportState.OWED).exists():
        raise NotNow(_("A correction of %(number)s is being written already.") % {"number": held.number})
    made = RevenueReport(
        **numbered(RevenueReport, PREFIX, timezone.localdate(at)), estate=held.estate, from_on=held.from_on,
        until_on=held.until_on, due_on=held.due_on, corrects=held, opening_fen=held.opening_fen,
        opening_note=held.opening_note, bank_fen=held.bank_fen, closing_fen=held.opening_fen,
        reason=said_to_all(reason, "reason", _("Say what was wrong: everybody reads it.")),
    )  # fmt: skip
    made.full_clean(validate_constraints=False)
    made.save(force_insert=True)
    RevenueLine.objects.bulk_create(
        RevenueLine(report=made, side=line.side, kind=line.kind, words=line.words, amount_fen=line.amount_fen,
                    contract_id=line.contract_id)
        for line in held.lines.all()
    )  # fmt: skip
    return summed(made, "correct", by=by, at=at)


@transaction.atomic
def drop(report: RevenueReport, *, by: User | None, at: datetime) -> RevenueReport:
    """A correction that is not needed after all. Raises NotNow for a report that is owed."""
    held = hold(report, "drop", by=by)
    if held.corrects_id is None:
        raise NotNow(_("%(number)s is owed: it cannot be dropped.") % {"number": held.number})
    held.state = ReportState.DROPPED
    return acting.keep(held, "drop_revenue", by=by, at=at)
