"""Equipment, inspections, hazards and progress of renovations from files."""

from datetime import date

import pytest

from estates.basic_service.sheets import BasicServiceSheet
from estates.life_sheets import EquipmentCheckSheet, EquipmentSheet, HazardSheet, RenovationProgressSheet
from estates.models import BasicService, Equipment, Hazard, RenovationPlan
from estates.renovation import actions as renovation
from estates.renovation.actions import NewItem
from estates.renovation.sheets import RenovationPlanSheet
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


WORK = {
    "小区代码": "1301020010001", "计划年度": "2024", "改造名称": "改造", "计划完工日期": "2024-11-30",
    "改造类别": "basic", "改造内容": "屋面防水", "预算（元）": "120000.5",
}  # fmt: skip
ACCEPTED = {
    "施工单位": "示例建设", "实际开工日期": "2024-03-01", "实际完工日期": "2024-10-20", "验收日期": "2024-11-02",
    "实际支出（元）": "118000",
}  # fmt: skip
BASIC = {
    "小区代码": "1301020010001", "服务方式": "state_fallback", "基本服务等级": "clean", "服务单位": "城市服务公司",
    "价格（元）": "0.35", "现场核定日期": "2026-03-10", "发改部门": "区发改局", "住建部门": "区住建局",
    "核定情况": "已查看。", "核定文号": "长发改〔2026〕1号", "执行日期": "2026-04-01",
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


class TestRenovationPlans:
    def test_have_their_works(self, estate, take_in, path):
        take_in(workbook(path, WORK, another(WORK, 改造类别="improving", 改造内容="停车位")), RenovationPlanSheet)
        plan = RenovationPlan.objects.get()
        assert (plan.state, [item.budget_fen for item in plan.items.all()]) == ("planned", [12_000_050, 12_000_050])

    def test_go_as_far_as_their_days_say(self, estate, take_in, path):
        take_in(workbook(path, another(WORK, 计划年度="2025"), WORK | ACCEPTED), RenovationPlanSheet)
        assert list(RenovationPlan.objects.values_list("year", "state")) == [(2025, "planned"), (2024, "accepted")]
        assert RenovationPlan.objects.get(year=2024).items.get().cost_fen == 11_800_000

    @pytest.mark.parametrize(
        ("rows", "heading"),
        [
            ([WORK | {"计划年度": "2020"}], "计划年度"),
            ([WORK, WORK], "改造内容"),
            ([WORK, WORK | {"改造内容": "停车位", "改造名称": "另一个"}], "改造名称"),
            ([WORK | ACCEPTED | {"施工单位": ""}], "施工单位"),
            ([WORK | ACCEPTED | {"实际支出（元）": ""}], "验收日期"),
            ([WORK | ACCEPTED | {"实际完工日期": "", "实际支出（元）": ""}], "实际完工日期"),
            ([WORK | {"实际支出（元）": "5"}], "实际支出（元）"),
            ([WORK | {"小区代码": "1301020019999"}], "小区代码"),
        ],
    )
    def test_say_at_which_cell_they_are_wrong(self, estate, faults_in, path, rows, heading):
        assert [fault[1] for fault in faults_in(workbook(path, *rows), RenovationPlanSheet)] == [heading]
        assert not RenovationPlan.objects.exists()

    def test_are_refused_beside_one_that_goes_on(self, estate, take_in, faults_in, path):
        take_in(workbook(path, WORK), RenovationPlanSheet)
        again = workbook(path, another(WORK, 计划年度="2025"))
        assert [fault[1] for fault in faults_in(again, RenovationPlanSheet)] == ["小区代码"]


class TestBasicServices:
    @pytest.fixture
    def bare(self, estate):
        type(estate).objects.update(service_mode="none")
        return estate

    def test_are_in_force_with_their_document(self, bare, take_in, path):
        take_in(workbook(path, BASIC), BasicServiceSheet)
        bare.refresh_from_db()
        service = BasicService.objects.get()
        assert (service.state, service.price_fen, bare.service_mode) == ("set", 35, "state_fallback")

    @pytest.mark.parametrize(
        ("cells", "heading"),
        [
            ({"住建部门": ""}, "住建部门"),
            ({"住建部门": "区发改局"}, "住建部门"),
            ({"现场核定日期": ""}, "现场核定日期"),
            ({"核定文号": ""}, "核定文号"),
            ({"执行日期": "2026-03-09"}, "执行日期"),
            ({"小区代码": "1301020019999"}, "小区代码"),
        ],
    )
    def test_say_at_which_cell_they_are_wrong(self, bare, faults_in, path, cells, heading):
        assert [fault[1] for fault in faults_in(workbook(path, BASIC | cells), BasicServiceSheet)] == [heading]
        assert not BasicService.objects.exists()

    def test_are_not_for_an_estate_with_a_company(self, estate, faults_in, path):
        assert [fault[1] for fault in faults_in(workbook(path, BASIC), BasicServiceSheet)] == ["小区代码"]
