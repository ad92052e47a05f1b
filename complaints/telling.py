"""What everybody is told of the kept figures: no small numbers, and none that one could be worked out from.

Of an estate or a company with one or two complaints a neighbour could tell who filed them: such a count is left out. As
the sum of all is told, a count that stands alone would be the difference of the others; so another one is left out with
it. Shares and the median are told from three cases on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db.models import Q

from complaints.models import Figure, FiguresTaken, Of

SMALL = 2
"""Counts from 1 to this are small, as in all figures that everybody may read."""
STOPS = (1, 5, 11, 25, 50)
"""Of so many percent of the estates it is told what part of all complaints they make."""
COUNTY_DIGITS = 6


@dataclass(frozen=True)
class Told:
    """The twelve months of a thing as everybody may read them. None: not told, or nothing to tell of yet.

    `in_time_percent`: of the answers that were due; `confirmed_percent`: of the closed ones, by the resident's word;
    `service`, `result`: the mean of what residents gave, 1 to 5. `is_hidden`: there are some, too few to tell.
    """

    code: str
    received: int | None
    in_time_percent: float | None = None
    confirmed_percent: float | None = None
    median_days: Decimal | None = None
    service: float | None = None
    result: float | None = None
    is_hidden: bool = False


def taken() -> FiguresTaken | None:
    """When the figures were counted, and of which days; None before the first time."""
    return FiguresTaken.objects.first()


def city() -> Told:
    return next(iter(all_of(Of.CITY)), Told("", 0))


def company(uscc: str) -> Told:
    """The cases that were given to a company. No sum of all companies is told, so each stands for itself."""
    figure = Figure.objects.filter(of=Of.COMPANY, code=uscc, month=None).first()
    return told(figure, hidden=is_small(figure.received)) if figure else Told(uscc, 0)


def estate(code: str) -> Told:
    """An estate, beside the others of its district, whose sum is told."""
    return estates([code])[code]


def estates(codes: Iterable[str]) -> dict[str, Told]:
    """Some estates, by code, each beside the others of its district. Two queries, however many."""
    codes = list(codes)
    rows = Figure.objects.filter(of=Of.ESTATE, month=None)
    figures = {row.code: row for row in rows.filter(code__in=codes)}
    near = Q()
    for county in {code[:COUNTY_DIGITS] for code in figures}:
        near |= Q(code__startswith=county)
    counties: dict[str, list[tuple[str, int]]] = {}
    for code, count in rows.filter(near).order_by("code").values_list("code", "received") if figures else []:
        counties.setdefault(code[:COUNTY_DIGITS], []).append((code, count))
    hidden = {code for county in counties.values() for code in hidden_codes(county)}
    return {code: told(figures[code], hidden=code in hidden) if code in figures else Told(code, 0) for code in codes}


def all_of(of: Of) -> list[Told]:
    """All of a kind, in the order of their codes. Estates district by district."""
    figures = Figure.objects.filter(of=of, month=None).order_by("code")
    if of in (Of.CITY, Of.COMPANY):
        return [told(figure, hidden=is_small(figure.received)) for figure in figures]
    found: list[Told] = []
    for _sum, together in groupby(figures, key=lambda figure: figure.code[:COUNTY_DIGITS] if of == Of.ESTATE else ""):
        group = list(together)
        hidden = hidden_codes((figure.code, figure.received) for figure in group)
        found += [told(figure, hidden=figure.code in hidden) for figure in group]
    return found


def months() -> list[tuple[date, int | None]]:
    """How many came in in each month, the oldest first."""
    rows = list(Figure.objects.filter(of=Of.CITY, month__isnull=False).order_by("month"))
    hidden = hidden_places([row.received for row in rows])
    return [(row.month, None if place in hidden else row.received) for place, row in enumerate(rows) if row.month]


def spread() -> list[tuple[str, int]]:
    """How many came from each estate that had any, by code, the most first. Not to be told as it is."""
    rows = Figure.objects.filter(of=Of.ESTATE, month=None).order_by("-received", "code")
    return list(rows.values_list("code", "received"))


def concentration(counts: Sequence[int], estate_count: int) -> list[tuple[int, int, float]]:
    """What part of the complaints the estates with most of them make: (percent, that many estates, percent of all).

    `counts`: of the estates that had any, the most first.
    """
    whole = sum(counts)
    if not whole or not estate_count:
        return []
    reached = {stop: max(1, round(estate_count * stop / 100)) for stop in STOPS}
    return [(stop, few, round(100 * sum(counts[:few]) / whole, 1)) for stop, few in reached.items()]


def most_of(spread: Sequence[tuple[str, int]], limit: int) -> list[Told]:
    """The estates from which most came, none of those that are not told."""
    near: dict[str, list[tuple[str, int]]] = {code[:COUNTY_DIGITS]: [] for code, _count in spread[:limit]}
    for code, count in spread:
        if code[:COUNTY_DIGITS] in near:
            near[code[:COUNTY_DIGITS]].append((code, count))
    hidden = {code for county in near.values() for code in hidden_codes(county)}
    codes = [code for code, _count in spread[:limit] if code not in hidden]
    figures = Figure.objects.filter(of=Of.ESTATE, month=None, code__in=codes).order_by("-received", "code")
    return [told(figure, hidden=False) for figure in figures]


def told(figure: Figure, *, hidden: bool) -> Told:
    if hidden:
        return Told(figure.code, None, is_hidden=True)
    return Told(
        figure.code,
        figure.received,
        in_time_percent=share(figure.in_time, figure.due),
        confirmed_percent=share(figure.confirmed, figure.closed),
        median_days=figure.median_days if figure.due > SMALL else None,
        service=mean(figure.service_sum, figure.ratings),
        result=mean(figure.result_sum, figure.ratings),
    )


def share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole > SMALL else None


def mean(total: int, count: int) -> float | None:
    return round(total / count, 1) if count > SMALL else None


def is_small(count: int) -> bool:
    return 1 <= count <= SMALL


def hidden_codes(counts: Iterable[tuple[str, int]]) -> set[str]:
    """Which of some things, by code and count, are left out; the sum of all of them is told."""
    pairs = list(counts)
    return {pairs[place][0] for place in hidden_places([count for _code, count in pairs])}


def hidden_places(counts: Sequence[int]) -> set[int]:
    """Which counts of a column to leave out, so that its sum gives none of the small ones away."""
    small = {place for place, count in enumerate(counts) if is_small(count)}
    if not small or could_be_others([counts[place] for place in small]):
        return small
    others = [(count, place) for place, count in enumerate(counts) if count > SMALL]
    return small | {min(others)[1]} if others else small


def could_be_others(counts: Iterable[int]) -> bool:
    """Whether counts of which one knows the sum, and that each is at least 1, could be different ones."""
    counts = list(counts)
    return len(counts) > 1 and sum(counts) > len(counts)
