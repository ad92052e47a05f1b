"""The verbs of contracts on shared parts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.acting import refuse_future
from accounts.authority import NotAllowed, require
from accounts.models import User
from accounts.numbers import numbered
from accounts.privacy import said_to_all
from accounts.proofs import proof_of
from accounts.scope import BELONGS
from estates.models import Estate
from fees.models.revenue import ContractState, ReportState, RevenueContract, RevenueReport
from fees.revenue.charge import refuse_others
from fees.revenue.lifecycle import CONTRACT, WRITE

PREFIX = "SY"


@dataclass(frozen=True)
class NewContract:
    estate: Estate
    source: str
    payer: str
    place: str
    from_on: date
    until_on: date
    amount_fen: int
    pays: str
    signed_on: date
    file: File | None = None


@transaction.atomic
def register(*, new: NewContract, by: User | None, at: datetime) -> RevenueContract:
    """Raises NotAllowed, ValidationError per field."""
    require(by, WRITE)
    today = timezone.localdate(at)
    refuse_others(by, new.estate, today)
    refuse_future("signed_on", new.signed_on, at=at)
    if new.until_on <= new.from_on:
        raise ValidationError({"until_on": _("A contract ends after it begins.")})
    given = {name: value for name, value in vars(new).items() if name != "file"}
    made = RevenueContract(**numbered(RevenueContract, PREFIX, today), registered_at=at, **given)
    made.payer = said_to_all(new.payer, "payer", _("Name the business or body that pays."))
    made.place = said_to_all(new.place, "place", _("Say which shared part."))
    if new.file:
        made.file = proof_of(new.file)
    audit.save_sound(made, None)
    told = {"source": made.source, "amount_fen": made.amount_fen, "until_on": str(made.until_on)}
    audit.record(by=by, at=at, verb="register_revenue_contract", thing=made, after=told)
    return made


def hold(contract: RevenueContract, verb: str, *, by: User | None, at: datetime) -> RevenueContract:
    held = acting.hold(contract, CONTRACT[verb], by=by)
    refuse_others(by, held.estate, timezone.localdate(at))
    return held


def refuse_behind_accounts(held: RevenueContract, since: date, *, by: User | None) -> None:
    """Raises NotAllowed where a posted report is about time from a day on, except for officers.

    What it lacks of this contract is looked for: whoever reports cannot take the contract back instead of the money.
    """
    if by is None or by.role not in BELONGS:
        return
    if RevenueReport.objects.filter(estate=held.estate_id, state=ReportState.POSTED, until_on__gt=since).exists():
        raise NotAllowed(
            _("Accounts of the time from %(day)s on are posted: only an officer may enter this now.") % {"day": since}
        )


@transaction.atomic
def end_early(
    contract: RevenueContract, *, ended_on: date, reason: str, by: User | None, at: datetime
) -> RevenueContract:
    """It pays until before `ended_on`. Raises NotAllowed, ValidationError per field."""
    held = hold(contract, "end_early", by=by, at=at)
    refuse_behind_accounts(held, ended_on, by=by)
    if not held.from_on <= ended_on < held.until_on:
        raise ValidationError({"ended_on": _("Within its term, from %(first)s on.") % {"first": held.from_on}})
    held.end_reason = said_to_all(reason, "reason", _("Say why."))
    held.state, held.ended_on = ContractState.ENDED, ended_on
    return acting.keep(held, "end_revenue_contract", "ended_on", "end_reason", by=by, at=at, ended_on=str(ended_on))


@transaction.atomic
def void(contract: RevenueContract, *, reason: str, by: User | None, at: datetime) -> RevenueContract:
    """It never was. Raises NotAllowed, and ValidationError where a posted report names it."""
    held = hold(contract, "void", by=by, at=at)
    if held.lines.filter(report__state=ReportState.POSTED).exists():
        raise ValidationError(_("A posted report names this contract: end it instead."))
    refuse_behind_accounts(held, held.from_on, by=by)
    held.end_reason = said_to_all(reason, "reason", _("Say why."))
    held.state = ContractState.VOID
    return acting.keep(held, "void_revenue_contract", "end_reason", by=by, at=at)
