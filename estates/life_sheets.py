"""Equipment, its inspections, hazards and progress of renovations from files. Headings are words of the file format."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from estates.belonging import in_charge
from estates.equipment import actions as equipment
from estates.equipment.actions import NewCheck
from estates.equipment.due import sound_due_day
from estates.models import (
    Building,
    Equipment,
    EquipmentCheck,
    Estate,
    Hazard,
    RenovationItem,
    RenovationPlan,
    RenovationState,
)
from estates.renovation import actions as renovation
from estates.safety import actions as safety
from estates.safety.actions import NewHazard
from estates.sheets import ESTATE_CODE, named_estate
from intake.models import ImportBatch
from intake.money import fen_cell
from intake.parsing import code, day, text, whole
from intake.sheets import Column, Entry, Row, Sheet, TableSheet
from intake.trial import done, tried

EQUIPMENT_CODE = code(pattern=r"[0-9A-Za-z-]{1,30}", longest=30)


def estates_in_charge(by: User | None, rows: list[Row]) -> dict[str, Estate]:
    """By code, those of the rows' estates for which the person may write today."""
    codes = {row.get("estate") for row in rows} - {None}
    mine = Estate.objects.filter(in_charge(by, on=timezone.localdate()), code__in=codes)
    return {estate.code: estate for estate in mine}


def not_later_than_today(row: Row, *names: str) -> None:
    for name in names:
        if row.get(name) and row.get(name) > timezone.localdate():
            row.fault(name, _("has not come yet"), _("Correct the day."))


def is_empty(row: Row, name: str) -> bool:
    """Whether nothing stands there. Of what stands there and cannot be read is complained already."""
    return not row.get(name) and name not in row.faulty


def check_steps(row: Row, *names: str) -> None:
    """Complain of a day without the day of the step before it; `names` in the order of the steps."""
    for before, name in pairwise(names):
        if row.get(name) and is_empty(row, before):
            row.fault(before, _("is empty"), _("Fill it in, or leave out the days after it."))


@dataclass(frozen=True)
class Asked:
    """A row, and the estate that it names."""

    row: Row
    estate: Estate

    def get(self, name: str) -> Any:
        return self.row.get(name)


class AskingSheet(Sheet):
    """Each row asks for steps at an estate: `carry` takes them. What an action refuses is said at the row."""

    can_update = False
    renamed: Mapping[str, str] = MappingProxyType({})
    """The columns of fields that the actions call otherwise."""

    def look_up(self, rows: list[Row]) -> None:
        self.estates = estates_in_charge(self.by, rows)

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        estate = named_estate(row, self.estates)
        self.check(row)
        if estate is None or not row.is_sound or not is_first:
            return None
        asked = Asked(row, estate)
        act = partial(self.carry, asked, by=self.by, at=timezone.now())
        return Entry(row.number, asked) if tried(row, act, columns=self.renamed, otherwise="estate") else None

    def check(self, row: Row) -> None:
        """Complain of what the columns say together."""

    @staticmethod
    def carry(asked: Asked, *, by: User | None, at: datetime) -> Any:
        """Take the steps of a row. Raises what the actions raise."""
        raise NotImplementedError

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        for entry in entries:
            done(entry.thing.estate.code, partial(cls.carry, entry.thing, by=by, at=at))


class EquipmentSheet(TableSheet):
    """设备: one row a piece of equipment. Its inspections have a sheet of their own."""

    key = "equipment"
    tab = "设施设备"
    title = gettext_lazy("equipment")
    about = gettext_lazy("Lifts, fire protection, water tanks and other shared equipment of estates.")
    model = Equipment
    identity = ("code",)
    verbs = ("registers.import", "equipment.report")
    columns = (
        Column("设备代码", "code", gettext_lazy("Of a lift its registration code."), required=True,
               parse=EQUIPMENT_CODE, is_code=True, example="31101301020240001"),
        Column("小区代码", "estate", gettext_lazy("An estate that is already on the register."),
               required=True, parse=ESTATE_CODE, is_code=True, example="1301020010001"),
        Column("楼栋", "building", gettext_lazy("As the register of buildings has it; empty if of the whole estate."),
               parse=text(30), empty="", example="1号楼"),
        Column("设备类型", "kind", required=True),
        Column("位置", "place", example="1单元1号梯"),
        Column("维保单位", "keeper", example="示例电梯维保有限公司"),
        Column("应急电话", "keeper_phone", example="0311-08001234"),
        Column("安装日期", "installed_on", example="2019-06-01"),
    )  # fmt: skip

    def look_up(self, rows: list[Row]) -> None:
        self.estates = estates_in_charge(self.by, rows)
        held = Building.objects.filter(estate__in=self.estates.values()).values_list("estate__code", "name", "pk")
        self.buildings = {(estate, name): pk for estate, name, pk in held}
        codes = {row.get("code") for row in rows}
        self.existing = {each.code: each for each in Equipment.objects.filter(code__in=codes)}

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        estate = named_estate(row, self.estates)
        old = self.already(row)
        if old is not None and estate is not None and (old.estate_id, old.kind) != (estate.pk, row.get("kind")):
            row.fault("code", _("belongs to other equipment"), _("Check the code, the estate and the kind."))
        values = {name: value for name, value in row.values.items() if name not in ("estate", "building")}
        if estate is not None:
            values |= {"estate_id": estate.pk, "building_id": self.building(row)}
        return self.become(row, values, is_first=is_first and estate is not None)

    def building(self, row: Row) -> int | None:
        name = row.get("building")
        found = self.buildings.get((row.get("estate"), name))
        if name and found is None:
            row.fault("building", _("is no building of this estate"), _("Write it as the register has it."))
        return found


class EquipmentCheckSheet(Sheet):
    """设备检验: one row an inspection of equipment that is on the register."""

    key = "equipment-checks"
    tab = "设备检验"
    title = gettext_lazy("inspections of equipment")
    about = gettext_lazy("When equipment was inspected, by whom, with which result, and when it is due again.")
    model = EquipmentCheck
    identity = ("code", "inspected_on")
    verbs = ("registers.import", "equipment.report")
    can_update = False
    stands = (gettext_lazy("inspections are not taken back"), gettext_lazy("Correct the wrong ones at the desk."))
    columns = (
        Column("设备代码", "code", gettext_lazy("Equipment that is already on the register."), required=True,
               parse=EQUIPMENT_CODE, is_code=True, example="31101301020240001"),
        Column("检验日期", "inspected_on", required=True, parse=day, example="2026-10-11"),
        Column("检验机构", "inspected_by", required=True, example="市特种设备监督检验院"),
        Column("检验结果", "result", required=True),
        Column("下次检验日期", "next_due_on", gettext_lazy("As the report says; empty: by the city's rule."),
               parse=day, example="2027-10-11"),
    )  # fmt: skip

    def look_up(self, rows: list[Row]) -> None:
        codes = {row.get("code") for row in rows} - {None}
        mine = Estate.objects.filter(in_charge(self.by, on=timezone.localdate()))
        held = Equipment.objects.filter(code__in=codes, estate__in=mine, retired_on__isnull=True)
        self.equipment = {each.code: each for each in held}
        told = EquipmentCheck.objects.filter(equipment__in=self.equipment.values(), replaced_by__isnull=True)
        self.told = set(told.values_list("equipment__code", "inspected_on"))

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        held = self.equipment.get(row.get("code"))
        if held is None and row.get("code"):
            row.fault("code", _("is no equipment in use for which you may report"), _("Check the code."))
        not_later_than_today(row, "inspected_on")
        if (row.get("code"), row.get("inspected_on")) in self.told:
            row.fault("inspected_on", _("is reported already"), _("Correct it at the desk if it is wrong."))
        if held is None or not row.is_sound or not is_first:
            return None
        return self.sound(row, held)

    def sound(self, row: Row, held: Equipment) -> Entry | None:
        day_of_it, result = row.get("inspected_on"), row.get("result")
        try:
            due = sound_due_day(held.kind, day_of_it, result, row.get("next_due_on"))
        except ValidationError as fault:
            row.fault("next_due_on", " ".join(fault.messages), _("Correct the day, or leave it empty."))
            return None
        new = EquipmentCheck(
            equipment=held, inspected_on=day_of_it, inspected_by=row.get("inspected_by"), result=result, next_due_on=due
        )
        return Entry(row.number, new)

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        for entry in entries:
            new = entry.thing
            check = NewCheck(new.inspected_on, new.inspected_by, new.result, new.next_due_on)
            equipment.report_check(new.equipment, check=check, by=by, at=at)


class HazardSheet(Sheet):
    """隐患: one row a hazard that was found. The day by which it is to be removed follows from the city's rule."""

    key = "hazards"
    tab = "安全隐患"
    title = gettext_lazy("hazards")
    about = gettext_lazy("What was found in checks of safety and before floods, estate by estate.")
    model = Hazard
    identity = ("estate", "found_on", "place", "words")
    verbs = ("registers.import", "safety.edit")
    can_update = False
    stands = (gettext_lazy("hazards are not taken back"), gettext_lazy("Strike those entered by mistake at the desk."))
    columns = (
        Column("小区代码", "estate", gettext_lazy("An estate that is already on the register."),
               required=True, parse=ESTATE_CODE, is_code=True, example="1301020010001"),
        Column("隐患类型", "kind", required=True),
        Column("隐患等级", "severity", required=True),
        Column("位置", "place", required=True, example="地下车库入口"),
        Column("情况", "words", gettext_lazy("Name no person."), required=True, example="排水沟堵塞。"),
        Column("发现日期", "found_on", required=True, parse=day, example="2026-06-10"),
    )  # fmt: skip

    def look_up(self, rows: list[Row]) -> None:
        self.estates = estates_in_charge(self.by, rows)
        held = Hazard.objects.filter(estate__in=self.estates.values())
        self.held = set(held.values_list("estate__code", "found_on", "place", "words"))

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        estate = named_estate(row, self.estates)
        not_later_than_today(row, "found_on")
        if self.key_of(row) in self.held:
            row.fault("words", _("is on the register already"), _("Take the row out."))
        if estate is None or not row.is_sound or not is_first:
            return None
        values: dict[str, Any] = {name: row.get(name) for name in ("kind", "severity", "place", "words", "found_on")}
        return Entry(row.number, Hazard(estate=estate, **values))

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        for entry in entries:
            each = entry.thing
            new = NewHazard(each.kind, each.severity, each.place, each.words, each.found_on)
            safety.find(estate=each.estate, hazard=new, by=by, at=at)


class RenovationProgressSheet(Sheet):
    """改造进度: one row a piece of work of a renovation, how far it is and what it has cost."""

    key = "renovation-progress"
    tab = "改造进度"
    title = gettext_lazy("progress of renovations")
    about = gettext_lazy("How far each piece of work is on a day, and what it has cost so far.")
    model = RenovationItem
    identity = ("plan", "name")
    verbs = ("registers.import", "renovations.edit")
    can_update = False
    stands = (gettext_lazy("progress is not taken back"), gettext_lazy("Report what is right instead."))
    columns = (
        Column("改造编号", "plan", required=True, parse=text(24), is_code=True, example="GZ-20250301-000001"),
        Column("改造内容", "name", required=True, example="屋面防水"),
        Column("进度（%）", "progress_percent", required=True, parse=whole(least=0, most=100), example="60"),
        Column("累计支出（元）", "cost_fen", gettext_lazy("Empty: as reported before."), parse=fen_cell(least=0),
               example="120000.00"),
        Column("截至日期", "progress_on", required=True, parse=day, example="2026-10-31"),
    )  # fmt: skip

    def look_up(self, rows: list[Row]) -> None:
        seen = RenovationPlan.objects.visible_to(self.by) if self.by else RenovationPlan.objects.all()
        going_on = seen.filter(state__in=[RenovationState.UNDER_WAY, RenovationState.FINISHED])
        plans = going_on.filter(number__in={row.get("plan") for row in rows} - {None})
        items = RenovationItem.objects.filter(plan__in=plans).select_related("plan")
        self.plans = set(plans.values_list("number", flat=True))
        self.items = {(item.plan.number, item.name): item for item in items}

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        item = self.items.get((row.get("plan"), row.get("name")))
        if row.get("plan") and row.get("plan") not in self.plans:
            row.fault("plan", _("is no renovation under way in your area"), _("Check the number."))
        elif item is None and row.get("name"):
            row.fault("name", _("is no piece of work of this renovation"), _("Write it as the plan has it."))
        not_later_than_today(row, "progress_on")
        on = row.get("progress_on")
        if item is not None and on and item.progress_on and on < item.progress_on:
            row.fault("progress_on", _("is older than what was reported"), _("Take the row out."))
        if item is None or not row.is_sound or not is_first:
            return None
        item.progress_percent, item.progress_on = row.get("progress_percent"), on
        item.cost_fen = item.cost_fen if row.get("cost_fen") is None else row.get("cost_fen")
        return Entry(row.number, item)

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        for entry in entries:
            item = entry.thing
            renovation.report_progress(
                item.plan, item=item, percent=item.progress_percent, cost_fen=item.cost_fen, on=item.progress_on,
                by=by, at=at,
            )  # fmt: skip
