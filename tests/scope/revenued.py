"""What a world's shared parts earn: a contract, a posted report, its audit and draw, a demand for one."""

from datetime import UTC, date, datetime

from accounts.models import Region
from fees.models import RevenueDemand, RevenueReport
from fees.models.revenue import Pays, RevenueSource
from fees.revenue import auditing, contracts, reporting
from tests.factories.world import World

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def revenued_of(world: World) -> dict[str, tuple[str, ...]]:
    """Keys of one thing of each of these resources. What names the estate is hidden from strangers."""
    on = {"by": None, "at": AT}
    made = contracts.register(
        new=contracts.NewContract(
            world.estate, RevenueSource.ADVERT, f"{world.estate.code} 传媒", "电梯轿厢", date(2026, 1, 1),
            date(2027, 1, 1), 1_200_000, Pays.YEAR, date(2025, 12, 20),
        ), **on,
    )  # fmt: skip
    reporting.open_owed(on=AT.date(), at=AT)
    report = reporting.post(RevenueReport.objects.get(estate=world.estate, state="owed"), **on)
    street = Region.objects.get(code=world.estate.region_id)
    drawn = auditing.draw(region=street, day=date(2026, 7, 1), seed="ab" * 16, **on)
    audit = drawn.audits.get()
    demand = RevenueDemand.objects.create(
        number=f"LM-20261120-{report.pk:06d}", estate=world.estate, report=report, demanded_on=AT.date(),
        state="reached", audit=audit,
    )  # fmt: skip
    world.hidden += [made.number, made.payer, report.number, audit.number, demand.number]
    return {
        "revenue-contract": (made.number,),
        "revenue-report": (report.number,),
        "revenue-audit": (audit.number,),
        "revenue-demand": (demand.number,),
        "revenue-draw": (drawn.number,),
    }
