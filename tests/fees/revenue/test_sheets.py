"""Contracts on shared parts from a file: fen, half-open terms, and faults at their cells."""

from datetime import date

import pytest

from fees.models import RevenueContract
from fees.revenue.sheets import RevenueContractSheet
from tests.intake.conftest import faults_in, take_in  # noqa: F401
from tests.intake.files import workbook

LINE = {
    "收益来源": "广告", "付款单位": "城市传媒有限公司", "使用部位": "电梯轿厢", "起始日期": "2026-01-01",
    "截止日期": "2026-12-31", "金额（元）": "24000.5", "支付周期": "每年", "签订日期": "2025-12-20",
}  # fmt: skip


@pytest.mark.django_db
class TestTheFile:
    def test_becomes_fen_a_number_and_a_half_open_term(self, estate, take_in, tmp_path):  # noqa: F811
        take_in(workbook(tmp_path / "a.xlsx", LINE | {"小区代码": estate.code}), RevenueContractSheet, by="district")
        made = RevenueContract.objects.get()
        assert (made.amount_fen, made.until_on, made.estate) == (2_400_050, date(2027, 1, 1), estate)
        assert made.number.startswith("SY-")

    @pytest.mark.parametrize(
        ("cells", "heading"),
        [
            ({"金额（元）": "0"}, "金额（元）"),
            ({"金额（元）": "1.234"}, "金额（元）"),
            ({"收益来源": "彩票"}, "收益来源"),
            ({"截止日期": "2025-12-31"}, "截止日期"),
            ({"签订日期": "2099-01-01"}, "签订日期"),
            ({"小区代码": "1301020019999"}, "小区代码"),
            ({"支付周期": ""}, "支付周期"),
        ],
    )
    def test_says_at_which_cell_it_is_wrong(self, estate, faults_in, tmp_path, cells, heading):  # noqa: F811
        line = LINE | {"小区代码": estate.code} | cells
        assert [
            fault[1] for fault in faults_in(workbook(tmp_path / "a.xlsx", line), RevenueContractSheet, by="district")
        ] == [heading]

    def test_takes_a_contract_once(self, estate, take_in, faults_in, tmp_path):  # noqa: F811
        path = workbook(tmp_path / "a.xlsx", LINE | {"小区代码": estate.code})
        take_in(path, RevenueContractSheet, by="district")
        assert [fault[1] for fault in faults_in(path, RevenueContractSheet, by="district")] == ["起始日期"]
