"""Read this first: how one grade comes about, from the bureau's workbook to the page and the API."""

from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from django.test import Client

from accounts.models import AuditEntry
from credit import actions, night
from credit.models import Evidence, Grade
from credit.story import lines_of, moves_of, records_behind
from enterprises.models import Enterprise
from intake.actions import load_file
from oversight.actions import take_figures
from oversight.sheets import SHEETS
from tests.credit.builders import a_rulebook

AT = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
NIGHT = date(2026, 11, 20)
USCC = "91130102MA0ABC02YG"
ESTATE = "1301020010001"

ROWS = {
    "estates": {
        "小区代码": ESTATE, "小区名称": "青禾苑", "所属街道或社区": "130102001001",
        "地址": "槐岭路 218 号", "建筑面积（平方米）": 120000,
        "户数": 1486, "楼栋数": 12, "小区类型": "商品房", "服务方式": "物业服务企业", "建成年份": 2009,
    },
    "enterprises": {
        "统一社会信用代码": USCC, "企业名称": "石家庄和煦物业服务有限公司",
        "注册地": "130102000000", "纳入信用评价日期": "2022-01-05",
    },
    "contracts": {
        "合同编号": "HT-2024-0001", "小区代码": ESTATE, "企业统一社会信用代码": USCC,
        "合同阶段": "业主选聘", "开始日期": "2024-04-01",
    },
    "evidence": {
        "记录编号": "XY-2026-000001", "评价项目编号": "R-N13", "小区代码": ESTATE,
        "发生日期": "2026-09-17", "决定日期": "2026-09-18",
        "来源": "诉求", "事实": "电梯停运投诉应在 9 月 14 日前答复,9 月 17 日才答复",
    },
}  # fmt: skip


@pytest.fixture
def workbook(tmp_path):
    """`workbook("estates")` is a file as the bureau would fill it in: the register's own headings, one row."""

    def make(key: str):
        book = openpyxl.Workbook()
        page = book.active
        page.title = next(sheet.tab for sheet in SHEETS if sheet.key == key)
        page.append(list(ROWS[key]))
        page.append(list(ROWS[key].values()))
        path = tmp_path / f"{key}.xlsx"
        book.save(path)
        return path

    return make


@pytest.mark.django_db
def test_one_grade_from_the_workbook_to_the_page(people, client_of, workbook):
    bureau = people["bureau"]
    a_rulebook()

    # The bureau fills its registers and its ledger from workbooks.
    for sheet in SHEETS:
        if sheet.key in ROWS:
            load_file(workbook(sheet.key), sheet, by=bureau, at=AT)
    company = Enterprise.objects.get(uscc=USCC)

    # The night before, nothing was known of the complaint; then the clock strikes two.
    run = night.run(NIGHT, kind="scheduled")
    take_figures(run)
    grade = Grade.objects.current().get(enterprise=company)
    assert (grade.grade, grade.score_centipoints) == ("B", 9_500)

    # The grade is its lines, and each line opens the records behind it.
    base, line = lines_of(grade)
    assert base.centipoints + line.centipoints == grade.score_centipoints
    assert (line.item.code, line.centipoints, line.count) == ("R-N13", -500, 1)
    assert [record.number for record in records_behind(grade, line.item)] == ["XY-2026-000001"]

    # A resident reads it on the estate's page and asks why; no login, no script.
    resident = Client(headers={"accept-language": "zh-hans"})
    estate_page = resident.get(f"/estates/{ESTATE}/").content.decode()
    assert "石家庄和煦物业服务有限公司" in estate_page
    why = resident.get(f"/enterprises/{USCC}/").content.decode()
    assert "95" in why
    assert "投诉逾期未办" in why

    # The district's own system reads the same over the API; the next district sees nothing.
    answer = client_of("district").get("/api/v1/grades/", {"enterprise": USCC}).json()
    assert [(row["grade"], row["score"]) for row in answer["results"]] == [("B", 95)]
    assert client_of("neighbour").get("/api/v1/grades/", {"enterprise": USCC}).json()["results"] == []

    # The record turns out to be unfounded. It is withdrawn, and the next night says why the score moved.
    record = Evidence.objects.get()
    actions.withdraw(record, on=NIGHT, reason="核查不属实", by=bureau, at=AT + timedelta(days=1))
    later = night.run(NIGHT + timedelta(days=1), kind="scheduled")
    (move,) = moves_of(later, only_grades=False)
    assert (move.old_score, move.new_score) == (9_500, 10_000)
    assert "R-N13" in move.reasons[0]

    # What was published stays what was published, and can be had again to the byte.
    assert Grade.objects.holding(on=NIGHT).get(enterprise=company).score_centipoints == 9_500
    assert night.recompute(run).same
    assert AuditEntry.objects.filter(verb="withdraw_evidence", who="bureau", why="核查不属实").exists()
