"""From one cell to one value."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from intake import parsing
from intake.parsing import Wrong

CODE = parsing.code(pattern=r"\d{13}", length=13)
USCC = parsing.code(pattern=r"[0-9A-Z]{18}", length=18)


def fault_of(parse, raw) -> str:
    with pytest.raises(Wrong) as raised:
        parse(raw)
    return f"{raised.value.what} {raised.value.todo}"


class TestDay:
    @pytest.mark.parametrize(
        "raw",
        [
            date(2024, 1, 5),
            datetime(2024, 1, 5),  # noqa: DTZ001 - a workbook knows no time zone
            "2024-01-05",
            "2024/1/5",
            "2024.1.5",
            "2024年1月5日",
            "２０２４年０１月０５日",
            " 2024-01-05 00:00:00",
            "20240105",
            20240105.0,
        ],
    )
    def test_may_be_written_as(self, raw):
        assert parsing.day(raw) == date(2024, 1, 5)

    @pytest.mark.parametrize("raw", ["2024-13-01", "2023-02-29", "5.1.24", "去年", "2024", 45296.0, True])
    def test_is_not(self, raw):
        assert "is not a day" in fault_of(parsing.day, raw)

    @pytest.mark.parametrize("raw", ["0204-01-05", date(2204, 1, 5)])
    def test_has_a_year_that_can_be(self, raw):
        assert "cannot be right" in fault_of(parsing.day, raw)


class TestNumber:
    @pytest.mark.parametrize("raw", [52000.5, "52000.5", "52,000.50", "５２，０００．５", " 52000.5 "])
    def test_may_be_written_as(self, raw):
        assert parsing.number(2)(raw) == Decimal("52000.50")

    @pytest.mark.parametrize("raw", ["1,23", "五百", "500㎡", "1e5", "", "--", True, date(2024, 1, 5)])
    def test_is_not(self, raw):
        assert "is not a number" in fault_of(parsing.number(2), raw)

    def test_is_rounded_half_up(self):
        assert parsing.number(2)("1.005") == Decimal("1.01")

    def test_keeps_within_its_limits(self):
        parse = parsing.number(2, least=0, most=100)
        assert "-1 is too small It must be 0 or more" in fault_of(parse, -1.0)
        assert "100.01 is too large It must be 100 or less" in fault_of(parse, "100.01")

    def test_that_counts_is_whole(self):
        assert parsing.whole()("1,200") == 1200
        assert "not a whole number" in fault_of(parsing.whole(), 12.5)


class TestCode:
    def test_stored_as_a_number_that_kept_its_digits_is_taken(self):
        assert CODE(1301020010001.0) == "1301020010001"

    def test_is_narrowed_and_capital(self):
        assert USCC(" ９１130102ma0abc02yg ") == "91130102MA0ABC02YG"

    def test_that_lost_its_zeros_in_front_says_so(self):
        assert "zeros in front are lost" in fault_of(CODE, 301020010001.0)

    @pytest.mark.parametrize("raw", [911301020000000000.0, "9.11301E+17", "9.1130102E17"])
    def test_that_was_rounded_says_so(self, raw):
        assert "keeps only 15 digits" in fault_of(USCC, raw)

    def test_of_another_length_says_how_long_it_is(self):
        assert "has 11 characters" in fault_of(CODE, "13010200100")

    @pytest.mark.parametrize("raw", ["13010200100A1", "１３０１０２００１０００－", 1301020010001.5])
    def test_with_other_characters_is_none(self, raw):
        assert "is not such a code" in fault_of(CODE, raw)


class TestText:
    def test_loses_what_cannot_be_seen(self):
        assert parsing.text()("\ufeff 青禾苑\u200b \n") == "青禾苑"

    def test_keeps_full_width_punctuation(self):
        assert parsing.text()("青禾苑（二期）") == "青禾苑（二期）"

    def test_of_a_number_has_no_decimal_point(self):
        assert parsing.text()(88.0) == "88"

    def test_that_is_too_long_says_by_how_much(self):
        assert "has 6 characters Shorten it to at most 5" in fault_of(parsing.text(5), "青禾苑青禾苑")


class TestChoice:
    WORDS = {"老旧小区": "old", "Old estate": "old", "old": "old", "商品房小区": "commodity"}

    @pytest.mark.parametrize("raw", ["老旧小区", " 老旧小区 ", "OLD", "old"])
    def test_may_be_written_as(self, raw):
        assert parsing.choice(self.WORDS)(raw) == "old"

    def test_lists_what_can_be_chosen(self):
        assert "老旧小区、商品房小区" in fault_of(parsing.choice(self.WORDS), "别墅")
