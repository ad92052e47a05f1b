"""The list of companies, and how grades are made."""

import pytest

from credit.models import Item
from credit.sayings import price_words, validity_words
from tests.factories import a_grade, a_night, a_rulebook, an_enterprise


@pytest.fixture
def night(city):
    return a_night(a_rulebook())


@pytest.fixture
def companies(night):
    """A, B and D, one not graded yet, one of another district."""
    made = {
        "best": an_enterprise(name="甲物业", initials="jwy"),
        "good": an_enterprise(name="乙物业", initials="ywy"),
        "bad": an_enterprise("130108000000", name="丙物业", initials="bwy"),
        "fresh": an_enterprise(name="丁物业", initials="dwy"),
    }
    a_grade(made["good"], night, "B", 9500)
    a_grade(made["bad"], night, "D", 5000)
    a_grade(made["best"], night, "A", 11500)
    return made


def order_of(page) -> list[str]:
    return [name for name in page.text.split() if name in ("甲物业", "乙物业", "丙物业", "丁物业")]


class TestList:
    def test_goes_from_the_best_grade_down_and_ends_with_those_not_graded(self, read, companies):
        assert order_of(read("/grades/")) == ["甲物业", "乙物业", "丙物业", "丁物业"]

    def test_is_narrowed_by_district(self, read, companies):
        assert order_of(read("/grades/", county="130108000000")) == ["丙物业"]

    def test_is_narrowed_by_grade(self, read, companies):
        assert order_of(read("/grades/", grade="A")) == ["甲物业"]
        assert order_of(read("/grades/", grade="NEW")) == ["丁物业"]

    @pytest.mark.parametrize("asked", ["乙", "ywy", "YWY"])
    def test_is_searched_by_name_and_initials(self, read, companies, asked):
        assert order_of(read("/grades/", q=asked)) == ["乙物业"]

    def test_is_searched_by_credit_code(self, read, companies):
        assert order_of(read("/grades/", q=companies["bad"].uscc.lower())) == ["丙物业"]

    def test_leaves_closed_companies_to_those_who_ask_by_name(self, read, companies):
        companies["good"].status = "closed"
        companies["good"].save()
        assert "乙物业" not in read("/grades/").text
        assert "乙物业" in read("/grades/", q="乙").text

    def test_says_what_to_do_when_nothing_fits(self, read, companies):
        assert "没有符合的企业" in read("/grades/", q="没有").text

    def test_says_as_of_when_and_from_which_night(self, read, companies, night):
        assert f"第{night.pk:,}次夜间评级" in read("/grades/").close_text


class TestHow:
    def test_says_bands_items_and_articles_in_plain_words(self, read, night):
        page = read("/grades/how/")
        for words in (
            "110 分及以上",
            "80 分至不满 110 分",
            "不满 60 分；一票否决也是这一级",
            "市级表彰",
            "第1条",
            "有效 12 个月",
        ):
            assert words in page.text
        assert "+3" in page.text
        assert "−5" in page.text

    def test_without_rules_in_force_says_so(self, read, city):
        a_rulebook(published=False)
        assert "评价规则还没有施行" in read("/grades/how/").text

    def test_says_points_by_level_highest_first(self):
        item = Item(points_mode="by_level", levels={"市": 300, "国家": 500, "省": 400})
        assert price_words(item) == "国家 +5 · 省 +4 · 市 +3"

    def test_says_a_range_from_mild_to_strong(self):
        item = Item(points_mode="range", least_centipoints=-500, most_centipoints=-100)
        assert price_words(item) == "−1 至 −5"

    @pytest.mark.parametrize(
        ("validity", "words"), [("months", "有效 6 个月"), ("year_end", "有效到当年年底"), ("open", "修复前一直有效")]
    )
    def test_says_how_long_it_counts(self, validity, words):
        assert validity_words(Item(validity=validity, validity_months=6)) == words
