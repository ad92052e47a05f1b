"""Equipment, inspections, hazards and progress of renovations from files."""

from datetime import date

import pytest

from estates.life_sheets import EquipmentCheckSheet, EquipmentSheet, HazardSheet, RenovationProgressSheet
from estates.models import Equipment, Hazard, RenovationPlan
from estates.renovation import actions as renovation
from estates.renovation.actions import NewItem
from tests.conftest import NOW
from tests.factories import a_building, an_estate
from tests.factories.rules import the_rules
from tests.intake.files import another, workbook

pytestmark = pytest.mark.django_db
LIFT = {"设备代码": "31101301", "小区代码": "1301020010001", "设备类型": "电梯", "维保单位": "示例维保"}
CHECK = {"设备代码": "31101301", "检验日期": "2026-10-11", "检验机构": "特检院", "检验结果": "合格"}
HAZARD = {
    "小区代码": "1301020010001", "隐患类型": "drainage", "隐患等级": "major", "位置": "车库", "情况": "堵塞。",
    "发现日期": "2026-06-10",
}  # fmt: skip


@pytest.fixture
def path(tmp_path):
    return tmp_path / "life.xlsx"


@pytest.fixture
def estate(city):
    the_rules(city)
    return an_estate(code="1301020010001")


@pytest.fixture
def lift(estate):
    return Equipment.objects.create(estate=estate, kind="lift", code="31101301")


class TestEquipment:
    def test_is_registered_in_its_building(self, estate, take_in, path):
        building = a_building(estate, name="1号楼")
        take_in(workbook(path, another(LIFT, 楼栋="1号楼", 设备类型="lift")), EquipmentSheet)
        assert Equipment.objects.get().building == building

    def test_names_a_building_of_its_estate(self, estate, faults_in, path):
        ((_row, heading, _what),) = faults_in(
            workbook(path, another(LIFT, 楼栋="9号楼", 设备类型="lift")), EquipmentSheet
        )
        assert heading == "楼栋"

    def test_is_of_an_estate_of_ones_own(self, estate, faults_in, path):
        ((_row, heading, _what),) = faults_in(
            workbook(path, another(LIFT, 设备类型="lift")), EquipmentSheet, by="neighbour"
        )
        assert heading == "小区代码"


class TestInspections:
    def test_are_reported_with_the_citys_due_day(self, lift, take_in, path):
        take_in(workbook(path, another(CHECK, 检验结果="passed")), EquipmentCheckSheet)
        lift.refresh_from_db()
        assert (lift.next_due_on, lift.checks.count()) == (date(2027, 10, 11), 1)

    @pytest.mark.parametrize(
        ("change", "heading"),
        [
            ({"下次检验日期": "2027-10-12"}, "下次检验日期"),
            ({"设备代码": "999"}, "设备代码"),
            ({"检验日期": "2099-01-01"}, "检验日期"),
        ],
    )
    def test_say_what_is_wrong_with_a_row(self, lift, faults_in, path, change, heading):
        ((_row, found, _what),) = faults_in(
            workbook(path, another(CHECK, 检验结果="passed", **change)), EquipmentCheckSheet
        )
        assert found == heading


def test_hazards_get_the_citys_term(estate, take_in, path):
    take_in(workbook(path, HAZARD), HazardSheet)
    assert Hazard.objects.get().fix_by == date(2026, 6, 13)


def test_progress_of_renovations_is_reported(estate, take_in, faults_in, path):
    new = RenovationPlan(estate=estate, year=2025, title="改造", due_on=date(2026, 12, 1))
    plan = renovation.plan(new, items=[NewItem("basic", "屋面防水", 100)], by=None, at=NOW)
    row = {
        "改造编号": plan.number, "改造内容": "屋面防水", "进度（%）": "60", "累计支出（元）": "12.34",
        "截至日期": "2026-10-31",
    }  # fmt: skip
    ((_row, heading, _what),) = faults_in(workbook(path, row), RenovationProgressSheet)
    assert heading == "改造编号"
    renovation.begin(plan, began_on=date(2026, 4, 1), builder="示例", by=None, at=NOW)
    take_in(workbook(path, row), RenovationProgressSheet)
    item = plan.items.get()
    assert (item.progress_percent, item.cost_fen) == (60, 1234)
