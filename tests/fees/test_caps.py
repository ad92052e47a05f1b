"""What a guide price allows: exact at the boundary. The figures are those of real cities' tables."""

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fees.models import BuildingKind, Lift
from fees.prices.caps import Sort, Verdict, closeness, covers, sort_of, span
from fees.prices.telling import yuan

TOWER, WALK_UP = Sort(BuildingKind.HIGH_RISE, Lift.WITH), Sort(BuildingKind.MULTI_STOREY, Lift.WITHOUT)


def price(base_fen, **values):
    return SimpleNamespace(
        base_fen=base_fen,
        **{
            "lift_extra_fen": 0, "no_lift_less_fen": 0, "float_up_percent": None, "float_down_percent": None,
            "building_kind": "any", "lift": "any", **values,
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("guide", "sort", "price_fen", "verdict"),
    [
        # 长春 2022, 一级: 2.36 and at most 20 % more: 2.832
        (price(236, float_up_percent=Decimal(20), no_lift_less_fen=20), TOWER, 283, Verdict.WITHIN),
        (price(236, float_up_percent=Decimal(20), no_lift_less_fen=20), TOWER, 284, Verdict.ABOVE),
        (price(236, float_up_percent=Decimal(20), no_lift_less_fen=20), TOWER, 1, Verdict.WITHIN),
        # the same without a lift: 2.16 and 20 %: 2.592
        (price(236, float_up_percent=Decimal(20), no_lift_less_fen=20), WALK_UP, 259, Verdict.WITHIN),
        (price(236, float_up_percent=Decimal(20), no_lift_less_fen=20), WALK_UP, 260, Verdict.ABOVE),
        # 济南, 三星 with a lift: 1.00 + 0.35 and nothing more
        (price(100, lift_extra_fen=35, float_up_percent=Decimal(0)), TOWER, 135, Verdict.WITHIN),
        (price(100, lift_extra_fen=35, float_up_percent=Decimal(0)), TOWER, 136, Verdict.ABOVE),
        (price(100, lift_extra_fen=35, float_up_percent=Decimal(0)), WALK_UP, 101, Verdict.ABOVE),
        # 白银 2021, high-rise 二星: 1.10 and 15 % either way: 0.935 to 1.265
        (price(110, float_up_percent=Decimal(15), float_down_percent=Decimal(15)), TOWER, 126, Verdict.WITHIN),
        (price(110, float_up_percent=Decimal(15), float_down_percent=Decimal(15)), TOWER, 127, Verdict.ABOVE),
        (price(110, float_up_percent=Decimal(15), float_down_percent=Decimal(15)), TOWER, 94, Verdict.WITHIN),
        (price(110, float_up_percent=Decimal(15), float_down_percent=Decimal(15)), TOWER, 93, Verdict.BELOW),
        # a limit of whole fen is kept by a price on it
        (price(140, float_up_percent=Decimal(20), float_down_percent=Decimal(20)), TOWER, 168, Verdict.WITHIN),
        (price(140, float_up_percent=Decimal(20), float_down_percent=Decimal(20)), TOWER, 169, Verdict.ABOVE),
        (price(140, float_up_percent=Decimal(20), float_down_percent=Decimal(20)), TOWER, 112, Verdict.WITHIN),
        (price(140, float_up_percent=Decimal(20), float_down_percent=Decimal(20)), TOWER, 111, Verdict.BELOW),
        # without an upper float there is no highest price
        (price(140), TOWER, 100_000, Verdict.NO_CAP),
    ],
)
def test_a_price_beside_its_guide_price(guide, sort, price_fen, verdict):
    assert span(guide, sort).verdict(price_fen) == verdict


@settings(deadline=None)
@given(st.integers(1, 10**9), st.integers(0, 10_000), st.integers(0, 10**9))
def test_a_limit_is_exact(base_fen, hundredths, price_fen):
    """Judged over integers, as somebody with pen and paper would: 100 × 100 × price against base × (10,000 + float)."""
    guide = price(base_fen, float_up_percent=Decimal(hundredths) / 100)
    found = span(guide, TOWER).verdict(price_fen)
    is_above = price_fen * 10_000 > base_fen * (10_000 + hundredths)
    assert (found == Verdict.ABOVE) == is_above


@pytest.mark.parametrize(
    ("storeys", "lifts", "sort"),
    [
        (8, 1, TOWER),
        (7, 0, WALK_UP),
        (7, 1, Sort(BuildingKind.MULTI_STOREY, Lift.WITH)),
        (None, 0, Sort(BuildingKind.ANY, Lift.WITHOUT)),
    ],
)
def test_a_building_is_of_a_sort(storeys, lifts, sort):
    assert sort_of(storeys, lifts, high_from=8) == sort


@pytest.mark.parametrize(
    ("kind", "lift", "sort", "fits"),
    [
        ("any", "any", TOWER, True),
        ("high_rise", "any", TOWER, True),
        ("high_rise", "without", TOWER, False),
        ("multi_storey", "any", TOWER, False),
        ("high_rise", "any", Sort(BuildingKind.ANY, Lift.WITH), False),
    ],
)
def test_a_price_covers_buildings(kind, lift, sort, fits):
    assert covers(kind, lift, sort) is fits


def test_the_price_that_says_more_of_its_buildings_is_closer():
    wide, close = price(1), price(1, building_kind="high_rise", lift="with")
    assert sorted([wide, close], key=closeness) == [wide, close]


@pytest.mark.parametrize(
    ("fen", "shown"),
    [(165, "1.65"), (100, "1.00"), (Fraction(1416, 5), "2.832"), (Fraction(187, 2), "0.935"), (0, "0.00")],
)
def test_yuan_are_exact(fen, shown):
    assert str(yuan(fen)) == shown
