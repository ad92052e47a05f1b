"""The evidence ledger from files."""

from datetime import date

import pytest

from credit.models import Evidence, EvidenceStep, Posting
from credit.sheets import EvidenceSheet
from intake import actions
from tests.conftest import NOW
from tests.factories import a_contract, a_manager, a_record, a_rulebook, an_enterprise, an_estate
from tests.intake.files import RECORD, another, workbook

pytestmark = pytest.mark.django_db
USCC = RECORD["企业统一社会信用代码"]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "records.xlsx"


@pytest.fixture
def rulebook(regions):
    return a_rulebook()


@pytest.fixture
def company(rulebook):
    return an_enterprise(uscc=USCC)


class TestRecord:
    def test_is_priced_and_posted(self, take_in, path, company):
        batch = take_in(workbook(path, another(RECORD, 事实="公示栏缺项")), EvidenceSheet)
        record = Evidence.objects.get()
        assert (record.number, record.enterprise, record.centipoints, record.batch) == ("JL-0001", company, -500, batch)
        assert (record.effective_on, record.fact, record.recorded_by) == (date(2026, 3, 10), "公示栏缺项", batch.by)
        assert Posting.objects.get().enterprise == company

    def test_that_was_withdrawn_before_the_import_comes_with_its_step(self, take_in, path, company):
        row = another(RECORD, 撤销日期="2026-04-01", 撤销或修复原因="核查不属实")
        take_in(workbook(path, row), EvidenceSheet)
        step = EvidenceStep.objects.get()
        assert (step.verb, step.on, step.reason) == ("withdraw", date(2026, 4, 1), "核查不属实")

    @pytest.mark.parametrize(
        ("changes", "heading"),
        [
            ({"评价项目编号": "B99"}, "评价项目编号"),
            ({"发生日期": "2023-01-01"}, "发生日期"),
            ({"决定日期": "2026-02-01"}, "决定日期"),
            ({"生效日期": "2026-03-01"}, "生效日期"),
            ({"企业统一社会信用代码": None}, "企业统一社会信用代码"),
            ({"企业统一社会信用代码": "91130100MA0ABC01XF"}, "企业统一社会信用代码"),
            ({"企业统一社会信用代码": "911"}, "企业统一社会信用代码"),
            ({"小区代码": "1301020010099"}, "小区代码"),
            ({"项目经理登记编号": "XM-9"}, "项目经理登记编号"),
            ({"来源": "听说"}, "来源"),
            ({"修复日期": "2026-04-01"}, "撤销或修复原因"),
            ({"修复日期": "2026-03-01", "撤销或修复原因": "x"}, "修复日期"),
            ({"发生日期": "2036-03-01", "决定日期": "2036-03-01"}, "发生日期 决定日期"),
            ({"撤销日期": "2036-04-01", "撤销或修复原因": "x"}, "撤销日期"),
            ({"撤销日期": "2026-04-01", "修复日期": "2026-04-01", "撤销或修复原因": "x"}, "修复日期"),
        ],
    )
    def test_is_a_fault_at(self, faults_in, path, company, changes, heading):
        found = faults_in(workbook(path, another(RECORD, **changes)), EvidenceSheet)
        assert [(row, place) for row, place, _what in found] == [(2, one) for one in heading.split()]

    def test_on_the_ledger_is_a_fault(self, faults_in, path, company, rulebook):
        a_record(rulebook.items.first(), number="JL-0001", enterprise=company)
        assert faults_in(workbook(path, RECORD), EvidenceSheet) == [(2, "记录编号", "is already on the ledger")]

    def test_that_stands_twice_names_the_other_row(self, faults_in, path, company):
        assert faults_in(workbook(path, RECORD, RECORD), EvidenceSheet) == [(3, "记录编号", "is the same as in row 2")]


class TestScope:
    def test_of_a_record_without_an_estate_is_where_the_company_is_registered(self, faults_in, path, rulebook):
        an_enterprise("130108000000", uscc=USCC)
        ((_row, heading, _what),) = faults_in(workbook(path, RECORD), EvidenceSheet, by="district")
        assert heading == "企业统一社会信用代码"

    def test_of_a_record_at_an_estate_is_the_estates(self, take_in, path, rulebook):
        a_contract(an_estate(code="1301020010001"), an_enterprise("130108000000", uscc=USCC))
        row = another(RECORD, 小区代码="1301020010001")
        assert take_in(workbook(path, row), EvidenceSheet, by="district").state == "applied"

    def test_an_own_estate_in_the_row_opens_no_company_or_manager_from_elsewhere(self, faults_in, path, rulebook):
        stranger = a_manager(an_enterprise("130108000000", uscc=USCC))
        an_estate(code="1301020010001")
        row = another(RECORD, 小区代码="1301020010001", 项目经理登记编号=stranger.number)
        found = faults_in(workbook(path, row), EvidenceSheet, by="district")
        assert [heading for _row, heading, _what in found] == ["企业统一社会信用代码", "项目经理登记编号"]

    def test_of_a_company_from_elsewhere_is_where_it_manages(self, take_in, path, rulebook, people):
        a_contract(an_estate(), an_enterprise("130108000000", uscc=USCC))
        take_in(workbook(path, RECORD), EvidenceSheet, by="district")
        assert Evidence.objects.visible_to(people["district"]).exists()


class TestUndo:
    def test_withdraws_the_records_and_keeps_them(self, take_in, path, company, people):
        batch = take_in(workbook(path, RECORD, another(RECORD, 记录编号="JL-0002")), EvidenceSheet)
        actions.order_undo(batch, sheet=EvidenceSheet, by=people["bureau"], at=NOW, why="传错了文件")
        actions.undo(batch, sheet=EvidenceSheet)
        assert batch.state == "undone"
        assert Evidence.objects.count() == 2
        assert set(EvidenceStep.objects.values_list("verb", "reason")) == {("withdraw", "传错了文件")}
        assert not Posting.objects.current().counting(on=date(2026, 11, 20)).exists()
