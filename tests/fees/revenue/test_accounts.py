"""Periods, sums and draws: values in, values out."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fees.models.revenue import Pays, RevenueContract, Side
from fees.revenue.accounts import earned_fen, least_to_fund, totals
from fees.revenue.drawing import drawn, mark_of, size_of
from fees.revenue.periods import Period, last_over, months_of, overlap, period_of

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


def contract(pays: Pays, amount_fen: int, first=date(2026, 1, 1), until=date(2027, 1, 1), ended=None):
    return RevenueContract(from_on=first, until_on=until, pays=pays, amount_fen=amount_fen, ended_on=ended)


class TestPeriods:
    @pytest.mark.parametrize(
        ("day", "months", "first", "until"),
        [
            (date(2026, 11, 20), 3, date(2026, 10, 1), date(2027, 1, 1)),
            (date(2026, 9, 30), 3, date(2026, 7, 1), date(2026, 10, 1)),
            (date(2026, 7, 1), 6, date(2026, 7, 1), date(2027, 1, 1)),
            (date(2026, 12, 31), 12, date(2026, 1, 1), date(2027, 1, 1)),
        ],
    )
    def test_are_counted_from_january(self, day, months, first, until):
        assert period_of(day, months) == Period(first, until)

    def test_the_last_one_is_over_on_the_first_day_of_the_next(self):
        assert last_over(date(2026, 10, 1), 3) == Period(date(2026, 7, 1), date(2026, 10, 1))
        assert last_over(date(2026, 9, 30), 3) == Period(date(2026, 4, 1), date(2026, 7, 1))

    def test_a_report_is_due_so_many_days_after_the_last_day(self):
        assert Period(date(2026, 10, 1), date(2027, 1, 1)).due_on(15) == date(2027, 1, 15)

    def test_months_are_exact_with_their_days(self):
        assert months_of(Period(date(2026, 1, 1), date(2026, 4, 1))) == 3
        assert months_of(Period(date(2026, 1, 16), date(2026, 2, 1))) == Fraction(16, 31)
        assert months_of(Period(date(2028, 2, 1), date(2028, 2, 30 - 1))) == Fraction(28, 29)

    def test_what_only_touches_does_not_overlap(self):
        assert overlap(YEAR, Period(date(2027, 1, 1), date(2028, 1, 1))) is None


class TestSums:
    @given(st.lists(st.tuples(st.sampled_from(Side.values), st.integers(1, 10**12)), max_size=40))
    def test_never_lose_a_fen(self, lines):
        sums = totals(lines)
        came = sum(fen for side, fen in lines if side == Side.RECEIPT)
        went = sum(fen for side, fen in lines if side != Side.RECEIPT)
        assert sums.change_fen == came - went
        assert sums.receipts_fen + sums.costs_fen + sums.to_fund_fen + sums.to_owners_fen == came + went

    @given(st.integers(-(10**12), 10**12), st.fractions(0, 1, max_denominator=1000))
    def test_the_share_of_the_fund_is_the_least_whole_fen_that_is_enough(self, net, ratio):
        least = least_to_fund(net, ratio)
        assert least >= max(0, net * ratio)
        assert least == 0 or least - 1 < net * ratio

    @pytest.mark.parametrize(("net", "least"), [(15_520_000, 7_760_000), (3, 2), (1, 1), (0, 0), (-100, 0)])
    def test_half_of_an_odd_fen_is_rounded_up(self, net, least):
        assert least_to_fund(net, Fraction(50, 100)) == least

    @pytest.mark.parametrize(
        ("pays", "amount", "worth"),
        [(Pays.MONTH, 100_00, 300_00), (Pays.QUARTER, 100_00, 100_00), (Pays.YEAR, 1200_00, 300_00),
         (Pays.TERM, 1200_00, 300_00)],
    )  # fmt: skip
    def test_a_contract_is_worth_its_months(self, pays, amount, worth):
        assert earned_fen(contract(pays, amount), Period(date(2026, 7, 1), date(2026, 10, 1))) == worth

    def test_an_ended_contract_earns_until_it_ended(self):
        ended = contract(Pays.MONTH, 300_00, ended=date(2026, 8, 1))
        assert earned_fen(ended, Period(date(2026, 7, 1), date(2026, 10, 1))) == 300_00
        assert earned_fen(ended, Period(date(2026, 8, 1), date(2026, 10, 1))) == 0

    @given(st.dates(date(2026, 1, 1), date(2026, 12, 30)))
    def test_the_parts_of_a_year_are_worth_the_year(self, day):
        cut = Period(date(2026, 1, 1), day), Period(day, date(2027, 1, 1))
        worth = sum(earned_fen(contract(Pays.YEAR, 36_600_00), part) for part in cut)
        assert abs(worth - 36_600_00) <= 1


CODES = [f"1301020010{n:03}" for n in range(200)]


class TestDrawing:
    def test_the_same_seed_draws_the_same(self):
        assert drawn(CODES, "ab" * 16, Fraction(5, 100)) == drawn(reversed(CODES), "ab" * 16, Fraction(5, 100))

    def test_another_seed_draws_others(self):
        assert drawn(CODES, "ab" * 16, Fraction(5, 100)) != drawn(CODES, "cd" * 16, Fraction(5, 100))

    def test_is_by_the_hash_anybody_can_compute(self):
        assert mark_of("seed", "1301020010001") == "0c7c805c69383aa0422fd7b675aaabdde4db0c049c7b8e3d5b2a5202387176e1"

    @pytest.mark.parametrize(("pool", "size"), [(0, 0), (1, 1), (20, 1), (21, 2), (3955, 198)])
    def test_a_small_division_draws_one_at_least(self, pool, size):
        assert size_of(pool, Fraction(5, 100)) == size

    def test_every_estate_has_the_same_chance(self):
        """Over 400 seeds each of 20 codes is drawn near 80 times: no place in the list is favoured."""
        pool, often = CODES[:20], dict.fromkeys(CODES[:20], 0)
        for n in range(400):
            for code in drawn(pool, f"{n:032x}", Fraction(20, 100)):
                often[code] += 1
        assert sum(often.values()) == 1600
        assert min(often.values()) > 50
        assert max(often.values()) < 115
