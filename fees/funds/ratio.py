"""When a balance is low, and what is called then. Pure, in whole fen and exact fractions."""

from fractions import Fraction


def is_low(balance_fen: int, first_deposit_fen: int, low: Fraction) -> bool:
    """Whether a balance is below `low` (such as 3/10) of the first deposit. Exactly at it is not below."""
    return balance_fen * low.denominator < first_deposit_fen * low.numerator


def to_be_paid(balance_fen: int, first_deposit_fen: int, up_to: Fraction) -> int:
    """What fills a balance up to `up_to` of the first deposit, parts of a fen as a whole one; nothing if it is full."""
    wanted = first_deposit_fen * up_to
    return max(0, -(-wanted.numerator // wanted.denominator) - balance_fen)


def percent(balance_fen: int, first_deposit_fen: int) -> Fraction | None:
    """The balance in per cent of the first deposit; None where nothing was ever deposited."""
    return Fraction(100 * balance_fen, first_deposit_fen) if first_deposit_fen else None
