"""What stands in the way of a fee filing: each with its field and, where a rule wants it, the article."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.city import figure, rule_values
from accounts.models import RuleValue
from committees.models import MatterKind, VoteState
from enterprises.models import ContractStage
from fees.filings.rises import Rise, rises
from fees.models import DecidedBy, EstateLevel, FeeFiling, FeeItem, FilingPaperKind, FilingState
from fees.prices.caps import Sort, Verdict, covers, span
from fees.prices.guide import GuideBook, level_key, sorts_of
from fees.prices.standing import is_service_of_homes
from fees.prices.telling import yuan

BACKS_A_FEE = (MatterKind.HIRE, MatterKind.OTHER)
"""What owners decide on when they decide on a fee."""


@dataclass(frozen=True)
class Missing:
    field: str
    words: str
    article: str = ""

    def __str__(self) -> str:
        return f"{self.words}（{self.article}）" if self.article else self.words


@dataclass
class Looked:
    """A filing with everything that is asked about it; each is read once."""

    filing: FeeFiling

    @cached_property
    def items(self) -> list[FeeItem]:
        return list(self.filing.items.all()) if self.filing.pk else []

    @cached_property
    def rules(self) -> Mapping[str, RuleValue]:
        return rule_values(on=self.filing.from_on)

    @cached_property
    def before(self) -> FeeFiling | None:
        """The filing that was accepted last before this one begins."""
        rows = FeeFiling.objects.filter(
            estate=self.filing.estate_id, state=FilingState.ACCEPTED, from_on__lt=self.filing.from_on
        )
        return rows.exclude(pk=self.filing.pk).order_by("-from_on").first()

    @cached_property
    def rises(self) -> list[Rise]:
        return rises(self.items, list(self.before.items.all())) if self.before else []

    @cached_property
    def used(self) -> FeeFiling | None:
        """The accepted filing that has the same decision of the owners behind it."""
        rows = FeeFiling.objects.filter(matter=self.filing.matter_id, state=FilingState.ACCEPTED)
        return rows.exclude(pk=self.filing.pk).order_by("from_on").first()

    @cached_property
    def verified(self) -> EstateLevel | None:
        rows = EstateLevel.objects.on(self.filing.from_on).filter(estate=self.filing.estate_id)
        return rows.select_related("level__standard").first()

    @property
    def is_early(self) -> bool:
        return self.filing.contract.stage == ContractStage.EARLY

    def has_paper(self, kind: FilingPaperKind) -> bool:
        return any(paper.kind == kind for paper in self.papers)

    @cached_property
    def papers(self) -> list:
        return list(self.filing.papers.all()) if self.filing.pk else []

    def term(self, key: str) -> Fraction | None:
        return figure(self.rules.get(key))

    def article(self, key: str) -> str:
        rule = self.rules.get(key)
        return rule.article if rule else ""


def missing(filing: FeeFiling) -> list[Missing]:
    """Everything at once, in the order in which one fills it in."""
    looked = Looked(filing)
    return [
        each for ask in (of_term, of_items, of_level, of_decision, of_guide, of_rise, of_limits) for each in ask(looked)
    ]


def of_term(looked: Looked) -> Iterator[Missing]:
    filing, contract = looked.filing, looked.filing.contract
    if filing.from_on < contract.begins_on:
        yield Missing(
            "from_on", _("The contract begins on %(day)s: nothing is charged before.") % {"day": contract.begins_on}
        )
    if contract.ends_on is None:
        return
    last_day = contract.ends_on - timedelta(days=1)
    if filing.from_on > last_day:
        yield Missing("from_on", _("The contract ends on %(day)s: nothing is charged after.") % {"day": last_day})
    elif filing.until_on and filing.until_on > contract.ends_on:
        yield Missing("until_on", _("The contract ends on %(day)s: nothing is charged after.") % {"day": last_day})


def of_items(looked: Looked) -> Iterator[Missing]:
    if not looked.items:
        yield Missing("items", _("Name what is charged: one fee item at least."))
    elif not any(item.price_fen for item in looked.items):
        yield Missing("items", _("Every price is zero: say what is charged."))


def of_level(looked: Looked) -> Iterator[Missing]:
    level, verified = looked.filing.level, looked.verified
    if level is None:
        yield Missing("level", _("Say for which service level the fee is."))
    elif verified is None and looked.filing.decided_by == DecidedBy.GUIDE:
        yield Missing(
            "level", _("The level of this estate was not verified on site yet. Ask the housing bureau to look.")
        )
    elif verified is not None and is_higher(level, verified.level):
        told = {"level": verified.level, "by": verified.verified_by, "day": verified.verified_on}
        yield Missing(
            "level",
            _("Verified on site is %(level)s (%(by)s, %(day)s): a fee for a higher one cannot be filed.") % told,
        )


def is_higher(level, verified) -> bool:
    """Levels of different standards cannot be compared."""
    (series, rank), (verified_series, verified_rank) = level_key(level), level_key(verified)
    return series == verified_series and rank > verified_rank


def of_decision(looked: Looked) -> Iterator[Missing]:
    filing = looked.filing
    if filing.decided_by == DecidedBy.OWNERS:
        yield from of_resolution(looked)
    elif filing.contract.stage == ContractStage.OWNERS:
        yield Missing(
            "decided_by",
            _("The owners chose this company: they decide on the fee. The guide price is for the early stage."),
            looked.article("guide_price_review_years"),
        )
    elif filing.decided_by == DecidedBy.DISTRICT:
        if not filing.approval.strip():
            yield Missing("approval", _("Name the district's document that approves the fee."))
        if not looked.has_paper(FilingPaperKind.APPROVAL):
            yield Missing("papers", _("Add the district's document that approves the fee."))


def of_resolution(looked: Looked) -> Iterator[Missing]:
    matter = looked.filing.matter
    if matter is None:
        yield Missing("matter", _("Name the owners' decision on the fee."), looked.article("fee_rise_posting_days"))
    elif matter.vote.estate_id != looked.filing.estate_id:
        yield Missing("matter", _("This decision is of another estate."))
    elif matter.kind not in BACKS_A_FEE:
        yield Missing("matter", _("This decision is not about a company or a fee."))
    elif matter.passed is not True:
        yield Missing("matter", _("The owners did not pass this."))
    elif matter.vote.state != VoteState.FINAL:
        yield Missing(
            "matter",
            _("This vote is “%(now)s”: file once its result is final.") % {"now": matter.vote.get_state_display()},
        )


def of_guide(looked: Looked) -> Iterator[Missing]:
    """Until the owners choose, the guide price is the limit for every sort of building that a price is for."""
    filing = looked.filing
    if filing.decided_by != DecidedBy.GUIDE or filing.level is None:
        return
    level = looked.verified.level if looked.verified else filing.level
    book, sorts = (
        GuideBook(on=filing.from_on),
        sorts_of([filing.estate_id], on=filing.from_on).get(filing.estate_id, []),
    )
    for item in filter(is_service_of_homes, looked.items):
        fitting = [sort for sort in sorts if covers(item.building_kind, item.lift, sort)]
        if not fitting:
            yield Missing("items", _("“%(item)s”: the register has no building of this kind here.") % {"item": item})
        for sort in fitting:
            yield from beside_guide(item, sort, book, looked, level)


def beside_guide(item: FeeItem, sort: Sort, book: GuideBook, looked: Looked, level) -> Iterator[Missing]:
    filing = looked.filing
    guide = book.price_for(filing.estate.region_id, level, sort)
    told = {"item": item.name, "level": level, "building": f"{sort.kind.label} {sort.lift.label}"}
    if guide is None:
        words = _(
            "“%(item)s”: no guide price is in force for %(level)s, %(building)s. Ask the district to approve the fee."
        )
        yield Missing("items", words % told)
        return
    allowed = span(guide, sort)
    told |= {"price": yuan(item.price_fen)}
    match allowed.verdict(item.price_fen):
        case Verdict.ABOVE:
            assert allowed.highest is not None
            words = _("“%(item)s”: %(price)s yuan is above the highest of %(most)s for %(level)s, %(building)s.")
            yield Missing("items", words % {**told, "most": yuan(allowed.highest)}, guide.document)
        case Verdict.BELOW:
            assert allowed.lowest is not None
            words = _("“%(item)s”: %(price)s yuan is below the lowest of %(least)s for %(level)s, %(building)s.")
            yield Missing("items", words % {**told, "least": yuan(allowed.lowest)}, guide.document)


def of_rise(looked: Looked) -> Iterator[Missing]:
    """Who charges more than before shows that the owners decided so, on a plan that hung long enough."""
    filing, article = looked.filing, looked.article("fee_rise_posting_days")
    if not looked.rises or filing.decided_by == DecidedBy.DISTRICT:
        return
    rise = looked.rises[0]
    told = {"item": rise.name, "old": yuan(rise.old_fen), "new": yuan(rise.new_fen)}
    if filing.decided_by != DecidedBy.OWNERS:
        words = _("“%(item)s” rises from %(old)s to %(new)s yuan: the owners decide on that.")
        yield Missing("decided_by", words % told, article)
        return
    yield from of_fresh_decision(looked)
    yield from of_posting(looked)
    if not looked.has_paper(FilingPaperKind.PLAN):
        yield Missing("papers", _("Add the plan of the new fee, with its reasons."), article)
    if not looked.has_paper(FilingPaperKind.AUDIT):
        yield Missing("papers", _("Add the audit of last year's receipts and costs."), article)


def of_fresh_decision(looked: Looked) -> Iterator[Missing]:
    """Owners decide anew on every rise: after the fee of before was charged, and in no decision that was used."""
    filing, before, article = looked.filing, looked.before, looked.article("fee_rise_posting_days")
    if filing.matter is None or before is None:
        return
    if looked.used is not None:
        words = _("This decision stands behind filing %(number)s already: the owners decide anew on every rise.")
        yield Missing("matter", words % {"number": looked.used}, article)
    elif voting_begins(filing) <= before.from_on:
        words = _("The owners voted before the fee of filing %(number)s began on %(day)s: they decide on a rise after.")
        yield Missing("matter", words % {"number": before, "day": before.from_on}, article)


def of_posting(looked: Looked) -> Iterator[Missing]:
    filing, days = looked.filing, looked.term("fee_rise_posting_days")
    if days is None:
        return
    told, article = {"days": int(days)}, looked.article("fee_rise_posting_days")
    if filing.posted_from_on is None or filing.posted_until_on is None:
        yield Missing(
            "posted_from_on",
            _("Say from when until when the plan hung on the board: %(days)d days at least.") % told,
            article,
        )
        return
    if (filing.posted_until_on - filing.posted_from_on).days < days:
        yield Missing("posted_until_on", _("The plan hung for less than %(days)d days.") % told, article)
    if filing.matter and filing.posted_until_on > voting_begins(filing):
        yield Missing("posted_until_on", _("The plan hangs for its days before the owners begin to vote."), article)


def voting_begins(filing: FeeFiling) -> date:
    assert filing.matter is not None
    return timezone.localdate(filing.matter.vote.opens_at)


def of_limits(looked: Looked) -> Iterator[Missing]:
    filing = looked.filing
    most = looked.term("prepay_months_most")
    if filing.prepay_months_most is None:
        yield Missing("prepay_months_most", _("Say how many months are taken in advance at most; 0 if none."))
    elif most is not None and filing.prepay_months_most > most:
        words = _("Fees are taken at most %(most)d months in advance.") % {"most": int(most)}
        yield Missing("prepay_months_most", words, looked.article("prepay_months_most"))
    if looked.is_early and not filing.vacancy_reduction_percent and "vacancy_months_least" in looked.rules:
        months = int(looked.term("vacancy_months_least") or 0)
        words = _("In the early stage a home that was vacant for %(months)d months pays less: say by how much.")
        yield Missing("vacancy_reduction_percent", words % {"months": months}, looked.article("vacancy_months_least"))
