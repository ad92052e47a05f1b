"""The verbs of guide prices and indices. Each leaves a line in the audit log."""

from datetime import date, datetime
from fractions import Fraction

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.acting import said
from accounts.authority import require
from accounts.city import NoRuleValue, figure, rule_value, whole
from accounts.lifecycle import NotNow
from accounts.models import User
from estates.models import Estate
from fees.models import GuidePrice, IndexKind, PriceIndex, PriceProposal, Standard
from fees.prices.indices import Following, Unweighted, follow
from fees.prices.standing import standings
from fees.standards.table_file import PriceTable

EDIT = "prices.edit"
WEIGHTS = {kind: f"fee_index_weight_{kind.value}" for kind in IndexKind}


@transaction.atomic
def set_guide_price(price: GuidePrice, *, by: User | None, at: datetime) -> GuidePrice:
    """A new guide price. When it has to be reviewed follows from the city's cycle.

    Raises ValidationError per field.
    """
    require(by, EDIT)
    if price.level_id and price.level.standard.published_at is None:
        raise ValidationError({"level": _("This standard is a draft. Publish it first.")})
    if price.valid_from and price.review_due_on is None:
        price.review_due_on = review_due_on(price.valid_from, on=timezone.localdate(at))
    return audit.keep(price, by=by, at=at, verb="set_guide_price")


def review_due_on(since: date, *, on: date) -> date | None:
    """A cycle after a price began or was reviewed, by the rule of the day `on`. None where the city set no cycle."""
    try:
        return since + relativedelta(years=whole("guide_price_review_years", on=on))
    except NoRuleValue:
        return None


@transaction.atomic
def set_prices_of(table: PriceTable, standard: Standard, *, by: User | None, at: datetime) -> list[GuidePrice]:
    """Every guide price of a table, for the levels of a published standard."""
    levels = {level.name: level for level in standard.levels.select_related("standard")}
    return [
        set_guide_price(
            GuidePrice(
                region_id=standard.region_id, level=levels[row.level], building_kind=row.building_kind, lift=row.lift,
                base_fen=row.base_fen, lift_extra_fen=row.lift_extra_fen, no_lift_less_fen=row.no_lift_less_fen,
                float_up_percent=row.float_up_percent, float_down_percent=row.float_down_percent,
                valid_from=table.valid_from, valid_until=table.valid_until, document=table.document,
                issuers=table.issuers, is_example=standard.is_example,
            ),
            by=by, at=at,
        )
        for row in table.rows
    ]  # fmt: skip


@transaction.atomic
def end_guide_price(price: GuidePrice, *, valid_until: date, by: User | None, at: datetime) -> GuidePrice:
    """From a day on it holds no more. Raises NotNow for one that ended, ValidationError for a day before its first."""
    held = hold(price, by=by)
    if held.valid_until is not None and held.valid_until <= timezone.localdate(at):
        raise NotNow(_("This guide price has ended already."))
    if valid_until <= held.valid_from:
        raise ValidationError({"valid_until": _("It is valid from %(day)s on.") % {"day": held.valid_from}})
    held.valid_until = valid_until
    return audit.keep(held, by=by, at=at, verb="end_guide_price")


@transaction.atomic
def strike_guide_price(price: GuidePrice, *, reason: str, by: User | None, at: datetime) -> None:
    """It was written down wrongly: it goes. Raises NotNow where a proposal stands on it."""
    held = hold(price, by=by)
    if held.proposals.exists():
        raise NotNow(_("A proposal was made of this guide price. End it, and lay down the right one."))
    why = said(reason, "reason", _("Say why."))
    audit.record(by=by, at=at, verb="strike_guide_price", thing=held, before=audit.facts(held), why=why)
    held.delete()


@transaction.atomic
def note_review(price: GuidePrice, *, next_on: date, by: User | None, at: datetime) -> GuidePrice:
    """It was reviewed and stays as it is, until it is looked at again. Raises ValidationError for a later day than the
    city's cycle gives."""
    held = hold(price, by=by)
    on = timezone.localdate(at)
    latest = review_due_on(on, on=on)
    if next_on <= on or (latest is not None and next_on > latest):
        rule = rule_value("guide_price_review_years", on=on)
        told = {"day": latest, "article": rule.article}
        raise ValidationError(
            {"next_on": _("The next review is after today and by %(day)s (%(article)s).") % told}
        )  # fmt: skip
    held.review_due_on = next_on
    return audit.keep(held, by=by, at=at, verb="review_guide_price")


def hold(price: GuidePrice, *, by: User | None) -> GuidePrice:
    require(by, EDIT)
    return GuidePrice.objects.select_for_update(no_key=True).get(pk=price.pk)


@transaction.atomic
def note_index(index: PriceIndex, *, by: User | None, at: datetime) -> PriceIndex:
    """A published index of a year, new or corrected. Raises ValidationError per field."""
    require(by, EDIT)
    if index.published_on and index.published_on > timezone.localdate(at):
        raise ValidationError({"published_on": _("This day has not come yet.")})
    return audit.keep(index, by=by, at=at, verb="note_index")


@transaction.atomic
def propose_guide_price(price: GuidePrice, *, year: int, by: User | None, at: datetime) -> PriceProposal:
    """What the base would be if it followed the indices of a year: an input to the review, and no more."""
    require(by, EDIT)
    return keep_proposal(PriceProposal(guide_price=price), price.base_fen, year, by=by, at=at)


@transaction.atomic
def propose_fee(estate: Estate, *, year: int, by: User | None, at: datetime) -> PriceProposal:
    """What an estate's fee would be if it followed the indices of a year: an input to the owners' vote, and no more.

    Raises ValidationError where no fee is filed.
    """
    require(by, EDIT)
    stood = next(iter(standings([estate.pk], on=timezone.localdate(at))), None)
    if stood is None or stood.item is None:
        raise ValidationError({"estate": _("No fee of this estate is on file.")})
    return keep_proposal(PriceProposal(estate=estate), stood.item.price_fen, year, by=by, at=at)


def keep_proposal(made: PriceProposal, old_fen: int, year: int, *, by: User | None, at: datetime) -> PriceProposal:
    found, reckoning = reckon(old_fen, year, on=timezone.localdate(at))
    made.year, made.old_fen, made.proposed_fen, made.made_at = year, old_fen, found.proposed_fen, at
    made.reckoning = reckoning
    audit.save_sound(made, None)
    audit.record(by=by, at=at, verb="propose_price", thing=made, after={"old_fen": old_fen, **reckoning})
    return made


def reckon(old_fen: int, year: int, *, on: date) -> tuple[Following, dict]:
    """The price that follows, and how it came about. Raises ValidationError for indices or weights that are missing."""
    rules = {kind: rule_value(key, on=on) for kind, key in WEIGHTS.items()}
    weights = {kind: figure(rule) or Fraction(0) for kind, rule in rules.items()}
    values = {IndexKind(row.kind): row.value for row in PriceIndex.objects.filter(year=year)}
    missing = [kind.label for kind, weight in weights.items() if weight and kind not in values]
    if missing:
        told = {"year": year, "kinds": "、".join(map(str, missing))}
        raise ValidationError({"year": _("Of %(year)s these indices are missing: %(kinds)s.") % told})
    try:
        found = follow(old_fen, values, weights)
    except Unweighted as fault:
        told = {"keys": ", ".join(WEIGHTS.values())}
        raise ValidationError(_("The weights under rule values do not add up to one: %(keys)s.") % told) from fault
    lines = [
        {"index": kind.value, "weight": rules[kind].value, "value": str(values[kind]), "article": rules[kind].article}
        for kind in IndexKind
        if weights[kind]
    ]
    return found, {"factor": str(found.factor), "indices": lines}
