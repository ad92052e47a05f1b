"""Delivery verifications and inspections at hand-over from files. Headings are words of the file format."""

import re
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from enterprises.models import (
    ConditionKind,
    Delivery,
    Enterprise,
    Takeover,
    TakeoverPaperKind,
    WitnessSide,
)
from enterprises.sheets import CREDIT_CODE
from enterprises.takeovers import actions, deliveries
from enterprises.takeovers.actions import Inspection, NewDefect, Witness
from enterprises.takeovers.buttons import defect_of
from enterprises.takeovers.law import Rooms
from enterprises.takeovers.lifecycle import RECORD, VERIFY
from estates.life_sheets import Asked, AskingSheet, check_steps, is_empty, not_later_than_today
from estates.sheets import ESTATE_CODE
from intake.parsing import Wrong, day, number, text
from intake.sheets import Column, Row

CHECKED = {
    ConditionKind.COMPLETION: "竣工验收备案", ConditionKind.MAINS: "水电气热", ConditionKind.PUBLIC: "公建配套",
    ConditionKind.GROUNDS: "道路绿化", ConditionKind.ROOMS: "物业用房", ConditionKind.CERTIFICATES: "设备合格证",
    ConditionKind.PAPERS: "资料齐全", ConditionKind.OTHER: "其他条件",
}  # fmt: skip
SIGNED = {
    WitnessSide.COMMUNITY: "社区居委会", WitnessSide.OWNERS: "业主代表", WitnessSide.AGENCY: "协会或第三方机构",
    WitnessSide.STREET: "街道办事处",
}  # fmt: skip
AREAS = ("service_rooms_m2", "committee_room_m2")
OF_AN_INSPECTION = (*(f"by_{side}" for side in SIGNED), "defects", "fixed_on", "posted_on", "finished_on")
"""What is said in vain of a hand-over that was not inspected."""
MET_ON = gettext_lazy("The day on which it was found met; empty: not checked yet.")
DEFECTS = gettext_lazy("Where，what; with a semicolon between two.")
THE_BODY = gettext_lazy("The body that signed; name no person.")


class DeliverySheet(AskingSheet):
    """交付核实: one row a part of an estate; conditions with a day are met. It is confirmed at the desk."""

    key = "deliveries"
    tab = "交付核实"
    title = gettext_lazy("delivery verifications")
    about = gettext_lazy("What developers are to hand over, and which of the eight conditions are met.")
    model = Delivery
    identity = ("estate", "phase")
    verbs = ("registers.import", VERIFY)
    stands = (
        gettext_lazy("delivery verifications are not taken back"), gettext_lazy("Withdraw the wrong ones at the desk."),
    )  # fmt: skip
    columns = (
        Column("小区代码", "estate", gettext_lazy("An estate that is already on the register."),
               required=True, parse=ESTATE_CODE, is_code=True, example="1301020010001"),
        Column("交付范围", "phase", required=True, example="一期"),
        Column("建设单位", "developer", required=True, example="示例房地产开发有限公司"),
        Column("交付套数", "homes", required=True, example="432"),
        Column("交付建筑面积（平方米）", "floor_area_m2", required=True, parse=number(2, least=1), example="43200.00"),
        Column("计划交付日期", "handover_on", required=True, parse=day, example="2027-01-01"),
        Column("物业服务用房（平方米）", "service_rooms_m2", parse=number(2, least=0), example="180.00"),
        Column("业委会用房（平方米）", "committee_room_m2", parse=number(2, least=0), example="20.00"),
        *(Column(f"{heading}核实日期", kind.value, MET_ON, parse=day) for kind, heading in CHECKED.items()),
    )  # fmt: skip

    def check(self, row: Row) -> None:
        not_later_than_today(row, *ConditionKind.values)
        if is_empty(row, ConditionKind.ROOMS) and any(row.get(name) is not None for name in AREAS):
            row.fault(ConditionKind.ROOMS, _("is empty"), _("Fill it in, or leave out the areas of the rooms."))

    @staticmethod
    def carry(asked: Asked, *, by: User | None, at: datetime) -> Delivery:
        """Applied for, and checked as far as its days say."""
        names = ("phase", "developer", "homes", "floor_area_m2", "handover_on")
        new = Delivery(estate=asked.estate, **{name: asked.get(name) for name in names})
        delivery = deliveries.apply(new, by=by, at=at)
        for kind in ConditionKind.values:
            if checked_on := asked.get(kind):
                rooms = Rooms(*map(asked.get, AREAS)) if kind == ConditionKind.ROOMS else None
                deliveries.check(
                    delivery, kind=kind, is_met=True, checked_on=checked_on, rooms=rooms, by=by, at=at
                )  # fmt: skip
        return delivery


def defects(raw: Any) -> list[NewDefect]:
    """`车库，渗水；屋面，积水`: where and what, with a semicolon between. Raises Wrong."""
    parts = [part for part in re.split(r"[；;\n]", text()(raw)) if part.strip()]
    try:
        return [defect_of(part, place) for place, part in enumerate(parts, start=1)]
    except ValidationError as fault:
        raise Wrong(_("has a defect without its place"), DEFECTS) from fault


class TakeoverSheet(AskingSheet):
    """承接查验: one row an inspection at hand-over, as far as its days say."""

    key = "takeovers"
    tab = "承接查验"
    title = gettext_lazy("inspections at hand-over")
    about = gettext_lazy("Who took an estate over from whom, what was found, and how far it has come.")
    model = Takeover
    identity = ("estate", "enterprise", "handover_on")
    verbs = ("registers.import", RECORD)
    renamed = {"witnesses": "by_community", "defect": "fixed_on", "place": "defects", "words": "defects"}
    stands = (
        gettext_lazy("inspections at hand-over are not taken back"),
        gettext_lazy("Strike those entered by mistake at the desk."),
    )
    columns = (
        Column("小区代码", "estate", gettext_lazy("An estate that is already on the register."),
               required=True, parse=ESTATE_CODE, is_code=True, example="1301020010001"),
        Column("企业统一社会信用代码", "enterprise", gettext_lazy("A company that is already on the register."),
               required=True, parse=CREDIT_CODE, is_code=True, example="91130100MA0ABC01XF"),
        Column("承接类型", "kind", required=True),
        Column("移交单位", "hands_over", required=True, example="示例房地产开发有限公司"),
        Column("交付核实编号", "delivery", gettext_lazy("Of a new estate, where there is one."), parse=text(24),
               is_code=True),
        Column("交付或接管日期", "handover_on", required=True, parse=day, example="2026-09-01"),
        Column("资料接收日期", "papers_on", gettext_lazy("All seven kinds of papers; empty: not all came in."),
               parse=day, example="2026-07-28"),
        Column("查验日期", "inspected_on", gettext_lazy("Empty: not inspected yet."), parse=day, example="2026-08-10"),
        *(Column(f"见证方（{heading}）", f"by_{side}", THE_BODY, parse=text(100), empty="")
          for side, heading in SIGNED.items()),
        Column("查验问题", "defects", DEFECTS, parse=defects,
               empty=(), example="地下车库，顶板渗水；1 号楼屋面，排水口堵塞"),
        Column("整改完成日期", "fixed_on", gettext_lazy("Of all that was found; empty: not put right yet."), parse=day),
        Column("公示日期", "posted_on", parse=day),
        Column("完成日期", "finished_on", gettext_lazy("Everything is put right and every paper there."), parse=day),
        Column("备案日期", "filed_on", parse=day),
    )  # fmt: skip

    def check(self, row: Row) -> None:
        if is_empty(row, "inspected_on") and any(row.get(name) for name in OF_AN_INSPECTION):
            told = _("Fill it in, or leave out who signed, what was found, and the days after it.")
            row.fault("inspected_on", _("is empty"), told)
        check_steps(row, "finished_on", "filed_on")
        if row.get("fixed_on") and is_empty(row, "defects"):
            told = _("Fill in what was found, or leave out the day on which it was put right.")
            row.fault("defects", _("is empty"), told)

    @staticmethod
    def carry(asked: Asked, *, by: User | None, at: datetime) -> Takeover:
        who: dict[str, Any] = {"by": by, "at": at}
        taken = actions.register(takeover_of(asked, by=by), **who)
        if received_on := asked.get("papers_on"):
            for kind in TakeoverPaperKind.values:
                actions.receive_paper(taken, kind=kind, received_on=received_on, **who)
        if asked.get("inspected_on"):
            taken = actions.note_inspection(taken, inspection=inspection_of(asked), **who)
        if fixed_on := asked.get("fixed_on"):
            for defect in taken.defects.all():
                actions.note_fixed(taken, defect=defect, fixed_on=fixed_on, **who)
        for step, name in ((actions.post, "posted_on"), (actions.finish, "finished_on"), (actions.file, "filed_on")):
            if asked.get(name):
                taken = step(taken, **{name: asked.get(name)}, **who)
        return taken


def inspection_of(asked: Asked) -> Inspection:
    signed = [Witness(side, body) for side in SIGNED if (body := asked.get(f"by_{side}"))]
    return Inspection(asked.get("inspected_on"), signed, asked.get("defects") or ())


def takeover_of(asked: Asked, *, by: User | None) -> Takeover:
    """Raises ValidationError for a company or a delivery that the person does not see."""
    return Takeover(
        estate=asked.estate, enterprise=named(Enterprise, "enterprise", by, uscc=asked.get("enterprise")),
        delivery=named(Delivery, "delivery", by, number=asked.get("delivery")) if asked.get("delivery") else None,
        kind=asked.get("kind"), hands_over=asked.get("hands_over"), handover_on=asked.get("handover_on"),
    )  # fmt: skip


def named(model: Any, column: str, by: User | None, **called: str) -> Any:
    seen = model.objects.visible_to(by) if by else model.objects.all()
    found = seen.filter(**called).first()
    if found is None:
        raise ValidationError({column: _("This is not on the register of your area.")})
    return found
