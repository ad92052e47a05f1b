"""The fee of an estate as its page shows it: for an example home, beside its peers, on the ruler."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enterprises.models import ServiceContract
from estates.models import Estate
from fees.findings import telling as findings
from fees.findings.telling import FindingTold, PeersTold
from fees.prices import telling as prices
from fees.prices.guide import GuideBook
from fees.prices.telling import FeeTold
from oversight.my_estate.ruler import Ruler, ruler

EXAMPLE_HOME_M2 = 90
"""The home for which a fee is worked out, so that a price per square metre means something."""


@dataclass(frozen=True)
class Charges:
    """`off_median`: yuan above (below 0: under) the middle of the peers. `ruler` only where there is something beside
    the price to draw."""

    fee: FeeTold
    price: Decimal
    home_m2: int
    per_home: Decimal
    peers: PeersTold | None
    off_median: Decimal | None
    over_guide: Decimal | None
    ruler: Ruler | None
    findings: list[FindingTold]

    @property
    def off_distance(self) -> Decimal:
        return abs(self.off_median or Decimal(0))


def charges_of(estate: Estate, contract: ServiceContract | None, book: GuideBook, *, on: date) -> Charges | None:
    """None where no price is known."""
    fee = prices.of_estate(estate, contract, on=on, book=book)
    if fee is None or fee.price is None:
        return None
    peers = findings.peers_of(estate, on=on)
    highest = fee.guide.highest if fee.guide else None
    return Charges(
        fee=fee,
        price=fee.price,
        home_m2=EXAMPLE_HOME_M2,
        per_home=fee.price * EXAMPLE_HOME_M2,
        peers=peers,
        off_median=fee.price - peers.median if peers else None,
        over_guide=fee.price - highest if highest is not None and fee.price > highest else None,
        ruler=ruler_of(fee, peers),
        findings=findings.decided_of(estate, on=on),
    )


def ruler_of(fee: FeeTold, peers: PeersTold | None) -> Ruler | None:
    guide = fee.guide
    if fee.price is None or (peers is None and guide is None):
        return None
    return ruler(
        fen(fee.price),
        peers=(fen(peers.q1), fen(peers.median), fen(peers.q3)) if peers else None,
        guide=(fen(guide.lowest or Decimal(0)), None if guide.highest is None else fen(guide.highest))
        if guide
        else None,
    )


def fen(yuan: Decimal) -> int:
    """For a place on the ruler; a cap may have parts of a fen."""
    return round(yuan * 100)
