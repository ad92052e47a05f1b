"""The lines that follow from a budget, exact at the boundary; what the fund may not pay; which emergencies count."""

from dataclasses import replace
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from committees.forming.law import Figure
from fees.fund_uses.law import FundUseLaw, Listed, lines_of, refuse_no_emergency, refuse_unpayable
from fees.models import EmergencyCase, FundCause

SIX = ("lift", "fire", "facade", "collapse", "leak", "drains")
PAYS_NOT = ("warranty", "utility", "damage", "duty")
DAYS = Figure(Fraction(7), "默认值")
LAW = FundUseLaw(
    quotes_least=Figure(Fraction(2), "默认值"), emergency_quotes_least=Figure(Fraction(1), "默认值"),
    notice_days=DAYS, emergency_notice_days=DAYS, answer_workdays=DAYS, result_days=DAYS,
    advance_ratio=Figure(Fraction(1, 2), "默认值"), over_ratio=Figure(Fraction(1, 10), "杭州条例第七十二条"),
    audit_floor_yuan=Figure(Fraction(30_000), "杭州条例第七十二条"),
    emergency_cases=Listed(frozenset(SIX), "杭州条例第七十三条"),
    not_payable=Listed(frozenset(PAYS_NOT), "杭州条例第七十四条"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("budget_fen", "advance_most_fen", "ceiling_fen"),
    [(100_000, 50_000, 110_000), (100_001, 50_000, 110_001), (33_333_33, 16_666_66, 36_666_66), (1, 0, 1), (9, 4, 9)],
)
def test_lines_are_the_last_whole_fen_within(budget_fen, advance_most_fen, ceiling_fen):
    lines = lines_of(budget_fen, LAW)
    assert (lines.advance_most_fen, lines.ceiling_fen) == (advance_most_fen, ceiling_fen)
    assert lines.audit_above_fen == 30_000_00


@given(
    st.integers(1, 10**12),
    st.fractions(0, 1, max_denominator=1000),
    st.fractions(0, 1, max_denominator=1000),
)
def test_a_line_is_reached_and_never_passed(budget, advance, over):
    law = replace(LAW, advance_ratio=Figure(advance, ""), over_ratio=Figure(over, ""))
    lines = lines_of(budget, law)
    assert lines.advance_most_fen <= budget * advance < lines.advance_most_fen + 1
    assert lines.ceiling_fen <= budget * (1 + over) < lines.ceiling_fen + 1


@pytest.mark.parametrize("cause", PAYS_NOT)
def test_what_the_fund_may_not_pay_is_refused_with_the_article(cause):
    with pytest.raises(ValidationError, match="第七十四条"):
        refuse_unpayable(cause, LAW)


def test_wear_is_payable_and_so_is_what_a_city_does_not_list():
    refuse_unpayable("wear", LAW)
    refuse_unpayable("damage", replace(LAW, not_payable=Listed(frozenset({"warranty"}), "")))


@pytest.mark.parametrize("case", EmergencyCase.values)
def test_six_cases_need_no_vote_and_others_do(case):
    if case in SIX:
        assert refuse_no_emergency(case, LAW) is None
    else:
        with pytest.raises(ValidationError, match="第七十三条"):
            refuse_no_emergency(case, LAW)


def test_the_causes_that_may_be_listed_leave_wear_payable():
    assert set(FundCause.values) - set(PAYS_NOT) == {"wear"}
