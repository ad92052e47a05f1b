"""The first row of a file."""

import pytest

from enterprises.sheets import EnterpriseSheet
from estates.sheets import EstateSheet
from intake.faults import CannotRead
from intake.sheets import Sheet
from oversight.sheets import SHEETS
from tests.intake.files import ESTATE, another, csv_file, workbook

pytestmark = pytest.mark.django_db


class TestHeadings:
    def test_may_stand_in_any_order(self, take_in, tmp_path):
        row = dict(reversed(ESTATE.items()))
        assert take_in(workbook(tmp_path / "a.xlsx", row), EstateSheet).row_count == 1

    def test_may_differ_in_brackets_and_spaces(self, take_in, tmp_path):
        row = another(ESTATE)
        row["建筑面积 (平方米)"] = row.pop("建筑面积（平方米）")
        assert take_in(workbook(tmp_path / "a.xlsx", row), EstateSheet).row_count == 1

    def test_that_are_missing_are_named_all_at_once(self, faults_in, tmp_path):
        row = {heading: value for heading, value in ESTATE.items() if heading not in {"户数", "地址"}}
        found = faults_in(workbook(tmp_path / "a.xlsx", row), EstateSheet)
        assert found == [(1, "地址", "is missing in the first row"), (1, "户数", "is missing in the first row")]

    def test_that_stand_twice_are_named(self, faults_in, tmp_path):
        path = workbook(tmp_path / "a.xlsx", ESTATE, headings=[*ESTATE, "户数"])
        assert faults_in(path, EstateSheet) == [(1, "户数", "stands 2 times in the first row")]

    def test_that_are_unknown_are_named(self, faults_in, tmp_path):
        path = workbook(tmp_path / "a.xlsx", another(ESTATE, 建成年代=1998))
        assert faults_in(path, EstateSheet) == [(1, "建成年代", "is not a heading of this register")]

    def test_of_another_register_are_refused_as_a_whole(self, take_in, tmp_path):
        with pytest.raises(CannotRead, match="Choose the right register"):
            take_in(csv_file(tmp_path / "a.csv", ESTATE), EnterpriseSheet)

    def test_without_rows_are_refused(self, take_in, tmp_path):
        with pytest.raises(CannotRead, match="no rows under the headings"):
            take_in(workbook(tmp_path / "a.xlsx", headings=list(ESTATE)), EstateSheet)

    @pytest.mark.parametrize("sheet", SHEETS)
    def test_are_one_for_each_column_of_a_register(self, sheet):
        headings = [column.heading for column in sheet.columns]
        assert len(set(headings)) == len(headings)
        assert all(column.parse for column in sheet.ready_columns())
        never_nothing = {c.field for c in sheet.ready_columns() if c.required or c.empty is not None}
        assert sheet.key_of is not Sheet.key_of or set(sheet.identity) <= never_nothing
