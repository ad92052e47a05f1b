"""Money is never lost: splitting and the sums that pages show, for whatever amounts; and an estate's fund as told."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.city import rule_values
from fees.funds import actions
from fees.funds.nightly import to_close
from fees.funds.telling import THOUSAND_YUAN, FundTold, cut, in_thousands, of_estate, of_estates
from fees.models import EntryKind, FundBlock, FundPeriod
from fees.splitting import split
from tests.conftest import NOW, TODAY
from tests.factories.places import an_estate
from tests.factories.rules import the_rules
from tests.fees.funded import a_block, accounts_of, pay_in

AREAS = st.lists(st.decimals(min_value="0.01", max_value="500", places=2), min_size=1, max_size=60)
FEN = st.integers(min_value=-(10**13), max_value=10**13)


class TestSplitting:
    @given(FEN, AREAS)
    def test_no_fen_is_lost_and_each_part_is_within_one_of_its_share(self, fen, areas):
        parts = split(fen, areas)
        whole = sum(map(Fraction, areas))
        assert sum(parts) == fen
        assert all(abs(part - fen * Fraction(area) / whole) < 1 for part, area in zip(parts, areas, strict=True))

    @given(st.integers(0, 10**12), AREAS)
    def test_what_goes_out_is_split_as_what_comes_in(self, fen, areas):
        assert split(-fen, areas) == [-part for part in split(fen, areas)]

    @given(st.integers(0, 10**12), st.integers(1, 40))
    def test_equal_shares_differ_by_a_fen_at_most_the_first_having_more(self, fen, count):
        parts = split(fen, [1] * count)
        assert parts == sorted(parts, reverse=True)
        assert parts[0] - parts[-1] <= 1

    @pytest.mark.parametrize(
        ("fen", "weights", "parts"),
        [(100, [1, 1, 1], [34, 33, 33]), (1, [1, 1], [1, 0]), (10, [Decimal("0.1"), 0, Decimal("0.3")], [3, 0, 7]),
         (0, [5, 5], [0, 0]), (-100, [1, 1, 1], [-34, -33, -33])],
    )  # fmt: skip
    def test_ties_go_by_order(self, fen, weights, parts):
        assert split(fen, weights) == parts

    @pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [2, -1]])
    def test_weights_that_share_nothing_are_refused(self, weights):
        with pytest.raises(ValueError, match="weights must not be negative"):
            split(100, weights)


class TestRounding:
    @given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=8))
    def test_what_is_shown_in_ten_thousands_adds_up(self, amounts):
        shown = in_thousands(amounts)
        assert sum(shown) * 10 == round(Fraction(sum(amounts), THOUSAND_YUAN))
        assert all(
            abs(Fraction(part) * 10 - Fraction(fen, THOUSAND_YUAN)) < 1
            for part, fen in zip(shown, amounts, strict=True)
        )

    @pytest.mark.parametrize(
        ("share", "shown"), [(Fraction(2999, 100), "29.9"), (Fraction(30), "30"), (Fraction(100, 3), "33.3")]
    )
    def test_a_percentage_is_never_rounded_up_over_the_line(self, share, shown):
        assert cut(share) == Decimal(shown)


@pytest.fixture
def block(city):
    the_rules(city)
    made = a_block(an_estate("130102001001"), [100, 200])
    pay_in(made, 100_000_00, 200_000_00)
    return made


def told_of(estate) -> FundTold | None:
    return of_estate(estate, rule_values(on=TODAY), on=TODAY)


class TestTelling:
    def test_a_year_adds_up_from_its_opening_to_the_balance(self, block):
        first, _second = accounts_of(block)
        pay_in(block, 3_000_00, 1, on=date(2026, 2, 1), kind=EntryKind.TOP_UP)
        use = type("Use", (), {"number": "WX-1", "estate": block.estate})()
        actions.pay_use(use, {first.pk: 50_000_00}, on=date(2026, 3, 1), by=None, at=NOW)
        actions.receive_revenue(block.estate, 700_00, on=date(2026, 4, 1), by=None, at=NOW)
        told = told_of(block.estate)
        assert told.opening.fen == 300_000_00
        assert [(line.sign, line.fen) for line in told.lines] == [("+", 3_000_01), ("+", 700_00), ("−", 50_000_00)]
        assert told.balance_fen == FundBlock.objects.get().balance_fen == 253_700_01
        assert told.wan == told.opening.wan + sum(-each.wan if each.sign == "−" else each.wan for each in told.lines)
        assert (told.percent, told.is_low) == (Decimal("84.5"), False)

    def test_closed_books_tell_the_same(self, block):
        pay_in(block, 1, 2, on=date(2026, 2, 1), kind=EntryKind.TOP_UP)
        before = told_of(block.estate)
        for day in (date(2026, 1, 1), date(2026, 10, 1)):
            actions.roll_forward(day, at=NOW)
        assert told_of(block.estate) == before
        assert FundPeriod.objects.count() == 2

    def test_an_estate_without_a_fund_tells_none(self, block):
        other = an_estate("130102001001")
        assert told_of(other) is None

    def test_calls_are_counted_and_added_up(self, block):
        use = type("Use", (), {"number": "WX-1", "estate": block.estate})()
        shares = {account.pk: account.balance_fen for account in accounts_of(block)}
        actions.pay_use(use, shares, on=TODAY, by=None, at=NOW)
        actions.call_low(TODAY, at=NOW)
        told = told_of(block.estate)
        assert (told.calls.buildings, told.calls.homes, told.calls.fen) == (0, 2, 300_000_00)
        assert told.is_low

    def test_many_estates_cost_as_many_queries_as_one(self, block, django_assert_num_queries):
        others = [an_estate("130102001001") for _place in range(3)]
        for place, estate in enumerate(others):
            pay_in(a_block(estate, [50], f"{place}号楼"), 100)
        rules = rule_values(on=TODAY)
        with django_assert_num_queries(1):
            assert len(of_estates([block.estate_id, *(estate.pk for estate in others)], rules, on=TODAY)) == 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "until_on"),
    [(date(2026, 11, 20), date(2026, 10, 1)), (date(2026, 10, 20), date(2026, 7, 1)),
     (date(2026, 10, 21), date(2026, 10, 1)), (date(2027, 1, 3), date(2026, 10, 1))],
)  # fmt: skip
def test_books_are_closed_when_the_days_to_book_are_over(city, on, until_on):
    the_rules(city)
    assert to_close(on) == until_on


@pytest.mark.django_db
class TestWhateverHappens:
    @pytest.mark.parametrize("seed", range(4))
    def test_periods_accounts_and_buildings_always_agree(self, city, seed):
        """Deposits, interest, uses, revenue and corrections in any order: nothing is lost anywhere."""
        the_rules(city)
        draw = Random(seed)
        block = a_block(an_estate("130102001001"), [Decimal("88.13"), Decimal("101.77"), Decimal("64.01")])
        pay_in(block, *[draw.randint(100_00, 9_000_00) for _account in range(3)], on=date(2026, 1, 5))
        day = date(2026, 1, 6)
        for _time in range(12):
            day += timedelta(days=draw.randint(1, 20))
            self.something(block, day, draw)
            if draw.random() < 0.4:
                actions.roll_forward(day, at=NOW)
        actions.roll_forward(TODAY, at=NOW)
        block.refresh_from_db()
        periods = list(FundPeriod.objects.filter(block=block).order_by("from_on"))
        assert sum(account.balance_fen for account in accounts_of(block)) == block.balance_fen
        assert periods[-1].closing_fen == block.balance_fen
        assert all(a.closing_fen == b.opening_fen for a, b in pairwise(periods))

    def something(self, block, day, draw) -> None:
        accounts = accounts_of(block)
        kind = draw.choice(["top_up", "interest", "use", "revenue", "correct"])
        if kind == "top_up":
            pay_in(block, *[draw.randint(1, 500_00) for _each in accounts], on=day, kind=EntryKind.TOP_UP)
        elif kind == "interest":
            start = day - timedelta(days=30)
            actions.add_interest(
                block, amount_fen=draw.randint(1, 999), from_on=start, until_on=day, on=day, by=None, at=NOW
            )
        elif kind == "use":
            use = type("Use", (), {"number": f"WX-{day}", "estate": block.estate})()
            shares = {account.pk: draw.randint(0, account.balance_fen // 3 + 1) + 1 for account in accounts}
            actions.pay_use(use, shares, on=day, by=None, at=NOW)
        elif kind == "revenue":
            actions.receive_revenue(block.estate, draw.randint(1, 999_99), on=day, by=None, at=NOW)
        else:
            voucher = pay_in(block, *[draw.randint(1, 99) for _each in accounts], on=day, kind=EntryKind.TOP_UP)
            actions.correct(voucher, on=day, note="金额录错", by=None, at=NOW)
