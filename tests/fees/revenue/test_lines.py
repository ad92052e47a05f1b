"""Accounts of public revenue from a workbook: at the desk of companies, and at the import desk."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Role, User
from fees.models import RevenueReport
from fees.revenue.line_sheets import RevenueLineSheet
from tests.factories import a_company_login, a_contract, an_enterprise, an_estate
from tests.fees.revenue.accounted import PARKING, a_revenue_contract, an_owed, written
from tests.intake.conftest import faults_in, own_files, take_in  # noqa: F401
from tests.intake.files import workbook

PLACE = "/company/reports/workbook/"


def row(report: RevenueReport, **cells) -> dict:
    return {"报告编号": report.number, "收支类别": "receipt", "项目": "advert", "金额（元）": "24000.5"} | cells


def sent(path) -> dict:
    return {"file": SimpleUploadedFile("收支.xlsx", path.read_bytes())}


@pytest.mark.django_db
class TestTheWorkbookOfACompany:
    def test_names_what_is_owed(self, report, staff):
        page = openpyxl.load_workbook(BytesIO(staff.get("/company/reports/workbook.xlsx").content)).active
        assert [[cell.value for cell in line[:2]] for line in page.iter_rows(min_row=2)] == [[report.number, "青禾苑"]]
        assert [cell.value for cell in page[1]] == [column.heading for column in RevenueLineSheet.columns]

    def test_writes_the_reports_of_several_estates(self, report, company, staff, tmp_path):
        second_place = an_estate("130102001001", name="柳园")
        a_contract(second_place, company)
        second, paid = an_owed(second_place), a_revenue_contract(report.estate)
        third_place = an_estate("130102001001")
        a_contract(third_place, company)
        untouched = written(an_owed(third_place), PARKING)
        advert = {"合同编号": paid.number, "专户余额（元）": "21000", "小区名称": "青禾苑"}
        path = workbook(
            tmp_path / "a.xlsx",
            row(report, **advert),
            row(report, **{"收支类别": "cost", "项目": "upkeep", "金额（元）": "3000.5"}),
            row(second, **{"期初余额（元）": "100", "期初差异说明": "首期"}),
            {"报告编号": untouched.number},
        )  # fmt: skip
        assert staff.post(PLACE, sent(path)).status_code == 302
        for each in (report, second, untouched):
            each.refresh_from_db()
        assert (report.receipts_fen, report.costs_fen, report.closing_fen) == (2_400_050, 300_050, 2_100_000)
        assert (report.bank_fen, report.state, report.lines.first().contract) == (2_100_000, "owed", paid)
        assert (second.opening_fen, second.closing_fen) == (10_000, 2_410_050)
        assert untouched.receipts_fen == PARKING.amount_fen

    def test_says_what_is_wrong_and_keeps_nothing(self, report, staff, tmp_path):
        path = workbook(tmp_path / "a.xlsx", row(report), row(report, **{"收支类别": "cost", "项目": "parking"}))
        answer = staff.post(PLACE, sent(path))
        assert answer.status_code == 422
        assert "项目" in answer.content.decode()
        assert not report.lines.exists()

    def test_opens_and_takes_no_other_file(self, report, staff):
        assert staff.get(PLACE).status_code == 200
        assert staff.post(PLACE, {}).status_code == 422
        assert staff.post(PLACE, {"file": SimpleUploadedFile("a.xlsx", b"no workbook")}).status_code == 422

    def test_is_not_for_another_companys_reports(self, report, client, people, tmp_path):
        rival = User.objects.create_user("rival", "x", role=Role.COMPANY)
        a_company_login(rival, an_enterprise())
        client.force_login(rival)
        assert client.post(PLACE, sent(workbook(tmp_path / "a.xlsx", row(report)))).status_code == 422
        assert not report.lines.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cells", "heading"),
    [
        ({"收支类别": "cost"}, "项目"),
        ({"收支类别": ""}, "收支类别"),
        ({"金额（元）": "0"}, "金额（元）"),
        ({"金额（元）": "1.234"}, "金额（元）"),
        ({"合同编号": "SY-20260101-000001"}, "合同编号"),
        ({"小区名称": "柳园"}, "小区名称"),
        ({"报告编号": "SZ-20200101-000001"}, "报告编号"),
        ({"收支类别": "cost", "项目": "upkeep"}, "报告编号"),
    ],
)
def test_the_import_desk_says_at_which_cell(report, faults_in, tmp_path, cells, heading):  # noqa: F811
    path = workbook(tmp_path / "a.xlsx", row(report, **cells))
    assert [fault[1] for fault in faults_in(path, RevenueLineSheet, by="district")] == [heading]


@pytest.mark.django_db
def test_the_import_desk_writes(report, take_in, tmp_path):  # noqa: F811
    take_in(workbook(tmp_path / "a.xlsx", row(report)), RevenueLineSheet, by="district")
    report.refresh_from_db()
    assert (report.closing_fen, report.until_on) == (2_400_050, date(2026, 10, 1))
