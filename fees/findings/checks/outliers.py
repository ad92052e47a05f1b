"""Fees out of line with those of their peers, upwards or downwards: `positions.take` says whose."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from enterprises.models import ServiceContract
from fees.findings.positions import measures
from fees.findings.trouble import Trouble, looks_for
from fees.models import FindingKind, PricePosition


@looks_for(FindingKind.PRICE_OUTLIER)
def out_of_line(on: date) -> Iterator[Trouble]:
    """The positions of the same day are read: those of another are no longer so. Raises NoRuleValue, as they do."""
    measures(on=on)
    rows = {row.estate_id: row for row in PricePosition.objects.filter(taken_on=on) if row.is_high or row.is_low}
    contracts = ServiceContract.objects.running(on=on).filter(estate__in=rows)
    for contract in contracts.order_by("estate_id"):
        row = rows[contract.estate_id]
        yield Trouble(
            FindingKind.PRICE_OUTLIER, row.estate_id, str(contract.pk), facts_of(row), on,
            enterprise_id=contract.enterprise_id, contract_id=contract.pk,
        )  # fmt: skip


def facts_of(row: PricePosition) -> dict:
    """`group` leads to the peers; `percent` is signed and whole."""
    off = Fraction(row.price_fen - (row.median_fen or 0), row.median_fen or 1) * 100
    return {
        "price_fen": row.price_fen, "peers": row.peers, "least_fen": row.least_fen, "q1_fen": row.q1_fen,
        "median_fen": row.median_fen, "q3_fen": row.q3_fen, "most_fen": row.most_fen, "breadth": row.breadth,
        "percent": f"{round(off):+d}", "group": row.group,
    }  # fmt: skip
