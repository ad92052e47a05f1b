"""What stands in the columns of a comparison: each figure with its bar on the scale that all columns share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from complaints.telling import Told
from oversight.abreast import Abreast


@dataclass(frozen=True)
class Column:
    """One estate. A bar is in percent of the largest of its row; None where there is no figure."""

    told: Abreast
    cases: Told
    fee_bar: float | None
    cases_per_hundred: float | None
    cases_bar: float | None


def columns(rows: Sequence[Abreast], cases: Mapping[str, Told]) -> list[Column]:
    """In the order of the rows; `cases` by estate code."""
    fees = shares([row.price_fen for row in rows])
    told = [cases[row.estate.code] for row in rows]
    rates = [per_hundred(each, row.estate.households) for row, each in zip(rows, told, strict=True)]
    together = zip(rows, told, fees, rates, shares(rates), strict=True)
    return [Column(row, each, fee, decimal(rate), bar) for row, each, fee, rate, bar in together]


def per_hundred(told: Told, households: int) -> Fraction | None:
    """Complaints for each hundred households in twelve months; None where their number is not told."""
    if told.received is None or not households:
        return None
    return Fraction(100 * told.received, households)


def shares(figures: Sequence[int | Fraction | None]) -> list[float | None]:
    """Each in percent of the largest."""
    largest = max((each for each in figures if each is not None), default=0)
    return [
        None if each is None or not largest else round(float(100 * Fraction(each) / largest), 1) for each in figures
    ]


def decimal(figure: Fraction | None) -> float | None:
    return None if figure is None else round(float(figure), 1)
