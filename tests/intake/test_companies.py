"""Companies, project managers and contracts from files."""

from datetime import date

import pytest

from enterprises.models import Enterprise, ProjectManager, ServiceContract
from enterprises.sheets import ContractSheet, EnterpriseSheet, ManagerSheet
from intake.models import OnExisting
from tests.factories import a_contract, a_manager, an_enterprise, an_estate
from tests.intake.files import CONTRACT, ENTERPRISE, MANAGER, another, workbook

pytestmark = pytest.mark.django_db
USCC = "91130102MA0ABC02YG"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.xlsx"


class TestEnterprise:
    def test_is_registered_with_all_that_the_row_says(self, take_in, path):
        take_in(
            workbook(path, another(ENTERPRISE, 成立日期="2012年3月1日", 纳入信用评价日期="2023/1/1")), EnterpriseSheet
        )
        company = Enterprise.objects.get()
        assert (company.uscc, company.region_id, company.initials) == (USCC, "130102000000", "hxwyfwyxgs")
        assert (company.founded_on, company.joined_on) == (date(2012, 3, 1), date(2023, 1, 1))
        assert company.status == "operating"

    def test_with_a_wrong_check_digit_is_taken_with_a_warning(self, take_in, path):
        batch = take_in(workbook(path, another(ENTERPRISE, 统一社会信用代码="91350211M0000XUF46")), EnterpriseSheet)
        assert (batch.state, batch.warning_count) == ("applied", 1)

    def test_of_another_district_is_a_fault(self, faults_in, path):
        found = faults_in(workbook(path, another(ENTERPRISE, 注册地="裕华区")), EnterpriseSheet, by="district")
        assert [heading for _row, heading, _what in found] == ["注册地"]

    def test_whose_code_is_taken_next_door_cannot_be_taken_over(self, faults_in, path, regions):
        an_enterprise("130108000000", uscc=USCC)
        found = faults_in(workbook(path, ENTERPRISE), EnterpriseSheet, by="district", on_existing=OnExisting.UPDATE)
        assert found == [(2, "统一社会信用代码", "cannot be registered by you")]


class TestManager:
    def test_is_registered_with_the_company(self, take_in, path, regions):
        company = an_enterprise(uscc=USCC)
        take_in(workbook(path, MANAGER), ManagerSheet)
        manager = ProjectManager.objects.get()
        assert (manager.number, manager.enterprise, manager.registered_on) == ("XM-0001", company, date(2024, 1, 5))

    def test_of_a_company_next_door_is_a_fault_like_one_of_no_company(self, faults_in, path, regions):
        an_enterprise("130108000000", uscc=USCC)
        rows = [MANAGER, another(MANAGER, 登记编号="XM-0002", 企业统一社会信用代码="91130100MA0ABC01XF")]
        first, second = faults_in(workbook(path, *rows), ManagerSheet, by="district")
        assert first[1:] == second[1:]

    def test_cannot_leave_before_coming(self, faults_in, path, regions):
        an_enterprise(uscc=USCC)
        ((_row, heading, _what),) = faults_in(workbook(path, another(MANAGER, 离职日期="2023-01-01")), ManagerSheet)
        assert heading == "离职日期"

    def test_number_that_excel_stored_as_a_number_is_remarked(self, take_in, path, regions):
        an_enterprise(uscc=USCC)
        batch = take_in(workbook(path, another(MANAGER, 登记编号=12)), ManagerSheet)
        (remark,) = batch.faults
        assert "zeros in front" in remark["what"]
        assert ProjectManager.objects.get().number == "12"


@pytest.fixture
def estate(regions):
    return an_estate(code="1301020010001")


@pytest.fixture
def company(regions):
    return an_enterprise(uscc=USCC)


class TestContract:
    def test_runs_through_its_last_day(self, take_in, path, estate, company):
        take_in(workbook(path, CONTRACT), ContractSheet)
        contract = ServiceContract.objects.get()
        assert (contract.estate, contract.enterprise, contract.fee_fen_per_m2_month) == (estate, company, 165)
        assert contract.ends_on == date(2027, 1, 1)
        assert ServiceContract.objects.running(on=date(2026, 12, 31)).exists()

    def test_without_a_last_day_is_open(self, take_in, path, estate, company):
        take_in(workbook(path, another(CONTRACT, 截止日期=None)), ContractSheet)
        assert ServiceContract.objects.get().ends_on is None

    def test_may_last_one_day(self, take_in, path, estate, company):
        take_in(workbook(path, another(CONTRACT, 截止日期="2024-01-01")), ContractSheet)
        assert ServiceContract.objects.get().ends_on == date(2024, 1, 2)

    def test_cannot_end_before_it_begins(self, faults_in, path, estate, company):
        found = faults_in(workbook(path, another(CONTRACT, 截止日期="2023-12-31")), ContractSheet)
        assert found == [(2, "截止日期", "is before the first day")]

    def test_may_follow_another_on_the_next_day(self, take_in, path, estate, company):
        rows = [CONTRACT, another(CONTRACT, 合同编号="HT-0002", 开始日期="2027-01-01", 截止日期=None)]
        assert take_in(workbook(path, *rows), ContractSheet).row_count == 2

    def test_that_runs_into_another_row_names_it(self, faults_in, path, estate, company):
        rows = [another(CONTRACT, 合同编号="HT-0002", 开始日期="2026-12-31", 截止日期=None), CONTRACT]
        ((row, heading, what),) = faults_in(workbook(path, *rows), ContractSheet)
        assert (row, heading) == (3, "开始日期")
        assert what == "runs into contract HT-0002 in row 2 (2026-12-31 to without end)"

    def test_that_runs_into_one_on_the_register_names_it(self, faults_in, path, estate, company):
        a_contract(estate, company, number="OLD-1", begins_on=date(2020, 1, 1), ends_on=date(2024, 1, 2))
        ((_row, _heading, what),) = faults_in(workbook(path, CONTRACT), ContractSheet)
        assert what == "runs into contract OLD-1 on the register (2020-01-01 to 2024-01-01)"

    def test_inside_a_longer_one_is_found_behind_a_short_one(self, faults_in, path, estate, company):
        a_contract(estate, company, number="LONG", begins_on=date(2019, 1, 1), ends_on=date(2030, 1, 1))
        rows = [
            another(CONTRACT, 合同编号="HT-1", 开始日期="2020-01-01", 截止日期="2020-02-01"),
            another(CONTRACT, 合同编号="HT-2", 开始日期="2021-01-01", 截止日期="2021-02-01"),
        ]
        found = faults_in(workbook(path, *rows), ContractSheet)
        assert [(row, "LONG" in what) for row, _heading, what in found] == [(2, True), (3, True)]

    def test_is_told_of_overlaps_together_with_its_other_faults(self, faults_in, path, estate, company):
        rows = [CONTRACT, another(CONTRACT, 合同编号="HT-0002", 合同阶段="别的")]
        found = faults_in(workbook(path, *rows), ContractSheet)
        assert [(row, heading) for row, heading, _what in found] == [(3, "合同阶段"), (3, "开始日期")]

    def test_may_shorten_the_old_one_and_begin_the_next_in_one_file(self, take_in, path, estate, company):
        a_contract(estate, company, number="HT-0001", begins_on=date(2024, 1, 1))
        rows = [CONTRACT, another(CONTRACT, 合同编号="HT-0002", 开始日期="2027-01-01", 截止日期=None)]
        take_in(workbook(path, *rows), ContractSheet, on_existing=OnExisting.UPDATE)
        assert list(ServiceContract.objects.order_by("begins_on").values_list("number", "ends_on")) == [
            ("HT-0001", date(2027, 1, 1)),
            ("HT-0002", None),
        ]

    def test_takes_a_manager_of_its_own_company_only(self, faults_in, take_in, path, estate, company):
        own = a_manager(company, number="XM-1")
        a_manager(an_enterprise(), number="XM-2")
        found = faults_in(workbook(path, another(CONTRACT, 项目经理登记编号="XM-2")), ContractSheet)
        assert found == [(2, "项目经理登记编号", "is not a project manager of this company")]
        take_in(workbook(path, another(CONTRACT, 项目经理登记编号="XM-1")), ContractSheet)
        assert ServiceContract.objects.get().manager == own

    def test_for_an_estate_next_door_is_a_fault_like_for_none(self, faults_in, path, company):
        an_estate("130108001000", code="1301080010001")
        rows = [
            another(CONTRACT, 小区代码="1301080010001"),
            another(CONTRACT, 合同编号="HT-0002", 小区代码="1301080010009"),
        ]
        first, second = faults_in(workbook(path, *rows), ContractSheet, by="district")
        assert first[1:] == second[1:] == ("小区代码", "is not an estate on the register of your area")

    def test_with_a_company_from_elsewhere_is_taken(self, take_in, path, estate):
        an_enterprise("130108000000", uscc=USCC)
        assert take_in(workbook(path, CONTRACT), ContractSheet, by="district").state == "applied"
