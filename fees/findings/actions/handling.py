"""What people do with findings. Each locks it, asks the table of moves, and leaves a line in the audit log."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.acting import hold, refuse_elsewhere, refuse_in_time, refuse_own, said
from accounts.authority import require
from accounts.city import whole
from accounts.lifecycle import NotNow
from accounts.models import User
from accounts.numbers import numbered
from accounts.privacy import said_to_all
from enterprises.models import ServiceContract
from estates.models import Estate
from fees.findings.actions.looking import PREFIX
from fees.findings.lifecycle import FINDING, HANDLE, MISUSE
from fees.models import Finding, FindingKind, FindingState

BY_HAND = (FindingKind.OVERCHARGED, FindingKind.MONEY_MISUSED)


@transaction.atomic
def raise_by_hand(
    *, estate: Estate, kind: str, happened_on: date, words: str, by: User | None, at: datetime
) -> Finding:
    """An officer found what no check can see. `words` name no person. Raises NotAllowed, ValidationError per field."""
    require(by, right_for(kind))
    refuse_elsewhere(by, estate)
    if kind not in BY_HAND:
        raise ValidationError({"kind": _("The machine looks for this. Raise what it cannot see.")})
    on = timezone.localdate(at)
    if happened_on > on:
        raise ValidationError({"happened_on": _("This day has not come yet.")})
    contract = ServiceContract.objects.running(on=happened_on).filter(estate=estate).first()
    if contract is None:
        raise ValidationError({"happened_on": _("No company had a contract for this estate on that day.")})
    key = numbered(Finding, PREFIX, on)
    finding = Finding(
        pk=key["pk"], number=key["number"], key=f"{kind}:{key['number']}", kind=kind, is_by_machine=False,
        estate=estate, enterprise_id=contract.enterprise_id, contract=contract, happened_on=happened_on, found_on=on,
        raised_by=by, facts={"words": said_to_all(words, "words", _("Say what happened."))},
    )  # fmt: skip
    audit.save_sound(finding, None)
    audit.record(by=by, at=at, verb="raise_finding", thing=finding, after={"kind": kind})
    return finding


def right_for(kind: str) -> str:
    """That money was misused is the bureau's to say alone: it forbids a company the market."""
    return MISUSE if kind == FindingKind.MONEY_MISUSED else HANDLE


@transaction.atomic
def ask(finding: Finding, *, by: User | None, at: datetime) -> Finding:
    """The company is told, and has the city's term to answer. Raises NoRuleValue."""
    held = hold(finding, FINDING["ask"], by=by)
    on = timezone.localdate(at)
    held.state, held.asked_at, held.asked_by = FindingState.ASKED, at, by
    held.answer_due_on = on + timedelta(days=whole("finding_statement_days", on=on))
    return keep(held, "ask", "asked_at", "asked_by", "answer_due_on", by=by, at=at)


@transaction.atomic
def explain(finding: Finding, *, statement: str, by: User | None, at: datetime) -> Finding:
    """The company says what it has to say, once; an officer may write it down for it."""
    held = hold(finding, FINDING["explain"], by=by)
    if held.statement:
        raise NotNow(_("Finding %(number)s was answered already.") % {"number": held.number})
    held.statement, held.stated_at = said(statement, "statement", _("Say what you have to say to it.")), at
    return keep(held, "explain", "statement", "stated_at", by=by, at=at)


@transaction.atomic
def find_so(finding: Finding, *, result: str, by: User | None, at: datetime) -> Finding:
    """It is so: to be put right by a day. Raises NotNow while the company may still answer, NoRuleValue."""
    held = hold(finding, FINDING["find_so"], by=by)
    on = timezone.localdate(at)
    if not held.statement and held.answer_due_on is not None and on <= held.answer_due_on:
        raise NotNow(_("The company has until %(day)s to answer.") % {"day": held.answer_due_on})
    held.put_right_by = on + timedelta(days=whole("finding_put_right_days", on=on))
    return checked(held, FindingState.ORDERED, result, "find_so", by=by, at=at)


@transaction.atomic
def find_unfounded(finding: Finding, *, result: str, by: User | None, at: datetime) -> Finding:
    """It is not so; the machine does not ask again about the same."""
    held = hold(finding, FINDING["find_unfounded"], by=by)
    return checked(held, FindingState.UNFOUNDED, result, "find_unfounded", by=by, at=at)


def checked(held: Finding, state: FindingState, result: str, verb: str, *, by, at: datetime) -> Finding:
    held.result = said(result, "result", _("Write down what the check found."))
    held.state, held.checked_at, held.checked_by = state, at, by
    return keep(held, verb, "checked_at", "checked_by", "result", "put_right_by", by=by, at=at)


@transaction.atomic
def note_put_right(finding: Finding, *, decision: str, by: User | None, at: datetime) -> Finding:
    """The company put it right before it was decided: nothing counts."""
    held = hold(finding, FINDING["note_put_right"], by=by)
    return acting.decided(held, FindingState.PUT_RIGHT, decision, "note_put_right_finding", by=by, at=at)


@transaction.atomic
def decide(finding: Finding, *, decision: str, by: User | None, at: datetime) -> Finding:
    """It was not put right: it counts. Raises NotNow while there is time, NotAllowed for who raised or checked it."""
    held = hold(finding, FINDING["decide"], by=by)
    require(by, right_for(held.kind))
    refuse_own(held.raised_by_id, by, _("You raised this. Somebody else has to decide it."))
    refuse_own(held.checked_by_id, by, _("You checked this. Somebody else has to decide it."))
    refuse_in_time(held, at=at)
    return acting.decided(held, FindingState.DECIDED, decision, "decide_finding", by=by, at=at)


@transaction.atomic
def revoke(finding: Finding, *, reason: str, by: User | None, at: datetime) -> Finding:
    """The decision does not stand: what it brought into the ledger is withdrawn before the next night."""
    held = hold(finding, FINDING["revoke"], by=by)
    require(by, right_for(held.kind))
    return acting.revoked(held, FindingState.REVOKED, reason, "revoke_finding", by=by, at=at)


def keep(held: Finding, verb: str, *columns: str, by: User | None, at: datetime) -> Finding:
    return acting.keep(held, f"{verb}_finding", *columns, by=by, at=at)
