"""The sums of public revenue, in fen and exact. Values in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from fees.models.revenue import Pays, RevenueContract, Side
from fees.revenue.periods import Period, months_of, overlap

MONTHS_OF = {Pays.MONTH: 1, Pays.QUARTER: 3, Pays.YEAR: 12}


@dataclass(frozen=True)
class Entry:
    """One sum of a report before it is kept."""

    side: str
    kind: str
    amount_fen: int
    words: str = ""
    contract: RevenueContract | None = None


@dataclass(frozen=True)
class Totals:
    receipts_fen: int = 0
    costs_fen: int = 0
    to_fund_fen: int = 0
    to_owners_fen: int = 0

    @property
    def net_fen(self) -> int:
        """What is left of the receipts when the costs are paid."""
        return self.receipts_fen - self.costs_fen

    @property
    def change_fen(self) -> int:
        return self.net_fen - self.to_fund_fen - self.to_owners_fen


def totals(sums: Iterable[tuple[str, int]]) -> Totals:
    """Of (side, fen)."""
    found = dict.fromkeys(Side.values, 0)
    for side, fen in sums:
        found[side] += fen
    return Totals(found[Side.RECEIPT], found[Side.COST], found[Side.TO_FUND], found[Side.TO_OWNERS])


def least_to_fund(net_fen: int, ratio: Fraction) -> int:
    """The least sum, in whole fen, that is not below the share of what is left: nothing of a loss."""
    return max(0, ceil(net_fen * ratio))


def term_of(contract: RevenueContract) -> Period:
    return Period(contract.from_on, contract.over_on)


def earned_fen(contract: RevenueContract, period: Period) -> int:
    """What a contract is worth in a period, by months and days, rounded to a fen: what a reader may expect, not a
    debt. It may be paid in one sum at another time."""
    both = overlap(term_of(contract), period)
    if both is None:
        return 0
    whole = MONTHS_OF.get(Pays(contract.pays)) or months_of(Period(contract.from_on, contract.until_on))
    return round(contract.amount_fen * months_of(both) / whole)
