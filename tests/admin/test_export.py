"""A list as a file: what is filtered now, within scope, and nothing that a spreadsheet would run."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from accounts import desk_export
from tests.factories import a_record, an_enterprise, an_estate

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://x","y")']


def lines_of(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def sheet_of(answer):
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active


@pytest.fixture
def page():
    return reverse("admin:estates_estate_export")


class TestCsv:
    def test_has_headings_and_the_rows(self, desk, world, page):
        heading, *rows = lines_of(desk("district").get(page, {"as": "csv"}))
        assert heading[:2] == ["小区编号", "名称"]
        assert [row[0] for row in rows] == [world.estate.code]
        assert world.enterprise.name in rows[0]

    def test_has_only_what_is_filtered(self, desk, world, page):
        old = an_estate(kind="old")
        rows = lines_of(desk("district").get(page, {"as": "csv", "kind__exact": "old"}))[1:]
        assert [row[0] for row in rows] == [old.code]
        assert lines_of(desk("district").get(page, {"as": "csv", "q": "无此小区"}))[1:] == []

    @pytest.mark.parametrize("text", FORMULAS)
    def test_runs_nothing(self, desk, world, page, text):
        an_estate(name=text)
        names = [row[1] for row in lines_of(desk("district").get(page, {"as": "csv"}))]
        assert f"'{text}" in names
        assert text not in names

    def test_says_words_for_choices(self, desk, world, page):
        rows = lines_of(desk("district").get(page, {"as": "csv"}))
        assert "商品房" in "".join(rows[1])


class TestAWorkbook:
    def test_has_the_same_rows(self, desk, world, page):
        sheet = sheet_of(desk("district").get(page, {"as": "xlsx"}))
        assert [cell.value for cell in sheet["A"]] == ["小区编号", world.estate.code]

    @pytest.mark.parametrize("text", FORMULAS)
    def test_keeps_text_as_text(self, desk, world, page, text):
        an_estate(name=text)
        cells = [cell for cell in sheet_of(desk("district").get(page))["B"] if cell.value == text]
        assert [cell.data_type for cell in cells] == ["s"]
        assert cells[0].hyperlink is None


class TestMoreThanAWorksheetHolds:
    @pytest.fixture(autouse=True)
    def short_sheets(self, monkeypatch):
        monkeypatch.setattr(desk_export, "MOST_ROWS_OF_A_SHEET", 2)

    def test_is_not_cut_but_offered_as_csv(self, desk, world, page):
        browser = desk("district")
        an_estate()
        assert len(sheet_of(browser.get(page, {"as": "xlsx"}))["A"]) == 3
        an_estate()
        answer = browser.get(page, {"as": "xlsx", "kind__exact": "commodity"}, follow=True)
        assert answer.redirect_chain[0][0].endswith("?kind__exact=commodity")
        assert "CSV" in str(*answer.context["messages"])
        assert len(lines_of(browser.get(page, {"as": "csv"}))) == 4


@pytest.mark.parametrize("odd", [{"p": "99"}, {"q": "\x00"}])
def test_odd_questions_have_an_answer(desk, world, page, odd):
    assert lines_of(desk("district").get(page, {"as": "csv", **odd}))[0][:2] == ["小区编号", "名称"]


def test_nobody_exports_what_they_may_not_read(desk, world):
    assert desk("company").get(reverse("admin:credit_night_export")).status_code == 403
    assert desk("bureau").get(reverse("admin:accounts_user_export")).status_code == 403


def test_the_grades_are_exported_with_their_score(desk, world):
    an_enterprise()
    rows = lines_of(desk("district").get(reverse("admin:credit_grade_export"), {"as": "csv"}))
    assert [row[:5] for row in rows[1:]] == [[world.enterprise.uscc, world.enterprise.name, "长安区", "B", "95"]]


class TestTheLedger:
    @pytest.fixture
    def page(self):
        return reverse("admin:credit_evidence_export")

    def test_has_its_points_as_numbers(self, desk, world, page):
        heading, row = lines_of(desk("district").get(page, {"as": "csv"}))
        assert float(row[heading.index("分")]) == world.record.centipoints / 100
        heading, row = sheet_of(desk("district").get(page, {"as": "xlsx"})).iter_rows()
        points = row[[cell.value for cell in heading].index("分")]
        assert (points.data_type, points.value) == ("n", world.record.centipoints / 100)

    def test_says_a_veto_in_words(self, desk, world, draft, page):
        draft.items.filter(code="B1").update(points_mode="veto", fixed_centipoints=None)
        veto = a_record(draft.items.get(code="B1"), enterprise=world.enterprise, centipoints=0)
        heading, *rows = lines_of(desk("district").get(page, {"as": "csv"}))
        assert [row[heading.index("分")] for row in rows if row[0] == veto.number] == ["一票否决"]
