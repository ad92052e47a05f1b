"""The price that follows the indices of a year."""

from decimal import Decimal
from fractions import Fraction

import pytest

from fees.models import IndexKind
from fees.prices.indices import Unweighted, follow, whole

WEIGHTS = {IndexKind.WAGE: Fraction("0.6"), IndexKind.CONSUMER: Fraction("0.3"), IndexKind.ENERGY: Fraction("0.1")}


def values(wage, consumer, energy):
    return {
        IndexKind.WAGE: Decimal(wage), IndexKind.CONSUMER: Decimal(consumer), IndexKind.ENERGY: Decimal(energy),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old_fen", "indices", "proposed_fen"),
    [
        (165, ("100", "100", "100"), 165),
        # 1.65 × (0.6 × 1.05 + 0.3 × 1.02 + 0.1 × 0.98) = 1.65 × 1.034 = 1.7061
        (165, ("105", "102", "98"), 171),
        (200, ("90", "100", "100"), 188),
        # 100 × 1.005 = 100.5: halves go up
        (100, ("100", "100", "105"), 101),
    ],
)
def test_the_price_follows(old_fen, indices, proposed_fen):
    assert follow(old_fen, values(*indices), WEIGHTS).proposed_fen == proposed_fen


def test_the_factor_is_exact():
    assert follow(165, values("105", "102", "98"), WEIGHTS).factor == Fraction("1.034")


def test_weights_make_one_whole():
    with pytest.raises(Unweighted):
        follow(165, values("105", "102", "98"), WEIGHTS | {IndexKind.ENERGY: Fraction("0.2")})


def test_an_index_that_is_weighted_is_needed():
    with pytest.raises(KeyError):
        follow(165, {IndexKind.WAGE: Decimal(105)}, WEIGHTS)


@pytest.mark.parametrize(("fen", "rounded"), [(Fraction(1, 2), 1), (Fraction(3, 2), 2), (Fraction(149, 100), 1)])
def test_halves_go_up(fen, rounded):
    assert whole(fen) == rounded
