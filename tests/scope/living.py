"""What an estate lives through in a world: equipment, a renovation, a campaign with a hazard, service, hand-over."""

from datetime import UTC, date, datetime

from enterprises.models import Delivery, Takeover
from enterprises.takeovers import actions as takeovers
from enterprises.takeovers import deliveries
from estates.equipment import actions as equipment
from estates.models import BasicService, Equipment, RenovationPlan, SafetyCampaign
from estates.renovation import actions as renovation
from estates.safety import actions as safety
from estates.safety.actions import NewHazard
from tests.factories.world import World

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def lived_of(world: World) -> dict[str, tuple[str, ...]]:
    """Keys of one thing of each of these resources. What names the estate is hidden from strangers."""
    estate, code, on = world.estate, world.estate.code, {"by": None, "at": AT}
    lift = equipment.register(Equipment(estate=estate, kind="lift", code=f"E{code}", keeper=f"{code}维保"), **on)
    works = [renovation.NewItem("basic", f"{code}屋面防水", 100_00)]
    plan = RenovationPlan(estate=estate, year=2025, title=f"{code}改造", due_on=date(2026, 12, 1))
    renovated = renovation.plan(plan, items=works, **on)
    campaign = safety.keep_campaign(
        SafetyCampaign(
            title="汛前排查", kind="flood", region=estate.region, from_on=date(2026, 5, 1), until_on=date(2026, 6, 1)
        ), **on,
    )  # fmt: skip
    safety.visit(campaign, estate=estate, visited_on=date(2026, 5, 10), **on)
    hazard = safety.find(
        estate=estate, hazard=NewHazard("drainage", "general", f"{code}车库", "排水沟堵塞。", TODAY), **on
    )
    basic = BasicService.objects.create(
        number=f"JB-20261120-{estate.pk:06d}", estate=estate, mode="state_fallback", grade="safe", price_fen=30,
        provider=f"{code}公司", proposed_on=TODAY,
    )  # fmt: skip
    delivery = deliveries.apply(
        Delivery(
            estate=estate, phase="一期", developer=f"{code}开发", homes=10, floor_area_m2=1000,
            handover_on=date(2027, 1, 1),
        ), **on,
    )  # fmt: skip
    taken = takeovers.register(
        Takeover(
            estate=estate, enterprise=world.enterprise, kind="new", hands_over=f"{code}开发", delivery=delivery,
            handover_on=date(2027, 1, 1),
        ), **on,
    )  # fmt: skip
    world.hidden += [lift.code, renovated.number, hazard.number, basic.number, delivery.number, taken.number]
    return {
        "equipment": (lift.code,),
        "renovation": (renovated.number,),
        "safety-campaign": (str(campaign.pk),),
        "hazard": (hazard.number,),
        "basic-service": (basic.number,),
        "home-delivery": (delivery.number,),
        "takeover": (taken.number,),
    }
