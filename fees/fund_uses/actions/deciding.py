"""What street and bureau decide: whether an emergency is one, and whether the fund pays."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import said
from accounts.days import calendar
from accounts.lifecycle import NotNow
from accounts.models import User
from committees.models import Matter
from fees.fund_uses.actions.acting import hold, keep, refuse_own
from fees.fund_uses.actions.telling import spent_by
from fees.fund_uses.checking import insist_covered, insist_ready
from fees.fund_uses.law import fund_use_law, lines_of, refuse_no_emergency
from fees.models import FundUse, FundUseState, FundUseStep
from intake.money import yuan

PUT_FORWARD = ("propose", "file", "audit", "settle")
"""Whoever took one of these steps does not approve, in whatever round."""


@transaction.atomic
def confirm(use: FundUse, *, site: str, by: User | None, at: datetime) -> FundUse:
    """The street saw it on site: it cannot wait for a vote. The owners are to be told within the city's term.

    Raises NotAllowed for who proposed it, or brought the bill that is over budget.
    """
    held = hold(use, "confirm", by=by, at=at)
    refuse_own(held, ("propose", "settle"), by, _("You proposed this. Somebody else has to confirm it."))
    today = timezone.localdate(at)
    law = fund_use_law(today)
    refuse_no_emergency(held.case, law)
    words = said(site, "site", _("Write down what was found on site."))
    held.confirmed_on = today
    held.notice_due_on = held.notice_due_on or today + timedelta(days=law.emergency_notice_days.count)
    columns = ("confirmed_on", "notice_due_on")
    return keep(held, "confirm", *columns, to=FundUseState.CONFIRMED, words=words, by=by, at=at)


@transaction.atomic
def decline(use: FundUse, *, reason: str, by: User | None, at: datetime) -> FundUse:
    """The street saw it on site: it can wait for a vote, and may be proposed anew as an ordinary use.

    Work that was approved before is carried through within what was approved.
    """
    held = hold(use, "decline", by=by, at=at)
    return turned_down(held, "decline", reason, by=by, at=at)


@transaction.atomic
def file(use: FundUse, *, by: User | None, at: datetime) -> FundUse:
    """Ask the bureau for the money. Raises ValidationError where something lacks."""
    held = hold(use, "file", by=by, at=at)
    today = timezone.localdate(at)
    law = fund_use_law(today)
    chosen = insist_ready(held, law)
    if held.is_emergency and held.round == 1:
        held.budget_fen = chosen.amount_fen
    assert held.budget_fen is not None
    insist_covered(held, held.budget_fen, spent_fen=spent_by(held))
    held.filed_on, held.filed_by, held.answer = today, by, ""
    held.answer_due_on = calendar().after(today, law.answer_workdays.count)
    columns = ("budget_fen", "filed_on", "filed_by", "answer", "answer_due_on")
    return keep(held, "file", *columns, to=FundUseState.FILED, amount_fen=held.budget_fen, by=by, at=at)


@transaction.atomic
def give_back(use: FundUse, *, reason: str, by: User | None, at: datetime) -> FundUse:
    """Something lacks: it may be filed again."""
    held = hold(use, "give_back", by=by, at=at)
    return answered(held, "give_back", FundUseState.RETURNED, reason, by=by, at=at)


@transaction.atomic
def refuse(use: FundUse, *, reason: str, by: User | None, at: datetime) -> FundUse:
    """The fund does not pay this. Of work that was approved before it pays what was approved. Raises NotAllowed for who
    filed it."""
    held = hold(use, "refuse", by=by, at=at)
    refuse_own(held, ("file",), by, _("You filed this. Somebody else has to answer it."))
    return turned_down(held, "refuse", reason, by=by, at=at)


@transaction.atomic
def stay_within(use: FundUse, *, reason: str, by: User | None, at: datetime) -> FundUse:
    """The bill that was too far over budget is dropped, whether or not anybody decided on it: what was approved before
    stands, and a bill within it may be settled."""
    held = hold(use, "stay_within", by=by, at=at)
    return turned_down(held, "stay_within", reason, by=by, at=at)


def turned_down(held: FundUse, verb: str, reason: str, *, by: User | None, at: datetime) -> FundUse:
    """Its end; or, of a bill that came back over budget, what was approved before, since work and advance are real."""
    if held.round == 1:
        return answered(held, verb, FundUseState.REFUSED, reason, by=by, at=at)
    approved = held.steps.filter(verb="approve").latest("pk")
    held.budget_fen = held.approved_fen
    held.matter = decided_before(held, approved)
    return answered(held, verb, reached(held), reason, "budget_fen", "matter", by=by, at=at)


def decided_before(held: FundUse, approved: FundUseStep) -> Matter | None:
    """The decision of the owners that an approval rests on; none of an emergency."""
    step = held.steps.filter(matter__isnull=False, pk__lt=approved.pk).order_by("-pk").first()
    return step.matter if step else None


def answered(
    held: FundUse, verb: str, state: FundUseState, reason: str, *columns: str, by: User | None, at: datetime
) -> FundUse:
    held.answer = said(reason, "reason", _("Say why."))
    return keep(held, verb, "answer", *columns, to=state, words=held.answer, by=by, at=at)


@transaction.atomic
def approve(use: FundUse, *, by: User | None, at: datetime) -> FundUse:
    """The fund pays: up to so much in advance, so much in all, by the rules of the day.

    Work that was accepted before (an emergency, or a bill that went back) stays accepted. Raises NotAllowed for who
    proposed or filed it, or brought its bill, ValidationError where accounts do not cover it.
    """
    held = hold(use, "approve", by=by, at=at)
    refuse_own(held, PUT_FORWARD, by, _("You put this forward. Somebody else has to approve it."))
    today = timezone.localdate(at)
    assert held.budget_fen is not None
    insist_covered(held, held.budget_fen, spent_fen=spent_by(held))
    lines = lines_of(held.budget_fen, fund_use_law(today))
    held.approved_on, held.approved_fen = today, held.budget_fen
    held.advance_most_fen, held.ceiling_fen = lines.advance_most_fen, lines.ceiling_fen
    held.audit_above_fen = lines.audit_above_fen
    columns = ("approved_on", "approved_fen", "advance_most_fen", "ceiling_fen", "audit_above_fen")
    return keep(held, "approve", *columns, to=reached(held), amount_fen=held.approved_fen, by=by, at=at)


def reached(use: FundUse) -> FundUseState:
    """How far the work is."""
    if use.accepted_on is None:
        return FundUseState.APPROVED
    return FundUseState.AUDITED if use.audited_on else FundUseState.ACCEPTED


@transaction.atomic
def withdraw(use: FundUse, *, reason: str, by: User | None, at: datetime) -> FundUse:
    """It will not be done. Raises NotNow while money of the fund is out."""
    held = hold(use, "withdraw", by=by, at=at)
    if out := spent_by(held):
        raise NotNow(
            _("%(yuan)s yuan of the fund are out: they come back first, or the work is carried through and settled.")
            % {"yuan": yuan(out)}
        )
    return answered(held, "withdraw", FundUseState.WITHDRAWN, reason, by=by, at=at)
