"""Renovations of an invented city's old estates: plans, works, costs, and a few pictures before and after."""

import io
from datetime import date, datetime, timedelta
from random import Random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from accounts.numbers import number_of
from demo.chance import chance
from demo.world import World
from estates.models import (
    Estate,
    Moment,
    Renovation,
    RenovationGroup,
    RenovationItem,
    RenovationPicture,
    RenovationPlan,
    RenovationState,
)

WORKS = (
    (RenovationGroup.BASIC, "屋面防水", 45), (RenovationGroup.BASIC, "雨污分流和管网更新", 90),
    (RenovationGroup.BASIC, "外墙保温", 120), (RenovationGroup.BASIC, "道路和照明", 60),
    (RenovationGroup.IMPROVING, "停车位和充电设施", 40), (RenovationGroup.IMPROVING, "加装电梯", 150),
    (RenovationGroup.IMPROVING, "绿化和活动场地", 25), (RenovationGroup.RAISING, "养老和托育用房", 55),
)  # fmt: skip
"""What is done, with yuan for each m² of floor area in hundredths: invented."""
LAST_YEAR, AT_ONCE, PICTURED = 2025, 5000, 3
CAPTIONS = ("楼道入口", "主要道路")


def fill(world: World, *, on: date, at: datetime) -> None:
    """The plan of each estate whose register says that it is planned, under way or done."""
    rows = Estate.objects.exclude(renovation=Renovation.NOT_PLANNED).order_by("pk")
    made = [a_plan(world, estate, place, on=on) for place, estate in enumerate(rows, start=1)]
    ends = {id(plan): plan.state for plan, _items in made}
    for plan, _items in made:
        plan.state = RenovationState.PLANNED
    RenovationPlan.objects.bulk_create([plan for plan, _items in made], batch_size=AT_ONCE)
    RenovationItem.objects.bulk_create([item for _plan, items in made for item in items], batch_size=AT_ONCE)
    for state in set(ends.values()) - {RenovationState.PLANNED}:
        pks = [plan.pk for plan, _items in made if ends[id(plan)] == state]
        RenovationPlan.objects.filter(pk__in=pks).update(state=state)
    photograph([plan for plan, _items in made if ends[id(plan)] == RenovationState.ACCEPTED][:PICTURED], at=at)


def a_plan(world: World, estate: Estate, place: int, *, on: date) -> tuple[RenovationPlan, list[RenovationItem]]:
    draw = chance(world.city.key, "renovation", estate.code)
    is_done, is_begun = estate.renovation == Renovation.DONE, estate.renovation != Renovation.PLANNED
    year = draw.randint(2021, LAST_YEAR - 1) if is_done else LAST_YEAR
    due = date(year, 12, 1) if is_done else on + timedelta(days=draw.randint(-40, 200))
    plan = RenovationPlan(
        number=number_of(place, "GZ", date(year, 3, 1)), estate=estate, year=year, due_on=due,
        title=f"{estate.name}老旧小区改造", begins_on=min(due, date(year, 4, 1)), state=RenovationState.PLANNED,
    )  # fmt: skip
    if is_begun:
        plan.state, plan.builder = RenovationState.UNDER_WAY, "示例建设工程有限公司"
        plan.began_on = date(year, 4, 1) + timedelta(days=draw.randint(0, 40))
    if is_done:
        plan.state = RenovationState.ACCEPTED
        plan.finished_on = date(year, 10, 1) + timedelta(days=draw.randint(0, 80))
        plan.accepted_on = min(on, plan.finished_on + timedelta(days=draw.randint(5, 40)))
    return plan, works(plan, estate, draw, is_done=is_done, is_begun=is_begun, on=on)


def works(
    plan: RenovationPlan, estate: Estate, draw: Random, *, is_done: bool, is_begun: bool, on: date
) -> list[RenovationItem]:
    chosen = sorted(draw.sample(range(len(WORKS)), draw.randint(3, 6)))
    items = []
    for place, number in enumerate(chosen, start=1):
        group, name, price = WORKS[number]
        budget = int(estate.floor_area_m2) * price * draw.randint(80, 120) // 100 * 10
        percent = 100 if is_done else draw.choice((0, 20, 35, 50, 60, 80, 100)) if is_begun else 0
        cost = budget * percent * draw.randint(92, 104) // 10_000 if is_begun else None
        items.append(
            RenovationItem(
                plan=plan, place=place, group=group, name=name, budget_fen=budget, cost_fen=cost,
                progress_percent=percent, progress_on=(plan.finished_on or on) if is_begun else None,
            )
        )  # fmt: skip
    return items


def photograph(plans: list[RenovationPlan], *, at: datetime) -> None:
    """Drawn, nobody's photos: grey before, green after."""
    for plan in plans:
        for caption in CAPTIONS:
            for moment, colour, day in (
                (Moment.BEFORE, "#8b8f8c", plan.began_on), (Moment.AFTER, "#5f9270", plan.finished_on)
            ):  # fmt: skip
                RenovationPicture.objects.create(
                    plan=plan, moment=moment, taken_on=day, caption=caption, added_at=at,
                    file=ContentFile(a_view(colour), name="view.jpg"),
                )  # fmt: skip


def a_view(colour: str) -> bytes:
    picture = Image.new("RGB", (640, 420), "#dfe8e6")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((90, 120, 330, 420), fill=colour, outline="#12313b", width=6)
    for place in range(12):
        left, top = 115 + place % 3 * 72, 145 + place // 3 * 64
        pen.rectangle((left, top, left + 44, top + 38), fill="white", outline="#12313b", width=3)
    pen.rectangle((0, 390, 640, 420), fill="#b9c3bf")
    pen.ellipse((420, 250, 560, 390), fill=colour)
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=75)
    return content.getvalue()
