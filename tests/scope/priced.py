"""What a world's estate charges: a standard with a guide price, a level found on site, a fee filing."""

from datetime import UTC, date, datetime
from decimal import Decimal

from fees.models import GuidePrice, PriceIndex, PriceProposal, Standard
from tests.factories.prices import a_guide_price, a_standard, a_verified_level, an_accepted_filing, level_of
from tests.factories.world import World

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def priced_of(world: World) -> dict[str, tuple[str, ...]]:
    """Keys of one thing of each of these resources. What names the estate is hidden from strangers."""
    code = world.estate.code
    standard = Standard.objects.filter(code="scope").first() or a_standard(code="scope")
    price = GuidePrice.objects.first() or a_guide_price(level_of(standard))
    index, _new = PriceIndex.objects.get_or_create(
        kind="wage", year=2025, defaults={"value": Decimal(105), "source": "公报", "published_on": date(2026, 3, 1)}
    )
    level = a_verified_level(world.estate, level_of(standard), verified_by=f"{code}核定组")
    filing = an_accepted_filing(world.contract, approval=f"{code}号文")
    proposal = PriceProposal.objects.create(
        estate=world.estate, year=2025, old_fen=165, proposed_fen=171, reckoning={}, made_at=AT
    )
    world.hidden += [filing.number, level.verified_by]
    return {
        "service-standard": (str(standard.pk),),
        "estate-level": (str(level.pk),),
        "guide-price": (str(price.pk),),
        "price-index": (str(index.pk),),
        "price-proposal": (str(proposal.pk),),
        "fee-filing": (filing.number,),
    }
