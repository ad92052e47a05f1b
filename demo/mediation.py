"""Committees of the streets and districts of an invented city, and some disputes at every point of their road."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from accounts.models import Level, Region
from accounts.sealing import seal
from committees.models import MediationCommittee, MediationLevel, Mediator
from complaints.clocks import at_time, day_of
from complaints.mediation import actions
from complaints.mediation.actions import NewParty
from complaints.models import Complaint, Mediation, Side
from demo.chance import chance
from demo.names import Names
from demo.world import World

DISPUTES, MEDIATORS = 24, 5
LEVELS = {
    Level.COMMUNITY: MediationLevel.COMMUNITY,
    Level.STREET: MediationLevel.STREET,
    Level.COUNTY: MediationLevel.DISTRICT,
    Level.CITY: MediationLevel.CITY,
}
WITHOUT = 0.08
"""So many communities have none yet."""
AGREED = (
    "物业企业在一个月内修好并公示维修记录；修好之前的物业费减收一成，从下一季度账单中扣除。双方自愿达成，签字生效。"
)


def mediate(world: World, *, at: datetime) -> None:
    names = Names(world.city, chance("mediation", world.city.key))
    found_committees(world, names)
    for number, complaint in enumerate(disputed(at)):
        lead_along(number, complaint, names, at=at)


def found_committees(world: World, names: Names) -> None:
    """One on every level and nearly everywhere, each with five mediators."""
    draw, chosen_on = chance("mediators", world.city.key), date(world.calendar.yesterday.year - 1, 3, 1)
    regions = Region.objects.filter(level__in=LEVELS).select_related("parent__parent").order_by("pk")
    committees = MediationCommittee.objects.bulk_create(
        MediationCommittee(
            name=f"{full_name(region)}人民调解委员会", level=LEVELS[Level(region.level)], region=region,
            phone=names.telephone(), member_count=MEDIATORS, chosen_on=chosen_on,
        )
        for region in regions
        if region.level != Level.COMMUNITY or draw.random() > WITHOUT
    )  # fmt: skip
    Mediator.objects.bulk_create(
        [
            Mediator(committee=committee, is_chair=place == 0, is_woman=place == 1, joined_on=chosen_on,
                     sealed_name=seal(names.person()))
            for committee in committees
            for place in range(MEDIATORS)
        ],
        batch_size=2000,
    )  # fmt: skip


def full_name(region: Region) -> str:
    """Streets and communities of one name are told apart by what they lie in."""
    if region.parent is None or region.level not in (Level.STREET, Level.COMMUNITY):
        return region.name
    return f"{full_name(region.parent)}{region.name}"


def disputed(at: datetime) -> Iterator[Complaint]:
    """One complaint of each of some estates, filed a while ago, in which a company had its part."""
    told = Complaint.objects.filter(enterprise__isnull=False, filed_at__lt=at - timedelta(days=40))
    return told.select_related("estate", "enterprise").order_by("estate_id", "-pk").distinct("estate_id")[:DISPUTES]


def lead_along(number: int, complaint: Complaint, names: Names, *, at: datetime) -> None:
    """Every fourth one waits, is at work, is agreed (and confirmed), or failed and went on to the district."""
    street = MediationCommittee.objects.filter(level="street", region_id=complaint.region_id[:9] + "000").first()
    if street is None:
        return
    begun = at_time(day_of(at) - timedelta(days=25 + number % 5), time(10, 0))
    mediation = actions.apply(
        estate=complaint.estate, committee=street, subject=f"{complaint.title}引起的物业费争议", complaint=complaint,
        parties=[
            NewParty(Side.APPLICANT, None, names.person(), names.telephone()),
            NewParty(Side.OPPONENT, complaint.enterprise),
        ],
        by=None, at=begun,
    )  # fmt: skip
    if number % 4:
        actions.take_on(mediation, mediator=names.person(), by=None, at=begun + timedelta(days=1))
        sat_at = begun + timedelta(days=8)
        actions.sit(mediation, held_at=sat_at, place="街道调解室", record="", by=None, at=sat_at + timedelta(hours=2))
    if number % 4 == 2:
        agree(mediation, number, at=begun + timedelta(days=9))
    elif number % 4 == 3:
        go_on(mediation, at=begun + timedelta(days=9))


def agree(mediation: Mediation, number: int, *, at: datetime) -> None:
    held = actions.agree(mediation, text=AGREED, effective_on=day_of(at), by=None, at=at)
    if number % 8 == 2:
        court = f"{mediation.committee.region.parent}人民法院"
        later = at + timedelta(days=10)
        actions.confirm(held, court=court, confirmed_on=day_of(later), by=None, at=later)


def go_on(mediation: Mediation, *, at: datetime) -> None:
    actions.fail(mediation, reason="双方对减收数额意见不一", by=None, at=at)
    district = MediationCommittee.objects.filter(level="district", region_id=mediation.region_id[:6] + "000000").first()
    if district is not None:
        actions.go_on(mediation, committee=district, by=None, at=at + timedelta(days=1))
