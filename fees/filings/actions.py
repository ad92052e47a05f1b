"""The verbs of fee filings. Each locks the filing, asks the table of moves, and leaves a line in the audit log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.acting import hold, said
from accounts.authority import NotAllowed, require
from accounts.models import Role, User
from accounts.numbers import numbered
from accounts.proofs import proof_of
from accounts.scope import covers
from enterprises.models import ServiceContract
from estates.models import Estate
from fees.filings.lifecycle import FEE_FILING, FILE
from fees.filings.missing import Looked, Missing, missing
from fees.models import UNDER_WAY, FeeFiling, FeeItem, FeePaper, FilingPaperKind, FilingState

AMENDABLE = (
    "charge_way", "decided_by", "matter", "approval", "level", "from_on", "until_on", "posted_from_on",
    "posted_until_on", "vacancy_reduction_percent", "prepay_months_most",
)  # fmt: skip
MOST_ITEMS, MOST_PAPERS = 40, 20


@dataclass(frozen=True)
class NewItem:
    """One thing that is charged; see `FeeItem`."""

    kind: str
    name: str
    unit: str
    price_fen: int
    building_kind: str
    lift: str
    lift_paid_by: str
    utilities_paid_by: str


@transaction.atomic
def draft(contract: ServiceContract, *, values: Mapping[str, Any], by: User | None, at: datetime) -> FeeFiling:
    """Begin a filing for a contract that runs. `values`: see `AMENDABLE`. Raises NotAllowed, ValidationError."""
    require(by, FILE)
    refuse_others_contract(contract, by, on=timezone.localdate(at))
    under_way = FeeFiling.objects.filter(contract=contract, state__in=UNDER_WAY).first()
    if under_way is not None:
        told = {"number": under_way, "now": under_way.get_state_display()}
        raise ValidationError({"contract": _("Filing %(number)s of this contract is “%(now)s”.") % told})
    made = FeeFiling(
        **numbered(FeeFiling, "SF", timezone.localdate(at)), estate_id=contract.estate_id, contract=contract,
        written_by=[by.pk] if by else [], **pick(values),
    )  # fmt: skip
    audit.save_sound(made, None)
    audit.record(by=by, at=at, verb="draft_fee_filing", thing=made, after=audit.facts(made))
    return made


def pick(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in AMENDABLE}


def refuse_others_contract(contract: ServiceContract, by: User | None, *, on: date) -> None:
    """Staff file for contracts of their own company, as long as they run; officers for their region."""
    if by is None:
        return
    if by.role == Role.COMPANY:
        if not ServiceContract.objects.visible_to(by).running(on=on).filter(pk=contract.pk).exists():
            raise NotAllowed(_("Your company has no contract running at this estate."))
    elif not covers(by, contract.estate.region_id):
        raise NotAllowed(_("This is outside of your region."))


def held_open(filing: FeeFiling, verb: str, *, by: User | None, at: datetime) -> FeeFiling:
    """The filing, locked, with this verb open; of staff, while their contract runs. Its user has a hand in it then."""
    held = hold(filing, FEE_FILING[verb], by=by)
    if by is None:
        return held
    if by.role == Role.COMPANY:
        refuse_others_contract(held.contract, by, on=timezone.localdate(at))
    if by.pk not in held.written_by:
        held.written_by = [*held.written_by, by.pk]
        held.save(update_fields=["written_by"])
    return held


@transaction.atomic
def amend(filing: FeeFiling, *, values: Mapping[str, Any], by: User | None, at: datetime) -> FeeFiling:
    """Change what a draft, or one that was given back, says. Raises ValidationError per field."""
    held = held_open(filing, "amend", by=by, at=at)
    for name, value in pick(values).items():
        setattr(held, name, value)
    return audit.keep(held, by=by, at=at, verb="amend_fee_filing")


@transaction.atomic
def set_items(filing: FeeFiling, *, items: Sequence[NewItem], by: User | None, at: datetime) -> FeeFiling:
    """What is charged, in place of what was written before. Raises ValidationError, naming the item."""
    held = held_open(filing, "set_items", by=by, at=at)
    if len(items) > MOST_ITEMS:
        raise ValidationError({"items": _("At most %(most)d fee items.") % {"most": MOST_ITEMS}})
    before = [plain_item(item) for item in held.items.all()]
    held.items.all().delete()
    for place, item in enumerate(items, 1):
        add_item(held, item, place)
    after = [plain_item(item) for item in held.items.all()]
    audit.record(
        by=by, at=at, verb="set_items_fee_filing", thing=held, before={"items": before}, after={"items": after}
    )
    return held


def add_item(held: FeeFiling, item: NewItem, place: int) -> None:
    made = FeeItem(filing=held, **vars(item))
    made.name = made.name.strip()
    try:
        made.full_clean()
    except ValidationError as fault:
        lines = [
            line if name == NON_FIELD_ERRORS else f"{FeeItem._meta.get_field(name).verbose_name}: {line}"
            for name, found in fault.message_dict.items()
            for line in found
        ]
        where = _("Fee item %(place)d") % {"place": place}
        raise ValidationError({"items": [f"{where}: {line}" for line in lines]}) from fault
    made.save(force_insert=True)


def plain_item(item: FeeItem) -> dict[str, Any]:
    names = ("kind", "name", "unit", "price_fen", "building_kind", "lift", "lift_paid_by", "utilities_paid_by")
    return {name: getattr(item, name) for name in names}


@transaction.atomic
def add_paper(filing: FeeFiling, *, kind: str, file: File, by: User | None, at: datetime) -> FeePaper:
    """Add a paper. Raises ValidationError for a file that cannot be taken."""
    held = held_open(filing, "add_paper", by=by, at=at)
    if kind not in FilingPaperKind.values:
        raise ValidationError({"kind": _("Choose what kind of paper it is.")})
    if held.papers.count() >= MOST_PAPERS:
        raise ValidationError({"file": _("At most %(most)d papers.") % {"most": MOST_PAPERS}})
    kept = proof_of(file)
    paper = FeePaper(filing=held, kind=kind, name=(kept.name or "")[-120:], received_at=at)
    paper.file.save(kept.name, kept, save=False)
    paper.save(force_insert=True)
    audit.record(by=by, at=at, verb="add_paper_fee_filing", thing=held, after={"kind": kind})
    return paper


@transaction.atomic
def submit(filing: FeeFiling, *, by: User | None, at: datetime) -> FeeFiling:
    """Hand it in. Raises ValidationError for everything that is missing, each at its field."""
    held = held_open(filing, "submit", by=by, at=at)
    refuse_incomplete(held)
    held.state, held.filed_on = FilingState.SUBMITTED, timezone.localdate(at)
    return acting.keep(held, "submit_fee_filing", "filed_on", by=by, at=at)


def refuse_incomplete(held: FeeFiling) -> None:
    found = missing(held)
    if found:
        raise ValidationError(by_field(found))


def by_field(found: Sequence[Missing]) -> dict[str, list[str]]:
    lines: dict[str, list[str]] = {}
    for each in found:
        lines.setdefault(each.field, []).append(str(each))
    return lines


@transaction.atomic
def accept(filing: FeeFiling, *, answer: str = "", by: User | None, at: datetime) -> FeeFiling:
    """It holds from its day on, and the one before ends there.

    Raises NotAllowed for who wrote it or handed it in, ValidationError for what is missing by now.
    """
    held = hold(filing, FEE_FILING["accept"], by=by)
    if by is not None and by.pk in held.written_by:
        raise NotAllowed(_("You wrote this filing or handed it in. Somebody else has to accept it."))
    Estate.objects.select_for_update(no_key=True).get(pk=held.estate_id)
    refuse_incomplete(held)
    held.is_rise = bool(Looked(held).rises)
    end_before(held, by=by, at=at)
    held.state = FilingState.ACCEPTED
    return answered(held, "accept", answer, "is_rise", by=by, at=at)


def end_before(held: FeeFiling, *, by: User | None, at: datetime) -> None:
    """The accepted filing that runs into this one ends on its first day. Raises ValidationError for a later one."""
    others = FeeFiling.objects.filter(estate=held.estate_id, state=FilingState.ACCEPTED).select_for_update(no_key=True)
    later = others.filter(from_on__gte=held.from_on).order_by("from_on").first()
    if later is not None and (held.until_on is None or held.until_on > later.from_on):
        told = {"number": later, "day": later.from_on}
        raise ValidationError({"from_on": _("Filing %(number)s holds from %(day)s on.") % told})
    for other in others.filter(from_on__lt=held.from_on):
        if other.until_on is None or other.until_on > held.from_on:
            other.until_on = held.from_on
            audit.keep(other, by=by, at=at, verb="end_fee_filing")


@transaction.atomic
def give_back(filing: FeeFiling, *, answer: str, by: User | None, at: datetime) -> FeeFiling:
    """Something is to be put right; the company hands it in again."""
    held = hold(filing, FEE_FILING["give_back"], by=by)
    held.state = FilingState.RETURNED
    return answered(held, "give_back", said(answer, "answer", _("Say what is to be put right.")), by=by, at=at)


@transaction.atomic
def refuse(filing: FeeFiling, *, answer: str, by: User | None, at: datetime) -> FeeFiling:
    held = hold(filing, FEE_FILING["refuse"], by=by)
    held.state = FilingState.REFUSED
    return answered(held, "refuse", said(answer, "answer", _("Say why.")), by=by, at=at)


def answered(held: FeeFiling, verb: str, answer: str, *columns: str, by: User | None, at: datetime) -> FeeFiling:
    held.answer, held.answered_on, held.answered_by = answer.strip(), timezone.localdate(at), by
    return acting.keep(held, f"{verb}_fee_filing", "answer", "answered_on", "answered_by", *columns, by=by, at=at)


@transaction.atomic
def withdraw(filing: FeeFiling, *, by: User | None, at: datetime) -> FeeFiling:
    """The company takes it back before it is accepted."""
    held = held_open(filing, "withdraw", by=by, at=at)
    held.state = FilingState.WITHDRAWN
    return acting.keep(held, "withdraw_fee_filing", by=by, at=at)
