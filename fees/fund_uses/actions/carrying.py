"""The work is paid in advance, accepted, audited, settled, split among the homes, and paid out."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import refuse_future, said
from accounts.models import User
from committees.models import PostingKind
from committees.postings.actions import post as hang
from fees.fund_uses import wording
from fees.fund_uses.actions.acting import hold, keep, refuse_company, refuse_own
from fees.fund_uses.actions.preparing import lay_down
from fees.fund_uses.actions.telling import spent_by
from fees.fund_uses.checking import accounts_of, shares_of
from fees.fund_uses.law import fund_use_law, refuse
from fees.funds import actions as funds
from fees.models import FundPaperKind, FundPayment, FundUse, FundUseHome, FundUseState, PaymentKind
from fees.splitting import split
from intake.money import yuan

TOO_MUCH_AHEAD = gettext_lazy("In advance %(most)s yuan may be paid at most, of which %(paid)s are.")
TO_BE_AUDITED = gettext_lazy("A bill of more than %(floor)s yuan is settled after an audit.")
TO_BE_AGREED = gettext_lazy("Without an audit a bill is settled once the committee has agreed: give the day.")
ANOTHER_PAYS = gettext_lazy("You put this use forward, or accepted or settled it. Somebody else has to pay it out.")
CARRIED = ("propose", "file", "accept_work", "audit", "settle")
"""Whoever took one of these steps does not pay; `FundPayment` insists on it as well."""


@transaction.atomic
def advance(use: FundUse, *, amount_fen: int, by: User | None, at: datetime) -> FundUse:
    """Pay the contractor in advance, from the accounts of all homes by area. Raises ValidationError with the article
    beyond the city's share of the budget, NotAllowed for who put the use forward."""
    held = hold(use, "advance", by=by, at=at)
    refuse_own(held, CARRIED, by, str(ANOTHER_PAYS))
    today, paid = timezone.localdate(at), spent_by(held)
    assert held.advance_most_fen is not None
    assert held.approved_on is not None
    if amount_fen <= 0:
        raise ValidationError({"amount_fen": _("Give an amount.")})
    if paid + amount_fen > held.advance_most_fen:
        article = fund_use_law(held.approved_on).advance_ratio.article
        refuse(TOO_MUCH_AHEAD, article, "amount_fen", most=yuan(held.advance_most_fen), paid=yuan(paid))
    shares = shares_of(held, amount_fen)
    pay(held, PaymentKind.ADVANCE, amount_fen, on=today, by=by, at=at)
    book(held, {home: fen for home, fen in shares.items() if fen}, on=today, by=by, at=at)
    return keep(held, "advance", amount_fen=amount_fen, by=by, at=at)


@transaction.atomic
def return_advance(use: FundUse, *, amount_fen: int, by: User | None, at: datetime) -> FundUse:
    """The contractor paid back an advance, or a part of it: each account gets back in proportion to what it gave.

    When nothing is out any more the use can be withdrawn. Raises NotAllowed for who put it forward, ValidationError
    for more than is out.
    """
    held = hold(use, "return_advance", by=by, at=at)
    refuse_own(held, CARRIED, by, str(ANOTHER_PAYS))
    paid, today = spent_by(held), timezone.localdate(at)
    if not 0 < amount_fen <= paid:
        told = _("At most %(paid)s yuan can come back: that much is out.") % {"paid": yuan(paid)}
        raise ValidationError({"amount_fen": told})
    pay(held, PaymentKind.REFUND, -amount_fen, on=today, by=by, at=at)
    taken = funds.taken_by(held)
    back = dict(zip(taken, split(amount_fen, list(taken.values())), strict=True))
    funds.refund_use(held, back, on=today, by=by, at=at)
    return keep(held, "return_advance", amount_fen=amount_fen, by=by, at=at)


def pay(use: FundUse, kind: PaymentKind, amount_fen: int, *, on: date, by: User | None, at: datetime) -> None:
    FundPayment.objects.create(
        use=use, kind=kind, amount_fen=amount_fen, paid_on=on, payee=payee_of(use), at=at, by=by
    )  # fmt: skip


def book(use: FundUse, shares: dict[FundUseHome, int], *, on: date, by: User | None, at: datetime) -> None:
    """Take positive shares from the homes' accounts, and give negative ones back."""
    accounts = accounts_of(list(shares))
    taken = {accounts[home.home_id].pk: fen for home, fen in shares.items() if fen > 0}
    given = {accounts[home.home_id].pk: -fen for home, fen in shares.items() if fen < 0}
    if taken:
        funds.pay_use(use, taken, on=on, by=by, at=at)
    if given:
        funds.refund_use(use, given, on=on, by=by, at=at)


def payee_of(use: FundUse) -> str:
    return use.quotes.get(is_chosen=True).contractor


@transaction.atomic
def accept_work(use: FundUse, *, accepted_on: date, result: str, by: User | None, at: datetime) -> FundUse:
    """The work was looked at and is sound. Raises NotAllowed for the company, ValidationError per field."""
    held = hold(use, "accept_work", by=by, at=at)
    refuse_company(by, _("The company does not accept the work: committee, street or bureau do."))
    refuse_odd_day(accepted_on, held.proposed_on, "accepted_on", at)
    held.accepted_on = accepted_on
    held.acceptance = said(result, "result", _("Write down what the acceptance found."))
    columns = ("accepted_on", "acceptance")
    return keep(held, "accept_work", *columns, to=FundUseState.ACCEPTED, words=held.acceptance, by=by, at=at)


@transaction.atomic
def audit(
    use: FundUse, *, auditor: str, report: str, audited_on: date, audited_fen: int, file: File | None = None,
    by: User | None, at: datetime,
) -> FundUse:  # fmt: skip
    """What an agency found the work to have cost, by its report, which is `file` or was handed in as a paper before.

    Raises NotAllowed for the company, ValidationError per field.
    """
    held = hold(use, "audit", by=by, at=at)
    refuse_company(by, _("The company does not note the audit: committee, street or bureau do."))
    assert held.accepted_on is not None
    refuse_odd_day(audited_on, held.accepted_on, "audited_on", at)
    if audited_fen <= 0:
        raise ValidationError({"audited_fen": _("Give an amount.")})
    if file:
        lay_down(held, FundPaperKind.AUDIT, file, by=by, at=at)
    if not held.papers.filter(kind=FundPaperKind.AUDIT).exists():
        raise ValidationError({"file": _("Hand in the report of the audit.")})
    held.auditor = said(auditor, "auditor", _("Name who audited."))
    held.audit_report = said(report, "report", _("Give the number of the report."))
    held.audited_on, held.audited_fen = audited_on, audited_fen
    columns = ("auditor", "audit_report", "audited_on", "audited_fen")
    words = wording.audited(held)
    return keep(held, "audit", *columns, to=FundUseState.AUDITED, words=words, amount_fen=audited_fen, by=by, at=at)


def refuse_odd_day(day: date, first: date, field: str, at: datetime) -> None:
    """Raises ValidationError for a day to come, or before what it follows."""
    refuse_future(field, day, at=at)
    if day < first:
        raise ValidationError({field: _("Not before %(day)s.") % {"day": first}})


@transaction.atomic
def settle(
    use: FundUse, *, amount_fen: int, consented_on: date | None = None, by: User | None, at: datetime
) -> FundUse:
    """The bill: split by area among the homes and posted. One that is too far over budget goes back to the owners
    instead, and the use is `over`.

    Raises ValidationError with the article where it has to be audited or agreed to, NotNow before an after-notice.
    """
    held = hold(use, "settle", by=by, at=at)
    assert held.approved_on is not None
    assert held.ceiling_fen is not None
    if amount_fen <= 0:
        raise ValidationError({"amount_fen": _("Give an amount.")})
    insist_checked(held, amount_fen, consented_on, by=by, at=at)
    if amount_fen > held.ceiling_fen:
        return send_back(held, amount_fen, by=by, at=at)
    if held.posted_on is None:
        raise ValidationError(_("Post the after-notice first: the owners have not been told yet."))
    held.settled_on, held.settled_fen = timezone.localdate(at), amount_fen
    shares = share_out(held, amount_fen)
    law = fund_use_law(held.settled_on)
    area = sum((home.area_m2 for home in shares), Decimal(0))
    title, text = wording.bill(held, payee_of(held), wording.per_m2(amount_fen, area))
    hung = hang(
        held.estate, PostingKind.ACCOUNTS, title, text, days=law.result_days.count, committee=held.committee, by=by,
        at=at,
    )  # fmt: skip
    columns = ("settled_on", "settled_fen", "consented_on")
    return keep(held, "settle", *columns, to=FundUseState.SETTLED, amount_fen=amount_fen, posting=hung, by=by, at=at)


def insist_checked(held: FundUse, amount_fen: int, consented_on: date | None, *, by: User | None, at: datetime) -> None:
    """Audited and not more than was found; or small, and the committee agreed. Raises ValidationError."""
    assert held.approved_on is not None
    assert held.audit_above_fen is not None
    assert held.accepted_on is not None
    floor = fund_use_law(held.approved_on).audit_floor_yuan
    if held.audited_fen is not None:
        if amount_fen > held.audited_fen:
            told = _("The audit found %(found)s yuan: no more is settled.") % {"found": yuan(held.audited_fen)}
            raise ValidationError({"amount_fen": told})
        return
    if amount_fen > held.audit_above_fen:
        refuse(TO_BE_AUDITED, floor.article, "amount_fen", floor=yuan(held.audit_above_fen))
    if consented_on is None:
        refuse(TO_BE_AGREED, floor.article, "consented_on")
    refuse_company(by, _("The company does not agree for the committee: committee, street or bureau do."))
    refuse_odd_day(consented_on, held.accepted_on, "consented_on", at)
    held.consented_on = consented_on


def send_back(held: FundUse, amount_fen: int, *, by: User | None, at: datetime) -> FundUse:
    """Too far over budget: those who pay decide anew on what it cost."""
    assert held.approved_on is not None
    assert held.approved_fen is not None
    law = fund_use_law(held.approved_on)
    held.budget_fen, held.round, held.matter = amount_fen, held.round + 1, None
    words = wording.sent_back(held, law.over_ratio.article)
    columns = ("budget_fen", "round", "matter")
    return keep(held, "settle", *columns, to=FundUseState.OVER, words=words, amount_fen=amount_fen, by=by, at=at)


def share_out(use: FundUse, total_fen: int) -> dict[FundUseHome, int]:
    shares = shares_of(use, total_fen)
    for home, fen in shares.items():
        home.share_fen = fen
    FundUseHome.objects.bulk_update(shares, ["share_fen"], batch_size=2000)
    return shares


@transaction.atomic
def pay_rest(use: FundUse, *, by: User | None, at: datetime) -> FundUse:
    """What is left of the bill goes to the contractor; where the advance was more, the contractor has paid it back.

    Every home's account then has given its share, exactly. Raises NotAllowed for who put the use forward or settled it.
    """
    held = hold(use, "pay_rest", by=by, at=at)
    refuse_own(held, CARRIED, by, str(ANOTHER_PAYS))
    assert held.settled_fen is not None
    today, rest = timezone.localdate(at), held.settled_fen - spent_by(held)
    if rest:
        pay(held, PaymentKind.REST if rest > 0 else PaymentKind.REFUND, rest, on=today, by=by, at=at)
        book(held, still_owed(held), on=today, by=by, at=at)
    held.paid_on = today
    return keep(held, "pay_rest", "paid_on", to=FundUseState.PAID, amount_fen=rest or None, by=by, at=at)


def still_owed(use: FundUse) -> dict[FundUseHome, int]:
    """Each home's share less what its account gave in advance, where that is not nothing."""
    homes, taken = list(use.homes.select_related("home__building")), funds.taken_by(use)
    accounts = accounts_of(homes)
    owed = {home: (home.share_fen or 0) - taken.get(accounts[home.home_id].pk, 0) for home in homes}
    return {home: fen for home, fen in owed.items() if fen}
