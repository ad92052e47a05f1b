"""An estate's fee beside those of its peers, for its page; and what was found about it. Nobody is in it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from estates.models import Estate
from fees.findings.positions import of_group
from fees.findings.wording import sentence_of
from fees.models import Breadth, Finding, FindingState, PricePosition

MOST_LISTED, MOST_FOUND = 50, 10


@dataclass(frozen=True)
class Peer:
    """One similar estate; fen per m² and month."""

    code: str
    name: str
    price_fen: int

    @property
    def price(self) -> Decimal:
        return yuan(self.price_fen)


@dataclass(frozen=True)
class PeersTold:
    """`count` similar estates, itself left out; yuan per m² and month."""

    price: Decimal
    count: int
    least: Decimal
    q1: Decimal
    median: Decimal
    q3: Decimal
    most: Decimal
    in_common: str
    is_high: bool
    is_low: bool
    taken_on: date

    @property
    def off_percent(self) -> int:
        """How far the fee is off the median, in whole per cents, below 0 where it is lower."""
        return round((self.price - self.median) / self.median * 100)

    def place(self, price: Decimal) -> int:
        """Where a price lies between the lowest (0) and the highest (100)."""
        width = self.most - self.least
        return 50 if not width else round(max(Decimal(0), min(Decimal(1), (price - self.least) / width)) * 100)


@dataclass(frozen=True)
class FindingTold:
    """A finding that was decided: everybody may know it. What is only asked about stays between office and company."""

    number: str
    kind: str
    happened_on: date
    decided_on: date | None
    words: str


def yuan(fen: int | None) -> Decimal:
    """Where there are peers there are quartiles: none is nothing to be asked about."""
    return Decimal(fen or 0) / 100


def peers_of(estate: Estate, *, on: date) -> PeersTold | None:
    """None where nobody took the estate's place yet, or where there are too few like it."""
    return peers_of_estates([estate], on=on).get(estate.pk)


def peers_of_estates(estates: Collection[Estate], *, on: date) -> dict[int, PeersTold]:
    """By estate: one query for all of them."""
    rows = PricePosition.objects.filter(estate__in=estates, taken_on__lte=on).exclude(breadth=Breadth.NONE)
    return {row.estate_id: told(row) for row in rows}


def told(row: PricePosition) -> PeersTold:
    return PeersTold(
        price=yuan(row.price_fen), count=row.peers, least=yuan(row.least_fen), q1=yuan(row.q1_fen),
        median=yuan(row.median_fen), q3=yuan(row.q3_fen), most=yuan(row.most_fen), in_common=in_common(row),
        is_high=row.is_high, is_low=row.is_low, taken_on=row.taken_on,
    )  # fmt: skip


def in_common(row: PricePosition) -> str:
    """“same district, level “二级”, with lifts, of a similar age”."""
    parts = [_("same district") if row.breadth in (Breadth.CLOSE, Breadth.ANY_AGE) else _("whole city")]
    parts.append(_("level “%(level)s”") % {"level": row.level})
    parts.append(_("with lifts") if row.has_lifts else _("without lifts"))
    if row.breadth in (Breadth.CLOSE, Breadth.CITY):
        parts.append(_("of a similar age"))
    return _(", ").join(parts)


def peer_list(estate: Estate, *, on: date) -> list[Peer]:
    """The similar estates by name, from the highest fee down: two queries, on demand."""
    row = PricePosition.objects.filter(estate=estate, taken_on__lte=on).first()
    rows = of_group(row)[:MOST_LISTED] if row else []
    return [Peer(each.estate.code, each.estate.name, each.price_fen) for each in rows]


def decided_of(estate: Estate, *, on: date) -> list[FindingTold]:
    """What was decided about the money of an estate and stands, the latest first."""
    rows = Finding.objects.filter(estate=estate, state=FindingState.DECIDED, happened_on__lte=on)
    return [
        FindingTold(
            row.number, row.get_kind_display(), row.happened_on,
            timezone.localdate(row.decided_at) if row.decided_at else None, sentence_of(row),
        )
        for row in rows.order_by("-decided_at")[:MOST_FOUND]
    ]  # fmt: skip
