"""The verbs of referrals of malicious arrears, in due process: proposed with papers, notice, hearing, decision, end.

The audit log has states and days alone: neither who, nor which home, nor what anybody said.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.acting import hold, refuse_own, said
from accounts.authority import NotAllowed, require
from accounts.city import NoRuleValue, whole
from accounts.lifecycle import NotNow
from accounts.models import Role, User
from accounts.numbers import numbered
from accounts.proofs import proof_of
from accounts.sealing import digest, seal
from enterprises.models import ServiceContract
from estates.belonging import refuse_without_charge
from fees.collection.documents import missing
from fees.collection.lifecycle import REFER, REFERRAL, VIEW
from fees.models import ArrearsPaper, ArrearsReferral, PaperKind, ReferralState

PREFIX = "CJ"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Debtor:
    """Whose arrears: sealed at once. `home` as it stands on the door."""

    home: str
    name: str
    phone: str = ""


@transaction.atomic
def propose(
    debtor: Debtor,
    *,
    contract: ServiceContract,
    arrears_fen: int,
    arrears_since_on: date,
    by: User | None,
    at: datetime,
) -> ArrearsReferral:
    """The company proposes. Raises NotAllowed, ValidationError per field."""
    require(by, REFER)
    on = timezone.localdate(at)
    refuse_others(contract, by=by, on=on)
    refuse_fresh(arrears_since_on, on=on)
    home = said(debtor.home, "home", _("Say which home it is."))
    made = ArrearsReferral(
        **numbered(ArrearsReferral, PREFIX, on), estate=contract.estate, contract=contract, arrears_fen=arrears_fen,
        arrears_since_on=arrears_since_on, proposed_at=at, proposed_by=by, sealed_home=seal(home),
        home_digest=digest(f"arrears\0{contract.estate_id}\0{plain(home)}"),
    )  # fmt: skip
    made.put_down(name=said(debtor.name, "name", _("Say who owes it.")), phone=debtor.phone.strip())
    audit.save_sound(made, None)
    audit.record(by=by, at=at, verb="propose_referral", thing=made, after={"state": made.state})
    return made


def refuse_others(contract: ServiceContract, *, by: User | None, on: date) -> None:
    """Raises NotAllowed for another company's contract, or one that no longer runs."""
    refuse_without_charge(by, contract.estate, on=on)
    is_own = by is None or by.role != Role.COMPANY or contract.enterprise.staff.filter(user=by).exists()
    if not is_own:
        raise NotAllowed(_("This is another company's contract."))


def refuse_fresh(since: date, *, on: date) -> None:
    """Raises ValidationError for arrears that are younger than the city asks for."""
    months = whole("arrears_least_months", on=on)
    if since + relativedelta(months=months) > on:
        told = _("Arrears are referred after %(months)d months at the earliest.") % {"months": months}
        raise ValidationError({"arrears_since_on": told})


def plain(home: str) -> str:
    return "".join(home.split()).lower()


@transaction.atomic
def add_paper(
    referral: ArrearsReferral, *, kind: str, issued_on: date, file: File, reference: str = "", by: User | None,
    at: datetime,
) -> ArrearsReferral:  # fmt: skip
    """One legal paper, as a PDF or a picture. Raises ValidationError per field."""
    held = hold(referral, REFERRAL["add_paper"], by=by)
    if issued_on > timezone.localdate(at):
        raise ValidationError({"issued_on": _("This day has not come yet.")})
    paper = ArrearsPaper(
        referral=held, kind=kind, reference=reference.strip(), issued_on=issued_on, file=proof_of(file), added_at=at
    )
    audit.save_sound(paper, None)
    audit.record(by=by, at=at, verb="add_paper_referral", thing=held, after={"kind": PaperKind(kind).value})
    return held


@transaction.atomic
def give_notice(referral: ArrearsReferral, *, served_on: date, by: User | None, at: datetime) -> ArrearsReferral:
    """The papers are complete, and the owner was served with the notice: from that day the term to answer runs.

    Raises ValidationError naming each missing paper with its article, or when it was served before they were there.
    """
    held = hold(referral, REFERRAL["give_notice"], by=by)
    on = timezone.localdate(at)
    if served_on > on:
        raise ValidationError({"served_on": _("This day has not come yet.")})
    papers = list(held.papers.all())
    if lacking := missing({paper.kind for paper in papers}, on=on):
        raise ValidationError(_("These papers are missing: %(papers)s.") % {"papers": "、".join(map(str, lacking))})
    whole_on = timezone.localdate(max([held.proposed_at, *(paper.added_at for paper in papers)]))
    if served_on < whole_on:
        told = _("The papers were complete on %(day)s: notice is served from that day on.") % {"day": whole_on}
        raise ValidationError({"served_on": told})
    held.state, held.noticed_on, held.noticed_by = ReferralState.NOTICED, served_on, by
    held.statement_due_on = served_on + timedelta(days=whole("arrears_statement_days", on=on))
    return keep(held, "give_notice", "noticed_on", "noticed_by", "statement_due_on", by=by, at=at)


@transaction.atomic
def note_statement(referral: ArrearsReferral, *, statement: str, by: User | None, at: datetime) -> ArrearsReferral:
    """What the owner said to it; sealed."""
    held = hold(referral, REFERRAL["note_statement"], by=by)
    if held.stated_at is not None:
        raise NotNow(_("What the owner said was written down already."))
    held.sealed_statement = seal(said(statement, "statement", _("Write down what the owner said.")))
    held.stated_at = at
    return keep(held, "note_statement", "sealed_statement", "stated_at", by=by, at=at)


@transaction.atomic
def refer(
    referral: ArrearsReferral, *, until_on: date, decision: str, by: User | None, at: datetime
) -> ArrearsReferral:
    """Somebody else than who gave notice decides, until a day. Raises NotAllowed, NotNow, ValidationError."""
    held = hold(referral, REFERRAL["refer"], by=by)
    on = timezone.localdate(at)
    refuse_own(held.noticed_by_id, by, _("You gave the notice. Somebody else has to decide it."))
    if held.stated_at is None and held.statement_due_on is not None and on <= held.statement_due_on:
        raise NotNow(_("The owner has until %(day)s to answer.") % {"day": held.statement_due_on})
    latest = on + relativedelta(months=whole("arrears_until_months", on=on))
    if not on < until_on <= latest:
        raise ValidationError({"until_on": _("It ends after today, and by %(day)s.") % {"day": latest}})
    held.until_on = until_on
    return acting.decided(held, ReferralState.REFERRED, decision, "refer_referral", "until_on", by=by, at=at)


@transaction.atomic
def refuse(referral: ArrearsReferral, *, decision: str, by: User | None, at: datetime) -> ArrearsReferral:
    held = over(hold(referral, REFERRAL["refuse"], by=by), ReferralState.REFUSED, at=at)
    return acting.decided(held, held.state, decision, "refuse_referral", "over_on", "erase_on", by=by, at=at)


@transaction.atomic
def revoke(referral: ArrearsReferral, *, reason: str, by: User | None, at: datetime) -> ArrearsReferral:
    """The decision does not stand: it ends at once."""
    held = over(hold(referral, REFERRAL["revoke"], by=by), ReferralState.REVOKED, at=at)
    return acting.revoked(held, held.state, reason, "revoke_referral", "over_on", "erase_on", by=by, at=at)


@transaction.atomic
def withdraw(referral: ArrearsReferral, *, by: User | None, at: datetime) -> ArrearsReferral:
    return end(hold(referral, REFERRAL["withdraw"], by=by), ReferralState.WITHDRAWN, "withdraw", by=by, at=at)


@transaction.atomic
def note_paid(referral: ArrearsReferral, *, by: User | None, at: datetime) -> ArrearsReferral:
    """The company was paid: it ends at once, whatever was decided."""
    return end(hold(referral, REFERRAL["note_paid"], by=by), ReferralState.PAID, "note_paid", by=by, at=at)


@transaction.atomic
def find_paid(referral: ArrearsReferral, *, by: User | None, at: datetime) -> ArrearsReferral:
    """An officer saw that it was paid, though the company did not say so."""
    return end(hold(referral, REFERRAL["find_paid"], by=by), ReferralState.PAID, "find_paid", by=by, at=at)


def end(held: ArrearsReferral, state: ReferralState, verb: str, *, by: User | None, at: datetime) -> ArrearsReferral:
    return keep(over(held, state, at=at), verb, "over_on", "erase_on", by=by, at=at)


def over(held: ArrearsReferral, state: ReferralState, *, at: datetime) -> ArrearsReferral:
    """From now on the person is kept for the city's term only; without a term, nothing allows to keep anybody."""
    on = timezone.localdate(at)
    held.state, held.over_on = state, on
    try:
        held.erase_on = on + relativedelta(months=whole("arrears_kept_months", on=on))
    except NoRuleValue as fault:
        log.error("referral %s is erased at once: %s", held.number, fault)
        held.erase_on = on
    return held


@transaction.atomic
def look(referral: ArrearsReferral, *, by: User, at: datetime) -> ArrearsReferral:
    """The whole name, phone, home and statement. Each look stands in the audit log."""
    held = hold(referral, REFERRAL["look"], by=by)
    audit.record(by=by, at=at, verb="look_at_referral", thing=held)
    return held


@transaction.atomic
def look_at_paper(paper: ArrearsPaper, *, by: User, at: datetime) -> ArrearsPaper:
    """A legal paper names people. Who may see the referral may open it; each time stands in the audit log."""
    require(by, VIEW)
    seen = ArrearsReferral.objects.visible_to(by).get(pk=paper.referral_id)
    audit.record(by=by, at=at, verb="look_at_paper_referral", thing=seen, after={"kind": paper.kind})
    return paper


def keep(held: ArrearsReferral, verb: str, *columns: str, by: User | None, at: datetime) -> ArrearsReferral:
    return acting.keep(held, f"{verb}_referral", *columns, by=by, at=at)
