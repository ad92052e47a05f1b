"""Boards from workbooks: the city's list, and what hangs."""

from datetime import date

import pytest

from estates.board.sheets import BoardEntrySheet, BoardItemSheet
from estates.models import BoardEntry, BoardItem
from intake.faults import ImportFaults
from intake.models import OnExisting
from tests.conftest import NOW
from tests.factories.boards import QUARTERLY
from tests.intake.conftest import load_file
from tests.intake.files import workbook


@pytest.fixture
def take_in(people, tmp_path):
    def take(sheet, *rows, by="district", **options):
        return load_file(workbook(tmp_path / "x.xlsx", *rows), sheet, by=people[by], at=NOW, **options)

    return take


def row(entry: BoardEntry, **other) -> dict:
    return {
        "小区代码": entry.estate.code, "公示事项": entry.item.name, "期间开始": entry.from_on,
        "公示日期": date(2026, 10, 20), **other,
    }  # fmt: skip


@pytest.mark.django_db
class TestEntries:
    def test_close_what_the_night_has_opened(self, take_in, quarter, standing):
        take_in(
            BoardEntrySheet, row(quarter, 公示事项=QUARTERLY), row(standing, 期间开始=None, 公示日期=date(2024, 5, 1)),
            by="district",
        )  # fmt: skip
        quarter.refresh_from_db()
        standing.refresh_from_db()
        assert (quarter.state, quarter.hangs_until_on, quarter.reported_by.username) == (
            "posted", date(2026, 11, 4), "district",
        )  # fmt: skip
        assert (standing.posted_on, standing.hangs_until_on) == (date(2024, 5, 1), None)

    @pytest.mark.parametrize(
        ("other", "heading"),
        [
            ({"小区代码": "1301990010001"}, "小区代码"),
            ({"公示事项": "nothing"}, "公示事项"),
            ({"期间开始": date(2026, 4, 1)}, "期间开始"),
            ({"期间开始": None}, "期间开始"),
            ({"公示日期": date(2999, 1, 1)}, "公示日期"),
            ({"公示日期": date(2026, 6, 1)}, "公示日期"),
        ],
    )
    def test_say_which_cell_is_wrong(self, take_in, quarter, other, heading):
        with pytest.raises(ImportFaults) as fault:
            take_in(BoardEntrySheet, row(quarter, **other))
        assert [(each.row, each.heading) for each in fault.value.faults] == [(2, heading)]

    def test_of_others_and_of_what_hangs_already_are_refused(self, take_in, quarter):
        with pytest.raises(ImportFaults):
            take_in(BoardEntrySheet, row(quarter), by="neighbour")
        take_in(BoardEntrySheet, row(quarter), by="district")
        with pytest.raises(ImportFaults):
            take_in(BoardEntrySheet, row(quarter), by="district")


@pytest.mark.django_db
def test_the_list_comes_from_a_file_and_keeps_its_cycles(take_in, rules):
    told = {
        "编码": "parking", "序号": 3, "公示事项": "车位租售", "应公示天数": 30,
        "依据": "条例第三十五条", "生效日期": date(2026, 1, 1),
    }  # fmt: skip
    take_in(BoardItemSheet, {**told, "公示周期": "3"}, by="bureau")
    assert BoardItem.objects.get().every_months == 3
    with pytest.raises(ImportFaults) as fault:
        take_in(BoardItemSheet, {**told, "公示周期": "12"}, by="bureau", on_existing=OnExisting.UPDATE)
    assert {each.heading for each in fault.value.faults} == {"公示周期"}
