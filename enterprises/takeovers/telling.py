"""What everybody may read of how an estate was handed over. Companies and bodies, no person."""

from dataclasses import dataclass
from datetime import date

from enterprises.models import Delivery, DeliveryState, Takeover, TakeoverState
from estates.models import Estate


@dataclass(frozen=True)
class TakeoverTold:
    """The last inspection at hand-over: how many defects it found, how many are put right, and how many are late."""

    takeover: Takeover
    witnesses: list[str]
    papers: int
    defects: int
    fixed: int
    late: int
    is_inspection_late: bool
    is_filing_late: bool


@dataclass(frozen=True)
class HandedOverTold:
    deliveries: list[Delivery]
    last: TakeoverTold | None


def of_estate(estate: Estate, *, on: date) -> HandedOverTold:
    """Confirmed deliveries, newest first, and the last inspection at hand-over. Five queries at most."""
    confirmed = Delivery.objects.filter(estate=estate, state=DeliveryState.CONFIRMED).select_related("paper")
    taken = Takeover.objects.filter(estate=estate).exclude(state=TakeoverState.STRUCK).select_related("enterprise")
    newest = taken.prefetch_related("witnesses", "papers", "defects").order_by("-handover_on", "-pk").first()
    return HandedOverTold(list(confirmed.order_by("-confirmed_on")), told(newest, on=on) if newest else None)


def told(takeover: Takeover, *, on: date) -> TakeoverTold:
    defects = list(takeover.defects.all())
    return TakeoverTold(
        takeover=takeover,
        witnesses=[str(each.get_side_display()) for each in takeover.witnesses.all()],
        papers=len(takeover.papers.all()),
        defects=len(defects),
        fixed=sum(each.fixed_on is not None for each in defects),
        late=sum(each.fixed_on is None and each.due_on < on for each in defects),
        is_inspection_late=(takeover.inspected_on or on) > takeover.inspect_by,
        is_filing_late=takeover.file_by is not None and (takeover.filed_on or on) > takeover.file_by,
    )
