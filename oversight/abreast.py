"""Estates side by side: what is said of each in short, in the same number of queries for one as for a thousand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.city import rule_values
from committees.models import Committee, Vote
from committees.telling import RUNNING, standing_of
from committees.votes.lifecycle import HAS_RESULT
from credit.marks import Mark
from enterprises.models import ServiceContract
from estates.board import telling as boards
from estates.board.opening import WITH_A_COMPANY
from estates.board.telling import BoardFigures
from estates.models import BasicService, BasicState, Estate
from fees.funds import telling as funds
from fees.funds.telling import FundTold
from fees.prices import telling as prices
from fees.prices.telling import FeeTold
from fees.revenue import telling as revenues
from fees.revenue.telling import RevenueTold
from fees.standards import telling as standards
from fees.standards.telling import StandardTold
from oversight.glance import current_marks


@dataclass(frozen=True)
class Abreast:
    """One estate. None, or nothing, is what the portal was not told."""

    estate: Estate
    contract: ServiceContract | None
    mark: Mark | None
    price_fen: int | None
    fee: FeeTold | None
    standard: StandardTold | None
    fund: FundTold | None
    revenue: RevenueTold
    committee: Committee | None
    votes: list[Vote]
    board: BoardFigures | None
    basic: BasicService | None

    @property
    def needs_company(self) -> bool:
        return self.estate.service_mode in WITH_A_COMPANY and self.contract is None

    @property
    def term_last_day(self) -> date | None:
        return self.committee.term_until - timedelta(days=1) if self.committee else None


def abreast(estates: Iterable[Estate], *, on: date) -> list[Abreast]:
    """In the order of the estates."""
    estates = list(estates)
    contracts = {
        row.estate_id: row
        for row in ServiceContract.objects.running(on=on).filter(estate__in=estates).select_related("enterprise")
    }
    marks = current_marks(row.enterprise for row in contracts.values())
    fees, levels = prices.of_estates(estates, on), standards.of_estates(estates, on)
    rules = rule_values(on=on)
    kept = funds.of_estates([each.pk for each in estates], rules, on=on)
    accounts = revenues.of_estates(estates, rules, on=on)
    committees, votes, hung = standing_of(estates), votes_of(estates), boards.of_estates(estates, on=on)
    basic = {row.estate_id: row for row in BasicService.objects.filter(estate__in=estates, state=BasicState.SET)}
    return [
        Abreast(
            estate=each,
            contract=(contract := contracts.get(each.pk)),
            mark=marks[contract.enterprise_id] if contract else None,
            price_fen=price_of(contract, fees.get(each.pk)),
            fee=fees.get(each.pk),
            standard=levels.get(each.pk),
            fund=kept.get(each.pk),
            revenue=accounts[each.pk],
            committee=committees.get(each.pk),
            votes=votes.get(each.pk, []),
            board=hung.get(each.pk),
            basic=basic.get(each.pk),
        )
        for each in estates
    ]


def price_of(contract: ServiceContract | None, fee: FeeTold | None) -> int | None:
    """What is filed; else what the contract says. In fen per m² and month."""
    if contract is None:
        return None
    return fee.price_fen if fee and fee.price_fen is not None else contract.fee_fen_per_m2_month


def votes_of(estates: list[Estate]) -> dict[int, list[Vote]]:
    """What was announced and not stopped, the oldest first."""
    found: dict[int, list[Vote]] = {}
    for vote in Vote.objects.filter(
        estate__in=estates, state__in=(*RUNNING, *HAS_RESULT), posted_on__isnull=False
    ).order_by("pk"):
        found.setdefault(vote.estate_id, []).append(vote)
    return found
