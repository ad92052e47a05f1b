"""The blocks of an estate's page, from what the rooms tell: sums add up, what is late is said with its days."""

import re
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from estates.board.telling import DUE, LATE, POSTED, BoardTold, Line
from estates.models import BoardItem, Estate, RenovationPlan
from estates.telling import EquipmentTold, RenovationTold
from fees.funds.telling import CallsTold, FundTold, LineTold
from fees.revenue.telling import OwedTold, QuarterTold, RevenueTold, parts

TODAY = date(2026, 11, 20)
ESTATE = Estate(code="1301080020047", name="青禾苑")


def shown(block: str, folder: str = "oversight/blocks", **facts) -> str:
    """The words of a block, without any space."""
    with translation.override("zh-hans"):
        html = render_to_string(f"{folder}/{block}.html", {"estate": ESTATE, "today": TODAY, **facts})
    return "".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", html, flags=re.S).split())


def line(words: str, sign: str, wan: str) -> LineTold:
    return LineTold(words, sign, int(Decimal(wan) * 1_000_000), Decimal(wan))


def fund(percent: str = "69.8", *, is_low: bool = False, **values) -> FundTold:
    facts = {
        "blocks": 12, "first_deposit_fen": 1_842_000_000, "balance_fen": 1_286_400_000, "percent": Decimal(percent),
        "low_percent": Decimal(30), "is_low": is_low, "year": 2026, "opening": line("年初余额", "", "1301.9"),
        "lines": (line("新交存", "+", "8.5"), line("利息", "+", "13.2"), line("维修使用", "−", "37.2")),
        "closing": line("现在余额", "", "1286.4"), "as_of_on": date(2026, 9, 30), "reconciled_on": date(2026, 9, 30),
        "agrees": True, "calls": None, "bank": "某银行",
    }  # fmt: skip
    return FundTold(**facts | values)


class TestFund:
    def test_adds_up_on_the_page(self):
        text = shown("fund", fund=fund(), fund_uses=[])
        found = re.findall(r"(?:余额|交存|利息|使用)([\d,]+\.\d)", text)
        sums = [Decimal(each.replace(",", "")) for each in found]
        opening, deposits, interest, used, closing = sums
        assert opening + deposits + interest - used == closing == Decimal("1286.4")
        assert "30%续交线" in text
        assert "分毫相符" in text

    def test_below_the_line_says_so(self):
        assert "低于续交线" in shown("fund", fund=fund("29.9", is_low=True), fund_uses=[])
        assert "低于续交线" not in shown("fund", fund=fund("30.0"), fund_uses=[])

    @pytest.mark.parametrize(
        ("buildings", "homes", "words"), [(1, 0, "1栋楼；"), (0, 12, "12户；"), (2, 3, "2栋楼，3户；")]
    )
    def test_tells_buildings_and_homes_that_are_called_apart(self, buildings, homes, words):
        calls = CallsTold(buildings, homes, 12_720_000, date(2026, 12, 20))
        assert words + "共12.72万元" in shown("fund", fund=fund(calls=calls), fund_uses=[])

    def test_that_does_not_agree_with_the_bank_says_so(self):
        assert "对账单不符" in shown("fund", fund=fund(agrees=False), fund_uses=[])


def quarter(**values) -> QuarterTold:
    facts = {
        "number": "SY-1", "label": "2026年第三季度", "from_on": date(2026, 7, 1), "last_on": date(2026, 9, 30),
        "due_on": date(2026, 10, 15), "posted_on": date(2026, 10, 14), "shown_until_on": date(2026, 11, 30),
        "is_late": False, "days_late": 0, "opening_fen": 100, "receipts_fen": 18_620_001, "closing_fen": 100,
        "sources": parts([("地面停车", 11_400_001), ("电梯广告", 5_220_000), ("快递柜", 2_000_000)]),
        "uses": parts([("合理成本", 3_100_000), ("转入维修资金", 7_760_001), ("业主共有账户", 7_760_000)]),
    }  # fmt: skip
    return QuarterTold(**facts | values)


def revenue_block(posted: QuarterTold | None, owed: OwedTold | None) -> str:
    return shown("revenue", revenue=RevenueTold(posted, owed, None, "/revenue/1/"))


def owed(days_late: int) -> OwedTold:
    return OwedTold("2026年第四季度", date(2026, 12, 31), date(2027, 1, 15), days_late, "和煦物业", "条例第五十七条")


class TestRevenue:
    def test_parts_fill_their_bar_in_their_order(self):
        told = parts([("停车", 1140), ("广告", 522), ("无", 0), ("场地", 200)])
        assert [float(part.begins) for part in told] == [0, 61.22, 89.26]
        assert float(sum(part.percent for part in told)) == pytest.approx(100, abs=0.02)
        assert parts([("停车", 0)]) == ()

    def test_both_lists_add_up_to_the_fen(self):
        text = revenue_block(quarter(), None)
        lists = text.split("到哪里去")
        for each in (lists[0].split("从哪里来")[1], lists[1].split("两边合计")[0]):
            assert sum(Decimal(sum_.replace(",", "")) for sum_ in re.findall(r"[\d,]+\.\d\d", each)) == Decimal(
                "186200.01"
            )
        assert "两边合计都是186,200.01元" in text
        assert "按时公" in text

    def test_names_who_owes_the_next_account_by_which_day_and_article(self):
        text = revenue_block(quarter(), owed(0))
        assert "2026年第四季度账目：尚未报送" in text
        assert "和煦物业应在2027年1月15日前报送" in text
        assert "条例第五十七条" in text

    def test_late_is_said_with_its_days(self):
        assert "逾期10天" in revenue_block(None, owed(10))
        assert "迟6天公布" in revenue_block(quarter(is_late=True, days_late=6), None)


class TestBoard:
    def lines(self, *hows: str) -> tuple[Line, ...]:
        item = BoardItem(code="fees", name="收费标准", article="北京条例第七十条")
        return tuple(
            Line(item, how, date(2026, 11, 10), TODAY if how == POSTED else None, days_late=10 if how == LATE else 0)
            for how in hows
        )

    def test_has_a_square_for_each_item_and_details_of_what_is_late_only(self):
        told = BoardTold(True, self.lines(*[POSTED] * 14, LATE, DUE), (), TODAY)
        text = shown("disclosure", board=told, board_by="和煦物业")
        assert "应公示15项，已公示14项" in text
        assert text.count("逾期10天") == 1
        assert "和煦物业应在2026年11月10日前报送" in text
        assert "我有异议" in text
        assert "北京" not in text

    def test_complete_says_so(self):
        assert "齐全" in shown("disclosure", board=BoardTold(True, self.lines(POSTED), (), TODAY), board_by="")

    def test_without_a_company_owes_nothing(self):
        text = shown("disclosure", board=BoardTold(False, (), (), None), board_by="")
        assert "没有企业在管" in text
        assert "缺了什么" not in text


class TestOwed:
    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            (
                {"by": "和煦物业", "due_on": TODAY, "days_late": 0},
                "收费备案：尚未报送和煦物业应在2026年11月20日前报送。",
            ),
            (
                {"by": "和煦物业", "due_on": TODAY, "days_late": 3},
                "收费备案：逾期3天和煦物业应在2026年11月20日前报送。",
            ),
            ({"by": "和煦物业", "due_on": None, "days_late": 0}, "收费备案：尚未报送由和煦物业报送。"),
            ({"by": "", "due_on": TODAY, "days_late": 0}, "收费备案：尚未报送应在2026年11月20日前报送。"),
        ],
    )
    def test_says_who_owes_it_and_by_which_day(self, facts, words):
        assert shown("owed", "site", title="收费备案", **facts) == words


class TestFee:
    def block(self, verdict: str, *, is_bound: bool = True, over: str | None = None) -> str:
        fee = SimpleNamespace(
            verdict=verdict, is_bound=is_bound, guide=None, items=[], owed=None, source="filing", number="SF-1",
            decided_by="业主决定", from_on=TODAY, vacancy_reduction_percent=None, prepay_months_most=None,
        )  # fmt: skip
        charges = SimpleNamespace(
            fee=fee, price=Decimal("1.65"), home_m2=90, per_home=Decimal("148.50"), peers=None, off_median=None,
            over_guide=over and Decimal(over), ruler=None, findings=[],
        )  # fmt: skip
        return shown("fee", charges=charges)

    @pytest.mark.parametrize(
        ("verdict", "is_bound", "words"),
        [
            ("within", True, "未超过指导价上限"),
            ("above", True, "超过指导价上限0.01元"),
            ("above", False, "由业主依法自行决定"),
            ("no_cap", True, "不设上限"),
            ("no_guide", True, "没有适用的指导价"),
        ],
    )
    def test_gives_the_verdict_of_the_guide_price(self, verdict, is_bound, words):
        text = self.block(verdict, is_bound=is_bound, over="0.01")
        assert words in text
        assert "90㎡的房子每月约148.50元" in text


class TestInspections:
    def block(self, *, has_lifts: bool, **facts) -> str:
        equipment = EquipmentTold([], 0, has_lifts, ("特种设备安全法第四十条",))
        life = SimpleNamespace(
            equipment=equipment, safety=SimpleNamespace(visited_on=None, found=0), as_of_on=TODAY, sources=()
        )
        return shown("inspections", life=life, missing={}, handed_over={}, **facts)

    def test_names_lifts_where_there_are_some_only(self):
        late = {"equipment_by": "和煦物业", "equipment_due_on": date(2026, 7, 31), "equipment_days_late": 112}
        assert "电梯、消防设施、水箱：逾期112天" in self.block(has_lifts=True, **late)
        assert "电梯" not in self.block(has_lifts=False, **late)

    def test_is_not_late_where_no_company_owes_it(self):
        text = self.block(has_lifts=False, equipment_by="北大街街道", equipment_due_on=None, equipment_days_late=0)
        assert "逾期" not in text
        assert "北大街街道" in text


def test_a_renovation_under_way_wears_its_state_beside_the_heading():
    plan = RenovationPlan(number="GZ-1", year=2026, state="under_way", due_on=TODAY)
    told = RenovationTold(plan, [], 40, 0, 0, [], is_late=False)
    with translation.override("zh-hans"):
        html = render_to_string("oversight/blocks/life.html", {"life": {"renovation": told}, "estate": ESTATE})
    assert re.search(r'class="state state-running">.*?<span>改造中</span>', html, re.S)
