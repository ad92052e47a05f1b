"""A proposal is put together: what is repaired, which homes pay, who would do it for how much."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.acting import refuse_future, said
from accounts.authority import require
from accounts.models import User
from accounts.numbers import numbered
from accounts.privacy import refuse_persons_numbers
from accounts.proofs import proof_of
from committees.models import Committee
from estates.belonging import refuse_without_charge
from estates.models import Estate, Home
from fees.fund_uses.actions.acting import hold, keep
from fees.fund_uses.law import fund_use_law, refuse_no_emergency, refuse_unpayable
from fees.fund_uses.lifecycle import PROPOSE
from fees.models import (
    FundPaperKind,
    FundUse,
    FundUseHome,
    FundUseKind,
    FundUsePaper,
    Quote,
)


@dataclass(frozen=True)
class Proposal:
    """What a use is for. `case` names the emergency of one that cannot wait for a vote."""

    title: str
    part: str
    cause: str
    plan: str
    case: str = ""

    @property
    def kind(self) -> FundUseKind:
        return FundUseKind.EMERGENCY if self.case else FundUseKind.ORDINARY


@transaction.atomic
def propose(estate: Estate, proposal: Proposal, *, by: User | None, at: datetime) -> FundUse:
    """Begin a use. Raises NotAllowed, ValidationError per field, with the article where the fund may not pay."""
    require(by, PROPOSE)
    on = timezone.localdate(at)
    refuse_without_charge(by, estate, on=on)
    committee = Committee.objects.in_office().filter(estate=estate).first()
    use = FundUse(
        **numbered(FundUse, "WX", on), estate=estate, committee=committee, proposed_on=on, proposed_by=by
    )  # fmt: skip
    take_over(use, proposal, on)
    audit.save_sound(use, None)
    return keep(use, "propose", by=by, at=at)


@transaction.atomic
def amend(use: FundUse, proposal: Proposal, *, by: User | None, at: datetime) -> FundUse:
    held = hold(use, "amend", by=by, at=at)
    take_over(held, proposal, timezone.localdate(at))
    return audit.keep(held, by=by, at=at, verb="amend_fund_use")


def take_over(use: FundUse, proposal: Proposal, on: date) -> None:
    """Raises ValidationError per field."""
    use.title = said(proposal.title, "title", _("Give it a short title."))
    use.plan = said(proposal.plan, "plan", _("Say what is to be done."))
    for field, text in (("title", use.title), ("plan", use.plan)):
        refuse_persons_numbers(text, field=field)
    use.part, use.cause, use.case, use.kind = proposal.part, proposal.cause, proposal.case, proposal.kind
    use.clean_fields()
    law = fund_use_law(on)
    refuse_unpayable(proposal.cause, law)
    if proposal.case:
        refuse_no_emergency(proposal.case, law)


@transaction.atomic
def choose_homes(use: FundUse, homes: Collection[Home], *, by: User | None, at: datetime) -> FundUse:
    """The homes that gain by the work and pay for it, with their areas of today. Replaces those before."""
    held = hold(use, "choose_homes", by=by, at=at)
    if not homes:
        raise ValidationError({"homes": _("Choose the homes that pay their share.")})
    strangers = [home for home in homes if home.building.estate_id != held.estate_id]
    if strangers:
        raise ValidationError({"homes": _("%(count)d of the homes are not this estate's.") % {"count": len(strangers)}})
    held.homes.all().delete()
    in_order = sorted(homes, key=lambda home: home.pk)
    FundUseHome.objects.bulk_create(
        [FundUseHome(use=held, home=home, area_m2=home.area_m2) for home in in_order], batch_size=2000
    )
    audit.record(by=by, at=at, verb="choose_fund_use_homes", thing=held, after={"homes": len(in_order)})
    return held


@transaction.atomic
def add_quote(
    use: FundUse, *, contractor: str, amount_fen: int, given_on: date, file: File | None = None,
    by: User | None, at: datetime,
) -> FundUse:  # fmt: skip
    """A contractor's price for the work, with its paper where there is one."""
    held = hold(use, "add_quote", by=by, at=at)
    name = said(contractor, "contractor", _("Name the contractor."))
    refuse_persons_numbers(name, field="contractor")
    refuse_future("given_on", given_on, at=at)
    if held.quotes.filter(contractor__iexact=name).exists():
        raise ValidationError({"contractor": _("This contractor has quoted already.")})
    made = Quote(use=held, contractor=name, amount_fen=amount_fen, given_on=given_on)
    audit.save_sound(made, None)
    audit.record(by=by, at=at, verb="add_fund_use_quote", thing=held, after={"contractor": name, "fen": amount_fen})
    if file:
        lay_down(held, FundPaperKind.QUOTE, file, by=by, at=at)
    return held


@transaction.atomic
def drop_quote(use: FundUse, quote: Quote, *, by: User | None, at: datetime) -> FundUse:
    held = hold(use, "drop_quote", by=by, at=at)
    own = own_quote(held, quote)
    audit.record(by=by, at=at, verb="drop_fund_use_quote", thing=held, before={"contractor": own.contractor})
    own.delete()
    return held


@transaction.atomic
def choose_quote(use: FundUse, quote: Quote, *, reason: str = "", by: User | None, at: datetime) -> FundUse:
    """The contractor who is to do it. Raises ValidationError where a cheaper one is passed over without a reason."""
    held = hold(use, "choose_quote", by=by, at=at)
    own = own_quote(held, quote)
    if held.quotes.filter(amount_fen__lt=own.amount_fen).exists():
        said(reason, "reason", _("There is a lower quote: say why this one is chosen."))
    refuse_persons_numbers(reason, field="reason")
    held.quotes.filter(is_chosen=True).update(is_chosen=False, reason="")
    own.is_chosen, own.reason = True, reason.strip()
    own.full_clean(validate_unique=False, validate_constraints=False)
    own.save(update_fields=["is_chosen", "reason"])
    audit.record(by=by, at=at, verb="choose_fund_use_quote", thing=held, after={"contractor": own.contractor})
    return held


def own_quote(use: FundUse, quote: Quote) -> Quote:
    """Raises ValidationError for a quote of another use."""
    own = use.quotes.filter(pk=quote.pk).first()
    if own is None:
        raise ValidationError({"quote": _("Choose one of the quotes.")})
    return own


@transaction.atomic
def attach(use: FundUse, *, kind: str, file: File, by: User | None, at: datetime) -> FundUse:
    """Hand in a paper or a picture that proves something. Raises ValidationError for what is neither."""
    held = hold(use, "attach", by=by, at=at)
    if kind not in FundPaperKind.values:
        raise ValidationError({"kind": _("Choose what the paper is.")})
    lay_down(held, kind, file, by=by, at=at)
    return held


def lay_down(use: FundUse, kind: str, file: File, *, by: User | None, at: datetime) -> None:
    paper = FundUsePaper(use=use, kind=kind, file=proof_of(file), at=at, by=by)
    paper.save(force_insert=True)
    audit.record(by=by, at=at, verb="attach_fund_use_paper", thing=use, after={"kind": kind})
