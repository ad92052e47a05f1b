"""An invented city's equipment with its inspections, safety campaigns with their hazards, and basic services.

Renovations and hand-overs have files of their own. Most is in order; some is late, failed, or was never reported.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from dateutil.relativedelta import relativedelta
from django.db import connection

from accounts.models import Region
from accounts.numbers import number_of
from demo import handovers, renovations
from demo.chance import Urn, chance
from demo.copying import copied
from demo.world import World
from estates.equipment.due import due_after
from estates.models import (
    BasicGrade,
    BasicMode,
    BasicService,
    BasicState,
    Building,
    CheckResult,
    Equipment,
    EquipmentCheck,
    EquipmentKind,
    Estate,
    Hazard,
    HazardKind,
    HazardState,
    PriceUnit,
    SafetyCampaign,
    SafetyVisit,
    ServiceMode,
    Severity,
)

COLUMNS = (
    "code", "estate_id", "building_id", "kind", "place", "keeper", "keeper_phone", "installed_on", "retired_on",
    "inspected_on", "result", "next_due_on",
)  # fmt: skip
SILENT = {ServiceMode.COMPANY: 0.05, ServiceMode.SPECIALISED: 0.1, ServiceMode.STATE_FALLBACK: 0.2}
"""So many estates have reported no equipment, by how they are served; of the rest half."""
STATES = Urn(("valid", "late", "failed", "never"), (95.2, 2.6, 0.7, 1.5))
KEEPERS = ("示例电梯维保有限公司", "示例机电设备服务有限公司", "示例消防技术服务有限公司", "示例水务设备有限公司")
INSPECTORS = {EquipmentKind.LIFT: "特种设备监督检验机构（示例）", EquipmentKind.WATER_TANK: "水质检测机构（示例）"}
INSPECTOR = "第三方检测机构（示例）"
OF_THE_HINT = {EquipmentKind.FIRE: 155, EquipmentKind.WATER_TANK: 40, EquipmentKind.LIFT: 347}
"""How many days ago the equipment of the best-known estate was inspected: its lifts are due in 18 days."""
AT_ONCE = 5000
VISITED, WITH_HAZARD = 0.72, 0.11
HAZARDS = (
    (HazardKind.DRAINAGE, "地下车库入口", "排水沟有淤积，雨水箅子堵塞。", "已清掏排水沟，更换雨水箅子。"),
    (HazardKind.PUMP, "地下车库集水井", "排水泵一台不能启动。", "已更换排水泵电机，试运行正常。"),
    (HazardKind.WALL, "2 号楼北侧外墙", "外墙保温层局部空鼓，有脱落风险。", "已剔除空鼓部位并设置围挡。"),
    (HazardKind.FIRE_WAY, "1 号楼东侧", "消防车通道被占用停车。", "已移走车辆，重新施划禁停标线。"),
    (HazardKind.FIRE_GEAR, "地下车库", "灭火器压力不足，应急灯不亮。", "已更换灭火器和应急灯。"),
    (HazardKind.ELECTRIC, "非机动车棚", "有飞线充电。", "已拆除飞线，增设充电插座。"),
)
OUTCOMES = Urn((HazardState.CLOSED, HazardState.FIXED, HazardState.FOUND), (83, 7, 10))
GRADES = Urn(tuple(BasicGrade.values), (35, 45, 20))
PRICES = {BasicGrade.SAFE: (10, 25), BasicGrade.CLEAN: (25, 45), BasicGrade.FULL: (40, 70)}
"""From and to, in fen per m² and month: invented, and said to be an example by the document."""


def fill(world: World, *, at: datetime) -> None:
    on = world.calendar.yesterday
    equip(world, on=on, at=at)
    check_safety(world, on=on)
    serve(world, on=on)
    renovations.fill(world, on=on, at=at)
    handovers.fill(world, on=on, at=at)


# Equipment.


def equip(world: World, *, on: date, at: datetime) -> None:
    """Every piece as the register has it, and its last inspection."""
    buildings: dict[int, list[Building]] = {}
    for building in Building.objects.order_by("pk").only("pk", "estate_id", "name", "lifts", "storeys"):
        buildings.setdefault(building.estate_id, []).append(building)
    terms = {(kind, result): due_after(kind, on, result) - on for kind in EquipmentKind for result in CheckResult}
    estates = Estate.objects.order_by("pk").only("pk", "code", "name", "kind", "service_mode", "built_year")
    rows = (row for estate in estates for row in pieces(world, estate, buildings.get(estate.pk, []), terms, on=on))
    copied(Equipment, COLUMNS, rows)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {EquipmentCheck._meta.db_table}
                (equipment_id, inspected_on, inspected_by, result, next_due_on, proof, reported_at)
            SELECT e.id, e.inspected_on, CASE e.kind WHEN 'lift' THEN %s WHEN 'water_tank' THEN %s ELSE %s END,
                   e.result, e.next_due_on, '', least(e.inspected_on + interval '3 days', %s)
            FROM {Equipment._meta.db_table} e WHERE e.inspected_on IS NOT NULL ORDER BY e.id""",  # noqa: S608
            [INSPECTORS[EquipmentKind.LIFT], INSPECTORS[EquipmentKind.WATER_TANK], INSPECTOR, at],
        )


def pieces(world: World, estate: Estate, buildings: list[Building], terms: dict, *, on: date) -> Iterator[tuple]:
    draw = chance(world.city.key, "equipment", estate.code)
    is_hint = estate.name == world.city.estate_of_the_hint
    if not is_hint and draw.random() < SILENT.get(ServiceMode(estate.service_mode), 0.5):
        return
    installed = date(min(estate.built_year or 2005, on.year - 1), 6, 1)
    keeper, phone = draw.choice(KEEPERS), f"0{draw.randint(310, 349)}-0800{draw.randint(1000, 9999)}"
    last = draw.randint(20, 330)
    for place, (kind, building, where) in enumerate(stands(estate, buildings, draw), start=1):
        code = f"{'3110' if kind == EquipmentKind.LIFT else 'SB'}{estate.code}{place:03d}"
        ago = OF_THE_HINT.get(kind) if is_hint else None
        checked = inspected(kind, terms, draw, last + draw.randint(0, 6), ago, on=on)
        yield (code, estate.pk, building, kind, where, keeper, phone, installed, None, *checked)


def stands(estate: Estate, buildings: list[Building], draw: Random) -> Iterator[tuple[EquipmentKind, int | None, str]]:
    """What there is to be inspected: lifts by the register of buildings, the rest by how high and new they are."""
    for building in buildings:
        for nth in range(1, building.lifts + 1):
            yield EquipmentKind.LIFT, building.pk, f"{nth}号梯"
    is_high = any((building.storeys or 0) > 6 for building in buildings)
    is_new = estate.kind == "commodity"
    if is_high or is_new:
        yield EquipmentKind.FIRE, None, "消防控制室"
        yield EquipmentKind.WATER_TANK, None, "二次供水泵房"
    if is_high and draw.random() < 0.6:
        yield EquipmentKind.LIGHTNING, None, "屋面"
    if is_new and draw.random() < 0.7:
        yield EquipmentKind.POWER, None, "配电室"
        yield EquipmentKind.MONITOR, None, "监控室"


def inspected(
    kind: EquipmentKind, terms: dict, draw: Random, last: int, ago: int | None, *, on: date
) -> tuple[date | None, str, date | None]:
    """The day, the result and the next due day of the last inspection."""
    state = "valid" if ago is not None else STATES.draw(draw)
    if state == "never":
        return None, "", None
    result = CheckResult.FAILED if state == "failed" else CheckResult.PASSED
    term = terms[kind, result].days
    days = ago if ago is not None else last % term if state == "valid" else term + draw.randint(3, 60)
    if state == "failed":
        days = draw.randint(1, term - 1)
    day = on - timedelta(days=days)
    return day, result.value, day + timedelta(days=term)


# Safety.


def check_safety(world: World, *, on: date) -> None:
    """The flood campaign of this year (of last year, before the rains) and the fire campaign of last winter."""
    rains = date(on.year if on >= date(on.year, 6, 1) else on.year - 1, 5, 1)
    winter = date(on.year if on >= date(on.year, 12, 1) else on.year - 1, 11, 1)
    region = Region.objects.get(code=world.city.region)
    kinds = (("汛前排查", "flood", rains), ("冬季消防检查", "fire", winter))
    campaigns = SafetyCampaign.objects.bulk_create(
        SafetyCampaign(title=f"{begins.year} 年{name}", kind=kind, region=region, from_on=begins,
                       until_on=begins + relativedelta(months=2), document=f"示例〔{begins.year}〕{place} 号")
        for place, (name, kind, begins) in enumerate(kinds, start=1)
    )  # fmt: skip
    estates = list(Estate.objects.order_by("pk").only("pk", "code", "name"))
    for campaign in campaigns:
        visit(world, campaign, estates, on=on)


def visit(world: World, campaign: SafetyCampaign, estates: list[Estate], *, on: date) -> None:
    made = []
    for estate in estates:
        draw = chance(world.city.key, "safety", campaign.kind, estate.code)
        day = min(on, campaign.from_on + timedelta(days=draw.randint(0, 45)))
        if estate.name == world.city.estate_of_the_hint or draw.random() < VISITED:
            made.append((SafetyVisit(campaign=campaign, estate=estate, visited_on=day), draw))
    SafetyVisit.objects.bulk_create([each for each, _draw in made], batch_size=AT_ONCE)
    found = [(each, draw) for each, draw in made if draw.random() < WITH_HAZARD]
    start = Hazard.objects.count()
    Hazard.objects.bulk_create(
        [a_hazard(each, place, draw, on=on) for place, (each, draw) in enumerate(found, start=start + 1)],
        batch_size=AT_ONCE,
    )


def a_hazard(visit: SafetyVisit, place: int, draw: Random, *, on: date) -> Hazard:
    offered = HAZARDS[:3] if visit.campaign.kind == "flood" else HAZARDS[3:]
    kind, where, words, how = draw.choice(offered)
    severity = Severity.MAJOR if draw.random() < 0.08 else Severity.GENERAL
    fix_by = visit.visited_on + timedelta(days=3 if severity == Severity.MAJOR else 15)
    state = OUTCOMES.draw(draw)
    fixed = min(on, visit.visited_on + timedelta(days=draw.randint(1, 20)))
    hazard = Hazard(
        number=number_of(place, "YH", visit.visited_on), estate_id=visit.estate_id, visit=visit, kind=kind,
        severity=severity, state=state, place=where, words=words, found_on=visit.visited_on, fix_by=fix_by,
    )  # fmt: skip
    if state != HazardState.FOUND:
        hazard.fixed_on, hazard.fixed_how = fixed, how
    if state == HazardState.CLOSED:
        hazard.checked_on = min(on, fixed + timedelta(days=draw.randint(0, 4)))
    return hazard


# Basic service.


def serve(world: World, *, on: date) -> None:
    """In force where a mode of it is on the register; proposed or being checked for some that have nobody."""
    rows = Estate.objects.filter(service_mode__in=[*BasicMode.values, ServiceMode.NONE]).select_related("region")
    made = []
    for estate in rows.order_by("pk"):
        draw = chance(world.city.key, "basic service", estate.code)
        if draw.random() < (0.22 if estate.service_mode == ServiceMode.NONE else 0.85):
            made.append(a_service(estate, len(made) + 1, draw, counties(world), on=on))
    BasicService.objects.bulk_create(made, batch_size=AT_ONCE)


def counties(world: World) -> dict[str, str]:
    return {county.code[:6]: county.name for county in world.city.counties}


def a_service(estate: Estate, place: int, draw: Random, county: dict[str, str], *, on: date) -> BasicService:
    is_served = estate.service_mode != ServiceMode.NONE
    grade = GRADES.draw(draw)
    proposed = on - timedelta(days=draw.randint(120, 900) if is_served else draw.randint(3, 40))
    name = county.get(estate.region_id[:6], "")
    service = BasicService(
        number=number_of(place, "JB", proposed), estate=estate, grade=grade, provider=provider_of(estate, name),
        mode=estate.service_mode if is_served else BasicMode.STATE_FALLBACK, unit=PriceUnit.AREA,
        price_fen=draw.randint(*PRICES[BasicGrade(grade)]), proposed_on=proposed, state=BasicState.PROPOSED,
    )  # fmt: skip
    if is_served or draw.random() < 0.4:
        service.state, service.checked_on = BasicState.CHECKED, min(on, proposed + timedelta(days=draw.randint(1, 20)))
        service.drc, service.bureau = f"{name}发展和改革局", f"{name}住房和城乡建设局"
        service.found = "现场查看楼道、消防通道、公共照明和垃圾收集点，服务内容与等级相符。"
    if is_served:
        service.state, service.from_on = BasicState.SET, service.checked_on + timedelta(days=10)
        service.document = f"示例价〔{service.from_on.year}〕{place} 号"
    return service


def provider_of(estate: Estate, county: str) -> str:
    if estate.service_mode == ServiceMode.COMMUNITY_TRUST:
        return f"{estate.region.name}居民委员会"
    if estate.service_mode == ServiceMode.SELF_MANAGED:
        return f"{estate.name}业主自管小组"
    return f"{county}城市服务有限公司（示例）"
